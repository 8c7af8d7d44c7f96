"""What is answered beside the views: streams, sockets, picture files, and the addresses for who watches the service."""

from collections.abc import Mapping

from imagesvc.api.openapi import examples
from imagesvc.api.openapi.answers import (
    CACHE_CONTROL,
    CHALLENGE,
    RETRY_AFTER,
    Part,
    answer,
    empty,
    file_of,
    in_header,
    in_path,
    in_query,
    refers_to,
    refusal,
    sentence,
)
from imagesvc.api.openapi.operation import BEARER, SESSION, TICKET
from imagesvc.api.openapi.schema import decimal, flag, record, ref, text, time
from imagesvc.keys.models import Scope

_TICKET = in_query(TICKET, "What POST /api/tickets gave, where a browser cannot set a header.")
_SINCE = in_query(
    "since",
    "Begin behind the event with this number, as `Last-Event-ID` does, which goes before it.",
    schema={"type": "string", "pattern": "^[0-9]{1,18}$"},
)
_LAST_EVENT_ID = in_header(
    "Last-Event-ID",
    "The last `id:` of a stream that was cut: this one goes on there, without loss or repetition.",
    schema={"type": "string", "pattern": "^[0-9]{1,18}$"},
    example="4711",
)
_SIGNATURE = (
    in_query("expires", "Until when a signed address is good; it stands in answers."),
    in_query("signature", "Of a signed address."),
)
_STREAM: Part = {
    "description": "Until somebody hangs up; that of one job until it has ended. Every fifteen seconds without news "
    "there is a comment, and the number to resume behind.",
    "headers": CACHE_CONTROL,
    "content": {
        "text/event-stream": {
            "schema": {"type": "string", "x-event-data": ref("JobUpdate")},
            "example": 'id: 4710\nretry: 2000\n\nid: 4711\ndata: {"type":"image_job_update","progress":42}\n\n',
        }
    },
}
_ENTRANCE: Part = {
    "400": refers_to("Invalid"),
    "401": refers_to("NotAuthenticated"),
    "403": refers_to("Forbidden"),
    "429": refers_to("TooMany"),
    "503": refusal(
        "Too many listen already; try again later.",
        code="too-many-streams",
        description="Too many listen already, or the log of jobs cannot be read.",
        headers=RETRY_AFTER,
    ),
}
_LISTENERS = [{}, *({scheme: [Scope.READ.value]} for scheme in (BEARER, SESSION, TICKET))]
_WATCHERS = [{}, *({scheme: [Scope.READ.value]} for scheme in (BEARER, SESSION))]


_NOT_KNOWN = sentence("This needs an API key: send `Authorization: Bearer <key>`.", headers=CHALLENGE)
_MAY_NOT = sentence("This needs the scope 'read' or 'operate'.")


def _file_headers(*names: str) -> Part:
    return {name: {"schema": {"type": "string"}, "required": True} for name in names}


def _picture(name: str, media_type: str, what: str) -> Part:
    whole = _file_headers("ETag", "Cache-Control")
    file_headers = whole | _file_headers(
        "Last-Modified", "Accept-Ranges", "Content-Security-Policy", "Content-Disposition", "X-Content-Type-Options"
    )
    conditions = (
        in_header("Range", "A part of it.", schema={"type": "string"}, example="bytes=0-1023"),
        in_header("If-None-Match", "The `ETag` that it had.", schema={"type": "string"}, example='"5f2c1a-4c1b"'),
    )
    return {
        "get": {
            "operationId": name,
            "tags": ["Pictures"],
            "summary": what,
            "description": "Immutable. Open to whoever knows the address, unless the operator has it otherwise "
            "(`IMAGESVC_PICTURES_ACCESS`): then a key, a session, or the signed address that answers carry is needed.",
            "security": _WATCHERS,
            "parameters": [in_path("imageId", "The file's id.", example=examples.IMAGE_ID), *_SIGNATURE, *conditions],
            "responses": {
                "200": file_of("It.", media_type, headers=file_headers),
                "206": file_of("The part.", media_type, headers=file_headers | _file_headers("Content-Range")),
                "304": empty("The copy that is there is the same.", headers=whole),
                "401": refers_to("NotAuthenticated"),
                "404": refers_to("NotFound"),
                "416": refusal(
                    "The picture has 1,203,345 bytes; the range begins behind them.",
                    code="range-not-satisfiable",
                    headers=_file_headers("Content-Range"),
                ),
                "503": refusal(
                    "The storage of pictures does not answer; try again in a few seconds.",
                    code="storage-unavailable",
                    headers=RETRY_AFTER,
                ),
            },
        }
    }


_SOCKET_PROTOCOL: Part = {
    "sent": [
        {
            "when": "The socket is open.",
            "frame": record(
                {
                    "type": {"type": "string", "const": "connection_ack"},
                    "clientId": text("By which the client asks for pictures from now on."),
                    "assigned": flag("Whether we have made it up."),
                    "serverTime": time(),
                }
            ),
        },
        {
            "when": "Then, of each job of this client that is active or ended within five minutes (phase `snapshot`); "
            "then whenever one of them changes. What tells an end is said twice, up to two seconds apart.",
            "frame": ref("JobUpdate"),
        },
        {
            "when": "A ping came.",
            "frame": record({"type": {"type": "string", "const": "pong"}, "serverTime": time()}),
        },
    ],
    "understood": [{"frame": record({"type": {"type": "string", "const": "ping"}})}],
    "otherwise": "Frames that are not understood are ignored. When the server stops, the socket is closed with 1012.",
}

PATHS: Mapping[str, Part] = {
    "/api/events": {
        "get": {
            "operationId": "streamEvents",
            "tags": ["Live"],
            "summary": "Every change of a client's jobs, or of all, as Server-Sent Events",
            "description": "With `clientId` and no number to resume behind, it first says how that client's jobs are.",
            "security": _LISTENERS,
            "parameters": [
                in_query("clientId", "Whose jobs; without it, all that one may see.", example="me"),
                _SINCE,
                _LAST_EVENT_ID,
                _TICKET,
            ],
            "responses": {"200": _STREAM, **_ENTRANCE},
        }
    },
    "/api/jobs/{jobId}/events": {
        "get": {
            "operationId": "streamJob",
            "tags": ["Live"],
            "summary": "Everything that happens to one job, from its beginning to its end",
            "security": _LISTENERS,
            "parameters": [in_path("jobId", "The job's id."), _SINCE, _LAST_EVENT_ID, _TICKET],
            "responses": {
                "200": _STREAM,
                "204": empty("It has ended, and all was told: a browser does not come again."),
                **_ENTRANCE,
                "404": refers_to("NotFound"),
            },
        }
    },
    "/ws": {
        "get": {
            "operationId": "openSocket",
            "tags": ["Live"],
            "summary": "The same by WebSocket, in the original game's protocol",
            "security": _LISTENERS,
            "parameters": [
                in_query(
                    "clientId", "What the client calls itself; one is made up if it is none or too long.", example="me"
                ),
                _TICKET,
            ],
            "x-websocket": _SOCKET_PROTOCOL,
            "responses": {
                "101": empty("The socket is open; `x-websocket` says what is said in it."),
                **_ENTRANCE,
            },
        }
    },
    "/generated-images/{imageId}.png": _picture("getPicture", "image/png", "The picture"),
    "/generated-images/{imageId}.webp": _picture("getThumbnail", "image/webp", "Its thumbnail"),
    "/healthz": {
        "get": {
            "operationId": "isAlive",
            "tags": ["Service"],
            "summary": "Whether this process answers",
            "security": [{}],
            "responses": {
                "200": answer(
                    "It does.",
                    record({"ok": {"type": "boolean", "const": True}, "upSeconds": decimal(minimum=0)}),
                    example={"ok": True, "upSeconds": 4711.2},
                )
            },
        }
    },
    "/readyz": {
        "get": {
            "operationId": "isReady",
            "tags": ["Service"],
            "summary": "Whether pictures can be drawn and served",
            "security": _WATCHERS,
            "responses": {
                "200": answer("They can.", ref("Readiness")),
                "401": _NOT_KNOWN,
                "403": _MAY_NOT,
                "503": answer("They cannot; the checks say why.", ref("Readiness")),
            },
        }
    },
    "/metrics": {
        "get": {
            "operationId": "getMetrics",
            "tags": ["Service"],
            "summary": "Figures for Prometheus",
            "security": _WATCHERS,
            "responses": {
                "200": file_of("In the format that `Accept` names.", "text/plain", "application/openmetrics-text"),
                "401": _NOT_KNOWN,
                "403": _MAY_NOT,
            },
        }
    },
}
