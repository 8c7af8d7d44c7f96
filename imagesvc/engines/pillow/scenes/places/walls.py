"""The wall before which we stand, with an opening in it: of stone, boards or metal.

Laid in strips: whole, the largest picture would need a gigabyte for it.
"""

import numpy as np

from imagesvc.engines.pillow.fields import Field, fbm, halved, resized
from imagesvc.engines.pillow.parts import IRON, WOOD, Bench, Outline, Point, oval, rectangle
from imagesvc.engines.pillow.words import Reading

_ROW = 84.0  # units from course to course of the wall
_STONE = 156.0


def lay(bench: Bench, reading: Reading, *, stuff: str, opening: Outline, lit: bool) -> None:
    """Lay the wall over everything but the opening."""
    if stuff == "wood":
        _boards(bench, opening=opening)
    elif stuff == "metal":
        _panels(bench, opening=opening)
    else:
        table = reading.trait("wall").random(1024, dtype=np.float32)
        top = 0.0
        while top < bench.sheet.height:
            _courses(bench, top=top, table=table, opening=opening, centre=bench.sheet.width / 2, lit=lit)
            top += 4 * _ROW


def _boards(bench: Bench, *, opening: Outline) -> None:
    width, height = bench.sheet.width, bench.sheet.height
    count = max(6, int(width / 104))
    for k, (a,) in enumerate(bench.rng.random((count, 1)).tolist()):
        shape = rectangle(width * k / count, -8, width * (k + 1) / count, height + 8)
        bench.part(shape, WOOD.but(base=0.42 + 0.12 * a, dark=0.12, bright=0.74, hue=0.4), holes=[opening], bevel=9)
    spots = [(width * (k + 0.5) / count + dx, y) for k in range(count) for dx in (-30, 30) for y in (70, height - 90)]
    _nails(bench, spots, radius=4, opening=opening)


def _panels(bench: Bench, *, opening: Outline) -> None:
    width, height = bench.sheet.width, bench.sheet.height
    columns, rows = max(3, int(width / 250)), max(3, int(height / 250))
    steel = IRON.but(base=0.44, dark=0.08, bright=0.72, angle=90)
    for row in range(rows):
        for column in range(columns):
            left, top = width * column / columns, height * row / rows
            right, bottom = left + width / columns, top + height / rows
            bench.part(
                rectangle(left + 3, top + 3, right - 3, bottom - 3),
                steel,
                holes=[opening],
                bevel=12,
                shade=0.05 * ((row + column) % 2),
            )
            spots = [(x, y) for x in (left + 22, right - 22) for y in (top + 22, bottom - 22)]
            _nails(bench, spots, radius=5, opening=opening)


def _nails(bench: Bench, spots: list[Point], *, radius: float, opening: Outline) -> None:
    """Heads of nails or bolts, but for those that would hang in the opening."""
    xs, ys = [x for x, _ in opening], [y for _, y in opening]
    bench.inks([oval(x, y, radius, steps=8) for x, y in spots if not (min(xs) < x < max(xs) and min(ys) < y < max(ys))])


def _courses(bench: Bench, *, top: float, table: Field, opening: Outline, centre: float, lit: bool) -> None:
    sheet = bench.sheet
    placed = bench.mask([rectangle(-8, top - 1, sheet.width + 8, top + 4 * _ROW + 1)], [opening])
    if placed is None:
        return
    box, mask = placed
    x, y = box.fine()
    row = np.floor(y * np.float32(1 / _ROW))
    offset = table.take(row.astype(np.int32) * 7 & 1023) * np.float32(0.9)
    place = x * np.float32(1 / _STONE) + offset
    column = np.floor(place)
    index = (row.astype(np.int32) * 61 + column.astype(np.int32) * 17) & 1023
    shade = table.take(index)
    up, along = y - row * np.float32(_ROW), (place - column) * np.float32(_STONE)
    edge = np.minimum(np.minimum(up, np.float32(_ROW) - up), np.minimum(along, np.float32(_STONE) - along))
    rough = fbm(bench.rng, (box.shape[0] // 2, box.shape[1] // 2), cell=46 * sheet.scale / 2, octaves=4)
    rough_fine = resized(rough, box.shape)
    joint = np.clip(
        (np.float32(3.4) + np.float32(1.5) * rough_fine - edge) * np.float32(0.6 * max(sheet.scale, 0.5)), 0, 1
    )
    corner = halved(np.clip((np.float32(16) - np.minimum(up, along)) * np.float32(1 / 16), 0, 1))
    under = halved(
        np.clip(
            (np.float32(16) - np.minimum(np.float32(_ROW) - up, np.float32(_STONE) - along)) * np.float32(1 / 16), 0, 1
        )
    )
    hx, hy = box.coarse()
    off = np.sqrt(((hx - np.float32(centre)) / 520) ** 2 + ((hy - np.float32(sheet.height * 0.52)) / 560) ** 2)
    glow = np.exp(off * -2.0) * np.float32(0.5 if lit else 0.3)
    soft = halved(shade + 0 * up)
    light = (
        np.float32(0.34)
        + np.float32(0.18) * (soft - np.float32(0.5))
        + np.float32(0.2) * corner
        - np.float32(0.18) * under
    )
    light = light + np.float32(0.07) * rough + glow
    tone = np.float32(0.24) + np.float32(0.14) * (soft - np.float32(0.5)) + np.float32(0.1) * corner + 0.7 * glow
    hue = np.float32(0.12) + glow * np.float32(0.6 if lit else 0.3)
    slant = np.where(shade > 0.5, np.float32(0.24), np.float32(-0.2))
    phase = (y + slant * x) * np.float32(1 / 7.8) + np.float32(0.5) * rough_fine
    sheet.lay(
        box, mask, light=np.clip(light, 0.14, 1), tone=np.clip(tone, 0.02, 1), hue=hue, phase=phase, ink=joint * mask
    )
