"""Imports a saved game whole, its pictures included: every row and every file of a run, or none.

A save's pictures lie in one folder that all saves share; a record says how a picture was made, and only the entity
which picture it has. No address in a save is followed. Running it again changes nothing.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

from django.db import transaction

from entities.importer import Progress, Upserted, import_save
from entities.kinds import EntityKind
from entities.reading import storable
from entities.save_format import FORMATS
from entities.saves import Remark, Save, SaveError, Topic
from imagesvc.images import files, foreign, storage
from imagesvc.images.files import PreparedFile
from imagesvc.images.models import GAME_IMAGE_ID_LENGTH, ImageFile
from imagesvc.images.recording import EntityKey, Taken, Wish, record_pictures

_Remarker: TypeAlias = Callable[[Topic, str], None]


@dataclass(frozen=True, kw_only=True)
class GameReport:
    """What became of a save: its entities by kind, its pictures by the game's ids, and what is to be said of them."""

    entities: Mapping[str, Upserted]
    pictures: Upserted
    missing_pictures: tuple[str, ...]
    remarks: tuple[Remark, ...]


def import_game(save: Save, *, images_dir: Path | None, progress: Progress, dry_run: bool = False) -> GameReport:
    """Import a save with its pictures, from `images_dir` or from where the game keeps them beside its saves.

    Raise SaveError if `images_dir` is none.

    1. Write the files of the pictures that are not there yet; they are removed again if anything below fails.
    2. In one transaction upsert the entities, then the rows of the pictures.

    With `dry_run` everything is read and counted and nothing written. `progress` is called `steps_of(save)` times.
    """
    if images_dir is not None and not images_dir.is_dir():
        raise SaveError(f"{images_dir} is not a folder of pictures.")
    folder = images_dir or find_images_dir(save.folder)
    remarks: list[Remark] = []

    def remark(topic: Topic, text: str) -> None:
        remarks.append(Remark(topic=topic, text=text))

    if save.images and folder is None:
        remark(Topic.FILE, "the folder generated-images is not there; --images-dir says where it is")
    taken: list[Taken] = []
    with _removed_on_failure() as written:
        for wish in _wishes(save, remark=remark):
            picture = _take(wish, save=save, folder=folder, written=None if dry_run else written, remark=remark)
            taken += [picture] if picture else []
            progress("pictures")
        with transaction.atomic():
            report = import_save(save, progress=progress, dry_run=dry_run)
            pictures = record_pictures(taken, dry_run=dry_run)
    return GameReport(
        entities=report.upserted,
        pictures=pictures,
        missing_pictures=tuple(picture.wish.id for picture in taken if picture.file.is_missing),
        remarks=(*report.remarks, *remarks),
    )


def steps_of(save: Save) -> int:
    """Return how often the import of this save reports progress."""
    return len(FORMATS) + len({*save.images, *_entities_by_image(save)})


def find_images_dir(save_folder: Path) -> Path | None:
    """Return the folder of pictures in or beside a save: the game's own is <game>/public/generated-images."""
    near = (save_folder, *save_folder.resolve().parents[:2])
    candidates = [base / name for base in near for name in ("generated-images", "public/generated-images")]
    return next((candidate for candidate in candidates if candidate.is_dir()), None)


def _wishes(save: Save, *, remark: _Remarker) -> list[Wish]:
    """Return every picture that has a record or an entity, each once."""
    records = {image_id: _storable_record(image_id, record, remark=remark) for image_id, record in save.images.items()}
    entities = _entities_by_image(save)
    return [
        Wish(id=image_id, record=records.get(image_id, {}), entity=entities.get(image_id))
        for image_id in dict.fromkeys((*records, *entities))
    ]


def _entities_by_image(save: Save) -> dict[str, EntityKey]:
    found: dict[str, EntityKey] = {}
    for kind in EntityKind:
        for entity_id, raw in save.objects[kind].items():
            image_id = raw.get("imageId")
            if isinstance(image_id, str) and image_id:
                found.setdefault(image_id, (kind, entity_id))
    return found


def _storable_record(image_id: str, record: Mapping[str, Any], *, remark: _Remarker) -> dict[str, Any]:
    def report(key: str, complaint: str) -> None:
        remark(Topic.VALUE, f"image {image_id}: {key} {complaint}")

    return storable(record, report=report) | {"id": image_id}


@contextmanager
def _removed_on_failure() -> Iterator[list[str]]:
    """Remove the files of the stems that were put into the list, unless the block succeeds."""
    written: list[str] = []
    try:
        yield written
    except BaseException:
        # A commit may have succeeded although its answer was lost, so the database is asked.
        recorded = ImageFile.objects.filter(is_missing=False).in_bulk(written, field_name="stem")
        for stem in written:
            if stem not in recorded:
                storage.remove(stem)
        raise


def _take(wish: Wish, *, save: Save, folder: Path | None, written: list[str] | None, remark: _Remarker) -> Taken | None:
    """Have the picture's file in the storage, and say what its rows must be; with `written` None nothing is written.

    Return None where there is nothing to record: the id cannot be one, or it is all that is known.
    """
    if not _can_be_stored(wish.id):
        remark(Topic.PICTURE, f"{wish.id!r} cannot be the id of a picture")
        return None
    stored = ImageFile.objects.filter(stem=wish.id).select_related("image").first()
    if stored is not None and stored.image.game_id != wish.id:
        remark(Topic.PICTURE, f"{wish.id} is the name of another picture's file")
        return None
    created_at = _created_at(wish, save=save)
    if stored is not None and not stored.is_missing and storage.exists(wish.id):
        return Taken(wish=wish, file=stored, is_file_changed=False, created_at=created_at)
    found = _find(wish, folder=folder, remark=remark)
    if found is None and stored is None and not wish.record:
        remark(Topic.NEEDS_IMAGE, f"{_words_for(wish)}: of its picture {wish.id} there is neither a record nor a file")
        return None
    if found is not None and written is not None:
        _write(found, written=written)
    is_file_changed = found is not None or stored is None or not stored.is_missing
    file = _file_row(found, stored=stored or ImageFile(stem=wish.id))
    return Taken(wish=wish, file=file, is_file_changed=is_file_changed, created_at=created_at)


def _can_be_stored(image_id: str) -> bool:
    return storage.STEM.fullmatch(image_id) is not None and len(image_id) <= GAME_IMAGE_ID_LENGTH


def _find(wish: Wish, *, folder: Path | None, remark: _Remarker) -> PreparedFile | None:
    """Return the picture that lies in the folder, ready to be written."""
    try:
        path = foreign.find_picture(folder, wish.id, file_names=_file_names(wish)) if folder else None
        if path is not None:
            return files.prepare([foreign.read_picture(path)], stem=wish.id)[0]
    except foreign.PictureRefused as error:
        remark(Topic.PICTURE, f"{wish.id}: {error}")
    else:
        if wish.record:
            remark(Topic.PICTURE, f"{wish.id}: there is no file of it")
    return None


def _file_names(wish: Wish) -> list[str]:
    outputs = wish.record.get("images")
    listed = outputs if isinstance(outputs, list) else []
    names = [output.get("filename") for output in listed if isinstance(output, dict)]
    return [name for name in names if isinstance(name, str)]


def _words_for(wish: Wish) -> str:
    assert wish.entity is not None, "without a record it is an entity that speaks of the picture"
    kind, entity_id = wish.entity
    return f"{kind.value} {entity_id}"


def _write(file: PreparedFile, *, written: list[str]) -> None:
    # No row says that something is there: what is, an interrupted run has left.
    storage.remove(file.stem)
    written.append(file.stem)
    files.write([file])


def _file_row(found: PreparedFile | None, *, stored: ImageFile) -> ImageFile:
    """Return the row as it must be, unsaved; of a picture that is missing now it keeps what was known."""
    stored.is_missing = found is None
    if found is not None:
        stored.size, stored.width, stored.height, stored.sha256 = found.size, found.width, found.height, found.sha256
    return stored


def _created_at(wish: Wish, *, save: Save) -> datetime:
    """Return when the picture was made, as far as that is known, and never a time to come."""
    # The game's ids begin with the second in which they were made.
    stamp = re.match(r"img_(\d{8})_(\d{6})", wish.id)
    candidates = (
        wish.record.get("createdAt"),
        f"{stamp[1]}T{stamp[2]}Z" if stamp else None,
        save.metadata.get("timestamp"),
    )
    known = (_parse_time(candidate) for candidate in candidates)
    now = datetime.now(tz=UTC)
    return min(next((time for time in known if time is not None), now), now)


def _parse_time(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        time = datetime.fromisoformat(value)
    except ValueError:
        return None
    time = time if time.tzinfo else time.replace(tzinfo=UTC)
    # A version 7 UUID counts from 1970.
    return time if time >= datetime(1970, 1, 2, tzinfo=UTC) else None
