"""POST /api/images/request: each line of the contract's table is one case."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client

from entities.models import Thing
from imagesvc.images import storage
from imagesvc.images.models import Image, ImageFile
from jobs import lifecycle
from jobs.models import Job, JobSubscription
from tests.factories import engines, make_character, make_exit, make_location, make_setting, make_thing

pytestmark = pytest.mark.django_db

ANSWER_KEYS = {"success", "entityType", "entityId", "skipped", "reason", "message", "existingJob"}


@pytest.fixture(autouse=True)
def dummy_engine(settings: LazySettings) -> None:
    settings.ENGINES = engines("dummy")


def ask(client: Client, **body: Any) -> tuple[int, dict[str, Any]]:
    response = client.post("/api/images/request", body, content_type="application/json")
    return response.status_code, response.json()


def outcome(answer: tuple[int, dict[str, Any]]) -> tuple[Any, ...]:
    status, body = answer
    return status, body["success"], body["skipped"], body["existingJob"], body["reason"]


def draw(thing: Thing, folder: Path) -> Image:
    image = Image.objects.create(entity_kind="thing", entity_type="item", entity_id=thing.id, is_current=True)
    ImageFile.objects.create(image=image, stem=image.public_id)
    storage.write(image.public_id, "png", b"a picture")
    return image


@pytest.mark.parametrize(
    ("word", "make", "resolved"),
    [
        ("player", lambda: make_character(is_npc=False), "player"),
        ("NPC", lambda: make_character(is_npc=False), "player"),
        ("npc", make_character, "npc"),
        (" Location ", make_location, "location"),
        ("exit", make_exit, "location-exit"),
        ("location-exit", make_exit, "location-exit"),
        ("location_exit", make_exit, "location-exit"),
        ("thing", make_thing, "item"),
        ("item", lambda: make_thing(thing_type="scenery"), "scenery"),
        ("scenery", make_thing, "item"),
    ],
)
def test_request_makes_a_job_and_says_which_type_it_is(
    client: Client, word: str, make: Callable[[], Any], resolved: str
) -> None:
    entity = make()

    status, body = ask(client, entityType=word, entityId=entity.id, clientId="tab")

    job = Job.objects.get()
    assert outcome((status, body)) == (200, True, False, False, None)
    assert (body["entityType"], body["entityId"], body["jobId"]) == (resolved, entity.id, str(job.id))
    assert set(body) == ANSWER_KEYS | {"jobId", "job"}
    assert body["job"] == {
        "id": str(job.id),
        "jobId": str(job.id),
        "status": "queued",
        "cancelled": False,
        "progress": 0,
        "message": "Waiting for a worker",
        "createdAt": body["job"]["createdAt"],
        "startedAt": None,
        "completedAt": None,
        "prompt": job.prompt_preview,
        "entityType": resolved,
        "entityId": entity.id,
        "priority": 10,
        "attempts": 0,
        "queuePosition": 1,
        "estimatedSeconds": None,
        "estimatedRange": None,
    }
    assert job.client_id == "tab"


@pytest.mark.parametrize(
    ("kind", "size"),
    [
        ("npc", (1024, 1536)),
        ("location", (1280, 720)),
        ("exit", (1024, 1024)),
        ("item", (1024, 1024)),
        ("scenery", (1024, 1024)),
    ],
)
def test_job_freezes_prompt_size_and_negative_prompt(
    client: Client, settings: LazySettings, kind: str, size: tuple[int, int]
) -> None:
    setting = make_setting(base_context_preamble="A drowned world.")
    makers = {"npc": make_character, "location": make_location, "exit": make_exit}
    entity = makers[kind]() if kind in makers else make_thing(thing_type=kind)

    ask(client, entityType=kind, entityId=entity.id)
    setting.base_context_preamble = "Another world."
    setting.save(update_fields=["base_context_preamble"])

    job = Job.objects.get()
    assert (job.width, job.height) == size
    assert job.negative_prompt == settings.NEGATIVE_PROMPTS["character" if kind == "npc" else kind]
    assert job.preamble == "A drowned world."
    assert job.prompt.startswith("A drowned world.\n\n")
    assert entity.name in job.description


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"entityId": "a"}, "entityType"),
        ({"entityType": "item"}, "entityId"),
        ({"entityType": None, "entityId": "a"}, "entityType"),
        ({"entityType": "dragon", "entityId": "a"}, "entityType"),
        ({"entityType": ["item"], "entityId": "a"}, "entityType"),
        ({"entityType": "item", "entityId": 5}, "entityId"),
        ({"entityType": "item", "entityId": ""}, "entityId"),
        ({"entityType": "item", "entityId": "a" * 5000}, "entityId"),
        ({"entityType": "item", "entityId": "a", "force": "yes"}, "force"),
        ({"entityType": "item", "entityId": "a", "clientId": "x" * 129}, "clientId"),
    ],
)
def test_wrong_body_is_refused_with_the_fields_name(client: Client, body: dict[str, Any], field: str) -> None:
    status, answer = ask(client, **body)

    assert status == 400
    assert answer["success"] is False
    assert field in answer["error"]
    assert list(answer["fields"]) == [field]
    assert Job.objects.count() == 0


@pytest.mark.parametrize("entity_id", ["nobody", "../../etc/passwd", "%00", "' OR 1=1 --", "🗝"])
def test_unknown_entity_is_not_found(client: Client, entity_id: str) -> None:
    status, answer = ask(client, entityType="item", entityId=entity_id)

    assert (status, answer["success"]) == (404, False)
    assert isinstance(answer["error"], str)


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("is_processing", [False, True])
def test_active_job_is_shared(client: Client, force: bool, is_processing: bool) -> None:
    thing = make_thing()
    _, first = ask(client, entityType="item", entityId=thing.id, clientId="one")
    if is_processing:
        lifecycle.claim(worker="here:1")

    status, second = ask(client, entityType="item", entityId=thing.id, clientId="two", force=force)

    assert outcome((status, second)) == (200, False, False, True, "existing-job")
    assert second["jobId"] == first["jobId"]
    assert second["job"]["status"] == ("processing" if is_processing else "queued")
    assert list(JobSubscription.objects.values_list("client_id", flat=True)) == ["two"]
    assert Job.objects.count() == 1


def test_present_image_skips_unless_forced(client: Client, pictures: Path) -> None:
    thing = make_thing()
    image = draw(thing, pictures)

    skipped = ask(client, entityType="item", entityId=thing.id, force=None)
    forced = ask(client, entityType="item", entityId=thing.id, force=True)

    assert outcome(skipped) == (202, True, True, False, "image-exists")
    assert skipped[1]["imageId"] == image.public_id
    assert set(skipped[1]) == ANSWER_KEYS | {"imageId"}
    assert outcome(forced) == (200, True, False, False, None)
    assert Image.objects.get().is_current


def test_image_whose_file_is_gone_is_drawn_again(client: Client, pictures: Path) -> None:
    thing = make_thing()
    image = draw(thing, pictures)
    storage.remove(image.public_id)

    assert outcome(ask(client, entityType="item", entityId=thing.id)) == (200, True, False, False, None)


def test_switched_off_generation_skips_even_when_forced(client: Client, settings: LazySettings) -> None:
    settings.GENERATION_ENABLED = False
    thing = make_thing()

    answer = ask(client, entityType="item", entityId=thing.id, force=True)

    assert outcome(answer) == (202, False, True, False, "disabled")
    assert Job.objects.count() == 0


def test_out_of_sight_skips_unless_forced(client: Client) -> None:
    here, there = make_location(), make_location()
    player = make_character(is_npc=False, current_location=here)
    make_setting(current_player_id=player.id)
    npc = make_character(current_location=there)
    item = make_thing(location=there)

    answers = [
        ask(client, entityType="location", entityId=there.id),
        ask(client, entityType="npc", entityId=npc.id),
        ask(client, entityType="item", entityId=item.id),
        ask(client, entityType="item", entityId=item.id, force=True),
        ask(client, entityType="player", entityId=player.id),
        ask(client, entityType="location", entityId=here.id),
    ]

    assert [outcome(answer) for answer in answers] == [
        (202, False, True, False, "not-in-context"),
        (202, False, True, False, "not-in-context"),
        (202, False, True, False, "not-visible"),
        (200, True, False, False, None),
        (200, True, False, False, None),
        (200, True, False, False, None),
    ]


def test_nothing_to_draw_is_a_conflict(client: Client) -> None:
    thing = make_thing(name="", description="")

    status, body = ask(client, entityType="item", entityId=thing.id)

    assert outcome((status, body)) == (409, False, False, False, "nothing-to-draw")
    assert set(body) == ANSWER_KEYS | {"error"}
    assert body["message"] == "There is nothing to draw: give the entity a name or a description."


def test_no_engine_is_a_conflict(client: Client, settings: LazySettings) -> None:
    settings.ENGINES = ()
    thing = make_thing()

    status, body = ask(client, entityType="item", entityId=thing.id)

    assert outcome((status, body)) == (409, False, False, False, "engine-unavailable")
    assert "IMAGESVC_ENGINES" in body["message"]


def test_unknown_keys_change_nothing(client: Client) -> None:
    thing = make_thing()

    ask(client, entityType="item", entityId=thing.id, priority=99, status="completed", engine="x", id="y", owner="z")

    job = Job.objects.get()
    assert (job.priority, job.status, job.engine) == (10, "queued", "")


@pytest.mark.django_db(transaction=True)
def test_hundred_requests_at_once_make_one_job() -> None:
    thing = make_thing()
    barrier = Barrier(8)

    def request(number: int) -> tuple[Any, ...]:
        try:
            barrier.wait()
            answers = [ask(Client(), entityType="item", entityId=thing.id, force=number % 2 == 0) for _ in range(13)]
            return tuple(outcome(answer)[0:2] for answer in answers)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        outcomes = [each for answers in pool.map(request, range(8)) for each in answers]

    assert sorted(outcomes) == [(200, False)] * 103 + [(200, True)]
    assert Job.objects.count() == 1


def test_full_queue_is_a_conflict(client: Client, settings: LazySettings) -> None:
    settings.QUEUE_CAP = 1
    ask(client, entityType="item", entityId=make_thing().id)

    status, body = ask(client, entityType="item", entityId=make_thing().id)

    assert outcome((status, body)) == (409, False, False, False, "queue-full")
    assert set(body) == ANSWER_KEYS | {"error"}
    assert Job.objects.count() == 1


def ask_with_key(client: Client, key: str, **body: Any) -> tuple[int, dict[str, Any]]:
    headers = {"Idempotency-Key": key}
    response = client.post("/api/images/request", body, content_type="application/json", headers=headers)
    return response.status_code, response.json()


def test_repeated_key_leads_to_the_same_job_also_when_it_has_ended(client: Client) -> None:
    thing = make_thing()
    first = ask_with_key(client, "once", entityType="item", entityId=thing.id)
    lifecycle.cancel(Job.objects.get().id)

    again = ask_with_key(client, "once", entityType="item", entityId=thing.id)

    assert outcome(again) == outcome(first) == (200, True, False, False, None)
    assert again[1]["jobId"] == first[1]["jobId"]
    assert (again[1]["job"]["status"], again[1]["job"]["cancelled"]) == ("failed", True)
    assert Job.objects.count() == 1


def test_key_with_another_body_is_a_conflict(client: Client) -> None:
    ask_with_key(client, "once", entityType="item", entityId=make_thing().id)

    status, body = ask_with_key(client, "once", entityType="item", entityId=make_thing().id)

    assert (status, body["success"], body["code"]) == (409, False, "idempotency-conflict")
    assert Job.objects.count() == 1


@pytest.mark.parametrize("key", ["", "x" * 256, "with space", "ümlaut"])
def test_unusable_key_is_refused(client: Client, key: str) -> None:
    status, body = ask_with_key(client, key, entityType="item", entityId=make_thing().id)

    assert (status, body["success"]) == (400, False)
    assert Job.objects.count() == 0
