"""The admin's pages of the world: they open, also with dangling references, in few queries, and play a world."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from entities.models import Setting
from tests.factories import make_character, make_exit, make_location, make_region, make_setting, make_thing

pytestmark = pytest.mark.django_db

KINDS = ("setting", "region", "location", "locationexit", "character", "thing")


@pytest.fixture
def world(admin_client: Client) -> Client:
    setting = make_setting(name="<script>alert(1)</script>")
    make_region(id="one", setting=setting)
    make_location(id="one", region_id="gone", setting=setting)
    make_exit(id="one", origin_id="one", destination_id="gone", destination_region_id="gone")
    make_character(id="one", current_location_id="gone", setting=setting)
    make_thing(id="one", owner_id="gone", location_id="gone", setting=setting)
    return admin_client


@pytest.mark.parametrize("kind", KINDS)
def test_list_and_search_open(world: Client, kind: str) -> None:
    answer = world.get(reverse(f"admin:entities_{kind}_changelist"), {"q": "o"})

    assert answer.status_code == 200
    assert b"<script>alert(1)" not in answer.content


@pytest.mark.parametrize("kind", KINDS)
def test_add_page_opens(world: Client, kind: str) -> None:
    assert world.get(reverse(f"admin:entities_{kind}_add")).status_code == 200


@pytest.mark.parametrize("kind", KINDS[1:])
def test_change_page_opens_with_dangling_references_and_a_fixed_id(world: Client, kind: str) -> None:
    answer = world.get(reverse(f"admin:entities_{kind}_change", args=["one"]))

    assert answer.status_code == 200
    assert b'name="id"' not in answer.content


@pytest.mark.parametrize("kind", KINDS[1:])
def test_length_of_a_list_does_not_change_its_queries(
    world: Client, kind: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(20):
        location = make_location(region=make_region())
        npc = make_character(current_location=location)
        make_thing(owner=npc, location=location)
        make_exit(origin=location, destination=location)

    with django_assert_max_num_queries(7):
        answer = world.get(reverse(f"admin:entities_{kind}_changelist"))

    assert answer.status_code == 200


def test_play_makes_one_world_the_active_one(world: Client) -> None:
    former = Setting.objects.get(is_active=True)
    other = make_setting(name="Ashfall", is_active=False)

    answer = world.post(
        reverse("admin:entities_setting_changelist"), {"action": "play", "_selected_action": [other.pk]}
    )

    assert dict(Setting.objects.values_list("pk", "is_active")) == {former.pk: False, other.pk: True}
    assert [str(message) for message in get_messages(answer.wsgi_request)] == [
        "Ashfall is the world that is played now."
    ]


def test_play_wants_exactly_one_world(world: Client) -> None:
    former = Setting.objects.get(is_active=True)
    other = make_setting(is_active=False)

    world.post(
        reverse("admin:entities_setting_changelist"), {"action": "play", "_selected_action": [former.pk, other.pk]}
    )

    assert dict(Setting.objects.values_list("pk", "is_active")) == {former.pk: True, other.pk: False}
