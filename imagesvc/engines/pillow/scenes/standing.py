"""What stands in a landscape: trees, houses, towers, graves, mushrooms; each drawn from its foot upwards."""

from math import cos, pi, sin

import numpy as np

from imagesvc.engines.pillow.parts import (
    BONE,
    LEATHER,
    STONE,
    WOOD,
    Bench,
    Material,
    Outline,
    Point,
    Pose,
    band,
    curve,
    oval,
    rectangle,
    trace,
)
from imagesvc.engines.pillow.scenes.terrain import Mood

_LEAVES = Material(hue=0.5, dark=0.12, bright=0.8, pitch=6.8, angle=-35, grain=1.8, base=0.46)
_WALL = Material(hue=0.45, dark=0.15, bright=0.8, pitch=7.4, angle=90, grain=0.4, base=0.46)
_ROOF = Material(hue=0.5, dark=0.08, bright=0.55, pitch=7.0, angle=20, base=0.36)


def bare_tree(bench: Bench, *, x: float, foot: float, size: float) -> None:
    """Print a leafless tree in pure ink."""
    shapes: list[Outline] = []
    _branch(shapes, bench.rng, at=(x, foot), turn=-pi / 2, length=size * 0.3, width=size * 0.075, depth=0)
    bench.inks(shapes)


def leafy_tree(bench: Bench, *, x: float, foot: float, size: float, mood: Mood) -> None:
    """Draw a broad tree with a crown of clumps."""
    rng = bench.rng
    trunk = curve(
        [
            (x - size * 0.075, foot),
            (x - size * 0.045, foot - size * 0.25),
            (x - size * 0.06, foot - size * 0.5),
            (x + size * 0.06, foot - size * 0.5),
            (x + size * 0.05, foot - size * 0.25),
            (x + size * 0.1, foot),
        ],
        steps=4,
    )
    bench.part(trunk, WOOD.but(base=0.34), bevel=size * 0.03)
    leaves = _LEAVES if mood.time != "night" else _LEAVES.but(bright=0.5, base=0.34)
    clumps = []
    for i in range(8):
        turn, far = 2.4 * i, size * 0.1 * i**0.5
        clumps.append((x + 1.25 * far * cos(turn), foot - size * 0.7 + far * sin(turn) * 0.9, size * (0.2 - 0.006 * i)))
    for cx, cy, r in sorted(clumps, key=lambda clump: -clump[1]):
        wobble = rng.random(13).tolist()
        blob = [
            (cx + r * (0.82 + 0.36 * w) * cos(k * pi / 6.5), cy + r * (0.75 + 0.3 * w) * sin(k * pi / 6.5))
            for k, w in enumerate(wobble)
        ]
        shade = -0.16 + 0.3 * (foot - size * 0.45 - cy) / size
        bench.part(curve(blob, steps=4), leaves, bevel=r * 0.5, relief=1.4, shade=shade, outline=2.0)


def conifer(bench: Bench, *, x: float, foot: float, size: float, mood: Mood) -> None:
    """Draw a fir with drooping tiers; snow lies on it in winter."""
    rng = bench.rng
    bench.part(
        rectangle(x - size * 0.03, foot - size * 0.14, x + size * 0.03, foot), WOOD.but(base=0.3), bevel=size * 0.012
    )
    leaves = _LEAVES.but(angle=75, grain=0.9, base=0.4, bright=0.62)
    if mood.weather == "snow":
        leaves = leaves.but(base=0.66, bright=0.98)
    if mood.time == "night":
        leaves = leaves.but(base=leaves.base - 0.1, bright=leaves.bright - 0.2)
    for tier in range(6):
        t = tier / 6
        top = foot - size * (0.34 + 0.66 * t)
        bottom = foot - size * (0.06 + 0.62 * t)
        half = size * 0.26 * (1 - t) ** 0.85 + size * 0.035
        ragged = rng.random(9).tolist()
        hem = [
            (x + half * (1 - 2 * k / 8), bottom + (size * 0.045 if k % 2 else -size * 0.02) * (0.5 + ragged[k]))
            for k in range(9)
        ]
        bench.part([(x, top - size * 0.06 * t), *hem], leaves, bevel=size * 0.05, relief=1.4, outline=1.8)


def house(bench: Bench, *, x: float, foot: float, size: float, mood: Mood, facing: int, seed: float) -> None:
    """Draw a gabled house, front towards us, its long side to the left (-1) or right (1); `size` is its height."""
    w, wall = size * (0.34 + 0.1 * seed), size * 0.55
    top, peak = foot - wall, foot - size
    depth = size * (0.5 + 0.2 * seed) * facing
    snowy, night = mood.weather == "snow", mood.time == "night"
    wall_stuff = _WALL.but(base=0.34 if night else 0.52)
    roof_stuff = _ROOF.but(base=0.92, bright=0.98, angle=70) if snowy else _ROOF.but(base=0.26 if night else 0.4)
    fallen = [
        (x - w, foot - 6),
        (x + w, foot - 6),
        (x + w * 1.7, foot + size * 0.07),
        (x - w * 0.5, foot + size * 0.07),
    ]
    bench.shadow([fallen], blur=size * 0.03, shift=(0, 0), depth=0.55)
    side_foot = foot - size * 0.05
    bench.part(
        [
            (x + w * facing, foot),
            (x + w * facing, top),
            (x + w * facing + depth, top + size * 0.04),
            (x + w * facing + depth, side_foot),
        ],
        wall_stuff.but(base=wall_stuff.base - 0.18 * facing - 0.04, angle=4),
        bevel=4,
    )
    bench.part([(x - w, foot), (x - w, top), (x, peak + size * 0.06), (x + w, top), (x + w, foot)], wall_stuff, bevel=5)
    _timber(bench, x=x, foot=foot, w=w, wall=wall, size=size)
    slope = [
        (x + w * 1.12 * facing, top + size * 0.05),
        (x, peak),
        (x + depth, peak + size * 0.03),
        (x + w * 1.1 * facing + depth, top + size * 0.09),
    ]
    bench.part(slope, roof_stuff, bevel=6)
    for k in range(1, 5):
        t = k / 5
        a = (x + w * 1.12 * facing * t, peak + (top + size * 0.05 - peak) * t)
        bench.line([a, (a[0] + depth, a[1] + size * 0.035)], size * 0.006)
    for side in (-1, 1):
        bench.part(
            [
                (x, peak - size * 0.015),
                (x + w * 1.16 * side, top + size * 0.06),
                (x + w * 1.16 * side, top + size * 0.1),
                (x, peak + size * 0.05),
            ],
            roof_stuff.but(base=0.98 if snowy else 0.3),
            bevel=4,
        )
    bench.part(
        rectangle(x + depth * 0.6 - size * 0.04, peak - size * 0.1, x + depth * 0.6 + size * 0.04, peak + size * 0.1),
        STONE.but(base=0.36),
        bevel=5,
    )
    _windows(bench, x=x, foot=foot, w=w, wall=wall, size=size, depth=depth, facing=facing, lit=mood.lit)
    if mood.lit:
        bench.glow(x, foot - wall * 0.5, radius=size * 0.16, light=0.12, hue=0.3, tone=0.1)


def tower(bench: Bench, *, x: float, foot: float, size: float, mood: Mood, pointed: bool) -> None:
    """Draw a round tower with battlements or a pointed roof."""
    r = size * 0.13
    stuff = STONE.but(base=0.36 if mood.time == "night" else 0.5, bright=0.55 if mood.time == "night" else 0.85)
    pose = Pose(x=x, y=foot, size=1)
    bench.turned([(-size * 0.78, r * 0.94), (-size * 0.2, r), (0, r * 1.12)], stuff, pose=pose)
    if pointed:
        bench.turned([(-size, 1.5), (-size * 0.76, r * 1.3), (-size * 0.74, r * 1.3)], _ROOF.but(base=0.4), pose=pose)
        bench.line([(x, foot - size), (x, foot - size * 1.08)], size * 0.008)
        bench.part(
            [(x, foot - size * 1.08), (x + size * 0.1, foot - size * 1.055), (x, foot - size * 1.03)],
            LEATHER.but(hue=1.0),
            bevel=3,
            outline=1.5,
        )
    else:
        bench.turned([(-size * 0.86, r * 1.18), (-size * 0.76, r * 1.18), (-size * 0.72, r)], stuff, pose=pose)
        for k in (-2, -1, 0, 1, 2):
            bench.part(
                rectangle(
                    x + k * r * 0.5 - r * 0.14, foot - size * 0.92, x + k * r * 0.5 + r * 0.14, foot - size * 0.855
                ),
                stuff,
                bevel=4,
            )
    for k in range(3):
        y = foot - size * (0.3 + 0.17 * k)
        slit = curve(
            [
                (x - r * 0.14, y + r * 0.4),
                (x - r * 0.14, y - r * 0.2),
                (x, y - r * 0.42),
                (x + r * 0.14, y - r * 0.2),
                (x + r * 0.14, y + r * 0.4),
            ],
            steps=2,
        )
        if mood.lit:
            bench.flat(slit, light=1, tone=0.9, hue=1.0, outline=1.8)
        else:
            bench.inks([slit])


def skyscraper(bench: Bench, *, x: float, foot: float, size: float, width: float, mood: Mood) -> None:
    """Draw a high house with a grid of windows."""
    stuff = Material(hue=0.4, dark=0.05, bright=0.42, pitch=7.4, angle=90, base=0.34)
    rng = bench.rng
    bench.part(rectangle(x - width / 2, foot - size, x + width / 2, foot), stuff, bevel=6)
    if rng.random() < 0.5:
        bench.part(rectangle(x - width * 0.26, foot - size * 1.09, x + width * 0.26, foot - size + 2), stuff, bevel=5)
    if rng.random() < 0.5:
        bench.line([(x, foot - size * 1.05), (x, foot - size * 1.3)], [5, 1.5])
    columns, rows = max(2, int(width / 24)), max(3, int(size / 30))
    lit = rng.random((rows, columns)) < 0.48
    windows = []
    for row in range(rows):
        for column in range(columns):
            if lit[row, column]:
                left = x - width / 2 + width * (column + 0.28) / columns
                y = foot - size + size * (row + 0.25) / rows
                windows.append(rectangle(left, y, left + width * 0.46 / columns, y + size * 0.5 / rows))
    bench.cuts(windows, light=1, tone=0.82 if mood.lit else 0.6, hue=1.0)


def gravestone(bench: Bench, *, x: float, foot: float, size: float, seed: float) -> None:
    """Draw a headstone, round or crossed."""
    lean = (seed * 7 % 1 - 0.5) * 14
    pose = Pose(x=x, y=foot, turn=lean, size=size / 100)
    if seed < 0.4:
        cross: Outline = trace(
            "-11 4, -11 -56, -36 -56, -36 -78, -11 -78, -11 -108, 11 -108, 11 -78, 36 -78, 36 -56, 11 -56, 11 4"
        )
        bench.part(cross, STONE, pose=pose, bevel=9)
    else:
        bench.part(
            [(-32, 4), (-32, -60), *oval(0, -62, 32, 34, start=180, stop=360, steps=14), (32, 4)],
            STONE,
            pose=pose,
            bevel=12,
        )
        for k in range(3):
            bench.line([(-18, -58 + 14 * k), (18, -58 + 14 * k)], 2.6, pose=pose)
    tufts = [
        band(
            [(x + (k - 3) * size * 0.13, foot + 6), (x + (k - 3) * size * 0.16, foot - size * (0.08 + 0.05 * (k % 3)))],
            [size * 0.03, 1],
        )
        for k in range(7)
    ]
    bench.inks(tufts)


def mushroom(bench: Bench, *, x: float, foot: float, size: float) -> None:
    """Draw a glowing mushroom."""
    cap = curve(
        [
            (x - size * 0.5, foot - size * 0.56),
            (x - size * 0.36, foot - size * 0.86),
            (x, foot - size),
            (x + size * 0.36, foot - size * 0.86),
            (x + size * 0.5, foot - size * 0.56),
            (x + size * 0.2, foot - size * 0.5),
            (x - size * 0.2, foot - size * 0.5),
        ],
        steps=6,
    )
    bench.part(
        curve(
            [
                (x - size * 0.09, foot - size * 0.56),
                (x + size * 0.09, foot - size * 0.56),
                (x + size * 0.14, foot),
                (x - size * 0.14, foot),
            ],
            steps=5,
        ),
        BONE.but(hue=0.7),
        bevel=size * 0.07,
    )
    bench.part(cap, BONE.but(hue=0.85, base=0.72, dark=0.35, angle=0), bevel=size * 0.16, relief=1.2)
    bench.part(
        oval(x, foot - size * 0.545, size * 0.4, size * 0.07),
        BONE.but(hue=1.0, base=0.95, angle=90),
        bevel=3,
        outline=1.6,
    )
    for dx, dy, r in ((-0.2, 0.74, 0.07), (0.08, 0.84, 0.09), (0.26, 0.68, 0.06)):
        bench.flat(
            oval(x + dx * size, foot - dy * size, r * size, r * size * 0.7, steps=16),
            light=1,
            tone=1,
            hue=0.95,
            outline=1.2,
        )
    bench.glow(x, foot - size * 0.5, radius=size * 0.34, light=0.22, hue=0.35, tone=0.2)


def stall(bench: Bench, *, x: float, foot: float, size: float, seed: float) -> None:
    """Draw a market stall under a striped awning."""
    w = size * 0.5
    for side in (-1, 1):
        bench.part(
            rectangle(x + w * side - size * 0.025, foot - size * 0.8, x + w * side + size * 0.025, foot), WOOD, bevel=5
        )
    bench.part(
        rectangle(x - w * 1.05, foot - size * 0.36, x + w * 1.05, foot - size * 0.04),
        WOOD.but(angle=0, base=0.34),
        bevel=7,
    )
    bench.part(
        rectangle(x - w * 1.12, foot - size * 0.4, x + w * 1.12, foot - size * 0.34),
        WOOD.but(angle=0, base=0.66),
        bevel=5,
    )
    for k in range(7):
        r = size * (0.04 + 0.025 * ((k * 0.37 + seed) % 1))
        bench.ball(x - w + w * 2 * (k + 0.5) / 7, foot - size * 0.4 - r * 0.7, r, LEATHER.but(hue=0.5 + 0.5 * (k % 2)))
    for k in range(8):
        a, b = x - w * 1.2 + w * 2.4 * k / 8, x - w * 1.2 + w * 2.4 * (k + 1) / 8
        stripe = LEATHER.but(hue=0.95 if k % 2 else 0.4, base=0.6 if k % 2 else 0.86, angle=90)
        hang = foot - size * 0.68
        bench.part(
            [
                (x + (a - x) * 0.7, foot - size),
                (x + (b - x) * 0.7, foot - size),
                (b, hang),
                *oval((a + b) / 2, hang, (b - a) / 2, size * 0.05, start=0, stop=180, steps=8),
                (a, hang),
            ],
            stripe,
            bevel=7,
            outline=2.0,
        )


def fence(bench: Bench, *, left: float, right: float, foot: float, size: float) -> None:
    """Draw a wooden fence."""
    for y in (0.45, 0.8):
        bench.part(rectangle(left, foot - size * y, right, foot - size * (y - 0.13)), WOOD.but(angle=0), bevel=4)
    for k in range(max(2, int((right - left) / (size * 0.5)))):
        x = left + size * 0.5 * k
        bench.part(
            [
                (x, foot),
                (x, foot - size),
                (x + size * 0.07, foot - size * 1.1),
                (x + size * 0.14, foot - size),
                (x + size * 0.14, foot),
            ],
            WOOD,
            bevel=5,
        )


def _branch(
    shapes: list[Outline], rng: np.random.Generator, *, at: Point, turn: float, length: float, width: float, depth: int
) -> None:
    draws = rng.random(6).tolist()
    bend = turn + (draws[0] - 0.5) * 0.5
    middle = (at[0] + length * 0.5 * cos(turn), at[1] + length * 0.5 * sin(turn))
    end = (middle[0] + length * 0.5 * cos(bend), middle[1] + length * 0.5 * sin(bend))
    shapes.append(band([at, middle, end], [width, width * 0.8, width * 0.62]))
    if depth >= 6 or width < 1.6:
        return
    spread = 0.34 + 0.3 * draws[1]
    lift = -0.06 * cos(bend)
    for k, (side, shorter) in enumerate(((-1, 0.72 + 0.16 * draws[2]), (1, 0.66 + 0.2 * draws[3]))):
        thin = 0.62 if k == int(draws[4] * 2) else 0.5
        _branch(
            shapes,
            rng,
            at=end,
            turn=bend + side * spread + lift,
            length=length * shorter,
            width=width * thin,
            depth=depth + 1,
        )


def _timber(bench: Bench, *, x: float, foot: float, w: float, wall: float, size: float) -> None:
    beam = size * 0.018
    top = foot - wall
    lines = [
        [(x - w, top), (x + w, top)],
        [(x - w, foot - wall * 0.5), (x + w, foot - wall * 0.5)],
        [(x, top), (x, foot - size * 0.97)],
    ]
    lines += [[(x - w * 0.5, top), (x, foot - size * 0.85)], [(x + w * 0.5, top), (x, foot - size * 0.85)]]
    for points in lines:
        bench.line(points, beam)


def _windows(
    bench: Bench, *, x: float, foot: float, w: float, wall: float, size: float, depth: float, facing: int, lit: bool
) -> None:
    panes = [(x + dx * w, foot - wall * dy) for dx, dy in ((-0.5, 0.78), (0.5, 0.78), (0.5, 0.3), (0.0, 1.25))]
    a = size * 0.05
    for px, py in panes:
        _pane(
            bench,
            [(px - a, py - a * 1.3), (px + a, py - a * 1.3), (px + a, py + a * 1.3), (px - a, py + a * 1.3)],
            size=size,
            lit=lit,
        )
    for t in (0.3, 0.7):
        px, py = x + w * facing + depth * t, foot - wall * 0.52
        _pane(
            bench,
            [
                (px - a * 0.7, py - a * 1.2),
                (px + a * 0.7, py - a * 1.15),
                (px + a * 0.7, py + a * 1.3),
                (px - a * 0.7, py + a * 1.35),
            ],
            size=size,
            lit=lit,
        )
    door = [
        (x - w * 0.62, foot),
        (x - w * 0.62, foot - wall * 0.34),
        *oval(x - w * 0.4, foot - wall * 0.34, w * 0.22, w * 0.2, start=180, stop=360, steps=8),
        (x - w * 0.18, foot),
    ]
    bench.part(door, WOOD.but(base=0.22, dark=0.05), bevel=4)


def _pane(bench: Bench, corners: Outline, *, size: float, lit: bool) -> None:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = corners
    bench.flat(
        corners,
        light=1.0 if lit else 0.25,
        tone=0.88 if lit else 0.25,
        hue=1.0 if lit else 0.2,
        outline=size * 0.012 + 1,
    )
    bench.line([((x0 + x1) / 2, (y0 + y1) / 2), ((x2 + x3) / 2, (y2 + y3) / 2)], size * 0.009 + 0.5)
    bench.line([((x0 + x3) / 2, (y0 + y3) / 2), ((x1 + x2) / 2, (y1 + y2) / 2)], size * 0.009 + 0.5)
