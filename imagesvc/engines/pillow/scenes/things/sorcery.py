"""Things of magic: staffs, wands, orbs, sceptres, tarot; plain sticks as well."""

from math import cos, sin

from imagesvc.engines.pillow.parts import (
    GEM,
    GLASS,
    GOLD,
    LEATHER,
    PARCHMENT,
    Material,
    curve,
    oval,
    rectangle,
    star,
    trace,
)
from imagesvc.engines.pillow.scenes.things import ornament
from imagesvc.engines.pillow.scenes.things.forms import around, path, smooth, strip, swell
from imagesvc.engines.pillow.scenes.things.piece import Draw, Piece

_MAGIC = "magic* wizard* arcane wand scept* rod crystal spell* enchant* rune* mage* sorcer* staff-of power elemental"


def staff(piece: Piece) -> None:
    """Draw a staff: with a crystal held in horns, a curl, or wings if it is magical, else a plain stick."""
    piece = piece.moved(turn=27)
    stuff = piece.wood() if piece.says("crystal crystals glass gem") else piece.body("wood")
    wood = stuff.but(angle=88)
    stub = piece.says("stubby short cut cane walking-stick cudgel")
    foot = 300 if stub else 520
    spine = path(f"0 -300, 14 -150, -12 30, 12 220, 0 {foot}")
    magical = piece.says(_MAGIC) or piece.rich
    piece.part(strip(spine, 74 if stub else 64, end=46), wood, bevel=16)
    if magical:
        _crowned(piece, wood)
    elif piece.says("cane walking-stick crook shepherd*"):
        piece.part(strip(path("0 -290, 0 -400, 60 -500, 150 -490, 180 -400"), 50, end=40), wood, bevel=16)
    else:
        piece.part(smooth("-44 -290, -62 -390, -14 -460, 54 -424, 50 -290", steps=4), wood, bevel=26)
        piece.line(path("-20 -400, 10 -430, 30 -390, 4 -370, -6 -392"), 4)
    bands = piece.metal("iron")
    for y in (-286, -190, foot - 90):
        piece.turned([(y, 38), (y + 10, 44), (y + 26, 44), (y + 36, 38)], bands)
    piece.turned([(foot - 20, 30), (foot + 20, 34), (foot + 60, 14)], bands)
    for y in range(10, 150, 26):
        piece.part([(-36, y), (36, y - 12), (36, y + 10), (-36, y + 22)], LEATHER, bevel=7, outline=1.8)
    if piece.says("notch* tally marks"):
        for k in range(6):
            piece.line([(-18, -120 + 22 * k), (14, -126 + 22 * k)], 5)


def wand(piece: Piece) -> None:
    """Draw a wand throwing sparks, or a sceptre."""
    piece = piece.moved(turn=38)
    if piece.says("sceptre scepter mace-of-office royal king* queen*"):
        gold = piece.metal("gold")
        piece.turned(trace("-250 30, -230 44, -200 24, 150 24, 170 40, 190 24, 420 26, 440 46, 480 50, 500 20"), gold)
        for k in range(4):
            piece.turned([(-150 + 70 * k, 25), (-140 + 70 * k, 32), (-126 + 70 * k, 32), (-116 + 70 * k, 25)], gold)
        piece.ball(0, -340, 104, GEM.but(base=0.6))
        for turn in (-1, 0, 1):
            piece.part(
                swell(path(f"{20 * turn} -240, {120 * turn} -340, {20 * turn} -440"), 20, ends=10), gold, bevel=7
            )
        piece.turned([(-346, 106), (-334, 106)], gold)
        piece.part(star(0, -500, 74, 26, points=4), gold, bevel=9)
        return
    wood = piece.body("wood").but(angle=86)
    piece.part(strip(path("0 -420, 6 -200, -4 0, 0 160"), 20, end=44), wood, bevel=11)
    piece.turned(trace("150 26, 160 42, 190 42, 204 30, 380 36, 400 48, 430 30"), piece.body("wood").but(base=0.34))
    for k in range(5):
        piece.turned([(220 + 32 * k, 33), (228 + 32 * k, 38), (240 + 32 * k, 34)], piece.metal("gold"))
    coil = [(22 * cos(t * 0.9) * (0.5 + t / 30), 150 - 22 * t) for t in range(18)]
    piece.line(curve(coil, closed=False, steps=4), 5)
    piece.glow(0, -430, 130, light=0.6)
    piece.cuts([star(0, -440, 110, 18, points=8, turn=-90)], hue=1.0)
    ornament.crystal(piece, 0, -440, 46)
    for k, (x, y) in enumerate(around(9, 190, y=-430, start=-140)):
        size = 9 + 9 * (k % 3)
        piece.cuts([star(x, y + 20 * (k % 2), size, size * 0.3, points=4)], hue=1.0)


def orb(piece: Piece) -> None:
    """Draw a crystal ball on its stand, something swirling in it."""
    gold = piece.metal("gold")
    piece.turned(trace("230 150, 250 190, 300 150, 340 210, 400 260, 420 250"), gold)
    for side in (-1, 0, 1):
        piece.part(
            smooth(
                f"{150 * side - 40} 300, {230 * side - 26} 200, {240 * side} 120, {230 * side + 26} 200,"
                f" {150 * side + 40} 300",
                steps=4,
            ),
            gold.but(base=0.6),
            bevel=14,
        )
    glass = GEM.but(hue=piece.hue("orb ball sphere globe crystal pearl", default=0.95), pitch=7.5)
    piece.ball(0, -70, 310, glass.but(base=0.5, dark=0.24))
    swirl = [(r * cos(r / 38), -70 + r * 0.8 * sin(r / 38)) for r in range(16, 230, 7)]
    piece.cuts([swell(swirl, 30, ends=4)], light=0.95, tone=0.95, hue=0.95)
    swirl = [(-r * cos(r / 38), -70 - r * 0.8 * sin(r / 38)) for r in range(16, 210, 7)]
    piece.cuts([swell(swirl, 20, ends=3)], light=0.85, tone=0.85, hue=0.8)
    for x, y, size in ((-90, -190, 20), (120, 20, 15), (60, -200, 11), (-150, 40, 13), (0, -70, 30)):
        piece.cuts([star(x, y, size, size * 0.3, points=4)])
    piece.cuts([swell(path("-220 -190, -160 -290, -60 -336"), 34), swell(path("-250 -120, -238 -150"), 22)], hue=0.6)
    piece.part(swell(path("-200 190, 0 250, 200 190"), 44, ends=20), gold, bevel=12)


def tarot(piece: Piece) -> None:
    """Draw a fan of cards: of fortune, or for play."""
    for k, turn in enumerate((-32, -11, 10, 31)):
        card = piece.moved(0, 420, turn=turn)
        paper = PARCHMENT.but(base=0.86)
        shape = smooth("-160 -820, 160 -820, 164 -816, 164 -364, 160 -360, -160 -360, -164 -364, -164 -816", steps=2)
        card.shadow(shape)
        card.part(shape, paper, bevel=8)
        card.part(
            rectangle(-142, -798, 142, -382),
            paper.but(base=0.6),
            holes=[rectangle(-132, -788, 132, -392)],
            bevel=2,
            outline=1.2,
        )
        _card_face(card, (k + piece.pick("cards", 4)) % 4)


def _card_face(card: Piece, which: int) -> None:
    red = Material(hue=1.0, dark=0.2, bright=0.7, pitch=6.5, angle=40, base=0.5)
    if which == 0:
        card.part(star(0, -590, 116, 60, points=12), GOLD, bevel=8)
        card.part(oval(0, -590, 56), GOLD.but(base=0.85), bevel=10)
    elif which == 1:
        card.part(
            curve([(40, -710), (-70, -660), (-90, -560), (40, -470), (-20, -540), (-20, -640)], steps=5), red, bevel=10
        )
    elif which == 2:
        heart = smooth("0 -490, -110 -600, -96 -680, -40 -690, 0 -640, 40 -690, 96 -680, 110 -600", steps=5)
        card.part(heart, red, bevel=16)
    else:
        card.part([(0, -720), (80, -590), (0, -460), (-80, -590)], red.but(hue=0.3), bevel=10)
    for x, y in ((-112, -756), (112, -424)):
        card.part([(x, y - 16), (x + 11, y), (x, y + 16), (x - 11, y)], red, bevel=3, outline=1.2)


def _crowned(piece: Piece, wood: Material) -> None:
    style = piece.pick("crown", 3)
    if style == 0:
        for side in (-1, 1):
            horn = curve([(16 * side, -270), (130 * side, -330), (150 * side, -450), (60 * side, -530)], closed=False)
            piece.part(strip(horn, 50, end=8), wood, bevel=14)
    elif style == 1:
        curl = path("0 -290, -60 -400, -40 -520, 70 -560, 150 -490, 130 -390, 70 -380")
        piece.part(strip(curl, 50, end=16), wood, bevel=14)
    else:
        for side in (-1, 1):
            for k in range(3):
                tip = (220 - 46 * k, -520 + 74 * k)
                wing = curve(
                    [
                        (10 * side, -300),
                        (100 * side, -380 + 40 * k),
                        (tip[0] * side, tip[1]),
                        (110 * side, -320 + 40 * k),
                    ],
                    steps=5,
                )
                piece.part(wing, piece.metal("gold").but(angle=40 * side), bevel=10)
    piece.glow(20, -440, 120, light=0.35)
    ornament.crystal(piece, 20 if style == 1 else 0, -440, 84)
    if style == 2:
        piece.part(oval(0, -440, 40, 40), GLASS.but(hue=1.0, base=0.95), bevel=12)


OBJECTS: dict[str, Draw] = {"cards": tarot, "orb": orb, "staff": staff, "wand": wand}
