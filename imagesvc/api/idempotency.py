"""The header Idempotency-Key: sending a request again leads to the job that the first one made.

After the IETF draft "The Idempotency-Key HTTP Header Field" (draft-ietf-httpapi-idempotency-key-header), with 409 for a
key that came with another request.
"""

import hashlib
import re

import orjson
from rest_framework.request import Request

from imagesvc.api.errors import ApiError
from imagesvc.keys.callers import Caller, caller_in
from jobs.lifecycle import Idempotency

_KEY = re.compile(r"[\x21-\x7e]{1,255}")


def idempotency_in(request: Request) -> Idempotency | None:
    """Return what the client called its request, or None; raise ApiError where that is no usable key."""
    key = request.META.get("HTTP_IDEMPOTENCY_KEY")
    if key is None:
        return None
    if not _KEY.fullmatch(key):
        raise ApiError(400, "Idempotency-Key must be 1 to 255 visible ASCII characters.", code="invalid")
    body = orjson.dumps(request.data, option=orjson.OPT_SORT_KEYS)
    fingerprint = hashlib.sha256(request.path.rstrip("/").encode() + b"\n" + body).hexdigest()
    return Idempotency(key=_named(key, caller=caller_in(request)), fingerprint=fingerprint)


def _named(key: str, *, caller: Caller) -> str:
    """Return what a key is called here: those of one owner never meet another's, and are no longer than theirs."""
    return key if caller.owner is None else caller.named(hashlib.sha256(key.encode()).hexdigest())
