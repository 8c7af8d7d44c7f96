"""The page of a picture, of an entity and of a job, as the server renders them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from imagesvc.engines.pillow.edition import EDITION
from imagesvc.gallery import plates
from imagesvc.images.models import Image, ImageFile
from jobs import lifecycle
from jobs.history import HEADINGS
from jobs.lifecycle import Failure, NewJob
from jobs.models import EventKind, Job, JobEvent, JobStatus
from tests.factories import make_character, make_image, make_job, make_thing
from tests.gallery.html import Page
from tests.gallery.test_gallery import AWKWARD

pytestmark = pytest.mark.django_db

MIRA = {"entity_kind": "character", "entity_type": "npc", "entity_id": "mira"}
BEGAN = datetime(2026, 3, 4, 16, 55, 14, tzinfo=UTC)


def settings_on(page: Page) -> dict[str, str]:
    return dict(zip(page.texts_of("dt"), page.texts_of("dd"), strict=True))


# --- A picture -------------------------------------------------------------------------------------------------------


def test_picture_shows_all_that_is_known_of_it(client: Client) -> None:
    mira = make_character(id="mira", name="Mira")
    job = make_job(
        status=JobStatus.COMPLETED, started_at=BEGAN, ended_at=BEGAN + timedelta(seconds=2.5), preamble_length=13
    )
    image = make_image(
        job=job,
        prompt="[The world]\n\nA tall woman.",
        negative_prompt="blurry",
        revised_prompt="A very tall woman.",
        width=512,
        height=768,
        seed=0,
        steps=20,
        engine="gpu",
        model="print-xl",
        workflow="portrait",
        workflow_sha256="0123456789abcdef" * 4,
        engine_settings={"cfg_scale": 7, "sampler": "euler"},
        is_current=True,
        entity_kind="character",
        entity_type="npc",
        entity_id=mira.id,
    )
    image.files.update(width=512, height=760, size=1_500_000)

    page = Page(client.get(f"/pictures/{image.id}"))

    assert page.texts_of("h1") == ["Mira"]
    assert settings_on(page) == {
        "Size": "512 × 760",
        "Asked for": "512 × 768",
        "Seed": "0",
        "Steps": "20",
        "Engine": "gpu",
        "Model": "print-xl",
        "Workflow": "portrait 0123456789ab",
        "Cfg scale": "7",
        "Sampler": "euler",
        "Drawn in": "2.5 seconds",
        "File": "PNG, 1.4 MB",
        "Id": str(image.id),
    }
    assert {"A tall woman.", "[The world]", "blurry", "A very tall woman.", "Present picture"} <= set(
        page.texts_of("p")
    )
    assert page.addresses(download=f"{image.id}.png") == [f"/generated-images/{image.id}.png"]
    assert {"/entities/character?id=mira", f"/prompt?like={job.id}", f"/api/images/{image.id}"} <= set(page.addresses())
    assert page.actions() == []


def test_picture_of_a_saved_game_says_what_little_is_known(client: Client) -> None:
    image = make_image(
        game_id="image_1772642625317_c20sagwp2", width=None, height=None, seed=None, engine="", source="imported"
    )
    image.files.update(size=0)

    page = Page(client.get("/pictures/image_1772642625317_c20sagwp2"))

    assert settings_on(page) == {"Size": "64 × 64", "Source": "A saved game", "Id": "image_1772642625317_c20sagwp2"}
    assert client.get(f"/pictures/{image.id}").status_code == 404


@pytest.mark.parametrize(
    ("engine", "model", "said"),
    [
        ("pillow", EDITION, []),
        ("pillow", "relief print 1", ["Drawn with relief print 1; the style has moved on."]),
        ("pillow", "", ["Drawn with an early style; the style has moved on."]),
        ("gpu", "print-xl", []),
    ],
)
def test_picture_says_whether_its_style_has_moved_on(client: Client, engine: str, model: str, said: list[str]) -> None:
    image = make_image(engine=engine, model=model, **MIRA)

    page = Page(client.get(f"/pictures/{image.id}"))

    assert [text for text in page.texts_of("p") if "moved on" in text] == said
    assert ("Draw it again" in page.texts_of("a")) == bool(said)


def test_picture_with_several_files_shows_and_offers_each(client: Client) -> None:
    image = make_image()
    ImageFile.objects.create(image=image, position=1, stem=f"{image.id}-2", width=64, height=64)
    ImageFile.objects.create(image=image, position=2, stem=f"{image.id}-3", width=64, height=64, is_missing=True)

    page = Page(client.get(f"/pictures/{image.id}"))

    addresses = [f"/generated-images/{image.id}.png", f"/generated-images/{image.id}-2.png"]
    assert page.addresses(class_="frame") == addresses
    assert [link["href"] for link in page.all("a") if "download" in link] == addresses
    assert "The file of this picture is missing." in page.texts_of("p")


def test_older_picture_can_be_made_current(client: Client) -> None:
    old = make_image(**MIRA)
    make_image(**MIRA, is_current=True)

    page = Page(client.get(f"/pictures/{old.id}"))

    assert page.actions() == [f"/pictures/{old.id}/current"]
    assert "Present picture" not in page.texts_of("p")


def test_picture_stands_between_its_neighbours(client: Client) -> None:
    mira, other, again, custom = make_image(**MIRA), make_image(), make_image(**MIRA), make_image(prompt="A storm")

    def neighbours(image: Image, query: str = "") -> tuple[list[str], list[str]]:
        page = Page(client.get(f"/pictures/{image.id}{query}"))
        return page.addresses(rel="prev"), page.addresses(rel="next")

    assert neighbours(other) == ([f"/pictures/{again.id}"], [f"/pictures/{mira.id}"])
    assert neighbours(custom) == ([], [f"/pictures/{again.id}"])
    assert neighbours(mira) == ([f"/pictures/{other.id}"], [])
    # Along the list that one came from.
    assert neighbours(mira, "?along=entity") == ([f"/pictures/{again.id}?along=entity"], [])
    assert neighbours(other, "?kind=custom") == ([f"/pictures/{custom.id}?kind=custom"], [])
    assert neighbours(custom, "?q=storm") == ([], [])


def test_picture_leads_back_to_where_one_came_from(client: Client) -> None:
    make_character(id="mira", name="Mira")
    image = make_image(**MIRA)

    def way_back(query: str) -> list[str]:
        return Page(client.get(f"/pictures/{image.id}{query}")).addresses(id="back")

    assert way_back("") == ["/"]
    assert way_back("?q=storm&kind=npc") == ["/?q=storm&kind=npc"]
    assert way_back("?along=entity") == ["/entities/character?id=mira"]


def test_history_tells_of_every_attempt(client: Client) -> None:
    lifecycle.submit(NewJob(prompt="A bridge.", width=64, height=64, seed=1, client_id="me"))
    job = lifecycle.claim(worker="here:1")
    assert job is not None
    for progress in (10, 60):
        lifecycle.report(job.id, attempt=1, progress=progress, message="Printing", engine="dummy")
    lifecycle.fail(job, Failure(error="The engine was busy.", code="busy", is_retryable=True, retry_after_seconds=7))
    Job.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    lifecycle.queue_due_jobs()
    job = lifecycle.claim(worker="there:2")
    assert job is not None
    lifecycle.complete(job.id, attempt=2, engine="dummy")
    image = make_image(job=job)

    page = Page(client.get(f"/pictures/{image.id}"))

    assert page.texts_of("strong") == [
        "Asked for",
        "Begun",
        "Drawn",
        "Failed, to be tried again",
        "Queued again",
        "Begun",
        "Done",
    ]
    assert [text for text in page.texts_of("span") if text.startswith(("attempt", "60", "Trying", "by"))] == [
        "attempt 1 by here:1",
        "60 %, Printing",
        "Trying again in 7 s: The engine was busy.",
        "attempt 2 by there:2",
        "by dummy",
    ]


@pytest.mark.parametrize("kind", EventKind)
def test_history_has_words_for_each_kind_of_event(client: Client, kind: EventKind) -> None:
    job = make_job()
    JobEvent.objects.create(job=job, kind=kind, attempt=1, error="Why.", message="How.", client_id="me", worker="w:1")

    page = Page(client.get(f"/jobs/{job.id}"))

    assert page.texts_of("strong") == [HEADINGS[kind]]


# --- An entity -------------------------------------------------------------------------------------------------------


def test_entity_shows_its_pictures_in_time_and_marks_the_present_one(client: Client) -> None:
    make_character(id="mira", name="Mira", description="A tall woman.")
    old, current, new = make_image(**MIRA), make_image(**MIRA, is_current=True), make_image(**MIRA)
    make_image()

    page = Page(client.get("/entities/character?id=mira"))

    assert page.texts_of("h1") == ["Mira"]
    assert page.ids("plate-") == [str(image.id) for image in (new, current, old)]
    assert [plate["id"] for plate in page.all("li", class_="current")] == [f"plate-{current.id}"]
    assert page.actions() == [
        "/entities/character/draw",
        f"/pictures/{new.id}/current",
        f"/pictures/{old.id}/current",
    ]
    assert "Draw again" in page.texts_of("button")
    assert f"/pictures/{current.id}?along=entity" in page.addresses()


def test_entity_without_pictures_can_be_drawn(client: Client) -> None:
    make_character(id="mira", name="Mira")

    page = Page(client.get("/entities/character?id=mira"))

    assert "Draw it" in page.texts_of("button")
    assert "Nobody has drawn it yet." in page.texts_of("p")


def test_entity_that_is_being_drawn_shows_how_far_it_is(client: Client) -> None:
    make_character(id="mira", name="Mira")
    job = make_job(**MIRA, status=JobStatus.PROCESSING, progress=40)

    page = Page(client.get("/entities/character?id=mira"))

    assert page.ids("job-") == [str(job.id)]
    assert page.actions() == [f"/jobs/{job.id}/cancel"]


def test_entity_that_is_gone_keeps_its_pictures(client: Client) -> None:
    image = make_image(**MIRA)

    page = Page(client.get("/entities/character?id=mira"))

    assert (page.texts_of("h1"), page.ids("plate-")) == (["mira"], [str(image.id)])
    assert "/entities/character/draw" not in page.actions()


def test_entity_with_many_pictures_has_pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plates, "PAGE_SIZE", 2)
    make_character(id="mira & co", name="Mira")
    images = [make_image(**MIRA | {"entity_id": "mira & co"}) for _ in range(3)]

    (older,) = Page(client.get("/entities/character?id=mira+%26+co")).addresses(rel="next")

    assert older == f"/entities/character?id=mira+%26+co&before={images[1].id}"
    assert Page(client.get(older)).ids("plate-") == [str(images[0].id)]


# --- A job -----------------------------------------------------------------------------------------------------------


def test_job_shows_what_was_asked_for_and_what_came_of_it(client: Client) -> None:
    job = make_job(
        status=JobStatus.COMPLETED,
        ended_at=timezone.now(),
        prompt="The world.\n\nA bridge.",
        preamble_length=12,
        client_id="me",
        engine="dummy",
    )
    image = make_image(job=job)

    page = Page(client.get(f"/jobs/{job.id}"))

    assert settings_on(page) == {
        "Size": "64 × 64",
        "Seed": "1",
        "Engine": "dummy",
        "Asked for by": "me",
        "Id": str(job.id),
    }
    assert {"A bridge.", "The world."} <= set(page.texts_of("p"))
    assert f"/pictures/{image.id}" in page.addresses(class_="button")


# --- What is not there -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "/pictures/00000000-0000-7000-8000-000000000000",
        "/pictures/image_that_never_was",
        "/pictures/nothing/at/all",
        "/pictures/%00",
        "/entities/character",
        "/entities/character?id=nobody",
        "/entities/character?id=%00",
        "/entities/dragon?id=mira",
        "/jobs/00000000-0000-7000-8000-000000000000",
        "/jobs/nonsense",
    ],
)
def test_what_is_not_there_is_said_on_a_page(client: Client, address: str) -> None:
    response = client.get(address)

    page = Page(response)
    assert (response.status_code, page.texts_of("h1")) == (404, ["An empty frame"])


# --- All of them -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", AWKWARD)
def test_text_of_clients_stays_text(client: Client, text: str) -> None:
    shapes = [Page(client.get(address)).shape for address in _addresses("plain")]
    Image.objects.all().delete()
    Job.objects.all().delete()

    for address, shape in zip(_addresses(text), shapes, strict=True):
        page = Page(client.get(address))
        assert page.shape == shape
        assert text in [words for _, words in page.texts]
        assert all(link.startswith(("/", "#")) for link in page.addresses())


def test_pages_of_one_thing_cost_a_fixed_number_of_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_character(id="mira", name="Mira")
    job = make_job(status=JobStatus.COMPLETED, ended_at=timezone.now())
    images = [make_image(**MIRA, job=job) for _ in range(5)]

    with django_assert_num_queries(6):
        client.get(f"/pictures/{images[2].id}")
    with django_assert_num_queries(5):
        client.get("/entities/character?id=mira")
    with django_assert_num_queries(5):
        client.get(f"/jobs/{job.id}")


def _addresses(text: str) -> list[str]:
    """Make one of everything with a text wherever clients can put one, and return where it is shown."""
    thing = make_thing(name=text, description=text)
    entity = {"entity_kind": "thing", "entity_type": "item", "entity_id": thing.id}
    job = make_job(**entity, prompt=f"{text}{text}", preamble_length=len(text), negative_prompt=text, client_id=text)
    JobEvent.objects.create(job=job, kind=EventKind.FAILED, attempt=1, error=text)
    image = make_image(
        **entity, job=job, prompt=job.prompt, negative_prompt=text, model=text, engine_settings={"sampler": text}
    )
    Job.objects.filter(id=job.id).update(status="failed", error=text, ended_at=timezone.now())
    return [f"/pictures/{image.id}", f"/entities/thing?id={thing.id}", f"/jobs/{job.id}"]
