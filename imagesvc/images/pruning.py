"""Which pictures nobody needs any more, and their removal, a few at a time: stopped at any moment, it goes on later.

Never pruned are starred pictures, the present picture of an entity that is there, and pictures of custom prompts, which
belong to no entity and so are neither superseded nor orphaned.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from uuid import UUID

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, Value, When

from entities.kinds import MODELS
from imagesvc.images.models import Image, ImageQuerySet
from imagesvc.images.removal import remove

CHUNK = 200
# Pictures that are looked at together.
STRETCH = 2_000


class Useless(Enum):
    """Why a picture may go."""

    # Its entity is there, and has another present picture or none.
    SUPERSEDED = "superseded"
    # Its entity is gone; that it was the present picture of that counts for nothing.
    ORPHANED = "orphaned"


@dataclass(frozen=True, kw_only=True)
class Retention:
    """What is kept: what is younger than a moment, and the newest pictures of each entity beside its present one.

    Only what neither keeps is pruned, and of that only what is `within`.
    """

    older_than: datetime | None = None
    newest: int = 0
    within: Q = field(default_factory=Q)


def prunable(useless: Useless, retention: Retention) -> ImageQuerySet:
    """Return the pictures that may go."""
    return Image.objects.filter(_may_go(useless, retention))


def prune(useless: Useless, retention: Retention, *, most: int | None = None) -> Iterator[int]:
    """Remove pictures that may go, at most so many, oldest first; yield how many with every step."""
    may_go, left = _may_go(useless, retention), most
    for first, last in _stretches():
        in_stretch = Image.objects.filter(may_go, id__range=(first, last)).order_by("id")
        image_ids = list(in_stretch.values_list("id", flat=True)[:left])
        for start in range(0, len(image_ids), CHUNK):
            # Somebody may have starred one meanwhile, or made it the present one again.
            removed = remove(image_ids[start : start + CHUNK], only_if=may_go)
            yield removed
            left = None if left is None else left - removed
        if left == 0:
            return


def _stretches() -> Iterator[tuple[UUID, UUID]]:
    """Yield between which keys to look next, so that no statement looks at all pictures at once."""
    last = UUID(int=0)
    while keys := list(Image.objects.filter(id__gt=last).order_by("id").values_list("id", flat=True)[:STRETCH]):
        last = keys[-1]
        yield keys[0], last


def _may_go(useless: Useless, retention: Retention) -> Q:
    condition = Q(is_starred=False) & ~Q(entity_id="") & retention.within
    is_there = _entity_is_there()
    condition &= is_there & Q(is_current=False) if useless is Useless.SUPERSEDED else ~is_there
    if retention.older_than is not None:
        condition &= Q(created_at__lt=retention.older_than)
    if retention.newest:
        condition &= _is_beyond(retention.newest)
    return condition


def _entity_is_there() -> Q:
    # No alternatives of which an index would find each: SQLite would go by these, and read all pictures.
    there = {kind: model._default_manager.filter(pk=OuterRef("entity_id")) for kind, model in MODELS.items()}
    whens = (When(entity_kind=kind, then=Exists(entities)) for kind, entities in there.items())
    return Q(Case(*whens, default=Value(value=False), output_field=BooleanField()))


def _is_beyond(newest: int) -> Q:
    """Say that there are so many newer ones of the same entity, not counting its present one."""
    same = {"entity_kind": OuterRef("entity_kind"), "entity_id": OuterRef("entity_id")}
    newer = Image.objects.filter(**same, is_current=False, id__gt=OuterRef("id"))
    return Q(Exists(newer[newest - 1 : newest]))
