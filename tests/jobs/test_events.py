"""The log in its one order, whoever writes at the same time, and from any number on."""

import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.utils import timezone

from jobs import events, lifecycle, recovery, statements
from jobs.events import Audience, LogHeldUp, LogReader, end_of_log, past_events
from jobs.lifecycle import NewJob
from jobs.models import EventKind, Job, JobEvent
from tests.factories import make_job
from tests.processes import wait_for

everywhere = pytest.mark.django_db(transaction=True)
on_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")


class Writer:
    """A transaction on a connection of its own, step by step."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1)

    def begin(self) -> None:
        self._do(lambda: transaction.set_autocommit(False))

    def write(self, job_id: UUID) -> None:
        self._do(lambda: statements.record(job_id, EventKind.QUEUED))

    def commit(self) -> None:
        self._do(transaction.commit)

    def roll_back(self) -> None:
        self._do(transaction.rollback)

    def close(self) -> None:
        self._do(lambda: connection.close())  # noqa: PLW0108  (that thread's, not ours)
        self._pool.shutdown()

    def _do(self, step: Callable[[], object]) -> None:
        self._pool.submit(step).result(60)


@contextmanager
def writers(number: int) -> Iterator[list[Writer]]:
    opened = [Writer() for _ in range(number)]
    try:
        for writer in opened:
            writer.begin()
        yield opened
    finally:
        for writer in opened:
            writer.close()


def read_ids(log: LogReader) -> list[int]:
    """Read all that may be read now, as a reader does it."""
    ids: list[int] = []
    has_more = True
    while has_more:
        batch = log.read()
        ids += [event["id"] for event in batch.events]
        log.position, has_more = batch.position, batch.has_more
    return ids


def wish(**values: str) -> NewJob:
    return NewJob(prompt="A lighthouse.", width=64, height=64, seed=1, **values)


@everywhere
@on_postgresql
def test_event_that_is_committed_late_is_read_before_those_behind_it() -> None:
    job, position = make_job(), end_of_log(patience_seconds=0)
    log = LogReader(position=position)
    with writers(3) as (first, second, third):
        first.write(job.id)
        second.write(job.id)
        second.commit()
        before_gap_closes = read_ids(log), log.is_held_up
        # Whoever began to write after the gap was seen does not matter to it.
        third.write(job.id)

        first.commit()

        ids = read_ids(log)
        held_up_by_third = log.is_held_up
        third.commit()
        ids += read_ids(log)

    # The reader that asks for "larger than the last I saw" has lost the first by now.
    one = ids[0]
    assert before_gap_closes == ([], True)
    assert (ids, held_up_by_third, log.is_held_up) == ([one, one + 1, one + 2], False, False)
    assert ids == list(JobEvent.objects.filter(id__gt=position).order_by("id").values_list("id", flat=True))


@everywhere
@on_postgresql
def test_gap_that_is_never_filled_is_passed_when_its_writer_has_ended() -> None:
    job = make_job()
    log = LogReader(position=end_of_log(patience_seconds=0))
    with writers(2) as (first, second):
        first.write(job.id)
        second.write(job.id)
        second.commit()
        assert read_ids(log) == []

        first.roll_back()

        [only] = read_ids(log)
    assert (only, log.is_held_up) == (JobEvent.objects.get().id, False)


@everywhere
@on_postgresql
def test_gap_without_a_writer_is_passed_at_once() -> None:
    job = make_job()
    log = LogReader(position=end_of_log(patience_seconds=0))
    for _ in range(3):
        with writers(1) as (writer,):
            writer.write(job.id)
            writer.roll_back()
        statements.record(job.id, EventKind.QUEUED)

    ids = read_ids(log)

    assert ids == list(JobEvent.objects.order_by("id").values_list("id", flat=True))
    assert len(ids) == 3


@everywhere
@on_postgresql
def test_writer_whose_savepoint_was_rolled_back_is_still_waited_for() -> None:
    job = make_job()
    log = LogReader(position=end_of_log(patience_seconds=0))
    with writers(2) as (first, second):
        first.write(job.id)
        first._do(lambda: _write_in_vain(job.id))
        second.write(job.id)
        second.commit()
        assert read_ids(log) == []

        first.commit()

        assert len(read_ids(log)) == 2


@everywhere
@on_postgresql
def test_end_of_log_waits_for_those_who_write_before_it() -> None:
    job = make_job()
    with writers(2) as (first, second), ThreadPoolExecutor(1) as pool:
        first.write(job.id)
        second.write(job.id)
        second.commit()
        with pytest.raises(LogHeldUp):
            end_of_log(patience_seconds=0.05)
        end = pool.submit(_in_thread, lambda: end_of_log(patience_seconds=60))
        time.sleep(0.1)  # in which it would have answered
        assert not end.done()

        first.commit()

        assert end.result(60) == events.newest_id()


@everywhere
def test_eight_writers_lose_and_double_nothing() -> None:
    jobs = [lifecycle.submit(wish()).job.id for _ in range(8)]
    log = LogReader(position=end_of_log(patience_seconds=60))
    start, random_source = log.position, random.Random(5)
    pauses = [[random_source.uniform(0, 0.01) for _ in range(40)] for _ in jobs]
    ids: list[int] = []

    def write(job_id: UUID, pauses: list[float]) -> None:
        for number, pause in enumerate(pauses):
            with transaction.atomic():
                statements.record(job_id, EventKind.PROGRESS)
                if connection.vendor == "postgresql":
                    time.sleep(pause)  # SQLite's other writers would wait it out
                if number % 7 == 0:
                    transaction.set_rollback(True)

    with ThreadPoolExecutor(8) as pool:
        written = [pool.submit(_in_thread, lambda of=of: write(*of)) for of in zip(jobs, pauses, strict=True)]
        while not all(each.done() for each in written):
            ids += read_ids(log)
        for each in written:
            each.result()
    wait_for(lambda: ids.extend(read_ids(log)) or not log.is_held_up)

    assert ids == list(JobEvent.objects.filter(id__gt=start).order_by("id").values_list("id", flat=True))
    assert len(ids) == 8 * 34


@everywhere
@on_postgresql
def test_writers_of_events_do_not_wait_for_each_other() -> None:
    one, other = make_job(), make_job()
    with writers(2) as (first, second):
        first.write(one.id)
        second.write(other.id)
        second.commit()  # while the first one's transaction is open
        first.commit()

    assert JobEvent.objects.count() == 2


@everywhere
def test_event_says_how_the_job_was_and_who_waits_for_it() -> None:
    job = lifecycle.submit(wish(client_id="tab", entity_kind="thing", entity_type="item", entity_id="lamp")).job
    log = LogReader(position=0)
    log.position = events.newest_id()

    lifecycle.subscribe(job, client_id="other")

    [event] = log.read().events
    job.refresh_from_db()
    assert event == {
        "id": log.position + 1,
        "job_id": job.id,
        "kind": "attached",
        "client_id": "other",
        "status": "queued",
        "attempt": 0,
        "progress": 0,
        "message": "Waiting for a worker",
        "engine": "",
        "error": "",
        "job__created_at": job.created_at,
        "job__started_at": None,
        "job__ended_at": None,
        "job__attempt": 0,
        "job__prompt_preview": "A lighthouse.",
        "job__entity_type": "item",
        "job__entity_id": "lamp",
        "job__client_id": "tab",
        "job__owner": None,
        "attached_clients": ["other"],
    }


@everywhere
@pytest.mark.parametrize("has_many", [False, True])
@pytest.mark.parametrize("per_look", [2, 5_000])
def test_events_of_an_audience_are_those_of_its_jobs(
    monkeypatch: pytest.MonkeyPatch, per_look: int, has_many: bool
) -> None:
    monkeypatch.setattr(events, "EVENTS_PER_READ", 2)
    monkeypatch.setattr(events, "EVENTS_PER_LOOK", per_look)
    monkeypatch.setattr(events, "MANY_JOBS", 0 if has_many else 1_000)
    mine = lifecycle.submit(wish(client_id="tab")).job
    foreign = lifecycle.submit(wish(client_id="other", entity_kind="thing", entity_id="lamp")).job
    lifecycle.subscribe(foreign, client_id="tab")
    lifecycle.subscribe(foreign, client_id="third")
    lifecycle.cancel(mine.id)

    def told(audience: Audience, *, after: int = 0) -> list[tuple[UUID, str]]:
        position, rows = after, []
        while position < events.newest_id():
            batch = past_events(audience, after=position, upto=events.newest_id())
            position = batch.position
            rows += batch.events
        return [(row["job_id"], row["kind"]) for row in rows]

    queued, attached = [(mine.id, "queued"), (foreign.id, "queued")], [(foreign.id, "attached")]
    assert told(Audience(client_id="tab")) == [*queued, *attached, (mine.id, "cancelled")]
    assert told(Audience(client_id="other")) == [queued[1]]
    assert told(Audience(client_id="nobody")) == []
    assert told(Audience(job_id=mine.id)) == [queued[0], (mine.id, "cancelled")]
    assert told(Audience()) == [*queued, (mine.id, "cancelled")]
    first = JobEvent.objects.order_by("id")[0].id
    assert told(Audience(), after=first) == [queued[1], (mine.id, "cancelled")]


@pytest.mark.django_db
def test_progress_is_forgotten_an_hour_after_the_end_and_the_rest_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recovery, "EVENTS_PER_DELETION", 2)
    old, fresh, running = (_drawn_job(ends=ends) for ends in (True, True, False))
    Job.objects.filter(id=old.id).update(ended_at=timezone.now() - timedelta(minutes=61))

    recovery.tidy()

    whole = ["queued", "processing", "progress", "progress", "progress"]
    assert [kinds_of(job) for job in (old, fresh, running)] == [
        ["queued", "processing", "completed"],
        [*whole, "completed"],
        whole,
    ]


def kinds_of(job: Job) -> list[str]:
    return list(job.events.order_by("id").values_list("kind", flat=True))


def _drawn_job(*, ends: bool) -> Job:
    lifecycle.submit(wish())
    job = lifecycle.claim(worker="here:1")
    assert job is not None
    for percent in (10, 20, 30):
        lifecycle.report(job.id, attempt=1, progress=percent, message="Drawing", engine="dummy")
    if ends:
        lifecycle.complete(job.id, attempt=1, engine="dummy")
    return job


def _write_in_vain(job_id: UUID) -> None:
    with transaction.atomic():
        statements.record(job_id, EventKind.QUEUED)
        transaction.set_rollback(True)


def _in_thread(work: Callable[[], object]) -> object:
    """Do it on this thread's own connection, and close that."""
    try:
        return work()
    finally:
        connection.close()
