"""Whatever goes wrong below /api/, the answer has one shape; elsewhere people get pages."""

import json
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from imagesvc.api.errors import ApiError
from imagesvc.api.fields import RequestSerializer, StrictText
from imagesvc.api.jsonview import JSONView
from imagesvc.urls import urlpatterns as real_urlpatterns

pytestmark = pytest.mark.once

RAISED: dict[str, Exception] = {
    "api-error": ApiError(409, "The queue is full.", code="queue-full", headers={"Retry-After": "7"}),
    "http404": Http404("No Job matches the given query."),
    "not-found": exceptions.NotFound(),
    "denied": PermissionDenied("secret"),
    "bad-request": BadRequest("secret"),
    "suspicious": SuspiciousOperation("secret"),
    "throttled": exceptions.Throttled(wait=2.4),
    "operational": OperationalError("connection to server at 10.1.2.3 failed"),
    "interface": InterfaceError("connection already closed"),
    "crash": ZeroDivisionError("secret"),
    "plain-validation": serializers.ValidationError("Width and height do not go together."),
}

NOT_FOUND = {"success": False, "error": "There is nothing at this address.", "code": "not-found"}
NO_DATABASE = {
    "success": False,
    "error": "The database does not answer; try again in a few seconds.",
    "code": "database-unavailable",
}


class Raising(JSONView):
    def get(self, request: Request, name: str) -> Response:
        raise RAISED[name]


class Inner(RequestSerializer):
    name = StrictText()


class Outer(RequestSerializer):
    title = StrictText()
    inner = Inner()
    each = Inner(many=True)


class Validating(JSONView):
    def post(self, request: Request) -> Response:
        Outer(data=request.data).is_valid(raise_exception=True)
        return Response({"success": True})


def refuse_page(request: HttpRequest) -> HttpResponse:
    raise BadRequest("secret")


urlpatterns = [
    path("api/raise/<name>", Raising.as_view()),
    path("api/validate", Validating.as_view()),
    path("api/bare", refuse_page),
    path("page", refuse_page),
    *real_urlpatterns,
]
handler400 = "imagesvc.api.errors.bad_request"
handler404 = "imagesvc.api.errors.page_not_found"
handler500 = "imagesvc.api.errors.server_error"


@pytest.fixture
def site(settings: LazySettings) -> Client:
    """A client of the real site with views that fail."""
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("name", "status", "body"),
    [
        ("api-error", 409, {"success": False, "error": "The queue is full.", "code": "queue-full"}),
        ("http404", 404, NOT_FOUND),
        ("not-found", 404, NOT_FOUND),
        ("denied", 403, {"success": False, "error": "This is not allowed.", "code": "forbidden"}),
        ("bad-request", 400, {"success": False, "error": "This request cannot be understood.", "code": "bad-request"}),
        ("suspicious", 400, {"success": False, "error": "This request cannot be understood.", "code": "bad-request"}),
        (
            "throttled",
            429,
            {
                "success": False,
                "error": "Request was throttled. Expected available in 3 seconds.",
                "code": "too-many-requests",
            },
        ),
        ("operational", 503, NO_DATABASE),
        ("interface", 503, NO_DATABASE),
        (
            "crash",
            500,
            {
                "success": False,
                "error": "Something went wrong on our side; it has been logged.",
                "code": "internal-server-error",
            },
        ),
        (
            "plain-validation",
            400,
            {
                "success": False,
                "error": "Width and height do not go together.",
                "code": "invalid",
                "fields": {"non_field_errors": ["Width and height do not go together."]},
            },
        ),
    ],
)
def test_exception_in_a_view_is_answered_in_the_contracts_shape(
    site: Client, name: str, status: int, body: dict[str, Any]
) -> None:
    response = site.get(f"/api/raise/{name}")

    assert (response.status_code, response["Content-Type"], response.json()) == (status, "application/json", body)


@pytest.mark.parametrize(("name", "seconds"), [("api-error", "7"), ("throttled", "3"), ("operational", "2")])
def test_error_that_passes_says_when_to_come_back(site: Client, name: str, seconds: str) -> None:
    response = site.get(f"/api/raise/{name}")

    assert response["Retry-After"] == seconds


def test_crash_is_logged_with_its_trace_and_answered_without(
    site: Client, settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.DEBUG = True

    response = site.get("/api/raise/crash")

    assert response.status_code == 500
    assert b"secret" not in response.content
    assert [(record.name, record.getMessage()) for record in caplog.records] == [
        ("django.request", "Internal Server Error: /api/raise/crash")
    ]
    assert "ZeroDivisionError: secret" in caplog.text


def test_validation_names_the_first_field_and_lists_all(site: Client) -> None:
    body = {"title": 5, "inner": {"name": ""}, "each": [{"name": "ok"}, {"name": None}]}

    response = site.post("/api/validate", body, content_type="application/json")

    assert response.status_code == 400
    assert response.json() == {
        "success": False,
        "error": "title must be a text.",
        "code": "invalid",
        "fields": {
            "title": ["This field must be a text."],
            "inner.name": ["This field must not be empty."],
            "each.1.name": ["This field is required."],
        },
    }


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete", "head", "options"])
@pytest.mark.parametrize("address", ["/api", "/api/", "/api/nothing", "/api/nothing/here/", "/api//jobs", "/api/%00"])
def test_unknown_address_below_api_is_404_in_json(client: Client, method: str, address: str) -> None:
    response = client.generic(method.upper(), address)

    assert response.status_code == 404
    assert response["Content-Type"] == "application/json"
    assert method == "head" or response.json() == NOT_FOUND


def test_unknown_address_elsewhere_is_a_page(client: Client) -> None:
    response = client.get("/nothing")

    assert (response.status_code, response["Content-Type"]) == (404, "text/html; charset=utf-8")


def test_method_that_is_not_allowed_is_405_and_told_which_are(site: Client) -> None:
    response = site.delete("/api/validate")

    assert (response.status_code, response["Allow"]) == (405, "POST, OPTIONS")
    assert response.json() == {
        "success": False,
        "error": "That method is not allowed here; the Allow header names those that are.",
        "code": "method-not-allowed",
    }


def test_options_says_what_is_allowed_and_nothing_about_the_code(site: Client) -> None:
    response = site.options("/api/validate")

    assert (response.status_code, response["Allow"], response.json()) == (200, "POST, OPTIONS", {"success": True})


def test_error_outside_a_json_view_is_json_below_api_and_a_page_elsewhere(site: Client) -> None:
    below, elsewhere = site.get("/api/bare"), site.get("/page")

    assert (below.status_code, json.loads(below.content)["code"]) == (400, "bad-request")
    assert (elsewhere.status_code, elsewhere["Content-Type"]) == (400, "text/html; charset=utf-8")
