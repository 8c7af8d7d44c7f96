"""Who may come in below /api/, and how often: the middleware before every view there.

1. Who is it? 2. Is that too often? 3. A browser's cookie needs a CSRF token with each write. What a caller may do is
the view's business (`NeedsScope`); what belongs to others is not found (`images/ownership.py`).
"""

import ipaddress
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.cache import patch_vary_headers
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from imagesvc.api.errors import ApiError, answer, is_below_api
from imagesvc.api.origins import READING
from imagesvc.keys.callers import ANYBODY, Caller, NotKnown, are_keys_needed, caller_in, caller_of, remember
from imagesvc.keys.models import Scope
from imagesvc.keys.spending import Purse, Spent, block_of

MINUTE = 60
# The documentation says how to come by a key; it must be readable without one.
_OPEN_ADDRESSES = ("/api/schema", "/api/docs")


class AccessMiddleware:
    """Settle who sends a request below /api/, and refuse who may not or comes too often."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._csrf = _CsrfCheck(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_below_api(request.path):
            return self.get_response(request)
        spent = None
        try:
            caller = let_in(request)
            spent = count(request, caller)
            if caller.is_by_session and request.method not in READING:
                self._csrf.check(request)
            response = self.get_response(request)
        except ApiError as refusal:
            response = answer(refusal)
        if are_keys_needed():
            # Who asks may be said by a session.
            patch_vary_headers(response, ("Cookie",))
        if spent is not None:
            add_limits(response, spent)
        return response


class NeedsScope(BasePermission):
    """Let a caller in who may do what the view is for: reading, asking for something, or operating."""

    def has_permission(self, request: Request, view: Any) -> bool:
        check_scope(
            caller_in(request),
            getattr(view, "scope", None) or (Scope.READ if request.method in READING else Scope.REQUEST),
        )
        return True


def check_scope(caller: Caller, scope: Scope) -> None:
    """Raise ApiError 403 unless a caller may do what the scope is for."""
    if not caller.may(scope):
        raise ApiError(403, f"This needs the scope {scope.value!r}, which this key or account lacks.", code="scope")


def let_in(request: HttpRequest, *, takes_ticket: bool = False) -> Caller:
    """Return who sends a request; raise ApiError 401, unless the address is open to everybody."""
    try:
        caller = caller_of(request, takes_ticket=takes_ticket)
    except NotKnown as error:
        if request.path.rstrip("/") in _OPEN_ADDRESSES:
            return ANYBODY
        # Guessing is no use, but it is work for us.
        count(request, ANYBODY)
        headers = {"WWW-Authenticate": 'Bearer realm="imagesvc"'}
        raise ApiError(401, str(error), code="not-authenticated", headers=headers) from error
    remember(request, caller)
    return caller


# --- How often -------------------------------------------------------------------------------------------------------

_purse = Purse(window_seconds=MINUTE)


def count(request: HttpRequest, caller: Caller) -> Spent | None:
    """Count a request for its key or address; raise ApiError 429. None where there is no limit.

    Who uses this machine without keys is its owner, and has none.
    """
    name = who_is_limited(request, caller)
    if name is None:
        return None
    allowance = settings.REQUESTS_PER_MINUTE
    spent = _purse.spend(f"requests {name}", allowance=allowance, now=time.monotonic())
    if spent.is_over:
        sentence = f"At most {allowance:,} requests a minute are answered; wait {spent.resets_in_seconds} s."
        headers = {"Retry-After": str(spent.resets_in_seconds)} | _limits(spent)
        raise ApiError(429, sentence, code="too-many-requests", headers=headers)
    return spent


def add_limits(response: HttpResponseBase, spent: Spent) -> None:
    """Say in an answer's headers how much is left."""
    for name, value in _limits(spent).items():
        response.headers.setdefault(name, value)


def _limits(spent: Spent) -> dict[str, str]:
    """Return the fields of draft-ietf-httpapi-ratelimit-headers-10: the policy, and what is left of it."""
    return {
        "RateLimit-Policy": f'"minute";q={spent.allowance};w={MINUTE}',
        "RateLimit": f'"minute";r={max(0, spent.left)};t={spent.resets_in_seconds}',
    }


def who_is_limited(request: HttpRequest, caller: Caller) -> str | None:
    """Return for whom a request counts: a key, somebody logged in, or an address; None where nothing is limited."""
    if caller.key is not None:
        return f"key {caller.key.id}"
    if caller.is_by_session:
        return f"user {caller.name}"
    address = request.META.get("REMOTE_ADDR", "")
    return None if _is_loopback(address) else f"address {block_of(address)}"


@lru_cache(maxsize=1_024)
def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


class _CsrfCheck(CsrfViewMiddleware):
    """Django's check of the token, for views that are exempt from it where no cookie counts."""

    def check(self, request: HttpRequest) -> None:
        self.process_request(request)
        if self.process_view(request, _no_view, (), {}) is not None:
            sentence = "Writing with a browser's session needs its CSRF token, in the header X-CSRFToken."
            raise ApiError(403, sentence, code="csrf")


def _no_view(_request: HttpRequest) -> HttpResponseBase:
    """Stand for a view that is not exempt from the check."""
    raise AssertionError("nobody calls it")
