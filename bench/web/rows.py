"""The product's rows: `bench.queue.client` calls these functions by their names, and submits as the API's views do."""

import os
import time
from typing import Any
from uuid import UUID

import django
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import AutoField, Model

django.setup()

from imagesvc.images import storage  # noqa: E402  (models can be imported only now)
from imagesvc.images.models import Image, ImageFile  # noqa: E402  (models can be imported only now)
from jobs import lifecycle  # noqa: E402  (models can be imported only now)
from jobs.lifecycle import NewJob  # noqa: E402  (models can be imported only now)
from jobs.models import Job, JobStatus  # noqa: E402  (models can be imported only now)

# Of each state so many jobs are asked for in turn.
JOBS = 100
PICTURE_BYTES = 100_000
_SERIES = {
    "postgresql": "series(n) AS (SELECT generate_series(1, %s))",
    "sqlite": "RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < %s)",
}
_STEM = {
    "postgresql": "'{}' || lpad(to_hex(n), 12, '0')",
    "sqlite": "'{}' || printf('%%012x', n)",
}


def prepare(history: int) -> dict[str, list[str]]:
    """Make the tables and, if there is to be a history, that and jobs in two other states; return ids."""
    call_command("migrate", verbosity=0)
    if not history:
        return {}
    template = _complete_one()
    for _ in range(JOBS):
        _submit("painter")
        lifecycle.claim(worker="bench:1")
    queued = [_submit(f"client{number % 8}") for number in range(JOBS)]
    first = _first_id()
    _fill(history, *template, first=first)
    _tidy()
    return {
        "completed": [str(_nth_id(first, number)) for number in range(1, JOBS + 1) if number % 100],
        "processing": [
            str(key) for key in Job.objects.filter(status=JobStatus.PROCESSING).values_list("id", flat=True)
        ],
        "queued": [str(key) for key in queued],
        "middle": [str(_nth_id(first, history // 2))],
        "stems": [_store_picture(str(_nth_id(first, 1)))],
    }


def clear(client_id: str) -> int:
    """Delete a client's jobs with their events; return how many there were."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM jobs_jobevent WHERE job_id IN (SELECT id FROM jobs_job WHERE client_id = %s)", [client_id]
        )
        cursor.execute("DELETE FROM jobs_job WHERE client_id = %s", [client_id])
        number: int = cursor.rowcount
    _tidy()
    return number


def make_news(client_id: str, count: int, every_seconds: float) -> dict[str, int]:
    """Submit jobs at a steady pace; return by their ids when each was committed, in nanoseconds, monotonic."""
    committed = {}
    for _ in range(count):
        time.sleep(every_seconds)  # the pace that is measured
        job_id = _submit(client_id)
        committed[str(job_id)] = time.monotonic_ns()
    return committed


def _submit(client_id: str) -> UUID:
    wish = NewJob(prompt="A lighthouse at dusk, seen from the sea.", width=64, height=64, seed=1, client_id=client_id)
    return lifecycle.submit(wish).job.id


def _complete_one() -> tuple[Job, Image, ImageFile]:
    """Complete one job with one picture; before others are queued, which would be claimed first."""
    _submit("history")
    job = lifecycle.claim(worker="bench:1")
    assert job is not None
    lifecycle.complete(job.id, attempt=job.attempt, engine="bench")
    job.refresh_from_db()
    image = Image.objects.create(job=job, prompt=job.prompt, width=64, height=64, seed=1, engine="bench")
    file = ImageFile.objects.create(image=image, stem=image.public_id, size=PICTURE_BYTES, width=64, height=64)
    return job, image, file


def _fill(history: int, job: Job, image: Image, file: ImageFile, *, first: UUID) -> None:
    """Copy a job with its picture so many times; a hundredth of them failed, of a thousand clients."""
    status = "CASE WHEN n %% 100 = 0 THEN 'failed' ELSE 'completed' END"
    stem = _STEM[connection.vendor].format(str(first)[:24])
    key = f"({stem})::uuid" if connection.vendor == "postgresql" else _STEM["sqlite"].format(first.hex[:20])
    with transaction.atomic():
        _copy(job, history, id=key, status=status, client_id="'client' || n %% 1000")
        _copy(image, history, id=key, job_id=key, entity_type="'npc'")
        _copy(file, history, image_id=key, stem=stem)


def _copy(row: Model, count: int, **changes: str) -> None:
    """Insert copies of a row, with other expressions for some of its columns; `n` in them is the copy's number."""
    table = row._meta.db_table
    columns = [field.column for field in row._meta.concrete_fields if not isinstance(field, AutoField)]
    values = ", ".join(changes.get(column, f"template.{column}") for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {_SERIES[connection.vendor]} INSERT INTO {table} ({', '.join(columns)}) "  # noqa: S608  (names of our own columns; values are parameters)
            f"SELECT {values} FROM series, (SELECT * FROM {table} WHERE id = %s) AS template",
            [count, row._meta.pk.get_db_prep_value(row.pk, connection)],
        )


def _first_id() -> UUID:
    """Return an id of version 7 for now; those of the history count up from it.

    So it fills the first pages of every list, and yet whatever is made later has larger ids, as it has in service: in
    the midst of an index each would touch a page of its own.
    """
    return UUID(int=(time.time_ns() // 1_000_000 + 1) << 80 | 0x7000 << 64 | 0x8000 << 48)


def _nth_id(first: UUID, number: int) -> UUID:
    return UUID(int=first.int + number)


def _store_picture(stem: str) -> str:
    """Store a picture that is served as it lies there, and return its stem."""
    storage.write(stem, storage.PICTURE, os.urandom(PICTURE_BYTES))
    return stem


def _tidy() -> None:
    """Have the database tidy up as it would over night."""
    with connection.cursor() as cursor:
        for statement in _TIDYING[connection.vendor]:
            cursor.execute(statement)


_TIDYING: dict[str, Any] = {
    "postgresql": ("VACUUM ANALYZE", "CHECKPOINT"),
    "sqlite": ("PRAGMA wal_checkpoint(TRUNCATE)",),
}
