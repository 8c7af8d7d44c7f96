"""What hangs in rooms or is looked at: tapestries, paintings, rugs, mirrors, windows, chandeliers, looms, webs."""

from math import cos, pi, sin

from imagesvc.engines.pillow.parts import (
    BONE,
    CLOTH,
    GEM,
    IRON,
    LEATHER,
    WOOD,
    Material,
    Outline,
    curve,
    oval,
    rectangle,
    ring,
    star,
    trace,
)
from imagesvc.engines.pillow.scenes.things import fires, ornament
from imagesvc.engines.pillow.scenes.things.forms import around, path, rounded, smooth, strip, swell
from imagesvc.engines.pillow.scenes.things.piece import Draw, Piece


def tapestry(piece: Piece) -> None:
    """Draw a tapestry or a banner hanging from its rod; curtains drawn to the sides."""
    stuff = piece.cloth("tapestry banner flag curtain curtains drape pennant")
    gold = piece.metal("gold")
    piece.moved(0, -830, turn=90).turned([(-400, 20), (400, 20)], piece.body("wood"))
    for x in (-410, 410):
        piece.ball(x, -830, 36, gold)
    if piece.says("curtain curtains drape drapes"):
        for side in (-1, 1):
            fall = [
                (20 * side, -820),
                (380 * side, -820),
                (390 * side, 20),
                (230 * side, 30),
                (300 * side, -330),
                (200 * side, -420),
                (60 * side, -560),
            ]
            piece.part(curve(fall, steps=5), stuff, bevel=60, relief=1.3, outline=3)
            for k in range(4):
                piece.line(
                    path(f"{(110 + 70 * k) * side} -810, {(180 + 50 * k) * side} -560, {(250 + 24 * k) * side} -360"), 5
                )
            piece.part(strip([(190 * side, -390), (400 * side, -350)], 50), gold, bevel=12)
        return
    hem: Outline = trace("-330 -820, 330 -820, 340 -200, 330 -40, 0 60, -330 -40, -340 -200")
    if piece.says("tapestry"):
        hem = trace("-350 -820, 350 -820, 344 -400, 350 -20, -350 -20, -344 -400")
    piece.part(hem, stuff.but(angle=84), bevel=26, outline=3)
    inner = [(x * 0.88, -430 + (y + 430) * 0.9) for x, y in hem]
    piece.part(strip([*inner, inner[0]], 13), gold, bevel=4, outline=1.6)
    if piece.says("tapestry"):
        _woven(piece)
        for k in range(22):
            piece.line([(-340 + 32 * k, -20), (-340 + 32 * k, 40)], 6)
    else:
        ornament.emblem(piece, x=0, y=-450, size=200, material=gold)
    for x in (-280, -140, 0, 140, 280):
        piece.part(rectangle(x - 24, -856, x + 24, -800), stuff.but(base=0.66), bevel=9)


def painting(piece: Piece) -> None:
    """Draw a painting in its frame: a face or a land, by what it is said to show."""
    gold = piece.metal("gold")
    if piece.says("easel"):
        for side in (-1, 1):
            piece.part(strip([(30 * side, -860), (300 * side, 40)], 36), WOOD, bevel=12)
    piece.part(rectangle(-340, -830, 340, -60), gold, bevel=26, outline=3)
    piece.part(rectangle(-262, -752, 262, -138), gold.but(base=0.3), bevel=10, relief=-1)
    piece.part(rectangle(-244, -734, 244, -156), CLOTH.but(hue=0.25, dark=0.1, base=0.4, grain=0.4, angle=10), bevel=6)
    if piece.says("landscape sea mountain* ship battle castle forest"):
        piece.part(oval(110, -610, 60), GEM.but(base=0.95), bevel=12)
        for k, (base, y) in enumerate(((0.7, -430), (0.5, -350), (0.3, -270))):
            ridge = [
                (-244.0, y),
                *[(-244 + 70 * i, y - 110 * d) for i, d in enumerate(piece.draws(f"ridge {k}", 8))],
                (244.0, y),
                (244.0, -156.0),
                (-244.0, -156.0),
            ]
            piece.part(ridge, CLOTH.but(hue=0.5, base=base, angle=20 * k), bevel=9, outline=1.8)
    else:
        piece.part(
            rounded("0 -440, 90 -410, 210 -290, 220 -158, 0 -156", steps=5),
            CLOTH.but(hue=1.0, base=0.4, dark=0.1),
            bevel=40,
        )
        piece.part(
            rounded("0 -690, 120 -660, 150 -540, 130 -420, 0 -390", steps=5),
            LEATHER.but(hue=0.5, base=0.28, angle=80),
            bevel=30,
        )
        piece.part(
            rounded("0 -640, 84 -600, 90 -510, 50 -420, 0 -404", steps=6), BONE.but(base=0.66), bevel=40, relief=1.2
        )
        piece.inks(
            [
                oval(-36, -540, 11, 7),
                oval(36, -540, 11, 7),
                strip([(-24, -450), (24, -450)], 6),
                strip([(0, -530), (8, -490), (-6, -484)], 4),
            ]
        )
    for x, y in ((-300, -790), (300, -790), (-300, -100), (300, -100)):
        ornament.facets(piece, x=x, y=y, rx=30, ry=30)
    piece.line([(-200, -830), (0, -930), (200, -830)], 4)


def rug(piece: Piece) -> None:
    """Draw a rug on the floor, patterned; a fur with its head."""
    stuff = piece.cloth("rug carpet mat")
    if piece.says("fur bear pelt hide skin"):
        fur = CLOTH.but(hue=piece.hue("fur bear pelt hide", default=0.5), grain=1.8, angle=80)
        piece.part(
            rounded(
                "0 -360, 120 -300, 330 -320, 400 -250, 270 -180, 300 -70, 470 20, 430 80, 240 20, 60 60, 0 64", steps=5
            ),
            fur,
            bevel=70,
            relief=1.2,
            outline=3,
        )
        piece.part(
            rounded("0 -480, 90 -460, 120 -390, 60 -320, 0 -310", steps=5), fur.but(base=0.6), bevel=40, relief=1.3
        )
        piece.inks([oval(-44, -410, 12), oval(44, -410, 12), oval(0, -350, 20, 13)])
        return
    outer = trace("-300 -340, 300 -340, 480 60, -480 60")
    piece.part(outer, stuff.but(angle=0), bevel=10, outline=3)
    for share, hue in ((0.86, 0.95), (0.8, 0.5), (0.6, 0.95), (0.54, 0.5)):
        inner = [(x * share, -140 + (y + 140) * share) for x, y in outer]
        piece.part(inner, stuff.but(hue=hue, base=0.55, angle=0), bevel=5, outline=2)
    piece.part([(0, -230), (200, -140), (0, -40), (-200, -140)], stuff.but(hue=0.95, base=0.7), bevel=9)
    piece.part(star(0, -138, 90, 40, points=8), piece.metal("gold").but(angle=0), bevel=6)
    for k in range(25):
        piece.line([(-300 + 25 * k, -340), (-302 + 25 * k, -368)], 5)
        piece.line([(-480 + 40 * k, 60), (-484 + 40 * k, 100)], 6)


def standing_mirror(piece: Piece) -> None:
    """Draw a tall mirror in its stand."""
    gold = piece.metal("gold")
    for side in (-1, 1):
        piece.part(
            strip(path(f"{320 * side} -560, {330 * side} -100, {400 * side} 40"), 44),
            gold.but(base=0.4),
            bevel=13,
            outline=3,
        )
    piece.part(oval(0, -470, 300, 420), gold, bevel=26, outline=3)
    glass = Material(hue=0.2, dark=0.3, bright=1.0, pitch=8, angle=45, base=0.84)
    piece.part(oval(0, -470, 240, 356), glass, bevel=20, relief=-1)
    piece.cuts([strip([(-160, -380), (100, -720)], 76), strip([(-90, -270), (180, -600)], 26)], hue=0.1)
    for x, y in around(16, 1.0):
        piece.ball(272 * x, -470 + 390 * y, 17, gold)
    ornament.facets(piece, x=0, y=-900, rx=50, ry=46)


def window(piece: Piece) -> None:
    """Draw a window of coloured or leaded glass, light falling in."""
    stuff = piece.body("stone")
    frame: Outline = [
        (-340.0, 20.0),
        (-340.0, -440.0),
        *oval(0, -440, 340, 430, start=180, stop=360, steps=24),
        (340.0, 20.0),
    ]
    piece.part(frame, stuff, bevel=24, outline=3)
    glass: Outline = [
        (-270.0, -50.0),
        (-270.0, -430.0),
        *oval(0, -430, 270, 360, start=180, stop=360, steps=24),
        (270.0, -50.0),
    ]
    piece.glow(0, -400, 260, light=0.35)
    piece.flat(glass, light=0.9, tone=0.86, hue=0.75, outline=4)
    for k, (x, y) in enumerate(around(8, 1.0, start=-67)):
        petal = [
            (0, -470),
            (60 * x - 60 * y, -470 + 70 * y + 60 * x),
            (200 * x, -470 + 230 * y),
            (60 * x + 60 * y, -470 + 70 * y - 60 * x),
        ]
        piece.part(
            curve(petal, steps=4), GEM.but(hue=(1.0, 0.5, 0.75, 0.25)[k % 4], base=0.7, gloss=0.3), bevel=6, outline=3
        )
    piece.part(oval(0, -470, 62), GEM.but(base=0.9), bevel=10, outline=3)
    for x in (-135, 0, 135):
        piece.part(rectangle(x - 7, -230, x + 7, -50), IRON, bevel=3)
    for y in (-230, -140):
        piece.part(rectangle(-270, y - 7, 270, y + 7), IRON, bevel=3)
    piece.part(rectangle(-390, -20, 390, 40), stuff.but(base=0.66), bevel=14, outline=3)


def chandelier(piece: Piece) -> None:
    """Draw a chandelier on its chain, candles burning."""
    iron = piece.metal("gold")
    for k in range(6):
        piece.part(ring(0, -870 + 46 * k, 22 if k % 2 else 28, 11 if k % 2 else 14, squash=1.4), iron, bevel=6)
    piece.turned([(-600, 20), (-580, 40), (-520, 26), (-430, 60), (-380, 84), (-330, 40), (-290, 10)], iron)
    for side in (-1, 1):
        piece.part(strip([(10 * side, -590), (410 * side, -330)], 9), iron, bevel=3)
    piece.part(ring(0, -330, 430, 396, squash=0.28), iron, bevel=10, outline=3)
    for k, (x, y) in enumerate(sorted(around(9, 1.0), key=lambda p: p[1])):
        px, py = 414 * x, -330 + 116 * y
        piece.moved(px, py).turned([(-30, 40), (-20, 44), (0, 24)], iron)
        fires.candle(piece, px, py - 24, width=38, height=110 + 14 * (k % 2))
        piece.part(swell([(px, py + 20), (px, py + 74)], 24, ends=4), GEM.but(base=0.85), bevel=6, outline=1.8)


def loom(piece: Piece) -> None:
    """Draw a loom with cloth on it; a spinning wheel."""
    wood = piece.body("wood")
    if piece.says("spinning spinning-wheel"):
        piece.part(ring(120, -400, 320, 270), wood, bevel=20, outline=3)
        for x, y in around(10, 270):
            piece.part(strip([(120, -400), (120 + x, -400 + y)], 22), wood, bevel=7)
        piece.part(oval(120, -400, 54), wood.but(base=0.3), bevel=14)
        for x0, x1 in ((120, 20), (120, 250), (-300, -340)):
            piece.part(strip([(x0, -390 if x0 > 0 else -150), (x1, 40)], 40), wood.but(base=0.4), bevel=12)
        piece.part(strip([(-390, -170), (260, -60)], 60), wood, bevel=16)
        piece.moved(-320, -170).turned(
            [(-280, 10), (-240, 60), (-130, 70), (-40, 20)], piece.cloth("wool yarn").but(base=0.75)
        )
        piece.line(path("-310 -330, -100 -560, 90 -716"), 4)
        return
    for x in (-400, 340):
        piece.part(rectangle(x, -830, x + 60, 40), wood.but(angle=90), bevel=14, outline=3)
    piece.part(rectangle(-430, -830, 430, -770), wood.but(angle=0, base=0.6), bevel=14, outline=3)
    threads = [strip([(-320 + 20 * k, -770), (-320 + 20 * k, -340)], 4) for k in range(33)]
    piece.inks(threads)
    stuff = piece.cloth("cloth loom weaving tapestry").but(angle=0)
    piece.part(rectangle(-330, -380, 330, -120), stuff, bevel=10, outline=3)
    for k in range(4):
        piece.part(
            strip([(-330 + 0, -350 + 64 * k), (330, -350 + 64 * k)], 20),
            stuff.but(hue=0.95, base=0.6),
            bevel=4,
            outline=1.6,
        )
    for y in (-470, -120):
        piece.moved(0, y, turn=90).turned([(-400, 34), (400, 34)], wood.but(base=0.6))


def cobweb(piece: Piece) -> None:
    """Draw a web between posts, a spider in it."""
    for x in (-420, 420):
        piece.part(
            smooth(f"{x - 50} 40, {x - 34} -400, {x - 50} -860, {x + 40} -860, {x + 34} -400, {x + 50} 40", steps=3),
            WOOD,
            bevel=24,
            outline=3,
        )
    hub = (20.0, -430.0)
    ends = [(hub[0] + 400 * cos(k * pi / 7), max(-850.0, min(20.0, hub[1] + 440 * sin(k * pi / 7)))) for k in range(14)]
    shapes = [strip([hub, end], 4) for end in ends]
    for share in (0.14, 0.28, 0.42, 0.56, 0.7, 0.86):
        knots = [(hub[0] + (x - hub[0]) * share, hub[1] + (y - hub[1]) * share) for x, y in ends]
        for (ax, ay), (bx, by) in zip(knots, [*knots[1:], knots[0]], strict=True):
            shapes.append(
                strip(
                    [(ax, ay), ((ax + bx) / 2 * 0.94 + hub[0] * 0.06, (ay + by) / 2 * 0.94 + hub[1] * 0.06), (bx, by)],
                    3.6,
                )
            )
    for shape in shapes:
        piece.cuts([shape], light=1, tone=1.0)
    for side in (-1, 1):
        for k in range(4):
            piece.line(path(f"130 -560, {130 + 70 * side} {-640 + 46 * k}, {130 + 110 * side} {-560 + 40 * k}"), 7)
    piece.ball(130, -550, 50, IRON.but(dark=0.02, base=0.3))
    piece.ball(130, -610, 28, IRON.but(dark=0.02, base=0.3))


def _woven(piece: Piece) -> None:
    """A hunt: a stag under trees."""
    gold = piece.metal("gold").but(angle=0)
    for x in (-230, 230):
        piece.part(rectangle(x - 12, -330, x + 12, -140), gold.but(base=0.4), bevel=4, outline=1.8)
        crown = [(x + px, py) for px, py in rounded("0 -620, 100 -480, 90 -340, 0 -310", steps=5)]
        piece.part(crown, CLOTH.but(hue=0.25, base=0.6), bevel=14, outline=2)
    piece.part(
        smooth(
            "-130 -330, 60 -350, 90 -460, 150 -480, 190 -430, 140 -400, 120 -260, 110 -140, 80 -140, "
            "70 -240, -70 -230, -80 -140, -110 -140, -120 -250",
            steps=4,
        ),
        gold.but(base=0.75),
        bevel=12,
        outline=2,
    )
    for side in (-1, 1):
        piece.line(path(f"124 -470, {124 + 40 * side} -550, {124 + 30 * side} -630"), 7)
        piece.line([(124 + 38 * side, -560), (124 + 76 * side, -600)], 6)


OBJECTS: dict[str, Draw] = {
    "chandelier": chandelier,
    "cobweb": cobweb,
    "loom": loom,
    "painting": painting,
    "rug": rug,
    "standing-mirror": standing_mirror,
    "tapestry": tapestry,
    "window": window,
}
