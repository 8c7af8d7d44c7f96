"""What many operations have in common: refusals, headers and parameters, each said once."""

from collections.abc import Mapping
from typing import Any

from imagesvc.api.json import MEDIA_TYPE
from imagesvc.api.openapi.examples import JOB_ID
from imagesvc.api.openapi.schema import ID_PATTERN, ref
from imagesvc.api.pagination import PAGE_LIMIT, PARAMETER_LENGTH

Part = dict[str, Any]


def answer(description: str, shape: Part, *, example: Any = None, headers: Mapping[str, Part] | None = None) -> Part:
    """Return the description of an answer in JSON."""
    content: Part = {"schema": shape}
    if example is not None:
        content["example"] = example
    return {"description": description, "headers": dict(headers or {}), "content": {MEDIA_TYPE: content}}


def refusal(
    sentence: str, *, code: str, description: str = "", headers: Mapping[str, Part] | None = None, shape: str = "Error"
) -> Part:
    """Return the description of an error, with an example of it."""
    example = {"success": False, "error": sentence, "code": code}
    return answer(description or sentence, ref(shape), example=example, headers={**LIMITS, **(headers or {})})


def sentence(words: str, *, description: str = "", headers: Mapping[str, Part] | None = None) -> Part:
    """Return the description of an error beside the API: one sentence for people."""
    content = {"text/plain": {"schema": {"type": "string"}, "example": f"{words}\n"}}
    return {"description": description or words, "headers": dict(headers or {}), "content": content}


def empty(description: str, *, headers: Mapping[str, Part] | None = None) -> Part:
    return {"description": description, "headers": dict(headers or {})}


def file_of(description: str, *media_types: str, headers: Mapping[str, Part] | None = None) -> Part:
    """Return the description of an answer that is no JSON."""
    content: Part = {media_type: {"schema": {}} for media_type in media_types}
    return {"description": description, "headers": dict(headers or {}), "content": content}


# --- Headers ---------------------------------------------------------------------------------------------------------


def _header(description: str, *, example: str, is_always_there: bool = False) -> Part:
    return {
        "description": description,
        "required": is_always_there,
        "schema": {"type": "string"},
        "example": example,
    }


# Where there is a limit on requests, every answer says what is left of it.
LIMITS = {
    "RateLimit-Policy": _header("How many requests a minute are answered.", example='"minute";q=1200;w=60'),
    "RateLimit": _header("How many are left, and in how many seconds there are more.", example='"minute";r=1199;t=42'),
}
RETRY_AFTER = {"Retry-After": _header("Try again after so many seconds.", example="10", is_always_there=True)}
DEPRECATION = {"Deprecation": _header("This way of asking is old.", example="true", is_always_there=True)}
ETAG = {"ETag": _header("What `If-None-Match` may send back.", example='W/"5f2c1a"', is_always_there=True)}
CACHE_CONTROL = {"Cache-Control": _header("How long the answer may be kept.", example="no-cache", is_always_there=True)}
ALLOW = {"Allow": _header("The methods that are allowed.", example="GET, HEAD", is_always_there=True)}
CHALLENGE = {"WWW-Authenticate": _header("What is asked for.", example='Bearer realm="imagesvc"', is_always_there=True)}

# --- Refusals --------------------------------------------------------------------------------------------------------

# Component names and what they describe; every operation below /api/ refers to those in USUAL.
_REFUSALS: Mapping[str, Part] = {
    "Invalid": answer(
        "Something in the request is not as it must be, or this server does not answer to its host name.",
        ref("Error"),
        example={
            "success": False,
            "error": "limit must be a whole number from 1 to 1000.",
            "code": "invalid",
            "fields": {"limit": ["This field must be a whole number from 1 to 1000."]},
        },
        headers=LIMITS,
    ),
    "NotAuthenticated": refusal(
        "This needs an API key: send `Authorization: Bearer <key>`.",
        code="not-authenticated",
        description="Keys are asked for, and there is none, or one that is not known, has expired or was revoked.",
        headers=CHALLENGE,
    ),
    "Forbidden": refusal(
        "This needs the scope 'operate', which this key or account lacks.",
        code="scope",
        description="The key or account may not do this (`scope`, `not-yours`), a session's write lacks its CSRF token "
        "(`csrf`), or the request comes from a page of another web site (`foreign-origin`).",
    ),
    "NotFound": refusal(
        "There is nothing at this address.",
        code="not-found",
        description="There is no such thing, or it is somebody else's: both are answered alike.",
    ),
    "BodyTooSlow": refusal("The body took too long to arrive.", code="body-too-slow"),
    "BodyTooLarge": refusal("The body is larger than this server accepts.", code="body-too-large"),
    "NotJson": refusal("The body must be JSON, sent as Content-Type: application/json.", code="unsupported-media-type"),
    "TooMany": refusal(
        "At most 1,200 requests a minute are answered; wait 42 s.",
        code="too-many-requests",
        description="The key or address has asked too often (`too-many-requests`), used up a quota (`quota`), or has "
        "as many streams and sockets open as it may (`too-many-streams`).",
        headers=RETRY_AFTER,
    ),
    "Crash": refusal("Something went wrong on our side; it has been logged.", code="internal-server-error"),
    "Unavailable": refusal(
        "The database does not answer; try again in a few seconds.",
        code="database-unavailable",
        description="Something that is needed does not answer at present, or there is too much to do.",
        headers=RETRY_AFTER,
    ),
    "WrongMethod": refusal(
        "That method is not allowed here; the Allow header names those that are.",
        code="method-not-allowed",
        headers=ALLOW,
    ),
}
REFUSALS = {name: {**part, "headers": {**part["headers"], **LIMITS}} for name, part in _REFUSALS.items()}
USUAL = {400: "Invalid", 401: "NotAuthenticated", 403: "Forbidden", 429: "TooMany", 500: "Crash", 503: "Unavailable"}
USUAL_WITH_BODY = {408: "BodyTooSlow", 413: "BodyTooLarge", 415: "NotJson"}


def refers_to(name: str) -> Part:
    return {"$ref": f"#/components/responses/{name}"}


NOT_FOUND = refers_to("NotFound")


# --- Parameters ------------------------------------------------------------------------------------------------------


def in_path(name: str, description: str, *, example: str = JOB_ID) -> Part:
    schema = {"type": "string", "pattern": ID_PATTERN}
    return {
        "name": name, "in": "path", "required": True, "description": description, "schema": schema, "example": example,
    }  # fmt: skip


def in_query(name: str, description: str, *, schema: Part | None = None, example: Any = None) -> Part:
    schema = schema or {"type": "string", "maxLength": PARAMETER_LENGTH, "pattern": PLAIN}
    parameter = {"name": name, "in": "query", "required": False, "description": description, "schema": schema}
    return parameter if example is None else parameter | {"example": example}


def in_header(name: str, description: str, *, schema: Part, example: str) -> Part:
    return {
        "name": name, "in": "header", "required": False, "description": description, "schema": schema,
        "example": example,
    }  # fmt: skip


# A parameter's text, without controls.
PLAIN = r"^[^\u0000-\u001f\u007f-\u009f]*$"
LIMIT = in_query(
    "limit",
    f"How many at most, default {PAGE_LIMIT}.",
    schema={"type": "integer", "minimum": 1, "maximum": PAGE_LIMIT, "default": PAGE_LIMIT},
    example=50,
)
CURSOR = in_query(
    "cursor",
    "Where to go on; take all of `next` from the page before.",
    schema={"type": "string", "pattern": "^[A-Za-z0-9_-]+$"},
)
PAGES = (LIMIT, CURSOR)


IDEMPOTENCY_KEY = in_header(
    "Idempotency-Key",
    "Sent again within a day, with the same body, it leads to the job that the first request made.",
    schema={"type": "string", "pattern": "^[!-~]{1,255}$"},
    example="b7c0f4d2-7a52-4c1b",
)
IF_NONE_MATCH = in_header(
    "If-None-Match",
    "An `ETag` that an earlier answer had: 304 if nothing has changed since.",
    schema={"type": "string"},
    example='W/"5f2c1a"',
)
