"""The page of one job: what happened to it, what it is to draw, what came of it, and the buttons that steer it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from imagesvc.admin.buttons import Answer, Button, WithButtons
from imagesvc.admin.looking import OPERATE, subject_of
from imagesvc.admin.looks import between, entity_link, files_in_order, job_badge, short
from imagesvc.admin.timeline import timeline_of
from imagesvc.audit.actors import actor_of
from imagesvc.audit.models import AuditEntry
from imagesvc.engines import engines_for
from imagesvc.images.models import Image
from imagesvc.images.previews import preview_of
from imagesvc.pool.gate import what_engines_are_waited_for, what_is_waited_for
from jobs import lifecycle, line
from jobs.lifecycle import QueueFull
from jobs.models import Job, JobStatus, Priority

LARGEST_SEED = 2**63 - 1
# Of a chain of requeued jobs, so many are shown on either side.
MOST_KIN = 20
# Of the audit log, so many of the last lines are looked through for those of one job.
MOST_LOOKED_THROUGH = 10_000

CHANGED = "requeue-changed"
OFFERED = {
    "cancel": JobStatus.ACTIVE,
    "raise-to-front": JobStatus.PENDING,
    "requeue": JobStatus.ENDED,
    CHANGED: JobStatus.ENDED,
}
QUEUE_IS_FULL = "The queue is full; try again when some of its jobs are done."


class ChangesForm(forms.Form):
    """What a requeued job may have that the first one had not."""

    description = forms.CharField(
        label="Prompt", widget=forms.Textarea(attrs={"rows": 6}), max_length=40_000, required=False
    )
    seed = forms.IntegerField(
        label="Seed", min_value=0, max_value=LARGEST_SEED, required=False, help_text="Empty: the same."
    )
    wanted_engine = forms.ChoiceField(label="Engine", required=False)

    def __init__(self, posted: Any = None, *, job: Job) -> None:
        self._job = job
        initial = {"description": job.description, "seed": job.seed, "wanted_engine": job.wanted_engine}
        super().__init__(posted, initial=initial, auto_id="change_%s")
        names = [config.name for config in engines_for(job.style, configs=settings.ENGINES)]
        self.fields["wanted_engine"].choices = [  # type: ignore[attr-defined]  # of a ChoiceField
            ("", "Whichever is free"),
            *((name, name) for name in names),
        ]

    @property
    def fault(self) -> str:
        """Say in one sentence what is wrong."""
        return " ".join(f"{self.fields[name].label}: {errors[0]}" for name, errors in self.errors.items())

    @property
    def changes(self) -> dict[str, Any]:
        """Return what `lifecycle.requeue` is to be told; an empty prompt is none."""
        changes = {"seed": self.cleaned_data["seed"], "wanted_engine": self.cleaned_data["wanted_engine"]}
        # Browsers send line ends of their own.
        description = self.cleaned_data["description"].replace("\r\n", "\n")
        if description.strip() and description.strip() != self._job.description.strip():
            changes["description"] = description
        return changes


@dataclass(frozen=True, kw_only=True)
class Kin:
    """A job of the same chain."""

    id: str
    badge: str
    label: str
    address: str


class JobPage(WithButtons):
    """The part of the admin of jobs that is about a single one."""

    buttons: ClassVar = (
        Button(name="cancel", method="cancel", label="Cancel", permission=OPERATE, is_grave=True),
        Button(name="raise-to-front", method="raise_to_front", label="Raise to the front", permission=OPERATE),
        Button(name="requeue", method="requeue_one", label="Requeue", permission=OPERATE),
        Button(name=CHANGED, method="requeue_changed", label="Requeue with changes", permission=OPERATE),
    )

    def offers(self, row: Job, button: Button) -> bool:
        return row.status in OFFERED[button.name]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show a job; there is nothing to edit, so this is no form of Django's."""
        if request.method not in ("GET", "HEAD") or not self.has_view_permission(request):
            raise PermissionDenied
        job = self.get_object(request, unquote(object_id))
        if job is None:
            raise Http404("There is no such job, or not any more.")
        buttons = {shown.button.name: shown for shown in self.shown_buttons(request, job)}
        changes = buttons.pop(CHANGED, None)
        context = {
            **self.admin_site.each_context(request),
            **_story(job),
            "opts": self.opts,
            "title": job.prompt_preview or "Job",
            "shown_buttons": list(buttons.values()),
            "changes": changes,
            "changes_form": ChangesForm(job=job) if changes else None,
            "can_delete": self.has_delete_permission(request, job),
            "list_address": reverse("admin:jobs_job_changelist"),
        }
        return TemplateResponse(request, "admin/jobs/job/page.html", context)

    def cancel(self, request: HttpRequest, job: Job) -> Answer:
        """Cancel a job that has not ended."""
        if lifecycle.cancel(job.id, by=actor_of(request).name):
            return Answer(sentence="The job was cancelled.")
        return Answer(sentence="It had ended already.", is_done=False)

    def raise_to_front(self, request: HttpRequest, job: Job) -> Answer:
        """Have a pending job drawn before all others."""
        if lifecycle.raise_to_front(job.id, by=actor_of(request).name):
            return Answer(sentence="It is drawn before all others now.")
        return Answer(sentence="It is not waiting any more.", is_done=False)

    def requeue_one(self, request: HttpRequest, job: Job) -> Answer:
        """Queue a new job with the wish of one that has ended, and lead to it."""
        return _requeue(request, job)

    def requeue_changed(self, request: HttpRequest, job: Job) -> Answer:
        """Queue a new job with another prompt, seed or engine."""
        form = ChangesForm(request.POST, job=job)
        if not form.is_valid():
            return Answer(sentence=f"Nothing was requeued. {form.fault}", is_done=False)
        return _requeue(request, job, **form.changes)


def _requeue(request: HttpRequest, job: Job, **changes: Any) -> Answer:
    if job.status not in JobStatus.ENDED:
        return Answer(sentence="It has not ended yet.", is_done=False)
    try:
        submission = lifecycle.requeue(job, by=actor_of(request).name, priority=Priority.INTERACTIVE, **changes)
    except QueueFull:
        return Answer(sentence=QUEUE_IS_FULL, is_done=False)
    address = reverse("admin:jobs_job_change", args=[submission.job.id])
    if not submission.is_new:
        return Answer(sentence="Its entity has a job already: this one.", is_done=False, leads_to=address)
    return Answer(sentence=f"It was requeued as {submission.job.id}.", leads_to=address)


# --- What the page tells ---------------------------------------------------------------------------------------------


def _story(job: Job) -> dict[str, Any]:
    """Return all that a job's page tells of it."""
    children = list(Job.objects.filter(parent=job).order_by("id")[:MOST_KIN])
    now = timezone.now()
    return {
        "job": job,
        "badge": job_badge(job),
        "entity": entity_link(job),
        "is_active": job.status in JobStatus.ACTIVE,
        "outlook": _outlook(job),
        "waited": between(job.created_at, job.started_at or job.ended_at or now),
        "ran": between(job.started_at, job.ended_at or now) if job.status not in JobStatus.PENDING else "",
        "images": list(Image.objects.filter(job=job).order_by("id").prefetch_related(files_in_order())),
        "preview": preview_of(job.id) if job.status == JobStatus.PROCESSING else None,
        "subscriptions": list(job.subscriptions.order_by("id").values_list("client_id", flat=True)[:MOST_KIN]),
        "entries": timeline_of(job, children=children),
        "ancestors": [_kin(each) for each in _ancestors(job)],
        "children": [_kin(each) for each in children],
        "audit": _audit(job),
    }


def _ancestors(job: Job) -> list[Job]:
    """Return the jobs that this one was requeued from, the first one first."""
    chain: list[Job] = []
    parent_id = job.parent_id
    while parent_id is not None and len(chain) < MOST_KIN:
        parent = Job.objects.get(id=parent_id)
        chain.append(parent)
        parent_id = parent.parent_id
    return chain[::-1]


def _kin(job: Job) -> Kin:
    return Kin(
        id=short(job.id),
        badge=job_badge(job),
        label=job.prompt_preview,
        address=reverse("admin:jobs_job_change", args=[job.id]),
    )


def _audit(job: Job) -> Sequence[AuditEntry]:
    newest = AuditEntry.objects.aggregate(newest=Max("id"))["newest"]
    if newest is None:
        return []
    recent = AuditEntry.objects.filter(id__gt=newest - MOST_LOOKED_THROUGH, subject=subject_of(job))
    return list(recent.order_by("-id")[:MOST_KIN])


def _outlook(job: Job) -> str:
    """Say where a pending job stands in the line, and what it waits for if no engine can draw it."""
    if job.status not in JobStatus.PENDING:
        return ""
    if job.wanted_engine:
        reason = what_engines_are_waited_for().get(job.wanted_engine, "")
    else:
        reason = what_is_waited_for().get((job.style, job.allows_stand_in), "")
    place = line.places([job.id]).get(job.id)
    said = f"It is number {place:,} in the line." if place else ""
    return f"{said} {reason}.".strip() if reason else said
