"""Precious things: rings, pendants, beads, crowns, badges, coins, mirrors, figurines."""

from math import cos, pi, sin

from imagesvc.engines.pillow.parts import (
    GEM,
    GLASS,
    Material,
    Outline,
    curve,
    oval,
    rectangle,
    ring,
    star,
    trace,
)
from imagesvc.engines.pillow.scenes.things import ornament
from imagesvc.engines.pillow.scenes.things.forms import around, mirrored, path, rounded, scaled, smooth, strip, swell
from imagesvc.engines.pillow.scenes.things.piece import Draw, Piece

_STONES = "gem ruby emerald sapphire stone carnelian diamond opal amethyst topaz jewel* pearl onyx garnet"


def finger_ring(piece: Piece) -> None:
    """Draw a ring: a plain inscribed band, a signet, or one with a stone, cut round, long or pointed."""
    piece = piece.moved(turn=8)
    gold = piece.metal("gold")
    piece.part(ring(0, 90, 296, 214, squash=1.04), gold, bevel=46, relief=1.5)
    piece.part(ring(0, 90, 232, 206, squash=1.04), gold.but(base=0.22), bevel=8, outline=1.6)
    if (
        piece.says("band simple plain inscri* runic etched")
        and not piece.says(_STONES)
        and not piece.says("signet seal")
    ):
        for i in range(11):
            turn = (196 + 14.8 * i) * pi / 180
            x, y = 256 * cos(turn), 90 + 266 * sin(turn)
            mark = (((-10, -16), (9, 0), (-7, 16)), ((0, -17), (0, 17)), ((-9, 12), (9, -14)))[i % 3]
            piece.cuts([strip([(x + a, y + b) for a, b in mark], 8)], tone=0.95, hue=1)
        return
    piece.part(smooth("-190 -150, -120 -236, 0 -262, 120 -236, 190 -150, 90 -120, 0 -130, -90 -120"), gold, bevel=30)
    if piece.says("signet seal crest"):
        piece.part(oval(0, -270, 200, 156), gold, bevel=26)
        face = GEM.but(dark=0.08, bright=0.5, base=0.34, hue=piece.hue("seal stone onyx carnelian face", default=1.0))
        piece.part(oval(0, -276, 160, 120), face, bevel=18)
        ornament.emblem(piece, x=0, y=-276, size=90, material=gold)
        return
    style = piece.pick("ring stone", 3)
    if style == 0:
        ornament.facets(piece, x=0, y=-290, rx=180, ry=154)
    elif style == 1:
        ornament.facets(piece, x=0, y=-300, rx=130, ry=190)
    else:
        piece.ball(0, -290, 150, GEM.but(base=0.56, pitch=7))
        piece.cuts([swell(path("-96 -300, -70 -370, -10 -400"), 26)], hue=0.7)
    for x, y in ((-150, -220), (150, -220), (-80, -160), (80, -160)):
        piece.part(swell([(x, y + 40), (x * 0.94, y - 30)], 34, ends=18), gold, bevel=9)


def pendant(piece: Piece) -> None:
    """Draw a pendant on its chain: a medallion, a drop, a locket or a sign of faith."""
    gold = piece.metal("gold")
    _chain(piece, gold)
    piece.part(ring(0, -112, 48, 27), gold, bevel=10)
    if piece.says("locket portrait"):
        _locket(piece, gold)
        return
    if piece.says("holy cross ankh symbol symbols crucifix"):
        cross = mirrored("0 -80, 54 -80, 44 60, 190 40, 190 150, 44 130, 60 400, 0 400")
        piece.part(cross, gold, bevel=22)
        ornament.facets(piece, x=0, y=95, rx=54, ry=54)
        return
    if piece.says("fang tooth claw talon"):
        piece.part(
            smooth("-80 -80, 80 -80, 96 60, 40 260, -60 390, -20 200, -80 60", steps=5), piece.body("bone"), bevel=60
        )
        piece.turned([(-90, 84), (-80, 98), (-20, 92), (-10, 84)], gold)
        return
    if piece.pick("pendant", 2) and not piece.says("mirror medallion disc medal crest compass"):
        piece.part(rounded("0 -80, 90 20, 210 180, 150 360, 0 420"), gold, bevel=30)
        _drop(piece)
        return
    piece.part(oval(0, 140, 262), gold, bevel=34)
    piece.part(oval(0, 140, 206), gold.but(base=0.36, angle=20), bevel=14, relief=-1)
    for x, y in around(16, 234, y=140):
        piece.ball(x, y, 13, gold)
    if piece.says("mirror crystal glass"):
        piece.part(oval(0, 140, 196), GLASS.but(angle=40), bevel=50)
        piece.cuts([strip([(-120, 150), (20, -10)], 40), strip([(-70, 190), (60, 40)], 16)], hue=0.4)
        return
    if piece.pick("medallion", 2):
        piece.part(star(0, 140, 186, 76, points=8), gold.but(angle=45), bevel=14)
        ornament.facets(piece, x=0, y=140, rx=84, ry=84)
    else:
        ornament.emblem(piece, x=0, y=140, size=170, material=gold)


def beads(piece: Piece) -> None:
    """Draw a string of beads in a loose loop, with a sign of faith or a tassel."""
    stuff = piece.body("wood").but(angle=0)
    stuff = stuff.but(hue=piece.hue("beads bead pearls necklace", default=stuff.hue))
    loop = curve(
        [
            (0, 60),
            (-190, 20),
            (-330, -120),
            (-330, -300),
            (-150, -420),
            (90, -400),
            (300, -330),
            (340, -140),
            (200, 10),
        ],
        steps=6,
    )
    piece.line([*loop, loop[0]], 6)
    for i, (x, y) in enumerate(loop[::2]):
        piece.ball(x, y, 44 if i % 7 == 0 else 36, stuff if i % 7 else piece.metal("gold"))
    for k in range(3):
        piece.ball(0, 110 + 66 * k, 32, stuff)
    if piece.says("pearl* necklace"):
        ornament.facets(piece, x=0, y=340, rx=70, ry=90)
    else:
        piece.part(
            mirrored("0 270, 26 270, 24 320, 90 316, 90 366, 24 362, 28 480, 0 480"), piece.metal("gold"), bevel=12
        )


def crown(piece: Piece) -> None:
    """Draw a crown of points and stones, or a circlet."""
    gold = piece.metal("gold")
    if piece.says("circlet tiara diadem laurel"):
        piece.part(ring(0, 60, 400, 350, squash=0.5), gold.but(base=0.3), bevel=10)
        front = path("-402 50, -300 180, -150 250, 0 268, 150 250, 300 180, 402 50")
        piece.part(strip(front, 56), gold, bevel=18)
        for x, y, rise in ((-210, 214, 130), (210, 214, 130), (-110, 240, 190), (110, 240, 190), (0, 250, 290)):
            piece.part(
                smooth(
                    f"{x - 46} {y}, {x - 22} {y - rise * 0.6}, {x} {y - rise}, {x + 22} {y - rise * 0.6}, {x + 46} {y}"
                ),
                gold.but(base=0.62),
                bevel=13,
            )
            piece.ball(x, y - rise - 14, 18, gold)
        ornament.facets(piece, x=0, y=170, rx=62, ry=84)
        for x, y in ((-110, 190), (110, 190)):
            ornament.facets(piece, x=x, y=y, rx=30, ry=36)
        return
    points: Outline = []
    for i in range(5):
        left = -370.0 + 185 * i
        points += [(left, -210 - 110 * (1 - abs(i - 2) / 2)), (left + 92, 20)]
    piece.part([*[(x * 0.92, y - 60) for x, y in points[:-1]], (300, 120), (-300, 120)], gold.but(base=0.26), bevel=12)
    velvet = piece.cloth("velvet lining cushion").but(base=0.4)
    piece.part(rounded("0 -150, 180 -110, 270 40, 280 180, 0 210"), velvet, bevel=70, relief=1.2)
    piece.part([*points[:-1], (320, 210), (160, 256), (0, 272), (-160, 256), (-320, 210)], gold, bevel=26)
    piece.part(strip(path("-326 176, -160 226, 0 242, 160 226, 326 176"), 92), gold.but(base=0.66), bevel=20)
    for px, py in trace("-236 202, -120 230, 0 242, 120 230, 236 202"):
        ornament.facets(piece, x=px, y=py, rx=36, ry=36)
    for px, py in points[0:-1:2]:
        piece.ball(px, py - 20, 34, gold)
        ornament.crystal(piece, px * 0.98, py + 120, 28)


def badge(piece: Piece) -> None:
    """Draw a brooch, a medal on its ribbon or a badge of office."""
    gold = piece.metal("gold")
    if piece.says("medal ribbon honour honor valor order"):
        ribbon = piece.cloth("ribbon").but(angle=84)
        piece.part(trace("-130 -440, 130 -440, 130 -170, 0 -60, -130 -170"), ribbon, bevel=14)
        piece.part(trace("-50 -440, 50 -440, 50 -110, 0 -66, -50 -110"), ribbon.but(base=0.85), bevel=6)
    shape = (
        star(0, 120, 330, 250, points=12)
        if piece.pick("badge", 2)
        else rounded("0 -200, 230 -210, 270 60, 190 300, 0 420")
    )
    piece.part(shape, gold, bevel=30)
    piece.part(scaled(shape, 0.8, y=110), gold.but(base=0.4), bevel=14, relief=-1)
    ornament.emblem(piece, x=0, y=110, size=170, material=gold.but(base=0.66))
    for k in range(4):
        piece.ball(*around(4, 236, y=110, start=-45)[k], 15, gold)


def coins(piece: Piece) -> None:
    """Draw coins: one struck with a head or a sign, others beneath; a heap if there are many."""
    gold = piece.metal("gold")
    if piece.says("pile hoard stack coins heap treasure"):
        for k, (x, y) in enumerate(((-250, 250), (0, 290), (250, 250), (-130, 190), (130, 200), (0, 120))):
            for lift in range(2 + k % 3):
                piece.part(oval(x, y - 26 * lift, 150, 64), gold.but(base=0.5), bevel=12)
                piece.part(ring(x, y - 26 * lift - 6, 122, 112, squash=0.43), gold.but(base=0.3), bevel=3, outline=1.4)
    else:
        for x, y, r in ((230, 210, 190), (-190, 250, 200)):
            piece.part(oval(x, y, r, r * 0.92), gold.but(base=0.4), bevel=18)
            piece.part(ring(x, y, r * 0.84, r * 0.78, squash=0.92), gold, bevel=4, outline=1.4)
    piece.part(oval(0, -70, 330), gold, bevel=26)
    piece.part(oval(0, -70, 288), gold.but(base=0.48, angle=18), bevel=12, relief=-1)
    piece.inks([oval(x, y, 7) for x, y in around(36, 308, y=-70)])
    if piece.pick("coin", 3) == 0 and not piece.says("face head lord king queen emperor"):
        ornament.emblem(piece, x=0, y=-70, size=210, material=gold.but(base=0.66))
        return
    profile = smooth(
        "-60 -240, 30 -262, 100 -220, 110 -150, 134 -90, 104 -70, 108 -30, 84 -6, 84 40, 20 60, 40 130, -140 130,"
        " -104 20, -130 -100, -120 -190",
        steps=4,
    )
    piece.part(profile, gold.but(base=0.62, angle=-20), bevel=26, relief=1.3)
    piece.line(path("-120 -170, -30 -206, 70 -200, 116 -170"), 9)
    piece.inks([oval(56, -118, 10, 6)])
    piece.line(path("70 -20, 96 -18, 104 -26"), 4)


def mirror(piece: Piece) -> None:
    """Draw a hand mirror in its frame."""
    gold = piece.metal("gold")
    piece = piece.moved(turn=14)
    piece.turned(trace("130 40, 160 60, 190 40, 380 34, 420 52, 470 40, 490 14"), gold)
    frame = [(x * (1 + 0.05 * (i % 2)), y) for i, (x, y) in enumerate(oval(0, -130, 290, 320, steps=32))]
    piece.part(curve(frame, steps=3), gold, bevel=26)
    for x, y in around(12, 1.0):
        piece.ball(264 * x, -130 + 292 * y, 15, gold)
    piece.part(
        oval(0, -130, 222, 250),
        Material(hue=0.2, dark=0.3, bright=1.0, pitch=8, angle=45, base=0.86),
        bevel=16,
        relief=-1,
    )
    piece.cuts([strip([(-150, -70), (70, -320)], 60), strip([(-90, 0), (150, -260)], 22)], hue=0.1)
    ornament.facets(piece, x=0, y=-462, rx=44, ry=40)


def figurine(piece: Piece) -> None:
    """Draw a small idol: a squatting figure, a cat, or a bird."""
    stuff = piece.body("stone") if not piece.says("clay") else piece.body("leather").but(angle=8, grain=0)
    piece.turned([(320, 190), (330, 230), (400, 250), (420, 240)], stuff.but(base=0.4))
    if piece.says("cat lion dog wolf beast animal"):
        piece.part(
            smooth("-110 330, -130 120, -70 -80, 60 -110, 150 60, 180 330", steps=6), stuff, bevel=60, relief=1.3
        )
        piece.part(strip(path("160 300, 260 260, 270 120, 220 60"), 50, end=24), stuff, bevel=18)
        piece.part(
            smooth("-150 -120, -150 -280, -130 -390, -60 -310, 30 -310, 100 -390, 120 -280, 110 -120, 0 -50"),
            stuff,
            bevel=50,
        )
        for x in (-80, 46):
            piece.part(oval(x, -210, 32, 24), GEM, bevel=9)
        return
    if piece.says("bird eagle owl raven hawk"):
        piece.part(
            smooth("-120 330, -180 60, -120 -160, 0 -220, 130 -160, 180 60, 120 330", steps=6),
            stuff,
            bevel=70,
            relief=1.3,
        )
        for side in (-1, 1):
            piece.part(
                curve([(80 * side, -140), (230 * side, -30), (210 * side, 240), (90 * side, 120)], steps=5),
                stuff.but(angle=60 * side, base=0.4),
                bevel=24,
            )
            piece.part(oval(60 * side, -270, 52), stuff.but(base=0.8), bevel=14)
            piece.inks([oval(60 * side, -270, 22)])
        piece.part(mirrored("0 -270, 30 -240, 0 -180"), piece.metal("gold"), bevel=8)
        return
    for side in (-1, 1):
        piece.part(
            curve([(40 * side, 330), (90 * side, 180), (240 * side, 160), (250 * side, 260), (150 * side, 330)]),
            stuff,
            bevel=40,
        )
    piece.part(rounded("0 -110, 130 -90, 190 60, 150 290, 0 320"), stuff, bevel=70, relief=1.3)
    for side in (-1, 1):
        piece.part(
            strip(path(f"{150 * side} -50, {220 * side} 80, {40 * side} 150"), 70, end=50),
            stuff.but(base=0.6),
            bevel=22,
        )
    piece.part(rounded("0 -420, 140 -390, 180 -250, 120 -110, 0 -80"), stuff.but(base=0.56), bevel=60, relief=1.3)
    for side in (-1, 1):
        piece.part(oval(66 * side, -270, 46, 34), GEM, bevel=12)
        piece.inks([oval(66 * side, -270, 15)])
    piece.inks([rounded("0 -170, 60 -180, 40 -150, 0 -144", steps=4)])
    piece.part(rounded("0 -250, 24 -230, 34 -190, 0 -184", steps=4), stuff.but(base=0.75), bevel=10)
    piece.part(strip(path("-150 -340, 0 -380, 150 -340"), 40), piece.metal("gold"), bevel=12)


def _chain(piece: Piece, gold: Material) -> None:
    for side in (-1, 1):
        spine = curve(
            [(0, -110), (120 * side, -200), (230 * side, -310), (200 * side, -430), (0, -470)], closed=False, steps=6
        )
        for i, (x, y) in enumerate(spine):
            piece.part(ring(x, y, 19 if i % 2 else 15, 9 if i % 2 else 7), gold, bevel=5, outline=1.8)


def _locket(piece: Piece, gold: Material) -> None:
    for x, lid in ((-150, True), (150, False)):
        piece.part(oval(x, 150, 160, 220), gold, bevel=30)
        piece.part(oval(x, 150, 122, 178), gold.but(base=0.8 if lid else 0.3, angle=20), bevel=12, relief=-1)
    ornament.emblem(piece, x=-150, y=150, size=80, material=gold)
    head = [(x + 150, y) for x, y in rounded("0 40, 56 60, 62 130, 36 186, 0 200", steps=5)]
    bust = [(x + 150, y) for x, y in rounded("0 190, 40 210, 100 260, 90 310, 0 326", steps=5)]
    piece.part(bust, gold.but(base=0.5, hue=0.5), bevel=16)
    piece.part(head, gold.but(base=0.8, hue=0.5), bevel=24)
    piece.inks([oval(130, 116, 7), oval(172, 116, 7), strip([(134, 164), (168, 164)], 5)])
    piece.part(rectangle(-20, 60, 20, 240), gold, bevel=9)


def _drop(piece: Piece) -> None:
    stuff = GEM.but(hue=piece.gem_hue())
    outer = trace("0 10, 70 110, 150 220, 110 320, 0 360, -110 320, -150 220, -70 110")
    inner = scaled(outer, 0.5, y=210)
    for i in range(8):
        base = (0.5, 0.3, 0.26, 0.36, 0.5, 0.7, 0.95, 0.9)[i]
        piece.part(
            [outer[i], outer[(i + 1) % 8], inner[(i + 1) % 8], inner[i]],
            stuff.but(base=base, angle=45.0 * i),
            bevel=3,
            outline=1.6,
        )
    piece.part(inner, stuff.but(base=0.8), bevel=8, outline=1.6)


OBJECTS: dict[str, Draw] = {
    "badge": badge,
    "beads": beads,
    "coins": coins,
    "crown": crown,
    "figurine": figurine,
    "mirror": mirror,
    "pendant": pendant,
    "ring": finger_ring,
}
