"""What every engine is: it gets a frozen description of a picture and a watch, and gives back pictures or raises.

No Django in this package. Which engines there are, and how one is chosen by its name, stands in `__init__.py`; what is
configured about one in `configuration.py`.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import ClassVar, Protocol, TypeAlias

from PIL import Image

from imagesvc.engines.configuration import EngineConfig, NoOptions

Size: TypeAlias = tuple[int, int]  # width and height in pixels

ALL_KINDS = frozenset({"character", "location", "exit", "item", "scenery", "custom"})


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
    steps: int | None = None  # sampling steps; None leaves them to the engine

    @property
    def prompt(self) -> str:
        """The text for engines that read one text: preamble, blank line, description."""
        return "\n\n".join(part for part in (self.preamble, self.description) if part)


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One finished picture: the bytes of a PNG of our own writing and, where they are at hand, its pixels."""

    png: bytes
    pixels: Image.Image | None = None


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """What an engine made of a spec, with what is worth remembering about how; empty where it has or tells none."""

    pictures: tuple[Picture, ...]
    model: str = ""  # checkpoint or model, as the engine calls it
    workflow: str = ""  # the name of the workflow
    workflow_sha256: str = ""  # of the workflow's file, hexadecimal
    revised_prompt: str = ""  # what the engine made of the prompt
    # Further settings in the engine's own words, such as steps, sampler and cfg_scale.
    settings: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Abilities:
    """What an engine can do, as it is configured; for people, and for whoever chooses one."""

    sizes: str  # a phrase, such as `multiples of 8 from 64 to 4096`
    has_seed: bool
    has_negative_prompt: bool
    most_pictures: int  # of one job


class Watch(Protocol):
    """Whoever waits for the picture. All methods raise when nobody does any more; engines let that pass through."""

    def report(self, percent: int, message: str) -> None:
        """Say how far it is (0 to 100, never less than before) and what is being done, for people."""

    def check(self) -> None:
        """Raise if the picture is not wanted any more: cancelled, taken over, past its deadline. Cheap; call often."""

    def preview(self, pixels: Image.Image) -> None:
        """Show what the picture looks like so far, at any size; seldom is enough, and none is needed."""


class Fault(Enum):
    """Whose fault a failure is: what it says about the engine's health."""

    ENGINE = "engine"  # counts against the engine; after several in a row it is left alone for a while
    AWAY = "away"  # it does not answer: left alone until a probe finds it again
    BUSY = "busy"  # it asks us to wait: left alone for that long, and no try is used up
    REQUEST = "request"  # what was asked for cannot be drawn, by this engine at least; it is well


class EngineError(Exception):
    """An engine could not draw, in one sentence for people that holds no key, path or control character.

    `code` is for machines. `is_retryable` says whether trying again, or another engine, may help; `fault` whose it is;
    `retry_after_seconds` how long the engine asked us to wait, if it did.
    """

    def __init__(
        self,
        message: str,
        *,
        is_retryable: bool,
        code: str = "engine_error",
        fault: Fault = Fault.ENGINE,
        retry_after_seconds: float | None = None,
    ) -> None:
        super().__init__(message)
        self.is_retryable = is_retryable
        self.code = code
        self.fault = fault
        self.retry_after_seconds = retry_after_seconds

    @property
    def counts(self) -> bool:
        """Whether it uses up one of the job's tries: to be told to wait does not."""
        return self.fault is not Fault.BUSY


class Engine(ABC):
    """A source of pictures. Instances are made once per worker process and used by one thread."""

    # What may be configured beyond what every engine has: a frozen dataclass of typed fields with defaults.
    Options: ClassVar[type] = NoOptions

    def __init__(self, config: EngineConfig) -> None:
        """Read the options; raise BadConfiguration. Opens no connection."""
        self.config = config
        self.name = config.name

    @property
    @abstractmethod
    def abilities(self) -> Abilities:
        """What it can do as it is configured; known without asking its server."""

    @abstractmethod
    def draw(self, spec: ImageSpec, watch: Watch) -> Drawing:
        """Draw what the spec says and return one to several pictures.

        Raise EngineError when it cannot be done, and let through whatever the watch raises, after telling the server
        to stop. Between two calls of `watch.check` no more than a quarter of a second should pass.
        """

    def probe(self) -> None:  # noqa: B027  (an engine in this process is always there)
        """Ask the server within three seconds whether it could draw, at no cost; raise EngineError if it cannot."""
