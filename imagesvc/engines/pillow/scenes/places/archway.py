"""Arches of cut stone: their outlines, the stones around them, steps and torches, and the light of a portal."""

from dataclasses import dataclass, replace

import numpy as np

from imagesvc.engines.pillow.fields import fbm, resized
from imagesvc.engines.pillow.parts import (
    STONE,
    Bench,
    Outline,
    oval,
    rectangle,
)
from imagesvc.engines.pillow.scenes.places import vault
from imagesvc.engines.pillow.sheet import Sheet
from imagesvc.engines.pillow.words import Reading


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Where the way through is: its middle, its foot, half its width, and where its arch begins."""

    x: float
    foot: float
    half: float
    spring: float

    @property
    def middle(self) -> float:
        return (self.foot + self.spring) / 2 - 20


def round_arch(gap: Gap) -> Outline:
    return [
        (gap.x - gap.half, gap.foot),
        (gap.x - gap.half, gap.spring),
        *oval(gap.x, gap.spring, gap.half, start=180, stop=360),
        (gap.x + gap.half, gap.foot),
    ]


def pointed_arch(gap: Gap) -> Outline:
    reach = gap.half * 1.36
    left = oval(gap.x - gap.half + reach, gap.spring, reach, start=180, stop=247, steps=16)
    right = [(2 * gap.x - x, y) for x, y in reversed(left)]
    return [(gap.x - gap.half, gap.foot), *left, *right, (gap.x + gap.half, gap.foot)]


def swirl(sheet: Sheet, reading: Reading, gap: Gap) -> None:
    """Fill the sheet with what nobody knows: arms of light around a middle."""
    centre = (gap.x, gap.middle)
    x, y = sheet.everything().coarse()
    dx, dy = x - np.float32(centre[0]), y - np.float32(centre[1])
    distance = np.sqrt(dx * dx + dy * dy)
    turn = np.arctan2(dy, dx)
    clouds = fbm(reading.chance("portal"), sheet.light.shape, cell=150 * sheet.scale / 2, octaves=4)
    arms = np.float32(0.5) + np.float32(0.5) * np.cos(
        turn * 5 + distance * np.float32(-0.021) + clouds * np.float32(0.5)
    )
    near = np.exp(distance * np.float32(-1 / 150))
    sheet.light[:] = np.clip(0.42 + 0.3 * arms + 0.8 * near, 0.2, 1)
    sheet.tone[:] = np.clip(0.28 + 0.3 * arms + 0.75 * near, 0, 1)
    sheet.hue[:] = np.clip(0.6 + 0.25 * arms + 0.4 * near, 0, 1)
    x, y = sheet.everything().fine()
    dx, dy = x - np.float32(centre[0]), y - np.float32(centre[1])
    spiral = np.sqrt(dx * dx + dy * dy) * np.float32(1 / 8.2) + np.arctan2(dy, dx) * np.float32(6 / (2 * np.pi))
    sheet.phase[:] = spiral + resized(clouds, sheet.phase.shape) * np.float32(0.7)


def ring(bench: Bench, gap: Gap, *, pointed: bool) -> None:
    """Stones around the arch."""
    centre, foot, half = gap.x, gap.foot, gap.half
    shape = pointed_arch if pointed else round_arch
    inner, outer = shape(gap), shape(replace(gap, half=half + 76))
    depth = [(centre + (x - centre) * 0.9, y + (0 if y >= foot - 1 else 14)) for x, y in inner]
    bench.part(inner + depth[::-1], STONE.but(base=0.36, dark=0.1, bright=0.7, angle=80, pitch=7), bevel=10, outline=3)
    joints = _voussoirs(inner, outer)
    for k, stone in enumerate(joints):
        bench.part(
            stone,
            STONE.but(
                hue=0.32, base=0.5 + 0.1 * (k % 2) - 0.04 * (k % 3), dark=0.12, bright=0.8, angle=20 + 25 * (k % 3)
            ),
            bevel=9,
            outline=3,
        )
    top = min(y for _, y in outer)
    bench.part(
        [(centre - 50, top - 26), (centre + 50, top - 26), (centre + 34, top + 96), (centre - 34, top + 96)],
        STONE.but(hue=0.4, base=0.64),
        bevel=14,
        outline=3,
    )


def _voussoirs(inner: Outline, outer: Outline) -> list[Outline]:
    """Cut the ring between two arches of as many points into stones."""
    (x0, foot), (_, spring) = inner[0], inner[1]
    x1 = outer[0][0]
    mirror = inner[0][0] + inner[-1][0]
    count = 5
    stones: list[Outline] = []
    for k in range(count):
        y0, y1 = foot - (foot - spring) * k / count, foot - (foot - spring) * (k + 1) / count
        stone = [(x0, y0), (x0, y1), (x1, y1), (x1, y0)]
        stones += [stone, [(mirror - x, y) for x, y in stone]]
    ring_in, ring_out = inner[1:-1], outer[1:-1]
    step = 3
    for k in range(0, len(ring_in) - 1, step):
        stop = min(k + step, len(ring_in) - 1)
        stones.append(ring_in[k : stop + 1] + ring_out[k : stop + 1][::-1])
    return stones


def steps(bench: Bench, gap: Gap) -> None:
    bottom = bench.sheet.height
    for k in range(3):
        y = gap.foot + (bottom - gap.foot) * k / 3.2
        w = gap.half + 40 + 62 * k
        tread = [(gap.x - w, y), (gap.x + w, y), (gap.x + w + 30, y + 18), (gap.x - w - 30, y + 18)]
        bench.part(tread, STONE.but(hue=0.4, base=0.74, angle=0), bevel=5, outline=3)
        riser = rectangle(gap.x - w - 30, y + 18, gap.x + w + 30, y + 50)
        bench.part(riser, STONE.but(hue=0.3, base=0.32, dark=0.08, bright=0.6, angle=90), bevel=5, outline=3)


def torches(bench: Bench, reading: Reading, gap: Gap) -> None:
    for side in (-1, 1):
        vault.torch(bench, reading, x=gap.x + side * (gap.half + 132), y=gap.spring + 60, size=130)


def sparks(bench: Bench, *, centre: tuple[float, float]) -> None:
    shapes = []
    for a, b, c in bench.rng.random((46, 3)).tolist():
        turn, far, r = a * 2 * np.pi, 60 + 420 * b**0.7, 1.8 + 5 * c**3
        x, y = centre[0] + far * 0.8 * np.cos(turn), centre[1] + far * np.sin(turn)
        shapes.append([(x - r, y), (x, y - 1.7 * r), (x + r, y), (x, y + 1.7 * r)])
    bench.cuts(shapes, light=1, tone=1, hue=1.0)
