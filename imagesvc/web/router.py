"""Who answers which address: sockets, streams, picture files and static files beside Django, everything else Django.

Also the outermost guard: whatever one of them raises, a client gets an error it can read, or a connection that breaks
off where the answer had begun; and no answer leaves without what protects it (protection.py). And it counts them.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from time import perf_counter

from imagesvc.web.protection import protected
from imagesvc.web.protocol import Application, Message, Receive, Scope, Send, send_error
from imagesvc.web.traffic import NO_STATUS, route_of, traffic

logger = logging.getLogger(__name__)

# Close codes from 4000 on are an application's own; this one says what 404 says elsewhere.
NO_SUCH_SOCKET = 4404


class Router:
    """An ASGI application made of others, by the beginning of the path; sockets by all of it.

    `stopping` is set when the server begins to stop, before it waits for open connections: streams end by it.
    """

    def __init__(
        self,
        *,
        prefixes: Mapping[str, Application],
        otherwise: Application,
        sockets: Mapping[str, Application],
        stopping: asyncio.Event,
        on_stop: Callable[[], Awaitable[None]],
    ) -> None:
        self.stopping = stopping
        self._prefixes = tuple(prefixes.items())
        self._otherwise = otherwise
        self._sockets = sockets
        self._on_stop = on_stop

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        match scope["type"]:
            case "http":
                await self._answer(scope, receive, send)
            case "websocket":
                await self._talk(scope, receive, send)
            case "lifespan":
                await self._live(receive, send)

    async def _talk(self, scope: Scope, receive: Receive, send: Send) -> None:
        application = self._sockets.get(scope["path"].rstrip("/"), _refuse_socket)

        async def send_protected(message: Message) -> None:
            if message["type"] == "websocket.http.response.start":
                message["headers"] = protected(scope["path"], message["headers"])
            await send(message)

        traffic.open_sockets += 1
        try:
            await application(scope, receive, send_protected)
        finally:
            traffic.open_sockets -= 1

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        status = NO_STATUS

        async def send_noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = protected(path, message["headers"])
            await send(message)

        path = scope["path"]
        application = next((each for prefix, each in self._prefixes if path.startswith(prefix)), self._otherwise)
        route, began_at = route_of(path), perf_counter()
        traffic.open_requests[route] += 1
        try:
            await application(scope, receive, send_noting)
        except Exception:
            if status != NO_STATUS:
                raise
            logger.exception("%s %s failed", scope["method"], path)
            sentence = "Something went wrong on our side; it has been logged."
            await send_error(scope, send_noting, 500, sentence, code="internal-server-error")
        finally:
            traffic.open_requests[route] -= 1
            traffic.note(scope["method"], route, status, seconds=perf_counter() - began_at)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        # Under another server than ours nobody has said so before.
        self.stopping.set()
        await self._on_stop()
        await send({"type": "lifespan.shutdown.complete"})


async def _refuse_socket(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001  (it is an application)
    """Accept and close: a page's script is shown the code only of a socket that was open."""
    await receive()
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.close", "code": NO_SUCH_SOCKET, "reason": "There is no such socket."})
