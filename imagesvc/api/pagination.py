"""Lists by pages: the newest first, each page by the key where the last one ended, never by counting rows.

Every page costs the same, however long the list is. Parameters that an address does not know are ignored, those that
it knows are refused when they are nonsense.
"""

import base64
import heapq
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict
from rest_framework.request import Request

from imagesvc.api.errors import ApiError, invalid_fields

Row = TypeVar("Row")

PAGE_LIMIT = 1000
PARAMETER_LENGTH = 500
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True, kw_only=True)
class Page(Generic[Row]):
    """Some rows of a list, and the address of those behind them, or None at the end."""

    rows: list[Row]
    next: str | None


def page_of(
    queryset: QuerySet[Any, Any],
    *,
    request: Request,
    read: Callable[[QuerySet[Any, Any]], list[Row]] = list,
    filters: Sequence[str] = (),
    branches: Sequence[Q] = (Q(),),
) -> Page[Row]:
    """Return the page that `limit` (1 to 1000, default 1000) and `cursor` ask for, by falling primary key.

    The queryset is already filtered; `filters` names the parameters that did it, which the next address repeats. What
    `read` makes of it are instances, or rows with the key among them. Raises ApiError where a parameter is nonsense.

    `branches` are conditions of which one must hold and two cannot. Each is read by an index of its own and the rows
    are merged here: a database would sort all that match before it cuts the page.
    """
    params = request.query_params
    limit = _limit_in(params)
    cursor = single(params, "cursor")
    queryset = queryset.order_by("-pk")
    if cursor is not None:
        queryset = queryset.filter(pk__lt=_key_in(cursor, model=queryset.model))
    pages = [read(queryset.filter(branch)[: limit + 1]) for branch in branches]
    rows = pages[0] if len(pages) == 1 else list(heapq.merge(*pages, key=_key_of, reverse=True))[: limit + 1]
    if len(rows) <= limit:
        return Page(rows=rows, next=None)
    kept = [(name, value) for name in ("limit", *filters) for value in params.getlist(name)]
    kept.append(("cursor", _cursor_after(rows[limit - 1])))
    return Page(rows=rows[:limit], next=f"{request.path}?{urlencode(kept)}")


def single(params: QueryDict, name: str) -> str | None:
    """Return a parameter that may be given once, or None; ApiError when it is given twice or cannot be meant."""
    values = several(params, name)
    if len(values) > 1:
        raise refused(name, "This field must not be given twice.")
    return values[0] if values else None


def several(params: QueryDict, name: str) -> list[str]:
    """Return the values of a parameter that may be repeated; ApiError where one cannot be meant."""
    values = params.getlist(name)
    for value in values:
        if len(value) > PARAMETER_LENGTH or _CONTROL.search(value):
            raise refused(name, f"This field must be a text of at most {PARAMETER_LENGTH} characters without controls.")
    return values


def refused(name: str, sentence: str) -> ApiError:
    """Return the refusal of one parameter; the sentence begins with "This field"."""
    return invalid_fields({name: [sentence]})


def _limit_in(params: QueryDict) -> int:
    text = single(params, "limit")
    if text is None:
        return PAGE_LIMIT
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= PAGE_LIMIT):
        raise refused("limit", f"This field must be a whole number from 1 to {PAGE_LIMIT}.")
    return int(text)


def _key_in(cursor: str, *, model: type[Model]) -> Any:
    refusal = refused("cursor", "This field must be a cursor that an earlier page gave in `next`.")
    try:
        key = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
        value = model._meta.pk.to_python(key)
    except (ValueError, ValidationError) as error:
        raise refusal from error
    if not key or _CONTROL.search(key):
        raise refusal
    return value


def _cursor_after(row: Any) -> str:
    return base64.urlsafe_b64encode(str(_key_of(row)).encode()).rstrip(b"=").decode()


def _key_of(row: Any) -> Any:
    return row["id"] if isinstance(row, dict) else row.pk
