"""What the processes of one cluster share: places to draw, one place for chores, the drain flag, a sign of life.

A process may be killed at any moment, so nothing here is a lock that somebody has to give back: places are byte ranges
of a file that the kernel frees with their process (POSIX record locks), the rest is memory that is only written whole.
"""

import fcntl
import math
import mmap
import os
import struct
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_NUMBER = struct.Struct("d")
_DRAINING, _TICKET_AT = 0, _NUMBER.size
# Behind these, for each place: when its holder last gave a sign of life, and its process number.
_LIFE = struct.Struct("dd")
_LIVES = 2 * _NUMBER.size


class Places:
    """Made before the cluster is forked; `drawing` processes may draw at a time, and one more may do a chore."""

    def __init__(self, *, drawing: int) -> None:
        self.drawing = drawing
        self._chore = drawing
        # Open as long as the process lives: closing a file frees its locks.
        self._file, path = tempfile.mkstemp(prefix="imagesvc-places-")
        os.unlink(path)  # noqa: PTH108  (nobody else needs its name)
        self._memory = mmap.mmap(-1, _LIVES + (drawing + 1) * _LIFE.size)
        # Of this process; a child that is forked later takes its own.
        self._held: int | None = None
        self.note_ticket()

    # --- Places ------------------------------------------------------------------------------------------------------

    @contextmanager
    def take_one(self) -> Iterator[bool]:
        """Take a place to draw for as long as the block runs; give False where all are taken."""
        with self._take(range(self.drawing)) as is_taken:
            yield is_taken

    @contextmanager
    def take_chore(self) -> Iterator[bool]:
        """Take the place for chores for as long as the block runs; give False where it is taken."""
        with self._take(range(self._chore, self._chore + 1)) as is_taken:
            yield is_taken

    def has_free(self) -> bool:
        """Say whether somebody could draw; asked by processes that hold no place."""
        return any(self._is_free(place) for place in range(self.drawing))

    def has_free_chore(self) -> bool:
        """Say whether somebody could do a chore; asked by processes that hold no place."""
        return self._is_free(self._chore)

    def count_busy(self) -> int:
        """Return how many places are taken, chores included; asked by processes that hold no place."""
        return sum(not self._is_free(place) for place in range(self._chore + 1))

    # --- Signs -------------------------------------------------------------------------------------------------------

    def drain(self) -> None:
        """Have the workers claim nothing more."""
        _NUMBER.pack_into(self._memory, _DRAINING, 1.0)

    def is_draining(self) -> bool:
        return bool(_NUMBER.unpack_from(self._memory, _DRAINING)[0])

    def note_ticket(self) -> None:
        """Say that a worker has just taken a ticket: the way from the broker to the workers is open."""
        _NUMBER.pack_into(self._memory, _TICKET_AT, time.monotonic())

    def seconds_since_ticket(self) -> float:
        ticket_at: float = _NUMBER.unpack_from(self._memory, _TICKET_AT)[0]
        return time.monotonic() - ticket_at

    def note_life(self) -> None:
        """Say that this process, if it holds a place, does not hang."""
        if (place := self._held) is not None:
            self._set_life(place, at=time.monotonic(), pid=os.getpid())

    def hung_process(self, *, silent_seconds: float) -> int | None:
        """Return the process that holds a place to draw and has given no sign of life for the longest time, if any."""
        held = (place for place in range(self.drawing) if not self._is_free(place))
        lives = [_LIFE.unpack_from(self._memory, _LIVES + place * _LIFE.size) for place in held]
        silent_since, pid = min(((at, int(pid)) for at, pid in lives if pid), default=(math.inf, 0))
        return pid if time.monotonic() - silent_since > silent_seconds else None

    def _set_life(self, place: int, *, at: float, pid: int) -> None:
        _LIFE.pack_into(self._memory, _LIVES + place * _LIFE.size, at, pid)

    @contextmanager
    def _take(self, places: range) -> Iterator[bool]:
        taken = next((place for place in places if self._lock(place)), None)
        self._held = taken
        self.note_life()
        try:
            yield taken is not None
        finally:
            self._held = None
            if taken is not None:
                # Or the next holder would be taken for us until it has given its first sign.
                self._set_life(taken, at=0, pid=0)
                self._unlock(taken)

    def _is_free(self, place: int) -> bool:
        # Holding it for a moment may cost another process its try; the broker then hands out another ticket.
        if not self._lock(place):
            return False
        self._unlock(place)
        return True

    def _lock(self, place: int) -> bool:
        with suppress(BlockingIOError, PermissionError):
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place, os.SEEK_SET)
            return True
        return False

    def _unlock(self, place: int) -> None:
        fcntl.lockf(self._file, fcntl.LOCK_UN, 1, place, os.SEEK_SET)


_ours: Places | None = None


def open_places(*, drawing: int) -> Places:
    """Make the places of a cluster; every process that is forked from now on shares them."""
    global _ours  # noqa: PLW0603  (inherited through fork; there is no other way into django-q2's processes)
    _ours = Places(drawing=drawing)
    return _ours


def places() -> Places:
    """Return the places of the cluster that this process belongs to; outside of one, places of its own."""
    return _ours or open_places(drawing=1)
