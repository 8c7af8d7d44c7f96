"""Carries deliveries to their receivers, some at a time; what a worker does as the chore `deliver webhooks`.

One thread speaks with the database; each try has a thread of its own that speaks with the network and nothing else, and
that always comes back: `sending.post` has a deadline. What a message says is not known here, but by `body_of`.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from uuid import UUID

from django.db import DatabaseError

from imagesvc.webhooks import deliveries, sending
from imagesvc.webhooks.models import Delivery
from imagesvc.webhooks.reader import Reader
from imagesvc.webhooks.sending import Outcome
from imagesvc.webhooks.signing import signed_headers
from jobs.places import places

logger = logging.getLogger(__name__)

# So many tries at a time, whoever they are for.
MOST_UNDER_WAY = 16
# How often to look at the log, and for what has become due.
LOOK_SECONDS = 0.5
# And for what has waited for a day, which is a write.
CLEARING_SECONDS = 5.0
# One run of the chore; then its worker gives the ticket back, so that it can be replaced.
RUN_SECONDS = 45.0
# How long tries that are under way are waited for: at the end of a run, and when the service stops.
FINISH_SECONDS = sending.DEADLINE_SECONDS + 2.0
STOP_SECONDS = 1.0

# None where there is nothing left to tell of.
BodyOf = Callable[[Delivery], bytes | None]


def run(*, body_of: BodyOf) -> None:
    """Deliver what is due and what becomes due, for three quarters of a minute or until the cluster is drained."""
    until = time.monotonic() + RUN_SECONDS
    courier = Courier(body_of=body_of)
    while not places().is_draining() and time.monotonic() < until:
        courier.step(seconds=LOOK_SECONDS)
    courier.finish(seconds=STOP_SECONDS if places().is_draining() else FINISH_SECONDS)


class Courier:
    """Has deliveries under way."""

    def __init__(self, *, body_of: BodyOf) -> None:
        self._body_of = body_of
        self._reader = Reader()
        self._under_way: dict[UUID, Delivery] = {}
        self._came_back: SimpleQueue[tuple[UUID, Outcome]] = SimpleQueue()
        self._look_at = self._clear_at = 0.0

    def step(self, *, seconds: float) -> None:
        """1. Read the log, now and then. 2. Send what is due. 3. Record what has come back within `seconds`."""
        now = time.monotonic()
        if now >= self._look_at:
            self._look_at = now if self._reader.read() else now + LOOK_SECONDS
        if now >= self._clear_at:
            self._clear_at = now + CLEARING_SECONDS
            deliveries.give_up_expired()
        self._send_due()
        self._take_back(seconds=min(seconds, max(0.0, self._look_at - now)))

    def finish(self, *, seconds: float) -> None:
        """Wait for what is under way, but not for ever; what has not come back by then is tried again soon."""
        until = time.monotonic() + seconds
        while self._under_way and time.monotonic() < until:
            self._take_back(seconds=until - time.monotonic())
        for delivery in self._under_way.values():
            deliveries.put_back(delivery)

    def _send_due(self) -> None:
        most = MOST_UNDER_WAY - len(self._under_way)
        busy = Counter(delivery.receiver_id for delivery in self._under_way.values())
        for delivery in deliveries.claim(most=most, under_way=busy) if most else ():
            self._under_way[delivery.id] = delivery
            try:
                self._start(delivery)
            except DatabaseError:
                raise
            except Exception:
                # One that cannot be put into words must not keep the others from being sent.
                logger.exception("webhooks: delivery %s cannot be written", delivery.id)
                self._came_back.put((delivery.id, Outcome(error="Its message cannot be written.")))

    def _start(self, delivery: Delivery) -> None:
        body = self._body_of(delivery)
        if body is None:
            del self._under_way[delivery.id]
            return
        try_out = (delivery.id, delivery.url, signed_headers(delivery, body), body)
        Thread(target=self._send, args=try_out, name="webhook", daemon=True).start()

    def _send(self, delivery_id: UUID, url: str, headers: Mapping[str, str], body: bytes) -> None:
        try:
            outcome = sending.post(url, headers=headers, body=body)
        except Exception:
            logger.exception("webhooks: sending delivery %s crashed", delivery_id)
            outcome = Outcome(error="Sending failed for a reason of our own.")
        self._came_back.put((delivery_id, outcome))

    def _take_back(self, *, seconds: float) -> None:
        """Wait for a try to come back, and record it and all others that have."""
        if not self._under_way:
            time.sleep(max(0.0, seconds))
            return
        with suppress(Empty):
            delivery_id, outcome = self._came_back.get(timeout=max(0.0, seconds))
            while True:
                deliveries.record(self._under_way.pop(delivery_id), outcome)
                delivery_id, outcome = self._came_back.get_nowait()
