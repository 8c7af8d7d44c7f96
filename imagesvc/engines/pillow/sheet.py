"""The sheet a scene is drawn on: the fields that the print stage turns into a picture.

Scenes think in units, of which the shorter side has 1024 whatever its pixels; so every size is composed, none
stretched. Light, tone and hue are kept at half resolution (nobody can tell), lines and ink at full.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from imagesvc.engines.pillow.fields import Field, halved
from imagesvc.engines.pillow.palette import PATH_LEVELS, SPOTS, Block

UNITS = 1024


@dataclass(frozen=True, kw_only=True)
class Box:
    """A rectangle of the sheet on even pixels, with its coordinates in units."""

    top: int
    left: int
    bottom: int
    right: int
    scale: float  # pixels per unit

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns at full resolution."""
        return self.bottom - self.top, self.right - self.left

    @property
    def half_shape(self) -> tuple[int, int]:
        """Rows and columns at half resolution."""
        return self.shape[0] // 2, self.shape[1] // 2

    @property
    def full(self) -> tuple[slice, slice]:
        """Where the box lies in P and K."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    @property
    def half(self) -> tuple[slice, slice]:
        """Where the box lies in L, T and A."""
        return slice(self.top // 2, self.bottom // 2), slice(self.left // 2, self.right // 2)

    def fine(self) -> tuple[Field, Field]:
        """X as a row and Y as a column, in units, for every pixel of P and K."""
        return self._coordinates(self.left, self.right, 1)[None, :], self._coordinates(self.top, self.bottom, 1)[
            :, None
        ]

    def coarse(self) -> tuple[Field, Field]:
        """X as a row and Y as a column, in units, for every pixel of L, T and A."""
        return self._coordinates(self.left, self.right, 2)[None, :], self._coordinates(self.top, self.bottom, 2)[
            :, None
        ]

    def _coordinates(self, start: int, stop: int, step: int) -> Field:
        return (np.arange(start, stop, step, dtype=np.float32) + np.float32(step / 2)) * np.float32(1 / self.scale)


class Sheet:
    """Six fields and the ways to lay something on them.

    `light` 0..1 says how wide the lines are (1: none, 0: solid ink); `phase` counts lines, they run where its fraction
    is one half; `tone` 0..1 is the colour block's; `hue` goes from ground (0) by subject (0.5) to accent (1), and the
    values of `palette.SPOTS` stand for the colours that the text names (`spot` keeps the level of their block); `ink`
    is pure ink. `width` and `height` are units here; `scale` is pixels per unit. A scene that has colours of its own
    puts `blocks` here, for the hues 0, 0.25, 0.5, 0.75, 1 and those of the spots. `pause` is called before each part
    is laid: whoever waits for the picture may raise in it.
    """

    blocks: tuple[Block, ...] = ()
    dyes: tuple[str, ...] = ()  # the named colours of the spots, if others than the text names

    def __init__(self, *, width: int, height: int, pause: Callable[[], None] = lambda: None) -> None:
        self.pause = pause
        self.pixels = (width, height)
        self.scale = min(width, height) / UNITS
        rows, columns = height + height % 2, width + width % 2
        self.width, self.height = width / self.scale, height / self.scale
        self.light = np.ones((rows // 2, columns // 2), np.float32)
        self.tone = np.full((rows // 2, columns // 2), 0.8, np.float32)
        self.hue = np.zeros((rows // 2, columns // 2), np.float32)
        self.phase = np.zeros((rows, columns), np.float32)
        self.ink = np.zeros((rows, columns), np.float32)
        self.spot = np.zeros((rows, columns), np.uint8)
        self._open = Box(top=0, left=0, bottom=rows, right=columns, scale=self.scale)

    def everything(self) -> Box:
        """The box of all that can be seen: the whole sheet, or what is behind the open window."""
        return self._open

    def box(self, left: float, top: float, right: float, bottom: float) -> Box | None:
        """The smallest box around a rectangle given in units; None if nothing of it can be seen."""
        x0 = max(self._open.left, int(np.floor(left * self.scale / 2)) * 2)
        y0 = max(self._open.top, int(np.floor(top * self.scale / 2)) * 2)
        x1 = min(self._open.right, int(np.ceil(right * self.scale / 2)) * 2)
        y1 = min(self._open.bottom, int(np.ceil(bottom * self.scale / 2)) * 2)
        if x1 <= x0 or y1 <= y0:
            return None
        return Box(top=y0, left=x0, bottom=y1, right=x1, scale=self.scale)

    @contextmanager
    def window(self, left: float, top: float, right: float, bottom: float) -> Iterator[None]:
        """Draw only what can be seen through a rectangle: what a wall will hide costs nothing."""
        before, seen = self._open, self.box(left, top, right, bottom)
        self._open = before if seen is None else seen
        try:
            yield
        finally:
            self._open = before

    def lay(
        self,
        box: Box,
        mask: Field,
        *,
        light: Field | float | None = None,
        tone: Field | float | None = None,
        hue: Field | float | None = None,
        phase: Field | None = None,
        ink: Field | None = None,
    ) -> None:
        """Lay a layer where the mask (0..1, full resolution) is; ink beneath it vanishes, `ink` is printed on top."""
        soft = halved(mask)
        covered = mask > 0.5
        level = 0
        if isinstance(hue, (int, float)) and hue >= SPOTS[0]:
            level, hue = PATH_LEVELS + min(int(hue - SPOTS[0]), len(SPOTS) - 1), None
        if level or hue is not None:
            np.copyto(self.spot[box.full], level, where=covered)
        for field, value in ((self.light, light), (self.tone, tone), (self.hue, hue)):
            if value is not None:
                part = field[box.half]
                part += (np.asarray(value, np.float32) - part) * soft
        if phase is not None:
            np.copyto(self.phase[box.full], phase, where=covered)
        below = self.ink[box.full]
        below *= 1 - mask
        if ink is not None:
            np.maximum(below, ink, out=below)

    def glow(self, x: float, y: float, *, radius: float, light: float, hue: float = 0.0, tone: float = 0.0) -> None:
        """Add light, accent and tone around a point, dying away with the distance (radius in units)."""
        box = self.box(x - 4 * radius, y - 4 * radius, x + 4 * radius, y + 4 * radius)
        if box is None:
            return
        across, down = box.coarse()
        strength = np.exp(-np.sqrt((across - np.float32(x)) ** 2 + (down - np.float32(y)) ** 2) / np.float32(radius))
        strength -= np.float32(0.0183)
        np.maximum(strength, 0, out=strength)
        self.light[box.half] += strength * np.float32(light)
        self.tone[box.half] += strength * np.float32(tone)
        part = self.hue[box.half]
        part += (1 - part) * np.minimum(strength * np.float32(hue), 1)
