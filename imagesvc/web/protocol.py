"""The words of ASGI that this package speaks, and the errors that it answers by itself, without Django."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine, Iterable, MutableMapping
from typing import Any, TypeVar

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = Iterable[tuple[bytes, bytes]]

T = TypeVar("T")

API_PREFIX = "/api/"
EVENTS_PREFIX = "/api/events"
JOBS_PREFIX = "/api/jobs/"
SOCKET_PATH = "/ws"
PICTURES_PREFIX = "/generated-images/"

# The extension by which our server lets a socket's application send a text without waiting: a function that says
# whether it did. Where it did not, ASGI's own way does.
AT_ONCE = "imagesvc.at_once"


class ClientGone(Exception):
    """Whoever asked has hung up; there is nobody to answer."""


async def send_whole(send: Send, status: int, headers: Headers, body: bytes) -> None:
    """Send an answer that lies in memory."""
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})
    await send({"type": "http.response.body", "body": body})


async def send_error(scope: Scope, send: Send, status: int, sentence: str, *, code: str, headers: Headers = ()) -> None:
    """Send an error: in the contract's shape to programs (the API and pictures), as plain text to people."""
    if f"{scope['path']}/".startswith((API_PREFIX, PICTURES_PREFIX)):
        content_type = b"application/json"
        body = json.dumps({"success": False, "error": sentence, "code": code}, separators=(",", ":")).encode()
    else:
        content_type = b"text/plain; charset=utf-8"
        body = f"{sentence}\n".encode()
    about = (b"content-type", content_type), (b"content-length", b"%d" % len(body))
    await send_whole(send, status, [*about, *headers], b"" if scope["method"] == "HEAD" else body)


def header(scope: Scope, name: bytes) -> str:
    """Return a request header, several of one name joined by commas, or an empty string."""
    return b",".join([value for key, value in scope["headers"] if key == name]).decode("latin-1")


async def hang_up(receive: Receive) -> None:
    """Return when the client has hung up. For after its whole request was read."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def unless_gone(receive: Receive, wanted: Coroutine[Any, Any, T]) -> T:
    """Return what a coroutine gives, or cancel it and raise ClientGone as soon as the client hangs up."""
    work, gone = asyncio.create_task(wanted), asyncio.create_task(hang_up(receive))
    try:
        await asyncio.wait((work, gone), return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            raise ClientGone
        return work.result()
    finally:
        work.cancel()
        gone.cancel()
