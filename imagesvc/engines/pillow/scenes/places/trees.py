"""Trees, each drawn from its foot upwards, and what grows at their feet."""

from math import cos, pi, sin

import numpy as np

from imagesvc.engines.pillow.parts import BONE, WOOD, Bench, Material, Outline, Point, band, curve, oval, rectangle
from imagesvc.engines.pillow.scenes.places.sky import Mood

_LEAVES = Material(hue=0.5, dark=0.12, bright=0.8, pitch=6.8, angle=-35, grain=1.8, base=0.46)


def bare_tree(bench: Bench, *, x: float, foot: float, size: float) -> None:
    """Print a leafless tree in pure ink."""
    shapes: list[Outline] = []
    _branch(shapes, bench.rng, at=(x, foot), turn=-pi / 2, length=size * 0.3, width=size * 0.075, depth=0)
    bench.inks(shapes)


def leafy_tree(bench: Bench, *, x: float, foot: float, size: float, mood: Mood) -> None:
    """Draw a broad tree with a crown of clumps."""
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
        _clump(bench, cx, cy, r, leaves, shade=-0.16 + 0.3 * (foot - size * 0.45 - cy) / size)


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


def birch(bench: Bench, *, x: float, foot: float, size: float, mood: Mood) -> None:
    """Draw a slender white trunk with dark cuts, under a light crown."""
    lean = size * 0.05 * (float(bench.rng.random()) - 0.5)
    trunk = band(
        [(x, foot), (x + lean, foot - size * 0.45), (x + lean * 2, foot - size * 0.92)],
        [size * 0.075, size * 0.055, size * 0.02],
    )
    _crown(bench, x=x + lean * 2, y=foot - size * 0.78, spread=size * 0.2, mood=mood, count=6, tall=1.5)
    bench.part(trunk, BONE.but(hue=0.3, base=0.78 - mood.dim, angle=0), bevel=size * 0.02)
    for k in range(9):
        a = float(bench.rng.random())
        y = foot - size * (0.06 + 0.09 * k)
        bench.line([(x - size * 0.03, y), (x - size * 0.03 + size * 0.05 * a, y + size * 0.006)], size * 0.008)


def palm(bench: Bench, *, x: float, foot: float, size: float, mood: Mood) -> None:
    """Draw a palm with a bent, ringed trunk."""
    bend = size * 0.16 * (1 if bench.rng.random() < 0.5 else -1)
    line = curve([(x, foot), (x + bend * 0.2, foot - size * 0.35), (x + bend, foot - size * 0.78)], closed=False)
    bench.part(
        band(line, [size * (0.07 - 0.03 * k / len(line)) for k in range(len(line))]),
        WOOD.but(angle=0, base=0.4 - mood.dim, pitch=5.6),
        bevel=size * 0.02,
    )
    top = (x + bend, foot - size * 0.78)
    leaves = _LEAVES.but(base=0.46 - mood.dim, grain=0.4)
    for k, turn in enumerate((200, 340, 165, 15, 235, 305, 270)):
        t, far = turn * pi / 180, size * (0.36 - 0.03 * (k % 3))
        tip = (top[0] + far * cos(t), top[1] + far * 0.75 * sin(t) + size * 0.12)
        middle = (top[0] + far * 0.55 * cos(t), top[1] + far * 0.6 * sin(t) - size * 0.06)
        spine = curve([top, middle, tip], closed=False)
        widths = [
            size * 0.075 * sin(pi * (0.12 + 0.86 * i / len(spine))) * (1 - 0.4 * (i % 2)) for i in range(len(spine))
        ]
        bench.part(band(spine, widths), leaves.but(angle=turn), bevel=size * 0.02, outline=1.8)


def willow(bench: Bench, *, x: float, foot: float, size: float, mood: Mood) -> None:
    """Draw a tree whose branches hang to the ground."""
    trunk = curve(
        [
            (x - size * 0.06, foot),
            (x - size * 0.035, foot - size * 0.4),
            (x + size * 0.035, foot - size * 0.42),
            (x + size * 0.07, foot),
        ],
        steps=5,
    )
    bench.part(trunk, WOOD.but(base=0.3 - mood.dim), bevel=size * 0.03)
    leaves = _LEAVES.but(angle=88, grain=0.7, base=0.44 - mood.dim)
    for k in range(17):
        t = (k * 5 % 17) / 16 * 2 - 1
        a = float(bench.rng.random())
        top = (x + t * size * 0.26, foot - size * (0.86 - 0.3 * t * t))
        low = (x + t * size * 0.48, foot - size * (0.08 + 0.3 * a + 0.1 * (1 - abs(t))))
        line = curve(
            [(x, foot - size * 0.62), top, ((top[0] + low[0]) / 2 + size * 0.06 * t, top[1] + size * 0.12), low],
            closed=False,
            steps=5,
        )
        widths = [size * 0.11 * sin(pi * min(1.0, 0.1 + 0.98 * i / len(line))) + 1 for i in range(len(line))]
        bench.part(band(line, widths), leaves, bevel=size * 0.03, shade=-0.1 + 0.2 * a, outline=1.6)


def reeds(bench: Bench, *, x: float, foot: float, size: float) -> None:
    """Print a tuft of reeds with heads, in pure ink."""
    shapes: list[Outline] = []
    for k in range(-3, 4):
        tip = (x + k * size * 0.13, foot - size * (0.7 + 0.1 * ((k * 5) % 4)))
        shapes.append(band([(x + k * size * 0.05, foot), tip], [size * 0.035, size * 0.012]))
        if k % 2:
            shapes.append(oval(tip[0], tip[1], size * 0.03, size * 0.1, steps=10))
    bench.inks(shapes)


def _crown(bench: Bench, *, x: float, y: float, spread: float, mood: Mood, count: int, tall: float) -> None:
    leaves = _LEAVES.but(base=0.52 - mood.dim, bright=0.86 - mood.dim)
    for i in range(count):
        turn, far = 2.4 * i + 1, spread * 0.42 * i**0.5
        _clump(bench, x + far * cos(turn), y + far * sin(turn) * tall, spread * (0.62 - 0.03 * i), leaves, shade=0.0)


def _clump(bench: Bench, x: float, y: float, r: float, leaves: Material, *, shade: float) -> None:
    """A clump of leaves: a scalloped edge, and leaves cut into its lit side."""
    count = max(11, int(r / 7))
    draws = bench.rng.random((count, 2)).tolist()
    blob: Outline = []
    for k, (a, b) in enumerate(draws):
        for share, out in ((0.0, 0.84), (0.5, 1.0)):
            turn = (k + share + 0.3 * b) * 2 * pi / count
            far = r * (out + 0.16 * a)
            blob.append((x + far * cos(turn), y + far * 0.88 * sin(turn)))
    bench.part(curve(blob, steps=3), leaves, bevel=r * 0.42, relief=1.2, shade=shade, outline=2.0)
    if r > 34:
        marks = [
            band(
                [
                    (x + r * (a * 1.5 - 0.9), y + r * (b * 1.2 - 0.8)),
                    (x + r * (a * 1.5 - 0.84), y + r * (b * 1.2 - 0.72)),
                    (x + r * (a * 1.5 - 0.76), y + r * (b * 1.2 - 0.78)),
                ],
                [1, r * 0.035, 1],
            )
            for a, b in draws
        ]
        bench.inks(marks)


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
