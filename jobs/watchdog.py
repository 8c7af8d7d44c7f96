"""Watches over the attempt that this worker process is making: keeps its lease, and ends what will not end by itself.

A thread beside the one that draws. It renews the lease, notices that the job was cancelled or taken over or that the
attempt is overdue, and tells the attempt. Whoever does not listen is interrupted by a signal, and a process that even
that cannot stop (C code, a hung system call) is killed: the job's state was written before, and the cluster replaces
workers that end.
"""

import logging
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Protocol

from django.db import InterfaceError, OperationalError, connection

from jobs.places import places

logger = logging.getLogger(__name__)

# How often the job is looked at. A cancel is known to the engine within this.
LOOK_SECONDS = 1.0
# After it was told that it is over, an attempt gets this long to stop its engine; then it is interrupted, then killed.
INTERRUPT_AFTER_SECONDS = 1.5
KILL_AFTER_SECONDS = 3.0
INTERRUPT = signal.SIGUSR1


class Watched(Protocol):
    """An attempt, as far as the watchdog knows it."""

    def look(self) -> bool:
        """Renew the lease, record what is overdue; return whether the attempt may go on. Asks the database."""

    def interruption(self) -> Exception:
        """Return what to raise in the thread that draws."""


class Watchdog:
    """One per worker process; `guard` is called by the thread that draws, which must be the main one."""

    def __init__(self) -> None:
        self._attempt: Watched | None = None
        self._changed = threading.Condition()
        signal.signal(INTERRUPT, self._interrupt)
        threading.Thread(target=self._watch, name="watchdog", daemon=True).start()

    @contextmanager
    def guard(self, attempt: Watched) -> Iterator[None]:
        """Watch over an attempt while the block runs; it may be left by the attempt's own interruption."""
        self._set(attempt)
        try:
            yield
        finally:
            # An interruption that arrives from here on finds nothing to interrupt.
            self._set(None)

    def _set(self, attempt: Watched | None) -> None:
        self._attempt = attempt

    def _watch(self) -> None:
        while True:
            places().note_life()
            time.sleep(LOOK_SECONDS)
            attempt = self._attempt
            if attempt is None:
                # An idle worker needs no second connection.
                connection.close()
            elif not self._may_go_on(attempt):
                self._end(attempt)

    @staticmethod
    def _may_go_on(attempt: Watched) -> bool:
        try:
            return attempt.look()
        except (OperationalError, InterfaceError) as error:
            # The lease says how long we may go on without the database; the next look asks again.
            logger.warning("the database does not answer: %s", error)
            connection.close()
            return True

    def _end(self, attempt: Watched) -> None:
        if self._is_over(attempt, within_seconds=INTERRUPT_AFTER_SECONDS):
            return
        signal.pthread_kill(threading.main_thread().ident or 0, INTERRUPT)
        if self._is_over(attempt, within_seconds=KILL_AFTER_SECONDS - INTERRUPT_AFTER_SECONDS):
            return
        logger.error("an attempt could not be stopped; worker %d ends itself", os.getpid())
        os.kill(os.getpid(), signal.SIGKILL)

    def _is_over(self, attempt: Watched, *, within_seconds: float) -> bool:
        until = time.monotonic() + within_seconds
        while self._attempt is attempt:
            if time.monotonic() > until:
                return False
            time.sleep(0.02)
        return True

    def _interrupt(self, signum: int, frame: FrameType | None) -> None:  # noqa: ARG002  (a handler's signature)
        if self._attempt is not None:
            raise self._attempt.interruption()
