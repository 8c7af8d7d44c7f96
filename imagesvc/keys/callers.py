"""Who sends a request: an API key, somebody who is logged in, or, while no keys are asked for, anybody.

`clientId` says nothing of it: every client writes what it likes there.
"""

import hmac
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user, get_user_model
from django.db.models import Q
from django.db.models.functions import Now
from django.http import HttpRequest

from imagesvc.keys import tickets
from imagesvc.keys.models import ApiKey, Scope
from imagesvc.keys.tokens import parse_token

EVERYTHING = frozenset(Scope)
# What the permissions of the admin's roles are worth here.
_SCOPE_OF_PERMISSION = {"jobs.view_job": Scope.READ, "jobs.operate_job": Scope.OPERATE}
_USE_NOTED_EVERY = timedelta(minutes=1)
# Where a request carries who sends it.
_ATTRIBUTE = "imagesvc_caller"


class NotKnown(Exception):
    """The request says who sends it, but that is nobody; or it must say so and does not."""


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Who sends a request and what they may. `key` is None for people and where no keys are asked for."""

    name: str
    scopes: frozenset[Scope]
    key: ApiKey | None = None
    # Came by a browser's cookie: its writes need a CSRF token.
    is_by_session: bool = False

    def may(self, scope: Scope) -> bool:
        return scope in self.scopes

    @property
    def owner(self) -> UUID | None:
        """To whom what this caller asks for belongs."""
        return None if self.key is None else self.key.id

    def named(self, client_id: str) -> str:
        """Return what a client of this caller is called here: each key's clients are among themselves."""
        return client_id if self.key is None else f"{self.key.prefix}/{client_id}"

    @property
    def sees_everything(self) -> bool:
        """Whether what belongs to others is there for this caller."""
        return self.key is None or Scope.OPERATE in self.scopes


ANYBODY = Caller(name="", scopes=EVERYTHING)


def shown_client_id(client_id: str, *, owner: UUID | None) -> str:
    """Return what a client called itself."""
    return client_id if owner is None else client_id.partition("/")[2]


def remember(request: HttpRequest, caller: Caller) -> None:
    """Have a request say from now on who sends it."""
    setattr(request, _ATTRIBUTE, caller)


def caller_in(request: Any) -> Caller:
    """Return who sends a request, Django's or DRF's, as was found out before any view; anybody where nobody asked."""
    caller: Caller = getattr(request, _ATTRIBUTE, ANYBODY)
    return caller


def may_be_public() -> bool:
    """Say whether the service may listen beyond this machine.

    Everybody is let in, by somebody's wish, or keys are asked for and one opens something, or a superuser can log in.
    """
    if not are_keys_needed():
        return bool(settings.AUTH == "none")
    superusers = get_user_model()._default_manager.filter(is_superuser=True, is_active=True)
    return ApiKey.objects.usable().exists() or any(user.has_usable_password() for user in superusers)


def are_keys_needed() -> bool:
    """Say whether requests have to say who sends them."""
    return settings.AUTH == "keys"


def caller_of(request: HttpRequest, *, takes_ticket: bool = False) -> Caller:
    """Return who sends a request; raise NotKnown.

    1. While no keys are asked for, it is anybody. 2. A key in the header. 3. A ticket in the address, where a browser
    cannot set headers. 4. Somebody who is logged in.
    """
    if not are_keys_needed():
        return ANYBODY
    if (header := request.headers.get("Authorization")) is not None:
        scheme, _, text = header.partition(" ")
        if scheme.lower() != "bearer":
            raise NotKnown("The Authorization header must be `Bearer <key>`.")
        return _caller_with(key_of(text.strip()))
    if takes_ticket and (ticket := request.GET.get("ticket")) is not None:
        return _caller_with(_key_of_ticket(ticket))
    user = request.user if hasattr(request, "user") else with_user(request).user
    if user.is_authenticated:
        return caller_of_user(user)
    raise NotKnown("This needs an API key: send `Authorization: Bearer <key>`.")


def with_user(request: HttpRequest) -> HttpRequest:
    """Read the session of a request that has not passed Django's middlewares for pages."""
    sessions = import_module(settings.SESSION_ENGINE)
    request.session = sessions.SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    request.user = get_user(request)
    return request


def key_of(text: str) -> ApiKey:
    """Return the key that a token belongs to, and note its use; raise NotKnown.

    Whatever is wrong with a token, the answer is one and the same.
    """
    token = parse_token(text)
    key = None if token is None else ApiKey.objects.usable().filter(prefix=token.prefix).first()
    # Compared also where there is no such key, so that the time taken does not tell.
    is_right = hmac.compare_digest("" if token is None else token.digest, "-" if key is None else key.digest)
    if key is None or not is_right:
        raise NotKnown("This API key is not known, has expired or was revoked.")
    _note_use(key)
    return key


def caller_of_user(user: Any) -> Caller:
    """Return what somebody who is logged in may: what their role in the admin is worth."""
    scopes = {scope for permission, scope in _SCOPE_OF_PERMISSION.items() if user.has_perm(permission)}
    if Scope.OPERATE in scopes:
        scopes.add(Scope.REQUEST)
    return Caller(name=user.get_username(), scopes=frozenset(scopes), is_by_session=True)


def _caller_with(key: ApiKey) -> Caller:
    return Caller(name=key.name, scopes=key.scopes, key=key)


def _key_of_ticket(ticket: str) -> ApiKey:
    key_id = tickets.key_id_in(ticket)
    key = None if key_id is None else ApiKey.objects.usable().filter(id=key_id).first()
    if key is None:
        raise NotKnown("This ticket is not known or has expired; ask for another one.")
    return key


def _note_use(key: ApiKey) -> None:
    unnoted = Q(last_used_at__isnull=True) | Q(last_used_at__lt=Now() - _USE_NOTED_EVERY)
    ApiKey.objects.filter(unnoted, id=key.id).update(last_used_at=Now())
