"""What the lists and pages of the admin have in common: rows that people only look at, and edits that leave a trace."""

import json
from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from imagesvc.audit.actors import actor_of
from imagesvc.audit.trail import record

TYPES = ("player", "npc", "location", "location-exit", "item", "scenery")
# Steers jobs and the queue, draws and stars: what an operator may do beyond looking.
OPERATE = "jobs.operate_job"


class LookOnly:
    """For an admin whose rows the domain makes and changes: people only look."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class LeavesTrace(admin.ModelAdmin):  # type: ignore[type-arg]  # takes no parameter at run time
    """What is added, changed or deleted through Django's own forms stands in the audit log, too."""

    def log_addition(self, request: HttpRequest, object: Model, message: Any) -> LogEntry:  # noqa: A002  (Django's name)
        _trace(request, "add", object)
        return super().log_addition(request, object, message)

    def log_change(self, request: HttpRequest, object: Model, message: Any) -> LogEntry:  # noqa: A002  (Django's name)
        _trace(request, "change", object, details={"changes": _said(message)})
        return super().log_change(request, object, message)

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[LogEntry]:
        for row in queryset:
            _trace(request, "delete", row)
        return super().log_deletions(request, queryset)


class EntityTypeFilter(admin.SimpleListFilter):
    """Filter rows by `entity_type`; the words are fixed, so that nobody reads a million rows to find them."""

    title = "what it shows"
    parameter_name = "entity_type"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(word, word) for word in TYPES] + [("custom", "custom prompt")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        return queryset.filter(entity_type="" if self.value() == "custom" else self.value())


def subject_of(row: Model) -> str:
    """Return how the audit log names a row: what it is, and its key."""
    return f"{row._meta.verbose_name} {row.pk}"


def _trace(request: HttpRequest, action: str, row: Model, *, details: dict[str, Any] | None = None) -> None:
    outcome = "; ".join(f"{name}: {value}" for name, value in (details or {}).items())
    record(actor_of(request), action=action, subject=f"{subject_of(row)} ({row})"[:200], outcome=outcome)


def _said(message: Any) -> str:
    """Return what Django says was changed, which is a list of what it will say in words."""
    return LogEntry(change_message=json.dumps(message) if isinstance(message, list) else message).get_change_message()
