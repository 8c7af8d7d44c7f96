"""Requeueing by the thousand over HTTP: what is meant, what it would come to, and how the batch can be steered."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from imagesvc.audit.models import AuditEntry
from imagesvc.batches import running
from imagesvc.batches.models import Batch
from jobs import listing
from jobs.models import Job, JobEvent, new_id
from jobs.selection import WORD_NAMED
from tests.batches.doing import ANNA
from tests.factories import make_image, make_job

pytestmark = pytest.mark.django_db

LAMP = {"entity_kind": "thing", "entity_type": "item", "entity_id": "lamp"}


def failed(**values: Any) -> Job:
    return make_job(status="failed", ended_at=timezone.now(), **values)


def send(client: Client, method: str, path: str, body: object = None) -> tuple[int, dict[str, Any]]:
    options = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
    response = client.generic(method, path, **options)
    return response.status_code, response.json()


def requeue(client: Client, body: object) -> tuple[int, dict[str, Any]]:
    return send(client, "POST", "/api/jobs/requeue", body)


def test_requeue_begins_a_batch_and_says_how_it_is(client: Client) -> None:
    failed(error_code="no_ink", **LAMP)
    failed()

    status, body = requeue(
        client, {"status": "failed", "error": ["no_ink", "gone"], "attempts": 0, "priority": "urgent"}
    )

    batch = Batch.objects.get()
    assert (status, body["success"], body["batchId"]) == (202, True, str(batch.id))
    assert body["batch"] == {
        "id": str(batch.id),
        "action": "requeue",
        "status": "ready",
        "selection": {"status": ["failed"], "error": ["no_ink", "gone"], "attempts": ["0"]},
        "options": {"priority": 20},
        "expected": 1,
        "percent": 0,
        "matched": 0,
        "done": 0,
        "skipped": 0,
        "failed": 0,
        "reasons": {},
        "error": None,
        "createdAt": body["batch"]["createdAt"],
        "startedAt": None,
        "completedAt": None,
    }
    running.run_batches()
    status, body = send(client, "GET", f"/api/batches/{batch.id}")
    told = [body["batch"][name] for name in ("status", "matched", "done", "percent")]
    assert (status, told, Job.objects.exclude(parent=None).get().priority) == (200, ["done", 1, 1, 100], 20)
    assert body["batch"]["startedAt"] <= body["batch"]["completedAt"]


def test_requeue_is_in_the_audit_and_in_the_jobs_log(client: Client) -> None:
    failed()

    requeue(client, {"status": "failed"})
    running.run_batches()

    entry = AuditEntry.objects.get()
    assert (entry.who, entry.via, entry.address, entry.action) == (
        "somebody at 127.0.0.1",
        "api",
        "127.0.0.1",
        "requeue",
    )
    assert (entry.subject, entry.selection, entry.outcome) == ("1 job", {"status": ["failed"]}, "done")
    assert JobEvent.objects.get(kind="queued").by == "somebody at 127.0.0.1"


def test_dry_run_says_what_would_be_done_and_does_nothing(client: Client) -> None:
    shown = failed(engine="left", prompt="A lantern.", created_at=timezone.now().replace(year=2025), **LAMP)
    make_image(is_current=True, **LAMP)
    custom = failed(engine="left", prompt="A quay.")

    status, body = requeue(client, {"status": "failed", "dryRun": True})

    sample = body["preview"].pop("sample")
    assert (status, body) == (
        200,
        {
            "success": True,
            "dryRun": True,
            "preview": {
                "total": 2,
                "more": False,
                "judged": 2,
                "doable": 1,
                "byStatus": {"failed": 2},
                "byType": {"": 1, "item": 1},
                "byEngine": {"left": 2},
                "skipped": {"newer picture": 1},
            },
        },
    )
    assert [(job["id"], job["prompt"], job["status"]) for job in sample] == [
        (str(custom.id), "A quay.", "failed"),
        (str(shown.id), "A lantern.", "failed"),
    ]
    assert (Batch.objects.count(), AuditEntry.objects.count(), Job.objects.count()) == (0, 0, 2)


def test_options_reach_the_batch(client: Client) -> None:
    requeue(client, {"status": "failed", "force": True, "limit": 5, "rate": 0.5, "entityType": None})

    batch = Batch.objects.get()
    assert (batch.options, batch.selection) == ({"force": True, "limit": 5, "rate": 0.5}, {"status": ["failed"]})


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, f"Say which jobs, by at least one of {', '.join(WORD_NAMED)}."),
        ({"force": True, "status": None}, f"Say which jobs, by at least one of {', '.join(WORD_NAMED)}."),
        ({"stauts": "failed"}, "stauts is not known."),
        ({"status": "failed", "older_than": "2h"}, "older_than is not known."),
        # Also one that would say nothing elsewhere.
        ({"status": "failed", "olderr": None}, "olderr is not known."),
        ({"status": "failed", "callbackUrl": "http://x"}, "callbackUrl is not known."),
        (
            {"status": "lost"},
            "status must be one of queued, waiting, processing, completed, failed, timeout, cancelled.",
        ),
        ({"status": []}, "status must be a text, or a list of 1 to 10000 texts."),
        ({"status": {"a": 1}}, "status must be a text, or a list of 1 to 10000 texts."),
        ({"status": True}, "status must be a text, or a list of 1 to 10000 texts."),
        ({"status": ["failed", None]}, "status must be a text, or a list of 1 to 10000 texts."),
        ({"clientId": ["a", "b"]}, "clientId must not be given twice."),
        ({"older": "yesterday"}, "older must be an age such as 90s, 15m, 2h, 7d or 4w."),
        ({"status": "failed", "dryRun": "yes"}, "dryRun must be true or false."),
        ({"status": "failed", "force": 1}, "force must be true or false."),
        ({"status": "failed", "limit": 0}, "limit must be a whole number from 1 to 10000000."),
        ({"status": "failed", "limit": "5"}, "limit must be a whole number from 1 to 10000000."),
        ({"status": "failed", "rate": 0}, "rate must be a number above 0, up to 10000."),
        ({"status": "failed", "rate": True}, "rate must be a number above 0, up to 10000."),
        ({"status": "failed", "rate": "fast"}, "rate must be a number above 0, up to 10000."),
        ({"status": "failed", "priority": "soon"}, "priority must be one of batch, interactive, urgent."),
        ({"status": "failed", "priority": 20}, "priority must be one of batch, interactive, urgent."),
        ([], "The body must be a JSON object."),
    ],
    ids=str,
)
def test_what_is_not_understood_is_refused_and_nothing_begun(client: Client, body: object, error: str) -> None:
    status, answer = requeue(client, body)

    assert (status, answer["success"], answer["error"]) == (400, False, error)
    assert Batch.objects.count() == 0


def test_batches_are_listed_newest_first(client: Client) -> None:
    for error in ("a", "b", "c"):
        requeue(client, {"error": error})

    _, first = send(client, "GET", "/api/batches?limit=2")
    _, second = send(client, "GET", first["next"])

    listed = [batch["selection"]["error"] for batch in (*first["batches"], *second["batches"])]
    assert (listed, second["next"]) == ([["c"], ["b"], ["a"]], None)


def test_long_lists_of_ids_are_told_in_short(client: Client) -> None:
    ids = [str(new_id()) for _ in range(49)]

    _, body = requeue(client, {"id": [*ids, str(failed().id)]})
    running.run_batches()

    assert body["batch"]["selection"] == {"id": [*ids[:20], "and 30 more"]}
    assert Batch.objects.get().done == 1


def test_batch_is_stopped_and_resumed(client: Client) -> None:
    for _ in range(3):
        failed()
    _, body = requeue(client, {"status": "failed"})
    path = f"/api/batches/{body['batchId']}"
    running.advance(Batch.objects.get().id, size=1)

    stopped = send(client, "DELETE", path)
    again = send(client, "DELETE", path)
    resumed = send(client, "POST", f"{path}/resume")
    running.run_batches()
    done = send(client, "POST", f"{path}/resume")

    assert (stopped[0], stopped[1]["batch"]["status"], stopped[1]["batch"]["done"]) == (200, "stopped", 1)
    assert (again[0], again[1]["error"]) == (400, "The batch cannot be stopped: it was stopped already.")
    assert (resumed[0], resumed[1]["batch"]["status"]) == (202, "ready")
    assert (done[0], done[1]["error"]) == (400, "The batch is done.")
    assert Job.objects.exclude(parent=None).count() == 3


def test_batch_that_is_run_elsewhere_cannot_be_resumed(client: Client) -> None:
    batch = running.start("cancel", _everything(), running.Options(), actor=ANNA, here=False)
    running.advance(batch.id)
    Batch.objects.update(status="running", holder="another.1234:99", held_until=timezone.now().replace(year=2099))

    status, body = send(client, "POST", f"/api/batches/{batch.id}/resume")

    assert (status, body["error"]) == (400, "The batch is being run.")


@pytest.mark.parametrize(("method", "suffix"), [("GET", ""), ("DELETE", ""), ("POST", "/resume")])
@pytest.mark.parametrize("batch_id", ["0192f0c1-7a6e-7c3b-9d52-0f6a4f0e8d11", "7", "{x}"])
def test_unknown_batch_is_not_found(client: Client, method: str, suffix: str, batch_id: str) -> None:
    status, body = send(client, method, f"/api/batches/{batch_id}{suffix}")

    assert (status, body["error"]) == (404, "There is no batch with this id.")


# --- The same words in GET /api/jobs ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "prompts"),
    [
        ("error=no_ink", ["second"]),
        ("prompt=first", ["first"]),
        ("attempts=2%2B", ["second"]),
        ("engine=left&status=failed", ["second", "first"]),
        ("older=1h", []),
        ("newer=1h&error=ink", ["second"]),
        ("clientId=", ["third", "second", "first"]),
        ("colour=red", ["third", "second", "first"]),
    ],
)
def test_list_takes_all_the_words(client: Client, query: str, prompts: list[str]) -> None:
    failed(prompt="first", engine="left")
    failed(prompt="second", engine="left", error="The ink ran out.", error_code="no_ink", attempt=2)
    make_job(prompt="third")

    status, body = send(client, "GET", f"/api/jobs?{query}")

    assert (status, [job["prompt"] for job in body["jobs"]], body["next"]) == (200, prompts, None)


def test_list_looks_through_a_stretch_and_leads_on(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "STRETCH", 2)
    for number in range(5):
        make_job(prompt="lamp" if number in {0, 4} else "quay")

    path, pages = "/api/jobs?prompt=lamp", []
    while path:
        _, body = send(client, "GET", path)
        pages.append(len(body["jobs"]))
        path = body["next"]

    assert pages == [1, 0, 1]


def _everything() -> Any:
    return running.ACTIONS["cancel"].select({})
