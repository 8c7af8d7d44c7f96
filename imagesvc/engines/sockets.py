"""Sockets for httpcore2 that never hold us: while they wait, for a name, a handshake or bytes, they ask a guard."""

import os
import queue
import select
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import httpcore2

# However long a call may take, those who watch are asked this often.
TICK_SECONDS = 0.1
# For the name, the connection and the handshake, each.
CONNECT_SECONDS = 3.0

Address = tuple[Any, ...]


class Guard(Protocol):
    """Whoever may end the call."""

    @property
    def ends_at(self) -> float:
        """When the call must be over; time.monotonic()."""

    def check(self) -> None:
        """Raise if the call is not wanted any more."""

    def tick(self) -> None:
        """Raise if the call is not wanted any more, or its time is over; may use the time."""


class WatchedBackend(httpcore2.SyncBackend):
    """Opens connections under the guard that holds at the time."""

    def __init__(self, current: Callable[[], Guard]) -> None:
        self._current = current

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002  (the guard's, or ours)
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first address that answers; those left share the time."""
        assert local_address is None
        assert not socket_options
        guard = self._current()
        addresses = _addresses(host, port, guard=guard)
        with _as_errors(httpcore2.ConnectTimeout, httpcore2.ConnectError):
            connection = _connect_to_one(addresses, guard=guard)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return WatchedStream(connection, current=self._current)


class WatchedStream(httpcore2.NetworkStream):
    """A connection whose every wait is short."""

    def __init__(self, connection: socket.socket, *, current: Callable[[], Guard]) -> None:
        self._socket = connection
        self._socket.settimeout(TICK_SECONDS)
        self._current = current

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002  (the guard has the deadline)
        # Also when there is always something to read: an answer may be all beginnings.
        self._current().tick()
        with _as_errors(httpcore2.ReadTimeout, httpcore2.ReadError):
            while True:
                try:
                    return self._socket.recv(max_bytes)
                except TimeoutError:
                    self._current().tick()

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002  (the guard has the deadline)
        left = memoryview(buffer)
        with _as_errors(httpcore2.WriteTimeout, httpcore2.WriteError):
            while left:
                try:
                    left = left[self._socket.send(left) :]
                except TimeoutError:
                    self._current().tick()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002  (the guard has the deadline)
    ) -> httpcore2.NetworkStream:
        guard = self._current()
        ends_at = _connecting_until(guard)
        with _as_errors(httpcore2.ConnectTimeout, httpcore2.ConnectError):
            wrapped = ssl_context.wrap_socket(
                self._socket, server_hostname=server_hostname, do_handshake_on_connect=False
            )
            try:
                self._shake_hands(wrapped, guard=guard, ends_at=ends_at)
            except BaseException:
                wrapped.close()
                raise
        return WatchedStream(wrapped, current=self._current)

    def close(self) -> None:
        self._socket.close()

    def get_extra_info(self, info: str) -> Any:
        """Answer what httpcore2 asks: whether an idle connection has something to say, as it has when it was closed."""
        if info == "is_readable":
            return self._socket.fileno() < 0 or bool(_poll(self._socket, select.POLLIN, seconds=0))
        return None

    @staticmethod
    def _shake_hands(connection: ssl.SSLSocket, *, guard: Guard, ends_at: float) -> None:
        connection.settimeout(TICK_SECONDS)
        while True:
            try:
                connection.do_handshake()
            except TimeoutError:
                guard.check()
                if time.monotonic() > ends_at:
                    raise
            else:
                return


def _addresses(host: str, port: int, *, guard: Guard) -> list[tuple[int, Address]]:
    """Ask for a host's addresses, in a thread: a name server that is silent cannot be interrupted."""
    answers: queue.SimpleQueue[list[Any] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except OSError as error:
            answers.put(error)
        except UnicodeError as error:  # a name that cannot be one
            answers.put(OSError(str(error)))

    threading.Thread(target=ask, name="resolver", daemon=True).start()
    ends_at = _connecting_until(guard)
    while True:
        try:
            answer = answers.get(timeout=TICK_SECONDS)
        except queue.Empty:
            guard.check()
            if time.monotonic() > ends_at:
                raise httpcore2.ConnectTimeout(f"no answer from the name server about {host}") from None
        else:
            break
    if isinstance(answer, OSError):
        raise httpcore2.ConnectError(str(answer)) from answer
    return [(family, address) for family, _, _, _, address in answer]


def _connect_to_one(addresses: list[tuple[int, Address]], *, guard: Guard) -> socket.socket:
    ends_at = _connecting_until(guard)
    failure: OSError = OSError("the name has no address")
    for number, (family, address) in enumerate(addresses):
        left = (ends_at - time.monotonic()) / (len(addresses) - number)
        try:
            return _connect(family, address, guard=guard, ends_at=time.monotonic() + left)
        except OSError as error:
            failure = error
    raise failure


def _connect(family: int, address: Address, *, guard: Guard, ends_at: float) -> socket.socket:
    connection = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        connection.setblocking(False)
        try:
            connection.connect(address)
        except BlockingIOError:
            _wait_for_connection(connection, guard=guard, ends_at=ends_at)
    except BaseException:
        connection.close()
        raise
    return connection


def _wait_for_connection(connection: socket.socket, *, guard: Guard, ends_at: float) -> None:
    while not _poll(connection, select.POLLOUT, seconds=TICK_SECONDS):
        guard.check()
        if time.monotonic() > ends_at:
            raise TimeoutError("no answer")
    if number := connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
        raise OSError(number, os.strerror(number))


def _connecting_until(guard: Guard) -> float:
    return min(time.monotonic() + CONNECT_SECONDS, guard.ends_at)


def _poll(connection: socket.socket, events: int, *, seconds: float) -> bool:
    # Not select(), which knows no more than 1,024 files.
    poll = select.poll()
    poll.register(connection, events)
    return bool(poll.poll(seconds * 1_000))


@contextmanager
def _as_errors(slow: type[Exception], broken: type[Exception]) -> Iterator[None]:
    """Raise what sockets raise as httpcore2 does."""
    try:
        yield
    except TimeoutError as error:
        raise slow(str(error) or "no answer") from error
    except OSError as error:
        raise broken(str(error)) from error
