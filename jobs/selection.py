"""Which jobs somebody means: a few words, the same in searches, in the API's parameters and bodies, and in commands.

Values of one word are alternatives, all words must hold; of a prompt's words all must be found. What is not understood
is refused and never left out: a filter that was misspelt would otherwise mean every job.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property, reduce
from operator import attrgetter, or_
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Substr
from django.db.models.lookups import IContains

from entities.kinds import MODELS, EntityKind, kind_named, types_named
from jobs import values
from jobs.clock import database_time
from jobs.listing import Listing, Row
from jobs.models import Job, JobQuerySet, JobStatus
from jobs.statements import among

VALUE_LENGTH = 500
# Ids hold when they were made by the clock of their host, rows by that of the database.
CLOCKS_APART = timedelta(days=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# On the wire cancelled jobs failed, and waiting ones are queued.
_STATUSES_OF_WORD: Mapping[str, tuple[str, ...]] = {
    JobStatus.FAILED: (JobStatus.FAILED, JobStatus.CANCELLED),
    JobStatus.QUEUED: JobStatus.PENDING,
}
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")

# The words that are counted from now.
_AGES = frozenset({"older", "newer"})

Words = Mapping[str, Sequence[str]]


class BadSelection(Exception):
    """A word that is not understood. `sentence` goes on behind the word: "must be one of ..."."""

    def __init__(self, word: str, sentence: str) -> None:
        super().__init__(f"{word} {sentence}")
        self.word = word
        self.sentence = sentence


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """Some jobs of a selection, and the key behind which it goes on; None at its end."""

    ids: list[UUID]
    end: UUID | None


@dataclass(frozen=True, kw_only=True)
class Selection:
    """What must hold for a job to be meant; with nothing said every job is."""

    statuses: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    entity_types: tuple[str, ...] = ()
    entity_id: str | None = None
    worlds: tuple[str, ...] = ()
    engines: tuple[str, ...] = ()
    client_id: str | None = None
    attempts: values.Attempts | None = None
    created_after: datetime | None = None
    created_before: datetime | None = None
    finished_after: datetime | None = None
    finished_before: datetime | None = None
    prompts: tuple[str, ...] = ()
    ids: tuple[UUID, ...] = ()

    @property
    def is_everything(self) -> bool:
        """Say whether every job is meant."""
        return self == Selection()

    @property
    def means_cancelled(self) -> bool:
        """Say whether cancelled jobs were asked for as such, and not because they are among the failed ones."""
        return bool(self.ids) or JobStatus.CANCELLED in self.statuses

    def words(self) -> dict[str, list[str]]:
        """Return the words for exactly this selection; plain texts for JSON, and for `select` to read again."""
        said: dict[str, list[str]] = {}
        for word in WORDS:
            value = getattr(self, word.field)
            if word.is_spoken and value not in ((), None):
                said[word.name] = [_spoken(each) for each in (value if isinstance(value, tuple) else (value,))]
        return said

    def jobs(self) -> JobQuerySet:
        """Return the jobs that are meant, in no order; who reads many of them uses the two below."""
        return Job.objects.filter(reduce(or_, self._branches), self._matching)

    def listing(
        self, rows: QuerySet[Any, Any], *, read: Callable[[QuerySet[Any, Any]], Sequence[Row]] = list
    ) -> Listing:
        """Return the list of these jobs by pages; `rows` are all jobs, with the values that are wanted."""
        return Listing(rows=rows, branches=self._branches, matching=self._matching, read=read)

    def walk(self, *, behind: UUID | None, upto: UUID | None = None, size: int, ascending: bool = False) -> Stretch:
        """Return the next of these jobs behind a key, the newest first or the oldest; what is read is bounded."""
        if self.ids:
            return self._walk_ids(behind=behind, size=size, ascending=ascending)
        keys = Job.objects.values("id")
        listing = self.listing(keys if upto is None else keys.filter(id__lte=upto))
        rows, end = listing.behind(behind, size=size, ascending=ascending)
        return Stretch(ids=[row["id"] for row in rows], end=end if upto is None or end is None or end < upto else None)

    def _walk_ids(self, *, behind: UUID | None, size: int, ascending: bool) -> Stretch:
        """Look at the next ids alone: there may be a million."""
        keys = self._sorted_ids
        if ascending:
            start = 0 if behind is None else bisect_right(keys, behind)
            chunk = keys[start : start + size]
            has_more = start + size < len(keys)
        else:
            stop = len(keys) if behind is None else bisect_left(keys, behind)
            chunk = keys[max(0, stop - size) : stop][::-1]
            has_more = stop > size
        matching = replace(self, ids=())
        found = set(matching.jobs().filter(id__in=chunk).values_list("id", flat=True))
        return Stretch(ids=[key for key in chunk if key in found], end=chunk[-1] if has_more else None)

    @cached_property
    def _sorted_ids(self) -> list[UUID]:
        # By their numbers: comparing UUIDs takes ten times as long.
        return sorted(set(self.ids), key=attrgetter("int"))

    @cached_property
    def _branches(self) -> list[Q]:
        """Return conditions of which an index finds each, and of which no two hold for one job."""
        branches = next((found for _, found in self._indexed() if found), [Q()])
        return [branch & self._made_within() for branch in branches]

    @cached_property
    def _matching(self) -> Q:
        """Return whatever else must hold."""
        chosen = next((name for name, found in self._indexed() if found), None)
        rest = [reduce(or_, found) for name, found in self._indexed() if found and name != chosen]
        return _all([*rest, *self._unindexed()])

    def _indexed(self) -> Iterable[tuple[str, list[Q]]]:
        """Yield the conditions that an index knows: that which leaves least first."""
        yield "id", [Q(id__in=among(self._sorted_ids))] if self.ids else []
        yield "entity", self._entity_branches()
        yield "client", [Q(client_id=self.client_id)] if self.client_id is not None else []
        statuses = {name for word in self.statuses for name in _STATUSES_OF_WORD.get(word, (word,))}
        yield "status", [Q(status=status) for status in sorted(statuses)]
        yield "type", [Q(entity_type=name) for name in self._types()] if self.entity_id is None else []

    def _entity_branches(self) -> list[Q]:
        """With an id the word for a type names the family, as it does in requests for pictures."""
        if self.entity_id is None:
            return []
        kinds = {kind_named(word) for word in self.entity_types} if self.entity_types else set(EntityKind)
        branches = [Q(entity_kind=kind, entity_id=self.entity_id) for kind in EntityKind if kind in kinds]
        return branches or [Q(id__in=[])]

    def _types(self) -> list[str]:
        return sorted(
            {"" if word == values.CUSTOM else name for word in self.entity_types for name in types_named(word)}
        )

    def _made_within(self) -> Q:
        """Bound the ids, which sort by age, so that an index finds where to begin and to end."""
        within = Q()
        if self.created_after is not None:
            within &= Q(id__gte=_first_id_at(self.created_after, leeway=-CLOCKS_APART))
        if self.created_before is not None:
            within &= Q(id__lt=_first_id_at(self.created_before, leeway=CLOCKS_APART))
        return within

    def _unindexed(self) -> Iterable[Q]:
        times = {
            "created_at__gte": self.created_after,
            "created_at__lte": self.created_before,
            "ended_at__gte": self.finished_after,
            "ended_at__lte": self.finished_before,
        }
        yield Q(**{lookup: time for lookup, time in times.items() if time is not None})
        yield Q(engine__in=self.engines) if self.engines else Q()
        yield reduce(or_, map(_has_error, self.errors), Q())
        yield in_worlds(self.worlds)
        if self.attempts is not None:
            yield Q(attempt__gte=self.attempts.least)
            yield Q() if self.attempts.most is None else Q(attempt__lte=self.attempts.most)
        for text in self.prompts:
            # Without the world's preamble, which all of them share.
            yield Q(IContains(Substr("prompt", F("preamble_length") + 1), Value(text)))


# --- The words -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Word:
    """One thing that can be said of jobs: its name in searches and in the API, and what it sets.

    `read` makes a value of a text and the time at which it was said, or raises ValueError with the rest of a sentence.
    What is not `is_spoken` is said by another word when a selection is put into words.
    """

    name: str
    help: str
    example: str
    field: str
    read: Callable[[str, datetime], Any]
    is_repeatable: bool = False
    is_spoken: bool = True

    @property
    def option(self) -> str:
        """The word as an option of a command: --entity-type."""
        return "--" + re.sub("[A-Z]", lambda capital: f"-{capital[0].lower()}", self.name)


def select(words: Words, *, now: datetime | None = None) -> Selection:
    """Return the selection that the words mean, ages being counted from `now`, or from now; raise BadSelection."""
    if now is None:
        # Lists are asked for all the time, and mostly without an age: the database is asked for its time only with one.
        now = EPOCH if _AGES.isdisjoint(words) else database_time()
    found: dict[str, Any] = {}
    for name, texts in words.items():
        word = WORD_NAMED.get(name)
        if word is None:
            raise BadSelection(name, f"is none of the words that are known: {', '.join(WORD_NAMED)}")
        if len(texts) > 1 and not word.is_repeatable:
            raise BadSelection(name, "must not be given twice")
        meant = [_read(word, text, now=now) for text in texts]
        if word.is_repeatable:
            # At once: there may be a million ids.
            found[word.field] = (*found.get(word.field, ()), *meant)
        elif meant:
            found[word.field] = _stricter(word, found.get(word.field), meant[0])
    return Selection(**found)


def _read(word: Word, text: str, *, now: datetime) -> Any:
    if not text.strip() or len(text) > VALUE_LENGTH or _CONTROL.search(text):
        raise BadSelection(word.name, f"must be a text of 1 to {VALUE_LENGTH} characters without controls")
    try:
        return word.read(text, now)
    except ValueError as error:
        raise BadSelection(word.name, str(error)) from error


def _stricter(word: Word, known: Any, value: Any) -> Any:
    """Of two times that set the same bound, such as by `older` and by `createdBefore`, both must hold."""
    if known is None:
        return value
    return max(known, value) if word.field.endswith("_after") else min(known, value)


WORDS: tuple[Word, ...] = (
    Word(
        name="status",
        help="How it stands: queued (waiting ones, too), processing, completed, failed (cancelled ones, too), ...",
        example="failed",
        field="statuses",
        read=values.read_status,
        is_repeatable=True,
    ),
    Word(
        name="error",
        help="Why it failed: a code, or words of the sentence.",
        example="timeout",
        field="errors",
        read=values.read_text,
        is_repeatable=True,
    ),
    Word(
        name="entityType",
        help="What it shows: player, npc, location, location-exit, item, scenery or custom.",
        example="npc",
        field="entity_types",
        read=values.read_type,
        is_repeatable=True,
    ),
    Word(
        name="entityId",
        help="Whom it shows: the game's id.",
        example="thing_17",
        field="entity_id",
        read=values.read_text,
    ),
    Word(
        name="world",
        help="The world that it belongs to: a setting's id.",
        example="setting_1",
        field="worlds",
        read=values.read_text,
        is_repeatable=True,
    ),
    Word(
        name="engine",
        help="Who drew it last: the engine's name.",
        example="comfyui",
        field="engines",
        read=values.read_text,
        is_repeatable=True,
    ),
    Word(name="clientId", help="Who asked for it.", example="tab-1", field="client_id", read=values.read_text),
    Word(
        name="attempts",
        help="How often it was begun: 3, 2+ or 0-1.",
        example="2+",
        field="attempts",
        read=values.read_attempts,
    ),
    Word(
        name="older",
        help="Made longer ago than 90s, 15m, 2h, 7d or 4w.",
        example="2h",
        field="created_before",
        read=values.read_age,
        is_spoken=False,
    ),
    Word(
        name="newer",
        help="Made within the last 90s, 15m, 2h, 7d or 4w.",
        example="1d",
        field="created_after",
        read=values.read_age,
        is_spoken=False,
    ),
    Word(
        name="createdAfter",
        help="Made at that time or later.",
        example="2026-05-31T18:00:00Z",
        field="created_after",
        read=values.read_time,
    ),
    Word(
        name="createdBefore",
        help="Made at that time or earlier.",
        example="2026-05-31",
        field="created_before",
        read=values.read_time,
    ),
    Word(
        name="finishedAfter",
        help="Ended at that time or later.",
        example="2026-05-31T18:00:00Z",
        field="finished_after",
        read=values.read_time,
    ),
    Word(
        name="finishedBefore",
        help="Ended at that time or earlier.",
        example="2026-05-31",
        field="finished_before",
        read=values.read_time,
    ),
    Word(
        name="prompt",
        help="A word of the prompt, or some that stand together; several must all be found.",
        example="dragon",
        field="prompts",
        read=values.read_text,
        is_repeatable=True,
    ),
    Word(
        name="id",
        help="The job's own id.",
        example="0192f0c1-7a6e-7c3b-9d52-0f6a4f0e8d11",
        field="ids",
        read=values.read_id,
        is_repeatable=True,
    ),
)
WORD_NAMED = {word.name: word for word in WORDS}


def _spoken(value: Any) -> str:
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else str(value)


# --- Conditions ------------------------------------------------------------------------------------------------------


def _all(conditions: Iterable[Q]) -> Q:
    return reduce(lambda one, other: one & other, conditions, Q())


def _has_error(text: str) -> Q:
    return Q(error_code=text) | _all(Q(error__icontains=word) for word in text.split())


def in_worlds(worlds: Sequence[str]) -> Q:
    """Return the condition on rows with `entity_kind` and `entity_id` that the entity belongs to one of the worlds."""
    if not worlds:
        return Q()
    within = {kind: model._default_manager.filter(setting__in=worlds).values("id") for kind, model in MODELS.items()}
    return reduce(or_, (Q(entity_kind=kind, entity_id__in=ids) for kind, ids in within.items()))


def _first_id_at(time: datetime, *, leeway: timedelta) -> UUID:
    """Return the smallest id that a job made so much after that time may have."""
    milliseconds = (time - EPOCH + leeway) // timedelta(milliseconds=1)
    return UUID(int=max(0, milliseconds) << 80)
