"""What a client sends to say who it is: `isvc_<prefix>_<secret>`, of which we keep the prefix and a hash of the secret.

The secret has 256 random bits, so that a plain SHA-256 is as good as a slow hash: there is nothing to guess.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass

BRAND = "isvc"
_PREFIX_LENGTH = 10
_SECRET_BYTES = 32
_PREFIX_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
_TOKEN = re.compile(rf"{BRAND}_([{_PREFIX_LETTERS}]{{{_PREFIX_LENGTH}}})_([A-Za-z0-9_-]{{43}})")


@dataclass(frozen=True, kw_only=True)
class Token:
    """A token taken apart. The prefix is public and finds the row; the digest is what the row must have."""

    prefix: str
    digest: str


def make_token() -> str:
    """Return a new token."""
    prefix = "".join(secrets.choice(_PREFIX_LETTERS) for _ in range(_PREFIX_LENGTH))
    return f"{BRAND}_{prefix}_{secrets.token_urlsafe(_SECRET_BYTES)}"


def parse_token(text: str) -> Token | None:
    """Take a token apart; None if it is none."""
    match = _TOKEN.fullmatch(text)
    if match is None:
        return None
    return Token(prefix=match[1], digest=hashlib.sha256(match[2].encode()).hexdigest())
