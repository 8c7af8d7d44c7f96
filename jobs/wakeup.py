"""How a process learns that a job may have been queued, without asking the tables over and over.

On PostgreSQL a trigger on the Job table notifies; on SQLite the counter of other connections' commits is watched.
"""

import time
from typing import Any

from django.db import connection

# SQLite's counter is in memory; reading it this often costs about a twentieth of a core.
SQLITE_POLL_SECONDS = 0.005
CHANNEL = "imagesvc_jobs"


def wait_for_change(seconds: float) -> bool:
    """Return True when a job may have been queued, False when nothing happened in time."""
    if connection.vendor == "postgresql":
        return _wait_for_notification(seconds)
    return _wait_for_commit(seconds)


def _wait_for_notification(seconds: float) -> bool:
    connection.ensure_connection()
    raw: Any = connection.connection
    if not getattr(raw, "listens_for_jobs", False):
        raw.execute(f"LISTEN {CHANNEL}")
        raw.listens_for_jobs = True
        # A job may have been queued before we listened.
        return True
    return any(True for _ in raw.notifies(timeout=seconds, stop_after=1))


def _wait_for_commit(seconds: float) -> bool:
    until = time.monotonic() + seconds
    with connection.cursor() as cursor:
        version = _data_version(cursor)
        while time.monotonic() < until:
            time.sleep(SQLITE_POLL_SECONDS)
            if _data_version(cursor) != version:
                return True
    return False


def _data_version(cursor: Any) -> int:
    cursor.execute("PRAGMA data_version")
    number: int = cursor.fetchone()[0]
    return number
