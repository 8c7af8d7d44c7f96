"""The rows of a saved game's pictures: how each was made, whose it is, and whether it is that entity's present one.

Creates and updates, never deletes; the pictures themselves lie in the storage by then.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

import uuid_utils.compat

from entities.importer import Upserted
from entities.kinds import MODELS, EntityKind, type_of
from imagesvc.images.models import Image, ImageFile, ImageSource

ENGINE = "imported"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

EntityKey: TypeAlias = tuple[EntityKind, str]


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A picture that a save speaks of: its record, empty if there is none, and the entity that has it, if any."""

    id: str
    record: Mapping[str, Any]
    entity: EntityKey | None


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A picture to be recorded, with the row of its file, unsaved, as it must be."""

    wish: Wish
    file: ImageFile
    is_file_changed: bool
    created_at: datetime


def record_pictures(taken: Sequence[Taken], *, dry_run: bool = False) -> Upserted:
    """Create or update the rows of pictures, in the caller's transaction; their entities are there already.

    A picture becomes its entity's present one, as the save says, unless the entity has a newer one that we drew, or
    the file of this one is missing and there is another.
    """
    known = Image.objects.in_bulk([picture.wish.id for picture in taken], field_name="game_id")
    types = _types_of([picture.wish.entity for picture in taken if picture.wish.entity])
    present = _present_pictures(types)
    plans = [_plan(picture, image=known.get(picture.wish.id), types=types, present=present) for picture in taken]
    if not dry_run:
        _write(plans)
    return Upserted(
        created=tuple(plan.file.stem for plan in plans if plan.is_new),
        updated=tuple(plan.file.stem for plan in plans if plan.is_changed and not plan.is_new),
        unchanged=tuple(plan.file.stem for plan in plans if not plan.is_changed),
    )


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """What is to be written of one picture: the image and its file as they must be, and who makes room for it."""

    image: Image
    file: ImageFile
    is_new: bool
    is_changed: bool
    becomes_present: bool
    stepping_back: tuple[Image, ...]


def _types_of(entities: Iterable[EntityKey]) -> dict[EntityKey, str]:
    """Return the type on the wire of those of the entities that are there."""
    wanted: dict[EntityKind, list[str]] = {}
    for kind, entity_id in entities:
        wanted.setdefault(kind, []).append(entity_id)
    return {
        (kind, entity.pk): type_of(entity)
        for kind, ids in wanted.items()
        for entity in MODELS[kind]._default_manager.in_bulk(ids).values()
    }


def _present_pictures(entities: Iterable[EntityKey]) -> dict[EntityKey, Image]:
    wanted = set(entities)
    return {
        (kind, image.entity_id): image
        for kind in EntityKind
        for image in Image.objects.current().filter(
            entity_kind=kind, entity_id__in=[entity_id for wanted_kind, entity_id in wanted if wanted_kind == kind]
        )
    }


def _plan(
    picture: Taken,
    *,
    image: Image | None,
    types: Mapping[EntityKey, str],
    present: Mapping[EntityKey, Image],
) -> _Plan:
    is_new = image is None
    image = image or _new_image(picture)
    values = _described(picture.wish.record)
    becomes_present, stepping_back = False, []
    entity = picture.wish.entity
    if entity is not None and entity in types:
        was_elsewhere = (image.entity_kind, image.entity_id) != entity
        former = present.get(entity)
        values |= {"entity_kind": entity[0], "entity_id": entity[1], "entity_type": types[entity]}
        becomes_present = _becomes_present(picture, image=image, former=former)
        stepping_back += [image] if image.is_current and was_elsewhere else []
        stepping_back += [former] if becomes_present and former and former.pk != image.pk else []
        becomes_present = becomes_present and (was_elsewhere or not image.is_current)
    is_changed = (
        is_new
        or becomes_present
        or picture.is_file_changed
        or any(getattr(image, column) != value for column, value in values.items())
    )
    for column, value in values.items():
        setattr(image, column, value)
    picture.file.image = image
    return _Plan(
        image=image,
        file=picture.file,
        is_new=is_new,
        is_changed=is_changed,
        becomes_present=becomes_present,
        stepping_back=tuple(stepping_back),
    )


def _new_image(picture: Taken) -> Image:
    # The id is made of the picture's own age, so that the key alone sorts all pictures by age.
    nanoseconds = (picture.created_at - EPOCH) // timedelta(microseconds=1) * 1000
    return Image(
        id=uuid_utils.compat.uuid7(nanoseconds=nanoseconds),
        game_id=picture.wish.id,
        source=ImageSource.IMPORTED,
        engine=ENGINE,
        created_at=picture.created_at,
    )


def _described(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns that a record tells; what it does not tell, or tells wrongly, stays as it is."""
    texts = {key: record.get(key) for key in ("prompt", "negative_prompt")}
    sides = {key: record.get(key) for key in ("width", "height")}
    seed = record.get("seed")
    return (
        {key: text for key, text in texts.items() if isinstance(text, str)}
        | {key: side for key, side in sides.items() if type(side) is int and 0 < side < 2**31}
        | ({"seed": seed} if type(seed) is int and -(2**63) <= seed < 2**63 else {})
    )


def _becomes_present(picture: Taken, *, image: Image, former: Image | None) -> bool:
    if former is None or former.pk == image.pk:
        return True
    is_ours_and_newer = former.source == ImageSource.GENERATED and former.pk > image.pk
    return not is_ours_and_newer and not picture.file.is_missing


def _write(plans: Sequence[_Plan]) -> None:
    # An entity has one present picture at most, at every moment: the former one steps back first.
    back = {image.pk for plan in plans for image in plan.stepping_back}
    Image.objects.filter(pk__in=back).update(is_current=False)
    changed = [plan for plan in plans if plan.is_changed]
    Image.objects.bulk_create(plan.image for plan in changed if plan.is_new)
    Image.objects.bulk_update(
        [plan.image for plan in changed if not plan.is_new],
        ["prompt", "negative_prompt", "width", "height", "seed", "entity_kind", "entity_type", "entity_id"],
    )
    Image.objects.filter(pk__in=[plan.image.pk for plan in plans if plan.becomes_present]).update(is_current=True)
    ImageFile.objects.bulk_create(
        (plan.file for plan in changed),
        update_conflicts=True,
        unique_fields=["stem"],
        update_fields=["size", "width", "height", "sha256", "is_missing"],
    )
