"""The one reader of a web process: turns the log's new events into updates and has the hub hand them out.

It reads while somebody listens and for a little longer; then it sleeps and costs nothing. Whatever cuts it off from the
database, it goes on where it was: nothing is lost, and nothing comes twice.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from django.db import Error as DatabaseError
from django.db import connection

from imagesvc.live.hub import Hub, Listener, Mailbox
from imagesvc.live.updates import Update, updates_of
from imagesvc.live.wakeups import Wakeups, open_wakeups
from imagesvc.web.threads import DjangoThreads
from jobs.events import SETTLE_SECONDS, Audience, LogHeldUp, LogReader, end_of_log

logger = logging.getLogger(__name__)

# However a wake-up may be lost, a look finds what was written.
LOOK_SECONDS = 2.0
# While the database is away.
AWAY_SECONDS = 0.5
# Somebody who listens again soon does not have to wait until it listens.
LINGER_SECONDS = 30.0
# How long somebody who wants to listen waits for the database before being turned away.
PATIENCE_SECONDS = 10.0


class NobodyReads(Exception):
    """The log cannot be read at present: the database is away, or the server stops."""


class Reader:
    """Reads for a hub. When `stopping` is set, all who listen are told to stop."""

    def __init__(self, *, hub: Hub, stopping: asyncio.Event) -> None:
        self.hub = hub
        self._stopping = stopping
        # A thread of its own: slow views must not hold up the news.
        self._threads = DjangoThreads(number=1)
        self._following: asyncio.Event = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._listeners = 0
        self._needed_at = 0.0

    @property
    def is_following(self) -> bool:
        """Say whether everything that is written is handed out; asking keeps it, or makes it, so."""
        self._want()
        return self._following.is_set() and not self._stopping.is_set()

    @property
    def listeners(self) -> int:
        """How many listen at present."""
        return self._listeners

    @asynccontextmanager
    async def listening(
        self, listener: Listener, audience: Audience, *, patience_seconds: float = PATIENCE_SECONDS
    ) -> AsyncIterator[None]:
        """Have a listener told of every event while the block lasts; raises NobodyReads if that cannot be had in time.

        All that can be seen in the database when the block is entered is behind it; what comes later, it is told.
        """
        await self.start(patience_seconds=patience_seconds)
        self._attach(listener, audience)
        try:
            yield
        finally:
            self._detach(listener, audience)

    @asynccontextmanager
    async def mailbox(self, audience: Audience) -> AsyncIterator[Mailbox]:
        """Collect every event for somebody while the block lasts, as above."""
        await self.start()
        box = Mailbox(start=self.hub.position)
        self._attach(box, audience)
        try:
            yield box
        finally:
            self._detach(box, audience)

    async def start(self, *, patience_seconds: float = PATIENCE_SECONDS) -> None:
        """Return when `hub.position` says where it is, and it goes on from there; raises NobodyReads."""
        if not self.is_following:
            try:
                async with asyncio.timeout(patience_seconds):
                    await self._following.wait()
            except TimeoutError as error:
                raise NobodyReads from error
        if self._stopping.is_set():
            raise NobodyReads

    async def stop(self) -> None:
        """End reading; for when all who listened are gone."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._threads.stop()

    def _attach(self, listener: Listener, audience: Audience) -> None:
        self._listeners += 1
        self.hub.attach(listener, audience)

    def _detach(self, listener: Listener, audience: Audience) -> None:
        self.hub.detach(listener, audience)
        self._listeners -= 1
        self._needed_at = asyncio.get_running_loop().time()

    def _want(self) -> None:
        self._needed_at = asyncio.get_running_loop().time()
        if not self._tasks:
            self._tasks.append(asyncio.create_task(self._close_when_stopping()))
        if len(self._tasks) == 1 or self._tasks[1].done():
            self._tasks[1:] = [asyncio.create_task(self._read_while_needed())]

    def _is_needed(self) -> bool:
        lingers = asyncio.get_running_loop().time() < self._needed_at + LINGER_SECONDS
        return (self._listeners > 0 or lingers) and not self._stopping.is_set()

    async def _close_when_stopping(self) -> None:
        await self._stopping.wait()
        self._following.set()  # nobody waits for it any more
        self.hub.close()

    async def _read_while_needed(self) -> None:
        """1. Have the database wake us. 2. Find the log's end, or go on where we were. 3. Follow it from there."""
        log: LogReader | None = None
        try:
            while self._is_needed():
                try:
                    async with open_wakeups() as wakeups:
                        if log is None:
                            log = LogReader(position=await self._threads.run(_find_end))
                            self.hub.position = log.position
                            self._following.set()
                        await self._follow(log, wakeups)
                except (DatabaseError, OSError) as error:
                    logger.warning("The log of jobs cannot be read, trying again: %s", error)
                    await asyncio.sleep(AWAY_SECONDS)
                except LogHeldUp:
                    logger.warning("The log of jobs cannot be read: a transaction that wrote to it does not end.")
        finally:
            if not self._stopping.is_set():
                self._following.clear()

    async def _follow(self, log: LogReader, wakeups: Wakeups) -> None:
        while self._is_needed():
            updates, position, has_more = await self._threads.run(_read, log)
            log.position = position
            self.hub.deliver(updates, position=position)
            if not has_more:
                await wakeups.wait(SETTLE_SECONDS if log.is_held_up else LOOK_SECONDS)


def _find_end() -> int:
    with _fresh_after_errors():
        return end_of_log(patience_seconds=PATIENCE_SECONDS)


def _read(log: LogReader) -> tuple[list[Update], int, bool]:
    """Read once; a position is passed only when its updates are whole."""
    with _fresh_after_errors():
        batch = log.read()
        return updates_of(batch.events), batch.position, batch.has_more


@contextmanager
def _fresh_after_errors() -> Iterator[None]:
    """Open the connection anew only when it has failed: Django's own check would ask twice as often as we read."""
    try:
        yield
    except DatabaseError:
        connection.close()
        raise
