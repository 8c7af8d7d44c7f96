"""The queue as the admin sees it: to read, to search and, when a job has ended, to delete.

Nobody adds a job or edits a status by hand: `lifecycle.py` decides. What clients wrote is shown as text.
"""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.utils import quote
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from entities.kinds import MODELS, entity_name
from jobs.models import Chore, Cluster, Job, JobEvent, JobStatus, JobSubscription

NOTHING = "-"
TYPES = ("player", "npc", "location", "location-exit", "item", "scenery")


class LookOnly:
    """For an admin whose rows the domain makes and changes: people only look."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


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


def entity_link(row: Any) -> str:
    """Return a link to the entity of a row with `entity_kind`, `entity_id` and the annotation `entity_name`."""
    if row.entity_name is None:  # a custom prompt, or the entity is gone
        return row.entity_id or NOTHING
    options = MODELS[row.entity_kind]._meta
    address = reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[quote(row.entity_id)])
    return format_html(
        '<a href="{}">{}</a> <span class="quiet">{}</span>', address, row.entity_name or row.entity_id, row.entity_type
    )


class EventInline(LookOnly, admin.TabularInline):  # type: ignore[type-arg]  # takes no parameter at run time
    model = JobEvent
    fields = readonly_fields = ("at", "kind", "attempt", "engine", "worker", "progress", "message", "error_code")
    ordering = ("id",)
    extra = 0
    verbose_name_plural = "What happened"


class SubscriptionInline(LookOnly, admin.TabularInline):  # type: ignore[type-arg]  # takes no parameter at run time
    model = JobSubscription
    fields = readonly_fields = ("client_id",)
    extra = 0
    verbose_name_plural = "Who else waits for it"


@admin.register(Job)
class JobAdmin(LookOnly, admin.ModelAdmin):  # type: ignore[type-arg]  # takes no parameter at run time
    list_display = ("prompt_start", "state", "entity", "created", "attempt", "engine", "client_id")
    list_filter = ("status", EntityTypeFilter, "priority")
    search_fields = ("=id", "=entity_id", "=client_id", "prompt_preview", "error")
    search_help_text = "Words of the prompt's start or of the error; or the whole id of a job, an entity or a client."
    ordering = ("-id",)
    list_per_page = 50
    # Counting the rest of a million rows says nothing that a person needs.
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    inlines = (EventInline, SubscriptionInline)
    fieldsets: ClassVar = [
        (None, {"fields": ("id", "state", "progress", "message", "error", "error_code")}),
        ("What to draw", {"fields": ("entity", "description", "preamble", "negative_prompt", "size", "seed")}),
        ("Who asked", {"fields": ("client_id", "priority", "turn", "parent")}),
        ("Who draws", {"fields": ("attempt", "failures", "worker", "engine")}),
        ("When", {"fields": ("created", "started", "ended", "due_at", "lease_until")}),
    ]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let a superuser delete what has ended; what has not is cancelled first."""
        if isinstance(obj, Job) and obj.status not in JobStatus.ENDED:
            return False
        return bool(request.user.is_active and request.user.is_superuser)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Job]:
        return Job.objects.annotate(entity_name=entity_name())

    @admin.display(description="prompt", ordering="prompt_preview")
    def prompt_start(self, job: Job) -> str:
        return job.prompt_preview or NOTHING

    @admin.display(description="status", ordering="status")
    def state(self, job: Job) -> str:
        badge = format_html('<span class="state state-{}">{}</span>', job.status, job.get_status_display())
        if job.status != JobStatus.PROCESSING:
            return badge
        return format_html(
            '{} <progress max="100" value="{}" aria-label="Progress">{} %</progress>', badge, *[job.progress] * 2
        )

    @admin.display(description="entity")
    def entity(self, job: Job) -> str:
        return entity_link(job)

    @admin.display(description="size")
    def size(self, job: Job) -> str:
        return f"{job.width} x {job.height}"

    @admin.display(description="created", ordering="id")
    def created(self, job: Job) -> str:
        return f"{job.created_at:%Y-%m-%d %H:%M:%S}"

    @admin.display(description="started", ordering="started_at", empty_value=NOTHING)
    def started(self, job: Job) -> str | None:
        return f"{job.started_at:%Y-%m-%d %H:%M:%S}" if job.started_at else None

    @admin.display(description="ended", ordering="ended_at", empty_value=NOTHING)
    def ended(self, job: Job) -> str | None:
        return f"{job.ended_at:%Y-%m-%d %H:%M:%S}" if job.ended_at else None


@admin.register(Cluster)
class ClusterAdmin(LookOnly, admin.ModelAdmin):  # type: ignore[type-arg]  # takes no parameter at run time
    list_display = ("host", "pid", "workers", "started_at", "seen_at")
    ordering = ("host", "pid")


@admin.register(Chore)
class ChoreAdmin(LookOnly, admin.ModelAdmin):  # type: ignore[type-arg]  # takes no parameter at run time
    list_display = ("name", "due_at", "started_at", "ended_at", "error")
    ordering = ("name",)


@admin.register(JobSubscription)
class JobSubscriptionAdmin(LookOnly, admin.ModelAdmin):  # type: ignore[type-arg]  # takes no parameter at run time
    list_display = ("client_id", "job")
    list_select_related = ("job",)
    search_fields = ("=client_id", "=job__id")
    search_help_text = "The whole id of a client or of a job."
    ordering = ("-id",)
    list_per_page = 50
    show_full_result_count = False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let a superuser delete it, also together with its job."""
        return bool(request.user.is_active and request.user.is_superuser)
