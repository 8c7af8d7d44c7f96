"""GET /api/engines."""

import pytest
from django.conf import LazySettings
from django.test import Client

from imagesvc.engines import TYPES, EngineType
from imagesvc.engines.base import EngineError
from imagesvc.pool import health
from imagesvc.pool.gate import PoolGate
from jobs.models import Job
from tests.factories import engines, make_job

pytestmark = pytest.mark.django_db

ALL = ["character", "custom", "exit", "item", "location", "scenery"]


def test_engines_show_state_load_breaker_and_last_error(
    client: Client, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(TYPES, "remote", EngineType(path="imagesvc.engines.dummy:DummyEngine"))
    options = {"type": "remote", "url": "http://secret.example:8188", "key": "sk-secret", "concurrency": 3}
    settings.ENGINES = (*engines("gpu", **options), *engines("pillow"))
    make_job()
    PoolGate().claim(worker="here:1")
    for _ in range(3):
        health.note_failure(settings.ENGINES[0], EngineError("It broke.", is_retryable=True, code="broken"))

    response = client.get("/api/engines")

    body = response.json()
    gpu, pillow = body["engines"]
    assert (response.status_code, body["success"], len(body["engines"])) == (200, True, 2)
    assert gpu == {
        "name": "gpu",
        "type": "remote",
        "kinds": ALL,
        "rank": 0,
        "standIn": False,
        "state": "open",
        "load": {"drawing": 1, "places": 3},
        "breaker": {"failures": 3, "openUntil": gpu["breaker"]["openUntil"]},
        "busyUntil": None,
        "lastError": {"error": "It broke.", "code": "broken", "at": gpu["lastError"]["at"]},
        "lastDrawnAt": None,
        "probedAt": None,
        "medianSeconds": None,
        "timeLimitSeconds": 60.0,
    }
    assert gpu["breaker"]["openUntil"] > gpu["lastError"]["at"]
    assert (pillow["state"], pillow["standIn"], pillow["load"]) == ("healthy", True, {"drawing": 0, "places": None})
    assert b"secret" not in response.content


def test_queued_job_says_what_it_waits_for(
    client: Client, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(TYPES, "remote", EngineType(path="imagesvc.engines.dummy:DummyEngine"))
    settings.ENGINES = engines("gpu", type="remote")
    make_job(), make_job()
    PoolGate().claim(worker="here:1")

    messages = {job.id: client.get(f"/api/jobs/{job.id}").json()["job"]["message"] for job in Job.objects.all()}

    assert sorted(messages.values()) == ["Starting", "Waiting for a place at gpu"]
