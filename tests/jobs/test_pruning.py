"""Only what has ended is forgotten, with its events; pictures and children stay."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import uuid_utils.compat
from django.db.models import Q
from django.utils import timezone

from imagesvc.images.models import Image
from jobs import pruning, recovery
from jobs.models import EventKind, Job, JobEvent, JobStatus
from jobs.pruning import events_between, prunable_jobs, prune_events, prune_jobs
from jobs.selection import Selection
from tests import factories

pytestmark = pytest.mark.django_db

NOW = timezone.now()
ALL = Selection()


def uuid7(*, days: int) -> UUID:
    """Return an id as a job has that was made so many days ago."""
    return uuid_utils.compat.uuid7(nanoseconds=int((NOW - timedelta(days=days)).timestamp() * 1e9))


def make_ended(*, days: int = 0, status: str = "completed", **values: Any) -> Job:
    job = factories.make_job(status=status, ended_at=NOW - timedelta(days=days), **values)
    for kind in ("queued", "processing", "progress", "retrying", status):
        JobEvent.objects.create(job=job, kind=kind, attempt=1)
    return job


@pytest.mark.parametrize("status", JobStatus.ENDED)
def test_ended_jobs_go_with_their_events(status: str) -> None:
    make_ended(status=status)

    assert list(prune_jobs(prunable_jobs(ALL))) == [1]
    assert not JobEvent.objects.exists()


@pytest.mark.parametrize(
    "values", [{"status": "queued"}, {"status": "waiting", "due_at": NOW}, {"status": "processing"}]
)
def test_jobs_that_have_not_ended_stay(values: dict[str, Any]) -> None:
    job = factories.make_job(**values)
    JobEvent.objects.create(job=job, kind="progress", attempt=1)

    assert sum(prune_jobs(prunable_jobs(ALL))) == 0
    assert sum(prune_events(prunable_jobs(ALL))) == 0
    assert (Job.objects.count(), JobEvent.objects.count()) == (1, 1)


def test_pictures_and_children_outlive_their_job() -> None:
    parent = make_ended()
    child = factories.make_job(parent=parent)
    factories.make_image(job=parent)

    pruned = sum(prune_jobs(prunable_jobs(ALL)))

    child.refresh_from_db()
    assert (pruned, child.parent, Image.objects.get().job) == (1, None, None)


def test_the_newest_stay() -> None:
    jobs = [make_ended().id for _ in range(4)]
    factories.make_job()

    prunable = {newest: list(prunable_jobs(ALL, newest=newest)) for newest in (0, 1, 3, 9)}

    assert prunable == {0: [jobs], 1: [jobs[:3]], 3: [jobs[:1]], 9: []}


def test_what_is_young_or_among_the_newest_stays() -> None:
    old = [
        make_ended(id=uuid7(days=days), days=days, created_at=NOW - timedelta(days=days)).id for days in (60, 50, 40)
    ]
    make_ended()
    older = Selection(created_before=NOW - timedelta(days=30))

    prunable = {newest: list(prunable_jobs(older, newest=newest)) for newest in (0, 1, 2, 4)}

    assert prunable == {0: [old], 1: [old], 2: [old[:2]], 4: []}


def test_only_those_of_the_selection_and_the_condition_go() -> None:
    failed = [make_ended(status="failed", engine=name).id for name in ("left", "right")]
    make_ended()

    chunks = prunable_jobs(Selection(statuses=("failed",)), only_if=~Q(engine="right"))

    assert list(chunks) == [failed[:1]]


def test_they_go_oldest_first_and_at_most_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pruning, "JOBS_PER_CHUNK", 2)
    jobs = [make_ended() for _ in range(5)]

    steps = list(prune_jobs(prunable_jobs(ALL), most=3))

    assert steps == [2, 1]
    assert list(Job.objects.order_by("id")) == jobs[3:]


def test_events_go_but_for_the_beginning_and_the_end() -> None:
    make_ended(status="failed")

    pruned = list(prune_events(prunable_jobs(ALL)))

    kinds = list(JobEvent.objects.order_by("id").values_list("kind", flat=True))
    assert (pruned, kinds) == ([3], [EventKind.QUEUED, EventKind.FAILED])
    assert recovery.jobs_without_their_end() == []


def test_at_most_so_many_events_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pruning, "JOBS_PER_CHUNK", 1)
    jobs = [make_ended(), make_ended()]

    assert list(prune_events(prunable_jobs(ALL), most=4)) == [3, 1]
    assert events_between([job.id for job in jobs]).count() == 2
