"""What all hosts know of the engines together: how well each is, and which attempts have a place at one."""

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from jobs.models import Job, JobStatus

ENGINE_NAME_LENGTH = 40
# A place whose worker could not give it back is free when its job has ended for this long: by then the watchdog has
# ended that worker, whatever it was doing.
FORGOTTEN_SECONDS = 6


class EngineState(models.Model):
    """How well an engine is, by its configured name; hosts that use the same name mean the same engine."""

    name = models.CharField(primary_key=True, max_length=ENGINE_NAME_LENGTH)
    # Whether the last call or probe found nobody there.
    is_away = models.BooleanField(default=False, db_default=False)
    # It asked us to leave it alone until then.
    busy_until = models.DateTimeField(null=True, blank=True)

    # The circuit breaker: failures in a row; how often in a row it has opened; until when it is open. When that time is
    # over it is half open: one attempt at a time, whose end closes or opens it.
    failures = models.PositiveIntegerField(default=0, db_default=0)
    openings = models.PositiveIntegerField(default=0, db_default=0)
    open_until = models.DateTimeField(null=True, blank=True)

    last_error = models.TextField(blank=True, default="", db_default="")
    last_error_code = models.CharField(max_length=50, blank=True, default="", db_default="")
    failed_at = models.DateTimeField(null=True, blank=True)
    probed_at = models.DateTimeField(null=True, blank=True)
    # When an attempt last took a place, and when one last brought a picture.
    taken_at = models.DateTimeField(null=True, blank=True)
    drew_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class PlaceQuerySet(models.QuerySet["EnginePlace"]):
    def _live(self) -> Q:
        is_drawing = Q(job__status=JobStatus.PROCESSING, job__attempt=F("attempt"))
        return is_drawing | Q(job__ended_at__gt=Now() - timedelta(seconds=FORGOTTEN_SECONDS))

    def taken(self) -> "PlaceQuerySet":
        """Keep the places that count: whose attempt draws, or may just be telling its engine to stop."""
        return self.filter(self._live())

    def forgotten(self) -> "PlaceQuerySet":
        """Keep the places that nobody gave back."""
        return self.exclude(self._live())

    def count_by_engine(self) -> dict[str, int]:
        return dict(self.taken().order_by().values_list("engine").annotate(number=models.Count("id")))


class EnginePlace(models.Model):
    """One attempt's place at an engine; the attempt gives it back when its drawing is over, however it ended."""

    engine = models.CharField(max_length=ENGINE_NAME_LENGTH)
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="+")
    attempt = models.PositiveIntegerField()

    objects = PlaceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "attempt"], name="engineplace_one_per_attempt"),
        ]

    def __str__(self) -> str:
        return f"{self.job_id} at {self.engine}"
