"""One web server under test, with the process that writes its rows, and what it costs."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psutil

PATIENCE_SECONDS = 60.0


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What a server is: its command, in which PORT stands for the port, and the module that makes its rows."""

    command: Sequence[str]
    environment: Mapping[str, str]
    rows: str | None = None
    # How long the history is that `rows` makes.
    history: int = 0


class Site:
    """A server that runs. `ids` is what its rows are called, if it has any."""

    def __init__(self, kind: Kind) -> None:
        self._environment = os.environ | kind.environment
        self._rows = self._start_rows(kind.rows) if kind.rows else None
        self.ids: dict[str, list[str]] = self.ask("prepare", kind.history) if kind.rows else {}
        self.port = _free_port()
        words = [str(self.port) if word == "PORT" else word for word in kind.command]
        self._server = psutil.Popen([sys.executable, *words], env=self._environment)
        self._wait_until_it_listens()

    def ask(self, verb: str, *arguments: Any) -> Any:
        """Have a function of the rows' module called, in its own process, and return the result."""
        assert self._rows is not None
        assert self._rows.stdin is not None
        assert self._rows.stdout is not None
        self._rows.stdin.write(json.dumps([verb, *arguments]) + "\n")
        self._rows.stdin.flush()
        answer = self._rows.stdout.readline()
        assert answer, f"the process with the rows ended at {verb!r}"
        return json.loads(answer)

    def cpu_seconds(self) -> float:
        """Return what the server has spent so far, for itself and in the kernel."""
        times = self._server.cpu_times()
        return float(times.user + times.system)

    def resident_bytes(self) -> int:
        return int(self._server.memory_info().rss)

    def close(self) -> None:
        if self._rows is not None:
            self._rows.communicate()
        self._server.send_signal(signal.SIGTERM)
        try:
            self._server.wait(10)
        except psutil.TimeoutExpired:
            self._server.kill()

    def _start_rows(self, module: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "bench.queue.client", module],
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def _wait_until_it_listens(self) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
            except ConnectionRefusedError:
                assert self._server.poll() is None, "a server ended at once"
                assert time.monotonic() < until, "a server does not begin to listen"
                time.sleep(0.05)  # until it listens
            else:
                return


@contextmanager
def running(kind: Kind) -> Iterator[Site]:
    site = Site(kind)
    try:
        yield site
    finally:
        site.close()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
