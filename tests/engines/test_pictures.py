"""What engines send as pictures: taken as pixels and nothing else, or refused for what it is."""

import struct
import zlib
from base64 import b64encode
from contextlib import suppress
from io import BytesIO

import pytest
from PIL import Image

from imagesvc.engines.base import EngineError, Picture
from imagesvc.engines.pictures import MOST_PIXELS, decode, from_base64, most_bytes, take_in
from tests.engines.conformance import BAD_PICTURES, chunks_of
from tests.engines.servers import pictures

pytestmark = pytest.mark.once

SIZE = (96, 64)


def read(png: bytes) -> Image.Image:
    image = Image.open(BytesIO(png), formats=("PNG",))
    image.load()
    return image


def failure(content: bytes, *, size: tuple[int, int] | None = SIZE) -> EngineError:
    with pytest.raises(EngineError) as caught:
        take_in(content, size=size)
    return caught.value


def taken(kind: str, *, size: tuple[int, int] | None = SIZE) -> Picture:
    return take_in(pictures.picture(kind, size=SIZE, seed=5), size=size)


@pytest.mark.parametrize("kind", ["good", "webp", "metadata", "polyglot"])
def test_pixels_stay_as_they_are(kind: str) -> None:
    png = read(taken(kind).png)

    assert (png.mode, png.tobytes()) == ("RGB", pictures.pixels(SIZE, 5).tobytes())


def test_pixels_are_handed_on_beside_the_file() -> None:
    picture = taken("good")

    assert picture.pixels is not None
    assert picture.pixels.tobytes() == read(picture.png).tobytes()


def test_transparency_stays() -> None:
    clear = Image.new("RGBA", SIZE, (10, 20, 30, 40))
    file = BytesIO()
    clear.save(file, "PNG")

    png = read(take_in(file.getvalue(), size=SIZE).png)

    assert (png.mode, png.tobytes()) == ("RGBA", clear.tobytes())


def test_transparent_colour_of_a_palette_becomes_an_alpha_channel() -> None:
    image = Image.new("P", SIZE, 1)
    image.putpalette([0, 0, 0, 200, 100, 50])
    file = BytesIO()
    image.save(file, "PNG", transparency=1)

    png = read(take_in(file.getvalue(), size=SIZE).png)

    assert (png.mode, png.getpixel((0, 0))) == ("RGBA", (200, 100, 50, 0))


def test_sixteen_bits_of_grey_become_eight() -> None:
    expected = pictures.pixels(SIZE, 5).convert("L").convert("RGB")

    assert read(taken("sixteen_bit").png).tobytes() == expected.tobytes()


@pytest.mark.parametrize("kind", ["jpeg", "cmyk"])
def test_lossy_pictures_are_nearly_the_same(kind: str) -> None:
    png = read(taken(kind).png)

    expected = pictures.pixels(SIZE, 5)
    differences = [abs(ours - theirs) for ours, theirs in zip(png.tobytes(), expected.tobytes(), strict=True)]
    assert (png.mode, sum(differences) / len(differences) < 4) == ("RGB", True)


@pytest.mark.parametrize("kind", ["good", "metadata", "polyglot", "jpeg", "transparent", "palette"])
def test_nothing_foreign_is_kept(kind: str) -> None:
    picture = taken(kind)

    assert chunks_of(picture.png) == {b"IHDR", b"IDAT", b"IEND"}
    assert b"script" not in picture.png
    assert picture.pixels is not None
    assert picture.pixels.info == {}


def test_any_size_is_taken_where_none_is_wanted() -> None:
    assert read(taken("wrong_size", size=None).png).size == (104, 64)


@pytest.mark.parametrize("kind", [kind for kind in BAD_PICTURES if kind not in pictures.ENDLESS])
def test_bad_pictures_are_refused(kind: str) -> None:
    error = failure(pictures.picture(kind, size=SIZE))

    assert (error.code, error.is_retryable) == (BAD_PICTURES[kind], True)
    assert str(error).isprintable()


def test_wrong_size_is_said() -> None:
    error = failure(pictures.picture("wrong_size", size=SIZE))

    assert str(error) == "The engine sent a picture of 104x64 pixels instead of 96x64."


def _png(*chunks: tuple[bytes, bytes]) -> bytes:
    parts = [b"\x89PNG\r\n\x1a\n"]
    for name, content in chunks:
        parts.append(struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content)))
    return b"".join(parts)


HEADER = struct.pack(">IIBBBBB", *SIZE, 8, 2, 0, 0, 0)
DAMAGED = {
    "signature": _png(),
    "header alone": _png((b"IHDR", HEADER)),
    "no pixels": _png((b"IHDR", HEADER), (b"IEND", b"")),
    "noise for pixels": _png((b"IHDR", HEADER), (b"IDAT", b"noise" * 100), (b"IEND", b"")),
    "few pixels": _png((b"IHDR", HEADER), (b"IDAT", zlib.compress(bytes(100))), (b"IEND", b"")),
    "no width": _png((b"IHDR", struct.pack(">IIBBBBB", 0, 64, 8, 2, 0, 0, 0)), (b"IEND", b"")),
    "negative width": _png((b"IHDR", struct.pack(">IIBBBBB", 2**31, 1, 8, 2, 0, 0, 0)), (b"IEND", b"")),
    "short header": _png((b"IHDR", HEADER[:5]), (b"IEND", b"")),
    "odd depth": _png((b"IHDR", struct.pack(">IIBBBBB", *SIZE, 99, 77, 0, 0, 0)), (b"IEND", b"")),
    "length of a chunk": _png((b"IHDR", HEADER)) + b"\xff\xff\xff\xffIDAT",
    "webp": b"RIFF\x10\x00\x00\x00WEBPVP8 ",
    "jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "text": b"no picture at all",
    "zero bytes": bytes(1_000),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_files_are_bad_images(name: str) -> None:
    assert failure(DAMAGED[name]).code in ("bad_image", "wrong_size", "too_large")


@pytest.mark.parametrize("kind", ["good", "jpeg", "webp", "animated", "metadata"])
def test_file_cut_anywhere_is_refused(kind: str) -> None:
    whole = pictures.picture(kind, size=SIZE)

    for end in range(0, len(whole) - 2, 97):
        assert failure(whole[:end]).code in ("bad_image", "animated"), end


@pytest.mark.parametrize("kind", ["good", "jpeg", "webp", "palette", "cmyk", "sixteen_bit"])
def test_changed_bytes_make_an_error_or_a_picture(kind: str) -> None:
    whole = pictures.picture(kind, size=SIZE)

    for position in range(0, len(whole), 41):
        changed = bytearray(whole)
        changed[position] ^= 0xFF
        with suppress(EngineError):
            assert read(take_in(bytes(changed), size=SIZE).png).size == SIZE


def test_pixels_are_counted_before_they_are_decoded() -> None:
    with pytest.raises(EngineError) as caught:
        decode(pictures.picture("good", size=SIZE), most_pixels=SIZE[0] * SIZE[1] - 1)

    assert (str(caught.value), caught.value.code) == ("The engine sent a picture with too many pixels.", "too_large")


def test_file_of_too_many_bytes_is_not_looked_at() -> None:
    error = failure(pictures.picture("good", size=SIZE) + bytes(most_bytes(SIZE)))

    assert (str(error), error.code) == ("The engine sent a picture file that is too large.", "too_large")


def test_most_bytes_leave_room_for_noise() -> None:
    noise = pictures.picture("transparent_noise", size=(500, 500))

    assert len(noise) < most_bytes((500, 500))
    assert most_bytes(None) == most_bytes((4096, 4096)) == most_bytes((9_999, 9_999)) == 4 * MOST_PIXELS + 2**20


@pytest.mark.parametrize("prefix", ["", "data:image/png;base64,", "data:;base64,"])
def test_base64_is_decoded_with_and_without_its_type(prefix: str) -> None:
    assert from_base64(prefix + b64encode(b"some bytes").decode()) == b"some bytes"


@pytest.mark.parametrize("text", ["%%%", "AAA", "data:image/png;base64,A", "é", "\ud800", "http://host/x.png,AAAA"])
def test_bad_base64_is_a_damaged_picture(text: str) -> None:
    with pytest.raises(EngineError) as caught:
        from_base64(text)

    assert (str(caught.value), caught.value.code) == ("The engine sent a picture that is damaged.", "bad_image")


@pytest.mark.parametrize("value", [None, 5, True, [], {}, b"AAAA"])
def test_base64_must_be_a_text(value: object) -> None:
    with pytest.raises(EngineError) as caught:
        from_base64(value)

    assert (str(caught.value), caught.value.code) == ("The engine's answer holds no picture.", "bad_image")


def test_empty_text_is_an_empty_file() -> None:
    assert failure(from_base64("")).code == "bad_image"
