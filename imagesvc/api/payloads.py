"""Rows as they look on the wire: jobs, images and their lists.

Built by hand from plain values: a serializer on the way out costs more than the query.
"""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from imagesvc.api.compiled import Children, CompiledRows, Values
from imagesvc.images.links import addresses
from imagesvc.images.models import Image, ImageFile
from imagesvc.images.storage import PICTURE, THUMBNAIL
from imagesvc.keys.callers import shown_client_id
from imagesvc.pool.gate import what_is_waited_for
from jobs import line
from jobs.estimates import Pace, Spread, pace, time_until_done
from jobs.models import Job, JobStatus

Row = Mapping[str, Any]

# Clients of the seed know five words and wait for one of the last three.
ON_THE_WIRE = {JobStatus.WAITING: JobStatus.QUEUED, JobStatus.CANCELLED: JobStatus.FAILED}

# What is said of a job that changes without it, with every second.
NO_ESTIMATE = {"estimatedSeconds": None, "estimatedRange": None}
# What an estimate is made of.
PACE_COLUMNS = ("status", "started_at", "engine", "width", "height")

SUMMARY_COLUMNS = (
    "id",
    "status",
    "progress",
    "message",
    "created_at",
    "started_at",
    "ended_at",
    "prompt_preview",
    "entity_type",
    "entity_id",
    "priority",
    "attempt",
    "engine",
    "width",
    "height",
    "style",
    "allows_stand_in",
)
DETAIL_COLUMNS = (*SUMMARY_COLUMNS, "owner", "client_id", "error")
IMAGE_COLUMNS = (
    "id",
    "game_id",
    "prompt",
    "negative_prompt",
    "width",
    "height",
    "seed",
    "created_at",
    "steps",
    "engine",
    "model",
    "workflow",
    "workflow_sha256",
    "revised_prompt",
    "engine_settings",
    "is_placeholder",
    "entity_type",
    "entity_id",
    "job_id",
)
FILE_COLUMNS = ("stem", "size", "width", "height", "content_type", "sha256", "is_missing")
_FILES = Children(model=ImageFile, parent="image", columns=FILE_COLUMNS, order_by="position")

_SUMMARIES = CompiledRows(Job, columns=SUMMARY_COLUMNS)
_DETAILS = CompiledRows(Job, columns=DETAIL_COLUMNS)
_IMAGES = CompiledRows(Image, columns=IMAGE_COLUMNS, children=_FILES)


def summary_rows(page: QuerySet[Any, Any]) -> list[Row]:
    """Return rows of SUMMARY_COLUMNS for a query set, the newest first."""
    return [dict(zip(SUMMARY_COLUMNS, values, strict=True)) for values in _SUMMARIES.of_page(page)]


def image_rows(page: QuerySet[Any, Any]) -> list[Row]:
    """Return for a query set the `id` and the `metadata` of each image, the newest first."""
    return _described(_IMAGES.of_page(page))


def job_summaries(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Return JobSummary for rows of SUMMARY_COLUMNS."""
    summaries = [_summary(row) for row in rows]
    active = JobStatus.ACTIVE
    if any(row["status"] in active for row in rows):
        # What is the same for all of them is asked for once.
        pending = [row["id"] for row in rows if row["status"] in JobStatus.PENDING]
        places = line.places(pending)
        waits, measured = what_is_waited_for(), pace()
        for row, summary in zip(rows, summaries, strict=True):
            if row["status"] in active:
                summary.update(_outlook(row, position=places.get(row["id"]), waits=waits, measured=measured))
    return summaries


def job_summary(job: Job) -> dict[str, Any]:
    """Return JobSummary for a job at hand."""
    return job_summaries([{column: getattr(job, column) for column in SUMMARY_COLUMNS}])[0]


def seconds_left(job: Job) -> int | None:
    """Return how long a job at hand still needs: what its summary estimates, and nothing else of it."""
    position = line.places([job.id]).get(job.id) if job.status in JobStatus.PENDING else None
    row = {column: getattr(job, column) for column in PACE_COLUMNS}
    seconds: int | None = _estimate(time_until_done(position=position, measured=pace(), **row))["estimatedSeconds"]
    return seconds


def job_row(job_id: UUID) -> Row | None:
    """Read the columns of a job that job_detail shows; None if there is no such job."""
    found = _DETAILS.of_keys([job_id])
    return dict(zip(DETAIL_COLUMNS, found[0], strict=True)) if found else None


def job_detail(row: Row, *, is_past: bool = False) -> dict[str, Any]:
    """Return the body of GET /api/jobs/<id> for a row of DETAIL_COLUMNS.

    Where the row tells how a job was at some time before, its place in the queue and what it still needs are left open.
    """
    body: dict[str, Any] = {"success": True, "job": _detail(row, is_past=is_past)}
    if row["status"] == JobStatus.COMPLETED:
        body["result"] = job_result(row["id"])
    elif row["status"] in JobStatus.ENDED:
        body["error"] = row["error"]
    return body


def job_result(job_id: UUID) -> dict[str, Any] | None:
    """Return what a completed job brought; None if its picture was deleted since."""
    return job_results([job_id]).get(job_id)


def job_results(job_ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """Return what each of these completed jobs brought, as far as its picture is still there."""
    metadata_of = [row["metadata"] for row in _described(_IMAGES.of_keys(list(job_ids), key="job"))]
    return {
        metadata["jobId"]: {"imageId": metadata["id"], "images": metadata["images"], "metadata": metadata}
        for metadata in metadata_of
    }


def _summary(row: Row) -> dict[str, Any]:
    """Return JobSummary as far as it can be told by the row alone."""
    status = row["status"]
    return {
        "id": row["id"],
        "jobId": row["id"],
        "status": ON_THE_WIRE.get(status, status),
        "cancelled": status == JobStatus.CANCELLED,
        "progress": row["progress"],
        "message": row["message"],
        "createdAt": row["created_at"],
        "startedAt": row["started_at"],
        "completedAt": row["ended_at"],
        "prompt": row["prompt_preview"],
        "entityType": row["entity_type"] or None,
        "entityId": row["entity_id"] or None,
        "priority": row["priority"],
        "attempts": row["attempt"],
        "queuePosition": None,
        **NO_ESTIMATE,
    }


def _outlook(
    row: Row, *, position: int | None, waits: Mapping[tuple[str, bool], str], measured: Pace
) -> dict[str, Any]:
    """Return what else is told of a job that has not ended: what it waits for, and how long."""
    left = time_until_done(position=position, measured=measured, **{column: row[column] for column in PACE_COLUMNS})
    outlook = {"queuePosition": position, **_estimate(left)}
    # A queued job may wait for more than a worker.
    if row["status"] == JobStatus.QUEUED and (reason := waits.get((row["style"], row["allows_stand_in"]))):
        outlook["message"] = reason
    return outlook


def _estimate(left: Spread | None) -> Mapping[str, Any]:
    """Return the median and its quartiles in whole seconds, at least one; null when unknown."""
    if left is None:
        return NO_ESTIMATE
    low, median, high = (max(1, math.ceil(seconds)) for seconds in (left.low, left.median, left.high))
    return {"estimatedSeconds": median, "estimatedRange": [low, high]}


def _detail(row: Row, *, is_past: bool) -> dict[str, Any]:
    summary = _summary(row) if is_past else job_summaries([row])[0]
    client_id = shown_client_id(row["client_id"], owner=row["owner"])
    return summary | {"engine": row["engine"] or None, "clientId": client_id or None}


def _described(images: Sequence[Values]) -> list[Row]:
    address = addresses()
    return [{"id": values[0], "metadata": _metadata(values, address=address)} for values in images]


def _metadata(image: Values, *, address: Callable[[str, str], str]) -> dict[str, Any]:
    """Return what is told of an image, for IMAGE_COLUMNS and its files."""
    (
        key,
        game_id,
        prompt,
        negative_prompt,
        width,
        height,
        seed,
        created_at,
        steps,
        engine,
        model,
        workflow,
        workflow_sha256,
        revised_prompt,
        engine_settings,
        is_placeholder,
        entity_type,
        entity_id,
        job_id,
        files,
    ) = image
    return {
        "id": game_id or key,
        "prompt": prompt,
        "negative_prompt": negative_prompt,
        "width": width,
        "height": height,
        "seed": seed,
        "createdAt": created_at,
        "steps": steps,
        "engine": engine or None,
        "model": model or None,
        "workflow": workflow or None,
        "workflowHash": workflow_sha256 or None,
        "revisedPrompt": revised_prompt or None,
        "engineSettings": engine_settings,
        "placeholder": is_placeholder,
        "entityType": entity_type or None,
        "entityId": entity_id or None,
        "jobId": job_id,
        "images": [_file(file, address=address) for file in files],
    }


def _file(file: Values, *, address: Callable[[str, str], str]) -> dict[str, Any]:
    """Return what is told of a picture, for FILE_COLUMNS."""
    stem, size, width, height, content_type, sha256, is_missing = file
    return {
        "imageId": stem,
        "filename": f"{stem}.png",
        "url": address(stem, PICTURE),
        "size": size,
        "width": width,
        "height": height,
        "contentType": content_type,
        "sha256": sha256 or None,
        "thumbnailUrl": address(stem, THUMBNAIL),
        "missing": is_missing,
    }
