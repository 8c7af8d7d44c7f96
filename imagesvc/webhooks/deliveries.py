"""The one place where a delivery changes its state: claimed, delivered, tried again later, given up, sent again.

Sent at least once: whoever dies between sending and recording leaves a delivery that is sent again, under the same id.
All times are the database's.
"""

import logging
import random
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Now

from imagesvc.webhooks.models import Callback, Delivery, DeliveryQuerySet, DeliveryState, Receiver
from imagesvc.webhooks.reader import LIFE
from imagesvc.webhooks.sending import Outcome

logger = logging.getLogger(__name__)

# A try of which nothing was heard for so long is taken for lost.
LEASE = timedelta(seconds=60)
# The pause after a failed try; each further one is twice as long.
FIRST_PAUSE_SECONDS = 5.0
LONGEST_PAUSE_SECONDS = 3600.0
# So many failed tries in a row pause a receiver; then one try at a time finds out whether it is back.
FAILURES_TO_PAUSE = 5
FIRST_RECEIVER_PAUSE_SECONDS = 30.0
# What a receiver may ask us to wait.
SHORTEST_WISH_SECONDS = 1.0
LONGEST_WISH_SECONDS = 3600.0
# How many are on their way to one receiver at a time, so that a slow one leaves room for the others.
MOST_PER_RECEIVER = 4
KEPT_DAYS = 30
ROWS_PER_DELETION = 1_000
GONE = 410
EXPIRED = "It was not taken within a day."


def claim(*, most: int, under_way: Mapping[UUID, int]) -> list[Delivery]:
    """Take deliveries that are due, for a try that begins now, and return them with their receivers.

    At most `most`, few for each receiver, of which so many are `under_way` with the caller; who was served longest ago
    comes first. A later event of a job waits until the earlier ones are delivered to that receiver or given up.
    """
    claimed: list[Delivery] = []
    busy = [receiver_id for receiver_id, number in under_way.items() if number >= MOST_PER_RECEIVER]
    for receiver in _able_receivers().exclude(id__in=busy)[:most]:
        is_tried_out = receiver.failures >= FAILURES_TO_PAUSE
        room = (1 if is_tried_out else MOST_PER_RECEIVER) - under_way.get(receiver.id, 0)
        claimed += _claim_for(receiver, most=min(room, most - len(claimed)))
    return claimed


def record(delivery: Delivery, outcome: Outcome) -> None:
    """Write down how a claimed try went, and what follows for its receiver; too late for another's try, do nothing."""
    with transaction.atomic():
        receiver = Receiver.objects.select_for_update().filter(id=delivery.receiver_id).first()
        owned = Delivery.objects.pending().filter(id=delivery.id, tries=delivery.tries)
        present = owned.select_for_update().first()
        if receiver is None or present is None:
            return
        said = {"last_status": outcome.status, "last_error": outcome.error, "last_answer": outcome.answer}
        if outcome.is_delivered:
            owned.update(state=DeliveryState.DELIVERED, ended_at=Now(), next_try_at=None, **said)
            _note_success(receiver)
        elif outcome.status == GONE:
            owned.update(state=DeliveryState.GIVEN_UP, ended_at=Now(), next_try_at=None, **said)
            _disable(receiver)
        else:
            pause = _pause_after(present, outcome=outcome)
            owned.update(failures=F("failures") + 1, next_try_at=Now() + timedelta(seconds=pause), **said)
            _note_failure(receiver, outcome=outcome)


def put_back(delivery: Delivery) -> None:
    """Have a claimed delivery tried again at once, by whoever is there, because its try was broken off."""
    Delivery.objects.pending().filter(id=delivery.id, tries=delivery.tries).update(next_try_at=Now())


def give_up_expired() -> int:
    """Give up what was not taken within a day, but for what is on its way just now; return how many."""
    over = Delivery.objects.pending().filter(expires_at__lte=Now(), next_try_at__lte=Now())
    return _give_up(over, why=EXPIRED)


def send_again(delivery: Delivery) -> bool:
    """Have a delivery that has ended sent again, under the same id, for a day; return whether that can be done."""
    if delivery.receiver.disabled_at is not None:
        return False
    again = Delivery.objects.ended().filter(id=delivery.id)
    return bool(
        again.update(state=DeliveryState.PENDING, next_try_at=Now(), expires_at=Now() + LIFE, ended_at=None, failures=0)
    )


def prune() -> None:
    """Forget deliveries that ended a month ago, and the servers of callbacks that nothing is known of any more."""
    before = Now() - timedelta(days=KEPT_DAYS)
    old = Delivery.objects.filter(ended_at__lt=before)
    while ids := list(old.values_list("id", "callback")[:ROWS_PER_DELETION]):
        Delivery.objects.filter(id__in=[delivery_id for delivery_id, _ in ids]).delete()
        Callback.objects.filter(id__in=[callback_id for _, callback_id in ids if callback_id]).delete()
    servers = Receiver.objects.filter(is_subscription=False, created_at__lt=before, callbacks=None, deliveries=None)
    servers.delete()


def pause_seconds(*, failures: int, first: float = FIRST_PAUSE_SECONDS) -> float:
    """Return how long to wait after so many failures: half of it fixed, half of it random ("equal jitter").

    Brooker, "Exponential Backoff And Jitter", AWS, 2015.
    """
    ceiling = min(LONGEST_PAUSE_SECONDS, first * 2 ** min(failures - 1, 30))
    return random.uniform(ceiling / 2, ceiling)


# --- What is due -----------------------------------------------------------------------------------------------------


def _able_receivers() -> QuerySet[Receiver]:
    # As a value and not as `Exists`, for which PostgreSQL would read everything that is pending for anybody.
    due = _due().filter(receiver=OuterRef("pk")).order_by("next_try_at").values("next_try_at")[:1]
    is_awake = Q(paused_until=None) | Q(paused_until__lte=Now())
    able = Receiver.objects.filter(is_awake, disabled_at=None).annotate(due_at=Subquery(due))
    return able.filter(due_at__isnull=False).order_by(F("served_at").asc(nulls_first=True), "id")


def _claim_for(receiver: Receiver, *, most: int) -> list[Delivery]:
    if most <= 0:
        return []
    # As a value and not as `~Exists`, which PostgreSQL turns into a join of all that wait with all that wait while its
    # statistics have not heard of them: 13 s for 10,000.
    of_same_job = Delivery.objects.pending().filter(receiver=receiver, job=OuterRef("job"))
    first = of_same_job.order_by("event_id").values("event_id")[:1]
    due = _due().filter(receiver=receiver, event_id=Subquery(first)).select_related("callback")
    candidates = list(due.order_by("next_try_at", "event_id")[:most])
    if not candidates:
        return []
    with transaction.atomic():
        # The receiver's row first, here as in `record`: in one order nobody waits for each other.
        Receiver.objects.filter(id=receiver.id).update(served_at=Now())
        return [delivery for delivery in candidates if _begin(delivery, receiver=receiver)]


def _begin(delivery: Delivery, *, receiver: Receiver) -> bool:
    """Claim a delivery that was due when it was looked for, unless somebody else was quicker."""
    begun = _due().filter(id=delivery.id, tries=delivery.tries)
    if not begun.update(tries=F("tries") + 1, tried_at=Now(), next_try_at=Now() + LEASE):
        return False
    delivery.tries += 1
    delivery.receiver = receiver
    return True


def _due() -> DeliveryQuerySet:
    return Delivery.objects.pending().filter(next_try_at__lte=Now(), expires_at__gt=Now())


# --- What follows from a try -----------------------------------------------------------------------------------------


def _pause_after(delivery: Delivery, *, outcome: Outcome) -> float:
    """Return how long a delivery waits for its next try; not beyond the day that it has."""
    pause = _wish(outcome) or pause_seconds(failures=delivery.failures + 1)
    assert delivery.tried_at is not None, "it was claimed"
    return min(pause, max(0.0, (delivery.expires_at - delivery.tried_at).total_seconds()))


def _note_success(receiver: Receiver) -> None:
    if receiver.failures or receiver.paused_until:
        Receiver.objects.filter(id=receiver.id).update(failures=0, paused_until=None)


def _note_failure(receiver: Receiver, *, outcome: Outcome) -> None:
    """Pause a receiver that asks for it, or that keeps failing."""
    if (wish := _wish(outcome)) is not None:
        Receiver.objects.filter(id=receiver.id).update(paused_until=Now() + timedelta(seconds=wish))
        return
    if not _is_fault_of(receiver, outcome=outcome):
        return
    failures = receiver.failures + 1
    Receiver.objects.filter(id=receiver.id).update(failures=failures)
    if failures >= FAILURES_TO_PAUSE:
        pause = pause_seconds(failures=failures - FAILURES_TO_PAUSE + 1, first=FIRST_RECEIVER_PAUSE_SECONDS)
        Receiver.objects.filter(id=receiver.id).update(paused_until=Now() + timedelta(seconds=pause))
        # Not its address: that may hold a password of the receiver's.
        logger.warning("webhooks: receiver %s has failed %d times in a row and is paused", receiver.id, failures)


def _is_fault_of(receiver: Receiver, *, outcome: Outcome) -> bool:
    """Say whether a failed try speaks against the receiver: a callback that a server refuses says nothing of others."""
    return receiver.is_subscription or outcome.status is None or outcome.status >= 500


def _wish(outcome: Outcome) -> float | None:
    if outcome.retry_after_seconds is None:
        return None
    return min(max(outcome.retry_after_seconds, SHORTEST_WISH_SECONDS), LONGEST_WISH_SECONDS)


def _disable(receiver: Receiver) -> None:
    """Send nothing more to a subscription that is gone, and give up what waits for it."""
    if not receiver.is_subscription:
        return
    Receiver.objects.filter(id=receiver.id).update(disabled_at=Now())
    _give_up(Delivery.objects.pending().filter(receiver=receiver), why="The receiver is gone: it answered 410.")
    logger.warning("webhooks: receiver %s says that it is gone and is disabled", receiver.id)


def _give_up(deliveries: DeliveryQuerySet, *, why: str) -> int:
    # What the last try brought is worth more than that it was the last; only what was never tried has no error yet.
    error = Case(When(last_error="", then=Value(why)), default=F("last_error"), output_field=TextField())
    return deliveries.update(state=DeliveryState.GIVEN_UP, ended_at=Now(), next_try_at=None, last_error=error)
