"""A batch: one action on all that a selection means, and how far it is. `running.py` alone moves it."""

from enum import nonmember
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from imagesvc.audit.actors import Actor
from imagesvc.audit.models import NAME_LENGTH, Via
from jobs.models import new_id


class BatchStatus(models.TextChoices):
    """Where a batch stands."""

    # In: started, or resumed. Out: to running, with its first chunk; or stopped.
    READY = "ready"
    # In: somebody has taken it. Out: to any of the others. When that process dies another one goes on.
    RUNNING = "running"
    # In: somebody stopped it. Out: resumed.
    STOPPED = "stopped"
    # In: the selection or the limit was used up. Final.
    DONE = "done"
    # In: a fault that would come again. Out: resumed.
    FAILED = "failed"

    UNDER_WAY = nonmember(("ready", "running"))
    RESUMABLE = nonmember(("stopped", "failed"))


class BatchQuerySet(models.QuerySet["Batch"]):
    def under_way(self) -> "BatchQuerySet":
        return self.filter(status__in=BatchStatus.UNDER_WAY)


class Batch(models.Model):
    """One action on a selection. `cursor` is how far it is; it moves in the transaction that acts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    # What is to be done: the action's name, and words and options as they were said. Of very many values of one word
    # the first are here.
    action = models.CharField(max_length=20)
    selection = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    # What came to be later than the start is beyond this bound, whatever it means to the action.
    bound = models.CharField(max_length=300, blank=True, default="")

    # Who began it.
    who = models.CharField(max_length=NAME_LENGTH)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    via = models.CharField(max_length=10, choices=Via)
    address = models.CharField(max_length=NAME_LENGTH, blank=True, default="")
    # The key whose quotas the new jobs count for: the one that began it.
    charged_to = models.UUIDField(null=True, blank=True, editable=False)

    # How far it is. `expected` is null where there were too many to be counted.
    status = models.CharField(max_length=10, choices=BatchStatus, default=BatchStatus.READY)
    expected = models.PositiveIntegerField(null=True, blank=True)
    matched = models.PositiveIntegerField(default=0, help_text="Looked at so far.")
    done = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    reasons = models.JSONField(default=dict, blank=True, help_text="Why how many were skipped or failed.")
    cursor = models.CharField(max_length=300, blank=True, default="")
    error = models.TextField(blank=True, default="")

    # Who runs it, and until when that is believed; and when it may go on, if it takes its time.
    holder = models.CharField(max_length=100, blank=True, default="")
    held_until = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(db_default=Now())

    # All by the database's clock.
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    started_at = models.DateTimeField(null=True, blank=True)
    moved_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "batches"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(status__in=BatchStatus.values), name="batch_status_is_known"),
        ]
        indexes: ClassVar = [
            # Those to be run.
            models.Index(fields=["next_at"], condition=Q(status__in=BatchStatus.UNDER_WAY), name="batch_under_way"),
        ]

    def __str__(self) -> str:
        return f"{self.action} ({self.status})"

    @property
    def is_under_way(self) -> bool:
        return self.status in BatchStatus.UNDER_WAY

    @property
    def is_resumable(self) -> bool:
        return self.status in BatchStatus.RESUMABLE

    @property
    def percent(self) -> int | None:
        """How much of it was looked at, in hundredths; None where nobody knows how much there is."""
        if self.status == BatchStatus.DONE:
            return 100
        return None if self.expected is None else min(99, 100 * self.matched // max(1, self.expected))

    @property
    def counts(self) -> dict[str, Any]:
        """What was done so far, for the audit."""
        counts: dict[str, Any] = {name: getattr(self, name) for name in ("matched", "done", "skipped", "failed")}
        return counts | ({"reasons": self.reasons} if self.reasons else {})

    @property
    def actor(self) -> Actor:
        return Actor(name=self.who, via=Via(self.via), address=self.address, user_id=self.user_id)


class LongSelection(models.Model):
    """Those words of a batch's selection that have very many values, such as a million ids.

    Apart from the batch, whose row is written with every chunk: SQLite would write all of them again each time.
    """

    batch = models.OneToOneField(Batch, on_delete=models.CASCADE, primary_key=True, related_name="long_selection")
    words = models.JSONField()

    def __str__(self) -> str:
        return f"selection of {self.batch_id}"
