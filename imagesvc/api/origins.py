"""Keeps other web sites out: what a browser sends here on behalf of a foreign page changes nothing.

In open mode there are no keys and cookies mean nothing, so the origin of a write is all that tells our own pages from
others. Requests that come from no browser carry no origin and pass. The Host header is checked here, too, which keeps
a foreign name that was made to point at us (DNS rebinding) from becoming an origin of our own.
"""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponseBase

from imagesvc.api.errors import UNKNOWN_HOST, ApiError, answer, is_below_api

READING = ("GET", "HEAD", "OPTIONS")
DEFAULT_PORTS = {"http": ":80", "https": ":443"}


class OriginMiddleware:
    """Refuse writes below /api/ that come from a foreign page, and requests for a host that we are not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_below_api(request.path):
            return self.get_response(request)
        refusal = refusal_of(request, is_read_by_anyone=request.method in READING)
        return answer(refusal) if refusal else self.get_response(request)


def refusal_of(request: HttpRequest, *, is_read_by_anyone: bool) -> ApiError | None:
    """Return why a request is refused, if it is: for its host or, unless anyone may read the answer, for its origin."""
    try:
        host = request.get_host()
    except DisallowedHost:
        return UNKNOWN_HOST
    if is_read_by_anyone or not _comes_from_elsewhere(request, host=host):
        return None
    return ApiError(403, "Pages of other web sites may not write here.", code="foreign-origin")


def is_foreign(origin: str, host: str) -> bool:
    """Say whether an Origin header names a site that is neither ours nor allowed.

    `host` is the Host header of the same request, checked. The scheme is left out of the comparison with it: behind a
    proxy we do not know the one that people use.
    """
    origin = origin.strip().lower()
    friends = (settings.PUBLIC_URL, *settings.ALLOWED_ORIGINS)
    if origin and origin in (friend.rstrip("/").lower() for friend in friends):
        return False
    scheme, separator, site = origin.partition("://")
    if not separator or scheme not in DEFAULT_PORTS:
        return True
    return site.removesuffix(DEFAULT_PORTS[scheme]) != host.lower().removesuffix(DEFAULT_PORTS[scheme])


def _comes_from_elsewhere(request: HttpRequest, *, host: str) -> bool:
    # Not from `headers`, which are put together of all there are when first asked for.
    origin = request.META.get("HTTP_ORIGIN")
    if origin is None:
        return bool(request.META.get("HTTP_SEC_FETCH_SITE", "").lower() == "cross-site")
    return is_foreign(origin, host)
