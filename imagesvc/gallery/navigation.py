"""Where one can go from a list: to its other kinds and states, and to the pages around."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse

from imagesvc.gallery.filters import KINDS, STATES, Filters
from imagesvc.gallery.words import label_of
from jobs.listing import Page

STATE_LABELS = {
    "waiting": "Waiting",
    "drawing": "Being drawn",
    "done": "Done",
    "failed": "Failed",
    "cancelled": "Cancelled",
}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One of several looks at a list, with its address."""

    label: str
    address: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class Pager:
    """The addresses of the pages around one; empty where there are none. `is_cut` as in Page."""

    newest: str
    newer: str
    older: str
    is_cut: bool


def kinds_of(filters: Filters, *, path: str) -> list[Choice]:
    """Return the same look at all kinds, and at each."""
    labels = [("", "All kinds"), *((kind, label_of(entity_type)) for kind, entity_type in KINDS.items())]
    looks = [(replace(filters.at(), kind=kind), label) for kind, label in labels]
    return list(_choices(looks, chosen=filters.at(), path=path))


def states_of(filters: Filters, *, path: str) -> list[Choice]:
    """Return the same look at jobs in all states, and in each."""
    labels = [("", "All"), *((state, STATE_LABELS[state]) for state in STATES)]
    looks = [(replace(filters.at(), state=state), label) for state, label in labels]
    return list(_choices(looks, chosen=filters.at(), path=path))


def pager_of(page: Page, *, filters: Filters, path: str) -> Pager:
    """Return where the pages around a list's page are; `path` may have parameters of its own."""
    query = {name: filters.at(**{name: key}).query() for name, key in (("before", page.older), ("after", page.newer))}
    return Pager(
        newest="" if filters.is_first_page else _join(path, filters.at().query()),
        newer=_join(path, query["after"]) if page.newer else "",
        older=_join(path, query["before"]) if page.older else "",
        is_cut=page.is_cut,
    )


def entity_address(kind: str, entity_id: str) -> str:
    """Return the address of an entity's page; the id, which may be any text, stands in the query."""
    return f"{reverse('entity', args=[kind])}?{urlencode({'id': entity_id})}"


def _choices(looks: Iterable[tuple[Filters, str]], *, chosen: Filters, path: str) -> Iterable[Choice]:
    for look, label in looks:
        yield Choice(label=label, address=_join(path, look.query()), is_chosen=look == chosen)


def _join(path: str, query: str) -> str:
    return path + query.replace("?", "&", 1) if "?" in path else path + query
