"""Attempts that die, hang, come back from the dead, are cancelled or kill their worker: one end for each job."""

import random
import signal
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from uuid import UUID

import psutil
import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client

from imagesvc.images import generation
from jobs import lifecycle
from jobs.models import Job
from jobs.worker import Attempt, AttemptSuperseded
from tests.factories import engines, make_job
from tests.faults.conftest import Recovery
from tests.faults.deployment import Deployment
from tests.faults.dying import POINTS
from tests.faults.invariants import Invariants
from tests.processes import are_gone, wait_for

SHORT_LEASE = {"IMAGESVC_LEASE_SECONDS": "2"}


@pytest.mark.slow
@pytest.mark.faults("F8")
def test_worker_stopped_beyond_its_lease_throws_away_what_it_had_stored(
    deployment: Deployment, recovery: Recovery
) -> None:
    [job_id] = deployment.submit_from_shell()
    zombie = deployment.start_dying("files stored", number=signal.SIGSTOP, **SHORT_LEASE)
    wait_for(lambda: zombie.status() == psutil.STATUS_STOPPED)
    deployment.up(**SHORT_LEASE)
    deployment.wait_until_ended([job_id])
    both = deployment.stored_stems()

    zombie.resume()

    with recovery.within(10):
        assert zombie.wait(30) == 0
    assert len(both) == 2
    assert deployment.stored_stems() == deployment.known_stems()
    assert deployment.ending(job_id) == ("completed", "", 1, 2)
    assert deployment.story(job_id) == ["queued", "processing", "lost", "processing", "completed"]
    deployment.assert_sound()


@pytest.mark.faults("F8")
@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_worker_of_a_cluster_stopped_for_good(deployment: Deployment, recovery: Recovery, workers: int) -> None:
    deployment.workers = workers
    deployment.up(**SHORT_LEASE)
    [job_id] = deployment.submit("seconds=3")
    zombie = deployment.busy_worker(job_id)

    with recovery.within(60):
        zombie.suspend()
        deployment.wait_until_ended([job_id])
    wait_for(lambda: are_gone([zombie]))

    deployment.wait_until_ended(deployment.submit(count=5))
    assert deployment.story(job_id) == ["queued", "processing", "lost", "processing", "completed"]
    deployment.assert_sound()


@pytest.mark.slow
@pytest.mark.faults("F9")
def test_tickets_given_too_often_draw_nothing_twice(deployment: Deployment) -> None:
    job_ids = deployment.submit_from_shell("seconds=0.1", count=12)
    code = f"from tests.faults.dying import work_when_told; work_when_told({str(deployment.service.folder)!r})"
    workers = [deployment.start("shell", "-v0", "-c", code) for _ in range(5)]

    deployment.service.folder.joinpath("go").touch()

    assert [worker.wait(60) for worker in workers] == [0] * 5
    assert {deployment.ending(job_id) for job_id in job_ids} == {("completed", "", 0, 1)}
    assert {tuple(deployment.story(job_id)) for job_id in job_ids} == {("queued", "processing", "completed")}
    deployment.assert_sound_while_stopped()


@pytest.mark.slow
@pytest.mark.faults("F10")
def test_poison_job_ends_after_its_tries_while_others_flow(deployment: Deployment, recovery: Recovery) -> None:
    deployment.up()
    others = deployment.submit("seconds=0.5", count=3)

    with recovery.within(60):
        [poison] = deployment.submit("exit=1")
        others += deployment.submit("seconds=0.5", count=7)
        deployment.wait_until_ended([poison, *others])

    assert deployment.ending(poison) == ("failed", "worker_lost", 3, 3)
    assert deployment.story(poison) == ["queued", "processing", "lost", "processing", "lost", "processing", "failed"]
    assert {deployment.ending(job_id)[:2] for job_id in others} == {("completed", "")}
    deployment.assert_sound()


@pytest.mark.faults("F10")
@pytest.mark.slow
def test_many_poison_jobs_do_not_stop_the_cluster(deployment: Deployment, recovery: Recovery) -> None:
    deployment.up()

    with recovery.within(120):
        poison = deployment.submit("exit=1", count=10)
        others = deployment.submit(count=10)
        deployment.wait_until_ended([*poison, *others], seconds=120)

    assert {deployment.ending(job_id) for job_id in poison} == {("failed", "worker_lost", 3, 3)}
    assert {deployment.ending(job_id) for job_id in others} == {("completed", "", 0, 1)}
    deployment.assert_sound()


@pytest.mark.slow
@pytest.mark.faults("F18")
def test_worker_killed_at_each_point_of_storing(deployment: Deployment, recovery: Recovery) -> None:
    job_ids = deployment.submit_from_shell(count=len(POINTS))
    struck = [deployment.start_dying(point, number=signal.SIGKILL) for point in POINTS]
    for process in struck:
        process.wait(60)

    with recovery.within(60):
        deployment.up()
        deployment.wait_until_ended(job_ids)

    again = ("queued", "processing", "lost", "processing", "completed")
    assert Counter(tuple(deployment.story(job_id)) for job_id in job_ids) == {
        again: len(POINTS) - 1,
        ("queued", "processing", "completed"): 1,
    }
    deployment.reconcile()
    assert deployment.stored_stems() == deployment.known_stems()
    deployment.assert_sound()


@pytest.mark.faults("F28")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("races", [100, pytest.param(1_000, marks=pytest.mark.slow)])
def test_cancel_races_completion(settings: LazySettings, pictures: Path, races: int) -> None:
    settings.ENGINES = engines("dummy")
    outcomes: Counter[tuple[int, str, bool]] = Counter()
    pause_seconds = 0.01

    with ThreadPoolExecutor(1) as pool:
        for _ in range(races):
            job = make_job(prompt="A lighthouse. dummy:")
            claimed = lifecycle.claim(worker="here:1")
            assert claimed is not None
            barrier = Barrier(2)
            answer = pool.submit(
                _cancel, job.id, barrier=barrier, pause_seconds=random.uniform(0.5, 1.5) * pause_seconds
            )
            barrier.wait()
            is_completed = _draw(claimed)
            # Whoever was first comes a little later the next time, so that most races are close.
            pause_seconds *= 0.8 if is_completed else 1.25
            job.refresh_from_db()
            outcomes[answer.result(), job.status, is_completed] += 1
        pool.submit(lambda: connection.close()).result()  # noqa: PLW0108  (each thread has its own)

    assert set(outcomes) == {(200, "cancelled", False), (400, "completed", True)}
    assert min(outcomes.values()) > races / 5, outcomes
    assert Invariants(read=_read, pictures=pictures).broken() == []


def _cancel(job_id: UUID, *, barrier: Barrier, pause_seconds: float) -> int:
    barrier.wait()
    time.sleep(pause_seconds)
    return Client().delete(f"/api/jobs/{job_id}").status_code


def _draw(job: Job) -> bool:
    try:
        generation.run(job, Attempt(job, limit_seconds=60))
    except AttemptSuperseded:
        return False
    return True


def _read(query: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query.replace("%", "%%"))
        return list(cursor.fetchall())


@pytest.mark.faults("F29")
@pytest.mark.parametrize("script", [pytest.param("seconds=60", marks=pytest.mark.slow), "deaf=1 seconds=60"])
def test_cancel_while_drawing_frees_the_worker(deployment: Deployment, recovery: Recovery, script: str) -> None:
    deployment.workers = 1
    deployment.up()
    [job_id] = deployment.submit(script)
    deployment.busy_worker(job_id)
    [following] = deployment.submit()

    with recovery.within(5):
        assert deployment.cancel(job_id) == 200
        deployment.wait_until_ended([following])

    assert deployment.ending(job_id) == ("cancelled", "cancelled", 0, 1)
    assert deployment.story(job_id) == ["queued", "processing", "cancelled"]
    assert deployment.cancel(job_id) == 400
    deployment.assert_sound()


@pytest.mark.faults("F29")
@pytest.mark.slow
def test_cancel_while_queued_or_waiting(deployment: Deployment) -> None:
    deployment.workers = 1
    deployment.up()
    [waiting] = deployment.submit("fail=retryable after=3600")
    wait_for(lambda: deployment.status(waiting) == "waiting")
    [running] = deployment.submit("seconds=60")
    deployment.busy_worker(running)
    [queued] = deployment.submit()

    assert [deployment.cancel(job_id) for job_id in (waiting, queued, running)] == [200] * 3

    assert deployment.story(queued) == ["queued", "cancelled"]
    assert deployment.story(waiting) == ["queued", "processing", "retrying", "cancelled"]
    deployment.wait_until_ended(deployment.submit())
    deployment.assert_sound()


@pytest.mark.faults("F29")
@pytest.mark.slow
def test_cancel_while_the_picture_is_being_recorded(deployment: Deployment) -> None:
    [job_id] = deployment.submit_from_shell()
    worker = deployment.start_dying("files stored", number=signal.SIGSTOP)
    wait_for(lambda: worker.status() == psutil.STATUS_STOPPED)
    server = deployment.serve()
    stored = deployment.stored_stems()

    assert deployment.cancel(job_id) == 200
    worker.resume()

    assert worker.wait(30) == 0
    assert (len(stored), deployment.stored_stems()) == (1, set())
    assert deployment.story(job_id) == ["queued", "processing", "cancelled"]
    deployment.assert_sound()
    server.terminate()
    assert server.wait(10) == 0
