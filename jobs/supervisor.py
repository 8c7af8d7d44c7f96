"""Keeps child processes running: starts them, starts them again when they end, and stops them so that none is left.

Knows nothing of what the children do. One supervisor at a time, in the main thread: signals arrive there, and Linux
ties a child's life to the thread that started it.
"""

import ctypes
import logging
import math
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from queue import Empty, SimpleQueue
from types import FrameType, TracebackType
from typing import Self

logger = logging.getLogger(__name__)

# Somebody who pressed Ctrl-C sits and waits.
INTERRUPT_GRACE_SECONDS = 10.0
# A service manager may signal every process of a service, and the supervisor signals its children besides: what comes
# this close together is one request.
SAME_REQUEST_SECONDS = 1.0
# Who is asked to end for the second time gets this long to give back what it holds.
IMPATIENT_SECONDS = 3.0
# Whatever ends sooner has not really started.
QUICK_SECONDS = 5.0
# Whoever lasted this long starts with a clean slate.
STEADY_SECONDS = 20.0
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 5.0
MOST_FAILURES = 8
# The exit code by which our commands say that their configuration is wrong: trying again would not help.
MISCONFIGURED = 2
# The exit code by which a child says that it broke in a way that a new start mends (EX_TEMPFAIL of sysexits.h).
TRY_AGAIN = 75


@dataclass(frozen=True, kw_only=True)
class Child:
    """A process to keep running, with a few variables of its own in our environment. The name is for people."""

    name: str
    argv: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


class ChildFailed(Exception):
    """A child cannot be kept running. `exit_code` is what to end with: the child's own where it has one."""

    def __init__(self, message: str, *, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class Supervisor:
    """Runs children while its `with` block is open; whoever opened it calls `watch` again and again.

    On leaving, each child gets SIGTERM and, when the grace period is over, its whole process group SIGKILL. A further
    signal is passed on, so that the children stop at once, and shortens the grace period to three seconds.
    """

    def __init__(self, children: Sequence[Child], *, grace_seconds: float) -> None:
        self._keepers = [_Keeper(child) for child in children]
        self._grace_seconds = grace_seconds
        self._signals = SignalInbox()
        self._is_stopping = False

    def __enter__(self) -> Self:
        self._signals.open()
        try:
            for keeper in self._keepers:
                keeper.start()
        except BaseException:
            self._stop(grace_seconds=0)
            raise
        return self

    def watch(self, *, seconds: float) -> bool:
        """Look after the children for a while; return False as soon as, and ever after, a signal asks to stop.

        Raise ChildFailed when a child cannot be kept running.
        """
        until = time.monotonic() + seconds
        while not self._is_stopping:
            due = min([until, *(keeper.look() for keeper in self._keepers)])
            received = self._signals.wait(seconds=due - time.monotonic())
            if received == signal.SIGINT:
                self._grace_seconds = min(self._grace_seconds, INTERRUPT_GRACE_SECONDS)
            self._is_stopping = received in STOP_SIGNALS
            if received is None and time.monotonic() >= until:
                return True
        return False

    def __exit__(
        self, exc_type: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stop(grace_seconds=self._grace_seconds)

    def _stop(self, *, grace_seconds: float) -> None:
        """1. Ask each child to end. 2. Wait, but not for ever. 3. Kill whatever is left of their groups."""
        until = time.monotonic() + grace_seconds
        try:
            for keeper in self._keepers:
                keeper.ask_to_end()
            while any(keeper.is_running() for keeper in self._keepers) and time.monotonic() < until:
                if self._signals.wait(seconds=until - time.monotonic()) in STOP_SIGNALS:
                    until = min(until, time.monotonic() + IMPATIENT_SECONDS)
                    for keeper in self._keepers:
                        keeper.ask_to_end()
        finally:
            for keeper in self._keepers:
                keeper.kill()
            self._signals.close()


STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class SignalInbox:
    """Signals as values: the handler only notes the number, the main thread reads it when it is ready to act.

    Notes SIGTERM, SIGINT and SIGHUP (unless `nohup` has it ignored), and SIGCHLD because it ends the waiting. Requests
    to stop that come within a second are one.
    """

    def __init__(self) -> None:
        # Its `put` may interrupt a `get` of the same thread.
        self._received: SimpleQueue[int] = SimpleQueue()
        self._asked_to_stop_at = -math.inf
        self._former: dict[int, Callable[[int, FrameType | None], object] | int | None] = {}

    def open(self) -> None:
        """Begin to note signals instead of letting them act."""
        for number in (*STOP_SIGNALS, signal.SIGCHLD):
            if number == signal.SIGHUP and signal.getsignal(number) == signal.SIG_IGN:
                continue
            self._former[number] = signal.signal(number, self._note)

    def wait(self, *, seconds: float) -> int | None:
        """Return the next signal; None if there was none in time."""
        try:
            return self._received.get(timeout=max(seconds, 0))
        except Empty:
            return None

    def close(self) -> None:
        """Let signals act again as they did before."""
        while self._former:
            number, action = self._former.popitem()
            signal.signal(number, action)

    def _note(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002  (the signature of a handler)
        if number in STOP_SIGNALS:
            now = time.monotonic()
            if now - self._asked_to_stop_at < SAME_REQUEST_SECONDS:
                return
            self._asked_to_stop_at = now
        self._received.put(number)


def die_with_parent(parent_pid: int) -> None:
    """Have Linux kill this process when its parent ends, in whatever way; call it in the child."""
    if _libc is None:
        return
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent_pid:
        # The parent ended before we had asked to be told.
        os._exit(1)


def name_process(name: str) -> None:
    """Have the system show this process by a name of at most fifteen characters; where it cannot, it does not."""
    if _libc is not None:
        _libc.prctl(_PR_SET_NAME, name.encode())


_PR_SET_PDEATHSIG = 1
_PR_SET_NAME = 15
# Loaded here, because a forked child should load nothing.
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


class _Keeper:
    """One child over all its lives."""

    def __init__(self, child: Child) -> None:
        self._child = child
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._start_due_at = 0.0
        self._failures = 0

    def start(self) -> None:
        self._started_at = time.monotonic()
        self._process = subprocess.Popen(
            self._child.argv,
            env={**os.environ, **self._child.environment},
            stdin=subprocess.DEVNULL,
            # A session of its own: Ctrl-C in the terminal reaches the supervisor alone, and the group can be killed.
            start_new_session=True,
            preexec_fn=partial(die_with_parent, os.getpid()),  # noqa: PLW1509  (it takes no lock a thread could hold)
        )

    def look(self) -> float:
        """Start the child again if it has ended and its pause is over; return when to look again at the latest."""
        now = time.monotonic()
        if self._process is not None:
            exit_code = self._process.poll()
            if exit_code is None:
                return math.inf  # SIGCHLD will tell
            self._bury(exit_code, lasted_seconds=now - self._started_at)
        if self._start_due_at > now:
            return self._start_due_at
        self.start()
        return math.inf

    def ask_to_end(self) -> None:
        if self._process is not None:
            self._process.terminate()

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """Kill the child and everything it left in its group."""
        if self._process is None:
            return
        if self.is_running():
            logger.warning("%s did not end in time and was killed", self._child.name)
        self._kill_group(self._process.pid)
        self._process.wait()
        self._process = None

    def _bury(self, exit_code: int, *, lasted_seconds: float) -> None:
        """Clear up after a child that has ended and decide when it starts again; raise ChildFailed if never."""
        assert self._process is not None
        self._kill_group(self._process.pid)
        self._process = None
        name, ending = self._child.name, _ending(exit_code)
        is_first_start = self._failures == 0
        # A kill from outside says nothing about the child itself.
        is_its_own_fault = exit_code > 0 and exit_code != TRY_AGAIN
        if exit_code == MISCONFIGURED or (is_its_own_fault and is_first_start and lasted_seconds < QUICK_SECONDS):
            raise ChildFailed(f"{name} cannot start: it ended {ending}.", exit_code=exit_code)
        self._failures = 1 if lasted_seconds >= STEADY_SECONDS else self._failures + 1
        if self._failures >= MOST_FAILURES:
            raise ChildFailed(f"{name} ended {self._failures} times in a row, the last time {ending}.", exit_code=1)
        pause = min(FIRST_PAUSE_SECONDS * 2 ** (self._failures - 1), LONGEST_PAUSE_SECONDS)
        logger.error("%s ended %s; it starts again in %.1f s", name, ending, pause)
        self._start_due_at = time.monotonic() + pause

    @staticmethod
    def _kill_group(pid: int) -> None:
        # The child leads its group; nobody may be left in it.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)


def _ending(exit_code: int) -> str:
    if exit_code < 0:
        return f"by {signal.Signals(-exit_code).name}"
    return f"with exit code {exit_code}"
