"""How long a job will take, from how long the last ones took, by engine and size; unknown while none was measured."""

import math
import statistics
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Sum
from django.db.models.functions import Now
from django.utils import timezone

from jobs.models import Cluster, Job, JobStatus

SAMPLE = 200
# Medians of many jobs do not move within seconds, and every pending job in a list asks for them.
KEEP_SECONDS = 3
# A cluster that has said nothing for longer does not draw.
SILENT_SECONDS = 30


@dataclass(frozen=True, kw_only=True)
class Spread:
    """A median with its quartiles, in seconds."""

    low: float
    median: float
    high: float

    def times(self, factor: float) -> "Spread":
        return Spread(low=self.low * factor, median=self.median * factor, high=self.high * factor)

    def plus(self, other: "Spread") -> "Spread":
        return Spread(low=self.low + other.low, median=self.median + other.median, high=self.high + other.high)


@dataclass(frozen=True, kw_only=True)
class Pace:
    """What was measured: how long drawing takes per engine and size class, and how many pictures are drawn at a time.

    The engine "" stands for whichever drew it; the size class None for any.
    """

    drawing: Mapping[tuple[str, int | None], Spread]
    workers: int

    def of(self, *, engine: str, width: int, height: int) -> Spread | None:
        """Return how long such a picture takes: by that engine at that size, or as much of it as is known."""
        size = size_class(width, height)
        wishes = [(engine, size), ("", size), (engine, None), ("", None)]
        return next((self.drawing[wish] for wish in wishes if wish in self.drawing), None)


@dataclass
class Kept:
    """What was measured last, and until when (by the monotonic clock) that will do.

    In memory as it is: Django's cache would unpack it for each who asks, which takes a tenth of an answer's time.
    """

    pace: Pace | None = None
    until: float = 0.0


kept = Kept()


def size_class(width: int, height: int) -> int:
    """Return a number that rises by one when the pixels double."""
    return round(math.log2(width * height))


def pace() -> Pace:
    """Return what was measured on the last two hundred completed jobs."""
    now = time.monotonic()
    measured = kept.pace
    if measured is None or now >= kept.until:
        measured = _measure()
        kept.pace, kept.until = measured, now + KEEP_SECONDS
    return measured


def time_until_done(
    *,
    status: str,
    position: int | None,
    started_at: datetime | None,
    engine: str,
    width: int,
    height: int,
    measured: Pace,
) -> Spread | None:
    """Return how long a job still needs, its turn and its drawing; None when that is unknown or it has ended."""
    if status not in JobStatus.ACTIVE:
        return None
    drawing = measured.of(engine=engine, width=width, height=height)
    if drawing is None:
        return None
    if status == JobStatus.PROCESSING and started_at is not None:
        gone = (timezone.now() - started_at) / timedelta(seconds=1)
        return drawing.plus(Spread(low=-gone, median=-gone, high=-gone))
    # Those before it are drawn by all workers side by side, and are as large as those that were drawn lately.
    turns = ((position or 1) - 1) // measured.workers
    return drawing.plus(measured.drawing["", None].times(turns))


def _measure() -> Pace:
    last = Job.objects.filter(status=JobStatus.COMPLETED).order_by("-id")
    durations: defaultdict[tuple[str, int | None], list[float]] = defaultdict(list)
    columns = last.values_list("engine", "width", "height", "started_at", "ended_at")
    for engine, width, height, began, ended in columns[:SAMPLE]:
        if began is None or ended is None:
            continue
        seconds = max(0.0, (ended - began) / timedelta(seconds=1))
        for key in ((engine, size_class(width, height)), ("", size_class(width, height)), (engine, None), ("", None)):
            durations[key].append(seconds)
    return Pace(drawing={key: _spread(seconds) for key, seconds in durations.items()}, workers=_count_workers())


def _spread(seconds: Iterable[float]) -> Spread:
    values = sorted(seconds)
    low, median, high = statistics.quantiles(values, n=4, method="inclusive") if len(values) > 1 else values * 3
    return Spread(low=low, median=median, high=high)


def _count_workers() -> int:
    alive = Cluster.objects.filter(seen_at__gt=Now() - timedelta(seconds=SILENT_SECONDS))
    return alive.aggregate(workers=Sum("workers"))["workers"] or settings.WORKERS
