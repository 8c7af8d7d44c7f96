"""Counts what is used in windows of time, for all processes and hosts together: one atomic upsert in the database.

A library's counter in the cache counts for each process, and loses counts when two add at once.
"""

import ipaddress
from dataclasses import dataclass
from threading import Lock

from django.db import connection
from django.db.models import F

from imagesvc.keys.models import Spending

# How much of an allowance a process takes at a time, so that not every request writes a row.
_BLOCKS = 20
# What a process remembers; beyond that it forgets what it had taken, which only makes limits stricter.
_MOST_NAMES = 10_000

# Of what is no address; with the words before it it has to fit into a counter's name.
MOST_LETTERS = 50

_SECONDS = {
    "postgresql": "FLOOR(EXTRACT(EPOCH FROM STATEMENT_TIMESTAMP()))::bigint",
    "sqlite": "CAST(STRFTIME('%%s', 'now') AS INTEGER)",
}
_SPEND = """
    INSERT INTO keys_spending (name, ends_at, amount)
    SELECT %(name)s, (clock.now / %(window)s + 1) * %(window)s, %(amount)s FROM (SELECT {now} AS now) AS clock
    WHERE true
    ON CONFLICT (name, ends_at) DO UPDATE SET amount = keys_spending.amount + excluded.amount
    RETURNING amount, ends_at, ends_at - {now}
"""


@dataclass(frozen=True, kw_only=True)
class Spent:
    """How much of an allowance is left after it was drawn on; negative where that was more than there was."""

    allowance: int
    left: int
    resets_in_seconds: int

    @property
    def is_over(self) -> bool:
        return self.left < 0


def spend(name: str, *, allowance: int, window_seconds: int, amount: int = 1) -> Spent:
    """Add to what was used in the present window, and say what is left of the allowance."""
    used, _, seconds = _add(name, window_seconds=window_seconds, amount=amount)
    return Spent(allowance=allowance, left=allowance - used, resets_in_seconds=seconds)


def give_back(name: str, *, amount: int | None) -> None:
    """Take from what was used in the present window, or, if no amount is named, forget all of it."""
    if amount is None:
        Spending.objects.filter(name=name).delete()
    else:
        Spending.objects.filter(name=name, amount__gte=amount).update(amount=F("amount") - amount)


def block_of(address: str) -> str:
    """Return for what an address counts: an IPv6 client has a whole /64 to choose addresses from."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:MOST_LETTERS]
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    return str(parsed.ipv4_mapped or ipaddress.ip_network((parsed, 64), strict=False))


def forget_old() -> None:
    """Delete the windows that are over; a chore."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_SECONDS[connection.vendor] % ()}")
        [now] = cursor.fetchone()
    Spending.objects.filter(ends_at__lt=now - 60).delete()


class Purse:
    """Spends in blocks: a process takes a twentieth of the allowance at a time and gives it out from memory.

    All together never give out more than there is; what a process has taken and not used is lost to the others.
    """

    def __init__(self, *, window_seconds: int) -> None:
        self._window_seconds = window_seconds
        self._lock = Lock()
        self._taken: dict[str, _Block] = {}

    def spend(self, name: str, *, allowance: int, now: float) -> Spent:
        """Use one of the allowance; `now` is a monotonic clock's time."""
        with self._lock:
            block = self._taken.get(name)
            if block is None or now >= block.ends_at or (block.left <= 0 and block.behind > 0):
                block = self._taken[name] = self._take(name, allowance=allowance, now=now)
            block.left -= 1
            left = block.left + block.behind if block.left >= 0 else -1
            return Spent(allowance=allowance, left=left, resets_in_seconds=max(1, round(block.ends_at - now)))

    def _take(self, name: str, *, allowance: int, now: float) -> "_Block":
        if len(self._taken) >= _MOST_NAMES:
            self._taken.clear()
        wanted = max(1, allowance // _BLOCKS)
        used, _, seconds = _add(name, window_seconds=self._window_seconds, amount=wanted)
        got = max(0, min(wanted, wanted - (used - allowance)))
        return _Block(left=got, behind=max(0, allowance - used), ends_at=now + seconds)


@dataclass(kw_only=True)
class _Block:
    """What a process may still give out, and what lay behind it in the database when it was taken."""

    left: int
    behind: int
    ends_at: float


def _add(name: str, *, window_seconds: int, amount: int) -> tuple[int, int, int]:
    """Return what was used in the window in all, when it ends, and in how many seconds that is."""
    statement = _SPEND.format(now=_SECONDS[connection.vendor])
    with connection.cursor() as cursor:
        cursor.execute(statement, {"name": name, "window": window_seconds, "amount": amount})
        used, ends_at, seconds = cursor.fetchone()
    return used, ends_at, seconds
