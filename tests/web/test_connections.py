"""What a client may send beside bodies is bounded, what comes behind a body is no header, and sockets hear at once."""

import asyncio

import pytest
from websockets.sync.client import connect

from imagesvc.web.protocol import AT_ONCE, Receive, Scope, Send
from imagesvc.web.router import Router
from tests.servers import RunningServer, running_server

pytestmark = pytest.mark.once

CHUNKED = (
    "POST /echo HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Before: yes\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
)


def answer_to(server: RunningServer, *parts: str) -> bytes:
    """Return all that is answered to a request sent part by part."""
    answer = b""
    with server.send(parts[0]) as connection:
        for part in parts[1:]:
            connection.sendall(part.encode())
        while received := connection.recv(65_536):
            answer += received
    return answer


@pytest.mark.parametrize(
    "beginning",
    [
        pytest.param("GET /", id="path"),
        pytest.param("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: ", id="value"),
        pytest.param(f"{CHUNKED}1;", id="chunk extension"),
        pytest.param(f"{CHUNKED}0\r\nX-Late: ", id="trailer"),
    ],
)
def test_what_has_no_end_is_cut_off(server: RunningServer, beginning: str) -> None:
    with server.send(beginning) as connection, pytest.raises((ConnectionResetError, BrokenPipeError)):
        connection.sendall(b"x" * 10_000_000)


def test_trailer_is_no_header(server: RunningServer) -> None:
    answer = answer_to(server, f"{CHUNKED}2\r\nhi\r\n", "0\r\nX-Behind: no\r\n\r\n")

    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b'"headers": {"HTTP_X_BEFORE": "yes"}, "body": "hi"' in answer


def test_requests_may_follow_each_other_without_waiting(server: RunningServer) -> None:
    ping = "GET /ping HTTP/1.1\r\nHost: 127.0.0.1\r\n"

    answer = answer_to(server, f"{ping}\r\n" * 3 + ping, "Connection: close\r\n\r\n")

    assert answer.count(b"HTTP/1.1 200 ") == answer.count(b"pong") == 4


def test_socket_takes_texts_at_once_until_its_client_does_not_read() -> None:
    texts = [f"{number} ä \U0001f432 " + "x" * size for number, size in enumerate((0, 1, 110, 130, 65_530, 70_000))]
    last, taken = "x" * 1_000_000, list[bool]()

    async def talk(scope: Scope, receive: Receive, send: Send) -> None:
        write_at_once = scope["extensions"][AT_ONCE]
        await receive()
        taken.append(write_at_once("too early"))
        await send({"type": "websocket.accept"})
        taken.extend(map(write_at_once, texts))
        while write_at_once(last):
            pass
        await send({"type": "websocket.send", "text": "the end"})
        await send({"type": "websocket.close"})
        taken.append(write_at_once("too late"))
        while (await receive())["type"] != "websocket.disconnect":
            pass

    async def stop() -> None:
        """Have nothing to stop."""

    router = Router(prefixes={}, otherwise=talk, sockets={"/ws": talk}, stopping=asyncio.Event(), on_stop=stop)
    with running_server(router) as server, connect(f"ws://127.0.0.1:{server.port}/ws", proxy=None) as socket:
        heard = list(socket)

    assert taken == [False, *[True] * len(texts), False]
    assert heard[: len(texts)] == texts
    assert (set(heard[len(texts) : -1]), heard[-1]) == ({last}, "the end")
