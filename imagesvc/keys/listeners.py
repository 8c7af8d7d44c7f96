"""How many streams and sockets are open for each key and address, in all web processes of all hosts together.

A row says how many one process has open. It counts while that process gives signs of life, by the database's clock: so
whoever is killed holds nothing for longer than `LIFE`.
"""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Sum
from django.db.models.functions import Now

from imagesvc.keys.models import Listeners

SIGN_SECONDS = 5.0
# Two signs of life may be late or lost.
LIFE = timedelta(seconds=3 * SIGN_SECONDS)
# On PostgreSQL those who open one more for the same name stand in line for this advisory lock; on SQLite all writers.
_IN_LINE = 0x6C697374  # "list"
_AT_A_TIME = 500


def make_room(name: str, *, process: UUID, amount: int, allowance: int) -> bool:
    """Write down that a process has so many open, unless all together would have more than is allowed; say whether."""
    with transaction.atomic():
        _stand_in_line(name)
        living = Listeners.objects.filter(name=name, alive_until__gt=Now()).exclude(process=process)
        elsewhere = living.aggregate(amount=Sum("amount", default=0))["amount"]
        if elsewhere + amount > allowance:
            return False
        write_down({name: amount}, process=process)
    return True


def write_down(amounts: Mapping[str, int], *, process: UUID) -> None:
    """Give a sign of life: write down how many a process has open, whatever was there before."""
    rows = [
        Listeners(name=name, process=process, amount=amount, alive_until=Now() + LIFE)
        for name, amount in sorted(amounts.items())
    ]
    Listeners.objects.bulk_create(
        rows,
        batch_size=_AT_A_TIME,
        update_conflicts=True,
        unique_fields=["name", "process"],
        update_fields=["amount", "alive_until"],
    )


def forget(process: UUID) -> None:
    """Delete what a process has written down: it has ended."""
    Listeners.objects.filter(process=process).delete()


def forget_dead() -> None:
    """Delete what counts no more; a chore."""
    Listeners.objects.filter(alive_until__lt=Now()).delete()


def _stand_in_line(name: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_IN_LINE, name])
