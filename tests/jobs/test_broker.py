"""The broker hands out a ticket when a job is queued, waits when none is, and never anything else."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django_q.signing import SignedPackage

from jobs.broker import LOOK_SECONDS, JobBroker
from jobs.lifecycle import NewJob, pause, submit
from jobs.places import places
from tests.factories import make_job


@pytest.mark.django_db
def test_dequeue_gives_a_ticket_that_says_only_work() -> None:
    make_job()

    tickets = JobBroker().dequeue()

    assert tickets is not None
    ((number, package),) = tickets
    ticket = SignedPackage.loads(package)
    assert {key: ticket[key] for key in ("id", "func", "args", "kwargs")} == {
        "id": number,
        "func": "jobs.worker.work",
        "args": (),
        "kwargs": {},
    }


@pytest.mark.django_db
def test_dequeue_gives_nothing_for_ended_and_running_jobs() -> None:
    make_job(status="processing")
    places().note_ticket()  # or a canary would be due

    assert JobBroker().dequeue() is None


@pytest.mark.django_db
def test_dequeue_gives_a_canary_when_no_ticket_was_taken_for_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobs.broker.CANARY_SECONDS", 0.0)

    assert JobBroker().dequeue() is not None


@pytest.mark.django_db
def test_dequeue_gives_nothing_while_the_queue_is_paused() -> None:
    make_job()
    pause(by="anna")
    places().note_ticket()

    assert JobBroker().dequeue() is None


@pytest.mark.django_db(transaction=True)
def test_dequeue_wakes_when_a_job_is_queued() -> None:
    broker = JobBroker()
    broker.dequeue()  # on PostgreSQL the first wait only begins to listen

    def wait() -> float:
        try:
            while broker.dequeue() is None:
                pass
            return time.monotonic()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        woken = pool.submit(wait)
        time.sleep(LOOK_SECONDS / 5)  # so that it is in the middle of its wait
        submit(NewJob(prompt="A lantern.", width=64, height=64, seed=0))
        queued_at = time.monotonic()

        assert woken.result() - queued_at < LOOK_SECONDS


def test_enqueue_is_refused() -> None:
    with pytest.raises(RuntimeError, match=r"jobs\.lifecycle\.submit"):
        JobBroker().enqueue("anything")
