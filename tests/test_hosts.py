"""Several hosts share one queue and one store of pictures; here each is a tree of processes with a name of its own."""

import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx2
import psutil
import pytest

from tests.buckets import S3Server, s3_server
from tests.processes import wait_for
from tests.services import Service
from tests.test_up import assert_is_served, free_port

LEASE_SECONDS = 2
# How often a host looks for leases that have run out.
REAPING_SECONDS = 5
SUBMIT = """
from jobs.lifecycle import NewJob, submit

for number in range({count}):
    submit(NewJob(prompt="dummy: {script}", width=64, height=64, seed=number))
"""


@pytest.fixture
def bucket() -> Iterator[S3Server]:
    with s3_server() as bucket:
        yield bucket


@pytest.fixture
def service(installed: Service, bucket: S3Server) -> Service:
    """With tables, and pictures in a bucket."""
    installed.environment |= bucket.environment
    installed.environment |= {
        "IMAGESVC_ENGINES": "dummy",
        "IMAGESVC_WORKERS": "1",
        "IMAGESVC_LEASE_SECONDS": str(LEASE_SECONDS),
        "IMAGESVC_TRIES": "100",
    }
    return installed


@pytest.fixture
def hosts(service: Service) -> Iterator[dict[str, "subprocess.Popen[bytes]"]]:
    """Two hosts that only work."""
    if not service.database_url:
        pytest.skip("SQLite is one host's")
    started = {name: service.start("work", IMAGESVC_HOST_NAME=name) for name in ("north", "south")}
    wait_for(lambda: len(service.read("SELECT id FROM jobs_cluster")) == 2)
    yield started
    service.kill()
    for host in started.values():
        host.wait()


def shell(service: Service, script: str) -> None:
    ended = service.run("shell", "-v0", "-c", script)
    assert (ended.returncode, ended.stderr) == (0, "")


def submit(service: Service, *, count: int, script: str = "") -> None:
    shell(service, SUBMIT.format(count=count, script=script))


def count_by_status(service: Service) -> dict[str, int]:
    return dict(service.read("SELECT status, count(*) FROM jobs_job GROUP BY status"))


def hosts_at_work(service: Service) -> list[str]:
    workers = service.read("SELECT worker FROM jobs_job WHERE status = 'processing'")
    return sorted(worker.partition(".")[0] for (worker,) in workers)


def test_two_hosts_share_the_jobs_and_do_none_twice(
    service: Service, hosts: dict[str, "subprocess.Popen[bytes]"], bucket: S3Server
) -> None:
    submit(service, count=20, script="seconds=0.3")

    wait_for(lambda: count_by_status(service) == {"completed": 20})

    claims = service.read("SELECT job_id, worker FROM jobs_jobevent WHERE kind = 'processing'")
    assert len(claims) == len({job_id for job_id, _ in claims}) == 20
    assert {worker.partition(".")[0] for _, worker in claims} == {"north", "south"}
    stems = [stem for (stem,) in service.read("SELECT stem FROM images_imagefile")]
    assert len(stems) == 20
    assert bucket.names() == sorted(f"{stem[-2:]}/{stem}.{suffix}" for stem in stems for suffix in ("png", "webp"))


def test_jobs_of_a_host_that_is_lost_go_to_the_other(
    service: Service, hosts: dict[str, "subprocess.Popen[bytes]"]
) -> None:
    submit(service, count=4, script="seconds=3")
    wait_for(lambda: hosts_at_work(service) == ["north", "south"])
    north = psutil.Process(hosts["north"].pid)

    for process in [north, *north.children(recursive=True)]:
        process.kill()
    killed_at = time.monotonic()
    wait_for(lambda: service.read("SELECT 1 FROM jobs_jobevent WHERE kind = 'lost'"))
    noticed_seconds = time.monotonic() - killed_at
    wait_for(lambda: count_by_status(service) == {"completed": 4})

    # Before the lease is over nobody may take it; afterwards the next look does.
    assert LEASE_SECONDS / 4 < noticed_seconds < LEASE_SECONDS + REAPING_SECONDS + 3
    endings = Counter(service.read("SELECT split_part(worker, '.', 1), failures, attempt FROM jobs_job"))
    assert endings == {("south", 0, 1): 3, ("south", 1, 2): 1}
    assert service.read("SELECT job_id FROM images_image GROUP BY job_id HAVING count(*) > 1") == []


def test_pause_holds_for_all_hosts(service: Service, hosts: dict[str, "subprocess.Popen[bytes]"]) -> None:
    shell(service, "from jobs import lifecycle; lifecycle.pause(by='somebody')")
    submit(service, count=6, script="seconds=0.5")
    submitted_at = datetime.now(UTC)

    # Each broker has looked several times by then.
    later = submitted_at + timedelta(seconds=2)
    wait_for(lambda: all(seen_at > later for (seen_at,) in service.read("SELECT seen_at FROM jobs_cluster")))
    paused = count_by_status(service)
    shell(service, "from jobs import lifecycle; lifecycle.resume(by='somebody')")
    wait_for(lambda: hosts_at_work(service) == ["north", "south"])
    wait_for(lambda: count_by_status(service) == {"completed": 6})

    assert paused == {"queued": 6}


@pytest.mark.timeout(180)
def test_job_waits_for_the_bucket_and_its_picture_is_served_from_there(service: Service, bucket: S3Server) -> None:
    port = free_port()
    up = service.start("up", "--port", port, "--no-demo")
    wait_for(lambda: "Ctrl-C stops everything." in service.output.read_text())
    bucket.stop()

    with httpx2.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=60) as client:
        job_id = client.post("/api/generate-image", json={"prompt": "dummy:"}).json()["jobId"]
        [waiting] = wait_for(
            lambda: service.read("SELECT status, error_code, error FROM jobs_job WHERE status = 'waiting'")
        )
        bucket.start()
        wait_for(lambda: client.get(f"/api/jobs/{job_id}").json()["job"]["status"] == "completed")

        image = client.get(f"/api/jobs/{job_id}").json()["result"]["metadata"]
        assert_is_served(client, image)
        bucket.stop()
        away = client.get(image["images"][0]["url"])

    up.terminate()
    assert up.wait(15) == 0
    assert waiting == ("waiting", "storage_failed", "The picture could not be stored.")
    assert (away.status_code, away.headers["retry-after"]) == (503, "5")
    assert away.json()["code"] == "storage-unavailable"
    # Nothing was written beside the bucket, and no secret was said.
    assert not (service.folder / "pictures").exists()
    assert "the-secret-key" not in service.output.read_text()
