"""How a job lives: the Job row, which is the queue and the truth, its log of events, and who else waits for it.

Nothing here changes a status; `lifecycle.py` does, and nobody else.
"""

from dataclasses import dataclass
from enum import nonmember
from typing import ClassVar
from uuid import UUID

import uuid_utils.compat
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now, RowNumber

CLIENT_ID_LENGTH = 128
PREVIEW_LENGTH = 50


def new_id() -> UUID:
    """Return a version 7 UUID: sorts by time of making (to the millisecond), 74 random bits."""
    return uuid_utils.compat.uuid7()


class JobStatus(models.TextChoices):
    """Where a job stands. The three groups below are what the rest of the code asks for."""

    # In: submitted. Out: claimed by a worker, or cancelled.
    QUEUED = "queued"
    # In: claimed. Out: to any of the ended ones, by the attempt that owns it or by a cancel.
    PROCESSING = "processing"
    # In: the owning attempt stored its pictures. Final.
    COMPLETED = "completed"
    # In: the engine or the storing failed for good. Final.
    FAILED = "failed"
    # In: the attempt took longer than its limit. Final.
    TIMEOUT = "timeout"
    # In: somebody cancelled it while it was queued or processing. Final; goes out as `failed` with `cancelled: true`.
    CANCELLED = "cancelled"

    ACTIVE = nonmember(("queued", "processing"))
    ENDED = nonmember(("completed", "failed", "timeout", "cancelled"))


class Priority(models.IntegerChoices):
    """Who is served first: somebody who waits, before what was ordered by the hundred."""

    BATCH = 0
    INTERACTIVE = 10


@dataclass(frozen=True, kw_only=True)
class QueueCounts:
    """How many jobs wait and how many are worked on."""

    queued: int = 0
    processing: int = 0


class JobQuerySet(models.QuerySet["Job"]):
    def queued(self) -> "JobQuerySet":
        return self.filter(status=JobStatus.QUEUED)

    def active(self) -> "JobQuerySet":
        return self.filter(status__in=JobStatus.ACTIVE)

    def ended(self) -> "JobQuerySet":
        return self.filter(status__in=JobStatus.ENDED)

    def of_entity(self, *, kind: str, entity_id: str) -> "JobQuerySet":
        return self.filter(entity_kind=kind, entity_id=entity_id)

    def in_claim_order(self) -> "JobQuerySet":
        """Order queued jobs as workers take them."""
        return self.queued().order_by("-priority", "id")

    def queue_counts(self) -> "QueueCounts":
        """Count the jobs that wait and those that are worked on, by the index on status."""
        rows = self.active().order_by().values_list("status").annotate(number=models.Count("id"))
        return QueueCounts(**dict(rows))

    def positions(self, job_ids: list[UUID]) -> dict[UUID, int]:
        """Return the place in the queue (1 = next) of those of the jobs that are queued; reads the claim index once."""
        ranked = self.queued().annotate(
            position=models.Window(RowNumber(), order_by=[F("priority").desc(), F("id").asc()])
        )
        # Django wraps this in a subquery, so the numbers are those of the whole queue.
        return dict(ranked.filter(id__in=job_ids, position__gt=0).values_list("id", "position"))


class Job(models.Model):
    """One wish for a picture: what to draw, frozen when it was made, and how far it is."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    # What it is a picture of. The kind is the family of ids (character, location, exit, thing), the type the word on
    # the wire (player, npc, ...). Both are empty for a custom prompt.
    entity_kind = models.CharField(max_length=20, blank=True, default="")
    entity_type = models.CharField(max_length=20, blank=True, default="")
    entity_id = models.CharField(max_length=200, blank=True, default="")

    # What to draw. `prompt` is the final text; its first `preamble_length` characters are the world's preamble.
    prompt = models.TextField()
    preamble_length = models.PositiveIntegerField(default=0)
    prompt_preview = models.CharField(max_length=PREVIEW_LENGTH + 3, blank=True, default="")
    negative_prompt = models.TextField(blank=True, default="")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    seed = models.BigIntegerField()

    # Who asked, and how urgently.
    client_id = models.CharField(max_length=CLIENT_ID_LENGTH, blank=True, default="")
    priority = models.SmallIntegerField(choices=Priority, default=Priority.INTERACTIVE)

    # How far it is. `attempt` is the fencing number: it rises with every claim, and every later write names it.
    status = models.CharField(max_length=10, choices=JobStatus, default=JobStatus.QUEUED)
    attempt = models.PositiveIntegerField(default=0)
    progress = models.PositiveSmallIntegerField(default=0)
    message = models.TextField(blank=True, default="")
    worker = models.CharField(max_length=100, blank=True, default="")
    engine = models.CharField(max_length=100, blank=True, default="")
    error = models.TextField(blank=True, default="")
    error_code = models.CharField(max_length=50, blank=True, default="")

    # All by the database's clock.
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    started_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["entity_kind", "entity_id"],
                condition=Q(status__in=JobStatus.ACTIVE) & ~Q(entity_id=""),
                name="job_one_active_per_entity",
            ),
            models.CheckConstraint(condition=Q(status__in=JobStatus.values), name="job_status_is_known"),
            models.CheckConstraint(
                condition=Q(status__in=JobStatus.ENDED, ended_at__isnull=False)
                | Q(status__in=JobStatus.ACTIVE, ended_at__isnull=True),
                name="job_ended_at_iff_ended",
            ),
            models.CheckConstraint(condition=Q(progress__lte=100), name="job_progress_is_a_percentage"),
        ]
        indexes: ClassVar = [
            # The claim, and the place in the queue: small however long the history is.
            models.Index(F("priority").desc(), "id", condition=Q(status="queued"), name="job_claim_order"),
            # Lists by status, and the counts of the queue.
            models.Index(fields=["status", "id"], name="job_by_status"),
            # Lists of one client, and of one entity.
            models.Index(fields=["client_id", "id"], name="job_by_client"),
            models.Index(fields=["entity_kind", "entity_id", "id"], name="job_by_entity"),
            # Lists of one type of entity.
            models.Index(fields=["entity_type", "id"], name="job_by_type"),
        ]

    def __str__(self) -> str:
        return f"{self.prompt_preview} ({self.status})"

    @property
    def preamble(self) -> str:
        """The world's preamble as it stands in the prompt, without the blank line behind it."""
        return self.prompt[: self.preamble_length].rstrip()

    @property
    def description(self) -> str:
        """The prompt without the world's preamble."""
        return self.prompt[self.preamble_length :]


class EventKind(models.TextChoices):
    """What happened to a job. The ended statuses have events of the same name."""

    QUEUED = "queued"
    PROCESSING = "processing"
    PROGRESS = "progress"
    COMPLETED = "completed"
    FAILED = "failed"
    TIMEOUT = "timeout"
    CANCELLED = "cancelled"


class JobEvent(models.Model):
    """One line of a job's log, written in the transaction that made the change it tells of.

    The id is the one order in which every reader reads. On SQLite there is one writer, so ids appear in order. On
    PostgreSQL a transaction may commit a smaller id after a larger one was seen: every writer therefore holds the
    advisory lock `EVENT_WRITERS` in shared mode from before its first id until it commits (a trigger takes it), and a
    reader that meets a gap passes it only when none of those who held the lock then still holds it.
    """

    id = models.BigAutoField(primary_key=True)
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=EventKind)
    at = models.DateTimeField(db_default=Now(), editable=False)
    attempt = models.PositiveIntegerField()
    progress = models.PositiveSmallIntegerField(default=0)
    message = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["job"], condition=Q(kind__in=JobStatus.ENDED), name="jobevent_one_end_per_job"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%H:%M:%S}"


class JobSubscription(models.Model):
    """A client that did not make the job but waits for it, because it asked for the same entity."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="subscriptions")
    client_id = models.CharField(max_length=CLIENT_ID_LENGTH)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["client_id", "job"], name="jobsubscription_once_per_client"),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} waits for {self.job_id}"


def preview(text: str) -> str:
    """Return the first 50 characters of a prompt, and three dots if there is more."""
    return text[:PREVIEW_LENGTH] + "..." if len(text) > PREVIEW_LENGTH else text
