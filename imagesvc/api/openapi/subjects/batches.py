"""Batches: many jobs at once."""

from collections.abc import Mapping

from imagesvc.api.batches import MOST_JOBS, MOST_PER_SECOND
from imagesvc.api.openapi import examples, selecting
from imagesvc.api.openapi.answers import NOT_FOUND, PAGES, answer, in_path, refusal
from imagesvc.api.openapi.operation import Operation, Operations, a_page, json_body
from imagesvc.api.openapi.schema import (
    Shape,
    anything,
    decimal,
    flag,
    items,
    number,
    one_of,
    or_null,
    record,
    ref,
    success,
    table,
    text,
    time,
)
from imagesvc.batches.models import BatchStatus
from imagesvc.keys.models import Scope
from jobs.models import Priority

REQUEUE_EXAMPLE = {"status": ["failed", "timeout"], "newer": "12h", "dryRun": True}
BATCH_EXAMPLE = {
    "id": examples.BATCH_ID,
    "action": "requeue",
    "status": "running",
    "selection": {"status": ["failed"]},
    "options": {},
    "expected": 4000,
    "percent": 12,
    "matched": 480,
    "done": 470,
    "skipped": 10,
    "failed": 0,
    "reasons": {"newer picture": 10},
    "error": None,
    "createdAt": examples.CREATED_AT,
    "startedAt": examples.STARTED_AT,
    "completedAt": None,
}
_COUNTS = table({"type": "integer", "minimum": 0})
PREVIEW_EXAMPLE = {
    "total": 4000,
    "more": False,
    "judged": 4000,
    "doable": 3870,
    "byStatus": {"failed": 3870},
    "byType": {"npc": 3870},
    "byEngine": {"comfyui": 3870},
    "skipped": {"newer picture": 130},
    "sample": [examples.ENTITY_JOB | {"status": "failed", "queuePosition": None, "completedAt": examples.ENDED_AT}],
}
SHAPES: Mapping[str, Shape] = {
    "RequeueRequest": record(
        {
            **selecting.IN_BODY,
            "dryRun": or_null(flag("Only say what it would come to.", default=False)),
            "limit": or_null(number("So many at most.", minimum=1, maximum=MOST_JOBS)),
            "rate": or_null(decimal("So many a second.", exclusiveMinimum=0, maximum=MOST_PER_SECOND)),
            "force": or_null(flag("Do not ask whether a newer picture is there.", default=False)),
            "priority": or_null(one_of([priority.label.lower() for priority in Priority])),
        },
        optional=(*selecting.IN_BODY, "dryRun", "limit", "rate", "force", "priority"),
        description="Which jobs, by at least one word of a selection, and how. Unknown keys are refused.",
        additionalProperties=False,
        examples=[REQUEUE_EXAMPLE],
    ),
    "Batch": record(
        {
            "id": text(format="uuid"),
            "action": text("What is done with each."),
            "status": one_of(BatchStatus.values),
            "selection": anything("The words that say which are meant."),
            "options": anything("How it is done."),
            "expected": or_null(number("How many there are; null where there were too many to be counted.")),
            "percent": or_null(number(minimum=0, maximum=100)),
            "matched": number("Looked at so far.", minimum=0),
            "done": number(minimum=0),
            "skipped": number(minimum=0),
            "failed": number(minimum=0),
            "reasons": _COUNTS | {"description": "Why how many were skipped or failed."},
            "error": or_null(text("What ended it.")),
            "createdAt": time(),
            "startedAt": or_null(time()),
            "completedAt": or_null(time()),
        },
        description="One action on many jobs, and how far it is.",
        examples=[BATCH_EXAMPLE],
    ),
    "BatchPreview": record(
        {
            "total": number("That match.", minimum=0),
            "more": flag("Whether there are even more."),
            "judged": number("The first so many were looked at; the rest of this is about them.", minimum=0),
            "doable": number(minimum=0),
            "byStatus": _COUNTS,
            "byType": _COUNTS,
            "byEngine": _COUNTS,
            "skipped": _COUNTS | {"description": "Why how many would be passed over."},
            "sample": items(ref("Job")),
        },
        examples=[PREVIEW_EXAMPLE],
    ),
}

_BATCH_ID = in_path("batchId", "The batch's id.", example=examples.BATCH_ID)

_A_BATCH = answer("It.", success(batch=ref("Batch")), example={"success": True, "batch": BATCH_EXAMPLE})
OPERATIONS: Operations = {
    ("post", "/api/jobs/requeue"): Operation(
        id="requeueJobs",
        tag="Batches",
        summary="New jobs for many that have ended",
        description="Begins a batch, which the workers run; with `dryRun` only says what it would come to. The new "
        "jobs belong to whom the old ones belong to, and count for the quotas of the key that asks: where those end "
        "the batch fails, and can be resumed.",
        scope=Scope.OPERATE,
        body=json_body(ref("RequeueRequest"), REQUEUE_EXAMPLE),
        answers={
            200: answer(
                "What it would come to.",
                success(dryRun={"type": "boolean", "const": True}, preview=ref("BatchPreview")),
                example={"success": True, "dryRun": True, "preview": PREVIEW_EXAMPLE},
            ),
            202: answer(
                "A batch has begun.",
                success(batchId=text(format="uuid"), batch=ref("Batch")),
                example={"success": True, "batchId": examples.BATCH_ID, "batch": BATCH_EXAMPLE},
            ),
        },
    ),
    ("get", "/api/batches"): Operation(
        id="listBatches",
        tag="Batches",
        summary="All batches",
        scope=Scope.OPERATE,
        parameters=PAGES,
        answers={200: a_page("batches", ref("Batch"), [BATCH_EXAMPLE])},
    ),
    ("get", "/api/batches/{batchId}"): Operation(
        id="getBatch",
        tag="Batches",
        summary="How far a batch is",
        scope=Scope.OPERATE,
        parameters=(_BATCH_ID,),
        answers={200: _A_BATCH, 404: NOT_FOUND},
    ),
    ("delete", "/api/batches/{batchId}"): Operation(
        id="stopBatch",
        tag="Batches",
        summary="Stop a batch",
        description="What was done stays done, and it can be resumed.",
        scope=Scope.OPERATE,
        parameters=(_BATCH_ID,),
        answers={
            200: _A_BATCH,
            400: refusal("The batch cannot be stopped: it is done.", code="ended"),
            404: NOT_FOUND,
        },
    ),
    ("post", "/api/batches/{batchId}/resume"): Operation(
        id="resumeBatch",
        tag="Batches",
        summary="Go on with a batch that was stopped or has failed",
        scope=Scope.OPERATE,
        parameters=(_BATCH_ID,),
        answers={
            202: _A_BATCH,
            400: refusal("The batch cannot be resumed.", code="not-resumable"),
            404: NOT_FOUND,
        },
    ),
}
