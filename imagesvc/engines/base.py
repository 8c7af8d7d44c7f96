"""What every engine is: it gets a frozen description of a picture and a watch, and gives back PNGs or raises.

No Django in this package. How an engine is chosen by its name stands in `__init__.py`.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Protocol

from PIL import Image


@dataclass(frozen=True, kw_only=True)
class ImageSpec:
    """What to draw. The text of the world (`preamble`) is kept apart from what this picture shows (`description`)."""

    kind: str  # character, location, exit, item, scenery or custom
    description: str
    preamble: str = ""
    negative_prompt: str = ""
    width: int = 1024  # pixels
    height: int = 1024  # pixels
    seed: int = 0  # 0 to 2**32 - 1

    @property
    def prompt(self) -> str:
        """The text for engines that read one text: preamble, blank line, description."""
        return "\n\n".join(part for part in (self.preamble, self.description) if part)


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One finished picture: the bytes of a PNG and, where the engine has them at hand, its pixels."""

    png: bytes
    pixels: Image.Image | None = None


class Watch(Protocol):
    """Whoever waits for the picture. Both methods raise when nobody does any more; engines let that pass through."""

    def report(self, percent: int, message: str) -> None:
        """Say how far it is (0 to 100, never less than before) and what is being done, for people."""

    def check(self) -> None:
        """Raise if the picture is not wanted any more: cancelled, taken over, past its deadline. Cheap; call often."""


class EngineError(Exception):
    """An engine could not draw, in one sentence for people; `code` is for machines.

    `is_retryable` says whether trying again may help, and `counts` whether this uses up one of the tries: a want of
    place does not. `retry_after_seconds` is how long the engine asked us to wait, if it did.
    """

    def __init__(
        self,
        message: str,
        *,
        is_retryable: bool,
        code: str = "engine_error",
        counts: bool = True,
        retry_after_seconds: float | None = None,
    ) -> None:
        super().__init__(message)
        self.is_retryable = is_retryable
        self.code = code
        self.counts = counts
        self.retry_after_seconds = retry_after_seconds


class Engine(ABC):
    """A source of pictures. Instances are made once per worker process and used by one thread."""

    name: ClassVar[str]
    kinds: ClassVar[frozenset[str]] = frozenset({"character", "location", "exit", "item", "scenery", "custom"})

    @abstractmethod
    def draw(self, spec: ImageSpec, watch: Watch) -> list[Picture]:
        """Draw what the spec says and return one to several pictures.

        Raise EngineError when it cannot be done, and let through whatever the watch raises.
        """
