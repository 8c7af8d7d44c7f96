"""Which entities' present pictures show something that is said differently today, and what has changed.

Worked out from today's rows whenever somebody asks, never stored, so it cannot be out of date itself. Reads only.
A picture that does not say what it was made from, such as one of a saved game, is unknown and counts as not stale.
"""

import difflib
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from entities.kinds import Drawable, EntityKind, kind_of, type_of, with_related
from entities.models import Setting
from imagesvc.images.fingerprints import WORLD_PARTS, read_fingerprint
from imagesvc.images.models import Image, ImageQuerySet
from imagesvc.images.prompts import NothingToDraw, compose, material_of

# Pictures compared at a time: a kind's entities are read together, their surroundings one by one.
CHUNK = 100
THOROUGH_WORDS = 1_000

EntityKey: TypeAlias = tuple[EntityKind, str]
KINDS = tuple(sorted(EntityKind))


@dataclass(frozen=True, kw_only=True)
class Staleness:
    """A present picture that is out of date, and the parts of its prompt that have changed, such as `("text",)`."""

    image: Image
    entity: Drawable
    changed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Look:
    """What a look through some of the present pictures found; `after` is where to go on, None at the end."""

    stale: list[Staleness]
    after: EntityKey | None


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Words that two texts share, or that only the former or only the present one has."""

    text: str
    where: Literal["both", "former", "present"]


@dataclass(frozen=True, kw_only=True)
class Difference:
    """The prompt of an entity's present picture, and the one that would be sent now; None where there is none."""

    former: str | None
    present: str | None

    @property
    def pieces(self) -> list[Piece]:
        """Both texts word by word, in reading order."""
        return [*_pieces(self.former or "", self.present or "")]


def staleness_of(entity: Drawable) -> Staleness | None:
    """Say what has changed since an entity's present picture was drawn; None if nothing has, or nobody can tell."""
    found = stale_among(kind_of(entity), [entity.pk])
    return found[0] if found else None


def stale_among(kind: EntityKind, entity_ids: Sequence[str]) -> list[Staleness]:
    """Return which of these entities' present pictures are stale, in the order of their ids."""
    images = _comparable(kind).filter(entity_id__in=entity_ids).order_by("entity_id")
    return _stale(kind, list(images))


def look_for_stale(
    *, most: int, looked_at: int, after: EntityKey | None = None, types: Collection[str] | None = None
) -> Look:
    """Look through at most `looked_at` present pictures, by kind and id, for `most` stale ones of these types."""
    stale: list[Staleness] = []
    left = looked_at
    for kind, entity_id in _starts(after):
        last = entity_id
        while images := list(_comparable(kind).filter(entity_id__gt=last).order_by("entity_id")[: min(CHUNK, left)]):
            found = [one for one in _stale(kind, images) if types is None or type_of(one.entity) in types]
            stale += found
            left, last = left - len(images), images[-1].entity_id
            if len(stale) > most:
                stale = stale[:most]
                return Look(stale=stale, after=(kind, stale[-1].image.entity_id))
            if not left:
                return Look(stale=stale, after=(kind, last))
    return Look(stale=stale, after=None)


def prompt_difference(entity: Drawable) -> Difference:
    """Compare the prompt of an entity's present picture with the one that would be sent now."""
    kind = kind_of(entity)
    image = Image.objects.of_entity(kind=kind, entity_id=entity.pk).current().first()
    [found] = with_related(kind).filter(pk=entity.pk)
    try:
        present = compose(material_of(found, world=Setting.objects.active())).text
    except NothingToDraw:
        present = None
    return Difference(former=image.prompt if image is not None else None, present=present)


def _starts(after: EntityKey | None) -> Iterator[tuple[EntityKind, str]]:
    """Return where to begin in each of the kinds that are left."""
    for kind in KINDS:
        if after is None or kind > after[0]:
            yield kind, ""
        elif kind == after[0]:
            yield after


def _comparable(kind: EntityKind) -> ImageQuerySet:
    return Image.objects.current().filter(entity_kind=kind).exclude(made_from="")


def _stale(kind: EntityKind, images: Sequence[Image]) -> list[Staleness]:
    entities = with_related(kind).in_bulk([image.entity_id for image in images])
    world = Setting.objects.active()
    stale = []
    for image in images:
        entity = entities.get(image.entity_id)
        if entity is not None and (changed := _changed(image, entity=entity, world=world)):
            stale.append(Staleness(image=image, entity=entity, changed=changed))
    return stale


def _changed(image: Image, *, entity: Drawable, world: Setting | None) -> tuple[str, ...]:
    former = read_fingerprint(image.made_from)
    if former is None:
        return ()
    present = material_of(entity, world=world).fingerprint
    if not _is_played(entity, world=world):
        # Another world's preamble does not make a picture of this one stale.
        present = replace(present, **{part: getattr(former, part) for part in WORLD_PARTS})
    return present.changes_since(former)


def _is_played(entity: Drawable, *, world: Setting | None) -> bool:
    """Say whether an entity belongs to the world that is played, or to none in particular."""
    return entity.setting_id is None or (world is not None and entity.setting_id == world.pk)


def _pieces(former: str, present: str) -> Iterator[Piece]:
    # With the white space behind each word, so that the pieces put together are the texts again.
    before, now = (re.findall(r"\S+\s*|\s+", text) for text in (former, present))
    # Compared thoroughly only while that is quick whatever the words are: it costs the product of the lengths.
    is_long = max(len(before), len(now)) > THOROUGH_WORDS
    matcher = difflib.SequenceMatcher(None, before, now, autojunk=is_long)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            yield Piece(text="".join(now[new_start:new_end]), where="both")
            continue
        if start < end:
            yield Piece(text="".join(before[start:end]), where="former")
        if new_start < new_end:
            yield Piece(text="".join(now[new_start:new_end]), where="present")
