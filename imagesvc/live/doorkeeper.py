"""Who may listen, how many at a time, and for how long: where keys are asked for, streams and sockets ask here.

A key that was revoked or has expired, and somebody who has logged out, hears nothing any more half a minute later.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Collection, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db import Error as DatabaseError
from django.db import close_old_connections
from django.http import HttpRequest

from imagesvc.api import access
from imagesvc.keys.callers import ANYBODY, Caller, are_keys_needed, caller_of_user, with_user
from imagesvc.keys.models import ApiKey, Scope
from imagesvc.live.headcount import Headcount
from imagesvc.live.hub import Mailbox
from imagesvc.web.threads import DjangoThreads, Overloaded

logger = logging.getLogger(__name__)

# How often it is seen whether those who listen still may.
LOOK_SECONDS = 30.0


@dataclass(frozen=True, kw_only=True)
class Guest:
    """Somebody who listens. `counts_for` is whose streams are counted, None where nothing is limited."""

    caller: Caller
    counts_for: str | None = None
    # To look again whether somebody who is logged in still is.
    request: HttpRequest | None = None


class Doorkeeper:
    """Of one web process, for all channels."""

    def __init__(self, *, threads: DjangoThreads) -> None:
        self._threads = threads
        self._headcount = Headcount(threads=threads)
        self._inside: dict[Mailbox, Guest] = {}
        self._looking: asyncio.Task[None] | None = None

    async def let_in(self, request: HttpRequest) -> Guest:
        """Return who sends a request and may read; raise ApiError. Where nothing is asked for it costs nothing."""
        if not are_keys_needed() and access.who_is_limited(request, ANYBODY) is None:
            return Guest(caller=ANYBODY)
        return await self._threads.run(_let_in, request)

    @asynccontextmanager
    async def hosting(self, guest: Guest, box: Mailbox) -> AsyncIterator[None]:
        """Count somebody who listens while the block lasts, and close their mailbox when they may not any more.

        Raise ApiError if as many are open as may be.
        """
        name = guest.counts_for
        if name is None:
            yield
            return
        await self._headcount.add(name)
        self._inside[box] = guest
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look_again())
        try:
            yield
        finally:
            del self._inside[box]
            self._headcount.take_away(name)

    async def stop(self) -> None:
        """Have nobody counted any more: the process ends."""
        await self._headcount.stop()

    async def _look_again(self) -> None:
        while self._inside:
            await asyncio.sleep(LOOK_SECONDS)
            inside = dict(self._inside)
            try:
                welcome = await self._threads.run(_those_who_may, inside.values())
            except (DatabaseError, Overloaded) as error:
                logger.warning("Cannot see who may still listen, trying again: %s", error)
                continue
            for box, guest in inside.items():
                if id(guest) not in welcome:
                    box.close()


def _let_in(request: HttpRequest) -> Guest:
    close_old_connections()
    caller = access.let_in(request, takes_ticket=True)
    access.check_scope(caller, Scope.READ)
    access.count(request, caller)
    return Guest(
        caller=caller,
        counts_for=access.who_is_limited(request, caller),
        request=request if caller.is_by_session else None,
    )


def _those_who_may(guests: Iterable[Guest]) -> set[int]:
    """Return the identities of those who may still read."""
    close_old_connections()
    keys = {guest.caller.key.id for guest in guests if guest.caller.key is not None}
    usable = set(ApiKey.objects.usable().filter(id__in=keys, can_read=True).values_list("id", flat=True))
    return {id(guest) for guest in guests if _may(guest, usable=usable)}


def _may(guest: Guest, *, usable: Collection[UUID]) -> bool:
    if guest.caller.key is not None:
        return guest.caller.key.id in usable
    if guest.request is None:
        return not are_keys_needed()
    user = with_user(guest.request).user
    return user.is_authenticated and caller_of_user(user).may(Scope.READ)
