"""Who listens to what, and a mailbox for each: hands every update to those it is for, without waiting for anybody.

All of it lives in the event loop of one web process; nothing here waits for a database or a client.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol
from uuid import UUID

from imagesvc.live.updates import Update
from jobs.events import Audience

# Updates that wait for a slow reader; then its oldest progress is left out, and where there is none it is cut loose.
MAILBOX_SIZE = 256
# Updates that go out in one piece.
MOST_AT_A_TIME = 32


class Listener(Protocol):
    """Somebody who is told of updates; quick, because all others wait meanwhile."""

    def hear(self, update: Update) -> None: ...

    def close(self) -> None:
        """Be told that nothing will come any more: the server stops."""


class Hub:
    """Of one web process. `position` is the number up to which all events have been handed out."""

    def __init__(self) -> None:
        self.position = 0
        self._by_client: dict[str, dict[Listener, None]] = {}
        self._by_job: dict[UUID, dict[Listener, None]] = {}
        self._by_owner: dict[UUID, dict[Listener, None]] = {}
        self._of_everything: dict[Listener, None] = {}

    def attach(self, listener: Listener, audience: Audience) -> None:
        """Have a listener told of every event from now on, that is: behind `position`."""
        if audience.job_id is not None:
            self._by_job.setdefault(audience.job_id, {})[listener] = None
        elif audience.client_id is not None:
            self._by_client.setdefault(audience.client_id, {})[listener] = None
        elif audience.owner is not None:
            self._by_owner.setdefault(audience.owner, {})[listener] = None
        else:
            self._of_everything[listener] = None

    def detach(self, listener: Listener, audience: Audience) -> None:
        if audience.job_id is not None:
            _remove(listener, self._by_job, audience.job_id)
        elif audience.client_id is not None:
            _remove(listener, self._by_client, audience.client_id)
        elif audience.owner is not None:
            _remove(listener, self._by_owner, audience.owner)
        else:
            self._of_everything.pop(listener, None)

    def deliver(self, updates: Sequence[Update], *, position: int) -> None:
        """Hand out updates in their order; `position` is that of the last event behind them."""
        for update in updates:
            for listener in self._listeners_to(update):
                listener.hear(update)
        self.position = position

    def close(self) -> None:
        """Tell all that the server stops."""
        named = (*self._by_client.values(), *self._by_job.values(), *self._by_owner.values())
        for listeners in (*named, self._of_everything):
            for listener in list(listeners):
                listener.close()

    def _listeners_to(self, update: Update) -> Iterable[Listener]:
        # A copy, because hearing may end it: each listener has one audience, so none comes twice.
        listeners = [listener for client in update.clients for listener in self._by_client.get(client, ())]
        if update.is_for_all:
            listeners += self._by_job.get(update.job_id, ())
            if update.owner is not None:
                listeners += self._by_owner.get(update.owner, ())
            listeners += self._of_everything
        return listeners


class Mailbox:
    """The updates that wait for one reader, who takes them at its own pace.

    `start` is where it began to listen. It has neither a task nor, while nobody waits, a timer: thousands are open.
    While its reader waits for nothing but the next update, `at_once` is asked first, and says whether that was enough.
    """

    __slots__ = ("_is_closed", "_reader", "_updates", "at_once", "start")

    def __init__(self, *, start: int) -> None:
        self.start = start
        self.at_once: Callable[[Update], bool] | None = None
        self._updates: deque[Update] | None = None
        self._reader: asyncio.Future[None] | None = None
        self._is_closed = False

    def hear(self, update: Update) -> None:
        if self._is_closed or (self.at_once is not None and self._is_awaited and self.at_once(update)):
            return
        if self._updates is None:
            self._updates = deque()
        if len(self._updates) >= MAILBOX_SIZE and not _leave_out_progress(self._updates):
            # What is left are changes that nobody may miss: a reader that comes back is told them by their numbers.
            self.close()
            return
        self._updates.append(update)
        self._wake()

    def close(self) -> None:
        """Have the reader stop at once, whatever it has not taken yet."""
        self._is_closed = True
        self.at_once = None
        self._updates = None
        self._wake()

    async def take(self, *, seconds: float | None = None) -> list[Update] | None:
        """Return the next updates, none when nothing came in time, or None when there will be no more."""
        if not self._updates and not self._is_closed:
            await self._wait(seconds)
        if self._is_closed:
            return None
        updates = self._updates
        if not updates:
            return []
        taken = [updates.popleft() for _ in range(min(MOST_AT_A_TIME, len(updates)))]
        if not updates:
            self._updates = None
        return taken

    async def _wait(self, seconds: float | None) -> None:
        loop = asyncio.get_running_loop()
        self._reader = loop.create_future()
        timer = None if seconds is None else loop.call_later(seconds, self._wake)
        try:
            await self._reader
        finally:
            self._reader = None
            if timer is not None:
                timer.cancel()

    @property
    def _is_awaited(self) -> bool:
        return self._reader is not None and not self._reader.done()

    def _wake(self) -> None:
        if self._reader is not None and self._is_awaited:
            self._reader.set_result(None)


def _leave_out_progress(updates: deque[Update]) -> bool:
    """Take the oldest progress out; return whether there was any."""
    for number, update in enumerate(updates):
        if update.is_progress:
            del updates[number]
            return True
    return False


def _remove(listener: Listener, listeners: dict[Any, dict[Listener, None]], key: object) -> None:
    others = listeners.get(key)
    if others is not None:
        others.pop(listener, None)
        if not others:
            del listeners[key]
