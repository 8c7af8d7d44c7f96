"""What every channel asks of whoever comes in, before it says anything; and how it is refused: as the API does."""

from io import BytesIO
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db import Error as DatabaseError
from django.http import HttpRequest

from imagesvc.api.errors import ApiError, answer
from imagesvc.api.origins import refusal_of
from imagesvc.live.reader import NobodyReads, Reader
from imagesvc.web.environ import make_environ
from imagesvc.web.protocol import Scope, Send
from imagesvc.web.threads import Overloaded

RETRY = {"Retry-After": "5"}
NO_SUCH_JOB = ApiError(404, "There is no job with this id.")
_TOO_MANY = ApiError(503, "Too many listen already; try again later.", code="too-many-streams", headers=RETRY)
_UNREADABLE = ApiError(
    503, "The log of jobs cannot be read; try again in a few seconds.", code="log-unavailable", headers=RETRY
)
# What may go wrong before anything was said.
Away = (NobodyReads, DatabaseError, Overloaded)


def request_in(scope: Scope) -> HttpRequest:
    """Return the request as Django has it, with what is above its body."""
    return WSGIRequest(make_environ({"method": "GET", **scope}, BytesIO()))


def check(request: HttpRequest, reader: Reader, *, is_read_by_anyone: bool) -> None:
    """Raise ApiError unless there is room for one more, and the request comes from where it may."""
    refusal = refusal_of(request, is_read_by_anyone=is_read_by_anyone)
    if refusal is not None:
        raise refusal
    if reader.listeners >= settings.STREAM_CAP:
        raise _TOO_MANY


def job_id_in(text: str) -> UUID:
    """Return the id in an address, or raise ApiError: what is none is not found."""
    try:
        return UUID(text)
    except ValueError as error:
        raise NO_SUCH_JOB from error


def why_away(error: Exception) -> ApiError:
    return error if isinstance(error, ApiError) else _UNREADABLE


async def refuse(scope: Scope, send: Send, error: ApiError) -> None:
    """Answer an error, also to a socket that is not open yet."""
    response = answer(error)
    kind = "http.response"
    if scope["type"] == "websocket":
        if "websocket.http.response" not in scope.get("extensions", {}):
            await send({"type": "websocket.close"})  # goes out as 403
            return
        kind = "websocket.http.response"
    headers: list[Any] = [(name.lower().encode(), value.encode()) for name, value in response.items()]
    headers.append((b"content-length", b"%d" % len(response.content)))
    await send({"type": f"{kind}.start", "status": response.status_code, "headers": headers})
    await send({"type": f"{kind}.body", "body": b"" if scope.get("method") == "HEAD" else response.content})
