"""The dresses of courts, temples, schools and stages; their words stand in `vocabulary/clothing.py`."""

from collections.abc import Callable
from math import cos, sin

from imagesvc.engines.pillow.parts import Outline, curve, oval, ring, star
from imagesvc.engines.pillow.scenes.figures.bust import Bust, body, pelt, round_collar, shirt
from imagesvc.engines.pillow.scenes.figures.stuffs import FABRIC, HIDE, LINEN, RIBBON, TRIM


def _doublet(bust: Bust) -> None:
    body(bust, FABRIC, puff=1.0)
    for side in (-1, 1):
        for k in range(4):
            x = (228 + 46 * k) * side * bust.w
            bust.panel(
                [(x - 10, 330 + 10 * k), (x + 12, 328 + 14 * k), (x + 20 * side, 520), (x - 4, 540)],
                RIBBON.but(base=0.66),
                bevel=8,
                round_=True,
            )
        bust.strip([(56 * side, 352), (44 * side, 520), (50 * side, bust.bottom)], 18, TRIM)
    bust.knobs([(0, y) for y in bust.down(390, 52)], 11)
    _ruff(bust)


def _ruff(bust: Bust) -> None:
    # Pleats from the back to the front, each over the last.
    for k in sorted(range(21), key=lambda k: -abs(k - 10)):
        t = (k / 20 * 2 - 1) * 1.75
        x, y = sin(t), cos(t)
        outer, inner = (186 * x, 268 + 74 * y), (84 * x, 244 + 34 * y)
        wide = 17 + 6 * y
        pleat = [
            (inner[0] - 8, inner[1]),
            (outer[0] - wide, outer[1] - 6),
            (outer[0], outer[1] + 14),
            (outer[0] + wide, outer[1] - 6),
            (inner[0] + 8, inner[1]),
        ]
        bust.panel(pleat, LINEN.but(angle=60 * x, base=0.84 - 0.14 * x), bevel=9, round_=True, outline=2.4)


def _gown(bust: Bust) -> None:
    body(bust, FABRIC, neckline=430, reach=176, puff=0.6)
    bust.strip([(-180, 272), (-140, 380), (0, 440), (140, 380), (180, 272)], 24, TRIM)
    for side in (-1, 1):
        bust.strip([(96 * side, 420), (70 * side, 560), (76 * side, bust.bottom)], 12, RIBBON)
    for y in bust.down(480, 44):
        bust.bench.line([(-40, y), (40, y + 26)], 4, pose=bust.pose)
        bust.bench.line([(40, y), (-40, y + 26)], 4, pose=bust.pose)


def _mantle(bust: Bust) -> None:
    body(bust, FABRIC)
    bust.strip([(0, 380), (0, bust.bottom)], 70, TRIM.but(base=0.5))
    bust.knobs([(0, y) for y in bust.down(450, 80)], 18, TRIM.but(dark=0.0, bright=0.5, gloss=0.9))
    pelt(bust, LINEN, spots=True)
    bust.strip([(-190 * bust.w, 380), (-90, 440), (0, 458), (90, 440), (190 * bust.w, 380)], 26, TRIM)
    bust.emblem(0, 462, 46)


def _robe(bust: Bust) -> None:
    body(bust, FABRIC, neckline=400)
    for side in (-1, 1):
        bust.strip(
            [(118 * side, 250), (74 * side, 372), (34 * side, 520), (34 * side, bust.bottom)],
            50,
            RIBBON.but(angle=40 * side),
            bevel=12,
        )
    spots = [(-210, 420), (-150, 520), (210, 430), (160, 540), (-280, 500), (280, 520), (-236, 590), (240, 610)]
    for k, (x, y) in enumerate(spots):
        shape = star(x * bust.w, y, 25, 9, points=5, turn=-90 + 14 * k)
        if k % 4 == 3:
            shape = _moon(x * bust.w, y)
        bust.bench.part(shape, TRIM.but(base=0.8), pose=bust.pose, bevel=4, outline=2.2)
    bust.emblem(0, 470, 40)


def _moon(x: float, y: float) -> Outline:
    return [*oval(x, y, 26, start=60, stop=300, steps=16), *reversed(oval(x + 9, y, 19, start=70, stop=290, steps=14))]


def _vestment(bust: Bust) -> None:
    body(bust, FABRIC.but(base=0.62), neckline=340)
    for side in (-1, 1):
        bust.strip(
            [(110 * side, 244), (96 * side, 380), (78 * side, 560), (80 * side, bust.bottom)], 74, RIBBON, bevel=12
        )
        for y in (440, 590):
            x = 90 * side
            bust.panel([(x - 7, y - 30), (x + 7, y - 30), (x + 7, y + 44), (x - 7, y + 44)], TRIM, bevel=4, outline=2)
            bust.panel([(x - 24, y - 8), (x + 24, y - 8), (x + 24, y + 6), (x - 24, y + 6)], TRIM, bevel=4, outline=2)
    round_collar(bust, LINEN, wide=36, low=330)
    bust.bench.part(ring(0, 520, 44, 30), TRIM, pose=bust.pose, bevel=6)
    bust.bench.part(star(0, 520, 64, 12, points=12), TRIM, pose=bust.pose, bevel=4)


def _habit(bust: Bust) -> None:
    body(bust, FABRIC, neckline=330)
    # The hood lies thrown back around the neck.
    for width, low in ((104, 386), (70, 356)):
        bust.strip(
            [(-168, 240), (-118, 330), (0, low), (118, 330), (168, 240)],
            width,
            FABRIC.but(base=0.44 + 0.002 * width, angle=20),
            bevel=30,
        )
    bust.fold([(-150, 300), (-60, 384), (0, 396)], 5)
    bust.fold([(150, 300), (60, 384), (20, 394)], 5)
    bust.bench.line([(-44, 420), (-30, 560)], 5, pose=bust.pose)
    bust.panel([(-10, 470), (10, 470), (10, 590), (-10, 590)], HIDE, bevel=5)
    bust.panel([(-42, 500), (42, 500), (42, 520), (-42, 520)], HIDE, bevel=5)
    bust.bench.line(curve([(-70, 380), (-20, 440), (0, 470), (20, 440), (70, 380)], closed=False), 5, pose=bust.pose)


def _gi(bust: Bust) -> None:
    body(bust, FABRIC, neckline=470)
    bust.strip([(120, 246), (60, 380), (-60, 560), (-110, bust.bottom)], 58, RIBBON.but(angle=50), bevel=12)
    bust.strip([(-120, 246), (-60, 380), (60, 560), (110, bust.bottom)], 58, RIBBON.but(angle=-50, base=0.6), bevel=12)


def _bard(bust: Bust) -> None:
    body(bust, FABRIC, puff=0.8)
    w, bottom = bust.w, bust.bottom
    bust.panel([(0, 372), (70, 320), (210 * w, 330), (236 * w, 520), (190 * w, bottom), (0, bottom)], RIBBON, bevel=30)
    for side in (-1, 1):
        for k in range(5):  # a collar of points with bells
            x = (24 + 44 * k) * side
            y = 350 + 30 - 20 * k * 0.6
            bust.panel(
                [(x - 26, y - 60), (x + 26, y - 66), (x + 8 * side, y + 44)],
                (FABRIC if k % 2 else RIBBON).but(base=0.62),
                bevel=9,
            )
            bust.knob(x + 8 * side, y + 50, 11)
    bust.knobs([(0, y) for y in bust.down(450, 70)], 13)
    round_collar(bust, LINEN, wide=30, low=330)


def _scholar(bust: Bust) -> None:
    body(bust, FABRIC, neckline=440)
    shirt(bust, low=450)
    for side in (-1, 1):
        bust.strip(
            [(112 * side, 244), (130 * side, 380), (84 * side, 520), (80 * side, bust.bottom)],
            84,
            FABRIC.but(base=0.38, angle=60 * side),
            bevel=20,
        )
        bust.strip([(76 * side, 300), (84 * side, 400), (44 * side, 520), (38 * side, bust.bottom)], 9, TRIM)
        bust.panel(
            [(22 * side, 330), (52 * side, 340), (48 * side, 440), (8 * side, 440)], LINEN.but(base=0.9), bevel=8
        )
    for x in (-250, -226, -202):  # pens in a pocket
        bust.strip([(x * bust.w, 500), (x * bust.w - 4, 560)], 10, TRIM)
    bust.panel(
        [(-290 * bust.w, 560), (-180 * bust.w, 548), (-176 * bust.w, 660), (-284 * bust.w, 668)],
        FABRIC.but(base=0.6),
        bevel=10,
    )


def _toga(bust: Bust) -> None:
    body(bust, LINEN.but(base=0.8), neckline=380)
    w = bust.w
    drape = [
        (-110, 250),
        (-300 * w, 320),
        (-420 * w, 470),
        (-440 * w, bust.bottom),
        (200 * w, bust.bottom),
        (60, 620),
        (-20, 440),
    ]
    bust.panel(drape, FABRIC.but(base=0.72, angle=60), bevel=40, round_=True)
    for k in range(6):
        bust.fold([(-120 - 40 * k, 270 + 10 * k), (-110 - 20 * k, 470 + 20 * k), (60 - 10 * k, 700 + 20 * k)], 6)
    bust.strip([(-100, 262), (-10, 440), (70, 620), (200 * w, bust.bottom)], 16, TRIM)
    bust.bench.part(oval(-150, 300, 30), TRIM, pose=bust.pose, bevel=9)


def _leaves(bust: Bust) -> None:
    body(bust, FABRIC.but(base=0.44), neckline=400)
    for row, y0 in enumerate((520, 440, 360)):
        for k in range(11):
            t = k / 10 * 2 - 1
            x, y = t * (250 + 60 * row * 0.5) * bust.w, y0 + 60 * (1 - t * t) - 60 * abs(t) + 20
            lean = 60 * t
            leaf = [
                (x - lean * 0.3, y - 50),
                (x + 26 - lean * 0.1, y - 6),
                (x + lean * 0.5, y + 62),
                (x - 26 - lean * 0.1, y - 6),
            ]
            bust.panel(
                leaf,
                FABRIC.but(angle=40 * (1 if k % 2 else -1), base=0.5 + 0.08 * (k % 3)),
                bevel=10,
                round_=True,
                outline=2.6,
            )
            bust.bench.line([(x - lean * 0.3, y - 44), (x + lean * 0.45, y + 52)], 2.4, pose=bust.pose)


DRESSES: dict[str, Callable[[Bust], None]] = {
    "doublet": _doublet,
    "gown": _gown,
    "mantle": _mantle,
    "robe": _robe,
    "vestment": _vestment,
    "habit": _habit,
    "gi": _gi,
    "bard": _bard,
    "scholar": _scholar,
    "toga": _toga,
    "leaves": _leaves,
}
