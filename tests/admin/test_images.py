"""The pictures in the admin: shown, searched, starred, and deleted with their files."""

from pathlib import Path

import pytest
from django.test import Client
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks
from pytest_django.asserts import assertInHTML

from imagesvc.audit.models import AuditEntry
from imagesvc.images.models import Image, ImageFile
from tests.admin.rows import AWKWARD, make_ended_job
from tests.factories import make_character, make_image, make_thing
from tests.gallery.drawing import hang_picture

pytestmark = pytest.mark.django_db

LIST = "/admin/images/image/"


def address_of(image: Image, *, page: str = "change") -> str:
    return f"{LIST}{image.id}/{page}/"


def files_in(pictures: Path) -> list[str]:
    return sorted(path.name for path in pictures.rglob("*") if path.is_file())


def told() -> list[tuple[str, str]]:
    return list(AuditEntry.objects.order_by("id").values_list("action", "outcome"))


def test_list_shows_thumbnail_entity_marks_and_prompt(admin_client: Client) -> None:
    make_character(id="mira", name="Mira")
    image = make_image(
        job=make_ended_job(preamble_length=13),
        entity_kind="character",
        entity_type="npc",
        entity_id="mira",
        is_current=True,
        is_starred=True,
        prompt="[The world]\n\nA tall woman.",
    )

    html = admin_client.get(LIST).content.decode()

    assertInHTML(
        f"""
        <td class="field-picture"><a class="picture" href="/generated-images/{image.id}.png"><img class="thumbnail"
            src="/generated-images/{image.id}.webp" alt="{image.id}" width="64" height="64" loading="lazy"></a></td>
        """,
        html,
    )
    assertInHTML(
        '<td class="field-entity"><a href="/admin/entities/character/mira/change/">Mira</a>'
        ' <span class="quiet">npc</span></td>',
        html,
    )
    assertInHTML('<span class="mark mark-starred">★ starred</span>', html)
    assertInHTML(f'<a href="{address_of(image)}">A tall woman.</a>', html)


def test_list_costs_the_same_queries_for_any_number_of_pictures(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(4):
        make_image(job=make_ended_job(), entity_kind="thing", entity_type="item", entity_id=make_thing().id)

    # The session, the user; the page's keys, its rows, their files, how many there are.
    with django_assert_num_queries(6):
        admin_client.get(LIST)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("is_current__exact=1", ["a lamp"]),
        ("is_starred__exact=1", ["from the game"]),
        ("source__exact=imported", ["from the game"]),
        ("entity_type=item", ["a lamp"]),
        ("entity_type=custom", ["from the game"]),
        ("entity_kind=thing&entity_id=thing_1", ["a lamp"]),
        ("q=lamp", ["a lamp"]),
        ("q=thing_1", ["a lamp"]),
        ("q=img_20260304_165514_cd2bvwu0", ["from the game"]),
    ],
)
def test_list_is_filtered_and_searched(admin_client: Client, query: str, found: list[str]) -> None:
    make_image(prompt="a lamp", entity_kind="thing", entity_type="item", entity_id="thing_1", is_current=True)
    make_image(prompt="from the game", source="imported", game_id="img_20260304_165514_cd2bvwu0", is_starred=True)

    response = admin_client.get(f"{LIST}?{query}")

    assert [image.prompt for image in response.context["cl"].result_list] == found


def test_picture_page_shows_every_file(admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    image = make_image()
    ImageFile.objects.create(image=image, position=1, stem=f"{image.id}-2", size=2048, is_missing=True)
    admin_client.get(address_of(image))  # content types are looked up once per process

    # The session, the user, the picture, its files for it and for the table below.
    with django_assert_num_queries(5):
        html = admin_client.get(address_of(image)).content.decode()

    assertInHTML('<td class="field-pixels"><p>64 x 64</p></td>', html)
    assertInHTML('<td class="field-bytes"><p>2.0\xa0KB</p></td>', html)
    assert f'src="/generated-images/{image.id}.png"' in html
    assert html.count("file missing") == 2


@pytest.mark.parametrize("text", AWKWARD)
def test_what_clients_wrote_is_inert(admin_client: Client, text: str) -> None:
    thing = make_thing(name=text)
    entity = {"entity_kind": "thing", "entity_type": "item", "entity_id": thing.id}
    image = make_image(prompt=text, negative_prompt=text, engine=text, **entity)
    make_image(entity_kind="thing", entity_type="item", entity_id=text)

    pages = [admin_client.get(address).content.decode() for address in (LIST, address_of(image))]

    for page in pages:
        assert "<img src=x" not in page
        assert "<script>alert" not in page
        assert escape(text) in page


def test_nobody_adds_or_edits_a_picture(admin_client: Client) -> None:
    image = make_image()

    statuses = [
        admin_client.post(f"{LIST}add/", {"prompt": "x"}).status_code,
        admin_client.post(address_of(image), {"prompt": "x"}).status_code,
    ]

    image.refresh_from_db()
    assert (statuses, image.prompt, Image.objects.count()) == ([403, 403], "A lighthouse at dusk.", 1)


def test_star_and_unstar_by_buttons(admin_client: Client) -> None:
    image = make_image()

    admin_client.post(address_of(image, page="star"))
    starred = Image.objects.get().is_starred
    admin_client.post(address_of(image, page="unstar"))

    assert (starred, Image.objects.get().is_starred) == (True, False)
    assert told() == [
        ("star", "It is starred: pruning leaves it alone."),
        ("unstar", "It is not starred any more."),
    ]


def test_star_by_action_stars_the_chosen_ones_alone(admin_client: Client) -> None:
    chosen, other = make_image(), make_image()

    admin_client.post(LIST, {"action": "star", "_selected_action": [chosen.id], "index": "0", "select_across": "1"})

    assert dict(Image.objects.values_list("id", "is_starred")) == {chosen.id: True, other.id: False}
    assert AuditEntry.objects.get().counts == {"starred": 1}


def test_delete_asks_first_and_then_removes_rows_and_files(admin_client: Client, pictures: Path) -> None:
    chosen, other = hang_picture(width=8, height=8), hang_picture(width=8, height=8)
    action = {"action": "delete_with_files", "_selected_action": [chosen.id]}

    asked = admin_client.post(LIST, action | {"index": "0"}).content.decode()
    before = Image.objects.count()
    admin_client.post(LIST, action | {"post": "yes"})

    assert "Yes, delete them" in asked
    assert before == 2
    assert list(Image.objects.all()) == [other]
    assert files_in(pictures) == [f"{other.id}.png", f"{other.id}.webp"]
    assert AuditEntry.objects.get().action == "delete"


def test_deleting_one_removes_its_files_when_that_is_certain(
    admin_client: Client,
    pictures: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    image = hang_picture(width=8, height=8)

    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(address_of(image, page="delete"), {"post": "yes"})

    assert (Image.objects.count(), files_in(pictures)) == (0, [])
