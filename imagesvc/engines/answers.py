"""What the server of an engine answered, and what it means when it is not what was hoped for.

All of it comes out as EngineError in words that may be shown; whether it may pass is said by what the status means.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from imagesvc.engines.base import EngineError, Fault
from imagesvc.engines.configuration import Secret
from imagesvc.engines.texts import clean

# Enough of an error's body to find the sentence in it.
ERROR_BYTES = 64 * 2**10


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back: never more than was allowed."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """Return the body's value; raise EngineError where it is no JSON."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            start = clean(self.body[:200].decode("utf-8", "replace"))
            raise bad_answer(f"The engine answered with something that is no JSON: {start}") from error


def failure_of(answer: Answer, *, secrets: Iterable[Secret] = ()) -> EngineError:
    """Return what a status that was not hoped for means.

    401 and 403: our key or rights, for good. 429: wait. 408, 425 and 5xx: may pass. All others: for good.
    """
    said = clean(sentence_in(answer.body), secrets=secrets)
    status = answer.status
    ending = f": {said}" if said else "."
    if status == 429:
        return EngineError(
            f"The engine asks us to wait{ending}",
            is_retryable=True,
            code="rate_limited",
            fault=Fault.BUSY,
            retry_after_seconds=retry_after(answer.headers),
        )
    if status in (401, 403):
        return EngineError(f"The engine refuses our key ({status}){ending}", is_retryable=False, code="unauthorized")
    if status == 503 and (wish := retry_after(answer.headers)) is not None:
        return EngineError(
            f"The engine is not ready (503){ending}",
            is_retryable=True,
            code="engine_failed",
            retry_after_seconds=wish,
        )
    if status in (408, 425) or status >= 500:
        return EngineError(f"The engine failed ({status}){ending}", is_retryable=True, code="engine_failed")
    return EngineError(f"The engine refused the request ({status}){ending}", is_retryable=False, code="refused")


def unreachable(url: str, *, reason: str, secrets: Iterable[Secret] = ()) -> EngineError:
    """Return the error for a server that is not there: refused, no such name, no answer, a bad certificate."""
    host = urlsplit(url).netloc
    said = clean(reason, secrets=secrets)
    return EngineError(
        f"The engine at {host} cannot be reached: {said or 'no connection'}.",
        is_retryable=True,
        code="unreachable",
        fault=Fault.AWAY,
    )


def bad_answer(sentence: str) -> EngineError:
    """Return the error for an answer that is not what the protocol says."""
    return EngineError(sentence, is_retryable=True, code="bad_answer")


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a Retry-After header names, as a number or a date (RFC 9110, 10.2.3); None for junk.

    May be zero, negative or years; whoever waits clamps it.
    """
    value = headers.get("Retry-After", "").strip()
    try:
        seconds = float(value)
    except ValueError:
        pass
    else:
        return seconds if abs(seconds) < 10**9 else None
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    date = date if date.tzinfo else date.replace(tzinfo=UTC)
    return (date - datetime.now(UTC)).total_seconds()


def sentence_in(body: bytes) -> str:
    """Return what an error's body says: the text in JSON's usual places, else its beginning where it is plain text."""
    text = body[:ERROR_BYTES].decode("utf-8", "replace").strip()
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return "" if text.startswith("<") else text
    if not isinstance(value, dict):
        return value if isinstance(value, str) else ""
    found = [words for name in _SAYING if (words := _words(value.get(name)))]
    # A word alone is a class or a code: the sentence stands beside it.
    is_code = len(found) > 1 and " " not in found[0]
    return ": ".join(found[:2]) if is_code else "".join(found[:1])


# Where servers say what went wrong, in JSON.
_SAYING = ("error", "message", "detail", "errors", "title")


def _words(value: object, *, depth: int = 3) -> str:
    """Return what one of those places says: a text, an object that holds one, or a list of those."""
    if isinstance(value, str) or depth == 0:
        return value if isinstance(value, str) else ""
    if isinstance(value, dict):
        value = [next((value[name] for name in ("message", "msg", "detail", "type") if value.get(name)), "")]
    parts = value[:10] if isinstance(value, list) else []
    return "; ".join(words for each in parts if (words := _words(each, depth=depth - 1)))
