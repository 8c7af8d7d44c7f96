"""What the tallies say about the last hour, day or week, and how the queue stands now; as numbers, not as pictures.

However many jobs there are, a few thousand small rows are read at the most.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from operator import attrgetter
from typing import NamedTuple

from django.db.models import Sum
from django.db.models.functions import Now

from imagesvc.statistics.histograms import added, percentile
from imagesvc.statistics.models import KEPT, Tally, What
from imagesvc.statistics.reader import TIMED, slot_start
from jobs import line
from jobs.clock import database_time
from jobs.estimates import SILENT_SECONDS
from jobs.models import Cluster, Job, JobStatus, QueueSwitch

FAILED = (What.FAILED, What.TIMEOUT)
# What counts against an engine: it drew, and nothing came of it. That it had no place is not its fault.
FAILURES = (What.FAILED, What.TIMEOUT, What.RETRYING, What.LOST, What.PASSED_ON)


class Span(Enum):
    """How far a chart looks back, in slots of one length."""

    HOUR = "hour", 60, 60
    DAY = "day", 96, 900
    WEEK = "week", 84, 7200

    def __init__(self, word: str, slots: int, slot_seconds: int) -> None:
        assert slot_seconds in KEPT, slot_seconds
        self.word = word
        self.slots = slots
        self.slot_seconds = slot_seconds


class Percentiles(NamedTuple):
    """Seconds; None where nothing was timed."""

    p50: float | None
    p95: float | None


class Counted(NamedTuple):
    """Columns of a tally."""

    starts_at: datetime
    engine: str
    what: str
    error_code: str
    number: int
    waits: Sequence[int]
    runs: Sequence[int]


_COUNTED = ("starts_at", "engine", "what", "error_code", "count", "waits", "runs")


@dataclass(frozen=True, kw_only=True)
class Slot:
    """What ended within one slot, and how long that had taken; `failed` includes what took too long."""

    starts_at: datetime
    completed: int
    failed: int
    wait: Percentiles
    run: Percentiles


@dataclass(frozen=True, kw_only=True)
class Failures:
    """How many attempts at one engine came to something and how many did not, and the most frequent reason."""

    engine: str
    completed: int
    failed: int
    most_frequent_code: str

    @property
    def attempts(self) -> int:
        return self.completed + self.failed

    @property
    def rate(self) -> float:
        return self.failed / self.attempts


@dataclass(frozen=True, kw_only=True)
class Figures:
    """A span, slot by slot up to the one that is not over, and as a whole; the engines with the most failures first."""

    span: Span
    slots: Sequence[Slot]
    completed: int
    failed: int
    wait: Percentiles
    run: Percentiles
    engines: Sequence[Failures]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How the queue stands at the moment `now` of the database's clock."""

    now: datetime
    pending: int
    processing: int
    oldest_pending_at: datetime | None
    is_paused: bool
    paused_at: datetime | None
    paused_by: str
    # In the last minute, in the last hour, and on average of the last five whole minutes.
    completed_in_minute: int
    failed_in_minute: int
    failed_in_hour: int
    completed_per_minute: float


def figures(span: Span, *, now: datetime | None = None) -> Figures:
    """Return what the tallies say about a span that ends now."""
    now = now or database_time()
    current = slot_start(now, slot_seconds=span.slot_seconds)
    starts = [current - number * timedelta(seconds=span.slot_seconds) for number in reversed(range(span.slots))]
    read = Tally.objects.filter(slot_seconds=span.slot_seconds, starts_at__range=(starts[0], current))
    # There may be thousands: as rows of the model they would take twice as long.
    tallies = [Counted._make(row) for row in read.values_list(*_COUNTED)]
    by_start = defaultdict(list)
    for tally in tallies:
        by_start[tally.starts_at].append(tally)
    totals = [_total(by_start[start]) for start in starts]
    whole = Total.of(totals)
    return Figures(
        span=span,
        slots=[total.as_slot(start) for start, total in zip(starts, totals, strict=True)],
        completed=whole.completed,
        failed=whole.failed,
        wait=_percentiles(whole.waits),
        run=_percentiles(whole.runs),
        engines=sorted(failures_of(tallies), key=attrgetter("rate", "failed"), reverse=True),
    )


def standing() -> Standing:
    """Return how the queue stands now."""
    now = database_time()
    state = line.state()
    switch = QueueSwitch.objects.filter(is_paused=True).first()
    minute = slot_start(now, slot_seconds=60)
    completed, failed = _last_hour(What.COMPLETED, before=minute), _last_hour(*FAILED, before=minute)
    five = [completed.get(minute - timedelta(minutes=number), 0) for number in range(1, 6)]
    return Standing(
        now=now,
        pending=state.pending,
        processing=state.processing,
        oldest_pending_at=oldest_pending_at(),
        is_paused=switch is not None,
        paused_at=switch.changed_at if switch else None,
        paused_by=switch.changed_by if switch else "",
        completed_in_minute=_in_last_minute(completed, now=now),
        failed_in_minute=_in_last_minute(failed, now=now),
        failed_in_hour=sum(failed.values()),
        completed_per_minute=sum(five) / 5,
    )


def oldest_pending_at() -> datetime | None:
    """Return when the job was made that has been pending for the longest time; ids sort by that."""
    jobs = Job.objects.order_by("id").values_list("created_at", flat=True)
    oldest = (jobs.filter(status=status).first() for status in JobStatus.PENDING)
    return min((made_at for made_at in oldest if made_at is not None), default=None)


def living_workers() -> dict[str, int]:
    """Return how many workers each host has of those that have been heard of lately."""
    lately = Now() - timedelta(seconds=SILENT_SECONDS)
    workers: Counter[str] = Counter()
    for host, number in Cluster.objects.filter(seen_at__gt=lately).values_list("host", "workers"):
        workers[host] += number
    return dict(workers)


def failures_of(tallies: Iterable[Counted]) -> Iterator[Failures]:
    """Count attempts by engine; what failed before there was one has the engine ""."""
    completed: defaultdict[str, int] = defaultdict(int)
    failed: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for tally in tallies:
        if tally.what == What.COMPLETED:
            completed[tally.engine] += tally.number
        elif tally.what in FAILURES:
            failed[tally.engine][tally.error_code] += tally.number
    for engine in completed.keys() | failed.keys():
        reasons = failed[engine]
        yield Failures(
            engine=engine,
            completed=completed[engine],
            failed=sum(reasons.values()),
            most_frequent_code=max(reasons, key=reasons.__getitem__, default=""),
        )


@dataclass(frozen=True, kw_only=True)
class Total:
    """What some tallies amount to."""

    completed: int
    failed: int
    waits: Sequence[int]
    runs: Sequence[int]

    @classmethod
    def of(cls, totals: Sequence["Total"]) -> "Total":
        return cls(
            completed=sum(total.completed for total in totals),
            failed=sum(total.failed for total in totals),
            waits=added([total.waits for total in totals]),
            runs=added([total.runs for total in totals]),
        )

    def as_slot(self, starts_at: datetime) -> Slot:
        wait, run = _percentiles(self.waits), _percentiles(self.runs)
        return Slot(starts_at=starts_at, completed=self.completed, failed=self.failed, wait=wait, run=run)


def _total(tallies: Sequence[Counted]) -> Total:
    timed = [tally for tally in tallies if tally.what in TIMED]
    completed = [tally for tally in timed if tally.what == What.COMPLETED]
    return Total(
        completed=sum(tally.number for tally in completed),
        failed=sum(tally.number for tally in timed if tally.what in FAILED),
        waits=added([tally.waits for tally in timed]),
        # A failure may take no time at all, and would speak well of the engine.
        runs=added([tally.runs for tally in completed]),
    )


def _percentiles(histogram: Sequence[int]) -> Percentiles:
    return Percentiles(percentile(histogram, 0.5), percentile(histogram, 0.95))


def _last_hour(*whats: What, before: datetime) -> dict[datetime, int]:
    """Count by minute: the one that begins at `before` and the 59 before it."""
    hour = Tally.objects.filter(slot_seconds=60, starts_at__gt=before - timedelta(hours=1), what__in=whats).order_by()
    return dict(hour.values_list("starts_at").annotate(number=Sum("count")))


def _in_last_minute(counts: Mapping[datetime, int], *, now: datetime) -> int:
    """Estimate how many there were: those of the slot that is not over, and a share of those of the one before it."""
    current = slot_start(now, slot_seconds=60)
    gone = (now - current) / timedelta(minutes=1)
    return counts.get(current, 0) + math.ceil(counts.get(current - timedelta(minutes=1), 0) * (1 - gone))
