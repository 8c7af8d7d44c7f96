"""Reads the log of all jobs and adds what happened to the tallies.

How far it has read is a row that moves in the transaction that changes the tallies, so nothing is left out and nothing
counted twice, whoever reads, and however often it is killed. Jobs that are deleted within seconds of their end are not
counted: they take their events along.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from imagesvc.statistics.histograms import EMPTY, bucket_of
from imagesvc.statistics.models import BEGINNING, FOR_EVER, KEPT, LogPosition, Tally, What
from jobs.events import SETTLE_SECONDS, LogReader, Row, newest_id
from jobs.models import EventKind, JobEvent

# How long one go may take, so that other chores have their turn; what is left is counted in the next.
GO_SECONDS = 2.0
COUNTED = {EventKind.QUEUED: What.SUBMITTED} | {
    EventKind(what.value): what for what in What if what not in (What.SUBMITTED, What.PASSED_ON)
}
# How a worker ends a job.
TIMED = (What.COMPLETED, What.FAILED, What.TIMEOUT)
# How an attempt ends, whatever becomes of its job; who cancels a job may do so before one or after it.
ATTEMPT_ENDS = frozenset(COUNTED) - {EventKind.QUEUED, EventKind.CANCELLED}
# A failure of a job that nobody had begun, or not any more.
NOT_BEGUN = "waited_too_long"


class Key(NamedTuple):
    """Which tally: the columns that tell one from another."""

    slot_seconds: int
    starts_at: datetime
    engine: str
    what: str
    error_code: str


@dataclass(kw_only=True)
class Sum:
    """What is to be added to one tally."""

    count: int = 0
    waits: list[int] = field(default_factory=list)
    runs: list[int] = field(default_factory=list)
    wait_seconds: float = 0.0
    run_seconds: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One thing to count."""

    at: datetime
    what: What
    engine: str = ""
    error_code: str = ""
    wait_seconds: float | None = None
    run_seconds: float | None = None


def count_events() -> None:
    """Count what has happened since the last time, for as long as one go may take; then forget what is old."""
    until = time.monotonic() + GO_SECONDS
    counter = Counter()
    while counter.count_next() and time.monotonic() < until:
        pass
    forget()


def forget() -> None:
    """Delete the tallies of slots that no chart shows any more."""
    old = Q()
    for slot_seconds, age in KEPT.items():
        old |= Q(slot_seconds=slot_seconds, starts_at__lt=Now() - age)
    Tally.objects.filter(old).delete()


class Counter:
    """Counts for as long as one go lasts; where it is, the database knows."""

    def __init__(self) -> None:
        self._log = LogReader(position=0)

    def count_next(self) -> bool:
        """Count the next events, at most some hundreds; return whether there is more at once.

        A transaction that keeps events from being read is waited for: one go later there might be another.
        """
        position, _ = LogPosition.objects.get_or_create(id=1)
        if newest_id() <= position.event_id:
            return False
        if position.event_id != self._log.position:
            self._log = LogReader(position=position.event_id)
        # Read before the transaction: on SQLite everybody else who writes waits for that.
        batch = self._log.read()
        sums = _sums(_happenings(batch.events))
        with transaction.atomic():
            position = LogPosition.objects.select_for_update().get()
            if position.event_id != self._log.position:
                return True  # somebody else has counted these meanwhile
            _add(sums)
            position.event_id = batch.position
            position.save(update_fields=["event_id"])
        self._log.position = batch.position
        if self._log.is_held_up:
            time.sleep(SETTLE_SECONDS)
        return batch.has_more or self._log.is_held_up


def slot_start(at: datetime, *, slot_seconds: int) -> datetime:
    """Return when the slot began that a moment is in."""
    if slot_seconds == FOR_EVER:
        return BEGINNING
    return datetime.fromtimestamp(at.timestamp() // slot_seconds * slot_seconds, tz=UTC)


def _happenings(events: Sequence[Row]) -> Iterator[Happening]:
    counted = [event for event in events if event["kind"] in COUNTED]
    # What the readers of the log are not told. An event that is just being deleted is left out.
    columns = JobEvent.objects.filter(id__in=[event["id"] for event in counted]).values_list("id", "at", "error_code")
    told = {event_id: (at, error_code) for event_id, at, error_code in columns}
    passed_on = _passed_on(counted)
    for event in counted:
        if event["id"] not in told:
            continue
        at, error_code = told[event["id"]]
        what = COUNTED[EventKind(event["kind"])]
        if event["kind"] not in ATTEMPT_ENDS or error_code == NOT_BEGUN:
            yield Happening(at=at, what=what, error_code=error_code)
            continue
        wait_seconds, run_seconds = _durations(event) if what in TIMED else (None, None)
        yield Happening(
            at=at,
            what=what,
            engine=event["engine"],
            error_code=error_code,
            wait_seconds=wait_seconds,
            run_seconds=run_seconds,
        )
        for engine in sorted(passed_on.get((event["job_id"], event["attempt"]), set()) - {event["engine"]}):
            yield Happening(at=at, what=What.PASSED_ON, engine=engine)


def _durations(event: Row) -> tuple[float | None, float | None]:
    """Return how long an ended job had waited for its last attempt, and how long that took."""
    created, started, ended = event["job__created_at"], event["job__started_at"], event["job__ended_at"]
    if started is None or ended is None:
        return None, None
    second = timedelta(seconds=1)
    return max(0.0, (started - created) / second), max(0.0, (ended - started) / second)


def _passed_on(events: Sequence[Row]) -> Mapping[tuple[object, int], set[str]]:
    """Return the engines that some attempts named on their way, by job and attempt."""
    ended = {event["job_id"] for event in events if event["kind"] in ATTEMPT_ENDS}
    if not ended:
        return {}
    named = JobEvent.objects.filter(job__in=ended, kind=EventKind.PROGRESS).exclude(engine="").order_by()
    engines: dict[tuple[object, int], set[str]] = {}
    for job_id, attempt, engine in named.values_list("job_id", "attempt", "engine").distinct():
        engines.setdefault((job_id, attempt), set()).add(engine)
    return engines


def _sums(happenings: Iterator[Happening]) -> dict[Key, Sum]:
    sums: dict[Key, Sum] = {}
    for each in happenings:
        for slot_seconds in (*KEPT, FOR_EVER):
            starts_at = slot_start(each.at, slot_seconds=slot_seconds)
            key = Key(slot_seconds, starts_at, each.engine, each.what.value, each.error_code)
            total = sums.setdefault(key, Sum())
            total.count += 1
            if each.wait_seconds is not None and each.run_seconds is not None:
                total.waits = _counted(total.waits, each.wait_seconds)
                total.runs = _counted(total.runs, each.run_seconds)
                total.wait_seconds += each.wait_seconds
                total.run_seconds += each.run_seconds
    return sums


def _counted(histogram: list[int], seconds: float) -> list[int]:
    histogram = histogram or list(EMPTY)
    histogram[bucket_of(seconds)] += 1
    return histogram


def _add(sums: Mapping[Key, Sum]) -> None:
    """Add to the tallies. Only who has the position's row locked may: what is read here is what is written again."""
    if not sums:
        return
    starts = {key.starts_at for key in sums}
    known = {
        Key(row.slot_seconds, row.starts_at, row.engine, row.what, row.error_code): row
        for row in Tally.objects.filter(slot_seconds__in=(*KEPT, FOR_EVER), starts_at__in=starts)
    }
    tallies = [_tally(key, total, known=known.get(key)) for key, total in sums.items()]
    Tally.objects.bulk_create(
        tallies,
        update_conflicts=True,
        unique_fields=list(Key._fields),
        update_fields=["count", "waits", "runs", "wait_seconds", "run_seconds"],
    )


def _tally(key: Key, total: Sum, *, known: Tally | None) -> Tally:
    former = known or Tally(count=0)
    return Tally(
        **key._asdict(),
        count=former.count + total.count,
        waits=_both(former.waits, total.waits),
        runs=_both(former.runs, total.runs),
        wait_seconds=former.wait_seconds + total.wait_seconds,
        run_seconds=former.run_seconds + total.run_seconds,
    )


def _both(left: list[int], right: list[int]) -> list[int]:
    if not (left and right):
        return left or right
    return [one + other for one, other in zip(left, right, strict=True)]
