"""Takes in a picture file that somebody else made: found in its folder and nowhere else, decoded, written anew as PNG.

No byte of the original is kept: no metadata, no colour profile, no second frame.
"""

import io
import re
import struct
import warnings
from collections.abc import Iterable
from pathlib import Path

from PIL import Image as Pixels
from PIL import ImageOps, UnidentifiedImageError

from imagesvc.engines.base import Picture

DECODERS = ("PNG", "JPEG", "WEBP", "GIF")
SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".gif")
PIXELS_AT_MOST = 64_000_000
TOO_LARGE = f"it has more than {PIXELS_AT_MOST // 1_000_000} megapixels"


class PictureRefused(Exception):
    """There is a file, but it is not taken. The message says why, without its name."""


def find_picture(folder: Path, image_id: str, *, file_names: Iterable[str] = ()) -> Path | None:
    """Return the file of a picture: <id> with one of the SUFFIXES, else the first of the names that is there.

    Only the last part of a name counts, and a link that leads out of the folder raises PictureRefused.
    """
    root = folder.resolve()
    base_names = (re.split(r"[/\\]", name)[-1] for name in file_names)
    for name in (*(image_id + suffix for suffix in SUFFIXES), *base_names):
        if not re.fullmatch(r"[^\x00-\x1f]{1,200}", name) or name in (".", ".."):
            continue
        path = (root / name).resolve()
        if path.is_file():
            if not path.is_relative_to(root):
                raise PictureRefused("its link leads out of the folder of pictures")
            return path
    return None


def read_picture(path: Path) -> Picture:
    """Decode a picture file and return it as a PNG of its pixels alone; raises PictureRefused."""
    try:
        with warnings.catch_warnings():
            # Pillow warns of what is refused below anyway.
            warnings.simplefilter("ignore", Pixels.DecompressionBombWarning)
            pixels = _decode(path)
    except UnidentifiedImageError as error:
        raise PictureRefused(f"it is none of {', '.join(DECODERS)}") from error
    except Pixels.DecompressionBombError as error:
        raise PictureRefused(TOO_LARGE) from error
    except (OSError, SyntaxError, ValueError, EOFError, struct.error) as error:
        raise PictureRefused("it cannot be decoded") from error
    file = io.BytesIO()
    pixels.save(file, "PNG")
    return Picture(png=file.getvalue(), pixels=pixels)


def _decode(path: Path) -> Pixels.Image:
    with Pixels.open(path, formats=DECODERS) as source:
        # Known from the header: nothing has been decoded yet.
        if source.width * source.height > PIXELS_AT_MOST:
            raise PictureRefused(TOO_LARGE)
        upright = ImageOps.exif_transpose(source)
        pixels = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    pixels.info.clear()  # else text, Exif and the colour profile would be saved with it
    return pixels
