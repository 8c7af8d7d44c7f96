"""The service itself: its engines, how it is, and how it says that something is wrong."""

from collections.abc import Mapping

from imagesvc.api.openapi import examples
from imagesvc.api.openapi.answers import CACHE_CONTROL, answer, file_of
from imagesvc.api.openapi.operation import Operation, Operations
from imagesvc.api.openapi.schema import (
    Shape,
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
from imagesvc.keys.models import Scope
from imagesvc.pool.choice import Health

ENGINE_EXAMPLE = {
    "name": "pillow",
    "type": "pillow",
    "kinds": ["character", "custom", "exit", "item", "location", "scenery"],
    "rank": 0,
    "standIn": False,
    "state": "healthy",
    "load": {"drawing": 1, "places": None},
    "breaker": {"failures": 0, "openUntil": None},
    "busyUntil": None,
    "lastError": None,
    "lastDrawnAt": examples.ENDED_AT,
    "probedAt": None,
    "medianSeconds": 2.4,
    "timeLimitSeconds": 120,
}

SHAPES: Mapping[str, Shape] = {
    "Engine": record(
        {
            "name": text(),
            "type": text(),
            "kinds": items({"type": "string"}, "What it draws."),
            "rank": number("The smaller, the sooner it is tried."),
            "standIn": flag("Whether it only draws while none before it is well."),
            "state": one_of([health.value for health in Health]),
            "load": record(
                {
                    "drawing": number(minimum=0),
                    "places": or_null(number("Pictures at a time; null: no limit.")),
                }
            ),
            "breaker": record({"failures": number("In a row.", minimum=0), "openUntil": or_null(time())}),
            "busyUntil": or_null(time("Until then it asked to be left alone.")),
            "lastError": {
                "anyOf": [
                    record({"error": text(), "code": text(), "at": time()}),
                    {"type": "null"},
                ]
            },
            "lastDrawnAt": or_null(time()),
            "probedAt": or_null(time()),
            "medianSeconds": or_null(decimal("For one picture.", minimum=0)),
            "timeLimitSeconds": decimal("For one attempt.", exclusiveMinimum=0),
        },
        examples=[ENGINE_EXAMPLE],
    ),
    "Error": record(
        {
            "success": {"type": "boolean", "const": False},
            "error": text("One sentence that helps.", minLength=1),
            "code": text("The same in a word, for programs.", minLength=1),
            "fields": table(items({"type": "string"}), "What is wrong with which field."),
        },
        optional=("fields",),
        description="Whatever goes wrong is said like this.",
        examples=[{"success": False, "error": "There is no job with this id.", "code": "not-found"}],
    ),
    "ErrorOfJob": record(
        {
            "success": {"type": "boolean", "const": False},
            "error": text("One sentence that helps.", minLength=1),
            "code": text("The same in a word, for programs.", minLength=1),
            "jobId": text("The job that goes on, or has failed.", format="uuid"),
        },
        optional=("jobId",),
        examples=[
            {
                "success": False,
                "error": "The picture is not ready yet; its job goes on.",
                "code": "still-running",
                "jobId": examples.JOB_ID,
            }
        ],
    ),
    "Readiness": record(
        {
            "ok": flag("Whether pictures can be drawn and served."),
            "checks": table(record({"ok": flag(), "detail": text(), "seconds": decimal(minimum=0)})),
        },
        examples=[{"ok": True, "checks": {"database": {"ok": True, "detail": "It answers.", "seconds": 0.0002}}}],
    ),
}

OPERATIONS: Operations = {
    ("get", "/api/engines"): Operation(
        id="listEngines",
        tag="Service",
        summary="Engines, and how each is",
        answers={
            200: answer(
                "In the order in which they are tried.",
                success(engines=items(ref("Engine"))),
                example={"success": True, "engines": [ENGINE_EXAMPLE]},
            )
        },
    ),
    ("post", "/api/tickets"): Operation(
        id="makeTicket",
        tag="Service",
        summary="A ticket for sockets and streams",
        description="Where a browser cannot set a header it stands in the address, as `?ticket=`, for a minute.",
        scope=Scope.READ,
        answers={
            200: answer(
                "It.",
                success(
                    ticket=or_null(text("Null where no keys are asked for.")),
                    expiresIn=number("Seconds.", minimum=1),
                ),
                example={"success": True, "ticket": "MDE5YWI...:1vO2Qk:hJ3x", "expiresIn": 60},
            )
        },
    ),
    ("get", "/api/schema"): Operation(
        id="getSchema",
        tag="Service",
        summary="This description",
        scope=None,
        answers={200: answer("OpenAPI 3.1.", {"type": "object", "additionalProperties": True})},
    ),
    ("get", "/api/docs"): Operation(
        id="readDocs",
        tag="Service",
        summary="The same for people",
        scope=None,
        answers={200: file_of("A page.", "text/html", headers=CACHE_CONTROL)},
    ),
}
