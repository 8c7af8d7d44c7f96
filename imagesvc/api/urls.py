"""Which address below /api/ leads where. A slash at the end changes nothing; an id that is not one is not found."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponseBase
from django.urls import URLPattern, re_path

from entities.save_format import FORMATS
from imagesvc.api.batches import BatchViewSet, RequeueView
from imagesvc.api.engines import EnginesView
from imagesvc.api.errors import unknown_address
from imagesvc.api.openapi.views import DocsView, SchemaView
from imagesvc.api.stale import StaleImagesView
from imagesvc.api.tickets import TicketView
from imagesvc.api.views import GenerateView, ImageViewSet, JobViewSet, PreviewView, RequestView
from imagesvc.api.webhooks import WebhookViewSet
from imagesvc.api.worlds import EntityViewSet

# What may stand for an id in an address; everything else is not found before a view is asked.
ID = r"(?P<{}>[^/\x00-\x1f\x7f-\x9f]{{1,200}})"


def address(route: str, view: Callable[..., HttpResponseBase], **options: Any) -> URLPattern:
    """Return the pattern of one address, such as `jobs/<job_id>`; each `<name>` is an id."""
    pattern = "/".join(ID.format(part[1:-1]) if part.startswith("<") else part for part in route.split("/"))
    return re_path(rf"^{pattern}/?\Z", view, **options)


urlpatterns = [
    # Jobs and images.
    address("images/request", RequestView.as_view()),
    address("generate-image", GenerateView.as_view()),
    address("jobs", JobViewSet.as_view({"get": "list"})),
    # Before the ids, of which none is this word.
    address("jobs/requeue", RequeueView.as_view()),
    address("jobs/<job_id>/preview", PreviewView.as_view()),
    address("jobs/<job_id>", JobViewSet.as_view({"get": "retrieve", "delete": "destroy"})),
    address("images", ImageViewSet.as_view({"get": "list"})),
    # Before the ids, of which none is this word.
    address("images/stale", StaleImagesView.as_view()),
    address("images/<image_id>", ImageViewSet.as_view({"get": "retrieve"})),
    # Batches.
    address("batches", BatchViewSet.as_view({"get": "list"})),
    address("batches/<batch_id>", BatchViewSet.as_view({"get": "retrieve", "delete": "destroy"})),
    address("batches/<batch_id>/resume", BatchViewSet.as_view({"post": "resume"})),
    # Webhooks.
    address("webhooks", WebhookViewSet.as_view({"get": "list", "post": "create"})),
    address("webhooks/<webhook_id>", WebhookViewSet.as_view({"get": "retrieve", "delete": "destroy"})),
    address("engines", EnginesView.as_view()),
    address("tickets", TicketView.as_view()),
    # What all of this is.
    address("schema", SchemaView.as_view()),
    address("docs", DocsView.as_view()),
    # Worlds.
    *(
        address(form.plural, EntityViewSet.as_view({"get": "list", "post": "create"}, kind=kind))
        for kind, form in FORMATS.items()
    ),
    *(
        address(
            f"{form.plural}/<entity_id>",
            EntityViewSet.as_view(
                {"get": "retrieve", "put": "update", "patch": "partial_update", "delete": "destroy"}, kind=kind
            ),
        )
        for kind, form in FORMATS.items()
    ),
    re_path("", unknown_address),
]
