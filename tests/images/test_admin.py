"""The admin of pictures: it shows what clients wrote as text, and nobody adds, edits or deletes a picture there."""

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertInHTML

from imagesvc.images.models import Image, ImageFile
from jobs.models import JobStatus
from tests.factories import make_character, make_image, make_job, make_thing

pytestmark = pytest.mark.django_db

LIST = "/admin/images/image/"
SCRIPT = '"><img src=x onerror=alert(1)><script>alert(1)</script>'


def address_of(image: Image, *, page: str = "change") -> str:
    return f"{LIST}{image.id}/{page}/"


def test_list_shows_thumbnail_entity_and_prompt(admin_client: Client) -> None:
    make_character(id="mira", name="Mira")
    job = make_job(status=JobStatus.COMPLETED, ended_at=timezone.now(), preamble_length=13)
    image = make_image(
        job=job,
        entity_kind="character",
        entity_type="npc",
        entity_id="mira",
        prompt="[The world]\n\nA tall woman.",
    )

    html = admin_client.get(LIST).content.decode()

    assertInHTML(
        f"""
        <td class="field-picture"><a href="/generated-images/{image.id}.png"><img class="thumbnail"
            src="/generated-images/{image.id}.webp" alt="{image.id}" width="64" height="64" loading="lazy"></a></td>
        """,
        html,
    )
    assertInHTML(
        '<td class="field-entity"><a href="/admin/entities/character/mira/change/">Mira</a>'
        ' <span class="quiet">npc</span></td>',
        html,
    )
    assertInHTML(f'<a href="{address_of(image)}">A tall woman.</a>', html)


def test_list_costs_the_same_queries_for_any_number_of_pictures(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(4):
        job = make_job(status=JobStatus.COMPLETED, ended_at=timezone.now())
        make_image(job=job, entity_kind="thing", entity_type="item", entity_id=make_thing().id)

    # The session, the user, one count, the page and its files.
    with django_assert_num_queries(5):
        admin_client.get(LIST)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("is_current__exact=1", ["a lamp"]),
        ("source__exact=imported", ["from the game"]),
        ("entity_type=item", ["a lamp"]),
        ("entity_type=custom", ["from the game"]),
        ("q=lamp", ["a lamp"]),
        ("q=thing_1", ["a lamp"]),
        ("q=img_20260304_165514_cd2bvwu0", ["from the game"]),
    ],
)
def test_list_is_filtered_and_searched(admin_client: Client, query: str, found: list[str]) -> None:
    make_image(prompt="a lamp", entity_kind="thing", entity_type="item", entity_id="thing_1", is_current=True)
    make_image(prompt="from the game", source="imported", game_id="img_20260304_165514_cd2bvwu0")

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
    assertInHTML('<td class="field-picture"><p>file missing</p></td>', html)
    assertInHTML('<td class="field-bytes"><p>2.0\xa0KB</p></td>', html)


def test_what_clients_wrote_is_inert(admin_client: Client) -> None:
    thing = make_thing(name=SCRIPT)
    image = make_image(
        prompt=SCRIPT,
        negative_prompt=SCRIPT,
        engine=SCRIPT,
        entity_kind="thing",
        entity_type="item",
        entity_id=thing.id,
    )
    make_image(entity_kind="thing", entity_type="item", entity_id=SCRIPT)

    pages = [admin_client.get(address).content.decode() for address in (LIST, address_of(image))]

    for page in pages:
        assert SCRIPT not in page
        assert "<img src=x" not in page
        assert escape(SCRIPT) in page


def test_nobody_adds_edits_or_deletes_a_picture(admin_client: Client) -> None:
    image = make_image()

    statuses = [
        admin_client.post(f"{LIST}add/", {"prompt": "x"}).status_code,
        admin_client.post(address_of(image), {"prompt": "x"}).status_code,
        admin_client.post(address_of(image, page="delete"), {"post": "yes"}).status_code,
    ]

    image.refresh_from_db()
    assert (statuses, image.prompt, Image.objects.count()) == ([403, 403, 403], "A lighthouse at dusk.", 1)
