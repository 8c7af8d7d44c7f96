"""What is configured about an engine: the same few things for all, and the options that its own class declares.

Values arrive as the texts of the environment or as the values of a TOML file; a bad one is refused in one sentence.
"""

import math
import re
import types
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from secrets import compare_digest
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Raw = Mapping[str, object]

NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")
TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


class BadConfiguration(ValueError):
    """What is configured about an engine cannot be used; one sentence that names the engine and the setting."""


class Secret:
    """A text that shows itself only to whoever calls `reveal`; never in a log, a page or a repr."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and compare_digest(self._text.encode(), other._text.encode())

    def __hash__(self) -> int:
        return hash(self._text)

    def __repr__(self) -> str:
        return "Secret(...)" if self._text else "Secret()"

    __str__ = __repr__


@dataclass(frozen=True, kw_only=True)
class NoOptions:
    """What engines declare that have nothing of their own to configure."""


@dataclass(frozen=True, kw_only=True)
class EngineConfig:
    """One configured engine: which it is, where it is, and what it is for."""

    name: str
    type: str
    kinds: frozenset[str]
    url: str = ""
    key: Secret = field(default_factory=lambda: Secret(""))
    # How many pictures it draws at a time for all hosts together; None: as many as there are workers.
    concurrency: int | None = None
    # An attempt that takes longer ends its job as `timeout`.
    limit_seconds: float = 120
    # Those of equal rank share the load, least busy first; lower ranks come first.
    rank: int = 0
    # What its class declares; not read yet.
    options: Raw = field(default_factory=dict)


_Options = TypeVar("_Options")


def read_options(kind: type[_Options], raw: Raw, *, engine: str) -> _Options:
    """Make a dataclass of texts or values by its fields' types (str, int, float, bool, a tuple of str, or `| None`).

    Raise BadConfiguration for a name that it does not have, a value that does not fit, or one that is missing.
    """
    hints = get_type_hints(kind)
    known = {each.name: each for each in fields(kind)}  # type: ignore[arg-type]  # (only dataclasses are passed)
    for name in raw:
        if name not in known:
            words = ", ".join(sorted(known)) or "none"
            raise BadConfiguration(f"engine {engine!r} has no setting {name!r}; of its own it has {words}")
    values = {name: _read(value, hints[name], name=name, engine=engine) for name, value in raw.items() if value != ""}
    for name, each in known.items():
        if name not in values and each.default is MISSING and each.default_factory is MISSING:
            raise BadConfiguration(f"engine {engine!r} needs the setting {name!r}")
    return kind(**values)


def read_number(value: object, *, name: str, engine: str, low: float, high: float) -> float:
    """Read a number within [low, high]; raise BadConfiguration."""
    number: float = _read(value, float, name=name, engine=engine)
    if not low <= number <= high:
        raise BadConfiguration(f"engine {engine!r}: {name} must be between {low:g} and {high:g}, not {number:g}")
    return number


def read_words(value: object, *, name: str, engine: str) -> tuple[str, ...]:
    """Read words with commas between, or a list of them; raise BadConfiguration."""
    words: tuple[str, ...] = _read(value, tuple[str, ...], name=name, engine=engine)
    return words


def _read(value: object, wanted: Any, *, name: str, engine: str) -> Any:
    if get_origin(wanted) in (Union, types.UnionType):
        wanted = next(each for each in get_args(wanted) if each is not type(None))
    reader = _READERS.get(wanted) or _READERS[get_origin(wanted)]
    try:
        return reader(value)
    except (ValueError, TypeError) as error:
        words = {int: "a whole number", float: "a number", bool: "true or false", str: "a text"}
        wish = words.get(wanted, "a list of words")
        found = repr(value)
        found = found if len(found) <= 80 else f"{found[:79]}…"
        raise BadConfiguration(f"engine {engine!r}: {name} must be {wish}, not {found}") from error


def _str(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value.strip()


def _int(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise TypeError
    return int(value)


def _float(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise TypeError
    number = float(value)
    if not math.isfinite(number):
        raise ValueError
    return number


def _bool(value: object) -> bool:
    if isinstance(value, bool):
        return value
    word = _str(value).lower()
    if word not in TRUE | FALSE:
        raise ValueError
    return word in TRUE


def _words(value: object) -> tuple[str, ...]:
    words = value.split(",") if isinstance(value, str) else value
    if not isinstance(words, list | tuple):
        raise TypeError
    return tuple(word for word in (_str(each) for each in words) if word)


_READERS: dict[Any, Any] = {str: _str, int: _int, float: _float, bool: _bool, tuple: _words}
