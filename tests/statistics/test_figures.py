"""Figures beside what one gets by counting the events one by one."""

import random
import statistics
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models.functions import Now

from imagesvc.statistics import reader
from imagesvc.statistics.figures import Percentiles, Span, figures, standing
from imagesvc.statistics.reader import count_events, slot_start
from jobs import lifecycle
from jobs.clock import database_time
from jobs.models import EventKind, Job, JobEvent, Priority, new_id
from tests.factories import make_job
from tests.statistics.happenings import end, submit

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have one go count everything, however busy the machine is."""
    monkeypatch.setattr(reader, "GO_SECONDS", 60.0)


def make_history(*, now: datetime, number: int, age_seconds: int) -> list[tuple[Job, datetime]]:
    """Write jobs that ended at random moments, with the event of each end."""
    chance = random.Random(7)
    jobs, events = [], []
    for _ in range(number):
        ended_at = now - chance.uniform(1, age_seconds) * SECOND
        started_at = ended_at - chance.lognormvariate(1, 1) * SECOND
        status = chance.choices(["completed", "failed", "timeout"], [8, 1, 1])[0]
        job = Job(
            id=new_id(),
            prompt="A lighthouse.",
            width=64,
            height=64,
            seed=1,
            status=status,
            engine=chance.choice(["left", "right"]),
            error_code="" if status == "completed" else chance.choice(["timeout", "out_of_memory", "unreachable"]),
            attempt=1,
            created_at=started_at - chance.lognormvariate(2, 1) * SECOND,
            started_at=started_at,
            ended_at=ended_at,
        )
        jobs.append(job)
        copied = {name: getattr(job, name) for name in ("status", "engine", "error_code", "attempt")}
        events.append(JobEvent(job=job, kind=EventKind(status), at=ended_at, **copied))
    Job.objects.bulk_create(jobs)
    JobEvent.objects.bulk_create(events)
    return [(job, event.at) for job, event in zip(jobs, events, strict=True)]


@pytest.mark.parametrize("span", Span, ids=lambda span: span.word)
def test_figures_are_what_counting_one_by_one_gives(span: Span) -> None:
    now = database_time()
    history = make_history(now=now, number=700, age_seconds=span.slots * span.slot_seconds)
    count_events()

    found = figures(span, now=now)

    starts = [slot.starts_at for slot in found.slots]
    shown = [(job, slot_start(at, slot_seconds=span.slot_seconds)) for job, at in history if at >= starts[0]]
    completed = [job for job, _ in shown if job.status == "completed"]
    assert len(starts) == span.slots
    assert starts[-1] <= now < starts[-1] + span.slot_seconds * SECOND
    assert [(slot.completed, slot.failed) for slot in found.slots] == [
        (
            sum(job.status == "completed" and start == slot for job, slot in shown),
            sum(job.status != "completed" and start == slot for job, slot in shown),
        )
        for start in starts
    ]
    assert (found.completed, found.failed) == (len(completed), len(shown) - len(completed))
    assert {each.engine: (each.completed, each.failed) for each in found.engines} == {
        engine: (
            sum(job.engine == engine for job in completed),
            sum(job.engine == engine and job.status != "completed" for job, _ in shown),
        )
        for engine in ("left", "right")
    }
    assert found.wait == close_to([(job.started_at - job.created_at) / SECOND for job, _ in shown])
    assert found.run == close_to([(job.ended_at - job.started_at) / SECOND for job in completed])


def close_to(durations: list[float]) -> Percentiles:
    """Return the percentiles of durations, to be compared within the width of a bucket."""
    quantiles = statistics.quantiles(durations, n=20)
    return Percentiles(*(pytest.approx(quantiles[place], rel=0.2) for place in (9, 18)))


def test_the_engine_that_fails_most_comes_first_with_its_reason() -> None:
    end(submit(), "completed", engine="well")
    end(submit(), "completed", engine="ill")
    end(submit(), "failed", engine="ill", code="out_of_memory")
    end(submit(), "failed", engine="ill", code="out_of_memory")
    end(submit(), "timeout", engine="ill")
    count_events()

    engines = figures(Span.HOUR).engines

    assert [(each.engine, each.completed, each.failed, each.rate, each.most_frequent_code) for each in engines] == [
        ("ill", 1, 3, 0.75, "out_of_memory"),
        ("well", 1, 0, 0.0, ""),
    ]


def test_the_standing_of_an_empty_queue() -> None:
    found = standing()

    assert found.now.tzinfo is UTC
    assert (found.pending, found.processing, found.oldest_pending_at, found.is_paused) == (0, 0, None, False)
    assert (found.completed_in_minute, found.failed_in_minute, found.failed_in_hour) == (0, 0, 0)
    assert found.completed_per_minute == 0


def test_the_standing_counts_what_waits_and_what_has_just_ended() -> None:
    end(submit(), "completed", engine="left")
    end(submit(), "failed", engine="left", code="refused")
    made_at = database_time() - timedelta(hours=2)
    make_job(status="waiting", due_at=Now(), created_at=made_at)
    make_job(priority=Priority.BATCH)
    make_job(status="processing")
    lifecycle.pause(by="alice")
    count_events()

    found = standing()

    assert (found.pending, found.processing, found.oldest_pending_at) == (2, 1, made_at)
    assert (found.is_paused, found.paused_by) == (True, "alice")
    assert (found.completed_in_minute, found.failed_in_minute, found.failed_in_hour) == (1, 1, 1)
