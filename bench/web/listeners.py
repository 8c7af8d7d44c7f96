"""Thousands of sockets and streams in one process, each told apart from nothing: they read, and note when.

Bare protocols again: the frames of a server are a length and a text, and a library would take longer to read one than
the server to send it, so that the last of a thousand would measure the library.
"""

import asyncio
import struct
import time
from collections.abc import Callable, Sequence

# Is called with a message and the machine's monotonic clock in nanoseconds.
Hear = Callable[[bytes, int], None]

# So many connect at a time.
AT_A_TIME = 50
PING, PONG = 0x9, b"\x8a"


class Listener(asyncio.Protocol):
    """A connection on which messages come in; `opened` is done when the server has agreed to that."""

    request = ""
    begins_with = b""

    def __init__(self, path: str, hear: Hear) -> None:
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.is_lost = False
        self._path = path
        self._hear = hear
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        transport.write(self.request.format(path=self._path).encode())

    def data_received(self, part: bytes) -> None:
        now = time.monotonic_ns()
        self._received += part
        if not self.opened.done():
            head, separator, self._received = self._received.partition(b"\r\n\r\n")
            if not separator:
                self._received = head
                return
            assert head.startswith(self.begins_with), head
            self.opened.set_result(None)
        while (message := self._next()) is not None:
            self._hear(message, now)

    def connection_lost(self, error: Exception | None) -> None:
        self.is_lost = True
        if not self.opened.done():
            self.opened.set_exception(error or ConnectionResetError(self._path))

    def _next(self) -> bytes | None:
        """Take the next message out of what was received, if it is whole."""
        raise NotImplementedError


class Socket(Listener):
    """A WebSocket (RFC 6455) that answers pings and says nothing else."""

    request = (
        "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    begins_with = b"HTTP/1.1 101 "

    def _next(self) -> bytes | None:
        while (frame := self._next_frame()) is not None:
            opcode, content = frame
            if opcode != PING:
                return content
            # A client's frames are masked; by nothing, here.
            self.transport.write(PONG + bytes([0x80 | len(content)]) + bytes(4) + content)
        return None

    def _next_frame(self) -> tuple[int, bytes] | None:
        received = self._received
        if len(received) < 2:
            return None
        length, start = received[1] & 0x7F, 2
        if length == 126 and len(received) >= 4:
            [length], start = struct.unpack_from(">H", received, 2), 4
        if len(received) < start + length:
            return None
        self._received = received[start + length :]
        return received[0] & 0x0F, received[start : start + length]


class Stream(Listener):
    """Server-Sent Events; a message is a block with its lines."""

    request = "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n"
    begins_with = b"HTTP/1.1 200 "

    def _next(self) -> bytes | None:
        block, separator, rest = self._received.partition(b"\n\n")
        if not separator:
            return None
        self._received = rest
        return block


async def open_all(kind: type[Listener], *, port: int, paths: Sequence[str], hear: Hear) -> list[Listener]:
    """Open a listener for each path and return them when all are open."""
    loop, listeners = asyncio.get_running_loop(), []
    for first in range(0, len(paths), AT_A_TIME):
        some = paths[first : first + AT_A_TIME]
        opening = [loop.create_connection(lambda path=path: kind(path, hear), "127.0.0.1", port) for path in some]
        new = [listener for _, listener in await asyncio.gather(*opening)]
        await asyncio.gather(*(listener.opened for listener in new))
        listeners += new
    return listeners


def close_all(listeners: Sequence[Listener]) -> None:
    for listener in listeners:
        assert not listener.is_lost, "the server hung up on somebody who only listened"
        listener.transport.close()
