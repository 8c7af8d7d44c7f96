"""Who is told of what happens to jobs, and what became of each telling.

Nothing here changes the state of a delivery; `deliveries.py` does. No secret is kept: `signing.py` derives them.
"""

from datetime import datetime
from enum import nonmember
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from jobs.models import EventKind, Job, JobStatus, new_id

URL_LENGTH = 2000
DESCRIPTION_LENGTH = 200
# The names of events on the wire are those of the log, with this before them. Who attached is nobody else's business.
EVENT_PREFIX = "job."
EVENTS = tuple(f"{EVENT_PREFIX}{kind.value}" for kind in EventKind if kind is not EventKind.ATTACHED)
# What a subscription gets that names no events; progress comes four times a second, so one has to ask for it.
USUAL_EVENTS = tuple(name for name in EVENTS if name != f"{EVENT_PREFIX}{EventKind.PROGRESS.value}")


class SigningKey(models.Model):
    """The one row from which every secret is derived: in the database, because every host with workers signs."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    key = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="signingkey_is_one")]

    def __str__(self) -> str:
        return "the signing key"


class LogPosition(models.Model):
    """The one row that says up to which JobEvent the log was read; it moves in the transaction that adds deliveries."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    event_id = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="logposition_is_one")]

    def __str__(self) -> str:
        return f"read up to event {self.event_id}"


class Receiver(models.Model):
    """Whom deliveries go to, and how it does: a subscription, or a server that callbacks of single jobs name.

    Tries that fail are counted here, so that a dead receiver costs one try now and then, however much waits for it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    is_subscription = models.BooleanField()
    # A subscription's whole address; of a server scheme, host and port.
    url = models.CharField(max_length=URL_LENGTH)
    description = models.CharField(max_length=DESCRIPTION_LENGTH, blank=True, default="")
    events = models.JSONField(default=list, blank=True, help_text="What a subscription is told: names as on the wire.")
    # The key that a subscription is of: it is told of what that key may hear of, while the key opens something.
    owner = models.UUIDField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    # How it does. `failures` counts the failed tries since the last one that succeeded.
    failures = models.PositiveIntegerField(default=0, db_default=0)
    paused_until = models.DateTimeField(null=True, blank=True)
    disabled_at = models.DateTimeField(null=True, blank=True, help_text="When it answered 410 Gone.")
    # Who waits longest is served next.
    served_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["url"], condition=Q(is_subscription=False), name="receiver_one_per_server"),
        ]

    def __str__(self) -> str:
        return self.url if self.is_subscription else f"callbacks at {self.url}"

    def state(self, *, now: datetime) -> str:
        """Return how it does, in a word: active, paused or disabled."""
        if self.disabled_at is not None:
            return "disabled"
        return "paused" if self.paused_until is not None and self.paused_until > now else "active"


class Callback(models.Model):
    """The address that one job's request named; it is told of the job's end, and of nothing else."""

    # Its index is the constraint's.
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="callbacks", db_index=False)
    receiver = models.ForeignKey(Receiver, on_delete=models.CASCADE, related_name="callbacks")
    url = models.CharField(max_length=URL_LENGTH)
    # Until the delivery is made.
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "url"], name="callback_once_per_job"),
        ]
        indexes: ClassVar = [
            # Those that the reader of the log looks for.
            models.Index(fields=["job"], condition=Q(is_open=True), name="callback_open"),
        ]

    def __str__(self) -> str:
        return self.url


class DeliveryState(models.TextChoices):
    """Where a delivery stands."""

    # In: its event was read, or somebody has it sent again. Out: to either of the others.
    PENDING = "pending", "Pending"
    # In: the receiver answered 2xx. Out: somebody has it sent again.
    DELIVERED = "delivered", "Delivered"
    # In: a day was over, the receiver is gone, or too many waited for it. Out: somebody has it sent again.
    GIVEN_UP = "given_up", "Given up"

    ENDED = nonmember(("delivered", "given_up"))


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def pending(self) -> "DeliveryQuerySet":
        return self.filter(state=DeliveryState.PENDING)

    def ended(self) -> "DeliveryQuerySet":
        return self.filter(state__in=DeliveryState.ENDED)


class Delivery(models.Model):
    """One event on its way to one receiver: sent until it was taken, at least once, always under the same id."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # Without an index of its own: in one over all that was ever sent, PostgreSQL likes to look for what is due.
    receiver = models.ForeignKey(Receiver, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    callback = models.OneToOneField(Callback, on_delete=models.CASCADE, null=True, blank=True)
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="deliveries")

    # The event, copied: those of progress do not stay in the log.
    event_id = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=EventKind)
    at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=JobStatus)
    attempt = models.PositiveIntegerField()
    progress = models.PositiveSmallIntegerField()
    message = models.TextField(blank=True)
    engine = models.CharField(max_length=100, blank=True)
    error = models.TextField(blank=True)

    # How far it is. `tries` is the fencing number; `failures` counts what failed since it was last begun anew.
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.PENDING)
    tries = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    last_status = models.PositiveSmallIntegerField(null=True, blank=True)
    last_error = models.TextField(blank=True, default="")
    last_answer = models.TextField(blank=True, default="")

    # All by the database's clock. While a try is under way `next_try_at` is when it is taken for lost.
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    tried_at = models.DateTimeField(null=True, blank=True)
    next_try_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["receiver", "event_id"], condition=Q(callback=None), name="delivery_once_per_event"
            ),
            models.CheckConstraint(
                condition=Q(state="pending", next_try_at__isnull=False, ended_at__isnull=True)
                | (~Q(state="pending") & Q(next_try_at__isnull=True, ended_at__isnull=False)),
                name="delivery_due_iff_pending",
            ),
        ]
        indexes: ClassVar = [
            # What is due for a receiver, and how much waits for it: small however long the log is.
            models.Index(fields=["receiver", "next_try_at"], condition=Q(state="pending"), name="delivery_due"),
            # Whether an earlier event of the same job is still on its way to the same receiver.
            models.Index(fields=["receiver", "job", "event_id"], condition=Q(state="pending"), name="delivery_order"),
            # What has waited for a day, and what was kept for a month.
            models.Index(fields=["expires_at"], condition=Q(state="pending"), name="delivery_expiring"),
            models.Index(fields=["ended_at"], condition=Q(ended_at__isnull=False), name="delivery_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.event} to {self.url}"

    @property
    def url(self) -> str:
        return self.receiver.url if self.callback is None else self.callback.url

    @property
    def event(self) -> str:
        """The event's name on the wire."""
        return f"{EVENT_PREFIX}{self.kind}"

    @property
    def message_id(self) -> str:
        """What the receiver tells repeated deliveries by: `webhook-id`."""
        return f"msg_{self.id.hex}"
