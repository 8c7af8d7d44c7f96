"""The rows of the bench: `bench.queue.client` calls these functions by their names."""

from uuid import UUID

import django
from django.core.management import call_command
from django.db import connection, transaction

django.setup()

from jobs import lifecycle  # noqa: E402  (models can be imported only now)
from jobs.lifecycle import Failure, NewJob  # noqa: E402  (models can be imported only now)
from jobs.models import Job  # noqa: E402  (models can be imported only now)

PREFIX = UUID("019ab000-0000-7000-8000-000000000000")
_SERIES = {
    "postgresql": "series(n) AS (SELECT generate_series(1, %s))",
    "sqlite": "RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < %s)",
}
_ID = {
    "postgresql": f"('{str(PREFIX)[:24]}' || lpad(to_hex(n), 12, '0'))::uuid",
    "sqlite": f"'{PREFIX.hex[:20]}' || printf('%%012x', n)",
}
# Half of them of an entity each, of a thousand clients.
_CHANGES = {
    "client_id": "'client' || n %% 1000",
    "entity_kind": "CASE WHEN n %% 2 = 0 THEN 'thing' ELSE '' END",
    "entity_type": "CASE WHEN n %% 2 = 0 THEN 'item' ELSE '' END",
    "entity_id": "CASE WHEN n %% 2 = 0 THEN 'thing_' || n ELSE '' END",
}


def prepare(count: int) -> dict[str, list[str]]:
    """Make the tables and so many failed jobs with a prompt as long as composed ones are; nothing is drawn."""
    call_command("migrate", verbosity=0)
    lifecycle.pause(by="the bench")
    with transaction.atomic():
        job = lifecycle.submit(NewJob(prompt="A lantern of dented brass. " * 40, width=64, height=64, seed=1)).job
        lifecycle.resume(by="the bench")
        claimed = lifecycle.claim(worker="bench:1")
        assert claimed is not None
        lifecycle.fail(claimed, Failure(error="The server refused the connection.", code="unreachable"))
        lifecycle.pause(by="the bench")
        _copy(job.id, count - 1)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")
        else:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return {"failed": [str(job.id)]}


def doubles(_count: int) -> int:
    """Return how many jobs were requeued more than once."""
    parents = Job.objects.exclude(parent=None).values_list("parent_id", flat=True)
    return parents.count() - parents.distinct().count()


def _copy(job_id: UUID, count: int) -> None:
    columns = [field.column for field in Job._meta.concrete_fields]
    changes = {"id": _ID[connection.vendor], **_CHANGES}
    values = ", ".join(changes.get(column, f"template.{column}") for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {_SERIES[connection.vendor]} INSERT INTO jobs_job ({', '.join(columns)}) "  # noqa: S608  (names of our own columns; values are parameters)
            f"SELECT {values} FROM series, (SELECT * FROM jobs_job WHERE id = %s) AS template",
            [count, Job._meta.pk.get_db_prep_value(job_id, connection)],
        )
