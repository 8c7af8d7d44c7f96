"""The audit: who did what from where, in words that no log and no terminal takes for anything else."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import RequestFactory

from imagesvc.audit import actors, trail
from imagesvc.audit.actors import Actor, actor_of, actor_of_command
from imagesvc.audit.models import AuditEntry, Via
from jobs.models import new_id

pytestmark = pytest.mark.django_db

ANNA = Actor(name="anna", via=Via.COMMAND, address="desk")


def request(user: Any = None, **headers: str) -> Any:
    asked = RequestFactory().get("/admin/", **headers)
    if user is not None:
        asked.user = user
    return asked


def test_entry_says_who_did_what_and_what_came_of_it() -> None:
    entry = trail.record(ANNA, action="pause", subject="the queue", outcome="done")

    entry.refresh_from_db()
    assert (entry.who, entry.via, entry.address, entry.user, entry.action, entry.subject, entry.outcome) == (
        "anna",
        "command",
        "desk",
        None,
        "pause",
        "the queue",
        "done",
    )
    assert (entry.selection, entry.counts, entry.batch_id) == ({}, {}, None)
    assert entry.ended_at is not None
    assert str(entry) == "anna: pause the queue"


def test_outcome_of_a_batch_goes_to_its_last_run() -> None:
    batch, other = new_id(), new_id()
    for number in (batch, other):
        trail.record(ANNA, action="requeue", batch_id=number)

    trail.conclude(batch, counts={"done": 1}, outcome="stopped by ben")
    trail.record(ANNA, action="resume requeue", batch_id=batch)
    trail.conclude(batch, counts={"done": 2}, outcome="done")

    assert [*AuditEntry.objects.order_by("id").values_list("action", "counts", "outcome")] == [
        ("requeue", {"done": 1}, "stopped by ben"),
        ("requeue", {}, ""),
        ("resume requeue", {"done": 2}, "done"),
    ]
    assert AuditEntry.objects.filter(ended_at=None).get().batch_id == other


def test_nothing_in_an_entry_moves_a_cursor_or_begins_a_line() -> None:
    entry = trail.record(ANNA, action="cancel", subject="a\nb\x1b[2Jc\u202ed", outcome="x\ty" + "z" * 2000)

    assert entry.subject == "a b [2Jc d"
    assert entry.outcome.startswith("x yz")
    assert len(entry.outcome) == 1000


def test_long_lists_are_kept_in_short() -> None:
    entry = trail.record(ANNA, action="requeue", selection={"id": [str(number) for number in range(500)]})

    assert entry.selection == {"id": [*map(str, range(20)), "and 480 more"]}


def test_user_is_known_by_name_and_stays_when_deleted() -> None:
    user = User.objects.create_user("ben")
    actor = actor_of(request(user, REMOTE_ADDR="192.0.2.7"))
    trail.record(actor, action="cancel", subject="a job", outcome="done")

    user.delete()

    entry = AuditEntry.objects.get()
    assert (entry.who, entry.user, entry.address, entry.via) == ("ben", None, "192.0.2.7", "admin")


@pytest.mark.parametrize("via", Via.values)
def test_whoever_is_not_known_is_known_by_the_address(via: str) -> None:
    actor = actor_of(request(AnonymousUser(), REMOTE_ADDR="192.0.2.7"), via=Via(via))

    assert actor == Actor(name="somebody at 192.0.2.7", via=Via(via), address="192.0.2.7")


def test_cookies_mean_nothing_to_the_api() -> None:
    user = User.objects.create_user("ben")

    assert actor_of(request(user), via=Via.API).user_id is None


@pytest.mark.once
def test_command_is_known_by_the_systems_user_and_the_host(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.HOST_NAME = "desk"
    monkeypatch.setattr("getpass.getuser", lambda: "anna\x1b[2J")

    assert actor_of_command() == Actor(name="anna", via=Via.COMMAND, address="desk")


@pytest.mark.once
def test_command_of_a_user_without_a_name_is_known_by_the_number(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError

    monkeypatch.setattr("getpass.getuser", nobody)
    monkeypatch.setattr(actors.os, "getuid", lambda: 4711)

    assert actor_of_command().name == "user 4711"
