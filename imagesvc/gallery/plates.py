"""Pictures as they hang: one plate per file, with what its caption says. Some engines draw several at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from entities.kinds import entity_name
from imagesvc.gallery.filters import Filters
from imagesvc.gallery.search import Hit, matching, own_prompt, with_own_prompt
from imagesvc.gallery.words import EXCERPT_LENGTH, age_of, excerpt_of, label_of
from imagesvc.images.models import Image, ImageFile
from jobs.listing import Listing, Page, Row

PAGE_SIZE = 60
# From these proportions on a print is hung as a wide or as a tall one.
WIDE, TALL = 1.25, 0.8


@dataclass(frozen=True, kw_only=True)
class Plate:
    """One file of a picture; `name` is empty for a custom prompt, `image_id` is the id on the wire."""

    stem: str
    image_id: str
    job_id: UUID | None
    name: str
    label: str
    excerpt: str
    created_at: datetime
    age: str
    width: int
    height: int
    is_missing: bool
    is_current: bool
    is_placeholder: bool

    @property
    def shape(self) -> str:
        proportion = self.width / self.height if self.height else 1
        return "wide" if proportion > WIDE else "tall" if proportion < TALL else "square"


@dataclass(frozen=True, kw_only=True)
class Wall:
    """A page of plates."""

    plates: Sequence[Plate]
    page: Page


def hang(filters: Filters, *, hits: Sequence[Hit] = ()) -> Wall:
    """Return the page of pictures that somebody wants to see."""
    return _hang(listing_of(filters, hits=hits), filters)


def hang_entity(filters: Filters, *, kind: str, entity_id: str) -> Wall:
    """Return a page of one entity's pictures."""
    return _hang(listing_of_entity(kind=kind, entity_id=entity_id), filters)


def listing_of(filters: Filters, *, hits: Sequence[Hit] = ()) -> Listing:
    """Return the list of the pictures that somebody wants to see, wherever in it the look begins."""
    branch = Q() if filters.entity_type is None else Q(entity_type=filters.entity_type)
    if not filters.words:
        return Listing(rows=_rows(Image.objects.all()), branches=[branch])
    rows = _rows(with_own_prompt(Image.objects.all(), preamble_length="job__preamble_length"))
    return Listing(rows=rows, branches=[branch], matching=matching(filters.words, hits))


def listing_of_entity(*, kind: str, entity_id: str) -> Listing:
    return Listing(rows=_rows(Image.objects.all()), branches=[Q(entity_kind=kind, entity_id=entity_id)])


def plates_of(rows: Sequence[Row]) -> list[Plate]:
    """Return a plate for every file of some rows of a listing, in their order."""
    files = defaultdict(list)
    of_rows = ImageFile.objects.filter(image__in=[row["id"] for row in rows]).order_by("position")
    for file in of_rows.values("image_id", "stem", "width", "height", "is_missing"):
        files[file["image_id"]].append(file)
    now = timezone.now()
    return [_plate(row, file, now=now) for row in rows for file in files[row["id"]]]


def _hang(listing: Listing, filters: Filters) -> Wall:
    page = listing.page(before=filters.before, after=filters.after, size=PAGE_SIZE)
    return Wall(plates=plates_of(page.rows), page=page)


def _rows(images: QuerySet[Image]) -> QuerySet[Image, Any]:
    # No more of a prompt is read than a caption shows.
    excerpt = own_prompt(preamble_length="job__preamble_length", limit=EXCERPT_LENGTH + 1)
    return images.annotate(name=entity_name(), excerpt=excerpt).values(
        "id",
        "game_id",
        "job_id",
        "entity_type",
        "entity_id",
        "name",
        "excerpt",
        "created_at",
        "is_current",
        "is_placeholder",
    )


def _plate(row: Row, file: Row, *, now: datetime) -> Plate:
    name = row["name"] or row["entity_id"]
    return Plate(
        stem=file["stem"],
        image_id=row["game_id"] or str(row["id"]),
        job_id=row["job_id"],
        name=name,
        label=label_of(row["entity_type"]),
        # Most prompts begin with the name, which the caption has said already.
        excerpt=excerpt_of(row["excerpt"]).removeprefix(f"{name}: "),
        created_at=row["created_at"],
        age=age_of(row["created_at"], now=now),
        width=file["width"],
        height=file["height"],
        is_missing=file["is_missing"],
        is_current=row["is_current"],
        is_placeholder=row["is_placeholder"],
    )
