"""Real processes in tests: waiting for facts about them, and telling whether anything is left of them."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import psutil

T = TypeVar("T")

# Generous: other tests run beside this one.
PATIENCE_SECONDS = 60.0


def wait_for(ask: Callable[[], T], *, seconds: float = PATIENCE_SECONDS) -> T:
    """Ask until the answer is true, and return it."""
    until = time.monotonic() + seconds
    while not (answer := ask()):
        assert time.monotonic() < until, f"still {answer!r} after {seconds:g} seconds"
        time.sleep(0.02)
    return answer


def wait_for_lines(file: Path, *, count: int) -> list[str]:
    """Return the first lines of a file that some process writes, as soon as there are so many."""

    def read() -> list[str]:
        lines = file.read_text().splitlines(keepends=True)
        whole = [line.rstrip("\n") for line in lines if line.endswith("\n")]
        return whole if len(whole) >= count else []

    return wait_for(read)[:count]


def are_gone(processes: Iterable[psutil.Process]) -> bool:
    """Say whether none of them runs any more; one that only waits to be reaped does not run."""
    return not any(_runs(process) for process in processes)


def _runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
