"""The folder of pictures: whole files or none, under names that the server made."""

import os
import re
import secrets
from pathlib import Path

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils.deconstruct import deconstructible

# Ids are UUIDs, or a game's own such as img_20260304_165514_cd2bvwu0; further pictures of one job end in -2, -3, ...
STEM = re.compile(r"[A-Za-z0-9_-]{8,110}")
PICTURE = "png"
THUMBNAIL = "webp"


@deconstructible
class PictureFolder(FileSystemStorage):
    """Django's file storage, but a file is either not there or whole, also after the power went.

    A file is written under a temporary name in its own folder, synced and linked to its name, and the folder is synced.
    """

    def get_available_name(self, name: str, max_length: int | None = None) -> str:  # noqa: ARG002  (Django's signature)
        """Keep the name: names are made once, and a second writer must fail instead of standing beside the first."""
        return name

    def _save(self, name: str, content: "File[bytes]") -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
        try:
            with draft.open("xb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            # A rename would replace a file of that name without a word; a link refuses to.
            os.link(draft, path)
        finally:
            draft.unlink(missing_ok=True)
        self._sync(path.parent)
        return name

    @staticmethod
    def _sync(folder: Path) -> None:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def pictures() -> Storage:
    """Return the storage of pictures that the settings name."""
    return storages["pictures"]


def file_name(stem: str, suffix: str) -> str:
    """Return the name in the storage; the last characters of an id are its random ones and spread the files."""
    assert STEM.fullmatch(stem), stem
    return f"{stem[-2:]}/{stem}.{suffix}"


def write(stem: str, suffix: str, content: bytes) -> None:
    """Store a file under its name; raises OSError (FileExistsError if the name is taken)."""
    pictures().save(file_name(stem, suffix), ContentFile(content))


def remove(stem: str) -> None:
    """Remove a picture and its thumbnail, if they are there."""
    for suffix in (PICTURE, THUMBNAIL):
        pictures().delete(file_name(stem, suffix))


def exists(stem: str) -> bool:
    """Say whether the picture itself is there."""
    return pictures().exists(file_name(stem, PICTURE))
