"""POST /api/generate-image as a job; the synchronous mode is tested on a running server in test_sync_mode.py."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from jobs.models import Job
from tests.factories import engines, make_job, make_setting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def dummy_engine(settings: LazySettings) -> None:
    settings.ENGINES = engines("dummy")


def generate(client: Client, **body: Any) -> tuple[int, dict[str, Any]]:
    response = client.post("/api/generate-image", body, content_type="application/json")
    return response.status_code, response.json()


def test_prompt_becomes_a_job_at_once(client: Client) -> None:
    make_setting(base_context_preamble="A drowned world.")

    status, body = generate(client, prompt="  A lighthouse. ", width="640", height=64, seed=0, clientId="tab")

    job = Job.objects.get()
    assert status == 200
    assert body == {
        "success": True,
        "jobId": str(job.id),
        "status": "queued",
        "message": body["message"],
        "estimatedTime": "unknown",
    }
    assert job.prompt == "A drowned world.\n\nA lighthouse."
    assert (job.description, job.prompt_preview) == ("A lighthouse.", "A lighthouse.")
    assert (job.width, job.height, job.seed, job.client_id) == (640, 64, 0, "tab")


def test_absent_and_null_fields_get_their_defaults(client: Client, settings: LazySettings) -> None:
    fields = ("width", "height", "seed", "negative_prompt", "async", "clientId")

    generate(client, prompt="A lighthouse.")
    status, _ = generate(client, prompt="A lighthouse.", **dict.fromkeys(fields))

    first, second = Job.objects.order_by("id")
    assert status == 200
    for job in (first, second):
        assert (job.width, job.height, job.client_id) == (1024, 1024, "")
        assert job.negative_prompt == settings.NEGATIVE_PROMPTS["custom"]
        assert 0 <= job.seed < 2**32
    assert first.seed != second.seed


def test_estimated_time_is_a_short_text(client: Client) -> None:
    now = timezone.now()
    make_job(status="completed", started_at=now - timedelta(seconds=12), ended_at=now)

    assert generate(client, prompt="A lighthouse.")[1]["estimatedTime"] == "about 12 seconds"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *[("prompt", value) for value in (None, [], {}, True, 5, "", "   ", "\u200b\u2060", "a\x07b", "x" * 4001)],
        *[("width", value) for value in (0, -1, 63, 4097, 2**31, 2**70, 512.0, "512.0", "٥١٢", True, [], "wide")],
        *[("height", value) for value in (0, 4097, "-64", 1e3)],
        *[("seed", value) for value in (-1, 2**32, 2**70, 1.5, "seed", False)],
        *[("negative_prompt", value) for value in (5, [], "x" * 4001)],
        *[("async", value) for value in ("false", 0, [], "no")],
        *[("clientId", value) for value in (5, "x" * 129, [])],
    ],
)
def test_wrong_field_is_refused_by_name(client: Client, field: str, value: Any) -> None:
    status, body = generate(client, **{"prompt": "A lighthouse."} | {field: value})

    assert status == 400
    assert body["success"] is False
    assert body["error"].startswith(field)
    assert list(body["fields"]) == [field]
    assert Job.objects.count() == 0


@pytest.mark.parametrize(
    "body",
    [
        {"prompt": "x" * 4000},
        {"prompt": "x", "negative_prompt": ""},
        {"prompt": "x", "seed": 2**32 - 1},
        {"prompt": "x", "width": 4096, "height": 64},
        {"prompt": "  " + "x" * 4000 + "\n"},
        {"prompt": "line\nline\ttab", "settings": {"unknown": "key"}},
    ],
)
def test_bounds_are_inside(client: Client, body: dict[str, Any]) -> None:
    assert generate(client, **body)[0] == 200


@pytest.mark.parametrize("change", [{"GENERATION_ENABLED": False}, {"ENGINES": ()}])
def test_no_generation_is_unavailable(client: Client, settings: LazySettings, change: dict[str, Any]) -> None:
    for name, value in change.items():
        setattr(settings, name, value)

    response = client.post("/api/generate-image", {"prompt": "A lighthouse."}, content_type="application/json")

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "10"
    assert response.json()["success"] is False
    assert Job.objects.count() == 0


@pytest.mark.parametrize(
    "text",
    [
        "{{7*7}} {% load x %} ${{}}",
        "{0.__class__} %s %(x)s",
        "<script>alert(1)</script>",
        '", "class_type": "LoadImage',
    ],
)
def test_prompt_is_data(client: Client, text: str) -> None:
    generate(client, prompt=text)

    assert Job.objects.get().prompt == text


def test_full_queue_is_unavailable(client: Client, settings: LazySettings) -> None:
    settings.QUEUE_CAP = 1
    generate(client, prompt="A lighthouse.")

    response = client.post("/api/generate-image", {"prompt": "A lighthouse."}, content_type="application/json")

    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
    assert response.json()["code"] == "queue-full"
    assert Job.objects.count() == 1


def test_repeated_key_leads_to_the_same_job(client: Client) -> None:
    def send(**body: Any) -> tuple[int, dict[str, Any]]:
        headers = {"Idempotency-Key": "8e03978e-40d5-43dd-bc93-6894a57f9324"}
        response = client.post("/api/generate-image", body, content_type="application/json", headers=headers)
        return response.status_code, response.json()

    first, again = send(prompt="A lighthouse.", seed=1), send(seed=1, prompt="A lighthouse.")
    other = send(prompt="A lighthouse.", seed=2)

    assert first == again
    assert (first[0], other[0], other[1]["code"]) == (200, 409, "idempotency-conflict")
    assert Job.objects.count() == 1
