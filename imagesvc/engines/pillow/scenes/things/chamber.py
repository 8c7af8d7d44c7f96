"""The corner of a room behind one piece of furniture: a wall of stone, boards or plaster, and a floor of planks."""

from collections.abc import Iterator

import numpy as np

from imagesvc.engines.pillow.fields import bumps, fbm
from imagesvc.engines.pillow.parts import Bench, Material, band, rectangle
from imagesvc.engines.pillow.sheet import Sheet
from imagesvc.engines.pillow.words import Reading

_STONY = "dungeon crypt castle cave* cellar temple tomb stone labyrinth prison vault church forge smithy underground"
_FUTURE = "space* station ship cyber* neon laboratory lab computer robot* reactor starship futuristic hologra*"


def lay(sheet: Sheet, reading: Reading, *, floor: float) -> Iterator[str]:
    """Fill the sheet, saying before each stage what comes; `floor` is where the wall meets it."""
    yield "Building the wall"
    _wall(sheet, reading, floor=floor)
    bench = Bench(sheet, rng=reading.chance("wall"))
    if reading.score(_FUTURE) > 0:
        _panels(bench, floor=floor)
    elif reading.score(_STONY) > 0:
        _blocks(bench, floor=floor)
    elif reading.trait("wall").random() < 0.5:
        _boards(bench, floor=floor)
    yield "Laying the floor"
    _planks(sheet, reading, floor=floor)
    bench.part(
        rectangle(-20, floor - 34, sheet.width + 20, floor + 4),
        Material(hue=0.5, dark=0.1, bright=0.6, pitch=7, base=0.4),
        bevel=8,
    )


def _wall(sheet: Sheet, reading: Reading, *, floor: float) -> None:
    """Light falls on the middle of the wall and leaves its corners dark."""
    box = sheet.everything()
    x, y = box.coarse()
    dx, dy = (
        (x - np.float32(sheet.width * 0.46)) * np.float32(1 / 760),
        (y - np.float32(floor * 0.5)) * np.float32(1 / 640),
    )
    fade = np.minimum(dx * dx + dy * dy, 1.2)
    clouds = fbm(reading.chance("plaster"), sheet.light.shape, cell=240 * sheet.scale / 2, octaves=4)
    sheet.light[:] = np.clip(0.84 - 0.42 * fade + 0.05 * clouds, 0.2, 1)
    sheet.tone[:] = np.clip(0.8 - 0.4 * fade + 0.06 * clouds, 0.12, 1)
    x, y = box.fine()
    warp = fbm(reading.chance("warp"), sheet.phase.shape, cell=300 * sheet.scale, octaves=2)
    sheet.phase[:] = (y + np.float32(0.12) * x + 12 * warp) * np.float32(1 / 8.6)


def _blocks(bench: Bench, *, floor: float) -> None:
    shapes, row, y = [], 0, floor - 120
    while y > -100:
        shapes.append(band([(0, y), (bench.sheet.width, y)], [3.4, 3.4]))
        x = -100.0 if row % 2 else 0.0
        while x < bench.sheet.width:
            x += 190 + 50 * float(bench.rng.random())
            shapes.append(band([(x, y), (x + 3, y + 120)], [3.4, 3.4]))
        y -= 120
        row += 1
    bench.inks(shapes)


def _boards(bench: Bench, *, floor: float) -> None:
    wainscot = Material(hue=0.5, dark=0.1, bright=0.62, pitch=7, angle=90, grain=1.2, base=0.4)
    bench.part(rectangle(-20, floor - 330, bench.sheet.width + 20, floor), wainscot, bevel=6)
    bench.part(
        rectangle(-20, floor - 356, bench.sheet.width + 20, floor - 322), wainscot.but(base=0.62, angle=0), bevel=8
    )
    count = int(bench.sheet.width / 128) + 1
    bench.inks([band([(128 * k + 40, floor - 322), (128 * k + 42, floor)], [4, 4]) for k in range(count)])


def _panels(bench: Bench, *, floor: float) -> None:
    steel = Material(hue=0.25, dark=0.1, bright=0.7, pitch=8, base=0.44)
    count = int(bench.sheet.width / 256) + 1
    for k in range(count):
        bench.part(
            rectangle(256 * k + 12, 60, 256 * k + 244, floor - 60), steel.but(base=0.4 + 0.06 * (k % 2)), bevel=12
        )
        bench.flat(
            rectangle(256 * k + 40, floor - 120, 256 * k + 216, floor - 104), light=1, tone=0.9, hue=1, outline=2
        )


def _planks(sheet: Sheet, reading: Reading, *, floor: float) -> None:
    """Boards that run towards us, so that they part as they come."""
    box = sheet.box(0, floor, sheet.width, sheet.height)
    if box is None:
        return
    rng = reading.chance("floor")
    x, y = box.coarse()
    depth = (y - np.float32(floor) + 190) * np.float32(1 / 190)
    board = (x - np.float32(sheet.width / 2)) / depth * np.float32(1 / 110)
    tint = bumps(np.floor(board) + np.float32(0), rng) - np.float32(0.5)
    near = np.clip((y - np.float32(floor)) * np.float32(1 / 260), 0, 1)
    sheet.light[box.half] = np.clip(0.5 + 0.16 * near + 0.16 * tint, 0.2, 1)
    sheet.tone[box.half] = np.clip(0.42 + 0.16 * near + 0.14 * tint, 0.1, 1)
    sheet.hue[box.half] = 0.5
    x, y = box.fine()
    depth = (y - np.float32(floor) + 190) * np.float32(1 / 190)
    board = (x - np.float32(sheet.width / 2)) / depth * np.float32(1 / 110)
    grain = fbm(rng, box.shape, cell=(60 * box.scale, 300 * box.scale), octaves=3)
    sheet.phase[box.full] = (y * np.float32(1.0) + 5 * grain + 0 * x) * np.float32(1 / 8)
    joint = np.abs(board - np.round(board))
    wide = np.float32(0.018) + 0 * depth
    sheet.ink[box.full] = np.clip((wide - joint) / wide * np.float32(2.4), 0, 1)
