"""Which of many jobs are requeued, and why the others are not."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.utils import timezone

from imagesvc.batches import running
from imagesvc.batches.action import Options
from imagesvc.batches.actions import preview
from imagesvc.batches.models import Batch
from imagesvc.keys.issuing import issue
from imagesvc.keys.models import Spending
from jobs.models import Job, JobStatus, Priority
from jobs.selection import Selection, select
from tests.batches.doing import ANNA, do
from tests.factories import make_image, make_job

pytestmark = pytest.mark.django_db

LAMP = {"entity_kind": "thing", "entity_type": "item", "entity_id": "lamp"}
FAILED = Selection(statuses=("failed",))


def ended(status: str = "failed", **values: object) -> Job:
    return make_job(**{"status": status, "ended_at": timezone.now()} | values)


def requeued(selection: Selection = FAILED, **options: object) -> tuple[set[Job], Batch]:
    """Requeue, and return the jobs that were, and the batch."""
    batch = do("requeue", selection, **options)
    return {job.parent for job in Job.objects.exclude(parent=None).select_related("parent") if job.parent}, batch


def test_failed_job_is_requeued_behind_what_people_wait_for() -> None:
    old = ended(client_id="tab")

    parents, batch = requeued()

    new = Job.objects.get(parent=old)
    assert (parents, new.priority, new.client_id, new.status) == ({old}, Priority.BATCH, "tab", "queued")
    assert (batch.status, batch.matched, batch.done, batch.skipped, batch.reasons) == ("done", 1, 1, 0, {})
    assert new.events.get().by == ANNA.name


def test_priority_is_what_was_asked_for() -> None:
    ended()

    requeued(priority=Priority.URGENT)

    assert Job.objects.get(status="queued").priority == Priority.URGENT


@pytest.mark.parametrize(
    ("status", "reason"),
    [("queued", "not ended"), ("processing", "not ended"), ("completed", "completed")],
)
def test_what_has_not_failed_is_skipped(status: str, reason: str) -> None:
    make_job(status=status, ended_at=timezone.now() if status == "completed" else None)

    parents, batch = requeued(Selection())

    assert (parents, batch.skipped, batch.reasons) == (set(), 1, {reason: 1})


def test_cancelled_job_is_requeued_only_if_it_is_meant() -> None:
    old = ended("cancelled")

    assert requeued(FAILED)[1].reasons == {"cancelled by somebody": 1}
    assert requeued(Selection(statuses=("failed", "cancelled")))[0] == {old}


def test_job_that_was_picked_by_its_id_is_meant() -> None:
    old = ended("cancelled")

    assert requeued(Selection(ids=(old.id,)))[0] == {old}


def test_requeued_job_is_not_requeued_again_but_its_child_is() -> None:
    old = ended()
    child = ended(parent=old)

    parents, batch = requeued()

    assert (parents - {old}, batch.reasons) == ({child}, {"requeued already": 1})
    assert requeued(force=True)[1].reasons == {"requeued already": 2}


def test_of_several_jobs_of_an_entity_the_newest_is_requeued() -> None:
    for number in range(3):
        ended(seed=number, **LAMP)

    _, batch = requeued()

    assert Job.objects.get(status="queued").seed == 2
    assert (batch.done, batch.reasons) == (1, {"active job for its entity": 2})


def test_entity_with_an_active_job_is_skipped() -> None:
    ended(**LAMP)
    make_job(**LAMP)

    assert requeued(force=True)[1].reasons == {"active job for its entity": 1}


def test_entity_with_a_newer_picture_is_skipped_unless_forced() -> None:
    old = ended(**LAMP, created_at=timezone.now() - timedelta(hours=1))
    make_image(**LAMP, is_current=True)

    assert requeued()[1].reasons == {"newer picture": 1}
    assert requeued(force=True)[0] == {old}


def test_picture_that_is_older_than_the_job_does_not_count() -> None:
    make_image(**LAMP, is_current=True, created_at=timezone.now() - timedelta(hours=1))
    make_image(**LAMP, is_current=False)
    old = ended(**LAMP)

    assert requeued()[0] == {old}


def test_completed_job_is_drawn_again_if_forced() -> None:
    old = ended("completed", **LAMP)
    make_image(job=old, **LAMP, is_current=True)

    assert requeued(Selection())[1].reasons == {"completed": 1}
    assert requeued(Selection(), force=True)[0] == {old}


def test_limit_ends_the_batch_and_the_newest_come_first() -> None:
    jobs = [ended() for _ in range(5)]

    parents, batch = requeued(limit=2)

    assert parents == set(jobs[3:])
    assert (batch.status, batch.done, batch.matched) == ("done", 2, 2)


def test_preview_says_what_would_be_done_and_does_nothing() -> None:
    now = timezone.now()
    jobs = [
        ended(engine="left", error="No ink.", **LAMP),
        ended(engine="left", **LAMP),
        ended("cancelled", engine="right"),
        ended(engine="left", created_at=now - timedelta(days=3)),
    ]
    make_job()

    seen = preview("requeue", select({"status": ["failed"]}, now=now), Options())

    assert (seen.total, seen.is_more, seen.judged, seen.doable) == (4, False, 4, 2)
    assert seen.by_status == {"failed": 3, "cancelled": 1}
    assert seen.by_type == {"item": 2, "": 2}
    assert seen.by_engine == {"left": 3, "right": 1}
    assert seen.skipped == {"cancelled by somebody": 1, "active job for its entity": 1}
    assert [row["id"] for row in seen.sample] == [jobs[2].id, jobs[1].id, jobs[0].id, jobs[3].id]
    assert Job.objects.filter(status=JobStatus.QUEUED).count() == 1


# --- Whose quotas they count for -------------------------------------------------------------------------------------


def requeued_for(key_id: UUID | None, *, resumed: Batch | None = None) -> Batch:
    """Requeue what has failed for the quotas of a key, or go on with that."""
    if resumed is None:
        batch = running.start("requeue", FAILED, Options(), actor=ANNA, here=True, charged_to=key_id)
    else:
        batch = running.resume(resumed.id, actor=ANNA, here=True)
    return running.run(batch.id, actor=ANNA)


def test_owner_of_the_jobs_is_not_charged_for_what_others_requeue() -> None:
    owner = issue(name="game", jobs_per_hour=1, pixels_per_day=1).key
    for _ in range(3):
        ended(owner=owner.id)

    batch = requeued_for(None)

    assert (batch.status, batch.done, Spending.objects.count()) == ("done", 3, 0)
    assert set(Job.objects.exclude(parent=None).values_list("owner", flat=True)) == {owner.id}


@pytest.mark.parametrize(
    ("quota", "sentence"),
    [
        ({"jobs_per_hour": 3}, "This key may use 3 jobs an hour, and this would be more."),
        ({"pixels_per_day": 3 * 64 * 64}, "This key may use 12,288 pixels a day, and this would be more."),
    ],
)
def test_key_that_requeues_is_charged_and_the_batch_ends_where_its_quota_does(
    settings: LazySettings, quota: dict[str, int], sentence: str
) -> None:
    settings.PIXELS_PER_REQUEST = 64 * 64
    key = issue(name="night shift", **quota).key
    for _ in range(5):
        ended(width=64, height=64)

    batch = requeued_for(key.id)

    assert (batch.status, batch.done, batch.error) == ("failed", 3, sentence)
    assert Job.objects.exclude(parent=None).count() == 3

    # The next hour has begun, or the next day.
    Spending.objects.all().delete()
    batch = requeued_for(key.id, resumed=batch)

    assert (batch.status, batch.done, batch.error) == ("done", 5, "")
    assert Spending.objects.get().amount in (2, 2 * 64 * 64)
