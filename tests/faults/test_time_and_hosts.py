"""Clocks that are wrong, and several hosts on one database: nothing is done twice, nothing is left."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from jobs import recovery as jobs_recovery
from jobs.models import Job, JobEvent
from tests.factories import make_job
from tests.faults.conftest import Recovery
from tests.faults.deployment import Deployment, kill
from tests.processes import wait_for

HOUR = 3600
UNTIMELY = (
    "SELECT count(*) FROM jobs_job WHERE started_at < created_at OR ended_at < started_at OR ended_at < created_at"
)


@pytest.mark.slow
@pytest.mark.faults("F33")
def test_hosts_whose_clocks_are_an_hour_off(deployment: Deployment) -> None:
    deployment.serve(clock_off_seconds=-HOUR)
    clusters = [
        deployment.start_shifted("cluster", "--workers", 2, clock_off_seconds=seconds, IMAGESVC_LEASE_SECONDS="2")
        for seconds in (-HOUR, HOUR)
    ]
    # Sentinel, five workers, monitor and pusher.
    for cluster in clusters:
        wait_for(lambda cluster=cluster: len(cluster.children(recursive=True)) == 8)
    # Longer than the lease, so that a clock that is taken at its word would end it.
    long, short = deployment.submit("seconds=5", count=4), deployment.submit("seconds=0.2", count=10)
    for job_id in long:
        deployment.busy_worker(job_id)
    waiting = deployment.http.get("/api/jobs").json()["jobs"]
    deployment.wait_until_ended([*long, *short])

    assert {deployment.ending(job_id) for job_id in (*long, *short)} == {("completed", "", 0, 1)}
    assert [job["estimatedSeconds"] for job in waiting if (job["estimatedSeconds"] or 0) < 0] == []
    assert deployment.service.read(UNTIMELY) == [(0,)]
    deployment.assert_sound()


@pytest.mark.faults("F33")
@pytest.mark.slow
def test_retry_is_due_by_the_databases_clock(deployment: Deployment) -> None:
    deployment.serve()
    deployment.start_shifted("cluster", "--workers", 1, clock_off_seconds=HOUR)
    [postponed] = deployment.submit("fail=retryable after=600")
    [tried_thrice] = deployment.submit("fail=retryable after=1")

    deployment.wait_until_ended([tried_thrice])

    assert deployment.ending(tried_thrice) == ("failed", "scripted", 3, 3)
    assert deployment.ending(postponed) == ("waiting", "scripted", 1, 1)
    assert deployment.cancel(postponed) == 200
    deployment.assert_sound()


@pytest.mark.faults("F39")
@pytest.mark.slow
def test_two_hosts_share_the_queue(deployment: Deployment) -> None:
    deployment.serve()
    hosts = [deployment.work(workers=2) for _ in range(2)]
    crews = [{worker.pid for worker in deployment.crew(host, workers=2).workers} for host in hosts]

    job_ids = deployment.submit("seconds=0.3", count=30)
    deployment.wait_until_ended(job_ids)

    assert {deployment.ending(job_id) for job_id in job_ids} == {("completed", "", 0, 1)}
    drew = {int(worker.rpartition(":")[2]) for (worker,) in deployment.service.read("SELECT worker FROM jobs_job")}
    assert [bool(drew & crew) for crew in crews] == [True, True]
    deployment.assert_sound()
    for host in hosts:
        host.terminate()
    assert [host.wait(40) for host in hosts] == [0, 0]


@pytest.mark.faults("F39")
@pytest.mark.slow
def test_host_lost_while_another_works(deployment: Deployment, recovery: Recovery) -> None:
    deployment.serve()
    first, second = (deployment.work(workers=2) for _ in range(2))
    job_ids = deployment.submit("seconds=3", count=4)
    for job_id in job_ids:
        deployment.busy_worker(job_id)
    lost = [first, *first.children(recursive=True)]

    with recovery.within(30):
        for process in lost:
            kill(process)
        deployment.wait_until_ended(job_ids)

    assert Counter(deployment.ending(job_id) for job_id in job_ids) == {
        ("completed", "", 0, 1): 2,
        ("completed", "", 1, 2): 2,
    }
    deployment.assert_sound()
    second.terminate()
    assert second.wait(40) == 0


@pytest.mark.faults("F39")
@pytest.mark.django_db(transaction=True)
def test_reapers_that_meet_take_each_job_once() -> None:
    for number in range(40):
        lease_until = timezone.now() - timedelta(seconds=60)
        make_job(status="processing", worker="elsewhere:1", attempt=1, lease_until=lease_until, seed=number)
    barrier = Barrier(4)

    def reap(_: int) -> int:
        barrier.wait()
        try:
            return jobs_recovery.reap() + jobs_recovery.reconcile(is_dry=False).expired_leases
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        reaped = sum(pool.map(reap, range(4)))

    assert reaped == 40
    assert Counter(Job.objects.values_list("status", "failures")) == {("queued", 1): 40}
    assert Counter(JobEvent.objects.values_list("kind")) == {("lost",): 40}


@pytest.mark.faults("F39")
@pytest.mark.slow
def test_reconcilers_that_meet(deployment: Deployment) -> None:
    deployment.up()
    deployment.wait_until_ended(deployment.submit(count=3))
    _leave_behind(deployment.pictures, count=200)

    reconcilers: list[Any] = [deployment.start("reconcile", "--young-seconds", 0) for _ in range(3)]

    assert [process.wait(60) for process in reconcilers] == [0, 0, 0], deployment.output()
    assert deployment.stored_stems() == deployment.known_stems()
    deployment.assert_sound()


def _leave_behind(pictures: Path, *, count: int) -> None:
    for number in range(count):
        folder = pictures / f"{number % 100:02}"
        folder.mkdir(exist_ok=True)
        (folder / f"orphan-{number:04}-{number % 100:02}.png").write_bytes(b"")
        (folder / f".draft-{number:04}.png.1234.tmp").write_bytes(b"")
