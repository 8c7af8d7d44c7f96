"""What rooms keep things in and on: shelves with books and jars, boards, barrels, crates, arms on the wall."""

import numpy as np

from imagesvc.engines.pillow.parts import (
    CLOTH,
    GLASS,
    GOLD,
    IRON,
    LEATHER,
    PARCHMENT,
    WOOD,
    Outline,
    Pose,
    band,
    curve,
    oval,
    rectangle,
)
from imagesvc.engines.pillow.scenes.places.room import Room
from imagesvc.engines.pillow.scenes.places.solid import Span

_DARK_WOOD = WOOD.but(base=0.34, dark=0.06, bright=0.66)


def bookcase(room: Room) -> None:
    """Books from wall to wall at the end of the room."""
    (x0, y0), (x1, y1) = room.at(-0.96, 0, room.back), room.at(0.96, 1.86, room.back)
    room.bench.part(rectangle(x0, y1, x1, y0), _DARK_WOOD, bevel=6)
    rows = 5
    for row in range(rows):
        _books(room, x0 + 8, x1 - 8, y0 - (y0 - y1) * row / rows - 6, (y0 - y1) / rows - 16)
        y = y0 - (y0 - y1) * row / rows
        room.bench.part(rectangle(x0, y - 8, x1, y), WOOD.but(angle=0, base=0.6), bevel=3)


def _books(room: Room, left: float, right: float, foot: float, tall: float) -> None:
    groups: dict[int, list[Outline]] = {0: [], 1: [], 2: []}
    x = left
    while x < right - 8:
        wide, high, hue = (float(v) for v in room.bench.rng.random(3))
        w = min(tall * (0.13 + 0.17 * wide), right - x)
        if hue < 0.9:
            groups[int(hue * 3.3)].append(rectangle(x, foot - tall * (0.66 + 0.34 * high), x + w - 1, foot))
        x += w
    for k, shapes in groups.items():
        stuff = LEATHER.but(hue=(0.3, 0.6, 1.0)[k], angle=90, base=0.42 + 0.12 * k)
        for shape in shapes:
            room.bench.part(shape, stuff, bevel=4, outline=1.8)


def side_shelves(room: Room, *, side: int, filled: str) -> None:
    """Shelves along a side wall, running into the depth."""
    x, near, far = side * 0.86, 0.96, room.back * 1.06
    room.bench.part(room.wall(x, (0, 1.72), (near, far)), _DARK_WOOD.but(base=0.26), bevel=6)
    rows = 4
    for row in range(rows):
        up = 1.72 * row / rows
        tall = 1.72 / rows
        at, previous = far, 0.0
        while at < near * 0.98:
            previous = at
            a, b, c = (float(v) for v in room.bench.rng.random(3))
            at *= 1 + ((0.05 + 0.05 * a) if filled == "books" else 0.1 + 0.08 * a)
            if filled == "books":
                stuff = LEATHER.but(hue=(0.3, 0.6, 1.0, 0.5)[int(c * 4)], angle=90, base=0.38 + 0.2 * b)
                room.bench.part(
                    room.wall(x, (up + 0.02, up + tall * (0.6 + 0.28 * b)), (min(at, near) * 0.995, previous)),
                    stuff,
                    bevel=4,
                    outline=1.8,
                )
            elif at < near * 0.95:
                _ware(room, x=x, up=up + 0.02, near=(at + previous) / 2, lot=c, filled=filled, size=tall)
        board = room.wall(x, (up - 0.025, up + 0.02), (near, far))
        room.bench.part(board, WOOD.but(angle=4, base=0.58), bevel=3)


def _ware(room: Room, *, x: float, up: float, near: float, lot: float, filled: str, size: float) -> None:
    piece = room.piece(x - 0.02 * np.sign(x), up, near, size=size * 2.2)
    if filled == "jars" and lot < 0.55:
        hue = room.reading.hue("liquid potion potions bottles specimens jars", default=0.6 + 0.4 * lot)
        piece.turned([(-130, 16), (-120, 30), (-96, 44), (0, 46)], GLASS.but(hue=hue, base=0.46, dark=0.2, bright=0.75))
    elif filled == "jars" or lot < 0.3:
        piece.turned([(-128, 9), (-92, 10), (-70, 30), (0, 34)], GLASS.but(hue=1.0, base=0.42, dark=0.2, bright=0.75))
    elif lot < 0.55:
        piece.part(rectangle(-56, -80, 56, 0), WOOD.but(angle=0, base=0.5), bevel=7)
        piece.line([(-56, -40), (56, -40)], 3)
    elif lot < 0.8:
        piece.part(
            curve([(-50, 0), (-54, -50), (-16, -84), (16, -84), (54, -50), (50, 0)]), CLOTH.but(base=0.6), bevel=16
        )
        piece.line([(-18, -78), (18, -78)], 5)
    else:
        piece.turned([(-80, 34), (-40, 42), (0, 34)], WOOD.but(angle=90))


def board(room: Room, *, x: float, wide: float) -> None:
    """A board on the wall at the end, covered with notices."""
    near = room.back
    (x0, y0), (x1, y1) = room.at(x - wide, 0.55, near), room.at(x + wide, 1.6, near)
    room.bench.part(rectangle(x0, y1, x1, y0), WOOD.but(base=0.42, angle=0), bevel=5, outline=4)
    for k, (a, b, c) in enumerate(room.draws(9, 3)):
        px, py = x0 + (x1 - x0) * (0.18 + 0.32 * (k % 3) + 0.06 * a), y1 + (y0 - y1) * (0.2 + 0.3 * (k // 3) + 0.06 * b)
        w, h = (x1 - x0) * 0.12, (y0 - y1) * 0.11
        pose = Pose(x=px, y=py, turn=16 * (c - 0.5))
        hue = 0.95 if c > 0.86 else 0.3
        room.bench.part(rectangle(-w, -h, w, h), PARCHMENT.but(hue=hue, base=0.92), pose=pose, bevel=3, outline=1.6)
        room.bench.inks(
            [band([(-w * 0.7, h * t), (w * (0.3 + 0.4 * a), h * t)], [1.8, 1.8]) for t in (-0.5, -0.1, 0.3)], pose=pose
        )
        room.bench.inks([oval(px, py - h * 0.8, 2.6, steps=8)])


def chest(room: Room, *, x: float, near: Span) -> None:
    """A chest with iron bands."""
    room.block((x - 0.2, x + 0.2), (0, 0.3), near, WOOD.but(base=0.44, angle=0))
    room.bench.part(room.front((x - 0.21, x + 0.21), (0.28, 0.36), near[0] * 1.01), IRON.but(base=0.5), bevel=6)
    cx, cy = room.at(x, 0.26, near[0])
    room.bench.part(rectangle(cx - 14, cy - 10, cx + 14, cy + 22), GOLD, bevel=5)


def barrels(room: Room, *, x: float, near: float) -> None:
    """Two barrels and a third upon them."""
    wood = WOOD.but(base=0.5)
    for dx, up in ((-0.12, 0.0), (0.12, 0.0), (0.0, 0.42)):
        piece = room.piece(x + dx, up, near, size=0.92)
        piece.turned([(-230, 92), (-180, 108), (-115, 116), (-50, 108), (0, 92)], wood)
        for y in (-196, -150, -80, -34):
            r = 104 if y in {-196, -34} else 114
            piece.line([(-r, y), (-r * 0.5, y + 14), (0, y + 18), (r * 0.5, y + 14), (r, y)], 9)
        piece.part(oval(0, -230, 92, 24), wood.but(base=0.64, angle=0), bevel=6)


def crates(room: Room, *, x: float, near: float) -> None:
    """Crates, one upon another."""
    wood = WOOD.but(base=0.52, angle=0)
    for dx, up, s in ((0.0, 0.0, 0.34), (0.06, 0.34, 0.26)):
        span, rise = (x + dx - s / 2, x + dx + s / 2), (up, up + s)
        room.block(span, rise, (near, near * 0.86), wood)
        (x0, y0), (x1, y1) = room.at(span[0], rise[0], near), room.at(span[1], rise[1], near)
        room.bench.inks(
            [
                band([(x0 + 6, y0 - 6), (x1 - 6, y1 + 6)], [7 * near + 2] * 2),
                band([(x0 + 5, y0), (x0 + 5, y1)], [5, 5]),
                band([(x1 - 5, y0), (x1 - 5, y1)], [5, 5]),
            ]
        )


def arms_on_wall(room: Room, *, x: float = 0.0) -> None:
    """Weapons and a shield hung on the wall at the end."""
    steel = IRON.but(base=0.66, gloss=0.6)
    for k, (dx, turn) in enumerate(((-0.56, 8), (-0.32, -6), (0.36, 5), (0.6, -8))):
        sword = room.piece(x * 0.5 + dx, 1.0, room.back, size=0.9).moved(turn=turn)
        if k % 2:
            sword.part([(-13, 200), (-15, -190), (0, -240), (15, -190), (13, 200)], steel.but(angle=90), bevel=8)
            sword.part(rectangle(-56, 196, 56, 216), GOLD, bevel=6)
            sword.part(rectangle(-10, 216, 10, 296), LEATHER, bevel=6)
        else:
            sword.part(rectangle(-9, -200, 9, 290), WOOD, bevel=6)
            sword.part(curve([(-8, -190), (-96, -220), (-110, -130), (-96, -50), (-8, -80)]), steel, bevel=12)
    shield = room.piece(x, 1.1, room.back)
    shield.part(
        curve([(-130, -150), (0, -172), (130, -150), (124, 30), (0, 190), (-124, 30)]),
        LEATHER.but(hue=0.95, base=0.5),
        bevel=24,
    )
    shield.ball(0, -16, 38, steel)


def hanging_pots(room: Room) -> None:
    """Pots and hams hung from a beam."""
    near = 0.62
    room.bench.line([room.at(-0.7, 1.86, near), room.at(0.7, 1.86, near)], 7)
    for k, x in enumerate((-0.56, -0.3, 0.34, 0.6)):
        pot = room.piece(x, 1.6, near)
        pot.line([(0, -130), (0, -60)], 5)
        if k % 2:
            pot.turned([(-60, 64), (-10, 70), (30, 46), (36, 0.5)], GOLD.but(base=0.44))
        else:
            pot.part(curve([(0, -66), (46, 0), (30, 70), (-30, 70), (-46, 0)]), LEATHER.but(hue=0.9), bevel=18)
