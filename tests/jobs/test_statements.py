"""The raw statements read what they are meant to read, however long the queue is."""

import json

import pytest
from django.db import connection

from jobs.models import Job
from jobs.statements import POSTGRESQL, SQLITE
from tests.factories import make_job

pytestmark = pytest.mark.django_db

STATEMENTS = {"postgresql": POSTGRESQL, "sqlite": SQLITE}


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("claim", {"worker": "here:1", "lease_seconds": 20}),
        ("insert", {"given": "{}", "client_id": "", "by": "", "priority": 10, "interactive": 10, "most_before": 999}),
    ],
)
def test_statement_does_not_sort_the_queue(name: str, parameters: dict[str, object]) -> None:
    # A planner that knows nothing of a table takes it for a short one.
    Job.objects.bulk_create(Job(prompt="A lantern.", width=64, height=64, seed=number) for number in range(2_000))

    nothing = dict.fromkeys((field.attname for field in Job._meta.concrete_fields), 0)
    plan = explain(STATEMENTS[connection.vendor][name], nothing | parameters)

    assert "job_queue_by_turn" in plan
    assert "TEMP B-TREE" not in plan
    assert '"Sort"' not in plan


def explain(statement: str, parameters: dict[str, object]) -> str:
    """Return how the database would go about it."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE jobs_job")
            cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
            return json.dumps(cursor.fetchall())
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return str(cursor.fetchall())


def test_completion_finds_its_job_by_its_id() -> None:
    # A queue that was empty when the planner last looked; its index of leases then seems the shortest way to any job.
    job = make_job(status="processing", attempt=1)

    plan = explain(STATEMENTS[connection.vendor]["complete"], {"job_id": str(job.id), "attempt": 1, "engine": "dummy"})

    assert "job_leases" not in plan


def test_children_are_found_by_their_parent_alone() -> None:
    parent = make_job()
    Job.objects.bulk_create(Job(prompt="A lantern.", width=64, height=64, seed=number) for number in range(2_000))

    # As PostgreSQL asks when a job is deleted; SQLite's plan of the deletion has it in it.
    statements = {
        "postgresql": "SELECT FROM jobs_job WHERE parent_id = %(id)s",
        "sqlite": "DELETE FROM jobs_job WHERE id = %(id)s",
    }
    plan = explain(statements[connection.vendor], {"id": str(parent.id)})

    assert "job_children" in plan


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL knows that what is in the index is queued")
def test_queue_is_counted_by_its_index_alone() -> None:
    place = "SELECT COUNT(*) FROM jobs_job INDEXED BY job_queue_by_turn WHERE status = 'queued' AND priority > 0"

    assert "COVERING INDEX job_queue_by_turn" in explain(place, {})
