"""The line that pending jobs stand in: how long it is, and the place of each.

Those that could run now stand in the order of the claims, then those that wait, in the order in which they are due.
Asked with every job that is shown and with every submission, and so written by hand: the ORM takes ten times as long to
put such a query together as the database to answer it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.db import connection

from jobs.models import Job
from jobs.prepared import read


@dataclass(frozen=True, kw_only=True)
class QueueState:
    """How many jobs are pending and how many are worked on, and whether the whole queue is paused."""

    pending: int
    processing: int
    is_paused: bool


_STATE = """
    SELECT (SELECT COUNT(*) FROM jobs_job WHERE status = 'queued')
        + (SELECT COUNT(*) FROM jobs_job WHERE status = 'waiting'),
        (SELECT COUNT(*) FROM jobs_job WHERE status = 'processing'),
        EXISTS (SELECT 1 FROM jobs_queueswitch WHERE is_paused)
"""
# One job is counted to, several are numbered: ten thousand are numbered in nine milliseconds, counted in half of one.
# In three counts, because each is then one stretch of the index, and no row of it is looked at.
_PLACE = """
    SELECT job.id, (
        SELECT COUNT(*) FROM jobs_job {by_turn} WHERE status = 'queued' AND priority > job.priority
    ) + (
        SELECT COUNT(*) FROM jobs_job {by_turn}
        WHERE status = 'queued' AND priority = job.priority AND turn < job.turn
    ) + (
        SELECT COUNT(*) FROM jobs_job {by_turn}
        WHERE status = 'queued' AND priority = job.priority AND turn = job.turn AND id <= job.id
    ) FROM jobs_job AS job WHERE job.id = %s AND job.status = 'queued'
"""
_PLACES = """
    SELECT id, place FROM (
        SELECT id, ROW_NUMBER() OVER (ORDER BY priority DESC, turn, id) AS place
        FROM jobs_job {by_turn} WHERE status = 'queued'
    ) AS line WHERE id IN ({ids})
"""
_PLACES_BEHIND = """
    SELECT id, place + (SELECT COUNT(*) FROM jobs_job WHERE status = 'queued') FROM (
        SELECT id, ROW_NUMBER() OVER (ORDER BY due_at, id) AS place FROM jobs_job WHERE status = 'waiting'
    ) AS line WHERE id IN ({ids})
"""


def state() -> QueueState:
    """Count the jobs that have not ended, by the index on status."""
    [(pending, processing, is_paused)] = read(_STATE)
    return QueueState(pending=pending, processing=processing, is_paused=bool(is_paused))


def places(job_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Return the place in the line (1 = next) of those of the jobs that are pending."""
    found: dict[UUID, int] = {}
    for statement in (_PLACE if len(job_ids) == 1 else _PLACES, _PLACES_BEHIND):
        sought = [job_id for job_id in job_ids if job_id not in found]
        if sought:
            found |= _read_places(statement, sought)
    return found


def _read_places(statement: str, job_ids: Sequence[UUID]) -> dict[UUID, int]:
    key = Job._meta.pk
    rows = read(
        _complete(statement, number=len(job_ids), vendor=connection.vendor),
        [key.get_db_prep_value(job_id, connection) for job_id in job_ids],
    )
    return {key.to_python(job_id): place for job_id, place in rows}


@lru_cache(maxsize=256)
def _complete(statement: str, *, number: int, vendor: str) -> str:
    # Left to itself SQLite takes the index on status and sorts the whole queue.
    by_turn = "INDEXED BY job_queue_by_turn" if vendor == "sqlite" else ""
    return statement.format(by_turn=by_turn, ids=", ".join(["%s"] * number))
