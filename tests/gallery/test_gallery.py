"""The gallery as the server renders it, which is all of it for whoever has no JavaScript."""

from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from textwrap import dedent

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertInHTML

from imagesvc.gallery.contents import MANY, NEWEST, age
from imagesvc.images.models import Image, ImageFile
from jobs.models import Job, JobStatus
from tests.factories import make_character, make_exit, make_image, make_job, make_location, make_thing

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
]


class Page(HTMLParser):
    """A page as a browser would read it: its elements with their attributes, and the text of each."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "img"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and data.strip():
            self.texts.append((self._open[-1], data.strip()))

    def texts_of(self, tag: str) -> list[str]:
        return [text for owner, text in self.texts if owner == tag]

    @property
    def shape(self) -> list[tuple[str, list[str]]]:
        """The elements with the names of their attributes: what hostile text must not change."""
        return [(name, list(attributes)) for name, attributes in self.elements]

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


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
        <section id="newest" aria-labelledby="newest-title">
          <header class="heading"><h2 id="newest-title">Newest pictures</h2><p class="count">1 in all</p></header>
          <ul class="plates">
            <li class="plate" id="plate-{image.id}">
              <a class="print" href="/generated-images/{image.id}.png">
                <img src="/generated-images/{image.id}.webp" alt="Mira, full size" width="64" height="64"
                     loading="lazy" decoding="async">
              </a>
              <p class="label">
                <span class="kind">Character</span>
                <time datetime="2026-03-04T16:55:14+00:00" title="4 March 2026, 16:55 UTC">{age_of(image)}</time>
              </p>
              <h3 dir="auto">Mira</h3>
              <p class="excerpt" dir="auto">A tall woman in grey.</p>
            </li>
          </ul>
        </section>
        """,
        html,
    )


def test_picture_of_a_custom_prompt_has_no_name(client: Client) -> None:
    make_image(prompt="A lighthouse at dusk.")

    page = Page(client.get("/").content.decode())

    assert page.texts_of("h3") == []
    assert page.texts_of("span") == ["Custom prompt"]
    assert [attributes["alt"] for attributes in page.all("img")] == ["", "A lighthouse at dusk., full size"]


def test_picture_of_an_entity_that_is_gone_bears_its_id(client: Client) -> None:
    make_image(entity_kind="thing", entity_type="item", entity_id="thing_gone")

    page = Page(client.get("/").content.decode())

    assert page.texts_of("h3") == ["thing_gone"]


def test_caption_does_not_say_the_name_twice(client: Client) -> None:
    lamp = make_thing(name="Lamp")
    make_image(entity_kind="thing", entity_type="item", entity_id=lamp.id, prompt="Lamp: A dented lamp.")

    page = Page(client.get("/").content.decode())

    assert "A dented lamp." in page.texts_of("p")


def test_every_file_of_an_image_hangs_newest_image_first(client: Client) -> None:
    old = make_image()
    new = make_image()
    ImageFile.objects.create(image=new, position=1, stem=f"{new.id}-2", width=64, height=64)

    page = Page(client.get("/").content.decode())

    stems = [str(new.id), f"{new.id}-2", str(old.id)]
    assert [attributes["id"] for attributes in page.all("li")] == [f"plate-{stem}" for stem in stems]


def test_missing_file_is_said_and_not_linked(client: Client) -> None:
    image = make_image()
    image.files.update(is_missing=True)

    page = Page(client.get("/").content.decode())

    assert "The file of this picture is missing." in page.texts_of("p")
    assert len(page.all("img")) == 1  # the mark in the masthead


def test_only_the_newest_sixty_hang(client: Client) -> None:
    images = [make_image() for _ in range(NEWEST + 1)]

    page = Page(client.get("/").content.decode())

    assert [attributes["id"] for attributes in page.all("li")] == [f"plate-{image.id}" for image in images[:0:-1]]
    assert "61 in all" in page.texts_of("p")


def test_jobs_under_way_are_shown_with_their_progress(client: Client) -> None:
    quay = make_location(name="Old Quay")
    job = make_job(
        entity_kind="location",
        entity_type="location",
        entity_id=quay.id,
        status=JobStatus.PROCESSING,
        progress=40,
        message="Engraving the sky",
    )
    make_job()
    make_job()

    html = client.get("/").content.decode()

    assertInHTML(
        f"""
        <section id="at-work" aria-labelledby="at-work-title">
          <header class="heading"><h2 id="at-work-title">On the press</h2><p class="count">2 waiting</p></header>
          <ul class="jobs">
            <li class="job" id="job-{job.id}">
              <h3 id="job-{job.id}-title" dir="auto">Old Quay</h3>
              <p class="percent">40&thinsp;%</p>
              <progress max="100" value="40" aria-labelledby="job-{job.id}-title">40 %</progress>
              <p class="label"><span class="kind">Location</span><bdi class="message">Engraving the sky</bdi></p>
            </li>
          </ul>
        </section>
        """,
        html,
    )


def test_long_queue_is_not_counted_to_its_end(client: Client) -> None:
    Job.objects.bulk_create(Job(prompt="x", width=64, height=64, seed=1) for _ in range(MANY + 1))

    page = Page(client.get("/").content.decode())

    assert "1,000+ waiting" in page.texts_of("p")
    assert page.texts_of("h2") == ["Waiting for a worker"]


def test_bare_walls_say_what_to_do(client: Client) -> None:
    html = client.get("/").content.decode()

    page = Page(html)
    assert page.texts_of("h2") == ["The walls are still bare"]
    assert "\n".join(page.texts_of("code")) == dedent("""\
        .venv/bin/python manage.py import_save path/to/save
        curl http://testserver/api/images/request \\
          --json '{"entityType": "location", "entityId": "…", "force": true}'
        curl http://testserver/api/generate-image \\
          --json '{"prompt": "A lighthouse on a black rock at dusk"}'""")


@pytest.mark.parametrize("text", AWKWARD)
def test_what_clients_wrote_is_inert(client: Client, text: str) -> None:
    hang("plain words")
    tame = Page(client.get("/").content.decode())
    Image.objects.all().delete()
    Job.objects.all().delete()
    hang(text)

    page = Page(client.get("/").content.decode())

    assert page.texts_of("h3") == [text, text, text]
    assert page.texts_of("bdi") == [text, text]
    assert [attributes["alt"] for attributes in page.all("img")] == ["", f"{text}, full size", f"{text}, full size"]
    assert page.shape == tame.shape


def test_page_costs_five_queries_whatever_it_shows(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        make_image(entity_kind="character", entity_type="player", entity_id=make_character().id)
        make_image(entity_kind="location", entity_type="location", entity_id=make_location().id)
        make_image(entity_kind="exit", entity_type="location-exit", entity_id=make_exit().id)
        make_image(entity_kind="thing", entity_type="item", entity_id=make_thing().id)
        make_job(status=JobStatus.PROCESSING)
        make_job()

    with django_assert_num_queries(5):
        client.get("/")


def test_page_that_has_not_changed_is_answered_304(client: Client) -> None:
    make_image()
    first = client.get("/")

    same = client.get("/", headers={"If-None-Match": first["ETag"]})
    make_image()
    changed = client.get("/", headers={"If-None-Match": first["ETag"]})

    assert (same.status_code, same.content, changed.status_code) == (304, b"", 200)


def test_page_allows_nothing_but_its_own_files(client: Client) -> None:
    response = client.get("/")

    page = Page(response.content.decode())
    assert response["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    assert response["Cache-Control"] == "no-cache"
    assert [attributes["src"] for attributes in page.all("script")] == ["/static/gallery/gallery.js"]
    assert not any("style" in attributes for _, attributes in page.elements)
    assert "Set-Cookie" not in response


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

    assert age(now - passed, now=now) == words


def age_of(image: Image) -> str:
    return age(image.created_at, now=timezone.now())


def hang(text: str) -> None:
    """Make pictures and jobs under way with a text wherever clients can put one."""
    entity = {"entity_kind": "thing", "entity_type": "item", "entity_id": make_thing(name=text).id}
    make_image(**entity, prompt=text)
    make_image(prompt=text)
    make_job(**entity, status=JobStatus.PROCESSING, message=text)
    make_job(prompt=text, status=JobStatus.PROCESSING, message=text)
