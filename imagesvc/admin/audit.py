"""The audit log, to read: who did what, by which door, and what came of it. Nobody adds, edits or deletes a line."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from imagesvc.admin.keyset import KeysetAdmin
from imagesvc.admin.looking import LookOnly
from imagesvc.admin.looks import NOTHING, badge, in_words, moment
from imagesvc.audit.models import AuditEntry
from imagesvc.batches.models import Batch

# A filter by name shows so many; there is a search for the others.
MOST_NAMES = 20
# Of the last entries, whose names are offered.
RECENT = 2_000


class WhoFilter(admin.SimpleListFilter):
    """Filter by who did it; offered are those who did something lately."""

    title = "who"
    parameter_name = "who"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        recent = AuditEntry.objects.order_by("-id").values_list("who", flat=True)[:RECENT]
        names = list(dict.fromkeys([*filter(None, [self.value_now(request)]), *recent]))
        return [(name, name) for name in names[:MOST_NAMES]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(who=self.value()) if self.value() else queryset

    @staticmethod
    def value_now(request: HttpRequest) -> str:
        return request.GET.get("who", "")


class ActionFilter(admin.SimpleListFilter):
    """Filter by what was done; the words are those of the last entries."""

    title = "action"
    parameter_name = "action"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        recent = AuditEntry.objects.order_by("-id").values_list("action", flat=True)[:RECENT]
        return [(action, action) for action in sorted(set(recent))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(action=self.value()) if self.value() else queryset


@admin.register(AuditEntry)
class AuditEntryAdmin(LookOnly, KeysetAdmin):
    list_display = ("when", "who", "door", "action", "what", "counted", "outcome_and_time", "batch")
    list_display_links = ("when",)
    list_filter = (WhoFilter, ActionFilter, "via", "at")
    search_fields = ("who", "subject", "outcome", "address")
    search_help_text = "Words of the name, the subject or the outcome."
    fields = readonly_fields = (
        "when",
        "who",
        "door",
        "action",
        "what",
        "selected",
        "counted",
        "outcome_and_time",
        "batch",
    )

    @admin.display(description="when")
    def when(self, entry: AuditEntry) -> str:
        return moment(entry.at)

    @admin.display(description="via")
    def door(self, entry: AuditEntry) -> str:
        return format_html(
            '{} <span class="quiet">{}</span>', badge(entry.get_via_display(), tone="quiet"), entry.address
        )

    @admin.display(description="what")
    def what(self, entry: AuditEntry) -> str:
        return entry.subject or said(entry.selection) or NOTHING

    @admin.display(description="selection")
    def selected(self, entry: AuditEntry) -> str:
        return said(entry.selection) or NOTHING

    @admin.display(description="counts")
    def counted(self, entry: AuditEntry) -> str:
        """Say what it came to; reasons have a table on the batch's page."""
        numbers = {name: number for name, number in entry.counts.items() if isinstance(number, int) and number}
        return ", ".join(f"{number:,} {name}" for name, number in numbers.items()) or NOTHING

    @admin.display(description="outcome")
    def outcome_and_time(self, entry: AuditEntry) -> str:
        if entry.ended_at is None:
            return "under way" if entry.batch_id else NOTHING
        seconds = (entry.ended_at - entry.at).total_seconds()
        return f"{entry.outcome} (after {in_words(seconds)})" if seconds >= 1 else entry.outcome

    @admin.display(description="batch")
    def batch(self, entry: AuditEntry) -> str:
        return batch_link(entry.batch_id)


def batch_link(batch_id: Any) -> str:
    """Return a link to a batch, also where it is gone."""
    if batch_id is None:
        return NOTHING
    address = reverse(f"admin:{Batch._meta.app_label}_{Batch._meta.model_name}_change", args=[batch_id])
    return format_html('<a href="{}">batch …{}</a>', address, str(batch_id)[-8:])


def said(selection: dict[str, list[str]]) -> str:
    """Return a selection in its own words."""
    return " ".join(f"{word}:{value}" for word, values in selection.items() for value in values)
