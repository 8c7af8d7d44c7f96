"""How a batch goes: by chunks, at its rate, stopped and resumed, taken over from the dead, and told to the audit."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError
from django.db.models.functions import Now
from django.utils import timezone

from imagesvc.audit.models import AuditEntry
from imagesvc.batches import running
from imagesvc.batches.actions import ACTIONS
from imagesvc.batches.models import Batch
from imagesvc.batches.running import NoSuchBatch, NotResumable
from jobs import lifecycle
from jobs.models import Job, JobStatus, Priority, new_id
from jobs.selection import Selection
from tests.batches.doing import ANNA, BEN, begin, do
from tests.factories import make_image, make_job

pytestmark = pytest.mark.django_db

FAILED = Selection(statuses=("failed",))
ELSEWHERE = "another.1234:99"


def fail_jobs(count: int) -> list[Job]:
    return [make_job(status="failed", ended_at=timezone.now()) for _ in range(count)]


def state(batch: Batch) -> tuple[str, int, int]:
    batch.refresh_from_db()
    return batch.status, batch.matched, batch.done


def trail() -> list[tuple[str, str, str, str]]:
    return [*AuditEntry.objects.order_by("id").values_list("who", "action", "subject", "outcome")]


def children() -> int:
    return Job.objects.exclude(parent=None).count()


def test_batch_goes_by_chunks() -> None:
    fail_jobs(5)
    batch = begin("requeue", FAILED, here=False)

    states = [state(running.advance(batch.id, size=2)) for _ in range(4)]

    assert states == [("running", 2, 2), ("running", 4, 4), ("done", 5, 5), ("done", 5, 5)]
    assert children() == 5


def test_batch_never_meets_what_came_after_its_start() -> None:
    fail_jobs(2)
    requeue, move = begin("requeue", Selection()), begin("reprioritise", Selection(), priority=20)
    later = make_job()

    running.run(requeue.id, actor=ANNA)
    running.run(move.id, actor=ANNA)

    assert (state(requeue), state(move)) == (("done", 2, 2), ("done", 2, 0))
    later.refresh_from_db()
    assert later.priority == Priority.INTERACTIVE


def test_nothing_to_do_is_done() -> None:
    assert state(do("requeue", FAILED)) == ("done", 0, 0)


def test_batch_knows_how_much_it_expects() -> None:
    fail_jobs(4)

    batch = begin("requeue", FAILED, here=False)
    running.advance(batch.id, size=3)
    batch.refresh_from_db()

    assert (batch.expected, batch.percent) == (4, 75)


def test_progress_is_told_with_each_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ACTIONS["requeue"], "first_size", 2)
    monkeypatch.setattr(ACTIONS["requeue"], "most_size", 2)
    fail_jobs(5)
    told: list[int] = []

    running.run(begin("requeue", FAILED).id, actor=ANNA, on_progress=lambda batch: told.append(batch.done))

    assert told == [2, 4, 5]


def test_rate_spreads_a_batch_over_time() -> None:
    fail_jobs(5)
    batch = begin("requeue", FAILED, here=False, rate=2.0)

    first, second = running.advance(batch.id), running.advance(batch.id)
    Batch.objects.update(next_at=Now() - timedelta(seconds=1))
    third = running.advance(batch.id)

    assert [each.done for each in (first, second, third)] == [2, 2, 4]
    seconds = Batch.objects.annotate(now=Now()).get()
    assert 0 < (seconds.next_at - seconds.now).total_seconds() <= 1


def test_slow_rate_does_one_at_a_time() -> None:
    fail_jobs(3)
    batch = begin("requeue", FAILED, here=False, rate=0.1)

    assert running.advance(batch.id).done == 1
    seconds = Batch.objects.annotate(now=Now()).get()
    assert 9 < (seconds.next_at - seconds.now).total_seconds() <= 10


def test_stopped_batch_is_resumed_where_it_was() -> None:
    fail_jobs(5)
    batch = begin("requeue", FAILED)
    running.advance(batch.id, size=2)

    stopped = [running.stop(batch.id, actor=BEN), running.stop(batch.id, actor=BEN)]
    idle = state(running.advance(batch.id))
    running.resume(batch.id, actor=BEN, here=True)
    running.run(batch.id, actor=BEN)

    assert (stopped, idle, state(batch)) == ([True, False], ("stopped", 2, 2), ("done", 5, 5))
    assert children() == 5
    assert trail() == [
        ("anna", "requeue", "5 jobs", "stopped by ben"),
        ("ben", "resume requeue", "after 2 jobs", "done"),
    ]
    first, second = AuditEntry.objects.order_by("id")
    assert first.counts == {"matched": 2, "done": 2, "skipped": 0, "failed": 0}
    assert second.counts == {"matched": 5, "done": 5, "skipped": 0, "failed": 0}
    assert (first.selection, first.via, first.address, second.via) == (
        {"status": ["failed"]},
        "command",
        "desk",
        "admin",
    )


def test_stop_while_it_runs_is_heard_at_the_next_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ACTIONS["requeue"], "most_size", 2)
    fail_jobs(6)
    batch = begin("requeue", FAILED)

    left = running.run(batch.id, actor=ANNA, on_progress=lambda _: running.stop(batch.id, actor=BEN))

    assert (state(left), children()) == (("stopped", 2, 2), 2)


def test_interrupted_command_stops_its_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ACTIONS["requeue"], "most_size", 2)
    fail_jobs(6)
    batch = begin("requeue", FAILED)

    def interrupt(_batch: Batch) -> None:
        raise KeyboardInterrupt

    with suppress(KeyboardInterrupt):
        running.run(batch.id, actor=ANNA, on_progress=interrupt)

    assert state(batch) == ("stopped", 2, 2)
    assert trail()[0][3] == "stopped by anna"


@pytest.mark.parametrize("action", ["run", "done"])
def test_what_cannot_be_resumed_is_refused(action: str) -> None:
    fail_jobs(1)
    batch = begin("requeue", FAILED)
    if action == "done":
        running.run(batch.id, actor=ANNA)
    else:
        Batch.objects.update(holder=ELSEWHERE, status="running")

    with pytest.raises(NotResumable):
        running.resume(batch.id, actor=BEN, here=False)


def test_unknown_batch_is_said_to_be_none() -> None:
    with pytest.raises(NoSuchBatch):
        running.resume(new_id(), actor=BEN, here=False)
    assert not running.stop(new_id(), actor=BEN)


# --- Who runs it -----------------------------------------------------------------------------------------------------


def test_workers_run_what_nobody_runs() -> None:
    fail_jobs(3)
    first, second = begin("requeue", FAILED, here=False), begin("cancel", Selection(), here=False)
    foreign = begin("requeue", FAILED, here=False)
    Batch.objects.filter(id=foreign.id).update(holder=ELSEWHERE, held_until=Now() + timedelta(seconds=9))

    running.run_batches()

    assert [state(batch)[0] for batch in (first, second, foreign)] == ["done", "done", "ready"]


def test_workers_give_back_what_they_have_not_finished(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "RUN_SECONDS", 0.0)
    monkeypatch.setattr(running, "LOOK_SECONDS", 0.0)
    fail_jobs(3)
    begin("requeue", FAILED, here=False)

    running.run_batches()

    batch = Batch.objects.get()
    assert (batch.status, batch.holder, batch.held_until) == ("ready", "", None)


def test_batch_of_a_living_process_is_left_alone() -> None:
    fail_jobs(3)
    batch = begin("requeue", FAILED, here=False)
    Batch.objects.update(holder=ELSEWHERE, held_until=Now() + timedelta(seconds=9), status="running")

    assert running.advance(batch.id).done == 0


@pytest.mark.parametrize("sign", ["its lease is over", "its process is gone"])
def test_batch_of_a_dead_process_is_taken_over(sign: str) -> None:
    fail_jobs(3)
    batch = begin("requeue", FAILED)
    running.advance(batch.id, size=1)
    if sign == "its lease is over":
        Batch.objects.update(holder=ELSEWHERE, held_until=Now() - timedelta(seconds=1))
    else:
        Batch.objects.update(holder=f"{running.host_name()}:{2**22 + 1}")

    running.run_batches()

    assert (state(batch), children()) == (("done", 3, 3), 3)
    assert trail() == [
        ("anna", "requeue", "3 jobs", "interrupted"),
        ("the service", "resume requeue", "after 1 job", "done"),
    ]


def test_fault_fails_the_batch_and_it_can_be_resumed(monkeypatch: pytest.MonkeyPatch) -> None:
    fail_jobs(3)
    batch = begin("requeue", FAILED)
    running.advance(batch.id, size=1)

    with monkeypatch.context() as patch:
        patch.setattr(lifecycle, "requeue_many", _break)
        running.advance(batch.id)
    failed = state(batch)
    running.resume(batch.id, actor=BEN, here=True)
    running.run(batch.id, actor=BEN)

    assert (failed, state(batch)) == (("failed", 1, 1), ("done", 3, 3))
    assert trail()[0] == ("anna", "requeue", "3 jobs", "failed: RuntimeError: no ink")


def test_chunk_whose_rows_vanished_is_done_again(monkeypatch: pytest.MonkeyPatch) -> None:
    fail_jobs(3)
    batch = begin("requeue", FAILED)
    faults = iter([IntegrityError("its parent is gone")])

    def requeue_many(*args: object, **options: object) -> dict[UUID, UUID]:
        for fault in faults:
            raise fault
        return original(*args, **options)

    original = lifecycle.requeue_many
    monkeypatch.setattr(lifecycle, "requeue_many", requeue_many)

    assert state(running.advance(batch.id)) == ("done", 3, 3)


def _break(*_: object, **__: object) -> Iterator[None]:
    raise RuntimeError("no ink")


# --- The other actions -----------------------------------------------------------------------------------------------


def test_cancel_skips_what_has_ended() -> None:
    fail_jobs(1)
    queued = make_job()

    batch = do("cancel", Selection())

    assert (batch.done, batch.reasons) == (1, {"ended already": 1})
    queued.refresh_from_db()
    assert queued.status == JobStatus.CANCELLED


def test_reprioritise_moves_what_is_pending() -> None:
    fail_jobs(1)
    make_job(status="processing")
    make_job(priority=Priority.BATCH)
    moved = make_job()

    batch = do("reprioritise", Selection(), priority=Priority.BATCH)

    assert (batch.done, batch.reasons) == (1, {"ended already": 1, "being drawn": 1, "has that priority": 1})
    moved.refresh_from_db()
    assert moved.priority == Priority.BATCH


def test_delete_takes_what_has_ended_and_leaves_the_pictures() -> None:
    [old] = fail_jobs(1)
    image = make_image(job=old)
    kept = make_job()

    batch = do("delete", Selection())

    assert (batch.done, batch.reasons) == (1, {"not ended": 1})
    assert [*Job.objects.all()] == [kept]
    image.refresh_from_db()
    assert image.job_id is None
