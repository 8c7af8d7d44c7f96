"""Rows as they look on the wire: jobs, images and their lists.

Built by hand from plain values: a serializer on the way out costs more than the query.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from imagesvc.images.models import Image, ImageFile
from imagesvc.pool.gate import what_is_waited_for
from jobs.estimates import time_until_done
from jobs.models import Job, JobStatus

Row = Mapping[str, Any]

# Clients of the seed know five words and wait for one of the last three.
ON_THE_WIRE = {JobStatus.WAITING: JobStatus.QUEUED, JobStatus.CANCELLED: JobStatus.FAILED}

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
DETAIL_COLUMNS = (*SUMMARY_COLUMNS, "client_id", "error")
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
FILE_COLUMNS = ("image_id", "stem", "size", "width", "height", "content_type", "sha256", "is_missing")


def job_summaries(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Return JobSummary for rows of SUMMARY_COLUMNS."""
    pending = [row["id"] for row in rows if row["status"] in JobStatus.PENDING]
    positions = Job.objects.positions(pending) if pending else {}
    return [_summary(row, position=positions.get(row["id"])) for row in rows]


def job_summary(job: Job) -> dict[str, Any]:
    """Return JobSummary for a job at hand."""
    return job_summaries([{column: getattr(job, column) for column in SUMMARY_COLUMNS}])[0]


def job_detail(row: Row) -> dict[str, Any]:
    """Return the body of GET /api/jobs/<id> for a row of DETAIL_COLUMNS."""
    body: dict[str, Any] = {"success": True, "job": _detail(row)}
    if row["status"] == JobStatus.COMPLETED:
        body["result"] = job_result(row["id"])
    elif row["status"] in JobStatus.ENDED:
        body["error"] = row["error"]
    return body


def job_result(job_id: UUID) -> dict[str, Any] | None:
    """Return what a completed job brought; None if its picture was deleted since."""
    rows = image_rows(Image.objects.filter(job=job_id))
    if not rows:
        return None
    metadata = image_metadata(rows)[0]
    return {"imageId": metadata["id"], "images": metadata["images"], "metadata": metadata}


def image_rows(images: QuerySet[Image]) -> list[dict[str, Any]]:
    """Read the columns of images that image_metadata shows."""
    return list(images.values(*IMAGE_COLUMNS))


def image_metadata(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Return the metadata of rows of IMAGE_COLUMNS, with their files by one more query."""
    files: defaultdict[UUID, list[Row]] = defaultdict(list)
    of_rows = ImageFile.objects.filter(image__in=[row["id"] for row in rows])
    for file in of_rows.order_by("image", "position").values(*FILE_COLUMNS):
        files[file["image_id"]].append(file)
    return [_metadata(row, files=files[row["id"]]) for row in rows]


def _summary(row: Row, *, position: int | None) -> dict[str, Any]:
    status = row["status"]
    return {
        "id": row["id"],
        "jobId": row["id"],
        "status": ON_THE_WIRE.get(status, status),
        "cancelled": status == JobStatus.CANCELLED,
        "progress": row["progress"],
        "message": _message(row),
        "createdAt": row["created_at"],
        "startedAt": row["started_at"],
        "completedAt": row["ended_at"],
        "prompt": row["prompt_preview"],
        "entityType": row["entity_type"] or None,
        "entityId": row["entity_id"] or None,
        "priority": row["priority"],
        "attempts": row["attempt"],
        "queuePosition": position,
        **_estimate(row, position=position),
    }


def _message(row: Row) -> str:
    """Return what a job is doing; a queued one may wait for more than a worker."""
    if row["status"] != JobStatus.QUEUED:
        return str(row["message"])
    return what_is_waited_for().get((row["style"], row["allows_stand_in"])) or str(row["message"])


def _estimate(row: Row, *, position: int | None) -> dict[str, Any]:
    """Return the median and its quartiles in whole seconds, at least one; null when unknown."""
    known = ("status", "started_at", "engine", "width", "height")
    left = time_until_done(position=position, **{column: row[column] for column in known})
    if left is None:
        return {"estimatedSeconds": None, "estimatedRange": None}
    low, median, high = (max(1, math.ceil(seconds)) for seconds in (left.low, left.median, left.high))
    return {"estimatedSeconds": median, "estimatedRange": [low, high]}


def _detail(row: Row) -> dict[str, Any]:
    return job_summaries([row])[0] | {"engine": row["engine"] or None, "clientId": row["client_id"] or None}


def _metadata(row: Row, *, files: Iterable[Row]) -> dict[str, Any]:
    return {
        "id": row["game_id"] or row["id"],
        "prompt": row["prompt"],
        "negative_prompt": row["negative_prompt"],
        "width": row["width"],
        "height": row["height"],
        "seed": row["seed"],
        "createdAt": row["created_at"],
        "steps": row["steps"],
        "engine": row["engine"] or None,
        "model": row["model"] or None,
        "workflow": row["workflow"] or None,
        "workflowHash": row["workflow_sha256"] or None,
        "revisedPrompt": row["revised_prompt"] or None,
        "engineSettings": row["engine_settings"],
        "placeholder": row["is_placeholder"],
        "entityType": row["entity_type"] or None,
        "entityId": row["entity_id"] or None,
        "jobId": row["job_id"],
        "images": [_file(file) for file in files],
    }


def _file(file: Row) -> dict[str, Any]:
    stem = file["stem"]
    return {
        "imageId": stem,
        "filename": f"{stem}.png",
        "url": f"/generated-images/{stem}.png",
        "size": file["size"],
        "width": file["width"],
        "height": file["height"],
        "contentType": file["content_type"],
        "sha256": file["sha256"] or None,
        "thumbnailUrl": f"/generated-images/{stem}.webp",
        "missing": file["is_missing"],
    }
