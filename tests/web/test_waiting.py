"""Waiting for a job holds no thread, costs few reads, and ends with the job, the time, the client or the server."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from uuid import UUID, uuid4

import pytest
from django.conf import LazySettings
from django.db import OperationalError

from imagesvc.web import waiting
from imagesvc.web.threads import DjangoThreads
from imagesvc.web.waiting import PAUSE_SECONDS, JobWaiter
from jobs import lifecycle
from jobs.models import Job
from tests.factories import make_job
from tests.processes import wait_for
from tests.servers import RunningServer, running_server
from tests.web import views
from tests.web.test_bridge import PROTECTED, answer_on

T = TypeVar("T")


class CountingThreads(DjangoThreads):
    """Counts the calls, and lets as many of them fail as asked for."""

    def __init__(self, *, failures: int = 0) -> None:
        super().__init__()
        self.calls = 0
        self.failures = failures

    async def run(self, function: Callable[..., T], *arguments: object) -> T:
        self.calls += 1
        if self.calls <= self.failures:
            raise OperationalError("the database is away")
        return await super().run(function, *arguments)


def test_answer_is_sent_when_the_job_has_ended(server: RunningServer, caplog: pytest.LogCaptureFixture) -> None:
    job = make_job()
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(server.get, f"/wait/{job.id}/60")
        wait_for(lambda: views.happened == ["asked"])

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
    wait_for(lambda: len(views.happened) == 200)

    # On eight threads, with two hundred before it.
    assert server.get("/ping").text == "pong"

    lifecycle.cancel(job.id)
    answers = {answer_on(connection)[::2] for connection in waits}
    assert {(status, *json.loads(body).values()) for status, body in answers} == {(200, "cancelled", True)}


def test_client_that_hangs_up_is_forgotten_and_its_job_is_not(server: RunningServer) -> None:
    job = make_job()
    connection = server.send(f"GET /wait/{job.id}/60 HTTP/1.1\r\nHost: localhost\r\n\r\n")
    wait_for(lambda: views.happened == ["asked"])

    connection.close()

    wait_for(lambda: server.count_requests() == 0)
    assert (views.happened, Job.objects.get(id=job.id).status) == (["asked"], "queued")


def test_server_that_stops_answers_those_who_wait(transactional_db: None, settings: LazySettings) -> None:
    settings.ROOT_URLCONF = "tests.web.views"
    views.reset()
    job = make_job()
    with running_server() as server:
        connection = server.send(f"GET /wait/{job.id}/60 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        wait_for(lambda: views.happened == ["asked"])

    status, _, body = answer_on(connection)

    assert (status, json.loads(body)) == (503, {"status": "queued", "ended": False})


@pytest.mark.django_db(transaction=True)
def test_all_who_wait_share_four_reads_a_second() -> None:
    threads = CountingThreads()
    job_ids = [make_job().id for _ in range(20)]

    async def wait_a_second() -> list[bool]:
        waiter = JobWaiter(threads=threads, stopping=asyncio.Event())
        return await asyncio.gather(*(waiter.until_ended(job_id, timeout_seconds=1) for job_id in job_ids))

    ended = run(threads, wait_a_second)

    assert ended == [False] * 20
    assert threads.calls <= 1 / PAUSE_SECONDS + 1


@pytest.mark.django_db(transaction=True)
def test_nothing_is_read_when_nobody_waits() -> None:
    threads = CountingThreads()
    job_id = make_job().id

    async def wait_and_leave() -> tuple[int, int]:
        waiter = JobWaiter(threads=threads, stopping=asyncio.Event())
        await waiter.until_ended(job_id, timeout_seconds=0.1)
        read = threads.calls
        await asyncio.sleep(PAUSE_SECONDS * 2)  # in which there would be two more
        return threads.calls - read, len(asyncio.all_tasks())

    assert run(threads, wait_and_leave) == (0, 1)


@pytest.mark.django_db(transaction=True)
def test_more_jobs_than_one_read_takes_are_read_in_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "JOBS_PER_READ", 2)
    threads = CountingThreads()
    active = [make_job().id for _ in range(4)]
    ended = make_job(status="failed", ended_at="2026-01-01T00:00:00Z").id

    async def wait_for_the_last() -> bool:
        waiter = JobWaiter(threads=threads, stopping=asyncio.Event())
        others = [asyncio.create_task(waiter.until_ended(job_id, timeout_seconds=60)) for job_id in active]
        await asyncio.sleep(0)  # so that they are before it
        has_ended = await waiter.until_ended(ended, timeout_seconds=60)
        for other in others:
            other.cancel()
        return has_ended

    assert run(threads, wait_for_the_last) is True
    assert threads.calls == 3


@pytest.mark.django_db(transaction=True)
def test_waiting_survives_a_database_that_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "PAUSE_AFTER_ERROR_SECONDS", 0.01)
    threads = CountingThreads(failures=3)

    async def wait_for_a_job_that_is_gone(job_id: UUID) -> bool:
        return await JobWaiter(threads=threads, stopping=asyncio.Event()).until_ended(job_id, timeout_seconds=60)

    assert run(threads, lambda: wait_for_a_job_that_is_gone(uuid4())) is True
    assert threads.calls == 4


def run(threads: DjangoThreads, story: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run a story in an event loop of its own and stop the threads, which closes their connections."""

    async def tell() -> T:
        try:
            return await story()
        finally:
            await threads.stop()

    return asyncio.run(tell())
