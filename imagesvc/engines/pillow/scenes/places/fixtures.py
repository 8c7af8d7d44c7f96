"""What belongs to a room itself, drawn in its own measures: beams, hearths, windows, lamps, pillars, bars."""

from math import cos, pi, sin

import numpy as np

from imagesvc.engines.pillow.fields import halved
from imagesvc.engines.pillow.parts import (
    CLOTH,
    GOLD,
    IRON,
    STONE,
    WOOD,
    Outline,
    Pose,
    band,
    oval,
    rectangle,
)
from imagesvc.engines.pillow.scenes.places import rocks, sky
from imagesvc.engines.pillow.scenes.places.room import Room
from imagesvc.engines.pillow.scenes.things import fires


def beams(room: Room) -> None:
    """Beams across the ceiling."""
    for k in range(4):
        near = room.back * 1.02 * (1 / room.back) ** ((k + 0.5) / 4)
        (x0, y), (x1, _) = room.at(-1.02, 2, near), room.at(1.02, 2, near)
        stuff = WOOD.but(angle=0, base=0.34 - 0.05 * k, dark=0.1)
        room.bench.part(rectangle(x0, y, x1, y + 34 * near + 6), stuff, bevel=6 + 8 * near)


def hearth(room: Room, *, x: float, kettle: bool = False) -> None:
    """A chimney of stone with a fire in it."""
    stone = STONE.but(base=0.42)
    near = room.back * 1.03
    room.block((x - 0.44, x + 0.44), (0, 0.94), (near * 1.08, room.back), stone)
    hood = [
        room.at(x - 0.44, 0.94, near * 1.08),
        room.at(x - 0.28, 1.6, near),
        room.at(x - 0.28, 2, near),
        room.at(x + 0.28, 2, near),
        room.at(x + 0.28, 1.6, near),
        room.at(x + 0.44, 0.94, near * 1.08),
    ]
    room.bench.part(hood, stone.but(base=0.36), bevel=10)
    marks = []
    for row in range(12):
        up = 0.12 + 0.15 * row
        wide = 0.42 if up < 0.9 else 0.34 if up < 1.4 else 0.27
        for k in range(-2, 3):
            cx = x + (k + 0.5 * (row % 2)) * 0.19
            if abs(cx - x) < wide:
                marks.append(band([room.at(cx, up, near), room.at(cx, up + 0.15, near)], [2, 2]))
        marks.append(band([room.at(x - wide, up, near), room.at(x + wide, up, near)], [2, 2]))
    room.bench.inks(marks)
    front = near * 1.09
    room.block((x - 0.52, x + 0.52), (0.92, 1.0), (front * 1.05, room.back), WOOD.but(angle=0, base=0.5))
    a, b = room.at(x - 0.27, 0, front), room.at(x + 0.27, 0.46, front)
    cx, w = (a[0] + b[0]) / 2, (b[0] - a[0]) / 2
    mouth = [(a[0], a[1]), (a[0], b[1]), *oval(cx, b[1], w, w * 0.62, start=180, stop=360, steps=16), (b[0], a[1])]
    room.bench.flat(mouth, light=0.12, tone=0.1, hue=0.8, outline=4)
    for k in range(4):
        room.bench.part(
            oval(cx + (k - 1.5) * w * 0.4, a[1] - w * 0.08, w * 0.26, w * 0.1, steps=14),
            WOOD.but(base=0.3),
            bevel=4,
            outline=2,
        )
    room.bench.glow(cx, a[1] - w * 0.5, radius=w * 1.9, light=0.4, hue=0.75, tone=0.42)
    fires.flames(room.piece(x, 0.03, front), 0, 0, width=330, height=330)
    room.bench.glow(cx, a[1] - w * 0.3, radius=w * 0.7, light=0.3, hue=0.5, tone=0.3)
    if kettle:
        pot = room.piece(x, 0.34, front)
        pot.line([(0, -250), (0, -90)], 6)
        pot.turned([(-90, 84), (-60, 100), (-10, 92), (30, 60), (36, 0.5)], IRON.but(base=0.3))


def window(room: Room, *, x: float, wide: float, tall: float = 0.7, barred: bool = False) -> None:
    """A window in the wall at the end, and its light on the floor."""
    up = 0.62 + (0.7 - tall) * 0.5 if tall < 0.8 else 0.5
    near = room.back
    (x0, y0), (x1, y1) = room.at(x - wide / 2, up, near), room.at(x + wide / 2, up + tall, near)
    cx, w = (x0 + x1) / 2, (x1 - x0) / 2
    arch = [(x0, y0), (x0, y1), *oval(cx, y1, w, min(w, 46), start=180, stop=360, steps=16), (x1, y0)]
    night = room.mood.time == "night"
    frame = [(cx + (px - cx) * 1.16, py + (6 if py >= y0 else -6)) for px, py in arch]
    room.bench.part(frame, STONE.but(base=0.5), bevel=5)
    room.bench.flat(
        arch, light=0.5 if night else 1.0, tone=0.34 if night else 0.98, hue=0.0 if night else 0.1, outline=4
    )
    if night:
        sky.moon(room.bench, cx + w * 0.3, y1 + 6, min(w * 0.3, 22))
    count = max(2, int(w / 16)) if not barred else 4
    lines = [
        band([(x0 + 2 * w * k / count, y0), (x0 + 2 * w * k / count, y1 - w * 0.3)], [5 if barred else 3] * 2)
        for k in range(1, count)
    ]
    if not barred:
        lines += [band([(x0, y0 + (y1 - y0) * t), (x1, y0 + (y1 - y0) * t)], [3, 3]) for t in (0.33, 0.66, 1.0)]
    room.bench.inks(lines)
    if not night:
        lit = room.floor((x - wide * 0.5, x + wide * 0.9), 0, (0.9, room.back * 1.1))
        beam(room, [(x0, y0), (x0, y1), (x1, y1), lit[2], lit[3], lit[0]], strength=0.3)
    room.bench.glow(cx, (y0 + y1) / 2, radius=w + 30, light=0.18, hue=0.0, tone=0.16)


def beam(room: Room, shape: Outline, *, strength: float) -> None:
    """A shaft of light: it pales what it crosses."""
    placed = room.bench.mask([shape], [])
    if placed is None:
        return
    box, mask = placed
    soft = halved(mask) * np.float32(strength)
    sheet = room.bench.sheet
    sheet.light[box.half] += (1 - sheet.light[box.half]) * soft * np.float32(0.8)
    sheet.tone[box.half] += (1 - sheet.tone[box.half]) * soft


def lamps(room: Room) -> None:
    """A lantern on each side wall."""
    for side in (-1, 1):
        x, y = room.at(side * 0.84, 1.5, 0.6)
        s = 62 * 0.6 * room.view.fall / 570
        room.bench.line([(x, y - s * 2.4), (x, y - s * 0.8)], 4)
        room.bench.part([(x - s * 0.5, y - s * 0.5), (x, y - s * 0.9), (x + s * 0.5, y - s * 0.5)], IRON, bevel=5)
        room.bench.flat(
            rectangle(x - s * 0.36, y - s * 0.5, x + s * 0.36, y + s * 0.4), light=1, tone=0.94, hue=1.0, outline=3
        )
        room.bench.line([(x, y - s * 0.5), (x, y + s * 0.4)], 3.4)
        room.bench.part(rectangle(x - s * 0.46, y + s * 0.38, x + s * 0.46, y + s * 0.56), IRON, bevel=4)
        room.bench.glow(x, y, radius=105, light=0.4, hue=0.75, tone=0.4)


def carpet(room: Room, *, wide: float) -> None:
    """A carpet from the end of the room towards us."""
    cloth = CLOTH.but(hue=room.reading.hue("carpet rug carpets", default=0.92), base=0.56, angle=2, grain=0.3)
    room.bench.part(room.floor((-wide, wide), 0, (1.3, room.back * 1.12)), cloth, bevel=5)
    edges = [
        room.floor((s * wide * 0.84 - 0.012, s * wide * 0.84 + 0.012), 0, (1.3, room.back * 1.14)) for s in (-1, 1)
    ]
    room.bench.cuts(edges, light=1, tone=0.95)


def pillars(room: Room) -> None:
    """Pillars along both walls with arches over the aisle."""
    stone = STONE.but(base=0.54, hue=0.3, angle=90)
    for near in (0.42, 0.58, 0.86):
        if near > room.back * 1.1:
            points = [room.at(0.7 * cos(t * pi / 16), 1.5 + 0.42 * sin(t * pi / 16), near) for t in range(17)]
            room.bench.part(band(points, [54 * near] * 17), stone.but(base=0.42, angle=20), bevel=8)
        for side in (-1, 1):
            shaft = room.piece(side * 0.7, 0, near)
            shaft.turned([(-760, 50), (-40, 56)], stone)
            shaft.part(rectangle(-78, -46, 78, 0), stone.but(angle=0), bevel=8)
            shaft.part([(-52, -740), (-84, -800), (84, -800), (52, -740)], stone.but(angle=0), bevel=8)


def banners(room: Room) -> None:
    """A banner between the pillars on each side."""
    cloth = CLOTH.but(hue=room.reading.hue("banner banners flag flags tapestry tapestries", default=0.95), base=0.56)
    for side in (-1, 1):
        for near in ((0.54, 0.47), (0.8, 0.68)):
            x, low = side * 0.97, 0.8
            front, back = near
            shape = [
                room.at(x, 1.7, front),
                room.at(x, low, front),
                room.at(x, low - 0.14, (front + back) / 2),
                room.at(x, low, back),
                room.at(x, 1.7, back),
            ]
            room.bench.part(shape, cloth.but(base=0.56 if side > 0 else 0.46), bevel=10)
            cx, cy = room.at(x, 1.3, (front + back) / 2)
            room.bench.part(oval(cx, cy, 16 * front, 34 * front), GOLD, bevel=6)


def dais(room: Room) -> None:
    """Steps before the wall at the end."""
    stone = STONE.but(base=0.5)
    for k, (wide, near) in enumerate(((0.7, 1.3), (0.58, 1.2), (0.46, 1.1))):
        room.block(
            (-wide, wide), (0.07 * k, 0.07 * (k + 1)), (room.back * near, room.back), stone, top=stone.but(base=0.72)
        )


def rose_window(room: Room) -> None:
    """A round window of coloured glass, its light falling towards us."""
    x, y = room.at(0, 1.42, room.back)
    r = 0.42 * room.view.fall * room.back
    room.bench.part(oval(x, y, r * 1.14), STONE.but(base=0.5), bevel=8)
    room.bench.flat(oval(x, y, r), light=1, tone=0.9, hue=1.0, outline=4)
    petals, rays = [], []
    for k in range(12):
        t = k * pi / 6
        rays.append(band([(x + r * 0.2 * cos(t), y + r * 0.2 * sin(t)), (x + r * cos(t), y + r * sin(t))], [3.5, 3.5]))
        petals.append(oval(x + r * 0.72 * cos(t + pi / 12), y + r * 0.72 * sin(t + pi / 12), r * 0.15, steps=12))
    room.bench.cuts(petals[::2], hue=0.5, tone=0.55, light=0.9)
    room.bench.cuts(petals[1::2], hue=0.1, tone=0.6, light=0.9)
    room.bench.inks([*rays, band(oval(x, y, r * 0.46), [3.5] * 41), band(oval(x, y, r * 0.2), [3.5] * 41)])
    low = room.floor((-0.4, 0.4), 0, (0.95, 0.5))
    beam(room, [(x - r, y), (x + r, y), low[3], low[0]], strength=0.24)
    room.bench.glow(x, y, radius=r * 1.2, light=0.26, hue=0.4, tone=0.24)


def chains(room: Room) -> None:
    """Chains on the side wall."""
    for near in (0.56, 0.7):
        x, y = room.at(-0.97, 1.2, near)
        links = [
            ring
            for k in range(7)
            for ring in (band(oval(x, y + 22 * k * near, 7 * near, 13 * near, steps=14), [4] * 15),)
        ]
        room.bench.inks([*links, band(oval(x, y + 172 * near, 18 * near, steps=18), [7] * 19)])


def bars(room: Room) -> None:
    """The bars through which we look."""
    sheet = room.bench.sheet
    iron = IRON.but(base=0.44, angle=0)
    count = max(5, int(sheet.width / 170))
    for k in range(count):
        x = sheet.width * (k + 0.5) / count
        room.bench.shadow([rectangle(x - 16, 0, x + 16, sheet.height)], blur=10, shift=(18, 8), depth=0.4)
        room.bench.turned([(-sheet.height, 17), (0, 17)], iron, pose=Pose(x=x, y=sheet.height))
    for y in (0.2, 0.82):
        room.bench.part(
            rectangle(0, sheet.height * y - 18, sheet.width, sheet.height * y + 18), iron.but(angle=90), bevel=12
        )


def viewport(room: Room) -> None:
    """A wide window on the stars."""
    near = room.back
    (x0, y0), (x1, y1) = room.at(-0.86, 0.5, near), room.at(0.86, 1.62, near)
    cut = (x1 - x0) * 0.1
    shape = [
        (x0 + cut, y1),
        (x1 - cut, y1),
        (x1, y1 + cut),
        (x1, y0 - cut),
        (x1 - cut, y0),
        (x0 + cut, y0),
        (x0, y0 - cut),
        (x0, y1 + cut),
    ]
    room.bench.part(
        [((px - (x0 + x1) / 2) * 1.08 + (x0 + x1) / 2, (py - (y0 + y1) / 2) * 1.1 + (y0 + y1) / 2) for px, py in shape],
        IRON.but(base=0.56),
        bevel=10,
    )
    room.bench.flat(shape, light=0.34, tone=0.1, hue=0.0, outline=4)
    spots = [
        (x0 + (x1 - x0) * (0.05 + 0.9 * a), y1 + (y0 - y1) * (0.06 + 0.88 * b), 1.5 + 3 * c**3)
        for a, b, c in room.draws(60, 3)
    ]
    room.bench.cuts([oval(x, y, r, steps=6) for x, y, r in spots], hue=0.2)
    with room.bench.sheet.window(x0, y1, x1, y0):
        rocks.planet(
            room.bench,
            x=x0 + (x1 - x0) * 0.66,
            y=y1 + (y0 - y1) * 0.6,
            r=min(y0 - y1, (x1 - x0) * 0.6) * 0.4,
            ringed=True,
            hue=0.75,
        )
    room.bench.inks([rectangle(x0 + (x1 - x0) * t - 5, y1, x0 + (x1 - x0) * t + 5, y0) for t in (0.33,)])


def light_strips(room: Room) -> None:
    """Lines of light along the ceiling and the floor."""
    for side in (-1, 1):
        for up, x in ((1.94, 0.6), (0.02, 0.44)):
            room.bench.cuts([room.floor((side * x - 0.03, side * x + 0.03), up, (1.3, room.back))], hue=0.9, tone=0.95)
            cx, cy = room.at(side * x, up, 0.7)
            room.bench.glow(cx, cy, radius=130, light=0.16, hue=0.5, tone=0.16)
    room.bench.inks(
        [
            band([room.at(s * 1.0, up, near) for up in (0.0, 2.0)], [14 * near] * 2)
            for s in (-1, 1)
            for near in (0.5, 0.66, 0.9)
        ]
    )
