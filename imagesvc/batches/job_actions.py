"""What can be done with many jobs: requeue, cancel, reprioritise, delete. Each chunk is judged and done set by set.

Why a job is passed over is said in the words of the constants below, which people and programs read.
"""

import time
from abc import abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import NullIf

from imagesvc.batches.action import MOST_COUNTED, MOST_JUDGED, SAMPLE, Action, Options, Preview, Step
from imagesvc.images.models import Image
from jobs import lifecycle
from jobs.models import Job, JobStatus, Priority
from jobs.selection import Selection, Stretch, select

# Why a job is passed over.
NOT_ENDED = "not ended"
ENDED = "ended already"
COMPLETED = "completed"
CANCELLED = "cancelled by somebody"
REQUEUED = "requeued already"
ACTIVE_JOB = "active job for its entity"
NEWER_PICTURE = "newer picture"
BEING_DRAWN = "being drawn"
SAME_PRIORITY = "has that priority"
GONE = "gone or changed meanwhile"

# Counting stops here, too.
COUNTING_SECONDS = 1.0
JUDGED_AT_A_TIME = 500
# On PostgreSQL the chunks of all batches stand in line for this advisory lock, or two of them would requeue one job.
CHUNKS_IN_LINE = 0x62617463  # "batc"

JUDGED_COLUMNS = (
    "id",
    "status",
    "priority",
    "entity_kind",
    "entity_type",
    "entity_id",
    "engine",
    "prompt_preview",
    "error",
    "created_at",
    "width",
    "height",
)
Row = Mapping[str, Any]


class JobAction(Action[Selection]):
    """An action on jobs: walks through the selection by the jobs' ids."""

    is_ascending = False
    first_size, least_size = 200, 100

    def select(self, words: Mapping[str, Sequence[str]]) -> Selection:
        return select(words)

    def bound(self) -> str:
        newest = Job.objects.order_by("-id").values_list("id", flat=True).first()
        return "" if newest is None else str(newest)

    def count(self, selection: Selection, *, most: int) -> int | None:
        counted = 0
        for stretch in self._stretches(selection, bound="", size=JUDGED_AT_A_TIME * 20, seconds=COUNTING_SECONDS):
            counted += len(stretch.ids)
            if counted > most:
                return None
            if stretch.end is None:
                return counted
        return None

    def preview(self, selection: Selection, options: Options) -> Preview:
        rows = self._first_rows(selection)
        reasons = self._judge_all(rows, selection=selection, options=options)
        total = self.count(selection, most=MOST_COUNTED)
        return Preview(
            total=max(len(rows), MOST_COUNTED if total is None else total),
            is_more=total is None,
            judged=len(rows),
            doable=len(rows) - len(reasons),
            by_status=_counts(row["status"] for row in rows),
            by_type=_counts(row["entity_type"] for row in rows),
            by_engine=_counts(row["engine"] for row in rows),
            skipped=_counts(reasons.values()),
            sample=rows[:SAMPLE],
        )

    def step(
        self, selection: Selection, options: Options, *, cursor: str, bound: str, size: int, most: int | None, by: str
    ) -> Step:
        if not bound:  # there were no jobs when it began
            return Step(cursor=cursor, is_end=True)
        _stand_in_line()
        stretch = self._next_stretch(selection, cursor=cursor, bound=bound, size=size)
        rows = self._rows(stretch.ids)
        reasons = self._judge_all(rows, selection=selection, options=options)
        looked_at, is_cut = _first_doable(rows, reasons=reasons, most=most)
        chosen = [row["id"] for row in looked_at if row["id"] not in reasons]
        done = self.act(chosen, options=options, by=by) if chosen else set()
        skipped = Counter(reasons[row["id"]] for row in looked_at if row["id"] in reasons)
        skipped[GONE] += len(chosen) - len(done)
        end = looked_at[-1]["id"] if is_cut else stretch.end
        return Step(
            cursor=cursor if end is None else str(end),
            is_end=end is None,
            done=len(done),
            skipped=+skipped,
            pixels=sum(row["width"] * row["height"] for row in looked_at if row["id"] in done),
        )

    @abstractmethod
    def judge(self, rows: Sequence[Row], *, selection: Selection, options: Options) -> Iterator[tuple[UUID, str]]:
        """Yield why which of these jobs are passed over."""

    @abstractmethod
    def act(self, job_ids: Sequence[UUID], *, options: Options, by: str) -> set[UUID]:
        """Do it with all of these, in the caller's transaction, and say with which it was done."""

    def columns(self) -> QuerySet[Any, Any]:
        """Return all jobs with the columns by which they are judged."""
        rows: QuerySet[Any, Any] = Job.objects.values(*JUDGED_COLUMNS)
        return rows

    def _first_rows(self, selection: Selection) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        for stretch in self._stretches(selection, bound="", size=JUDGED_AT_A_TIME):
            rows += self._rows(stretch.ids)
            if len(rows) >= MOST_JUDGED:
                break
        return rows

    def _rows(self, job_ids: Sequence[UUID]) -> list[dict[str, Any]]:
        return list(self.columns().filter(id__in=job_ids).order_by("id" if self.is_ascending else "-id"))

    def _judge_all(self, rows: Sequence[Row], *, selection: Selection, options: Options) -> dict[UUID, str]:
        return dict(self.judge(rows, selection=selection, options=options))

    def _stretches(
        self, selection: Selection, *, bound: str, size: int, seconds: float | None = None
    ) -> Iterator[Stretch]:
        """Yield the whole selection, or what can be read of it in that time."""
        until = None if seconds is None else time.monotonic() + seconds
        cursor = ""
        while True:
            stretch = self._next_stretch(selection, cursor=cursor, bound=bound, size=size)
            yield stretch
            if stretch.end is None or (until is not None and time.monotonic() > until):
                return
            cursor = str(stretch.end)

    def _next_stretch(self, selection: Selection, *, cursor: str, bound: str, size: int) -> Stretch:
        upto = UUID(bound) if bound else None
        behind = UUID(cursor) if cursor else None
        if behind is None and upto is not None and not self.is_ascending:
            behind = UUID(int=upto.int + 1)
        return selection.walk(
            behind=behind, upto=upto if self.is_ascending else None, size=size, ascending=self.is_ascending
        )


class Requeue(JobAction):
    """Make a new job of each that has ended: with its frozen wish, linked to it, behind what people wait for.

    The newest first: of several jobs of one entity the latest wish is the one that counts, and it is the others that
    find an active job then.
    """

    name, verb = "requeue", "Requeue"

    def columns(self) -> QuerySet[Any, Any]:
        # Jobs of no entity have nothing in common. SQLite needs the null, or it looks at all of them for each one.
        # PostgreSQL needs the exclusions: by the one it knows that the index on active jobs will do, because of the
        # other it asks that index for each job, and does not read all of it for each chunk.
        same = {"entity_kind": OuterRef("entity_kind"), "entity_id": NullIf(OuterRef("entity_id"), Value(""))}
        others = Job.objects.exclude(id=OuterRef("id"))
        rows: QuerySet[Any, Any] = Job.objects.annotate(
            is_requeued=Exists(others.filter(parent=OuterRef("id"))),
            has_active_job=Exists(others.active().exclude(entity_id="").filter(**same)),
            has_newer_picture=Exists(Image.objects.current().filter(**same, created_at__gt=OuterRef("created_at"))),
        ).values(*JUDGED_COLUMNS, "is_requeued", "has_active_job", "has_newer_picture")
        return rows

    def judge(self, rows: Sequence[Row], *, selection: Selection, options: Options) -> Iterator[tuple[UUID, str]]:
        taken: set[tuple[str, str]] = set()
        for row in rows:
            entity = (row["entity_kind"], row["entity_id"]) if row["entity_id"] else None
            reason = self._reason(row, selection=selection, options=options)
            if not reason and entity in taken:
                reason = ACTIVE_JOB
            if reason:
                yield row["id"], reason
            elif entity is not None:
                taken.add(entity)

    def act(self, job_ids: Sequence[UUID], *, options: Options, by: str) -> set[UUID]:
        priority = Priority.BATCH if options.priority is None else options.priority
        return set(lifecycle.requeue_many(job_ids, by=by, priority=priority))

    @staticmethod
    def _reason(row: Row, *, selection: Selection, options: Options) -> str:
        """Return the first reason against it, or an empty text."""
        against = {
            NOT_ENDED: row["status"] in JobStatus.ACTIVE,
            # What counts now is the job that was made of it, be it in the selection or not.
            REQUEUED: row["is_requeued"],
            ACTIVE_JOB: row["has_active_job"],
        }
        if not options.force:
            against |= {
                COMPLETED: row["status"] == JobStatus.COMPLETED,
                # Somebody wanted it not to be drawn; on the wire it failed, and so it is among the failed ones.
                CANCELLED: row["status"] == JobStatus.CANCELLED and not selection.means_cancelled,
                NEWER_PICTURE: row["has_newer_picture"],
            }
        return next((reason for reason, holds in against.items() if holds), "")


class Cancel(JobAction):
    """Cancel each that has not ended. The newest first, away from where the workers take theirs."""

    name, verb = "cancel", "Cancel"

    def judge(self, rows: Sequence[Row], *, selection: Selection, options: Options) -> Iterator[tuple[UUID, str]]:
        return ((row["id"], ENDED) for row in rows if row["status"] in JobStatus.ENDED)

    def act(self, job_ids: Sequence[UUID], *, options: Options, by: str) -> set[UUID]:
        return set(lifecycle.cancel_many(job_ids, by=by))


class Reprioritise(JobAction):
    """Move each that is pending to another priority. The oldest first, so that they stay in their order."""

    name, verb = "reprioritise", "Reprioritise"
    is_ascending = True

    def judge(self, rows: Sequence[Row], *, selection: Selection, options: Options) -> Iterator[tuple[UUID, str]]:
        for row in rows:
            if row["status"] in JobStatus.ENDED:
                yield row["id"], ENDED
            elif row["status"] == JobStatus.PROCESSING:
                yield row["id"], BEING_DRAWN
            elif row["priority"] == self._priority(options):
                yield row["id"], SAME_PRIORITY

    def act(self, job_ids: Sequence[UUID], *, options: Options, by: str) -> set[UUID]:
        return set(lifecycle.reprioritise_many(job_ids, by=by, priority=self._priority(options)))

    @staticmethod
    def _priority(options: Options) -> int:
        return Priority.BATCH if options.priority is None else options.priority


class Delete(JobAction):
    """Delete each that has ended, with its log; its pictures stay."""

    name, verb = "delete", "Delete"
    # With each go rows of half a dozen other tables.
    most_size = 200
    is_ascending = True

    def judge(self, rows: Sequence[Row], *, selection: Selection, options: Options) -> Iterator[tuple[UUID, str]]:
        return ((row["id"], NOT_ENDED) for row in rows if row["status"] in JobStatus.ACTIVE)

    def act(self, job_ids: Sequence[UUID], *, options: Options, by: str) -> set[UUID]:
        # Ended is final, so nothing changes between the look and the deletion.
        Job.objects.filter(id__in=job_ids).delete()
        return set(job_ids)


def _counts(words: Iterable[str]) -> dict[str, int]:
    """Return how often each word comes, the most frequent first."""
    return dict(Counter(words).most_common())


def _first_doable(rows: Sequence[Row], *, reasons: Mapping[UUID, str], most: int | None) -> tuple[Sequence[Row], bool]:
    """Return the rows up to the last that may still be done, and whether others are left for the next chunk."""
    if most is None:
        return rows, False
    left = most
    for number, row in enumerate(rows):
        if row["id"] not in reasons:
            if not left:
                return rows[:number], True
            left -= 1
    return rows, False


def _stand_in_line() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHUNKS_IN_LINE])
