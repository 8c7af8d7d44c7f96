"""Texts of engines: one short line without control characters, paths and keys, whatever they were."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagesvc.engines.configuration import Secret
from imagesvc.engines.texts import HIDDEN, MOST_CHARACTERS, clean

pytestmark = pytest.mark.once

KEY = Secret("top-s3cret key")

CLEANED = {
    "": "",
    "Plain words, 1/2 and/or 50 %.": "Plain words, 1/2 and/or 50 %",
    "two\nlines\tand\r\nmore  spaces": "two lines and more spaces",
    "\x1b[31mred\x1b[0m \x1b]0;title\x07x": "red x",
    "nul\x00 bell\x07 del\x7f c1\x9b": "nul bell del c1",
    "turned \u202e\u2066 round \u200b\ufeff": "turned round",
    "half \ud800 pair, private \ue000": "half pair, private",
    "line\u2028paragraph\u2029": "line paragraph",
    "emoji 🗡️ é 古": "emoji 🗡️ é 古",
    "No such file: '/home/me/webui/models/x.ckpt'": "No such file: '…'",
    "in /usr/lib/python3.11/site-packages/torch/nn.py, line 5": "in …, line 5",
    "~/models/x.ckpt": HIDDEN,
    r"C:\Users\me\My models\x.ckpt is missing": "… models\\x.ckpt is missing",
    "file:///etc/passwd": HIDDEN,
    "http://127.0.0.1:8188/view": "http://127.0.0.1:8188/view",
    "key sk-proj-abcdefghijklmnop is wrong": "key … is wrong",
    "Authorization: Bearer abcdef.ghi_jkl": "Authorization: …",
    "Basic dXNlcjp3b3Jk": HIDDEN,
    "api_key=abcdefgh, next": "…, next",
    "token: abcdefgh": HIDDEN,
    "password = 'hunter22'": "…'",
    "https://r2.example/x.webp?X-Amz-Signature=abcdef0123&b=1": "https://r2.example/x.webp?X-Amz-…&b=1",
    "it is top-s3cret key here": "it is … here",
    "ends with a stop. ": "ends with a stop",
}


@pytest.mark.parametrize("text", CLEANED)
def test_text_is_cleaned(text: str) -> None:
    assert clean(text, secrets=[KEY]) == CLEANED[text]


@given(st.text())
def test_clean_text_is_one_short_line(text: str) -> None:
    cleaned = clean(text, secrets=[KEY])

    assert len(cleaned) <= MOST_CHARACTERS
    assert cleaned == cleaned.strip()
    assert cleaned.isprintable()
    assert clean(cleaned) == cleaned


@given(st.text(max_size=20), st.text(max_size=20))
def test_key_is_never_left(before: str, after: str) -> None:
    assert KEY.reveal() not in clean(before + KEY.reveal() + after, secrets=[KEY])


@pytest.mark.parametrize("length", [2, 299, 300, 301, 5_990, 6_005])
def test_key_is_not_left_in_part_where_the_text_is_cut(length: int) -> None:
    secret = Secret("K" * 40)

    cleaned = [clean(part * (length // 2) + secret.reveal(), secrets=[secret]) for part in ("a ", "  ")]

    assert "K" not in "".join(cleaned)


def test_key_that_is_broken_by_control_characters_is_not_left() -> None:
    assert "s3cret" not in clean("top-s3\x00cret\u200b key", secrets=[Secret("top-s3cret"), KEY])


def test_empty_secret_hides_nothing() -> None:
    assert clean("some words", secrets=[Secret("")]) == "some words"


@pytest.mark.parametrize(
    "text",
    [
        "/a" * 200_000,
        "a/" * 200_000,
        "\x1b" * 400_000,
        "sk-" * 200_000,
        "/a " * 200_000,
        "C:\\" * 100_000,
        "- " * 200_000,
    ],
)
def test_long_texts_take_no_time(text: str) -> None:
    started_at = time.perf_counter()

    clean(text, secrets=[KEY])

    assert time.perf_counter() - started_at < 0.5
