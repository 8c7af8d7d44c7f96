"""Pages of lists, and looking for something in them: the newest first, nothing lost and nothing twice on the way."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from imagesvc.gallery import plates, presses, search
from imagesvc.images.models import Image
from jobs import listing
from jobs.models import Job, JobStatus
from tests.factories import make_character, make_exit, make_image, make_job, make_location, make_thing
from tests.gallery.html import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plates, "PAGE_SIZE", 3)
    monkeypatch.setattr(presses, "PAGE_SIZE", 3)


@pytest.fixture
def short_stretch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "STRETCH", 4)


def stems(images: list[Image]) -> list[str]:
    return [image.public_id for image in images]


def pages_from(client: Client, address: str, *, rel: str = "next") -> Iterator[Page]:
    """Follow the links of pagers from page to page."""
    while True:
        page = Page(client.get(address))
        yield page
        following = page.addresses(rel=rel)
        if not following:
            return
        (address,) = following


# --- Pages -----------------------------------------------------------------------------------------------------------


def test_pages_lead_through_all_pictures_and_back(client: Client, small_pages: None) -> None:
    images = [make_image() for _ in range(8)][::-1]

    down = list(pages_from(client, "/"))

    assert [page.ids("plate-") for page in down] == [stems(images[:3]), stems(images[3:6]), stems(images[6:])]
    assert down[0].addresses(rel="prev") == []
    (up,) = down[2].addresses(rel="prev")
    assert [page.ids("plate-") for page in pages_from(client, up, rel="prev")] == [
        stems(images[3:6]),
        stems(images[:3]),
    ]


def test_page_above_is_the_first_one_where_it_would_not_be_full(client: Client, small_pages: None) -> None:
    images = [make_image() for _ in range(5)][::-1]

    page = Page(client.get(f"/?after={images[2].id}"))

    assert page.ids("plate-") == stems(images[:3])


def test_pages_keep_their_place_when_pictures_arrive(client: Client, small_pages: None) -> None:
    images = [make_image() for _ in range(6)][::-1]
    (older,) = Page(client.get("/")).addresses(rel="next")
    make_image()

    assert Page(client.get(older)).ids("plate-") == stems(images[3:])


@pytest.mark.parametrize(
    "query", ["before=nonsense", "after=", "kind=dragon", "state=lost", "q=%00%07", "before=a&after=b"]
)
def test_parameter_that_makes_no_sense_is_left_out(client: Client, query: str) -> None:
    image = make_image()

    assert Page(client.get(f"/?{query}")).ids("plate-") == stems([image])


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        # The pictures and their files.
        ("/", 2),
        ("/?kind=item", 2),
        # The jobs, two counts that wait, one at work, the pause.
        ("/jobs", 5),
        ("/jobs?kind=item", 5),
        # Two states.
        ("/jobs?state=failed", 6),
    ],
)
def test_page_costs_the_same_wherever_it_is(
    client: Client,
    small_pages: None,
    django_assert_num_queries: DjangoAssertNumQueries,
    address: str,
    queries: int,
) -> None:
    for _ in range(9):
        make_image(entity_kind="thing", entity_type="item", entity_id="thing")
        make_job(entity_type="item", status=JobStatus.FAILED, ended_at=timezone.now())
    for page in list(pages_from(client, address))[:2]:
        (older,) = page.addresses(rel="next")

        with django_assert_num_queries(queries):
            client.get(older)


# --- Kinds and states ------------------------------------------------------------------------------------------------


def make_one_of_each() -> dict[str, Image]:
    return {
        "player": make_image(entity_kind="character", entity_type="player", entity_id="a"),
        "npc": make_image(entity_kind="character", entity_type="npc", entity_id="b"),
        "location": make_image(entity_kind="location", entity_type="location", entity_id="c"),
        "location-exit": make_image(entity_kind="exit", entity_type="location-exit", entity_id="d"),
        "item": make_image(entity_kind="thing", entity_type="item", entity_id="e"),
        "scenery": make_image(entity_kind="thing", entity_type="scenery", entity_id="f"),
        "custom": make_image(),
    }


def test_each_kind_shows_its_own(client: Client) -> None:
    images = make_one_of_each()

    shown = {kind: Page(client.get(f"/?kind={kind}")).ids("plate-") for kind in images}

    assert shown == {kind: stems([image]) for kind, image in images.items()}


def test_kind_that_is_chosen_is_marked_and_kept_by_the_search(client: Client) -> None:
    make_one_of_each()

    page = Page(client.get("/?kind=item&q=x"))

    assert page.addresses(**{"aria-current": "true"}) == ["/?q=x&kind=item"]
    assert [field["value"] for field in page.all("input", name="kind")] == ["item"]
    assert [field["value"] for field in page.all("input", name="q")] == ["x"]


def test_each_state_shows_its_jobs(client: Client) -> None:
    now = timezone.now()
    jobs = {
        "waiting": [make_job(), make_job(status=JobStatus.WAITING, due_at=now)],
        "drawing": [make_job(status=JobStatus.PROCESSING)],
        "done": [make_job(status=JobStatus.COMPLETED, ended_at=now)],
        "failed": [make_job(status=JobStatus.FAILED, ended_at=now), make_job(status=JobStatus.TIMEOUT, ended_at=now)],
        "cancelled": [make_job(status=JobStatus.CANCELLED, ended_at=now)],
    }

    shown = {state: Page(client.get(f"/jobs?state={state}")).ids("job-") for state in jobs}

    assert shown == {state: [str(job.id) for job in those[::-1]] for state, those in jobs.items()}
    assert len(Page(client.get("/jobs")).ids("job-")) == 7


def test_states_and_kinds_narrow_together(client: Client, small_pages: None) -> None:
    now = timezone.now()
    wanted = [make_job(entity_type="item", status=status, ended_at=now) for status in ("failed", "timeout") * 3]
    make_job(entity_type="npc", status=JobStatus.FAILED, ended_at=now)
    make_job(entity_type="item", status=JobStatus.COMPLETED, ended_at=now)

    pages = [page.ids("job-") for page in pages_from(client, "/jobs?state=failed&kind=item")]

    ids = [str(job.id) for job in wanted[::-1]]
    assert pages == [ids[:3], ids[3:]]


def test_done_job_shows_what_it_brought(client: Client) -> None:
    job = make_job(status=JobStatus.COMPLETED, ended_at=timezone.now())
    image = make_image(job=job)

    (stamp,) = Page(client.get("/jobs")).all("img", class_="stamp")

    assert stamp["src"] == f"/generated-images/{image.id}.webp"


# --- Looking for something -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "finds"),
    [
        ("storm", ["storm", "lighthouse"]),
        ("STORM lighthouse", ["lighthouse"]),
        ("house", ["lighthouse"]),
        ("preamble", []),
        ("thing_77", ["lantern"]),
        ("brass", ["lantern"]),
        ("100%", ["percent"]),
        ("_", ["lantern"]),
        ("dragon", []),
    ],
)
def test_search_looks_into_own_prompts_names_and_ids(client: Client, words: str, finds: list[str]) -> None:
    job = make_job(status=JobStatus.COMPLETED, ended_at=timezone.now(), preamble_length=10)
    thing = make_thing(id="thing_77", name="Brass Lantern")
    images = {
        "lighthouse": make_image(job=job, prompt="Preamble.\nA lighthouse in a Storm."),
        "percent": make_image(prompt="A flask, 100% full"),
        "lantern": make_image(entity_kind="thing", entity_type="item", entity_id=thing.id, prompt="It is dented."),
        "storm": make_image(prompt="A storm at sea"),
    }

    page = Page(client.get("/", {"q": words}))

    assert page.ids("plate-") == stems([images[name] for name in finds])


def test_search_names_entities_with_their_present_pictures(client: Client) -> None:
    mira = make_character(name="Mira of the Salt")
    make_location(name="Salt Quay")
    make_exit(name="North Gate")
    make_image(entity_kind="character", entity_type="npc", entity_id=mira.id)
    current = make_image(entity_kind="character", entity_type="npc", entity_id=mira.id, is_current=True)

    page = Page(client.get("/?q=salt"))

    assert page.texts_of("strong") == ["Mira of the Salt", "Salt Quay"]
    assert f"/entities/character?id={mira.id}" in page.addresses()
    assert [image["src"] for image in page.all("img", width="56")] == [f"/generated-images/{current.id}.webp"]


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("player", ["Salt player"]),
        ("npc", ["Salt npc"]),
        ("item", ["Salt item"]),
        ("scenery", ["Salt scenery"]),
        ("location", ["Salt place"]),
        ("custom", []),
    ],
)
def test_search_within_a_kind_names_entities_of_that_kind(client: Client, kind: str, names: list[str]) -> None:
    make_character(name="Salt player", is_npc=False)
    make_character(name="Salt npc")
    make_thing(name="Salt item")
    make_thing(name="Salt scenery", thing_type="scenery")
    make_location(name="Salt place")

    assert Page(client.get(f"/?q=salt&kind={kind}")).texts_of("strong") == names


def test_search_of_jobs_looks_into_prompts_and_names(client: Client) -> None:
    thing = make_thing(name="Brass Lantern")
    by_name = make_job(entity_kind="thing", entity_type="item", entity_id=thing.id, prompt="Dented.")
    by_prompt = make_job(prompt="A lantern")
    make_job(prompt="Lantern.\n\nA boat", preamble_length=10)

    assert Page(client.get("/jobs?q=lantern")).ids("job-") == [str(by_prompt.id), str(by_name.id)]


def test_search_goes_on_where_a_stretch_ends(client: Client, small_pages: None, short_stretch: None) -> None:
    prompts = ["gull", "boat", "boat", "boat", "boat", "boat", "gull", "boat", "boat", "gull", "gull"]
    images = [make_image(prompt=prompt) for prompt in prompts]
    gulls = stems([image for image in images if image.prompt == "gull"][::-1])

    pages = list(pages_from(client, "/?q=gull"))

    assert [page.ids("plate-") for page in pages] == [gulls[:2], gulls[2:3], gulls[3:]]
    cut = "These are all that match in this stretch of the list. Older ones have not been searched yet."
    assert [cut in page.texts_of("p") for page in pages] == [True, True, False]
    (up,) = pages[2].addresses(rel="prev")
    upwards = [page.ids("plate-") for page in pages_from(client, up, rel="prev")]
    assert [stem for page in upwards[::-1] for stem in page] == gulls[:3]


def test_search_that_finds_nothing_says_so_and_where_it_has_looked(
    client: Client, short_stretch: None, small_pages: None
) -> None:
    for _ in range(5):
        make_image(prompt="boat")

    first, last = pages_from(client, "/?q=gull")

    assert (first.texts_of("h2"), last.texts_of("h2")) == (["Nothing in this stretch"], ["Nothing hangs here"])


def test_search_costs_the_same_however_much_there_is(
    client: Client, short_stretch: None, small_pages: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        thing = make_thing(name=f"Gull {number}")
        make_image(entity_kind="thing", entity_type="item", entity_id=thing.id, is_current=True, prompt="gull")

    # Four kinds, the present pictures; the stretch, the pictures, their files.
    with django_assert_num_queries(8):
        client.get("/?q=gull")


def test_entities_are_looked_for_among_the_last_of_a_kind(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "ENTITIES_PER_KIND", 2)
    for number in range(4):
        make_location(id=f"location_{number}", name=f"Salt {number}")

    assert Page(client.get("/?q=salt")).texts_of("strong") == ["Salt 2", "Salt 3"]


def test_jobs_page_of_nobody(client: Client) -> None:
    assert "Nobody has asked for a picture yet." in Page(client.get("/jobs")).texts_of("p")
    assert Job.objects.count() == 0
