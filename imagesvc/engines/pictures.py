"""Takes in what an engine sent as a picture: measured before it is decoded, decoded whole, and written anew as PNG.

No byte of the original is kept: no metadata, no colour profile, no second frame, nothing that was put behind its end.
"""

import binascii
import struct
import warnings
from base64 import b64decode
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from imagesvc.engines.base import EngineError, Picture, Size

FORMATS = ("PNG", "JPEG", "WEBP")
# The largest picture that can be asked for.
MOST_PIXELS = 4096 * 4096
# Noise, uncompressed, with an alpha channel; no encoder needs more.
BYTES_PER_PIXEL = 4
FURTHER_BYTES = 2**20
# 6 costs three times as much for four per cent.
_PNG_LEVEL = 3


def most_bytes(size: Size | None) -> int:
    """Return how many bytes a picture of a size may have, at the most; of any size that we take if None."""
    pixels = MOST_PIXELS if size is None else min(size[0] * size[1], MOST_PIXELS)
    return pixels * BYTES_PER_PIXEL + FURTHER_BYTES


def take_in(data: bytes, *, size: Size | None) -> Picture:
    """Decode a picture file of exactly that size (None: any up to MOST_PIXELS) and return it as a PNG of its pixels.

    Raise EngineError: `bad_image` for what is none or is damaged, `animated`, `wrong_size`, `too_large`.
    """
    pixels = decode(data, size=size)
    del data
    file = BytesIO()
    pixels.save(file, "PNG", compress_level=_PNG_LEVEL)
    return Picture(png=file.getvalue(), pixels=pixels)


def decode(data: bytes, *, size: Size | None = None, most_pixels: int = MOST_PIXELS) -> Image.Image:
    """Decode a picture file to RGB or RGBA, as above."""
    if not data:
        raise bad_image("The engine sent an empty file instead of a picture.")
    if len(data) > most_bytes(size):
        raise EngineError("The engine sent a picture file that is too large.", is_retryable=True, code="too_large")
    try:
        with warnings.catch_warnings():
            # Pillow's own limit of pixels is far above ours, and what it warns of otherwise is an error here.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return _decode(data, size=size, most_pixels=most_pixels)
    except UnidentifiedImageError as error:
        raise bad_image(f"The engine sent a file that is none of {', '.join(FORMATS)}.") from error
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, OverflowError, KeyError) as error:
        raise bad_image("The engine sent a picture that is damaged.") from error


def from_base64(text: object) -> bytes:
    """Decode a picture that stands in JSON, with or without `data:...;base64,` before it; raise EngineError."""
    if not isinstance(text, str):
        raise bad_image("The engine's answer holds no picture.")
    _, comma, behind = text[:100].partition(",")
    start = len(text[:100]) - len(behind) if comma and text.startswith("data:") else 0
    try:
        return b64decode(text[start:], validate=True)
    except (binascii.Error, ValueError) as error:
        raise bad_image("The engine sent a picture that is damaged.") from error


def bad_image(sentence: str) -> EngineError:
    """Return the error for what should have been a picture."""
    return EngineError(sentence, is_retryable=True, code="bad_image")


def _decode(data: bytes, *, size: Size | None, most_pixels: int) -> Image.Image:
    with Image.open(BytesIO(data), formats=FORMATS) as source:
        # All known from the header: nothing has been decoded yet.
        if source.width * source.height > most_pixels:
            raise _too_many_pixels()
        if size is not None and source.size != size:
            found, wanted = (f"{width}x{height}" for width, height in (source.size, size))
            raise EngineError(
                f"The engine sent a picture of {found} pixels instead of {wanted}.",
                is_retryable=True,
                code="wrong_size",
            )
        if getattr(source, "is_animated", False):
            raise EngineError("The engine sent an animation instead of a picture.", is_retryable=True, code="animated")
        if source.format == "PNG" and not _ends_whole(data):
            raise bad_image("The engine sent a picture that is cut off.")
        source.load()
        if source.mode.startswith("I"):
            # 16 bits of grey: Pillow would clip them at 255 instead of scaling.
            pixels = source.point(lambda value: value / 257).convert("L").convert("RGB")
        else:
            mode = "RGBA" if source.has_transparency_data else "RGB"
            # Of a PNG that has them as they are wanted, the pixels are not copied: Pillow has let go of its file.
            pixels = source if source.mode == mode and source.format == "PNG" else source.convert(mode)
    pixels.info.clear()  # else text, Exif and the colour profile would be saved with it
    return pixels


def _ends_whole(data: bytes) -> bool:
    """Walk the chunks of a PNG to its IEND (PNG specification, 5.3); Pillow does not miss the end."""
    position = 8
    while position + 12 <= len(data):
        length, name = struct.unpack_from(">I4s", data, position)
        position += 12 + length
        if name == b"IEND":
            return bool(position <= len(data))
    return False


def _too_many_pixels() -> EngineError:
    return EngineError("The engine sent a picture with too many pixels.", is_retryable=True, code="too_large")
