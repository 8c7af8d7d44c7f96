"""A job's place in the line is that of its claim, whether it is asked for alone or with others."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from jobs import lifecycle, line
from jobs.lifecycle import Failure, NewJob
from jobs.line import QueueState
from jobs.models import Job, new_id
from tests.factories import make_job

pytestmark = pytest.mark.django_db


def submit(**values: Any) -> Job:
    return lifecycle.submit(NewJob(**{"prompt": "A lantern.", "width": 64, "height": 64, "seed": 0} | values)).job


def claim() -> Job:
    job = lifecycle.claim(worker="here:1")
    assert job is not None
    return job


def postponed() -> Job:
    """Return a job that waits until it is due."""
    job = claim()
    lifecycle.fail(job, Failure(error="Busy.", code="busy", is_retryable=True, counts=False, retry_after_seconds=60))
    return job


def test_places_follow_turns_and_put_waiting_jobs_last() -> None:
    submit(client_id="a")
    waiting = postponed()
    batch = submit(client_id="a", priority=0)
    second, third = submit(client_id="a"), submit(client_id="a")
    other = submit(client_id="b")

    together = line.places([waiting.id, batch.id, second.id, third.id, other.id])
    alone = {job.id: line.places([job.id])[job.id] for job in (waiting, batch, second, third, other)}

    assert together == alone
    assert sorted(together, key=lambda job_id: together[job_id]) == [
        *(claim().id for _ in range(4)),
        waiting.id,
    ]
    assert sorted(together.values()) == [1, 2, 3, 4, 5]


def test_waiting_jobs_stand_in_the_order_in_which_they_are_due() -> None:
    submit()
    first = postponed()
    submit()
    second = postponed()

    assert line.places([second.id, first.id]) == {first.id: 1, second.id: 2}
    assert line.places([second.id]) == {second.id: 2}


def test_jobs_that_are_not_pending_have_no_place(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    submit()
    processing = claim()
    ended = make_job(status="completed", ended_at=processing.created_at)

    with django_assert_num_queries(0):
        assert line.places([]) == {}
    assert line.places([processing.id]) == {}
    assert line.places([processing.id, ended.id, new_id()]) == {}


def test_state_counts_those_that_have_not_ended() -> None:
    for _ in range(4):
        submit()
    claim()
    postponed()
    before = line.state()
    lifecycle.pause(by="a test")

    assert before == QueueState(pending=3, processing=1, is_paused=False)
    assert line.state() == QueueState(pending=3, processing=1, is_paused=True)


def test_state_of_an_empty_queue() -> None:
    assert line.state() == QueueState(pending=0, processing=0, is_paused=False)
