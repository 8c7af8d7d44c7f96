"""The one place where a job changes state: one verb per transition.

Every transition is one conditional UPDATE and its event in one transaction, and says whether it happened. Whoever was
too late, because the job was cancelled, timed out or taken over meanwhile, is told so and changes nothing. All times
are the database's. The statements themselves, where they are more than the ORM can say, stand in `statements.py`.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.db.models.functions import Now

from jobs import statements
from jobs.kept import KeptQuery
from jobs.models import (
    Closed,
    EventKind,
    IdempotencyKey,
    Job,
    JobStatus,
    JobSubscription,
    Priority,
    QueueSwitch,
    preview,
)

# A lost race for an entity or a key shows who has won when looked for again; who loses this often has another fault.
MOST_RACES = 10
# The first pause after a failure is at most this long, and each further one at most twice as long.
FIRST_PAUSE_SECONDS = 2.0
LONGEST_PAUSE_SECONDS = 300.0
# What an engine may ask us to wait, in its Retry-After.
SHORTEST_WISH_SECONDS = 1.0
LONGEST_WISH_SECONDS = 3600.0

QUEUED_MESSAGE = "Waiting for a worker"
CANCELLATION = {"message": "Cancelled", "error": "Job cancelled by user", "error_code": "cancelled"}
_ACTIVE_JOB = KeptQuery(lambda kind, entity_id: Job.objects.active().of_entity(kind=kind, entity_id=entity_id), texts=2)
ENDED_NOW: Mapping[str, Any] = {"ended_at": Now(), "due_at": None, "lease_until": None}


class QueueFull(Exception):
    """As many interactive jobs are pending as the settings allow."""


class IdempotencyConflict(Exception):
    """The same idempotency key came with another request before."""


@dataclass(frozen=True, kw_only=True)
class NewJob:
    """What somebody wants drawn, frozen. `prompt` is final; its first `preamble_length` characters are the preamble."""

    prompt: str
    width: int
    height: int
    seed: int
    preamble_length: int = 0
    negative_prompt: str = ""
    entity_kind: str = ""
    entity_type: str = ""
    entity_id: str = ""
    owner: UUID | None = None
    client_id: str = ""
    priority: int = Priority.INTERACTIVE
    parent_id: UUID | None = None
    style: str = "custom"
    steps: int | None = None
    allows_stand_in: bool = True
    wanted_engine: str = ""
    # What the prompt was made from, for whoever wants to know later whether that has changed.
    made_from: str = ""


# What a job that is made of another one has in common with it.
_WISH = tuple(field.name for field in fields(NewJob) if field.name != "parent_id")


@dataclass(frozen=True, kw_only=True)
class Idempotency:
    """What a client called a request, and the SHA-256 of the request itself."""

    key: str
    fingerprint: str


@dataclass(frozen=True, kw_only=True)
class Submission:
    """The job that now stands for a wish: a new one, or the one that its entity had already.

    A new one `is_repeated` when an earlier request with the same key has made it.
    """

    job: Job
    is_new: bool
    is_repeated: bool = False


@dataclass(frozen=True, kw_only=True)
class Failure:
    """Why an attempt came to nothing. `code` is for machines; only what `counts` uses up one of the tries.

    `retry_after_seconds` is what the engine asked for, if it did.
    """

    error: str
    code: str
    is_retryable: bool = False
    counts: bool = True
    retry_after_seconds: float | None = None


# --- Before an attempt -----------------------------------------------------------------------------------------------


def submit(wish: NewJob, *, idempotency: Idempotency | None = None, by: str = "") -> Submission:
    """Queue a job, unless its entity has an active one (then the client is subscribed to that) or the key has one.

    Raise QueueFull, or IdempotencyConflict when the key came with another request before.
    """
    for races_left in reversed(range(MOST_RACES)):
        if idempotency is not None and (job := find_by_key(idempotency)) is not None:
            return Submission(job=job, is_new=True, is_repeated=True)
        if wish.entity_id and (active := active_job(kind=wish.entity_kind, entity_id=wish.entity_id)) is not None:
            subscribe(active, client_id=wish.client_id)
            return Submission(job=active, is_new=False)
        # The looks above spare inserting; what decides when two submit at once are the constraints.
        try:
            return Submission(job=_insert(wish, idempotency=idempotency, by=by), is_new=True)
        except IntegrityError:
            if not races_left:
                raise
    raise AssertionError("the last round returns or raises")


def active_job(*, kind: str, entity_id: str) -> Job | None:
    """Return the job of an entity that has not ended, if there is one."""
    return _ACTIVE_JOB.first(kind, entity_id)


def find_by_key(idempotency: Idempotency) -> Job | None:
    """Return the job that a key led to before, if any; raise IdempotencyConflict."""
    known = IdempotencyKey.objects.select_related("job").filter(key=idempotency.key).first()
    if known is None:
        return None
    if known.fingerprint != idempotency.fingerprint:
        raise IdempotencyConflict
    return known.job


def subscribe(job: Job, *, client_id: str) -> None:
    """Have a client that asked for the job's entity hear of the job, too: of how it is now, and of every change.

    The job may end meanwhile. Then the event comes after the job's end, and says how it ended.
    """
    if not client_id:
        return
    with transaction.atomic():
        if client_id != job.client_id:
            JobSubscription.objects.get_or_create(job=job, client_id=client_id)
        statements.record(job.id, EventKind.ATTACHED, client_id=client_id)


def requeue(
    job: Job,
    *,
    by: str = "",
    priority: int | None = None,
    description: str | None = None,
    seed: int | None = None,
    wanted_engine: str | None = None,
) -> Submission:
    """Queue a new job with the frozen wish of one that has ended, linked to it; history stays as it is.

    What is given takes the place of what was wished: `description` that of the prompt behind the world's preamble.
    """
    wish: dict[str, Any] = {name: getattr(job, name) for name in _WISH}
    changes = {"priority": priority, "seed": seed, "wanted_engine": wanted_engine}
    wish |= {name: value for name, value in changes.items() if value is not None}
    if description is not None and description != job.description:
        # Nobody could say any more what a prompt that somebody has written was made from.
        wish |= {"prompt": job.prompt[: job.preamble_length] + description, "made_from": ""}
    return submit(NewJob(**wish, parent_id=job.id), by=by)


def raise_to_front(job_id: UUID, *, by: str = "") -> bool:
    """Have a pending job drawn before all others; one that waits is so when it is due."""
    return _move(
        job_id,
        kind=EventKind.REORDERED,
        only_if=Q(status__in=JobStatus.PENDING),
        by=by,
        priority=Priority.URGENT,
        turn=statements.turn_before_all(priority=Priority.URGENT),
    )


def has_queued() -> bool:
    """Say whether any job is queued; whether one could be claimed is a longer question."""
    return Job.objects.queued().exists()


def has_work(*, closed: Closed | None = None) -> bool:
    """Say whether a claim would find a job."""
    jobs = Job.objects.queued() if closed is None else Job.objects.queued().but(closed)
    return jobs.exists() and not is_paused()


def is_paused() -> bool:
    """Say whether the whole queue is paused, for all hosts."""
    return QueueSwitch.objects.filter(is_paused=True).exists()


def pause(*, by: str) -> None:
    """Have no job claimed any more, on any host; those that are worked on go on."""
    QueueSwitch.objects.update_or_create(id=1, defaults={"is_paused": True, "changed_at": Now(), "changed_by": by})


def resume(*, by: str) -> None:
    """Have jobs claimed again; every broker looks within half a second."""
    QueueSwitch.objects.update_or_create(id=1, defaults={"is_paused": False, "changed_at": Now(), "changed_by": by})


def claim(*, worker: str, closed: Closed | None = None) -> Job | None:
    """Take the best queued job that is not closed for a worker, as a new attempt under a lease.

    Return None when there is none, or the queue is paused.
    """
    return statements.claim(worker=worker, lease_seconds=settings.LEASE_SECONDS, closed=closed)


def queue_due_jobs() -> int:
    """Queue the waiting jobs that are due, each in the turn that its client would get now; return how many."""
    due = Job.objects.filter(status=JobStatus.WAITING, due_at__lte=Now())
    moved = 0
    for job_id, client_id, priority in due.order_by("due_at").values_list("id", "client_id", "priority")[:100]:
        moved += _move(
            job_id,
            kind=EventKind.DUE,
            only_if=Q(status=JobStatus.WAITING),
            status=JobStatus.QUEUED,
            due_at=None,
            turn=statements.next_turn(client_id=client_id, priority=priority),
            message=QUEUED_MESSAGE,
        )
    return moved


# --- During an attempt -----------------------------------------------------------------------------------------------


def report(job_id: UUID, *, attempt: int, progress: int, message: str, engine: str) -> bool:
    """Record how far an attempt is, if it still owns the job."""
    assert 0 <= progress <= 100, progress
    return _move(
        job_id,
        kind=EventKind.PROGRESS,
        only_if=_owned_by(attempt) & Q(progress__lte=progress),
        progress=progress,
        message=message,
        engine=engine,
    )


def renew_lease(job_id: UUID, *, attempt: int) -> bool:
    """Say that an attempt's worker lives, and hear whether the attempt still owns the job."""
    lease = Now() + timedelta(seconds=settings.LEASE_SECONDS)
    return bool(Job.objects.filter(_owned_by(attempt), id=job_id).update(lease_until=lease))


def is_owned(job_id: UUID, *, attempt: int) -> bool:
    """Say whether an attempt still owns its job."""
    return Job.objects.filter(_owned_by(attempt), id=job_id).exists()


# --- How an attempt ends ---------------------------------------------------------------------------------------------


def complete(job_id: UUID, *, attempt: int, engine: str) -> bool:
    """Record success, if this attempt still owns the job; otherwise the caller throws its result away.

    Call it in the transaction that adds the pictures' rows, so that both come to be or neither.
    """
    return statements.complete(job_id, attempt=attempt, engine=engine)


def complete_and_claim(job_id: UUID, *, attempt: int, engine: str, worker: str) -> tuple[bool, Job | None]:
    """Record success as above and take the worker's next job at once: half the transactions, and nobody waits."""
    return statements.complete_and_claim(
        job_id, attempt=attempt, engine=engine, worker=worker, lease_seconds=settings.LEASE_SECONDS
    )


def fail(job: Job, failure: Failure) -> bool:
    """Record that an attempt came to nothing, if it still owns the job: try again later, or end it as failed.

    The job is as it was claimed. A failure that may pass is tried again until the settings' number of tries is used
    up; one that does not count, such as a 429, until the job is older than the settings' limit for waiting.
    """
    failures = job.failures + int(failure.counts)
    is_last = failures >= settings.TRIES if failure.counts else _has_waited_too_long(job)
    if failure.is_retryable and not is_last:
        pause = pause_seconds(failures=failures, retry_after_seconds=failure.retry_after_seconds)
        return _move(
            job.id,
            kind=EventKind.RETRYING if failure.counts else EventKind.POSTPONED,
            only_if=_owned_by(job.attempt),
            status=JobStatus.WAITING,
            due_at=Now() + timedelta(seconds=pause),
            lease_until=None,
            failures=failures,
            message=f"Trying again in {max(1, round(pause))} s: {failure.error}",
            error=failure.error,
            error_code=failure.code,
        )
    return _end(
        job.id,
        to=JobStatus.FAILED,
        only_if=_owned_by(job.attempt),
        message="Failed",
        failures=failures,
        error=failure.error,
        error_code=failure.code,
    )


def time_out(job_id: UUID, *, attempt: int, error: str) -> bool:
    """Record that an attempt took longer than its limit, if it still owns the job; it is not tried again."""
    return _end(
        job_id, to=JobStatus.TIMEOUT, only_if=_owned_by(attempt), message="Timed out", error=error, error_code="timeout"
    )


def cancel(job_id: UUID, *, by: str = "") -> bool:
    """Cancel a job that has not ended; whatever its attempt still brings is thrown away."""
    return _end(job_id, to=JobStatus.CANCELLED, only_if=Q(status__in=JobStatus.ACTIVE), by=by, **CANCELLATION)


def release(job_id: UUID, *, attempt: int) -> bool:
    """Hand a job back because its host stops; this is no failure, and another worker takes it at once."""
    return _move(
        job_id,
        kind=EventKind.RELEASED,
        only_if=_owned_by(attempt),
        status=JobStatus.QUEUED,
        lease_until=None,
        message=QUEUED_MESSAGE,
    )


def lose(job: Job) -> bool:
    """Take a job from an attempt whose worker is gone: queue it again, or end it when that was the last try."""
    failures, owned = job.failures + 1, _owned_by(job.attempt)
    loss: dict[str, Any] = {
        "failures": failures,
        "error": "The worker that drew it was lost.",
        "error_code": "worker_lost",
    }
    if failures >= settings.TRIES:
        return _end(job.id, to=JobStatus.FAILED, only_if=owned, message="Failed", **loss)
    return _move(
        job.id,
        kind=EventKind.LOST,
        only_if=owned,
        status=JobStatus.QUEUED,
        lease_until=None,
        message=QUEUED_MESSAGE,
        **loss,
    )


def expire(job_id: UUID, *, error: str) -> bool:
    """End a job that has waited in vain for somebody who could do it, if it still waits."""
    return _end(
        job_id,
        to=JobStatus.FAILED,
        only_if=Q(status__in=JobStatus.PENDING),
        message="Failed",
        error=error,
        error_code="waited_too_long",
    )


def pause_seconds(*, failures: int, retry_after_seconds: float | None) -> float:
    """Return how long to wait before the next attempt: what the engine asked for, else backoff with full jitter.

    Full jitter is uniform in [0, min(cap, base * 2 ** n)]: Brooker, "Exponential Backoff And Jitter", AWS, 2015.
    """
    if retry_after_seconds is not None:
        return min(max(retry_after_seconds, SHORTEST_WISH_SECONDS), LONGEST_WISH_SECONDS)
    ceiling = min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** max(0, failures - 1))
    return random.uniform(0, ceiling)


# --- Many at once ----------------------------------------------------------------------------------------------------


def requeue_many(job_ids: Sequence[UUID], *, by: str, priority: int) -> dict[UUID, UUID]:
    """Queue a new job for each of those that have ended, linked to it, in their order; return the new by the old.

    Left out are those whose entity has an active job meanwhile, and those that are gone. In one transaction with
    whatever the caller decided by, so that the decision and the jobs come to be together.
    """
    with transaction.atomic():
        copies = statements.copy_many(job_ids, columns=_WISH, priority=priority, message=QUEUED_MESSAGE)
        statements.record_many(list(copies.values()), EventKind.QUEUED, by=by)
    return copies


def cancel_many(job_ids: Sequence[UUID], *, by: str) -> list[UUID]:
    """Cancel those of the jobs that have not ended; return which."""
    only_if = Q(status__in=JobStatus.ACTIVE)
    changes = {"status": JobStatus.CANCELLED, **ENDED_NOW, **CANCELLATION}
    return _move_many(job_ids, kind=EventKind.CANCELLED, only_if=only_if, by=by, **changes)


def reprioritise_many(job_ids: Sequence[UUID], *, by: str, priority: int) -> list[UUID]:
    """Move those of the jobs that are pending to another priority, each to the end of its client's; return which."""
    with transaction.atomic():
        only_if = Q(status__in=JobStatus.PENDING) & ~Q(priority=priority)
        movable = Job.objects.select_for_update().filter(only_if, id__in=job_ids).order_by("id")
        clients = dict(movable.values_list("id", "client_id"))
        # In the order in which they would have been drawn.
        in_order = list(
            Job.objects.filter(id__in=clients).order_by("-priority", "turn", "id").values_list("id", flat=True)
        )
        turns = statements.next_turns([clients[job_id] for job_id in in_order], priority=priority)
        statements.set_turns(dict(zip(in_order, turns, strict=True)), priority=priority)
        statements.record_many(in_order, EventKind.REORDERED, by=by)
    return in_order


# --- How a transition is written -------------------------------------------------------------------------------------


def _insert(wish: NewJob, *, idempotency: Idempotency | None, by: str) -> Job:
    shown = preview(wish.prompt[wish.preamble_length :])
    columns = vars(wish) | {"prompt_preview": shown, "message": QUEUED_MESSAGE}
    # Alone it is a transaction by itself; within another one a lost race must not spoil that.
    if idempotency is None and not connection.in_atomic_block:
        job = statements.insert(columns, cap=settings.QUEUE_CAP, by=by)
    else:
        with transaction.atomic():
            job = statements.insert(columns, cap=settings.QUEUE_CAP, by=by)
            if job is not None and idempotency is not None:
                IdempotencyKey.objects.create(key=idempotency.key, fingerprint=idempotency.fingerprint, job=job)
    if job is None:
        raise QueueFull
    return job


def _owned_by(attempt: int) -> Q:
    return Q(status=JobStatus.PROCESSING, attempt=attempt)


def _end(job_id: UUID, *, to: JobStatus, only_if: Q, by: str = "", **changes: Any) -> bool:
    return _move(job_id, kind=EventKind(to.value), only_if=only_if, by=by, status=to, **ENDED_NOW, **changes)


def _move(job_id: UUID, *, kind: EventKind, only_if: Q, by: str = "", **changes: Any) -> bool:
    with transaction.atomic():
        moved = Job.objects.filter(only_if, id=job_id).update(**changes)
        if moved:
            statements.record(job_id, kind, by=by)
    return bool(moved)


def _move_many(job_ids: Sequence[UUID], *, kind: EventKind, only_if: Q, by: str, **changes: Any) -> list[UUID]:
    """Move those of the jobs for which the condition holds, and say which; locked first, so that it still holds."""
    with transaction.atomic():
        movable = Job.objects.select_for_update().filter(only_if, id__in=job_ids).order_by("id")
        moved = list(movable.values_list("id", flat=True))
        Job.objects.filter(id__in=moved).update(**changes)
        statements.record_many(moved, kind, by=by)
    return moved


def _has_waited_too_long(job: Job) -> bool:
    oldest = Now() - timedelta(seconds=settings.WAIT_LIMIT_SECONDS)
    return Job.objects.filter(id=job.id, created_at__lt=oldest).exists()
