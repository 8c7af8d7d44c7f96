"""JSON that holds pictures: the bytes come out as they went in, and nothing but pictures may be large."""

import base64
import json
import random
import tracemalloc

import pytest

from imagesvc.engines.base import EngineError
from imagesvc.engines.inline import MOST_OTHER_BYTES, InlineJson

pytestmark = pytest.mark.once


def some_bytes(count: int) -> bytes:
    return random.Random(count).randbytes(count)


def base64_of(count: int) -> str:
    return base64.b64encode(some_bytes(count)).decode()


@pytest.mark.parametrize("count", [0, 1, 2, 3, 767, 768, 769, 5_000, 300_000])
@pytest.mark.parametrize("start", ["", "data:image/png;base64,"])
def test_picture_is_found_again(count: int, start: str) -> None:
    body = json.dumps({"images": [start + base64_of(count), "short"], "info": "of the two"}).encode()

    inline = InlineJson(body)

    assert inline.picture(inline.value["images"][0]) == some_bytes(count)
    assert (inline.value["images"][1], inline.value["info"]) == ("short", "of the two")


def test_escaped_slashes_are_slashes() -> None:
    text = base64_of(30_000)
    assert "/" in text

    inline = InlineJson(json.dumps([text]).replace("/", r"\/").encode())

    assert inline.picture(inline.value[0]) == some_bytes(30_000)


def test_several_pictures_are_told_apart() -> None:
    counts = (3_000, 4_000, 5_000)

    inline = InlineJson(json.dumps([base64_of(count) for count in counts]).encode())

    assert [inline.picture(text) for text in inline.value] == [some_bytes(count) for count in counts]


@pytest.mark.parametrize("wrong", [None, 5, True, [], {}, "no base64!", "=", "QUJ", "QUJD\n", "\ud800", "é"])
def test_what_is_no_picture_is_a_bad_image(wrong: object) -> None:
    inline = InlineJson(json.dumps([wrong]).encode())

    with pytest.raises(EngineError) as caught:
        inline.picture(inline.value[0])

    assert (caught.value.code, caught.value.is_retryable) == ("bad_image", True)


@pytest.mark.parametrize("damage", [b"!", b"\\n", b"\\", b"=="])
def test_damaged_base64_is_a_bad_image_or_no_json(damage: bytes) -> None:
    text = base64_of(9_000).encode()

    with pytest.raises(EngineError) as caught:
        _first_picture(b'["' + text[:5_000] + damage + text[5_000:] + b'"]')

    assert caught.value.code in ("bad_image", "bad_answer")


def _first_picture(body: bytes) -> bytes:
    inline = InlineJson(body)
    return inline.picture(inline.value[0])


@pytest.mark.parametrize(
    "body",
    [
        b"[" + b"[]," * 2**21 + b"[]]",
        b'["' + b'a b","' * 2**20 + b'"]',
        b"[" + b",".join([b'"' + b"A" * 1_024 + b'"'] * 60_000) + b"]",
        b" " * (MOST_OTHER_BYTES + 1),
    ],
    ids=["brackets", "words", "many long texts", "spaces"],
)
def test_too_much_beside_pictures_is_refused_before_it_is_read(body: bytes) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(EngineError) as caught:
            InlineJson(body)
        peak_bytes = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert (caught.value.code, str(caught.value)) == (
        "bad_answer",
        "The engine's answer holds too much beside its pictures.",
    )
    assert peak_bytes < 40 * 2**20


def test_large_picture_is_not_copied_as_text() -> None:
    body = b'{"data": [{"b64_json": "' + b"QUJD" * 2**22 + b'"}]}'

    tracemalloc.start()
    try:
        inline = InlineJson(body)
        picture = inline.picture(inline.value["data"][0]["b64_json"])
        peak_bytes = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert len(picture) == 3 * 2**22
    # The picture itself, and nothing else of its size.
    assert peak_bytes < 1.1 * len(picture)
