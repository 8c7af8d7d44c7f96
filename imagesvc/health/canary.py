"""The canary: a chore that does nothing, again and again, so that its last time shows whether anything is done at all.

A broker that hands out no tickets, workers that take none, a database that takes no writes: each of them silences it.
"""

from datetime import timedelta

from jobs.clock import database_time
from jobs.models import Chore

NAME = "canary"


def sing() -> None:
    """Do nothing; that it was done is written by whoever does chores."""


def age_seconds() -> float | None:
    """Return how long ago the canary sang, or None if it never has."""
    ended_at = Chore.objects.filter(name=NAME).values_list("ended_at", flat=True).first()
    return None if ended_at is None else (database_time() - ended_at) / timedelta(seconds=1)
