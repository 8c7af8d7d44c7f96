"""What stores are kept in: barrels, crates, chests, sacks."""

from imagesvc.engines.pillow.parts import (
    CLOTH,
    LEATHER,
    WOOD,
    curve,
    oval,
    rectangle,
    ring,
    trace,
)
from imagesvc.engines.pillow.scenes.things import luggage
from imagesvc.engines.pillow.scenes.things.forms import path, rounded, smooth, strip, swell
from imagesvc.engines.pillow.scenes.things.piece import Draw, Piece


def barrels(piece: Piece) -> None:
    """Draw a barrel, or three of them, one on its side and tapped."""
    if piece.says("keg tap tapped side ale beer wine"):
        for x in (-200, 140):
            piece.part([(x, 40), (x + 40, -70), (x + 80, 40)], WOOD.but(base=0.3), bevel=10)
        piece.part(oval(0, -250, 270), WOOD.but(base=0.3, angle=0), bevel=16, outline=3)
        piece.part(ring(0, -250, 278, 244), piece.metal("iron"), bevel=10)
        piece.part(oval(0, -250, 236), WOOD.but(base=0.6, angle=90), bevel=16, outline=3)
        for x in (-150, -50, 50, 150):
            piece.line([(x, -250 - (230**2 - x * x) ** 0.5), (x, -250 + (230**2 - x * x) ** 0.5)], 4)
        piece.part(rectangle(-26, -140, 26, -40), piece.metal("gold"), bevel=10)
        piece.part(strip([(-60, -150), (60, -150)], 26), piece.metal("gold"), bevel=9)
        return
    spots = (
        ((-250, -30, 0.8), (260, -20, 0.78), (0, 20, 1.0))
        if piece.says("barrels casks stack several")
        else ((0, 20, 1.1),)
    )
    for x, y, size in spots:
        _barrel(piece.moved(x, y, size=size))


def crates(piece: Piece) -> None:
    """Draw crates, one on others."""
    wood = piece.body("wood")
    spots = (
        ((-210, 20, 0.8), (220, 30, 0.76), (0, -330, 0.66))
        if piece.says("crates boxes stack* pile* cargo")
        else ((0, 20, 1.2),)
    )
    for x, y, size in spots:
        one = piece.moved(x, y, size=size)
        one.part(trace("-260 -430, 170 -430, 250 -480, -170 -480"), wood.but(base=0.75, angle=0), bevel=7, outline=3)
        one.part(trace("170 -430, 250 -480, 250 -50, 170 0"), wood.but(base=0.22), bevel=7, outline=3)
        one.part(rectangle(-260, -430, 170, 0), wood.but(angle=0, base=0.46), bevel=8, outline=3)
        for k in range(1, 5):
            one.line([(-258, -430 + 86 * k), (168, -428 + 86 * k)], 4)
        for shape in (
            rectangle(-260, -430, -200, 0),
            rectangle(110, -430, 170, 0),
            rectangle(-260, -430, 170, -376),
            rectangle(-260, -54, 170, 0),
        ):
            one.part(shape, wood.but(base=0.62, angle=90), bevel=9)
        one.part(strip([(-200, -60), (110, -370)], 50), wood.but(base=0.6, angle=45), bevel=9)


def strongbox(piece: Piece) -> None:
    """Draw a great chest banded with iron, seen a little from the side."""
    if piece.says("open opened treasure hoard overflowing") and not piece.says("locked closed sealed"):
        luggage.chest(piece.moved(0, -350, size=1.15))
        return
    wood, iron = piece.body("wood").but(angle=0), piece.metal("iron")
    piece.part(trace("340 -250, 430 -296, 430 -10, 340 40"), wood.but(base=0.2), bevel=8, outline=3)
    piece.part(rectangle(-370, -250, 340, 40), wood, bevel=16, outline=3)
    for y in (-150, -56):
        piece.line([(-366, y), (336, y + 3)], 4)
    lid = curve(
        trace("-382 -256, -376 -390, -310 -480, -210 -514, 240 -514, 330 -474, 430 -384, 436 -290, 350 -250"),
        closed=False,
        steps=5,
    )
    piece.part(lid, wood.but(base=0.62), bevel=60, outline=3)
    for x in (-382, -140, 70, 296):
        piece.part(rectangle(x, -260, x + 62, 48), iron, bevel=12)
        band = [(x, -258), (x + 6, -400), (x + 50, -506), (x + 108, -506), (x + 66, -400), (x + 62, -258)]
        piece.part(curve([(float(a), float(b)) for a, b in band], closed=False, steps=3), iron, bevel=12)
        for y in (-210, -100, 10):
            piece.ball(x + 31, y, 12, iron)
    piece.part(rectangle(-390, -286, 350, -234), iron.but(base=0.6), bevel=14)
    piece.part(
        smooth("-84 -304, 74 -304, 84 -150, -5 -86, -94 -150", steps=4), piece.metal("gold"), bevel=16, outline=3
    )
    piece.inks([oval(-5, -222, 21), trace("-18 -216, 8 -216, 17 -138, -27 -138")])


def sacks(piece: Piece) -> None:
    """Draw sacks of grain; a haystack with its fork."""
    if piece.says("hay haystack straw bale"):
        hay = CLOTH.but(hue=0.75, grain=1.8, angle=70, pitch=6, base=0.55)
        piece.part(
            rounded("0 -640, 150 -590, 290 -400, 380 -130, 400 30, 0 50", steps=6),
            hay,
            bevel=110,
            relief=1.3,
            outline=3,
        )
        tufts = [
            swell([(x, y), (x + 20 * (a - 0.5), y + 40)], 6, ends=1)
            for a, b, c in piece.scatter("strewn", 70)
            for x, y in [((c - 0.5) * 640 * (0.3 + 0.7 * b), -560 + 560 * b)]
        ]
        piece.inks(tufts)
        piece.part(strip([(250, 40), (90, -760)], 24), WOOD.but(base=0.6), bevel=8)
        return
    for x, y, size, turn in ((-220, 10, 0.9, -4), (230, 16, 0.86, 5), (0, 40, 1.0, 0)):
        one = piece.moved(x, y, size=size, turn=turn)
        stuff = piece.cloth("sack sacks burlap").but(angle=70, grain=1.0)
        one.part(
            smooth("-90 -430, 90 -430, 160 -330, 200 -150, 190 10, -190 10, -200 -150, -160 -330", steps=5),
            stuff,
            bevel=80,
            relief=1.3,
            outline=3,
        )
        one.part(
            smooth("-60 -440, -120 -520, -60 -540, 0 -510, 60 -550, 120 -510, 60 -440", steps=4),
            stuff.but(base=0.66),
            bevel=20,
        )
        one.part(strip([(-80, -436), (80, -436)], 26), LEATHER, bevel=8)
        for k in (-1, 0, 1):
            one.line(path(f"{40 * k} -410, {60 * k} -300, {80 * k} -190"), 4)


def _barrel(piece: Piece) -> None:
    wood, iron = piece.body("wood").but(angle=90), piece.metal("iron")
    piece.turned(trace("-520 190, -400 236, -250 252, -100 236, 20 190"), wood, outline=3)
    for x in (-0.75, -0.45, -0.15, 0.15, 0.45, 0.75):
        piece.line(path(f"{190 * x} -516, {252 * x} -250, {190 * x} 18"), 4)
    for y, r in ((-480, 210), (-370, 245), (-150, 248), (-40, 214)):
        piece.turned([(y, r), (y + 6, r + 5), (y + 40, r + 6)], iron)
    piece.part(oval(0, -520, 188, 40), wood.but(base=0.7, angle=0), bevel=8, outline=3)
    piece.part(oval(0, -518, 160, 30), wood.but(base=0.55, angle=0), bevel=6)


OBJECTS: dict[str, Draw] = {
    "barrels": barrels,
    "crates": crates,
    "sacks": sacks,
    "strongbox": strongbox,
}
