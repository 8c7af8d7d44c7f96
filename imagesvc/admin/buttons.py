"""Buttons on the pages of single rows: each a POST with an address, a permission, and a line in the audit log."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, cast

from django.contrib import admin, messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.urls import URLPattern, path, reverse

from imagesvc.admin.looking import subject_of
from imagesvc.audit.actors import actor_of
from imagesvc.audit.trail import record


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came of pressing a button, in one sentence; `leads_to` is another page than the row's own."""

    sentence: str
    is_done: bool = True
    leads_to: str = ""
    # Whether the audit log is told of it here; what made a batch has its entry already.
    is_told: bool = True


class Press(Protocol):
    """Does what a button says to a row."""

    def __call__(self, request: HttpRequest, row: Any) -> Answer: ...


@dataclass(frozen=True, kw_only=True)
class Button:
    """A button: the last part of its address, the method that does it, what it says, and who may press it."""

    name: str
    method: str
    label: str
    permission: str
    is_grave: bool = False
    help: str = ""
    # Done in one transaction with its audit entry; what looks at the storage of pictures is not.
    is_quick: bool = True


@dataclass(frozen=True, kw_only=True)
class ShownButton:
    """A button as a template shows it."""

    button: Button
    address: str


class WithButtons(admin.ModelAdmin):  # type: ignore[type-arg]  # takes no parameter at run time
    """For an admin whose rows can be acted on one by one."""

    buttons: ClassVar[Sequence[Button]] = ()

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                f"<path:object_id>/{button.name}/",
                self.admin_site.admin_view(self._view_of(button)),
                name=self._name_of(button),
            )
            for button in self.buttons
        ]
        return [*own, *super().get_urls()]

    def offers(self, row: Any, button: Button) -> bool:
        """Say whether a button makes sense for a row as it is now."""
        return True

    def shown_buttons(self, request: HttpRequest, row: Any) -> list[ShownButton]:
        """Return the buttons of a row's page that whoever looks at it may press."""
        return [
            ShownButton(button=button, address=self.address_of(button, row))
            for button in self.buttons
            if request.user.has_perm(button.permission) and self.offers(row, button)
        ]

    def shown_beside(self, row: Any) -> dict[str, Any]:
        """Return what else the page of a row shows; without a row, that on which one is added."""
        return {}

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        context |= {"shown_buttons": [] if obj is None else self.shown_buttons(request, obj), **self.shown_beside(obj)}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def address_of(self, button: Button, row: Model) -> str:
        return reverse(f"admin:{self._name_of(button)}", args=[quote(row.pk)])

    def page_of(self, row: Model) -> str:
        """Return the address of a row's own page."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[quote(row.pk)])

    def _name_of(self, button: Button) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{button.name.replace('-', '_')}"

    def _view_of(self, button: Button) -> Any:
        def pressed(request: HttpRequest, object_id: str) -> HttpResponseBase:
            return self._press(request, button, object_id)

        return pressed

    def _press(self, request: HttpRequest, button: Button, object_id: str) -> HttpResponseBase:
        """Check who presses it and on what, do it, and tell the page and the audit log what came of it."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not request.user.has_perm(button.permission):
            raise PermissionDenied
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404(f"There is no such {self.opts.verbose_name}, or not any more.")
        with transaction.atomic() if button.is_quick else nullcontext():
            answer = cast("Press", getattr(self, button.method))(request, row)
            if answer.is_told:
                record(actor_of(request), action=button.name, subject=subject_of(row), outcome=answer.sentence)
        level = messages.SUCCESS if answer.is_done else messages.ERROR
        self.message_user(request, answer.sentence, level=level)
        return HttpResponseRedirect(answer.leads_to or self.page_of(row))
