"""Runs django-q2's cluster in this process, fed by our broker, and ends it so that it neither hangs nor outlives us.

With broker.py the only module that knows django-q2. The cluster stays as it is: what is ours is the signals, the drain
and the certainty that whatever was forked ends with its parent.
"""

import argparse
import logging
import mmap
import multiprocessing
import os
import signal
import sys
import threading
import time

import psutil
from django.conf import settings
from django.db import connections
from django_q.cluster import Cluster

from jobs.supervisor import STOP_SIGNALS, Child, SignalInbox, die_with_parent
from jobs.worker import drain_on

logger = logging.getLogger(__name__)

MOST_WORKERS = 256
# How often to look whether the sentinel lives; its end also arrives as a signal.
LOOK_SECONDS = 1.0


def run_cluster() -> int:
    """Run `settings.WORKERS` workers until a signal asks to stop; return the exit code, 0 after a clean drain.

    1. Fork the cluster. 2. Wait for a signal, or for the cluster to break. 3. Let running jobs finish within the grace
    period. 4. Kill whatever is left.
    """
    # Shared by everything forked from here, and without a lock that a killed worker could hold for ever.
    draining = mmap.mmap(-1, 1)
    drain_on(lambda: draining[0] == 1)
    _tie_forks_to_their_parents()
    connections.close_all()
    cluster = Cluster()
    # After Cluster(), whose own handlers wait for its processes without a bound.
    signals = SignalInbox()
    signals.open()
    try:
        cluster.start()
        # Its sentinel is our only child; all others are the sentinel's.
        while multiprocessing.active_children():
            if signals.wait(seconds=LOOK_SECONDS) in STOP_SIGNALS:
                draining[0] = 1
                return 0 if _stop(cluster, signals=signals) else 1
        logger.error("the cluster's sentinel ended unasked")
        return 1
    finally:
        _kill_descendants()


def cluster_child(*, workers: int) -> Child:
    """Return the cluster as a child for a supervisor."""
    return Child(name="The cluster", argv=command_line("cluster", "--workers", workers))


def command_line(*words: str | int) -> list[str]:
    """Return what starts a command of manage.py in a process of its own."""
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), *map(str, words)]


def worker_count(text: str) -> int:
    """Read the value of an option `--workers`; for argparse."""
    if not text.isdecimal() or not 1 <= int(text) <= MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"must be a whole number from 1 to {MOST_WORKERS}, not {text!r}")
    return int(text)


def _tie_forks_to_their_parents() -> None:
    """Have sentinel, pusher, monitor and workers killed as soon as whoever forked them is gone."""
    forking = os.getpid()

    def note_parent() -> None:
        nonlocal forking
        forking = os.getpid()

    def settle_child() -> None:
        die_with_parent(forking)
        # Ours arrive here through fork. Whoever interrupts or hangs up a whole group means the main process, which
        # drains; SIGTERM must act, because with it the sentinel ends a worker that is stuck.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)

    os.register_at_fork(before=note_parent, after_in_child=settle_child)


def _stop(cluster: Cluster, *, signals: SignalInbox) -> bool:
    """Stop the cluster as django-q2 does, and say whether it was done within the grace period.

    A worker that was killed while it waited for a ticket holds the tickets' lock for ever, and django-q2 then waits as
    long: so it waits in a thread of its own.
    """
    until = time.monotonic() + settings.GRACE_SECONDS
    stopping = threading.Thread(target=cluster.stop, daemon=True)
    stopping.start()
    while stopping.is_alive():
        if time.monotonic() > until:
            logger.warning("running jobs did not end within %d seconds and were killed", settings.GRACE_SECONDS)
            return False
        if signals.wait(seconds=0.1) in STOP_SIGNALS:
            logger.warning("running jobs were killed")
            return False
    return True


def _kill_descendants() -> None:
    """Kill by parentage and not by group: started by hand, this process shares its group with its pipeline."""
    for process in psutil.Process().children(recursive=True):
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue
