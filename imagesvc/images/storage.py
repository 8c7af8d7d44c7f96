"""Where pictures lie: whole files or none, under names that the server made and that are never used twice."""

import os
import re
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils.deconstruct import deconstructible

# Ids are UUIDs, or a game's own such as img_20260304_165514_cd2bvwu0; further pictures of one job end in -2, -3, ...
STEM = re.compile(r"[A-Za-z0-9_-]{8,110}")
PICTURE = "png"
THUMBNAIL = "webp"
CONTENT_TYPES = {PICTURE: "image/png", THUMBNAIL: "image/webp"}
# A name is never used twice, so a copy never grows old.
CACHE_CONTROL = "public, max-age=31536000, immutable"
DRAFT = ".tmp"

# A file that we made, or are making.
_OURS = re.compile(rf"\.?(?P<stem>{STEM.pattern})\.(?:{'|'.join(CONTENT_TYPES)})(?:\.[0-9a-f]+{re.escape(DRAFT)})?")


class StorageUnavailable(OSError):
    """The storage of pictures does not answer, or refuses us; trying again later may help."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """What one look at a file tells: its size in bytes, and when it was written in seconds since 1970."""

    size: int
    modified_at: float


class PictureStorage(Storage):
    """Django's storage, with what our pictures need beyond it; a second writer of a name gets FileExistsError."""

    # Whether a look takes microseconds, so that nobody needs to wait for it on a thread.
    is_near = False

    def get_available_name(self, name: str, max_length: int | None = None) -> str:  # noqa: ARG002  (Django's signature)
        """Keep the name: names are made once, and a second writer must fail instead of standing beside the first."""
        return name

    def look(self, name: str) -> Found:
        """Look at a file; raise FileNotFoundError."""
        raise NotImplementedError

    def open_part(self, name: str, *, first: int, behind: int) -> IO[bytes]:
        """Open a file for reading from its byte `first` to before its byte `behind`; raise FileNotFoundError."""
        raise NotImplementedError

    def fault(self) -> str | None:
        """Return what the settings have wrong about it in one sentence, if anything; to be away is no such fault."""
        raise NotImplementedError


@deconstructible
class PictureFolder(PictureStorage, FileSystemStorage):
    """A folder, but a file in it is either not there or whole, also after the power went.

    A file is written under a temporary name in its own folder, synced and linked to its name, and the folder is synced.
    """

    def __init__(self, *, location: Path | str, is_near: bool = True) -> None:
        super().__init__(location=location)
        self.is_near = is_near

    def look(self, name: str) -> Found:
        # As the system has it: Django's check that a name leads nowhere else takes four times as long, and we made it.
        found = os.stat(f"{self.location}/{name}")  # noqa: PTH116  (a Path takes twice as long)
        return Found(size=found.st_size, modified_at=found.st_mtime)

    def open_part(self, name: str, *, first: int, behind: int) -> IO[bytes]:  # noqa: ARG002  (one does not need it)
        file = Path(self.path(name)).open("rb")  # noqa: SIM115  (whoever asked closes it)
        file.seek(first)
        return file

    def fault(self) -> str | None:
        folder = Path(self.location)
        if not folder.is_dir():
            # Ours is made with the first picture; one that somebody has named may be a mount that is missing.
            return None if self.is_near else f"{folder} is not there; make it, or mount what belongs there."
        try:
            tempfile.TemporaryFile(dir=folder).close()
        except OSError as error:
            return f"{folder} cannot be written to: {error.strerror}."
        return None

    def _save(self, name: str, content: "File[bytes]") -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}{DRAFT}")
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


def pictures() -> PictureStorage:
    """Return the storage of pictures that the settings name."""
    return cast("PictureStorage", storages["pictures"])


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


def folders() -> list[str]:
    """Return the folders that files are spread over; others that may stand beside them are not ours."""
    try:
        return sorted(name for name in pictures().listdir("")[0] if len(name) == 2)
    except FileNotFoundError:
        return []  # no picture was ever stored


def files_in(folder: str) -> list[str]:
    """Return the names in the storage of all files of a folder that are ours, drafts included."""
    return [f"{folder}/{name}" for name in pictures().listdir(folder)[1] if _is_ours(name, folder=folder)]


def is_draft(name: str) -> bool:
    """Say whether a name is one that is used while a file is being written."""
    return name.endswith(DRAFT)


def exists(stem: str) -> bool:
    """Say whether the picture itself is there."""
    return pictures().exists(file_name(stem, PICTURE))


def _is_ours(name: str, *, folder: str) -> bool:
    """Say whether a name is one that we make: whoever tidies up must never touch what else may lie there."""
    match = _OURS.fullmatch(name)
    return match is not None and match["stem"].endswith(folder)
