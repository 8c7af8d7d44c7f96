"""The cluster as a real process tree: how it drains, and that it neither hangs nor leaves anybody behind."""

import json
import signal
import subprocess
import time

import psutil
import pytest

from jobs.supervisor import SAME_REQUEST_SECONDS, TRY_AGAIN
from tests.processes import are_gone, wait_for
from tests.services import Service

SUBMIT = """
from jobs.lifecycle import NewJob, submit

for number in range({count}):
    submit(NewJob(prompt="dummy: {script}", width=64, height=64, seed=number))
"""


@pytest.fixture
def service(installed: Service) -> Service:
    """With tables, an engine that does as it is told, and a process tree that is small and impatient."""
    installed.environment |= {"IMAGESVC_ENGINES": "dummy", "IMAGESVC_WORKERS": "1"}
    return installed


def submit(service: Service, *, count: int, script: str = "") -> None:
    ended = service.run("shell", "-v0", "-c", SUBMIT.format(count=count, script=script))
    assert (ended.returncode, ended.stderr) == (0, "")


def count_by_status(service: Service) -> dict[str, int]:
    return dict(service.read("SELECT status, count(*) FROM jobs_job GROUP BY status"))


def start_cluster(service: Service, **environment: str) -> tuple[subprocess.Popen[bytes], list[psutil.Process]]:
    """Return the main process and all others: the sentinel first, then its five workers, monitor and pusher."""
    main = service.start("cluster", **environment)
    process = psutil.Process(main.pid)
    wait_for(lambda: len(process.children(recursive=True)) == 8)
    return main, process.children(recursive=True)


def test_sigterm_lets_running_jobs_finish_and_claims_no_more(service: Service) -> None:
    submit(service, count=3, script="seconds=2")
    main, others = start_cluster(service)
    wait_for(lambda: count_by_status(service).get("processing"))

    main.terminate()

    assert main.wait(30) == 0
    assert are_gone(others)
    assert count_by_status(service) == {"completed": 1, "queued": 2}


def test_sigterm_to_an_idle_cluster_is_a_clean_end(service: Service) -> None:
    main, others = start_cluster(service)

    main.terminate()

    assert main.wait(30) == 0
    assert are_gone(others)
    assert service.output.read_text() == ""


@pytest.mark.once
def test_work_supervises_the_cluster(service: Service) -> None:
    submit(service, count=3)
    main = service.start("work")
    wait_for(lambda: count_by_status(service) == {"completed": 3})
    [cluster] = psutil.Process(main.pid).children()

    cluster.kill()

    wait_for(lambda: psutil.Process(main.pid).children() not in ([], [cluster]))
    main.terminate()
    assert main.wait(15) == 0
    assert service.processes() == []


@pytest.mark.once
def test_workers_option_beats_the_setting(service: Service) -> None:
    main = service.start("cluster", "--workers", 3)

    wait_for(lambda: len(psutil.Process(main.pid).children(recursive=True)) == 10)
    main.kill()
    main.wait()


@pytest.mark.once
def test_second_signal_kills_running_jobs(service: Service) -> None:
    submit(service, count=1, script="seconds=60")
    main, others = start_cluster(service)
    wait_for(lambda: count_by_status(service).get("processing"))
    main.terminate()
    # The second thread waits for the drain.
    wait_for(lambda: psutil.Process(main.pid).num_threads() == 2)
    time.sleep(SAME_REQUEST_SECONDS)

    main.terminate()

    assert main.wait(10) == 1
    wait_for(lambda: are_gone(others))


@pytest.mark.once
def test_sigterm_to_every_process_drains_as_to_the_main_one(service: Service) -> None:
    submit(service, count=3, script="seconds=2")
    main, others = start_cluster(service)
    wait_for(lambda: count_by_status(service).get("processing"))

    # As systemd does it unless it is told otherwise.
    for process in (main, *others):
        process.terminate()

    assert main.wait(30) == 0
    assert are_gone(others)
    assert count_by_status(service) == {"completed": 1, "queued": 2}


@pytest.mark.once
def test_grace_period_bounds_the_drain(service: Service) -> None:
    submit(service, count=1, script="seconds=60")
    main, others = start_cluster(service, IMAGESVC_GRACE_SECONDS="1")
    wait_for(lambda: count_by_status(service).get("processing"))

    main.terminate()

    assert main.wait(10) == 1
    wait_for(lambda: are_gone(others))


@pytest.mark.once
def test_sigterm_ends_a_cluster_that_cannot_end(service: Service) -> None:
    main, others = start_cluster(service, IMAGESVC_GRACE_SECONDS="1")
    # As it is when a killed worker has taken a lock along.
    others[0].suspend()

    main.terminate()

    assert main.wait(10) == 1
    wait_for(lambda: are_gone(others))


@pytest.mark.once
@pytest.mark.parametrize("killed", ["main", "sentinel"])
def test_killed_process_takes_everything_below_it_along(service: Service, killed: str) -> None:
    main, others = start_cluster(service)

    psutil.Process(main.pid).kill() if killed == "main" else others[0].kill()

    assert main.wait(10) == (-signal.SIGKILL if killed == "main" else TRY_AGAIN)
    wait_for(lambda: are_gone(others))


def test_cluster_says_what_runs_in_it_and_how_much_memory_that_takes(service: Service) -> None:
    main, others = start_cluster(service)

    def running() -> list[dict[str, int | str]]:
        rows = service.read("SELECT CAST(processes AS text) FROM jobs_cluster")
        return json.loads(rows[0][0]) if rows else []

    wait_for(lambda: len([each for each in running() if each["name"] == "worker"]) == 5)

    assert {each["pid"] for each in running()} == {main.pid, *(process.pid for process in others)}
    assert sorted(each["name"] for each in running()) == ["cluster", "helper", "helper", "helper", *["worker"] * 5]
    assert all(each["memory"] > 2**20 for each in running())
    main.terminate()
    assert main.wait(30) == 0
