"""Waiting for a job to change or to end, in the event loop: told by the hub, with one look at the database.

No thread is held but for the moment of the look.
"""

import asyncio
import logging

from django.db import Error as DatabaseError
from django.db import close_old_connections

from imagesvc.live.reader import NobodyReads, Reader
from imagesvc.live.updates import Update
from imagesvc.web.deferred import DeferredResponse
from imagesvc.web.threads import DjangoThreads, Overloaded
from jobs.events import Audience

logger = logging.getLogger(__name__)

PAUSE_AFTER_ERROR_SECONDS = 2.0


class JobWaiter:
    """When the server stops, all who wait are told that nothing has happened."""

    def __init__(self, *, reader: Reader, threads: DjangoThreads) -> None:
        self._reader = reader
        self._threads = threads

    async def wait(self, response: DeferredResponse) -> bool:
        """Return True as soon as that has happened which a response waits for, False when time is over."""
        wait = _Wait(for_end=response.for_end)
        try:
            async with asyncio.timeout(response.timeout_seconds):
                listening = self._reader.listening(
                    wait, Audience(job_id=response.job_id), patience_seconds=response.timeout_seconds
                )
                async with listening:
                    # Between the view's look and our listening it may have happened already.
                    return await self._has_happened(response) or await wait.happened
        except (TimeoutError, NobodyReads):
            return False

    async def _has_happened(self, response: DeferredResponse) -> bool:
        while True:
            try:
                return await self._threads.run(_look, response)
            except (DatabaseError, Overloaded) as error:
                logger.warning("Cannot see how job %s is, trying again: %s", response.job_id, error)
                await asyncio.sleep(PAUSE_AFTER_ERROR_SECONDS)


class _Wait:
    """Listens to one job until it changes or, `for_end`, has ended."""

    def __init__(self, *, for_end: bool) -> None:
        self._for_end = for_end
        self.happened: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def hear(self, update: Update) -> None:
        if update.is_end or not self._for_end:
            self._tell(happened=True)

    def close(self) -> None:
        self._tell(happened=False)

    def _tell(self, *, happened: bool) -> None:
        if not self.happened.done():
            self.happened.set_result(happened)


def _look(response: DeferredResponse) -> bool:
    close_old_connections()
    return response.is_due()
