"""Pages of other web sites may read nothing and change nothing; our own, and clients that are no browser, may."""

from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.test import Client

from entities.models import Thing
from imagesvc.api.origins import is_foreign
from tests.factories import make_thing

FOREIGN = {
    "success": False,
    "error": "Pages of other web sites may not write here.",
    "code": "foreign-origin",
}
WRITES = [
    ("POST", "/api/things"),
    ("PUT", "/api/things/thing_1"),
    ("PATCH", "/api/things/thing_1"),
    ("DELETE", "/api/things/thing_1"),
    ("POST", "/api/images/request"),
    ("POST", "/api/generate-image"),
    ("POST", "/api/nothing"),
    ("PURGE", "/api/nothing"),
]


@pytest.mark.once
@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://127.0.0.1:8000", "127.0.0.1:8000"),
        ("https://127.0.0.1:8000", "127.0.0.1:8000"),
        ("http://localhost:8000", "LOCALHOST:8000"),
        ("http://[::1]:8000", "[::1]:8000"),
        ("http://pictures.lan", "pictures.lan"),
        ("http://pictures.lan", "pictures.lan:80"),
        ("https://pictures.lan:443", "pictures.lan"),
        ("https://PICTURES.example.org", "10.0.0.7:8000"),
        ("http://localhost:7777", "127.0.0.1:8000"),
    ],
)
def test_own_and_allowed_origins_are_not_foreign(settings: LazySettings, origin: str, host: str) -> None:
    settings.PUBLIC_URL = "https://pictures.example.org"
    settings.ALLOWED_ORIGINS = ("http://localhost:7777/",)

    assert not is_foreign(origin, host)


@pytest.mark.once
@pytest.mark.parametrize(
    "origin",
    [
        "",
        "null",
        "http://evil.example",
        "http://localhost:8000",
        "http://127.0.0.1",
        "http://127.0.0.1:80000",
        "http://127.0.0.1:8000.evil.example",
        "http://127.0.0.1:8000@evil.example",
        "http://evil.example/127.0.0.1:8000",
        "http://127.0.0.1:8000/",
        "http://127.0.0.1:8000, http://evil.example",
        "ftp://127.0.0.1:8000",
        "file://",
        "127.0.0.1:8000",
        "//127.0.0.1:8000",
        "http://pictures.example.org",
        "https://evil-pictures.example.org",
    ],
)
def test_all_other_origins_are_foreign(settings: LazySettings, origin: str) -> None:
    settings.PUBLIC_URL = "https://pictures.example.org"

    assert is_foreign(origin, "127.0.0.1:8000")


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "address"), WRITES)
@pytest.mark.parametrize(
    "headers", [{"Origin": "http://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_write_for_a_foreign_page_is_403_and_changes_nothing(
    client: Client, method: str, address: str, headers: dict[str, str]
) -> None:
    thing = make_thing(id="thing_1", name="Kept")

    response = client.generic(method, address, '{"id": "thing_1", "name": "X"}', "application/json", headers=headers)

    assert (response.status_code, response.json()) == (403, FOREIGN)
    assert list(Thing.objects.values("id", "name")) == [{"id": thing.id, "name": "Kept"}]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "http://testserver"}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}],
)
def test_write_of_our_own_page_or_of_no_page_is_done(client: Client, headers: dict[str, str]) -> None:
    response = client.put("/api/things/thing_1", {"name": "X"}, content_type="application/json", headers=headers)

    assert response.status_code == 201


@pytest.mark.django_db
def test_browser_that_is_logged_in_to_the_admin_needs_no_token() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_superuser("admin"))

    response = client.put(
        "/api/things/thing_1", {"name": "X"}, content_type="application/json", headers={"Origin": "http://testserver"}
    )

    assert response.status_code == 201


@pytest.mark.django_db
@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data"])
def test_form_of_a_page_without_an_origin_is_not_read(client: Client, content_type: str) -> None:
    response = client.generic("POST", "/api/things", b'{"id": "thing_1"}', content_type)

    assert response.status_code == 415
    assert Thing.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_reading_for_a_foreign_page_gets_no_permission_to_see_it(client: Client, method: str) -> None:
    headers = {"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"}

    response = client.generic(method, "/api/things", headers=headers)

    assert response.status_code == 200
    assert not [name for name in response.headers if name.lower().startswith("access-control-")]


@pytest.mark.once
@pytest.mark.parametrize(
    "extra",
    [
        {"HTTP_HOST": "evil.example"},
        {"HTTP_HOST": "testserver.evil.example"},
        {"HTTP_HOST": "testserver@evil.example"},
        {"HTTP_HOST": "a b"},
        {"HTTP_HOST": ""},
        {"HTTP_HOST": "testserver:x"},
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_host_that_we_are_not_is_400(client: Client, method: str, extra: dict[str, Any]) -> None:
    response = client.generic(method, "/api/things", "{}", "application/json", **extra)

    assert response.status_code == 400
    assert response.json() == {
        "success": False,
        "error": "This server does not answer to that host name.",
        "code": "unknown-host",
    }
