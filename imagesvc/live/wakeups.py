"""How a web process learns that events were written, without asking the table over and over.

On PostgreSQL a trigger notifies, and a connection of its own listens; on SQLite the counter of other connections'
commits is watched, on a connection of its own.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from typing import Any, Protocol

import psycopg
from django.db import DatabaseError, connection

CHANNEL = "imagesvc_events"
# The counter is in memory, but waking up to read it every five milliseconds takes a twentieth of a core. So it is read
# more often for a while after a commit, when the next is near, and less often at rest.
BUSY_LOOK_SECONDS = 0.003
REST_LOOK_SECONDS = 0.007
BUSY_SECONDS = 2.0
# A peer that is gone without a word is noticed after these seconds: idle, then that often, so many times.
KEEPALIVES = {"keepalives": 1, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}


class Wakeups(Protocol):
    async def wait(self, seconds: float) -> None:
        """Return as soon as something was written since the last return, at the latest after so many seconds."""


@asynccontextmanager
async def open_wakeups() -> AsyncIterator[Wakeups]:
    """Begin to listen; raises DatabaseError, here and when waiting, when the database is away."""
    if connection.vendor == "postgresql":
        with _our_errors():
            listening = await _listen()
        async with listening:
            yield _Notifications(listening)
    else:
        # A commit is seen by its effect on the file; nothing is ever written here, so nothing is waited for.
        with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, timeout=0)) as watching:
            yield _Commits(watching)


class _Notifications:
    def __init__(self, listening: psycopg.AsyncConnection[Any]) -> None:
        self._listening = listening

    async def wait(self, seconds: float) -> None:
        with _our_errors():
            # What came between two calls has been kept.
            async for _ in self._listening.notifies(timeout=seconds, stop_after=1):
                pass


class _Commits:
    def __init__(self, watching: sqlite3.Connection) -> None:
        self._watching = watching
        self._version = self._read()
        self._is_busy_until = 0.0

    async def wait(self, seconds: float) -> None:
        now = asyncio.get_running_loop().time
        until = now() + seconds
        while (version := self._read()) == self._version:
            if now() > until:
                return
            await asyncio.sleep(BUSY_LOOK_SECONDS if now() < self._is_busy_until else REST_LOOK_SECONDS)
        self._version = version
        self._is_busy_until = now() + BUSY_SECONDS

    def _read(self) -> int:
        # Locked for the moment of a recovery or of a checkpoint, it is asked again soon.
        with suppress(sqlite3.OperationalError):
            number: int = self._watching.execute("PRAGMA data_version").fetchone()[0]
            return number
        return -1


async def _listen() -> psycopg.AsyncConnection[Any]:
    """Open a connection like Django's, that listens."""
    ours = connection.get_connection_params()
    parameters = {name: value for name, value in ours.items() if name not in ("cursor_factory", "context")}
    listening = await psycopg.AsyncConnection.connect(**(KEEPALIVES | parameters), autocommit=True)
    try:
        await listening.execute(f"LISTEN {CHANNEL}")
    except BaseException:
        await listening.close()
        raise
    return listening


@contextmanager
def _our_errors() -> Iterator[None]:
    """Turn the driver's errors into Django's, as its own connections do."""
    try:
        yield
    except psycopg.Error as error:
        raise DatabaseError(str(error)) from error
