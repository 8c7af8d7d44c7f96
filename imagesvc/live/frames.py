"""What the channels say, in bytes: the same JSON in a frame of /ws and in the `data:` of a Server-Sent Event.

Every change of a job is one such object, with or without spaces:

    {
      "type": "image_job_update",
      "eventId": 4711,                 the number to resume after; null in a snapshot that is no event
      "jobId": "019ab3...",
      "status": "processing",          queued, processing, completed, failed, timeout
      "cancelled": false,              true with the status failed
      "phase": "progress",             what has happened: see PHASES
      "progress": 40,                  0 to 100, never goes back within an attempt
      "message": "Drawing",            for people
      "createdAt": "2026-11-26T08:00:00.000000Z", "startedAt": null or a time, "completedAt": null or a time,
      "error": null,                   a sentence when the job failed, timed out or was cancelled
      "result": null,                  when completed: {imageId, images, metadata} as in GET /api/jobs/<id>; null if
                                       its picture was deleted since
      "attempt": 1,
      "engine": "pillow",              or null
      "prompt": "A lighthouse...",     its first 50 characters
      "payload": {"entityType": "npc", "entityId": "...", "isPlayerPortrait": true, "isLocationScene": false,
                  "isThingImage": false, "isLocationExitImage": false, "isCustomImage": false}
    }

The words, and those of the other two frames of /ws, are the original game's; `eventId`, `cancelled`, `attempt`,
`engine` and `prompt` are ours. A stream of events looks like this; the number of the first block, and of each one that
says nothing but its number every fifteen seconds, is where a stream that breaks off here is resumed:

    id: 4710
    retry: 2000

    id: 4711
    data: {"type":"image_job_update",...}

    :
    id: 4711

Whoever shows more than the stream tells (such as the gallery) listens first and, when the stream is open, reads what it
wants to show: all that is not in there yet comes after it.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from imagesvc.api.json import to_json
from imagesvc.api.payloads import ON_THE_WIRE
from jobs.models import EventKind, JobStatus

Row = Mapping[str, Any]

# How a client's page is told apart from the rest: one word for what has happened. Those of the original game are
# queued, processing, completed, failed, timeout and snapshot: the state of a job without a change.
PHASES = {
    EventKind.QUEUED: "queued",
    EventKind.PROCESSING: "processing",
    EventKind.PROGRESS: "progress",
    EventKind.RETRYING: "retrying",
    EventKind.POSTPONED: "queued",
    EventKind.DUE: "queued",
    EventKind.RELEASED: "queued",
    EventKind.LOST: "queued",
    EventKind.REORDERED: "queued",
    EventKind.ATTACHED: "snapshot",
    EventKind.COMPLETED: "completed",
    EventKind.FAILED: "failed",
    EventKind.TIMEOUT: "timeout",
    EventKind.CANCELLED: "cancelled",
}
SNAPSHOT = PHASES[EventKind.ATTACHED]

RETRY_MILLISECONDS = 2_000


def event_json(event: Row, *, result: Mapping[str, Any] | None) -> bytes:
    """Return what a row of jobs.events.COLUMNS says."""
    job = {
        "id": event["job_id"],
        "created_at": event["job__created_at"],
        # The job may be further than the event by now.
        "started_at": event["job__started_at"] if event["attempt"] == event["job__attempt"] else None,
        "ended_at": event["job__ended_at"] if event["status"] in JobStatus.ENDED else None,
        "prompt_preview": event["job__prompt_preview"],
        "entity_type": event["job__entity_type"],
        "entity_id": event["job__entity_id"],
    }
    return _update({**event, **job}, event_id=event["id"], phase=PHASES[EventKind(event["kind"])], result=result)


def snapshot_json(job: Row, *, result: Mapping[str, Any] | None) -> bytes:
    """Return the present state of a job, for a row of the columns that both functions here have."""
    return _update(job, event_id=None, phase=SNAPSHOT, result=result)


def as_server_sent(json: bytes, *, event_id: int | None) -> bytes:
    """Return a Server-Sent Event; JSON of ours has no line breaks."""
    return b"data: %b\n\n" % json if event_id is None else b"id: %d\ndata: %b\n\n" % (event_id, json)


def stream_head(position: int) -> bytes:
    return b"id: %d\nretry: %d\n\n" % (position, RETRY_MILLISECONDS)


def heartbeat(position: int) -> bytes:
    return b":\nid: %d\n\n" % position


def connection_ack(client_id: str, *, is_assigned: bool) -> str:
    """Return the first frame of a socket."""
    ack = {"type": "connection_ack", "clientId": client_id, "assigned": is_assigned, "serverTime": datetime.now(UTC)}
    return to_json(ack).decode()


def pong() -> str:
    return to_json({"type": "pong", "serverTime": datetime.now(UTC)}).decode()


def _update(job: Row, *, event_id: int | None, phase: str, result: Mapping[str, Any] | None) -> bytes:
    status, entity_type = job["status"], job["entity_type"]
    has_failed = status in JobStatus.ENDED and status != JobStatus.COMPLETED
    return to_json(
        {
            "type": "image_job_update",
            "eventId": event_id,
            "jobId": job["id"],
            "status": ON_THE_WIRE.get(status, status),
            "cancelled": status == JobStatus.CANCELLED,
            "phase": phase,
            "progress": job["progress"],
            "message": job["message"],
            "createdAt": job["created_at"],
            "startedAt": job["started_at"],
            "completedAt": job["ended_at"],
            "error": job["error"] if has_failed else None,
            "result": result,
            "attempt": job["attempt"],
            "engine": job["engine"] or None,
            "prompt": job["prompt_preview"],
            "payload": {
                "entityType": entity_type or None,
                "entityId": job["entity_id"] or None,
                "isPlayerPortrait": entity_type in ("player", "npc"),
                "isLocationScene": entity_type == "location",
                "isThingImage": entity_type in ("item", "scenery"),
                "isLocationExitImage": entity_type == "location-exit",
                "isCustomImage": not entity_type,
            },
        }
    )
