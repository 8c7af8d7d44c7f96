"""django-q2's broker on the Job table: waits until a job is queued and hands out tickets that say only "work".

Nothing is stored, fetched ahead or given twice: which job a ticket is for is decided by the worker's claim. Enqueueing
through django-q2 is refused, so nothing that could be called by name ever stands in a queue.
"""

import logging
import time
import uuid
from typing import Any

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone
from django_q.brokers import Broker
from django_q.signing import SignedPackage

from jobs.models import Job

logger = logging.getLogger(__name__)

# However a wake-up may be lost, a look every half second finds the job.
LOOK_SECONDS = 0.5
# SQLite's change counter is in memory; reading it this often costs about a twentieth of a core.
SQLITE_POLL_SECONDS = 0.005
# While the database is away.
AWAY_SECONDS = 0.5


class JobBroker(Broker):
    """The part of django-q2's broker interface that its pusher and monitor use."""

    def dequeue(self) -> list[tuple[str, str]] | None:
        """Return a ticket if a job is queued; wait up to half a second for one."""
        try:
            if not _job_is_queued():
                _wait_for_change()
                if not _job_is_queued():
                    return None
        except (OperationalError, InterfaceError) as error:
            # An exception would put the pusher to sleep for ten seconds and end it.
            logger.warning("the database does not answer: %s", error)
            connection.close()
            time.sleep(AWAY_SECONDS)
            return None
        return [_ticket()]

    def enqueue(self, task: Any) -> str:  # noqa: ARG002  (django-q2's signature)
        raise RuntimeError("Jobs are queued by jobs.lifecycle.submit; nothing else is run by the workers.")

    def queue_size(self) -> int:
        return Job.objects.queued().count()

    def ping(self) -> bool:
        return True

    def info(self) -> str:
        return "imagesvc Job table"


def _job_is_queued() -> bool:
    return Job.objects.queued().exists()


def _ticket() -> tuple[str, str]:
    number = uuid.uuid4().hex
    task = {
        "id": number,
        "name": "ticket",
        "func": "jobs.worker.work",
        "args": (),
        "kwargs": {},
        "started": timezone.now(),
    }
    return number, SignedPackage.dumps(task)


def _wait_for_change() -> None:
    """Return when a job may have been queued, after LOOK_SECONDS at the latest."""
    if connection.vendor == "postgresql":
        _wait_for_notification()
    else:
        _wait_for_commit()


def _wait_for_notification() -> None:
    """A trigger on the Job table notifies; see the migration 0002 of this app."""
    connection.ensure_connection()
    raw = connection.connection
    if not getattr(raw, "listens_for_jobs", False):
        raw.execute("LISTEN imagesvc_jobs")
        raw.listens_for_jobs = True
        # A job may have been queued before we listened.
        return
    for _ in raw.notifies(timeout=LOOK_SECONDS, stop_after=1):
        pass


def _wait_for_commit() -> None:
    """SQLite counts the commits of other connections; reading the counter touches no table."""
    until = time.monotonic() + LOOK_SECONDS
    with connection.cursor() as cursor:
        version = _data_version(cursor)
        while time.monotonic() < until and _data_version(cursor) == version:
            time.sleep(SQLITE_POLL_SECONDS)


def _data_version(cursor: Any) -> int:
    cursor.execute("PRAGMA data_version")
    number: int = cursor.fetchone()[0]
    return number
