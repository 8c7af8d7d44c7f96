"""An exit: a way through a wall to what lies beyond it; a vaulted passage for ways down; a portal for ways unknown."""

from collections.abc import Iterator

import numpy as np

from imagesvc.engines.pillow import vocabulary
from imagesvc.engines.pillow.fields import Field, fbm, halved, resized
from imagesvc.engines.pillow.parts import IRON, STONE, WOOD, Bench, Outline, band, curve, oval, rectangle
from imagesvc.engines.pillow.scenes import interior, landscape
from imagesvc.engines.pillow.sheet import Sheet
from imagesvc.engines.pillow.words import Reading

_ROW = 84.0  # units from course to course of the wall
_STONE = 156.0


def paint(sheet: Sheet, reading: Reading) -> Iterator[str]:
    """Fill the sheet, saying before each stage what comes."""
    way = reading.subject(vocabulary.WAYS, default="") or _way_to(reading.subject(vocabulary.SETTINGS, default=""))
    if way == "vault":
        yield from interior.vault(sheet, reading)
        return
    centre, foot = sheet.width / 2, sheet.height - 150
    half = 286.0
    spring = min(foot - 240, (520 if way == "portal" else 430) + 0.3 * (sheet.height - 1024))
    opening = _arch(centre, foot, half=half, spring=spring, pointed=way == "portal")
    if way == "portal":
        yield "Opening the portal"
        _portal(sheet, reading, centre=(centre, (spring + foot) / 2 - 20))
    else:
        seen = (centre - half - 8, min(y for _, y in opening) - 8, centre + half + 8, foot + 8)
        with sheet.window(*seen):
            yield from landscape.paint(sheet, reading)

    yield "Laying the wall"
    bench = Bench(sheet, rng=reading.chance("wall"))
    _wall(bench, reading, opening=opening, centre=centre, lit=way == "portal")
    yield "Setting the arch"
    _frame(bench, centre=centre, foot=foot, half=half, spring=spring, pointed=way == "portal")
    _steps(bench, centre=centre, foot=foot, half=half)
    if way == "portal":
        _sparks(bench, centre=(centre, (spring + foot) / 2 - 20))
    else:
        for side in (-1, 1):
            _sconce(bench, x=centre + side * (half + 132), y=spring + 60)


def _way_to(place: str) -> str:
    """What leads to a place: nobody knows what leads to an unknown one."""
    if not place:
        return "portal"
    return "vault" if place in {"vault", "cave", "mushrooms"} else "arch"


def _arch(centre: float, foot: float, *, half: float, spring: float, pointed: bool) -> Outline:
    if not pointed:
        return [
            (centre - half, foot),
            (centre - half, spring),
            *oval(centre, spring, half, start=180, stop=360),
            (centre + half, foot),
        ]
    reach = half * 1.36
    left = oval(centre - half + reach, spring, reach, start=180, stop=247, steps=16)
    right = [(2 * centre - x, y) for x, y in reversed(left)]
    return [(centre - half, foot), *left, *right, (centre + half, foot)]


def _portal(sheet: Sheet, reading: Reading, *, centre: tuple[float, float]) -> None:
    x, y = sheet.everything().coarse()
    dx, dy = x - np.float32(centre[0]), y - np.float32(centre[1])
    distance = np.sqrt(dx * dx + dy * dy)
    turn = np.arctan2(dy, dx)
    clouds = fbm(reading.chance("portal"), sheet.light.shape, cell=150 * sheet.scale / 2, octaves=4)
    arms = np.float32(0.5) + np.float32(0.5) * np.cos(
        turn * 5 + distance * np.float32(-0.021) + clouds * np.float32(0.5)
    )
    near = np.exp(distance * np.float32(-1 / 150))
    sheet.light[:] = np.clip(0.42 + 0.3 * arms + 0.8 * near, 0.2, 1)
    sheet.tone[:] = np.clip(0.28 + 0.3 * arms + 0.75 * near, 0, 1)
    sheet.hue[:] = np.clip(0.6 + 0.25 * arms + 0.4 * near, 0, 1)
    x, y = sheet.everything().fine()
    dx, dy = x - np.float32(centre[0]), y - np.float32(centre[1])
    spiral = np.sqrt(dx * dx + dy * dy) * np.float32(1 / 8.2) + np.arctan2(dy, dx) * np.float32(6 / (2 * np.pi))
    sheet.phase[:] = spiral + resized(clouds, sheet.phase.shape) * np.float32(0.7)


def _wall(bench: Bench, reading: Reading, *, opening: Outline, centre: float, lit: bool) -> None:
    """Lay the wall in strips of a few courses: whole, the largest picture would need a gigabyte for it."""
    table = reading.trait("wall").random(1024, dtype=np.float32)
    top = 0.0
    while top < bench.sheet.height:
        _courses(bench, top=top, table=table, opening=opening, centre=centre, lit=lit)
        top += 4 * _ROW


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


def _frame(bench: Bench, *, centre: float, foot: float, half: float, spring: float, pointed: bool) -> None:
    inner = _arch(centre, foot, half=half, spring=spring, pointed=pointed)
    outer = _arch(centre, foot, half=half + 76, spring=spring, pointed=pointed)
    depth = [(centre + (x - centre) * 0.9, y + (0 if y >= foot - 1 else 14)) for x, y in inner]
    bench.part(inner + depth[::-1], STONE.but(base=0.36, dark=0.1, bright=0.7, angle=80, pitch=7), bevel=10, outline=3)
    joints = _voussoirs(inner, outer)
    for k, stone in enumerate(joints):
        bench.part(
            stone,
            STONE.but(
                hue=0.32, base=0.5 + 0.1 * (k % 2) - 0.04 * (k % 3), dark=0.12, bright=0.8, angle=20 + 25 * (k % 3)
            ),
            bevel=9,
            outline=3,
        )
    top = min(y for _, y in outer)
    bench.part(
        [(centre - 50, top - 26), (centre + 50, top - 26), (centre + 34, top + 96), (centre - 34, top + 96)],
        STONE.but(hue=0.4, base=0.64),
        bevel=14,
        outline=3,
    )


def _voussoirs(inner: Outline, outer: Outline) -> list[Outline]:
    """Cut the ring between two arches of as many points into stones."""
    (x0, foot), (_, spring) = inner[0], inner[1]
    x1 = outer[0][0]
    mirror = inner[0][0] + inner[-1][0]
    count = 5
    stones: list[Outline] = []
    for k in range(count):
        y0, y1 = foot - (foot - spring) * k / count, foot - (foot - spring) * (k + 1) / count
        stone = [(x0, y0), (x0, y1), (x1, y1), (x1, y0)]
        stones += [stone, [(mirror - x, y) for x, y in stone]]
    ring_in, ring_out = inner[1:-1], outer[1:-1]
    step = 3
    for k in range(0, len(ring_in) - 1, step):
        stop = min(k + step, len(ring_in) - 1)
        stones.append(ring_in[k : stop + 1] + ring_out[k : stop + 1][::-1])
    return stones


def _steps(bench: Bench, *, centre: float, foot: float, half: float) -> None:
    bottom = bench.sheet.height
    for k in range(3):
        y = foot + (bottom - foot) * k / 3.2
        w = half + 40 + 62 * k
        bench.part(
            [(centre - w, y), (centre + w, y), (centre + w + 30, y + 18), (centre - w - 30, y + 18)],
            STONE.but(hue=0.4, base=0.74, angle=0),
            bevel=5,
            outline=3,
        )
        bench.part(
            rectangle(centre - w - 30, y + 18, centre + w + 30, y + 50),
            STONE.but(hue=0.3, base=0.32, dark=0.08, bright=0.6, angle=90),
            bevel=5,
            outline=3,
        )


def _sconce(bench: Bench, *, x: float, y: float) -> None:
    bench.glow(x, y - 40, radius=120, light=0.4, hue=0.7, tone=0.4)
    bench.part([(x - 11, y), (x + 11, y), (x + 5, y + 100), (x - 5, y + 100)], WOOD.but(base=0.3), bevel=6)
    bench.part(rectangle(x - 20, y - 4, x + 20, y + 16), IRON, bevel=6)
    bench.part(band(curve([(x, y + 84), (x + 20, y + 100), (x, y + 116)], closed=False), [9] * 17), IRON, bevel=4)
    interior.flames(bench, x=x, foot=y, width=46, height=112, tongues=3)


def _sparks(bench: Bench, *, centre: tuple[float, float]) -> None:
    shapes = []
    for a, b, c in bench.rng.random((46, 3)).tolist():
        turn, far, r = a * 2 * np.pi, 60 + 420 * b**0.7, 1.8 + 5 * c**3
        x, y = centre[0] + far * 0.8 * np.cos(turn), centre[1] + far * np.sin(turn)
        shapes.append([(x - r, y), (x, y - 1.7 * r), (x + r, y), (x, y + 1.7 * r)])
    bench.cuts(shapes, light=1, tone=1, hue=1.0)
