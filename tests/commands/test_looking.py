"""list_jobs, show_job and queue_status, as tables and as JSON; nothing that a client wrote steers a terminal."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from jobs import lifecycle
from jobs.lifecycle import NewJob
from jobs.models import Cluster, Job, JobEvent
from tests import factories
from tests.commands.calling import Caller

pytestmark = pytest.mark.django_db

AWKWARD = "A \x1b[31mred\x07 dragon\u202e."
HARMLESS = "A \ufffd[31mred\ufffd dragon\ufffd."


def make_failed(**values: Any) -> Job:
    now = timezone.now()
    values = {"status": "failed", "started_at": now - timedelta(seconds=90), "ended_at": now, "attempt": 2} | values
    return factories.make_job(**values)


# --- list_jobs ---


def test_list_shows_the_newest_first(call: Caller) -> None:
    jobs = [make_failed(prompt=AWKWARD, error="No \x9bplace", engine="left", client_id="tab") for _ in range(3)]

    ending = call("list_jobs", "--limit", "2")

    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in ending.output.splitlines() if "│" in line]
    assert ending.code == 0
    assert [row[:2] + row[3:] for row in rows] == [
        [str(job.id), "failed", "1 min 30 s", "2", "", "left", "tab", HARMLESS, "No \ufffdplace"]
        for job in reversed(jobs[1:])
    ]


def test_list_writes_a_line_of_json_for_each_in_the_words_of_the_api(call: Caller) -> None:
    job = make_failed(prompt=AWKWARD, error="No place", error_code="no_place", client_id="tab\u202e")

    ending = call("list_jobs", "--status", "failed", "--json")

    [row] = ending.lines
    assert ending.output.isascii()
    assert {
        name: row[name] for name in ("id", "status", "cancelled", "attempts", "prompt", "error", "code", "clientId")
    } == {
        "id": str(job.id),
        "status": "failed",
        "cancelled": False,
        "attempts": 2,
        "prompt": AWKWARD,
        "error": "No place",
        "code": "no_place",
        "clientId": "tab\u202e",
    }


def test_list_takes_every_word(call: Caller) -> None:
    kept = make_failed(
        entity_type="npc", entity_kind="character", entity_id="rook", engine="left", prompt="A red rook."
    )
    make_failed(entity_type="npc", entity_kind="character", entity_id="rook", engine="left", prompt="A black rook.")

    words = "--status failed --entity-type npc --entity-id rook --engine left --attempts 2+ --newer 1d --prompt red"
    ending = call("list_jobs", *words.split(), "--json")

    assert [row["id"] for row in ending.lines] == [str(kept.id)]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ("list_jobs", 3, "No jobs match."),
        ("list_jobs --json", 3, "No jobs match."),
        ("list_jobs --status asleep", 2, "--status must be one of queued, waiting, processing, "),
        ("show_job 019ab3c0-0000-7000-8000-000000000000", 3, "There is no job "),
    ],
)
def test_exit_codes(call: Caller, words: str, code: int, sentence: str) -> None:
    ending = call(*words.split())

    assert (ending.code, ending.output) == (code, "")
    assert ending.sentence.startswith(sentence)


# --- show_job ---


def draw_once(job: Job) -> None:
    lifecycle.claim(worker="desk.1234:17")
    lifecycle.report(job.id, attempt=1, progress=50, message="Half way", engine="left")


def make_steered() -> tuple[Job, Job]:
    """Make a job that was claimed, cancelled by Anna and requeued by Ben; return it and the new one."""
    job = lifecycle.submit(NewJob(prompt=f"{AWKWARD}\n\nTwo lines.", width=64, height=32, seed=7, client_id="tab")).job
    draw_once(job)
    lifecycle.cancel(job.id, by="anna")
    job.refresh_from_db()
    return job, lifecycle.requeue(job, by="ben").job


def test_show_tells_what_happened_when_and_who_did_it(call: Caller) -> None:
    job, child = make_steered()

    ending = call("show_job", str(job.id))

    facts, _, timeline = ending.output.partition("\n\n")
    names = "id status client priority attempts engine error code size seed prompt children"
    assert [line.split()[0] for line in facts.splitlines()] == names.split()
    assert f"prompt      {HARMLESS} Two lines." in facts
    assert f"children    {child.id}" in facts
    # Behind the times.
    assert [line[34:] for line in timeline.splitlines()] == [
        "Asked for",
        "Begun: attempt 1 by desk.1234:17",
        "Drawn: 50 %, Half way",
        "Cancelled (anna)",
    ]


def test_show_writes_one_object(call: Caller) -> None:
    job, child = make_steered()

    [old], [new] = (call("show_job", str(each.id), "--json").lines for each in (job, child))

    assert (old["children"], new["parent"]) == ([str(child.id)], str(job.id))
    assert [(each["kind"], each["by"]) for each in old["timeline"] + new["timeline"]] == [
        ("queued", None),
        ("processing", None),
        ("progress", None),
        ("cancelled", "anna"),
        ("queued", "ben"),
    ]


# --- queue_status ---


def test_status_tells_how_the_queue_stands(call: Caller) -> None:
    factories.make_job(created_at=timezone.now() - timedelta(minutes=2))
    Cluster.objects.create(host="desk", pid=17, workers=2)

    shown, [told] = call("queue_status"), call("queue_status", "--json").lines

    assert shown.output.startswith("Running: 0 drawn and 0 failed in the last minute.\npending 1   processing 0   ")
    assert 119 < told["oldestWaitingSeconds"] < 130
    assert {name: told[name] for name in ("pending", "processing", "paused", "pausedBy", "failedInHour")} == {
        "pending": 1,
        "processing": 0,
        "paused": False,
        "pausedBy": None,
        "failedInHour": 0,
    }
    assert [(each["name"], each["state"]) for each in told["engines"]] == [("pillow", "healthy")]
    assert [(each["host"], each["pid"], each["workers"]) for each in told["workers"]] == [("desk", 17, 2)]


@pytest.mark.parametrize("words", ["queue_status --watch 0.01", "queue_status --watch 0.01 --json"])
def test_watching_ends_with_ctrl_c(call: Caller, monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    pauses = []

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", sleep)

    ending = call(*words.split())

    assert (ending.code, pauses) == (0, [0.01] * 3)
    assert sum("pending" in line for line in ending.output.splitlines()) == 3


def test_status_of_a_paused_queue_says_by_whom(call: Caller) -> None:
    lifecycle.pause(by="an\x1bna")

    ending = call("queue_status")

    assert ending.output.startswith("Paused by an\ufffdna since 2")
    assert JobEvent.objects.count() == 0
