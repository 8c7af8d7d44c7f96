"""From an engine's picture to files in the storage: measured, hashed, with a thumbnail, all there or none."""

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from PIL import Image as Pixels

from imagesvc.engines.base import Picture
from imagesvc.images import storage
from imagesvc.images.labels import labelled


@dataclass(frozen=True, kw_only=True)
class PreparedFile:
    """What will be written under one stem, and what its row will say."""

    stem: str
    png: bytes
    thumbnail: bytes
    width: int
    height: int

    @property
    def size(self) -> int:
        return len(self.png)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.png).hexdigest()


def prepare(pictures: Sequence[Picture], *, stem: str, label: Mapping[str, str] | None = None) -> list[PreparedFile]:
    """Make ready what an engine returned, with texts put into each file.

    The first picture gets the stem itself, the next ones -2, -3, ...
    """
    return [
        _prepare(picture, stem=stem if number == 1 else f"{stem}-{number}", label=label or {})
        for number, picture in enumerate(pictures, start=1)
    ]


def write(files: Sequence[PreparedFile]) -> None:
    """Store pictures with their thumbnails; when one cannot be written none stays."""
    try:
        for file in files:
            # The thumbnail first: where a picture is, its thumbnail is.
            storage.write(file.stem, storage.THUMBNAIL, file.thumbnail)
            storage.write(file.stem, storage.PICTURE, file.png)
    except BaseException:
        remove(files)
        raise


def remove(files: Sequence[PreparedFile]) -> None:
    """Remove pictures with their thumbnails, as far as they are there."""
    for file in files:
        storage.remove(file.stem)


def make_thumbnail(pixels: Pixels.Image) -> bytes:
    """Return a WebP that fits into a square of THUMBNAIL_PIXELS."""
    small = pixels.convert("RGB")
    small.thumbnail((settings.THUMBNAIL_PIXELS, settings.THUMBNAIL_PIXELS))
    file = io.BytesIO()
    small.save(file, "WEBP", quality=80, method=4)
    return file.getvalue()


def _prepare(picture: Picture, *, stem: str, label: Mapping[str, str]) -> PreparedFile:
    pixels = picture.pixels or Pixels.open(io.BytesIO(picture.png), formats=("PNG",))
    return PreparedFile(
        stem=stem,
        png=labelled(picture.png, label=label),
        thumbnail=make_thumbnail(pixels),
        width=pixels.width,
        height=pixels.height,
    )
