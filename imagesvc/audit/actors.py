"""Who does something: a user of the admin, a client of the API, whoever calls a command, or the service itself."""

import getpass
import os
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from imagesvc.audit.models import NAME_LENGTH, Via
from imagesvc.engines.texts import clean
from imagesvc.keys.callers import caller_in


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A name, by which door it came, and from where."""

    name: str
    via: Via
    address: str = ""
    user_id: int | None = None


def actor_of(request: HttpRequest, *, via: Via = Via.ADMIN) -> Actor:
    """Return who sent a request: the user who is logged in, or whoever is at that address.

    In the API that is the key or the user who was let in; where no keys are asked for, cookies mean nothing there.
    """
    address = clean(request.META.get("REMOTE_ADDR", ""), most=NAME_LENGTH)
    if via is Via.API and (caller := caller_in(request)).name:
        name = caller.name if caller.key is None else f"key {caller.name}"
        return Actor(name=clean(name, most=NAME_LENGTH), via=via, address=address)
    user = getattr(request, "user", None) if via is Via.ADMIN else None
    if user is None or isinstance(user, AnonymousUser):
        return Actor(name=f"somebody at {address}" if address else "somebody", via=via, address=address)
    return Actor(name=clean(user.get_username(), most=NAME_LENGTH), via=via, address=address, user_id=user.pk)


def actor_of_command() -> Actor:
    """Return who runs this process, and on which host."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a number without a name, as containers have
        name = f"user {os.getuid()}"
    return Actor(name=clean(name, most=NAME_LENGTH), via=Via.COMMAND, address=settings.HOST_NAME)


def the_service() -> Actor:
    """Return the service itself, which goes on with what somebody has begun."""
    return Actor(name="the service", via=Via.SERVICE, address=settings.HOST_NAME)
