"""Tasks that recur, done by the workers: `settings.CHORES` names them, a table says when each is due.

A chore is a ticket of the second kind. Whichever host claims it first does it, one at a time in each cluster, in a
worker that the cluster has beside those that draw; `settings.LONG_CHORES` are done beside the others, each in one more.
Every chore must bear being done twice, and being killed.
"""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.module_loading import import_string

from jobs.models import Chore
from jobs.places import places
from jobs.worker import begin_ticket

logger = logging.getLogger(__name__)

# A chore that takes longer is taken for dead, and another worker may begin it. A long one has a time of its own.
HOLD_SECONDS = 300


def work() -> None:
    """Do the chores that are due; the function that every ticket of the second kind names."""
    begin_ticket()
    try:
        with places().take_chore() as is_taken:
            due = due_chores() if is_taken else []
            for name in due:
                if name not in settings.LONG_CHORES:
                    do(name)
        # The place is free again: the others do not wait for a long one, and its row keeps it to one at a time. Only
        # one, or the second would wait for the first; the next ticket finds it.
        long_ones = [name for name in due if name in settings.LONG_CHORES]
        if long_ones:
            do(long_ones[0])
    except (OperationalError, InterfaceError) as error:
        logger.warning("the database does not answer: %s", error)
        connection.close()


def schedule() -> None:
    """Make a row for each chore of the settings that has none; it is due at once."""
    Chore.objects.bulk_create([Chore(name=name) for name in settings.CHORES], ignore_conflicts=True)


def due_chores() -> list[str]:
    """Return the names of the chores that are due and that nobody is doing."""
    due = Chore.objects.filter(_is_free(), due_at__lte=Now(), name__in=settings.CHORES)
    return list(due.order_by("due_at").values_list("name", flat=True))


def do(name: str) -> bool:
    """Do a chore unless somebody else has begun it; return whether it was done here."""
    path, every_seconds = settings.CHORES[name]
    chore: Callable[[], object] = import_string(path)
    begun = Chore.objects.filter(_is_free(), name=name, due_at__lte=Now()).update(
        held_until=Now() + timedelta(seconds=settings.LONG_CHORES.get(name, HOLD_SECONDS)),
        due_at=Now() + timedelta(seconds=every_seconds),
        started_at=Now(),
    )
    if not begun:
        return False
    error = ""
    try:
        chore()
    except (OperationalError, InterfaceError):
        raise
    except Exception as fault:
        # One broken chore must not keep the others from being done.
        logger.exception("the chore %s failed", name)
        error = f"{type(fault).__name__}: {fault}"[:500]
    Chore.objects.filter(name=name).update(held_until=None, ended_at=Now(), error=error)
    return True


def _is_free() -> Q:
    return Q(held_until__isnull=True) | Q(held_until__lt=Now())
