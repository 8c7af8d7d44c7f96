"""HTTP/1.1 over kept connections, as light as can be: it shares the machine's cores with the server it asks.

Each connection sends its next request as soon as it has the answer to the last. No client library: the cheapest of
them costs more than the server's answer 304.
"""

import asyncio
import itertools
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked again and again: whole requests in turn, over so many connections, and the status expected."""

    title: str
    requests: Sequence[bytes]
    status: int = 200
    connections: int = 8


@dataclass(kw_only=True)
class Answers:
    """How it went: seconds until each answer, and how many were missing or had another status."""

    latencies: list[float] = field(default_factory=list)
    errors: int = 0
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds


async def ask(question: Question, *, port: int, seconds: float) -> Answers:
    """Ask for so many seconds, and wait for the last answers."""
    loop, answers = asyncio.get_running_loop(), Answers()
    requests = itertools.cycle(question.requests)
    connections = []
    for _ in range(question.connections):
        _, connection = await loop.create_connection(
            lambda: _Connection(question, answers, requests), "127.0.0.1", port
        )
        connections.append(connection)
    start = time.perf_counter()
    for connection in connections:
        connection.start(until=start + seconds)
    await asyncio.gather(*(connection.done for connection in connections))
    answers.seconds = time.perf_counter() - start
    return answers


def get(path: str, *, known: str = "") -> bytes:
    """Return a GET request; with `known`, one that asks only for what differs from that ETag."""
    return _head("GET", path, f"If-None-Match: {known}\r\n" if known else "")


def post(path: str, body: bytes) -> bytes:
    return _head("POST", path, f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n") + body


def _head(method: str, path: str, headers: str) -> bytes:
    common = "Host: 127.0.0.1\r\nAccept: */*\r\nUser-Agent: bench\r\n"
    return f"{method} {path} HTTP/1.1\r\n{common}{headers}\r\n".encode()


class _Connection(asyncio.Protocol):
    def __init__(self, question: Question, answers: Answers, requests: Iterator[bytes]) -> None:
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._answers = answers
        self._requests = requests
        self._begins_with = b"HTTP/1.1 %d " % question.status
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def start(self, *, until: float) -> None:
        self._until = until
        self._ask()

    def data_received(self, part: bytes) -> None:
        now = time.perf_counter()
        self._received += part
        head, separator, body = self._received.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if not separator or (length and len(body) < int(length[1])):
            return
        if head.startswith(self._begins_with):
            self._answers.latencies.append(now - self._asked_at)
        else:
            self._answers.errors += 1
        self._received = b""
        if now < self._until:
            self._ask()
        else:
            self._transport.close()
            self.done.set_result(None)

    def connection_lost(self, _error: Exception | None) -> None:
        if not self.done.done():
            self._answers.errors += 1
            self.done.set_result(None)

    def _ask(self) -> None:
        self._asked_at = time.perf_counter()
        self._transport.write(next(self._requests))
