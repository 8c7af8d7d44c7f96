"""What traders and travellers bring: stalls, tents, carts."""

from math import cos, pi, sin

from imagesvc.engines.pillow.parts import (
    CLOTH,
    IRON,
    LEATHER,
    METAL,
    WOOD,
    Material,
    oval,
    rectangle,
    ring,
    trace,
)
from imagesvc.engines.pillow.scenes.things import fires
from imagesvc.engines.pillow.scenes.things.forms import path, smooth, strip
from imagesvc.engines.pillow.scenes.things.piece import Draw, Piece


def stall(piece: Piece) -> None:
    """Draw a market stall under a striped awning, laid with goods; or one that shelters guards and their fire."""
    wood = piece.body("wood")
    for side in (-1, 1):
        piece.part(rectangle(390 * side - 20, -640, 390 * side + 20, 40), wood.but(angle=90), bevel=9, outline=3)
    if piece.says("guard guards station shelter camp"):
        for k, (x, top) in enumerate(((-230, -430), (-160, -470), (-90, -440))):
            piece.part(rectangle(x - 9, top, x + 9, 30), WOOD.but(base=0.6), bevel=4)
            piece.part([(x - 28, top), (x, top - 90), (x + 28, top)], METAL, bevel=7)
            if k == 0:
                piece.part(strip([(-290, -150), (-30, -150)], 26), WOOD, bevel=8)
        fires.brazier(piece.moved(170, 30, size=0.5))
    else:
        piece.part(rectangle(-420, -270, 420, 30), wood.but(angle=0, base=0.34), bevel=12, outline=3)
        for k in range(5):
            piece.line([(-250 + 170 * k - 80, -260), (-250 + 170 * k - 80, 26)], 4)
        piece.part(trace("-410 -330, 410 -330, 460 -270, -460 -270"), wood.but(angle=0, base=0.72), bevel=8, outline=3)
        _wares(piece)
    red = piece.hue("awning canopy canvas cloth stripes", default=0.95)
    for k in range(8):
        a, b = -480 + 120 * k, -360 + 120 * k
        stripe = CLOTH.but(hue=red if k % 2 else 0.4, base=0.6 if k % 2 else 0.88, angle=90, bright=0.95)
        piece.part(
            [
                (a * 0.72, -860),
                (b * 0.72, -860),
                (b, -590),
                *oval((a + b) / 2, -590, 60, 46, start=0, stop=180, steps=8),
                (a, -590),
            ],
            stripe,
            bevel=8,
        )


def tent(piece: Piece) -> None:
    """Draw a tent: a soldier's with two slopes, or a round one with stripes and a pennant."""
    stuff = piece.cloth("tent canvas pavilion")
    if piece.says("pavilion striped round royal circus") or piece.rich:
        for k in range(8):
            a, b = -400 + 100 * k, -300 + 100 * k
            piece.part(
                [(a * 0.98, -430), (b * 0.98, -430), (b, 20), (a, 20)],
                stuff.but(hue=0.9 if k % 2 else stuff.hue, base=0.66 - 0.05 * k, angle=90),
                bevel=10,
            )
        for k in range(8):
            a, b = -440 + 110 * k, -330 + 110 * k
            piece.part(
                [(0, -780), (b, -420), *oval((a + b) / 2, -420, 55, 34, start=0, stop=180, steps=6), (a, -420)],
                stuff.but(hue=0.9 if k % 2 else stuff.hue, base=0.72 - 0.05 * k, angle=70 - 18 * k),
                bevel=12,
            )
        piece.part([(-14, -430), (120, 24), (-120, 24)], IRON.but(base=0.1, dark=0.02), bevel=16, outline=3)
    else:
        piece.part([(-60, -620), (340, -700), (480, -20), (60, 30)], stuff.but(base=0.4, angle=30), bevel=16, outline=3)
        piece.part([(-60, -620), (60, 30), (-430, 30)], stuff.but(base=0.72, angle=70), bevel=16, outline=3)
        piece.part([(-70, -480), (0, 30), (-200, 30)], IRON.but(base=0.08, dark=0.02), bevel=14, outline=3)
        piece.part([(-70, -480), (-40, -280), (60, 30), (0, 30)], stuff.but(base=0.85), bevel=10)
        piece.line([(-60, -620), (-470, 60)], 4)
        piece.line([(340, -700), (520, 40)], 4)
        piece.line([(-60, -620), (-50, -700)], 13)
        piece.line([(340, -700), (346, -770)], 13)
        return
    piece.line([(0, -770), (0, -880)], 9)
    piece.part([(0, -880), (130, -850), (0, -810)], piece.cloth("pennant flag").but(hue=1.0), bevel=6)


def cart(piece: Piece) -> None:
    """Draw a cart with its load, a covered wagon, or a cart for the mine."""
    wood = piece.body("wood").but(angle=0)
    if piece.says("mine minecart ore rail"):
        _mine_cart(piece)
        return
    if piece.says("wagon covered caravan carriage coach"):
        piece.part(
            smooth("-430 -330, -440 -620, -300 -780, 0 -820, 300 -780, 440 -620, 430 -330", steps=5),
            piece.cloth("canvas cover wagon").but(bright=1.0, angle=84),
            bevel=70,
            relief=1.2,
            outline=3,
        )
        for x in (-280, -90, 100, 290):
            piece.line(path(f"{x * 1.05} -350, {x * 1.05} -620, {x * 0.9} -790"), 5)
    else:
        for k, (x, y) in enumerate(((-240, -410), (-60, -450), (140, -420), (270, -390))):
            piece.part(
                smooth(
                    f"{x - 110} {y + 120}, {x - 90} {y - 60}, {x} {y - 110}, {x + 90} {y - 60}, {x + 110} {y + 120}",
                    steps=4,
                ),
                CLOTH.but(hue=0.5 + 0.25 * (k % 2), grain=1.2, base=0.55),
                bevel=50,
                relief=1.2,
            )
    piece.part(trace("-460 -370, 440 -370, 400 -190, -420 -190"), wood, bevel=14, outline=3)
    for y in (-310, -250):
        piece.line([(-446, y), (420, y)], 4)
    for x in (-400, -130, 140, 360):
        piece.part(rectangle(x, -390, x + 36, -180), wood.but(angle=90, base=0.6), bevel=9)
    piece.part(strip([(380, -230), (620, -60)], 34), wood, bevel=10)
    for x in (-250, 200):
        _wheel(piece.moved(x, -150, size=0.46))


def _mine_cart(piece: Piece) -> None:
    piece.part(rectangle(-470, 20, 470, 44), IRON, bevel=7)
    for k, (x, r) in enumerate(((-240, 90), (-80, 110), (90, 104), (240, 86), (0, 90))):
        piece.ball(x, -470 - 20 * (k == 4) * 3, r, piece.body("stone"))
    piece.part(trace("-400 -460, 400 -460, 330 -80, -330 -80"), IRON.but(base=0.46, angle=0), bevel=20, outline=3)
    for x in (-360, -120, 120, 300):
        piece.part(rectangle(x, -450, x + 40, -90), IRON.but(base=0.6), bevel=10)
    for x in (-210, 210):
        _wheel(piece.moved(x, -60, size=0.36))


def _wares(piece: Piece) -> None:
    for k, draw in enumerate(piece.draws("wares", 9)):
        x = -380 + 95 * k
        one = piece.moved(x, -300)
        if draw < 0.34:
            one.turned(
                [(-130, 14), (-80, 16), (-50, 40), (0, 44)], Material(hue=1.0, dark=0.2, bright=1, base=0.55, gloss=0.7)
            )
        elif draw < 0.67:
            for dx, dy in ((-26, -22), (26, -22), (0, -62)):
                one.ball(dx, dy, 27, CLOTH.but(hue=0.5 + 0.5 * (k % 2), base=0.55, gloss=0.3))
        else:
            one.turned([(-90, 30), (-80, 44), (0, 40)], LEATHER.but(hue=0.6))


def _wheel(piece: Piece) -> None:
    piece.part(ring(0, 0, 420, 330), WOOD.but(base=0.5), bevel=24, outline=3)
    piece.part(ring(0, 0, 436, 404), IRON, bevel=10)
    for k in range(8):
        c, s = cos(k * pi / 4 + 0.2), sin(k * pi / 4 + 0.2)
        piece.part(strip([(60 * c, 60 * s), (345 * c, 345 * s)], 52), WOOD.but(base=0.5), bevel=14)
    piece.part(oval(0, 0, 120), IRON.but(base=0.5), bevel=28)


OBJECTS: dict[str, Draw] = {
    "cart": cart,
    "stall": stall,
    "tent": tent,
}
