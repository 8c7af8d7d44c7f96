"""Which address below /api/ leads where. A slash at the end changes nothing; an id that is not one is not found."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponseBase
from django.urls import URLPattern, re_path

from imagesvc.api.errors import unknown_address

# What may stand for an id in an address; everything else is not found before a view is asked.
ID = r"(?P<{}>[^/\x00-\x1f\x7f-\x9f]{{1,200}})"


def address(route: str, view: Callable[..., HttpResponseBase], **options: Any) -> URLPattern:
    """Return the pattern of one address, such as `jobs/<job_id>`; each `<name>` is an id."""
    pattern = "/".join(ID.format(part[1:-1]) if part.startswith("<") else part for part in route.split("/"))
    return re_path(rf"^{pattern}/?\Z", view, **options)


urlpatterns = [
    # Jobs and images.
    # Worlds.
    re_path("", unknown_address),
]
