"""Who is served when, what is refused, and what a repeated request leads to."""

from dataclasses import replace
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import IntegrityError

from jobs import lifecycle
from jobs.lifecycle import Idempotency, IdempotencyConflict, NewJob, QueueFull
from jobs.models import Job, Priority
from tests.factories import make_job

pytestmark = pytest.mark.django_db


def submit(**values: Any) -> Job:
    return lifecycle.submit(NewJob(**{"prompt": "A lantern.", "width": 64, "height": 64, "seed": 0} | values)).job


def claim() -> Job:
    job = lifecycle.claim(worker="here:1")
    assert job is not None
    return job


def order_of_claims(count: int) -> str:
    return "".join(claim().client_id for _ in range(count))


def test_clients_take_turns() -> None:
    for client in "aaaaabbc":
        submit(client_id=client)

    assert order_of_claims(8) == "abcabaaa"


def test_latecomer_waits_for_one_job_of_a_busy_client_at_most() -> None:
    for _ in range(1000):
        submit(client_id="a")
    running = [claim() for _ in range(5)]

    submit(client_id="b")

    assert order_of_claims(3) in ("baa", "aba")
    assert {job.client_id for job in running} == {"a"}


def test_client_that_was_away_has_saved_no_turns() -> None:
    submit(client_id="b")
    assert order_of_claims(1) == "b"
    for _ in range(50):
        submit(client_id="a")
    assert order_of_claims(10) == "a" * 10

    for _ in range(5):
        submit(client_id="b")

    assert order_of_claims(10).count("b") == 5
    assert order_of_claims(1) == "a"


def test_priority_comes_before_turns() -> None:
    for _ in range(3):
        submit(client_id="a", priority=Priority.BATCH)
    submit(client_id="a")
    urgent = submit(client_id="a", priority=99)

    assert claim() == urgent
    assert [claim().priority for _ in range(4)] == [10, 0, 0, 0]


def test_full_queue_refuses_interactive_jobs_and_takes_batch_work(settings: LazySettings) -> None:
    settings.QUEUE_CAP = 3
    for _ in range(10):
        submit(priority=Priority.BATCH)
    for _ in range(3):
        submit()

    with pytest.raises(QueueFull):
        submit()

    assert submit(priority=Priority.BATCH).status == "queued"
    claim()
    assert submit().status == "queued"


def test_repeated_key_leads_to_the_same_job() -> None:
    key = Idempotency(key="once", fingerprint="a" * 64)
    wish = NewJob(prompt="A lantern.", width=64, height=64, seed=0)

    first, second = lifecycle.submit(wish, idempotency=key), lifecycle.submit(wish, idempotency=key)

    assert second == replace(first, is_repeated=True)
    assert Job.objects.count() == 1


def test_key_with_another_request_is_refused() -> None:
    wish = NewJob(prompt="A lantern.", width=64, height=64, seed=0)
    lifecycle.submit(wish, idempotency=Idempotency(key="once", fingerprint="a" * 64))

    with pytest.raises(IdempotencyConflict):
        lifecycle.submit(wish, idempotency=Idempotency(key="once", fingerprint="b" * 64))


def test_paused_queue_hands_out_nothing_until_it_is_resumed() -> None:
    job = submit()
    lifecycle.pause(by="anna")

    while_paused = (lifecycle.is_paused(), lifecycle.has_work(), lifecycle.claim(worker="here:1"))
    lifecycle.resume(by="anna")

    assert while_paused == (True, False, None)
    assert claim() == job


def test_requeue_makes_a_new_job_with_the_frozen_wish() -> None:
    old = make_job(prompt="Preamble\n\nA lantern.", preamble_length=10, seed=7, client_id="a", negative_prompt="blur")
    lifecycle.cancel(old.id)

    new = lifecycle.requeue(old, priority=Priority.BATCH)

    old.refresh_from_db()
    assert new.is_new
    assert (new.job.parent, new.job.status, new.job.priority) == (old, "queued", 0)
    for field in ("prompt", "preamble_length", "negative_prompt", "width", "height", "seed", "client_id"):
        assert getattr(new.job, field) == getattr(old, field)
    assert old.status == "cancelled"


def test_requeue_respects_one_active_job_per_entity() -> None:
    lantern = {"entity_kind": "thing", "entity_type": "item", "entity_id": "thing_1"}
    old = make_job(**lantern)
    lifecycle.cancel(old.id)
    active = submit(**lantern)

    again = lifecycle.requeue(old)

    assert (again.job, again.is_new) == (active, False)


def test_submit_gives_up_where_the_database_refuses_the_row() -> None:
    with pytest.raises(IntegrityError):
        submit(width=-1)
