"""The supervisor with real processes, each a line or two of Python, and real signals."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from jobs.supervisor import SAME_REQUEST_SECONDS, TRY_AGAIN
from tests.processes import are_gone, wait_for, wait_for_lines

pytestmark = pytest.mark.once

SUPERVISE = """
import json, logging, sys
from jobs import supervisor
from jobs.supervisor import Child, ChildFailed, Supervisor

logging.disable()
supervisor.FIRST_PAUSE_SECONDS = 0.01
children = [Child(name=name, argv=[sys.executable, "-c", code]) for name, code in json.loads(sys.argv[1]).items()]
try:
    with Supervisor(children, grace_seconds=float(sys.argv[2])) as supervisor:
        while supervisor.watch(seconds=60):
            pass
except ChildFailed as failure:
    print(failure, flush=True)
    sys.exit(failure.exit_code)
"""
# Says its process id, and goodbye; each in one piece, whoever else is writing.
POLITE = """
import os, signal, sys, time

def end(*signal):
    os.write(1, b"bye\\n")
    sys.exit()

signal.signal(signal.SIGTERM, end)
os.write(1, b"%d\\n" % os.getpid())
time.sleep(100)
"""
# Ignores SIGTERM, as does its own child in the same group.
STUBBORN = """
import os, signal, time

signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.fork()
os.write(1, b"%d\\n" % os.getpid())
time.sleep(100)
"""
ROOT = Path(__file__).parent.parent.parent

Supervise = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Where supervisor and children write."""
    return tmp_path / "output"


@pytest.fixture
def supervise(output: Path) -> Iterator[Supervise]:
    """Start a supervisor of children that are given as name=code."""
    started = []

    def start(*, grace_seconds: float = 30, **children: str) -> subprocess.Popen[bytes]:
        argv = [sys.executable, "-c", SUPERVISE, json.dumps(children), str(grace_seconds)]
        with output.open("wb") as file:
            process = subprocess.Popen(argv, cwd=ROOT, stdout=file)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def read_processes(output: Path, *, count: int) -> list[psutil.Process]:
    return [psutil.Process(int(line)) for line in wait_for_lines(output, count=count)]


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_signal_ends_children_and_then_the_supervisor(supervise: Supervise, output: Path, stop: int) -> None:
    supervisor = supervise(one=POLITE, other=POLITE)
    children = read_processes(output, count=2)

    supervisor.send_signal(stop)

    assert supervisor.wait(10) == 0
    assert are_gone(children)
    assert output.read_text().splitlines()[2:] == ["bye", "bye"]


def test_children_lead_sessions_of_their_own(supervise: Supervise, output: Path) -> None:
    supervise(one=POLITE, other=POLITE)

    children = read_processes(output, count=2)

    assert [os.getsid(child.pid) for child in children] == [child.pid for child in children]


def test_killed_child_is_replaced(supervise: Supervise, output: Path) -> None:
    supervise(only=POLITE)
    [first] = read_processes(output, count=1)

    first.kill()

    second = psutil.Process(int(wait_for_lines(output, count=2)[1]))
    assert second != first


def test_dead_child_leaves_nobody_in_its_group(supervise: Supervise, output: Path) -> None:
    supervise(only=STUBBORN)
    [one, other] = read_processes(output, count=2)
    leader, follower = (one, other) if os.getpgid(one.pid) == one.pid else (other, one)

    leader.kill()

    wait_for(lambda: are_gone([follower]))


def test_child_that_ends_again_and_again_is_given_up(supervise: Supervise, output: Path) -> None:
    supervisor = supervise(good=POLITE, bad="print('again', flush=True)")

    assert supervisor.wait(60) == 1
    lines = output.read_text().splitlines()
    assert lines.count("again") == 8
    assert lines[-2:] == ["bye", "bad ended 8 times in a row, the last time with exit code 0."]


@pytest.mark.parametrize("exit_code", [1, 2, 3])
def test_child_that_cannot_start_ends_everything_with_its_exit_code(
    supervise: Supervise, output: Path, exit_code: int
) -> None:
    supervisor = supervise(bad=f"print('no such engine', flush=True); raise SystemExit({exit_code})")

    assert supervisor.wait(10) == exit_code
    assert output.read_text().splitlines() == [
        "no such engine",
        f"bad cannot start: it ended with exit code {exit_code}.",
    ]


def test_misconfigured_child_is_not_tried_again_after_a_kill(
    supervise: Supervise, output: Path, tmp_path: Path
) -> None:
    supervisor = supervise(
        only=f"import os\nif os.path.exists({str(tmp_path / 'wrong')!r}): raise SystemExit(2)\n" + POLITE
    )
    [child] = read_processes(output, count=1)
    (tmp_path / "wrong").touch()

    child.kill()

    assert supervisor.wait(10) == 2


def test_stubborn_child_is_killed_with_its_group_after_the_grace_period(supervise: Supervise, output: Path) -> None:
    supervisor = supervise(grace_seconds=0.3, only=STUBBORN)
    processes = read_processes(output, count=2)

    supervisor.terminate()

    assert supervisor.wait(10) == 0
    wait_for(lambda: are_gone(processes))


def test_second_signal_kills_at_once(supervise: Supervise, output: Path) -> None:
    supervisor = supervise(grace_seconds=100, polite=POLITE, stubborn=STUBBORN)
    processes = read_processes(output, count=3)
    supervisor.terminate()
    # The goodbye says that the first signal has been acted on; what comes within a second is the same request.
    wait_for_lines(output, count=4)
    time.sleep(SAME_REQUEST_SECONDS)

    supervisor.terminate()

    assert supervisor.wait(10) == 0
    wait_for(lambda: are_gone(processes))


def test_killed_supervisor_leaves_nobody(supervise: Supervise, output: Path) -> None:
    supervisor = supervise(one=POLITE, other=POLITE)
    children = read_processes(output, count=2)

    supervisor.kill()

    wait_for(lambda: are_gone(children))


def test_missing_program_is_an_error_and_leaves_nobody(tmp_path: Path) -> None:
    code = (
        "from jobs.supervisor import Child, Supervisor\n"
        "import sys\n"
        f"polite = Child(name='polite', argv=[sys.executable, '-c', {POLITE!r}])\n"
        "with Supervisor([polite, Child(name='none', argv=['/none'])], grace_seconds=9): pass\n"
    )

    ended = subprocess.run(
        [sys.executable, "-c", code], check=False, cwd=ROOT, capture_output=True, text=True, timeout=10
    )

    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1] == "FileNotFoundError: [Errno 2] No such file or directory: '/none'"


def test_child_that_asks_for_a_new_start_gets_one_at_once(supervise: Supervise, output: Path) -> None:
    supervise(only=f"import os, sys, time; print(os.getpid(), flush=True); time.sleep(0.05); sys.exit({TRY_AGAIN})")

    assert len(set(wait_for_lines(output, count=3))) == 3
