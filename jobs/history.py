"""What happened to a job, as a person reads it: its log, with the steps of an attempt drawn together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from jobs.models import EventKind, JobEvent

# The last lines of a log that is longer, because its job was tried over and over.
MOST_LINES = 200

HEADINGS = {
    EventKind.QUEUED: "Asked for",
    EventKind.PROCESSING: "Begun",
    EventKind.PROGRESS: "Drawn",
    EventKind.RETRYING: "Failed, to be tried again",
    EventKind.POSTPONED: "Put off",
    EventKind.DUE: "Queued again",
    EventKind.RELEASED: "Handed back",
    EventKind.LOST: "Its worker was lost",
    EventKind.REORDERED: "Moved in the queue",
    EventKind.ATTACHED: "Asked for once more",
    EventKind.COMPLETED: "Done",
    EventKind.FAILED: "Failed",
    EventKind.TIMEOUT: "Took too long",
    EventKind.CANCELLED: "Cancelled",
}


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One line of the history; `tone` says how it reads: good, bad or plain. `by` is for those who steer jobs alone."""

    at: datetime
    heading: str
    detail: str
    tone: str
    kind: EventKind
    attempt: int
    engine: str
    worker: str
    error_code: str
    by: str


def history_of(job_id: UUID) -> list[Moment]:
    """Return what happened to a job, oldest first."""
    columns = (
        "kind",
        "at",
        "attempt",
        "progress",
        "message",
        "engine",
        "worker",
        "error",
        "error_code",
        "client_id",
        "by",
    )
    events = list(JobEvent.objects.filter(job=job_id).order_by("-id").values(*columns)[:MOST_LINES])[::-1]
    return [_moment(last) for last in _last_of_each_run(events)]


def _last_of_each_run(events: Iterable[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    """Of the reports of progress that follow each other the last says it all; the other events stay."""
    runs = groupby(enumerate(events), key=lambda numbered: _run_of(*numbered))
    return [list(run)[-1][1] for _, run in runs]


def _run_of(number: int, event: dict[str, Any]) -> int:
    return -1 if event["kind"] == EventKind.PROGRESS else number


def _moment(event: dict[str, Any]) -> Moment:
    kind = EventKind(event["kind"])
    tone = {EventKind.COMPLETED: "good", EventKind.FAILED: "bad", EventKind.TIMEOUT: "bad", EventKind.LOST: "bad"}
    copied = {name: event[name] for name in ("at", "attempt", "engine", "worker", "error_code", "by")}
    return Moment(
        kind=kind, heading=HEADINGS[kind], detail=_detail(kind, event), tone=tone.get(kind, "plain"), **copied
    )


def _detail(kind: EventKind, event: dict[str, Any]) -> str:
    details = {
        EventKind.PROCESSING: ("attempt {attempt} by {worker}", "worker"),
        EventKind.PROGRESS: ("{progress} %, {message}", "message"),
        EventKind.COMPLETED: ("by {engine}", "engine"),
        EventKind.FAILED: ("{error}", "error"),
        EventKind.TIMEOUT: ("{error}", "error"),
        EventKind.LOST: ("{error}", "error"),
        EventKind.RETRYING: ("{message}", "message"),
        EventKind.POSTPONED: ("{message}", "message"),
        EventKind.ATTACHED: ("by {client_id}", "client_id"),
    }
    template, needed = details.get(kind, ("", ""))
    # Events of an older version do not know all of it.
    return template.format(**event) if needed and event[needed] else ""
