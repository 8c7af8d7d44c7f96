"""What is said of the API as a whole: what it is, its chapters, and how one says who one is."""

import tomllib

from django.conf import settings

from imagesvc.api.openapi.answers import Part
from imagesvc.api.openapi.operation import BEARER, SESSION, TICKET

VERSION: str = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]

INFO: Part = {
    "title": "imagesvc",
    "version": VERSION,
    "summary": "Pictures of the entities of a game's world.",
    "description": """\
Ask for a picture, and a job is made; it is drawn by a worker, and you are told of every step.

- JSON in and out. Every answer below `/api/` has `success`; every error is
  `{"success": false, "error": "<one sentence>", "code": "<a word>"}` and, where fields are wrong, `fields`.
- `null` for an optional key is the same as leaving it out. Keys and parameters that are not known are ignored.
- A slash at the end of an address changes nothing. `HEAD` is answered wherever `GET` is, `OPTIONS` names the methods,
  and a method that is not allowed is answered 405 with `Allow`.
- Lists are newest first; `next` is the address of the next page, or null.
- Times are ISO 8601 in UTC.
- On its own machine, without keys, the service is open. Where keys are asked for (`IMAGESVC_AUTH=keys`), send
  `Authorization: Bearer <key>`; what belongs to others is not found. What a key may do is said at each operation:
  `read`, `request` or `operate`.
- Where requests are limited, every answer has `RateLimit` and `RateLimit-Policy`, and one too many is answered 429 with
  `Retry-After`.
""",
}

TAGS: list[Part] = [
    {"name": "Pictures", "description": "Ask for one, find one, get its file."},
    {"name": "Jobs", "description": "What is being drawn, was, and will be."},
    {"name": "Live", "description": "Be told of every change, instead of asking again and again."},
    {"name": "Batches", "description": "Many jobs at once."},
    {"name": "Webhooks", "description": "Have a server of yours told."},
    {"name": "World", "description": "The entities that pictures are made of, in the game's own words."},
    {"name": "Service", "description": "Engines, health, figures, this description."},
]

SECURITY_SCHEMES: Part = {
    BEARER: {
        "type": "http",
        "scheme": "bearer",
        "description": "An API key, which `manage.py api_keys create <name>` makes. Roles are its scopes.",
    },
    SESSION: {
        "type": "apiKey",
        "in": "cookie",
        "name": "sessionid",
        "description": "Somebody who is logged in to the admin; writes also need the header `X-CSRFToken`.",
    },
    TICKET: {
        "type": "apiKey",
        "in": "query",
        "name": "ticket",
        "description": "For sockets and streams of browsers, which cannot set headers; from POST /api/tickets.",
    },
}
