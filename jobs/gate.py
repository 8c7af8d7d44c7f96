"""Who decides whether a job may be claimed now: a job can be first in the queue and still have nobody who could do it.

What that depends on is not known here: `settings.JOB_GATE` names the class that does.
"""

from functools import cache
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from jobs.models import Job


class Gate(Protocol):
    """Stands between the queue and its workers."""

    def is_open(self) -> bool:
        """Say, without a look at anything that changes, whether every job may be claimed by whoever is free."""

    def has_work(self) -> bool:
        """Say whether a claim would find a job."""

    def claim(self, *, worker: str) -> Job | None:
        """Take the best job that can be done now, with all that doing it takes."""


@cache
def _named(path: str) -> Gate:
    return cast("Gate", import_string(path)())


def gate() -> Gate:
    """Return the gate that the settings name."""
    return _named(settings.JOB_GATE)
