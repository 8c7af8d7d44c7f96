"""Clients of the channels, over real connections: what they were told, as they would keep it."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from socket import SHUT_RDWR
from typing import Any, NamedTuple

import httpx2
from websockets.sync.client import ClientConnection, connect

from tests.processes import wait_for
from tests.servers import RunningServer


class Told(NamedTuple):
    """One event of a stream: its number, None where it has none, and what it says."""

    number: int | None
    says: dict[str, Any]


class Stream:
    """Reads a stream in a thread and keeps what it is told, as a browser's EventSource would."""

    def __init__(self, response: httpx2.Response) -> None:
        self.response = response
        self.told: list[Told] = []
        # Where to resume, which says more than the events alone.
        self.last_number: int | None = None
        self.beats = 0
        self.has_ended = threading.Event()
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def wait(self, *, count: int) -> list[Told]:
        """Return what was told as soon as it is so many events."""
        wait_for(lambda: len(self.told) >= count)
        return self.told[:count]

    def phases(self, *, count: int) -> list[str]:
        return [told.says["phase"] for told in self.wait(count=count)]

    def _read(self) -> None:
        try:
            number, says = None, None
            for line in self.response.iter_lines():
                field, _, value = line.partition(":")
                if field == "id":
                    number = self.last_number = int(value)
                elif field == "data":
                    says = json.loads(value)
                elif line == ":":
                    self.beats += 1
                elif not line:
                    if says is not None:
                        self.told.append(Told(number, says))
                    number, says = None, None
        except httpx2.HTTPError:
            pass  # the test has closed it, or the server is gone
        finally:
            self.has_ended.set()


@contextmanager
def stream(server: RunningServer, path: str, *, since: int | None = None) -> Iterator[Stream]:
    """Open a stream, resumed as a browser does it, until the block is left."""
    headers = {} if since is None else {"Last-Event-ID": str(since)}
    with server.client() as client, client.stream("GET", path, headers=headers) as response:
        assert (response.status_code, response.headers["content-type"]) == (200, "text/event-stream")
        reader = Stream(response)
        wait_for(lambda: reader.last_number is not None)
        try:
            yield reader
        finally:
            hang_up(response)
            assert reader.has_ended.wait(60)


def hang_up(response: httpx2.Response) -> None:
    """Close the connection under a thread that reads from it."""
    network: Any = response.extensions["network_stream"]
    with suppress(OSError):  # it has ended
        network.get_extra_info("socket").shutdown(SHUT_RDWR)


class Socket:
    """A socket of /ws; `frames` are what it was told so far."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    def say(self, frame: str | bytes) -> None:
        self.connection.send(frame)

    def hear(self, *, seconds: float = 60) -> dict[str, Any]:
        frame: dict[str, Any] = json.loads(self.connection.recv(timeout=seconds))
        return frame

    def hear_until(self, is_last: Callable[[dict[str, Any]], bool]) -> list[dict[str, Any]]:
        frames = [self.hear()]
        while not is_last(frames[-1]):
            frames.append(self.hear())
        return frames


@contextmanager
def socket(server: RunningServer, query: str = "", **options: Any) -> Iterator[Socket]:
    with connect(f"ws://127.0.0.1:{server.port}/ws{query}", proxy=None, **options) as connection:
        yield Socket(connection)
