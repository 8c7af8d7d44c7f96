"""Webhooks: whom we tell, and what we send."""

from collections.abc import Mapping

from imagesvc.api.json import MEDIA_TYPE
from imagesvc.api.openapi import examples
from imagesvc.api.openapi.answers import NOT_FOUND, PAGES, Part, answer, in_path, refusal
from imagesvc.api.openapi.operation import Operation, Operations, a_page, json_body
from imagesvc.api.openapi.schema import (
    NO_CONTROLS,
    Shape,
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
from imagesvc.keys.models import Scope
from imagesvc.webhooks.models import EVENTS, USUAL_EVENTS

WEBHOOK_EXAMPLE = {
    "id": examples.WEBHOOK_ID,
    "url": "https://example.org/hook",
    "events": ["job.completed", "job.failed"],
    "description": "The map",
    "createdAt": examples.CREATED_AT,
    "state": "active",
    "failures": 0,
    "pausedUntil": None,
    "disabledAt": None,
}
SUBSCRIPTION_EXAMPLE = {"url": "https://example.org/hook", "events": ["job.completed", "job.failed"]}

SHAPES: Mapping[str, Shape] = {
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
                "timestamp": examples.ENDED_AT,
                "data": {"job": examples.DONE, "result": examples.RESULT},
            }
        ],
    ),
}

_WEBHOOK_ID = in_path("webhookId", "The webhook's id.", example=examples.WEBHOOK_ID)

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
# For the operations whose bodies may name such an address.
CALLBACK = {"end": {"{$request.body#/callbackUrl}": MESSAGE}}

_A_WEBHOOK = {"success": True, "webhook": WEBHOOK_EXAMPLE}
OPERATIONS: Operations = {
    ("get", "/api/webhooks"): Operation(
        id="listWebhooks",
        tag="Webhooks",
        summary="All subscriptions",
        parameters=PAGES,
        answers={200: a_page("webhooks", ref("Webhook"), [WEBHOOK_EXAMPLE])},
    ),
    ("post", "/api/webhooks"): Operation(
        id="subscribe",
        tag="Webhooks",
        summary="Be told of jobs",
        description="The secret that messages are signed with is in this answer and nowhere else.",
        scope=Scope.REQUEST,
        body=json_body(ref("WebhookSubscription"), SUBSCRIPTION_EXAMPLE),
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
