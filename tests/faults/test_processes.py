"""Processes that are killed, and signals that come at the wrong moment: nothing is lost, and all is well again soon."""

import signal
import time
from pathlib import Path

import pytest

from jobs.supervisor import SAME_REQUEST_SECONDS
from tests.faults.conftest import Recovery
from tests.faults.deployment import Deployment, children, kill, wait_until_proven
from tests.processes import are_gone, wait_for
from tests.services import Service, fresh_database

# What the issue asks of a cluster that has to be begun again.
HEALED_SECONDS = 60.0


@pytest.mark.faults("F1")
def test_worker_killed_while_it_draws(deployment: Deployment, recovery: Recovery) -> None:
    deployment.up()
    [job_id] = deployment.submit("seconds=4")
    worker = deployment.busy_worker(job_id)

    with recovery.within(HEALED_SECONDS):
        kill(worker)
        wait_for(lambda: deployment.story(job_id)[2:] == ["lost", "processing"])

    deployment.assert_sound()
    assert deployment.story(job_id) == ["queued", "processing", "lost", "processing", "completed"]
    assert deployment.ending(job_id) == ("completed", "", 1, 2)
    [[error_code]] = deployment.service.read("SELECT error_code FROM jobs_jobevent WHERE kind = 'lost'")
    assert error_code == "worker_lost"


@pytest.mark.faults("F1")
@pytest.mark.slow
def test_all_workers_killed_at_once_while_they_draw(deployment: Deployment, recovery: Recovery) -> None:
    up = deployment.up()
    job_ids = deployment.submit("seconds=3", count=2)
    for job_id in job_ids:
        deployment.busy_worker(job_id)

    with recovery.within(HEALED_SECONDS):
        for worker in deployment.crew(up).workers:
            kill(worker)
        wait_for(lambda: set(map(deployment.status, job_ids)) == {"completed"})

    deployment.assert_sound()


@pytest.mark.faults("F2")
@pytest.mark.slow
def test_idle_worker_killed(deployment: Deployment, recovery: Recovery) -> None:
    up = deployment.up()

    with recovery.within(HEALED_SECONDS):
        kill(deployment.crew(up).workers[0])
        deployment.wait_until_ended(deployment.submit())

    deployment.assert_sound()


@pytest.mark.faults("F2")
@pytest.mark.slow
@pytest.mark.timeout(300)
def test_each_idle_worker_killed_in_turn(deployment: Deployment, recovery: Recovery) -> None:
    up = deployment.up()

    for number in range(deployment.workers + 1):
        worker = deployment.crew(up).workers[number]
        with recovery.within(HEALED_SECONDS):
            kill(worker)
            wait_for(lambda worker=worker: are_gone([worker]))
            deployment.wait_until_ended(deployment.submit())

    deployment.assert_sound()


@pytest.mark.faults("F2")
@pytest.mark.slow
def test_all_idle_workers_killed_at_once(deployment: Deployment, recovery: Recovery) -> None:
    up = deployment.up()

    with recovery.within(HEALED_SECONDS):
        for worker in deployment.crew(up).workers:
            kill(worker)
        deployment.wait_until_ended(deployment.submit())

    deployment.assert_sound()


@pytest.mark.faults("F3")
@pytest.mark.slow
def test_sentinel_killed(deployment: Deployment, recovery: Recovery) -> None:
    up = deployment.up()
    wait_until_proven(deployment.crew(up).main)
    [running] = deployment.submit("seconds=3")
    deployment.busy_worker(running)
    crew = deployment.crew(up)

    with recovery.within(HEALED_SECONDS):
        kill(crew.sentinel)
        wait_for(lambda: are_gone(crew.all()), seconds=10)
        deployment.wait_until_ended([running, *deployment.submit()])

    deployment.assert_sound()


@pytest.mark.faults("F3")
@pytest.mark.slow
def test_main_process_of_the_cluster_killed(deployment: Deployment, recovery: Recovery) -> None:
    up = deployment.up()
    [running] = deployment.submit("seconds=3")
    deployment.busy_worker(running)
    crew = deployment.crew(up)

    with recovery.within(HEALED_SECONDS):
        kill(crew.main)
        wait_for(lambda: are_gone(crew.all()), seconds=10)
        deployment.wait_until_ended([running, *deployment.submit()])

    deployment.assert_sound()


@pytest.mark.slow
@pytest.mark.faults("F3")
def test_supervisor_killed_and_started_again(deployment: Deployment, recovery: Recovery) -> None:
    up = deployment.up()
    running, queued = deployment.submit("seconds=3", count=2, clientId="tab")
    deployment.busy_worker(running)

    kill(up)
    up.wait()
    wait_for(lambda: deployment.service.processes() == [], seconds=10)

    deployment.assert_sound_even_if_processing()
    with recovery.within(HEALED_SECONDS):
        deployment.up()
        deployment.wait_until_ended([running, queued])
    deployment.assert_sound()


@pytest.mark.slow
@pytest.mark.faults("F5")
@pytest.mark.parametrize("role", ["pusher", pytest.param("monitor", marks=pytest.mark.slow)])
def test_pusher_or_monitor_killed(deployment: Deployment, recovery: Recovery, role: str) -> None:
    up = deployment.up()
    job_ids = deployment.submit("seconds=0.2", count=10)

    with recovery.within(HEALED_SECONDS):
        kill(getattr(deployment.crew(up), role))
        deployment.wait_until_ended([*job_ids, *deployment.submit(count=5)])

    deployment.assert_sound()
    assert deployment.count_by_status() == {"completed": 15}


@pytest.mark.faults("F5")
@pytest.mark.slow
@pytest.mark.parametrize("role", ["pusher", "monitor", "sentinel"])
def test_process_of_the_cluster_hangs(deployment: Deployment, recovery: Recovery, role: str) -> None:
    up = deployment.up()
    crew = deployment.crew(up)
    wait_until_proven(crew.main)

    with recovery.within(HEALED_SECONDS):
        getattr(crew, role).suspend()
        deployment.wait_until_ended(deployment.submit(count=5))

    deployment.assert_sound()
    up.terminate()
    assert up.wait(60) == 0
    assert deployment.service.processes() == []


@pytest.mark.faults("F5")
@pytest.mark.slow
def test_web_server_killed(deployment: Deployment, recovery: Recovery) -> None:
    up = deployment.up()
    [job_id] = deployment.submit("seconds=2")
    [server] = children(up, word="serve")

    with recovery.within(10):
        kill(server)
        wait_for(lambda: are_gone([server]))
        wait_for(deployment.answers)

    deployment.assert_sound()
    assert deployment.ending(job_id) == ("completed", "", 0, 1)


@pytest.mark.slow
@pytest.mark.faults("F6")
def test_sigterm_under_load(deployment: Deployment) -> None:
    deployment.workers = 3
    up = deployment.up()
    running = deployment.submit("seconds=3", count=3)
    for job_id in running:
        deployment.busy_worker(job_id)
    queued = deployment.submit("seconds=1", count=50)

    up.terminate()

    assert up.wait(40) == 0
    assert deployment.service.processes() == []
    assert {deployment.ending(job_id) for job_id in running} == {("completed", "", 0, 1)}
    assert {deployment.ending(job_id) for job_id in queued} == {("queued", "", 0, 0)}
    deployment.assert_sound_while_stopped()


@pytest.mark.faults("F6")
@pytest.mark.slow
def test_sigterm_with_jobs_longer_than_the_grace_period(deployment: Deployment) -> None:
    up = deployment.up(IMAGESVC_GRACE_SECONDS="2")
    running = deployment.submit("seconds=60", count=2)
    for job_id in running:
        deployment.busy_worker(job_id)

    up.terminate()

    assert up.wait(15) == 0
    assert deployment.service.processes() == []
    assert [deployment.ending(job_id) for job_id in running] == [("queued", "", 0, 1)] * 2
    assert {tuple(deployment.story(job_id)) for job_id in running} == {("queued", "processing", "released")}
    deployment.assert_sound_while_stopped()


@pytest.mark.faults("F6")
@pytest.mark.slow
def test_sigterm_to_every_process_at_once(deployment: Deployment, recovery: Recovery) -> None:
    up = deployment.up()
    running = deployment.submit("seconds=2", count=2)
    for job_id in running:
        deployment.busy_worker(job_id)
    queued = deployment.submit(count=10)

    # As systemd does it unless it is told otherwise.
    for process in deployment.service.processes():
        process.terminate()

    up.wait(40)
    wait_for(lambda: deployment.service.processes() == [], seconds=10)
    with recovery.within(HEALED_SECONDS):
        deployment.up()
        deployment.wait_until_ended([*running, *queued])
    deployment.assert_sound()
    assert deployment.count_by_status() == {"completed": 12}


@pytest.mark.slow
@pytest.mark.faults("F7")
def test_sigterm_five_times(deployment: Deployment) -> None:
    up = deployment.up()
    running = deployment.submit("seconds=60", count=2)
    for job_id in running:
        deployment.busy_worker(job_id)
    queued = deployment.submit(count=5)

    up.terminate()
    wait_for(lambda: "Stopping." in deployment.output())
    # Those that come within a second of the first are the same request; then one stops at once.
    time.sleep(SAME_REQUEST_SECONDS)
    for _ in range(4):
        up.terminate()

    up.wait(10)
    wait_for(lambda: deployment.service.processes() == [], seconds=10)
    deployment.assert_sound_even_if_processing()
    deployment.up(IMAGESVC_ENGINES="pillow")
    deployment.wait_until_ended([*running, *queued])
    deployment.assert_sound()


@pytest.mark.faults("F7")
@pytest.mark.slow
def test_sigterm_then_sigkill(deployment: Deployment) -> None:
    up = deployment.up()
    running = deployment.submit("seconds=3", count=2)
    for job_id in running:
        deployment.busy_worker(job_id)
    queued = deployment.submit(count=5)

    up.terminate()
    wait_for(lambda: "Stopping." in deployment.output())
    kill(up)

    up.wait()
    wait_for(lambda: deployment.service.processes() == [], seconds=10)
    deployment.assert_sound_even_if_processing()
    deployment.up()
    deployment.wait_until_ended([*running, *queued])
    deployment.assert_sound()


@pytest.mark.faults("F7")
@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGINT])
def test_hangup_or_interrupt_drains(deployment: Deployment, number: signal.Signals) -> None:
    up = deployment.up()
    running = deployment.submit("seconds=3", count=2)
    for job_id in running:
        deployment.busy_worker(job_id)

    up.send_signal(number)

    assert up.wait(40) == 0
    assert deployment.service.processes() == []
    assert {deployment.ending(job_id) for job_id in running} == {("completed", "", 0, 1)}
    deployment.assert_sound_while_stopped()


@pytest.mark.faults("F18")
@pytest.mark.slow
def test_first_start_killed_at_any_moment(tmp_path: Path, recovery: Recovery) -> None:
    with fresh_database() as url:
        deployment = Deployment(Service(folder=tmp_path, database_url=url))
        for seconds in (0.4, 0.6, 0.8, 1.0, 1.2, 1.5, 2.0, 3.0):
            up = deployment.start("up", "--no-demo", "--port", deployment.port)
            # The fault is that it comes at any moment.
            time.sleep(seconds)
            kill(up)
            up.wait()

        with recovery.within(30):
            deployment.up()
            deployment.wait_until_ended(deployment.submit())
        assert deployment.service.read("SELECT username FROM auth_user") == [("admin",)]
        deployment.assert_sound()
        deployment.close()
