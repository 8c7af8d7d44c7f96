"""How things look in the admin: badges, pictures, links to entities, times and durations.

Everything that somebody else wrote is escaped here; nothing of it is ever markup.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.admin.utils import quote
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from entities.kinds import MODELS
from imagesvc.images.models import ImageFile
from jobs.models import Job, JobStatus

NOTHING = "-"
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


def badge(word: str, *, tone: str) -> SafeString:
    """Return a state as a badge; the tones are the words of a job's statuses, which the stylesheet knows."""
    return format_html('<span class="state state-{}">{}</span>', tone, word)


def job_badge(job: Job) -> SafeString:
    """Return a job's state, with its progress while it is drawn."""
    shown = badge(job.get_status_display(), tone=job.status)
    if job.status != JobStatus.PROCESSING:
        return shown
    return format_html(
        '{} <progress max="100" value="{}" aria-label="Progress">{} %</progress>', shown, *[job.progress] * 2
    )


def thumbnail(file: ImageFile | None) -> SafeString:
    """Return a picture's thumbnail, linked to the whole."""
    if file is None or file.is_missing:
        return format_html('<span class="{}">file missing</span>', "no-picture")
    return format_html(
        '<a class="picture" href="/generated-images/{0}.png"><img class="thumbnail" src="/generated-images/{0}.webp"'
        ' alt="{0}" width="{1}" height="{2}" loading="lazy"></a>',
        file.stem,
        file.width,
        file.height,
    )


def live_preview(job_id: UUID, *, number: int) -> SafeString:
    """Return what the picture of a job looks like so far."""
    return format_html(
        '<img class="thumbnail is-preview" src="/api/jobs/{}/preview?number={}" alt="How far the picture is">',
        job_id,
        number,
    )


def entity_address(kind: str, entity_id: str) -> str:
    """Return the address of an entity's page."""
    options = MODELS[kind]._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[quote(entity_id)])


def entity_link(row: Any) -> str:
    """Return a link to the entity of a row with `entity_kind`, `entity_id` and the annotation `entity_name`."""
    if row.entity_name is None:  # a custom prompt, or the entity is gone
        return row.entity_id or NOTHING
    return format_html(
        '<a href="{}">{}</a> <span class="quiet">{}</span>',
        entity_address(row.entity_kind, row.entity_id),
        row.entity_name or row.entity_id,
        row.entity_type,
    )


def job_link(job_id: UUID | None, text: str = "") -> str:
    """Return a link to a job."""
    if job_id is None:
        return NOTHING
    return format_html('<a href="{}">{}</a>', reverse("admin:jobs_job_change", args=[job_id]), text or short(job_id))


def two_lines(first: str, second: str) -> SafeString:
    """Return two facts, one below the other; the second is the lesser one."""
    return format_html('{}<span class="second">{}</span>', first, second)


def short(key: UUID) -> str:
    """Return the end of an id, which tells those apart that were made in the same minute."""
    return f"…{str(key)[-8:]}"


def moment(at: datetime | None) -> str:
    """Return a moment to the second, and in full for whoever points at it."""
    if at is None:
        return NOTHING
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', at.isoformat(), f"{at:%c} UTC", f"{at:%Y-%m-%d %H:%M:%S}"
    )


def age(at: datetime | None, *, now: datetime | None = None) -> str:
    """Return how long ago a moment was."""
    if at is None:
        return NOTHING
    seconds = ((now or timezone.now()) - at).total_seconds()
    said = "just now" if seconds < 1 else f"{in_words(seconds)} ago"
    return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(), f"{at:%Y-%m-%d %H:%M:%S} UTC", said)


def in_words(seconds: float) -> str:
    """Return a duration with its two largest units: 0.4 s, 12 s, 3 min 20 s, 2 h 5 min, 3 d 4 h."""
    if seconds < 10:
        return f"{max(0.0, seconds):.1f} s"
    whole = round(seconds)
    for unit, name, smaller, small_name in (
        (_DAY, "d", _HOUR, "h"),
        (_HOUR, "h", _MINUTE, "min"),
        (_MINUTE, "min", 1, "s"),
    ):
        if whole >= unit:
            rest = whole % unit // smaller
            return f"{whole // unit} {name}" + (f" {rest} {small_name}" if rest else "")
    return f"{whole} s"


def between(begin: datetime | None, end: datetime | None) -> str:
    """Return how long something took; nothing where either moment is not known."""
    if begin is None or end is None:
        return ""
    return in_words((end - begin).total_seconds())


def many(number: int, *, most: int) -> str:
    """Return a number that was counted up to a limit."""
    return f"more than {most:,}" if number > most else f"{number:,}"


def files_in_order() -> "Prefetch[str, QuerySet[ImageFile], str]":
    """Have images come with their files, the first one first."""
    return Prefetch("files", queryset=ImageFile.objects.order_by("position"))


def first_files(image_ids: Iterable[UUID]) -> dict[UUID, ImageFile]:
    """Return the first file of each image, by one query."""
    files = ImageFile.objects.filter(image__in=list(image_ids), position=0)
    return {file.image_id: file for file in files}
