"""The admin's pages of the world: lists with pictures, what would be drawn and what has changed, drawing, playing."""

import pytest
from django.conf import LazySettings
from django.contrib.admin.utils import quote
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertInHTML

from entities.models import Character, Setting
from imagesvc.audit.models import AuditEntry
from imagesvc.images.models import Image
from imagesvc.images.prompts import compose_entity_prompt
from jobs.models import Job
from tests.admin.rows import AWKWARD, SCRIPT
from tests.factories import (
    engines,
    make_character,
    make_exit,
    make_image,
    make_location,
    make_region,
    make_setting,
    make_thing,
)

pytestmark = pytest.mark.django_db

KINDS = ("setting", "region", "location", "locationexit", "character", "thing")
DRAWN = ("location", "locationexit", "character", "thing")
MIRA = "/admin/entities/character/mira/"


@pytest.fixture
def world(admin_client: Client) -> Client:
    setting = make_setting(name=SCRIPT)
    make_region(id="one", setting=setting)
    make_location(id="one", region_id="gone", setting=setting)
    make_exit(id="one", origin_id="one", destination_id="gone", destination_region_id="gone")
    make_character(id="one", current_location_id="gone", setting=setting)
    make_thing(id="one", owner_id="gone", location_id="gone", setting=setting)
    return admin_client


def make_drawn(character: Character, **values: object) -> Image:
    """Give a character a picture of what is said of it now."""
    prompt = compose_entity_prompt(character)
    of_character = {"entity_kind": "character", "entity_type": "npc", "entity_id": character.pk}
    made = {"prompt": prompt.text, "made_from": prompt.made_from, "is_current": True}
    return make_image(**{**of_character, **made, **values})


def names(client: Client, query: str) -> list[str]:
    response = client.get(f"/admin/entities/character/?{query}")
    return [entity.name for entity in response.context["cl"].result_list]


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

    # The session, the user, two counts, the page, the worlds of the filter, and the present pictures.
    with django_assert_max_num_queries(8):
        answer = world.get(reverse(f"admin:entities_{kind}_changelist"))

    assert answer.status_code == 200


# --- Pictures --------------------------------------------------------------------------------------------------------


def test_list_says_what_has_a_picture_and_whether_it_is_stale(admin_client: Client) -> None:
    fresh, stale, _ = make_character(name="fresh"), make_character(name="stale"), make_character(name="bare")
    image = make_drawn(fresh)
    make_drawn(stale)
    Character.objects.filter(pk=stale.pk).update(description="Another coat.")

    html = admin_client.get("/admin/entities/character/").content.decode()

    assert f'src="/generated-images/{image.id}.webp"' in html
    for tone, words in (("completed", "up to date"), ("waiting", "stale: text"), ("cancelled", "no picture")):
        assertInHTML(f'<span class="state state-{tone}">{words}</span>', html)
    assert names(admin_client, "picture=none") == ["bare"]
    assert names(admin_client, "picture=some") == ["fresh", "stale"]
    assert names(admin_client, "picture=stale") == ["stale"]


def test_page_shows_the_present_picture_the_others_and_the_prompt(admin_client: Client) -> None:
    mira = make_character(id="mira", name="Mira")
    old, image = make_drawn(mira, is_current=False), make_drawn(mira)

    html = admin_client.get(f"{MIRA}change/").content.decode()

    for picture in (old, image):
        assert f'src="/generated-images/{picture.id}.webp"' in html
    assert escape(image.prompt) in html
    assert "The current picture was made from the same words." in html
    assert 'action="/admin/entities/character/mira/draw-again/"' in html


def test_page_shows_what_has_changed_word_by_word(admin_client: Client) -> None:
    mira = make_character(id="mira", name="Mira", description="A tall woman in a grey coat.")
    make_drawn(mira)
    Character.objects.filter(pk="mira").update(description="A tall woman in a <b>red</b> coat.")

    html = admin_client.get(f"{MIRA}change/").content.decode()

    assertInHTML("<del>grey </del>", html)
    assertInHTML(f"<ins>{escape('<b>red</b> ')}</ins>", html)
    assert "Since then its own words changed." in html


def test_entity_without_words_says_that_there_is_nothing_to_draw(admin_client: Client) -> None:
    make_character(id="mira", name="", description="")

    html = admin_client.get(f"{MIRA}change/").content.decode()

    assert "There is nothing to draw by" in html


@pytest.mark.parametrize("text", AWKWARD)
def test_texts_of_the_game_are_inert(admin_client: Client, text: str) -> None:
    mira = make_character(id="mira", name=text, description=text)
    make_drawn(mira)
    Character.objects.filter(pk="mira").update(description=f"{text} {text}")

    pages = [admin_client.get(address).content.decode() for address in ("/admin/entities/character/", f"{MIRA}change/")]

    for page in pages:
        assert "<img src=x" not in page
        assert "<script>alert" not in page
        assert escape(text) in page


@pytest.mark.parametrize("kind", DRAWN)
def test_draw_queues_a_job_and_is_told(world: Client, kind: str, settings: LazySettings) -> None:
    settings.ENGINES = engines("dummy")

    world.post(reverse(f"admin:entities_{kind}_draw", args=["one"]))

    job = Job.objects.get()
    assert (job.entity_id, job.client_id, job.events.get().by) == ("one", "admin", "admin")
    assert list(AuditEntry.objects.values_list("who", "action", "outcome")) == [("admin", "draw", "A job was queued.")]


def test_draw_leaves_a_picture_that_is_there(admin_client: Client) -> None:
    make_drawn(make_character(id="mira"))

    answer = admin_client.post(f"{MIRA}draw/")

    assert [str(message) for message in get_messages(answer.wsgi_request)] == ["There is a picture already."]
    assert Job.objects.count() == 0


def test_draw_again_makes_another_one(admin_client: Client, settings: LazySettings) -> None:
    settings.ENGINES = engines("dummy")
    make_drawn(make_character(id="mira"))

    admin_client.post(f"{MIRA}draw-again/")

    assert Job.objects.get().entity_id == "mira"


def test_edit_is_told_in_the_audit_log(admin_client: Client) -> None:
    make_region(id="marsh", name="Marsh")

    admin_client.post(
        "/admin/entities/region/marsh/change/", {"name": "Fen", "description": "", "short_description": ""}
    )
    admin_client.post("/admin/entities/region/marsh/delete/", {"post": "yes"})

    assert list(AuditEntry.objects.order_by("id").values_list("action", "subject", "outcome")) == [
        ("change", "region marsh (Fen)", "changes: Changed Name."),
        ("delete", "region marsh (Fen)", ""),
    ]


# --- Worlds ----------------------------------------------------------------------------------------------------------


def test_world_shows_how_prompts_would_be_put_together(admin_client: Client) -> None:
    world = make_setting(
        is_active=False, base_context_preamble="A drowned coast.", image_prompt_prefix_character="Oil on wood."
    )
    make_character(name="Mira", setting=world)
    make_character(name="elsewhere")
    make_thing(name="", description="", setting=world)

    html = admin_client.get(f"/admin/entities/setting/{quote(world.pk)}/change/").content.decode()

    assertInHTML('<span class="preamble">A drowned coast.</span>', html)
    assert "Oil on wood." in html
    assert "Mira" in html
    assert "elsewhere" not in html


def test_draw_all_missing_leads_to_a_preview(admin_client: Client) -> None:
    world = make_setting(id="coast & sea")

    answer = admin_client.post(reverse("admin:entities_setting_draw_missing", args=["coast & sea"]))

    assert answer["Location"] == "/admin/batches/batch/new/draw/?which=missing&world=coast+%26+sea"
    assert admin_client.get(answer["Location"]).status_code == 200
    assert world.pk == "coast & sea"


def test_play_makes_one_world_the_active_one(world: Client) -> None:
    former = Setting.objects.get(is_active=True)
    other = make_setting(name="Ashfall", is_active=False)

    answer = world.post(
        reverse("admin:entities_setting_changelist"), {"action": "play", "_selected_action": [other.pk]}
    )

    former.refresh_from_db()
    other.refresh_from_db()
    assert (former.is_active, other.is_active) == (False, True)
    assert [str(message) for message in get_messages(answer.wsgi_request)] == [
        "Ashfall is the world that is played now."
    ]
    assert AuditEntry.objects.get().outcome == "changes: Made the world that is played."


def test_play_asks_for_one_world(world: Client) -> None:
    former = Setting.objects.get(is_active=True)
    other = make_setting(name="Ashfall", is_active=False)

    world.post(
        reverse("admin:entities_setting_changelist"), {"action": "play", "_selected_action": [former.pk, other.pk]}
    )

    assert Setting.objects.get(is_active=True) == former
