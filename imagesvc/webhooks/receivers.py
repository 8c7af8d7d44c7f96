"""Who is to be told: subscriptions, and the addresses that single requests name. Checks them before they are kept."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from imagesvc.webhooks import addresses, reader
from imagesvc.webhooks.models import USUAL_EVENTS, Callback, Receiver
from jobs import lifecycle
from jobs.lifecycle import Idempotency, NewJob, Submission
from jobs.models import Job, JobStatus

# Every event is held against every subscription.
MOST_SUBSCRIPTIONS = 100
# Of one key: it must not take them all.
MOST_OF_ONE_OWNER = 10
# A job that many ask for tells so many of its end.
MOST_CALLBACKS = 20


class TooManySubscriptions(Exception):
    """There are `most` subscriptions, or so many of one owner, which is as many as there may be."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most


class TooManyCallbacks(Exception):
    """So many addresses wait for the end of this one job that no other may."""

    def __init__(self) -> None:
        super().__init__("This field cannot be taken: too many addresses wait for the end of this job.")


def subscribe(
    *, url: str, events: Sequence[str] = USUAL_EVENTS, description: str = "", owner: UUID | None = None
) -> Receiver:
    """Have an address told of every event of those names from now on; raise AddressRefused, TooManySubscriptions.

    With an owner, a key, only of what that one may hear of.
    """
    addresses.route_to(url)
    subscriptions = Receiver.objects.filter(is_subscription=True)
    if owner is not None and subscriptions.filter(owner=owner).count() >= MOST_OF_ONE_OWNER:
        raise TooManySubscriptions(MOST_OF_ONE_OWNER)
    if subscriptions.count() >= MOST_SUBSCRIPTIONS:
        raise TooManySubscriptions(MOST_SUBSCRIPTIONS)
    return Receiver.objects.create(
        is_subscription=True, url=url, events=list(events), description=description, owner=owner
    )


def unsubscribe(receiver_id: UUID) -> bool:
    """Forget a subscription with its secret and all its deliveries; return whether there was one."""
    deleted, _ = Receiver.objects.filter(id=receiver_id, is_subscription=True).delete()
    return bool(deleted)


def resume(receiver: Receiver) -> None:
    """Have a receiver that is paused or disabled tried again at once."""
    Receiver.objects.filter(id=receiver.id).update(failures=0, paused_until=None, disabled_at=None)


def submit(wish: NewJob, *, callback_url: str | None, idempotency: Idempotency | None, by: str = "") -> Submission:
    """Queue a job as lifecycle.submit does, and in the same transaction the callback that is wished, if one is."""
    if callback_url is None:
        return lifecycle.submit(wish, idempotency=idempotency, by=by)
    with transaction.atomic():
        submission = lifecycle.submit(wish, idempotency=idempotency, by=by)
        call_back(submission.job, url=callback_url)
    return submission


def call_back(job: Job, *, url: str) -> None:
    """Have an address, which was checked, told how a job ended, once; raise TooManyCallbacks."""
    server, _ = Receiver.objects.get_or_create(is_subscription=False, url=addresses.read(url).server)
    with transaction.atomic():
        # Whoever ends the job waits for this row, so its end is either seen here or read with the callback there.
        status = Job.objects.select_for_update().values_list("status", flat=True).get(id=job.id)
        callback, is_new = Callback.objects.get_or_create(job=job, url=url, defaults={"receiver": server})
        if is_new and Callback.objects.filter(job=job).count() > MOST_CALLBACKS:
            raise TooManyCallbacks
        if is_new and status in JobStatus.ENDED:
            reader.deliver_end(callback)
