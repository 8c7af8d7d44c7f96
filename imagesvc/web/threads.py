"""The threads on which Django runs: kept, so that each keeps its database connections from one request to the next.

Work waits for them in one queue of bounded length. They are daemons, unlike the threads of `concurrent.futures`: a view
that hangs must not hold up the end of the process.
"""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

from django.db import connections

T = TypeVar("T")

THREADS = 8
# At some hundred requests a second this is what a patient client waits for.
MOST_WAITING = 1_000
STOP_SECONDS = 0.25


class Overloaded(Exception):
    """So much work waits for a thread that more would wait for nothing."""


class DjangoThreads:
    """Eight are for waiting on the database and on slow views; two would do for the CPU, given Python's global lock."""

    def __init__(self, *, number: int = THREADS) -> None:
        self._number = number
        self._work: SimpleQueue[_Work[Any]] = SimpleQueue()
        self._threads: list[threading.Thread] = []

    @property
    def is_busy(self) -> bool:
        """Say whether new work would have to wait."""
        return not self._work.empty()

    async def run(self, function: Callable[..., T], *arguments: object) -> T:
        """Call a function on one of the threads and return what it returns; raises what it raises, or Overloaded.

        When the caller is cancelled, a call that has not begun is dropped; one that has is finished for nobody.
        """
        if self._work.qsize() >= MOST_WAITING:
            raise Overloaded
        if not self._threads:
            self._start()
        work = _Work(function, arguments)
        self._work.put(work)
        return await work.outcome

    async def stop(self) -> None:
        """Have each thread end its present work, close its connections and end; do not wait for one that hangs."""
        last = [_Work(connections.close_all, (), is_last=True) for _ in self._threads]
        self._threads = []
        for work in last:
            self._work.put(work)
        if last:
            await asyncio.wait([work.outcome for work in last], timeout=STOP_SECONDS)

    def _start(self) -> None:
        self._threads = [
            threading.Thread(target=_serve, args=(self._work,), name=f"django-{number}", daemon=True)
            for number in range(self._number)
        ]
        for thread in self._threads:
            thread.start()


class _Work(Generic[T]):
    def __init__(self, function: Callable[..., T], arguments: tuple[object, ...], *, is_last: bool = False) -> None:
        self.is_last = is_last
        self._function = function
        self._arguments = arguments
        self._loop = asyncio.get_running_loop()
        self.outcome: asyncio.Future[T] = self._loop.create_future()

    def do(self) -> None:
        if self.outcome.cancelled():
            return
        try:
            result = self._function(*self._arguments)
        except Exception as error:  # noqa: BLE001  (whoever awaits decides)
            self._deliver(self._fail, error)
        except BaseException as error:  # noqa: BLE001  (a SystemExit would end the event loop instead of one request)
            self._deliver(self._fail, RuntimeError(f"{type(error).__name__} on a thread of Django's"))
        else:
            self._deliver(self._succeed, result)

    def _deliver(self, settle: Callable[[Any], None], outcome: object) -> None:
        with suppress(RuntimeError):  # the loop is closed: the server has stopped meanwhile
            self._loop.call_soon_threadsafe(settle, outcome)

    def _succeed(self, result: T) -> None:
        if not self.outcome.done():
            self.outcome.set_result(result)

    def _fail(self, error: Exception) -> None:
        if not self.outcome.done():
            self.outcome.set_exception(error)


def _serve(queue: "SimpleQueue[_Work[Any]]") -> None:
    is_last = False
    while not is_last:
        work = queue.get()
        work.do()
        is_last = work.is_last
        del work  # or a request would live on until the next one comes
