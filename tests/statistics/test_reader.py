"""The log counted: once, whatever happens meanwhile."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now

from imagesvc.statistics import reader
from imagesvc.statistics.histograms import bucket_of
from imagesvc.statistics.models import FOR_EVER, LogPosition, Tally
from imagesvc.statistics.reader import Counter, count_events
from jobs import lifecycle
from jobs.events import newest_id
from jobs.lifecycle import Failure
from jobs.models import EventKind, Job, JobEvent
from tests.factories import make_job
from tests.statistics.happenings import end, submit

pytestmark = pytest.mark.django_db


def totals() -> dict[tuple[str, str, str], int]:
    rows = Tally.objects.filter(slot_seconds=FOR_EVER).values_list("what", "engine", "error_code", "count")
    return {(what, engine, error_code): count for what, engine, error_code, count in rows}


def test_each_way_a_job_can_go_is_counted_by_engine_and_code() -> None:
    end(submit(), "completed", engine="left")
    end(submit(), "completed", engine="right")
    end(submit(), "failed", engine="left", code="out_of_memory")
    end(submit(), "timeout", engine="left")
    end(submit(), "retrying", engine="left", code="unreachable")
    end(submit(), "lost", engine="left")
    lifecycle.cancel(submit().id)
    lifecycle.expire(submit().id, error="It waited 24 h.")

    count_events()

    assert totals() == {
        ("submitted", "", ""): 8,
        ("completed", "left", ""): 1,
        ("completed", "right", ""): 1,
        ("failed", "left", "out_of_memory"): 1,
        ("timeout", "left", "timeout"): 1,
        ("retrying", "left", "unreachable"): 1,
        ("lost", "left", "worker_lost"): 1,
        ("cancelled", "", "cancelled"): 2,
        ("failed", "", "waited_too_long"): 1,
    }


def test_waits_and_runs_are_counted_where_a_worker_ended_the_job() -> None:
    job = submit()
    end(job, "completed", engine="left")
    Job.objects.filter(id=job.id).update(
        created_at=Now() - timedelta(seconds=100), started_at=Now() - timedelta(seconds=30), ended_at=Now()
    )
    lifecycle.cancel(submit().id)

    count_events()

    tally = Tally.objects.get(slot_seconds=FOR_EVER, what="completed")
    assert (tally.waits[bucket_of(70)], sum(tally.waits), round(tally.wait_seconds)) == (1, 1, 70)
    assert (tally.runs[bucket_of(29.9)], sum(tally.runs), round(tally.run_seconds)) == (1, 1, 30)
    cancelled = Tally.objects.get(slot_seconds=FOR_EVER, what="cancelled")
    assert (cancelled.waits, cancelled.runs, cancelled.wait_seconds, cancelled.run_seconds) == ([], [], 0, 0)


def test_an_engine_that_failed_before_another_one_drew_is_counted_too() -> None:
    job = submit()
    claimed = lifecycle.claim(worker="here:1")
    assert claimed is not None
    for engine in ("left", "middle", "right"):
        lifecycle.report(job.id, attempt=claimed.attempt, progress=0, message="Drawing", engine=engine)
    lifecycle.complete(job.id, attempt=claimed.attempt, engine="right")

    count_events()

    assert totals() == {
        ("submitted", "", ""): 1,
        ("completed", "right", ""): 1,
        ("passed on", "left", ""): 1,
        ("passed on", "middle", ""): 1,
    }


def test_an_attempts_engines_count_once_although_its_job_is_cancelled_later() -> None:
    job = submit()
    claimed = lifecycle.claim(worker="here:1")
    assert claimed is not None
    for engine in ("left", "right"):
        lifecycle.report(job.id, attempt=claimed.attempt, progress=0, message="Drawing", engine=engine)
    lifecycle.fail(claimed, Failure(error="Gone.", code="unreachable", is_retryable=True))
    lifecycle.cancel(job.id)

    count_events()

    assert totals()["passed on", "left", ""] == 1


def test_counting_goes_on_where_it_was() -> None:
    for _ in range(3):
        end(submit(), "completed", engine="left")
        count_events()
    count_events()

    assert totals() == {("submitted", "", ""): 3, ("completed", "left", ""): 3}
    assert LogPosition.objects.get().event_id == newest_id()


def test_what_is_cut_off_in_the_middle_is_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    end(submit(), "completed", engine="left")
    counted, before = reader._add, LogPosition.objects.get().event_id

    def add_and_die(sums: object) -> None:
        counted(sums)
        raise KeyboardInterrupt

    monkeypatch.setattr(reader, "_add", add_and_die)
    with pytest.raises(KeyboardInterrupt):
        count_events()
    monkeypatch.undo()

    assert (Tally.objects.count(), LogPosition.objects.get().event_id) == (0, before)
    count_events()
    assert totals() == {("submitted", "", ""): 1, ("completed", "left", ""): 1}


def test_one_that_lags_behind_another_counts_nothing_again() -> None:
    end(submit(), "completed", engine="left")
    late = Counter()
    late.count_next()
    end(submit(), "completed", engine="left")
    count_events()

    late.count_next()

    assert totals() == {("submitted", "", ""): 2, ("completed", "left", ""): 2}


def test_slots_are_forgotten_by_their_age_and_totals_never() -> None:
    job = make_job(status="cancelled", ended_at=Now())
    for hours in (1, 30, 24 * 8, 24 * 10):
        event = JobEvent.objects.create(job=job, kind=EventKind.QUEUED, attempt=0)
        JobEvent.objects.filter(id=event.id).update(at=Now() - timedelta(hours=hours))

    count_events()

    kept = Tally.objects.order_by("slot_seconds").values_list("slot_seconds", flat=True)
    assert list(kept) == [0, 60, 900, 900, 7200, 7200, 7200]
    assert totals() == {("submitted", "", ""): 4}


@pytest.mark.django_db(transaction=True)
def test_a_number_that_was_never_used_is_passed_in_one_go() -> None:
    submit()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval(pg_get_serial_sequence('jobs_jobevent', 'id'))")
    submit()

    count_events()

    assert totals() == {("submitted", "", ""): 2}
