"""A receiver of webhooks for tests: a real server on a socket, which notes what it is sent and answers what it is told.

def test_news(receiver: WebhookReceiver) -> None:
    receiver.answers = [503, 200]
"""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import orjson
from standardwebhooks import Webhook


@dataclass(frozen=True, kw_only=True)
class Received:
    """One request as it came."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def message(self) -> dict[str, Any]:
        message: dict[str, Any] = orjson.loads(self.body)
        return message

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    def verify(self, secret: str) -> None:
        """Check the signature as any receiver does; raise WebhookVerificationError."""
        Webhook(secret).verify(self.body, dict(self.headers))


@dataclass(kw_only=True)
class Reply:
    """An answer; where only a number is given, it is one with that status."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b"thanks"


@dataclass
class WebhookReceiver:
    """What came, in order, and what is answered: the next of `answers`, the last of them for ever."""

    url: str = ""
    received: list[Received] = field(default_factory=list)
    answers: list[int | Reply] = field(default_factory=lambda: [200])
    # Or by what was sent.
    answer_to: Callable[[Received], int | Reply] | None = None
    most_at_once: int = 0
    _at_once: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    # While it is not set, answers are held back.
    go_on: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.go_on.set()

    @property
    def types(self) -> list[str]:
        return [received.message["type"] for received in self.received]

    def take(self, received: Received) -> Reply:
        with self._lock:
            self.received.append(received)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        self.go_on.wait(30)
        with self._lock:
            self._at_once -= 1
            if self.answer_to is not None:
                answer = self.answer_to(received)
            else:
                answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return answer if isinstance(answer, Reply) else Reply(status=answer)


@contextmanager
def webhook_receiver(*, tls: ssl.SSLContext | None = None) -> Iterator[WebhookReceiver]:
    """Run a receiver until the block is left."""
    receiver = WebhookReceiver()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"receiver": receiver}))
    server.daemon_threads = True
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    receiver.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield receiver
    finally:
        receiver.go_on.set()
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def bare_server(speak: Callable[[socket.socket, threading.Event], None]) -> Iterator[str]:
    """Run a server that does what `speak` does with each connection until the event is set; return its address."""
    is_over = threading.Event()
    threads: list[threading.Thread] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve(connection: socket.socket) -> None:
        # Whoever it speaks to may hang up, which is the point.
        with connection, suppress(OSError):
            speak(connection, is_over)

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threads.append(threading.Thread(target=serve, args=(connection,)))
                threads[-1].start()

    accepting = threading.Thread(target=accept)
    accepting.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/hook"
    finally:
        is_over.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        accepting.join()
        for thread in threads:
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    receiver: WebhookReceiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self.receiver.take(Received(path=self.path, headers=headers, body=body))
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        with suppress(OSError):  # whoever has read enough hangs up
            self.wfile.write(reply.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the base class' name)
        """Say nothing."""
