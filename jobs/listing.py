"""Lists by pages, the newest first, each found by the key where another one ended; and searching, a stretch at a time.

No page counts or skips rows, so every page costs the same, however long the list is. What no index knows, such as a
word within a prompt, is looked for in the next `STRETCH` rows only: that bounds the cost whether all rows match or none
does, needs no index that every writer would pay for, and the page says from where to look further.
"""

import heapq
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

Row = Mapping[str, Any]

# Rows that one page looks through for what no index knows.
STRETCH = 10_000


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some rows, and the keys to find those on either side by; None where there are none.

    `is_cut` says that the search stopped at the end of its stretch, and not at the end of the list.
    """

    rows: list[Row]
    newer: UUID | None = None
    older: UUID | None = None
    is_cut: bool = False


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A list: rows of `.values()` with their `id`, each under one of the `branches`, which an index each finds.

    Two branches never hold for one row. `matching` is whatever else must hold, which is looked for by stretches. `read`
    makes such rows of a query set in some other way, in its order.
    """

    rows: QuerySet[Any, Any]
    branches: Sequence[Q]
    matching: Q = field(default_factory=Q)
    read: Callable[[QuerySet[Any, Any]], Sequence[Row]] = list

    def page(self, *, before: UUID | None, after: UUID | None, size: int) -> Page:
        """Return the page below one key, or the one above another; with neither the first."""
        if after is not None and (page := self._above(after, size=size)) is not None:
            return page
        return self._below(None if after else before, size=size)

    def next_to(self, key: UUID) -> tuple[Row | None, Row | None]:
        """Return the rows just above and just below a key, as far as a stretch reaches."""
        below = self._below(key, size=1).rows
        above = self._read(Q(id__gt=key), limit=1, ascending=True)[0]
        return next(iter(above), None), next(iter(below), None)

    def behind(self, key: UUID | None, *, size: int, ascending: bool = False) -> tuple[list[Row], UUID | None]:
        """Return the next rows behind a key, and the key behind which the list goes on, if it does."""
        place = Q() if key is None else Q(id__gt=key) if ascending else Q(id__lt=key)
        rows, end = self._read(place, limit=size + 1, ascending=ascending)
        return (rows[:size], rows[size - 1]["id"]) if len(rows) > size else (rows, end)

    def _below(self, before: UUID | None, *, size: int) -> Page:
        rows, end = self._read(Q() if before is None else Q(id__lt=before), limit=size + 1, ascending=False)
        is_full = len(rows) > size
        return Page(
            rows=rows[:size],
            newer=rows[0]["id"] if before is not None and rows else None,
            older=rows[size - 1]["id"] if is_full else end,
            is_cut=not is_full and end is not None,
        )

    def _above(self, after: UUID, *, size: int) -> Page | None:
        """Return None where that is the first page, or a part of it."""
        rows, end = self._read(Q(id__gt=after), limit=size + 1, ascending=True)
        is_full = len(rows) > size
        if not is_full and end is None:
            return None
        shown = rows[:size][::-1]
        return Page(
            rows=shown,
            newer=shown[0]["id"] if is_full else end,
            older=shown[-1]["id"] if shown else end,
            is_cut=not is_full,
        )

    def _read(self, place: Q, *, limit: int, ascending: bool) -> tuple[list[Row], UUID | None]:
        """Return the next rows on one side of a key, and where the stretch ends if the list goes on behind it."""
        order = "id" if ascending else "-id"
        end = self._end_of_stretch(place, order=order, ascending=ascending) if self.matching else None
        if end is not None:
            place &= Q(id__lte=end) if ascending else Q(id__gte=end)
        parts = [
            self.read(self.rows.filter(self.matching, place, branch).order_by(order)[:limit])
            for branch in self.branches
        ]
        if len(parts) == 1:
            return list(parts[0]), end
        merged = heapq.merge(*parts, key=lambda row: row["id"], reverse=not ascending)
        return list(merged)[:limit], end

    def _end_of_stretch(self, place: Q, *, order: str, ascending: bool) -> UUID | None:
        keys_of_all = self.rows.model._default_manager.order_by(order).values_list("id", flat=True)
        ends: list[UUID] = []
        for branch in self.branches:
            # Keys alone, by the branch's index.
            ends.extend(keys_of_all.filter(branch & place)[STRETCH - 1 : STRETCH])
        if not ends:
            return None
        # Behind the nearest end, other branches may hold rows that belong before those of this one.
        return min(ends) if ascending else max(ends)
