"""API keys in the admin: made, limited and revoked by admins. A key's token is on one page, the answer to making it.

It is kept nowhere on the way there: no session, no message, no row, no log.
"""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from imagesvc.admin.buttons import Answer, Button, WithButtons
from imagesvc.admin.looking import LeavesTrace
from imagesvc.admin.looks import badge
from imagesvc.keys import issuing
from imagesvc.keys.models import QUOTAS, ApiKey

MAY = ("can_request", "can_read", "can_operate")
TONES = {"usable": "completed", "expired": "failed", "revoked": "cancelled"}
QUOTAS_MEAN = "Empty means as much as it likes. What somebody else requeues of its jobs is not counted."
# Where a new key carries its token from the form to the page that shows it.
_TOKEN = "_token_shown_once"  # noqa: S105  (what the token is kept under, and no token)


@admin.register(ApiKey)
class ApiKeyAdmin(LeavesTrace, WithButtons):
    """Keys are revoked and never deleted: jobs and the audit log name them."""

    list_display = ("name", "prefix", "may", "state", "last_used_at", "expires_at", "created_at")
    search_fields = ("name", "=prefix")
    search_help_text = "A part of the name, or what follows `isvc_` in the key."
    ordering = ("name",)
    list_per_page = 50
    show_full_result_count = False
    change_form_template = "admin/keys/key.html"
    fieldsets: ClassVar = [
        (None, {"fields": ("name", *MAY, "expires_at")}),
        ("What it may have drawn", {"fields": QUOTAS, "description": QUOTAS_MEAN}),
    ]
    readonly_fields = ("prefix", "state", "created_at", "created_by", "last_used_at", "revoked_at")
    buttons: ClassVar = (
        Button(
            name="revoke",
            method="revoke",
            label="Revoke",
            permission="keys.change_apikey",
            is_grave=True,
            help="It opens nothing any more, for good.",
        ),
    )

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_fieldsets(self, request: HttpRequest, obj: ApiKey | None = None) -> Any:
        further = [] if obj is None else [("What became of it", {"fields": self.readonly_fields})]
        return [*self.fieldsets, *further]

    def save_model(self, request: HttpRequest, obj: ApiKey, form: Any, change: bool) -> None:
        """Have a new key made where all are made."""
        if change:
            # Not what the page does not show: the key may have been used or revoked meanwhile.
            obj.save(update_fields=["name", *MAY, "expires_at", *QUOTAS])
        else:
            setattr(obj, _TOKEN, issuing.give_token(obj, by=request.user.get_username()))

    def response_add(self, request: HttpRequest, obj: ApiKey, post_url_continue: str | None = None) -> HttpResponse:
        """Show the token, now and never again."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"The key {obj.name}",
            "key": obj,
            "token": getattr(obj, _TOKEN),
            "page": self.page_of(obj),
        }
        # No copy of it may stay in a browser, either.
        return TemplateResponse(request, "admin/keys/made.html", context, headers={"Cache-Control": "no-store"})

    def shown_beside(self, row: ApiKey | None) -> dict[str, Any]:
        # After adding, the page with the token comes, whatever was wished.
        return {"show_save_and_add_another": False, "show_save_and_continue": False}

    def offers(self, row: ApiKey, button: Button) -> bool:
        return row.revoked_at is None

    def revoke(self, request: HttpRequest, row: ApiKey) -> Answer:
        is_change = issuing.revoke(row)
        sentence = f"The key {row.name} opens nothing any more." if is_change else "It was revoked before."
        return Answer(sentence=sentence, is_done=is_change)

    @admin.display(description="may")
    def may(self, key: ApiKey) -> str:
        return ", ".join(sorted(key.scopes)) or "nothing"

    @admin.display(description="state")
    def state(self, key: ApiKey) -> str:
        if key.revoked_at is not None:
            word = "revoked"
        else:
            word = "expired" if key.expires_at is not None and key.expires_at <= timezone.now() else "usable"
        return badge(word, tone=TONES[word])
