"""Forgets jobs that have ended, or what happened to them in between, a few at a time; it can be stopped at any moment.

A job that has not ended is never touched, nor is any picture: those outlive the jobs that made them.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from uuid import UUID

from django.db.models import Q, QuerySet

from jobs.models import EventKind, Job, JobEvent, JobStatus
from jobs.selection import Selection

JOBS_PER_CHUNK = 200
# How a job began and how it ended is told as long as the job is there.
LASTING_EVENTS = (EventKind.QUEUED, *JobStatus.ENDED)


def prunable_jobs(selection: Selection, *, newest: int = 0, only_if: Q | None = None) -> Iterator[list[UUID]]:
    """Yield the jobs of a selection that have ended, oldest first and some at a time, but for the newest so many.

    Which are the newest is asked without regard to the selection's age: what is young or among the newest is kept.
    """
    first_kept = _first_kept(replace(selection, created_before=None), newest=newest)
    for job_ids in _ended(selection, ascending=True, only_if=only_if):
        within = [job_id for job_id in job_ids if first_kept is None or job_id < first_kept]
        if within:
            yield within
        if len(within) < len(job_ids):
            return


def prune_jobs(chunks: Iterator[list[UUID]], *, most: int | None = None) -> Iterator[int]:
    """Forget jobs that have ended, with their events; yield how many with every step."""
    left = most
    for job_ids in chunks:
        forgotten = Job.objects.ended().filter(id__in=job_ids[:left]).delete()[1].get(Job._meta.label, 0)
        yield forgotten
        if left is not None and (left := left - forgotten) <= 0:
            return


def prune_events(chunks: Iterator[list[UUID]], *, most: int | None = None) -> Iterator[int]:
    """Forget what happened to such jobs between their beginning and their end; yield how many with every step."""
    left = most
    for job_ids in chunks:
        event_ids = list(events_between(job_ids).order_by("id").values_list("id", flat=True)[:left])
        JobEvent.objects.filter(id__in=event_ids).delete()
        yield len(event_ids)
        if left is not None and (left := left - len(event_ids)) <= 0:
            return


def events_between(job_ids: list[UUID]) -> QuerySet[JobEvent]:
    """Return what happened to jobs that have ended between their beginning and their end."""
    return JobEvent.objects.exclude(kind__in=LASTING_EVENTS).filter(job__in=job_ids)


def _first_kept(selection: Selection, *, newest: int) -> UUID | None:
    """Return the oldest of the newest so many that have ended; None if none is to be kept."""
    if not newest:
        return None
    kept = (job_id for job_ids in _ended(selection, ascending=False) for job_id in job_ids)
    # With fewer than that, all of them are.
    return min(islice(kept, newest), default=None)


def _ended(selection: Selection, *, ascending: bool, only_if: Q | None = None) -> Iterator[list[UUID]]:
    ended = Job.objects.ended().filter(only_if or Q())
    behind, is_more = None, True
    while is_more:
        stretch = selection.walk(behind=behind, size=JOBS_PER_CHUNK, ascending=ascending)
        found = set(ended.filter(id__in=stretch.ids).values_list("id", flat=True))
        if found:
            yield [job_id for job_id in stretch.ids if job_id in found]
        behind, is_more = stretch.end, stretch.end is not None
