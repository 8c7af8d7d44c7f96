"""The addresses of picture files; where pictures are shown to whoever has a signed address, with that signature.

A signature is of one file and of the hour in which it ends, so that the address stays the same for an hour, and what
tells of it has the same ETag.
"""

import time
from collections.abc import Callable
from urllib.parse import parse_qs, urlencode

from django.conf import settings
from django.core.signing import Signer
from django.utils.crypto import constant_time_compare

PREFIX = "/generated-images/"
_HOUR = 3_600
_MOST_DIGITS = 12


def addresses() -> Callable[[str, str], str]:
    """Return what tells where the picture of a stem, or its thumbnail, is fetched; it may be asked for many."""
    return _signed_address if settings.PICTURES_ACCESS == "signed" else _plain_address


def is_signed(filename: str, query: str) -> bool:
    """Say whether a query opens a file now: with a signature of ours, of this file, that has not expired."""
    said = parse_qs(query, max_num_fields=10) if query.count("&") < 10 else {}
    expires, signature = said.get("expires", [""])[0], said.get("signature", [""])[0]
    if not (expires.isascii() and expires.isdigit() and len(expires) <= _MOST_DIGITS):
        return False
    is_ours = constant_time_compare(signature, _signature(filename, expires=int(expires)))
    return is_ours and time.time() < int(expires)


def _plain_address(stem: str, suffix: str) -> str:
    return f"{PREFIX}{stem}.{suffix}"


def _signed_address(stem: str, suffix: str) -> str:
    filename = f"{stem}.{suffix}"
    # Good for at least as many hours as the setting says.
    expires = (int(time.time()) // _HOUR + settings.PICTURES_SIGNED_HOURS + 1) * _HOUR
    return f"{PREFIX}{filename}?{urlencode({'expires': expires, 'signature': _signature(filename, expires=expires)})}"


def _signature(filename: str, *, expires: int) -> str:
    return Signer(salt="imagesvc.images.links").signature(f"{filename} {expires}")
