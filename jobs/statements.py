"""The statements of the queue that the ORM cannot say in one round trip, for both databases; called by lifecycle.py.

They change nothing on their own account: what a transition means is decided there.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Any
from uuid import UUID

import psycopg
from django.db import IntegrityError, connection, transaction
from django.db.models.expressions import RawSQL

from jobs.models import Closed, EventKind, Job, JobEvent, Priority

# An event is a copy of the row that the same transaction has just changed, so the two cannot differ.
_COPIED = "status, attempt, progress, message, engine, worker, error, error_code"
_COLUMNS = ", ".join(str(field.column) for field in Job._meta.concrete_fields)


# On PostgreSQL each change is one clause of a WITH and its event the next, so that a transition, or the end of one
# attempt and the beginning of another, is one statement, and so one round trip and one transaction.
def _claimed(*, only_if: str = "true") -> str:
    return f"""
    -- Rows that another worker is just taking are skipped.
    claimed AS (
        UPDATE jobs_job
        SET status = 'processing', attempt = attempt + 1, worker = %(worker)s, engine = '', progress = 0,
            error = '', error_code = '', message = 'Starting', started_at = STATEMENT_TIMESTAMP(),
            lease_until = STATEMENT_TIMESTAMP() + %(lease_seconds)s * interval '1 second'
        WHERE id = (
            SELECT id FROM jobs_job
            WHERE status = 'queued' AND {only_if} AND NOT EXISTS (SELECT FROM jobs_queueswitch WHERE is_paused)
            ORDER BY priority DESC, turn, id LIMIT 1 FOR UPDATE SKIP LOCKED
        )
        RETURNING {_COLUMNS}
    ), beginning AS (
        INSERT INTO jobs_jobevent (job_id, kind, {_COPIED}) SELECT id, 'processing', {_COPIED} FROM claimed
    )
    """


_COMPLETED = f"""
    completed AS (
        UPDATE jobs_job
        SET status = 'completed', ended_at = STATEMENT_TIMESTAMP(), lease_until = NULL, message = 'Done',
            progress = 100, engine = %(engine)s, error = '', error_code = ''
        WHERE id = %(job_id)s AND status = 'processing' AND attempt = %(attempt)s
        RETURNING id, {_COPIED}
    ), ending AS (
        INSERT INTO jobs_jobevent (job_id, kind, {_COPIED}) SELECT id, 'completed', {_COPIED} FROM completed
    )
"""

# A claim that leaves out what cannot be worked on; the claim's index is read until the first that can.
_OPEN = {
    "postgresql": """NOT (
        style = ANY(%(styles)s::text[]) OR (NOT allows_stand_in AND style = ANY(%(strict_styles)s::text[]))
    )""",
    "sqlite": """NOT (
        style IN (SELECT value FROM json_each(%(styles)s))
        OR (NOT allows_stand_in AND style IN (SELECT value FROM json_each(%(strict_styles)s)))
    )""",
}

# Start-time fair queueing (Goyal, Vin, Cheng, SIGCOMM 1996) with jobs of equal length: a job's turn is the one after
# its client's last, but not before the turn that is being worked on, so that nobody saves up turns while away.
_NEXT_TURN = """(
    SELECT {greatest}(
        COALESCE((
            SELECT MAX(turn) + 1 FROM jobs_job
            WHERE client_id = {client_id} AND priority = {priority} AND status IN ('queued', 'waiting', 'processing')
        ), 0),
        COALESCE(
            (SELECT MAX(turn) FROM jobs_job WHERE status = 'processing' AND priority = {priority}),
            (SELECT MIN(turn) FROM jobs_job WHERE status = 'queued' AND priority = {priority}),
            0
        )
    )
)"""

# A new job, with whatever the database does not decide itself.
_GIVEN = tuple(field for field in Job._meta.concrete_fields if field.name not in ("turn", "created_at"))


def _inserted(*, greatest: str) -> str:
    turn = _NEXT_TURN.format(greatest=greatest, client_id="%(client_id)s", priority="%(priority)s")
    return f"""
    INSERT INTO jobs_job (turn, {", ".join(str(field.column) for field in _GIVEN)})
    VALUES ({turn}, {", ".join(f"%({field.attname})s" for field in _GIVEN)})
    RETURNING {_COLUMNS}
    """


POSTGRESQL = {
    "insert": f"""
        WITH inserted AS ({_inserted(greatest="GREATEST")}), beginning AS (
            INSERT INTO jobs_jobevent (job_id, kind, {_COPIED}) SELECT id, 'queued', {_COPIED} FROM inserted
        )
        SELECT {_COLUMNS} FROM inserted
    """,
    "is full": """
        SELECT 1 FROM jobs_job WHERE status = 'queued' AND priority >= %(priority)s
        ORDER BY priority DESC, turn, id LIMIT 1 OFFSET %(skip)s
    """,
    "claim": f"WITH {_claimed()} SELECT {_COLUMNS} FROM claimed",
    "claim some": f"WITH {_claimed(only_if=_OPEN['postgresql'])} SELECT {_COLUMNS} FROM claimed",
    "complete": f"WITH {_COMPLETED} SELECT id FROM completed",
    "complete and claim": f"""
        WITH {_COMPLETED}, {_claimed(only_if="EXISTS (SELECT FROM completed)")}
        SELECT completed.id IS NOT NULL, claimed.*
        FROM (VALUES (1)) AS always LEFT JOIN completed ON true LEFT JOIN claimed ON true
    """,
}
# On SQLite a statement costs no round trip and there is one writer at a time; events follow in the same transaction.
# Left to itself SQLite takes the index on status and sorts the whole queue: at 100,000 jobs 60 ms instead of 0.1.
_SQLITE_CLAIM = """
        UPDATE jobs_job
        SET status = 'processing', attempt = attempt + 1, worker = %(worker)s, engine = '', progress = 0,
            error = '', error_code = '', message = 'Starting', started_at = STRFTIME('%%Y-%%m-%%d %%H:%%M:%%f', 'now'),
            lease_until = STRFTIME('%%Y-%%m-%%d %%H:%%M:%%f', 'now', %(lease_seconds)s || ' seconds')
        WHERE id = (
            SELECT id FROM jobs_job INDEXED BY job_claim_by_turn
            WHERE status = 'queued' AND {only_if} AND NOT EXISTS (SELECT 1 FROM jobs_queueswitch WHERE is_paused)
            ORDER BY priority DESC, turn, id LIMIT 1
        )
        RETURNING {columns}
"""
SQLITE = {
    "insert": _inserted(greatest="MAX"),
    "is full": """
        SELECT 1 FROM jobs_job INDEXED BY job_claim_by_turn WHERE status = 'queued' AND priority >= %(priority)s
        ORDER BY priority DESC, turn, id LIMIT 1 OFFSET %(skip)s
    """,
    "claim": _SQLITE_CLAIM.format(columns=_COLUMNS, only_if="true"),
    "claim some": _SQLITE_CLAIM.format(columns=_COLUMNS, only_if=_OPEN["sqlite"]),
    "complete": """
        UPDATE jobs_job
        SET status = 'completed', ended_at = STRFTIME('%%Y-%%m-%%d %%H:%%M:%%f', 'now'), lease_until = NULL,
            message = 'Done', progress = 100, engine = %(engine)s, error = '', error_code = ''
        WHERE id = %(job_id)s AND status = 'processing' AND attempt = %(attempt)s
        RETURNING id
    """,
}


def insert(job: Job) -> Job:
    """Add a job that was made in memory, in its turn and with its first event, and return it as it is now."""
    given = {field.attname: field.get_db_prep_save(getattr(job, field.attname), connection) for field in _GIVEN}
    if connection.vendor == "postgresql":
        [row] = _fetch(POSTGRESQL["insert"], given)
        return _job(row)
    with transaction.atomic(savepoint=False):
        [inserted] = Job.objects.raw(SQLITE["insert"], given)
        record(inserted.id, EventKind.QUEUED)
    return inserted


def claim(*, worker: str, lease_seconds: float, closed: Closed | None = None) -> Job | None:
    """Take the best queued job that is not closed, with its event, and return it as it is now."""
    wanted: dict[str, Any] = {"worker": worker, "lease_seconds": lease_seconds}
    statement = "claim"
    if closed is not None:
        statement = "claim some"
        wanted |= {name: _as_parameter(styles) for name, styles in asdict(closed).items()}
    if connection.vendor == "postgresql":
        return next((_job(row) for row in _fetch(POSTGRESQL[statement], wanted)), None)
    with transaction.atomic(savepoint=False):
        claimed: list[Job] = list(Job.objects.raw(SQLITE[statement], wanted))
        for job in claimed:
            record(job.id, EventKind.PROCESSING)
    return claimed[0] if claimed else None


def complete(job_id: UUID, *, attempt: int, engine: str) -> bool:
    """Complete a job that its attempt still owns, with its event; return whether it did."""
    done = {"job_id": _key(job_id), "attempt": attempt, "engine": engine}
    if connection.vendor == "postgresql":
        return bool(_fetch(POSTGRESQL["complete"], done))
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        is_completed = cursor.execute(SQLITE["complete"], done).fetchone() is not None
        if is_completed:
            record(job_id, EventKind.COMPLETED)
    return is_completed


def complete_and_claim(
    job_id: UUID, *, attempt: int, engine: str, worker: str, lease_seconds: float
) -> tuple[bool, Job | None]:
    """Complete a job as above and, if that was done, claim the next."""
    if connection.vendor == "postgresql":
        done = {"job_id": job_id, "attempt": attempt, "engine": engine}
        [(is_completed, *row)] = _fetch(
            POSTGRESQL["complete and claim"], done | {"worker": worker, "lease_seconds": lease_seconds}
        )
        return is_completed, _job(row) if row[0] else None
    with transaction.atomic():
        is_completed = complete(job_id, attempt=attempt, engine=engine)
        return is_completed, claim(worker=worker, lease_seconds=lease_seconds) if is_completed else None


def is_full(*, cap: int) -> bool:
    """Say whether so many interactive jobs are queued, by a look at one place of the claim's index."""
    statement = (POSTGRESQL if connection.vendor == "postgresql" else SQLITE)["is full"]
    with connection.cursor() as cursor:
        cursor.execute(statement, {"priority": Priority.INTERACTIVE, "skip": cap - 1})
        return cursor.fetchone() is not None


def next_turn(*, client_id: str, priority: int) -> RawSQL:
    """Return the expression for the turn of a client's next job among those of its priority."""
    greatest = "GREATEST" if connection.vendor == "postgresql" else "MAX"
    turn = _NEXT_TURN.format(greatest=greatest, client_id="%s", priority="%s")
    return RawSQL(turn, [client_id, priority, priority, priority])  # noqa: S611  (the values are parameters)


def record(job_id: UUID, kind: EventKind, *, client_id: str = "") -> None:
    """Write the event of a change that the same transaction has just made; with a client, for that one alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {JobEvent._meta.db_table} (job_id, kind, client_id, {_COPIED}) "
            f"SELECT id, %s, %s, {_COPIED} FROM jobs_job WHERE id = %s",
            [kind.value, client_id, _key(job_id)],
        )


def record_missing_end(job: Job) -> bool:
    """Write the event that says how a job ended, unless somebody was quicker; return whether it was written here."""
    with suppress(IntegrityError), transaction.atomic():
        record(job.id, EventKind(job.status))
        return True
    return False


def _fetch(statement: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Execute one of PostgreSQL's statements; planned once for each connection, which is a third of what they cost."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(statement, parameters, prepare=True).fetchall()


def _job(row: Sequence[Any]) -> Job:
    return Job.from_db(connection.alias, [field.attname for field in Job._meta.concrete_fields], row)


def _as_parameter(words: Sequence[str]) -> Any:
    return list(words) if connection.vendor == "postgresql" else json.dumps(words)


def _key(job_id: UUID) -> Any:
    return Job._meta.pk.get_db_prep_value(job_id, connection)
