"""Every transition: what it changes, what it refuses, and that two at once make one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from jobs import lifecycle
from jobs.lifecycle import Failure, NewJob, Submission
from jobs.models import Job, JobEvent, JobStatus, JobSubscription, Priority
from tests.factories import make_job

LANTERN = {"entity_kind": "thing", "entity_type": "item", "entity_id": "thing_1"}


def wish(**values: Any) -> NewJob:
    return NewJob(**{"prompt": "A lantern.", "width": 64, "height": 64, "seed": 0} | values)


def log_of(job: Job) -> list[tuple[str, int, int, str]]:
    return list(job.events.order_by("id").values_list("kind", "attempt", "progress", "message"))


def claimed(**values: Any) -> Job:
    make_job(**values)
    job = lifecycle.claim(worker="here:1")
    assert job is not None
    return job


@pytest.mark.django_db
def test_submit_queues_a_job_with_its_event() -> None:
    submission = lifecycle.submit(wish(prompt="Preamble\n\n" + "x" * 60, preamble_length=10, client_id="tab"))

    job = Job.objects.get()
    assert submission == Submission(job=job, is_new=True)
    assert (job.status, job.attempt, job.prompt_preview) == ("queued", 0, "x" * 50 + "...")
    assert (job.preamble, job.description) == ("Preamble", "x" * 60)
    assert log_of(job) == [("queued", 0, 0, "Waiting for a worker")]


@pytest.mark.django_db
def test_submit_for_an_entity_with_an_active_job_subscribes_to_that() -> None:
    first = lifecycle.submit(wish(**LANTERN, client_id="one")).job

    second = lifecycle.submit(wish(**LANTERN, client_id="two"))
    lifecycle.submit(wish(**LANTERN, client_id="two"))
    lifecycle.submit(wish(**LANTERN, client_id="one"))

    assert second == Submission(job=first, is_new=False)
    assert list(JobSubscription.objects.values_list("job_id", "client_id")) == [(first.id, "two")]
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_submit_after_the_entitys_job_has_ended_makes_a_new_one() -> None:
    first = lifecycle.submit(wish(**LANTERN)).job
    lifecycle.cancel(first.id)

    second = lifecycle.submit(wish(**LANTERN))

    assert second.is_new
    assert second.job.id > first.id


@pytest.mark.django_db
def test_claim_takes_by_priority_then_age() -> None:
    batch = make_job(priority=Priority.BATCH)
    first, second = make_job(), make_job()

    order = [lifecycle.claim(worker="here:1") for _ in range(4)]

    assert order == [first, second, batch, None]


@pytest.mark.django_db
def test_claim_starts_an_attempt() -> None:
    before = timezone.now()

    job = claimed()

    assert (job.status, job.attempt, job.worker, job.progress) == ("processing", 1, "here:1", 0)
    assert job.started_at is not None
    # The database's clock may be rounded to a millisecond.
    assert abs((job.started_at - before).total_seconds()) < 5
    assert Job.objects.get().started_at == job.started_at
    assert log_of(job) == [("processing", 1, 0, "Starting")]


@pytest.mark.django_db
def test_report_never_goes_back_within_an_attempt() -> None:
    job = claimed()

    told = [
        lifecycle.report(job.id, attempt=1, progress=progress, message="Cutting", engine="dummy")
        for progress in (10, 50, 40, 50)
    ]

    assert told == [True, True, False, True]
    assert [progress for kind, _, progress, _ in log_of(job) if kind == "progress"] == [10, 50, 50]
    assert Job.objects.get().engine == "dummy"


def complete(job: Job, *, attempt: int) -> bool:
    return lifecycle.complete(job.id, attempt=attempt, engine="dummy")


def fail(job: Job, *, attempt: int) -> bool:
    job.attempt = attempt
    return lifecycle.fail(job, Failure(error="No ink.", code="no_ink"))


def time_out(job: Job, *, attempt: int) -> bool:
    return lifecycle.time_out(job.id, attempt=attempt, error="Too slow.")


End = Callable[..., bool]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("end", "status", "message", "error", "code", "progress"),
    [
        (complete, "completed", "Done", "", "", 100),
        (fail, "failed", "Failed", "No ink.", "no_ink", 30),
        (time_out, "timeout", "Timed out", "Too slow.", "timeout", 30),
    ],
)
def test_owner_ends_its_job_once(end: End, status: str, message: str, error: str, code: str, progress: int) -> None:
    job = claimed()
    lifecycle.report(job.id, attempt=1, progress=30, message="Cutting", engine="dummy")

    ended = [end(job, attempt=1), end(job, attempt=1), lifecycle.cancel(job.id)]

    job.refresh_from_db()
    assert ended == [True, False, False]
    assert (job.status, job.message, job.error, job.error_code, job.progress) == (
        status,
        message,
        error,
        code,
        progress,
    )
    assert job.ended_at is not None
    assert log_of(job)[-1] == (status, 1, progress, message)
    assert JobEvent.objects.filter(job=job, kind__in=JobStatus.ENDED).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("end", [complete, fail, time_out])
def test_another_attempt_changes_nothing(end: End) -> None:
    job = claimed()

    refused = [
        end(job, attempt=0),
        end(job, attempt=2),
        lifecycle.report(job.id, attempt=2, progress=1, message="", engine=""),
        lifecycle.is_owned(job.id, attempt=2),
    ]

    job.refresh_from_db()
    assert refused == [False] * 4
    assert job.status == JobStatus.PROCESSING
    assert len(log_of(job)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("end", [complete, fail, time_out])
def test_cancelled_job_is_nobodys(end: End) -> None:
    job = claimed()

    cancelled = [lifecycle.cancel(job.id), lifecycle.cancel(job.id), end(job, attempt=1)]

    job.refresh_from_db()
    assert cancelled == [True, False, False]
    assert (job.status, job.error, job.error_code) == ("cancelled", "Job cancelled by user", "cancelled")
    assert [kind for kind, *_ in log_of(job)] == ["processing", "cancelled"]


@pytest.mark.django_db
def test_cancelled_queued_job_is_never_claimed() -> None:
    job = make_job()

    lifecycle.cancel(job.id)

    assert lifecycle.claim(worker="here:1") is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [
        {"status": "completed"},
        {"status": "queued", "ended_at": timezone.now()},
        {"status": "lost"},
        {"progress": 101},
    ],
)
def test_database_refuses_impossible_rows(values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_job(**values)


@pytest.mark.django_db
def test_database_refuses_a_second_end() -> None:
    job = claimed()
    lifecycle.cancel(job.id)

    with pytest.raises(IntegrityError), transaction.atomic():
        JobEvent.objects.create(job=job, kind="completed", attempt=1)


def at_once(call: Callable[[], Any], *, threads: int) -> list[Any]:
    """Call from several connections that start together."""
    barrier = Barrier(threads)

    def run() -> Any:
        try:
            barrier.wait()
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return [future.result() for future in [pool.submit(run) for _ in range(threads)]]


@pytest.mark.django_db(transaction=True)
def test_requests_for_one_entity_at_once_make_one_job() -> None:
    submissions = at_once(lambda: lifecycle.submit(wish(**LANTERN, client_id="tab")), threads=8)

    assert sorted(submission.is_new for submission in submissions) == [False] * 7 + [True]
    assert {submission.job.id for submission in submissions} == {Job.objects.get().id}


@pytest.mark.django_db(transaction=True)
def test_claims_at_once_take_each_job_once() -> None:
    jobs = [make_job() for _ in range(12)]

    def claim_all() -> list[Job]:
        return list(iter(lambda: lifecycle.claim(worker="here:1"), None))

    taken = [job.id for claimed in at_once(claim_all, threads=4) for job in claimed]

    assert sorted(taken) == [job.id for job in jobs]


@pytest.mark.django_db(transaction=True)
def test_cancel_and_complete_at_once_agree_on_one_end() -> None:
    for _ in range(20):
        job = claimed()
        calls = iter([lambda job=job: lifecycle.cancel(job.id), lambda job=job: complete(job, attempt=1)])

        outcomes = at_once(lambda calls=calls: next(calls)(), threads=2)

        assert sorted(outcomes) == [False, True]
        assert JobEvent.objects.filter(job=job, kind__in=JobStatus.ENDED).count() == 1
