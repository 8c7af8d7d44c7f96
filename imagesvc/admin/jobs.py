"""The queue as the admin sees it: a list to read, to search and to act on, and a page for each job (`job_page.py`).

Nobody adds a job or edits a status by hand: `jobs.lifecycle` decides, and batches ask it.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.html import format_html

from entities.kinds import entity_name
from imagesvc.admin.batches import preview_address
from imagesvc.admin.job_page import JobPage
from imagesvc.admin.keyset import MOST_COUNTED, KeysetAdmin, KeysetList
from imagesvc.admin.looking import OPERATE, LeavesTrace, LookOnly
from imagesvc.admin.looks import (
    NOTHING,
    age,
    between,
    entity_link,
    first_files,
    job_badge,
    live_preview,
    many,
    thumbnail,
    two_lines,
)
from imagesvc.admin.search_bar import Filter, filters_beside
from imagesvc.images.models import Image, Preview
from jobs.listing import STRETCH, Listing
from jobs.models import Job, JobStatus
from jobs.search import parse_search
from jobs.selection import WORDS, BadSelection, Selection

DELETE = "jobs.delete_job"
# The list's actions, and the batches that they lead to.
BATCHES = {"requeue": "requeue", "cancel_all": "cancel", "reprioritise": "reprioritise", "delete": "delete"}


class JobList(KeysetList):
    """A page of the jobs that a search means, each with its picture, in a number of queries that never grows."""

    fault = ""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Any]:
        """Read the search bar; what is wrong with it is said in a sentence, and nothing is shown."""
        self.read_keys(request)
        self.filter_specs, self.has_filters = [], True
        self.has_active_filters = bool(self.query.strip())
        self.clear_all_filters_qs = "?"
        self.selection = Selection()
        try:
            self.selection = parse_search(self.query)
        except BadSelection as error:
            self.fault = f"{error}."
            return self.root_queryset.none()
        return self.root_queryset.filter(pk__in=self.selection.jobs().values("pk"))

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        _add_pictures(self.result_list)

    def listing(self) -> Listing:
        keys = Job.objects.values("id")
        return Listing(rows=keys.none(), branches=[]) if self.fault else self.selection.listing(keys)

    def say_how_many(self) -> str:
        shown = f"{len(self.result_list):,}"
        if self.fault:
            return ""
        if self.page.is_cut:
            return f"{shown} found among {STRETCH:,} looked through"
        if self.listing().matching:
            return f"{shown} shown"
        return f"{shown} of {many(self.selection.jobs()[: MOST_COUNTED + 1].count(), most=MOST_COUNTED)}"

    @property
    def filters(self) -> list[Filter]:
        return filters_beside(self.query)


@admin.register(Job)
class JobAdmin(LookOnly, LeavesTrace, JobPage, KeysetAdmin):
    list_display = (
        "picture",
        "prompt_start",
        "state",
        "entity",
        "engine_name",
        "times",
        "asked",
    )
    list_display_links = ("prompt_start",)
    # Django shows the bar only where there are some; what is searched is decided by `jobs.selection`.
    search_fields = ("id",)
    change_list_template = "admin/jobs/job/change_list.html"
    actions = ("requeue", "cancel_all", "reprioritise", "delete")

    # --- Who may do what ---------------------------------------------------------------------------------------------

    def has_operate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(OPERATE)

    def has_erase_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(DELETE)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let what has ended be deleted; what has not is cancelled first."""
        if isinstance(obj, Job) and obj.status not in JobStatus.ENDED:
            return False
        return request.user.has_perm(DELETE)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Django's own deletion reads all rows first; batches do not."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    # --- The list ----------------------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Job]:
        return Job.objects.annotate(entity_name=entity_name())

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[JobList]:
        return JobList

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.method == "POST" and request.POST.get("scope") == "all":
            action = request.POST.get("action", "")
            if action in self.get_actions(request):
                return self._preview_of_all(request, BATCHES[action])
        return super().changelist_view(request, {"title": "Jobs", "words": WORDS, **(extra_context or {})})

    @admin.action(description="Requeue…", permissions=("operate",))
    def requeue(self, request: HttpRequest, chosen: QuerySet[Job]) -> HttpResponse:
        return self._preview_of(chosen, "requeue")

    @admin.action(description="Cancel…", permissions=("operate",))
    def cancel_all(self, request: HttpRequest, chosen: QuerySet[Job]) -> HttpResponse:
        return self._preview_of(chosen, "cancel")

    @admin.action(description="Reprioritise…", permissions=("operate",))
    def reprioritise(self, request: HttpRequest, chosen: QuerySet[Job]) -> HttpResponse:
        return self._preview_of(chosen, "reprioritise")

    @admin.action(description="Delete…", permissions=("erase",))
    def delete(self, request: HttpRequest, chosen: QuerySet[Job]) -> HttpResponse:
        return self._preview_of(chosen, "delete")

    @staticmethod
    def _preview_of(chosen: QuerySet[Job], action: str) -> HttpResponse:
        """Lead to the page that shows what would be done with the jobs of a page, before anything is."""
        return HttpResponseRedirect(preview_address(action, {"id": [str(job.id) for job in chosen]}))

    def _preview_of_all(self, request: HttpRequest, action: str) -> HttpResponse:
        """Lead to the same for all that the search means, of which none is read here."""
        try:
            words = parse_search(request.GET.get("q", "")).words()
        except BadSelection as error:
            self.message_user(request, f"{error}.", level=messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        return HttpResponseRedirect(preview_address(action, words))

    @admin.display(description="picture")
    def picture(self, job: Any) -> str:
        if job.first_file is not None:
            return thumbnail(job.first_file)
        if job.preview_number:
            return live_preview(job.id, number=job.preview_number)
        return format_html('<span class="{}" aria-hidden="true"></span>', f"no-picture is-{job.status}")

    @admin.display(description="prompt")
    def prompt_start(self, job: Job) -> str:
        return job.prompt_preview or NOTHING

    @admin.display(description="status")
    def state(self, job: Job) -> str:
        if job.status in (JobStatus.FAILED, JobStatus.TIMEOUT, JobStatus.WAITING) and job.error:
            return format_html('{} <span class="why">{}</span>', job_badge(job), job.error[:90])
        return job_badge(job)

    @admin.display(description="entity")
    def entity(self, job: Job) -> str:
        return entity_link(job)

    @admin.display(description="engine, attempts")
    def engine_name(self, job: Job) -> str:
        engine = job.engine or (f"only {job.wanted_engine}" if job.wanted_engine else NOTHING)
        return two_lines(engine, f"{job.attempt} attempt{'' if job.attempt == 1 else 's'}")

    @admin.display(description="waited, ran")
    def times(self, job: Any) -> str:
        """How long it waited until its last attempt began, and how long that took; so far, where it goes on."""
        waited = between(job.created_at, job.started_at or job.ended_at or job.seen_at)
        has_run = job.started_at is not None and job.status not in JobStatus.PENDING
        ran = between(job.started_at, job.ended_at or job.seen_at) if has_run else ""
        return two_lines(f"waited {waited}", f"ran {ran}" if ran else "")

    @admin.display(description="asked for, client")
    def asked(self, job: Any) -> str:
        return two_lines(age(job.created_at, now=job.seen_at), job.client_id)


def _add_pictures(jobs: Sequence[Any]) -> None:
    """Give the jobs of a page what their rows do not have: the first picture, or how far it is."""
    now = timezone.now()
    at_work = [job.id for job in jobs if job.status == JobStatus.PROCESSING]
    made = Image.objects.filter(job__in=[job.id for job in jobs]).order_by("id").values_list("job_id", "id")
    images: dict[UUID | None, UUID] = dict(made)
    files = first_files(images.values()) if images else {}
    previews = dict(Preview.objects.filter(job__in=at_work).values_list("job_id", "number")) if at_work else {}
    for job in jobs:
        job.first_file = files[images[job.id]] if job.id in images else None
        job.preview_number = previews.get(job.id, 0)
        job.seen_at = now
