"""A batch whose process is killed: another one goes on where it was, nothing is lost, and nothing is done twice."""

import signal

import pytest

from tests.faults.deployment import Deployment
from tests.processes import wait_for

JOBS = 600
FAIL_MANY = f"""
from django.utils import timezone
from jobs.models import Job
Job.objects.bulk_create(
    Job(prompt="A lantern.", width=64, height=64, seed=1, status="failed", ended_at=timezone.now())
    for _ in range({JOBS})
)
"""


@pytest.mark.faults("F38")
@pytest.mark.slow
def test_requeueing_killed_on_its_way(deployment: Deployment) -> None:
    deployment.run_from_shell(FAIL_MANY)
    requeue = deployment.start("requeue_jobs", "--status", "failed", "--rate", 400, "--yes")
    wait_for(lambda: _done(deployment) >= 0.4 * JOBS)

    requeue.send_signal(signal.SIGKILL)
    requeue.wait(10)

    [(batch_id, left)] = deployment.service.read("SELECT id, done FROM batches_batch")
    assert left < JOBS
    assert _children(deployment) == (left, left)
    again = deployment.service.run("requeue_jobs", "--resume", str(batch_id), "--yes")
    assert again.returncode == 0, again.stderr
    assert _children(deployment) == (JOBS, JOBS)
    assert deployment.service.read("SELECT status, done, skipped FROM batches_batch") == [("done", JOBS, 0)]
    assert deployment.service.read("SELECT action, subject, outcome FROM audit_auditentry ORDER BY id") == [
        ("requeue", f"{JOBS} jobs", "interrupted"),
        ("resume requeue", f"after {left} jobs", "done"),
    ]
    assert deployment.service.run("requeue_jobs", "--status", "failed", "--yes").returncode == 0
    assert _children(deployment) == (JOBS, JOBS)


def _done(deployment: Deployment) -> int:
    return sum(done for (done,) in deployment.service.read("SELECT done FROM batches_batch"))


def _children(deployment: Deployment) -> tuple[int, int]:
    """Return how many jobs were made, and of how many others."""
    query = "SELECT COUNT(*), COUNT(DISTINCT parent_id) FROM jobs_job WHERE parent_id IS NOT NULL"
    [(made, parents)] = deployment.service.read(query)
    return made, parents
