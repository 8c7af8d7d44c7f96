"""The one reader: what it survives, what it costs when nobody listens, and that it loses and doubles nothing."""

import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.db import connection, transaction

from imagesvc.live import reader, wakeups
from jobs import lifecycle, statements
from jobs.events import newest_id
from jobs.lifecycle import NewJob
from jobs.models import EventKind, Job, JobEvent
from tests.live.listening import socket, stream
from tests.processes import wait_for
from tests.servers import RunningServer, running_server

everywhere = pytest.mark.django_db(transaction=True)
on_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="there is no connection to cut")


def submit(**values: str) -> Job:
    return lifecycle.submit(NewJob(prompt="A lighthouse.", width=64, height=64, seed=1, **values)).job


def written(*, behind: int) -> list[int]:
    return list(JobEvent.objects.filter(id__gt=behind).order_by("id").values_list("id", flat=True))


@pytest.mark.timeout(240)
def test_eight_writers_and_clients_that_come_back_lose_and_double_nothing(server: RunningServer) -> None:
    """Two clients keep their streams, two come back again and again with the last number they were told."""
    jobs = [submit(client_id=f"client-{number}").id for number in range(8)]
    start, is_written = newest_id(), threading.Event()
    per_job = 34

    def listen(path: str, *, breaks: bool, count: int) -> list[int | None]:
        told: list[int | None] = []
        since, random_source = start, random.Random(path)
        while not is_written.is_set():
            with stream(server, path, since=since) as events:
                is_written.wait(random_source.uniform(0.05, 0.3) if breaks else 60)
            told += [each.number for each in events.told]
            since = events.last_number or since
        with stream(server, path, since=since) as rest:
            rest.wait(count=count - len(told))
        return told + [each.number for each in rest.told]

    wishes = [("/api/events", 8 * per_job), ("/api/events?clientId=client-3", per_job)]
    with ThreadPoolExecutor(12) as pool:
        kept, broken = (
            [pool.submit(listen, path, breaks=breaks, count=count) for path, count in wishes]
            for breaks in (False, True)
        )
        writing = [pool.submit(_on_own_connection, lambda job_id=job_id: write(job_id)) for job_id in jobs]
        for each in writing:
            each.result(120)
        is_written.set()
        told = [[each.result(120) for each in listening] for listening in (kept, broken)]

    of_one = list(JobEvent.objects.filter(job=jobs[3], id__gt=start).order_by("id").values_list("id", flat=True))
    assert told == [[written(behind=start), of_one]] * 2
    assert (len(written(behind=start)), len(of_one)) == (8 * per_job, per_job)


@everywhere
@on_postgresql
def test_cut_connections_lose_and_repeat_nothing() -> None:
    with running_server() as server, stream(server, "/api/events") as events, socket(server, "?clientId=tab") as tab:
        tab.hear()
        start = newest_id()
        for _ in range(3):
            jobs = [submit(client_id="tab")]
            frames = [tab.hear()]

            _cut_all_other_connections()

            jobs.append(submit(client_id="tab"))
            frames.append(tab.hear())
            assert [frame["jobId"] for frame in frames] == [str(job.id) for job in jobs]
        events.wait(count=6)

    assert [told.number for told in events.told] == written(behind=start)


@everywhere
@on_postgresql
def test_hung_writer_holds_up_those_behind_it_and_nothing_is_lost() -> None:
    hung, other = submit(), submit()
    with running_server() as server, stream(server, "/api/events") as events, ThreadPoolExecutor(1) as pool:
        goes_on, has_written = threading.Event(), threading.Event()

        def hang() -> None:
            with transaction.atomic():
                lifecycle.cancel(hung.id)
                has_written.set()
                assert goes_on.wait(60)

        hanging = pool.submit(_on_own_connection, hang)
        assert has_written.wait(60)
        lifecycle.cancel(other.id)
        time.sleep(0.1)  # in which it would have been told
        assert events.told == []

        goes_on.set()

        hanging.result(60)
        assert [told.says["jobId"] for told in events.wait(count=2)] == [str(hung.id), str(other.id)]


def test_reader_sleeps_when_nobody_listens_and_wakes_again(
    server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[float] = []
    read = reader._read
    monkeypatch.setattr(reader, "_read", lambda log: (reads.append(time.monotonic()), read(log))[1])
    monkeypatch.setattr(reader, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(reader, "LINGER_SECONDS", 0.1)
    with stream(server, "/api/events"):
        wait_for(lambda: len(reads) > 3)

    wait_for(lambda: time.monotonic() - reads[-1] > 0.5)

    submit()
    with stream(server, "/api/events") as events:
        # What was written while it slept is the past.
        job = submit()
        assert [told.says["jobId"] for told in events.wait(count=1)] == [str(job.id)]


def test_lost_wakeup_is_made_up_for_by_a_look(server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "LOOK_SECONDS", 0.1)
    monkeypatch.setattr(wakeups, "CHANNEL", "nobody_notifies_here")
    monkeypatch.setattr(wakeups._Commits, "_read", lambda commits: 0)
    with stream(server, "/api/events") as events:
        submit()
        assert len(events.wait(count=1)) == 1


def write(job_id: UUID) -> None:
    """Write forty events, each in a transaction of its own that takes its time, and roll some of them back."""
    random_source = random.Random(job_id.int)
    for number in range(40):
        with transaction.atomic():
            statements.record(job_id, EventKind.RETRYING)
            if connection.vendor == "postgresql":
                time.sleep(random_source.uniform(0, 0.02))  # SQLite's other writers would wait it out
            if number % 7 == 0:
                transaction.set_rollback(True)
        time.sleep(random_source.uniform(0, 0.02))


def _cut_all_other_connections() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def _on_own_connection(work: Callable[[], None]) -> None:
    try:
        work()
    finally:
        connection.close()
