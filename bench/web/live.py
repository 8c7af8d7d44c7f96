"""How fast an event reaches those who listen, and what listening costs: sockets and streams, beside Django Channels."""

import asyncio
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.web.listeners import Hear, Listener, Socket, Stream, close_all, open_all
from bench.web.load import post
from bench.web.site import Site

PATIENCE_SECONDS = 30.0
NEWS_PACE_SECONDS = 0.02
# Open before memory is looked at: what the first ones cause is no price of each.
FIRST = 20
SETTLE_SECONDS = 1.0
# What Channels sends is as long as what we send.
_FRAME = b'{"type":"image_job_update","text":"%s"}' % (b"x" * 550)
_JOB = re.compile(rb'"jobId":"([0-9a-f-]{36})"')


@dataclass(kw_only=True)
class Heard:
    """Seconds from an event to its arrival: at the first and the last of a crowd, at one socket, at one stream."""

    first: list[float] = field(default_factory=list)
    last: list[float] = field(default_factory=list)
    socket: list[float] = field(default_factory=list)
    stream: list[float] = field(default_factory=list)
    idle_cpu: float = 0.0  # of one core, with the crowd open and nothing to say


class Crowd:
    """Sockets on one server that are all told the same, by a client's name in common or by a group of Channels'."""

    def __init__(self, site: Site, *, is_ours: bool) -> None:
        self.site = site
        self.heard = Heard()
        self.is_ours = is_ours
        self._arrivals: list[int] = []
        self._sockets: list[Listener] = []
        self._all_have_heard = asyncio.Event()

    async def gather(self, size: int) -> None:
        paths = ["/ws?clientId=crowd" if self.is_ours else "/ws"] * size
        self._sockets = await open_all(Socket, port=self.site.port, paths=paths, hear=self._hear)

    def disperse(self) -> None:
        close_all(self._sockets)

    async def tell(self) -> None:
        """Have something happen, wait until everybody has heard of it, and note how long that took."""
        self._arrivals, start = [], 0
        self._all_have_heard.clear()
        if self.is_ours:
            [start] = (await asyncio.to_thread(self.site.ask, "make_news", "crowd", 1, 0.0)).values()
        else:
            start = await self._tell_group()
        await asyncio.wait_for(self._all_have_heard.wait(), PATIENCE_SECONDS)
        self.heard.first.append((min(self._arrivals) - start) / 1e9)
        self.heard.last.append((max(self._arrivals) - start) / 1e9)

    async def _tell_group(self) -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.site.port)
        writer.write(post("/tell", _FRAME).replace(b"HTTP/1.1\r\n", b"HTTP/1.1\r\nConnection: close\r\n", 1))
        answer = await reader.read()
        writer.close()
        return int(answer.rpartition(b"\r\n\r\n")[2])

    def _hear(self, message: bytes, now: int) -> None:
        if b"image_job_update" in message:
            self._arrivals.append(now)
            if len(self._arrivals) >= len(self._sockets):
                self._all_have_heard.set()


async def play(
    ours: Sequence[Site], channels: Site, *, crowd: int, idle_seconds: float, events: int, news: int
) -> list[Heard]:
    """Open a crowd on each server; then, with all of them open: rest, tell all in turn, tell single ones."""
    crowds = [*(Crowd(site, is_ours=True) for site in ours), Crowd(channels, is_ours=False)]
    for each in crowds:
        await each.gather(crowd)
    await _rest(crowds, idle_seconds)
    for _ in range(events):
        for each in crowds:
            await each.tell()
    for each in crowds:
        if each.is_ours:
            await _tell_single_ones(each, news)
        each.disperse()
    return [each.heard for each in crowds]


async def weigh(kind: type[Listener], site: Site, *, count: int) -> float:
    """Return the bytes of memory that each of so many takes on a server just started, none of them told anything."""
    path = "/ws?clientId=" if kind is Socket else "/api/events?clientId="
    first = await open_all(kind, port=site.port, paths=[f"{path}f{n}" for n in range(FIRST)], hear=_ignore)
    await asyncio.sleep(SETTLE_SECONDS)
    before = site.resident_bytes()
    listeners = await open_all(kind, port=site.port, paths=[f"{path}c{n}" for n in range(count)], hear=_ignore)
    await asyncio.sleep(SETTLE_SECONDS)
    each = (site.resident_bytes() - before) / count
    close_all([*first, *listeners])
    return each


async def _rest(crowds: Sequence[Crowd], seconds: float) -> None:
    await asyncio.sleep(SETTLE_SECONDS)
    start, spent = time.monotonic(), [each.site.cpu_seconds() for each in crowds]
    await asyncio.sleep(seconds)
    for each, before in zip(crowds, spent, strict=True):
        each.heard.idle_cpu = (each.site.cpu_seconds() - before) / (time.monotonic() - start)


async def _tell_single_ones(crowd: Crowd, count: int) -> None:
    """Submit jobs of a client that listens by a socket and by a stream, while the crowd listens to something else."""
    arrivals: tuple[dict[str, int], dict[str, int]] = ({}, {})
    listeners = []
    for kind, path, heard in zip((Socket, Stream), ("/ws", "/api/events"), arrivals, strict=True):
        paths = [f"{path}?clientId=lone"]
        listeners += await open_all(kind, port=crowd.site.port, paths=paths, hear=_noting(heard))
    committed = await asyncio.to_thread(crowd.site.ask, "make_news", "lone", count, NEWS_PACE_SECONDS)
    await asyncio.sleep(SETTLE_SECONDS)
    for heard, seconds in zip(arrivals, (crowd.heard.socket, crowd.heard.stream), strict=True):
        # What has not come by now has been lost, and fails here.
        seconds += [(heard[job] - moment) / 1e9 for job, moment in committed.items()]
    close_all(listeners)
    for client in ("lone", "crowd"):
        await asyncio.to_thread(crowd.site.ask, "clear", client)


def _noting(arrivals: dict[str, int]) -> Hear:
    def hear(message: bytes, now: int) -> None:
        if match := _JOB.search(message):
            arrivals.setdefault(match[1].decode(), now)

    return hear


def _ignore(_message: bytes, _now: int) -> None:
    """Be a listener that only costs."""
