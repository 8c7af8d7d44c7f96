"""A worker that is struck by a signal at a chosen point of storing a picture; run in a process of its own.

The point is a call: what comes before it is done, what comes after it is not.
"""

import itertools
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection

from imagesvc.images import files
from jobs import lifecycle, worker
from jobs.lifecycle import NewJob


def submit(script: str = "", *, count: int = 1) -> None:
    """Queue jobs and print their ids."""
    for number in range(count):
        wish = NewJob(prompt=f"A lighthouse. dummy: {script}", width=64, height=64, seed=number)
        print(lifecycle.submit(wish).job.id)  # noqa: T201  (the test reads it)


def work(*, point: str, number: int) -> None:
    """Do a queued job until the point is reached; take the signal there."""
    POINTS[point](lambda: os.kill(os.getpid(), number))
    worker.work()


def work_when_told(folder: str) -> None:
    """Take one ticket as soon as a file named `go` is there."""
    while not Path(folder, "go").exists():
        time.sleep(0.001)
    worker.work()


def _hook(
    owner: Any,
    name: str,
    *,
    before: Callable[[], None] | None = None,
    after: Callable[[], None] | None = None,
    call: int = 1,
) -> None:
    """Have something happen before or after the n-th call of a function."""
    original, calls = getattr(owner, name), itertools.count(1)

    def hooked(*args: Any, **options: Any) -> Any:
        is_it = next(calls) == call
        if is_it and before:
            before()
        result = original(*args, **options)
        if is_it and after:
            after()
        return result

    setattr(owner, name, hooked)


def _hook_commit(strike: Callable[[], None], *, is_before: bool) -> None:
    """Strike at the commit of the transaction that completes the job; those of earlier ones pass."""
    at_commit = {"before": strike} if is_before else {"after": strike}
    _hook(worker.Attempt, "complete", after=lambda: _hook(connection, "commit", **at_commit))


# The thumbnail is written first and the picture second, each as a draft that is synced, linked to its name and removed;
# then the folder is synced, too.
POINTS: dict[str, Callable[[Callable[[], None]], None]] = {
    "thumbnail written": lambda strike: _hook(os, "fsync", before=strike),
    "thumbnail synced": lambda strike: _hook(os, "link", before=strike),
    "thumbnail linked": lambda strike: _hook(os, "link", after=strike),
    "picture written": lambda strike: _hook(os, "fsync", before=strike, call=3),
    "picture synced": lambda strike: _hook(os, "link", before=strike, call=2),
    "picture linked": lambda strike: _hook(os, "link", after=strike, call=2),
    "files stored": lambda strike: _hook(files, "write", after=strike),
    "before commit": lambda strike: _hook_commit(strike, is_before=True),
    "after commit": lambda strike: _hook_commit(strike, is_before=False),
}
