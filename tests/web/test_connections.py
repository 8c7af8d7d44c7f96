"""What a client may send beside bodies is bounded, and what comes behind a body is no header."""

import pytest

from tests.servers import RunningServer

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
