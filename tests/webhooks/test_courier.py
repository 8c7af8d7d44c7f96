"""From a job's event to its receiver: every event once, in order, signed, tried for a day, and nobody held up."""

import os
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone
from standardwebhooks import Webhook, WebhookVerificationError

from imagesvc.api.announcements import body_of
from imagesvc.images import generation
from imagesvc.images.models import Image
from imagesvc.webhooks import courier as couriers
from imagesvc.webhooks import deliveries, receivers
from imagesvc.webhooks.courier import Courier
from imagesvc.webhooks.models import EVENTS, USUAL_EVENTS, Delivery, DeliveryState, LogPosition, Receiver
from imagesvc.webhooks.reader import MOST_PENDING
from imagesvc.webhooks.signing import secret_of, secret_of_callbacks
from jobs import lifecycle, worker
from jobs.lifecycle import Failure, NewJob
from jobs.models import Job, JobEvent
from tests.factories import engines
from tests.processes import wait_for
from tests.receivers import Received, Reply, WebhookReceiver, webhook_receiver

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE_SECONDS = 30.0


@pytest.fixture
def courier() -> Iterator[Courier]:
    """A courier that comes back from everything it has under way before the test's tables are emptied."""
    courier = Courier(body_of=body_of)
    yield courier
    courier.finish(seconds=PATIENCE_SECONDS)


def work_until(courier: Courier, fact: Callable[[], Any]) -> None:
    """Have the courier work until something is true."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not fact():
        assert time.monotonic() < until, "it does not come true"
        courier._look_at = courier._clear_at = 0.0  # look now
        courier.step(seconds=0.01)


def all_have_ended() -> bool:
    """Say whether the log is read to its end and nothing is pending."""
    newest = JobEvent.objects.order_by("-id").values_list("id", flat=True).first() or 0
    is_read = LogPosition.objects.filter(event_id__gte=newest).exists()
    return is_read and not Delivery.objects.pending().exists()


def make_due() -> None:
    """Have the time pass that every pause lasts."""
    Delivery.objects.pending().update(next_try_at=Now())
    Receiver.objects.update(paused_until=None)


def submit(*, client_id: str = "") -> Job:
    return lifecycle.submit(NewJob(prompt="A quay.", width=64, height=64, seed=1, client_id=client_id)).job


def fail(job: Job, *, is_retryable: bool = False) -> None:
    lifecycle.claim(worker="w1")
    job.refresh_from_db()
    assert lifecycle.fail(job, Failure(error="It broke.", code="broken", is_retryable=is_retryable))


def states() -> list[tuple[str, str, int]]:
    return [(each.event, each.state, each.tries) for each in Delivery.objects.order_by("event_id")]


# --- What is sent ----------------------------------------------------------------------------------------------------


def test_subscription_is_told_everything_but_progress(courier: Courier, receiver: WebhookReceiver) -> None:
    subscription = receivers.subscribe(url=receiver.url)
    job = submit(client_id="tab-1")
    lifecycle.claim(worker="w1")
    lifecycle.report(job.id, attempt=1, progress=40, message="Engraving", engine="dummy")
    lifecycle.cancel(job.id)

    work_until(courier, all_have_ended)

    assert receiver.types == ["job.queued", "job.processing", "job.cancelled"]
    for received in receiver.received:
        received.verify(secret_of(subscription))
        with pytest.raises(WebhookVerificationError):
            received.verify(secret_of_callbacks())
    queued, processing, cancelled = (received.message for received in receiver.received)
    event = JobEvent.objects.get(kind="cancelled")
    job.refresh_from_db()
    assert cancelled == {
        "type": "job.cancelled",
        "timestamp": event.at.isoformat().replace("+00:00", "Z"),
        "data": {
            "job": {
                "id": str(job.id),
                "jobId": str(job.id),
                "status": "failed",
                "cancelled": True,
                "progress": 40,
                "message": "Cancelled",
                "createdAt": cancelled["data"]["job"]["createdAt"],
                "startedAt": cancelled["data"]["job"]["startedAt"],
                "completedAt": cancelled["data"]["job"]["completedAt"],
                "prompt": "A quay.",
                "entityType": None,
                "entityId": None,
                "priority": 10,
                "attempts": 1,
                "queuePosition": None,
                "estimatedSeconds": None,
                "estimatedRange": None,
                "engine": "dummy",
                "clientId": "tab-1",
            },
            "error": "Job cancelled by user",
        },
    }
    assert cancelled["data"]["job"]["completedAt"] == job.ended_at.isoformat().replace("+00:00", "Z")
    # As it was then, although it had ended when it was sent.
    assert queued["data"]["job"] | {"message": "Waiting for a worker"} == queued["data"]["job"]
    told = [
        (each["data"]["job"]["status"], each["data"]["job"]["attempts"], each["data"]["job"]["completedAt"])
        for each in (queued, processing)
    ]
    assert told == [("queued", 0, None), ("processing", 1, None)]
    assert (queued["data"]["job"]["startedAt"], "error" in queued["data"]) == (None, False)


def test_completed_job_comes_with_its_result(
    courier: Courier, receiver: WebhookReceiver, settings: Any, client: Any
) -> None:
    settings.ENGINES = engines("dummy")
    receivers.subscribe(url=receiver.url, events=["job.completed"])
    job = submit()
    worker.run(lifecycle.claim(worker="w1"))

    work_until(courier, all_have_ended)

    [received] = receiver.received
    detail = client.get(f"/api/jobs/{job.id}").json()
    assert received.message["type"] == "job.completed"
    assert received.message["data"] == {"job": detail["job"], "result": detail["result"]}
    assert received.message["data"]["result"]["imageId"] == str(Image.objects.get().id)
    assert generation.run.__module__ in settings.JOB_RUNNER


def test_progress_is_told_to_who_asks_for_it_also_when_it_was_pruned(
    courier: Courier, receiver: WebhookReceiver
) -> None:
    receivers.subscribe(url=receiver.url, events=["job.progress"])
    job = submit()
    lifecycle.claim(worker="w1")
    lifecycle.report(job.id, attempt=1, progress=40, message="Engraving", engine="dummy")
    receiver.answers = [500, 200]
    work_until(courier, lambda: receiver.received and Delivery.objects.filter(failures=1).exists())
    JobEvent.objects.filter(kind="progress").delete()
    make_due()

    work_until(courier, all_have_ended)

    jobs = [received.message["data"]["job"] for received in receiver.received]
    assert [(each["progress"], each["message"]) for each in jobs] == [(40, "Engraving")] * 2


def test_names_of_events_are_those_of_the_log() -> None:
    assert set(EVENTS) - set(USUAL_EVENTS) == {"job.progress"}
    assert "job.attached" not in EVENTS


def test_what_happened_before_a_subscription_is_not_told(courier: Courier, receiver: WebhookReceiver) -> None:
    job = submit()
    time.sleep(0.002)  # the clock of SQLite counts milliseconds
    receivers.subscribe(url=receiver.url)
    lifecycle.cancel(job.id)

    work_until(courier, all_have_ended)

    assert receiver.types == ["job.cancelled"]


def test_where_nobody_wants_to_be_told_the_log_is_skipped(courier: Courier) -> None:
    for _ in range(5):
        submit()

    work_until(courier, all_have_ended)

    assert LogPosition.objects.get().event_id == JobEvent.objects.latest("id").id
    assert not Delivery.objects.exists()


def test_several_couriers_make_each_delivery_once(receiver: WebhookReceiver) -> None:
    receivers.subscribe(url=receiver.url)
    one, other = Courier(body_of=body_of), Courier(body_of=body_of)
    for _ in range(20):
        lifecycle.cancel(submit().id)
        for courier in (one, other):
            courier._look_at = 0.0
            courier.step(seconds=0)

    work_until(one, lambda: all_have_ended() or other.step(seconds=0))

    assert Counter(receiver.types) == {"job.queued": 20, "job.cancelled": 20}
    assert len({received.id for received in receiver.received}) == 40


@pytest.mark.skipif("DATABASE_URL" not in os.environ, reason="SQLite has one writer")
def test_event_that_is_committed_after_a_later_one_is_not_lost(courier: Courier, receiver: WebhookReceiver) -> None:
    """Transaction 1 draws its id, 2 draws the next and commits, the log is read, 1 commits."""
    receivers.subscribe(url=receiver.url, events=["job.cancelled"])
    slow, quick = submit(), submit()
    has_drawn, may_commit = Event(), Event()

    def cancel_slowly() -> None:
        with transaction.atomic():
            lifecycle.cancel(slow.id)
            has_drawn.set()
            may_commit.wait(PATIENCE_SECONDS)
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        cancelling = pool.submit(cancel_slowly)
        has_drawn.wait(PATIENCE_SECONDS)
        lifecycle.cancel(quick.id)
        for _ in range(5):
            courier._look_at = 0.0
            courier.step(seconds=0.01)
        seen_meanwhile = list(receiver.received)
        may_commit.set()
        cancelling.result()
    work_until(courier, all_have_ended)

    assert seen_meanwhile == []
    told = [received.message["data"]["job"]["id"] for received in receiver.received]
    assert sorted(told) == sorted([str(slow.id), str(quick.id)])


# --- Callbacks -------------------------------------------------------------------------------------------------------


def test_callback_is_told_of_the_end_alone(courier: Courier, receiver: WebhookReceiver) -> None:
    wish = NewJob(prompt="A quay.", width=64, height=64, seed=1)
    job = receivers.submit(wish, callback_url=f"{receiver.url}?job=7", idempotency=None).job
    submit()
    fail(job)

    work_until(courier, all_have_ended)

    [received] = receiver.received
    assert (received.path, received.message["type"]) == ("/hook?job=7", "job.failed")
    assert received.message["data"]["error"] == "It broke."
    received.verify(secret_of_callbacks())


def test_callback_for_a_job_that_has_just_ended_is_told_at_once(courier: Courier, receiver: WebhookReceiver) -> None:
    job = submit()
    lifecycle.cancel(job.id)
    work_until(courier, all_have_ended)

    receivers.call_back(job, url=receiver.url)
    receivers.call_back(job, url=receiver.url)
    work_until(courier, all_have_ended)

    assert receiver.types == ["job.cancelled"]


def test_callback_is_called_once_when_reader_and_request_both_make_it(
    courier: Courier, receiver: WebhookReceiver
) -> None:
    job = submit()
    lifecycle.cancel(job.id)

    receivers.call_back(job, url=receiver.url)
    work_until(courier, all_have_ended)

    assert receiver.types == ["job.cancelled"]


def test_two_callbacks_of_one_job_at_one_server_are_both_told(courier: Courier, receiver: WebhookReceiver) -> None:
    job = submit()
    receivers.call_back(job, url=f"{receiver.url}/one")
    receivers.call_back(job, url=f"{receiver.url}/two")
    lifecycle.cancel(job.id)

    work_until(courier, all_have_ended)

    assert sorted(received.path for received in receiver.received) == ["/hook/one", "/hook/two"]
    assert Receiver.objects.count() == 1


def test_callback_that_a_server_refuses_says_nothing_of_others(courier: Courier, receiver: WebhookReceiver) -> None:
    receiver.answer_to = lambda received: 404 if received.path == "/wrong" else 200
    wrong = receiver.url.replace("/hook", "/wrong")
    for url in [wrong] * (deliveries.FAILURES_TO_PAUSE + 1) + [receiver.url]:
        job = submit()
        receivers.call_back(job, url=url)
        lifecycle.cancel(job.id)

    work_until(courier, lambda: Delivery.objects.filter(state=DeliveryState.DELIVERED).exists())
    work_until(courier, lambda: not Delivery.objects.pending().filter(failures=0).exists())

    assert Receiver.objects.get().failures == 0
    assert Receiver.objects.get().paused_until is None


def test_too_many_callbacks_of_one_job_are_refused() -> None:
    job = submit()
    for number in range(receivers.MOST_CALLBACKS):
        receivers.call_back(job, url=f"https://example.org/{number}")

    with pytest.raises(receivers.TooManyCallbacks):
        receivers.call_back(job, url="https://example.org/one-more")
    receivers.call_back(job, url="https://example.org/0")

    assert job.callbacks.count() == receivers.MOST_CALLBACKS


# --- Trying again ----------------------------------------------------------------------------------------------------


def test_failed_try_is_repeated_under_the_same_id_later(courier: Courier, receiver: WebhookReceiver) -> None:
    receivers.subscribe(url=receiver.url, events=["job.queued"])
    receiver.answers = [Reply(status=500, body=b"<b>no</b>"), 200]
    submit()
    work_until(courier, lambda: Delivery.objects.filter(failures=1).exists())

    delivery = Delivery.objects.get()
    pause = (delivery.next_try_at - timezone.now()).total_seconds()
    assert (delivery.state, delivery.last_status, delivery.last_answer) == ("pending", 500, "<b>no</b>")
    assert delivery.last_error == "The receiver answered 500."
    assert 1 < pause < 5.5

    make_due()
    work_until(courier, all_have_ended)

    first, second = receiver.received
    assert first.id == second.id == delivery.message_id
    assert first.body == second.body
    assert states() == [("job.queued", "delivered", 2)]


def test_pauses_grow_and_are_jittered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(random, "uniform", lambda low, high: (low, high))

    pauses = [deliveries.pause_seconds(failures=number) for number in (1, 2, 3, 10, 11, 1000)]

    assert pauses == [(2.5, 5), (5, 10), (10, 20), (1280, 2560), (1800, 3600), (1800, 3600)]


def test_later_event_of_a_job_waits_for_the_earlier_one(courier: Courier, receiver: WebhookReceiver) -> None:
    receivers.subscribe(url=receiver.url)
    first, second = submit(), submit()
    receiver.answer_to = lambda received: 500 if received.message["data"]["job"]["id"] == str(first.id) else 200
    lifecycle.cancel(first.id)
    lifecycle.cancel(second.id)

    work_until(courier, lambda: Delivery.objects.filter(state=DeliveryState.DELIVERED).count() == 2)
    assert Counter(receiver.types) == {"job.queued": 2, "job.cancelled": 1}

    receiver.answer_to = lambda received: 200
    make_due()
    work_until(courier, all_have_ended)

    of_job: dict[str, list[str]] = defaultdict(list)
    for received in receiver.received:
        of_job[received.message["data"]["job"]["id"]].append(received.message["type"])
    assert of_job == {
        str(first.id): ["job.queued", "job.queued", "job.cancelled"],
        str(second.id): ["job.queued", "job.cancelled"],
    }


def test_delivery_is_given_up_after_a_day_and_the_next_goes_on(courier: Courier, receiver: WebhookReceiver) -> None:
    receivers.subscribe(url=receiver.url)
    receiver.answers = [500, 200]
    job = submit()
    lifecycle.cancel(job.id)
    work_until(courier, lambda: Delivery.objects.filter(failures=1).exists())

    queued = Delivery.objects.filter(kind="queued")
    queued.update(expires_at=Now() - timedelta(seconds=1), next_try_at=Now() - timedelta(seconds=1))
    work_until(courier, all_have_ended)

    assert states() == [("job.queued", "given_up", 1), ("job.cancelled", "delivered", 1)]
    assert queued.get().last_error == "The receiver answered 500."


def test_last_pause_ends_with_the_day(courier: Courier, receiver: WebhookReceiver) -> None:
    receivers.subscribe(url=receiver.url, events=["job.queued"])
    receiver.answers = [500]
    submit()
    work_until(courier, lambda: Delivery.objects.filter(failures=1).exists())
    Delivery.objects.update(failures=20, next_try_at=Now(), expires_at=Now() + timedelta(seconds=100))

    work_until(courier, lambda: Delivery.objects.filter(failures=21).exists())

    delivery = Delivery.objects.get()
    assert abs(delivery.next_try_at - delivery.expires_at) < timedelta(seconds=1)


def test_try_whose_sender_was_killed_is_made_again_under_the_same_id(
    courier: Courier, receiver: WebhookReceiver
) -> None:
    receivers.subscribe(url=receiver.url, events=["job.queued"])
    submit()
    receiver.go_on.clear()
    killed = Courier(body_of=body_of)
    work_until(killed, lambda: receiver.received)
    receiver.go_on.set()  # and nobody records what it brought
    courier.step(seconds=0.1)
    assert states() == [("job.queued", "pending", 1)]

    Delivery.objects.update(next_try_at=Now())  # the lease is over
    work_until(courier, all_have_ended)
    killed.finish(seconds=PATIENCE_SECONDS)

    first, second = receiver.received
    assert first.id == second.id
    assert states() == [("job.queued", "delivered", 2)]


def test_what_has_not_come_back_when_the_service_stops_is_tried_again_at_once(
    courier: Courier, receiver: WebhookReceiver
) -> None:
    receivers.subscribe(url=receiver.url, events=["job.queued"])
    receiver.go_on.clear()
    submit()
    work_until(courier, lambda: receiver.received)

    courier.finish(seconds=0)

    assert Delivery.objects.filter(state=DeliveryState.PENDING, next_try_at__lte=Now()).exists()
    receiver.go_on.set()


def test_message_that_cannot_be_written_keeps_no_other_from_being_sent(receiver: WebhookReceiver) -> None:
    receivers.subscribe(url=receiver.url, events=["job.queued"])
    bad, good = submit(), submit()

    def write(delivery: Delivery) -> bytes | None:
        assert delivery.job_id != bad.id
        return body_of(delivery)

    courier = Courier(body_of=write)
    work_until(courier, lambda: Delivery.objects.filter(state=DeliveryState.DELIVERED).exists())
    courier.finish(seconds=PATIENCE_SECONDS)

    assert [received.message["data"]["job"]["id"] for received in receiver.received] == [str(good.id)]
    assert Delivery.objects.get(job=bad).last_error == "Its message cannot be written."


# --- Receivers that do not do well -----------------------------------------------------------------------------------


def test_receiver_that_keeps_failing_is_paused_and_then_tried_out_alone(
    courier: Courier, receiver: WebhookReceiver
) -> None:
    subscription = receivers.subscribe(url=receiver.url, events=["job.queued"])
    receiver.answers = [500]
    for _ in range(20):
        submit()

    work_until(courier, lambda: Receiver.objects.filter(paused_until__gt=Now()).exists())
    work_until(courier, lambda: not courier._under_way)
    tried = len(receiver.received)

    assert deliveries.FAILURES_TO_PAUSE <= tried < deliveries.FAILURES_TO_PAUSE + deliveries.MOST_PER_RECEIVER
    subscription.refresh_from_db()
    assert subscription.state(now=timezone.now()) == "paused"

    receiver.received.clear()
    receiver.most_at_once = 0
    receiver.go_on.clear()
    make_due()
    work_until(courier, lambda: receiver.received)
    courier.step(seconds=0.1)
    assert len(receiver.received) == 1
    receiver.answers = [200]
    receiver.go_on.set()
    work_until(courier, lambda: Delivery.objects.filter(state=DeliveryState.DELIVERED).exists())
    subscription.refresh_from_db()
    assert (subscription.failures, subscription.paused_until) == (0, None)

    receiver.go_on.clear()
    make_due()
    work_until(courier, lambda: receiver.most_at_once == deliveries.MOST_PER_RECEIVER)
    receiver.go_on.set()
    work_until(courier, all_have_ended)
    assert receiver.most_at_once == deliveries.MOST_PER_RECEIVER


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(("wish", "low", "high"), [("90", 85, 91), ("0", 0, 1.1), ("99999999", 3500, 3601)])
def test_retry_after_pauses_the_receiver(
    courier: Courier, receiver: WebhookReceiver, status: int, wish: str, low: float, high: float
) -> None:
    receivers.subscribe(url=receiver.url, events=["job.queued"])
    receiver.answers = [Reply(status=status, headers={"Retry-After": wish})]
    submit()

    work_until(courier, lambda: Delivery.objects.filter(failures=1).exists())

    now = timezone.now()
    delivery, subscription = Delivery.objects.get(), Receiver.objects.get()
    assert low < (subscription.paused_until - now).total_seconds() < high
    assert low < (delivery.next_try_at - now).total_seconds() < high
    assert subscription.failures == 0


def test_receiver_that_is_gone_is_disabled(courier: Courier, receiver: WebhookReceiver) -> None:
    subscription = receivers.subscribe(url=receiver.url)
    receiver.answers = [410]
    job = submit()
    lifecycle.cancel(job.id)
    work_until(courier, all_have_ended)
    submit()
    work_until(courier, all_have_ended)

    subscription.refresh_from_db()
    assert subscription.state(now=timezone.now()) == "disabled"
    assert states() == [("job.queued", "given_up", 1), ("job.cancelled", "given_up", 0)]
    assert [each.last_error for each in Delivery.objects.order_by("event_id")] == [
        "The receiver answered 410.",
        "The receiver is gone: it answered 410.",
    ]
    assert len(receiver.received) == 1


def test_slow_receiver_holds_up_no_other(courier: Courier, receiver: WebhookReceiver) -> None:
    with webhook_receiver() as slow:
        slow.go_on.clear()
        receivers.subscribe(url=slow.url, events=["job.queued"])
        receivers.subscribe(url=receiver.url, events=["job.queued"])
        for _ in range(30):
            submit()

        work_until(courier, lambda: len(receiver.received) == 30)

        assert len(slow.received) == deliveries.MOST_PER_RECEIVER
        slow.go_on.set()
        work_until(courier, all_have_ended)
        assert len(slow.received) == 30


def test_deleted_subscription_is_told_nothing_more(courier: Courier, receiver: WebhookReceiver) -> None:
    subscription = receivers.subscribe(url=receiver.url)
    receiver.go_on.clear()
    job = submit()
    lifecycle.cancel(job.id)
    work_until(courier, lambda: receiver.received)

    assert receivers.unsubscribe(subscription.id)
    receiver.go_on.set()
    work_until(courier, all_have_ended)

    assert receiver.types == ["job.queued"]
    assert not Delivery.objects.exists()
    assert not receivers.unsubscribe(subscription.id)


# --- A long backlog --------------------------------------------------------------------------------------------------


def test_backlog_of_a_dead_receiver_is_bounded_and_holds_up_nobody(courier: Courier, receiver: WebhookReceiver) -> None:
    dead = receivers.subscribe(url=receiver.url.replace("/hook", "/dead"), events=["job.queued", "job.cancelled"])
    receiver.answer_to = lambda received: 500 if received.path == "/dead" else 200
    add_backlog(dead, number=MOST_PENDING - 1)
    receivers.subscribe(url=receiver.url, events=["job.cancelled"])
    job = submit()
    lifecycle.cancel(job.id)

    # With the first look, beside those of the backlog.
    courier.step(seconds=0)
    wait_for(lambda: "/hook" in [received.path for received in receiver.received])
    work_until(courier, lambda: Receiver.objects.filter(paused_until__gt=Now()).exists())
    work_until(courier, lambda: not courier._under_way)
    tried = [received.path for received in receiver.received].count("/dead")

    assert tried < deliveries.FAILURES_TO_PAUSE + deliveries.MOST_PER_RECEIVER
    assert Delivery.objects.pending().filter(receiver=dead).count() == MOST_PENDING
    [beyond] = Delivery.objects.filter(receiver=dead, state=DeliveryState.GIVEN_UP)
    assert (beyond.event, beyond.last_error) == ("job.cancelled", "10000 deliveries wait for this receiver already.")


def test_looks_cost_the_same_with_a_backlog(courier: Courier, receiver: WebhookReceiver) -> None:
    paused = receivers.subscribe(url=receiver.url)
    Receiver.objects.update(paused_until=Now() + timedelta(hours=1))
    courier.step(seconds=0)
    without = seconds_of_a_look(courier)
    add_backlog(paused, number=10_000)
    courier.step(seconds=0)

    # A look through all of them would be a hundred times as much.
    assert seconds_of_a_look(courier) < 10 * without
    assert receiver.received == []


def seconds_of_a_look(courier: Courier) -> float:
    """The shortest of some: whatever else the machine does takes none of that."""
    took = []
    for _ in range(10):
        courier._look_at = 0.0
        began = time.monotonic()
        courier.step(seconds=0)
        took.append(time.monotonic() - began)
    return min(took)


def add_backlog(receiver: Receiver, *, number: int) -> None:
    jobs = [submit() for _ in range(20)]
    Delivery.objects.bulk_create(
        Delivery(
            receiver=receiver,
            job=jobs[position % len(jobs)],
            event_id=position - number,
            kind="queued",
            status="queued",
            at=timezone.now(),
            attempt=0,
            progress=0,
            next_try_at=timezone.now() - timedelta(hours=1),
            expires_at=timezone.now() + timedelta(hours=1),
        )
        for position in range(number)
    )
    Receiver.objects.filter(id=receiver.id).update(created_at=Now())
    LogPosition.objects.update_or_create(defaults={"event_id": JobEvent.objects.latest("id").id}, id=1)


# --- Afterwards ------------------------------------------------------------------------------------------------------


def test_delivery_is_sent_again_under_its_id(courier: Courier, receiver: WebhookReceiver) -> None:
    receivers.subscribe(url=receiver.url, events=["job.queued"])
    submit()
    work_until(courier, all_have_ended)

    assert deliveries.send_again(Delivery.objects.get())
    assert not deliveries.send_again(Delivery.objects.get())
    work_until(courier, all_have_ended)

    assert receiver.types == ["job.queued"] * 2
    assert len({received.id for received in receiver.received}) == 1
    assert states() == [("job.queued", "delivered", 2)]


def test_old_deliveries_are_forgotten_and_young_ones_kept(courier: Courier, receiver: WebhookReceiver) -> None:
    subscription = receivers.subscribe(url=receiver.url, events=["job.cancelled"])
    for name in ("old", "young"):
        job = submit()
        receivers.call_back(job, url=f"{receiver.url}/{name}")
        lifecycle.cancel(job.id)
    work_until(courier, all_have_ended)
    old = Delivery.objects.filter(job=Job.objects.earliest("id"))
    old.update(ended_at=F("ended_at") - timedelta(days=31))
    Receiver.objects.create(is_subscription=False, url="http://gone.org", created_at=Now() - timedelta(days=31))

    deliveries.prune()

    assert sorted(each.url for each in Delivery.objects.all()) == sorted([receiver.url, f"{receiver.url}/young"])
    assert [callback.url for callback in job.callbacks.model.objects.all()] == [f"{receiver.url}/young"]
    assert set(Receiver.objects.values_list("id", flat=True)) >= {subscription.id}
    assert not Receiver.objects.filter(url="http://gone.org").exists()


def test_chore_ends_when_the_cluster_is_drained(receiver: WebhookReceiver, monkeypatch: pytest.MonkeyPatch) -> None:
    class Draining:
        looks = 0

        def is_draining(self) -> bool:
            self.looks += 1
            return self.looks > 3

    draining = Draining()
    monkeypatch.setattr(couriers, "places", lambda: draining)
    monkeypatch.setattr(couriers, "LOOK_SECONDS", 0.01)
    receivers.subscribe(url=receiver.url, events=["job.queued"])
    submit()

    couriers.run(body_of=body_of)

    assert receiver.types == ["job.queued"]
    assert connection.in_atomic_block is False


def test_receiver_that_checks_the_time_finds_it_right(courier: Courier, receiver: WebhookReceiver) -> None:
    """The library refuses what was signed more than five minutes ago; a retry is signed anew."""
    subscription = receivers.subscribe(url=receiver.url, events=["job.queued"])

    def check(received: Received) -> int:
        Webhook(secret_of_test).verify(received.body, dict(received.headers))
        return 200

    secret_of_test = secret_of(subscription)
    receiver.answer_to = check
    submit()

    work_until(courier, all_have_ended)

    assert abs(int(receiver.received[0].headers["webhook-timestamp"]) - time.time()) < 60
