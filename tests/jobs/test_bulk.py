"""Many jobs at once: each verb does what its single sister does, to those that it may be done to."""

import pytest

from jobs import lifecycle
from jobs.lifecycle import NewJob
from jobs.models import EventKind, Job, JobEvent, JobStatus, Priority

pytestmark = pytest.mark.django_db

LAMP = {"entity_kind": "thing", "entity_type": "item", "entity_id": "lamp"}


def submit(**values: object) -> Job:
    values = {"prompt": "Preamble\n\nA lantern.", "width": 64, "height": 32, "seed": 7} | values
    return lifecycle.submit(NewJob(**values)).job


def cancelled(**values: object) -> Job:
    job = submit(**values)
    lifecycle.cancel(job.id)
    return job


def last_events(*jobs: Job) -> list[tuple[str, str, str]]:
    events = [JobEvent.objects.filter(job=job).order_by("-id")[0] for job in jobs]
    return [(event.kind, event.status, event.by) for event in events]


def test_requeue_many_copies_the_frozen_wishes() -> None:
    wish = {
        "preamble_length": 10,
        "negative_prompt": "blurry",
        "client_id": "tab",
        "style": "item",
        "steps": 9,
        "allows_stand_in": False,
        "wanted_engine": "pillow",
        "made_from": "text:1",
    }
    old = cancelled(**LAMP, **wish)

    copies = lifecycle.requeue_many([old.id], by="anna", priority=Priority.BATCH)

    new = Job.objects.get(parent=old)
    assert copies == {old.id: new.id}
    columns = [*wish, *LAMP, "prompt", "prompt_preview", "width", "height", "seed"]
    assert {name: getattr(new, name) for name in columns} == {name: getattr(old, name) for name in columns}
    assert (new.status, new.attempt, new.failures, new.priority) == ("queued", 0, 0, Priority.BATCH)
    assert (new.message, new.error, new.error_code, new.ended_at) == ("Waiting for a worker", "", "", None)
    assert last_events(new) == [("queued", "queued", "anna")]


def test_requeue_many_leaves_out_entities_with_an_active_job_and_jobs_that_are_gone() -> None:
    older, newer = cancelled(**LAMP), cancelled(**LAMP)
    custom = [cancelled() for _ in range(2)]
    gone = cancelled()
    Job.objects.filter(id=gone.id).delete()

    copies = lifecycle.requeue_many(
        [gone.id, newer.id, older.id, *(job.id for job in custom)], by="anna", priority=Priority.BATCH
    )

    assert set(copies) == {newer.id, *(job.id for job in custom)}
    assert Job.objects.active().count() == JobEvent.objects.filter(by="anna").count() == 3


def test_requeued_jobs_take_turns_as_if_each_were_submitted() -> None:
    waiting = submit(client_id="b", priority=Priority.BATCH)
    olds = [cancelled(client_id=client_id) for client_id in "aab"]

    copies = lifecycle.requeue_many([job.id for job in olds], by="", priority=Priority.BATCH)

    turns = dict(Job.objects.values_list("id", "turn"))
    assert [turns[copies[job.id]] for job in olds] == [0, 1, 1]
    assert turns[waiting.id] == 0
    assert submit(client_id="a", priority=Priority.BATCH).turn == 2


def test_requeued_jobs_are_queued_in_the_order_that_was_given() -> None:
    olds = [cancelled(seed=number) for number in range(3)]

    lifecycle.requeue_many([olds[1].id, olds[0].id, olds[2].id], by="", priority=Priority.BATCH)

    claimed = [lifecycle.claim(worker="here:1") for _ in range(3)]
    assert [job.seed for job in claimed if job] == [1, 0, 2]


def test_cancel_many_ends_what_has_not_ended() -> None:
    ended, drawn, queued = cancelled(), submit(), submit()
    lifecycle.claim(worker="here:1")
    drawn.refresh_from_db()

    done = lifecycle.cancel_many([ended.id, drawn.id, queued.id], by="anna")

    assert sorted(done) == sorted([drawn.id, queued.id])
    columns = ("status", "error", "error_code", "message", "lease_until", "due_at")
    assert [Job.objects.filter(id=job.id).values_list(*columns).get() for job in (drawn, queued)] == [
        ("cancelled", "Job cancelled by user", "cancelled", "Cancelled", None, None)
    ] * 2
    assert last_events(ended, drawn, queued) == [
        ("cancelled", "cancelled", ""),
        ("cancelled", "cancelled", "anna"),
        ("cancelled", "cancelled", "anna"),
    ]
    assert not lifecycle.complete(drawn.id, attempt=1, engine="dummy")


def test_reprioritise_many_moves_what_is_pending_to_the_end_in_its_order() -> None:
    there = submit(client_id="a", priority=Priority.BATCH)
    drawn = submit(client_id="a")
    lifecycle.claim(worker="here:1")
    first, second = submit(client_id="a"), submit(client_id="a")

    moved = lifecycle.reprioritise_many([second.id, first.id, drawn.id, there.id], by="anna", priority=Priority.BATCH)

    assert moved == [first.id, second.id]
    assert list(Job.objects.queued().order_by("-priority", "turn", "id").values_list("id", "priority")) == [
        (there.id, 0),
        (first.id, 0),
        (second.id, 0),
    ]
    assert last_events(first, there, drawn) == [
        (EventKind.REORDERED, "queued", "anna"),
        (EventKind.QUEUED, "queued", ""),
        (EventKind.PROCESSING, "processing", ""),
    ]


def test_raised_job_is_drawn_before_all_others() -> None:
    urgent = submit(priority=Priority.URGENT)
    submit()
    batch = submit(priority=Priority.BATCH)

    raised = lifecycle.raise_to_front(batch.id, by="anna")

    assert raised
    claimed = [lifecycle.claim(worker="here:1") for _ in range(2)]
    assert [job.id for job in claimed if job] == [batch.id, urgent.id]
    assert not lifecycle.raise_to_front(batch.id, by="anna")
    assert [*JobEvent.objects.filter(job=batch).order_by("id").values_list("kind", "by")] == [
        ("queued", ""),
        ("reordered", "anna"),
        ("processing", ""),
    ]


def test_requeue_takes_changes_for_what_was_wished() -> None:
    old = cancelled(preamble_length=10, made_from="text:1", allows_stand_in=False, steps=9)

    same = lifecycle.requeue(old, by="anna", seed=8).job
    other = lifecycle.requeue(old, description="A red lantern.", wanted_engine="pillow").job

    assert (same.prompt, same.seed, same.made_from, same.allows_stand_in, same.steps) == (
        old.prompt,
        8,
        "text:1",
        False,
        9,
    )
    assert (other.prompt, other.made_from, other.prompt_preview) == ("Preamble\n\nA red lantern.", "", "A red lantern.")
    assert (other.seed, other.wanted_engine, other.parent_id) == (7, "pillow", old.id)
    assert last_events(same, other) == [("queued", "queued", "anna"), ("queued", "queued", "")]


def test_nothing_is_done_with_no_jobs() -> None:
    assert lifecycle.requeue_many([], by="", priority=Priority.BATCH) == {}
    assert lifecycle.cancel_many([], by="") == []
    assert lifecycle.reprioritise_many([], by="", priority=Priority.BATCH) == []
    assert JobStatus.QUEUED not in Job.objects.values_list("status", flat=True)
