"""What stands in rooms, drawn in their own measures: tables, desks, beds, thrones, altars, consoles."""

from imagesvc.engines.pillow.parts import (
    BONE,
    CLOTH,
    GLASS,
    GOLD,
    IRON,
    LEATHER,
    PARCHMENT,
    STONE,
    WOOD,
    band,
    curve,
    oval,
    rectangle,
)
from imagesvc.engines.pillow.scenes.places.room import Room
from imagesvc.engines.pillow.scenes.places.solid import Span
from imagesvc.engines.pillow.scenes.things import fires
from imagesvc.engines.pillow.scenes.things.piece import Piece

_DARK_WOOD = WOOD.but(base=0.34, dark=0.06, bright=0.66)


def long_table(room: Room, *, x: float, near: Span, laid: str, wide: float = 0.22) -> None:
    """A table running into the depth with a bench on each side, laid with something."""
    wood = WOOD.but(base=0.5)
    front, back = near
    shadow = room.floor((x - wide * 1.3, x + wide * 1.3), 0, (front * 1.04, back))
    room.bench.shadow([shadow], blur=16, shift=(0, 0), depth=0.6)
    if wide < 0.4:
        side = 1 if x < 0 else -1
        room.block(
            (x + side * wide * 1.35 - 0.05, x + side * wide * 1.35 + 0.05),
            (0, 0.2),
            (front * 0.99, back * 1.02),
            _DARK_WOOD,
        )
    for dx in (-0.9, 0.9):
        room.block((x + dx * wide - 0.025, x + dx * wide + 0.025), (0, 0.4), (back * 1.08, back * 1.05), _DARK_WOOD)
        room.block((x + dx * wide - 0.03, x + dx * wide + 0.03), (0, 0.4), (front * 0.98, front * 0.95), _DARK_WOOD)
    room.block(
        (x - wide, x + wide),
        (0.4, 0.46),
        near,
        wood.but(base=0.4, angle=0),
        top=wood.but(base=0.64, bright=0.86, angle=80),
    )
    _lay_table(room, x=x, near=near, laid=laid, wide=wide)


def _lay_table(room: Room, *, x: float, near: Span, laid: str, wide: float) -> None:
    count = 5
    for k, (a, b, c) in enumerate(room.draws(count, 3)):
        at = near[1] * 1.05 + (near[0] * 0.96 - near[1] * 1.05) * (k + 0.5 * b) / count
        piece = room.piece(x + wide * (1.5 * a - 0.75), 0.46, at)
        if laid == "candles" or (laid == "mugs" and c < 0.2):
            fires.candle(piece, 0, 0, width=26, height=70)
        elif laid == "mugs":
            piece.turned([(-64, 26), (0, 29)], WOOD.but(angle=90, base=0.5) if c < 0.7 else IRON)
            piece.part(oval(0, -64, 26, 8), BONE.but(base=0.9), bevel=3)
            piece.line(curve([(27, -54), (50, -46), (48, -20), (28, -14)], closed=False), 7)
        elif laid == "papers":
            piece.part([(-60, -6), (-46, -26), (44, -30), (50, -8)], PARCHMENT, bevel=3)
            piece.line([(-30, -14), (30, -18)], 2)
        elif laid == "food":
            _food(piece, c)
        else:
            _flask(piece, c, hue=room.reading.hue("liquid potion potions fluid", default=0.85 + 0.15 * (k % 2)))


def _food(piece: Piece, lot: float) -> None:
    if lot < 0.4:
        piece.part(
            curve([(-64, 0), (-50, -46), (0, -60), (52, -44), (64, 0)]), LEATHER.but(base=0.6, hue=0.7), bevel=16
        )
        piece.line([(-30, -46), (-14, -24)], 4)
        piece.line([(10, -50), (24, -28)], 4)
    elif lot < 0.7:
        for dx, dy in ((-26, 0), (22, 0), (-2, -30)):
            piece.ball(dx, dy - 22, 24, LEATHER.but(hue=1.0, base=0.6))
    else:
        piece.turned([(-40, 62), (-20, 56), (0, 30)], STONE.but(base=0.7))


def _flask(piece: Piece, lot: float, *, hue: float) -> None:
    if lot < 0.5:
        piece.turned([(-150, 13), (-146, 16), (-92, 13), (-50, 50), (-8, 56), (0, 50)], GLASS.but(hue=hue, base=0.7))
        piece.flat(oval(0, -50, 46, 10), light=1.0, tone=0.95, hue=hue)
    elif lot < 0.8:
        piece.turned([(-130, 20), (0, 22)], GLASS.but(hue=hue, base=0.8))
    else:
        piece.ball(0, -56, 54, GLASS.but(hue=hue))
        piece.turned([(-170, 14), (-104, 14)], GLASS)
        piece.line([(8, -166), (60, -190), (120, -120)], 8)


def desk(room: Room, *, near: Span) -> None:
    """A broad desk that faces us, with a book, a candle and papers."""
    front, back = near
    wood = WOOD.but(base=0.44, angle=0)
    room.bench.shadow([room.floor((-0.5, 0.5), 0, (front * 1.05, back))], blur=16, shift=(0, 0), depth=0.6)
    room.block((-0.4, 0.4), (0, 0.42), (front * 0.98, back), wood.but(base=0.36))
    for x in (-0.36, 0.08):
        for up in (0.04, 0.22):
            room.bench.part(room.front((x, x + 0.28), (up, up + 0.15), front * 0.985), wood, bevel=6)
            cx, cy = room.at(x + 0.14, up + 0.075, front * 0.985)
            room.bench.ball(cx, cy, 8 * front + 2, GOLD)
    room.block((-0.45, 0.45), (0.42, 0.47), near, wood, top=wood.but(base=0.66, bright=0.88))
    middle = (front + back) / 2
    book = room.piece(-0.02, 0.47, middle)
    book.part([(-130, 10), (-110, -36), (-4, -28), (0, 16)], PARCHMENT, bevel=6)
    book.part([(130, 10), (110, -36), (4, -28), (0, 16)], PARCHMENT.but(base=0.9), bevel=6)
    book.inks(
        [
            band([(s * 28 - 40 + 8 * s, -20 + 9 * k), (s * 28 + 40 + 8 * s, -22 + 9 * k)], [2, 2])
            for s in (-1.7, 1.7)
            for k in range(3)
        ]
    )
    fires.candle(room.piece(0.3, 0.47, middle), 0, 0, width=34, height=110)
    bell = room.piece(-0.34, 0.47, middle)
    bell.turned([(-80, 8), (-60, 22), (-16, 34), (0, 50)], GOLD)
    room.bench.part(
        room.front((-0.16, 0.16), (0.47, 0.68), back * 0.92),
        LEATHER.but(hue=room.reading.hue("chair seat", default=0.6), base=0.36),
        bevel=16,
    )


def bed(room: Room, *, x: float, near: Span) -> None:
    """A bed along the wall with a pillow and a blanket."""
    front, back = near
    wide = 0.27
    blanket = CLOTH.but(hue=room.reading.hue("blanket bed bedding sheets cover", default=0.6), base=0.72, dark=0.3)
    room.bench.shadow(
        [room.floor((x - wide * 1.2, x + wide * 1.2), 0, (front * 1.03, back))], blur=14, shift=(0, 0), depth=0.5
    )
    room.block((x - wide, x + wide), (0, 0.7), (back * 1.02, back), _DARK_WOOD)
    room.block(
        (x - wide, x + wide),
        (0.1, 0.34),
        (front, back * 1.02),
        blanket.but(angle=90),
        top=blanket.but(base=0.78, angle=60),
    )
    (px, py), (qx, _) = room.at(x - wide * 0.7, 0.38, back * 1.1), room.at(x + wide * 0.7, 0.38, back * 1.1)
    pillow = curve([(px, py), (px + 6, py - 26 * front), (qx - 6, py - 26 * front), (qx, py), ((px + qx) / 2, py + 8)])
    room.bench.part(pillow, BONE.but(base=0.92, angle=10), bevel=8)
    room.block((x - wide, x + wide), (0, 0.4), (front * 1.02, front), _DARK_WOOD.but(base=0.4))


def anvil(room: Room, *, x: float, near: float) -> None:
    """An anvil on its block with a hammer, a glowing blade upon it."""
    piece = room.piece(x, 0, near, size=1.25)
    piece.turned([(-110, 88), (-50, 96), (0, 100)], WOOD.but(angle=90, base=0.5))
    shape = [
        (-190, -236),
        (-150, -240),
        (130, -240),
        (130, -190),
        (70, -178),
        (50, -134),
        (90, -110),
        (-90, -110),
        (-50, -134),
        (-70, -180),
        (-120, -196),
    ]
    piece.part(shape, IRON.but(base=0.4), bevel=16)
    piece.flat(
        [(-130, -256), (110, -262), (130, -252), (110, -244), (-130, -240)], light=1, tone=0.9, hue=1.0, outline=3
    )
    piece.glow(0, -260, 150, light=0.4, hue=0.8)


def throne(room: Room) -> None:
    """A throne with a high back."""
    piece = room.piece(0, 0.21, room.back * 1.06, size=1.1)
    gold = GOLD.but(base=0.5)
    seat = LEATHER.but(hue=room.reading.hue("throne seat cushion velvet", default=0.95), base=0.5)
    piece.glow(0, -260, 260, light=0.3, hue=0.5)
    piece.part([(-120, 0), (-130, -400), (-70, -470), (0, -540), (70, -470), (130, -400), (120, 0)], gold, bevel=22)
    piece.part([(-84, -130), (-92, -380), (0, -460), (92, -380), (84, -130)], seat, bevel=16)
    piece.part(rectangle(-130, -150, 130, -96), seat.but(base=0.62), bevel=14)
    piece.part(rectangle(-130, -96, 130, 0), gold.but(angle=0), bevel=12)
    for side in (-1, 1):
        piece.part(rectangle(side * 150 - 26, -240, side * 150 + 26, 0), gold, bevel=12)
        piece.ball(side * 150, -256, 32, GOLD)
        piece.ball(side * 122, -424, 26, GOLD)


def altar(room: Room) -> None:
    """An altar with a cloth and candles under the window."""
    near = (room.back * 1.12, room.back * 1.02)
    cloth = CLOTH.but(hue=room.reading.hue("altar cloth", default=0.95), base=0.66)
    room.block((-0.3, 0.3), (0.21, 0.56), near, STONE.but(base=0.62))
    room.bench.part(room.front((-0.12, 0.12), (0.3, 0.57), near[0]), cloth, bevel=5)
    for x in (-0.24, 0.24):
        fires.candle(room.piece(x, 0.56, near[0]), 0, 0, width=40, height=120)


def pew(room: Room, *, x: float, near: Span) -> None:
    """A pew seen from behind."""
    room.block((x - 0.26, x + 0.26), (0.0, 0.3), near, WOOD.but(base=0.46))
    room.bench.part(
        room.front((x - 0.28, x + 0.28), (0.29, 0.34), near[0] * 1.01), WOOD.but(base=0.62, angle=0), bevel=5
    )


def console(room: Room, *, side: int) -> None:
    """A desk of screens and buttons along a side wall."""
    steel = IRON.but(base=0.5, hue=0.3)
    span = (0.56, 1.0) if side > 0 else (-1.0, -0.56)
    room.block(span, (0, 0.5), (0.9, 0.5), steel, top=steel.but(base=0.64))
    inner = side * 0.56
    lit, keys = [], []
    for k in range(5):
        near = 0.53 + 0.068 * k
        lit.append(room.wall(side * 0.985, (0.66, 1.2), (near * 1.06, near)))
        keys.append(room.wall(inner, (0.28, 0.4), (near * 1.04, near)))
    room.bench.cuts(lit[::2], hue=1.0, tone=0.8, light=0.95)
    room.bench.cuts(lit[1::2], hue=0.8, tone=0.5, light=0.8)
    room.bench.cuts(keys, hue=1.0, tone=0.9)
    room.bench.inks(
        [
            band(
                [
                    room.at(side * 0.985, 0.7 + 0.09 * k, 0.53 + 0.14 * j),
                    room.at(side * 0.985, 0.7 + 0.09 * k, 0.56 + 0.14 * j),
                ],
                [3, 3],
            )
            for k in range(5)
            for j in range(3)
        ]
    )
    for near in (0.58, 0.78):
        x, y = room.at(side * 0.9, 0.9, near)
        room.bench.glow(x, y, radius=100 * near, light=0.3, hue=0.8, tone=0.3)
