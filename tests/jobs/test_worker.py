"""A worker ends every job it claims in the state its runner earned, and keeps out of what is not its own any more."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import LazySettings
from django.db import transaction

from jobs import lifecycle, worker
from jobs.lifecycle import Failure
from jobs.models import Job
from jobs.places import open_places
from jobs.worker import Attempt, AttemptFailed
from tests.factories import make_job

pytestmark = pytest.mark.django_db


def completes(job: Job, attempt: Attempt) -> None:
    attempt.engine = "dummy"
    attempt.report(40, "Half")
    attempt.complete()


def fails(job: Job, attempt: Attempt) -> None:
    raise AttemptFailed(Failure(error="No ink.", code="no_ink"))


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
    open_places(drawing=1).drain()
    yield
    open_places(drawing=1)


def test_work_claims_nothing_while_draining(settings: LazySettings, drained: None) -> None:
    use(settings, completes)
    make_job()

    worker.work()

    assert set(Job.objects.values_list("status")) == {("queued",)}


def test_progress_is_thinned_but_asked_for_each_time(settings: LazySettings) -> None:
    make_job()
    job = lifecycle.claim(worker="here:1")
    assert job is not None
    attempt = Attempt(job, limit_seconds=60)

    for percent in range(100):
        attempt.report(percent, "Cutting")

    assert job.events.filter(kind="progress").count() < 20


@pytest.fixture
def two_jobs() -> tuple[Job, Job]:
    """The first is claimed, the second queued."""
    make_job(), make_job()
    first = lifecycle.claim(worker=worker.worker_name())
    assert first is not None
    return first, Job.objects.queued().get()


def test_completion_claims_the_next_job(settings: LazySettings, two_jobs: tuple[Job, Job]) -> None:
    use(settings, completes)
    first, second = two_jobs

    claimed = worker.run(first, may_go_on=lambda: True)

    assert (claimed, claimed and claimed.attempt) == (second, 1)
    assert list(second.events.values_list("kind", "worker")) == [("processing", worker.worker_name())]
    assert list(Job.objects.order_by("id").values_list("status", "engine")) == [
        ("completed", "dummy"),
        ("processing", ""),
    ]


def test_completion_claims_nothing_when_the_queue_is_empty(settings: LazySettings, two_jobs: tuple[Job, Job]) -> None:
    use(settings, completes)
    first, second = two_jobs
    lifecycle.cancel(second.id)

    assert worker.run(first, may_go_on=lambda: True) is None
    assert list(Job.objects.order_by("id").values_list("status")) == [("completed",), ("cancelled",)]


def test_completion_claims_nothing_while_draining(settings: LazySettings, two_jobs: tuple[Job, Job]) -> None:
    use(settings, completes)
    first, _ = two_jobs

    assert worker.run(first, may_go_on=lambda: False) is None
    assert list(Job.objects.order_by("id").values_list("status")) == [("completed",), ("queued",)]


def completes_too_late(job: Job, attempt: Attempt) -> None:
    lifecycle.cancel(job.id)
    attempt.complete()


def test_completion_that_came_too_late_claims_nothing(settings: LazySettings, two_jobs: tuple[Job, Job]) -> None:
    use(settings, completes_too_late)
    first, _ = two_jobs

    assert worker.run(first, may_go_on=lambda: True) is None
    assert list(Job.objects.order_by("id").values_list("status")) == [("cancelled",), ("queued",)]


def completes_and_cannot_store(job: Job, attempt: Attempt) -> None:
    with transaction.atomic():
        attempt.complete()
        raise AttemptFailed(Failure(error="No ink.", code="no_ink"))


def test_completion_that_is_rolled_back_claims_nothing(settings: LazySettings, two_jobs: tuple[Job, Job]) -> None:
    use(settings, completes_and_cannot_store)
    first, _ = two_jobs

    assert worker.run(first, may_go_on=lambda: True) is None
    assert list(Job.objects.order_by("id").values_list("status")) == [("failed",), ("queued",)]
