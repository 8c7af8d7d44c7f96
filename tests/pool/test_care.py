"""Probes, and an end to what has waited in vain."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.utils import timezone

from imagesvc.engines.base import EngineError, Fault
from imagesvc.engines.dummy import DummyEngine
from imagesvc.pool import care, health
from imagesvc.pool.choice import Health
from imagesvc.pool.models import EnginePlace, EngineState
from jobs.models import Job, JobEvent
from tests.factories import engines, make_job

pytestmark = pytest.mark.django_db

REFUSED = EngineError("Connection refused.", is_retryable=True, code="unreachable", fault=Fault.AWAY)


def refuse(engine: DummyEngine) -> None:
    raise REFUSED


def test_probe_finds_who_is_away_and_who_is_back(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ENGINES = engines("gpu", type="remote")
    with monkeypatch.context() as patch:
        patch.setattr(DummyEngine, "probe", refuse)
        care.probe_engines()
        during = health.conditions()[0].health

    care.probe_engines()

    assert (during, health.conditions()[0].health) == (Health.AWAY, Health.HEALTHY)


def test_healthy_engine_is_not_asked_every_time(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ENGINES = engines("gpu", type="remote")
    care.probe_engines()
    monkeypatch.setattr(DummyEngine, "probe", refuse)

    care.probe_engines()
    soon = health.conditions()[0].health
    EngineState.objects.update(probed_at=timezone.now() - timedelta(minutes=1))
    care.probe_engines()

    assert (soon, health.conditions()[0].health) == (Health.HEALTHY, Health.AWAY)


def test_job_that_waited_in_vain_ends_and_says_for_what(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ENGINES = engines("gpu", type="remote")
    monkeypatch.setattr(DummyEngine, "probe", refuse)
    old, young = make_job(), make_job()
    Job.objects.filter(id=old.id).update(created_at=timezone.now() - timedelta(hours=25))

    care.look_after()

    old.refresh_from_db()
    assert (old.status, old.error_code) == ("failed", "waited_too_long")
    assert old.error == "It waited 24 h. Waiting for a healthy engine (gpu: Connection refused)."
    assert list(JobEvent.objects.values_list("job", "kind")) == [(old.id, "failed")]
    young.refresh_from_db()
    assert young.status == "queued"


def test_long_queue_that_moves_does_not_end_its_jobs(settings: LazySettings) -> None:
    settings.ENGINES = engines("gpu", type="remote")
    job = make_job()
    Job.objects.update(created_at=timezone.now() - timedelta(hours=25))
    health.note_failure(settings.ENGINES[0], REFUSED)
    EngineState.objects.update(taken_at=timezone.now() - timedelta(hours=1))
    cache.clear()

    care.look_after()

    job.refresh_from_db()
    assert job.status == "queued"


def test_place_that_nobody_gave_back_is_forgotten(settings: LazySettings) -> None:
    settings.ENGINES = engines("gpu", type="remote")
    drawing = make_job(status="processing", attempt=2)
    EnginePlace.objects.create(engine="gpu", job=drawing, attempt=1)
    kept = EnginePlace.objects.create(engine="gpu", job=drawing, attempt=2)

    care.look_after()

    assert list(EnginePlace.objects.all()) == [kept]


def test_job_that_waited_in_vain_for_the_one_engine_it_wants_ends(settings: LazySettings) -> None:
    settings.ENGINES = engines("left", "right", type="remote")
    wanting, other = make_job(wanted_engine="left"), make_job()
    Job.objects.update(created_at=timezone.now() - timedelta(hours=25))
    health.note_failure(settings.ENGINES[0], REFUSED)
    cache.clear()

    care.expire_jobs()

    wanting.refresh_from_db()
    other.refresh_from_db()
    assert (wanting.status, other.status) == ("failed", "queued")
    assert wanting.error == "It waited 24 h. Waiting for a healthy engine (left: Connection refused)."
