"""GET /api/jobs/<id> for clients that poll: ETags, 304 from memory, and waiting for a change."""

import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from django.conf import LazySettings

from imagesvc.api import views
from imagesvc.images.models import Image
from imagesvc.live import freshness
from jobs import lifecycle
from jobs.lifecycle import NewJob
from jobs.models import Job
from tests.factories import make_image
from tests.processes import wait_for
from tests.servers import RunningServer


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Which jobs Django was asked for."""
    looks: list[Any] = []
    look = views._look_at_job
    monkeypatch.setattr(views, "_look_at_job", lambda job_id, **of: (looks.append(job_id), look(job_id, **of))[1])
    return looks


def submit(**values: str) -> Job:
    return lifecycle.submit(NewJob(prompt="A lighthouse.", width=64, height=64, seed=1, **values)).job


def ask(server: RunningServer, job: Job, tag: str = "", **options: Any) -> httpx2.Response:
    return server.get(f"/api/jobs/{job.id}", headers={"If-None-Match": tag} if tag else {}, **options)


def wait_until_remembered(server: RunningServer, job: Job, tag: str, looks: list[Any]) -> None:
    """Ask until the answer does not come from Django."""

    def is_remembered() -> bool:
        before = len(looks)
        assert ask(server, job, tag).status_code == 304
        return len(looks) == before

    wait_for(is_remembered)


def test_unchanged_job_is_answered_304_without_django(server: RunningServer, looks: list[Any]) -> None:
    job = submit()
    first = ask(server, job)
    tag = first.headers["etag"]
    wait_until_remembered(server, job, tag, looks)

    again = ask(server, job, f'"other", {tag}')
    other = ask(server, job, '"other"')

    assert (first.status_code, first.headers["cache-control"]) == (200, "no-cache")
    assert tag.startswith('W/"')
    assert (again.status_code, again.content, again.headers["etag"], again.headers["cache-control"]) == (
        304,
        b"",
        tag,
        "no-cache",
    )
    assert (other.status_code, other.json()) == (200, first.json())


def test_change_is_seen_at_once_by_who_made_it_and_by_others_soon(server: RunningServer, looks: list[Any]) -> None:
    job = submit()
    tag = ask(server, job).headers["etag"]
    wait_until_remembered(server, job, tag, looks)

    lifecycle.claim(worker="here:1")
    changed = wait_for(lambda: (response := ask(server, job, tag)).status_code == 200 and response)
    tag = changed.headers["etag"]
    wait_until_remembered(server, job, tag, looks)
    with server.client() as client:
        client.delete(f"/api/jobs/{job.id}")
    cancelled = ask(server, job, tag)

    assert changed.json()["job"]["status"] == "processing"
    assert (cancelled.status_code, cancelled.json()["job"]["cancelled"]) == (200, True)


def test_deleted_picture_is_seen_when_the_memory_is_old(
    server: RunningServer, looks: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freshness, "FRESH_SECONDS", 0.5)
    job = submit()
    lifecycle.claim(worker="here:1")
    make_image(job=job)
    lifecycle.complete(job.id, attempt=1, engine="dummy")
    tag = ask(server, job).headers["etag"]
    wait_until_remembered(server, job, tag, looks)

    Image.objects.all().delete()

    response = wait_for(lambda: (response := ask(server, job, tag)).status_code == 200 and response)
    assert response.json()["result"] is None


def test_place_in_the_queue_is_part_of_the_etag_and_estimates_are_not(
    server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freshness, "FRESH_SECONDS", 0)
    submit()
    second = submit()
    tags = [ask(server, second).headers["etag"]]
    monkeypatch.setattr("imagesvc.api.payloads.time_until_done", lambda **of: None)
    tags.append(ask(server, second).headers["etag"])
    lifecycle.claim(worker="here:1")
    tags.append(ask(server, second).headers["etag"])

    assert tags[0] == tags[1] != tags[2]


def test_memory_of_etags_is_bounded(server: RunningServer, monkeypatch: pytest.MonkeyPatch, looks: list[Any]) -> None:
    monkeypatch.setattr(freshness, "MOST_JOBS", 1)
    jobs = [submit() for _ in range(2)]
    tags = [ask(server, job).headers["etag"] for job in jobs]
    for job, tag in zip(jobs, tags, strict=True):
        wait_until_remembered(server, job, tag, looks)
    del looks[:]

    assert [ask(server, jobs[number], tags[number]).status_code for number in (1, 0)] == [304, 304]
    assert looks == [jobs[0].id]


# --- Waiting ---------------------------------------------------------------------------------------------------------


def test_wait_is_answered_at_the_next_change(server: RunningServer, looks: list[Any]) -> None:
    job = submit()
    with ThreadPoolExecutor(1) as pool:
        answer = begin_to_wait(pool, server, f"/api/jobs/{job.id}?wait=60", looks)

        lifecycle.claim(worker="here:1")

        response = answer.result(60)
    assert (response.status_code, response.json()["job"]["status"]) == (200, "processing")
    assert response.headers["etag"] == ask(server, job).headers["etag"]


@pytest.mark.parametrize("is_conditional", [False, True])
def test_wait_is_answered_when_its_time_is_over(server: RunningServer, is_conditional: bool) -> None:
    job = submit()
    tag = ask(server, job).headers["etag"]
    began_at = time.monotonic()

    response = server.get(f"/api/jobs/{job.id}?wait=1", headers={"If-None-Match": tag} if is_conditional else {})

    assert (response.status_code, response.headers["etag"]) == (304 if is_conditional else 200, tag)
    assert 1 <= time.monotonic() - began_at < 10


def test_change_since_the_client_looked_is_answered_at_once(server: RunningServer) -> None:
    job = submit()
    tag = ask(server, job).headers["etag"]
    lifecycle.claim(worker="here:1")

    response = server.get(f"/api/jobs/{job.id}?wait=60", headers={"If-None-Match": tag})

    assert (response.status_code, response.json()["job"]["status"]) == (200, "processing")


def test_job_that_has_ended_is_not_waited_for(server: RunningServer) -> None:
    job = submit()
    lifecycle.cancel(job.id)
    tag = ask(server, job).headers["etag"]

    responses = [
        server.get(f"/api/jobs/{job.id}?wait=60", headers={"If-None-Match": known} if known else {})
        for known in ("", tag)
    ]

    assert [response.status_code for response in responses] == [200, 304]


def test_long_wait_is_cut_short(server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "LONGEST_WAIT_SECONDS", 1)

    response = server.get(f"/api/jobs/{submit().id}?wait=86400")

    assert (response.status_code, response.json()["job"]["status"]) == (200, "queued")


@pytest.mark.parametrize("wait", ["x", "-1", "1.5", "1" * 10, "²"])
def test_wait_that_is_no_number_is_refused(server: RunningServer, wait: str) -> None:
    response = server.get(f"/api/jobs/{submit().id}?wait={wait}")

    assert (response.status_code, response.json()) == (
        400,
        {
            "success": False,
            "error": "wait must be a whole number of seconds.",
            "code": "invalid",
            "fields": {"wait": ["This field must be a whole number of seconds."]},
        },
    )


def test_unknown_job_is_not_waited_for(server: RunningServer) -> None:
    assert server.get(f"/api/jobs/{uuid4()}?wait=60").status_code == 404


def test_one_who_waits_too_many_is_refused(server: RunningServer, settings: LazySettings, looks: list[Any]) -> None:
    settings.SYNC_CAP = 1
    job = submit()
    with ThreadPoolExecutor(1) as pool:
        answer = begin_to_wait(pool, server, f"/api/jobs/{job.id}?wait=60", looks)
        refused = server.get(f"/api/jobs/{job.id}?wait=60")
        plain = ask(server, job)
        lifecycle.cancel(job.id)
        answer.result(60)

    assert (refused.status_code, refused.headers["retry-after"], refused.json()["code"]) == (
        503,
        "10",
        "too-many-waiting",
    )
    assert plain.status_code == 200


def begin_to_wait(
    pool: ThreadPoolExecutor, server: RunningServer, path: str, looks: list[Any]
) -> "Future[httpx2.Response]":
    """Ask, and return when the server has looked twice: before it listened, and after."""
    before = len(looks)
    answer = pool.submit(server.get, path)
    wait_for(lambda: len(looks) == before + 2)
    return answer
