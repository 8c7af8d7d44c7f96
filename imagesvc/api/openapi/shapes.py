"""The shapes of what goes over the wire, as JSON Schema: one component for each, with an example.

The answers are put together by hand elsewhere, so nothing here makes them; tests hold real answers against it, and fail
for a field that is not here. What clients may send beyond the known keys is ignored, and what they are sent may grow.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from entities.kinds import TYPES
from entities.models import GAME_ID_LENGTH
from entities.save_format import FORMATS, EntityFormat, Field, FieldType
from imagesvc.api.batches import MOST_JOBS, MOST_PER_SECOND
from imagesvc.api.serializers import PROMPT_LENGTH, SEEDS, SIDES
from imagesvc.api.worlds import BULK_LIMIT
from imagesvc.batches.models import BatchStatus
from imagesvc.images.admission import Verdict
from imagesvc.pool.choice import Health
from imagesvc.webhooks.models import EVENTS, USUAL_EVENTS
from jobs.models import Priority
from jobs.selection import VALUE_LENGTH, WORDS, Word

Shape = dict[str, Any]

# The same ones in all examples, so that a reader can follow them from one answer to the next.
JOB_ID = "019ab3f2-5c1e-7d40-9a63-4be0d1f2a870"
IMAGE_ID = "019ab3f2-61d0-7a52-8c1b-07f3e2a9b415"
BATCH_ID = "019ab4c1-52f0-7d10-8a35-6f3e91c0b7aa"
WEBHOOK_ID = "019ab5d3-0b6c-7e21-b0f4-2c9d8e7a6513"
ENTITY_ID = "player_1772642625317_c20sagwp2"
CREATED_AT = "2026-11-26T08:00:00.000000Z"
STARTED_AT = "2026-11-26T08:00:00.120000Z"
ENDED_AT = "2026-11-26T08:00:02.480000Z"
PROMPT = "A lighthouse at the end of the world, drawn by a patient hand."

# What every text that is sent may not hold: controls other than tabs and line breaks.
NO_CONTROLS = r"^(?:[^\u0000-\u0008\u000b-\u001f\u007f-\u009f]|\r\n)*$"
# The id of an entity, as it may stand in an address.
ID_PATTERN = r"^[^/\u0000-\u001f\u007f-\u009f]{1,200}$"


def ref(name: str) -> Shape:
    return {"$ref": f"#/components/schemas/{name}"}


def text(description: str = "", **more: Any) -> Shape:
    return _shape("string", description, more)


def number(description: str = "", **more: Any) -> Shape:
    return _shape("integer", description, more)


def decimal(description: str = "", **more: Any) -> Shape:
    return _shape("number", description, more)


def flag(description: str = "", **more: Any) -> Shape:
    return _shape("boolean", description, more)


def time(description: str = "") -> Shape:
    return text(description, format="date-time")


def one_of(words: Iterable[str], description: str = "") -> Shape:
    return text(description, enum=list(words))


def items(of: Shape, description: str = "", **more: Any) -> Shape:
    return _shape("array", description, {"items": of, **more})


def table(of: Shape, description: str = "") -> Shape:
    """Return an object whose keys are no fixed words."""
    return _shape("object", description, {"additionalProperties": of})


def anything(description: str) -> Shape:
    return _shape("object", description, {"additionalProperties": True})


def or_null(shape: Shape) -> Shape:
    if "$ref" in shape:
        return {"anyOf": [shape, {"type": "null"}]}
    shape = {**shape, "type": [shape["type"], "null"]}
    return shape | {"enum": [*shape["enum"], None]} if "enum" in shape else shape


def record(
    properties: Mapping[str, Shape], *, optional: Iterable[str] = (), description: str = "", **more: Any
) -> Shape:
    """Return an object with these keys, all of them always there but for the optional ones."""
    required = [name for name in properties if name not in set(optional)]
    shape = _shape("object", description, {"properties": dict(properties)})
    return shape | ({"required": required} if required else {}) | more


def success(*, optional: Iterable[str] = (), **properties: Shape) -> Shape:
    """Return the body of an answer that is no error."""
    return record({"success": {"type": "boolean", "const": True}, **properties}, optional=optional)


def _shape(kind: str, description: str, more: Mapping[str, Any]) -> Shape:
    return {"type": kind, **({"description": description} if description else {}), **more}


def _in_any_case(word: str) -> str:
    """Return a pattern; JSON Schema has no flag for it."""
    return "".join(f"[{letter.upper()}{letter}]" if letter.isalpha() else letter for letter in word)


# --- Jobs ------------------------------------------------------------------------------------------------------------

STATUS = one_of(
    ("queued", "processing", "completed", "failed", "timeout"),
    "How it stands; the last three are final. A cancelled job is `failed` and says `cancelled: true`.",
)
ENTITY_TYPES = tuple(name for names in TYPES.values() for name in names)
# What clients call them: also a whole family.
ENTITY_WORDS = ("player", "npc", "location", "exit", "location-exit", "thing", "item", "scenery")
ENTITY_TYPE = one_of(ENTITY_TYPES, "What the entity is.")
GAME_ID = text("The game's id of the entity.")

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
_JOB_EXAMPLE = {
    "id": JOB_ID,
    "jobId": JOB_ID,
    "status": "queued",
    "cancelled": False,
    "progress": 0,
    "message": "",
    "createdAt": CREATED_AT,
    "startedAt": None,
    "completedAt": None,
    "prompt": "A lighthouse at the end of the world, drawn by a p...",
    "entityType": None,
    "entityId": None,
    "priority": 10,
    "attempts": 0,
    "queuePosition": 1,
    "estimatedSeconds": 12,
    "estimatedRange": [9, 15],
}
_DONE_EXAMPLE = _JOB_EXAMPLE | {
    "status": "completed",
    "progress": 100,
    "startedAt": STARTED_AT,
    "completedAt": ENDED_AT,
    "attempts": 1,
    "queuePosition": None,
    "estimatedSeconds": None,
    "estimatedRange": None,
    "engine": "pillow",
    "clientId": "me",
}
JOB_OF_ENTITY_EXAMPLE = _JOB_EXAMPLE | {"entityType": "npc", "entityId": ENTITY_ID}

# --- Pictures --------------------------------------------------------------------------------------------------------

FILE_EXAMPLE = {
    "imageId": IMAGE_ID,
    "filename": f"{IMAGE_ID}.png",
    "url": f"/generated-images/{IMAGE_ID}.png",
    "size": 1203345,
    "width": 1024,
    "height": 1024,
    "contentType": "image/png",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "thumbnailUrl": f"/generated-images/{IMAGE_ID}.webp",
    "missing": False,
}
METADATA_EXAMPLE = {
    "id": IMAGE_ID,
    "prompt": PROMPT,
    "negative_prompt": "blurry, low quality",
    "width": 1024,
    "height": 1024,
    "seed": 4711,
    "createdAt": ENDED_AT,
    "steps": None,
    "engine": "pillow",
    "model": None,
    "workflow": None,
    "workflowHash": None,
    "revisedPrompt": None,
    "engineSettings": {},
    "placeholder": False,
    "entityType": None,
    "entityId": None,
    "jobId": JOB_ID,
    "images": [FILE_EXAMPLE],
}
RESULT_EXAMPLE = {"imageId": IMAGE_ID, "images": [FILE_EXAMPLE], "metadata": METADATA_EXAMPLE}
JOB_ANSWER_EXAMPLE = {"success": True, "job": _DONE_EXAMPLE, "result": RESULT_EXAMPLE}

_PICTURES: dict[str, Shape] = {
    "ImageFile": record(
        {
            "imageId": text("Which names the files: `/generated-images/<imageId>.png`."),
            "filename": text(),
            "url": text("Where the picture is, on this server."),
            "size": number("Bytes.", minimum=0),
            "width": number("Real pixels.", minimum=1),
            "height": number("Real pixels.", minimum=1),
            "contentType": text(),
            "sha256": or_null(text("Of the picture's bytes, hexadecimal.")),
            "thumbnailUrl": text("A small WebP of it."),
            "missing": flag("Whether the file was looked for and not found."),
        },
        description="One picture that an engine returned.",
        examples=[FILE_EXAMPLE],
    ),
    "ImageMetadata": record(
        {
            "id": text("The image's id."),
            "prompt": text("The final prompt, the world's preamble included."),
            "negative_prompt": text(),
            "width": number("What was asked for; the real pixels are in `images`.", minimum=1),
            "height": number("What was asked for; the real pixels are in `images`.", minimum=1),
            "seed": number(),
            "createdAt": time(),
            "steps": or_null(number("Sampling steps; null where the engine's own were used.")),
            "engine": or_null(text("The name of the engine that drew it.")),
            "model": or_null(text()),
            "workflow": or_null(text()),
            "workflowHash": or_null(text("SHA-256 of the workflow, hexadecimal.")),
            "revisedPrompt": or_null(text("What the engine made of the prompt, if it says so.")),
            "engineSettings": anything("What else the engine was told."),
            "placeholder": flag("Whether an engine drew it that only stood in; it is drawn anew later."),
            "entityType": or_null(ENTITY_TYPE),
            "entityId": or_null(GAME_ID),
            "jobId": or_null(text(format="uuid")),
            "images": items(ref("ImageFile")),
        },
        description="How an image was made, and its files.",
        examples=[METADATA_EXAMPLE],
    ),
    "JobResult": record(
        {
            "imageId": text("The id of the image."),
            "images": items(ref("ImageFile")),
            "metadata": ref("ImageMetadata"),
        },
        description="What a completed job brought.",
        examples=[RESULT_EXAMPLE],
    ),
    "StaleImage": record(
        {
            "imageId": text(),
            "entityType": ENTITY_TYPE,
            "entityId": GAME_ID,
            "name": text("The entity's."),
            "changed": items({"type": "string"}, "Which parts of what the prompt was made from have changed."),
        },
        examples=[
            {"imageId": IMAGE_ID, "entityType": "npc", "entityId": ENTITY_ID, "name": "Mira", "changed": ["text"]}
        ],
    ),
}

# --- What happens ----------------------------------------------------------------------------------------------------

PHASES = (
    "queued", "processing", "progress", "retrying", "completed", "failed", "timeout", "cancelled", "snapshot",
)  # fmt: skip
UPDATE_EXAMPLE = {
    "type": "image_job_update",
    "eventId": 4711,
    "jobId": JOB_ID,
    "status": "processing",
    "cancelled": False,
    "phase": "progress",
    "progress": 40,
    "message": "Drawing",
    "createdAt": CREATED_AT,
    "startedAt": STARTED_AT,
    "completedAt": None,
    "error": None,
    "result": None,
    "attempt": 1,
    "engine": "pillow",
    "prompt": "A lighthouse at dusk.",
    "payload": {
        "entityType": "npc",
        "entityId": ENTITY_ID,
        "isPlayerPortrait": True,
        "isLocationScene": False,
        "isThingImage": False,
        "isLocationExitImage": False,
        "isCustomImage": False,
    },
}
_HAPPENINGS: dict[str, Shape] = {
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
    "WebhookMessage": record(
        {
            "type": one_of(EVENTS),
            "timestamp": time("When it happened."),
            "data": record(
                {
                    "job": ref("JobDetail"),
                    "result": or_null(ref("JobResult")),
                    "error": text(),
                },
                optional=("result", "error"),
                description="What GET /api/jobs/{jobId} said at that moment.",
            ),
        },
        examples=[
            {
                "type": "job.completed",
                "timestamp": ENDED_AT,
                "data": {"job": _DONE_EXAMPLE, "result": RESULT_EXAMPLE},
            }
        ],
    ),
}

# --- Requests for pictures -------------------------------------------------------------------------------------------

_CLIENT_ID = or_null(text("Who wants to be told of it at `/ws` and `/api/events`; no identity.", pattern=NO_CONTROLS))
_CALLBACK_URL = or_null(text("Where the end of this job is sent: a public http or https address.", format="uri"))
_SIDE = {
    "anyOf": [
        {"type": "integer", "minimum": SIDES["low"], "maximum": SIDES["high"]},
        {"type": "string", "pattern": "^[0-9]{1,20}$"},
        {"type": "null"},
    ],
    "description": f"Pixels, {SIDES['low']} to {SIDES['high']}, default 1024; a text of digits will do.",
}
_SEED = {
    "anyOf": [
        {"type": "integer", "minimum": SEEDS["low"], "maximum": SEEDS["high"]},
        {"type": "string", "pattern": "^[0-9]{1,20}$"},
        {"type": "null"},
    ],
    "description": f"{SEEDS['low']} to {SEEDS['high']}; random if absent. A text of digits will do.",
}
IMAGE_REQUEST_EXAMPLE = {"entityType": "npc", "entityId": ENTITY_ID, "clientId": "me"}
CUSTOM_REQUEST_EXAMPLE = {"prompt": PROMPT, "width": 1024, "height": 1024, "seed": 4711, "clientId": "me"}
_ADMISSION = {
    "success": flag("Whether there is, or will be, a new or a present picture."),
    "entityType": ENTITY_TYPE,
    "entityId": GAME_ID,
    "skipped": flag("Whether nothing had to be done, or nothing may be."),
    "reason": or_null(one_of([verdict.value for verdict in Verdict if verdict.value], "Null for a new job.")),
    "message": text("The reason, for people."),
    "existingJob": flag("Whether `job` was there before."),
    "jobId": text(format="uuid"),
    "job": ref("Job"),
    "imageId": text("Of the picture that is there already."),
}

_REQUESTS: dict[str, Shape] = {
    "ImageRequest": record(
        {
            "entityType": text(
                f"{', '.join(ENTITY_WORDS)}; in any case.",
                pattern=rf"^[ \t\n]*({'|'.join(map(_in_any_case, (*ENTITY_WORDS, 'location_exit')))})[ \t\n]*$",
            ),
            "entityId": text(
                "The game's id of the entity.", minLength=1, maxLength=GAME_ID_LENGTH, pattern=NO_CONTROLS
            ),
            "force": or_null(flag("Draw it although there is a picture, or it is out of sight.", default=False)),
            "clientId": _CLIENT_ID,
            "callbackUrl": _CALLBACK_URL,
        },
        optional=("force", "clientId", "callbackUrl"),
        examples=[IMAGE_REQUEST_EXAMPLE],
    ),
    "CustomImageRequest": record(
        {
            "prompt": text(f"What to draw: 1 to {PROMPT_LENGTH} characters after trimming, some of them visible.",
                           minLength=1, pattern=NO_CONTROLS),
            "negative_prompt": or_null(text("What the picture must not show; there is a default.",
                                            pattern=NO_CONTROLS)),
            "width": _SIDE,
            "height": _SIDE,
            "seed": _SEED,
            "clientId": _CLIENT_ID,
            "callbackUrl": _CALLBACK_URL,
            "async": or_null(flag("Whether to answer at once, with a job; false is deprecated.", default=True)),
        },
        optional=("negative_prompt", "width", "height", "seed", "clientId", "callbackUrl", "async"),
        examples=[CUSTOM_REQUEST_EXAMPLE],
    ),
    "Admission": record(
        _ADMISSION,
        optional=("jobId", "job", "imageId"),
        description="What came of a request for an entity's picture.",
    ),
    "AdmissionRefused": record(
        _ADMISSION | {"error": text("The same as `message`.")},
        optional=("jobId", "job", "imageId"),
        description="Why no job can be made of a request for an entity's picture.",
    ),
    "Accepted": success(
        jobId=text(format="uuid"),
        status={"type": "string", "const": "queued"},
        message=text(),
        estimatedTime=text("Such as `about 12 seconds`, or `unknown`."),
    ),
    "Drawn": success(
        imageId=text(),
        images=items(ref("ImageFile")),
        metadata=ref("ImageMetadata"),
        processingTime=number("Milliseconds from the request to the end.", minimum=0),
        jobId=text(format="uuid"),
    ),
}  # fmt: skip

# --- Batches ---------------------------------------------------------------------------------------------------------

REQUEUE_EXAMPLE = {"status": ["failed", "timeout"], "newer": "12h", "dryRun": True}
# What a word of a selection may be; those that are not here may be any text.
_EXACTLY: Mapping[str, Shape] = {
    "status": one_of(("queued", "waiting", "processing", "completed", "failed", "timeout", "cancelled")),
    "entityType": one_of((*ENTITY_WORDS, "custom")),
    "attempts": text(pattern=r"^[0-9]{1,6}(\+)?$"),
    "older": text(pattern="^[0-9]{1,5}[smhdw]$"),
    "newer": text(pattern="^[0-9]{1,5}[smhdw]$"),
    **dict.fromkeys(("createdAfter", "createdBefore", "finishedAfter", "finishedBefore"), time()),
    "id": text(format="uuid"),
}
_ANY_TEXT = text(
    minLength=1,
    maxLength=VALUE_LENGTH,
    pattern=r"^[^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$",
)


def selection_word(word: Word) -> Shape:
    """Return what may be said with a word, once."""
    return _EXACTLY.get(word.name, _ANY_TEXT)


def _said(word: Word) -> Shape:
    """Return what may be said with a word in a body: a text or a number, or a list of them."""
    shape = selection_word(word)
    values = [shape]
    if word.name == "attempts":
        values.append(number(minimum=0, maximum=999_999))
    elif shape is _ANY_TEXT:
        values.append(number())
    several = [items({"anyOf": values}, minItems=1)] if word.is_repeatable else []
    help_text = f"{word.help} Alternatives as a list." if word.is_repeatable else word.help
    return {"description": help_text, "anyOf": [*values, *several, {"type": "null"}]}


_A_SELECTION = {word.name: _said(word) for word in WORDS}
BATCH_EXAMPLE = {
    "id": BATCH_ID,
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
    "createdAt": CREATED_AT,
    "startedAt": STARTED_AT,
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
    "sample": [JOB_OF_ENTITY_EXAMPLE | {"status": "failed", "queuePosition": None, "completedAt": ENDED_AT}],
}
_BATCHES: dict[str, Shape] = {
    "RequeueRequest": record(
        {
            **_A_SELECTION,
            "dryRun": or_null(flag("Only say what it would come to.", default=False)),
            "limit": or_null(number("So many at most.", minimum=1, maximum=MOST_JOBS)),
            "rate": or_null(decimal("So many a second.", exclusiveMinimum=0, maximum=MOST_PER_SECOND)),
            "force": or_null(flag("Do not ask whether a newer picture is there.", default=False)),
            "priority": or_null(one_of([priority.label.lower() for priority in Priority])),
        },
        optional=(*_A_SELECTION, "dryRun", "limit", "rate", "force", "priority"),
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

# --- Webhooks and engines --------------------------------------------------------------------------------------------

WEBHOOK_EXAMPLE = {
    "id": WEBHOOK_ID,
    "url": "https://example.org/hook",
    "events": ["job.completed", "job.failed"],
    "description": "The map",
    "createdAt": CREATED_AT,
    "state": "active",
    "failures": 0,
    "pausedUntil": None,
    "disabledAt": None,
}
SUBSCRIPTION_EXAMPLE = {"url": "https://example.org/hook", "events": ["job.completed", "job.failed"]}
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
    "lastDrawnAt": ENDED_AT,
    "probedAt": None,
    "medianSeconds": 2.4,
    "timeLimitSeconds": 120,
}
_OTHERS: dict[str, Shape] = {
    "WebhookSubscription": record(
        {
            "url": text("A public address with port 80, 443 or one above 1023.", format="uri"),
            "events": or_null(items({"type": "string", "enum": list(EVENTS)}, minItems=1, default=list(USUAL_EVENTS))),
            "description": or_null(text("For people.", pattern=NO_CONTROLS)),
        },
        optional=("events", "description"),
        examples=[SUBSCRIPTION_EXAMPLE],
    ),
    "Webhook": record(
        {
            "id": text(format="uuid"),
            "url": text(),
            "events": items({"type": "string", "enum": list(EVENTS)}),
            "description": text(),
            "createdAt": time(),
            "state": one_of(("active", "paused", "disabled")),
            "failures": number("In a row.", minimum=0),
            "pausedUntil": or_null(time()),
            "disabledAt": or_null(time()),
        },
        examples=[WEBHOOK_EXAMPLE],
    ),
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
                "jobId": JOB_ID,
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

# --- The world -------------------------------------------------------------------------------------------------------

_OUT: dict[FieldType, Shape] = {
    FieldType.TEXT: text(),
    FieldType.INTEGER: or_null(number()),
    FieldType.BOOLEAN: flag(),
    FieldType.OBJECT: {"type": "object", "additionalProperties": True},
    FieldType.LIST: {"type": "array", "items": {}},
    FieldType.IDS: items({"type": "string"}),
    FieldType.GEAR: table({"type": "string"}, "The id of the thing in each slot."),
    FieldType.REFERENCE: or_null(text()),
}
_AN_ID = text(minLength=1, maxLength=GAME_ID_LENGTH, pattern=r"^[^\u0000-\u001f\u007f-\u009f]*$")
_IN: dict[FieldType, Shape] = _OUT | {
    FieldType.INTEGER: number(minimum=-(2**31), maximum=2**31 - 1),
    FieldType.IDS: items(or_null(_AN_ID)),
    FieldType.GEAR: table(
        {"anyOf": [_AN_ID, record({"itemId": or_null(_AN_ID)}, additionalProperties=True), {"type": "null"}]},
        "By slot: an id, or an object with `itemId`.",
    ),
    FieldType.REFERENCE: text(maxLength=GAME_ID_LENGTH, pattern=r"^[^\u0000-\u001f\u007f-\u009f]*$"),
}


def entity_name(form: EntityFormat) -> str:
    """Return what an entity of a kind is called among the components."""
    return form.kind.capitalize()


def entity_example(form: EntityFormat) -> dict[str, Any]:
    """Return what somebody would send of one."""
    return {"id": f"{form.kind}_17", "name": "Old Quay", "description": "A quay of black stone."}


def _entity(form: EntityFormat) -> Shape:
    known = {field.key: _described(_OUT[field.type], field) for field in form.fields}
    image = {"imageId": or_null(text("Of its present picture."))} if form.kind in DRAWABLE else {}
    return record({"id": GAME_ID, **known, "createdAt": time(), "lastUpdated": time(), **image})


def _sent_entity(form: EntityFormat) -> Shape:
    """Return what is sent to an address that says whose it is."""
    fields = {field.key: or_null(_described(_IN[field.type], field)) for field in form.fields}
    if form.kind == "location":
        exits = anything("By direction, the exits that lead from here; they are stored with it.")
        fields["exits"] = or_null(exits)
    return record(
        {"id": or_null(text("The one in the address.")), **fields},
        optional=("id", *fields),
        description="In the game's own words; every other key is kept and never looked at.",
        additionalProperties=True,
        examples=[entity_example(form)],
    )


def _new_entity(form: EntityFormat) -> Shape:
    """Return what is sent to the address of all of a kind."""
    sent = _sent_entity(form)
    return sent | {"properties": sent["properties"] | {"id": text("Its id.", pattern=ID_PATTERN)}, "required": ["id"]}


def _described(shape: Shape, field: Field) -> Shape:
    if field.choices:
        return {**shape, "enum": list(field.choices)}
    if field.target:
        return {**shape, "description": shape.get("description") or f"Of {field.target}s, by id."}
    return shape


DRAWABLE = ("character", "location", "exit", "thing")
_WORLD = {
    name: shape
    for form in FORMATS.values()
    for name, shape in (
        (entity_name(form), _entity(form)),
        (f"{entity_name(form)}Sent", _sent_entity(form)),
        (f"{entity_name(form)}New", _new_entity(form)),
    )
} | {
    "Upserted": success(
        created=number(minimum=0),
        updated=number(minimum=0),
        unchanged=number(minimum=0),
    )
    | {"description": f"How many of the objects (at most {BULK_LIMIT:,}) were new, changed, or known as they are."}
}

SHAPES: Mapping[str, Shape] = {
    "Job": record(_JOB, description="A job in lists.", examples=[_JOB_EXAMPLE]),
    "JobDetail": record(
        _JOB
        | {
            "engine": or_null(text("Who draws it, or drew it.")),
            "clientId": or_null(text("What its client called itself.")),
        },
        description="A job by itself.",
        examples=[_DONE_EXAMPLE],
    ),
    **_PICTURES,
    **_HAPPENINGS,
    **_REQUESTS,
    **_BATCHES,
    **_OTHERS,
    **_WORLD,
}
