"""Subscriptions over HTTP: POST and GET /api/webhooks, GET and DELETE /api/webhooks/<id>.

The secret is in the answer to POST and nowhere else.
"""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSetMixin

from imagesvc.api.errors import ApiError, invalid_fields
from imagesvc.api.jsonview import JSONView
from imagesvc.api.pagination import Page, page_of
from imagesvc.api.serializers import WebhookSubscription
from imagesvc.keys.callers import Caller, caller_in
from imagesvc.webhooks import receivers
from imagesvc.webhooks.addresses import AddressRefused
from imagesvc.webhooks.models import Receiver
from imagesvc.webhooks.receivers import TooManySubscriptions
from imagesvc.webhooks.signing import secret_of
from jobs.values import id_in


class WebhookViewSet(ViewSetMixin, JSONView):
    """What can be done with subscriptions; their addresses do not change, so that their secrets stay with them."""

    def list(self, request: Request) -> Response:
        page: Page[Receiver] = page_of(_subscriptions_of(caller_in(request)), request=request)
        return Response({"success": True, "webhooks": [_webhook(row) for row in page.rows], "next": page.next})

    def create(self, request: Request) -> Response:
        wish = WebhookSubscription.read(request.data)
        try:
            receiver = receivers.subscribe(**wish, owner=caller_in(request).owner)
        except AddressRefused as error:
            raise invalid_fields({"url": [str(error)]}) from error
        except TooManySubscriptions as error:
            message = f"There are {error.most} webhooks already; delete one first."
            raise ApiError(409, message, code="too-many-webhooks") from error
        receiver.refresh_from_db(fields=["created_at"])
        return Response({"success": True, "webhook": _webhook(receiver), "secret": secret_of(receiver)}, status=201)

    def retrieve(self, request: Request, webhook_id: str) -> Response:
        receiver = _subscriptions_of(caller_in(request)).filter(id=_id_in(webhook_id)).first()
        if receiver is None:
            raise _no_such_webhook()
        return Response({"success": True, "webhook": _webhook(receiver)})

    def destroy(self, request: Request, webhook_id: str) -> Response:
        """Forget the subscription; what waits for it is not sent any more."""
        receiver = _subscriptions_of(caller_in(request)).filter(id=_id_in(webhook_id)).first()
        if receiver is None or not receivers.unsubscribe(receiver.id):
            raise _no_such_webhook()
        return Response({"success": True})


def _subscriptions_of(caller: Caller) -> QuerySet[Receiver]:
    """Return the subscriptions that are there for a caller."""
    subscriptions = Receiver.objects.filter(is_subscription=True)
    return subscriptions if caller.sees_everything else subscriptions.filter(owner=caller.owner)


def _webhook(receiver: Receiver) -> dict[str, Any]:
    return {
        "id": receiver.id,
        "url": receiver.url,
        "events": receiver.events,
        "description": receiver.description,
        "createdAt": receiver.created_at,
        "state": receiver.state(now=timezone.now()),
        "failures": receiver.failures,
        "pausedUntil": receiver.paused_until,
        "disabledAt": receiver.disabled_at,
    }


def _id_in(text: str) -> UUID:
    found = id_in(text)
    if found is None:
        raise _no_such_webhook()
    return found


def _no_such_webhook() -> ApiError:
    return ApiError(404, "There is no webhook with this id.")
