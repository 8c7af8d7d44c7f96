"""What can be done in the gallery, by forms that work without JavaScript."""

import pytest
from django.conf import LazySettings
from django.test import Client

from imagesvc.images.models import Image
from jobs.models import Job, JobStatus
from tests.factories import engines, make_character, make_image, make_job
from tests.gallery.html import Page

pytestmark = pytest.mark.django_db

MIRA = {"entity_kind": "character", "entity_type": "npc", "entity_id": "mira"}
NOBODY = "00000000-0000-7000-8000-000000000000"


@pytest.fixture(autouse=True)
def dummy_engine(settings: LazySettings) -> None:
    settings.ENGINES = engines("dummy")


def messages(client: Client) -> list[tuple[str, str]]:
    """Return what the next page says of what was done: how it reads, and the sentence."""
    response = client.get("/")
    return [(message.level_tag, str(message)) for message in response.context["messages"]]


# --- A prompt of one's own -------------------------------------------------------------------------------------------


def test_prompt_is_queued_as_it_was_wished(client: Client) -> None:
    response = client.post("/prompt", {"prompt": "A bridge.\r\nAt dawn.", "size": "1280x720", "seed": "0"})

    job = Job.objects.get()
    assert (response.status_code, response["Location"]) == (302, "/")
    assert (job.prompt, job.width, job.height, job.seed, job.client_id) == (
        "A bridge.\nAt dawn.",
        1280,
        720,
        0,
        "gallery",
    )
    assert messages(client) == [("success", "Your prompt is queued.")]


def test_prompt_without_a_seed_gets_one(client: Client) -> None:
    for _ in range(2):
        client.post("/prompt", {"prompt": "A bridge.", "size": "512x512", "seed": ""})

    first, second = Job.objects.values_list("seed", flat=True)
    assert first != second


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"prompt": " \n "}, "Say what to draw."),
        ({"prompt": "\u200b"}, "Say what to draw."),
        ({"prompt": "x" * 4001}, "Use at most 4,000 characters."),
        ({"size": "9999x9999"}, "Select a valid choice. 9999x9999 is not one of the available choices."),
        ({"seed": "-1"}, "A seed is a whole number from 0 to 4294967295."),
        ({"seed": "4294967296"}, "A seed is a whole number from 0 to 4294967295."),
        ({"seed": "many"}, "A seed is a whole number from 0 to 4294967295."),
    ],
)
def test_prompt_that_cannot_be_drawn_comes_back_with_the_reason(
    client: Client, fields: dict[str, str], sentence: str
) -> None:
    sent = {"prompt": "A bridge.", "size": "512x512", "seed": "7"} | fields

    response = client.post("/prompt", sent)

    page = Page(response)
    assert response.status_code == 400
    assert sentence in page.texts_of("p")
    assert [field["value"] for field in page.all("input", name="seed")] == [sent["seed"]]
    assert not Job.objects.exists()


def test_prompt_is_refused_where_nothing_can_be_drawn(client: Client, settings: LazySettings) -> None:
    settings.GENERATION_ENABLED = False

    response = client.post("/prompt", {"prompt": "A bridge.", "size": "512x512", "seed": ""})

    assert response.status_code == 400
    assert "Image generation is switched off." in Page(response).texts_of("p")


def test_prompt_is_refused_when_the_queue_is_full(client: Client, settings: LazySettings) -> None:
    settings.QUEUE_CAP = 1
    make_job()

    response = client.post("/prompt", {"prompt": "A bridge.", "size": "512x512", "seed": ""})

    assert response.status_code == 400
    assert "The queue is full; try again when some of its jobs are done." in Page(response).texts_of("p")


@pytest.mark.parametrize(("width", "size"), [(1536, "1536x1024"), (1000, "1024x1024")])
def test_prompt_of_a_job_can_be_used_again(client: Client, width: int, size: str) -> None:
    job = make_job(prompt="The world.\n\nA bridge.", preamble_length=12, width=width, height=1024, seed=7)

    page = Page(client.get(f"/prompt?like={job.id}"))

    assert page.texts_of("textarea") == ["A bridge."]
    assert [field["value"] for field in page.all("input", name="seed")] == ["7"]
    assert [option["value"] for option in page.all("option") if "selected" in option] == [size]


@pytest.mark.parametrize("like", ["", "nonsense", NOBODY])
def test_form_is_empty_when_there_is_nothing_to_be_like(client: Client, like: str) -> None:
    page = Page(client.get("/prompt", {"like": like}))

    assert page.texts_of("textarea") == []


# --- Entities and their pictures -------------------------------------------------------------------------------------


def test_draw_again_queues_a_job_wherever_the_entity_is(client: Client) -> None:
    make_character(id="mira", name="Mira")
    make_image(**MIRA, is_current=True)

    response = client.post("/entities/character/draw", {"id": "mira", "back": "/entities/character?id=mira"})

    assert response["Location"] == "/entities/character?id=mira"
    assert Job.objects.values_list("entity_id", "client_id").get() == ("mira", "gallery")
    assert messages(client) == [("success", "A job was queued.")]


def test_draw_again_twice_is_one_job(client: Client) -> None:
    make_character(id="mira", name="Mira")
    for _ in range(2):
        client.post("/entities/character/draw", {"id": "mira"})

    assert Job.objects.count() == 1
    assert messages(client)[-1] == ("success", "A job for it is under way already.")


def test_entity_of_which_nothing_is_said_is_not_drawn(client: Client) -> None:
    make_character(id="mira", name="", description="")

    client.post("/entities/character/draw", {"id": "mira"})

    assert messages(client) == [("error", "There is nothing to draw: give the entity a name or a description.")]


def test_make_current_moves_the_mark(client: Client) -> None:
    old, new = make_image(**MIRA), make_image(**MIRA, is_current=True)

    for _ in range(2):
        client.post(f"/pictures/{old.id}/current")

    assert list(Image.objects.current()) == [old]
    assert messages(client) == [
        ("success", "This is the present picture now."),
        ("success", "It is the present picture already."),
    ]
    assert not Image.objects.get(id=new.id).is_current


# --- Jobs ------------------------------------------------------------------------------------------------------------


def test_cancel_ends_a_job_once(client: Client) -> None:
    job = make_job()

    for _ in range(2):
        client.post(f"/jobs/{job.id}/cancel")

    assert Job.objects.get().status == JobStatus.CANCELLED
    assert messages(client) == [("success", "The job was cancelled."), ("error", "It had ended already.")]


def test_try_again_queues_the_same_wish(client: Client, settings: LazySettings) -> None:
    failed = make_job(prompt="A bridge.", seed=7)
    client.post(f"/jobs/{failed.id}/again")
    client.post(f"/jobs/{failed.id}/cancel")
    client.post(f"/jobs/{failed.id}/again")

    again = Job.objects.get(parent=failed)
    assert (again.prompt, again.seed, again.status) == ("A bridge.", 7, "queued")
    settings.QUEUE_CAP = 1
    client.post(f"/jobs/{failed.id}/again")
    assert messages(client) == [
        ("error", "It has not ended yet."),
        ("success", "The job was cancelled."),
        ("success", "It is queued again."),
        ("error", "The queue is full; try again when some of its jobs are done."),
    ]


# --- Light and dark --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("chosen", "shown"), [("dark", "dark"), ("light", "light"), ("system", None), ("x", None)])
def test_appearance_is_remembered(client: Client, chosen: str, shown: str | None) -> None:
    client.post("/appearance", {"appearance": "light"})

    client.post("/appearance", {"appearance": chosen})

    (html,) = Page(client.get("/")).all("html")
    assert html.get("data-appearance") == shown


# --- What holds for all of them --------------------------------------------------------------------------------------


ACTIONS = [
    "/prompt",
    "/entities/character/draw",
    f"/pictures/{NOBODY}/current",
    f"/jobs/{NOBODY}/cancel",
    f"/jobs/{NOBODY}/again",
    "/appearance",
]


@pytest.mark.parametrize("address", ACTIONS)
def test_form_without_a_token_is_refused(address: str) -> None:
    client = Client(enforce_csrf_checks=True)

    assert client.post(address).status_code == 403


@pytest.mark.parametrize("address", ACTIONS)
def test_form_of_another_web_site_is_refused(address: str) -> None:
    client = Client(enforce_csrf_checks=True, headers={"origin": "https://elsewhere.example"})
    (token,) = {field["value"] for field in Page(client.get("/prompt")).all("input", name="csrfmiddlewaretoken")[:1]}

    assert client.post(address, {"csrfmiddlewaretoken": token}).status_code == 403


def test_form_with_its_token_is_taken() -> None:
    client = Client(enforce_csrf_checks=True)
    token = Page(client.get("/")).all("input", name="csrfmiddlewaretoken")[0]["value"]

    assert client.post("/appearance", {"csrfmiddlewaretoken": token}).status_code == 302


@pytest.mark.parametrize("address", ACTIONS[1:])
def test_action_changes_nothing_when_it_is_only_read(client: Client, address: str) -> None:
    assert client.get(address).status_code == 405


@pytest.mark.parametrize("address", [*ACTIONS[2:5], "/entities/dragon/draw", "/entities/character/draw"])
def test_action_on_what_is_not_there_is_not_found(client: Client, address: str) -> None:
    response = client.post(address, {"id": "nobody"})

    assert (response.status_code, Page(response).texts_of("h1")) == (404, ["An empty frame"])


@pytest.mark.parametrize(
    "back",
    ["", "https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "javascript:alert(1)", "jobs"],
)
def test_action_leads_back_to_pages_of_ours_alone(client: Client, back: str) -> None:
    assert client.post("/appearance", {"back": back})["Location"] == "/"


def test_what_is_said_waits_for_a_page_that_somebody_reads(client: Client) -> None:
    job = make_job()
    client.post(f"/jobs/{job.id}/cancel")

    look = Page(client.get("/", headers={"X-Gallery-Look": "again"}))

    assert "The job was cancelled." not in look.texts_of("p")
    assert "The job was cancelled." in Page(client.get("/")).texts_of("p")
