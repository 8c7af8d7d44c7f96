"""How many streams and sockets of each key and address are open, for the doorkeeper of one web process.

What this process has open it knows by heart; what all have, the database does (`keys/listeners.py`). It is written once
for each that opens, in one go for those that close together, and every few seconds as a sign of life.
"""

import asyncio
import logging
import time
from collections import Counter
from contextlib import suppress
from uuid import uuid4

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import close_old_connections

from imagesvc.api.errors import ApiError
from imagesvc.keys import listeners
from imagesvc.web.threads import DjangoThreads, Overloaded

logger = logging.getLogger(__name__)

# How long those that close are gathered before it is written.
GATHER_SECONDS = 0.1
# For how long the database is waited for when the process ends; without it the count lasts a little longer.
STOP_SECONDS = 0.5
TOO_MANY = ApiError(
    429,
    "As many streams and sockets are open as one key or address may have; close one first.",
    code="too-many-streams",
    headers={"Retry-After": "5"},
)


class Headcount:
    """Of one web process. Amounts are written as they are, never as a difference, so that whatever was lost mends."""

    def __init__(self, *, threads: DjangoThreads) -> None:
        self._threads = threads
        self._process = uuid4()
        self._open: Counter[str] = Counter()
        # Of which fewer are open than is written.
        self._fewer: set[str] = set()
        self._has_fewer = asyncio.Event()
        # A later amount must not be overwritten with an earlier one.
        self._writing = asyncio.Lock()
        self._keeping: asyncio.Task[None] | None = None

    async def add(self, name: str) -> None:
        """Count one more; raise ApiError if there are as many as may be."""
        async with self._writing:
            allowance = settings.STREAMS_PER_KEY
            amount = self._open[name] + 1
            if amount > allowance or not await self._threads.run(self._make_room, name, amount, allowance):
                raise TOO_MANY
            self._open[name] += 1
        if self._keeping is None or self._keeping.done():
            self._keeping = asyncio.create_task(self._keep())

    def take_away(self, name: str) -> None:
        """Count one less."""
        self._open[name] -= 1
        self._fewer.add(name)
        self._has_fewer.set()

    async def stop(self) -> None:
        """Take this process out of the count."""
        if self._keeping is None:
            return
        self._keeping.cancel()
        try:
            await asyncio.wait_for(self._threads.run(self._forget), STOP_SECONDS)
        except (DatabaseError, Overloaded, TimeoutError) as error:
            logger.warning("Streams count as open for some seconds more: %s", error)

    async def _keep(self) -> None:
        """Write what changes, and everything every few seconds, as long as something is open."""
        sign_at = time.monotonic() + listeners.SIGN_SECONDS
        while self._open:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._has_fewer.wait(), max(0.0, sign_at - time.monotonic()))
                await asyncio.sleep(GATHER_SECONDS)
            is_sign = time.monotonic() >= sign_at
            if is_sign:
                sign_at = time.monotonic() + listeners.SIGN_SECONDS
            await self._write(set(self._open) if is_sign else self._fewer)

    async def _write(self, names: set[str]) -> None:
        async with self._writing:
            amounts = {name: self._open[name] for name in names}
            self._fewer = set()
            self._has_fewer.clear()
            try:
                await self._threads.run(self._write_down, amounts)
            except (DatabaseError, Overloaded) as error:
                logger.warning("Cannot write down how many streams are open, trying again: %s", error)
                return
            for name, amount in amounts.items():
                if not amount and not self._open[name]:
                    del self._open[name]

    # --- On a thread of Django's -------------------------------------------------------------------------------------

    def _make_room(self, name: str, amount: int, allowance: int) -> bool:
        close_old_connections()
        return listeners.make_room(name, process=self._process, amount=amount, allowance=allowance)

    def _write_down(self, amounts: dict[str, int]) -> None:
        close_old_connections()
        listeners.write_down(amounts, process=self._process)

    def _forget(self) -> None:
        close_old_connections()
        listeners.forget(self._process)
