"""The search bar of the jobs and the filters beside it, which write their words into it: one language for both.

So what is filtered stands in the bar, can be changed there, and is what an action on all that match acts on.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings

from entities.kinds import KIND_OF_WORD
from jobs.models import JobStatus

# Pieces of a search as they stand in it, with their word before the colon.
_PIECE = re.compile(r'(?:(?P<word>[^\s":]+):)?(?:"(?:[^"\\]|\\.)*"?|[^\s"]+)')
AGES = (
    ("last 15 minutes", "newer:15m"),
    ("last hour", "newer:1h"),
    ("last day", "newer:1d"),
    ("older than a day", "older:1d"),
    ("older than a week", "older:1w"),
)
TYPES = ("player", "npc", "location", "location-exit", "item", "scenery", "custom")
assert set(TYPES) - {"custom"} <= set(KIND_OF_WORD)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One line of a filter, and the search that it leads to."""

    label: str
    address: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Choices of which one holds."""

    title: str
    choices: Sequence[Choice]


def filters_beside(search: str) -> list[Filter]:
    """Return the filters, each with the search that every choice of it leads to."""
    statuses = [(JobStatus(status).label, f"status:{status}") for status in JobStatus.values]
    engines = [(config.name, f"engine:{config.name}") for config in settings.ENGINES]
    return [
        _filter("status", statuses, search=search, words={"status"}),
        _filter("what it shows", [(name, f"entityType:{name}") for name in TYPES], search=search, words={"entitytype"}),
        _filter("engine", engines, search=search, words={"engine"}),
        _filter("age", AGES, search=search, words={"newer", "older"}),
    ]


def _filter(title: str, choices: Iterable[tuple[str, str]], *, search: str, words: set[str]) -> Filter:
    rest, said = _without(search, words)
    return Filter(
        title=title,
        choices=[
            Choice(label="all", address=_address(rest), is_chosen=not said),
            *(
                Choice(label=label, address=_address(f"{rest} {piece}"), is_chosen=piece in said)
                for label, piece in choices
            ),
        ],
    )


def _without(search: str, words: set[str]) -> tuple[str, list[str]]:
    """Return a search without the pieces of some words, and those pieces."""
    rest: list[str] = []
    said: list[str] = []
    for piece in _PIECE.finditer(search):
        is_ours = (piece["word"] or "").replace("-", "").lower() in words
        (said if is_ours else rest).append(piece[0])
    return " ".join(rest), said


def _address(search: str) -> str:
    return f"?{urlencode({'q': search.strip()})}" if search.strip() else "?"
