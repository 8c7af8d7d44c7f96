"""django-q2's broker on the Job table: waits until there is something to do and hands out tickets that carry nothing.

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

from jobs import lifecycle
from jobs.chores import due_chores
from jobs.gate import gate
from jobs.models import Job
from jobs.places import places
from jobs.wakeup import wait_for_change

logger = logging.getLogger(__name__)

# However a wake-up may be lost, a look every half second finds the job.
LOOK_SECONDS = 0.5
# A worker that has just got its place back tells nobody; nor does a table when a chore becomes due.
LOOK_FOR_PLACE_SECONDS = 0.02
LOOK_FOR_CHORES_SECONDS = 1.0
# While the database is away.
AWAY_SECONDS = 0.5
# A ticket at least this often, needed or not: that a worker takes it proves that the cluster is not jammed.
CANARY_SECONDS = 1.0

WORK = "jobs.worker.work"
CHORES = "jobs.chores.work"


class JobBroker(Broker):
    """The part of django-q2's broker interface that its pusher and monitor use."""

    _looked_for_chores_at = 0.0
    _looked_for_due_jobs_at = 0.0

    def dequeue(self) -> list[tuple[str, str]] | None:
        """Return a ticket if there is something to do; wait up to half a second for it."""
        try:
            function = self._what_to_do()
        except (OperationalError, InterfaceError) as error:
            # An exception would put the pusher to sleep for ten seconds and end it.
            logger.warning("the database does not answer: %s", error)
            connection.close()
            time.sleep(AWAY_SECONDS)
            function = None
        # Also while the database is away: the way from here to the workers does not lead through it.
        if function is None and places().seconds_since_ticket() > CANARY_SECONDS:
            function = WORK
        return [_ticket(function)] if function else None

    def enqueue(self, task: Any) -> str:  # noqa: ARG002  (django-q2's signature)
        raise RuntimeError("Jobs are queued by jobs.lifecycle.submit; nothing else is run by the workers.")

    def queue_size(self) -> int:
        return Job.objects.queued().count()

    def ping(self) -> bool:
        return True

    def info(self) -> str:
        return "imagesvc Job table"

    def _what_to_do(self) -> str | None:
        if self._chore_is_due():
            return CHORES
        self._queue_due_jobs()
        if not places().has_free():
            # Whoever draws, or has just drawn, takes the next job itself; the database is left alone meanwhile.
            time.sleep(LOOK_FOR_PLACE_SECONDS)
        elif gate().has_work():
            return WORK
        else:
            wait_for_change(LOOK_SECONDS)
        return None

    def _queue_due_jobs(self) -> None:
        now = time.monotonic()
        if now - self._looked_for_due_jobs_at >= LOOK_SECONDS:
            self._looked_for_due_jobs_at = now
            lifecycle.queue_due_jobs()

    def _chore_is_due(self) -> bool:
        now = time.monotonic()
        if now - self._looked_for_chores_at < LOOK_FOR_CHORES_SECONDS or not places().has_free_chore():
            return False
        self._looked_for_chores_at = now
        return bool(due_chores())


def _ticket(function: str) -> tuple[str, str]:
    number = uuid.uuid4().hex
    task = {"id": number, "name": "ticket", "func": function, "args": (), "kwargs": {}, "started": timezone.now()}
    return number, SignedPackage.dumps(task)
