"""The statements of the queue that the ORM cannot say in one round trip, for both databases; called by lifecycle.py.

They change nothing on their own account: what a transition means is decided there.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

import orjson
from django.db import IntegrityError, connection, transaction
from django.db.models.expressions import RawSQL

from jobs.group_commit import GroupCommit
from jobs.models import Closed, EventKind, Job, Priority, new_id
from jobs.prepared import fetch

# An event is a copy of the row that the same transaction has just changed, so the two cannot differ.
_COPIED = "status, attempt, progress, message, engine, worker, error, error_code"
_COLUMNS = ", ".join(str(field.column) for field in Job._meta.concrete_fields)
_NAMES = tuple(field.attname for field in Job._meta.concrete_fields)


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
    "postgresql": """CASE WHEN wanted_engine <> '' THEN NOT wanted_engine = ANY(%(engines)s::text[]) ELSE NOT (
        style = ANY(%(styles)s::text[]) OR (NOT allows_stand_in AND style = ANY(%(strict_styles)s::text[]))
    ) END""",
    "sqlite": """CASE WHEN wanted_engine <> ''
        THEN NOT wanted_engine IN (SELECT value FROM json_each(%(engines)s)) ELSE NOT (
        style IN (SELECT value FROM json_each(%(styles)s))
        OR (NOT allows_stand_in AND style IN (SELECT value FROM json_each(%(strict_styles)s)))
    ) END""",
}

# Start-time fair queueing (Goyal, Vin, Cheng, SIGCOMM 1996) with jobs of equal length: a job's turn is the one after
# its client's last, but not before the turn that is being worked on, so that nobody saves up turns while away.
_NEXT_TURN = """(
    SELECT {greatest}(
        COALESCE((
            -- Not the largest of all, for which SQLite would read all: the last entry of the index.
            SELECT turn + 1 FROM jobs_job
            WHERE client_id = {client_id} AND priority = {priority} AND status IN ('queued', 'waiting', 'processing')
            ORDER BY turn DESC LIMIT 1
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
_AT_FIRST = {field.attname: field.get_default() for field in _GIVEN if field.name != "id"}


# One place of the claim's index says whether so many jobs are queued that no more interactive ones are taken.
_FULL = """
    SELECT 1 FROM jobs_job {by_turn} WHERE status = 'queued' AND priority >= %(interactive)s
    ORDER BY priority DESC, turn, id LIMIT 1 OFFSET %(most_before)s
"""


def _inserted(*, greatest: str, values: str, full: str, returning: str) -> str:
    turn = _NEXT_TURN.format(greatest=greatest, client_id="%(client_id)s", priority="%(priority)s")
    return f"""
    INSERT INTO jobs_job (turn, {", ".join(str(field.column) for field in _GIVEN)})
    SELECT {turn}, {values} WHERE %(priority)s < %(interactive)s OR NOT EXISTS ({full})
    RETURNING {returning}
    """


_INSERTED = _inserted(
    greatest="GREATEST",
    # By way of a row, so that each value gets the type of its column, null included.
    values=", ".join(f"given.{field.column}" for field in _GIVEN)
    + " FROM jsonb_populate_record(NULL::jobs_job, %(given)s::jsonb) AS given",
    full=_FULL.format(by_turn=""),
    returning=f"id, turn, created_at, {_COPIED}",
)

POSTGRESQL = {
    "insert": f"""
        WITH inserted AS (
            {_INSERTED}
        ), beginning AS (
            INSERT INTO jobs_jobevent (job_id, kind, by, {_COPIED}) SELECT id, 'queued', %(by)s, {_COPIED} FROM inserted
        )
        SELECT turn, created_at FROM inserted
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
            SELECT id FROM jobs_job INDEXED BY job_queue_by_turn
            WHERE status = 'queued' AND {only_if} AND NOT EXISTS (SELECT 1 FROM jobs_queueswitch WHERE is_paused)
            ORDER BY priority DESC, turn, id LIMIT 1
        )
        RETURNING {columns}
"""
SQLITE = {
    "insert": _inserted(
        greatest="MAX",
        values=", ".join(f"%({field.attname})s" for field in _GIVEN),
        full=_FULL.format(by_turn="INDEXED BY job_queue_by_turn"),
        returning="turn, created_at",
    ),
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


# Of the writers of this process.
_TOGETHER = GroupCommit()
_RECORD = f"""
    INSERT INTO jobs_jobevent (job_id, kind, client_id, by, {_COPIED})
    SELECT id, %s, %s, %s, {_COPIED} FROM jobs_job WHERE id = %s
"""


def insert(wish: dict[str, Any], *, cap: int, by: str = "") -> Job | None:
    """Add a job with these columns, in its turn and with its first event, and return it as it is now.

    Return None if it is an interactive one and so many of them are queued.
    """
    job = _AT_FIRST | wish | {"id": new_id()}
    limits = {"interactive": Priority.INTERACTIVE.value, "most_before": cap - 1}
    if connection.vendor == "postgresql":
        given = {
            "given": orjson.dumps(job).decode(),
            "client_id": job["client_id"],
            "priority": int(job["priority"]),
            "by": by,
        }
        inserted = fetch(POSTGRESQL["insert"], given | limits)
    else:
        keys = {name: job[name] and _key(job[name]) for name in ("id", "parent_id", "owner")}
        add = partial(_add_to_sqlite, job | keys | limits, job_id=job["id"], by=by)
        # Who is in a transaction already, and so is the writer, waits for nobody.
        inserted = add() if connection.in_atomic_block else _TOGETHER.do(add)
    if not inserted:
        return None
    [(job["turn"], job["created_at"])] = inserted
    return _job([job[name] for name in _NAMES])


def _add_to_sqlite(values: Mapping[str, Any], *, job_id: UUID, by: str) -> list[tuple[int, datetime]]:
    rows = [(turn, created_at.replace(tzinfo=UTC)) for turn, created_at in fetch(SQLITE["insert"], values)]
    if rows:
        record(job_id, EventKind.QUEUED, by=by)
    return rows


def claim(*, worker: str, lease_seconds: float, closed: Closed | None = None) -> Job | None:
    """Take the best queued job that is not closed, with its event, and return it as it is now."""
    wanted: dict[str, Any] = {"worker": worker, "lease_seconds": lease_seconds}
    statement = "claim"
    if closed is not None:
        statement = "claim some"
        wanted |= {name: _as_parameter(styles) for name, styles in asdict(closed).items()}
    if connection.vendor == "postgresql":
        return next((_job(row) for row in fetch(POSTGRESQL[statement], wanted)), None)
    with transaction.atomic(savepoint=False):
        claimed: list[Job] = list(Job.objects.raw(SQLITE[statement], wanted))
        for job in claimed:
            record(job.id, EventKind.PROCESSING)
    return claimed[0] if claimed else None


def complete(job_id: UUID, *, attempt: int, engine: str) -> bool:
    """Complete a job that its attempt still owns, with its event; return whether it did."""
    done = {"job_id": _key(job_id), "attempt": attempt, "engine": engine}
    if connection.vendor == "postgresql":
        return bool(fetch(POSTGRESQL["complete"], done))
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
        [(is_completed, *row)] = fetch(
            POSTGRESQL["complete and claim"], done | {"worker": worker, "lease_seconds": lease_seconds}
        )
        return is_completed, _job(row) if row[0] else None
    with transaction.atomic():
        is_completed = complete(job_id, attempt=attempt, engine=engine)
        return is_completed, claim(worker=worker, lease_seconds=lease_seconds) if is_completed else None


def next_turn(*, client_id: str, priority: int) -> RawSQL:
    """Return the expression for the turn of a client's next job among those of its priority."""
    greatest = "GREATEST" if connection.vendor == "postgresql" else "MAX"
    turn = _NEXT_TURN.format(greatest=greatest, client_id="%s", priority="%s")
    return RawSQL(turn, [client_id, priority, priority, priority])  # noqa: S611  (the values are parameters)


def turn_before_all(*, priority: int) -> RawSQL:
    """Return the expression for a turn before those of all queued jobs of a priority."""
    first = "(SELECT COALESCE(MIN(turn), 1) - 1 FROM jobs_job WHERE status = 'queued' AND priority = %s)"
    return RawSQL(first, [priority])  # noqa: S611  (the value is a parameter)


def record(job_id: UUID, kind: EventKind, *, client_id: str = "", by: str = "") -> None:
    """Write the event of a change that the same transaction has just made; with a client, for that one alone."""
    fetch(_RECORD, [kind.value, client_id, by, _key(job_id)])


def record_missing_end(job: Job) -> bool:
    """Write the event that says how a job ended, unless somebody was quicker; return whether it was written here."""
    with suppress(IntegrityError), transaction.atomic():
        record(job.id, EventKind(job.status))
        return True
    return False


# --- Many at once ----------------------------------------------------------------------------------------------------

# Lists of values go in as one parameter, whatever their length: as arrays, or as JSON.
_MANY = {
    "postgresql": {
        "ids": "SELECT unnest(%(ids)s::uuid[])",
        "turns": """
            SELECT client_id, GREATEST(
                COALESCE((
                    SELECT MAX(turn) + 1 FROM jobs_job WHERE jobs_job.client_id = client.client_id
                        AND priority = %(priority)s AND status IN ('queued', 'waiting', 'processing')
                ), 0), {floor}
            ) FROM unnest(%(clients)s::text[]) AS client (client_id)
        """,
        "set turns": """
            UPDATE jobs_job SET priority = %(priority)s, turn = new.turn
            FROM unnest(%(ids)s::uuid[], %(turns)s::bigint[]) AS new (id, turn) WHERE jobs_job.id = new.id
        """,
        "copies": """
            unnest(%(ids)s::uuid[], %(new_ids)s::uuid[], %(turns)s::bigint[])
                WITH ORDINALITY AS new (parent_id, id, turn, place)
        """,
    },
    "sqlite": {
        "ids": "SELECT value FROM json_each(%(ids)s)",
        # Here the aggregate would read all that match; the index's last entry is what is wanted.
        "turns": """
            SELECT client.value, MAX(
                COALESCE((
                    SELECT turn + 1 FROM jobs_job WHERE client_id = client.value
                        AND priority = %(priority)s AND status IN ('queued', 'waiting', 'processing')
                    ORDER BY turn DESC LIMIT 1
                ), 0), {floor}
            ) FROM json_each(%(clients)s) AS client
        """,
        "set turns": """
            UPDATE jobs_job SET priority = %(priority)s, turn = new.turn FROM (
                SELECT json_extract(value, '$[0]') AS id, json_extract(value, '$[1]') AS turn FROM json_each(%(rows)s)
            ) AS new WHERE jobs_job.id = new.id
        """,
        "copies": """(
            SELECT json_extract(value, '$[0]') AS parent_id, json_extract(value, '$[1]') AS id,
                json_extract(value, '$[2]') AS turn, key AS place
            FROM json_each(%(rows)s)
        ) AS new""",
    },
}
# The turn that is being worked on.
_FLOOR = """COALESCE(
    (SELECT MAX(turn) FROM jobs_job WHERE status = 'processing' AND priority = %(priority)s),
    (SELECT MIN(turn) FROM jobs_job WHERE status = 'queued' AND priority = %(priority)s),
    0
)"""


def among(job_ids: Iterable[UUID]) -> RawSQL:
    """Return the expression for `id__in`, for any number of ids."""
    return RawSQL(  # noqa: S611  (the value is a parameter)
        *{
            "postgresql": ("SELECT unnest(%s::uuid[])", [_keys(job_ids)]),
            "sqlite": ("SELECT value FROM json_each(%s)", [_keys(job_ids)]),
        }[connection.vendor]
    )


def next_turns(client_ids: Sequence[str], *, priority: int) -> list[int]:
    """Return the turns of so many new jobs, each of the client named at its place, by the rule of `_NEXT_TURN`."""
    statement = _MANY[connection.vendor]["turns"].format(floor=_FLOOR)
    with connection.cursor() as cursor:
        cursor.execute(statement, {"priority": priority, "clients": _as_parameter(sorted(set(client_ids)))})
        nexts = dict(cursor.fetchall())
    turns = []
    for client_id in client_ids:
        turns.append(nexts[client_id])
        nexts[client_id] += 1
    return turns


def set_turns(turns: Mapping[UUID, int], *, priority: int) -> None:
    """Move jobs to a priority, each with its turn there."""
    rows = _rows(ids=[_key(job_id) for job_id in turns], turns=list(turns.values()))
    with connection.cursor() as cursor:
        cursor.execute(_MANY[connection.vendor]["set turns"], rows | {"priority": priority})


def copy_many(job_ids: Sequence[UUID], *, columns: Sequence[str], priority: int, message: str) -> dict[UUID, UUID]:
    """Add a queued job for each of these, in their order, with the same in these columns; return the new by the old.

    Whose entity has an active job gets none. The texts never leave the database.
    """
    clients = dict(Job.objects.filter(id__in=job_ids).values_list("id", "client_id"))
    old_ids = [job_id for job_id in job_ids if job_id in clients]
    turns = next_turns([clients[job_id] for job_id in old_ids], priority=priority)
    # Whatever is not copied and not said here is as in any new job.
    said = {"id": "new.id", "parent_id": "old.id", "priority": "%(priority)s", "message": "%(message)s"}
    copied = {name: f"old.{name}" for name in (*columns, "prompt_preview")}
    usual = {field.attname: f"%({field.attname})s" for field in _GIVEN}
    values = usual | copied | said
    statement = f"""
        INSERT INTO jobs_job (turn, {", ".join(values)}) SELECT new.turn, {", ".join(values.values())}
        FROM {_MANY[connection.vendor]["copies"]} JOIN jobs_job AS old ON old.id = new.parent_id
        WHERE true ORDER BY new.place ON CONFLICT DO NOTHING RETURNING id, parent_id
    """
    blank = Job()
    parameters = {field.attname: field.get_db_prep_save(getattr(blank, field.attname), connection) for field in _GIVEN}
    parameters |= {"priority": priority, "message": message}
    parameters |= _rows(
        ids=[_key(job_id) for job_id in old_ids], new_ids=[_key(new_id()) for _ in old_ids], turns=turns
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        to_key = Job._meta.pk.to_python
        return {to_key(parent_id): to_key(job_id) for job_id, parent_id in cursor.fetchall()}


def record_many(job_ids: Sequence[UUID], kind: EventKind, *, by: str) -> None:
    """Write the events of a change that the same transaction has just made to all of these, by their ids."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO jobs_jobevent (job_id, kind, by, {_COPIED}) SELECT id, %(kind)s, %(by)s, {_COPIED} "
            f"FROM jobs_job WHERE id IN ({_MANY[connection.vendor]['ids']}) ORDER BY id",
            {"kind": kind.value, "by": by, "ids": _keys(job_ids)},
        )


def _rows(**columns: Sequence[Any]) -> dict[str, Any]:
    """Return the parameters for rows of such columns: each as an array, or all as one list of JSON."""
    if connection.vendor == "postgresql":
        return {name: list(values) for name, values in columns.items()}
    # Two lists of JSON would be joined by reading the one anew for each value of the other.
    return {"rows": json.dumps(list(zip(*columns.values(), strict=True)))}


def _keys(job_ids: Iterable[UUID]) -> Any:
    return _as_parameter([_key(job_id) for job_id in job_ids])


def _job(row: Sequence[Any]) -> Job:
    return Job.from_db(connection.alias, _NAMES, row)


def _as_parameter(values: Sequence[Any]) -> Any:
    return list(values) if connection.vendor == "postgresql" else json.dumps(values)


def _key(job_id: UUID) -> Any:
    return Job._meta.pk.get_db_prep_value(job_id, connection)
