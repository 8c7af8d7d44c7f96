"""Stones: cut gems, shards of crystal, pebbles and tablets with signs on them."""

from imagesvc.engines.pillow.parts import (
    GEM,
    STONE,
    Material,
    Outline,
    Point,
    oval,
    trace,
)
from imagesvc.engines.pillow.scenes.things import ornament
from imagesvc.engines.pillow.scenes.things.forms import path, rounded, scaled, smooth, strip, swell
from imagesvc.engines.pillow.scenes.things.piece import Draw, Piece


def gem(piece: Piece) -> None:
    """Draw a cut stone: brilliant, emerald cut, drop or heart, seen from above."""
    style = 3 if piece.says("pearl") else piece.pick("gem", 3)
    if style == 3:
        piece.ball(0, 0, 330, GEM.but(base=0.75, dark=0.5, hue=piece.hue("pearl", default=0.3), pitch=8))
        piece.cuts([swell(path("-210 -90, -150 -200, -30 -250"), 50), oval(-190, 30, 24)], hue=0.6)
        return
    stuff = GEM.but(hue=piece.gem_hue())
    outer: Outline
    if style == 0:
        outer = oval(0, 0, 380, 350, steps=12)[:-1]
    elif style == 1:
        outer = trace("-210 -370, 210 -370, 330 -250, 330 250, 210 370, -210 370, -330 250, -330 -250")
    else:
        outer = trace("0 -430, 130 -230, 270 -20, 320 170, 240 330, 0 400, -240 330, -320 170, -270 -20, -130 -230")
    _cut_stone(piece, outer, stuff)


def crystal(piece: Piece) -> None:
    """Draw shards of crystal grown from rock."""
    for x, y, turn, size in (
        (-190, 160, -30, 0.6),
        (210, 180, 28, 0.56),
        (-80, 130, -10, 0.74),
        (90, 150, 14, 0.8),
        (0, 0, 2, 1.06),
    ):
        _shard(piece.moved(x, y, turn=turn, size=size))
    rock = piece.body("stone") if piece.says("stone granite") else STONE
    piece.part(
        smooth("-350 430, -270 300, -90 350, 50 300, 240 330, 360 430, 120 466, -160 460", steps=5), rock, bevel=40
    )


def marked_stone(piece: Piece) -> None:
    """Draw a stone with a sign on it: a rune stone, a pebble, a tablet."""
    stone = piece.body("stone").but(angle=20)
    stone = stone.but(hue=piece.hue("stone pebble rock", default=stone.hue))
    if piece.says("tablet slab plaque"):
        piece.part(rounded("0 -430, 180 -420, 290 -300, 300 410, 0 420", steps=4), stone, bevel=40, relief=1.2)
        for row in range(9):
            for col in range(5):
                x, y = -190 + 92 * col + 12 * (row % 2), -270 + 74 * row
                kind = (row * 5 + col * 3 + piece.pick("writing", 4)) % 4
                mark: list[list[Point]] = [
                    [(x, y - 22), (x, y + 22)],
                    [(x - 18, y - 18), (x + 18, y), (x - 18, y + 18)],
                    [(x - 20, y), (x + 20, y)],
                    [(x - 16, y + 20), (x, y - 20), (x + 16, y + 20)],
                ]
                piece.line(mark[kind], 7)
        return
    piece.part(
        smooth("-350 60, -290 -210, -70 -330, 190 -280, 350 -70, 320 200, 110 330, -200 300", steps=8),
        stone,
        bevel=150,
        relief=1.3,
    )
    if piece.says("skull"):
        ornament.skull_mark(piece, x=0, y=-20, size=170)
    elif piece.says("rune* magic* glow* enchant* ward*"):
        glow = [
            strip(line, 26) for line in ([(0, -190), (0, 190)], [(0, -190), (120, -80), (0, 0)], [(0, 10), (-120, 110)])
        ]
        piece.glow(0, 0, 170, light=0.3)
        for shape in glow:
            piece.cuts([shape], hue=1.0, tone=0.95)
    else:
        ornament.emblem(piece, x=-10, y=-10, size=160, material=GEM.but(base=0.9))


def _cut_stone(piece: Piece, outer: Outline, stuff: Material) -> None:
    """Facets from the girdle to a table, those that look to the upper left the lightest."""
    count = len(outer)
    mid, inner = scaled(outer, 0.76), scaled(outer, 0.46)
    for i in range(count):
        j = (i + 1) % count
        x, y = (outer[i][0] + outer[j][0]) / 2, (outer[i][1] + outer[j][1]) / 2
        base = min(0.98, max(0.22, 0.56 - 0.0011 * x - 0.0013 * y + (0.12 if i % 2 else -0.06)))
        piece.part([outer[i], outer[j], mid[j], mid[i]], stuff.but(base=base, angle=50.0 * i), bevel=3, outline=2)
        piece.part(
            [mid[i], mid[j], inner[j]], stuff.but(base=min(base + 0.16, 1), angle=50.0 * i + 60), bevel=3, outline=1.6
        )
        piece.part(
            [mid[i], inner[j], inner[i]],
            stuff.but(base=max(base - 0.14, 0.2), angle=50.0 * i - 40),
            bevel=3,
            outline=1.6,
        )
    piece.part(inner, stuff.but(base=0.78, angle=-30), bevel=10, outline=2)
    piece.cuts([strip([(-120, 20), (0, -110)], 44), strip([(-60, 60), (70, -80)], 12)], hue=0.8)


def _shard(piece: Piece) -> None:
    stuff = GEM.but(hue=piece.hue("crystal crystals shard quartz geode", default=1.0))
    tip, left, right, low_left, low_right = (-10, -460), (-120, -280), (110, -300), (-104, 330), (104, 340)
    for face, base in (
        ([tip, left, (-20, -230)], 0.98),
        ([tip, (-20, -230), right], 0.5),
        ([left, (-20, -230), (-10, 380), low_left], 0.74),
        ([(-20, -230), right, low_right, (-10, 380)], 0.32),
    ):
        points = [(float(x), float(y)) for x, y in face]
        piece.part(points, stuff.but(base=base, angle=70 if base > 0.6 else -70), bevel=4)
    piece.cuts([swell([(-86, -200), (-84, -40), (-80, 120)], 20)], hue=0.8)


OBJECTS: dict[str, Draw] = {
    "crystal": crystal,
    "gem": gem,
    "rune-stone": marked_stone,
}
