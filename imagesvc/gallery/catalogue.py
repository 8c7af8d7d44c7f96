"""A single picture and a single entity, as a catalogue describes them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from entities.kinds import EntityKind, entity_name, find_entity, type_of
from imagesvc.engines import TYPES
from imagesvc.gallery.filters import Filters
from imagesvc.gallery.plates import Wall, hang_entity, listing_of, listing_of_entity
from imagesvc.gallery.presses import JobCard, card_at_work
from imagesvc.gallery.search import Hit
from imagesvc.gallery.words import age_of, duration_of, excerpt_of, label_of
from imagesvc.images.models import Image, ImageFile, ImageSource
from jobs.history import Moment, history_of
from jobs.listing import Row


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A picture with all that is known of it; `newer` and `older` are the ids of those beside it, empty at the ends."""

    id: str
    job_id: UUID | None
    title: str
    label: str
    entity_kind: str
    entity_id: str
    is_current: bool
    files: Sequence[ImageFile]
    preamble: str
    prompt: str
    excerpt: str
    negative_prompt: str
    revised_prompt: str
    is_placeholder: bool
    moved_on: str  # a sentence, if its engine would draw it otherwise today
    settings: Sequence[tuple[str, str]]
    created_at: datetime
    age: str
    history: Sequence[Moment]
    newer: str
    older: str


@dataclass(frozen=True, kw_only=True)
class Subject:
    """An entity with its pictures. One that is gone has pictures, but no words, and cannot be drawn any more."""

    kind: str
    id: str
    name: str
    label: str
    description: str
    is_there: bool
    present_id: str
    job: JobCard | None
    wall: Wall

    @property
    def draw_label(self) -> str:
        return "Draw again" if self.wall.plates else "Draw it"


def entry(image_id: str, *, filters: Filters, hits: Sequence[Hit], along_entity: bool) -> Entry | None:
    """Return a picture, if there is one with this id, between its neighbours in a list or among its entity's."""
    image = Image.objects.with_public_id(image_id).select_related("job").first()
    if image is None:
        return None
    name = Image.objects.filter(id=image.id).annotate(name=entity_name()).values_list("name", flat=True).get()
    files = list(image.files.order_by("position"))
    preamble_length = image.job.preamble_length if image.job else 0
    prompt = image.prompt[preamble_length:].strip()
    newer, older = _neighbours(image, filters=filters, hits=hits, along_entity=along_entity)
    return Entry(
        id=image.public_id,
        job_id=image.job_id,
        title=name or image.entity_id,
        label=label_of(image.entity_type),
        entity_kind=image.entity_kind,
        entity_id=image.entity_id,
        is_current=image.is_current,
        files=files,
        preamble=image.prompt[:preamble_length].strip(),
        prompt=prompt,
        excerpt=excerpt_of(prompt),
        negative_prompt=image.negative_prompt,
        revised_prompt=image.revised_prompt.strip(),
        is_placeholder=image.is_placeholder,
        moved_on=_moved_on(image),
        settings=_settings(image, files=files),
        created_at=image.created_at,
        age=age_of(image.created_at, now=timezone.now()),
        history=history_of(image.job_id) if image.job_id else (),
        newer=newer,
        older=older,
    )


def subject(kind: str, entity_id: str, *, filters: Filters) -> Subject | None:
    """Return an entity with a page of its pictures, if it is there or any picture of it is."""
    entity = find_entity(EntityKind(kind), entity_id)
    wall = hang_entity(filters, kind=kind, entity_id=entity_id)
    if entity is None and not wall.plates:
        return None
    present = Image.objects.of_entity(kind=kind, entity_id=entity_id).current().first()
    label = label_of(type_of(entity)) if entity is not None else wall.plates[0].label
    return Subject(
        kind=kind,
        id=entity_id,
        name=(entity.name if entity is not None else "") or entity_id,
        label=label,
        description=(entity.description or entity.short_description) if entity is not None else "",
        is_there=entity is not None,
        present_id=present.public_id if present is not None else "",
        job=card_at_work(kind=kind, entity_id=entity_id),
        wall=wall,
    )


def _neighbours(image: Image, *, filters: Filters, hits: Sequence[Hit], along_entity: bool) -> tuple[str, str]:
    if along_entity and image.entity_id:
        listing = listing_of_entity(kind=image.entity_kind, entity_id=image.entity_id)
    else:
        listing = listing_of(filters, hits=hits)
    newer, older = listing.next_to(image.id)
    return _public_id(newer), _public_id(older)


def _public_id(row: Row | None) -> str:
    return "" if row is None else row["game_id"] or str(row["id"])


def _settings(image: Image, *, files: Sequence[ImageFile]) -> list[tuple[str, str]]:
    """Return what is known of how a picture was made, each with its name."""
    first = files[0] if files else None
    wanted = f"{image.width} × {image.height}" if image.width and image.height else ""
    real = f"{first.width} × {first.height}" if first else ""
    known = [
        ("Size", real),
        ("Asked for", wanted if wanted != real else ""),
        ("Seed", "" if image.seed is None else str(image.seed)),
        ("Steps", "" if image.steps is None else str(image.steps)),
        ("Engine", image.engine),
        ("Model", image.model),
        ("Workflow", " ".join(filter(None, (image.workflow, image.workflow_sha256[:12])))),
        *((name.replace("_", " ").capitalize(), _plain(value)) for name, value in image.engine_settings.items()),
        ("Drawn in", duration_of(image.job.started_at, image.job.ended_at) if image.job else ""),
        ("Source", "A saved game" if image.source == ImageSource.IMPORTED else ""),
        ("File", f"PNG, {filesizeformat(first.size)}" if first and first.size else ""),
        ("Id", image.public_id),
    ]
    return [(name, value) for name, value in known if value]


def _moved_on(image: Image) -> str:
    """Say so if its engine would draw the same words otherwise today; empty if not, or if only it could tell."""
    type_name = next((config.type for config in settings.ENGINES if config.name == image.engine), image.engine)
    edition = TYPES[type_name].edition if type_name in TYPES else ""
    if not edition or image.model == edition:
        return ""
    return f"Drawn with {image.model or 'an early style'}; the style has moved on."


def _plain(value: object) -> str:
    """Return a setting that an engine told us, whatever it is, in one line."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
