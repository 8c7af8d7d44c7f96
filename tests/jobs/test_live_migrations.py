"""Migrations while the service runs: nobody waits long for them, and a later one cannot forget that."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import connection, migrations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

from jobs import live_migrations
from jobs.live_migrations import Together
from tests.services import Service

# The first issue's tables, with rows as it wrote them.
FIRST = (("jobs", "0002_postgresql_triggers"), ("images", "0002_count_images"))
ROWS = """
    INSERT INTO jobs_job (
        id, entity_kind, entity_type, entity_id, prompt, preamble_length, prompt_preview, negative_prompt, width,
        height, seed, client_id, priority, status, attempt, progress, message, worker, engine, error, error_code,
        ended_at
    )
    SELECT gen_random_uuid(), 'thing', 'item', 'thing_' || number, 'A lamp.', 0, 'A lamp.', '', 64, 64,
        1, 'tab', 10, 'completed', 1, 100, '', '', '', '', '', now()
    FROM generate_series(1, 20000) AS number;
    INSERT INTO jobs_jobevent (job_id, kind, attempt, progress, at, message)
    SELECT id, 'completed', 1, 100, now(), '' FROM jobs_job;
"""
WRITE = "UPDATE jobs_job SET progress = 100 WHERE id = %s"
# The indexes of the jobs, and where the table itself lies: it moves when it is made anew.
INDEXES = {
    "postgresql": "SELECT indexname FROM pg_indexes WHERE tablename = 'jobs_job'",
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'jobs_job'",
}
TABLE = {
    "postgresql": "SELECT relfilenode FROM pg_class WHERE oid = 'jobs_job'::regclass",
    "sqlite": "SELECT rootpage FROM sqlite_master WHERE type = 'table' AND name = 'jobs_job'",
}
# Longer than a step waits for a lock: one that waited on would hold up everybody for so long.
HOLD_SECONDS = 2.5 * live_migrations.LOCK_SECONDS


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_writers_are_not_held_up_while_somebody_reads_for_long(service: Service) -> None:
    for app, name in FIRST:
        assert service.run("migrate", app, name, "--verbosity", 0).returncode == 0
    with psycopg.connect(service.database_url) as first:
        first.execute(ROWS)

    with somebody_reads(service.database_url), somebody_writes(service.database_url) as waits:
        migrated = service.run("migrate", "--verbosity", 0)

    assert (migrated.returncode, migrated.stderr) == (0, "")
    assert len(waits) > 100
    assert max(waits) < live_migrations.LOCK_SECONDS + 1
    assert service.read("SELECT count(*) FROM pg_index WHERE NOT indisvalid") == [(0,)]
    assert service.read("SELECT count(*) FROM pg_constraint WHERE NOT convalidated") == [(0,)]
    assert service.read("SELECT style, count(*) FROM jobs_job GROUP BY style") == [("item", 20_000)]
    assert service.read("SELECT status, count(*) FROM jobs_jobevent GROUP BY status") == [("completed", 20_000)]


def test_index_of_a_key_goes_and_comes_back_while_its_table_stays(service: Service) -> None:
    indexes, places = [], []
    for name in ("0010_active_by_owner", "0011_indexes_for_new_jobs", "0010_active_by_owner"):
        migrated = service.run("migrate", "jobs", name, "--verbosity", 0)
        assert (migrated.returncode, migrated.stderr) == (0, "")
        indexes.append({index for (index,) in service.read(INDEXES[connection.vendor])})
        places.append(service.read(TABLE[connection.vendor]))

    former, present, again = indexes
    gone = sorted(former - present)
    assert (len(gone), gone[0], gone[-1].startswith("jobs_job_parent_id_")) == (2, "job_claim_by_turn", True)
    assert (present - former, again) == ({"job_children", "job_queue_by_turn"}, former)
    assert places == places[:1] * 3


@contextmanager
def somebody_reads(url: str) -> Iterator[None]:
    """Keep a row locked, and both tables open, from now on for some seconds, again and again."""
    is_over = threading.Event()

    def read() -> None:
        with psycopg.connect(url) as session:
            while not is_over.is_set():
                session.execute("SELECT id FROM jobs_job ORDER BY id LIMIT 1 FOR UPDATE")
                session.execute("SELECT id FROM jobs_jobevent LIMIT 1")
                is_over.wait(HOLD_SECONDS)
                session.rollback()
                is_over.wait(HOLD_SECONDS)

    reader = threading.Thread(target=read)
    reader.start()
    yield
    is_over.set()
    reader.join()


@contextmanager
def somebody_writes(url: str) -> Iterator[list[float]]:
    """Write one row again and again; give how many seconds each of the writes took."""
    is_over = threading.Event()
    waits: list[float] = []

    def write() -> None:
        with psycopg.connect(url, autocommit=True) as session:
            [key] = session.execute("SELECT id FROM jobs_job ORDER BY id DESC LIMIT 1").fetchone() or [None]
            while not is_over.wait(0.01):
                began_at = time.monotonic()
                session.execute(WRITE, [key])
                waits.append(time.monotonic() - began_at)

    writer = threading.Thread(target=write)
    writer.start()
    yield waits
    is_over.set()
    writer.join()


@pytest.mark.once
def test_steps_on_tables_with_rows_are_live_ones() -> None:
    loader = MigrationLoader(None)
    ours = {
        config.label for config in apps.get_app_configs() if config.name.startswith(("imagesvc", "jobs", "entities"))
    }

    faults = [
        f"{app}.{name}: {operation.describe()}"
        for (app, name), migration in sorted(loader.disk_migrations.items())
        if app in ours
        for operation in _slow_steps(migration.operations)
    ]

    assert faults == []


def _slow_steps(operations: list[Operation]) -> Iterator[Operation]:
    """Yield what reads or writes all rows of a table under a lock that writers wait for."""
    steps = [step for each in operations for step in _steps_in(each)]
    new = {step.name_lower for step in steps if isinstance(step, migrations.CreateModel)}
    for step in steps:
        if getattr(step, "model_name_lower", "") in new:
            continue
        if isinstance(step, migrations.RunSQL) or type(step) in (migrations.AddIndex, migrations.AddConstraint):
            yield step
        if isinstance(step, migrations.AddField) and _fills_rows(step.field):
            yield step


def _steps_in(operation: Operation) -> list[Operation]:
    return operation.database_operations if isinstance(operation, Together) else [operation]


def _fills_rows(field: Any) -> bool:
    """Say whether a new column is more than an entry in the catalogue."""
    is_indexed = field.db_index or field.unique
    return is_indexed or not (field.null or field.has_db_default())
