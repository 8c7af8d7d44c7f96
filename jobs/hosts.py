"""Which host and which process a worker is, so that a dead one is known from a living one that got its number."""

import hashlib
import os
from functools import cache
from pathlib import Path

import psutil
from django.conf import settings


@cache
def host_name() -> str:
    """Return a name for this set of process numbers: the host's, and a hash of it, its boot and its pid namespace.

    Two containers with one host name are two hosts here, and so is a host before and after it was restarted: in both
    cases the same number means another process.
    """
    marks = [settings.HOST_NAME]
    for path in ("/proc/sys/kernel/random/boot_id", "/proc/self/ns/pid"):
        try:
            marks.append(str(Path(path).stat().st_ino) if path.endswith("pid") else Path(path).read_text())
        except OSError:
            marks.append(str(psutil.boot_time()))
    return f"{marks[0][:60]}.{hashlib.sha256(' '.join(marks).encode()).hexdigest()[:8]}"


def is_dead(worker: str) -> bool:
    """Say whether a worker is known to be gone; of another host's workers nothing is known."""
    host, _, pid = worker.rpartition(":")
    return host == host_name() and not _is_alive(int(pid))


def _is_alive(pid: int) -> bool:
    if pid == os.getpid():
        return True
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
