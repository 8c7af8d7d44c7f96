"""Writes the audit: an entry when something is done, and its outcome when what lasts has ended. Nothing else, ever."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models.functions import Now

from imagesvc.audit.actors import Actor
from imagesvc.audit.models import NAME_LENGTH, AuditEntry

# Of longer lists of values, such as a file of ids, the first are kept.
MOST_VALUES = 20
SUBJECT_LENGTH = 1000


def record(
    actor: Actor,
    *,
    action: str,
    subject: str = "",
    selection: Mapping[str, Sequence[str]] | None = None,
    batch_id: UUID | None = None,
    counts: Mapping[str, Any] | None = None,
    outcome: str = "",
) -> AuditEntry:
    """Write who did what; call it in the transaction that does it. What ends later has no outcome yet."""
    return AuditEntry.objects.create(
        who=actor.name[:NAME_LENGTH],
        user_id=actor.user_id,
        via=actor.via,
        address=actor.address[:NAME_LENGTH],
        action=action,
        subject=_legible(subject),
        selection=shortened(selection or {}),
        batch_id=batch_id,
        counts=dict(counts or {}),
        outcome=_legible(outcome),
        ended_at=Now() if outcome else None,
    )


def conclude(batch_id: UUID, *, counts: Mapping[str, Any], outcome: str) -> None:
    """Write what came of a batch's last run into that run's entry, which has no outcome yet."""
    AuditEntry.objects.filter(batch_id=batch_id, outcome="").update(
        counts=dict(counts), outcome=_legible(outcome), ended_at=Now()
    )


def shortened(selection: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return the words of a selection with no more than the first values of each; shortened twice it stays the same."""
    return {word: [*values[:MOST_VALUES], *_last(values)] for word, values in selection.items()}


def is_short(values: Sequence[str]) -> bool:
    """Say whether so many values of one word are kept whole."""
    return len(values) <= MOST_VALUES + 1


def _last(values: Sequence[str]) -> Sequence[str]:
    return values[MOST_VALUES:] if is_short(values) else [f"and {len(values) - MOST_VALUES} more"]


def _legible(text: str) -> str:
    """Return a text without what would move a terminal's cursor or begin a new line of a log."""
    return "".join(each if each.isprintable() else " " for each in text)[:SUBJECT_LENGTH]
