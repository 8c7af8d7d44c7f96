"""What must be well before a request for a picture leads to one; each thing looked at, with what was found.

Nothing here says more than that: no address, no name and no key is in what is found.
"""

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from threading import Lock

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from imagesvc.health import canary
from imagesvc.images import storage
from jobs.clock import database_time
from jobs.estimates import SILENT_SECONDS
from jobs.models import Cluster

# The storage is not written to more often, however often somebody asks.
PROBE_SECONDS = 5.0


@dataclass(frozen=True, kw_only=True)
class Check:
    """What one look found; `detail` is a sentence for people."""

    name: str
    ok: bool
    detail: str
    seconds: float


class Unwell(Exception):
    """What was looked at is not as it must be; the message says how."""


def run_checks() -> list[Check]:
    """Look at everything, and at the database first: where it does not answer most of the others would only wait."""
    database = _check("database", _database)
    asking = {"migrations": _migrations, "workers": _workers, "canary": _canary}
    return [
        database,
        _check("storage", _storage.look),
        *(_check(name, look if database.ok else _not_asked) for name, look in asking.items()),
    ]


def _check(name: str, look: Callable[[], str]) -> Check:
    began_at = time.perf_counter()
    try:
        ok, detail = True, look()
    except Unwell as unwell:
        ok, detail = False, str(unwell)
    except DatabaseError as error:
        # Its own words may name the server and the user.
        ok, detail = False, f"The database does not answer ({type(error).__name__})."
    return Check(name=name, ok=ok, detail=detail, seconds=round(time.perf_counter() - began_at, 4))


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "It answers."


def _not_asked() -> str:
    raise Unwell("The database does not answer.")


def _migrations() -> str:
    missing = _known_migrations() - set(MigrationRecorder(connection).applied_migrations())
    if missing:
        app, name = min(missing)
        raise Unwell(f"{len(missing)} migrations are not applied, such as {app} {name}: run `manage.py migrate`.")
    return "All are applied."


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    """Return those of our code, which does not change while we run."""
    loader = MigrationLoader(None)
    return frozenset((app, name) for app, name in loader.disk_migrations or {})


def _workers() -> str:
    now = database_time()
    seen = list(Cluster.objects.values_list("host", "workers", "seen_at"))
    alive = [(host, workers) for host, workers, at in seen if now - at < timedelta(seconds=SILENT_SECONDS)]
    if alive:
        hosts = len({host for host, _ in alive})
        return f"{sum(workers for _, workers in alive)} on {hosts} {'host' if hosts == 1 else 'hosts'}."
    if not seen:
        raise Unwell("No worker runs: start `manage.py up` or `manage.py work`.")
    silent = (now - max(at for _, _, at in seen)) / timedelta(seconds=1)
    raise Unwell(f"No worker was seen for {silent:.0f} s.")


def _canary() -> str:
    age = canary.age_seconds()
    if age is None:
        raise Unwell("No worker has done a chore yet.")
    if age > settings.CANARY_LIMIT_SECONDS:
        raise Unwell(f"Workers have done no chore for {age:.0f} s; at most {settings.CANARY_LIMIT_SECONDS} s are well.")
    return f"A worker did a chore {age:.0f} s ago."


class _Storage:
    """The storage of pictures, as it was found last."""

    def __init__(self) -> None:
        self._asking = Lock()
        self._asked_at = -PROBE_SECONDS
        self._fault: str | None = "Nobody has looked yet."

    def look(self) -> str:
        """Say what was found last; look again if that is a while ago and nobody else is just doing so.

        One look at a time: a storage that hangs holds one thread, and not each that asks.
        """
        with self._turn() as is_ours:
            if is_ours and time.monotonic() - self._asked_at >= PROBE_SECONDS:
                self._fault = _fault_of_storage()
                self._asked_at = time.monotonic()
        if self._fault is not None:
            raise Unwell(self._fault)
        return "A file can be written and removed."

    def forget(self) -> None:
        """Look anew the next time."""
        self._asked_at = -PROBE_SECONDS

    @contextmanager
    def _turn(self) -> Iterator[bool]:
        is_ours = self._asking.acquire(blocking=False)
        try:
            yield is_ours
        finally:
            if is_ours:
                self._asking.release()


def _fault_of_storage() -> str | None:
    """Write a small file and remove it. One that is left behind is found by reconciliation: it is named as ours are."""
    # The last characters name the folder; one is enough.
    stem = f"probe-{secrets.token_hex(8)}-00"
    try:
        storage.write(stem, storage.THUMBNAIL, b"probe")
        storage.remove(stem)
    except OSError as error:
        return f"It cannot be written to ({error.strerror or type(error).__name__})."
    return None


_storage = _Storage()
