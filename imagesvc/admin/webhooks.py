"""Webhooks as the admin sees them: who is told, how it does, and what became of every delivery; no secret.

Nobody adds or edits one here. Who may change them has deliveries sent again and receivers tried again. What receivers
answered is shown as text.
"""

from contextlib import suppress
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import Count, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import (
    HttpRequest,
)
from django.utils import timezone

from imagesvc.admin.buttons import Answer, Button, WithButtons
from imagesvc.admin.keyset import KeysetAdmin
from imagesvc.admin.looking import LeavesTrace, LookOnly
from imagesvc.admin.looks import NOTHING, badge
from imagesvc.webhooks import deliveries, receivers
from imagesvc.webhooks.models import Delivery, DeliveryState, Receiver
from jobs.amounts import counted

# The colours of the states of jobs, in which the stylesheet knows them.
COLOURS = {DeliveryState.PENDING: "queued", DeliveryState.DELIVERED: "completed", DeliveryState.GIVEN_UP: "failed"}
RECEIVER_COLOURS = {"active": "completed", "paused": "queued", "disabled": "failed"}


@admin.register(Receiver)
class ReceiverAdmin(LookOnly, LeavesTrace):
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
        """Let it be deleted, with all its deliveries."""
        return request.user.has_perm("webhooks.delete_receiver")

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
        self.message_user(request, f"{counted(len(chosen), 'receiver')} will be tried again.")

    @admin.display(description="kind")
    def what(self, receiver: Receiver) -> str:
        return "subscription" if receiver.is_subscription else "callbacks"

    @admin.display(description="events")
    def told(self, receiver: Receiver) -> str:
        return ", ".join(receiver.events) or "the end of the jobs that name it"

    @admin.display(description="state")
    def state(self, receiver: Receiver) -> str:
        state = receiver.state(now=timezone.now())
        return badge(state, tone=RECEIVER_COLOURS[state])

    @admin.display(description="waiting")
    def waiting(self, receiver: Any) -> int:
        number: int = receiver.number_waiting
        return number


@admin.register(Delivery)
class DeliveryAdmin(LookOnly, LeavesTrace, WithButtons, KeysetAdmin):
    list_display = (
        "event",
        "state_of",
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
    actions = ("send_again",)
    change_form_template = "admin/webhooks/delivery.html"
    fieldsets: ClassVar = [
        (None, {"fields": ("message_id", "event", "job", "receiver", "url")}),
        ("How far it is", {"fields": ("state_of", "tries", "failures", "last_status", "last_error", "last_answer")}),
        ("When", {"fields": ("at", "created_at", "tried_at", "next_try_at", "expires_at", "ended_at")}),
    ]
    readonly_fields = ("message_id", "event", "url", "state_of")
    buttons: ClassVar = (
        Button(name="send-again", method="send_one_again", label="Send again", permission="webhooks.change_delivery"),
    )

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let it be deleted, also together with its job."""
        return request.user.has_perm("webhooks.delete_delivery")

    def has_send_again_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("webhooks.change_delivery")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Delivery], search_term: str
    ) -> tuple[QuerySet[Delivery], bool]:
        """Find a delivery also by its `webhook-id`, as a receiver's operator would name it."""
        with suppress(ValueError):
            search_term = str(UUID(search_term.strip().removeprefix("msg_")))
        return super().get_search_results(request, queryset, search_term)

    def offers(self, row: Delivery, button: Button) -> bool:
        return row.state in DeliveryState.ENDED

    def send_one_again(self, request: HttpRequest, delivery: Delivery) -> Answer:
        """Answer the button on a delivery's page."""
        return self._send_again(request, [delivery])

    @admin.action(description="Send the selected deliveries again", permissions=("send_again",))
    def send_again(self, request: HttpRequest, chosen: QuerySet[Delivery]) -> None:
        """Send those that have ended once more, under their ids."""
        answer = self._send_again(request, list(chosen.select_related("receiver")))
        level = messages.SUCCESS if answer.is_done else messages.WARNING
        self.message_user(request, answer.sentence, level=level)

    def _send_again(self, request: HttpRequest, chosen: list[Delivery]) -> Answer:
        sent = [delivery for delivery in chosen if deliveries.send_again(delivery)]
        for delivery in sent:
            self.log_change(request, delivery, "Sent again.")
        if sent:
            amount = counted(len(chosen), "delivery", many="deliveries")
            return Answer(sentence=f"{len(sent)} of {amount} will be sent again.", is_told=False)
        sentence = "Nothing is sent again: it is on its way still, or its receiver is disabled."
        return Answer(sentence=sentence, is_done=False, is_told=False)

    @admin.display(description="state")
    def state_of(self, delivery: Delivery) -> str:
        return badge(delivery.get_state_display(), tone=COLOURS[DeliveryState(delivery.state)])

    @admin.display(description="event")
    def event(self, delivery: Delivery) -> str:
        return delivery.event

    @admin.display(description="webhook-id")
    def message_id(self, delivery: Delivery) -> str:
        return delivery.message_id

    @admin.display(description="address", empty_value=NOTHING)
    def url(self, delivery: Delivery) -> str:
        return delivery.url
