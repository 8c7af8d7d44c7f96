"""This project's queue: submits through jobs.lifecycle, as the API's views do."""

import time

import django
from django.core.management import call_command
from django.db import connection, transaction

django.setup()

from jobs import lifecycle  # noqa: E402  (models can be imported only now)
from jobs.lifecycle import NewJob  # noqa: E402  (models can be imported only after Django is set up)
from jobs.models import Job  # noqa: E402  (models can be imported only after Django is set up)

# Fairness is part of the job: so many clients take turns.
CLIENTS = 8
# A history of ended jobs, as if of the year 2020, each with the event of its end.
_FILL = {
    "postgresql": """
        INSERT INTO jobs_job (id, <columns>)
        SELECT ('016f5e66-e800-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, <values>
        FROM generate_series(%s, %s) n
    """,
    "sqlite": """
        WITH RECURSIVE series(n) AS (SELECT %s UNION ALL SELECT n + 1 FROM series WHERE n < %s)
        INSERT INTO jobs_job (id, <columns>)
        SELECT '016f5e66e80070008000' || printf('%%012x', n), <values>
        FROM series
    """,
}
_COLUMNS = {
    "prompt": "'A picture'",
    "prompt_preview": "'A picture'",
    "width": "8",
    "height": "8",
    "seed": "n",
    "client_id": "'client' || n %% 8",
    "priority": "10",
    "turn": "n",
    "status": "'completed'",
    "attempt": "1",
    "progress": "100",
    "message": "'Done'",
    "worker": "'history'",
    "engine": "'bench'",
    **dict.fromkeys(("error", "error_code", "entity_kind", "entity_type", "entity_id", "negative_prompt"), "''"),
    "preamble_length": "0",
    **dict.fromkeys(("created_at", "started_at", "ended_at"), "CURRENT_TIMESTAMP"),
}
_FILL_EVENTS = """
    INSERT INTO jobs_jobevent (job_id, kind, at, attempt, progress, message)
    SELECT id, 'completed', ended_at, 1, 100, 'Done' FROM jobs_job WHERE worker = 'history' AND seed BETWEEN %s AND %s
"""


def prepare() -> None:
    call_command("migrate", verbosity=0)


def submit(number: int) -> None:
    lifecycle.submit(NewJob(prompt="A picture", width=8, height=8, seed=number, client_id=f"client{number % CLIENTS}"))


def unfinished() -> int:
    return Job.objects.active().count()


def fill(first: int, last: int) -> None:
    """Add a history of ended jobs, and let the database tidy up as it would over night."""
    with connection.cursor() as cursor:
        if first <= last:
            with transaction.atomic():
                fill_jobs = _FILL[connection.vendor].replace("<columns>", ", ".join(_COLUMNS))
                cursor.execute(fill_jobs.replace("<values>", ", ".join(_COLUMNS.values())), [first, last])
                cursor.execute(_FILL_EVENTS, [first, last])
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("CHECKPOINT")
        else:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def time_claims(count: int) -> list[float]:
    """Claim and complete queued jobs; return how many seconds each claim took, without its commit."""
    times = []
    for _ in range(count):
        with transaction.atomic():
            start = time.perf_counter()
            job = lifecycle.claim(worker="bench:1")
            times.append(time.perf_counter() - start)
        assert job is not None
        lifecycle.complete(job.id, attempt=job.attempt, engine="bench")
    return times
