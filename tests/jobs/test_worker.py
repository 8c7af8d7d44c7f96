"""A worker ends every job it claims in the state its runner earned, and keeps out of what is not its own any more."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import LazySettings

from jobs import lifecycle, worker
from jobs.models import Job
from jobs.worker import Attempt, AttemptFailed
from tests.factories import make_job

pytestmark = pytest.mark.django_db


def completes(job: Job, attempt: Attempt) -> None:
    attempt.engine = "dummy"
    attempt.report(40, "Half")
    lifecycle.complete(job.id, attempt=attempt.number, engine="dummy")


def fails(job: Job, attempt: Attempt) -> None:
    raise AttemptFailed("No ink.", code="no_ink", retryable=False)


def crashes(job: Job, attempt: Attempt) -> None:
    raise ZeroDivisionError


def is_too_slow(job: Job, attempt: Attempt) -> None:
    while True:
        attempt.check()


def is_cancelled_meanwhile(job: Job, attempt: Attempt) -> None:
    lifecycle.cancel(job.id)
    attempt.report(40, "Half")


def use(settings: LazySettings, runner: Callable[[Job, Attempt], None]) -> None:
    settings.JOB_RUNNER = f"{__name__}.{runner.__name__}"


@pytest.mark.parametrize(
    ("runner", "status", "error", "code"),
    [
        (completes, "completed", "", ""),
        (fails, "failed", "No ink.", "no_ink"),
        (crashes, "failed", "Drawing failed for a reason of our own.", "crash"),
        (is_too_slow, "timeout", "Drawing took longer than 0.05 seconds.", "timeout"),
        (is_cancelled_meanwhile, "cancelled", "Job cancelled by user", "cancelled"),
    ],
)
def test_work_ends_a_job_as_its_runner_earned(
    settings: LazySettings, runner: Callable[[Job, Attempt], None], status: str, error: str, code: str
) -> None:
    use(settings, runner)
    settings.ATTEMPT_TIMEOUT_SECONDS = 0.05
    job = make_job()

    worker.work()

    job.refresh_from_db()
    assert (job.status, job.error, job.error_code, job.worker) == (status, error, code, worker.worker_name())


def test_work_goes_on_while_there_are_jobs(settings: LazySettings) -> None:
    use(settings, completes)
    for _ in range(5):
        make_job()

    worker.work()

    assert set(Job.objects.values_list("status")) == {("completed",)}


@pytest.fixture
def drained() -> Iterator[None]:
    worker.drain_on(lambda: True)
    yield
    worker.drain_on(lambda: False)


def test_work_claims_nothing_while_draining(settings: LazySettings, drained: None) -> None:
    use(settings, completes)
    make_job()

    worker.work()

    assert set(Job.objects.values_list("status")) == {("queued",)}


def test_timeout_of_the_queue_itself_ends_the_job_and_the_worker(settings: LazySettings) -> None:
    settings.JOB_RUNNER = f"{__name__}.is_stopped_by_the_queue"
    job = make_job()

    with pytest.raises(SystemExit):
        worker.work()

    job.refresh_from_db()
    assert (job.status, job.error) == ("timeout", "Drawing was stopped because it did not end.")


def is_stopped_by_the_queue(job: Job, attempt: Attempt) -> None:
    raise SystemExit("Task exceeded its timeout")


def test_progress_is_thinned_but_asked_for_each_time(settings: LazySettings) -> None:
    make_job()
    job = lifecycle.claim(worker="here:1")
    assert job is not None
    attempt = Attempt(job, limit_seconds=60)

    for percent in range(100):
        attempt.report(percent, "Cutting")

    assert job.events.filter(kind="progress").count() < 20
