"""Scaled heads from the side: dragons, lizards, snakes. Words: `vocabulary/people.py` (PROFILES)."""

from collections.abc import Callable
from math import cos, sin

import numpy as np

from imagesvc.engines.pillow.parts import Material, Pose, band, curve
from imagesvc.engines.pillow.scenes.figures.face import ACCENT, HAIR, SKIN
from imagesvc.engines.pillow.scenes.figures.side import BONE, Side

HIDE = Material(hue=SKIN, dark=0.08, bright=0.95, base=0.5, pitch=7.2, angle=20)
_BELLY = Material(hue=SKIN, dark=0.35, bright=1.0, base=0.68, pitch=7.2)


def _scales(
    side: Side, region: Callable[[float, float], bool], *, box: tuple[float, float, float, float], size: float
) -> None:
    """Cut scales, row by row, where the region says so."""
    x0, y0, x1, y1 = box
    shapes = []
    for row, y in enumerate(np.arange(y0, y1, size * 0.8).tolist()):
        for x in np.arange(x0 + (size / 2 if row % 2 else 0), x1, size).tolist():
            if region(x, y):
                arc = [(x + size * 0.5 * cos(t), y + size * 0.5 * sin(t)) for t in (0.2, 0.8, 1.57, 2.3, 2.9)]
                shapes.append(side.at(band(arc, [0.8, 2.6, 3.6, 2.6, 0.8])))
    side.bench.inks(shapes, pose=side.pose)


def _neck(side: Side, *, plates: bool = True, wide: float = 1.0) -> None:
    low = side.bottom
    path = [(-40.0, 20.0), (-110, 150), (-150, 330), (-120, low)] if low > 340 else [(-40, 20), (-60, 160), (-30, 330)]
    widths = [150 * wide, 210 * wide, 290 * wide, 400 * wide] if low > 340 else [150, 180, 210]
    side.limb(path, widths, HIDE, bevel=90)
    line = curve(path, closed=False)
    across = np.interp(np.linspace(0, 1, len(line)), np.linspace(0, 1, len(widths)), widths).tolist()

    def inside(x: float, y: float) -> bool:
        k = min(range(len(line)), key=lambda i: abs(line[i][1] - y))
        offset: float = (x - line[k][0]) / across[k]
        return -0.48 < offset < (0.1 if plates else 0.48)

    _scales(side, inside, box=(-400, 60, 300, low - 10), size=27)
    if plates:
        for k in range(3, len(line) - 1, 2):
            (x, y), wide_ = line[k], float(across[k])
            plate = [
                (x + wide_ * 0.12, y - 22),
                (x + wide_ * 0.5, y - 14),
                (x + wide_ * 0.52, y + 24),
                (x + wide_ * 0.14, y + 22),
            ]
            side.panel(plate, _BELLY, bevel=10)


def _head(side: Side, *, teeth: bool) -> None:
    side.panel(
        [(-70, 40), (70, 84), (190, 104), (268, 92), (284, 116), (220, 152), (70, 158), (-70, 128), (-110, 60)],
        HIDE.but(base=0.4),
        bevel=34,
    )
    side.panel(
        [(-40, 50), (120, 60), (250, 70), (240, 96), (90, 92), (-40, 80)],
        HIDE.but(hue=ACCENT, dark=0.0, bright=0.4, base=0.3),
        bevel=16,
    )
    if teeth:
        for k in range(7):
            x = 250 - 36 * k
            side.panel([(x - 11, 50), (x + 11, 50), (x - 2, 96 - 3 * k)], BONE, bevel=5, round_=False, outline=2.4)
            side.panel([(x - 24, 112), (x - 6, 112), (x - 12, 76)], BONE, bevel=5, round_=False, outline=2.4)
    side.panel(
        [
            (-150, -10),
            (-110, -90),
            (-40, -136),
            (50, -128),
            (130, -74),
            (230, -52),
            (300, -22),
            (308, 24),
            (270, 56),
            (150, 50),
            (40, 60),
            (-40, 78),
            (-120, 60),
        ],
        HIDE,
        bevel=70,
    )
    side.panel([(-10, -118), (60, -140), (118, -96), (60, -92)], HIDE.but(base=0.64), bevel=16)
    side.eye(56, -66, 23, slit=True)
    side.ink([(0, -92), (56, -104), (112, -74)], 9)
    side.ink([(262, -20), (276, -30), (288, -14)], 11)
    side.ink([(120, -40), (190, -26), (250, -30)], 4)
    side.ink([(-60, -10), (0, 30), (90, 36)], 4)
    _scales(
        side,
        lambda x, y: (x + 20) ** 2 / 130**2 + (y + 30) ** 2 / 80**2 < 1 and (x - 56) ** 2 + (y + 66) ** 2 > 40**2,
        box=(-150, -120, 120, 50),
        size=22,
    )


def _dragon(side: Side) -> None:
    for k in range(7):  # spines down the neck
        x, y = -120 - 34 * k * 0.9, 10 + 74 * k
        side.panel(
            [(x + 40, y - 20), (x - 70, y - 44), (x + 10, y + 66)],
            HIDE.but(hue=HAIR, base=0.5, angle=60),
            bevel=14,
            round_=False,
        )
    side.limb([(-60, -90), (-150, -150), (-260, -150), (-340, -220)], [64, 52, 34, 6], BONE, bevel=20)
    _neck(side)
    _head(side, teeth=True)
    side.limb([(-30, -116), (-90, -210), (-190, -260), (-250, -370)], [66, 54, 34, 5], BONE, bevel=20)
    for k in range(1, 6):
        x, y = -30 - 40 * k, -116 - 38 * k
        side.ink([(x - 24, y + 8), (x, y - 4), (x + 16, y - 28)], 4.5)
    for k in range(3):
        side.panel(
            [(-110 - 10 * k, 10 + 36 * k), (-220 - 20 * k, -10 + 60 * k), (-120, 60 + 36 * k)],
            HIDE.but(hue=HAIR, base=0.5),
            bevel=12,
            round_=False,
        )
    side.limb([(290, -30), (312, -64), (304, -100)], [26, 16, 3], BONE, bevel=8)


def _lizard(side: Side) -> None:
    for k in range(8):
        x, y = -70 - 26 * k, -120 + 72 * k
        side.panel([(x + 30, y), (x - 54, y - 30), (x, y + 66)], HIDE.but(hue=HAIR, base=0.5), bevel=12, round_=False)
    _neck(side)
    _head(side, teeth=True)


def _snake(side: Side) -> None:
    low = side.bottom
    hood = [
        (0, -120),
        (120, -60),
        (190, 120),
        (170, 300),
        (90, min(low, 470)),
        (-90, min(low, 470)),
        (-170, 300),
        (-190, 120),
        (-120, -60),
    ]
    side.panel(hood, HIDE, bevel=90)
    side.panel([(-70, 20), (70, 20), (90, 260), (80, low), (-80, low), (-90, 260)], _BELLY, bevel=40)
    for k in range(int((low - 40) / 42)):
        y = 50 + 42 * k
        side.ink([(-84, y), (0, y + 14), (84, y)], 4.5)
    _scales(side, lambda x, y: 84 < abs(x) < 186 - abs(y - 170) * 0.5, box=(-190, -60, 190, 420), size=27)
    side.panel(
        [(-110, -60), (-90, -150), (0, -190), (90, -150), (110, -60), (80, 20), (40, 62), (-40, 62), (-80, 20)],
        HIDE.but(base=0.56),
        bevel=60,
    )
    for s in (-1, 1):
        side.eye(62 * s, -76, 22, slit=True)
        side.ink([(30 * s, -96), (64 * s, -116), (104 * s, -92)], 9)
        side.ink([(18 * s, 10), (24 * s, 2), (30 * s, 12)], 7)
        side.panel([(26 * s, 44), (42 * s, 42), (32 * s, 104)], BONE, bevel=5, round_=False, outline=2.4)
    side.ink([(-84, 30), (0, 50), (84, 30)], 6)
    tongue = [(0, 60), (4, 110), (0, 140)]
    for s in (-1, 1):
        side.limb([*tongue, (26 * s, 184)], [10, 10, 8, 3], HIDE.but(hue=ACCENT), bevel=4)
    _scales(side, lambda x, _: 20 < abs(x) < 90, box=(-100, -150, 100, -110), size=24)


def _hydra(side: Side) -> None:
    for x, y, size, turn in ((-190, -30, 0.6, -1), (200, -20, 0.6, 1), (-60, -170, 0.62, -1), (80, 20, 0.8, 1)):
        ((px, py),) = side.pose.at([(x, y)])
        small = Pose(x=px, y=py, size=side.pose.size * size, turn=8 * turn)
        one = Side(bench=side.bench, pose=small, look=turn, bottom=(side.bottom - y) / size)
        _neck(one, wide=0.7)
        _head(one, teeth=True)
        one.limb([(-30, -116), (-110, -170), (-200, -170)], [50, 36, 5], BONE, bevel=16)


HEADS: dict[str, Callable[[Side], None]] = {"dragon": _dragon, "lizard": _lizard, "snake": _snake, "hydra": _hydra}
