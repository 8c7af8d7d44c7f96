"""Waiting for jobs to end, in the event loop: one read of the database serves all who wait, four times a second.

Nobody waits, nothing is read. No thread is held but for the moment of the read.
"""

import asyncio
import logging
from uuid import UUID

from django.db import Error as DatabaseError
from django.db import close_old_connections

from imagesvc.web.threads import DjangoThreads, Overloaded
from jobs.models import Job

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 0.25
PAUSE_AFTER_ERROR_SECONDS = 2.0
# Jobs per read: SQLite may take no more than 999 parameters, and a read should stay short.
JOBS_PER_READ = 500


class JobWaiter:
    """When `stopping` is set, all who wait are told that their job has not ended yet."""

    def __init__(self, *, threads: DjangoThreads, stopping: asyncio.Event) -> None:
        self._threads = threads
        self._stopping = stopping
        # In the order in which they are due for a read.
        self._waits: dict[UUID, set[asyncio.Future[bool]]] = {}
        self._polling: asyncio.Task[None] | None = None
        self._next_read_at = 0.0

    async def until_ended(self, job_id: UUID, *, timeout_seconds: float) -> bool:
        """Return True as soon as the job has ended or is gone, False when the time is over or the server stops."""
        if self._stopping.is_set():
            return False
        ended: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waits.setdefault(job_id, set()).add(ended)
        if self._polling is None:
            self._polling = asyncio.create_task(self._poll())
        try:
            async with asyncio.timeout(timeout_seconds):
                return await ended
        except TimeoutError:
            return False
        finally:
            self._forget(job_id, ended)

    async def _poll(self) -> None:
        """Read until nobody waits any more."""
        try:
            while await self._pause() and self._waits:
                self._next_read_at = asyncio.get_running_loop().time() + PAUSE_SECONDS
                await self._read_once()
            for waits in self._waits.values():
                _tell(waits, ended=False)
        finally:
            self._polling = None

    async def _pause(self) -> bool:
        """Wait until the next read is due; return False when the server stops."""
        seconds = self._next_read_at - asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(max(seconds, 0)):
                await self._stopping.wait()
        except TimeoutError:
            return True
        return False

    async def _read_once(self) -> None:
        job_ids = list(self._waits)[:JOBS_PER_READ]
        try:
            active = await self._threads.run(_read_active, job_ids)
        except (DatabaseError, Overloaded) as error:
            logger.warning("Cannot see which jobs have ended, trying again: %s", error)
            self._next_read_at = asyncio.get_running_loop().time() + PAUSE_AFTER_ERROR_SECONDS
            return
        for job_id in job_ids:
            waits = self._waits.pop(job_id, None)
            if waits is None:
                continue
            if job_id in active:
                self._waits[job_id] = waits  # behind those that were not read this time
            else:
                _tell(waits, ended=True)

    def _forget(self, job_id: UUID, ended: asyncio.Future[bool]) -> None:
        waits = self._waits.get(job_id)
        if waits is not None:
            waits.discard(ended)
            if not waits:
                del self._waits[job_id]


def _tell(waits: set[asyncio.Future[bool]], *, ended: bool) -> None:
    for wait in waits:
        if not wait.done():
            wait.set_result(ended)


def _read_active(job_ids: list[UUID]) -> set[UUID]:
    """Return which of the jobs have not ended; those that no longer exist have."""
    close_old_connections()
    try:
        return set(Job.objects.active().filter(id__in=job_ids).values_list("id", flat=True))
    finally:
        close_old_connections()
