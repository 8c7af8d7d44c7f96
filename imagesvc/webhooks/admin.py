"""Webhooks as the admin sees them: who is told, how it does, and what became of every delivery; no secret.

Nobody adds or edits one here. Who may change them has deliveries sent again and receivers tried again. What receivers
answered is shown as text.
"""

from contextlib import suppress
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html

from imagesvc.webhooks import deliveries, receivers
from imagesvc.webhooks.models import Delivery, DeliveryState, Receiver
from jobs.admin import NOTHING, LookOnly

# The colours of the states of jobs, in which the stylesheet knows them.
COLOURS = {DeliveryState.PENDING: "queued", DeliveryState.DELIVERED: "completed", DeliveryState.GIVEN_UP: "failed"}
RECEIVER_COLOURS = {"active": "completed", "paused": "queued", "disabled": "failed"}


@admin.register(Receiver)
class ReceiverAdmin(LookOnly, admin.ModelAdmin):  # type: ignore[type-arg]  # takes no parameter at run time
    list_display = ("url", "what", "state", "failures", "paused_until", "waiting", "created_at")
    list_filter = ("is_subscription",)
    search_fields = ("=id", "url", "description")
    search_help_text = "A part of the address or of the description; or the whole id."
    ordering = ("-id",)
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = ("resume",)
    fields = (
        "id",
        "url",
        "what",
        "description",
        "told",
        "state",
        "failures",
        "paused_until",
        "disabled_at",
        "created_at",
    )
    readonly_fields = ("what", "told", "state")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let a superuser delete it, with all its deliveries."""
        return bool(request.user.is_active and request.user.is_superuser)

    def has_resume_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("webhooks.change_receiver")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Receiver]:
        # By a subquery, which reads the small index of what is pending, however long the log is.
        pending = Delivery.objects.pending().filter(receiver=OuterRef("pk")).order_by()
        number = pending.values("receiver").annotate(number=Count("id")).values("number")
        return Receiver.objects.annotate(number_waiting=Coalesce(Subquery(number), 0))

    @admin.action(description="Try the selected receivers again now", permissions=("resume",))
    def resume(self, request: HttpRequest, chosen: QuerySet[Receiver]) -> None:
        """Forget failures, pauses, and that a receiver was gone."""
        for receiver in chosen:
            receivers.resume(receiver)
            self.log_change(request, receiver, "Tried again.")
        self.message_user(request, f"{len(chosen)} receiver(s) will be tried again.")

    @admin.display(description="kind")
    def what(self, receiver: Receiver) -> str:
        return "subscription" if receiver.is_subscription else "callbacks"

    @admin.display(description="events")
    def told(self, receiver: Receiver) -> str:
        return ", ".join(receiver.events) or "the end of the jobs that name it"

    @admin.display(description="state")
    def state(self, receiver: Receiver) -> str:
        state = receiver.state(now=timezone.now())
        return format_html('<span class="state state-{}">{}</span>', RECEIVER_COLOURS[state], state)

    @admin.display(description="waiting")
    def waiting(self, receiver: Any) -> int:
        number: int = receiver.number_waiting
        return number


@admin.register(Delivery)
class DeliveryAdmin(LookOnly, admin.ModelAdmin):  # type: ignore[type-arg]  # takes no parameter at run time
    list_display = (
        "event",
        "badge",
        "receiver",
        "job",
        "tries",
        "last_status",
        "tried_at",
        "next_try_at",
        "last_error",
    )
    list_filter = ("state", "kind")
    list_select_related = ("receiver", "job", "callback")
    search_fields = ("=id", "=job__id", "=receiver__id")
    search_help_text = "The whole id of a delivery or `webhook-id`, of its job or of its receiver."
    ordering = ("-id",)
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = ("send_again",)
    change_form_template = "admin/webhooks/delivery.html"
    fieldsets: ClassVar = [
        (None, {"fields": ("message_id", "event", "job", "receiver", "url")}),
        ("How far it is", {"fields": ("badge", "tries", "failures", "last_status", "last_error", "last_answer")}),
        ("When", {"fields": ("at", "created_at", "tried_at", "next_try_at", "expires_at", "ended_at")}),
    ]
    readonly_fields = ("message_id", "event", "url", "badge")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let a superuser delete it, also together with its job."""
        return bool(request.user.is_active and request.user.is_superuser)

    def has_send_again_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("webhooks.change_delivery")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Delivery], search_term: str
    ) -> tuple[QuerySet[Delivery], bool]:
        """Find a delivery also by its `webhook-id`, as a receiver's operator would name it."""
        with suppress(ValueError):
            search_term = str(UUID(search_term.strip().removeprefix("msg_")))
        return super().get_search_results(request, queryset, search_term)

    def get_urls(self) -> list[URLPattern]:
        button = path(
            "<path:object_id>/send-again/",
            self.admin_site.admin_view(self.send_one_again),
            name="webhooks_delivery_send_again",
        )
        return [button, *super().get_urls()]

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Delivery | None = None,
    ) -> HttpResponse:
        has_ended = obj is not None and obj.state in DeliveryState.ENDED
        context["can_be_sent_again"] = has_ended and self.has_send_again_permission(request)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def send_one_again(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """Answer the button on a delivery's page."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_send_again_permission(request):
            raise PermissionDenied
        delivery = self.get_object(request, unquote(object_id))
        if delivery is None:
            raise Http404
        self._send_again(request, [delivery])
        return HttpResponseRedirect(reverse("admin:webhooks_delivery_change", args=[delivery.pk]))

    @admin.action(description="Send the selected deliveries again", permissions=("send_again",))
    def send_again(self, request: HttpRequest, chosen: QuerySet[Delivery]) -> None:
        """Send those that have ended once more, under their ids."""
        self._send_again(request, list(chosen.select_related("receiver")))

    def _send_again(self, request: HttpRequest, chosen: list[Delivery]) -> None:
        sent = [delivery for delivery in chosen if deliveries.send_again(delivery)]
        for delivery in sent:
            self.log_change(request, delivery, "Sent again.")
        if sent:
            self.message_user(request, f"{len(sent)} of {len(chosen)} will be sent again.")
        else:
            sentence = "Nothing is sent again: it is on its way still, or its receiver is disabled."
            self.message_user(request, sentence, level=messages.WARNING)

    @admin.display(description="state", ordering="state")
    def badge(self, delivery: Delivery) -> str:
        colour = COLOURS[DeliveryState(delivery.state)]
        return format_html('<span class="state state-{}">{}</span>', colour, delivery.get_state_display())

    @admin.display(description="event", ordering="kind")
    def event(self, delivery: Delivery) -> str:
        return delivery.event

    @admin.display(description="webhook-id")
    def message_id(self, delivery: Delivery) -> str:
        return delivery.message_id

    @admin.display(description="address", empty_value=NOTHING)
    def url(self, delivery: Delivery) -> str:
        return delivery.url
