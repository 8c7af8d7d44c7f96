"""How long a job will take, from how long the last ones took; None while nothing has been measured."""

import math
import statistics
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from jobs.models import Job, JobStatus

SAMPLE = 50
# The median of fifty jobs does not move within seconds, and every queued job in a list asks for it.
KEEP_SECONDS = 3
_CACHE_KEY = "jobs.median_seconds"
_NOTHING_MEASURED = -1.0


def median_seconds() -> float | None:
    """Return the median time from claim to completion of the last fifty completed jobs, in seconds."""
    kept: float | None = cache.get(_CACHE_KEY)
    if kept is None:
        kept = _measure()
        cache.set(_CACHE_KEY, kept, KEEP_SECONDS)
    return None if kept == _NOTHING_MEASURED else kept


def seconds_until_done(*, status: str, position: int | None, started_at: datetime | None) -> int | None:
    """Return about how many seconds a job still needs: its turn and its drawing; None when unknown or ended."""
    if status not in JobStatus.ACTIVE:
        return None
    median = median_seconds()
    if median is None:
        return None
    if status == JobStatus.PROCESSING and started_at is not None:
        left = timedelta(seconds=median) - (timezone.now() - started_at)
        return max(1, math.ceil(left.total_seconds()))
    turns = math.ceil((position or 1) / settings.WORKERS)
    return max(1, math.ceil(turns * median))


def _measure() -> float:
    last = Job.objects.filter(status=JobStatus.COMPLETED).order_by("-id").values_list("started_at", "ended_at")
    durations = [(ended - started).total_seconds() for started, ended in last[:SAMPLE] if started and ended]
    return statistics.median(durations) if durations else _NOTHING_MEASURED
