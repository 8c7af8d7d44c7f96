"""Pieces that creatures are made of: limbs, blobs, eyes, bristles."""

from collections.abc import Callable, Sequence
from math import pi

import numpy as np

from imagesvc.engines.pillow.parts import Bench, Material, Point, Pose, band, curve, oval
from imagesvc.engines.pillow.scenes.figures.burin import swelling
from imagesvc.engines.pillow.scenes.figures.face import ACCENT, SKIN, WHITE
from imagesvc.engines.pillow.scenes.figures.strands import strokes

Creature = Callable[[Bench, Pose], None]
SHELL = Material(hue=SKIN, dark=0.06, bright=0.95, base=0.5, pitch=7, gloss=0.7)
FLESH = Material(hue=SKIN, dark=0.12, bright=0.96, base=0.52, pitch=7.4)
PALE = Material(hue=WHITE, dark=0.3, bright=1.0, base=0.76, pitch=6.6)
GLOW = Material(hue=ACCENT, dark=0.3, bright=1.0, base=0.8, pitch=7)


def limb(bench: Bench, pose: Pose, points: Sequence[Point], widths: tuple[float, ...], stuff: Material) -> None:
    line = curve(points, closed=False)
    wide = np.interp(np.linspace(0, 1, len(line)), np.linspace(0, 1, len(widths)), widths).tolist()
    bench.part(band(line, wide), stuff, pose=pose, bevel=max(widths) * 0.4, relief=1.4, outline=3)


def blob(bench: Bench, pose: Pose, points: Sequence[Point], stuff: Material, *, bevel: float = 40) -> None:
    bench.part(curve(points, steps=7), stuff, pose=pose, bevel=bevel, relief=1.4, outline=3)


def ink(bench: Bench, pose: Pose, points: Sequence[Point], most: float = 5) -> None:
    line = curve(points, closed=False)
    bench.line(line, swelling(len(line), 0.8, most), pose=pose)


def eye(bench: Bench, pose: Pose, x: float, y: float, size: float, *, slit: bool = False) -> None:
    bench.inks([oval(x, y, size * 1.22)], pose=pose)
    bench.flat(oval(x, y, size), pose=pose, light=1, tone=0.9, hue=ACCENT)
    bench.inks([oval(x, y, size * (0.2 if slit else 0.48), size * (0.85 if slit else 0.48), steps=20)], pose=pose)
    bench.cuts([oval(x - size * 0.34, y - size * 0.36, size * 0.18, steps=10)], pose=pose, hue=WHITE)


def bristles(bench: Bench, pose: Pose, x: float, y: float, rx: float, ry: float, *, count: int, length: float) -> None:
    draws = bench.rng.random((count, 3))
    turn = draws[:, 0] * 2 * pi
    far = np.sqrt(draws[:, 1])
    roots = np.stack([x + rx * far * np.cos(turn), y + ry * far * np.sin(turn)], axis=1)
    tips = roots + np.stack([np.cos(turn) * 0.6, np.abs(np.sin(turn)) * 0.7 + 0.4], axis=1) * (
        length * (0.5 + draws[:, 2:3])
    )
    strokes(bench, pose, roots.tolist(), tips.tolist(), width=4.4)
