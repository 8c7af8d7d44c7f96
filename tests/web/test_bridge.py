"""Django behind the bridge is asked as the client asked, and the client is answered as Django answered."""

import hashlib
import http.client
import json
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import psutil
import pytest
from django.conf import LazySettings

from imagesvc.web import environ, threads
from imagesvc.web.threads import THREADS
from tests.processes import wait_for
from tests.servers import RunningServer
from tests.web import views
from tests.web.views import Tap

TOO_LARGE = "The body is larger than the 2,048 bytes that this server accepts."
TOO_LARGE_JSON = f'{{"success":false,"error":"{TOO_LARGE}","code":"body-too-large"}}'
PROTECTED = {"x-content-type-options": "nosniff", "referrer-policy": "same-origin", "x-frame-options": "DENY"}


def answer_on(connection: Any) -> tuple[int, dict[str, str], bytes]:
    """Read one whole answer from a bare connection."""
    with connection:
        response = http.client.HTTPResponse(connection)
        response.begin()
        headers = {name.lower(): value for name, value in response.getheaders() if name != "date"}
        return response.status, headers, response.read()


def test_request_reaches_django_as_it_was_sent(server: RunningServer) -> None:
    request = (
        "POST /echo?q=%C3%A9&x=1 HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n"
        "X-Word: one\r\nX-Word: two\r\nX_Word: three\r\nCookie: a=1\r\nCookie: b=2\r\nConnection: close\r\n\r\nhello"
    )

    status, _, body = answer_on(server.send(request))

    assert (status, json.loads(body)) == (
        200,
        {
            "method": "POST",
            "scheme": "http",
            "cookies": {"a": "1", "b": "2"},
            "meta": {
                "PATH_INFO": "/echo",
                "SCRIPT_NAME": "",
                "QUERY_STRING": "q=%C3%A9&x=1",
                "CONTENT_TYPE": "text/plain",
                "CONTENT_LENGTH": "5",
                "REMOTE_ADDR": "127.0.0.1",
            },
            "headers": {"HTTP_X_WORD": "one,two"},
            "body": "hello",
        },
    )


def test_chunked_body_is_counted(server: RunningServer) -> None:
    def parts() -> Iterator[bytes]:
        yield b"hello "
        yield b"world"

    with server.client() as client:
        echoed = client.post("/echo", content=parts()).json()

    assert (echoed["meta"]["CONTENT_LENGTH"], echoed["body"]) == ("11", "hello world")


@pytest.mark.parametrize("size", [0, 1, 70_000, 3_000_000])
def test_body_of_any_size_arrives_whole(server: RunningServer, size: int) -> None:
    body = bytes(range(256)) * (size // 256 + 1)

    with server.client() as client:
        response = client.post("/digest", content=body[:size])

    assert response.text == hashlib.sha256(body[:size]).hexdigest()


def test_path_that_is_no_utf8_is_not_found(server: RunningServer) -> None:
    assert server.get("/echo%ff").status_code == 404


def test_head_is_answered_without_a_body(server: RunningServer) -> None:
    with server.client() as client:
        got, asked = client.get("/ping"), client.head("/ping")

    assert (asked.status_code, asked.content, asked.headers["content-length"]) == (200, b"", "4")
    assert {**asked.headers, "date": ""} == {**got.headers, "date": ""}


def test_answers_carry_what_djangos_middlewares_add(server: RunningServer) -> None:
    headers = server.get("/ping").headers

    assert {name: headers[name] for name in PROTECTED} == PROTECTED
    assert "server" not in headers


@pytest.mark.parametrize(
    ("path", "content_type", "body"),
    [
        ("/api/echo", "application/json", TOO_LARGE_JSON),
        ("/echo", "text/plain; charset=utf-8", f"{TOO_LARGE}\n"),
    ],
)
@pytest.mark.parametrize("is_chunked", [False, True])
def test_too_large_a_body_is_refused(
    server: RunningServer, settings: LazySettings, path: str, content_type: str, body: str, is_chunked: bool
) -> None:
    settings.MAX_BODY_BYTES = 2_048
    content = iter([b"x" * 2_000, b"x" * 49]) if is_chunked else b"x" * 2_049

    with server.client() as client:
        response = client.post(path, content=content)

    assert (response.status_code, response.headers["content-type"], response.text) == (413, content_type, body)


def test_body_of_the_largest_size_is_read(server: RunningServer, settings: LazySettings) -> None:
    settings.MAX_BODY_BYTES = 2_048

    with server.client() as client:
        response = client.post("/digest", content=b"x" * 2_048)

    assert response.text == hashlib.sha256(b"x" * 2_048).hexdigest()


def test_huge_body_is_neither_read_nor_kept(server: RunningServer, settings: LazySettings) -> None:
    settings.MAX_BODY_BYTES = 2**20
    size, part = 100 * 2**20, b"x" * 65_536
    before = psutil.Process().memory_info().rss

    connection = server.send(f"POST /api/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: {size}\r\n\r\n")
    sent = 0
    try:
        while sent < size:
            connection.sendall(part)
            sent += len(part)
    except OSError:
        pass
    status, _, _ = answer_on(connection)

    assert status == 413
    # Beyond what is thrown away, the buffers of the connection take some.
    assert sent < size / 4
    assert psutil.Process().memory_info().rss - before < 20 * 2**20


def test_sender_that_waits_for_permission_gets_none_for_too_large_a_body(
    server: RunningServer, settings: LazySettings
) -> None:
    settings.MAX_BODY_BYTES = 2_048
    request = "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2049\r\nExpect: 100-continue\r\n\r\n"

    status, headers, _ = answer_on(server.send(request))

    assert (status, headers["connection"]) == (413, "close")


def test_body_that_does_not_come_is_given_up(server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environ, "BODY_SECONDS", 0.1)

    status, headers, body = answer_on(
        server.send("POST /api/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhel")
    )

    assert (status, headers["connection"], json.loads(body)) == (
        408,
        "close",
        {"success": False, "error": "The body took too long to arrive.", "code": "body-too-slow"},
    )


@pytest.mark.parametrize("length", ["-1", "five", "5, 6", "1e3", "99999999999999999999", "5\r\nContent-Length: 6"])
def test_length_that_is_none_is_refused(server: RunningServer, length: str) -> None:
    request = f"POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\nhello"

    status, _, body = answer_on(server.send(request))

    assert (status, b"Traceback" in body) == (400, False)


def test_crash_of_a_view_is_an_error_and_no_end(server: RunningServer) -> None:
    crashed = server.get("/api/crash")

    assert (crashed.status_code, crashed.json()) == (
        500,
        {
            "success": False,
            "error": "Something went wrong on our side; it has been logged.",
            "code": "internal-server-error",
        },
    )
    assert server.get("/crash").text == "Something went wrong on our side; it has been logged.\n"
    assert server.get("/ping").text == "pong"


def test_stream_is_sent_as_it_comes(server: RunningServer) -> None:
    with server.client() as client, client.stream("GET", "/halves") as response:
        parts = response.iter_raw()

        first = next(parts)
        views.gate.set()

        assert (first, b"".join(parts)) == (b"one ", b"half")


def test_stream_is_drawn_on_one_thread_and_closed(server: RunningServer) -> None:
    tap = views.taps["short"] = Tap(chunks=20)

    received = server.get("/stream/short").content

    assert received == b"x" * 20 * tap.size
    assert (tap.drawn, len(tap.threads), tap.is_closed.wait(60)) == (20, 1, True)


def test_file_is_sent_whole(server: RunningServer) -> None:
    source = Path(views.__file__).read_bytes()

    response = server.get("/source")

    assert (response.content == source, response.headers["content-length"]) == (True, str(len(source)))


def test_head_of_a_stream_draws_nothing(server: RunningServer) -> None:
    tap = views.taps["head"] = Tap(chunks=20)

    with server.client() as client:
        response = client.head("/stream/head")

    assert (response.status_code, response.content) == (200, b"")
    assert (tap.drawn, tap.is_closed.wait(60)) == (0, True)


def test_stream_waits_for_a_slow_reader_and_ends_with_it(server: RunningServer) -> None:
    tap = views.taps["endless"] = Tap(chunks=10_000)
    connection = server.send("GET /stream/endless HTTP/1.1\r\nHost: localhost\r\n\r\n")
    wait_for(lambda: tap.drawn > 2)

    drawn = 0
    while drawn < tap.drawn:  # until nothing more fits into the buffers
        drawn = tap.drawn
        tap.is_closed.wait(0.2)
    connection.close()

    assert tap.is_closed.wait(60)
    assert tap.drawn < 1_000


def test_stream_that_breaks_ends_without_its_end(server: RunningServer) -> None:
    tap = views.taps["broken"] = Tap(chunks=3, breaks=True)

    with pytest.raises(httpx2.RemoteProtocolError):
        server.get("/stream/broken")

    assert tap.is_closed.wait(60)


@contextmanager
def every_thread_busy(server: RunningServer) -> Iterator[list[Future[httpx2.Response]]]:
    """Have a view wait on each thread until the block is left."""
    with ThreadPoolExecutor(THREADS) as pool:
        slow = [pool.submit(server.get, "/gate") for _ in range(THREADS)]
        try:
            wait_for(lambda: len(views.happened) == THREADS)
            yield slow
        finally:
            views.gate.set()


def test_slow_views_do_not_hold_up_pictures(server: RunningServer) -> None:
    with every_thread_busy(server) as slow:
        picture = server.get("/generated-images/nothing-here.png")
        stylesheet = server.get("/static/admin/css/base.css")

        assert (picture.status_code, stylesheet.status_code) == (404, 200)
        assert [each.done() for each in slow] == [False] * THREADS
    assert [each.result().text for each in slow] == ["passed"] * THREADS


def test_request_beyond_a_full_queue_is_asked_to_come_back(
    server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with every_thread_busy(server) as slow:
        monkeypatch.setattr(threads, "MOST_WAITING", 2)
        queued = [server.send("GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n") for _ in range(2)]
        server.get("/generated-images/")  # answered after the two have been read

        response = server.get("/api/echo")

        assert (response.status_code, response.headers["retry-after"], response.json()) == (
            503,
            "5",
            {
                "success": False,
                "error": "The server has more to do than it can; try again in a few seconds.",
                "code": "overloaded",
            },
        )
    assert [each.result().text for each in slow] == ["passed"] * THREADS
    assert [answer_on(each)[2] for each in queued] == [b"pong"] * 2


def test_request_whose_client_has_gone_is_dropped_from_the_queue(server: RunningServer) -> None:
    with every_thread_busy(server) as slow:
        first = server.send("GET /gate HTTP/1.1\r\nHost: localhost\r\n\r\n")
        gone = [server.send("GET /gate HTTP/1.1\r\nHost: localhost\r\n\r\n") for _ in range(20)]
        server.get("/generated-images/")  # answered after the twenty have been read

        for connection in gone:
            connection.close()
        server.get("/generated-images/")  # and after they were seen to hang up

    assert [each.result().text for each in slow] == ["passed"] * THREADS
    assert answer_on(first)[2] == b"passed"
    assert server.get("/ping").text == "pong"
    assert len(views.happened) == THREADS + 1


def test_connections_to_the_database_are_kept(server: RunningServer) -> None:
    with server.client() as client:
        used = {client.get("/jobs").text for _ in range(50)}

    # One for each thread, and none twice for the same.
    assert len(used) == len({thread.partition(" ")[0] for thread in used}) <= THREADS
