"""The action `draw`: a job for each of many entities that has no picture, or a stale one, or whatever it has.

It asks for each as a client does who insists, so sight does not matter; why an entity is passed over is what a client
would be told. Doing it twice is harmless: an entity for which a job was made since the batch began is passed over.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cached_property, reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from entities.kinds import (
    KIND_OF_WORD,
    TYPES,
    Drawable,
    EntityKind,
    kind_named,
    style_of,
    type_of,
    types_named,
    with_related,
)
from imagesvc.batches.action import MOST_COUNTED, SAMPLE, Action, Options, Preview, Step
from imagesvc.engines import engines_for
from imagesvc.images import admission
from imagesvc.images.admission import EntityNotFound, Verdict
from imagesvc.images.models import Image, ImageFile
from imagesvc.images.prompts import has_words
from imagesvc.images.staleness import KINDS, stale_among
from jobs.clock import database_time
from jobs.models import Job, Priority

ASKED_FOR_SINCE = "asked for since the batch began"
GONE = "gone meanwhile"
# To say what would be done with an entity, all that is told of it is read.
MOST_JUDGED = 500
LOOKED_AT = 100
ID_LENGTH = 200


class Which(Enum):
    """Which entities get a job."""

    MISSING = "missing"
    STALE = "stale"
    ALL = "all"


class BadSubjects(Exception):
    """A word that is not understood. `sentence` goes on behind the word: "must be one of ..."."""

    def __init__(self, word: str, sentence: str) -> None:
        super().__init__(f"{word} {sentence}")
        self.word = word
        self.sentence = sentence


@dataclass(frozen=True, kw_only=True)
class Subjects:
    """Which entities are meant: by what they have, and among those by type, id and world."""

    which: Which
    types: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    worlds: tuple[str, ...] = ()

    def words(self) -> dict[str, list[str]]:
        """Return the words for exactly this selection: texts, for JSON and for `select_subjects` to read again."""
        said = {"entityType": self.types, "entityId": self.ids, "world": self.worlds}
        return {"which": [self.which.value], **{word: [*values] for word, values in said.items() if values}}

    def of_kind(self, kind: EntityKind) -> QuerySet[Drawable]:
        """Return the entities of a kind that may be meant; whether one is stale is another question."""
        rows = with_related(kind)
        types = [condition for name, condition in TYPES[kind].items() if not self.types or name in self._types]
        rows = rows.filter(reduce(or_, types)) if types else rows.none()
        if self.worlds:
            rows = rows.filter(setting__in=self.worlds)
        if self.which is Which.MISSING:
            return rows.exclude(Exists(_present_files(kind)))
        return rows.filter(Exists(_pictures_that_may_be_stale(kind))) if self.which is Which.STALE else rows

    def those_meant(self, kind: EntityKind, entities: Sequence[Drawable]) -> Sequence[Drawable]:
        """Leave out those of some entities `of_kind` that are not stale, if that is what is asked for."""
        if self.which is not Which.STALE:
            return entities
        stale = {one.entity.pk for one in stale_among(kind, [entity.pk for entity in entities])}
        return [entity for entity in entities if entity.pk in stale]

    def after(self, kind: EntityKind, last: str, *, size: int) -> tuple[list[Drawable], str | None]:
        """Return the next entities of a kind, and up to which id that is; None behind the last."""
        if not self.ids:
            entities = list(self.of_kind(kind).filter(pk__gt=last).order_by("pk")[:size])
            return entities, entities[-1].pk if entities else None
        # There may be a million.
        start = bisect_right(self._sorted_ids, last)
        ids = self._sorted_ids[start : start + size]
        found = self.of_kind(kind).in_bulk(ids)
        return [found[entity_id] for entity_id in ids if entity_id in found], ids[-1] if ids else None

    @cached_property
    def _sorted_ids(self) -> list[str]:
        return sorted(set(self.ids))

    @property
    def _types(self) -> Collection[str]:
        return {name for word in self.types for name in types_named(word)}


def select_subjects(words: Mapping[str, Sequence[str]]) -> Subjects:
    """Return the entities that the words mean; raise BadSubjects."""
    if unknown := [word for word in words if word not in ("which", "entityType", "entityId", "world")]:
        raise BadSubjects(unknown[0], "is none of the words that are known: which, entityType, entityId, world")
    [which] = words.get("which") or [""]
    if which not in {each.value for each in Which}:
        raise BadSubjects("which", f"must be one of {', '.join(each.value for each in Which)}")
    for word in words.get("entityType", ()):
        if kind_named(word) is None:
            raise BadSubjects("entityType", f"must be one of {', '.join(KIND_OF_WORD)}")
    for name in ("entityId", "world"):
        if any(not 0 < len(value) <= ID_LENGTH or "\x00" in value for value in words.get(name, ())):
            raise BadSubjects(name, f"must be an id of 1 to {ID_LENGTH} characters")
    return Subjects(
        which=Which(which),
        types=tuple(words.get("entityType", ())),
        ids=tuple(words.get("entityId", ())),
        worlds=tuple(words.get("world", ())),
    )


class Draw(Action[Subjects]):
    """Walks through the entities by kind and id, and asks for a picture of each."""

    name, verb, one, noun = "draw", "Draw", "entity", "entities"
    is_atomic = False
    first_size, most_size = 20, LOOKED_AT

    def select(self, words: Mapping[str, Sequence[str]]) -> Subjects:
        return select_subjects(words)

    def bound(self) -> str:
        return database_time().isoformat()

    def count(self, selection: Subjects, *, most: int) -> int | None:
        if selection.which is Which.STALE or selection.ids:
            return None  # each would have to be looked at
        counted = 0
        for kind in KINDS:
            counted += selection.of_kind(kind).order_by().values("pk")[: most + 1 - counted].count()
            if counted > most:
                return None
        return counted

    def preview(self, selection: Subjects, options: Options) -> Preview:
        reasons, types = Counter[str](), Counter[str]()
        judged, sample, is_cut = 0, list[Mapping[str, Any]](), False
        for kind, entities, _ in _chunks(selection):
            meant = selection.those_meant(kind, entities)
            busy = _with_active_jobs(kind, meant)
            for entity in meant:
                reasons[_reason(entity, has_job=entity.pk in busy)] += 1
                types[type_of(entity)] += 1
                if len(sample) < SAMPLE:
                    sample.append({"entity_type": type_of(entity), "entity_id": entity.pk, "name": entity.name})
            judged += len(entities)
            is_cut = judged >= MOST_JUDGED
            if is_cut:
                break
        found = sum(types.values())
        total = self.count(selection, most=MOST_COUNTED) if is_cut else found
        return Preview(
            total=found if total is None else total,
            is_more=total is None,
            judged=found,
            doable=reasons.pop("", 0),
            by_type=dict(types.most_common()),
            skipped=dict(reasons.most_common()),
            sample=sample,
        )

    def step(
        self, selection: Subjects, options: Options, *, cursor: str, bound: str, size: int, most: int | None, by: str
    ) -> Step:
        chunk = next(_chunks(selection, behind=cursor, size=size), None)
        if chunk is None:
            return Step(cursor=cursor, is_end=True)
        kind, entities, end = chunk
        done, skipped = 0, Counter[str]()
        asked_for = _asked_for_since(kind, entities, since=datetime.fromisoformat(bound))
        meant = {entity.pk for entity in selection.those_meant(kind, entities)}
        for entity in entities:
            if entity.pk not in meant:
                continue
            outcome = ASKED_FOR_SINCE if entity.pk in asked_for else _ask_for(kind, entity.pk, options=options, by=by)
            if outcome is not None:
                skipped[outcome] += 1
                continue
            done += 1
            if done == most:
                end = entity.pk
                break
        return Step(cursor=f"{kind} {end}", is_end=False, done=done, skipped=skipped)


def _ask_for(kind: EntityKind, entity_id: str, *, options: Options, by: str) -> str | None:
    """Ask for a picture; return why there will be none."""
    priority = Priority.BATCH if options.priority is None else options.priority
    try:
        decision = admission.request_image(kind=kind, entity_id=entity_id, force=True, priority=priority, by=by)
    except EntityNotFound:
        return GONE
    reason: str | None = decision.verdict.value
    return reason


def _reason(entity: Drawable, *, has_job: bool) -> str:
    """Say why an entity would be passed over, as far as that can be told without asking for it."""
    if has_job:
        verdict = Verdict.EXISTING_JOB
    elif not settings.GENERATION_ENABLED:
        verdict = Verdict.DISABLED
    elif not engines_for(style_of(entity), configs=settings.ENGINES):
        verdict = Verdict.ENGINE_UNAVAILABLE
    else:
        verdict = Verdict.NEW_JOB if has_words(entity) else Verdict.NOTHING_TO_DRAW
    return verdict.value or ""


def _chunks(
    selection: Subjects, *, behind: str = "", size: int = LOOKED_AT
) -> Iterator[tuple[EntityKind, list[Drawable], str]]:
    """Yield the entities of a selection by kind and id: some of one kind, and up to which id that is."""
    first, _, last = behind.partition(" ")
    for kind in KINDS:
        if kind < first:
            continue
        end: str | None = last if kind == first else ""
        while end is not None:
            entities, end = selection.after(kind, end, size=size)
            if end is not None:
                yield kind, entities, end


def _pictures_that_may_be_stale(kind: EntityKind) -> QuerySet[Image]:
    return Image.objects.current().exclude(made_from="").filter(entity_kind=kind, entity_id=OuterRef("pk"))


def _present_files(kind: EntityKind) -> QuerySet[ImageFile]:
    present = Q(image__is_current=True, image__entity_kind=kind, image__entity_id=OuterRef("pk"))
    return ImageFile.objects.filter(present, is_missing=False)


def _with_active_jobs(kind: EntityKind, entities: Sequence[Drawable]) -> set[str]:
    jobs = Job.objects.active().filter(entity_kind=kind, entity_id__in=[entity.pk for entity in entities])
    return set(jobs.values_list("entity_id", flat=True))


def _asked_for_since(kind: EntityKind, entities: Sequence[Drawable], *, since: datetime) -> set[str]:
    ids = [entity.pk for entity in entities]
    jobs = Job.objects.filter(entity_kind=kind, entity_id__in=ids, created_at__gte=since)
    return set(jobs.values_list("entity_id", flat=True))
