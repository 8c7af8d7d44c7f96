"""What works off the queue, and who waits for it: clusters, chores and subscriptions, to look at."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html

from imagesvc.admin.looking import LookOnly
from imagesvc.admin.looks import age, badge, between, job_link, moment
from jobs.models import Chore, Cluster, JobSubscription


@admin.register(Cluster)
class ClusterAdmin(LookOnly, admin.ModelAdmin):  # type: ignore[type-arg]  # takes no parameter at run time
    list_display = ("host", "pid", "workers", "started", "seen")
    ordering = ("host", "pid")

    @admin.display(description="started", ordering="started_at")
    def started(self, cluster: Cluster) -> str:
        return moment(cluster.started_at)

    @admin.display(description="seen", ordering="seen_at")
    def seen(self, cluster: Cluster) -> str:
        return age(cluster.seen_at)


@admin.register(Chore)
class ChoreAdmin(LookOnly, admin.ModelAdmin):  # type: ignore[type-arg]  # takes no parameter at run time
    list_display = ("name", "state", "due", "started", "ended", "error")
    ordering = ("name",)

    @admin.display(description="state")
    def state(self, chore: Chore) -> str:
        """Say whether somebody is at it, and for how long already: some take a while."""
        now = timezone.now()
        if chore.held_until is not None and chore.held_until > now:
            return format_html("{} {}", badge("under way", tone="processing"), between(chore.started_at, now))
        if chore.error:
            return badge("failed", tone="failed")
        return badge("waits", tone="waiting")

    @admin.display(description="due")
    def due(self, chore: Chore) -> str:
        return moment(chore.due_at)

    @admin.display(description="started")
    def started(self, chore: Chore) -> str:
        return moment(chore.started_at)

    @admin.display(description="ended")
    def ended(self, chore: Chore) -> str:
        return moment(chore.ended_at)


@admin.register(JobSubscription)
class JobSubscriptionAdmin(LookOnly, admin.ModelAdmin):  # type: ignore[type-arg]  # takes no parameter at run time
    list_display = ("client_id", "which")
    search_fields = ("=client_id", "=job__id")
    search_help_text = "The whole id of a client or of a job."
    ordering = ("-id",)
    list_per_page = 50
    list_select_related = ("job",)
    show_full_result_count = False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let it be deleted, also together with its job."""
        return request.user.has_perm("jobs.delete_jobsubscription")

    @admin.display(description="job")
    def which(self, subscription: JobSubscription) -> str:
        return job_link(subscription.job_id, subscription.job.prompt_preview)
