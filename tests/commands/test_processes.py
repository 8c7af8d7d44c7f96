"""The commands as real processes: exit codes, ids on standard input, and Ctrl-C in the middle of a batch."""

import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import wait_for
from tests.services import Service

JOBS = 400
# So it takes four seconds, and there is time to interrupt it.
RATE = 100
MAKE = f"""
from django.utils import timezone
from jobs.models import Job
Job.objects.bulk_create(
    Job(prompt="A lamp.", width=64, height=64, seed=1, status="failed", ended_at=timezone.now()) for _ in range({JOBS})
)
"""


@pytest.fixture
def failed(installed: Service) -> Service:
    """A service whose jobs have failed."""
    assert installed.run("shell", "-c", MAKE).returncode == 0
    return installed


def children(service: Service) -> int:
    [[count]] = service.read("SELECT COUNT(*) FROM jobs_job WHERE parent_id IS NOT NULL")
    return int(count)


@pytest.mark.parametrize("command", ["queue_status", "list_jobs"])
def test_missing_tables_are_one_sentence(service: Service, command: str) -> None:
    ended = service.run(command)

    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (1, "", 1)
    assert ended.stderr.endswith(" migrations: `manage.py migrate` prepares it.\n")


def test_database_that_is_away_is_one_sentence(service: Service) -> None:
    # Nobody listens on port 1.
    ended = service.run("queue_status", DATABASE_URL="postgresql://somebody@127.0.0.1:1/pictures")

    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert "DATABASE_URL: the database cannot be opened: " in ended.stderr


def test_an_interrupted_batch_is_resumed_and_does_nothing_twice(failed: Service) -> None:
    process = failed.start("requeue_jobs", "--all", "--rate", RATE, "--yes")
    wait_for(lambda: children(failed) > 0)
    process.send_signal(signal.SIGINT)
    code = process.wait(timeout=20)
    said = failed.output.read_text()
    before = children(failed)

    match = re.search(r"Go on with: manage\.py requeue_jobs --resume (\S+)", said)
    assert match, said
    [[status, done]] = failed.read("SELECT status, done FROM batches_batch")
    assert (code, status, done) == (130, "stopped", before)
    assert 0 < before < JOBS
    assert "Traceback" not in said

    resumed = failed.run("requeue_jobs", "--resume", match[1], "--json")

    assert (resumed.returncode, resumed.stderr) == (0, "")
    assert json.loads(resumed.stdout) == {
        "id": match[1],
        "action": "requeue",
        "status": "done",
        "matched": JOBS,
        "done": JOBS,
        "skipped": 0,
        "failed": 0,
        "reasons": {},
        "error": None,
    }
    assert failed.read("SELECT COUNT(*), COUNT(DISTINCT parent_id) FROM jobs_job WHERE parent_id IS NOT NULL") == [
        (JOBS, JOBS)
    ]
    outcomes = failed.read("SELECT action, outcome FROM audit_auditentry ORDER BY id")
    assert [action for action, _ in outcomes] == ["requeue", "resume requeue"]
    assert outcomes[0][1].startswith("stopped by ")
    assert outcomes[1][1] == "done"


@pytest.mark.once
def test_ids_come_from_standard_input_and_codes_are_those_that_scripts_rely_on(failed: Service) -> None:
    rows = failed.read("SELECT id FROM jobs_job LIMIT 3")
    ids = "\r\n".join(str(row[0]) for row in rows)
    # As the database of the test writes them, they may lack the hyphens.
    ids = re.sub(r"\b(\w{8})(\w{4})(\w{4})(\w{4})(\w{12})\b", r"\1-\2-\3-\4-\5", ids)

    ended = _run_with_input(failed, "cancel_jobs", "--ids-from", "-", "--yes", given=ids)
    unsure = _run_with_input(failed, "cancel_jobs", "--ids-from", "-", given=ids)

    assert (ended.returncode, ended.stdout) == (
        0,
        "cancel: 0 of 3 jobs done, 3 skipped, 0 failed.\n  ended already: 3\n",
    )
    assert unsure.returncode == 4
    assert failed.run("list_jobs", "--client-id", "nobody").returncode == 3
    assert failed.run("cancel_jobs", "--no-such-word").returncode == 2


def _run_with_input(service: Service, *words: str, given: str) -> subprocess.CompletedProcess[str]:
    manage = Path(__file__).parents[2] / "manage.py"
    return subprocess.run(
        [sys.executable, str(manage), *words],
        check=False,
        env=service.environment,
        input=given,
        capture_output=True,
        text=True,
        timeout=60,
    )
