"""Pictures that engines send: good ones, and every kind of bad one."""

import io
import random
import struct
import zlib
from asyncio import sleep
from collections.abc import AsyncIterator, Callable
from functools import cache, partial

from PIL import Image
from PIL.PngImagePlugin import PngInfo

Size = tuple[int, int]

CHUNK_BYTES = 2**16
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def picture(kind: str, *, size: Size, seed: int = 0) -> bytes:
    """Return the file of a kind that has an end; the same arguments give the same bytes."""
    return KINDS[kind](size, seed)


async def chunks(kind: str, *, size: Size, seed: int = 0) -> AsyncIterator[bytes]:
    """Yield the file of any kind piece by piece: `endless` and `huge` never end, `drip` brings one byte a second."""
    if kind in ENDLESS:
        yield _SIGNATURE
        while True:
            yield bytes(CHUNK_BYTES)
            await sleep(0)
    whole = picture("good" if kind == "drip" else kind, size=size, seed=seed)
    step = 1 if kind == "drip" else CHUNK_BYTES
    for start in range(0, len(whole), step):
        yield whole[start : start + step]
        if kind == "drip":
            await sleep(1)


def media_type(kind: str) -> str:
    """Return what an engine says that the file is."""
    return _MEDIA_TYPES.get(kind, "image/png")


# Those that no client should wait for the end of. `huge` says beforehand that it has four gigabytes.
ENDLESS = ("endless", "huge")
HUGE_BYTES = 2**32


def pixels(size: Size, seed: int) -> Image.Image:
    """Return soft colours that depend on the seed: cheap to make, and nothing of it can be missing unnoticed."""
    patches = Image.frombytes("RGB", (4, 4), random.Random(seed).randbytes(48))
    return patches.resize(size, Image.Resampling.BILINEAR)


def _saved(image: Image.Image, form: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def _png(size: Size, seed: int) -> bytes:
    return _saved(pixels(size, seed), "PNG", compress_level=1)


def _noise(size: Size, seed: int, *, mode: str = "RGB") -> bytes:
    noise = Image.frombytes(mode, size, random.Random(seed).randbytes(size[0] * size[1] * len(mode)))
    return _saved(noise, "PNG", compress_level=0)


def _with_metadata(size: Size, seed: int) -> bytes:
    texts = PngInfo()
    texts.add_text("parameters", "the prompt of somebody, Steps: 20")
    texts.add_itxt("workflow", '{"secret": "graph"}')
    exif = Image.Exif()
    exif[0x9286] = "a comment"
    return _saved(pixels(size, seed), "PNG", pnginfo=texts, exif=exif, icc_profile=b"no profile at all" * 20)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _header(size: Size, *, depth: int, colour: int) -> bytes:
    return _SIGNATURE + _chunk(b"IHDR", struct.pack(">IIBBBBB", *size, depth, colour, 0, 0, 0))


@cache
def _zeros(count: int) -> bytes:
    """Compress so many zeros without ever having them all."""
    packer = zlib.compressobj(9)
    step = bytes(2**20)
    packed = b"".join(packer.compress(step[: min(2**20, count - start)]) for start in range(0, count, 2**20))
    return packed + packer.flush()


def _bomb(size: Size, seed: int) -> bytes:
    """Make 12000x12000 pixels of 18 KB; decoded to RGB they take 412 MiB."""
    rows = _zeros(12_000 * (1 + 12_000 // 8))
    return _header((12_000, 12_000), depth=1, colour=0) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _row_bomb(size: Size, seed: int) -> bytes:
    """Make a picture of the right size whose pixel data goes on for 1 GiB."""
    return _header(size, depth=8, colour=2) + _chunk(b"IDAT", _zeros(2**30)) + _chunk(b"IEND", b"")


def _text_bomb(size: Size, seed: int) -> bytes:
    text = _chunk(b"zTXt", b"Comment\0\0" + _zeros(64 * 2**20))
    whole = _png(size, seed)
    behind_header = len(_header((1, 1), depth=8, colour=2))
    return whole[:behind_header] + text + whole[behind_header:]


def _frames(size: Size, seed: int) -> tuple[Image.Image, list[Image.Image]]:
    return pixels(size, seed), [pixels(size, seed + 1), pixels(size, seed + 2)]


def _animated(size: Size, seed: int, *, form: str = "PNG") -> bytes:
    first, others = _frames(size, seed)
    return _saved(first, form, save_all=True, append_images=others, duration=100)


def _sixteen_bit(size: Size, seed: int) -> bytes:
    grey = pixels(size, seed).convert("L")
    return _saved(grey.convert("I").point(lambda value: value * 257).convert("I;16"), "PNG")


KINDS: dict[str, Callable[[Size, int], bytes]] = {
    # To be taken as they are.
    "good": _png,
    "noise": _noise,
    "transparent_noise": partial(_noise, mode="RGBA"),
    "jpeg": lambda size, seed: _saved(pixels(size, seed), "JPEG", quality=95),
    "webp": lambda size, seed: _saved(pixels(size, seed), "WEBP", lossless=True, method=0),
    "transparent": lambda size, seed: _saved(pixels(size, seed).convert("RGBA"), "PNG"),
    "palette": lambda size, seed: _saved(pixels(size, seed).quantize(16), "PNG"),
    "cmyk": lambda size, seed: _saved(pixels(size, seed).convert("CMYK"), "JPEG"),
    "sixteen_bit": _sixteen_bit,
    "metadata": _with_metadata,
    "polyglot": lambda size, seed: _png(size, seed) + b"<script>alert(1)</script>PK\x05\x06" + bytes(18),
    # Damaged.
    "cut_half": lambda size, seed: _png(size, seed)[: len(_png(size, seed)) // 2],
    "cut_tail": lambda size, seed: _png(size, seed)[:-20],
    "no_iend": lambda size, seed: _png(size, seed)[:-12],
    "cut_jpeg": lambda size, seed: _saved(pixels(size, seed), "JPEG", quality=95)[:-500],
    "empty": lambda size, seed: b"",
    # None at all.
    "html": lambda size, seed: b"<!doctype html><title>502 Bad Gateway</title><p>nginx",
    "json_error": lambda size, seed: b'{"error": "the queue is full"}',
    # Of another kind, or another size.
    "svg": lambda size, seed: b'<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d"/>' % size,
    "gif": lambda size, seed: _saved(pixels(size, seed), "GIF"),
    "tiff": lambda size, seed: _saved(pixels(size, seed), "TIFF"),
    "animated": _animated,
    "animated_webp": partial(_animated, form="WEBP"),
    "wrong_size": lambda size, seed: _png((size[0] + 8, size[1]), seed),
    # Bombs.
    "bomb": _bomb,
    "row_bomb": _row_bomb,
    "text_bomb": _text_bomb,
}

_MEDIA_TYPES = {
    "jpeg": "image/jpeg",
    "cut_jpeg": "image/jpeg",
    "cmyk": "image/jpeg",
    "webp": "image/webp",
    "animated_webp": "image/webp",
    "html": "text/html",
    "json_error": "application/json",
    "svg": "image/svg+xml",
    "gif": "image/gif",
    "tiff": "image/tiff",
}
