"""Rows by their keys or by the page, with statements that are put together once.

For some twenty columns Django takes ten times as long to put a query together as SQLite to answer it (300 µs and 30),
and as long again to convert what comes back. The values are the same as `.values()` gives.
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
from django.db.models import DateTimeField, Field, ForeignKey, JSONField, Model, QuerySet, UUIDField

from jobs import prepared

Row = dict[str, Any]

# Single rows, and the pages that clients like.
MOST_SIZES = 64
_KEY = UUIDField()
_INT: Any = vars(UUID)["int"]
_IS_SAFE: Any = vars(UUID)["is_safe"]


@dataclass(frozen=True, kw_only=True)
class Children:
    """The rows of another table that point at a row, in their order: a list of rows in one of its columns."""

    name: str
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

    def of_keys(self, keys: Sequence[UUID], *, key: str = "id") -> list[Row]:
        """Return the rows whose `key`, a UUID with an index, is among those asked for, the newest first."""
        if not keys:
            return []
        parameters = [_KEY.get_db_prep_value(each, connection) for each in keys]
        return self._read(self._statement_for_keys(key, len(keys)), parameters)

    def of_page(self, page: QuerySet[Any, Any]) -> list[Row]:
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
        """Return the statement with a place for its condition."""
        selected = ", ".join(_as_text(field) for field in self._fields)
        table, joined, order = self._model._meta.db_table, "", f"{self._model._meta.db_table}.id DESC"
        if self._children is not None:
            theirs, parent = self._children.model._meta.db_table, _field(self._children.model, self._children.parent)
            joined = f"LEFT JOIN {theirs} ON {theirs}.{parent.column} = {table}.id"
            order = f"{order}, {theirs}.{self._children.order_by}"
        return f"SELECT {selected} FROM {table} {joined} WHERE {table}.{{}} ORDER BY {order}"  # noqa: S608  (our names)

    @cached_property
    def _conversions(self) -> list[tuple[int, Callable[[Any], Any]]]:
        """Return what turns which place of a row into Python's values."""
        conversions = map(_conversion, self._fields)
        return [(place, convert) for place, convert in enumerate(conversions) if convert is not None]

    def _compile_for_keys(self, key: str, size: int) -> str:
        return self._statement.format(f"{_field(self._model, key).column} IN ({', '.join(['%s'] * size)})")

    def _read(self, statement: str, parameters: Iterable[Any]) -> list[Row]:
        found = prepared.read(statement, tuple(parameters))
        if not found:
            return []
        keys, *_ = columns = list[Sequence[Any]](zip(*found, strict=True))
        for place, convert in self._conversions:
            columns[place] = [value if value is None else convert(value) for value in columns[place]]
        own = _rows(columns[: len(self._columns)], names=self._columns)
        if self._children is None:
            return own
        theirs = _rows(columns[len(self._columns) :], names=self._children.columns)
        return _with_children(keys, own, theirs, children=self._children)


def _rows(columns: Sequence[Sequence[Any]], *, names: Sequence[str]) -> list[Row]:
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def _with_children(keys: Iterable[Any], own: Iterable[Row], theirs: Iterable[Row], *, children: Children) -> list[Row]:
    """Return a row for each key; each has come once for each child, or once with nothing but nulls for one."""
    by_key: dict[Any, Row] = {}
    for key, row, child in zip(keys, own, theirs, strict=True):
        family = by_key.setdefault(key, row).setdefault(children.name, [])
        if child[children.columns[0]] is not None:
            family.append(child)
    return list(by_key.values())


def _field(model: type[Model], name: str) -> "Field[Any, Any]":
    field = model._meta.get_field(name)
    assert isinstance(field, Field)
    return field


def _as_text(field: "Field[Any, Any]") -> str:
    """Return the expression for a column; times as a text, which Python reads quicker than either driver."""
    column = f"{field.model._meta.db_table}.{field.column}"
    if not isinstance(field, DateTimeField):
        return column
    return f"{column}::text" if connection.vendor == "postgresql" else f"{column} || '+00:00'"


def _conversion(field: "Field[Any, Any]") -> Callable[[Any], Any] | None:
    while isinstance(field, ForeignKey):
        field = field.target_field
    if isinstance(field, DateTimeField):
        return datetime.fromisoformat
    if isinstance(field, JSONField):
        return orjson.loads
    return _uuid if isinstance(field, UUIDField) and connection.vendor == "sqlite" else None


def _uuid(digits: str) -> UUID:
    """Make a UUID of its hexadecimal digits; UUID() takes three times as long to see how they are written."""
    made = object.__new__(UUID)
    # It lets nobody set its attributes, but these are what they are kept in.
    _INT.__set__(made, int(digits, 16))
    _IS_SAFE.__set__(made, SafeUUID.unknown)
    return made
