"""Lists by pages: the newest first, each page by the key where the last one ended, never by counting rows.

Every page costs the same, however long the list is. Parameters that an address does not know are ignored, those that
it knows are refused when they are nonsense.
"""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import QueryDict
from rest_framework.request import Request

from imagesvc.api.errors import ApiError, invalid_fields
from jobs.listing import Listing

Row = TypeVar("Row")

PAGE_LIMIT = 1000
PARAMETER_LENGTH = 500
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True, kw_only=True)
class Page(Generic[Row]):
    """Some rows of a list, and the address of those behind them, or None at the end."""

    rows: list[Row]
    next: str | None


def page_of(queryset: QuerySet[Any, Row], *, request: Request, filters: Sequence[str] = ()) -> Page[Row]:
    """Return the page that `limit` (1 to 1000, default 1000) and `cursor` ask for, by falling primary key.

    The queryset is already filtered; `filters` names the parameters that did it, which the next address repeats. Rows
    may be instances or `.values()` with the key among them. Raises ApiError where a parameter is nonsense.
    """
    limit = limit_in(request.query_params)
    key = _cursor_in(request, model=queryset.model)
    queryset = queryset.order_by("-pk")
    rows = list((queryset if key is None else queryset.filter(pk__lt=key))[: limit + 1])
    if len(rows) <= limit:
        return Page(rows=rows, next=None)
    return Page(rows=rows[:limit], next=next_address(request, filters=filters, key=str(_key_of(rows[limit - 1]))))


def page_of_listing(listing: Listing, *, request: Request, filters: Sequence[str]) -> Page[Any]:
    """Return such a page of a listing. Where it looks for what no index knows, a page may be short and not the last."""
    key = _cursor_in(request, model=listing.rows.model)
    rows, end = listing.behind(key, size=limit_in(request.query_params))
    return Page(rows=rows, next=None if end is None else next_address(request, filters=filters, key=str(end)))


def next_address(request: Request, *, filters: Sequence[str], key: str) -> str:
    """Return the address of the page behind a key: with the same limit and filters."""
    kept = [(name, value) for name in ("limit", *filters) for value in request.query_params.getlist(name)]
    kept.append(("cursor", base64.urlsafe_b64encode(key.encode()).rstrip(b"=").decode()))
    return f"{request.path}?{urlencode(kept)}"


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


NO_CURSOR = refused("cursor", "This field must be a cursor that an earlier page gave in `next`.")


def limit_in(params: QueryDict) -> int:
    """Return how many rows a page may have: `limit`, 1 to 1000, default 1000."""
    text = single(params, "limit")
    if text is None:
        return PAGE_LIMIT
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= PAGE_LIMIT):
        raise refused("limit", f"This field must be a whole number from 1 to {PAGE_LIMIT}.")
    return int(text)


def key_in(cursor: str) -> str:
    """Return the key that a cursor stands for; ApiError if it is none."""
    try:
        key = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except ValueError as error:
        raise NO_CURSOR from error
    if not key or _CONTROL.search(key):
        raise NO_CURSOR
    return key


def _cursor_in(request: Request, *, model: type[Model]) -> Any:
    """Return the key behind which the page begins, or None."""
    cursor = single(request.query_params, "cursor")
    if cursor is None:
        return None
    try:
        return model._meta.pk.to_python(key_in(cursor))
    except ValidationError as error:
        raise NO_CURSOR from error


def _key_of(row: Any) -> Any:
    return row["id"] if isinstance(row, dict) else row.pk
