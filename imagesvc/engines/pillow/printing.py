"""The print stage, one for all pictures: six fields become a colour relief print, an indexed image of 255 colours.

Key lines swell and thin with the light over soft colour blocks with litho grain, on warm paper with a rough block
edge. It works in bands of rows, so that the largest picture costs little more memory than its fields.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from PIL import Image

from imagesvc.engines.pillow.fields import Field, fbm, resized, stream
from imagesvc.engines.pillow.palette import HUE_LEVELS, INK_LEVELS, PAPER_TONES, PATH_LEVELS, TONE_LEVELS
from imagesvc.engines.pillow.sheet import UNITS, Sheet

_BAND_PIXELS = 1 << 18
_MARGIN = 22.0  # units of paper around the block; wider below
_FOOT = 16.0
_KEY_LINE = 3.0
_FINEST_PITCH = 0.46  # of the usual line spacing, in pixels at the usual size: below it lines would drown


def engrave(sheet: Sheet, *, text: str, seed: int) -> Iterator[tuple[float, npt.NDArray[np.uint8]]]:
    """Yield the index image band by band from the top, each with the share that is done (0..1)."""
    press = _Press(sheet, rng=stream("print", text=text, seed=seed))
    width, height = sheet.pixels
    rows = max(16, _BAND_PIXELS // width // 2 * 2)
    for top in range(0, height, rows):
        bottom = min(top + rows, height + height % 2)
        band = press.band(top, bottom)
        yield bottom / height, band[: height - top, :width]


def image_of(index: npt.NDArray[np.uint8], *, colours: npt.NDArray[np.uint8]) -> Image.Image:
    """Make the indexed image; `colours` is the table of the palette, n x 3."""
    picture = Image.fromarray(index, "P")
    picture.putpalette(colours.tobytes(), "RGB")
    return picture


class _Press:
    def __init__(self, sheet: Sheet, *, rng: np.random.Generator) -> None:
        self.sheet = sheet
        self.rng = rng
        self.density = _line_density(sheet.scale)
        rows, columns = sheet.light.shape
        unit = sheet.scale / 2  # half-resolution pixels per unit
        coarse = (rows // 2 + 1, columns // 2 + 1)
        self.wobble = fbm(rng, coarse, cell=max(2.0, UNITS / 10 * unit / 2), octaves=4) * np.float32(0.09)
        self.jitter = fbm(rng, (rows, columns), cell=max(2.0, UNITS / 64 * unit), octaves=3)
        self.starvation = fbm(rng, (rows, columns), cell=max(2.0, UNITS / 96 * unit), octaves=2)

    def band(self, top: int, bottom: int) -> npt.NDArray[np.uint8]:
        """Print the rows from top to bottom."""
        jitter = self._enlarged(self.jitter, top, bottom)
        ink = self._ink(top, bottom, jitter=jitter)
        tone = self._enlarged(self.sheet.tone, top, bottom)
        hue = self._enlarged(self.sheet.hue, top, bottom)
        grain = self.rng.integers(0, 256, (2, *ink.shape), dtype=np.uint8)
        tones = _levels(tone + jitter * np.float32(0.012), TONE_LEVELS, grain=grain[0])
        hues = _levels(hue, PATH_LEVELS, grain=grain[1])
        np.maximum(hues, self.sheet.spot[top:bottom], out=hues)
        inks = np.clip(ink * INK_LEVELS, 0, INK_LEVELS - 1).astype(np.uint8)
        index = (hues * TONE_LEVELS + tones) * INK_LEVELS + inks
        self._trim(index, top, bottom, jitter=jitter, grain=grain[0])
        return index

    def _ink(self, top: int, bottom: int, *, jitter: Field) -> Field:
        phase = self.sheet.phase[top:bottom]
        across = np.empty_like(phase)
        np.subtract(phase[:, 1:], phase[:, :-1], out=across[:, 1:])
        across[:, 0] = 0
        steepness = np.abs(across)
        below = self.sheet.phase[top + 1 : bottom + 1]
        steepness[: len(below)] += np.abs(below - phase[: len(below)])
        steepness *= np.float32(self.density)
        np.clip(steepness, 0.05, 0.5, out=steepness)

        columns = self.sheet.light.shape[1]
        wobble_box = (0, top / 4, columns / 2, bottom / 4)
        line = phase * np.float32(self.density) + resized(self.wobble, (bottom - top, columns * 2), box=wobble_box)
        line -= np.floor(line)
        line -= np.float32(0.5)
        np.abs(line, out=line)

        wanted = 1 - self._enlarged(self.sheet.light, top, bottom) + jitter * np.float32(0.055)
        # Hairlines die out instead of thinning for ever, as a burin leaves the plate.
        np.minimum(wanted, np.float32(2.2) * wanted - np.float32(0.12), out=wanted)
        wanted -= line * 2
        wanted *= np.float32(0.56) / steepness
        wanted += np.float32(0.5)
        np.clip(wanted, 0, 1, out=wanted)
        np.maximum(wanted, self.sheet.ink[top:bottom], out=wanted)
        starved = self._enlarged(self.starvation, top, bottom)
        starved -= np.float32(1.9)
        np.maximum(starved, 0, out=starved)
        wanted -= starved
        return wanted

    def _enlarged(self, field: Field, top: int, bottom: int) -> Field:
        columns = field.shape[1]
        return resized(field, (bottom - top, columns * 2), box=(0, top / 2, columns, bottom / 2))

    def _trim(
        self,
        index: npt.NDArray[np.uint8],
        top: int,
        bottom: int,
        *,
        jitter: Field,
        grain: npt.NDArray[np.uint8],
    ) -> None:
        """Leave paper around the block and draw the key line along its rough edge."""
        width, height = self.sheet.pixels
        scale = self.sheet.scale
        margin = _MARGIN * scale
        x = np.arange(index.shape[1], dtype=np.float32)[None, :]
        y = np.arange(top, bottom, dtype=np.float32)[:, None]
        sides = np.minimum(x - margin, width - 1 - margin - x)
        ends = np.minimum(y - margin, height - 1 - margin - _FOOT * scale - y)
        inside = np.minimum(sides, ends) + jitter * np.float32(0.9 * scale)
        line = max(1.0, _KEY_LINE * scale)
        solid = index % (TONE_LEVELS * INK_LEVELS) // INK_LEVELS // 4 * INK_LEVELS + (INK_LEVELS - 1)
        np.copyto(index, solid.astype(np.uint8), where=inside < line)
        paper = HUE_LEVELS * TONE_LEVELS * INK_LEVELS
        np.copyto(index, (paper + grain // (256 // PAPER_TONES + 1)).astype(np.uint8), where=inside < 0)


def _line_density(scale: float) -> float:
    """Fewer lines where the picture is small, or they would fuse to grey; finer ones where it is large."""
    return float(scale**0.5) if scale > 1 else max(0.02, min(1.0, scale / _FINEST_PITCH))


def _levels(value: Field, count: int, *, grain: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Round 0..1 to whole levels, up or down by chance: banding becomes litho grain."""
    scaled = value * np.float32(count - 1) + grain * np.float32(1 / 256)
    return np.clip(scaled, 0, count - 1).astype(np.uint8)
