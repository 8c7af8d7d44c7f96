"""Finds what a crash left behind and puts it right; safe to do twice, and on two hosts at once.

Only what the queue itself knows: jobs. What happened to their files is found by imagesvc.images.reconciliation.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.db.models.functions import Now

from jobs import lifecycle, statements
from jobs.hosts import host_name, is_dead
from jobs.models import Cluster, EventKind, IdempotencyKey, Job, JobEvent, JobStatus

IDEMPOTENCY_HOURS = 24
# A cluster that says nothing for this long is not shown any more.
SILENT_SECONDS = 60
# How far a job was is of no interest when it has ended long ago; whoever resumes a stream later is told the rest.
PROGRESS_HOURS = 1
# Events forgotten by one statement, so that no writer waits long for another.
EVENTS_PER_DELETION = 1_000


@dataclass(frozen=True, kw_only=True)
class Findings:
    """How many jobs were, or with `--dry-run` would be, put right."""

    expired_leases: int = 0
    dead_workers: int = 0
    missing_events: int = 0


def reap() -> int:
    """Take the jobs whose lease has run out from their attempts; return how many."""
    return sum(lifecycle.lose(job) for job in expired_jobs())


def reap_this_host() -> int:
    """Take their jobs from this host's workers that are gone, without waiting for the leases; return how many."""
    return sum(lifecycle.lose(job) for job in orphaned_jobs())


def release_this_host() -> int:
    """Queue again what this host's workers had not finished when they were stopped; return how many jobs."""
    return sum(lifecycle.release(job.id, attempt=job.attempt) for job in orphaned_jobs())


def reconcile(*, is_dry: bool) -> Findings:
    """Put right whatever the queue can know of; only count it when `is_dry`."""
    expired, orphaned, unsaid = expired_jobs(), orphaned_jobs(), jobs_without_their_end()
    orphaned = [job for job in orphaned if job not in expired]
    if is_dry:
        return Findings(expired_leases=len(expired), dead_workers=len(orphaned), missing_events=len(unsaid))
    return Findings(
        expired_leases=sum(lifecycle.lose(job) for job in expired),
        dead_workers=sum(lifecycle.lose(job) for job in orphaned),
        missing_events=sum(statements.record_missing_end(job) for job in unsaid),
    )


def tidy() -> None:
    """Forget idempotency keys that are older than a day, clusters that are gone, and the progress of ended jobs."""
    IdempotencyKey.objects.filter(created_at__lt=Now() - timedelta(hours=IDEMPOTENCY_HOURS)).delete()
    Cluster.objects.filter(seen_at__lt=Now() - timedelta(seconds=SILENT_SECONDS)).delete()
    while _forget_progress():
        pass


def expired_jobs() -> list[Job]:
    """Return the jobs whose worker has not renewed its lease."""
    return list(Job.objects.filter(status=JobStatus.PROCESSING, lease_until__lt=Now()))


def orphaned_jobs() -> list[Job]:
    """Return the jobs of this host's workers that are gone."""
    ours = Job.objects.filter(status=JobStatus.PROCESSING, worker__startswith=f"{host_name()}:")
    return [job for job in ours if is_dead(job.worker)]


def jobs_without_their_end() -> list[Job]:
    """Return the ended jobs whose log does not say so; only another program's writes can leave such."""
    ends = JobEvent.objects.filter(job=OuterRef("id"), kind__in=JobStatus.ENDED)
    return list(Job.objects.ended().filter(~Exists(ends)))


def _forget_progress() -> int:
    """Delete some progress events of jobs that ended a while ago; return how many."""
    ended = Now() - timedelta(hours=PROGRESS_HOURS)
    progress = JobEvent.objects.filter(kind=EventKind.PROGRESS, job__ended_at__lt=ended)
    some = list(progress.values_list("id", flat=True)[:EVENTS_PER_DELETION])
    return JobEvent.objects.filter(id__in=some).delete()[0] if some else 0
