"""Batches as the admin sees them: what one would do, before it does; how far each is; stopping and resuming it.

`imagesvc.batches.running` moves them. A preview's address says what is selected, so that it can be looked at again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode

from imagesvc.admin.buttons import Answer, Button, WithButtons
from imagesvc.admin.keyset import KeysetAdmin
from imagesvc.admin.looking import OPERATE, LookOnly
from imagesvc.admin.looks import NOTHING, badge, between, in_words, many, moment
from imagesvc.audit.actors import actor_of
from imagesvc.audit.models import AuditEntry
from imagesvc.audit.trail import shortened
from imagesvc.batches import running
from imagesvc.batches.action import MOST_COUNTED, Action, Options, Preview
from imagesvc.batches.actions import ACTIONS, preview
from imagesvc.batches.drawing import BadSubjects
from imagesvc.batches.models import Batch, BatchStatus
from imagesvc.batches.running import NotResumable
from jobs.models import Priority
from jobs.selection import BadSelection

TONES = {
    BatchStatus.READY: "queued",
    BatchStatus.RUNNING: "processing",
    BatchStatus.STOPPED: "waiting",
    BatchStatus.DONE: "completed",
    BatchStatus.FAILED: "failed",
}
# What each action needs, and which of the options mean something to it.
PERMISSIONS = {
    "requeue": OPERATE,
    "cancel": OPERATE,
    "reprioritise": OPERATE,
    "draw": OPERATE,
    "delete": "jobs.delete_job",
}
OPTIONS = {
    "requeue": ("limit", "rate", "priority", "force"),
    "cancel": ("limit",),
    "reprioritise": ("limit", "priority"),
    "draw": ("limit", "rate", "priority"),
    "delete": ("limit",),
}


class OptionsForm(forms.Form):
    """How a batch is done; an action shows those that mean something to it."""

    limit = forms.IntegerField(label="At most", min_value=1, max_value=10**9, required=False)
    rate = forms.FloatField(
        label="Per second", min_value=0.001, max_value=10_000, required=False, help_text="Empty: as fast as it goes."
    )
    priority = forms.TypedChoiceField(
        label="Priority", choices=Priority.choices, coerce=int, initial=Priority.BATCH, required=False, empty_value=None
    )
    force = forms.BooleanField(
        label="Also those that are not needed any more", required=False, help_text="Completed, or with a newer picture."
    )

    def __init__(self, posted: Any, *, action: str) -> None:
        super().__init__(posted, auto_id="option_%s")
        self.fields = {name: self.fields[name] for name in OPTIONS[action]}

    def options(self) -> Options:
        return Options(**{name: value for name, value in self.cleaned_data.items() if value is not None})


@dataclass(frozen=True, kw_only=True)
class Counted:
    """One line of a table of counts; `percent` is its share, for a bar."""

    label: str
    number: int
    percent: int


@dataclass(frozen=True, kw_only=True)
class Table:
    """How many of what, the largest first."""

    title: str
    rows: Sequence[Counted]


def preview_address(action: str, words: Mapping[str, Sequence[str]]) -> str:
    """Return the address of the page that shows what an action would do, before it is done."""
    return f"{reverse('admin:batches_batch_new', args=[action])}?{urlencode(words, doseq=True)}"


class ActionFilter(admin.SimpleListFilter):
    """Filter by action; the words are known, so that nobody reads all batches to find them."""

    title = "action"
    parameter_name = "action"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, action.verb) for name, action in ACTIONS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(action=self.value()) if self.value() else queryset


@admin.register(Batch)
class BatchAdmin(LookOnly, WithButtons, KeysetAdmin):
    list_display = ("what", "state", "progress", "counts", "who", "began", "took")
    list_display_links = ("what",)
    list_filter = ("status", ActionFilter, "via")
    change_form_template = "admin/batches/batch.html"
    buttons: ClassVar = (
        Button(name="stop", method="stop", label="Stop", permission=OPERATE, is_grave=True),
        Button(name="resume", method="resume", label="Resume", permission=OPERATE),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Batch]:
        # A selection may name a million ids.
        return Batch.objects.defer("selection")

    def get_urls(self) -> list[URLPattern]:
        new = path("new/<str:action>/", self.admin_site.admin_view(self.new), name="batches_batch_new")
        return [new, *super().get_urls()]

    # --- Before it is begun ------------------------------------------------------------------------------------------

    def new(self, request: HttpRequest, action: str) -> HttpResponse:
        """Show what an action would do with what the address selects; begin it when that is confirmed."""
        if action not in ACTIONS:
            raise Http404("There is no such action.")
        if not request.user.has_perm(PERMISSIONS[action]):
            raise PermissionDenied
        doing = ACTIONS[action]
        try:
            selection = doing.select({word: request.GET.getlist(word) for word in request.GET})
        except (BadSelection, BadSubjects) as error:
            return self._show(request, doing, status=400, fault=f"{error}.")
        form = OptionsForm(request.POST or None, action=action)
        if request.method == "POST" and form.is_valid() and "start" in request.POST:
            batch = running.start(action, selection, form.options(), actor=actor_of(request), here=False)
            self.message_user(request, "It has begun.", level=messages.SUCCESS)
            return HttpResponseRedirect(self.page_of(batch))
        options = form.options() if form.is_bound and form.is_valid() else Options()
        seen = preview(action, selection, options)
        return self._show(
            request, doing, form=form, words=shortened(selection.words()), seen=seen, tables=_tables(seen)
        )

    def _show(self, request: HttpRequest, doing: Action[Any], *, status: int = 200, **context: Any) -> HttpResponse:
        seen: Preview | None = context.get("seen")
        is_partly_judged = seen is not None and (seen.is_more or seen.judged < seen.total)
        total = many(seen.total + seen.is_more, most=seen.total) if seen else ""
        shared = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"{doing.verb} {doing.noun}: preview",
            "doing": doing,
            "total": total,
            # What would be done is known exactly only where all were judged.
            "amount": f"{total} {doing.noun}" if seen is None or is_partly_judged else doing.amount(seen.doable),
            "passed_over": sum(seen.skipped.values()) if seen else 0,
            "skipped": _table("Passed over, and why", seen.skipped if seen else {}),
            "is_partly_judged": is_partly_judged,
            "is_grave": doing.name in ("cancel", "delete"),
        }
        return TemplateResponse(request, "admin/batches/preview.html", shared | context, status=status)

    # --- One batch ---------------------------------------------------------------------------------------------------

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show how far a batch is; there is nothing to edit, so this is no form of Django's."""
        if request.method not in ("GET", "HEAD") or not self.has_view_permission(request):
            raise PermissionDenied
        batch = self.get_object(request, object_id)
        if batch is None:
            raise Http404("There is no such batch, or not any more.")
        doing = ACTIONS[batch.action]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"{doing.verb} {doing.noun}",
            "batch": batch,
            "badge": self.state(batch),
            "took": self.took(batch),
            "left": _left(batch),
            "expected": many(MOST_COUNTED + 1 if batch.expected is None else batch.expected, most=MOST_COUNTED),
            "words": shortened(batch.selection),
            "options": _options(batch.options),
            "reasons": _table("Passed over, and why", batch.reasons),
            "audit": AuditEntry.objects.filter(batch_id=batch.id).order_by("id"),
            "shown_buttons": self.shown_buttons(request, batch),
        }
        return TemplateResponse(request, self.change_form_template, context)

    def offers(self, row: Batch, button: Button) -> bool:
        return row.is_under_way if button.name == "stop" else row.is_resumable

    def stop(self, request: HttpRequest, batch: Batch) -> Answer:
        """Have no further chunk begun; the batch's own entry in the audit log tells of it."""
        if running.stop(batch.id, actor=actor_of(request)):
            return Answer(sentence="It is stopped, and can be resumed where it was.", is_told=False)
        return Answer(sentence="It had ended already.", is_done=False, is_told=False)

    def resume(self, request: HttpRequest, batch: Batch) -> Answer:
        """Go on where it was stopped; that has an entry of its own in the audit log."""
        if not request.user.has_perm(PERMISSIONS[batch.action]):
            raise PermissionDenied
        try:
            running.resume(batch.id, actor=actor_of(request), here=False)
        except NotResumable as error:
            return Answer(sentence=str(error), is_done=False, is_told=False)
        return Answer(sentence="It goes on.", is_told=False)

    @admin.display(description="what")
    def what(self, batch: Batch) -> str:
        doing = ACTIONS[batch.action]
        if batch.expected is None:
            return f"{doing.verb} more than {doing.amount(MOST_COUNTED)}"
        return f"{doing.verb} {doing.amount(batch.expected)}"

    @admin.display(description="state")
    def state(self, batch: Batch) -> str:
        return badge(batch.get_status_display(), tone=TONES[BatchStatus(batch.status)])

    @admin.display(description="progress")
    def progress(self, batch: Batch) -> str:
        if batch.percent is None:
            return f"{batch.matched:,} looked at"
        return format_html(
            '<progress max="100" value="{0}" aria-label="Progress">{0} %</progress> {0}\u2009%', batch.percent
        )

    @admin.display(description="done, skipped, failed")
    def counts(self, batch: Batch) -> str:
        return f"{batch.done:,} / {batch.skipped:,} / {batch.failed:,}"

    @admin.display(description="began")
    def began(self, batch: Batch) -> str:
        return moment(batch.created_at)

    @admin.display(description="took")
    def took(self, batch: Batch) -> str:
        return between(batch.started_at, batch.ended_at or timezone.now()) or NOTHING


def _tables(seen: Preview) -> list[Table]:
    tables = (
        _table("By status", seen.by_status),
        _table("By what it shows", {name or "custom": number for name, number in seen.by_type.items()}),
        _table("By engine", {name or "none yet": number for name, number in seen.by_engine.items()}),
    )
    return [table for table in tables if table.rows]


def _table(title: str, counts: Mapping[str, int]) -> Table:
    most = max(counts.values(), default=0)
    in_order = sorted(counts.items(), key=lambda each: -each[1])
    return Table(
        title=title,
        rows=[Counted(label=label, number=number, percent=round(100 * number / most)) for label, number in in_order],
    )


def _left(batch: Batch) -> str:
    """Say how long it will take at its pace so far; nothing where nobody can tell."""
    if not batch.is_under_way or not batch.started_at or not batch.moved_at or not batch.matched or not batch.expected:
        return ""
    seconds = (batch.moved_at - batch.started_at).total_seconds()
    left = seconds / batch.matched * max(0, batch.expected - batch.matched)
    return in_words(left) if left >= 1 else ""


def _options(options: Mapping[str, Any]) -> list[tuple[str, str]]:
    labels = {name: str(field.label) for name, field in OptionsForm.base_fields.items()}
    words = {**options}
    if "priority" in words:
        words["priority"] = Priority(words["priority"]).label
    if "force" in words:
        words["force"] = "yes"
    return [(labels[name], str(value)) for name, value in words.items()]
