"""What the text behind a word of a selection means: a status, a number of attempts, a time, an id.

Each reader takes the text and when it was said; it raises ValueError with the rest of a sentence: "must be one of ...".
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.utils.dateparse import parse_datetime

from entities.kinds import KIND_OF_WORD, kind_named
from jobs.models import JobStatus

# Jobs of no entity.
CUSTOM = "custom"
_AGE = re.compile(r"([0-9]{1,6})([smhdw])", re.ASCII)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_ATTEMPTS = re.compile(r"([0-9]{1,6})(?:(\+)|-([0-9]{1,6}))?", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Attempts:
    """From how many to how many attempts; to any number, if `most` is None."""

    least: int
    most: int | None

    def __str__(self) -> str:
        if self.most is None:
            return f"{self.least}+"
        return str(self.least) if self.least == self.most else f"{self.least}-{self.most}"


def read_status(text: str, _now: datetime) -> str:
    status = text.strip().lower()
    if status not in JobStatus.values:
        raise ValueError(f"must be one of {', '.join(JobStatus.values)}")
    return status


def read_type(text: str, _now: datetime) -> str:
    name = text.strip().lower()
    if name != CUSTOM and kind_named(name) is None:
        known = ", ".join(word for word in (*KIND_OF_WORD, CUSTOM) if "_" not in word)
        raise ValueError(f"must be one of {known}")
    return name.replace("_", "-")


def read_text(text: str, _now: datetime) -> str:
    return text


def read_attempts(text: str, _now: datetime) -> Attempts:
    found = _ATTEMPTS.fullmatch(text.strip())
    if found is None:
        raise ValueError("must be a number of attempts such as 3, 2+ or 0-1")
    least = int(found[1])
    if found[2]:
        return Attempts(least=least, most=None)
    most = int(found[3]) if found[3] else least
    if most < least:
        raise ValueError("must be a range that begins with the smaller number")
    return Attempts(least=least, most=most)


def read_age(text: str, now: datetime) -> datetime:
    found = _AGE.fullmatch(text.strip().lower())
    sentence = "must be an age such as 90s, 15m, 2h, 7d or 4w"
    if found is None:
        raise ValueError(sentence)
    try:
        return now - timedelta(**{_UNITS[found[2]]: int(found[1])})
    except OverflowError as error:
        raise ValueError(sentence) from error


def read_time(text: str, _now: datetime) -> datetime:
    sentence = "must be a time such as 2026-05-31T18:00:00Z, or a date"
    try:
        time = parse_datetime(text.strip())
        time = time and (time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC))
    except (ValueError, OverflowError) as error:
        raise ValueError(sentence) from error
    if time is None:
        raise ValueError(sentence)
    return time


def read_id(text: str, _now: datetime) -> UUID:
    found = id_in(text.strip())
    if found is None:
        raise ValueError("must be the id of a job")
    return found


def id_in(text: str) -> UUID | None:
    """Return the id that a text is, written out with hyphens; None if it is none."""
    try:
        found = UUID(text)
    except ValueError:
        return None
    # UUID() also takes braces, a prefix and no hyphens.
    return found if str(found) == text.lower() else None
