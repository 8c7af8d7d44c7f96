"""The one place where a job changes state: one verb per transition.

Every transition is one conditional UPDATE and its event in one transaction, and says whether it happened. Whoever was
too late, because the job was cancelled, timed out or taken over meanwhile, is told so and changes nothing.
"""

from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.db.models.functions import Now

from jobs.models import EventKind, Job, JobStatus, JobSubscription, Priority, preview


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
    client_id: str = ""
    priority: int = Priority.INTERACTIVE


@dataclass(frozen=True, kw_only=True)
class Submission:
    """The job that now stands for a wish: a new one, or the one that its entity had already."""

    job: Job
    is_new: bool


def submit(wish: NewJob) -> Submission:
    """Queue a job, unless its entity has an active one; then the client is subscribed to that."""
    while True:
        try:
            with transaction.atomic():
                job = Job.objects.create(
                    **asdict(wish),
                    prompt_preview=preview(wish.prompt[wish.preamble_length :]),
                    message="Waiting for a worker",
                )
                _record(job.id, EventKind.QUEUED)
        except IntegrityError:
            active = Job.objects.active().of_entity(kind=wish.entity_kind, entity_id=wish.entity_id).first()
            # None: it ended between our insert and our look, so the next insert will do.
            if active is not None:
                subscribe(active, client_id=wish.client_id)
                return Submission(job=active, is_new=False)
        else:
            return Submission(job=job, is_new=True)


def subscribe(job: Job, *, client_id: str) -> None:
    """Have a client that did not make the job hear of it, too."""
    if client_id and client_id != job.client_id:
        JobSubscription.objects.get_or_create(job=job, client_id=client_id)


def claim(*, worker: str) -> Job | None:
    """Take the best queued job for a worker, as a new attempt; None when there is none."""
    statement = _CLAIM[connection.vendor]
    with transaction.atomic():
        claimed = list(Job.objects.raw(statement, [JobStatus.PROCESSING, worker, "Starting"]))
        if not claimed:
            return None
        _record(claimed[0].id, EventKind.PROCESSING)
    return claimed[0]


def report(job_id: UUID, *, attempt: int, progress: int, message: str, engine: str) -> bool:
    """Record how far an attempt is, if it still owns the job."""
    assert 0 <= progress <= 100, progress
    with transaction.atomic():
        moved = Job.objects.filter(_owned_by(attempt), id=job_id, progress__lte=progress).update(
            progress=progress, message=message, engine=engine
        )
        if moved:
            _record(job_id, EventKind.PROGRESS)
    return bool(moved)


def is_owned(job_id: UUID, *, attempt: int) -> bool:
    """Say whether an attempt still owns its job."""
    return Job.objects.filter(_owned_by(attempt), id=job_id).exists()


def complete(job_id: UUID, *, attempt: int, engine: str) -> bool:
    """Record success, if this attempt still owns the job; otherwise the caller throws its result away.

    Call it in the transaction that adds the pictures' rows, so that both come to be or neither.
    """
    return _end(job_id, to=JobStatus.COMPLETED, only_if=_owned_by(attempt), message="Done", progress=100, engine=engine)


def fail(job_id: UUID, *, attempt: int, error: str, code: str) -> bool:
    """Record that an attempt failed for good, if it still owns the job."""
    return _end(job_id, to=JobStatus.FAILED, only_if=_owned_by(attempt), message="Failed", error=error, error_code=code)


def time_out(job_id: UUID, *, attempt: int, error: str) -> bool:
    """Record that an attempt took longer than its limit, if it still owns the job."""
    return _end(
        job_id, to=JobStatus.TIMEOUT, only_if=_owned_by(attempt), message="Timed out", error=error, error_code="timeout"
    )


def cancel(job_id: UUID) -> bool:
    """Cancel a job that has not ended; whatever its attempt still brings is thrown away."""
    return _end(
        job_id,
        to=JobStatus.CANCELLED,
        only_if=Q(status__in=JobStatus.ACTIVE),
        message="Cancelled",
        error="Job cancelled by user",
        error_code="cancelled",
    )


# Takes a job and reads it in one round trip. PostgreSQL skips rows that another worker is just taking; SQLite has one
# writer at a time.
_CLAIM = {
    "postgresql": """
        UPDATE jobs_job
        SET status = %s, attempt = attempt + 1, worker = %s, engine = '', progress = 0, message = %s,
            started_at = STATEMENT_TIMESTAMP()
        WHERE id = (
            SELECT id FROM jobs_job WHERE status = 'queued' ORDER BY priority DESC, id LIMIT 1 FOR UPDATE SKIP LOCKED
        )
        RETURNING *
    """,
    "sqlite": """
        UPDATE jobs_job
        SET status = %s, attempt = attempt + 1, worker = %s, engine = '', progress = 0, message = %s,
            started_at = STRFTIME('%%Y-%%m-%%d %%H:%%M:%%f', 'now')
        WHERE id = (SELECT id FROM jobs_job WHERE status = 'queued' ORDER BY priority DESC, id LIMIT 1)
        RETURNING *
    """,
}


def _owned_by(attempt: int) -> Q:
    return Q(status=JobStatus.PROCESSING, attempt=attempt)


def _end(job_id: UUID, *, to: JobStatus, only_if: Q, message: str, **changes: str | int) -> bool:
    with transaction.atomic():
        moved = Job.objects.filter(only_if, id=job_id).update(status=to, ended_at=Now(), message=message, **changes)
        if moved:
            _record(job_id, EventKind(to.value))
    return bool(moved)


def _record(job_id: UUID, kind: EventKind) -> None:
    """Write the event of a change, copied from the row that the same transaction has just changed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO jobs_jobevent (job_id, kind, attempt, progress, message) "
            "SELECT id, %s, attempt, progress, message FROM jobs_job WHERE id = %s",
            [kind.value, Job._meta.pk.get_db_prep_value(job_id, connection)],
        )
