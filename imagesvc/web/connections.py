"""Connections: uvicorn's HTTP/1.1 on httptools, which is written in C, with bounds of our own, and its WebSockets."""

import asyncio
from collections.abc import Coroutine
from functools import lru_cache
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame, Opcode
from websockets.protocol import State

from imagesvc.web.protocol import AT_ONCE

# What a request line and its headers may have together.
HEAD_BYTES = 32 * 1024


class Connection(HttpToolsProtocol):
    """Hangs up on who sends without end what is no body: httptools would keep all of it until the head is whole."""

    # Beyond thirty attributes each connection, and so each open stream, would have a dictionary with keys of its own.
    __slots__ = ("_has_told", "_untold")

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        # Bytes since the parser has last told of a head or of a part of a body.
        self._untold = 0
        self._has_told = False
        self.pipeline: Any = _SmallQueue()

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        is_writable = _SmallEvent()
        is_writable.set()
        self.flow._is_writable_event = is_writable

    def data_received(self, data: bytes) -> None:
        self._has_told = False
        super().data_received(data)
        self._untold = 0 if self._has_told else self._untold + len(data)
        if self._untold > HEAD_BYTES and not self.transport.is_closing():
            self.send_400_response("The head of the request is too long.")

    def on_headers_complete(self) -> None:
        self._has_told = True
        former = self.cycle
        super().on_headers_complete()
        if self.cycle is not former:  # and no upgrade to a socket
            self.cycle.message_event = _SmallEvent()
        # Behind a body in chunks there may be more of them: nobody reads those, and headers they must not become. Only
        # of an upgrade the headers are looked at again.
        self.headers = self.headers.copy() if self.parser.should_upgrade() else []

    def on_body(self, body: bytes) -> None:
        self._has_told = True
        super().on_body(body)


class SocketConnection(WebSocketsSansIOProtocol):
    """Gives its application a way to send a text without waiting, in a frame that is made once for all who are sent it.

    To a thousand sockets that is half of what the way through ASGI takes: no task has to be woken.
    """

    def run_asgi(self) -> Coroutine[Any, Any, None]:
        extensions: dict[str, Any] = self.scope["extensions"]
        extensions[AT_ONCE] = self.write_at_once
        return super().run_asgi()

    def write_at_once(self, text: str) -> bool:
        """Send a text, if the socket is open and its client reads; say whether it was sent."""
        is_open = self.handshake_complete and not self.disconnected and self.conn.state is State.OPEN
        if not is_open or self.close_sent or not self.writable.is_set():
            return False
        self.transport.write(_frame_of(text))
        return True


@lru_cache(maxsize=64)
def _frame_of(text: str) -> bytes:
    """Return a text as a server sends it; clients have agreed to no extension that would change it."""
    return Frame(Opcode.TEXT, text.encode()).serialize(mask=False)


class _SmallEvent(asyncio.Event):
    """An event that one waits for at most; asyncio's has room for sixty-four, a twentieth of what a stream takes."""

    def __init__(self) -> None:
        super().__init__()
        self._waiters: Any = []


class _SmallQueue(list[Any]):
    """What uvicorn asks of a deque, which has room for sixty-four at once; here mostly nothing waits."""

    __slots__ = ()

    def appendleft(self, item: Any) -> None:
        self.insert(0, item)
