"""/api/webhooks, and `callbackUrl` on both requests for pictures."""

import logging
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from standardwebhooks import Webhook

from imagesvc.webhooks import addresses, receivers
from imagesvc.webhooks.addresses import REFUSAL
from imagesvc.webhooks.models import EVENTS, USUAL_EVENTS, Callback, Receiver
from imagesvc.webhooks.signing import secret_of
from jobs.models import Job
from tests.factories import engines, make_thing

pytestmark = pytest.mark.django_db

PUBLIC = "93.184.215.14"
URL = "https://hooks.example.org/jobs?key=1"
REFUSED = f"url{REFUSAL.removeprefix('This field')}"


@pytest.fixture(autouse=True)
def dummy_engine(settings: LazySettings) -> None:
    settings.ENGINES = engines("dummy")


@pytest.fixture(autouse=True)
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Return what names lead to; others are unknown."""
    known = {"hooks.example.org": [PUBLIC], "inside.example.org": ["10.0.0.1"]}

    def resolve(host: str, port: int) -> list[str]:
        if host not in known:
            raise OSError("no such name")
        return known[host]

    monkeypatch.setattr(addresses, "resolve", resolve)
    return known


def post(client: Client, path: str, **body: Any) -> tuple[int, dict[str, Any]]:
    response = client.post(path, body, content_type="application/json")
    return response.status_code, response.json()


def subscribe(client: Client, **body: Any) -> tuple[int, dict[str, Any]]:
    return post(client, "/api/webhooks", **({"url": URL} | body))


# --- Subscriptions ---------------------------------------------------------------------------------------------------


def test_subscription_is_made_and_its_secret_shown_once(client: Client) -> None:
    status, made = subscribe(
        client, events=["job.failed", "job.completed", "job.failed"], description="  For the map. "
    )

    receiver = Receiver.objects.get()
    webhook = {
        "id": str(receiver.id),
        "url": URL,
        "events": ["job.completed", "job.failed"],
        "description": "For the map.",
        "createdAt": receiver.created_at.isoformat().replace("+00:00", "Z"),
        "state": "active",
        "failures": 0,
        "pausedUntil": None,
        "disabledAt": None,
    }
    assert status == 201
    assert made == {"success": True, "webhook": webhook, "secret": secret_of(receiver)}
    assert client.get("/api/webhooks").json() == {"success": True, "webhooks": [webhook], "next": None}
    assert client.get(f"/api/webhooks/{receiver.id}").json() == {"success": True, "webhook": webhook}


def test_secrets_are_those_of_the_specification_and_differ(client: Client) -> None:
    secrets = [subscribe(client)[1]["secret"] for _ in range(2)]

    assert secrets[0] != secrets[1]
    for secret in secrets:
        assert secret.startswith("whsec_")
        assert len(Webhook(secret)._whsecret) == 32


def test_secrets_are_nowhere(client: Client, admin_client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with CaptureQueriesContext(connection) as statements:
        secret = subscribe(client)[1]["secret"]
    receiver = Receiver.objects.get()

    shown = [
        client.get("/api/webhooks").content.decode(),
        client.get(f"/api/webhooks/{receiver.id}").content.decode(),
        admin_client.get("/admin/webhooks/receiver/").content.decode(),
        admin_client.get(f"/admin/webhooks/receiver/{receiver.id}/change/").content.decode(),
        admin_client.get("/admin/").content.decode(),
        repr(receiver),
        str(receiver),
        repr(receiver.__dict__),
        repr(Receiver.objects.values()),
        str(statements.captured_queries),
        caplog.text,
    ]

    assert secret == secret_of(receiver)
    for text in shown:
        assert "whsec_" not in text
        assert secret.removeprefix("whsec_") not in text


def test_subscription_that_names_no_events_gets_all_but_progress(client: Client) -> None:
    assert subscribe(client, events=None)[1]["webhook"]["events"] == list(USUAL_EVENTS)
    assert set(EVENTS) - set(USUAL_EVENTS) == {"job.progress"}


def test_subscription_is_deleted(client: Client) -> None:
    webhook_id = subscribe(client)[1]["webhook"]["id"]

    answers = [client.delete(f"/api/webhooks/{webhook_id}") for _ in range(2)]

    assert [(answer.status_code, answer.json()["success"]) for answer in answers] == [(200, True), (404, False)]
    assert not Receiver.objects.exists()


def test_subscriptions_come_in_pages_newest_first(client: Client) -> None:
    made = [subscribe(client)[1]["webhook"]["id"] for _ in range(3)]

    first = client.get("/api/webhooks?limit=2").json()
    second = client.get(first["next"]).json()

    assert [each["id"] for each in first["webhooks"] + second["webhooks"]] == made[::-1]
    assert second["next"] is None


@pytest.mark.parametrize(
    "webhook_id",
    ["x", "0", "1e3", "{}", "01a216d4-3b09-7106-ae30-c0fbd605ba93", "01a216d43b097106ae30c0fbd605ba93", "../jobs"],
)
def test_unknown_id_is_not_found(client: Client, webhook_id: str) -> None:
    for answer in (client.get(f"/api/webhooks/{webhook_id}"), client.delete(f"/api/webhooks/{webhook_id}")):
        assert answer.status_code == 404
        assert answer.json()["success"] is False


def test_server_of_callbacks_is_no_subscription(client: Client) -> None:
    server = Receiver.objects.create(is_subscription=False, url="https://hooks.example.org")

    assert client.get("/api/webhooks").json()["webhooks"] == []
    assert client.get(f"/api/webhooks/{server.id}").status_code == 404
    assert client.delete(f"/api/webhooks/{server.id}").status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://0.0.0.0/",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://localhost./",
        "http://user@hooks.example.org/",
        "file:///etc/passwd",
        "gopher://hooks.example.org/",
        "http://[::ffff:127.0.0.1]/",
        "http://hooks.example.org:22/",
        "http://inside.example.org/",
        "http://unknown.example.org/",
    ],
)
def test_address_that_may_not_be_sent_to_is_refused_with_one_sentence(client: Client, url: str) -> None:
    status, body = subscribe(client, url=url)

    assert (status, body) == (
        400,
        {"success": False, "error": REFUSED, "code": "invalid", "fields": {"url": [REFUSAL]}},
    )
    assert not Receiver.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *[("url", value) for value in (None, 5, [], "", "   ", "x" * 2001, "http://a\x07")],
        *[
            ("events", value)
            for value in ([], "job.completed", ["completed"], ["job.attached"], [5], [["x"]], {}, True)
        ],
        *[("description", value) for value in (5, "x" * 201, "\x1b[31m")],
    ],
)
def test_wrong_field_is_refused_by_name(client: Client, field: str, value: Any) -> None:
    status, body = subscribe(client, **{field: value})

    assert (status, body["success"], list(body["fields"])) == (400, False, [field])
    assert body["error"].startswith(field)


def test_there_may_be_so_many_subscriptions(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receivers, "MOST_SUBSCRIPTIONS", 1)
    subscribe(client)

    status, body = subscribe(client)

    assert (status, body["code"]) == (409, "too-many-webhooks")


@pytest.mark.parametrize("method", ["put", "patch"])
def test_subscription_is_never_changed(client: Client, method: str) -> None:
    webhook_id = subscribe(client)[1]["webhook"]["id"]

    answer = getattr(client, method)(f"/api/webhooks/{webhook_id}", {"url": URL}, content_type="application/json")

    assert (answer.status_code, answer.json()["success"]) == (405, False)


# --- Callbacks -------------------------------------------------------------------------------------------------------


def test_custom_prompt_names_a_callback(client: Client) -> None:
    status, body = post(client, "/api/generate-image", prompt="A quay.", callbackUrl=URL)

    callback = Callback.objects.get()
    assert (status, body["jobId"]) == (200, str(callback.job_id))
    assert (callback.url, callback.receiver.url, callback.is_open) == (URL, "https://hooks.example.org", True)


def test_request_for_an_entity_names_a_callback(client: Client) -> None:
    thing = make_thing()
    wish = {"entityType": "item", "entityId": thing.id}

    first = post(client, "/api/images/request", **wish, callbackUrl=URL)
    again = post(client, "/api/images/request", **wish, callbackUrl=URL)
    other = post(client, "/api/images/request", **wish, callbackUrl="https://hooks.example.org:8443/")

    assert [(status, body["existingJob"]) for status, body in (first, again, other)] == [
        (200, False),
        (200, True),
        (200, True),
    ]
    [job] = Job.objects.all()
    assert set(job.callbacks.values_list("url", flat=True)) == {"https://hooks.example.org:8443/", URL}


def test_repeated_request_calls_back_once(client: Client) -> None:
    for _ in range(2):
        client.post(
            "/api/generate-image",
            {"prompt": "A quay.", "callbackUrl": URL},
            content_type="application/json",
            headers={"Idempotency-Key": "one"},
        )

    assert (Job.objects.count(), Callback.objects.count()) == (1, 1)


@pytest.mark.parametrize("value", [None])
def test_callback_may_be_left_out(client: Client, value: None) -> None:
    assert post(client, "/api/generate-image", prompt="A quay.", callbackUrl=value)[0] == 200
    assert not Callback.objects.exists()


@pytest.mark.parametrize(
    "value", ["http://127.0.0.1/", "http://inside.example.org/", "", 5, [], "ftp://x.org", "x" * 2001]
)
def test_callback_that_may_not_be_called_is_refused_and_no_job_made(client: Client, value: Any) -> None:
    thing = make_thing()

    answers = [
        post(client, "/api/generate-image", prompt="A quay.", callbackUrl=value),
        post(client, "/api/images/request", entityType="item", entityId=thing.id, callbackUrl=value),
    ]

    for status, body in answers:
        assert (status, list(body["fields"])) == (400, ["callbackUrl"])
        assert body["error"].startswith("callbackUrl ")
    assert not Job.objects.exists()


def test_too_many_callbacks_of_one_job_are_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receivers, "MOST_CALLBACKS", 1)
    wish = {"entityType": "item", "entityId": make_thing().id}
    post(client, "/api/images/request", **wish, callbackUrl=URL)

    status, body = post(client, "/api/images/request", **wish, callbackUrl=f"{URL}&two")

    assert (status, body["error"]) == (
        400,
        "callbackUrl cannot be taken: too many addresses wait for the end of this job.",
    )
    assert Callback.objects.count() == 1


def test_request_that_makes_no_job_calls_nobody_back(client: Client, settings: LazySettings) -> None:
    settings.GENERATION_ENABLED = False

    status, body = post(client, "/api/images/request", entityType="item", entityId=make_thing().id, callbackUrl=URL)

    assert (status, body["reason"]) == (202, "disabled")
    assert not Callback.objects.exists()
