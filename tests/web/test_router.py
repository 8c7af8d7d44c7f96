"""Each address is answered by whom it belongs to, and whatever goes wrong is an answer, too."""

import asyncio

import pytest
from websockets.exceptions import ConnectionClosedError
from websockets.sync.client import connect

from imagesvc.web.protocol import Receive, Scope, Send
from imagesvc.web.router import Router
from tests.servers import RunningServer, running_server

pytestmark = pytest.mark.once


def test_static_files_are_served_as_the_finders_find_them(server: RunningServer) -> None:
    response = server.get("/static/admin/css/base.css")
    again = server.get("/static/admin/css/base.css", headers={"If-None-Match": response.headers["etag"]})

    names = ("content-type", "cache-control")
    assert [response.headers[name] for name in names] == ['text/css; charset="utf-8"', "max-age=60, public"]
    assert (response.status_code, again.status_code) == (200, 304)
    assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize(
    "path", ["/static/", "/static/nothing.css", "/static/../manage.py", "/static/..%2fmanage.py", "/static/admin/%00"]
)
def test_what_is_no_static_file_is_djangos_to_refuse(server: RunningServer, path: str) -> None:
    response = server.get(path)

    assert (response.status_code, response.headers["x-frame-options"]) == (404, "DENY")


def test_unknown_socket_is_closed_with_a_code_that_scripts_can_read(server: RunningServer) -> None:
    with connect(f"ws://127.0.0.1:{server.port}/nowhere") as socket, pytest.raises(ConnectionClosedError) as closed:
        socket.recv()

    assert closed.value.rcvd is not None
    assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (4404, "There is no such socket.")


def test_application_that_crashes_is_an_error() -> None:
    async def crash(scope: Scope, receive: Receive, send: Send) -> None:
        raise ZeroDivisionError("a bug")

    async def stop() -> None:
        """Have nothing to stop."""

    router = Router(prefixes={}, otherwise=crash, sockets={}, stopping=asyncio.Event(), on_stop=stop)
    with running_server(router) as server:
        response = server.get("/api/")

    assert (response.status_code, response.json()) == (
        500,
        {
            "success": False,
            "error": "Something went wrong on our side; it has been logged.",
            "code": "internal-server-error",
        },
    )


def test_head_too_long_is_refused(server: RunningServer) -> None:
    with server.send(f"GET /{'x' * 40_000}") as connection:
        assert connection.recv(100).startswith(b"HTTP/1.1 400 ")
