"""What is read as JSON, what is refused and how it is written."""

import json
import uuid
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.handlers.asgi import ASGIRequest
from django.test import Client
from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response

from imagesvc.api.json import to_json
from imagesvc.api.jsonview import JSONView

pytestmark = pytest.mark.once

ADDRESS = "/api/echo"
JSON = "application/json"


class Echo(JSONView):
    def get(self, request: Request) -> Response:
        return Response({"success": True})

    def post(self, request: Request) -> Response:
        return Response({"success": True, "echo": request.data})


class EchoMany(Echo):
    accepts_list = True  # type: ignore[assignment]  # a view says so for itself


urlpatterns = [path("api/echo", Echo.as_view()), path("api/echo-many", EchoMany.as_view())]


@pytest.fixture(autouse=True)
def site(settings: LazySettings) -> None:
    settings.ROOT_URLCONF = __name__


def post(client: Client, body: bytes, content_type: str = JSON, **extra: Any) -> tuple[int, dict[str, Any]]:
    # Django's client leaves the type of an empty body away, unless it is among the extras.
    extra = {"CONTENT_TYPE": content_type} | extra
    response = client.generic("POST", ADDRESS, body, content_type=content_type, **extra)
    return response.status_code, response.json()


@pytest.mark.parametrize(
    ("body", "echo"),
    [
        (b"{}", {}),
        (b' \n{"a": [1, -2.5, true, null, "\\u00e9 \\ud83d\\ude00"]}\t', {"a": [1, -2.5, True, None, "é 😀"]}),
        ('{"ключ": "значение"}'.encode(), {"ключ": "значение"}),
        (b'{"a": 1, "a": 2}', {"a": 2}),
        (b'{"a": "\\\\u0000"}', {"a": "\\u0000"}),
        (b'{"a": ' + b"[" * 99 + b"]" * 99 + b"}", None),
        (b'{"a": [' + b",".join([b"[]"] * 1000) + b"]}", {"a": [[]] * 1000}),
    ],
)
def test_body_of_json_is_read(client: Client, body: bytes, echo: dict[str, Any] | None) -> None:
    status, answer = post(client, body)

    assert (status, answer["success"]) == (200, True)
    assert echo is None or answer["echo"] == echo


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", "The body is empty; send a JSON object."),
        (b" ", "The body is not valid JSON: "),
        (b"null", "The body must be a JSON object."),
        (b"[]", "The body must be a JSON object."),
        (b'[{"a": 1}]', "The body must be a JSON object."),
        (b'"a"', "The body must be a JSON object."),
        (b"5", "The body must be a JSON object."),
        (b"true", "The body must be a JSON object."),
        (b'{"a": 1', "The body is not valid JSON: "),
        (b'{"a": 1,}', "The body is not valid JSON: "),
        (b"{'a': 1}", "The body is not valid JSON: "),
        (b'{"a": 1} // why', "The body is not valid JSON: "),
        (b'{"a": 1}{"b": 2}', "The body is not valid JSON: "),
        (b"a=1&b=2", "The body is not valid JSON: "),
        (b"<a/>", "The body is not valid JSON: "),
        (b'{"a": NaN}', "The body is not valid JSON: "),
        (b'{"a": Infinity}', "The body is not valid JSON: "),
        (b'{"a": -Infinity}', "The body is not valid JSON: "),
        (b'{"a": 1e400}', "The body is not valid JSON: "),
        (b'{"a": 012}', "The body is not valid JSON: "),
        (b'{"a": "\x01"}', "The body is not valid JSON: "),
        (b'{"a": "\xff"}', "The body is not valid JSON: "),
        (b'{"a": "\xed\xa0\x80"}', "The body is not valid JSON: "),
        (b'{"a": "\\ud800"}', "The body is not valid JSON: "),
        (b'{"\\udc00": 1}', "The body is not valid JSON: "),
        (b'\xef\xbb\xbf{"a": 1}', "The body is not valid JSON: "),
        ('{"a": 1}'.encode("utf-16"), "The body is not valid JSON: "),
        (b'{"a": "\\u0000"}', "The body must not contain NUL characters."),
        (b'{"a": [{"b\\u0000": 1}]}', "The body must not contain NUL characters."),
        (b'{"a": ' + b"[" * 100 + b"]" * 100 + b"}", "The body is nested deeper than 100 levels."),
        (b'{"a": ' + b"[" * 1_000 + b"]" * 1_000 + b"}", "The body is nested deeper than 100 levels."),
        (b'{"a":' * 500 + b"1" + b"}" * 500, "The body is nested deeper than 100 levels."),
        (b"[" * 100_000 + b"]" * 100_000, "The body is not valid JSON: "),
        (b'{"a":' * 100_000, "The body is not valid JSON: "),
    ],
)
def test_body_that_is_no_storable_json_object_is_400(client: Client, body: bytes, error: str) -> None:
    status, answer = post(client, body)

    sentence = answer.pop("error")
    assert (status, answer) == (400, {"success": False, "code": "bad-request"})
    assert sentence.startswith(error)
    assert sentence.endswith(".")


@pytest.mark.parametrize("body", [b"[]", b'[{"a": 1}]', b"{}"])
def test_list_is_read_where_a_view_takes_one(client: Client, body: bytes) -> None:
    response = client.generic("POST", "/api/echo-many", body, content_type=JSON)

    assert response.status_code == 200


@pytest.mark.parametrize("body", [b"null", b'"a"', b"1"])
def test_scalar_is_400_even_where_a_view_takes_a_list(client: Client, body: bytes) -> None:
    response = client.generic("POST", "/api/echo-many", body, content_type=JSON)

    assert (response.status_code, response.json()["error"]) == (
        400,
        "The body must be a JSON object or a list of them.",
    )


@pytest.mark.parametrize("body", [b"", b'{"a": 1}', b"a=1"])
@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "text/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/xml",
        "application/jsonp",
        "application/problem+json",
        "application/*",
        "*/*",
        "application/json, text/plain",
    ],
)
def test_anything_but_json_is_415(client: Client, content_type: str, body: bytes) -> None:
    assert post(client, body, content_type) == (
        415,
        {
            "success": False,
            "error": "The body must be JSON, sent as Content-Type: application/json.",
            "code": "unsupported-media-type",
        },
    )


def test_body_without_a_type_is_415_and_no_body_without_a_type_is_400(client: Client) -> None:
    assert post(client, b'{"a": 1}', "")[0] == 415
    assert post(client, b"", "") == (
        400,
        {"success": False, "error": "The body is empty; send a JSON object.", "code": "bad-request"},
    )


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "Application/JSON",
        "application/json; charset=utf-8",
        'application/json;charset="UTF-8"',
        "application/json; charset=utf8",
        "application/json; profile=x",
    ],
)
def test_json_in_utf_8_is_read_however_it_is_spelled(client: Client, content_type: str) -> None:
    assert post(client, b'{"a": 1}', content_type) == (200, {"success": True, "echo": {"a": 1}})


@pytest.mark.parametrize("charset", ["utf-16", "latin-1", "rot13", "base64", "zlib", "bz2_codec", "nonsense", ""])
def test_json_in_another_charset_is_400(client: Client, charset: str) -> None:
    assert post(client, b'{"a": 1}', f"application/json; charset={charset}") == (
        400,
        {
            "success": False,
            "error": "The body must be JSON in UTF-8, not in another charset.",
            "code": "bad-request",
        },
    )


def test_body_that_is_too_large_is_413(client: Client, settings: LazySettings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    just_right, too_large = b'{"a": "%s"}' % (b"x" * 91), b'{"a": "%s"}' % (b"x" * 92)
    refusal = {"success": False, "error": "The body is larger than this server accepts.", "code": "body-too-large"}

    assert post(client, just_right)[0] == 200
    assert post(client, too_large) == (413, refusal)


def test_body_that_is_announced_too_large_is_413_before_it_is_read(client: Client) -> None:
    status, _ = post(client, b"{}", CONTENT_LENGTH=str(2**40))

    assert status == 413


def test_body_of_unknown_length_is_read() -> None:
    """As a server hands over a chunked body: without a length."""
    headers = [(b"content-type", JSON.encode()), (b"transfer-encoding", b"chunked")]
    scope = {"type": "http", "method": "POST", "path": ADDRESS, "query_string": b"", "headers": headers}

    response = Echo.as_view()(ASGIRequest(scope, BytesIO(b'{"a": 1}')))

    assert (response.status_code, response.data) == (200, {"success": True, "echo": {"a": 1}})


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "nonsense", "", "*/*;q=0", ";" * 500])
def test_json_is_sent_whatever_is_asked_for(client: Client, accept: str) -> None:
    for address in (ADDRESS, f"{ADDRESS}?format=xml", f"{ADDRESS}?format=json"):
        response = client.get(address, HTTP_ACCEPT=accept)

        assert (response.status_code, response["Content-Type"]) == (200, JSON)
        assert response.json() == {"success": True}


def test_times_go_out_in_utc_with_z_and_ids_as_text() -> None:
    at = datetime(2026, 11, 23, 13, 47, 0, 250_000, tzinfo=UTC)
    key = uuid.UUID("0193a5b4-0000-7000-8000-000000000001")

    assert to_json({"at": at, "id": key, "é": [None]}) == (
        '{"at":"2026-11-23T13:47:00.250000Z","id":"0193a5b4-0000-7000-8000-000000000001","é":[null]}'.encode()
    )


def test_integers_that_are_too_long_are_written_as_javascript_does() -> None:
    whole = {"most": 2**64 - 1, "least": -(2**63), "flag": True}
    long = {"a": [10**23, {"b": -(10**23)}], "c": (10**400,)}

    assert json.loads(to_json(whole | long)) == whole | {"a": [1e23, {"b": -1e23}], "c": [None]}
    with pytest.raises(TypeError):
        to_json({"a": object(), "b": 10**23})
