"""A connection that speaks HTTP/1.1: uvicorn's on httptools, which is written in C, with bounds of our own."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

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
