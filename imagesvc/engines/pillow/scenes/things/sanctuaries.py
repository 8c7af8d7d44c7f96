"""Holy places and graves: altars, shrines, gravestones, coffins."""

from imagesvc.engines.pillow.parts import (
    IRON,
    Material,
    Outline,
    curve,
    oval,
    rectangle,
    ring,
    trace,
)
from imagesvc.engines.pillow.scenes.things import fires, ornament
from imagesvc.engines.pillow.scenes.things.forms import path, rounded, smooth, strip, swell
from imagesvc.engines.pillow.scenes.things.piece import Draw, Piece


def gravestone(piece: Piece) -> None:
    """Draw a grave: a headstone or a cross, others behind it, a mound before it."""
    stuff = piece.body("stone")
    for x, y, size in ((-310, -40, 0.42), (310, -50, 0.4)):
        _headstone(piece.moved(x, y, size=size, turn=-4 if x < 0 else 5), stuff.but(base=0.36), cross=x > 0)
    _headstone(piece, stuff, cross=piece.says("cross") or piece.pick("grave", 3) == 0)
    earth = Material(hue=0.5, dark=0.06, bright=0.55, pitch=6.6, angle=10, grain=1.6, base=0.4)
    piece.part(smooth("-330 70, -240 10, 0 -24, 240 10, 330 70, 120 96, -120 96", steps=5), earth, bevel=30)
    for k in range(5):
        piece.ball(-120 + 60 * k, 24 - 6 * (k % 2), 22, piece.cloth("flowers flower wreath").but(hue=0.95))


def coffin(piece: Piece) -> None:
    """Draw a coffin of wood, or a sarcophagus of stone with its sleeper on the lid."""
    if piece.says("sarcophagus stone marble tomb royal king"):
        stuff = piece.body("stone")
        piece.part(trace("-440 40, -420 -230, 300 -230, 330 40"), stuff.but(angle=0, base=0.46), bevel=18, outline=3)
        piece.part(trace("330 40, 300 -230, 430 -300, 450 -50"), stuff.but(base=0.22), bevel=12, outline=3)
        for k in range(4):
            x = -360 + 160 * k
            piece.part(
                curve([(x, 0), (x, -140), (x + 50, -190), (x + 100, -140), (x + 100, 0)], steps=3),
                stuff.but(base=0.3),
                bevel=12,
                relief=-1,
            )
        piece.part(trace("-460 -230, -330 -330, 450 -330, 320 -230"), stuff.but(base=0.8, angle=0), bevel=10, outline=3)
        piece.part(
            smooth("-330 -280, -260 -380, 20 -400, 240 -370, 330 -300, 200 -270, -100 -262", steps=5),
            stuff.but(base=0.6, angle=12),
            bevel=50,
            relief=1.3,
        )
        piece.ball(-290, -360, 62, stuff.but(base=0.7))
        piece.part(strip([(-200, -390), (210, -360)], 26), piece.metal("gold"), bevel=9)
        return
    wood = piece.body("wood").but(angle=88)
    piece = piece.moved(0, -330, turn=12)
    shape = rounded("0 -400, 130 -400, 250 -180, 150 380, 0 390", steps=1)
    piece.part([(x + 46, y + 34) for x, y in shape], wood.but(base=0.16), bevel=10)
    piece.part(shape, wood, bevel=20, outline=3)
    for x in (-84, 0, 84):
        piece.line([(x, -390 + abs(x) * 0.4), (x * 0.8, 370)], 4)
    piece.part(strip([(0, -300), (0, 240)], 46), piece.metal("gold"), bevel=12)
    piece.part(strip([(-130, -150), (130, -150)], 46), piece.metal("gold"), bevel=12)
    for x, y in ((-110, -370), (110, -370), (-210, -180), (210, -180), (-124, 350), (124, 350)):
        piece.ball(x, y, 14, IRON)


def altar(piece: Piece) -> None:
    """Draw an altar with its cloth, candles and a bowl."""
    stuff = piece.body("stone")
    piece.part(rectangle(-420, -30, 420, 50), stuff.but(angle=0, base=0.5), bevel=14, outline=3)
    piece.part(rectangle(-330, -330, 330, -20), stuff.but(angle=0), bevel=18, outline=3)
    for x in (-330, 270):
        piece.part(rectangle(x, -330, x + 60, -20), stuff.but(base=0.66, angle=90), bevel=12)
    piece.part(rectangle(-390, -400, 390, -320), stuff.but(base=0.66), bevel=16, outline=3)
    hanging = piece.cloth("cloth altar-cloth runner").but(hue=piece.hue("cloth runner", default=0.95))
    piece.part(trace("-150 -404, 150 -404, 150 -120, 0 -50, -150 -120"), hanging, bevel=20)
    ornament.emblem(piece, x=0, y=-240, size=90, material=piece.metal("gold"))
    piece.turned(trace("-530 110, -516 120, -480 96, -440 30, -420 70, -404 76"), piece.metal("gold"))
    if piece.says("blood* sacrific* dark demon* evil unholy"):
        piece.part(
            smooth("-260 -404, 260 -404, 230 -330, 190 -220, 160 -330, -140 -330, -170 -260, -210 -330", steps=4),
            ornament.WAX.but(base=0.3),
            bevel=14,
        )
    else:
        fires.flames(piece, 0, -520, width=100, height=180)
        piece.glow(0, -580, 130, light=0.35)
    for x, tall in ((-330, 150), (-260, 100), (260, 110), (330, 160)):
        fires.candle(piece, x, -400, width=40, height=tall)


def shrine(piece: Piece) -> None:
    """Draw a niche with a small figure and candles; an empty one, if it is for resting."""
    stuff = piece.body("stone")
    piece.part(
        trace("-310 40, -310 -520, -180 -640, 0 -720, 180 -640, 310 -520, 310 40"),
        stuff.but(base=0.46),
        bevel=26,
        outline=3,
    )
    for row in range(8):
        y = -500 + 66 * row
        for side in (-1, 1):
            piece.line([(306 * side, y), (218 * side, y + 2)], 4)
            piece.line([((246 + 30 * (row % 2)) * side, y), ((246 + 30 * (row % 2)) * side, y + 64)], 3.4)
    hollow: Outline = [(-210, 0), (-210, -350), *oval(0, -350, 210, 240, start=180, stop=360), (210, 0)]
    piece.part(hollow, stuff.but(base=0.14, dark=0.03, bright=0.5), bevel=34, relief=-1, outline=4)
    for k in range(9):
        a, b = 180 + 20 * k, 180 + 20 * (k + 1)
        block = (
            oval(0, -350, 262, 294, start=a, stop=b, steps=4) + oval(0, -350, 212, 242, start=a, stop=b, steps=4)[::-1]
        )
        piece.part(block, stuff.but(base=0.56 + 0.05 * (k % 2)), bevel=8)
    if piece.says("rest shelter bench"):
        piece.part(rectangle(-210, -150, 210, -90), stuff.but(base=0.66, angle=0), bevel=12, outline=3)
        piece.part(rectangle(-200, -90, 200, 0), stuff.but(base=0.26, angle=0), bevel=12)
        piece.part(
            smooth("-190 -150, -150 -200, 120 -196, 190 -150", steps=4), piece.cloth("blanket").but(angle=6), bevel=20
        )
    else:
        piece.part(
            rounded("0 -390, 40 -340, 80 -230, 66 -60, 0 -50", steps=5),
            stuff.but(base=0.62, angle=80),
            bevel=30,
            relief=1.3,
        )
        piece.ball(0, -400, 54, stuff.but(base=0.7))
        piece.part(ring(0, -400, 112, 98), piece.metal("gold"), bevel=4)
        piece.glow(0, -380, 120, light=0.2)
    piece.part(rectangle(-350, -40, 350, 44), stuff.but(base=0.62), bevel=16, outline=3)
    for x, tall in ((-170, 110), (-120, 66), (118, 80), (172, 140), (-250, 70), (262, 60)):
        fires.candle(piece, x, -36, width=34, height=tall)
    if piece.says("ribbon* silk cloth offering*"):
        for x, fall in ((-236, 150), (-226, 190), (232, 170)):
            piece.part(
                swell(path(f"{x} -520, {x + 16} {-520 + fall * 0.5}, {x - 8} {-520 + fall}"), 20, ends=10),
                piece.cloth("ribbon*").but(hue=0.95),
                bevel=6,
            )


def _headstone(piece: Piece, stuff: Material, *, cross: bool) -> None:
    if cross:
        shape = trace(
            "-56 40, -56 -300, -210 -300, -210 -410, -56 -410, -56 -600, 56 -600, 56 -410, 210 -410, "
            "210 -300, 56 -300, 56 40"
        )
        piece.part([(x + 30, y + 4) for x, y in shape], stuff.but(base=0.16), bevel=8)
        piece.part(shape, stuff, bevel=22, outline=3)
        piece.part(ring(0, -354, 150, 118), stuff.but(base=0.6), bevel=10)
        return
    shape = [
        (-220.0, 40.0),
        (-214.0, -380.0),
        *oval(0, -390, 214, 190, start=180, stop=360, steps=20),
        (214.0, -380.0),
        (220.0, 40.0),
    ]
    piece.part([(x + 40, y + 4) for x, y in shape], stuff.but(base=0.16), bevel=8)
    piece.part(shape, stuff, bevel=30, relief=1.2, outline=3)
    ornament.skull_mark(piece, x=0, y=-430, size=66)
    for row in range(4):
        half = (150, 110, 130, 80)[row]
        piece.line([(-half, -300 + 62 * row), (half, -302 + 62 * row)], 8)


OBJECTS: dict[str, Draw] = {
    "altar": altar,
    "coffin": coffin,
    "gravestone": gravestone,
    "shrine": shrine,
}
