"""The embedded engine: draws a colour relief print offline, from description, kind and seed alone.

It reads words (`words`), lets one scene of the kind fill the fields of a sheet (`scenes`) and prints it
(`printing`). It never fails for want of understanding: what it cannot read gets something dignified.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO

import numpy as np
import numpy.typing as npt
from PIL import Image

from imagesvc.engines.base import Abilities, Drawing, Engine, ImageSpec, Picture, Watch
from imagesvc.engines.pillow.edition import EDITION
from imagesvc.engines.pillow.palette import PALETTES, colour_table, coloured
from imagesvc.engines.pillow.printing import engrave, image_of
from imagesvc.engines.pillow.scenes import doorway, item, landscape, portrait, set_piece
from imagesvc.engines.pillow.sheet import Sheet
from imagesvc.engines.pillow.vocabulary import light
from imagesvc.engines.pillow.words import Reading, kind_of, read

Scene = Callable[[Sheet, Reading], Iterator[str]]

# A scene fills the sheet and, before each of its stages, yields what comes next.
SCENES: dict[str, Scene] = {
    "character": portrait.paint,
    "location": landscape.paint,
    "exit": doorway.paint,
    "item": item.paint,
    "scenery": set_piece.paint,
}

_PRINT_FROM = 72  # percent
_PNG_FROM = 90
_PNG_LEVEL = 3  # 6 costs three times as much for four per cent


class PillowEngine(Engine):
    """Draws with NumPy and Pillow in this process: no network, no model, no key."""

    @property
    def abilities(self) -> Abilities:
        return Abilities(sizes="any from 64 to 4096", has_seed=True, has_negative_prompt=False, most_pictures=1)

    def draw(self, spec: ImageSpec, watch: Watch) -> Drawing:
        """Draw one picture of exactly the size asked for; the same spec gives the same pixels."""
        watch.check()
        watch.report(2, "Reading the words")
        reading = read(spec.description, kind=spec.kind, seed=spec.seed, preamble=spec.preamble)
        if spec.kind not in SCENES:
            reading = replace(reading, kind=kind_of(reading))

        sheet = Sheet(width=spec.width, height=spec.height, pause=watch.check)
        percent = 4
        for message in SCENES[reading.kind](sheet, reading):
            watch.check()
            watch.report(percent, message)
            percent += (_PRINT_FROM - percent) // 5

        picture = _print(sheet, reading, watch)
        watch.check()
        watch.report(_PNG_FROM, "Packing")
        packed = BytesIO()
        picture.save(packed, "PNG", compress_level=_PNG_LEVEL)
        pixels = picture.convert("RGB")
        watch.check()
        watch.report(100, "Printed")
        return Drawing(pictures=(Picture(png=packed.getvalue(), pixels=pixels),), model=EDITION)


def _print(sheet: Sheet, reading: Reading, watch: Watch) -> Image.Image:
    bands = []
    reported = _PRINT_FROM
    watch.report(reported, "Printing")
    for share, band in engrave(sheet, text=reading.text, seed=reading.seed):
        bands.append(band)
        watch.check()
        percent = int(_PRINT_FROM + (_PNG_FROM - _PRINT_FROM) * min(share, 1.0))
        if percent >= reported + 6:
            watch.report(percent, "Printing")
            reported = percent
    return image_of(np.concatenate(bands), colours=_colours(sheet, reading))


def _colours(sheet: Sheet, reading: Reading) -> npt.NDArray[np.uint8]:
    """The palette of the words, with the subject in its own colour and light in the light's."""
    is_thing = reading.kind in {"item", "scenery"}
    own, side = (reading.own_colour, reading.side_colour) if is_thing else ("", "")
    palette = coloured(PALETTES[reading.palette], subject=own, accent=reading.named(light.GLOWING) or side)
    return colour_table(palette, dyes=sheet.dyes or reading.dyes, blocks=sheet.blocks)
