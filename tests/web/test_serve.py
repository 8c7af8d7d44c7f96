"""`manage.py serve` as its operator sees it: what it refuses, and that it stops at once whatever is open."""

import http.client
import json
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

import psutil
import pytest

from tests.processes import wait_for
from tests.services import Service

STOP_SECONDS = 3.0
EVERYWHERE = "0.0.0.0"  # noqa: S104  (what is refused, and allowed on request)


class Serving(NamedTuple):
    process: subprocess.Popen[bytes]
    port: int

    def send(self, request: str) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        connection.sendall(request.encode())
        return connection

    def get(self, path: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()


@pytest.fixture
def serving(installed: Service) -> Iterator[Serving]:
    port = free_port()
    process = installed.start("serve", "--port", port, IMAGESVC_ENGINES="dummy")
    serving = Serving(process, port)

    def is_up() -> bool:
        assert process.poll() is None, installed.output.read_text()
        try:
            return serving.get("/api/jobs") == 200
        except OSError:
            return False

    wait_for(is_up)
    yield serving
    process.kill()
    process.wait()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def keep_alive(serving: Serving) -> socket.socket:
    connection = serving.send("GET /api/jobs HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert connection.recv(12) == b"HTTP/1.1 200"
    return connection


def begin_to_send(serving: Serving) -> socket.socket:
    head = "POST /api/generate-image HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    connection = serving.send(head + "Content-Length: 100\r\nExpect: 100-continue\r\n\r\n")
    assert connection.recv(12) == b"HTTP/1.1 100"
    return connection


def listen(serving: Serving) -> socket.socket:
    connection = serving.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert connection.recv(12) == b"HTTP/1.1 200"
    return connection


def open_socket(serving: Serving) -> socket.socket:
    connection = serving.send(
        "GET /ws?clientId=tab HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    assert connection.recv(12) == b"HTTP/1.1 101"
    return connection


# A request that is under way gets two seconds; the rest is for a machine with much else to do.
@pytest.mark.parametrize(
    ("open_connection", "seconds"),
    [(keep_alive, STOP_SECONDS), (begin_to_send, 6.0), (listen, STOP_SECONDS), (open_socket, STOP_SECONDS)],
)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_stops_it_whatever_is_open(
    serving: Serving, open_connection: Callable[[Serving], socket.socket], number: signal.Signals, seconds: float
) -> None:
    with open_connection(serving):
        asked_at = time.monotonic()
        serving.process.send_signal(number)

        assert serving.process.wait(60) == 0
        assert time.monotonic() - asked_at < seconds


def test_stop_answers_who_waits_for_a_picture(serving: Serving, installed: Service) -> None:
    body = json.dumps({"prompt": "A lighthouse.", "async": False})
    connection = serving.send(
        "POST /api/generate-image HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    )
    wait_for(lambda: installed.read("SELECT status FROM jobs_job") == [("queued",)])

    asked_at = time.monotonic()
    serving.process.terminate()

    with connection:
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        assert (answer.status, answer.getheader("Retry-After"), json.load(answer)["success"]) == (503, "10", False)
    assert serving.process.wait(60) == 0
    assert time.monotonic() - asked_at < STOP_SECONDS
    assert installed.read("SELECT status FROM jobs_job") == [("queued",)]


@pytest.mark.once
def test_public_address_is_refused_without_keys(service: Service) -> None:
    refused = service.run("serve", "--host", EVERYWHERE, "--port", free_port())

    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
    assert "IMAGESVC_AUTH=none" in refused.stderr


@pytest.mark.once
def test_public_address_is_allowed_without_keys_when_asked_for(service: Service) -> None:
    port = free_port()

    process = service.start("serve", "--host", EVERYWHERE, "--port", port, IMAGESVC_AUTH="none")

    wait_for(lambda: is_listening(process, address=EVERYWHERE, port=port))
    process.terminate()
    assert process.wait(60) == 0


@pytest.mark.once
def test_taken_port_is_one_sentence(service: Service) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        refused = service.run("serve", "--port", port)

    assert (refused.returncode, refused.stdout, refused.stderr) == (
        1,
        "",
        f"CommandError: Port {port} is taken: stop what runs there, or choose another with --port.\n",
    )


def is_listening(process: subprocess.Popen[bytes], *, address: str, port: int) -> bool:
    assert process.poll() is None
    connections = psutil.Process(process.pid).net_connections()
    return (address, port) in {each.laddr for each in connections if each.status == psutil.CONN_LISTEN}
