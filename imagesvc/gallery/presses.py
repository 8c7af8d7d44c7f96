"""Jobs as the gallery shows them: what is being drawn, what waits, what has just failed, and the list of all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils import timezone

from entities.kinds import entity_name
from imagesvc.gallery.filters import Filters
from imagesvc.gallery.search import Hit, matching, with_own_prompt
from imagesvc.gallery.words import age_of, label_of
from imagesvc.images.models import ImageFile, Preview
from jobs import lifecycle
from jobs.listing import Listing, Page, Row
from jobs.models import Job, JobStatus

PAGE_SIZE = 50
# On the shelf of the first page.
AT_WORK = 12
WAITING = 4
FAILED = 4
# A failure stays on the shelf for so long, unless it is tried again.
FAILURES_STAY = timedelta(minutes=10)
# More than this are not counted one by one.
MANY = 1000

STATES = {
    JobStatus.QUEUED: "Waiting",
    JobStatus.WAITING: "Waiting",
    JobStatus.PROCESSING: "Being drawn",
    JobStatus.COMPLETED: "Done",
    JobStatus.FAILED: "Failed",
    JobStatus.TIMEOUT: "Took too long",
    JobStatus.CANCELLED: "Cancelled",
}


@dataclass(frozen=True, kw_only=True)
class JobCard:
    """A job with what people want to know of it. `stem` names the thumbnail of what it brought, if that is known."""

    id: UUID
    status: str
    title: str
    label: str
    entity_kind: str
    entity_id: str
    progress: int
    message: str
    error: str
    created_at: datetime
    age: str
    stem: str = ""
    # The number of the last preview of a job that is being drawn; 0 while there is none.
    preview: int = 0

    @property
    def state(self) -> str:
        return STATES[JobStatus(self.status)]

    @property
    def is_at_work(self) -> bool:
        return self.status == JobStatus.PROCESSING

    @property
    def is_active(self) -> bool:
        return self.status in JobStatus.ACTIVE

    @property
    def has_failed(self) -> bool:
        return self.status in (JobStatus.FAILED, JobStatus.TIMEOUT)

    @property
    def may_be_tried_again(self) -> bool:
        return self.has_failed or self.status == JobStatus.CANCELLED


@dataclass(frozen=True, kw_only=True)
class Queue:
    """How much there is to do; `waiting` stops at MANY."""

    waiting: int
    at_work: int
    is_paused: bool

    @property
    def waiting_in_words(self) -> str:
        return f"{self.waiting:,}{'+' if self.waiting == MANY else ''}"


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """What the first page shows of the jobs: those at work, the last that were asked for, and what has just failed."""

    queue: Queue
    cards: Sequence[JobCard]


@dataclass(frozen=True, kw_only=True)
class Journal:
    """A page of the list of jobs."""

    cards: Sequence[JobCard]
    page: Page


def shelf() -> Shelf:
    """Look at the presses: the newest jobs first, whatever their state, so that a card stays where it is."""
    at_work = _newest(JobStatus.PROCESSING, limit=AT_WORK)
    waiting = [row for status in JobStatus.PENDING for row in _newest(status, limit=WAITING)]
    rows = [*at_work, *sorted(waiting, key=_key, reverse=True)[:WAITING], *_just_failed()]
    queue = queue_now()
    return Shelf(queue=queue, cards=cards_of(sorted(rows, key=_key, reverse=True)))


def queue_now() -> Queue:
    """Count what there is to do, as far as somebody would count."""
    waiting = sum(Job.objects.filter(status=status)[:MANY].count() for status in JobStatus.PENDING)
    at_work = Job.objects.filter(status=JobStatus.PROCESSING)[:MANY].count()
    return Queue(waiting=min(waiting, MANY), at_work=at_work, is_paused=lifecycle.is_paused())


def journal(filters: Filters, *, hits: Sequence[Hit] = ()) -> Journal:
    """Return the page of jobs that somebody wants to see, with the pictures that they brought."""
    page = _listing_of(filters, hits=hits).page(before=filters.before, after=filters.after, size=PAGE_SIZE)
    return Journal(cards=cards_of(page.rows, stems=_stems_of(page.rows)), page=page)


def card(job_id: UUID) -> JobCard | None:
    """Return one job, if there is one."""
    rows = list(_rows(Job.objects.filter(id=job_id)))
    return next(iter(cards_of(rows, stems=_stems_of(rows))), None)


def card_at_work(*, kind: str, entity_id: str) -> JobCard | None:
    """Return the job of an entity that has not ended, if there is one."""
    rows = list(_rows(Job.objects.active().of_entity(kind=kind, entity_id=entity_id)))
    return next(iter(cards_of(rows)), None)


def cards_of(rows: Sequence[Row], *, stems: dict[UUID, str] | None = None) -> list[JobCard]:
    """Return the cards of rows, with the thumbnails of what they brought, where somebody has looked for them."""
    now = timezone.now()
    at_work = [row["id"] for row in rows if row["status"] == JobStatus.PROCESSING]
    shown = Preview.objects.filter(job__in=at_work).values_list("job_id", "number") if at_work else ()
    previews = dict(shown)
    return [
        JobCard(
            id=row["id"],
            status=row["status"],
            title=row["name"] or row["entity_id"] or row["prompt_preview"],
            label=label_of(row["entity_type"]),
            entity_kind=row["entity_kind"],
            entity_id=row["entity_id"],
            progress=row["progress"],
            message=row["message"],
            error=row["error"],
            created_at=row["created_at"],
            age=age_of(row["created_at"], now=now),
            stem=(stems or {}).get(row["id"], ""),
            preview=previews.get(row["id"], 0),
        )
        for row in rows
    ]


def _listing_of(filters: Filters, *, hits: Sequence[Hit]) -> Listing:
    """Read by the index of the state, where one is chosen, else by that of the kind; look for the rest by stretches."""
    rows: QuerySet[Job, Any] = Job.objects.all()
    also = Q()
    if filters.words:
        rows = with_own_prompt(rows, preamble_length="preamble_length")
        also = matching(filters.words, hits)
    if not filters.statuses:
        of_type = Q() if filters.entity_type is None else Q(entity_type=filters.entity_type)
        return Listing(rows=_rows(rows), branches=[of_type], matching=also)
    branches = [Q(status=status) for status in filters.statuses]
    if filters.entity_type is not None:
        # As an expression, or a database might go through all jobs of the type by the index of that.
        rows = rows.alias(plain_type=Concat("entity_type", Value("")))
        also &= Q(plain_type=filters.entity_type)
    return Listing(rows=_rows(rows), branches=branches, matching=also)


def _newest(status: str, *, limit: int) -> list[Row]:
    # Newest first reads the index on (status, id) alone.
    return list(_rows(Job.objects.filter(status=status)).order_by("-id")[:limit])


def _just_failed() -> list[Row]:
    """Return the last failures that nobody has tried again yet."""
    since = timezone.now() - FAILURES_STAY
    newest = [row for status in (JobStatus.FAILED, JobStatus.TIMEOUT) for row in _newest(status, limit=FAILED)]
    recent = [row for row in sorted(newest, key=_key, reverse=True)[:FAILED] if row["ended_at"] > since]
    if not recent:
        return []
    tried_again = set(Job.objects.filter(parent__in=[row["id"] for row in recent]).values_list("parent_id", flat=True))
    return [row for row in recent if row["id"] not in tried_again]


def _stems_of(rows: Iterable[Row]) -> dict[UUID, str]:
    done = [row["id"] for row in rows if row["status"] == JobStatus.COMPLETED]
    files = ImageFile.objects.filter(image__job__in=done, position=0, is_missing=False)
    return dict(files.values_list("image__job_id", "stem")) if done else {}


def _rows(jobs: QuerySet[Job]) -> QuerySet[Job, Any]:
    return jobs.annotate(name=entity_name()).values(
        "id",
        "status",
        "entity_type",
        "entity_kind",
        "entity_id",
        "name",
        "prompt_preview",
        "progress",
        "message",
        "error",
        "created_at",
        "ended_at",
    )


def _key(row: Row) -> UUID:
    key: UUID = row["id"]
    return key
