"""Clothes: cloaks, robes, tunics and coats, trousers, belts."""

from imagesvc.engines.pillow.parts import (
    GOLD,
    LEATHER,
    Material,
    curve,
    oval,
    rectangle,
    ring,
    star,
    trace,
)
from imagesvc.engines.pillow.scenes.things import ornament
from imagesvc.engines.pillow.scenes.things.forms import path, rounded, smooth, strip, swell
from imagesvc.engines.pillow.scenes.things.piece import Draw, Piece


def cloak(piece: Piece) -> None:
    """Draw a hooded cloak with deep folds and a clasp."""
    stuff = piece.cloth("cloak cape mantle hood wool fabric")
    hem = trace("-340 400, -240 432, -150 402, -60 436, 40 406, 140 438, 240 404, 340 420")
    piece.part(
        curve(
            [(-90, -300), (0, -260), (90, -300), (210, -220), (280, 40), *hem[::-1], (-300, 40), (-210, -220)], steps=5
        ),
        stuff,
        bevel=70,
        relief=1.2,
    )
    _folds(piece, stuff, ((-130, -250, 44), (-70, -140, 38), (70, 150, 40), (140, 262, 46)), top=-200, foot=412)
    piece.part(trace("-20 -250, 20 -250, 66 428, -58 432"), stuff.but(base=0.14, dark=0.02), bevel=12, outline=2)
    piece.part(
        rounded("0 -496, 96 -474, 178 -390, 156 -270, 64 -210, 0 -240"), stuff.but(base=stuff.base + 0.1), bevel=50
    )
    piece.part(
        rounded("0 -434, 100 -382, 94 -296, 0 -258"), stuff.but(base=0.1, dark=0.0, bright=0.4), bevel=16, relief=-1
    )
    if piece.says("fur ermine pelt"):
        for k in range(15):
            x = -170 + 24 * k
            piece.ball(
                x,
                -240 + 30 * (1 - (x / 170) ** 2),
                32,
                Material(hue=0.45, dark=0.3, bright=1, pitch=5.5, grain=2, base=0.66),
            )
    gold = piece.metal("gold")
    piece.part(strip(path("-162 -262, -70 -202, 0 -224, 70 -202, 162 -262"), 22), gold, bevel=8)
    piece.part(oval(0, -218, 54), gold, bevel=14)
    ornament.facets(piece, x=0, y=-218, rx=34, ry=34)
    if piece.rich:
        piece.part(strip(hem, 26), gold, bevel=8)


def robe(piece: Piece) -> None:
    """Draw a robe or a gown on its hanger, sleeves spread."""
    stuff = piece.cloth("robe robes gown dress vestment cassock habit kimono toga fabric silk wool")
    for side in (-1, 1):
        sleeve = [
            (110 * side, -350),
            (230 * side, -300),
            (430 * side, 20),
            (400 * side, 110),
            (270 * side, 90),
            (180 * side, -110),
        ]
        piece.part(curve(sleeve, steps=5), stuff.but(angle=40 * side), bevel=40, relief=1.2)
        piece.part(strip([(434 * side, 20), (272 * side, 96)], 34), piece.metal("gold"), bevel=9)
    piece.part(
        curve(
            [
                (-120, -370),
                (0, -330),
                (120, -370),
                (190, -250),
                (150, 0),
                (230, 250),
                (280, 430),
                (100, 450),
                (-100, 446),
                (-280, 430),
                (-230, 250),
                (-150, 0),
                (-190, -250),
            ],
            steps=5,
        ),
        stuff,
        bevel=70,
        relief=1.2,
    )
    _folds(piece, stuff, ((-70, -200, 50), (-24, -80, 36), (30, 90, 38), (80, 210, 50)), top=20, foot=436)
    piece.part(
        strip(path("-160 -10, 0 26, 160 -10"), 44), piece.cloth("sash girdle cord belt").but(base=0.32), bevel=10
    )
    piece.part(
        swell(path("20 16, 60 130, 40 240"), 40, ends=24), piece.cloth("sash girdle cord belt").but(base=0.32), bevel=10
    )
    for side in (-1, 1):
        piece.part(strip([(110 * side, -376), (6 * side, -20)], 40, end=30), piece.metal("gold").but(angle=50), bevel=9)
    if piece.says("wizard mage archmage star* arcane celestial moon*") or piece.rich:
        for x, y, size in (
            (-110, -180, 30),
            (96, -120, 24),
            (-90, 190, 34),
            (110, 260, 40),
            (10, 340, 28),
            (-170, 350, 24),
        ):
            piece.part(star(x, y, size, size * 0.4, points=5), GOLD, bevel=5, outline=1.8)


def tunic(piece: Piece) -> None:
    """Draw a shirt, tabard or coat with its sleeves."""
    stuff = piece.cloth("tunic shirt tabard coat jacket vest blouse uniform tabard fabric")
    tabard = piece.says("tabard surcoat")
    coat = piece.says("coat jacket overcoat trench uniform doublet")
    if not tabard:
        for side in (-1, 1):
            sleeve = [
                (120 * side, -360),
                (240 * side, -310),
                (400 * side, 60),
                (380 * side, 150),
                (280 * side, 150),
                (200 * side, -80),
            ]
            piece.part(curve(sleeve, steps=5), stuff.but(angle=46 * side), bevel=40, relief=1.2)
            piece.part(strip([(398 * side, 96), (270 * side, 120)], 50), stuff.but(base=stuff.base + 0.16), bevel=12)
    foot = 420 if tabard or coat else 330
    piece.part(
        curve(
            [
                (-120, -380),
                (0, -330),
                (120, -380),
                (220, -290),
                (206, 0),
                (246, foot),
                (0, foot + 16),
                (-246, foot),
                (-206, 0),
                (-220, -290),
            ],
            steps=5,
        ),
        stuff,
        bevel=80,
        relief=1.2,
    )
    _folds(piece, stuff, ((-120, -170, 30), (-50, -60, 22), (60, 76, 24), (130, 180, 30)), top=60, foot=foot - 6)
    if coat:
        for side in (-1, 1):
            lapel = [(10 * side, -340), (116 * side, -384), (150 * side, -200), (16 * side, 20)]
            piece.part(lapel, stuff.but(base=stuff.base + 0.14), bevel=14)
        piece.line([(8, 0), (10, foot)], 5)
        for y in (40, 120, 200):
            piece.ball(-34, y, 16, piece.metal("gold"))
            piece.ball(46, y, 16, piece.metal("gold"))
    else:
        piece.part(
            swell(path("-120 -384, -50 -320, 0 -306, 50 -320, 120 -384"), 40, ends=26),
            stuff.but(base=stuff.base + 0.18),
            bevel=12,
        )
    if tabard or piece.says("crest emblem badge insignia"):
        ornament.emblem(piece, x=0, y=-110, size=120, material=piece.metal("gold"))
    elif not coat:
        for y in (-270, -220, -170):
            piece.line([(-24, y), (24, y + 20)], 5)
            piece.line([(24, y), (-24, y + 20)], 5)
        piece.line([(0, -310), (0, -140)], 4)
    piece.part(strip(path("-212 60, 0 86, 212 60"), 44), LEATHER.but(dark=0.1), bevel=10)
    piece.part(ring(0, 84, 40, 24), piece.metal("gold"), bevel=7)


def trousers(piece: Piece) -> None:
    """Draw breeches hanging."""
    stuff = piece.cloth("trousers pants breeches leggings skirt fabric")
    for side in (-1, 1):
        leg = [
            (0, -330),
            (200 * side, -360),
            (230 * side, -100),
            (220 * side, 400),
            (80 * side, 420),
            (50 * side, 60),
            (0, -90),
        ]
        piece.part(curve(leg, steps=4), stuff.but(angle=82 * side), bevel=60, relief=1.2)
        piece.line(path(f"{130 * side} -300, {140 * side} 0, {150 * side} 390"), 3)
    piece.part(strip(path("-206 -350, 0 -320, 206 -350"), 64), LEATHER.but(dark=0.1), bevel=14)
    piece.part(ring(0, -322, 50, 30), piece.metal("gold"), bevel=8)
    piece.line([(0, -280), (0, -110)], 5)


def belt(piece: Piece) -> None:
    """Draw a belt laid in a loop, its buckle in front, pouches on it if the words say so."""
    hide = piece.body("leather").but(hue=piece.hue("belt girdle leather sash canvas", default=0.55))
    piece.part(ring(0, -90, 410, 330, squash=0.5), hide.but(base=0.26), bevel=12)
    front = path("-412 -80, -330 90, -160 170, 0 186, 160 170, 330 90, 412 -80")
    piece.part(strip(front, 104), hide.but(angle=6), bevel=16)
    for lift in (-36, 36):
        for i in range(2, len(front) - 3, 2):
            (x0, y0), (x1, y1) = front[i], front[i + 1]
            piece.line([(x0, y0 + lift), (x1, y1 + lift)], 3)
    if piece.says("pouch pouches pockets utility tool"):
        for x, y in ((-330, 120), (-200, 190), (210, 186), (334, 110)):
            piece.part(
                smooth(f"{x - 66} {y - 40}, {x + 66} {y - 40}, {x + 78} {y + 110}, {x} {y + 150}, {x - 78} {y + 110}"),
                hide.but(base=0.56),
                bevel=34,
                relief=1.2,
            )
            piece.part(
                smooth(f"{x - 74} {y - 54}, {x + 74} {y - 54}, {x + 60} {y + 40}, {x} {y + 62}, {x - 60} {y + 40}"),
                hide.but(base=0.66),
                bevel=16,
            )
            piece.ball(x, y + 44, 13, piece.metal("gold"))
    gold = piece.metal("gold")
    piece.part(rectangle(-110, 110, 110, 264), gold, holes=[rectangle(-76, 146, 76, 228)], bevel=14)
    piece.part(rectangle(-90, 176, 60, 198), gold.but(base=0.75), bevel=8)
    piece.part(rectangle(150, 100, 190, 262), hide.but(base=0.62), bevel=10)
    if piece.rich:
        for x in (-93, 93):
            ornament.facets(piece, x=x, y=187, rx=22, ry=22)


def _folds(
    piece: Piece, stuff: Material, folds: tuple[tuple[float, float, float], ...], *, top: float, foot: float
) -> None:
    """Let cloth fall: each fold goes from x at the top to x at the foot and widens."""
    for x0, x1, width in folds:
        fold = path(f"{x0} {top}, {(x0 + x1) / 2 - 12} {(top + foot) / 2}, {x1} {foot}")
        piece.part(strip(fold, 4, end=width), stuff.but(base=stuff.base - 0.24, angle=84), bevel=16, outline=0)
        piece.line(fold, [1 + 4 * i / (len(fold) - 1) for i in range(len(fold))])


OBJECTS: dict[str, Draw] = {
    "belt": belt,
    "cloak": cloak,
    "robe": robe,
    "trousers": trousers,
    "tunic": tunic,
}
