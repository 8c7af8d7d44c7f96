"""GET /api/jobs, GET and DELETE /api/jobs/<id>."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import LazySettings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from imagesvc.images import generation
from imagesvc.images.models import Image
from jobs import lifecycle
from jobs.lifecycle import Failure
from jobs.models import Job
from jobs.worker import Attempt
from tests.factories import engines, make_job

pytestmark = pytest.mark.django_db


def get(client: Client, path: str, *parameters: tuple[str, Any]) -> dict[str, Any]:
    response = client.get(f"{path}?{urlencode(parameters)}")
    body: dict[str, Any] = response.json()
    return body | {"http": response.status_code}


def claimed(**values: Any) -> Job:
    make_job(**values)
    job = lifecycle.claim(worker="here:1")
    assert job is not None
    return job


def ids(body: dict[str, Any]) -> list[str]:
    return [job["id"] for job in body["jobs"]]


def test_job_queued(client: Client) -> None:
    job = make_job(prompt="A lighthouse at the end of the world, drawn by a patient hand.", client_id="tab")

    body = get(client, f"/api/jobs/{job.id}")

    assert body == {
        "http": 200,
        "success": True,
        "job": {
            "id": str(job.id),
            "jobId": str(job.id),
            "status": "queued",
            "cancelled": False,
            "progress": 0,
            "message": "",
            "createdAt": body["job"]["createdAt"],
            "startedAt": None,
            "completedAt": None,
            "prompt": "A lighthouse at the end of the world, drawn by a p...",
            "entityType": None,
            "entityId": None,
            "priority": 10,
            "attempts": 0,
            "queuePosition": 1,
            "estimatedSeconds": None,
            "estimatedRange": None,
            "engine": None,
            "clientId": "tab",
        },
    }
    assert body["job"]["createdAt"].endswith("Z")


def test_job_completed_has_a_result(client: Client, settings: LazySettings) -> None:
    settings.ENGINES = engines("dummy")
    job = claimed(prompt="dummy: pictures=2", seed=3)
    generation.run(job, Attempt(job, limit_seconds=60))
    image = Image.objects.get()

    body = get(client, f"/api/jobs/{job.id}")

    files = [
        {
            "imageId": stem,
            "filename": f"{stem}.png",
            "url": f"/generated-images/{stem}.png",
            "size": body["result"]["images"][number]["size"],
            "width": 64,
            "height": 64,
            "contentType": "image/png",
            "sha256": body["result"]["images"][number]["sha256"],
            "thumbnailUrl": f"/generated-images/{stem}.webp",
            "missing": False,
        }
        for number, stem in enumerate([str(image.id), f"{image.id}-2"])
    ]
    assert (body["job"]["status"], body["job"]["progress"], body["job"]["engine"]) == ("completed", 100, "dummy")
    assert body["result"] == {
        "imageId": str(image.id),
        "images": files,
        "metadata": {
            "id": str(image.id),
            "prompt": "dummy: pictures=2",
            "negative_prompt": "",
            "width": 64,
            "height": 64,
            "seed": 3,
            "createdAt": body["result"]["metadata"]["createdAt"],
            "steps": None,
            "engine": "dummy",
            "model": None,
            "workflow": None,
            "workflowHash": None,
            "revisedPrompt": None,
            "engineSettings": {},
            "placeholder": False,
            "entityType": None,
            "entityId": None,
            "jobId": str(job.id),
            "images": files,
        },
    }
    assert "error" not in body


@pytest.mark.parametrize(
    ("end", "status", "cancelled", "error"),
    [
        (lambda job: lifecycle.fail(job, Failure(error="No ink.", code="no_ink")), "failed", False, "No ink."),
        (lambda job: lifecycle.time_out(job.id, attempt=1, error="Too slow."), "timeout", False, "Too slow."),
        (lambda job: lifecycle.cancel(job.id), "failed", True, "Job cancelled by user"),
    ],
)
def test_job_that_did_not_complete_has_an_error(
    client: Client, end: Any, status: str, cancelled: bool, error: str
) -> None:
    job = claimed()
    end(job)

    body = get(client, f"/api/jobs/{job.id}")

    assert (body["success"], body["job"]["status"], body["job"]["cancelled"], body["error"]) == (
        True,
        status,
        cancelled,
        error,
    )
    assert body["job"]["completedAt"].endswith("Z")
    assert "result" not in body


BAD_IDS = [
    "x",
    "-1",
    "0",
    "1e3",
    "9" * 31,
    "' OR '1'='1",
    "{0190f3a0-0000-7000-8000-000000000000}",
    "0190f3a0000070008000000000000000",
    "urn:uuid:0190f3a0-0000-7000-8000-000000000000",
    "%00",
    "..%2f..%2fetc",
    "0190f3a0-0000-7000-8000-000000000000",
]


@pytest.mark.parametrize("job_id", BAD_IDS)
@pytest.mark.parametrize("method", ["get", "delete"])
def test_unknown_or_malformed_id_is_not_found(client: Client, job_id: str, method: str) -> None:
    response = getattr(client, method)(f"/api/jobs/{job_id}")

    assert response.status_code == 404
    assert response.json()["success"] is False


@pytest.mark.parametrize("is_processing", [False, True])
def test_delete_cancels_once(client: Client, is_processing: bool) -> None:
    job = claimed() if is_processing else make_job()

    first = client.delete(f"/api/jobs/{job.id}")
    second = client.delete(f"/api/jobs/{job.id}/")

    job.refresh_from_db()
    assert (first.status_code, first.json()) == (200, {"success": True, "message": "The job was cancelled."})
    assert second.status_code == 400
    assert second.json()["error"] == "The job cannot be cancelled: it was cancelled already."
    assert job.status == "cancelled"


def test_delete_of_an_ended_job_says_how_it_ended(client: Client) -> None:
    job = claimed()
    lifecycle.complete(job.id, attempt=1, engine="dummy")

    response = client.delete(f"/api/jobs/{job.id}")

    assert response.status_code == 400
    assert response.json()["error"] == "The job cannot be cancelled: it has completed."


def test_list_is_newest_first_with_the_whole_queue(client: Client) -> None:
    jobs = [make_job() for _ in range(3)]
    lifecycle.claim(worker="here:1")
    lifecycle.cancel(jobs[1].id)

    body = get(client, "/api/jobs", ("status", "cancelled"))

    assert ids(get(client, "/api/jobs")) == [str(job.id) for job in reversed(jobs)]
    assert ids(body) == [str(jobs[1].id)]
    assert body["queue"] == {"pending": 1, "processing": 1, "paused": False}


def test_list_leads_on_page_by_page(client: Client) -> None:
    jobs = [make_job(client_id="tab") for _ in range(5)]
    make_job(client_id="other")

    seen, path, pages = [], "/api/jobs?limit=2&clientId=tab", 0
    while path:
        body = client.get(path).json()
        seen += ids(body)
        path, pages = body["next"], pages + 1

    assert seen == [str(job.id) for job in reversed(jobs)]
    assert pages == 3


def test_list_filters(client: Client) -> None:
    item = make_job(entity_kind="thing", entity_type="item", entity_id="a")
    scenery = make_job(entity_kind="thing", entity_type="scenery", entity_id="b")
    npc = make_job(entity_kind="character", entity_type="npc", entity_id="a")
    failed = claimed(priority=99, client_id="tab")
    lifecycle.fail(failed, Failure(error="No ink.", code="no_ink"))
    cancelled = make_job()
    lifecycle.cancel(cancelled.id)

    def found(*parameters: tuple[str, str]) -> list[str]:
        return ids(get(client, "/api/jobs", *parameters))

    assert found(("entityType", "thing")) == [str(scenery.id), str(item.id)]
    assert found(("entityType", "item")) == [str(item.id)]
    assert found(("entityType", "scenery"), ("entityId", "a")) == [str(item.id)]
    assert found(("entityId", "a")) == [str(npc.id), str(item.id)]
    assert found(("entityType", "player")) == []
    assert found(("clientId", "tab")) == [str(failed.id)]
    assert found(("status", "failed")) == [str(cancelled.id), str(failed.id)]
    assert found(("status", "queued"), ("status", "cancelled")) == [
        str(cancelled.id),
        str(npc.id),
        str(scenery.id),
        str(item.id),
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "0"),
        ("limit", "1001"),
        ("limit", "ten"),
        ("limit", "-1"),
        ("cursor", "junk!"),
        ("cursor", "AAAA"),
        ("status", "lost"),
        ("entityType", "dragon"),
        ("clientId", "a\x00b"),
    ],
)
def test_list_refuses_nonsense(client: Client, name: str, value: str) -> None:
    body = get(client, "/api/jobs", (name, value))

    assert (body["http"], body["success"], list(body["fields"])) == (400, False, [name])


def test_list_positions_are_the_order_of_claims(client: Client) -> None:
    batch = make_job(priority=0)
    first, second = make_job(), make_job()

    positions = {job["id"]: job["queuePosition"] for job in get(client, "/api/jobs")["jobs"]}

    assert positions == {str(first.id): 1, str(second.id): 2, str(batch.id): 3}


def test_list_costs_the_same_however_many_jobs(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(20):
        make_job()

    # The page, the places in the line, what was measured and by how many workers, the state of the queue.
    with django_assert_num_queries(5):
        client.get("/api/jobs")


def test_waiting_job_is_queued_on_the_wire(client: Client) -> None:
    job = claimed()
    lifecycle.fail(job, Failure(error="Too many requests.", code="busy", is_retryable=True, counts=False))
    queued = make_job()

    body = get(client, "/api/jobs", ("status", "queued"))

    assert [(each["id"], each["status"], each["queuePosition"]) for each in body["jobs"]] == [
        (str(queued.id), "queued", 1),
        (str(job.id), "queued", 2),
    ]
    assert body["queue"] == {"pending": 2, "processing": 0, "paused": False}
    assert body["jobs"][1]["message"].endswith("s: Too many requests.")


def test_list_says_when_the_queue_is_paused(client: Client) -> None:
    lifecycle.pause(by="anna")

    assert get(client, "/api/jobs")["queue"] == {"pending": 0, "processing": 0, "paused": True}
