"""Requests for pictures: of an entity, and of a prompt."""

from collections.abc import Mapping

from entities.models import GAME_ID_LENGTH
from imagesvc.api.openapi import examples
from imagesvc.api.openapi.answers import DEPRECATION, IDEMPOTENCY_KEY, RETRY_AFTER, answer, refusal
from imagesvc.api.openapi.operation import Operation, Operations, json_body
from imagesvc.api.openapi.schema import (
    ENTITY_TYPE,
    ENTITY_WORDS,
    GAME_ID,
    NO_CONTROLS,
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
)
from imagesvc.api.openapi.subjects.webhooks import CALLBACK
from imagesvc.api.serializers import PROMPT_LENGTH, SEEDS, SIDES
from imagesvc.images.admission import Verdict
from imagesvc.keys.models import Scope

_CLIENT_ID = or_null(text("Who wants to be told of it at `/ws` and `/api/events`; no identity.", pattern=NO_CONTROLS))
_CALLBACK_URL = or_null(text("Where the end of this job is sent: a public http or https address.", format="uri"))
_SIDE = {
    "anyOf": [
        {"type": "integer", "minimum": SIDES["low"], "maximum": SIDES["high"]},
        {"type": "string", "pattern": "^[0-9]{1,20}$"},
        {"type": "null"},
    ],
    "description": f"Pixels, {SIDES['low']} to {SIDES['high']}, default 1024; a text of digits will do. Beyond the "
    "server's own machine width times height has a limit of its own, `IMAGESVC_PIXELS_PER_REQUEST`.",
}
_SEED = {
    "anyOf": [
        {"type": "integer", "minimum": SEEDS["low"], "maximum": SEEDS["high"]},
        {"type": "string", "pattern": "^[0-9]{1,20}$"},
        {"type": "null"},
    ],
    "description": f"{SEEDS['low']} to {SEEDS['high']}; random if absent. A text of digits will do.",
}
IMAGE_REQUEST_EXAMPLE = {"entityType": "npc", "entityId": examples.ENTITY_ID, "clientId": "me"}
CUSTOM_REQUEST_EXAMPLE = {"prompt": examples.PROMPT, "width": 1024, "height": 1024, "seed": 4711, "clientId": "me"}
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


def _in_any_case(word: str) -> str:
    """Return a pattern; JSON Schema has no flag for it."""
    return "".join(f"[{letter.upper()}{letter}]" if letter.isalpha() else letter for letter in word)


SHAPES: Mapping[str, Shape] = {
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
            "prompt": text(
                f"What to draw: 1 to {PROMPT_LENGTH} characters after trimming, some of them visible.",
                minLength=1,
                pattern=NO_CONTROLS,
            ),
            "negative_prompt": or_null(
                text("What the picture must not show; there is a default.", pattern=NO_CONTROLS)
            ),
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
}

_CONFLICT = refusal(
    "This Idempotency-Key came with another request before.",
    code="idempotency-conflict",
    description="The key is used.",
)
_ADMISSION_EXAMPLE = {
    "success": True,
    "entityType": "npc",
    "entityId": examples.ENTITY_ID,
    "skipped": False,
    "reason": None,
    "message": "A job was queued.",
    "existingJob": False,
    "jobId": examples.JOB_ID,
    "job": examples.ENTITY_JOB,
}

OPERATIONS: Operations = {
    ("post", "/api/images/request"): Operation(
        id="requestImage",
        tag="Pictures",
        summary="A picture of an entity",
        description="Makes a job, leads to the one under way, or says why there is none.",
        scope=Scope.REQUEST,
        parameters=(IDEMPOTENCY_KEY,),
        body=json_body(ref("ImageRequest"), IMAGE_REQUEST_EXAMPLE),
        callbacks=CALLBACK,
        answers={
            200: answer("A new job, or the one that is under way.", ref("Admission"), example=_ADMISSION_EXAMPLE),
            202: answer(
                "There is a picture already, or none may be made now.",
                ref("Admission"),
                example={
                    "success": True,
                    "entityType": "npc",
                    "entityId": examples.ENTITY_ID,
                    "skipped": True,
                    "reason": "image-exists",
                    "message": "There is a picture already.",
                    "existingJob": False,
                    "imageId": examples.IMAGE_ID,
                },
            ),
            404: refusal("There is no such entity.", code="not-found"),
            409: answer(
                "No job can be made of it (`reason` says why), or the Idempotency-Key is used.",
                {"anyOf": [ref("AdmissionRefused"), ref("Error")]},
                example={
                    "success": False,
                    "entityType": "npc",
                    "entityId": examples.ENTITY_ID,
                    "skipped": False,
                    "reason": "nothing-to-draw",
                    "message": "It has no name and no description.",
                    "existingJob": False,
                    "error": "It has no name and no description.",
                },
            ),
        },
    ),
    ("post", "/api/generate-image"): Operation(
        id="generateImage",
        tag="Pictures",
        summary="A picture of a prompt",
        description="Answers at once with a job. The old `async: false` waits for the picture, up to ten minutes.",
        scope=Scope.REQUEST,
        parameters=(IDEMPOTENCY_KEY,),
        body=json_body(ref("CustomImageRequest"), CUSTOM_REQUEST_EXAMPLE),
        callbacks=CALLBACK,
        answers={
            200: answer(
                "A job; or, with `async: false`, the picture.",
                {"oneOf": [ref("Accepted"), ref("Drawn")]},
                example={
                    "success": True,
                    "jobId": examples.JOB_ID,
                    "status": "queued",
                    "message": "A job was queued; its state is at /api/jobs/<jobId>.",
                    "estimatedTime": "about 12 seconds",
                },
                headers={"Deprecation": DEPRECATION["Deprecation"] | {"required": False}},
            ),
            409: _CONFLICT,
            500: refusal(
                "The engine refused the prompt.",
                code="prompt-rejected",
                description="With `async: false`: the job has failed, timed out or was cancelled. Or a fault of ours.",
                headers={"Deprecation": DEPRECATION["Deprecation"] | {"required": False}},
                shape="ErrorOfJob",
            ),
            503: refusal(
                "The picture is not ready yet; its job goes on.",
                code="still-running",
                description="Image generation is off, no engine draws this, the queue is full (`queue-full`), too many "
                "wait (`too-many-waiting`), or, with `async: false`, time is over (`still-running`, with `jobId`).",
                headers=RETRY_AFTER | {"Deprecation": DEPRECATION["Deprecation"] | {"required": False}},
                shape="ErrorOfJob",
            ),
        },
    ),
}
