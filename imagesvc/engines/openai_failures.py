"""What the errors of OpenAI's protocol mean: moderation, a used-up quota, or what their HTTP status says.

The protocol has `{"error": {"message", "type", "param", "code"}}`; servers that only resemble it send texts as well.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from imagesvc.engines import answers
from imagesvc.engines.answers import Answer, bad_answer
from imagesvc.engines.base import EngineError, Fault
from imagesvc.engines.configuration import Secret
from imagesvc.engines.texts import clean

# The first two are OpenAI's, the third is Azure's.
MODERATION = {"moderation_blocked", "content_policy_violation", "content_filter"}
# Of the time before there was a code.
MODERATION_PHRASES = ("safety system", "content policy")
QUOTA = {"insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "insufficient_balance"}

_VIOLATIONS = re.compile(r"safety_violations=\[([\w ,/-]{1,200})\]")
_DURATION = re.compile(r"(?:(\d{1,5})h)?(?:(\d{1,5})m)?(?:(\d{1,9}(?:\.\d{1,9})?)s)?(?:(\d{1,9})ms)?")


def failure_of(answer: Answer, *, secrets: Iterable[Secret]) -> EngineError:
    """Return what an answer with an error status means."""
    error = _error_in(answer.body)
    if answer.status == 402:
        error = {**error, "code": "insufficient_quota"}
    if known := _known_failure(error, secrets=secrets):
        return known
    failure = answers.failure_of(answer, secrets=secrets)
    if answer.status in (400, 422) and error.get("param") == "prompt":
        failure.fault = Fault.REQUEST
    if failure.fault is Fault.BUSY and failure.retry_after_seconds is None:
        failure.retry_after_seconds = _seconds_in(answer.headers.get("x-ratelimit-reset-requests", ""))
    return failure


def failure_despite_200(error: object, *, secrets: Iterable[Secret]) -> EngineError:
    """Return what the `error` means that stands in an answer of status 200."""
    fields = _fields_of(error)
    said = clean(str(fields.get("message") or ""), secrets=secrets) or "no reason given"
    return _known_failure(fields, secrets=secrets) or bad_answer(f"The engine answered with an error: {said}.")


def _known_failure(error: Mapping[str, Any], *, secrets: Iterable[Secret]) -> EngineError | None:
    """Return what an error's code or text means whatever the status is, which differs between servers."""
    words = {error[name] for name in ("code", "type") if isinstance(error.get(name), str)}
    message = str(error.get("message") or "")
    said = clean(message, secrets=secrets) or "no reason given"
    if words & MODERATION or any(phrase in message.lower() for phrase in MODERATION_PHRASES):
        violations = _VIOLATIONS.search(message)
        return EngineError(
            f"The engine's moderation refuses the prompt: {violations[1] if violations else said}.",
            is_retryable=False,
            code="moderation",
            fault=Fault.REQUEST,
        )
    if words & QUOTA:
        return EngineError(
            f"The account's quota at the engine is used up: {said}.", is_retryable=False, code="quota_exhausted"
        )
    return None


def _error_in(body: bytes) -> Mapping[str, Any]:
    try:
        value = json.loads(body[: answers.ERROR_BYTES])
    except (ValueError, RecursionError):
        return {"message": answers.sentence_in(body)}
    return _fields_of(value.get("error") if isinstance(value, dict) else value)


def _fields_of(error: object) -> Mapping[str, Any]:
    if isinstance(error, dict):
        return error
    return {"message": error} if isinstance(error, str) else {}


def _seconds_in(duration: str) -> float | None:
    """Return the seconds of a duration like `6m0s`, `1s` or `120ms`; None for anything else."""
    match = _DURATION.fullmatch(duration.strip())
    if not match or not match[0]:
        return None
    hours, minutes, seconds, milliseconds = (float(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + seconds + milliseconds / 1000
