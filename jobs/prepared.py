"""Statements written by hand, close to the database's driver: Django's cursors cost as much again as a short statement.

PostgreSQL plans each once for a connection, which is a third of what they cost; sqlite3 does so by itself. Parameters
are written as Django's cursors have them, `%s` or `%(name)s`, and have the driver's types.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections

Parameters = Sequence[Any] | Mapping[str, Any]
_PLACE = re.compile(r"%(?:%|s|\((\w+)\)s)")


def read(statement: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
    """Return the rows of a statement that changes nothing.

    It is asked again where the connection turns out to be dead. Django asks before each request's first statement
    whether it lives, which costs every one of them a round trip.
    """
    try:
        return fetch(statement, parameters)
    except OperationalError:
        if connection.in_atomic_block or connection.is_usable():
            raise
        connection.close()
        return fetch(statement, parameters)


def fetch(statement: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
    """Execute a statement and return its rows; none where it gives none."""
    ours = connections[DEFAULT_DB_ALIAS]  # `connection` would look it up with each use
    if ours.connection is None:
        ours.ensure_connection()
    if ours.queries_logged:
        ours.queries_log.append({"sql": statement, "time": ""})
    with ours.wrap_database_errors:
        if ours.vendor == "sqlite":
            cursor = ours.connection.execute(_for_sqlite(statement), parameters)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows
        with psycopg.Cursor(ours.connection) as cursor:
            cursor.execute(statement, parameters, prepare=True)
            return cursor.fetchall() if cursor.description else []


@lru_cache(maxsize=512)
def _for_sqlite(statement: str) -> str:
    return _PLACE.sub(lambda place: "%" if place[0] == "%%" else f":{place[1]}" if place[1] else "?", statement)
