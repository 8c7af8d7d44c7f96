"""requeue_jobs, cancel_jobs and draw: what they do, what they ask, what they say, and the codes that they end with."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.utils import timezone

from entities.models import Thing
from imagesvc.audit.models import AuditEntry
from imagesvc.batches.models import Batch
from imagesvc.images.prompts import compose_entity_prompt
from jobs.models import Job, JobEvent, Priority
from tests import factories
from tests.commands.calling import Caller

pytestmark = pytest.mark.django_db

MISSING = "019ab3c0-0000-7000-8000-000000000000"
BATCH_COMMANDS = ("requeue_jobs", "cancel_jobs", "draw")


def make_failed(count: int = 1, **values: Any) -> list[Job]:
    values = {"status": "failed", "ended_at": timezone.now(), "error": "No place."} | values
    return [factories.make_job(**values) for _ in range(count)]


def children() -> int:
    return Job.objects.exclude(parent=None).count()


# --- How they end ---


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ("requeue_jobs --status failed --yes", 0, ""),
        ("requeue_jobs --status failed --dry-run", 0, ""),
        ("requeue_jobs --all --yes", 0, ""),
        ("requeue_jobs --status asleep --yes", 2, "--status must be one of"),
        ("requeue_jobs --older tomorrow --yes", 2, "--older must be an age such as"),
        ("requeue_jobs --yes", 2, "Say which jobs, or --all."),
        ("requeue_jobs --all --status failed --yes", 2, "--all leaves no room for other words."),
        ("requeue_jobs --ids-from nowhere.txt --yes", 2, "nowhere.txt cannot be read: No such file or directory."),
        ("requeue_jobs --client-id nobody --yes", 3, "No jobs match."),
        ("requeue_jobs --client-id nobody --dry-run", 3, "No jobs match."),
        (f"requeue_jobs --resume {MISSING}", 3, f"There is no batch {MISSING}."),
        (f"requeue_jobs --resume {MISSING} --status failed", 2, "--resume goes on with what was chosen before;"),
        ("requeue_jobs --status failed", 4, "Nothing was done: without a terminal, say --yes."),
        ("cancel_jobs --status queued --yes", 0, ""),
        ("cancel_jobs --yes", 2, "Say which jobs, or --all."),
        ("cancel_jobs --id 5 --yes", 2, "--id must be the id of a job."),
        ("cancel_jobs --engine nobody --yes", 3, "No jobs match."),
        ("cancel_jobs --all", 4, "Nothing was done: without a terminal, say --yes."),
        ("draw --missing --yes", 0, ""),
        ("draw --yes", 2, "Say which entities: --missing, --stale or --all."),
        ("draw --all --entity-type dragon --yes", 2, "--entity-type must be one of"),
        ("draw --stale --yes", 3, "No entities match."),
        ("draw --all", 4, "Nothing was done: without a terminal, say --yes."),
    ],
)
def test_exit_codes(call: Caller, words: str, code: int, sentence: str) -> None:
    make_failed()
    factories.make_job(status="queued")
    factories.make_thing()

    ending = call(*words.split())

    assert ending.code == code
    assert ending.sentence.startswith(sentence)
    if code:
        assert not Batch.objects.exists()
        assert Job.objects.count() == 2


def test_ending_with_failures_is_code_1(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    make_failed()

    def break_down(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("\x1b[2Jit broke")

    monkeypatch.setattr("jobs.lifecycle.requeue_many", break_down)
    ending = call("requeue_jobs", "--all", "--yes")

    batch = Batch.objects.get()
    assert (ending.code, batch.status) == (1, "failed")
    assert ending.sentence == (
        f"It did not come to its end: RuntimeError: it broke. Go on with: manage.py requeue_jobs --resume {batch.id}"
    )


# --- What they do ---


def test_requeue_makes_new_jobs_and_says_so(call: Caller) -> None:
    make_failed(3, engine="left")
    make_failed(1, engine="right")

    ending = call("requeue_jobs", "--engine", "left", "--priority", "interactive", "--yes")

    assert (ending.code, ending.output) == (0, "requeue: 3 of 3 jobs done, 0 skipped, 0 failed.\n")
    assert children() == 3
    assert set(Job.objects.exclude(parent=None).values_list("priority", flat=True)) == {Priority.INTERACTIVE}
    entry = AuditEntry.objects.get()
    assert (entry.via, entry.action, entry.selection) == ("command", "requeue", {"engine": ["left"]})
    assert set(JobEvent.objects.values_list("by", flat=True)) == {entry.who}


def test_what_is_passed_over_is_said_by_its_reason(call: Caller) -> None:
    [failed, done] = make_failed() + make_failed(status="completed", error="")
    factories.make_job(parent=failed)

    ending = call("requeue_jobs", "--status", "failed", "--status", "completed", "--yes", "--json")
    forced = call("requeue_jobs", "--id", str(done.id), "--force", "--yes", "--json")

    [batch, second] = Batch.objects.order_by("id")
    row = {"action": "requeue", "status": "done", "failed": 0, "error": None}
    skipped = {"completed": 1, "requeued already": 1}
    assert ending.lines == [row | {"id": str(batch.id), "matched": 2, "done": 0, "skipped": 2, "reasons": skipped}]
    assert forced.lines == [row | {"id": str(second.id), "matched": 1, "done": 1, "skipped": 0, "reasons": {}}]


def test_dry_run_changes_nothing_and_shows_what_would_be_done(call: Caller) -> None:
    make_failed(2, entity_type="npc", prompt="A \x1b[31mred\x07 dragon\u202e.")

    shown = call("requeue_jobs", "--status", "failed", "--dry-run")
    told = call("requeue_jobs", "--status", "failed", "--dry-run", "--json")

    assert shown.code == told.code == 0
    assert "Requeue 2 of 2 jobs." in shown.output
    assert "A \ufffd[31mred\ufffd dragon\ufffd." in shown.output
    assert not {"\x1b", "\x07", "\u202e"} & set(shown.output + told.output)
    [row] = told.lines
    assert len(row.pop("sample")) == 2
    assert row == {
        "dryRun": True,
        "action": "requeue",
        "total": 2,
        "more": False,
        "judged": 2,
        "doable": 2,
        "byStatus": {"failed": 2},
        "byType": {"npc": 2},
        "byEngine": {"": 2},
        "skipped": {},
    }
    assert (children(), Batch.objects.count(), AuditEntry.objects.count()) == (0, 0, 0)


def test_limit_is_kept(call: Caller) -> None:
    make_failed(5)

    call("requeue_jobs", "--status", "failed", "--limit", "2", "--yes")

    assert children() == 2


def test_cancel_ends_what_has_not_ended(call: Caller) -> None:
    factories.make_job(client_id="tab")
    other = factories.make_job()

    ending = call("cancel_jobs", "--client-id", "tab", "--yes")

    assert ending.output == "cancel: 1 of 1 job done, 0 skipped, 0 failed.\n"
    assert list(Job.objects.active()) == [other]


# --- Ids from a file ---


def test_ids_come_from_a_file(call: Caller, tmp_path: Path) -> None:
    jobs = make_failed(3)
    file = tmp_path / "ids.txt"
    file.write_bytes(f"\ufeff{jobs[0].id}\r\n\r\n  {str(jobs[1].id).upper()}\t\n{MISSING}\n".encode())

    ending = call("requeue_jobs", "--ids-from", str(file), "--yes")

    assert ending.code == 0
    assert set(Job.objects.exclude(parent=None).values_list("parent", flat=True)) == {jobs[0].id, jobs[1].id}


def test_many_ids_are_kept_apart_from_the_batch(call: Caller, tmp_path: Path) -> None:
    jobs = make_failed(30)
    file = tmp_path / "ids.txt"
    file.write_text("\n".join(str(job.id) for job in jobs))

    ending = call("requeue_jobs", "--ids-from", str(file), "--yes")

    batch, entry = Batch.objects.get(), AuditEntry.objects.get()
    assert (ending.code, batch.done, children()) == (0, 30, 30)
    assert batch.selection == entry.selection == {"id": [*(str(job.id) for job in jobs[:20]), "and 10 more"]}
    assert batch.long_selection.words == {"id": [str(job.id) for job in jobs]}


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (b"dragon", "'dragon'"),
        (b"\x1b]0;owned\x07", r"'\x1b]0;owned\x07'"),
        (b"\xff\xfe", r"'\ufffd\ufffd'"),
        (b"{019ab4c0-7a6e-7c3b-9d52-0f6a4f0e8d11}", "'{019ab4c0-7a6e-7c3b-9d52-0f6a4f0e8d11}'"),
    ],
)
def test_a_bad_line_is_refused_by_its_number(call: Caller, tmp_path: Path, line: bytes, shown: str) -> None:
    file = tmp_path / "ids.txt"
    file.write_bytes(f"{MISSING}\n\n".encode() + line + b"\n")

    ending = call("cancel_jobs", "--ids-from", str(file), "--yes")

    assert ending.code == 2
    assert ending.sentence.encode("ascii", "backslashreplace").decode() == f"Line 3 is not the id of a job: {shown}."


def test_an_empty_file_means_nobody(call: Caller, tmp_path: Path) -> None:
    make_failed()
    file = tmp_path / "ids.txt"
    file.write_text("\n\n")

    ending = call("requeue_jobs", "--ids-from", str(file), "--yes")

    assert (ending.code, ending.sentence) == (3, f"There is no id in {file}.")


# --- Asking ---


@pytest.mark.parametrize(
    ("answer", "code", "made"), [("y\n", 0, 1), ("YES\n", 0, 1), ("\n", 4, 0), ("n\n", 4, 0), ("", 4, 0)]
)
def test_on_a_terminal_it_shows_what_would_be_done_and_asks(
    call: Caller, monkeypatch: pytest.MonkeyPatch, answer: str, code: int, made: int
) -> None:
    make_failed()
    monkeypatch.setattr("sys.stdin", Terminal(answer))

    ending = call("requeue_jobs", "--all")

    assert (ending.code, children()) == (code, made)
    assert ending.output.startswith("Requeue 1 of 1 job.\n")
    assert "Requeue them? [y/N]" in ending.output


class Terminal:
    """Somebody who answers."""

    def __init__(self, answer: str) -> None:
        self._answer = answer

    def isatty(self) -> bool:
        return True

    def readline(self) -> str:
        return self._answer


# --- Going on ---


def test_ctrl_c_says_how_to_go_on(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    make_failed(30)
    monkeypatch.setattr("imagesvc.management.batch_runs.progress_bar", InterruptingBar)

    interrupted = call("requeue_jobs", "--all", "--rate", "10", "--yes")
    batch = Batch.objects.get()
    state = (batch.status, children())
    resumed = call("requeue_jobs", "--resume", str(batch.id), "--json")

    assert (interrupted.code, state) == (130, ("stopped", 10))
    assert interrupted.sentence == (
        "Interrupted: requeue: 10 of 30 jobs done, 0 skipped, 0 failed. "
        f"Go on with: manage.py requeue_jobs --resume {batch.id}"
    )
    assert (resumed.code, children()) == (130, 20)


class InterruptingBar:
    """Presses Ctrl-C as soon as something was done."""

    def __init__(self, _title: str) -> None:
        pass

    def __enter__(self) -> "InterruptingBar":
        return self

    def __exit__(self, *_error: object) -> None:
        pass

    def __call__(self, done: int, *, of: int | None) -> None:
        if done:
            raise KeyboardInterrupt


@pytest.mark.parametrize("command", BATCH_COMMANDS)
def test_a_batch_that_is_done_does_not_go_on(call: Caller, command: str) -> None:
    batch = Batch.objects.create(action={"draw": "draw"}.get(command, command.partition("_")[0]), status="done")

    ending = call(command, "--resume", str(batch.id))

    assert (ending.code, ending.sentence) == (1, "The batch is done.")


def test_a_batch_of_another_command_is_refused(call: Caller) -> None:
    batch = Batch.objects.create(action="cancel", status="stopped")

    ending = call("requeue_jobs", "--resume", str(batch.id))

    expected = f"That batch is one of another command: manage.py cancel_jobs --resume {batch.id}"
    assert (ending.code, ending.sentence) == (2, expected)


# --- draw ---


def make_drawn(**values: Any) -> Thing:
    thing = factories.make_thing(**values)
    subject = {"entity_kind": "thing", "entity_type": thing.thing_type, "entity_id": thing.id}
    factories.make_image(**subject, is_current=True, made_from=compose_entity_prompt(thing).made_from)
    return thing


def drawn() -> set[str]:
    return set(Job.objects.values_list("entity_id", flat=True))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("--missing", {"bare", "mira"}),
        ("--stale", {"stale"}),
        ("--all", {"bare", "mira", "stale", "fresh"}),
        ("--all --entity-type item", {"bare", "stale", "fresh"}),
        ("--all --entity-id fresh --entity-id mira", {"fresh", "mira"}),
        ("--missing --world world", {"bare"}),
        ("--all --limit 1", {"mira"}),
    ],
)
def test_draw_makes_jobs_for_those_that_are_meant(
    call: Caller, settings: LazySettings, words: str, expected: set[str]
) -> None:
    settings.ENGINES = factories.engines("dummy")
    world = factories.make_setting(id="world", is_active=False)
    factories.make_thing(id="bare", setting=world)
    factories.make_character(id="mira")
    make_drawn(id="fresh"), make_drawn(id="stale")
    Thing.objects.filter(id="stale").update(name="Something else")

    ending = call("draw", *words.split(), "--yes", "--json")

    assert ending.code == 0
    assert drawn() == expected
    assert ending.lines[0]["done"] == len(expected)
    assert set(Job.objects.values_list("priority", flat=True)) == {Priority.BATCH}


def test_draw_passes_over_what_a_client_would_be_refused(call: Caller, settings: LazySettings) -> None:
    settings.ENGINES = factories.engines("dummy")
    factories.make_thing(id="mute", name="", description="")
    factories.make_thing(id="busy")
    factories.make_job(entity_kind="thing", entity_type="item", entity_id="busy")

    preview = call("draw", "--missing", "--dry-run", "--json")
    ending = call("draw", "--missing", "--yes", "--json")

    skipped = {"existing-job": 1, "nothing-to-draw": 1}
    assert (preview.lines[0]["doable"], preview.lines[0]["skipped"]) == (0, skipped)
    assert (ending.lines[0]["done"], ending.lines[0]["reasons"]) == (0, skipped)


def test_draw_with_generation_switched_off_says_so(call: Caller, settings: LazySettings) -> None:
    settings.GENERATION_ENABLED = False
    factories.make_thing()

    ending = call("draw", "--missing", "--yes", "--json")

    assert ending.lines[0]["reasons"] == {"disabled": 1}


def test_draw_that_looked_through_all_and_found_nobody_says_so(
    call: Caller, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    settings.ENGINES = factories.engines("dummy")
    monkeypatch.setattr("imagesvc.batches.drawing.MOST_JUDGED", 1)
    make_drawn(id="fresh"), make_drawn(id="fresh, too")

    ending = call("draw", "--stale", "--yes")

    assert (ending.code, ending.sentence) == (3, "No entities match.")


def test_draw_takes_ids_from_a_file(call: Caller, settings: LazySettings, tmp_path: Path) -> None:
    settings.ENGINES = factories.engines("dummy")
    for name in ("a", "b", "c"):
        factories.make_thing(id=name)
    file = tmp_path / "ids.txt"
    file.write_text("c\n\na\nnobody\n")

    call("draw", "--all", "--ids-from", str(file), "--yes")

    assert drawn() == {"a", "c"}
