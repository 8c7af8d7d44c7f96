"""The one clock by which everything in the queue is timed: the database's, whichever host asks."""

from datetime import UTC, datetime

from django.db import connection

_NOW = {
    "postgresql": "SELECT STATEMENT_TIMESTAMP()",
    "sqlite": "SELECT STRFTIME('%Y-%m-%d %H:%M:%f', 'now')",
}


def database_time() -> datetime:
    """Return what time it is."""
    with connection.cursor() as cursor:
        cursor.execute(_NOW[connection.vendor])
        [now] = cursor.fetchone()
    return now.astimezone(UTC) if isinstance(now, datetime) else datetime.fromisoformat(now).replace(tzinfo=UTC)
