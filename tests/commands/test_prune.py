"""prune: what goes by age and by count, what it refuses, and that it says so."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from imagesvc.audit.models import AuditEntry
from imagesvc.images.models import Image
from imagesvc.webhooks import receivers
from imagesvc.webhooks.models import Callback
from jobs.models import Job, JobEvent
from tests import factories
from tests.commands.calling import Caller

pytestmark = pytest.mark.django_db


def make_ended(*, days: int = 0, **values: Any) -> Job:
    at = timezone.now() - timedelta(days=days)
    job = factories.make_job(**({"status": "completed", "created_at": at, "ended_at": at} | values))
    for kind in ("queued", "processing", "completed"):
        JobEvent.objects.create(job=job, kind=kind, attempt=1)
    return job


def make_picture(entity_id: str, *, days: int = 0, **values: Any) -> Image:
    at = timezone.now() - timedelta(days=days)
    return factories.make_image(entity_kind="thing", entity_type="item", entity_id=entity_id, created_at=at, **values)


def make_some_of_each() -> None:
    make_ended(days=40), make_ended()
    factories.make_thing(id="lamp")
    make_picture("lamp", days=40), make_picture("lamp"), make_picture("lamp", is_current=True)
    make_picture("ghost", days=40)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("jobs --older 30d", {"jobs": 1}),
        ("jobs --keep 1", {"jobs": 1}),
        ("jobs --older 30d --keep 2", {}),
        ("jobs --all", {"jobs": 2}),
        ("jobs --all --limit 1", {"jobs": 1}),
        ("events --older 30d", {"events": 1}),
        ("superseded --older 30d", {"superseded": 1}),
        ("superseded --keep 1", {"superseded": 1}),
        ("superseded --all", {"superseded": 2}),
        ("superseded --entity-id lamp", {"superseded": 2}),
        ("superseded --entity-id sword", {}),
        ("orphaned", {"orphaned": 1}),
        ("orphaned --older 50d", {}),
        ("orphaned superseded jobs --older 30d", {"orphaned": 1, "superseded": 1, "jobs": 1}),
        ("orphaned jobs --older 30d --limit 1", {"orphaned": 1}),
    ],
)
def test_what_goes(call: Caller, words: str, expected: dict[str, int]) -> None:
    make_some_of_each()
    before = {"jobs": Job.objects.count(), "events": JobEvent.objects.count(), "pictures": Image.objects.count()}

    preview = call("prune", *words.split(), "--dry-run", "--json")
    ending = call("prune", *words.split(), "--yes", "--json")

    gone = expected.get("orphaned", 0) + expected.get("superseded", 0)
    assert ending.code == preview.code == (0 if expected else 3)
    assert {row["subject"]: row["pruned"] for row in ending.lines if row["pruned"]} == expected
    assert Job.objects.count() == before["jobs"] - expected.get("jobs", 0)
    assert Image.objects.count() == before["pictures"] - gone
    assert JobEvent.objects.count() == before["events"] - 3 * expected.get("jobs", 0) - expected.get("events", 0)


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ("jobs --yes", 2, "Say which jobs may go: --older, --keep, or --all."),
        ("orphaned superseded --yes", 2, "Say which superseded may go: --older, --keep, or --all."),
        ("superseded --status failed --yes", 2, "--status says nothing of pictures."),
        ("orphaned --ids-from - --yes", 2, "--ids-from says nothing of pictures."),
        ("jobs --older 90d --yes", 3, "There is nothing to prune."),
        ("jobs --older 30d", 4, "Nothing was done: without a terminal, say --yes."),
    ],
)
def test_exit_codes(call: Caller, monkeypatch: pytest.MonkeyPatch, words: str, code: int, sentence: str) -> None:
    make_some_of_each()
    before = (Job.objects.count(), Image.objects.count())
    monkeypatch.setattr(
        "imagesvc.management.steering.lines_of", lambda _path: iter([(1, str(Job.objects.all()[0].id))])
    )

    ending = call("prune", *words.split())

    assert (ending.code, ending.sentence) == (code, sentence)
    assert (Job.objects.count(), Image.objects.count()) == before


def test_the_audit_is_told(call: Caller) -> None:
    make_some_of_each()

    ending = call("prune", "superseded", "--keep", "1", "--yes")

    assert ending.output == "superseded: 1 pruned.\n"
    entry = AuditEntry.objects.get()
    told = (entry.via, entry.action, entry.subject, entry.selection, entry.counts, entry.outcome)
    assert told == ("command", "prune", "superseded", {"keep": ["1"]}, {"pruned": 1}, "done")


def test_a_dry_run_says_what_may_go(call: Caller) -> None:
    make_some_of_each()

    ending = call("prune", "superseded", "events", "--all", "--dry-run")

    assert ending.output == "superseded: 2 may go.\nevents: 2 may go.\n"
    assert AuditEntry.objects.count() == 0


def test_ctrl_c_keeps_what_was_done_and_the_same_command_goes_on(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    make_some_of_each()

    def interrupt(*_args: object, **_kwargs: object) -> Iterator[int]:
        yield 1
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("imagesvc.images.pruning.prune", interrupt)
        ending = call("prune", "superseded", "--all", "--yes")

    expected = "Interrupted: 1 superseded pruned. The same command again goes on."
    assert (ending.code, ending.sentence) == (130, expected)
    assert AuditEntry.objects.get().outcome == "interrupted"
    assert call("prune", "superseded", "--all", "--yes").code == 0


def test_a_job_whose_end_somebody_is_yet_to_be_told_of_stays(call: Caller) -> None:
    job = make_ended(days=40)
    receiver = receivers.Receiver.objects.create(is_subscription=False, url="https://example.com")
    Callback.objects.create(job=job, receiver=receiver, url="https://example.com/done")

    assert call("prune", "jobs", "--all", "--yes").code == 3
