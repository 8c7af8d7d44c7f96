"""Rows by their keys, with queries that are put together once.

For some twenty columns Django takes ten times as long to put a query together as SQLite to answer it (300 µs and 30),
and what clients poll asks for the same ones again and again. The statement is Django's own, and so are the values.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, UUIDField

Row = dict[str, Any]

# Single rows, and the pages that clients like.
MOST_SIZES = 64
_KEY = UUIDField()


class RowsByKeys:
    """Reads the rows of a model whose `key`, a UUID with an index, is among those asked for; as `.values()` does."""

    def __init__(self, model: type[Model], *, key: str, columns: Sequence[str], order_by: Sequence[str] = ()) -> None:
        self._model = model
        self._key = key
        self._columns = tuple(columns)
        self._order_by = tuple(order_by)
        self._compile = lru_cache(maxsize=MOST_SIZES)(self._compile_anew)

    def read(self, keys: Sequence[UUID]) -> list[Row]:
        if not keys:
            return []
        statement, conversions = self._compile(len(keys))
        connection = connections[DEFAULT_DB_ALIAS]
        with connection.cursor() as cursor:
            cursor.execute(statement, [_KEY.get_db_prep_value(key, connection) for key in keys])
            rows = [dict(zip(self._columns, values, strict=True)) for values in cursor.fetchall()]
        for name, convert, expression in conversions:
            for row in rows:
                row[name] = convert(row[name], expression, connection)
        return rows

    def _compile_anew(self, size: int) -> tuple[str, Sequence[tuple[str, Any, Any]]]:
        """Return a statement with a place for each key, and what turns which of its columns into Python's values."""
        keys = [UUID(int=number) for number in range(size)]
        rows = self._model._default_manager.filter(**{f"{self._key}__in": keys}).order_by(*self._order_by)
        compiler = rows.values(*self._columns).query.get_compiler(connection=connections[DEFAULT_DB_ALIAS])
        statement, _ = compiler.as_sql()
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        conversions = [
            (self._columns[place], convert, expression)
            for place, (functions, expression) in converters.items()
            for convert in functions
        ]
        return statement, conversions
