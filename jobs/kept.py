"""Queries that Django puts together once: for a model's many columns that takes it ten times as long as the answer.

What they give are instances as ever, with the related ones that the query set selects.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

from jobs.prepared import read

M = TypeVar("M", bound=Model)


class KeptQuery(Generic[M]):
    """The first row of a query set that is made of some texts; what makes it may do nothing with them but compare."""

    def __init__(self, make: Callable[..., QuerySet[M]], *, texts: int = 0) -> None:
        self._make = make
        self._texts = texts

    def first(self, *texts: str) -> M | None:
        """Return the first row for these texts, if there is one."""
        statement, places = self._statement
        found = read(statement, [str(texts[each.number]) if isinstance(each, _Place) else each for each in places])
        return self._instance(found[0]) if found else None

    @cached_property
    def _compiler(self) -> Any:
        query = self._make(*map(_Place, range(self._texts))).order_by("pk")[:1].query
        return query.get_compiler(DEFAULT_DB_ALIAS)

    @cached_property
    def _statement(self) -> tuple[str, Sequence[Any]]:
        statement, parameters = self._compiler.as_sql()
        return statement, parameters

    @cached_property
    def _converters(self) -> Any:
        return self._compiler.get_converters([expression for expression, _, _ in self._compiler.select])

    @cached_property
    def _columns(self) -> tuple[slice, list[str], Any]:
        """Return which of a row's columns are the model's own, what they are called, and who makes the related ones."""
        compiler = self._compiler
        own = compiler.klass_info["select_fields"]
        part = slice(own[0], own[-1] + 1)
        names = [expression.target.attname for expression, _, _ in compiler.select[part]]
        populators = get_related_populators(  # type: ignore[call-arg]  # (the stubs are a later Django's)
            compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS
        )
        return part, names, populators

    def _instance(self, row: Sequence[Any]) -> M:
        """Do with a row what Django's ModelIterable does."""
        [values] = self._compiler.apply_converters([row], self._converters) if self._converters else [row]
        part, names, populators = self._columns
        instance: M = self._compiler.klass_info["model"].from_db(connection.alias, names, values[part])
        for populator in populators:
            populator.populate(values, instance)
        return instance


class _Place(str):
    """Stands in a query for the text of that number; comparing, Django leaves a text as it is."""

    __slots__ = ("number",)
    number: int

    def __new__(cls, number: int) -> "_Place":
        place = super().__new__(cls)
        place.number = number
        return place
