"""The first page of the gallery as the server renders it, which is all of it for whoever has no JavaScript."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertInHTML

from imagesvc.gallery.plates import PAGE_SIZE
from imagesvc.gallery.presses import FAILED, MANY, WAITING
from imagesvc.gallery.words import age_of, duration_of, excerpt_of
from imagesvc.images.models import Image, ImageFile, Preview
from jobs import lifecycle
from jobs.models import Job, JobStatus
from tests.factories import make_character, make_exit, make_image, make_job, make_location, make_thing
from tests.gallery.html import Page

pytestmark = pytest.mark.django_db

AWKWARD = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</textarea></title></main>",
    "{{ 7|add:7 }} {% load static %} ${7*7}",
    "javascript:alert(1)",
    "&amp; &lt;b&gt;",
    "👑 Đorđe 🗡️",
    "مير الرحالة",
    "\u202egnp.exe",
    "a/../b?c=d#e",
]


def test_picture_hangs_with_its_caption(client: Client) -> None:
    mira = make_character(name="Mira")
    job = make_job(status=JobStatus.COMPLETED, ended_at=timezone.now(), preamble_length=12)
    image = make_image(
        job=job,
        entity_kind="character",
        entity_type="npc",
        entity_id=mira.id,
        prompt="[The world]\nA tall woman\n\nin grey.",
        created_at=datetime(2026, 3, 4, 16, 55, 14, tzinfo=UTC),
    )

    html = client.get("/").content.decode()

    assertInHTML(
        f"""
        <li class="plate square" id="plate-{image.id}" data-job="{job.id}" data-says="Mira, Character">
          <a class="print" href="/pictures/{image.id}">
            <img src="/generated-images/{image.id}.webp" alt="Mira" width="64" height="64"
                 loading="lazy" decoding="async">
          </a>
          <div class="caption">
            <p class="label">
              <span class="kind">Character</span>
              <time datetime="2026-03-04T16:55:14+00:00" title="4 March 2026, 16:55 UTC">{age_now(image)}</time>
            </p>
            <h3 dir="auto">Mira</h3>
            <p class="excerpt" dir="auto">A tall woman in grey.</p>
          </div>
        </li>
        """,
        html,
    )


def test_picture_of_a_custom_prompt_has_no_name(client: Client) -> None:
    make_image(prompt="A lighthouse at dusk.")

    page = Page(client.get("/"))

    assert page.texts_of("h3") == []
    assert [text for text in page.texts_of("span") if "rompt" in text] == ["Custom prompt"]
    assert [image["alt"] for image in page.all("img")] == ["", "A lighthouse at dusk."]


def test_picture_of_an_entity_that_is_gone_bears_its_id(client: Client) -> None:
    make_image(entity_kind="thing", entity_type="item", entity_id="thing_gone")

    assert Page(client.get("/")).texts_of("h3") == ["thing_gone"]


def test_caption_does_not_say_the_name_twice(client: Client) -> None:
    lamp = make_thing(name="Lamp")
    make_image(entity_kind="thing", entity_type="item", entity_id=lamp.id, prompt="Lamp: A dented lamp.")

    assert "A dented lamp." in Page(client.get("/")).texts_of("p")


def test_every_file_of_an_image_hangs_newest_image_first(client: Client) -> None:
    old = make_image()
    new = make_image()
    ImageFile.objects.create(image=new, position=1, stem=f"{new.id}-2", width=64, height=64)

    page = Page(client.get("/"))

    assert page.ids("plate-") == [str(new.id), f"{new.id}-2", str(old.id)]


@pytest.mark.parametrize(
    ("width", "height", "shape"), [(640, 360, "wide"), (512, 768, "tall"), (64, 64, "square"), (0, 0, "square")]
)
def test_print_hangs_by_its_proportions(client: Client, width: int, height: int, shape: str) -> None:
    make_image().files.update(width=width, height=height)

    assert [plate["class"] for plate in Page(client.get("/")).all("li", class_="plate")] == [f"plate {shape}"]


def test_missing_file_is_said_and_leads_to_what_is_known(client: Client) -> None:
    image = make_image()
    image.files.update(is_missing=True)

    page = Page(client.get("/"))

    assert "The file of this picture is missing." in page.texts_of("span")
    assert page.addresses(class_="missing") == [f"/pictures/{image.id}"]
    assert len(page.all("img")) == 1  # the mark in the masthead


def test_picture_that_stands_in_says_so(client: Client) -> None:
    make_image(is_placeholder=True)

    assert "stand-in" in Page(client.get("/")).texts_of("span")


def test_job_at_work_shows_how_far_it_is(client: Client) -> None:
    quay = make_location(name="Old Quay")
    job = make_job(
        entity_kind="location",
        entity_type="location",
        entity_id=quay.id,
        status=JobStatus.PROCESSING,
        progress=40,
        message="Engraving the sky",
    )

    page = Page(client.get("/"))

    assert page.ids("job-") == [str(job.id)]
    (bar,) = page.all("progress")
    assert bar == {"max": "100", "value": "40", "aria-labelledby": f"job-{job.id}-title"}
    assert page.texts_of("h2") == ["On the press"]
    assert {"Old Quay", "1 being drawn", "0 waiting"} <= set(page.texts_of("a"))
    assert "Engraving the sky" in page.texts_of("p")
    assert page.addresses(href=f"/jobs/{job.id}") == [f"/jobs/{job.id}"]
    assert page.actions() == [f"/jobs/{job.id}/cancel"]


def test_job_at_work_shows_its_preview(client: Client) -> None:
    job = make_job(status=JobStatus.PROCESSING)
    Preview.objects.create(job=job, webp=b"RIFF", number=3)

    (preview,) = Page(client.get("/")).all("img", class_="preview")

    assert (preview["src"], preview["alt"]) == (
        f"/api/jobs/{job.id}/preview?number=3",
        "What it looks like so far",
    )


def test_of_those_that_wait_the_last_asked_for_are_shown(client: Client) -> None:
    jobs = [make_job() for _ in range(WAITING + 1)]
    later = make_job(status=JobStatus.WAITING, due_at=timezone.now())

    page = Page(client.get("/"))

    assert page.ids("job-") == [str(job.id) for job in [later, *jobs[:1:-1]]]
    assert "6 waiting" in page.texts_of("a")


def test_long_queue_is_not_counted_to_its_end(client: Client) -> None:
    Job.objects.bulk_create(Job(prompt="x", width=64, height=64, seed=1) for _ in range(MANY + 1))

    assert "1,000+ waiting" in Page(client.get("/")).texts_of("a")


def test_paused_queue_says_so(client: Client) -> None:
    lifecycle.pause(by="somebody")

    assert "The queue is paused: what waits is not begun until somebody resumes it." in Page(client.get("/")).texts_of(
        "p"
    )


@pytest.mark.parametrize("status", [JobStatus.FAILED, JobStatus.TIMEOUT])
def test_what_has_just_failed_says_why_and_can_be_tried_again(client: Client, status: JobStatus) -> None:
    job = make_job(status=status, ended_at=timezone.now(), error="The engine is out of ink.")

    page = Page(client.get("/"))

    assert page.ids("job-") == [str(job.id)]
    assert "The engine is out of ink." in page.texts_of("p")
    assert page.actions() == [f"/jobs/{job.id}/again"]


def test_failure_leaves_the_shelf_when_it_is_old_or_tried_again(client: Client) -> None:
    now = timezone.now()
    make_job(status=JobStatus.FAILED, ended_at=now - timedelta(minutes=11))
    failed = make_job(status=JobStatus.FAILED, ended_at=now)
    again = make_job(parent=failed)
    make_job(status=JobStatus.CANCELLED, ended_at=now)

    assert Page(client.get("/")).ids("job-") == [str(again.id)]


def test_only_the_last_failures_are_on_the_shelf(client: Client) -> None:
    jobs = [make_job(status=JobStatus.FAILED, ended_at=timezone.now()) for _ in range(FAILED + 1)]

    assert Page(client.get("/")).ids("job-") == [str(job.id) for job in jobs[:0:-1]]


def test_bare_walls_say_what_to_do(client: Client) -> None:
    page = Page(client.get("/"))

    assert page.texts_of("h2") == ["The walls are still bare"]
    body = '{"entityType": "location", "entityId": "…", "force": true}'
    assert page.texts_of("code") == [
        ".venv/bin/python manage.py import_save path/to/save",
        f"curl http://testserver/api/images/request \\ --json '{body}'",
    ]


@pytest.mark.parametrize("text", AWKWARD)
def test_text_of_clients_stays_text(client: Client, text: str) -> None:
    hang("plain")
    plain = Page(client.get("/"))
    Image.objects.all().delete()
    Job.objects.all().delete()

    hang(text)

    page = Page(client.get("/"))
    assert page.shape == plain.shape
    assert text in page.texts_of("a")
    assert all(address.startswith(("/", "#")) for address in page.addresses())


def test_number_of_queries_does_not_grow(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(PAGE_SIZE):
        make_image(entity_kind="character", entity_type="npc", entity_id=make_character().id)
        make_image(entity_kind="location", entity_type="location", entity_id=make_location().id)
        make_image(entity_kind="exit", entity_type="location-exit", entity_id=make_exit().id)
        make_image(entity_kind="thing", entity_type="item", entity_id=make_thing().id)
        make_job(status=JobStatus.PROCESSING)
        make_job()
        make_job(status=JobStatus.FAILED, ended_at=timezone.now())

    # Five lists of jobs, those tried again, the previews, three counts, the pause; the pictures, their files, how many.
    with django_assert_num_queries(14):
        client.get("/")


def test_page_allows_nothing_but_its_own_files(client: Client) -> None:
    make_job(status=JobStatus.PROCESSING)
    make_image()

    response = client.get("/")

    page = Page(response)
    assert response["Cache-Control"] == "private, no-cache"
    assert page.all("script") == [{"type": "module", "src": "/static/gallery/gallery.js"}]
    assert not any(name == "style" or name.startswith("on") for _, attributes in page.elements for name in attributes)
    assert [cookie.key for cookie in response.cookies.values()] == ["csrftoken"]


def test_page_is_only_to_be_read(client: Client) -> None:
    assert client.post("/").status_code == 405


@pytest.mark.once
@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=60), "1\xa0minute ago"),
        (timedelta(minutes=59, seconds=59), "59\xa0minutes ago"),
        (timedelta(hours=25), "1\xa0day ago"),
        (timedelta(days=800), "2\xa0years ago"),
    ],
)
def test_age_names_the_largest_unit(passed: timedelta, words: str) -> None:
    now = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

    assert age_of(now - passed, now=now) == words


@pytest.mark.once
@pytest.mark.parametrize(
    ("seconds", "words"),
    [(None, ""), (-1, "0.0 seconds"), (0.52, "0.5 seconds"), (64, "64 seconds"), (300, "5 minutes")],
)
def test_duration_is_said_as_people_say_it(seconds: float | None, words: str) -> None:
    begin = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

    assert duration_of(begin, None if seconds is None else begin + timedelta(seconds=seconds)) == words


@pytest.mark.once
def test_excerpt_is_cut_at_a_word() -> None:
    assert excerpt_of("A  tall\nwoman") == "A tall woman"
    assert excerpt_of("sea, " * 40) == "sea, " * 35 + "sea…"


def age_now(image: Image) -> str:
    return age_of(image.created_at, now=timezone.now())


def hang(text: str) -> None:
    """Make pictures and jobs with a text wherever clients can put one."""
    entity = {"entity_kind": "thing", "entity_type": "item", "entity_id": make_thing(name=text).id}
    make_image(**entity, prompt=text)
    make_image(prompt=text)
    make_job(**entity, status=JobStatus.PROCESSING, message=text)
    make_job(prompt=text, status=JobStatus.PROCESSING, message=text)
    make_job(prompt=text, status=JobStatus.FAILED, ended_at=timezone.now(), error=text)
