"""What a crash leaves of files and rows is found and put right, twice as well as once."""

import os
import time
from pathlib import Path

import pytest

from imagesvc.images import storage
from imagesvc.images.models import Image, ImageFile
from imagesvc.images.reconciliation import Findings, reconcile

pytestmark = pytest.mark.django_db

OLD = time.time() - 3600


def age(path: Path) -> None:
    os.utime(path, (OLD, OLD))


def make_file(folder: Path, name: str, *, is_old: bool = True) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"a picture")
    if is_old:
        age(path)
    return path


def make_image(folder: Path, *, has_file: bool = True) -> ImageFile:
    image = Image.objects.create()
    file = ImageFile.objects.create(image=image, stem=image.public_id)
    if has_file:
        make_file(folder, storage.file_name(file.stem, "png"))
        make_file(folder, storage.file_name(file.stem, "webp"))
    return file


def test_old_drafts_and_orphans_are_removed_and_young_ones_left(pictures: Path) -> None:
    kept = make_image(pictures)
    gone = [make_file(pictures, "ab/.unfinished-ab.png.12ab34cd.tmp"), make_file(pictures, "ab/orphaned-ab.png")]
    young = [
        make_file(pictures, "cd/.unfinished-cd.png.12ab34cd.tmp", is_old=False),
        make_file(pictures, "cd/orphaned-cd.png", is_old=False),
    ]

    found = [reconcile(is_dry=True), reconcile(), reconcile()]

    assert found == [Findings(drafts=1, orphaned_files=1), Findings(drafts=1, orphaned_files=1), Findings()]
    assert not any(path.exists() for path in gone)
    assert all(path.exists() for path in young)
    assert storage.exists(kept.stem)


@pytest.mark.parametrize(
    "name",
    ["holidays/a-photograph.png", "ab/a-photograph.png", "ab/orphaned-ab.jpg", "ab/.cache.tmp", "orphaned-ab.png"],
)
def test_files_that_are_not_ours_are_left_alone(pictures: Path, name: str) -> None:
    foreign = make_file(pictures, name)

    assert reconcile() == Findings()
    assert foreign.exists()


def test_row_without_file_is_marked_and_unmarked_when_it_is_back(pictures: Path) -> None:
    file = make_image(pictures, has_file=False)

    lost = [reconcile(is_dry=True), reconcile(), reconcile()]
    is_marked = ImageFile.objects.get().is_missing
    make_file(pictures, storage.file_name(file.stem, "png"))
    back = reconcile()

    assert lost == [Findings(missing_files=1), Findings(missing_files=1), Findings()]
    assert is_marked
    assert back == Findings(found_files=1)
    assert not ImageFile.objects.get().is_missing


def test_storage_without_any_picture_is_in_order() -> None:
    assert reconcile() == Findings()


def test_progress_is_told_of_files_and_of_rows(pictures: Path) -> None:
    for _ in range(2):
        make_image(pictures)
    told: list[int] = []

    reconcile(on_progress=told.append)

    assert told == sorted(told)
    assert told[-1] == 4 + 2
