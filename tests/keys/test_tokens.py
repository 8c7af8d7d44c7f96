"""Tokens, and what a key's row keeps of them."""

import hashlib

import pytest

from imagesvc.keys.tokens import Token, make_token, parse_token

pytestmark = pytest.mark.once


def test_token_is_taken_apart_into_its_prefix_and_a_hash_of_its_secret():
    text = make_token()

    token = parse_token(text)

    brand, prefix, secret = text.split("_", 2)
    assert (brand, len(prefix), len(secret)) == ("isvc", 10, 43)
    assert token == Token(prefix=prefix, digest=hashlib.sha256(secret.encode()).hexdigest())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "isvc",
        "isvc__",
        "isvc_abcdefghij_short",
        f"isvc_ABCDEFGHIJ_{'x' * 43}",
        f"isvc_abcdefghij_{'x' * 43}\n",
        "ü",
    ],
)
def test_what_is_no_token_is_none(text):
    assert parse_token(text) is None
