"""The series, as Prometheus' own parser reads them."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import OperationalError
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from imagesvc.health import metrics
from imagesvc.pool import health
from imagesvc.statistics.histograms import EMPTY, bucket_of
from imagesvc.statistics.models import BEGINNING, FOR_EVER, Tally, What
from jobs import chores, lifecycle
from jobs.models import Chore, Cluster, Priority
from tests.factories import engines, make_job

pytestmark = pytest.mark.django_db

Series = dict[tuple[str, ...], float]


def scrape(client: Client) -> dict[str, Series]:
    """Return every sample by its name and the values of its labels, in the order of their names."""
    metrics.queue.forget()
    response = client.get("/metrics")
    assert response.headers["Content-Type"].startswith("text/plain; version=")
    found: dict[str, Series] = {}
    for family in text_string_to_metric_families(response.content.decode()):
        for sample in family.samples:
            labels = tuple(value for _, value in sorted(sample.labels.items()))
            found.setdefault(sample.name, {})[labels] = sample.value
    return found


def tally(what: What, count: int, *, engine: str = "", code: str = "", waits: float = 0, runs: float = 0) -> None:
    def histogram(seconds: float) -> list[int]:
        counts = list(EMPTY)
        counts[bucket_of(seconds)] = count
        return counts if seconds else []

    Tally.objects.create(
        slot_seconds=FOR_EVER,
        starts_at=BEGINNING,
        engine=engine,
        what=what,
        error_code=code,
        count=count,
        waits=histogram(waits),
        runs=histogram(runs),
        wait_seconds=waits * count,
        run_seconds=runs * count,
    )


def test_the_queue_by_state_and_priority(client: Client) -> None:
    make_job()
    make_job(priority=Priority.BATCH)
    make_job(priority=Priority.BATCH)
    make_job(status="waiting", due_at=Now(), created_at=timezone.now() - timedelta(minutes=10))
    make_job(status="processing", priority=Priority.URGENT)
    make_job(status="completed", ended_at=Now())
    lifecycle.pause(by="alice")

    found = scrape(client)

    depth = {labels: value for labels, value in found["imagesvc_queue_jobs"].items() if value}
    assert depth == {
        ("interactive", "queued"): 1,
        ("batch", "queued"): 2,
        ("interactive", "waiting"): 1,
        ("urgent", "processing"): 1,
    }
    assert len(found["imagesvc_queue_jobs"]) == 9
    assert found["imagesvc_queue_oldest_seconds"][()] == pytest.approx(600, abs=10)
    assert found["imagesvc_queue_paused"] == {(): 1}


def test_jobs_and_attempts_by_how_they_ended(client: Client) -> None:
    tally(What.SUBMITTED, 10)
    tally(What.COMPLETED, 4, engine="left")
    tally(What.FAILED, 2, engine="left", code="out_of_memory")
    tally(What.FAILED, 1, code="waited_too_long")
    tally(What.CANCELLED, 1, code="cancelled")
    tally(What.RETRYING, 3, engine="left", code="unreachable")
    tally(What.PASSED_ON, 5, engine="right")

    found = scrape(client)

    assert found["imagesvc_jobs_submitted_total"] == {(): 10}
    assert found["imagesvc_jobs_ended_total"] == {
        ("completed",): 4,
        ("failed",): 3,
        ("timeout",): 0,
        ("cancelled",): 1,
    }
    assert found["imagesvc_attempts_total"] == {
        ("", "left", "completed"): 4,
        ("out_of_memory", "left", "failed"): 2,
        ("unreachable", "left", "retrying"): 3,
        ("", "right", "passed_on"): 5,
    }


def test_waits_and_runs_are_histograms(client: Client) -> None:
    tally(What.COMPLETED, 4, engine="left", waits=3, runs=0.7)
    tally(What.FAILED, 2, engine="left", code="refused", waits=100, runs=20)

    found = scrape(client)

    waits = found["imagesvc_job_wait_seconds_bucket"]
    assert [waits[bound,] for bound in ("2.0", "4.0", "64.0", "128.0", "+Inf")] == [0, 4, 4, 6, 6]
    assert (found["imagesvc_job_wait_seconds_count"], found["imagesvc_job_wait_seconds_sum"]) == ({(): 6}, {(): 212})
    runs = found["imagesvc_job_run_seconds_bucket"]
    assert [runs["left", bound, "completed"] for bound in ("0.5", "1.0", "+Inf")] == [0, 4, 4]
    assert found["imagesvc_job_run_seconds_sum"] == {
        ("left", "completed"): pytest.approx(2.8),
        ("left", "failed"): 40,
    }


def test_engines_workers_and_the_canary(client: Client, settings: LazySettings) -> None:
    settings.ENGINES = engines("dummy", "pillow")
    [state, _] = health.states_of(settings.ENGINES).values()
    type(state).objects.filter(name="dummy").update(open_until=Now() + timedelta(minutes=1))
    Cluster.objects.create(host="here", pid=1, workers=2)
    Cluster.objects.create(host="there", pid=1, workers=3, seen_at=Now() - timedelta(minutes=5))
    chores.schedule()
    Chore.objects.filter(name="canary").update(ended_at=Now() - timedelta(seconds=30))

    found = scrape(client)

    states = {labels for labels, value in found["imagesvc_engine_state"].items() if value}
    assert states == {("dummy", "open"), ("pillow", "healthy")}
    assert len(found["imagesvc_engine_state"]) == 8
    assert found["imagesvc_engine_places_taken"] == {("dummy",): 0, ("pillow",): 0}
    assert (found["imagesvc_workers"], found["imagesvc_worker_hosts"]) == ({(): 2}, {(): 1})
    assert found["imagesvc_canary_age_seconds"][()] == pytest.approx(30, abs=5)


def test_what_the_database_says_is_kept_for_a_moment(client: Client, django_assert_num_queries: Any) -> None:
    scrape(client)

    with django_assert_num_queries(0):
        client.get("/metrics")


def test_without_a_database_the_process_still_tells_of_itself(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(metrics, "_queue", fail)
    monkeypatch.setattr(metrics.connection, "close", lambda: None)

    found = scrape(client)

    assert found["imagesvc_database_up"] == {(): 0}
    assert "imagesvc_queue_jobs" not in found
    assert "process_resident_memory_bytes" in found
    assert found["imagesvc_open_sockets"] == {(): 0}
