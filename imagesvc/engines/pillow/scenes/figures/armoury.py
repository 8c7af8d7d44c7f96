"""The dresses of those who fight or hunt; their words stand in `vocabulary/clothing.py`."""

from collections.abc import Callable
from math import cos, sin

from imagesvc.engines.pillow.parts import curve, star
from imagesvc.engines.pillow.scenes.figures.bust import Bust, body, lapels, pelt, round_collar, stand_collar, strap
from imagesvc.engines.pillow.scenes.figures.stuffs import DARK, FABRIC, HIDE, IRON, LINEN, RIBBON, STEEL, TRIM


def _plate(bust: Bust) -> None:
    w, bottom = bust.w, bust.bottom
    body(bust, DARK)
    bust.panel(
        [
            (-226 * w, 346),
            (-70, 352),
            (0, 392),
            (70, 352),
            (226 * w, 346),
            (250 * w, 560),
            (190 * w, bottom),
            (-190 * w, bottom),
            (-250 * w, 560),
        ],
        STEEL.but(base=0.62),
        bevel=90,
        round_=True,
    )
    bust.fold([(0, 396), (6, 560), (0, bottom)], 6)
    for side in (-1, 1):
        bust.fold([(52 * side, 420), (120 * side, 520), (110 * side, bottom)], 4)
        for k in (3, 2, 1, 0):  # from the lowest lame up: each overlaps the one below it
            y = 280 + 62 * k
            near, far = (148 + 46 * k) * side, (334 + 34 * k) * side * w
            lame = [(near, y + 16), ((near + far) / 2, y - 36 + 16 * k), (far, y + 46), (far, y + 128), (near, y + 96)]
            bust.panel(lame, STEEL.but(angle=24 * side, base=0.68 - 0.05 * k), bevel=24, round_=True)
        bust.knob(214 * side, 314, 13)
        bust.strip([(160 * side, 340), (240 * side * w, 318), (330 * side * w, 352)], 12, TRIM)
    stand_collar(bust, STEEL.but(base=0.56), tall=78)
    bust.strip([(-112, 268), (-66, 330), (0, 354), (66, 330), (112, 268)], 10, TRIM)
    bust.emblem(0, 500, 62)


def _rings(bust: Bust) -> None:
    shapes = []
    for row, y in enumerate(bust.down(290, 23)):
        reach = 112 + min(1.0, max(0.0, (y - 262) / 170)) * 290 * bust.w
        x = -reach + (15 if row % 2 else 0)
        while x < reach:
            if abs(x) > 96 - (y - 262) * 0.75:
                shade = 2.2 if x > 60 else 0
                shapes.append(
                    [(x + 14 * cos(a), y + 12 * sin(a)) for a in (3.3, 3.8, 4.4, 4.9, 5.5, 6.1)]
                    + [(x + (9.5 - shade) * cos(a), y + (8 - shade) * sin(a)) for a in (6.1, 5.5, 4.9, 4.4, 3.8, 3.3)]
                )
            x += 30
    bust.bench.inks(shapes, pose=bust.pose)


def _mail(bust: Bust) -> None:
    body(bust, STEEL.but(base=0.56, gloss=0.3))
    _rings(bust)
    round_collar(bust, HIDE, wide=46, low=336)
    strap(bust)
    for side in (-1, 1):
        bust.panel(
            [
                (250 * side * bust.w, 330),
                (352 * side * bust.w, 376),
                (386 * side * bust.w, 480),
                (286 * side * bust.w, 436),
                (236 * side * bust.w, 390),
            ],
            HIDE.but(angle=40 * side),
            bevel=22,
            round_=True,
        )


def _tabard(bust: Bust) -> None:
    body(bust, STEEL.but(base=0.56, gloss=0.3))
    _rings(bust)
    w, bottom = bust.w, bust.bottom
    bust.panel(
        [(-176 * w, 326), (-112, 292), (0, 378), (112, 292), (176 * w, 326), (196 * w, bottom), (-196 * w, bottom)],
        RIBBON.but(base=0.54),
        bevel=34,
    )
    for side in (-1, 1):
        bust.strip(
            [(166 * side * w, 336), (178 * side * w, 480), (186 * side * w, bottom)], 16, TRIM.but(bright=1.0, base=0.7)
        )
        bust.fold([(80 * side, 350), (100 * side, 480), (110 * side, bottom)], 5)
    shield = [(-66, 430), (0, 416), (66, 430), (62, 520), (0, 590), (-62, 520)]
    bust.panel(shield, TRIM.but(base=0.74, bright=1.0), bevel=12, round_=True)
    bust.bench.inks([star(0, 496, 44, 17, points=5)], pose=bust.pose)
    round_collar(bust, STEEL.but(base=0.5), wide=44, low=330)


def _scale(bust: Bust) -> None:
    body(bust, DARK)
    for row, y in reversed(list(enumerate(bust.down(330, 48)))):
        reach = min(400, 200 + (y - 300) * 0.9) * bust.w
        count = int(reach / 32)
        for k in range(-count, count + 1):
            x = k * 56 * 0.62 + (17 if row % 2 else 0)
            if abs(x) > reach or (abs(x) < 70 and y < 360):
                continue
            shade = 0.16 * (x / 300)
            bust.panel(
                [(x - 19, y - 24), (x + 19, y - 24), (x + 19, y + 14), (x, y + 34), (x - 19, y + 14)],
                STEEL.but(base=0.6 - shade),
                bevel=9,
                outline=2.2,
            )
    stand_collar(bust, STEEL, tall=60)
    for side in (-1, 1):
        bust.panel(
            [
                (140 * side, 290),
                (280 * side * bust.w, 296),
                (396 * side * bust.w, 400),
                (400 * side * bust.w, 470),
                (270 * side * bust.w, 410),
                (160 * side, 360),
            ],
            RIBBON.but(angle=40 * side),
            bevel=30,
            round_=True,
        )


def _leather(bust: Bust) -> None:
    body(bust, FABRIC.but(angle=30, grain=0.4, pitch=7.2))
    stand_collar(bust, FABRIC.but(base=0.64), tall=66)
    for y in bust.down(392, 54):
        bust.bench.line([(-26, y), (26, y + 34)], 7, pose=bust.pose)
        bust.bench.line([(26, y), (-26, y + 34)], 7, pose=bust.pose)
    w = bust.w
    for side in (-1, 1):
        bust.panel(
            [
                (130 * side, 296),
                (250 * side * w, 296),
                (352 * side * w, 388),
                (366 * side * w, 476),
                (240 * side * w, 430),
                (150 * side, 378),
            ],
            FABRIC.but(base=0.6, angle=40 * side),
            bevel=26,
            round_=True,
        )
        bust.knobs([((172 + 38 * k) * side * w, 334 + 25 * k) for k in range(5)], 9, IRON)
        bust.fold([(34 * side, 380), (40 * side, 520), (36 * side, bust.bottom)], 4)
    strap(bust)


def _ranger(bust: Bust) -> None:
    body(bust, HIDE.but(base=0.54))
    round_collar(bust, LINEN, wide=26, low=350)
    w = bust.w
    for side in (-1, 1):  # a cloak pinned on the breast, its hood down
        bust.panel(
            [
                (70 * side, 236),
                (200 * side, 250),
                (350 * side * w, 330),
                (440 * side * w, 480),
                (480 * side * w, bust.bottom),
                (300 * side * w, bust.bottom),
                (220 * side, 520),
                (60 * side, 372),
            ],
            FABRIC.but(angle=80),
            bevel=46,
            round_=True,
        )
        for t in (0.2, 0.55, 0.9):
            bust.fold(
                [
                    ((120 + 60 * t) * side, 290),
                    ((210 + 130 * t) * side * w, 460),
                    ((320 + 110 * t) * side * w, bust.bottom),
                ],
                5,
            )
    bust.strip(
        [(-176, 236), (-120, 322), (0, 372), (120, 322), (176, 236)], 78, FABRIC.but(base=0.6, angle=20), bevel=26
    )
    leaf = curve([(0, 346), (30, 376), (26, 412), (0, 438), (-26, 412), (-30, 376)], steps=4)
    bust.bench.part(leaf, TRIM, pose=bust.pose, bevel=8)
    bust.bench.line([(0, 360), (0, 430)], 3, pose=bust.pose)
    bust.strip([(-230 * w, 330), (-40, 540), (170 * w, 820)], 34, HIDE.but(base=0.4))


def _rogue(bust: Bust) -> None:
    body(bust, FABRIC.but(base=0.42))
    lapels(bust, FABRIC.but(base=0.5), low=470, wide=1.3)
    stand_collar(bust, FABRIC.but(base=0.46), tall=84)
    strap(bust, HIDE)
    for k in range(4):  # knives
        x, y = 150 - 62 * k, 420 + 92 * k
        bust.panel([(x - 9, y - 34), (x + 9, y - 34), (x + 7, y + 20), (x, y + 44), (x - 7, y + 20)], IRON, bevel=6)
    bust.strip([(-240 * bust.w, 330), (-60, 520), (120, 760)], 36, HIDE.but(base=0.32))


def _furs(bust: Bust) -> None:
    body(bust, HIDE.but(base=0.5))
    strap(bust, HIDE)
    bust.strip([(-236 * bust.w, 326), (-40, 530), (210 * bust.w, 820)], 42, HIDE.but(base=0.36))
    pelt(bust)
    for k in range(5):  # teeth on a cord
        x = -80 + 40 * k
        y = 352 + 26 * (1 - (x / 80) ** 2)
        bust.panel([(x - 9, y), (x + 9, y), (x + 3, y + 44)], LINEN.but(base=0.9), bevel=5, round_=True, outline=2.4)


DRESSES: dict[str, Callable[[Bust], None]] = {
    "plate": _plate,
    "mail": _mail,
    "tabard": _tabard,
    "scale": _scale,
    "leather": _leather,
    "ranger": _ranger,
    "rogue": _rogue,
    "furs": _furs,
}
