"""A chasm: a shaft seen from its brink, ledge under ledge down into the dark, with lit passages in its walls."""

from collections.abc import Iterator
from math import cos, pi, sin

import numpy as np

from imagesvc.engines.pillow.fields import fbm, resized
from imagesvc.engines.pillow.parts import STONE, Bench, Material, band, curve, oval
from imagesvc.engines.pillow.scenes.places import sky
from imagesvc.engines.pillow.sheet import Sheet
from imagesvc.engines.pillow.words import Reading

_LEDGES = 6
_WALL = Material(hue=0.25, dark=0.03, bright=0.7, pitch=7.4, angle=88, grain=1.6, base=0.5)


def paint(sheet: Sheet, reading: Reading, place: str) -> Iterator[str]:
    """Draw the far wall, then ledge after ledge downwards, then the brink we stand on."""
    yield "Cutting the walls"
    cx = sheet.width * 0.5
    _rock(sheet, reading)
    bench = Bench(sheet, rng=reading.chance("chasm"))
    for ledge in range(_LEDGES):
        yield f"Cutting ledge {ledge + 1}"
        _ledge(bench, ledge / (_LEDGES - 1), cx=cx)
    yield "Standing at the brink"
    _brink(bench, cx=cx)
    if reading.weather in {"snow", "rain", "fog"}:
        sky.weather(bench, reading, sky.mood_of(reading), horizon=sheet.height * 0.6)


def _rock(sheet: Sheet, reading: Reading) -> None:
    box = sheet.everything()
    x, y = box.coarse()
    rock = fbm(reading.chance("rock"), box.half_shape, cell=90 * sheet.scale / 2, octaves=4)
    middle = np.exp(-(((x - np.float32(sheet.width / 2)) / np.float32(sheet.width * 0.28)) ** 2)) + 0 * y
    fall = np.clip(1 - y * np.float32(1.5 / sheet.height), 0, 1)
    sheet.light[box.half] = np.clip(0.34 + 0.1 * rock + 0.5 * middle * fall, 0.14, 1)
    sheet.tone[box.half] = np.clip(0.22 + 0.06 * rock + 0.6 * middle * fall, 0, 1)
    sheet.hue[box.half] = np.clip(0.1 + 0.7 * middle * fall, 0, 1)
    fx, fy = box.fine()
    sheet.phase[box.full] = (fx + np.float32(0.1) * fy) * np.float32(1 / 8) + resized(rock, box.shape) * np.float32(1.1)


def _ledge(bench: Bench, depth: float, *, cx: float) -> None:
    """A ring of rock and the wall beneath it; `depth` from 0 (the first) to 1."""
    sheet = bench.sheet
    rx, ry = sheet.width * (0.86 - 0.68 * depth**0.6), sheet.height * (0.27 - 0.2 * depth**0.8)
    cy = sheet.height * (0.36 + 0.4 * depth**0.9)
    jagged = bench.rng.random(48).tolist()
    edge = [
        (cx + rx * (0.95 + 0.1 * a) * cos(k * pi / 24), cy + ry * (0.95 + 0.1 * a) * sin(k * pi / 24))
        for k, a in enumerate(jagged)
    ]
    inner = [(cx + (x - cx) * 0.87, cy + (y - cy) * 0.82 + 6) for x, y in edge]
    shade = 0.34 * depth
    bench.part(
        curve(edge, steps=2),
        STONE.but(base=0.74 - shade, dark=0.12, bright=0.9 - 0.5 * depth, angle=0, hue=0.35),
        bevel=12,
    )
    bench.part(
        curve(inner, steps=2),
        _WALL.but(base=0.4 - 0.8 * shade, bright=0.6 - shade, dark=0.02),
        bevel=30 * (1 - depth) + 8,
    )
    for k, (a, b) in enumerate(bench.rng.random((4, 2)).tolist()):
        turn = pi * (1.14 + 0.72 * (k + 0.2 + 0.6 * a) / 4)
        x, y = cx + rx * 0.84 * cos(turn), cy + ry * 0.8 * sin(turn) + ry * 0.34
        w = (20 - 12 * depth) * (0.8 + 0.5 * b)
        arch = [(x - w, y + w * 1.5), (x - w, y), *oval(x, y, w, start=180, stop=360, steps=12), (x + w, y + w * 1.5)]
        bench.flat(arch, light=1.0, tone=0.9, hue=0.95, outline=3)
        bench.glow(x, y + w, radius=w * 1.8, light=0.3, hue=0.6, tone=0.3)
    steps = []
    for k in range(18):
        turn = pi * (0.52 + 0.5 * k / 17)
        c, s = cos(turn), sin(turn)
        steps.append(
            band(
                [(cx + rx * 0.88 * c, cy + ry * 0.84 * s + 6), (cx + rx * 0.98 * c, cy + ry * 0.98 * s)],
                [3 - 1.6 * depth] * 2,
            )
        )
    bench.inks(steps)


def _brink(bench: Bench, *, cx: float) -> None:
    """A ledge in front, and somebody on it with a light."""
    w, h = bench.sheet.width, bench.sheet.height
    ground = [
        (-10, h * 0.86),
        (w * 0.14, h * 0.87),
        (w * 0.3, h * 0.93),
        (w * 0.42, h * 0.955),
        (w * 0.46, h + 10),
        (-10, h + 10),
    ]
    bench.part(ground, STONE.but(base=0.42, dark=0.05, bright=0.7, angle=4), bevel=24)
    x, foot, s = w * 0.24, h * 0.905, 150.0
    body = curve(
        [
            (x - s * 0.2, foot),
            (x - s * 0.17, foot - s * 0.6),
            (x, foot - s * 0.78),
            (x + s * 0.15, foot - s * 0.6),
            (x + s * 0.24, foot),
        ],
        steps=4,
    )
    arm = band([(x + s * 0.08, foot - s * 0.6), (x + s * 0.36, foot - s * 0.72)], [s * 0.09] * 2)
    bench.glow(x + s * 0.38, foot - s * 0.66, radius=120, light=0.4, hue=0.8, tone=0.4)
    bench.inks(
        [
            body,
            oval(x, foot - s * 0.86, s * 0.12, steps=14),
            arm,
            band([(x - s * 0.3, foot), (x - s * 0.26, foot - s)], [5, 5]),
        ]
    )
    bench.flat(oval(x + s * 0.38, foot - s * 0.62, s * 0.08, s * 0.11), light=1, tone=1, hue=1.0, outline=3)
