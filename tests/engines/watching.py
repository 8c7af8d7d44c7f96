"""A watch for tests: remembers what an engine reports, holds it to the rules, and stops it when told to."""

import time
from collections.abc import Callable
from typing import Self

from PIL import Image


class Cancelled(Exception):
    """The picture is not wanted any more."""


class Overdue(Exception):
    """The attempt took longer than it may."""


class Notes:
    """Remembers reports and previews; its methods raise once it is cancelled or its time is over."""

    def __init__(self, *, seconds: float = 30.0) -> None:
        """Give the engine so many seconds."""
        self.reports: list[tuple[int, str]] = []
        self.previews: list[Image.Image] = []
        # When the engine first heard that it shall stop; time.monotonic().
        self.stopped_at: float | None = None
        # The longest time in which the engine did not ask.
        self.longest_silence_seconds = 0.0
        self._asked_at = time.monotonic()
        self._ends_at = time.monotonic() + seconds
        self._is_over: Callable[[], bool] = lambda: False

    def cancel_when(self, is_over: Callable[[], object]) -> Self:
        """Be cancelled as soon as the engine asks and this is true."""
        self._is_over = lambda: bool(is_over())
        return self

    @property
    def percents(self) -> list[int]:
        return [percent for percent, _ in self.reports]

    @property
    def messages(self) -> list[str]:
        return [message for _, message in self.reports]

    def report(self, percent: int, message: str) -> None:
        assert isinstance(percent, int), percent
        assert 0 <= percent <= 100, percent
        assert percent >= max(self.percents, default=0), f"{percent} after {self.percents[-1]}"
        assert message, "a report without words"
        assert message.isprintable(), message
        self.reports.append((percent, message))
        self.check()

    def check(self) -> None:
        now = time.monotonic()
        self.longest_silence_seconds = max(self.longest_silence_seconds, now - self._asked_at)
        self._asked_at = now
        if now > self._ends_at:
            self.stopped_at = self.stopped_at or now
            raise Overdue
        if self.stopped_at or self._is_over():
            self.stopped_at = self.stopped_at or now
            raise Cancelled

    def preview(self, pixels: Image.Image) -> None:
        self.previews.append(pixels)
        self.check()
