"""Runs django-q2's cluster in this process, fed by our broker, and ends it so that it neither hangs nor outlives us.

With broker.py the only module that knows django-q2. The cluster stays as it is: what is ours is the signals, the drain,
the eye on whether it is jammed, and the certainty that whatever was forked ends with its parent.
"""

import argparse
import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from contextlib import suppress

import psutil
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection, connections
from django.db.models.functions import Now
from django_q.cluster import Cluster as DjangoQCluster

from jobs import chores, recovery
from jobs.hosts import host_name
from jobs.models import Cluster
from jobs.places import Places, open_places
from jobs.supervisor import STOP_SIGNALS, TRY_AGAIN, Child, SignalInbox, die_with_parent, name_process
from jobs.worker import PROCESS_NAME as WORKER

logger = logging.getLogger(__name__)

MOST_WORKERS = 256
# How often to look whether the cluster is well; its sentinel's end also arrives as a signal.
LOOK_SECONDS = 1.0
# The broker hands out a ticket every second; when a worker is idle and takes none for this long, none ever will be.
JAMMED_SECONDS = 7.0
# How often to look at the memory of its processes.
PROCESSES_SECONDS = 5.0
# How the processes of a cluster are called, besides its workers.
MAIN, HELPER = "cluster", "helper"
# After its lease has ended, a worker that draws gets this long to show that it only waits for the database.
HUNG_SECONDS = 15.0


def run_cluster() -> int:
    """Run the workers until a signal asks to stop; return the exit code, 0 after a clean drain.

    1. Fork the cluster. 2. Look after it until a signal asks to stop or it breaks. 3. Let running jobs finish within
    the grace period. 4. Kill whatever is left, and hand back what it had not finished.
    """
    name_process(MAIN)
    shared = open_places(drawing=settings.WORKERS)
    _tie_forks_to_their_parents()
    connections.close_all()
    cluster = DjangoQCluster()
    # After its making, which installs handlers that wait for its processes without a bound.
    signals = SignalInbox()
    signals.open()
    try:
        cluster.start()
        record = _Record()
        while (fault := _fault_in(shared)) is None:
            _kill_hung_worker(shared)
            record.renew()
            if signals.wait(seconds=LOOK_SECONDS) in STOP_SIGNALS:
                shared.drain()
                return 0 if _stop(cluster, signals=signals) else 1
        logger.error("%s", fault)
        return TRY_AGAIN
    finally:
        _kill_descendants()
        _hand_back()


def _fault_in(shared: Places) -> str | None:
    """Return why the cluster cannot go on, if it cannot."""
    # Its sentinel is our only child; all others are the sentinel's.
    if not multiprocessing.active_children():
        return "the cluster's sentinel ended unasked"
    silent_seconds = shared.seconds_since_ticket()
    if silent_seconds > JAMMED_SECONDS and shared.count_busy() < places_to_work():
        return f"the cluster is jammed: workers are idle, and none has taken a ticket for {silent_seconds:.0f} s"
    return None


def _kill_hung_worker(shared: Places) -> None:
    """Kill a worker whose watchdog is silent, too: it was stopped, or hangs in a system call.

    Nobody else would: its job was given to another, but it holds a place, and perhaps a lock of the database for which
    all wait. One at a time, because those who only wait go on as soon as the right one is gone.
    """
    pid = shared.hung_process(silent_seconds=settings.LEASE_SECONDS + HUNG_SECONDS)
    if pid is not None:
        logger.error("worker %d gives no sign of life and is killed", pid)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


class _Record:
    """This cluster's row, and what this process does for its host every second."""

    def __init__(self) -> None:
        self._row: Cluster | None = None
        self._looked_at = -PROCESSES_SECONDS

    def renew(self) -> None:
        """Say that the cluster lives, and take their jobs from workers of this host that do not."""
        try:
            if self._row is None:
                chores.schedule()
                self._row = Cluster.objects.create(host=host_name(), pid=os.getpid(), workers=settings.WORKERS)
            Cluster.objects.filter(id=self._row.id).update(seen_at=Now(), **self._news())
            recovery.reap_this_host()
        except DatabaseError as error:
            logger.warning("the database does not answer: %s", error)
            connection.close()

    def _news(self) -> dict[str, object]:
        """Return what else to write: what runs, but not every second, because looking goes through all of the host."""
        now = time.monotonic()
        if now - self._looked_at < PROCESSES_SECONDS:
            return {}
        self._looked_at = now
        return {"processes": _running()}


def _running() -> list[dict[str, str | int]]:
    """Return what runs in this cluster: for each process its number, its name and its memory in bytes."""
    main = psutil.Process()
    running: list[dict[str, str | int]] = [{"pid": main.pid, "name": MAIN, "memory": main.memory_info().rss}]
    for process in main.children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            # Workers name themselves with their first ticket; the others carry tickets or watch over those who do.
            name = WORKER if process.name() == WORKER else HELPER
            running.append({"pid": process.pid, "name": name, "memory": process.memory_info().rss})
    return running


def places_to_work() -> int:
    """Return how many workers of a cluster are busy at the most: those that draw, and one with a chore.

    There is a process more, for the chores that last; those hold no place.
    """
    return settings.WORKERS + 1


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
        # Whoever signals a whole group, as service managers do, means the main process, which drains. SIGTERM is
        # blocked and not ignored, because django-q2 sets its action anew.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})

    os.register_at_fork(before=note_parent, after_in_child=settle_child)


def _stop(cluster: DjangoQCluster, *, signals: SignalInbox) -> bool:
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
    killed = psutil.Process().children(recursive=True)
    for process in killed:
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs(killed, timeout=LOOK_SECONDS)


def _hand_back() -> None:
    """Queue again what our workers had not finished, so that no other host waits for their leases to end."""
    try:
        recovery.release_this_host()
        Cluster.objects.filter(host=host_name(), pid=os.getpid()).delete()
    except DatabaseError as error:
        logger.warning("unfinished jobs will be found when their leases end: %s", error)
