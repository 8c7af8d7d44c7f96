"""Ways through, each a frame around what lies beyond: arch, door, gate, hatch, trapdoor, stairs, cave, tunnel, portal.

A frame is a row of `FRAMES`: the opening it leaves, and the function that draws around it. To add one, write both, and
give it words in `vocabulary/places.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from math import cos, pi, sin

import numpy as np

from imagesvc.engines.pillow.parts import (
    GOLD,
    IRON,
    STONE,
    WOOD,
    Bench,
    Material,
    Outline,
    band,
    curve,
    oval,
    rectangle,
)
from imagesvc.engines.pillow.scenes.places import archway, rocks, sky, vault, walls
from imagesvc.engines.pillow.scenes.places.archway import Gap
from imagesvc.engines.pillow.sheet import Sheet
from imagesvc.engines.pillow.words import Reading


@dataclass(frozen=True, kw_only=True)
class Frame:
    """A kind of way through."""

    opening: Callable[[Gap], Outline]
    draw: Callable[[Bench, Reading, Gap, str], None]
    half: float = 286.0
    high: float = 430.0  # where the arch begins, from the top of a square
    foot: float = 150.0  # from the lower edge


def gap_of(sheet: Sheet, frame: Frame) -> Gap:
    """Place a frame's opening on a sheet of any shape."""
    foot = sheet.height - frame.foot
    spring = min(foot - 240, frame.high + 0.3 * (sheet.height - 1024))
    return Gap(x=sheet.width / 2, foot=foot, half=frame.half, spring=spring)


def _square(gap: Gap) -> Outline:
    return rectangle(gap.x - gap.half, gap.spring, gap.x + gap.half, gap.foot)


def _circle(gap: Gap) -> Outline:
    return oval(gap.x, gap.middle, gap.half, steps=56)


def _ragged(gap: Gap) -> Outline:
    points = [
        (-1.0, 1.0),
        (-1.16, 0.5),
        (-1.06, 0.0),
        (-1.1, -0.5),
        (-0.8, -0.95),
        (-0.4, -1.12),
        (0.0, -1.02),
        (0.44, -1.18),
        (0.86, -0.84),
        (1.02, -0.3),
        (1.14, 0.2),
        (0.98, 0.6),
        (1.06, 1.0),
    ]
    rise = (gap.foot - gap.spring) / 2
    return curve([(gap.x + gap.half * px, gap.middle + 20 + rise * py) for px, py in points], steps=5)


def _arch(bench: Bench, reading: Reading, gap: Gap, wall: str) -> None:
    walls.lay(bench, reading, stuff=wall, opening=archway.round_arch(gap), lit=False)
    archway.ring(bench, gap, pointed=False)
    archway.steps(bench, gap)
    archway.torches(bench, reading, gap)


def _door(bench: Bench, reading: Reading, gap: Gap, wall: str) -> None:
    """A door frame, its leaf swung open towards us."""
    walls.lay(bench, reading, stuff=wall, opening=_square(gap), lit=False)
    wood = WOOD.but(base=0.5, hue=reading.hue("door doors frame", default=0.5))
    left, right, top, foot = gap.x - gap.half, gap.x + gap.half, gap.spring, gap.foot
    side = 1 if float(reading.trait("leaf").random()) < 0.5 else -1
    hinge = right if side > 0 else left
    edge = hinge + side * 170
    bench.shadow(
        [[(hinge, top), (edge + side * 60, top + 30), (edge + side * 60, foot + 60), (hinge, foot)]],
        blur=20,
        shift=(0, 0),
        depth=0.5,
    )
    for shape in (
        rectangle(left - 44, top - 44, left, foot),
        rectangle(right, top - 44, right + 44, foot),
        rectangle(left - 66, top - 60, right + 66, top),
    ):
        bench.part(shape, wood.but(base=0.42), bevel=10, outline=3)
    leaf = [(hinge, top + 4), (edge, top - 52), (edge, foot + 92), (hinge, foot)]
    bench.part(leaf, wood.but(base=0.56 if side < 0 else 0.4), bevel=9, outline=3)

    def on(u: float, v: float) -> tuple[float, float]:
        return hinge + (edge - hinge) * u, top + 4 - 56 * u + (foot - top - 4 + 148 * u) * v

    bench.inks([band([on(u, 0), on(u, 1)], [3.4, 3.4]) for u in (0.25, 0.5, 0.75)])
    for v in (0.16, 0.8):
        bench.part(
            [on(0, v - 0.03), on(0.86, v - 0.024), on(0.94, v), on(0.86, v + 0.024), on(0, v + 0.03)], IRON, bevel=5
        )
    x, y = on(0.84, 0.52)
    bench.part(band(oval(x, y + 14, 12, 20, steps=20), [7] * 21), GOLD, bevel=3)
    bench.part(
        [(left - 90, foot), (right + 90, foot), (right + 124, foot + 34), (left - 124, foot + 34)],
        STONE.but(base=0.72, angle=0),
        bevel=6,
    )
    bench.part(rectangle(left - 124, foot + 34, right + 124, foot + 66), STONE.but(base=0.34), bevel=6)
    bench.part(
        [
            (left - 150, foot + 66),
            (right + 150, foot + 66),
            (right + 230, bench.sheet.height + 10),
            (left - 230, bench.sheet.height + 10),
        ],
        STONE.but(base=0.56, angle=0),
        bevel=6,
    )
    vault.torch(bench, reading, x=left - 120 if side > 0 else right + 120, y=gap.spring + 90, size=130)


def _gate(bench: Bench, reading: Reading, gap: Gap, wall: str) -> None:
    """A wide arch under a portcullis that is drawn up."""
    iron = IRON.but(base=0.4)
    teeth = gap.spring - 30
    for k in range(7):
        x = gap.x + gap.half * (k - 3) / 3.4
        bench.part(
            [
                (x - 13, gap.spring - gap.half - 20),
                (x + 13, gap.spring - gap.half - 20),
                (x + 13, teeth),
                (x, teeth + 54),
                (x - 13, teeth),
            ],
            iron,
            bevel=6,
        )
    for y in (teeth - 30, teeth - 130, teeth - 230):
        bench.part(rectangle(gap.x - gap.half - 10, y - 12, gap.x + gap.half + 10, y + 12), iron.but(angle=90), bevel=6)
    walls.lay(bench, reading, stuff="stone" if wall == "wood" else wall, opening=archway.round_arch(gap), lit=False)
    archway.ring(bench, gap, pointed=False)
    archway.torches(bench, reading, gap)


def _hatch(bench: Bench, reading: Reading, gap: Gap, wall: str) -> None:
    """A round hatch in a hull, bolted, with lights on both sides."""
    walls.lay(bench, reading, stuff="metal", opening=_circle(gap), lit=True)
    steel = IRON.but(base=0.6, gloss=0.7)
    y = gap.middle
    for outer, inner, base in ((1.34, 1.12, 0.5), (1.14, 0.98, 0.68)):
        bench.part(
            oval(gap.x, y, gap.half * outer, steps=56),
            steel.but(base=base),
            holes=[oval(gap.x, y, gap.half * inner, steps=56)],
            bevel=14,
            outline=3,
        )
    for k in range(12):
        turn = k * pi / 6 + 0.26
        bench.ball(gap.x + gap.half * 1.23 * cos(turn), y + gap.half * 1.23 * sin(turn), 15, steel)
    for side in (-1, 1):
        x = gap.x + side * (gap.half * 1.34 + 70)
        bench.flat(rectangle(x - 16, y - 130, x + 16, y + 130), light=1, tone=0.95, hue=1.0, outline=5)
        bench.glow(x, y, radius=110, light=0.36, hue=0.8, tone=0.36)
    w, h = bench.sheet.width, bench.sheet.height
    stripes = [
        [(x, h - 96), (x + 60, h - 96), (x + 10, h - 40), (x - 50, h - 40)]
        for x in np.arange(-40, w + 60, 120).tolist()
    ]
    bench.flat(rectangle(0, h - 100, w, h - 36), light=0.9, tone=0.8, hue=0.95, outline=4)
    bench.inks(stripes)


def _stairs(bench: Bench, reading: Reading, gap: Gap, wall: str) -> None:
    """Steps that lead up through an arch."""
    walls.lay(bench, reading, stuff=wall, opening=archway.round_arch(gap), lit=False)
    archway.ring(bench, gap, pointed=False)
    count, bottom = 9, bench.sheet.height + 10
    top = gap.spring + (gap.foot - gap.spring) * 0.44
    for k in range(count):
        t0, t1 = (k / count) ** 1.25, ((k + 1) / count) ** 1.25
        y0, y1 = top + (bottom - top) * t0, top + (bottom - top) * t1
        w0, w1 = gap.half * (0.62 + 0.75 * t0), gap.half * (0.62 + 0.75 * t1)
        split = y0 + (y1 - y0) * 0.46
        bench.part(
            [(gap.x - w0, y0), (gap.x + w0, y0), (gap.x + w1, split), (gap.x - w1, split)],
            STONE.but(base=0.86 - 0.3 * t1, angle=1, hue=0.4),
            bevel=5,
        )
        bench.part(
            rectangle(gap.x - w1, split, gap.x + w1, y1 + 1),
            STONE.but(base=0.36 - 0.08 * t1, dark=0.06, bright=0.55, angle=90),
            bevel=5,
        )
    archway.torches(bench, reading, gap)


def _trapdoor(bench: Bench, reading: Reading, gap: Gap, wall: str) -> None:
    """A hole in a floor of planks, its lid thrown back, a ladder leading down."""
    width, height = bench.sheet.width, bench.sheet.height
    hole = _pit(gap)
    count = 11
    for k in range(count):
        a, b = (k / count - 0.5) * 2, ((k + 1) / count - 0.5) * 2
        plank = [
            (gap.x + a * width * 0.46, -10),
            (gap.x + b * width * 0.46, -10),
            (gap.x + b * width * 0.92, height + 10),
            (gap.x + a * width * 0.92, height + 10),
        ]
        bench.part(plank, WOOD.but(base=0.4 + 0.1 * (k * 7 % 3) / 2, dark=0.08, hue=0.4), holes=[hole], bevel=8)
    (lx, ly), (rx, _) = hole[0], hole[1]
    rim = [(x + (x - gap.x) * 0.06, y + (y - gap.middle) * 0.06) for x, y in hole]
    bench.part(rim, WOOD.but(base=0.5, angle=0), holes=[hole], bevel=8, outline=3)
    bench.shadow(
        [[(lx - 10, ly - 250), (rx + 60, ly - 230), (rx + 40, ly), (lx, ly)]], blur=18, shift=(20, 10), depth=0.5
    )
    lid = [(lx - 12, ly - 10), (lx + 16, ly - 260), (rx - 16, ly - 260), (rx + 12, ly - 10)]
    bench.part(lid, WOOD.but(base=0.56), bevel=10, outline=3)
    bench.inks(
        [
            band([(lx + (rx - lx) * t, ly - 12), (lx + 28 + (rx - lx - 56) * t, ly - 256)], [4, 4])
            for t in (0.2, 0.4, 0.6, 0.8)
        ]
    )
    for y in (ly - 60, ly - 200):
        bench.part(rectangle(lx + 10, y - 14, rx - 10, y + 14), IRON, bevel=6)
    bench.part(band(oval(gap.x, ly - 128, 30, 22), [10] * 41), IRON, bevel=4)
    low = max(y for _, y in hole)
    for side in (-1, 1):
        bench.part(
            band([(gap.x + side * 66, ly - 30), (gap.x + side * 84, low + 30)], [24, 28]),
            WOOD.but(base=0.6),
            bevel=8,
            outline=3,
        )
    for k in range(6):
        y = ly + 6 + (low - ly) * k / 5.4
        bench.part(
            rectangle(gap.x - 72 - 3 * k, y - 10, gap.x + 72 + 3 * k, y + 10), WOOD.but(angle=0, base=0.62), bevel=6
        )


def _pit(gap: Gap) -> Outline:
    return [
        (gap.x - gap.half * 0.86, gap.spring),
        (gap.x + gap.half * 0.86, gap.spring),
        (gap.x + gap.half * 1.16, gap.foot),
        (gap.x - gap.half * 1.16, gap.foot),
    ]


def _cave(bench: Bench, reading: Reading, gap: Gap, wall: str) -> None:
    """Rock all around, nearer and darker outwards, with roots over the mouth."""
    w, h = bench.sheet.width, bench.sheet.height
    mouth = _ragged(gap)
    whole = rectangle(-20, -20, w + 20, h + 20)
    rock = Material(hue=0.25, dark=0.06, bright=0.7, pitch=7.6, angle=64, grain=2.2, base=0.42)
    for share, base in ((1.0, 0.5), (1.24, 0.38), (1.55, 0.28)):
        hole = [
            (
                gap.x + (x - gap.x) * share + 14 * sin(0.9 * k * share),
                gap.middle + (y - gap.middle) * share + 12 * cos(1.3 * k * share),
            )
            for k, (x, y) in enumerate(mouth)
        ]
        bench.part(
            whole,
            rock.but(base=base, angle=64 - 30 * share),
            holes=[mouth if share == 1.0 else hole],
            bevel=34,
            relief=1.5,
            outline=4,
        )
    bench.part(
        [
            (-10, h - 110),
            (w * 0.2, h - 150),
            (w * 0.5, h - 120),
            (w * 0.8, h - 156),
            (w + 10, h - 104),
            (w + 10, h + 10),
            (-10, h + 10),
        ],
        STONE.but(base=0.4, angle=4, grain=1.4),
        bevel=20,
    )
    roots = []
    for a, b in bench.rng.random((11, 2)).tolist():
        x, y = gap.x + gap.half * (a * 2 - 1) * 0.9, gap.spring - 130 + 90 * abs(a * 2 - 1)
        roots.append(band([(x - 8, y - 90), (x + 12 * b, y + 40), (x - 14 + 26 * a, y + 70 + 130 * b)], [9, 5, 1]))
    bench.inks(roots)
    for x, size in ((0.1, 200), (0.9, 240), (0.26, 110), (0.74, 120)):
        rocks.boulder(bench, x=w * x, foot=h - 50, size=size, mood=sky.mood_of(reading))


def _tunnel(bench: Bench, reading: Reading, gap: Gap, wall: str) -> None:
    """Ring upon ring of stones, from far to near, and a floor of flags."""
    stuff = {"metal": IRON.but(base=0.4, angle=90), "wood": WOOD.but(base=0.4)}.get(wall, STONE.but(base=0.44, hue=0.3))
    h, w = bench.sheet.height, bench.sheet.width
    sizes = (1.0, 1.24, 1.56, 2.0, 2.7, 4.4)
    floor = gap.foot - 60
    for inner, outer in pairwise(sizes):
        a, b = (
            Gap(x=gap.x, foot=floor + 70 * s**1.3, half=gap.half * 0.62 * s, spring=gap.middle - 40 * s)
            for s in (inner, outer)
        )
        ring = [*archway.round_arch(b), *archway.round_arch(a)[::-1]]
        bench.part(ring, stuff.but(base=stuff.base - 0.05 * (inner - 1)), bevel=20 * inner, outline=3)
        joints = []
        for k in range(1, 12):
            t = pi + pi * k / 12
            joints.append(
                band(
                    [
                        (gap.x + a.half * cos(t), a.spring + a.half * sin(t)),
                        (gap.x + b.half * cos(t), b.spring + b.half * sin(t)),
                    ],
                    [3, 4],
                )
            )
        bench.inks(joints)
    ground = [
        (gap.x - gap.half * 0.62, floor + 66),
        (gap.x + gap.half * 0.62, floor + 66),
        (w + 200, h + 10),
        (-200, h + 10),
    ]
    bench.part(ground, STONE.but(base=0.5, angle=0), bevel=8)
    bench.inks(
        [band([(gap.x + gap.half * 0.2 * k, floor + 68), (gap.x + w * 0.28 * k, h + 10)], [2, 6]) for k in range(-3, 4)]
    )
    bench.glow(gap.x, gap.middle + 40, radius=150, light=0.16, hue=0.4, tone=0.2)
    for side in (-1, 1):
        vault.torch(bench, reading, x=gap.x + side * gap.half * 1.16, y=gap.middle - 10, size=120)


def _portal(bench: Bench, reading: Reading, gap: Gap, wall: str) -> None:
    walls.lay(bench, reading, stuff=wall, opening=archway.pointed_arch(gap), lit=True)
    archway.ring(bench, gap, pointed=True)
    archway.steps(bench, gap)
    archway.sparks(bench, centre=(gap.x, gap.middle))


FRAMES: dict[str, Frame] = {
    "arch": Frame(opening=archway.round_arch, draw=_arch),
    "door": Frame(opening=_square, draw=_door, half=220, high=250, foot=170),
    "gate": Frame(opening=archway.round_arch, draw=_gate, half=330, high=420, foot=40),
    "hatch": Frame(opening=_circle, draw=_hatch, half=290, high=390),
    "trapdoor": Frame(opening=_pit, draw=_trapdoor, half=250, high=470, foot=130),
    "ladder": Frame(opening=_pit, draw=_trapdoor, half=250, high=470, foot=130),
    "stairs": Frame(opening=archway.round_arch, draw=_stairs, half=270),
    "cavemouth": Frame(opening=_ragged, draw=_cave, half=290, high=170, foot=110),
    "tunnel": Frame(opening=archway.round_arch, draw=_tunnel, half=330),
    "portal": Frame(opening=archway.pointed_arch, draw=_portal, high=520),
}
