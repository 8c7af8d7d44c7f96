"""Finds where files and rows of pictures do not agree, and puts it right: drafts, orphaned files, rows without files.

Safe to do twice, and on two hosts at once. Whatever is young is left alone: its row may be about to be committed.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from django.utils import timezone

from imagesvc.images import storage
from imagesvc.images.models import ImageFile

# An attempt writes its files moments before their rows; this is many times as long.
YOUNG_SECONDS = 600
CHUNK = 500


@dataclass(frozen=True, kw_only=True)
class Findings:
    """How many files were, or would be, removed, and how many rows marked."""

    drafts: int = 0
    orphaned_files: int = 0
    missing_files: int = 0
    found_files: int = 0


def reconcile(
    *,
    is_dry: bool = False,
    young_seconds: float = YOUNG_SECONDS,
    on_progress: Callable[[int], object] = lambda _looked_at: None,
) -> Findings:
    """Compare the storage with the tables and put right what differs; only count it when `is_dry`.

    `on_progress` is told how many files and rows have been looked at.
    """
    born_before = timezone.now() - timedelta(seconds=young_seconds)
    drafts = orphans = looked_at = 0
    for folder in storage.folders():
        names = storage.files_in(folder)
        old_drafts = [name for name in names if storage.is_draft(name) and _is_older(name, born_before)]
        orphaned = [name for name in _without_row(names) if _is_older(name, born_before)]
        drafts, orphans = drafts + len(old_drafts), orphans + len(orphaned)
        if not is_dry:
            for name in (*old_drafts, *orphaned):
                storage.pictures().delete(name)
        looked_at += len(names)
        on_progress(looked_at)
    missing = found = 0
    for files in _chunks():
        gone, back = _mark(files, is_dry=is_dry)
        missing, found, looked_at = missing + gone, found + back, looked_at + len(files)
        on_progress(looked_at)
    return Findings(drafts=drafts, orphaned_files=orphans, missing_files=missing, found_files=found)


def _without_row(names: Sequence[str]) -> list[str]:
    stems = {name: PurePosixPath(name).stem for name in names if not storage.is_draft(name)}
    known = set(ImageFile.objects.filter(stem__in=set(stems.values())).values_list("stem", flat=True))
    return [name for name, stem in stems.items() if stem not in known]


def _is_older(name: str, moment: datetime) -> bool:
    try:
        return storage.pictures().get_modified_time(name) < moment
    except FileNotFoundError:
        return False  # somebody was quicker


def _mark(files: Sequence[ImageFile], *, is_dry: bool) -> tuple[int, int]:
    """Mark the rows whose file is gone, and unmark those whose file is back; return how many of each."""
    gone = [file.pk for file in files if not file.is_missing and not storage.exists(file.stem)]
    back = [file.pk for file in files if file.is_missing and storage.exists(file.stem)]
    if not is_dry:
        ImageFile.objects.filter(pk__in=gone).update(is_missing=True)
        ImageFile.objects.filter(pk__in=back).update(is_missing=False)
    return len(gone), len(back)


def _chunks() -> Iterator[list[ImageFile]]:
    last = 0
    while files := list(ImageFile.objects.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield files
        last = files[-1].pk
