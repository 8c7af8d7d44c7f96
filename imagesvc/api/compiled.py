"""Rows by their keys or by the page, with statements that are put together once.

For some twenty columns Django takes ten times as long to put a query together as SQLite to answer it (300 µs and 30),
and as long again to convert what comes back. The values are the same as `.values_list()` gives.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID, SafeUUID

import orjson
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, DateTimeField, Field, ForeignKey, JSONField, Model, QuerySet, UUIDField

from jobs import prepared

# Values in the order of the columns; behind them, where there are children, a list of theirs.
Values = list[Any]

# Single rows, and the pages that clients like.
MOST_SIZES = 64
_KEY = UUIDField()
# By names of this module: looked up each time they take as long as the rest of what makes a UUID.
_new = object.__new__
_set_int: Any = vars(UUID)["int"].__set__
_set_is_safe: Any = vars(UUID)["is_safe"].__set__
_UNKNOWN = SafeUUID.unknown


@dataclass(frozen=True, kw_only=True)
class Children:
    """The rows of another table that point at a row, in their order."""

    model: type[Model]
    parent: str
    columns: tuple[str, ...]
    order_by: str


class CompiledRows:
    """Reads rows of a model with some columns, of which the first is its key, `id`; with children if there are any."""

    def __init__(self, model: type[Model], *, columns: Sequence[str], children: Children | None = None) -> None:
        assert columns[0] == "id"
        self._model = model
        self._columns = tuple(columns)
        self._children = children
        self._statement_for_keys = lru_cache(maxsize=MOST_SIZES)(self._compile_for_keys)

    def of_keys(self, keys: Sequence[UUID], *, key: str = "id") -> list[Values]:
        """Return the rows whose `key`, a UUID with an index, is among those asked for, the newest first."""
        if not keys:
            return []
        parameters = [_KEY.get_db_prep_value(each, connection) for each in keys]
        return self._read(self._statement_for_keys(key, len(keys)), parameters)

    def of_page(self, page: QuerySet[Any, Any]) -> list[Values]:
        """Return the rows of a query set, the newest first; Django puts together only which they are."""
        try:
            keys, parameters = page.values("pk").query.sql_with_params()
        except EmptyResultSet:  # nothing can be in it
            return []
        return self._read(self._statement.format(f"id IN ({keys})"), parameters)

    @cached_property
    def _fields(self) -> list["Field[Any, Any]"]:
        fields = [_field(self._model, name) for name in self._columns]
        if self._children is not None:
            fields += [_field(self._children.model, name) for name in self._children.columns]
        return fields

    @cached_property
    def _statement(self) -> str:
        """Return the statement with a place for its condition; it gives one text, a list of JSON with one for each row.

        After each row sqlite3 lets other threads run, and those that are busy then pass Python's lock around, which for
        a page costs as much again as the page. JSON is also read quicker than one value after the other from a driver.
        """
        values = ", ".join(_as_json(field) for field in self._fields)
        table, joined, order = self._model._meta.db_table, "", f"{self._model._meta.db_table}.id DESC"
        if self._children is not None:
            theirs, parent = self._children.model._meta.db_table, _field(self._children.model, self._children.parent)
            joined = f"LEFT JOIN {theirs} ON {theirs}.{parent.column} = {table}.id"
            order = f"{order}, {theirs}.{self._children.order_by}"
        array, together = _JSON_FUNCTIONS[connection.vendor]
        rows = f"SELECT {array}({values}) AS line FROM {table} {joined} WHERE {table}.{{}} ORDER BY {order}"  # noqa: S608  (names of our own columns and tables; values are parameters)
        return f"SELECT '[' || {together} || ']' FROM ({rows}) AS rows"  # noqa: S608  (names of our own columns and tables; values are parameters)

    @cached_property
    def _conversions(self) -> list[tuple[int, Callable[[Any], Any]]]:
        """Return what turns which place of a row into Python's values."""
        conversions = map(_conversion, self._fields)
        return [(place, convert) for place, convert in enumerate(conversions) if convert is not None]

    def _compile_for_keys(self, key: str, size: int) -> str:
        return self._statement.format(f"{_field(self._model, key).column} IN ({', '.join(['%s'] * size)})")

    def _read(self, statement: str, parameters: Iterable[Any]) -> list[Values]:
        [(text,)] = prepared.read(statement, tuple(parameters))
        if text is None:
            return []
        rows: list[Values] = orjson.loads(text)
        keys = [values[0] for values in rows]
        for place, convert in self._conversions:
            for values in rows:
                if (value := values[place]) is not None:
                    values[place] = convert(value)
        return rows if self._children is None else _with_children(keys, rows, own=len(self._columns))


def _with_children(keys: Iterable[str], rows: Iterable[Values], *, own: int) -> list[Values]:
    """Return a row for each key; each has come once for each child, or once with nothing but nulls for one."""
    families: list[Values] = []
    former = None
    for key, values in zip(keys, rows, strict=True):
        if key != former:
            families.append([*values[:own], []])
            former = key
        if values[own] is not None:
            families[-1][own].append(values[own:])
    return families


# What makes a list of JSON of some values, and what puts several behind each other, in the order in which they come.
_JSON_FUNCTIONS = {
    "sqlite": ("json_array", "group_concat(line)"),
    "postgresql": ("json_build_array", "string_agg(line::text, ',')"),
}


def _field(model: type[Model], name: str) -> "Field[Any, Any]":
    field = model._meta.get_field(name)
    assert isinstance(field, Field)
    return field


def _as_json(field: "Field[Any, Any]") -> str:
    """Return the expression for a column, as a function for JSON takes it."""
    column = f"{field.model._meta.db_table}.{field.column}"
    if connection.vendor == "sqlite" and isinstance(field, JSONField):
        return f"json({column})"
    if connection.vendor == "sqlite" and isinstance(field, DateTimeField):
        return f"{column} || '+00:00'"
    return column


def _conversion(field: "Field[Any, Any]") -> Callable[[Any], Any] | None:
    while isinstance(field, ForeignKey):
        field = field.target_field
    if isinstance(field, DateTimeField):
        return datetime.fromisoformat
    if isinstance(field, BooleanField) and connection.vendor == "sqlite":
        return bool
    return _uuid if isinstance(field, UUIDField) else None


def _uuid(text: str) -> UUID:
    """Make a UUID of its hexadecimal digits; UUID() takes three times as long to see how they are written."""
    made = _new(UUID)
    # It lets nobody set its attributes, but these are what they are kept in.
    _set_int(made, int(text.replace("-", ""), 16))
    _set_is_safe(made, _UNKNOWN)
    return made
