"""What each kind of answer tells browsers that they may do with it, as one table."""

import socket
from collections.abc import Iterator

import pytest
from django.conf import LazySettings

from imagesvc.images import storage
from imagesvc.web.protection import ADMIN_PAGE, NO_PAGE, PAGE, PICTURE, READING_PAGE
from tests.factories import engines
from tests.servers import RunningServer, running_server

pytestmark = pytest.mark.once

# What the headers are that this is about; every other one belongs to the answer itself.
PROTECTING = {
    "content-security-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "referrer-policy",
    "x-content-type-options",
    "x-frame-options",
}
EVERYWHERE = {
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
POLICIES = {
    PAGE: "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'self'; img-src 'self'; frame-ancestors 'none'",
    ADMIN_PAGE: "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'self'; img-src 'self' data:; frame-ancestors 'none'",
    READING_PAGE: "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    NO_PAGE: "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    PICTURE: "default-src 'none'; sandbox; frame-ancestors 'none'",
}
STEM = "0193a5b4-0000-7000-8000-000000000001"
# One of each kind: its address, its status, its policy, and which origins may embed it.
KINDS = [
    ("/", 200, PAGE, "same-origin"),
    ("/jobs", 200, PAGE, "same-origin"),
    ("/jobs/nonsense", 404, PAGE, "same-origin"),
    ("/nowhere", 404, PAGE, "same-origin"),
    ("/admin/", 302, ADMIN_PAGE, "same-origin"),
    ("/admin/login/", 200, ADMIN_PAGE, "same-origin"),
    ("/admin/nowhere/", 302, ADMIN_PAGE, "same-origin"),
    ("/api", 404, NO_PAGE, "same-origin"),
    ("/api/docs", 200, READING_PAGE, "same-origin"),
    ("/api/docs/", 200, READING_PAGE, "same-origin"),
    ("/api/schema", 200, NO_PAGE, "same-origin"),
    ("/api/jobs", 200, NO_PAGE, "same-origin"),
    ("/api/nowhere", 404, NO_PAGE, "same-origin"),
    (f"/api/jobs/{STEM}", 404, NO_PAGE, "same-origin"),
    (f"/api/jobs/{STEM}/preview", 404, NO_PAGE, "cross-origin"),
    (f"/api/jobs/{STEM}/events", 404, NO_PAGE, "same-origin"),
    (f"/generated-images/{STEM}.png", 200, PICTURE, "cross-origin"),
    ("/generated-images/nothing.png", 404, PICTURE, "cross-origin"),
    ("/static/admin/css/base.css", 200, NO_PAGE, "same-origin"),
    ("/static/nothing.css", 404, NO_PAGE, "same-origin"),
    ("/healthz", 200, NO_PAGE, "same-origin"),
    ("/readyz", 503, NO_PAGE, "same-origin"),
    ("/metrics", 200, NO_PAGE, "same-origin"),
]


@pytest.fixture
def server(transactional_db: None, settings: LazySettings) -> Iterator[RunningServer]:
    settings.ENGINES = engines("dummy")
    storage.write(STEM, storage.PICTURE, b"a picture")
    with running_server() as server:
        yield server


def test_every_kind_of_answer_is_protected(server: RunningServer) -> None:
    with server.client() as client:
        answers = {path: client.get(path) for path, *_ in KINDS}

    found = {
        path: (answer.status_code, {name: answer.headers[name] for name in PROTECTING & set(answer.headers)})
        for path, answer in answers.items()
    }
    assert found == {
        path: (
            status,
            EVERYWHERE | {"content-security-policy": POLICIES[policy], "cross-origin-resource-policy": embedded},
        )
        for path, status, policy, embedded in KINDS
    }


def test_stream_of_events_is_protected(server: RunningServer) -> None:
    with server.client() as client, client.stream("GET", "/api/events") as answer:
        found = {name: answer.headers[name] for name in PROTECTING}

    assert found == EVERYWHERE | {
        "content-security-policy": POLICIES[NO_PAGE],
        "cross-origin-resource-policy": "same-origin",
    }


@pytest.mark.parametrize(
    "request_line",
    ["POST /api/jobs HTTP/1.1\r\nContent-Length: 999999999999", "GET /ws HTTP/1.1\r\nOrigin: http://elsewhere.example"],
)
def test_refusals_are_protected(server: RunningServer, request_line: str) -> None:
    """A body that is too large; a socket that a foreign page wants."""
    upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
    head = f"{request_line}\r\nHost: localhost\r\n"
    if "/ws" in request_line:
        head += f"{upgrade}dGhlIHNhbXBsZSBub25jZQ==\r\n"

    with server.send(f"{head}\r\n") as connection:
        answer = _read_head(connection)

    assert answer.startswith(("http/1.1 413", "http/1.1 403"))
    assert {name for name in PROTECTING if f"\r\n{name}: " in answer} == PROTECTING


def _read_head(connection: socket.socket) -> str:
    read = b""
    while b"\r\n\r\n" not in read:
        read += connection.recv(4096)
    return read.decode().lower()
