"""What a ticket does: claim the best queued job, run it under its lease and deadline, record how it ended, go on.

What a job is about is not known here: `settings.JOB_RUNNER` names the function that does it, and that function
completes the job in the transaction that stores its result.
"""

import logging
import os
import time
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.utils.module_loading import import_string

from jobs import lifecycle
from jobs.gate import gate
from jobs.hosts import host_name
from jobs.lifecycle import Failure
from jobs.models import Job
from jobs.places import places
from jobs.supervisor import name_process
from jobs.wakeup import wait_for_change
from jobs.watchdog import Watchdog

logger = logging.getLogger(__name__)

# After its last job a worker waits this long for the next one itself, which is quicker than a new ticket.
LINGER_SECONDS = 1.0
# Then, and at the latest after this long, it gives its ticket back, so that django-q2 can recycle it.
TICKET_SECONDS = 60.0
# How long to leave a database alone that does not answer.
AWAY_SECONDS = 0.5
# How often an attempt says how far it is, at the most.
REPORT_SECONDS = 0.25
# Renewing a lease is a write; asking whether the attempt still owns its job is a read.
RENEWALS_PER_LEASE = 4


# By which the cluster's main process tells workers from its other children.
PROCESS_NAME = "worker"


def _never() -> bool:
    return False


class AttemptEnded(Exception):
    """The attempt is over before its runner is: base of the two reasons below."""


class AttemptSuperseded(AttemptEnded):
    """The job was cancelled or taken over: throw away what there is and write nothing."""


class AttemptOverdue(AttemptEnded):
    """The attempt took longer than its limit."""


class AttemptFailed(Exception):
    """The runner could not do the job; the failure says why, and whether trying again may help."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.error)
        self.failure = failure


class Attempt:
    """One attempt at one job, as its runner sees it: what to report to, and what to ask whether to go on.

    The watchdog's thread calls `look`; all else is called by the thread that draws. While `may_go_on`, its completion
    takes the next job for its worker.
    """

    def __init__(self, job: Job, *, limit_seconds: float, may_go_on: Callable[[], bool] = _never) -> None:
        self.job_id = job.id
        self.next_job: Job | None = None
        self._may_go_on = may_go_on
        self.number = job.attempt
        self.engine = ""
        self.limit_seconds = limit_seconds
        self._deadline = time.monotonic() + limit_seconds
        self._renew_at = time.monotonic() + settings.LEASE_SECONDS / RENEWALS_PER_LEASE
        self._ended: AttemptEnded | None = None
        self._progress = 0
        self._reported_at = 0.0
        self._reported: tuple[int, str, str] | None = None

    def use_engine(self, engine: str, *, limit_seconds: float) -> None:
        """Name the engine that draws from now on; it has so many seconds from now on."""
        self.engine = engine
        # Which engines an attempt was at is told by its reports, so the next one is written however soon it comes.
        self._reported_at = 0.0
        self.limit_seconds = limit_seconds
        self._deadline = time.monotonic() + limit_seconds

    def report(self, percent: int, message: str) -> None:
        """Record how far it is; raise AttemptEnded if the result is not wanted any more."""
        self.check()
        self._progress = max(self._progress, min(percent, 100))
        now, news = time.monotonic(), (self._progress, message, self.engine)
        if now - self._reported_at < REPORT_SECONDS or news == self._reported:
            return
        self._reported_at, self._reported = now, news
        if not lifecycle.report(
            self.job_id, attempt=self.number, progress=self._progress, message=message, engine=self.engine
        ):
            raise AttemptSuperseded

    def check(self) -> None:
        """Raise AttemptEnded if the result is not wanted any more; costs nothing, the watchdog does the asking."""
        if self._ended is None and time.monotonic() > self._deadline:
            self._ended = self._overdue()
        if self._ended is not None:
            raise self._ended

    def complete(self) -> None:
        """Record success, in the transaction that stores the result; raise AttemptSuperseded if the job is not ours."""
        if self._may_go_on():
            is_completed, self.next_job = lifecycle.complete_and_claim(
                self.job_id, attempt=self.number, engine=self.engine, worker=worker_name()
            )
        else:
            is_completed = lifecycle.complete(self.job_id, attempt=self.number, engine=self.engine)
        if not is_completed:
            raise AttemptSuperseded

    def look(self) -> bool:
        """Renew the lease in time and ask whether the attempt still owns its job; record it when it is overdue."""
        now = time.monotonic()
        if now > self._deadline:
            self._ended = self._overdue()
            # Written here, because the thread that draws may never come back.
            lifecycle.time_out(self.job_id, attempt=self.number, error=str(self._ended))
            return False
        if now > self._renew_at:
            self._renew_at = now + settings.LEASE_SECONDS / RENEWALS_PER_LEASE
            is_ours = lifecycle.renew_lease(self.job_id, attempt=self.number)
        else:
            is_ours = lifecycle.is_owned(self.job_id, attempt=self.number)
        if not is_ours:
            self._ended = AttemptSuperseded()
        return is_ours

    def interruption(self) -> AttemptEnded:
        return self._ended or AttemptSuperseded()

    def _overdue(self) -> AttemptOverdue:
        return AttemptOverdue(f"Drawing took longer than {self.limit_seconds:g} seconds.")


Runner = Callable[[Job, Attempt], None]


@cache
def _watchdog() -> Watchdog:
    """Return this process's watchdog; made after the fork, because threads do not survive one."""
    return Watchdog()


def work() -> None:
    """Work on queued jobs while there are any and a place is free; the function that every ticket names."""
    begin_ticket()
    with places().take_one() as is_taken:
        try:
            if is_taken:
                _work(until=time.monotonic() + TICKET_SECONDS)
        except (OperationalError, InterfaceError) as error:
            # The database is away. The broker notices, too, and hands out tickets again when it is back.
            logger.warning("the database does not answer: %s", error)
            connection.close()


def begin_ticket() -> None:
    """Say that this process is a worker, and that it has taken a ticket."""
    name_process(PROCESS_NAME)
    places().note_ticket()


def run(job: Job, *, may_go_on: Callable[[], bool] = _never) -> Job | None:
    """Run a claimed job and record how it ended, whatever happens; return the next one if that was claimed with it."""
    runner: Runner = import_string(settings.JOB_RUNNER)
    attempt = Attempt(job, limit_seconds=settings.ATTEMPT_TIMEOUT_SECONDS, may_go_on=may_go_on)
    try:
        with _watchdog().guard(attempt):
            runner(job, attempt)
    except AttemptSuperseded:
        logger.info("job %s: attempt %d was superseded, its result is thrown away", job.id, job.attempt)
    except AttemptOverdue as overdue:
        lifecycle.time_out(job.id, attempt=job.attempt, error=str(overdue))
    except AttemptFailed as failed:
        lifecycle.fail(job, failed.failure)
    except (OperationalError, InterfaceError) as error:
        logger.warning("job %s: the database does not answer: %s", job.id, error)
        _hand_back(job)
    except Exception:
        logger.exception("job %s: the runner crashed", job.id)
        lifecycle.fail(job, Failure(error="Drawing failed for a reason of our own.", code="crash"))
    else:
        # What was claimed in a transaction that failed was not claimed.
        return attempt.next_job
    return None


def _hand_back(job: Job) -> None:
    """Queue a job again as soon as the database answers; whether its attempt was completed only the database knows.

    When it does not answer within the lease, the lease's end does the same.
    """
    until = time.monotonic() + settings.LEASE_SECONDS
    while time.monotonic() < until:
        connection.close()
        try:
            lifecycle.release(job.id, attempt=job.attempt)
        except (OperationalError, InterfaceError):
            time.sleep(AWAY_SECONDS)
        else:
            return


def worker_name() -> str:
    """Return this process's name among all workers of all hosts."""
    return f"{host_name()}:{os.getpid()}"


def _work(*, until: float) -> None:
    def may_go_on() -> bool:
        return not places().is_draining() and time.monotonic() < until

    linger_until = 0.0
    while may_go_on():
        job = gate().claim(worker=worker_name())
        if job is not None:
            while job is not None:
                # Where the gate must be asked, it is asked anew for each.
                job = run(job, may_go_on=may_go_on if gate().is_open() else _never)
            linger_until = time.monotonic() + LINGER_SECONDS
        elif time.monotonic() > linger_until:
            return
        else:
            wait_for_change(linger_until - time.monotonic())
