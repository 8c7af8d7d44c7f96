"""The dresses of trades, ships, streets and starships; their words stand in `vocabulary/clothing.py`."""

from collections.abc import Callable

from imagesvc.engines.pillow.parts import Material, Outline, curve, oval, star
from imagesvc.engines.pillow.scenes.figures.bust import Bust, body, lapels, round_collar, shirt, stand_collar
from imagesvc.engines.pillow.scenes.figures.stuffs import DARK, FABRIC, HIDE, IRON, LINEN, RIBBON, TRIM


def _tunic(bust: Bust) -> None:
    body(bust, FABRIC, neckline=372)
    round_collar(bust, RIBBON, low=376)
    bust.strip([(0, 384), (0, 470)], 20, RIBBON)
    for y in (404, 436):
        bust.bench.line([(-22, y - 8), (22, y + 8)], 5, pose=bust.pose)


def _coat(bust: Bust) -> None:
    body(bust, FABRIC)
    bust.panel([(-84, 300), (84, 300), (90, bust.bottom), (-90, bust.bottom)], RIBBON.but(base=0.46), bevel=20)
    shirt(bust, low=470)
    bust.panel([(-30, 318), (0, 336), (30, 318), (26, 366), (0, 350), (-26, 366)], RIBBON, bevel=8, round_=True)
    lapels(bust, FABRIC.but(base=0.62), low=540, wide=1.25)
    bust.knobs([(12, y) for y in bust.down(560, 70)], 11)


def _apron(bust: Bust) -> None:
    _shirt_and_apron(bust, LINEN.but(base=0.84))
    bust.bench.line([(-90, 600), (-84, 690), (84, 690), (90, 600)], 4, pose=bust.pose)


def _smith(bust: Bust) -> None:
    _shirt_and_apron(bust, HIDE.but(base=0.56))
    bust.knobs([(-150, 476), (150, 476)], 13, IRON)
    for x, y in ((-60, 540), (40, 590), (80, 520)):
        bust.fold([(x, y), (x + 20, y + 16), (x + 46, y + 10)], 5)


def _shirt_and_apron(bust: Bust, stuff: Material) -> None:
    body(bust, FABRIC, neckline=384)
    shirt(bust, low=420)
    w, bottom = bust.w, bust.bottom
    for side in (-1, 1):
        bust.strip([(102 * side, 258), (140 * side, 470)], 40, stuff, bevel=9)
    bust.panel(
        [(-166, 446), (0, 462), (166, 446), (236 * w, 620), (246 * w, bottom), (-246 * w, bottom), (-236 * w, 620)],
        stuff,
        bevel=24,
    )
    bust.knobs([(-140, 466), (140, 466)], 14)


def _smock(bust: Bust) -> None:
    body(bust, FABRIC, neckline=392, puff=0.3)
    shirt(bust, low=400)
    for side in (-1, 1):
        bust.strip(
            [(110 * side, 268), (150 * side, 420), (150 * side, bust.bottom)], 38, RIBBON.but(base=0.44), bevel=8
        )
    for k in range(7):
        bust.fold([(-96 + 32 * k, 430), (-100 + 33 * k, 470), (-96 + 32 * k, 520)], 4)


def _pirate(bust: Bust) -> None:
    body(bust, FABRIC)
    shirt(bust, low=540)
    lapels(bust, RIBBON, low=640, wide=1.6)
    for side in (-1, 1):
        bust.strip([(150 * side, 330), (140 * side, 470), (90 * side, 640)], 12, TRIM)
        bust.knobs([((146 - 12 * k) * side, 400 + 62 * k) for k in range(4)], 12)
        for k in range(6):  # fringes of an epaulette
            bust.bench.line(
                [((290 + 18 * k) * side * bust.w, 350 + 12 * k), ((296 + 20 * k) * side * bust.w, 420 + 12 * k)],
                8,
                pose=bust.pose,
            )
        bust.panel(
            [
                (236 * side * bust.w, 316),
                (330 * side * bust.w, 330),
                (392 * side * bust.w, 400),
                (290 * side * bust.w, 372),
            ],
            TRIM,
            bevel=12,
            round_=True,
        )


def _sailor(bust: Bust) -> None:
    body(bust, LINEN.but(base=0.78))
    bottom = bust.bottom
    for y in bust.down(330, 56):
        bust.strip(
            [
                (-430 * bust.w, y + 60),
                (-200 * bust.w, y + 20),
                (0, y + 30),
                (200 * bust.w, y + 20),
                (430 * bust.w, y + 60),
            ],
            24,
            FABRIC,
            bevel=6,
        )
    for side in (-1, 1):
        bust.panel(
            [(100 * side, 246), (250 * side * bust.w, 320), (236 * side * bust.w, 450), (0, 520), (56 * side, 380)],
            FABRIC.but(base=0.56),
            bevel=18,
        )
        bust.strip([(218 * side * bust.w, 336), (206 * side * bust.w, 436), (14 * side, 500)], 8, LINEN)
    bust.panel([(-24, 500), (24, 500), (60, min(bottom, 640)), (0, 600), (-60, min(bottom, 640))], RIBBON, bevel=10)
    bust.knob(0, 506, 22, RIBBON)


def _rags(bust: Bust) -> None:
    body(bust, FABRIC, neckline=410, reach=130)
    for k in range(9):
        x = -150 + 38 * k
        bust.panel(
            [
                (x - 30, 330 + 60 - abs(x) * 0.5),
                (x + 26, 334 + 60 - abs(x) * 0.5),
                (x + 20, 440 + 30 * (k % 3)),
                (x, 420),
                (x - 16, 470 + 20 * (k % 2)),
            ],
            FABRIC.but(base=0.42 + 0.1 * (k % 3), angle=60 + 20 * (k % 3)),
            bevel=10,
        )
    for far, y in ((-220, 480), (180, 560)):
        px = far * bust.w
        bust.panel(
            [(px - 46, y - 40), (px + 40, y - 46), (px + 50, y + 36), (px - 40, y + 44)],
            RIBBON.but(base=0.44, angle=10),
            bevel=8,
        )
        for t in range(5):
            bust.bench.line([(px - 44 + 20 * t, y - 52), (px - 42 + 20 * t, y - 32)], 4, pose=bust.pose)
    bust.bench.inks(
        [
            curve([(230, 420), (250, 470), (236, 520), (222, 470)], steps=4),
            curve([(-80, 560), (-60, 610), (-84, 660), (-92, 600)], steps=4),
        ],
        pose=bust.pose,
    )


def _desert(bust: Bust) -> None:
    body(bust, FABRIC.but(base=0.6))
    for k, low in enumerate((430, 392, 352)):
        bust.strip(
            [(-186 + 14 * k, 236), (-124, 320), (20 - 20 * k, low), (124, 318), (184 - 14 * k, 232)],
            74,
            FABRIC.but(base=0.7 - 0.08 * k, angle=14 * (k - 1)),
            bevel=26,
        )
        bust.fold([(-130, 300 + 14 * k), (-30, low - 30), (90, low - 46)], 5)
    bust.strip([(-230 * bust.w, 330), (-90, 540), (60, bust.bottom)], 52, RIBBON.but(angle=50))


def _space(bust: Bust) -> None:
    body(bust, FABRIC.but(base=0.68, angle=0, grain=0.2))
    w = bust.w
    bust.strip([(-176, 240), (-120, 330), (0, 366), (120, 330), (176, 240)], 66, IRON, bevel=26)
    bust.strip([(-170, 262), (-112, 352), (0, 392), (112, 352), (170, 262)], 10, TRIM)
    for side in (-1, 1):
        for k in range(3):
            bust.strip(
                [((270 + 44 * k) * side * w, 350 + 30 * k), ((300 + 46 * k) * side * w, 480 + 40 * k)],
                12,
                FABRIC.but(base=0.44),
            )
        bust.strip([(150 * side, 350), (176 * side, 480), (120 * side, bust.bottom)], 30, RIBBON)
    bust.panel([(-90, 470), (90, 470), (100, 620), (-100, 620)], IRON.but(base=0.6), bevel=12)
    for k in range(3):
        bust.bench.flat(oval(-50 + 50 * k, 520, 15), pose=bust.pose, light=1, tone=0.9, hue=1.0, outline=2.6)
    for y in (560, 586):
        bust.bench.line([(-66, y), (66, y)], 5, pose=bust.pose)


def _cyber(bust: Bust) -> None:
    body(bust, FABRIC.but(base=0.4, gloss=0.7, angle=20))
    bust.panel([(-70, 320), (70, 320), (60, bust.bottom), (-60, bust.bottom)], DARK, bevel=20)
    for side in (-1, 1):  # a high collar with lights along its edge
        collar = [
            (96 * side, 180),
            (176 * side, 214),
            (190 * side, 330),
            (60 * side, 470),
            (40 * side, 400),
            (104 * side, 300),
        ]
        bust.panel(collar, FABRIC.but(base=0.54, gloss=0.7, angle=60 * side), bevel=24, round_=True)
        glow = curve([(102 * side, 190), (110 * side, 290), (52 * side, 400), (48 * side, 470)], closed=False)
        bust.bench.cuts([_thin(glow, 12)], pose=bust.pose, hue=1.0, tone=0.95)
        for k in range(3):
            x, y = bust.pose.at([(104 * side - 20 * k * side, 250 + 90 * k)])[0]
            bust.bench.glow(x, y, radius=54, light=0.16, hue=0.0, tone=0.16)
        seam = curve(
            [(236 * side * bust.w, 350), (270 * side * bust.w, 470), (240 * side * bust.w, bust.bottom)], closed=False
        )
        bust.bench.cuts([_thin(seam, 7)], pose=bust.pose, hue=1.0, tone=0.9)
    for y in bust.down(420, 30):
        bust.bench.line([(-7, y), (7, y)], 8, pose=bust.pose)


def _thin(line: Outline, width: float) -> Outline:
    return [(x - width / 2, y) for x, y in line] + [(x + width / 2, y) for x, y in reversed(line)]


def _labcoat(bust: Bust) -> None:
    body(bust, LINEN.but(base=0.84))
    bust.panel(
        [(-80, 300), (80, 300), (70, bust.bottom), (-70, bust.bottom)],
        FABRIC if bust.person.cloth != "white" else RIBBON,
        bevel=20,
    )
    shirt(bust, low=440)
    _tie(bust)
    lapels(bust, LINEN.but(base=0.9), low=600, wide=1.35)
    bust.panel(
        [(-236 * bust.w, 540), (-130 * bust.w, 534), (-128 * bust.w, 650), (-230 * bust.w, 654)],
        LINEN.but(base=0.88),
        bevel=8,
    )
    for k in range(3):
        bust.strip([(-210 * bust.w + 28 * k, 506), (-212 * bust.w + 28 * k, 560)], 9, TRIM)


def _tie(bust: Bust) -> None:
    bust.panel([(-20, 336), (20, 336), (14, 372), (-14, 372)], RIBBON.but(base=0.6), bevel=6)
    bust.panel([(-14, 372), (14, 372), (34, 620), (0, 660), (-34, 620)], RIBBON.but(angle=40), bevel=10)


def _suit(bust: Bust) -> None:
    body(bust, FABRIC.but(base=0.46))
    shirt(bust, low=600)
    _tie(bust)
    lapels(bust, FABRIC.but(base=0.56), low=620, wide=1.45)
    for side in (-1, 1):
        bust.bench.line([(150 * side, 400), (104 * side, 414), (120 * side, 440)], 4, pose=bust.pose)
    bust.panel(
        [(150 * bust.w, 500), (236 * bust.w, 492), (212 * bust.w, 456), (196 * bust.w, 480), (176 * bust.w, 452)],
        LINEN.but(base=0.92),
        bevel=6,
    )
    bust.bench.line([(140 * bust.w, 504), (244 * bust.w, 494)], 5, pose=bust.pose)


def _uniform(bust: Bust) -> None:
    body(bust, FABRIC)
    stand_collar(bust, FABRIC.but(base=0.6), tall=70)
    bust.strip([(0, 352), (0, bust.bottom)], 10, TRIM)
    bust.knobs([(26, y) for y in bust.down(400, 66)], 12)
    w = bust.w
    for side in (-1, 1):
        bust.panel(
            [(190 * side * w, 292), (330 * side * w, 326), (356 * side * w, 372), (204 * side * w, 340)], TRIM, bevel=10
        )
        bust.panel([(34 * side, 262), (86 * side, 250), (80 * side, 290), (36 * side, 306)], RIBBON, bevel=6)
    for k in range(3):  # ribbons and medals
        bust.panel(
            [(130 * w + 38 * k, 440), (162 * w + 38 * k, 438), (162 * w + 38 * k, 470), (130 * w + 38 * k, 472)],
            (RIBBON, TRIM, LINEN)[k],
            bevel=4,
            outline=2,
        )
        bust.bench.part(star(146 * w + 38 * k, 496, 19, 8, points=5), TRIM, pose=bust.pose, bevel=4, outline=2)
    bust.strip([(-200 * w, 320), (-60, 520), (90, 760)], 22, HIDE)


def _overalls(bust: Bust) -> None:
    body(bust, LINEN.but(base=0.7, hue=1.0, dark=0.25, bright=0.8), neckline=380)
    shirt(bust, low=410, stuff=LINEN)
    w = bust.w
    bust.panel(
        [(-150, 470), (150, 470), (190 * w, 600), (230 * w, bust.bottom), (-230 * w, bust.bottom), (-190 * w, 600)],
        FABRIC,
        bevel=20,
    )
    for side in (-1, 1):
        bust.strip([(120 * side, 262), (160 * side, 380), (126 * side, 490)], 46, FABRIC.but(base=0.6))
        bust.knob(128 * side, 492, 18, IRON)
    bust.panel([(-70, 530), (70, 530), (74, 620), (-74, 620)], FABRIC.but(base=0.62), bevel=8)
    bust.strip([(30, 480), (30, 570)], 14, IRON)


def _duster(bust: Bust) -> None:
    body(bust, FABRIC.but(angle=60))
    shirt(bust, low=480, stuff=LINEN.but(base=0.66))
    lapels(bust, FABRIC.but(base=0.6), low=660, wide=1.5)
    for k, low in enumerate((384, 356)):
        bust.strip(
            [(-120, 250), (-70, 320), (0, low), (70, 320), (120, 250)],
            52,
            RIBBON.but(base=0.6 - 0.1 * k, angle=14),
            bevel=18,
        )
    bust.panel([(-60, 380), (60, 380), (16, 470), (-8, 482)], RIBBON.but(angle=60), bevel=14)
    bust.bench.part(star(170 * bust.w, 500, 36, 15, points=6), TRIM, pose=bust.pose, bevel=6)


DRESSES: dict[str, Callable[[Bust], None]] = {
    "tunic": _tunic,
    "coat": _coat,
    "apron": _apron,
    "smith": _smith,
    "smock": _smock,
    "pirate": _pirate,
    "sailor": _sailor,
    "rags": _rags,
    "desert": _desert,
    "space": _space,
    "cyber": _cyber,
    "labcoat": _labcoat,
    "suit": _suit,
    "uniform": _uniform,
    "overalls": _overalls,
    "duster": _duster,
}
