"""How many requests may wait at a time: each takes a seat before its job is made, and frees it in the end.

Who waits is an open connection of somebody who could as well ask later.
"""

from threading import Lock
from typing import Self

from django.conf import settings
from django.http import HttpRequest

# Where a request's seat stands in its environ.
SEAT = "imagesvc.seat"


def may_wait(request: HttpRequest) -> bool:
    """Take the request's seat, unless as many are taken as the settings allow. Under another bridge none is counted."""
    seat: Seat | None = request.META.get(SEAT)
    return seat is None or seat.take()


class Seats:
    """Those of one process."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.taken = 0


class Seat:
    """One request's, while its `with` block is open: a view may take it, on whichever thread it runs."""

    def __init__(self, seats: Seats) -> None:
        self._seats = seats
        self._is_open = True
        self._is_taken = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *reason: object) -> None:
        with self._seats.lock:
            self._is_open = False
            self._seats.taken -= self._is_taken

    def take(self) -> bool:
        """Say whether it is had; a view whose client has hung up meanwhile gets none."""
        with self._seats.lock:
            if self._is_open and not self._is_taken and self._seats.taken < settings.SYNC_CAP:
                self._is_taken = True
                self._seats.taken += 1
            return self._is_open and self._is_taken
