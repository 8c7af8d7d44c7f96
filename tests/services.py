"""The project as its operator has it: commands in processes of their own, with a data folder and a database."""

import os
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
import psycopg

ROOT = Path(__file__).parent.parent


class Service:
    """Commands of manage.py, all with one data folder, which also tells its processes from all others."""

    def __init__(self, *, folder: Path, database_url: str) -> None:
        self.folder = folder
        self.output = folder / "output"
        self.database_url = database_url
        # Nothing of the test session's own configuration.
        ours = {name: value for name, value in os.environ.items() if not name.startswith(("IMAGESVC_", "DJANGO_"))}
        self.environment = ours | {"IMAGESVC_DATA_DIR": str(folder), "DATABASE_URL": database_url}

    def start(self, *words: str | int, **environment: str) -> subprocess.Popen[bytes]:
        """Start a command; what it says goes to `output`."""
        with self.output.open("ab") as file:
            return subprocess.Popen(
                _argv(words),
                env=self.environment | environment,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
            )

    def run(self, *words: str | int, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end, whatever that is."""
        return subprocess.run(
            _argv(words), check=False, env=self.environment | environment, capture_output=True, text=True, timeout=100
        )

    def take_tables(self, folder: Path) -> None:
        """Copy the SQLite database of another data folder."""
        name = "imagesvc.sqlite3"
        with closing(sqlite3.connect(folder / name)) as source, closing(sqlite3.connect(self.folder / name)) as copy:
            source.backup(copy)

    def read(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        if self.database_url:
            with psycopg.connect(self.database_url) as connection:
                return connection.execute(query).fetchall()
        with closing(sqlite3.connect(self.folder / "imagesvc.sqlite3", timeout=20)) as connection:
            return connection.execute(query).fetchall()

    def processes(self) -> list[psutil.Process]:
        """Return all processes that were started with this data folder and have not ended."""
        return [process for process in psutil.process_iter() if _has(process, folder=str(self.folder))]

    def kill(self) -> None:
        for process in self.processes():
            process.kill()


@contextmanager
def fresh_database(*, template: str = "") -> Iterator[str]:
    """Make a database on the test session's PostgreSQL, empty or as the one at the address of the `template`.

    Return its address; where the tests run without a server, that of the default.
    """
    server = os.environ.get("DATABASE_URL", "")
    if not server:
        yield ""
        return
    name = f"imagesvc_{uuid.uuid4().hex}"
    like = f"TEMPLATE {urlsplit(template).path[1:]}" if template else ""
    # A connection each: a pooled one would be gone after a test that restarts the server.
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} {like}")
    yield urlsplit(server)._replace(path=f"/{name}").geturl()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _argv(words: tuple[str | int, ...]) -> list[str]:
    return [sys.executable, str(ROOT / "manage.py"), *map(str, words)]


def _has(process: psutil.Process, *, folder: str) -> bool:
    try:
        return process.environ().get("IMAGESVC_DATA_DIR") == folder
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False
