"""pause_queue and resume_queue."""

import pytest

from imagesvc.audit.models import AuditEntry
from jobs import lifecycle
from tests.commands.calling import Caller

pytestmark = pytest.mark.django_db


def trail() -> list[tuple[str, str, str, str]]:
    return list(AuditEntry.objects.order_by("id").values_list("via", "action", "subject", "outcome"))


def test_the_queue_is_paused_and_resumed_and_the_audit_is_told(call: Caller) -> None:
    endings = [call(word) for word in ("pause_queue", "pause_queue", "resume_queue", "resume_queue")]

    assert [(ending.code, ending.output) for ending in endings] == [
        (0, "The queue is paused.\n"),
        (0, "The queue is paused already.\n"),
        (0, "The queue is resumed.\n"),
        (0, "The queue is running already.\n"),
    ]
    assert not lifecycle.is_paused()
    assert trail() == [("command", "pause", "the queue", "done"), ("command", "resume", "the queue", "done")]


def test_dry_run_changes_nothing(call: Caller) -> None:
    ending = call("pause_queue", "--dry-run")

    assert (ending.code, ending.output) == (0, "The queue would be paused.\n")
    assert not lifecycle.is_paused()
    assert trail() == []


def test_json_says_what_has_changed(call: Caller) -> None:
    lines = [call("pause_queue", "--json", "--yes").lines for _ in range(2)]

    told = {"dryRun": False, "paused": True}
    assert lines == [[told | {"changed": True}], [told | {"changed": False}]]
