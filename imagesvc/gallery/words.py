"""How things are called in the gallery: kinds, ages, durations, and the beginnings of long texts.

Texts stay as clients wrote them: whoever shows them escapes them.
"""

from datetime import datetime, timedelta

from django.utils.timesince import timesince

EXCERPT_LENGTH = 180

# A custom prompt has no type of entity.
LABELS = {
    "player": "Player",
    "npc": "Character",
    "location": "Location",
    "location-exit": "Exit",
    "item": "Item",
    "scenery": "Scenery",
    "": "Custom prompt",
}


def label_of(entity_type: str) -> str:
    """Return what a type of entity is called."""
    return LABELS.get(entity_type, LABELS[""])


def age_of(moment: datetime, *, now: datetime) -> str:
    """Say in words how long ago that was."""
    if now - moment < timedelta(minutes=1):
        return "just now"
    return f"{timesince(moment, now, depth=1)} ago"


def duration_of(begin: datetime | None, end: datetime | None) -> str:
    """Say in words how long something took; nothing where it has not begun or ended."""
    if begin is None or end is None:
        return ""
    seconds = max(0.0, (end - begin).total_seconds())
    if seconds < 10:
        return f"{seconds:.1f} seconds"
    if seconds < 120:
        return f"{seconds:.0f} seconds"
    return f"{seconds / 60:.0f} minutes"


def excerpt_of(text: str) -> str:
    """Return a text on one line, cut at a word where it is longer than a caption."""
    line = " ".join(text.split())
    if len(text) <= EXCERPT_LENGTH:
        return line
    return line[:EXCERPT_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
