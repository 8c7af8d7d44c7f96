"""What becomes of an attempt that came to nothing: tried again, given up, handed back, lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from jobs import lifecycle, recovery
from jobs.hosts import host_name
from jobs.lifecycle import Failure, pause_seconds
from jobs.models import Job
from tests.factories import make_job

pytestmark = pytest.mark.django_db

REFUSED = Failure(error="Connection refused.", code="unreachable", is_retryable=True)
BUSY = Failure(error="Too many requests.", code="busy", is_retryable=True, counts=False, retry_after_seconds=30)


def claimed(*, worker: str = "elsewhere:1", **values: Any) -> Job:
    make_job(**values)
    return claim(worker=worker)


def claim(*, worker: str = "elsewhere:1") -> Job:
    job = lifecycle.claim(worker=worker)
    assert job is not None
    return job


def make_due(job: Job) -> None:
    Job.objects.filter(id=job.id).update(due_at=Now() - timedelta(seconds=1))
    assert lifecycle.queue_due_jobs() == 1


def expire(job: Job) -> None:
    Job.objects.filter(id=job.id).update(lease_until=Now() - timedelta(seconds=1))


def log_of(job: Job) -> list[tuple[str, int, str]]:
    return list(job.events.order_by("id").values_list("kind", "attempt", "error_code"))


def test_failure_that_may_pass_is_tried_three_times_in_all() -> None:
    job = claimed()
    for _ in range(2):
        assert lifecycle.fail(job, REFUSED)
        make_due(job)
        job = claim()

    lifecycle.fail(job, REFUSED)

    job.refresh_from_db()
    assert (job.status, job.failures, job.attempt, job.error, job.error_code) == (
        "failed",
        3,
        3,
        "Connection refused.",
        "unreachable",
    )
    assert log_of(job) == [
        ("processing", 1, ""),
        ("retrying", 1, "unreachable"),
        ("due", 1, "unreachable"),
        ("processing", 2, ""),
        ("retrying", 2, "unreachable"),
        ("due", 2, "unreachable"),
        ("processing", 3, ""),
        ("failed", 3, "unreachable"),
    ]


def test_permanent_failure_ends_the_job_at_once() -> None:
    job = claimed()

    lifecycle.fail(job, Failure(error="Not allowed.", code="moderation"))

    job.refresh_from_db()
    assert (job.status, job.failures) == ("failed", 1)


def test_completion_clears_the_error_of_an_earlier_attempt() -> None:
    job = claimed()
    lifecycle.fail(job, REFUSED)
    make_due(job)
    job = claim()

    lifecycle.complete(job.id, attempt=2, engine="dummy")

    job.refresh_from_db()
    assert (job.status, job.error, job.error_code, job.failures) == ("completed", "", "", 1)


def test_waiting_job_is_out_of_reach_until_it_is_due() -> None:
    job = claimed()
    lifecycle.fail(job, BUSY)

    before = (lifecycle.has_work(), lifecycle.claim(worker="elsewhere:1"), lifecycle.queue_due_jobs())
    make_due(job)

    assert before == (False, None, 0)
    assert lifecycle.has_work()
    assert claim().id == job.id


def test_want_of_place_costs_no_try() -> None:
    job = claimed()
    for _ in range(10):
        lifecycle.fail(job, BUSY)
        make_due(job)
        job = claim()

    assert (job.failures, job.attempt) == (0, 11)
    assert {kind for kind, *_ in log_of(job)} == {"processing", "postponed", "due"}


def test_want_of_place_ends_a_job_that_has_waited_too_long(settings: LazySettings) -> None:
    settings.WAIT_LIMIT_SECONDS = 60
    job = claimed()
    Job.objects.filter(id=job.id).update(created_at=F("created_at") - timedelta(seconds=61))

    lifecycle.fail(job, BUSY)

    job.refresh_from_db()
    assert (job.status, job.error_code) == ("failed", "busy")


def test_waiting_job_is_due_when_the_engine_asked() -> None:
    job = claimed()

    lifecycle.fail(job, BUSY)

    job.refresh_from_db()
    assert job.due_at is not None
    assert abs(job.due_at - timezone.now() - timedelta(seconds=30)) < timedelta(seconds=5)
    assert job.message == "Trying again in 30 s: Too many requests."


@pytest.mark.parametrize(("wish", "pause"), [(0, 1), (-5, 1), (0.5, 1), (7, 7), (10 * 365 * 86_400, 3600)])
def test_engines_wish_is_clamped(wish: float, pause: float) -> None:
    assert pause_seconds(failures=1, retry_after_seconds=wish) == pause


@pytest.mark.parametrize(("failures", "ceiling"), [(1, 2), (2, 4), (3, 8), (20, 300)])
def test_backoff_is_spread_over_a_growing_span(failures: int, ceiling: float) -> None:
    pauses = [pause_seconds(failures=failures, retry_after_seconds=None) for _ in range(500)]

    assert 0 <= min(pauses) < ceiling * 0.1
    assert ceiling * 0.9 < max(pauses) <= ceiling


def test_cancel_reaches_a_waiting_job() -> None:
    job = claimed()
    lifecycle.fail(job, BUSY)

    assert lifecycle.cancel(job.id)

    job.refresh_from_db()
    assert (job.status, job.due_at) == ("cancelled", None)


def test_released_job_is_queued_at_once_and_costs_no_try() -> None:
    job = claimed()

    assert lifecycle.release(job.id, attempt=1)

    job.refresh_from_db()
    assert (job.status, job.failures, job.lease_until) == ("queued", 0, None)
    assert not lifecycle.complete(job.id, attempt=1, engine="dummy")


def test_expired_lease_gives_the_job_to_another_and_refuses_the_first() -> None:
    job = claimed()
    expire(job)

    reaped = [recovery.reap(), recovery.reap()]
    second = claim()

    assert reaped == [1, 0]
    assert second.attempt == 2
    assert not lifecycle.complete(job.id, attempt=1, engine="dummy")
    assert lifecycle.complete(job.id, attempt=2, engine="dummy")
    assert log_of(job) == [
        ("processing", 1, ""),
        ("lost", 1, "worker_lost"),
        ("processing", 2, ""),
        ("completed", 2, ""),
    ]


def test_renewed_lease_is_not_reaped() -> None:
    job = claimed()
    expire(job)

    renewed = lifecycle.renew_lease(job.id, attempt=1)

    assert renewed
    assert recovery.reap() == 0
    assert not lifecycle.renew_lease(job.id, attempt=2)


def test_job_whose_worker_dies_each_time_ends_as_worker_lost() -> None:
    job = claimed()
    for _ in range(2):
        expire(job)
        recovery.reap()
        job = claim()
    expire(job)

    recovery.reap()

    job.refresh_from_db()
    assert (job.status, job.error_code, job.failures) == ("failed", "worker_lost", 3)


def test_dead_worker_of_this_host_loses_its_job_before_the_lease_ends() -> None:
    dead = claimed(worker=f"{host_name()}:{2**22 + 1}")
    ours = claimed(worker=f"{host_name()}:1")
    elsewhere = claimed(worker=f"elsewhere:{2**22 + 1}")

    assert recovery.reap_this_host() == 1

    statuses = [Job.objects.get(id=job.id).status for job in (dead, ours, elsewhere)]
    assert statuses == ["queued", "processing", "processing"]


def test_reconcile_counts_before_it_mends() -> None:
    expire(claimed())
    unsaid = make_job(status="completed", ended_at=timezone.now())
    found = recovery.Findings(expired_leases=1, missing_events=1)

    assert [recovery.reconcile(is_dry=True), recovery.reconcile(is_dry=False)] == [found, found]
    assert recovery.reconcile(is_dry=False) == recovery.Findings()
    assert log_of(unsaid) == [("completed", 0, "")]
