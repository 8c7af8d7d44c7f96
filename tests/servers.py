"""The web server in tests: the real application under uvicorn on a free port, in a thread of the test's process.

Its Django threads open database connections of their own, so a test that uses it needs `transactional_db`: what a
test's transaction has not committed, no other connection sees. (On SQLite the test database is a file for that reason.)
The settings are the test's: the `settings` fixture works on both sides. Stopping it closes its connections.

    def test_ping(server: RunningServer) -> None:
        assert server.get("/ping").text == "pong"
"""

import asyncio
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import httpx2

from imagesvc.web.router import Router
from imagesvc.web.server import Server

# Generous: other tests run beside this one.
PATIENCE_SECONDS = 60.0


class RunningServer:
    """Where the server is and ways to talk to it; `client()` for everything but a plain GET."""

    def __init__(self, server: "_Server", *, port: int) -> None:
        self._server = server
        self.port = port
        self.url = f"http://127.0.0.1:{port}"

    def client(self, **options: Any) -> httpx2.Client:
        return httpx2.Client(base_url=self.url, trust_env=False, timeout=PATIENCE_SECONDS, **options)

    def get(self, path: str, **options: Any) -> httpx2.Response:
        """GET over a connection of its own."""
        with self.client() as client:
            return client.get(path, **options)

    def send(self, request: str) -> socket.socket:
        """Send a request just as it stands, for example without its end, and return the bare connection."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_SECONDS)
        connection.sendall(request.encode("latin-1"))
        return connection

    def stop(self) -> None:
        """Ask the server to stop; leaving its block waits until it has."""
        self._server.loop.call_soon_threadsafe(self._server.stop)

    def count_requests(self) -> int:
        """Return how many requests the server is busy with."""
        return len(self._server.server_state.tasks)


class _Server(Server):
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self.loop = asyncio.get_running_loop()
        await super().startup(sockets)


@contextmanager
def running_server(
    application: Router | None = None, *, port: int = 0, trusted_proxies: Sequence[str] = ()
) -> Iterator[RunningServer]:
    """Run an application, or a new one of the project's own, until the block is left; on a port of its own, or that."""
    if application is None:
        from imagesvc.asgi import build_application  # noqa: PLC0415  (slow import: it loads every middleware)

        application = build_application()
    # Connections wait in the socket's backlog until the server takes them: nobody has to wait for its start.
    # With its protocol named, as a server's own sockets have it: else asyncio leaves Nagle's algorithm on.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(1_000)
    port = listener.getsockname()[1]
    server = _Server(application, host="127.0.0.1", port=port, trusted_proxies=trusted_proxies)
    thread = threading.Thread(target=server.run, args=([listener],), name="server")
    thread.start()
    try:
        running = RunningServer(server, port=port)
        running.get("/generated-images/")
        yield running
    finally:
        with suppress(RuntimeError):  # a test has stopped it
            server.loop.call_soon_threadsafe(server.stop)
        thread.join(PATIENCE_SECONDS)
        assert not thread.is_alive(), "the server does not stop"
