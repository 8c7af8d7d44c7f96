"""Picture files of others: which are found, which are refused, and that only their pixels are kept."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image as Pixels
from PIL.PngImagePlugin import PngInfo

from imagesvc.images.foreign import PictureRefused, find_picture, read_picture

pytestmark = pytest.mark.once


def hollow_png(width: int, height: int) -> bytes:
    """Return a PNG that promises pixels and holds none."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (b"IHDR" + header, b"IDAT" + zlib.compress(b""), b"IEND")
    parts = (struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) for chunk in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def test_picture_is_found_by_id_before_it_is_found_by_name(tmp_path: Path) -> None:
    for name in ("picture1.jpg", "picture1.webp", "picture2.gif", "other.png"):
        (tmp_path / name).touch()

    found = [find_picture(tmp_path, image_id, file_names=["other.png"]) for image_id in ("picture1", "picture2", "x")]

    assert [path and path.name for path in found] == ["picture1.jpg", "picture2.gif", "other.png"]


@pytest.mark.parametrize(
    "name",
    ["../secret.png", "..\\secret.png", "/etc/hostname", "sub/secret.png", "..", ".", "", "a\0b", "sub", "x" * 5000],
)
def test_only_the_folder_itself_is_looked_into(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.png").touch()
    (tmp_path / "pictures" / "sub").mkdir(parents=True)
    (tmp_path / "pictures" / "sub" / "secret.png").touch()

    found = find_picture(tmp_path / "pictures", "unknown", file_names=[name])

    assert found is None


def test_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.png").touch()
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "picture.png").symlink_to(tmp_path / "secret.png")

    with pytest.raises(PictureRefused) as caught:
        find_picture(tmp_path / "pictures", "picture")

    assert str(caught.value) == "its link leads out of the folder of pictures"


@pytest.mark.parametrize(
    ("decoder", "mode", "expected"),
    [
        ("PNG", "RGB", "RGB"),
        ("PNG", "RGBA", "RGBA"),
        ("PNG", "P", "RGB"),
        ("PNG", "I;16", "RGB"),
        ("JPEG", "L", "RGB"),
        ("JPEG", "CMYK", "RGB"),
        ("WEBP", "RGBA", "RGBA"),
        ("GIF", "P", "RGB"),
    ],
)
def test_picture_becomes_a_plain_png(tmp_path: Path, decoder: str, mode: str, expected: str) -> None:
    Pixels.new(mode, (6, 4)).save(tmp_path / "picture", decoder)

    picture = read_picture(tmp_path / "picture")

    written = Pixels.open(io.BytesIO(picture.png), formats=("PNG",))
    assert (written.size, written.mode, written.info) == ((6, 4), expected, {})


def test_nothing_but_pixels_is_kept(tmp_path: Path) -> None:
    text = PngInfo()
    text.add_text("parameters", "the secret prompt")
    pixels = Pixels.new("RGB", (6, 4), "red")
    exif = Pixels.Exif()
    exif[0x0112] = 6  # lies on its side
    pixels.save(tmp_path / "picture", "PNG", pnginfo=text, icc_profile=b"the secret profile", exif=exif, dpi=(300, 300))

    picture = read_picture(tmp_path / "picture")

    written = Pixels.open(io.BytesIO(picture.png))
    assert (written.size, written.getpixel((0, 0)), written.info) == ((4, 6), (255, 0, 0), {})
    assert b"secret" not in picture.png


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "it is none of PNG, JPEG, WEBP, GIF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "it is none of PNG, JPEG, WEBP, GIF"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "it is none of PNG, JPEG, WEBP, GIF"),
        (hollow_png(9000, 9000), "it has more than 64 megapixels"),
        (hollow_png(12_000, 12_000), "it has more than 64 megapixels"),
        (hollow_png(60_000, 60_000), "it has more than 64 megapixels"),
        (hollow_png(6, 4), "it cannot be decoded"),
    ],
    ids=["empty", "svg", "postscript", "81 megapixels", "144 megapixels", "3600 megapixels", "hollow"],
)
def test_what_is_no_picture_is_refused(tmp_path: Path, content: bytes, sentence: str) -> None:
    (tmp_path / "picture").write_bytes(content)

    with pytest.raises(PictureRefused) as caught:
        read_picture(tmp_path / "picture")

    assert str(caught.value) == sentence


def test_truncated_picture_is_refused(tmp_path: Path) -> None:
    file = io.BytesIO()
    Pixels.effect_noise((64, 64), 50).save(file, "PNG")
    (tmp_path / "picture").write_bytes(file.getvalue()[:-1000])

    with pytest.raises(PictureRefused) as caught:
        read_picture(tmp_path / "picture")

    assert str(caught.value) == "it cannot be decoded"
