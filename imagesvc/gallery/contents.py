"""What hangs in the gallery: the newest pictures, the jobs that are being drawn now, and how many wait.

A fixed number of queries, each bounded whatever the size of the tables. Texts are as clients wrote them: whoever shows
them escapes them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Substr
from django.utils import timezone
from django.utils.timesince import timesince

from entities.kinds import entity_name
from imagesvc.images.models import Image, ImageFile
from jobs.models import Job, JobStatus

NEWEST = 60
AT_WORK = 12
# More than this are not counted one by one.
MANY = 1000
EXCERPT_LENGTH = 180

LABELS = {
    "player": "Player",
    "npc": "Character",
    "location": "Location",
    "location-exit": "Exit",
    "item": "Item",
    "scenery": "Scenery",
}


@dataclass(frozen=True, kw_only=True)
class Plate:
    """One picture with what its caption says; `name` is empty for a custom prompt, width and height are pixels."""

    stem: str
    name: str
    label: str
    excerpt: str
    created_at: datetime
    age: str
    width: int
    height: int
    is_missing: bool


@dataclass(frozen=True, kw_only=True)
class AtWork:
    """One job that a worker draws now."""

    id: str
    title: str
    label: str
    progress: int
    message: str


@dataclass(frozen=True, kw_only=True)
class Contents:
    """One look at the gallery; `waiting` stops at `MANY`."""

    waiting: int
    at_work: list[AtWork]
    plates: list[Plate]
    total: int


def look() -> Contents:
    """Read what the gallery shows at this moment."""
    # Jobs before pictures: one that ends in between is then seen twice for a moment, but never not at all.
    waiting, at_work = _waiting(), _at_work()
    return Contents(
        waiting=waiting, at_work=at_work, plates=_plates(now=timezone.now()), total=Image.objects.count_where(Q())
    )


def age(created_at: datetime, *, now: datetime) -> str:
    """Say in words how long ago that was."""
    if now - created_at < timedelta(minutes=1):
        return "just now"
    return f"{timesince(created_at, now, depth=1)} ago"


def _waiting() -> int:
    return Job.objects.queued()[:MANY].count()


def _at_work() -> list[AtWork]:
    # Newest first reads the index on (status, id) alone; the order stays the same while they advance.
    jobs = (
        Job.objects.filter(status=JobStatus.PROCESSING)
        .annotate(name=entity_name())
        .order_by("-id")
        .values("id", "entity_type", "entity_id", "name", "prompt_preview", "progress", "message")[:AT_WORK]
    )
    return [
        AtWork(
            id=str(job["id"]),
            title=job["name"] or job["entity_id"] or job["prompt_preview"],
            label=_label(job["entity_type"]),
            progress=job["progress"],
            message=job["message"],
        )
        for job in jobs
    ]


def _plates(*, now: datetime) -> list[Plate]:
    """Return a plate for every file of the newest images; some engines draw several at once."""
    # The world's preamble, which all share, is left out where the job still knows how long it is; and no more of a
    # prompt is read than a caption shows.
    excerpt = Substr("prompt", Coalesce(F("job__preamble_length"), Value(0)) + 1, EXCERPT_LENGTH + 1)
    newest = (
        Image.objects.annotate(name=entity_name(), excerpt=excerpt)
        .order_by("-id")
        .values("id", "entity_type", "entity_id", "name", "excerpt", "created_at")[:NEWEST]
    )
    images = {image["id"]: image for image in newest}
    files = (
        ImageFile.objects.filter(image__in=list(images))
        .order_by("-image_id", "position")
        .values("image_id", "stem", "width", "height", "is_missing")
    )

    plates = []
    for file in files:
        image = images[file["image_id"]]
        name = image["name"] or image["entity_id"]
        plate = Plate(
            stem=file["stem"],
            name=name,
            label=_label(image["entity_type"]),
            # Most prompts begin with the name, which the caption has said already.
            excerpt=_shorten(image["excerpt"]).removeprefix(f"{name}: "),
            created_at=image["created_at"],
            age=age(image["created_at"], now=now),
            width=file["width"],
            height=file["height"],
            is_missing=file["is_missing"],
        )
        plates.append(plate)
    return plates


def _label(entity_type: str) -> str:
    return LABELS.get(entity_type, "Custom prompt")


def _shorten(text: str) -> str:
    """Return the text on one line, cut at a word where it is longer than a caption."""
    line = " ".join(text.split())
    if len(text) <= EXCERPT_LENGTH:
        return line
    return line[:EXCERPT_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
