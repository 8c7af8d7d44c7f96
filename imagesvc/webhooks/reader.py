"""Reads the log of all jobs and makes a delivery of each event that somebody wants to be told of.

How far it has read is a row that moves in the transaction that adds the deliveries, so none is lost and none made
twice, whoever reads, and however often it is killed. The writers of the log know nothing of webhooks.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from imagesvc.keys.models import ApiKey, Scope
from imagesvc.webhooks.models import EVENT_PREFIX, Callback, Delivery, DeliveryState, LogPosition, Receiver
from jobs.events import COLUMNS, LogHeldUp, LogReader, Row, end_of_log, newest_id
from jobs.models import JobEvent, JobStatus

# How long a delivery is tried.
LIFE = timedelta(hours=24)
# What waits for one receiver at the most; what comes then is given up at once, for somebody to have it sent again.
MOST_PENDING = 10_000
TOO_MANY_WAIT = f"{MOST_PENDING} deliveries wait for this receiver already."
# How long a look that only wants to skip what nobody wants waits for a writer of the log.
SKIPPING_SECONDS = 0.05


class Reader:
    """Follows the log for as long as its process delivers; where it is, the database knows."""

    def __init__(self) -> None:
        self._log = LogReader(position=0)

    def read(self) -> bool:
        """Make the deliveries of the next events, at most some hundreds; return whether there is more at once."""
        position, _ = LogPosition.objects.get_or_create(id=1)
        if newest_id() <= position.event_id:
            return False
        if self._skip():
            return False
        with transaction.atomic():
            position = LogPosition.objects.select_for_update().get()
            if position.event_id != self._log.position:
                self._log = LogReader(position=position.event_id)
            batch = self._log.read()
            _add(_wanted(batch.events))
            position.event_id = batch.position
            position.save(update_fields=["event_id"])
        self._log.position = batch.position
        return batch.has_more

    @staticmethod
    def _skip() -> bool:
        """Go to the log's end if nobody wants to be told of anything; return whether that was done."""
        if _is_wanted():
            return False
        try:
            # First the end, then the second look: a callback can be seen before the end of its job can.
            end = end_of_log(patience_seconds=SKIPPING_SECONDS)
        except LogHeldUp:
            return False
        if _is_wanted():
            return False
        LogPosition.objects.filter(event_id__lt=end).update(event_id=end)
        return True


def deliver_end(callback: Callback) -> None:
    """Make the delivery of a callback whose job has ended already, unless the reader has made it."""
    event = JobEvent.objects.filter(job=callback.job_id, kind__in=JobStatus.ENDED).values(*COLUMNS, "at").first()
    if event is not None:
        _add([_delivery(event, at=event["at"], receiver_id=callback.receiver_id, callback=callback)])


def _is_wanted() -> bool:
    return (
        Receiver.objects.filter(is_subscription=True, disabled_at=None).exists()
        or Callback.objects.filter(is_open=True).exists()
    )


def _add(deliveries: Sequence[Delivery]) -> None:
    """Add deliveries, but for those that are there, and close the callbacks that they stand for."""
    Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
    told = [delivery.callback_id for delivery in deliveries if delivery.callback_id is not None]
    if told:
        Callback.objects.filter(id__in=told).update(is_open=False)


def _wanted(events: Sequence[Row]) -> list[Delivery]:
    """Return the deliveries that some events lead to, unsaved, in the order of the events."""
    # Locked, so that nobody deletes one while its deliveries are added.
    subscriptions = list(Receiver.objects.select_for_update().filter(is_subscription=True, disabled_at=None))
    owners = ApiKey.objects.usable().in_bulk([each.owner for each in subscriptions if each.owner is not None])
    ended = {event["job_id"] for event in events if event["kind"] in JobStatus.ENDED}
    callbacks = list(Callback.objects.filter(job__in=ended, is_open=True)) if ended else []
    if not (subscriptions or callbacks):
        return []
    times = dict(JobEvent.objects.filter(id__in=[event["id"] for event in events]).values_list("id", "at"))
    return [
        *_to_callbacks(callbacks, events=events, times=times),
        *(
            delivery
            for receiver in subscriptions
            for delivery in _to_subscription(receiver, events=_heard_by(receiver, events, owners=owners), times=times)
        ),
    ]


def _to_callbacks(
    callbacks: Iterable[Callback], *, events: Iterable[Row], times: Mapping[int, datetime]
) -> Iterator[Delivery]:
    ends = {event["job_id"]: event for event in events if event["kind"] in JobStatus.ENDED}
    for callback in callbacks:
        event = ends[callback.job_id]
        # A job that is just being deleted takes its events along.
        if event["id"] in times:
            yield _delivery(event, at=times[event["id"]], receiver_id=callback.receiver_id, callback=callback)


def _to_subscription(receiver: Receiver, *, events: Iterable[Row], times: Mapping[int, datetime]) -> Iterator[Delivery]:
    wanted = [event for event in events if _is_told(receiver, event=event, times=times)]
    if not wanted:
        return
    room = MOST_PENDING - Delivery.objects.pending().filter(receiver=receiver).count()
    for number, event in enumerate(wanted):
        yield _delivery(event, at=times[event["id"]], receiver_id=receiver.id, is_given_up=number >= room)


def _heard_by(receiver: Receiver, events: Sequence[Row], *, owners: Mapping[UUID, ApiKey]) -> Sequence[Row]:
    """Return the events that a subscription may hear of: that of a key its own jobs', while it opens something."""
    if receiver.owner is None:
        return events
    key = owners.get(receiver.owner)
    if key is None:
        return ()
    return events if Scope.OPERATE in key.scopes else [event for event in events if event["job__owner"] == key.id]


def _is_told(receiver: Receiver, *, event: Row, times: Mapping[int, datetime]) -> bool:
    """Say whether a subscription names an event, was there when it happened, and the event was not deleted since."""
    events: Collection[str] = receiver.events
    at = times.get(event["id"])
    return f"{EVENT_PREFIX}{event['kind']}" in events and at is not None and at >= receiver.created_at


def _delivery(
    event: Row, *, at: datetime, receiver_id: UUID, callback: Callback | None = None, is_given_up: bool = False
) -> Delivery:
    copied = {name: event[name] for name in ("job_id", "kind", "status", "attempt", "progress", "message", "engine")}
    delivery = Delivery(
        receiver_id=receiver_id,
        callback=callback,
        event_id=event["id"],
        at=at,
        error=event["error"],
        expires_at=Now() + LIFE,
        **copied,
    )
    if is_given_up:
        delivery.state, delivery.ended_at, delivery.last_error = DeliveryState.GIVEN_UP, Now(), TOO_MANY_WAIT
    else:
        delivery.next_try_at = Now()
    return delivery
