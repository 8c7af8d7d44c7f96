"""Counts of what happened to jobs, so that nobody has to count a million of them to draw a chart.

Only `reader.py` writes here; all of it could be counted anew from the log, as far as that reaches back.
"""

from datetime import UTC, datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q

# How long the slots are that things are counted in, in seconds, and how long each kind is kept. A chart of an hour, a
# day and a week is made of one kind each, of sixty to a hundred slots.
KEPT = {60: timedelta(hours=3), 900: timedelta(days=2), 7200: timedelta(days=9)}
# The one slot that never ends, for counters that only rise.
FOR_EVER = 0
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class What(models.TextChoices):
    """What is counted: an event of the same name, but for the last two."""

    COMPLETED = "completed"
    FAILED = "failed"
    TIMEOUT = "timeout"
    CANCELLED = "cancelled"
    RETRYING = "retrying"
    POSTPONED = "postponed"
    RELEASED = "released"
    LOST = "lost"
    # A job was made.
    SUBMITTED = "submitted"
    # The engine failed within an attempt, and the attempt went on at another one.
    PASSED_ON = "passed on"


class Tally(models.Model):
    """How often one thing happened within one slot, and how long those jobs had waited and were worked on.

    Both durations are counted where a worker ended the job (completed, failed, timeout): the wait is the time from its
    making to the beginning of its last attempt, the run that attempt.
    """

    starts_at = models.DateTimeField()
    slot_seconds = models.PositiveIntegerField()
    engine = models.CharField(max_length=100, blank=True, default="")
    what = models.CharField(max_length=10, choices=What)
    error_code = models.CharField(max_length=50, blank=True, default="")

    count = models.PositiveBigIntegerField()
    # Histograms as in `histograms.py`; empty where nothing is timed.
    waits = models.JSONField(default=list, blank=True)
    runs = models.JSONField(default=list, blank=True)
    wait_seconds = models.FloatField(default=0)
    run_seconds = models.FloatField(default=0)

    class Meta:
        constraints: ClassVar = [
            # Also what the figures are read by.
            models.UniqueConstraint(
                fields=["slot_seconds", "starts_at", "engine", "what", "error_code"], name="tally_one_per_slot"
            ),
        ]
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return f"{self.count} {self.what} since {self.starts_at:%Y-%m-%d %H:%M}"


class LogPosition(models.Model):
    """The one row that says up to which event all are counted."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    event_id = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="statistics_logposition_is_one")]

    def __str__(self) -> str:
        return f"event {self.event_id}"
