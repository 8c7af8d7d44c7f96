"""No more synchronous requests wait than the settings allow; one too many is told so before a job is made for it."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import LazySettings

from imagesvc.web.seats import Seat, Seats
from jobs import lifecycle
from jobs.models import Job
from tests.factories import engines
from tests.processes import wait_for
from tests.servers import RunningServer, running_server
from tests.web.test_bridge import answer_on

BODY = json.dumps({"prompt": "A lighthouse.", "async": False})
REQUEST = (
    "POST /api/generate-image HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    f"Content-Length: {len(BODY)}\r\n\r\n{BODY}"
)
TOO_MANY = {
    "success": False,
    "error": "Too many requests wait for their pictures; leave out async=false, or try again later.",
    "code": "too-many-waiting",
}


@pytest.fixture
def server(transactional_db: None, settings: LazySettings) -> Iterator[RunningServer]:
    settings.ENGINES = engines("dummy")
    settings.SYNC_CAP = 2
    with running_server() as server:
        yield server


def ask(server: RunningServer, *, is_async: bool = False) -> tuple[int, str | None, dict[str, object]]:
    with server.client() as client:
        response = client.post("/api/generate-image", json={"prompt": "A lighthouse.", "async": is_async})
    return response.status_code, response.headers.get("retry-after"), response.json()


def test_one_too_many_is_refused_before_a_job_is_made(server: RunningServer) -> None:
    waits = [server.send(REQUEST) for _ in range(2)]
    wait_for(lambda: Job.objects.count() == 2)

    refused = ask(server)
    accepted = ask(server, is_async=True)

    assert refused == (503, "10", TOO_MANY)
    assert (accepted[0], Job.objects.count()) == (200, 3)
    for job in Job.objects.all():
        lifecycle.cancel(job.id)
    assert [answer_on(connection)[0] for connection in waits] == [500, 500]


def test_of_many_at_once_exactly_as_many_wait_as_may(server: RunningServer) -> None:
    with ThreadPoolExecutor(20) as pool:
        answers = [pool.submit(ask, server) for _ in range(20)]
        wait_for(lambda: sum(answer.done() for answer in answers) == 18)
        wait_for(lambda: Job.objects.count() == 2)

        for job in Job.objects.all():
            lifecycle.cancel(job.id)

    assert sorted(answer.result()[0] for answer in answers) == [500] * 2 + [503] * 18


@pytest.mark.parametrize("ending", ["answered", "hung up"])
def test_seat_is_free_again_when_nobody_waits_on_it(server: RunningServer, settings: LazySettings, ending: str) -> None:
    waits = [server.send(REQUEST) for _ in range(2)]
    wait_for(lambda: Job.objects.count() == 2)

    if ending == "answered":
        for job in Job.objects.all():
            lifecycle.cancel(job.id)
    for connection in waits:
        answer_on(connection) if ending == "answered" else connection.close()

    settings.SYNC_TIMEOUT_SECONDS = 0.01
    wait_for(lambda: ask(server)[2]["code"] == "still-running")
    assert Job.objects.count() == 3


@pytest.mark.once
def test_request_that_is_over_gets_no_seat(settings: LazySettings) -> None:
    settings.SYNC_CAP = 1
    seats = Seats()

    with Seat(seats) as first, Seat(seats) as second:
        taken = [first.take(), first.take(), second.take()]
    late = second.take()

    assert (taken, late, seats.taken) == ([True, True, False], False, 0)
