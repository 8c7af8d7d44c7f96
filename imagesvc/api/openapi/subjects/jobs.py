"""Jobs: how one is, and what happens to it."""

from collections.abc import Mapping

from imagesvc.api.openapi import examples, selecting
from imagesvc.api.openapi.answers import (
    CACHE_CONTROL,
    ETAG,
    IF_NONE_MATCH,
    NOT_FOUND,
    PAGES,
    answer,
    empty,
    file_of,
    in_path,
    in_query,
    refusal,
)
from imagesvc.api.openapi.operation import Operation, Operations, a_page
from imagesvc.api.openapi.schema import (
    ENTITY_TYPE,
    GAME_ID,
    STATUS,
    Shape,
    flag,
    items,
    number,
    one_of,
    or_null,
    record,
    ref,
    success,
    text,
    time,
)
from imagesvc.api.views import LONGEST_WAIT_SECONDS
from imagesvc.keys.models import Scope

_JOB = {
    "id": text("The job's id.", format="uuid"),
    "jobId": text("The same, by the name that the original game has for it.", format="uuid"),
    "status": STATUS,
    "cancelled": flag("Whether somebody cancelled it."),
    "progress": number("Never goes back within an attempt.", minimum=0, maximum=100),
    "message": text("What it is doing or waiting for now, for people."),
    "createdAt": time(),
    "startedAt": or_null(time()),
    "completedAt": or_null(time("When it ended, however it did.")),
    "prompt": text("Its first 50 characters, without the world's preamble; `...` where there is more."),
    "entityType": or_null(ENTITY_TYPE),
    "entityId": or_null(GAME_ID),
    "priority": number("The larger, the sooner."),
    "attempts": number("How often it was begun.", minimum=0),
    "queuePosition": or_null(number("1 is next; null unless it is queued.", minimum=1)),
    "estimatedSeconds": or_null(number("Until it is done, by measured durations; null when unknown.", minimum=1)),
    "estimatedRange": or_null(
        items({"type": "integer", "minimum": 1}, "The quartiles of that estimate.", minItems=2, maxItems=2)
    ),
}

PHASES = (
    "queued", "processing", "progress", "retrying", "completed", "failed", "timeout", "cancelled", "snapshot",
)  # fmt: skip
UPDATE_EXAMPLE = {
    "type": "image_job_update",
    "eventId": 4711,
    "jobId": examples.JOB_ID,
    "status": "processing",
    "cancelled": False,
    "phase": "progress",
    "progress": 40,
    "message": "Drawing",
    "createdAt": examples.CREATED_AT,
    "startedAt": examples.STARTED_AT,
    "completedAt": None,
    "error": None,
    "result": None,
    "attempt": 1,
    "engine": "pillow",
    "prompt": "A lighthouse at dusk.",
    "payload": {
        "entityType": "npc",
        "entityId": examples.ENTITY_ID,
        "isPlayerPortrait": True,
        "isLocationScene": False,
        "isThingImage": False,
        "isLocationExitImage": False,
        "isCustomImage": False,
    },
}
SHAPES: Mapping[str, Shape] = {
    "Job": record(_JOB, description="A job in lists.", examples=[examples.JOB]),
    "JobDetail": record(
        _JOB
        | {
            "engine": or_null(text("Who draws it, or drew it.")),
            "clientId": or_null(text("What its client called itself.")),
        },
        description="A job by itself.",
        examples=[examples.DONE],
    ),
    "JobUpdate": record(
        {
            "type": {"type": "string", "const": "image_job_update"},
            "eventId": or_null(number("To resume behind; null in a snapshot that is no event.")),
            "jobId": text(format="uuid"),
            "status": STATUS,
            "cancelled": flag(),
            "phase": one_of(PHASES, "What has happened."),
            "progress": number(minimum=0, maximum=100),
            "message": text(),
            "createdAt": time(),
            "startedAt": or_null(time()),
            "completedAt": or_null(time()),
            "error": or_null(text("Why it failed, timed out or was cancelled.")),
            "result": or_null(ref("JobResult")),
            "attempt": number(minimum=0),
            "engine": or_null(text()),
            "prompt": text("Its first 50 characters."),
            "payload": record(
                {
                    "entityType": or_null(ENTITY_TYPE),
                    "entityId": or_null(GAME_ID),
                    "isPlayerPortrait": flag(),
                    "isLocationScene": flag(),
                    "isThingImage": flag(),
                    "isLocationExitImage": flag(),
                    "isCustomImage": flag(),
                }
            ),
        },
        description="A change of a job, in a frame of `/ws` and in the `data:` of a Server-Sent Event.",
        examples=[UPDATE_EXAMPLE],
    ),
}

_JOB_ID = in_path("jobId", "The job's id.")

_QUEUE = record(
    {
        "pending": number("That wait.", minimum=0),
        "processing": number(minimum=0),
        "paused": flag("Whether nothing new is begun."),
    },
    description="The whole queue, whatever was filtered.",
)

OPERATIONS: Operations = {
    ("get", "/api/jobs"): Operation(
        id="listJobs",
        tag="Jobs",
        summary="All jobs, or those that are meant",
        description="Values of one word are alternatives, all words must hold.",
        parameters=(*PAGES, *selecting.IN_ADDRESS),
        answers={
            200: a_page(
                "jobs",
                ref("Job"),
                [examples.ENTITY_JOB],
                queue=(_QUEUE, {"pending": 1, "processing": 0, "paused": False}),
            )
        },
    ),
    ("get", "/api/jobs/{jobId}"): Operation(
        id="getJob",
        tag="Jobs",
        summary="How a job is, and what it brought",
        parameters=(
            _JOB_ID,
            in_query(
                "wait",
                f"Answer at its next change, or after so many seconds ({LONGEST_WAIT_SECONDS} at most).",
                schema={"type": "integer", "minimum": 0, "maximum": 999_999_999, "default": 0},
                example=0,
            ),
            IF_NONE_MATCH,
        ),
        answers={
            200: answer(
                "It; `result` once it is completed (null if its picture was deleted since), `error` when it has "
                "failed, timed out or was cancelled.",
                success(
                    job=ref("JobDetail"),
                    result=or_null(ref("JobResult")),
                    error=text("Why there is no picture."),
                    optional=("result", "error"),
                ),
                example=examples.JOB_ANSWER,
                headers=ETAG | CACHE_CONTROL,
            ),
            304: empty("Nothing has changed since.", headers=ETAG | CACHE_CONTROL),
            404: NOT_FOUND,
        },
    ),
    ("delete", "/api/jobs/{jobId}"): Operation(
        id="cancelJob",
        tag="Jobs",
        summary="Cancel a job",
        description="What waits is never begun; the engine of what is being drawn is told to stop.",
        scope=Scope.REQUEST,
        parameters=(_JOB_ID,),
        answers={
            200: answer(
                "It was cancelled.",
                success(message=text()),
                example={"success": True, "message": "The job was cancelled."},
            ),
            400: refusal(
                "The job cannot be cancelled: it has completed.", code="ended", description="It has ended already."
            ),
            404: NOT_FOUND,
        },
    ),
    ("get", "/api/jobs/{jobId}/preview"): Operation(
        id="getPreview",
        tag="Jobs",
        summary="What the picture looks like so far",
        parameters=(_JOB_ID,),
        answers={
            200: file_of("A small picture.", "image/webp", headers=CACHE_CONTROL),
            404: refusal("There is no preview of this job at present.", code="not-found"),
        },
    ),
}
