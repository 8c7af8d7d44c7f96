"""What can be asked of the API, one entry for each address and method below /api/ that a view answers.

`generator.py` matches them with the routes that there are: one without an entry is a fault, and the other way round.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from entities.save_format import FORMATS, EntityFormat
from imagesvc.api.json import MEDIA_TYPE
from imagesvc.api.openapi import shapes
from imagesvc.api.openapi.answers import (
    CACHE_CONTROL,
    DEPRECATION,
    ETAG,
    IDEMPOTENCY_KEY,
    IF_NONE_MATCH,
    LIMITS,
    PAGES,
    RETRY_AFTER,
    SELECTION,
    USUAL,
    USUAL_WITH_BODY,
    Part,
    answer,
    empty,
    file_of,
    in_path,
    in_query,
    refers_to,
    refusal,
)
from imagesvc.api.openapi.shapes import items, or_null, ref, success, text
from imagesvc.api.views import LONGEST_WAIT_SECONDS
from imagesvc.api.worlds import BULK_LIMIT
from imagesvc.keys.models import Scope

# Who may come in: with a key, or logged in with a browser; without either as long as no keys are asked for.
BEARER, SESSION, TICKET = "bearer", "session", "ticket"


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One thing that can be asked; the refusals that all have are added when it is built."""

    id: str
    tag: str
    summary: str
    description: str = ""
    scope: Scope | None = Scope.READ
    parameters: tuple[Part, ...] = ()
    body: Part | None = None
    answers: Mapping[int, Part] = field(default_factory=dict)
    takes_ticket: bool = False
    callbacks: Mapping[str, Part] | None = None

    def build(self) -> Part:
        """Return it as OpenAPI has it."""
        built: Part = {
            "operationId": self.id,
            "tags": [self.tag],
            "summary": self.summary,
            "security": self._security(),
            "responses": dict(sorted(self._responses())),
        }
        optional = {
            "description": self.description,
            "parameters": list(self.parameters),
            "requestBody": self.body,
            "callbacks": self.callbacks,
        }
        return built | {name: value for name, value in optional.items() if value}

    def _security(self) -> list[Part]:
        if self.scope is None:
            return [{}]
        schemes = (BEARER, SESSION, TICKET) if self.takes_ticket else (BEARER, SESSION)
        return [{}, *({scheme: [self.scope.value]} for scheme in schemes)]

    def _responses(self) -> Iterator[tuple[str, Part]]:
        usual = USUAL | (USUAL_WITH_BODY if self.body else {})
        if self.scope is None:
            usual = {status: name for status, name in usual.items() if status not in (401, 403)}
        for status, name in usual.items():
            if status not in self.answers:
                yield str(status), refers_to(name)
        for status, described in self.answers.items():
            if "$ref" not in described:
                described = {**described, "headers": {**described.get("headers", {}), **LIMITS}}  # noqa: PLW2901
            yield str(status), described


def json_body(shape: Part, example: Any) -> Part:
    return {"required": True, "content": {MEDIA_TYPE: {"schema": shape, "example": example}}}


def a_page(name: str, of: Part, example: list[Any], **more: tuple[Part, Any]) -> Part:
    """Return the answer of a list; what stands beside the rows is given with its example."""
    beside = {key: shape for key, (shape, _) in more.items()}
    shown = {key: value for key, (_, value) in more.items()}
    shape = success(**{name: items(of)}, **beside, next=or_null(text("The address of the next page; null at the end.")))
    return answer("A page.", shape, example={"success": True, name: example, **shown, "next": None})


NOT_FOUND = refers_to("NotFound")
_JOB_ID = in_path("jobId", "The job's id.")
_BATCH_ID = in_path("batchId", "The batch's id.", example=shapes.BATCH_ID)
_WEBHOOK_ID = in_path("webhookId", "The webhook's id.", example=shapes.WEBHOOK_ID)
_ENTITY_TYPE = in_query(
    "entityType",
    "Of entities of this type alone; with an id the word names its family.",
    schema={
        "type": "string",
        "enum": list(shapes.ENTITY_WORDS),
    },
    example="npc",
)
_ENTITY_ID = in_query("entityId", "Of the entity with this id alone.", example=shapes.ENTITY_ID)
_QUEUE = shapes.record(
    {
        "pending": shapes.number("That wait.", minimum=0),
        "processing": shapes.number(minimum=0),
        "paused": shapes.flag("Whether nothing new is begun."),
    },
    description="The whole queue, whatever was filtered.",
)
_CONFLICT = refusal(
    "This Idempotency-Key came with another request before.",
    code="idempotency-conflict",
    description="The key is used.",
)
_WEBHOOK_HEADERS = tuple(
    {"name": name, "in": "header", "required": True, "description": description, "schema": {"type": "string"}}
    for name, description in (
        ("webhook-id", "The same whenever a message is repeated."),
        ("webhook-timestamp", "When this was sent, in seconds since 1970."),
        ("webhook-signature", "As Standard Webhooks says: `v1,` and an HMAC with the secret."),
    )
)
# What we send, and what we make of the answer.
MESSAGE: Part = {
    "post": {
        "summary": "Something happened to a job",
        "parameters": list(_WEBHOOK_HEADERS),
        "requestBody": {"required": True, "content": {MEDIA_TYPE: {"schema": ref("WebhookMessage")}}},
        "responses": {
            "2XX": {"description": "It is delivered; all else is tried again for a day."},
            "410": {"description": "Nobody wants to be told any more: the subscription ends."},
        },
    }
}
_CALLBACK = {"end": {"{$request.body#/callbackUrl}": MESSAGE}}

_ADMISSION_EXAMPLE = {
    "success": True,
    "entityType": "npc",
    "entityId": shapes.ENTITY_ID,
    "skipped": False,
    "reason": None,
    "message": "A job was queued.",
    "existingJob": False,
    "jobId": shapes.JOB_ID,
    "job": shapes.JOB_OF_ENTITY_EXAMPLE,
}

PICTURES: Mapping[tuple[str, str], Operation] = {
    ("post", "/api/images/request"): Operation(
        id="requestImage",
        tag="Pictures",
        summary="A picture of an entity",
        description="Makes a job, leads to the one under way, or says why there is none.",
        scope=Scope.REQUEST,
        parameters=(IDEMPOTENCY_KEY,),
        body=json_body(ref("ImageRequest"), shapes.IMAGE_REQUEST_EXAMPLE),
        callbacks=_CALLBACK,
        answers={
            200: answer("A new job, or the one that is under way.", ref("Admission"), example=_ADMISSION_EXAMPLE),
            202: answer(
                "There is a picture already, or none may be made now.",
                ref("Admission"),
                example={
                    "success": True,
                    "entityType": "npc",
                    "entityId": shapes.ENTITY_ID,
                    "skipped": True,
                    "reason": "image-exists",
                    "message": "There is a picture already.",
                    "existingJob": False,
                    "imageId": shapes.IMAGE_ID,
                },
            ),
            404: refusal("There is no such entity.", code="not-found"),
            409: answer(
                "No job can be made of it (`reason` says why), or the Idempotency-Key is used.",
                {"anyOf": [ref("AdmissionRefused"), ref("Error")]},
                example={
                    "success": False,
                    "entityType": "npc",
                    "entityId": shapes.ENTITY_ID,
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
        body=json_body(ref("CustomImageRequest"), shapes.CUSTOM_REQUEST_EXAMPLE),
        callbacks=_CALLBACK,
        answers={
            200: answer(
                "A job; or, with `async: false`, the picture.",
                {"oneOf": [ref("Accepted"), ref("Drawn")]},
                example={
                    "success": True,
                    "jobId": shapes.JOB_ID,
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
    ("get", "/api/images"): Operation(
        id="listImages",
        tag="Pictures",
        summary="All pictures",
        parameters=(*PAGES, _ENTITY_TYPE, _ENTITY_ID),
        answers={
            200: a_page(
                "images",
                ref("ImageMetadata"),
                [shapes.METADATA_EXAMPLE],
                count=(shapes.number("All that match, on whatever page.", minimum=0), 1),
            )
        },
    ),
    ("get", "/api/images/stale"): Operation(
        id="listStaleImages",
        tag="Pictures",
        summary="Pictures of what is told differently today",
        description="A page may be short, or empty, and not the last: each compares so many pictures at most.",
        parameters=(*PAGES, _ENTITY_TYPE),
        answers={200: a_page("images", ref("StaleImage"), shapes.SHAPES["StaleImage"]["examples"])},
    ),
    ("get", "/api/images/{imageId}"): Operation(
        id="getImage",
        tag="Pictures",
        summary="How a picture was made",
        parameters=(in_path("imageId", "The image's id.", example=shapes.IMAGE_ID),),
        answers={
            200: answer(
                "It.",
                success(metadata=ref("ImageMetadata")),
                example={"success": True, "metadata": shapes.METADATA_EXAMPLE},
            ),
            404: NOT_FOUND,
        },
    ),
}

JOBS: Mapping[tuple[str, str], Operation] = {
    ("get", "/api/jobs"): Operation(
        id="listJobs",
        tag="Jobs",
        summary="All jobs, or those that are meant",
        description="Values of one word are alternatives, all words must hold.",
        parameters=(*PAGES, *SELECTION),
        answers={
            200: a_page(
                "jobs",
                ref("Job"),
                [shapes.JOB_OF_ENTITY_EXAMPLE],
                queue=(_QUEUE, {"pending": 1, "processing": 0, "paused": False}),
            )
        },
    ),
    ("post", "/api/jobs/requeue"): Operation(
        id="requeueJobs",
        tag="Batches",
        summary="New jobs for many that have ended",
        description="Begins a batch, which the workers run; with `dryRun` only says what it would come to.",
        scope=Scope.OPERATE,
        body=json_body(ref("RequeueRequest"), shapes.REQUEUE_EXAMPLE),
        answers={
            200: answer(
                "What it would come to.",
                success(dryRun={"type": "boolean", "const": True}, preview=ref("BatchPreview")),
                example={"success": True, "dryRun": True, "preview": shapes.PREVIEW_EXAMPLE},
            ),
            202: answer(
                "A batch has begun.",
                success(batchId=text(format="uuid"), batch=ref("Batch")),
                example={"success": True, "batchId": shapes.BATCH_ID, "batch": shapes.BATCH_EXAMPLE},
            ),
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
                example=shapes.JOB_ANSWER_EXAMPLE,
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

_A_BATCH = answer("It.", success(batch=ref("Batch")), example={"success": True, "batch": shapes.BATCH_EXAMPLE})
BATCHES: Mapping[tuple[str, str], Operation] = {
    ("get", "/api/batches"): Operation(
        id="listBatches",
        tag="Batches",
        summary="All batches",
        scope=Scope.OPERATE,
        parameters=PAGES,
        answers={200: a_page("batches", ref("Batch"), [shapes.BATCH_EXAMPLE])},
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

_A_WEBHOOK = {"success": True, "webhook": shapes.WEBHOOK_EXAMPLE}
WEBHOOKS: Mapping[tuple[str, str], Operation] = {
    ("get", "/api/webhooks"): Operation(
        id="listWebhooks",
        tag="Webhooks",
        summary="All subscriptions",
        parameters=PAGES,
        answers={200: a_page("webhooks", ref("Webhook"), [shapes.WEBHOOK_EXAMPLE])},
    ),
    ("post", "/api/webhooks"): Operation(
        id="subscribe",
        tag="Webhooks",
        summary="Be told of jobs",
        description="The secret that messages are signed with is in this answer and nowhere else.",
        scope=Scope.REQUEST,
        body=json_body(ref("WebhookSubscription"), shapes.SUBSCRIPTION_EXAMPLE),
        answers={
            201: answer(
                "The subscription.",
                success(webhook=ref("Webhook"), secret=text(pattern="^whsec_")),
                example=_A_WEBHOOK | {"secret": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"},
            ),
            409: refusal("There are 1000 webhooks already; delete one first.", code="too-many-webhooks"),
        },
    ),
    ("get", "/api/webhooks/{webhookId}"): Operation(
        id="getWebhook",
        tag="Webhooks",
        summary="How a subscription does",
        parameters=(_WEBHOOK_ID,),
        answers={200: answer("It.", success(webhook=ref("Webhook")), example=_A_WEBHOOK), 404: NOT_FOUND},
    ),
    ("delete", "/api/webhooks/{webhookId}"): Operation(
        id="unsubscribe",
        tag="Webhooks",
        summary="Be told no more",
        scope=Scope.REQUEST,
        parameters=(_WEBHOOK_ID,),
        answers={200: answer("It is gone.", success(), example={"success": True}), 404: NOT_FOUND},
    ),
}

SERVICE: Mapping[tuple[str, str], Operation] = {
    ("get", "/api/engines"): Operation(
        id="listEngines",
        tag="Service",
        summary="Engines, and how each is",
        answers={
            200: answer(
                "In the order in which they are tried.",
                success(engines=items(ref("Engine"))),
                example={"success": True, "engines": [shapes.ENGINE_EXAMPLE]},
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
                    expiresIn=shapes.number("Seconds.", minimum=1),
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


def _world(form: EntityFormat) -> Iterator[tuple[tuple[str, str], Operation]]:
    """Yield what can be done with one kind of entity."""
    name, many, one = shapes.entity_name(form), f"/api/{form.plural}", f"/api/{form.plural}/{{entityId}}"
    entity_id = in_path("entityId", "The game's id of it.", example=f"{form.kind}_17")
    sent, new, sample = ref(f"{name}Sent"), ref(f"{name}New"), shapes.entity_example(form)
    found = answer("It.", success(**{form.kind: ref(name)}))
    gone = refusal(f"There is no {form.kind} with that id.", code="not-found")
    race = refusal("Somebody else changed the same at the same moment; send it again.", code="conflict")
    world = in_query("settingId", "Of this world alone.")

    def operation(verb: str, summary: str, **more: Any) -> Operation:
        return Operation(id=f"{verb}{name}", tag="World", summary=summary, **more)

    listed = success(**{form.plural: items(ref(name))}, next=or_null(text("The address of the next page.")))
    yield (
        ("get", many),
        operation(
            "list",
            f"All {form.plural}",
            parameters=PAGES if form.kind == "setting" else (*PAGES, world),
            answers={200: answer("A page, by falling id.", listed)},
        ),
    )
    yield (
        ("post", many),
        operation(
            "upsert",
            f"Create or replace {form.plural}: one, or all of a list",
            scope=Scope.REQUEST,
            body=json_body({"anyOf": [new, items(new, minItems=1, maxItems=BULK_LIMIT)]}, [sample]),
            answers={
                200: answer(
                    "All of them are stored.",
                    ref("Upserted"),
                    example={"success": True, "created": 1, "updated": 0, "unchanged": 0},
                ),
                409: race,
            },
        ),
    )
    yield (
        ("get", one),
        operation("get", f"One of the {form.plural}", parameters=(entity_id,), answers={200: found, 404: gone}),
    )
    yield (
        ("put", one),
        operation(
            "put",
            "Create or replace it",
            scope=Scope.REQUEST,
            parameters=(entity_id,),
            body=json_body(sent, sample),
            answers={200: found, 201: found, 404: NOT_FOUND, 409: race},
        ),
    )
    yield (
        ("patch", one),
        operation(
            "patch",
            "Change the keys that are sent",
            scope=Scope.REQUEST,
            parameters=(entity_id,),
            body=json_body(sent, {"name": "New Quay"}),
            answers={200: found, 404: gone, 409: race},
        ),
    )
    yield (
        ("delete", one),
        operation(
            "delete",
            "Delete it" if form.kind != "setting" else "Delete the world, with everything in it",
            scope=Scope.REQUEST,
            parameters=(entity_id,),
            answers={200: answer("It is gone.", success(), example={"success": True}), 404: gone, 409: race},
        ),
    )


def _worlds(forms: Iterable[EntityFormat]) -> dict[tuple[str, str], Operation]:
    return {address: operation for form in forms for address, operation in _world(form)}


OPERATIONS: Mapping[tuple[str, str], Operation] = {
    **PICTURES,
    **JOBS,
    **BATCHES,
    **WEBHOOKS,
    **SERVICE,
    **_worlds(FORMATS.values()),
}
