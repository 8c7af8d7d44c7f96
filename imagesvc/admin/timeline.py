"""All that happened to one job in its order: attempts, waits, failures, webhooks, and who had a hand in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.admin.utils import quote
from django.urls import reverse

from imagesvc.admin.looks import in_words, short
from imagesvc.webhooks.models import Delivery, DeliveryState
from jobs.history import Moment, history_of
from jobs.models import EventKind, Job, JobStatus

MOST_DELIVERIES = 50
# Shorter pauses between two lines say nothing.
SHORTEST_PAUSE_SECONDS = 0.05
TONES = {
    EventKind.QUEUED: "queued",
    EventKind.DUE: "queued",
    EventKind.REORDERED: "queued",
    EventKind.RELEASED: "queued",
    EventKind.ATTACHED: "quiet",
    EventKind.PROCESSING: "processing",
    EventKind.PROGRESS: "processing",
    EventKind.RETRYING: "waiting",
    EventKind.POSTPONED: "waiting",
    EventKind.LOST: "failed",
    EventKind.COMPLETED: "completed",
    EventKind.FAILED: "failed",
    EventKind.TIMEOUT: "timeout",
    EventKind.CANCELLED: "cancelled",
}
DELIVERY_TONES = {
    DeliveryState.PENDING: "waiting",
    DeliveryState.DELIVERED: "completed",
    DeliveryState.GIVEN_UP: "failed",
}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the timeline; `pause` is what went by since the one before."""

    at: datetime
    heading: str
    tone: str
    detail: str = ""
    facts: tuple[str, ...] = ()
    by: str = ""
    attempt: int = 0
    address: str = ""
    pause: str = ""
    # Where the entry before is of another day, or there is none.
    day: str = ""


def timeline_of(job: Job, *, children: Sequence[Job]) -> list[Entry]:
    """Return what happened to a job, oldest first."""
    entries = [*_events(job), *_deliveries(job), *map(_requeued, children)]
    return [*_with_pauses(sorted(entries, key=lambda entry: entry.at))]


def _events(job: Job) -> Iterator[Entry]:
    for moment in history_of(job.id):
        yield Entry(
            at=moment.at,
            heading=_heading(moment),
            tone=TONES[moment.kind],
            detail=moment.detail if moment.kind is not EventKind.PROCESSING else "",
            facts=tuple(_facts(moment)),
            by=moment.by,
            attempt=moment.attempt if moment.kind in (EventKind.PROCESSING, EventKind.PROGRESS) else 0,
        )


def _heading(moment: Moment) -> str:
    said = {EventKind.PROCESSING: f"Attempt {moment.attempt} began", EventKind.PROGRESS: "Drawing"}
    return said.get(moment.kind, moment.heading)


def _facts(moment: Moment) -> Iterator[str]:
    """Name the engine and the worker where they are news, and the code of what went wrong."""
    if moment.kind is EventKind.PROCESSING and moment.worker:
        yield f"worker {moment.worker}"
    if moment.kind in (EventKind.PROGRESS, EventKind.RETRYING, EventKind.POSTPONED, *JobStatus.ENDED) and moment.engine:
        yield f"engine {moment.engine}"
    if moment.error_code and TONES[moment.kind] in ("waiting", "failed", "timeout"):
        yield f"cause {moment.error_code}"


def _deliveries(job: Job) -> Iterator[Entry]:
    sent = Delivery.objects.filter(job=job).select_related("receiver", "callback").order_by("-id")[:MOST_DELIVERIES]
    for delivery in sent:
        state = DeliveryState(delivery.state)
        yield Entry(
            at=delivery.tried_at or delivery.created_at,
            heading=f"Webhook {delivery.event}: {delivery.get_state_display().lower()}",
            tone=DELIVERY_TONES[state],
            detail=delivery.url,
            facts=tuple(_of_delivery(delivery)),
            address=reverse("admin:webhooks_delivery_change", args=[quote(delivery.pk)]),
        )


def _of_delivery(delivery: Delivery) -> Iterator[str]:
    yield f"{delivery.tries} tr{'y' if delivery.tries == 1 else 'ies'}"
    if delivery.last_status:
        yield f"answer {delivery.last_status}"
    if delivery.last_error:
        yield delivery.last_error


def _requeued(child: Job) -> Entry:
    return Entry(
        at=child.created_at,
        heading=f"Requeued as {short(child.id)}",
        tone="queued",
        detail=child.prompt_preview,
        facts=(child.get_status_display().lower(),),
        address=reverse("admin:jobs_job_change", args=[child.id]),
    )


def _with_pauses(entries: Sequence[Entry]) -> Iterator[Entry]:
    former: datetime | None = None
    for entry in entries:
        seconds = (entry.at - former).total_seconds() if former else 0
        yield replace(
            entry,
            pause=in_words(seconds) if seconds >= SHORTEST_PAUSE_SECONDS else "",
            day="" if former and former.date() == entry.at.date() else f"{entry.at:%Y-%m-%d}",
        )
        former = entry.at
