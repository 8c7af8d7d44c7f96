"""Waiting for a job holds no thread, costs one look, and ends with the job, the time, the client or the server."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import LazySettings
from django.db import OperationalError

from imagesvc.live import waiting
from jobs import lifecycle
from jobs.models import Job, JobQuerySet
from tests.factories import make_job
from tests.processes import wait_for
from tests.servers import RunningServer, running_server
from tests.web import views
from tests.web.test_bridge import PROTECTED, answer_on


@pytest.fixture
def server(transactional_db: None, settings: LazySettings) -> Iterator[RunningServer]:
    settings.ROOT_URLCONF = "tests.web.views"
    views.reset()
    with running_server() as server:
        yield server


def test_answer_is_sent_when_the_job_has_ended(server: RunningServer, caplog: pytest.LogCaptureFixture) -> None:
    job = make_job()
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(server.get, f"/wait/{job.id}/60")
        wait_for(lambda: views.happened == ["asked", "looked"])

        lifecycle.cancel(job.id)

        response = answer.result()
    assert (response.status_code, response.json()) == (200, {"status": "cancelled", "ended": True})
    assert {name: response.headers[name] for name in PROTECTED} == PROTECTED
    assert (response.headers["content-type"], "retry-after" in response.headers) == ("application/json", False)
    # Django would have logged the 503 that stands for the answer until there is one.
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


def test_answer_is_sent_when_the_time_is_over(server: RunningServer) -> None:
    job = make_job()

    response = server.get(f"/wait/{job.id}/0")

    assert (response.status_code, response.json()) == (503, {"status": "queued", "ended": False})


def test_answer_that_crashes_is_an_error(server: RunningServer) -> None:
    job = make_job(status="failed", ended_at="2026-01-01T00:00:00Z")

    response = server.get(f"/api/wait-and-crash/{job.id}")

    assert (response.status_code, response.json()) == (
        500,
        {
            "success": False,
            "error": "Something went wrong on our side; it has been logged.",
            "code": "internal-server-error",
        },
    )


def test_two_hundred_who_wait_hold_no_thread(server: RunningServer) -> None:
    job = make_job()
    request = f"GET /wait/{job.id}/60 HTTP/1.1\r\nHost: localhost\r\n\r\n"
    waits = [server.send(request) for _ in range(200)]
    wait_for(lambda: views.happened.count("looked") == 200)

    # On eight threads, with two hundred before it.
    assert server.get("/ping").text == "pong"

    lifecycle.cancel(job.id)
    answers = {answer_on(connection)[::2] for connection in waits}
    assert {(status, *json.loads(body).values()) for status, body in answers} == {(200, "cancelled", True)}


def test_client_that_hangs_up_is_forgotten_and_its_job_is_not(server: RunningServer) -> None:
    job = make_job()
    connection = server.send(f"GET /wait/{job.id}/60 HTTP/1.1\r\nHost: localhost\r\n\r\n")
    wait_for(lambda: views.happened == ["asked", "looked"])

    connection.close()

    wait_for(lambda: server.count_requests() == 0)
    assert (views.happened, Job.objects.get(id=job.id).status) == (["asked", "looked"], "queued")


def test_server_that_stops_answers_those_who_wait(transactional_db: None, settings: LazySettings) -> None:
    settings.ROOT_URLCONF = "tests.web.views"
    views.reset()
    job = make_job()
    with running_server() as server:
        connection = server.send(f"GET /wait/{job.id}/60 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        wait_for(lambda: views.happened == ["asked", "looked"])

    status, _, body = answer_on(connection)

    assert (status, json.loads(body)) == (503, {"status": "queued", "ended": False})


def test_job_that_ended_before_anybody_listened_is_answered_at_once(server: RunningServer) -> None:
    job = make_job()
    lifecycle.cancel(job.id)

    response = server.get(f"/wait/{job.id}/60")

    assert (response.status_code, response.json()) == (200, {"status": "cancelled", "ended": True})
    assert views.happened == ["asked", "looked", "answered"]


def test_progress_of_a_job_does_not_end_the_wait_for_its_end(server: RunningServer) -> None:
    job = make_job()
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(server.get, f"/wait/{job.id}/60")
        wait_for(lambda: views.happened == ["asked", "looked"])

        lifecycle.claim(worker="here:1")
        lifecycle.report(job.id, attempt=1, progress=50, message="Drawing", engine="dummy")
        lifecycle.complete(job.id, attempt=1, engine="dummy")

        assert answer.result().json() == {"status": "completed", "ended": True}
    assert views.happened == ["asked", "looked", "answered"]


def test_waiting_survives_a_database_that_is_away(server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "PAUSE_AFTER_ERROR_SECONDS", 0.01)
    job = make_job()
    lifecycle.cancel(job.id)
    looks = iter([OperationalError("the database is away")] * 3)
    active = JobQuerySet.active

    def fail_thrice(jobs: JobQuerySet) -> JobQuerySet:
        if (error := next(looks, None)) is not None:
            raise error
        return active(jobs)

    monkeypatch.setattr(JobQuerySet, "active", fail_thrice)

    response = server.get(f"/wait/{job.id}/60")

    assert (response.status_code, response.json()) == (200, {"status": "cancelled", "ended": True})
    assert views.happened == ["asked", "looked", "looked", "looked", "looked", "answered"]
