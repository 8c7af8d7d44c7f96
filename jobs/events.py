"""The log of all jobs, read in its one order: from any number on, nothing lost and nothing twice.

The order is that of the ids. On SQLite there is one writer at a time, so ids appear in order. On PostgreSQL a smaller
id may be committed after a larger one. Every writer holds the advisory lock EVENT_WRITERS, in shared mode, from before
it draws its first id until its commit can be seen; so whoever sees ids that lack one before them looks who holds the
lock, and passes the gap when none of those does any more.
"""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from jobs.models import EventKind, Job, JobEvent, JobSubscription
from jobs.prepared import fetch

Row = Mapping[str, Any]

# What the readers of the log are told of an event, and of its job.
COLUMNS = (
    "id",
    "job_id",
    "kind",
    "client_id",
    "status",
    "attempt",
    "progress",
    "message",
    "engine",
    "error",
    "job__created_at",
    "job__started_at",
    "job__ended_at",
    "job__attempt",
    "job__prompt_preview",
    "job__entity_type",
    "job__entity_id",
    "job__client_id",
    "job__owner",
)
_TIMES = ("job__created_at", "job__started_at", "job__ended_at")
EVENTS_PER_READ = 500
# So many events of anybody are looked through at a time for a client's past, unless its jobs are few enough.
EVENTS_PER_LOOK = 5_000
MANY_JOBS = 1_000
# How soon to look again whether a transaction has ended; when it commits, a notification is quicker.
SETTLE_SECONDS = 0.005

# The same number as in the migration of the trigger that takes the lock. A transaction is told from the next one on
# the same connection by its virtual id; no other program's lock has our number, or it only makes us wait.
EVENT_WRITERS = 0x696D6167  # "imag"
_WRITERS = """
    SELECT virtualtransaction FROM pg_locks
    WHERE locktype = 'advisory' AND classid = 0 AND objid = %s AND objsubid = 1
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


# What every commit and every notification makes a web process ask, so it is spared the ORM: that is four fifths of what
# it costs. The clients that were attached to the jobs come as JSON, whose words differ.
_NEXT = """
    SELECT {columns}, (SELECT {as_json}(client_id) FROM jobs_jobsubscription WHERE job_id = job.id)
    FROM jobs_jobevent AS event JOIN jobs_job AS job ON job.id = event.job_id
    WHERE event.id > %s ORDER BY event.id LIMIT %s
"""
_NAMES = (*COLUMNS, "attached_clients")
_SELECTED = ", ".join(f"job.{name[5:]}" if name.startswith("job__") else f"event.{name}" for name in COLUMNS)
_NEXT_ON = {
    "postgresql": _NEXT.format(columns=_SELECTED, as_json="jsonb_agg"),
    "sqlite": _NEXT.format(columns=_SELECTED, as_json="json_group_array"),
}


@dataclass(frozen=True, kw_only=True)
class Audience:
    """Whose events somebody reads: of one client's jobs, of one job, of one owner's jobs or, with none of them, all."""

    client_id: str | None = None
    job_id: UUID | None = None
    owner: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Events in their order, the id up to which there will never be others, and whether there is more at once.

    Rows of COLUMNS and `attached_clients`, those who wait for the event's job beside the one who made it.
    """

    events: Sequence[Row]
    position: int
    has_more: bool


class LogHeldUp(Exception):
    """A transaction that writes events does not end."""


class LogReader:
    """Follows the log from a position on; the caller moves it, when it has done with a batch what there was to do."""

    def __init__(self, *, position: int) -> None:
        self.position = position
        # Those who may still commit an id below `_seen`.
        self._writers: frozenset[str] = frozenset()
        self._seen = position

    @property
    def is_held_up(self) -> bool:
        """Say whether there are events that may not be read before those of a transaction that has not ended."""
        return bool(self._writers)

    def read(self) -> Batch:
        """Return the next events: all that are there, or those before the first gap that may still be filled.

        1. See which of the writers that left gaps have ended. 2. Read. 3. Where there is a new gap, see who writes.
        """
        if self._writers:
            self._writers &= _open_writers()
        # Only what is read after they have ended shows all that they wrote.
        settled = self.position if self._writers else self._seen
        rows = _next_events(after=self.position)
        whole = _whole(rows, after=self.position, settled=settled)
        has_more = len(whole) == EVENTS_PER_READ
        if len(whole) < len(rows) and not self._writers:
            self._writers, self._seen = _open_writers(), rows[-1]["id"]
            has_more = not self._writers
        return Batch(events=whole, position=whole[-1]["id"] if whole else self.position, has_more=has_more)


def end_of_log(*, patience_seconds: float) -> int:
    """Return the largest id when it is settled that nobody will commit a smaller one; raise LogHeldUp."""
    newest, writers = newest_id(), _open_writers()
    until = time.monotonic() + patience_seconds
    while writers:
        if time.monotonic() > until:
            raise LogHeldUp
        time.sleep(SETTLE_SECONDS)
        writers &= _open_writers()
    return newest


def newest_id() -> int:
    """Return the largest id that can be seen."""
    return JobEvent.objects.aggregate(newest=Max("id"))["newest"] or 0


def past_events(audience: Audience, *, after: int, upto: int) -> Batch:
    """Return an audience's next events behind `after` and up to `upto`, which must be settled; rows of COLUMNS.

    A batch may be empty and not the last: what is looked through for it is bounded, too.
    """
    if audience.client_id is not None and (upto - after <= EVENTS_PER_LOOK or _has_many_jobs(audience.client_id)):
        # Looking at each event is quicker than collecting the client's jobs first.
        upto = min(upto, after + EVENTS_PER_LOOK)
        meant = Q(job__client_id=audience.client_id) | Q(
            Exists(_subscriptions(audience.client_id, job=OuterRef("job")))
        )
    elif audience.client_id is not None:
        own = Job.objects.filter(client_id=audience.client_id).values("id")
        meant = Q(job__in=own.union(_subscriptions(audience.client_id).values("job")))
    elif audience.owner is not None:
        # Each event is looked at: other than by its client, nobody finds an owner's few among many.
        upto = min(upto, after + EVENTS_PER_LOOK)
        meant = Q(job__owner=audience.owner)
    else:
        meant = Q() if audience.job_id is None else Q(job=audience.job_id)
    for_one = Q(client_id="" if audience.client_id is None else audience.client_id)
    events = JobEvent.objects.filter(meant, ~Q(kind=EventKind.ATTACHED) | for_one, id__gt=after, id__lte=upto)
    rows = list(events.order_by("id").values(*COLUMNS)[:EVENTS_PER_READ])
    is_full = len(rows) == EVENTS_PER_READ
    return Batch(events=rows, position=rows[-1]["id"] if is_full else upto, has_more=is_full)


def _subscriptions(client_id: str, **which: Any) -> QuerySet[JobSubscription]:
    return JobSubscription.objects.filter(client_id=client_id, **which)


def _has_many_jobs(client_id: str) -> bool:
    own = Job.objects.filter(client_id=client_id).order_by("id").values("id")
    return own[MANY_JOBS : MANY_JOBS + 1].exists()


def _next_events(*, after: int) -> list[dict[str, Any]]:
    found = fetch(_NEXT_ON[connection.vendor], [after, EVENTS_PER_READ])
    rows = [dict(zip(_NAMES, row, strict=True)) for row in found]
    for row in rows:
        if connection.vendor == "sqlite":
            row["job_id"] = UUID(row["job_id"])
            row["job__owner"] = row["job__owner"] and UUID(row["job__owner"])
            row |= {name: row[name] and row[name].replace(tzinfo=UTC) for name in _TIMES}
        row["attached_clients"] = json.loads(row["attached_clients"] or "[]")
    return rows


def _open_writers() -> frozenset[str]:
    """Return the transactions that have drawn ids, or are about to, and have not ended."""
    if connection.vendor != "postgresql":
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(_WRITERS, [EVENT_WRITERS])
        return frozenset(transaction for (transaction,) in cursor.fetchall())


def _whole(rows: Sequence[Row], *, after: int, settled: int) -> Sequence[Row]:
    """Return the first of the rows up to a gap beyond the settled ids; on SQLite all, because no gap is ever filled."""
    if connection.vendor != "postgresql":
        return rows
    expected = after + 1
    for number, row in enumerate(rows):
        if row["id"] != expected and row["id"] > settled:
            return rows[:number]
        expected = row["id"] + 1
    return rows
