"""A job is claimed together with its place at an engine, or not at all."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.db import connection, connections

from imagesvc.engines.base import EngineError, Fault
from imagesvc.pool import gate, health
from imagesvc.pool.gate import Place, PoolGate
from imagesvc.pool.models import EnginePlace
from jobs import lifecycle
from jobs.models import Job, JobStatus
from tests.factories import engines, make_job

pytestmark = pytest.mark.django_db


def claim() -> Job | None:
    return PoolGate().claim(worker="here:1")


def away(name: str, settings: LazySettings) -> None:
    config = next(config for config in settings.ENGINES if config.name == name)
    health.note_failure(
        config, EngineError("Connection refused.", is_retryable=True, code="unreachable", fault=Fault.AWAY)
    )


def test_claim_takes_a_place_and_leave_gives_it_back(settings: LazySettings) -> None:
    settings.ENGINES = engines("gpu", type="remote", concurrency=1)
    make_job(), make_job()

    first, second = claim(), claim()
    assert first is not None
    gate.leave(first)

    assert (first.status, second) == (JobStatus.PROCESSING, None)
    assert claim() is not None


def test_claim_leaves_a_job_where_it_is_whose_engines_are_busy(settings: LazySettings) -> None:
    settings.ENGINES = (
        *engines("gpu", type="remote", kinds="item"),
        *engines("other", type="remote", kinds="location"),
    )
    waiting = [make_job(style="item") for _ in range(3)]
    location = make_job(style="location")

    claimed = [claim(), claim(), claim()]

    assert [job and job.id for job in claimed] == [waiting[0].id, location.id, None]
    assert {job.attempt for job in Job.objects.filter(status=JobStatus.QUEUED)} == {0}


def test_has_work_only_where_a_claim_would_find_some(settings: LazySettings) -> None:
    settings.ENGINES = engines("gpu", type="remote", concurrency=1)
    make_job(), make_job()

    before = PoolGate().has_work()
    job = claim()
    assert job is not None
    meanwhile = PoolGate().has_work()
    gate.leave(job)

    assert (before, meanwhile, PoolGate().has_work()) == (True, False, True)


@pytest.mark.parametrize("end", ["complete", "release", "lose"])
def test_place_of_a_worker_that_is_gone_is_free_again(settings: LazySettings, end: str) -> None:
    settings.ENGINES = engines("gpu", type="remote", concurrency=1)
    make_job()
    job = claim()
    assert job is not None
    if end == "complete":
        lifecycle.complete(job.id, attempt=1, engine="gpu")
        Job.objects.update(ended_at=job.created_at.replace(year=2020))
    elif end == "release":
        lifecycle.release(job.id, attempt=1)
    else:
        lifecycle.lose(job)

    assert health.conditions()[0].taken == 0


def test_cancelled_attempt_keeps_its_place_until_it_has_told_its_engine(settings: LazySettings) -> None:
    settings.ENGINES = engines("gpu", type="remote", concurrency=1)
    make_job(), make_job()
    job = claim()
    assert job is not None

    lifecycle.cancel(job.id)

    assert claim() is None
    gate.leave(job)
    assert claim() is not None


def test_two_engines_of_one_rank_share_the_load(settings: LazySettings) -> None:
    settings.ENGINES = engines("left", "right", type="remote", concurrency=2)
    for _ in range(5):
        make_job()

    places = [gate.place_of(job) for job in iter(claim, None)]

    assert [place and place.config.name for place in places] == ["left", "right", "left", "right"]


def test_attempt_moves_on_to_an_engine_that_it_has_not_tried(settings: LazySettings) -> None:
    settings.ENGINES = engines("left", "right", type="remote", concurrency=1)
    make_job()
    job = claim()
    assert job is not None

    following = gate.next_place(job, tried=("left",))

    assert following == Place(config=settings.ENGINES[1], is_stand_in=False)
    assert EnginePlace.objects.get().engine == "right"
    assert gate.next_place(job, tried=("left", "right")) is None
    assert EnginePlace.objects.count() == 0


def test_stand_in_is_taken_when_the_engine_is_away(settings: LazySettings) -> None:
    settings.ENGINES = (*engines("gpu", type="remote"), *engines("pillow"))
    make_job()
    away("gpu", settings)

    job = claim()

    assert job is not None
    assert gate.place_of(job) == Place(config=settings.ENGINES[1], is_stand_in=True)


def test_job_that_allows_no_stand_in_waits_for_the_engine(settings: LazySettings) -> None:
    settings.ENGINES = (*engines("gpu", type="remote"), *engines("pillow"))
    make_job(allows_stand_in=False)
    away("gpu", settings)

    during = claim()
    health.note_probe(settings.ENGINES[0], None)

    assert (during, claim() is not None) == (None, True)


def test_style_that_no_engine_is_configured_for_is_claimed_so_that_it_can_fail(settings: LazySettings) -> None:
    settings.ENGINES = engines("gpu", type="remote", kinds="item")
    make_job(style="location")

    job = claim()

    assert job is not None
    assert gate.place_of(job) is None


def test_queued_jobs_say_what_they_wait_for(settings: LazySettings) -> None:
    settings.ENGINES = engines("gpu", type="remote", kinds="item")
    make_job(style="item")
    before = gate.what_is_waited_for()
    claim()
    cache.clear()
    busy = gate.what_is_waited_for()
    away("gpu", settings)
    cache.clear()

    assert before == {}
    assert busy == dict.fromkeys([("item", True), ("item", False)], "Waiting for a place at gpu")
    sentence = "Waiting for a healthy engine (gpu: Connection refused)"
    assert gate.what_is_waited_for() == dict.fromkeys([("item", True), ("item", False)], sentence)


def test_embedded_engines_cost_no_look(settings: LazySettings, django_assert_num_queries) -> None:
    settings.ENGINES = engines("pillow", "dummy")

    assert PoolGate().is_open()
    with django_assert_num_queries(0):
        assert gate.what_is_waited_for() == {}


@pytest.mark.django_db(transaction=True)
def test_limit_holds_however_many_claim_at_once(settings: LazySettings) -> None:
    settings.ENGINES = engines("gpu", type="remote", concurrency=3)
    for _ in range(12):
        make_job()
    health.conditions()
    barrier = Barrier(8)

    def claim_at_once(_number: int) -> Job | None:
        barrier.wait()
        try:
            return claim()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        claimed = [job for job in threads.map(claim_at_once, range(8)) if job is not None]

    assert (len(claimed), len({job.id for job in claimed}), EnginePlace.objects.count()) == (3, 3, 3)
    assert connection.in_atomic_block is False


# --- Jobs that somebody wants drawn by one engine ---------------------------------------------------------------------


def test_job_that_wants_one_engine_gets_that_one(settings: LazySettings) -> None:
    settings.ENGINES = engines("left", "right", type="remote", concurrency=1)
    make_job(wanted_engine="right")

    job = claim()

    assert job is not None
    assert gate.place_of(job) == Place(config=settings.ENGINES[1], is_stand_in=False)
    assert gate.next_place(job, tried=("right",)) is None


def test_job_that_wants_a_busy_engine_lets_others_pass(settings: LazySettings) -> None:
    settings.ENGINES = engines("left", "right", type="remote", concurrency=1)
    waiting = [make_job(wanted_engine="right") for _ in range(2)]
    other = make_job()

    claimed = [claim(), claim(), claim()]

    assert [job and job.id for job in claimed] == [waiting[0].id, other.id, None]
    assert gate.what_engines_are_waited_for() == {
        "left": "Waiting for a place at left",
        "right": "Waiting for a place at right",
    }


def test_job_that_wants_a_free_engine_does_not_wait_for_the_others(settings: LazySettings) -> None:
    settings.ENGINES = (*engines("gpu", type="remote"), *engines("pillow"))
    make_job(allows_stand_in=False)
    wanting = make_job(wanted_engine="pillow", allows_stand_in=False)
    away("gpu", settings)

    has_work, job = PoolGate().has_work(), claim()

    assert has_work
    assert job is not None
    assert job.id == wanting.id
    # Somebody wanted it so: nothing that a better engine would draw anew.
    assert gate.place_of(job) == Place(config=settings.ENGINES[1], is_stand_in=False)


def test_job_that_wants_an_embedded_engine_gets_it(settings: LazySettings) -> None:
    settings.ENGINES = engines("pillow", "dummy")
    make_job(wanted_engine="dummy")

    job = claim()

    assert job is not None
    assert gate.place_of(job) == Place(config=settings.ENGINES[1], is_stand_in=False)


def test_job_that_wants_an_engine_that_is_gone_is_claimed_so_that_it_can_fail(settings: LazySettings) -> None:
    settings.ENGINES = engines("gpu", type="remote")
    make_job(wanted_engine="left")

    job = claim()

    assert job is not None
    assert (gate.engines_of(job), gate.place_of(job)) == ((), None)
