"""What a ticket does: claim the best queued job, run it under its deadline and record how it ended.

What a job is about is not known here: `settings.JOB_RUNNER` names the function that does it, and that function
completes the job in the transaction that stores its result.
"""

import logging
import os
import time
from collections.abc import Callable

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.utils.module_loading import import_string

from jobs import lifecycle
from jobs.models import Job

logger = logging.getLogger(__name__)

# A ticket works on for this long while there is work: handing out tickets costs more than claiming.
TICKET_SECONDS = 1.0
# How often an attempt asks whether it still owns its job, and how often it says how far it is, at the most.
CHECK_SECONDS = 0.5
REPORT_SECONDS = 0.25


class AttemptEnded(Exception):
    """The attempt is over before its runner is: base of the two reasons below."""


class AttemptSuperseded(AttemptEnded):
    """The job was cancelled or taken over: throw away what there is and write nothing."""


class AttemptOverdue(AttemptEnded):
    """The attempt took longer than its limit."""


class AttemptFailed(Exception):
    """The runner could not do the job. `code` is for machines, `retryable` says whether trying again may help."""

    def __init__(self, message: str, *, code: str, retryable: bool) -> None:
        super().__init__(message)
        self.code = code
        self.retryable = retryable


class Attempt:
    """One attempt at one job, as its runner sees it: what to report to, and what to ask whether to go on."""

    def __init__(self, job: Job, *, limit_seconds: float) -> None:
        self.job_id = job.id
        self.number = job.attempt
        self.engine = ""
        self.limit_seconds = limit_seconds
        self._deadline = time.monotonic() + limit_seconds
        self._progress = 0
        self._asked_at = self._reported_at = 0.0

    def report(self, percent: int, message: str) -> None:
        """Record how far it is; raise AttemptEnded if the result is not wanted any more."""
        self._progress = max(self._progress, min(percent, 100))
        now = time.monotonic()
        if now - self._reported_at < REPORT_SECONDS:
            self.check()
            return
        self._raise_if_overdue(now)
        self._reported_at = self._asked_at = now
        if not lifecycle.report(
            self.job_id, attempt=self.number, progress=self._progress, message=message, engine=self.engine
        ):
            raise AttemptSuperseded

    def check(self) -> None:
        """Raise AttemptEnded if the result is not wanted any more."""
        now = time.monotonic()
        self._raise_if_overdue(now)
        if now - self._asked_at < CHECK_SECONDS:
            return
        self._asked_at = now
        if not lifecycle.is_owned(self.job_id, attempt=self.number):
            raise AttemptSuperseded

    def _raise_if_overdue(self, now: float) -> None:
        if now > self._deadline:
            raise AttemptOverdue(f"Drawing took longer than {self.limit_seconds:g} seconds.")


Runner = Callable[[Job, Attempt], None]

_is_draining: Callable[[], bool] = bool  # which says no


def drain_on(is_draining: Callable[[], bool]) -> None:
    """Have every worker that is forked from now on ask this before it claims, and claim nothing more once it is so."""
    global _is_draining  # noqa: PLW0603  (inherited through fork; there is no other way into django-q2's workers)
    _is_draining = is_draining


def work() -> None:
    """Work on queued jobs for about a second; the function that every ticket names."""
    stop_at = time.monotonic() + TICKET_SECONDS
    try:
        while not _is_draining() and (job := lifecycle.claim(worker=worker_name())) is not None:
            run(job)
            if time.monotonic() > stop_at:
                return
    except (OperationalError, InterfaceError) as error:
        # The database is away. Its broker notices, too, and hands out tickets again when it is back.
        logger.warning("the database does not answer: %s", error)
        connection.close()


def run(job: Job) -> None:
    """Run a claimed job and record how it ended, whatever happens."""
    runner: Runner = import_string(settings.JOB_RUNNER)
    attempt = Attempt(job, limit_seconds=settings.ATTEMPT_TIMEOUT_SECONDS)
    try:
        runner(job, attempt)
    except AttemptSuperseded:
        logger.info("job %s: attempt %d was superseded, its result is thrown away", job.id, job.attempt)
    except AttemptOverdue as overdue:
        lifecycle.time_out(job.id, attempt=job.attempt, error=str(overdue))
    except AttemptFailed as failure:
        lifecycle.fail(job.id, attempt=job.attempt, error=str(failure), code=failure.code)
    except SystemExit:
        # django-q2's own timeout, behind ours: an engine that does not listen.
        lifecycle.time_out(job.id, attempt=job.attempt, error="Drawing was stopped because it did not end.")
        raise
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("job %s: the runner crashed", job.id)
        lifecycle.fail(job.id, attempt=job.attempt, error="Drawing failed for a reason of our own.", code="crash")


def worker_name() -> str:
    """Return this process's name among all workers of all hosts."""
    return f"{settings.HOST_NAME}:{os.getpid()}"
