"""What an action on many has to say for itself: how it reads a selection, what it would do, and how it does one chunk.

`actions.py` knows them all, `running.py` runs them.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from jobs.amounts import counted

# A preview judges no more than the first so many, and counts no further than this.
MOST_JUDGED = 10_000
MOST_COUNTED = 100_000
SAMPLE = 10


class Sayable(Protocol):
    """A selection of whatever an action acts on."""

    def words(self) -> dict[str, list[str]]:
        """Return the words from which the action reads the same selection again."""
        ...


S = TypeVar("S", bound=Sayable)


@dataclass(frozen=True, kw_only=True)
class Options:
    """How an action is done. Which of them mean something is the action's to say.

    `limit` is how many are done at most, `rate` how many in a second; `force` does also what would be skipped because
    it is not needed; `priority` is that of new or of moved jobs.
    """

    limit: int | None = None
    rate: float | None = None
    force: bool = False
    priority: int | None = None

    def as_json(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value not in (None, False)}


@dataclass(frozen=True, kw_only=True)
class Step:
    """What one chunk came to, and where the next one begins; `is_end` when there is none."""

    cursor: str
    is_end: bool
    done: int = 0
    # How many were passed over, by the reason.
    skipped: Mapping[str, int] = field(default_factory=dict)
    failed: Mapping[str, int] = field(default_factory=dict)
    # Of all that was done, for the quotas of a key.
    pixels: int = 0


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What an action would do. `total` are all that match; with `is_more` there are even more than that.

    The rest is told of the first `judged` of them alone. A row of the sample has some of the job's columns, or whatever
    else describes what is acted on.
    """

    total: int
    is_more: bool
    judged: int
    doable: int
    by_status: Mapping[str, int] = field(default_factory=dict)
    by_type: Mapping[str, int] = field(default_factory=dict)
    by_engine: Mapping[str, int] = field(default_factory=dict)
    skipped: Mapping[str, int] = field(default_factory=dict)
    sample: Sequence[Mapping[str, Any]] = ()


class Action(ABC, Generic[S]):
    """One thing that can be done with many."""

    name: str
    # For people: what it does, as in "Requeue 4,000 jobs", and to what.
    verb: str
    one: str = "job"
    noun: str = "jobs"
    # Whether a chunk is one transaction with its cursor. Else doing a thing twice must be harmless.
    is_atomic: bool = True
    # How many are looked at in a chunk: at first, at least and at most. Beginning and ending one costs some
    # milliseconds, so small ones gain nothing.
    first_size: int = 100
    least_size: int = 10
    most_size: int = 500

    def amount(self, number: int) -> str:
        """Return that many of what it acts on, in words."""
        return counted(number, self.one, many=self.noun)

    @abstractmethod
    def select(self, words: Mapping[str, Sequence[str]]) -> S:
        """Return the selection that a batch has kept as words; raise what says that it cannot be read."""

    @abstractmethod
    def bound(self) -> str:
        """Return what tells that which is there now from what comes later."""

    @abstractmethod
    def count(self, selection: S, *, most: int) -> int | None:
        """Return how many match, or None if that is more than `most` or takes too long to say."""

    @abstractmethod
    def preview(self, selection: S, options: Options) -> Preview:
        """Say what would be done, and what skipped and why; changes nothing."""

    @abstractmethod
    def step(
        self, selection: S, options: Options, *, cursor: str, bound: str, size: int, most: int | None, by: str
    ) -> Step:
        """Look at the next `size` behind the cursor ("" is the beginning) and act on `most` of them at most."""
