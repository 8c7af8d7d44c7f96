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
from django.db.models.functions import Now

# What a client may call itself, and how long that is with the key's name before it.
CLIENT_ID_LENGTH = 128
NAMED_CLIENT_LENGTH = 150
PREVIEW_LENGTH = 50


def new_id() -> UUID:
    """Return a version 7 UUID: sorts by time of making (to the millisecond), 74 random bits."""
    return uuid_utils.compat.uuid7()


class JobStatus(models.TextChoices):
    """Where a job stands. The three groups below are what the rest of the code asks for."""

    # In: submitted, due again after waiting, handed back by a drain or taken from a dead worker. Out: claimed by a
    # worker, or cancelled.
    QUEUED = "queued"
    # In: an attempt failed in a way that may pass, or there was no place to draw it. Out: queued when it is due, or
    # cancelled. Outside the claim's index; on the wire it is `queued`.
    WAITING = "waiting"
    # In: claimed. Out: to any of the ended ones, to waiting or back to queued, by the attempt that owns it; by a
    # cancel; or by whoever finds that its worker is gone.
    PROCESSING = "processing"
    # In: the owning attempt stored its pictures. Final.
    COMPLETED = "completed"
    # In: an attempt failed for good, or once too often. Final.
    FAILED = "failed"
    # In: the attempt took longer than its limit. Final.
    TIMEOUT = "timeout"
    # In: somebody cancelled it before it had ended. Final; goes out as `failed` with `cancelled: true`.
    CANCELLED = "cancelled"

    # The first two, on the wire one.
    PENDING = nonmember(("queued", "waiting"))
    ACTIVE = nonmember(("queued", "waiting", "processing"))
    ENDED = nonmember(("completed", "failed", "timeout", "cancelled"))


class Priority(models.IntegerChoices):
    """Who is served first: what a person has raised, then somebody who waits, then what was ordered by the hundred."""

    BATCH = 0
    INTERACTIVE = 10
    URGENT = 20


@dataclass(frozen=True, kw_only=True)
class Closed:
    """What cannot be worked on at present, by the jobs' styles; a claim leaves such jobs where they are."""

    styles: tuple[str, ...] = ()
    # Closed to those jobs alone that do not allow a stand-in.
    strict_styles: tuple[str, ...] = ()
    # The styles are those of jobs for whichever engine is free; jobs for one engine wait for these.
    engines: tuple[str, ...] = ()


class JobQuerySet(models.QuerySet["Job"]):
    def queued(self) -> "JobQuerySet":
        return self.filter(status=JobStatus.QUEUED)

    def but(self, closed: "Closed") -> "JobQuerySet":
        """Leave out what cannot be worked on at present."""
        strictly = Q(allows_stand_in=False, style__in=closed.strict_styles)
        by_style = Q(wanted_engine="") & (Q(style__in=closed.styles) | strictly)
        return self.exclude(by_style | Q(wanted_engine__in=closed.engines))

    def active(self) -> "JobQuerySet":
        return self.filter(status__in=JobStatus.ACTIVE)

    def ended(self) -> "JobQuerySet":
        return self.filter(status__in=JobStatus.ENDED)

    def of_entity(self, *, kind: str, entity_id: str) -> "JobQuerySet":
        return self.filter(entity_kind=kind, entity_id=entity_id)


class Job(models.Model):
    """One wish for a picture: what to draw, frozen when it was made, and how far it is."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    # What it is a picture of. The kind is the family of ids (character, location, exit, thing), the type the word on
    # the wire (player, npc, ...). Both are empty for a custom prompt.
    entity_kind = models.CharField(max_length=20, blank=True, default="")
    entity_type = models.CharField(max_length=20, blank=True, default="")
    entity_id = models.CharField(max_length=200, blank=True, default="")

    # The word for what it draws, which decides who may draw it: character, location, exit, item, scenery or custom.
    style = models.CharField(max_length=20, default="custom", db_default="custom")
    # Whether a picture by an engine that only stands in for others will do.
    allows_stand_in = models.BooleanField(default=True, db_default=True)
    # The name of the one engine that somebody wants it drawn by; empty for whichever is free.
    wanted_engine = models.CharField(max_length=40, blank=True, default="", db_default="")

    # What to draw. `prompt` is the final text; its first `preamble_length` characters are the world's preamble.
    prompt = models.TextField()
    preamble_length = models.PositiveIntegerField(default=0)
    prompt_preview = models.CharField(max_length=PREVIEW_LENGTH + 3, blank=True, default="")
    negative_prompt = models.TextField(blank=True, default="")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    seed = models.BigIntegerField()
    steps = models.PositiveIntegerField(null=True, blank=True, help_text="Sampling steps; the engine's own if empty.")

    # Who asked, and how urgently.
    # Where keys are asked for: whose it is, and clients are called `<key>/<client id>`, each key's among themselves.
    owner = models.UUIDField(null=True, blank=True, editable=False)
    client_id = models.CharField(max_length=NAMED_CLIENT_LENGTH, blank=True, default="")
    priority = models.SmallIntegerField(choices=Priority, default=Priority.INTERACTIVE)
    # Clients of equal priority take turns: the n-th waiting job of each comes before the n+1-th of any.
    turn = models.BigIntegerField(db_default=0, editable=False)
    # Its index is `job_children` below: most jobs have no parent, and need no entry in it when they are made.
    parent = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="children",
        db_index=False,
        help_text="Requeued from.",
    )
    # Hashes of the texts that the prompt was made from; `imagesvc.images` writes and reads them.
    made_from = models.CharField(max_length=120, blank=True, default="", db_default="")

    # How far it is. `attempt` is the fencing number: it rises with every claim, and every later write names it;
    # `failures` counts the attempts that failed, and alone decides when enough was tried.
    status = models.CharField(max_length=10, choices=JobStatus, default=JobStatus.QUEUED)
    attempt = models.PositiveIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(db_default=0, default=0)
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
    # When a waiting job is due; until when the worker of a processing one is believed to live.
    due_at = models.DateTimeField(null=True, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)

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
            models.CheckConstraint(
                condition=Q(status="waiting", due_at__isnull=False) | (~Q(status="waiting") & Q(due_at__isnull=True)),
                name="job_due_at_iff_waiting",
            ),
            models.CheckConstraint(
                condition=Q(status="processing", lease_until__isnull=False)
                | (~Q(status="processing") & Q(lease_until__isnull=True)),
                name="job_leased_iff_processing",
            ),
            models.CheckConstraint(condition=Q(progress__lte=100), name="job_progress_is_a_percentage"),
        ]
        permissions: ClassVar = [("operate_job", "Can steer jobs and the queue")]
        indexes: ClassVar = [
            # The claim, and the place in the queue: small however long the history is. The status is in it because
            # SQLite would look into the row of each job to see that it is queued.
            models.Index(
                F("priority").desc(), "turn", "id", "status", condition=Q(status="queued"), name="job_queue_by_turn"
            ),
            # A client's last turn, when it submits.
            models.Index(
                fields=["client_id", "priority", "turn"],
                condition=Q(status__in=("queued", "waiting", "processing")),
                name="job_turns_of_client",
            ),
            # What is due again, and what has lost its worker. Not by status: PostgreSQL would then take the second,
            # which is full of dead entries, for finding a job by its id and status.
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="job_due"),
            models.Index(fields=["lease_until"], condition=Q(lease_until__isnull=False), name="job_leases"),
            # Lists by status, and the counts of the queue.
            models.Index(fields=["status", "id"], name="job_by_status"),
            # Lists of one client, and of one entity.
            models.Index(fields=["client_id", "id"], name="job_by_client"),
            models.Index(fields=["entity_kind", "entity_id", "id"], name="job_by_entity"),
            # Lists of one owner.
            models.Index(fields=["owner", "id"], condition=Q(owner__isnull=False), name="job_by_owner"),
            # How many jobs of one owner have not ended.
            models.Index(
                fields=["owner"],
                condition=Q(owner__isnull=False, status__in=("queued", "waiting", "processing")),
                name="job_active_by_owner",
            ),
            # Lists of one type of entity.
            models.Index(fields=["entity_type", "id"], name="job_by_type"),
            # What was made of a job, also when that is deleted.
            models.Index(fields=["parent", "id"], condition=Q(parent__isnull=False), name="job_children"),
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
    # The attempt failed and another will be made, when the job is due.
    RETRYING = "retrying"
    # The attempt found no place to draw; this is no failure.
    POSTPONED = "postponed"
    # The job is due again after either of the two above.
    DUE = "due"
    # The attempt was given up so that its host can stop; this is no failure.
    RELEASED = "released"
    # The attempt's worker is gone.
    LOST = "lost"
    # Somebody changed its priority.
    REORDERED = "reordered"
    # Nothing happened to it: a client that asked for the same entity waits for it from now on, and is told how it is.
    ATTACHED = "attached"
    COMPLETED = "completed"
    FAILED = "failed"
    TIMEOUT = "timeout"
    CANCELLED = "cancelled"


class JobEvent(models.Model):
    """One line of a job's log, written in the transaction that made the change it tells of.

    The id is the one order in which every reader reads. On SQLite there is one writer, so ids appear in order. On
    PostgreSQL a transaction may commit a smaller id after a larger one was seen: every writer therefore holds the
    advisory lock `EVENT_WRITERS` in shared mode from before its first id until it commits (a trigger takes it), and a
    reader that meets a gap passes it only when none of those who held the lock then still holds it. `events.py` does.
    """

    id = models.BigAutoField(primary_key=True)
    # Its index is the one on (job, id) below.
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="events", db_index=False)
    kind = models.CharField(max_length=10, choices=EventKind)
    # Whom it is for, where that is one client alone.
    client_id = models.CharField(max_length=NAMED_CLIENT_LENGTH, blank=True, default="", db_default="")
    at = models.DateTimeField(db_default=Now(), editable=False)
    # Who did it, where a person did: a name for the admin, never sent to clients.
    by = models.CharField(max_length=150, blank=True, default="", db_default="")

    # How the job is since then: copies of its columns.
    status = models.CharField(max_length=10, choices=JobStatus, blank=True, default="", db_default="")
    attempt = models.PositiveIntegerField()
    progress = models.PositiveSmallIntegerField(default=0)
    message = models.TextField(blank=True, default="")
    engine = models.CharField(max_length=100, blank=True, default="", db_default="")
    worker = models.CharField(max_length=100, blank=True, default="", db_default="")
    error = models.TextField(blank=True, default="", db_default="")
    error_code = models.CharField(max_length=50, blank=True, default="", db_default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["job"], condition=Q(kind__in=JobStatus.ENDED), name="jobevent_one_end_per_job"
            ),
        ]
        indexes: ClassVar = [
            # The log of one job, and its last line.
            models.Index(fields=["job", "id"], name="jobevent_of_job"),
            # The chore that forgets them.
            models.Index(fields=["id"], condition=Q(kind="progress"), name="jobevent_progress"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%H:%M:%S}"


class JobSubscription(models.Model):
    """A client that did not make the job but waits for it, because it asked for the same entity."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="subscriptions")
    client_id = models.CharField(max_length=NAMED_CLIENT_LENGTH)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["client_id", "job"], name="jobsubscription_once_per_client"),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} waits for {self.job_id}"


class IdempotencyKey(models.Model):
    """What a client called one request, so that sending it again leads to the same job; kept for a day."""

    key = models.CharField(primary_key=True, max_length=255)
    # SHA-256 of address and body, hexadecimal: the same key with another request is a mistake.
    fingerprint = models.CharField(max_length=64)
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [
            # The chore that forgets old ones.
            models.Index(fields=["created_at"], name="idempotencykey_by_age"),
        ]

    def __str__(self) -> str:
        return self.key


class QueueSwitch(models.Model):
    """The one row that says whether the whole queue is paused, for all hosts."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    is_paused = models.BooleanField(default=False, db_default=False)
    changed_at = models.DateTimeField(db_default=Now())
    changed_by = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="queueswitch_is_one")]

    def __str__(self) -> str:
        return "paused" if self.is_paused else "running"


class Chore(models.Model):
    """A task that recurs, such as reaping: due at a time, done by whichever host claims it first."""

    name = models.CharField(primary_key=True, max_length=50)
    due_at = models.DateTimeField(db_default=Now())
    # While somebody does it nobody else may; a holder that died is forgotten after that.
    held_until = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return self.name


class Cluster(models.Model):
    """A running `manage.py cluster`: some workers on one host. It says regularly that it lives."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    host = models.CharField(max_length=100)
    pid = models.PositiveIntegerField()
    workers = models.PositiveSmallIntegerField()
    # What runs in it, with every heartbeat: [{"pid": ..., "name": ..., "memory": bytes}, ...].
    processes = models.JSONField(default=list, blank=True, db_default=[])
    started_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.host}:{self.pid}"


def preview(text: str) -> str:
    """Return the first 50 characters of a prompt, and three dots if there is more."""
    return text[:PREVIEW_LENGTH] + "..." if len(text) > PREVIEW_LENGTH else text
