"""Which engine draws a picture, and what is waited for where none can: the rules, without a look at anything.

The first rank that has a healthy engine with a free place; within a rank the least busy one. The last engine of a chain
may be one that only stands in: it is taken when none before it is healthy, never because they are busy.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from imagesvc.engines import TYPES
from imagesvc.engines.configuration import EngineConfig


class Health(Enum):
    """How well an engine is."""

    HEALTHY = "healthy"
    # The last call or probe found nobody there.
    AWAY = "away"
    # It failed several times in a row and is left alone for a while.
    OPEN = "open"
    # That while is over: one attempt may find out.
    HALF_OPEN = "half-open"


@dataclass(frozen=True, kw_only=True)
class Condition:
    """How an engine stands at one moment."""

    config: EngineConfig
    health: Health = Health.HEALTHY
    taken: int = 0
    # It asked to be left alone for so long.
    busy_seconds: float = 0
    last_error: str = ""

    @property
    def is_healthy(self) -> bool:
        return self.health in (Health.HEALTHY, Health.HALF_OPEN)

    @property
    def places(self) -> int | None:
        """How many may draw at a time; None for any number."""
        return 1 if self.health is Health.HALF_OPEN else self.config.concurrency

    @property
    def has_place(self) -> bool:
        return self.busy_seconds <= 0 and (self.places is None or self.taken < self.places)

    @property
    def load(self) -> float:
        """The share of its places that is taken; engines without a limit are compared by what they do."""
        return self.taken / (self.places or 1_000)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The engine that draws; or none, and why."""

    config: EngineConfig | None
    is_stand_in: bool = False
    waits_for: str = ""


def choose(
    style: str,
    conditions: Sequence[Condition],
    *,
    but: Iterable[str] = (),
    allows_stand_in: bool = True,
    wanted: str = "",
) -> Choice:
    """Choose among the engines, in their order, for a picture of a style; `but` names those that were tried already.

    Who wants one engine gets that one or none; it then stands in for nobody.
    """
    if wanted:
        conditions = [each for each in conditions if each.config.name == wanted]
    regular, stand_in = _chain(style, conditions)
    tried = frozenset(but)
    free = [each for each in regular if each.is_healthy and each.has_place and each.config.name not in tried]
    if free:
        return Choice(config=min(free, key=lambda each: (each.config.rank, each.load)).config)
    are_away = not any(each.is_healthy for each in regular)
    if stand_in is not None and are_away and allows_stand_in and stand_in.config.name not in tried:
        return Choice(config=stand_in.config, is_stand_in=True)
    return Choice(config=None, waits_for=_what_is_missing(regular))


def is_served(style: str, conditions: Sequence[Condition]) -> bool:
    """Say whether an engine that is no stand-in is well, busy or not."""
    regular, _ = _chain(style, conditions)
    return any(each.is_healthy for each in regular)


def _chain(style: str, conditions: Sequence[Condition]) -> tuple[list[Condition], Condition | None]:
    """Return the engines that draw a style, and apart from them the last one if it only stands in."""
    drawing = [each for each in conditions if style in each.config.kinds]
    if len(drawing) > 1 and TYPES[drawing[-1].config.type].is_stand_in:
        return drawing[:-1], drawing[-1]
    return drawing, None


def _what_is_missing(engines: Sequence[Condition]) -> str:
    """Say what must happen before one of the engines can draw, in one sentence."""
    healthy = [each for each in engines if each.is_healthy]
    if not healthy:
        faults = "; ".join(f"{each.config.name}: {each.last_error.rstrip('.') or 'unwell'}" for each in engines)
        return f"Waiting for a healthy engine ({faults})"
    asked = [each for each in healthy if each.busy_seconds > 0]
    if len(asked) == len(healthy):
        seconds = max(1, round(min(each.busy_seconds for each in asked)))
        return f"Waiting for {_names(asked)}, which asked us to wait {seconds} s"
    return f"Waiting for a place at {_names(healthy)}"


def _names(engines: Sequence[Condition]) -> str:
    return " or ".join(each.config.name for each in engines)
