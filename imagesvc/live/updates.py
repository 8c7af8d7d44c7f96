"""Rows of the log and of jobs as updates: what is said of them, to whom, and what may be left out if need be."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Now

from imagesvc.api.payloads import job_results
from imagesvc.live import frames
from jobs.events import Row
from jobs.models import EventKind, Job, JobEvent, JobStatus, JobSubscription

SNAPSHOT_COLUMNS = (
    "id",
    "status",
    "attempt",
    "progress",
    "message",
    "engine",
    "error",
    "created_at",
    "started_at",
    "ended_at",
    "prompt_preview",
    "entity_type",
    "entity_id",
)
# A job that has ended is still told to a client that connects so soon after.
RECENT_SECONDS = 300
# Of the jobs that a client has made, and of those it was attached to, the newest this many are looked at: reading all
# of a large history would hold up everybody, and SQLite may take no more than 999 parameters.
MOST_SNAPSHOTS = 400

_HAS_JOBS = """
    SELECT EXISTS (SELECT 1 FROM jobs_job WHERE client_id = %s)
        OR EXISTS (SELECT 1 FROM jobs_jobsubscription WHERE client_id = %s)
"""


class Update:
    """One thing to tell. Its frames are made when the first listener needs them, and shared by all."""

    __slots__ = (
        "_json",
        "_server_sent",
        "_text",
        "clients",
        "event_id",
        "is_end",
        "is_for_all",
        "is_progress",
        "job_id",
        "owner",
    )

    def __init__(
        self,
        json: bytes,
        *,
        job_id: UUID,
        event_id: int | None,
        clients: frozenset[str] = frozenset(),
        owner: UUID | None = None,
        is_for_all: bool = False,
        is_progress: bool = False,
        is_end: bool = False,
    ) -> None:
        self._json = json
        self._text: str | None = None
        self._server_sent: bytes | None = None
        self.job_id = job_id
        self.event_id = event_id
        # Who hears it: these clients, and if it is for all also who listens to the job, to its owner's or to all.
        self.clients = clients
        self.owner = owner
        self.is_for_all = is_for_all
        # Progress may be left out; the next one says more.
        self.is_progress = is_progress
        # Nothing will follow about the job.
        self.is_end = is_end

    def repeated(self) -> "Update":
        """Return the same once more, as something that is no event and is not repeated again."""
        return Update(self._json, job_id=self.job_id, event_id=None)

    @property
    def text(self) -> str:
        """What a socket is sent."""
        if self._text is None:
            self._text = self._json.decode()
        return self._text

    @property
    def server_sent(self) -> bytes:
        """What a stream is sent."""
        if self._server_sent is None:
            self._server_sent = frames.as_server_sent(self._json, event_id=self.event_id)
        return self._server_sent


def updates_of(events: Sequence[Row]) -> list[Update]:
    """Return an update for each row of the log; reads more only where a job has completed: two queries for all."""
    results = job_results({event["job_id"] for event in events if event["status"] == JobStatus.COMPLETED})
    return [_update_of(event, results=results) for event in events]


def snapshots_of(client_id: str) -> list[tuple[int, Update]]:
    """Return the state of a client's jobs that are active or have just ended, oldest first.

    With each comes the number of the last event that is in it already.
    """
    if not _has_jobs(client_id):  # a twentieth of what is asked below, and true of most who come back in a crowd
        return []
    # Read first: as parts of the next statement they would make PostgreSQL look at every job.
    own = Job.objects.filter(client_id=client_id).order_by("-id").values_list("id", flat=True)[:MOST_SNAPSHOTS]
    attached = JobSubscription.objects.filter(client_id=client_id).order_by("-id").values_list("job_id", flat=True)
    job_ids = {*own, *attached[:MOST_SNAPSHOTS]}
    is_recent = Q(ended_at__gt=Now() - timedelta(seconds=RECENT_SECONDS))
    last_event = JobEvent.objects.filter(job=OuterRef("id")).order_by("-id").values("id")[:1]
    # One statement, and so one look at the database, says how a job is and what has been said of it.
    jobs = Job.objects.filter(is_recent | Q(status__in=JobStatus.ACTIVE), id__in=job_ids)
    rows = list(jobs.annotate(last_event=Subquery(last_event)).order_by("id").values(*SNAPSHOT_COLUMNS, "last_event"))
    results = job_results({row["id"] for row in rows if row["status"] == JobStatus.COMPLETED})
    return [(row["last_event"] or 0, _snapshot_of(row, results=results)) for row in rows]


def _has_jobs(client_id: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_HAS_JOBS, [client_id, client_id])
        return bool(cursor.fetchone()[0])


def _update_of(event: Row, *, results: dict[UUID, Any]) -> Update:
    job_id, kind = event["job_id"], event["kind"]
    result = results.get(job_id) if event["status"] == JobStatus.COMPLETED else None
    is_for_all = kind != EventKind.ATTACHED
    # Who reads the past has been found by the query, and needs no address.
    everyone = {event["job__client_id"], *event.get("attached_clients", ())}
    clients = everyone if is_for_all else {event["client_id"]}
    return Update(
        frames.event_json(event, result=result),
        job_id=job_id,
        event_id=event["id"],
        clients=frozenset(clients - {""}),
        owner=event["job__owner"],
        is_for_all=is_for_all,
        is_progress=kind == EventKind.PROGRESS,
        is_end=event["status"] in JobStatus.ENDED,
    )


def _snapshot_of(row: Row, *, results: dict[UUID, Any]) -> Update:
    json = frames.snapshot_json(row, result=results.get(row["id"]))
    return Update(json, job_id=row["id"], event_id=None, is_end=row["status"] in JobStatus.ENDED)
