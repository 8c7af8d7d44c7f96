"""GET /api/schema and /api/docs: complete, true, readable. (What it says of answers all tests of the API try.)"""

from collections.abc import Iterator
from io import StringIO
from json import dumps, loads
from typing import Any

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.serializers import Serializer

from entities.kinds import KIND_OF_WORD
from imagesvc.api.announcements import body_of
from imagesvc.api.batches import RequeueRequest
from imagesvc.api.openapi.catalogue import SHAPES
from imagesvc.api.openapi.generator import Routes, description
from imagesvc.api.openapi.reading import contents
from imagesvc.api.openapi.schema import ENTITY_WORDS
from imagesvc.api.openapi.subjects.jobs import PHASES
from imagesvc.api.serializers import CustomImageRequest, ImageRequest, WebhookSubscription
from imagesvc.images import generation
from imagesvc.images.models import Image
from imagesvc.live import frames
from imagesvc.live.updates import updates_of
from imagesvc.webhooks.models import EVENTS, Delivery, Receiver
from jobs import lifecycle
from jobs.events import Audience, newest_id, past_events
from jobs.selection import WORD_NAMED
from jobs.worker import Attempt
from tests.api.truth import assert_fits, assert_is_described, template_of
from tests.factories import engines, make_job
from tests.servers import running_server

# Answered beside the views, and by views that are not the API's; pages for people are not described.
BESIDE = {
    "/generated-images/": "/generated-images/{imageId}.png",
    "/healthz": "/healthz",
    "/api/events": "/api/events",
    "/api/jobs/": "/api/jobs/{jobId}/events",
    "/ws": "/ws",
}
FOR_PEOPLE = ("/static/",)


@pytest.mark.once
def test_description_is_valid_and_speaks_of_every_view() -> None:
    written = StringIO()

    call_command("spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", stdout=written)

    assert '"openapi": "3.1.1"' in written.getvalue()


@pytest.mark.once
def test_every_route_below_api_is_described() -> None:
    routes = {Routes().get_path_from_regex(path) for path in _routes(get_resolver().url_patterns) if "api/" in path}

    assert routes - description()["paths"].keys() == {"/api"}  # the addresses that lead nowhere


@pytest.mark.once
def test_everything_that_is_answered_beside_the_views_is_described() -> None:
    from imagesvc.asgi import build_application  # noqa: PLC0415  (slow import: it loads every middleware)

    application = build_application()
    answered = {prefix for prefix, _ in application._prefixes if prefix not in FOR_PEOPLE} | set(application._sockets)

    assert answered == BESIDE.keys()
    assert [path for path in BESIDE.values() if path not in description()["paths"]] == []


@pytest.mark.once
@pytest.mark.parametrize(
    ("name", "serializer"),
    [
        ("ImageRequest", ImageRequest),
        ("CustomImageRequest", CustomImageRequest),
        ("WebhookSubscription", WebhookSubscription),
        ("RequeueRequest", RequeueRequest),
    ],
)
def test_every_key_that_a_body_may_have_is_described(name: str, serializer: type[Serializer[Any]]) -> None:
    words = set(WORD_NAMED) if name == "RequeueRequest" else set()
    fields = serializer().fields

    assert SHAPES[name]["properties"].keys() == fields.keys() | words
    assert set(SHAPES[name].get("required", ())) == {key for key, field in fields.items() if field.required}


@pytest.mark.once
def test_every_example_is_as_described() -> None:
    for name, shape in SHAPES.items():
        for example in shape.get("examples", ()):
            assert_fits({"$ref": f"#/components/schemas/{name}"}, example, said_by=name)
    for place, content in _contents(description()):
        if "example" in content and content["schema"].get("type") != "string":
            assert_fits(content["schema"], content["example"], said_by=place)


@pytest.mark.once
def test_words_that_are_decided_elsewhere_are_all_there() -> None:
    assert set(PHASES) == set(frames.PHASES.values())
    assert set(ENTITY_WORDS) == {word for word in KIND_OF_WORD if "_" not in word}


@pytest.mark.django_db
def test_updates_and_webhooks_are_as_described(settings: Any) -> None:
    settings.ENGINES = engines("dummy")
    make_job(prompt="dummy: pictures=2")
    job = lifecycle.claim(worker="here:1")
    assert job is not None
    generation.run(job, Attempt(job, limit_seconds=60))
    receiver = Receiver.objects.create(url="https://example.org", is_subscription=True)

    told = updates_of(past_events(Audience(job_id=job.id), after=0, upto=10**9).events)
    deliveries = [
        Delivery(receiver=receiver, job=job, kind=kind, status=status, at=job.created_at, attempt=1, progress=40)
        for kind, status in (("progress", "processing"), ("completed", "completed"))
    ]

    assert told
    for update in told:
        assert_fits(SHAPES["JobUpdate"], loads(update.text), said_by="an update")
    for delivery in deliveries:
        assert_fits(SHAPES["WebhookMessage"], loads(body_of(delivery) or b""), said_by="a webhook")
    assert {delivery.event for delivery in deliveries} <= set(EVENTS)


@pytest.mark.once
def test_answers_beside_the_views_are_as_described(transactional_db: None) -> None:
    make_job()
    job = lifecycle.claim(worker="here:1")
    assert job is not None
    generation.run(job, Attempt(job, limit_seconds=60))
    image = Image.objects.get()

    with running_server() as server, server.client() as client:
        for path, headers, status in (
            (f"/generated-images/{image.id}.png", {}, 200),
            (f"/generated-images/{image.id}.png", {"If-None-Match": "*"}, 304),
            (f"/generated-images/{image.id}.png", {"Range": "bytes=0-9"}, 206),
            (f"/generated-images/{image.id}.png", {"Range": "bytes=99999999-"}, 416),
            (f"/generated-images/{image.id}.webp", {}, 200),
            ("/generated-images/nothing.png", {}, 404),
            ("/healthz", {}, 200),
            (f"/api/jobs/{job.id}", {}, 200),
            (f"/api/jobs/{job.id}/events", {}, 200),
            (f"/api/jobs/{job.id}/events", {"Last-Event-ID": str(newest_id())}, 204),
            ("/api/jobs/nothing/events", {}, 404),
            ("/api/events?since=nothing", {}, 400),
        ):
            response = client.get(path, headers=headers)
            assert response.status_code == status, path
            assert_is_described("GET", path.partition("?")[0], response)


@pytest.mark.django_db
def test_answers_for_who_watches_are_as_described(client: Client) -> None:
    for path in ("/readyz", "/metrics"):
        assert_is_described("GET", path, client.get(path))


@pytest.mark.once
@pytest.mark.parametrize(
    ("status", "body", "headers", "complaint"),
    [
        (200, {"success": True, "engines": [], "more": 1}, {}, "is not as described"),
        (200, {"success": True}, {}, "is not as described"),
        (418, {"success": False}, {}, "is not described"),
        (200, {"success": True, "engines": []}, {"Retry-After": "1"}, "are not described"),
        (503, {"success": False, "error": "Wait.", "code": "wait"}, {}, "lacks the headers"),
    ],
    ids=["field", "no-field", "status", "header", "no-header"],
)
def test_answer_that_is_not_described_is_noticed(
    status: int, body: dict[str, Any], headers: dict[str, str], complaint: str
) -> None:
    response = HttpResponse(dumps(body), status=status, content_type="application/json", headers=headers)

    with pytest.raises(AssertionError, match=complaint):
        assert_is_described("GET", "/api/engines", response)


@pytest.mark.once
def test_page_for_people_shows_every_operation_and_loads_nothing_foreign(client: Client) -> None:
    response = client.get("/api/docs")

    page = response.content.decode()
    ids = [entry.id for chapter in contents()["chapters"] for entry in chapter["entries"]]
    assert [name for name in ids if f'<h3 id="{name}">' not in page] == []
    assert len(ids) == sum(len(methods) for methods in description()["paths"].values())
    assert "<script" not in page
    assert "style=" not in page
    assert "//" not in page.replace("https://example.org", "").replace("http://", "").partition("<main")[0]


@pytest.mark.once
def test_schema_is_read_without_a_key(client: Client, settings: Any) -> None:
    settings.AUTH = "keys"

    assert client.get("/api/schema").json()["info"]["title"] == "imagesvc"
    assert client.get("/api/docs").status_code == 200


@pytest.mark.once
def test_address_is_found_by_the_fewest_parameters() -> None:
    assert template_of("/api/jobs/requeue") == "/api/jobs/requeue"
    assert template_of("/api/jobs/17/") == "/api/jobs/{jobId}"
    assert template_of("/api/nothing") is None


def _routes(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, path)
        else:
            yield path


def _contents(described: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Yield everything that has a shape and may have an example."""
    if isinstance(described, dict):
        if "schema" in described:
            yield place, described
        for name, inner in described.items():
            yield from _contents(inner, f"{place}/{name}")
    elif isinstance(described, list):
        for number, inner in enumerate(described):
            yield from _contents(inner, f"{place}/{number}")
