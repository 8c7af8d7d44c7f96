"""What the AI Horde's answers say: how a request stands, which pictures it brought, and why one was refused.

Everything is checked for its type: an answer that is not what the protocol says becomes an EngineError.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from imagesvc.engines.answers import Answer, bad_answer, failure_of
from imagesvc.engines.base import EngineError, Fault
from imagesvc.engines.configuration import Secret
from imagesvc.engines.texts import clean

_ID = re.compile(r"[0-9A-Za-z-]{1,64}")
_TIMEOUT = re.compile(r"timeout for (\d{1,7}) more seconds")
_MOST_SECONDS = 10**6
_MOST_NAME_CHARACTERS = 100


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a request stands. The numbers are the Horde's guesses; a wait of 0 seconds may only mean that it has none."""

    is_done: bool
    is_faulted: bool
    is_possible: bool
    finished: int  # pictures
    processing: int
    waiting: int
    queue_position: int
    wait_seconds: int


@dataclass(frozen=True, kw_only=True)
class Generation:
    """One picture of a finished request."""

    image: str  # an address, or base64
    model: str
    worker: str
    # A placeholder, not what was asked for.
    is_censored: bool


def request_id_in(value: object) -> str:
    """Return the id of a request that was taken; it becomes part of addresses."""
    request_id = _object(value).get("id")
    if not isinstance(request_id, str) or not _ID.fullmatch(request_id):
        raise bad_answer("The AI Horde's answer has no id.")
    return request_id


def standing_in(value: object) -> Standing:
    """Read the answer of `/generate/check`."""
    fields = _object(value)
    return Standing(
        is_done=_flag(fields, "done"),
        is_faulted=_flag(fields, "faulted", missing=False),
        is_possible=_flag(fields, "is_possible", missing=True),
        finished=_number(fields, "finished"),
        processing=_number(fields, "processing"),
        waiting=_number(fields, "waiting"),
        queue_position=_number(fields, "queue_position"),
        wait_seconds=_number(fields, "wait_time"),
    )


def generations_in(value: object) -> list[Generation]:
    """Read the answer of `/generate/status`; a request that failed, or brought nothing, is an EngineError."""
    fields = _object(value)
    if _flag(fields, "faulted", missing=False):
        raise faulted()
    entries = fields.get("generations")
    if not isinstance(entries, list):
        raise bad_answer("The AI Horde's answer has no list of pictures.")
    if not entries:
        raise EngineError("The AI Horde finished without a picture.", is_retryable=True, code="no_picture")
    return [_generation(_object(entry)) for entry in entries]


def faulted() -> EngineError:
    """Return the error for a request that too many workers failed at."""
    return EngineError("Drawing failed at the AI Horde's workers.", is_retryable=True, code="engine_failed")


def refusal_of(answer: Answer, *, secrets: Iterable[Secret]) -> EngineError:
    """Return why a request was not taken: the answer's `rc` says more than its status."""
    code, message = _reason_in(answer.body)
    said = clean(message, secrets=secrets)
    ending = f": {said}." if said else "."
    match code:
        case "CorruptPrompt":
            sentence, name, fault = "The AI Horde refuses the prompt", "moderation", Fault.REQUEST
        case "MissingPrompt" | "InvalidPromptSize" | "Profanity":
            sentence, name, fault = "The AI Horde refuses the prompt", "refused", Fault.REQUEST
        case "KudosUpfront":
            sentence = (
                "For this size and these steps the AI Horde wants kudos that the account has not; set allow_downgrade, "
                "fewer steps, a smaller size or the key of an account with kudos"
            )
            name, fault = "kudos_upfront", Fault.REQUEST
        case "SharedKeyInsufficientKudos" | "SharedKeyEmpty" | "SharedKeyExpired":
            sentence, name, fault = (
                "The shared key's kudos at the AI Horde are used up",
                "quota_exhausted",
                Fault.ENGINE,
            )
        case "TimeoutIP":
            seconds = _TIMEOUT.search(message)
            return EngineError(
                f"The AI Horde takes nothing from this address for a while{ending}",
                is_retryable=True,
                code="rate_limited",
                fault=Fault.BUSY,
                retry_after_seconds=float(seconds[1]) if seconds else None,
            )
        case _:
            return failure_of(answer, secrets=secrets)
    return EngineError(f"{sentence}{ending}", is_retryable=False, code=name, fault=fault)


def _reason_in(body: bytes) -> tuple[str, str]:
    """Return `rc` and `message` of an error's body; empty where they are no texts."""
    try:
        fields = _object(json.loads(body))
    except (ValueError, RecursionError, EngineError):
        return "", ""
    code, message = (fields.get(name) for name in ("rc", "message"))
    return code if isinstance(code, str) else "", message if isinstance(message, str) else ""


def _generation(fields: dict[str, Any]) -> Generation:
    image = fields.get("img")
    if not isinstance(image, str):
        raise bad_answer("The AI Horde's answer has a picture that is no text.")
    return Generation(
        image=image,
        model=_name(fields, "model"),
        worker=_name(fields, "worker_name"),
        is_censored=_flag(fields, "censored", missing=False) or _has_censorship(fields.get("gen_metadata")),
    )


def _has_censorship(notes: object) -> bool:
    """Look for workers' remarks of the type `censorship`, which also newer ones make that do not set `censored`."""
    if notes is None:
        return False
    if not isinstance(notes, list):
        raise bad_answer("The AI Horde's answer has remarks that are no list.")
    return any(_object(note).get("type") == "censorship" for note in notes)


def _name(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    return clean(value, most=_MOST_NAME_CHARACTERS) if isinstance(value, str) else ""


def _object(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise bad_answer("The AI Horde's answer is not an object.")
    return value


def _flag(fields: dict[str, Any], name: str, *, missing: bool | None = None) -> bool:
    value = fields.get(name, missing)
    if not isinstance(value, bool):
        raise bad_answer(f"The AI Horde's answer has no {name}.")
    return value


def _number(fields: dict[str, Any], name: str) -> int:
    """Return a number within bounds, 0 for what is none: nothing is decided by it."""
    value = fields.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
        return 0
    return int(min(value, _MOST_SECONDS))
