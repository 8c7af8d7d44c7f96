"""What nature raised: peaks, volcanoes, boulders, arches of rock, a cactus, and planets above."""

from math import cos, pi, sin

from imagesvc.engines.pillow.parts import (
    BONE,
    Bench,
    Material,
    Pose,
    band,
    curve,
    oval,
    rectangle,
)
from imagesvc.engines.pillow.scenes.places.sky import Mood

_ROCK = Material(hue=0.3, dark=0.06, bright=0.8, pitch=7.4, angle=62, grain=1.2, base=0.46)


def volcano(bench: Bench, *, x: float, foot: float, size: float, mood: Mood) -> None:
    """Draw a burning mountain with rivers of lava and a column of smoke."""
    smoke = Material(hue=0.1, dark=0.1, bright=0.7, pitch=7.4, angle=30, grain=1.6, base=0.5)
    for k in range(9):
        a = float(bench.rng.random())
        r = size * (0.1 + 0.026 * k)
        cx, cy = x + size * (0.03 * k * k * 0.14 + 0.14 * (a - 0.5)), foot - size * (1.02 + 0.1 * k)
        bench.part(
            curve(
                [
                    (cx + r * dx, cy + r * dy)
                    for dx, dy in ((-1, 0), (-0.5, -0.8), (0.4, -0.9), (1, -0.1), (0.5, 0.7), (-0.4, 0.7))
                ]
            ),
            smoke.but(hue=0.6 if k < 2 else 0.1),
            bevel=r * 0.5,
            outline=1.6,
        )
    bench.glow(x, foot - size, radius=size * 0.26, light=0.5, hue=0.9, tone=0.5)
    cone = [
        (-1.2, 0),
        (-0.62, 0.34),
        (-0.3, 0.7),
        (-0.16, 0.98),
        (-0.06, 0.93),
        (0.04, 0.97),
        (0.15, 0.94),
        (0.3, 0.7),
        (0.66, 0.36),
        (1.2, 0),
    ]
    bench.part(
        [(x + px * size, foot - py * size) for px, py in cone], _ROCK.but(base=0.4, bright=0.6), bevel=size * 0.07
    )
    for dx, low in ((-0.05, 0.3), (0.07, 0.12), (0.0, 0.5)):
        points = [
            (x + dx * size * (1 + 3.4 * (1 - t)) + size * 0.03 * sin(9 * t), foot - size * t)
            for t in (0.95, 0.8, 0.62, 0.44, low)
        ]
        line = curve(points, closed=False, steps=4)
        bench.cuts(
            [band(line, [size * (0.02 + 0.022 * i / len(line)) for i in range(len(line))])], light=1, tone=0.86, hue=1.0
        )
    bench.flat(oval(x, foot - size * 0.955, size * 0.14, size * 0.028), light=1, tone=0.95, hue=1.0, outline=2)


def planet(bench: Bench, *, x: float, y: float, r: float, ringed: bool, hue: float = 0.5) -> None:
    """Draw a planet with bands and a night side."""
    stuff = Material(hue=hue, dark=0.12, bright=0.95, pitch=7.2, angle=-14, grain=2.4, base=0.62)
    if ringed:
        halo = [
            (x + r * a * cos(t * pi / 20), y + r * a * 0.28 * sin(t * pi / 20) - 0.34 * r * a * cos(t * pi / 20) * 0.5)
            for a, order in ((2.0, range(20, 41)), (1.4, range(40, 19, -1)))
            for t in order
        ]
        bench.flat(halo, light=0.8, tone=0.8, hue=0.9, outline=2)
    bench.ball(x, y, r, stuff)
    if ringed:
        halo = [
            (x + r * a * cos(t * pi / 20), y + r * a * 0.28 * sin(t * pi / 20) - 0.34 * r * a * cos(t * pi / 20) * 0.5)
            for a, order in ((2.0, range(21)), (1.4, range(20, -1, -1)))
            for t in order
        ]
        bench.flat(halo, light=0.85, tone=0.9, hue=0.9, outline=2)


def rock_arch(bench: Bench, *, x: float, foot: float, size: float, mood: Mood) -> None:
    """Draw a strange arch of rock, as other worlds have them."""
    points = [
        (-0.7, 0),
        (-0.62, 0.5),
        (-0.44, 0.86),
        (-0.08, 1.0),
        (0.3, 0.9),
        (0.54, 0.6),
        (0.62, 0.3),
        (0.8, 0),
        (0.44, 0),
        (0.4, 0.34),
        (0.28, 0.6),
        (0.04, 0.72),
        (-0.2, 0.64),
        (-0.36, 0.4),
        (-0.36, 0),
    ]
    shape = curve([(x + px * size, foot - py * size) for px, py in points], steps=5)
    bench.part(shape, _ROCK.but(base=0.42 - mood.dim), bevel=size * 0.09)


def boulder(bench: Bench, *, x: float, foot: float, size: float, mood: Mood, hue: float = 0.3) -> None:
    """Draw a rock with a lit side."""
    draws = bench.rng.random(7).tolist()
    ring = [(-0.5, 0.02), (-0.46, 0.3), (-0.24, 0.56), (0.06, 0.66), (0.32, 0.5), (0.5, 0.22), (0.52, 0.0)]
    shape = [
        (x + size * px * (0.85 + 0.3 * d), foot - size * py * (0.8 + 0.4 * d))
        for (px, py), d in zip(ring, draws, strict=True)
    ]
    bench.part(shape, _ROCK.but(base=0.5 - mood.dim, hue=hue), bevel=size * 0.14, relief=1.3)
    bench.line([shape[2], (x + size * 0.04, foot - size * 0.3), (x + size * 0.1, foot)], [1, size * 0.02, 1])


def peak(bench: Bench, *, x: float, foot: float, size: float, mood: Mood, pale: float) -> None:
    """Draw a mountain: a side in the sun, one in the shade, snow down to a ragged line; `pale` by distance."""
    draws = bench.rng.random((9, 3)).tolist()
    left, right, ridge = [(x, foot - size)], [(x, foot - size)], [(x, foot - size)]
    for k, (a, b, c) in enumerate(draws):
        t = (k + 1) / len(draws)
        y = foot - size * (1 - t)
        left.append((x - size * (0.86 * t + 0.1 * (a - 0.5)), y))
        right.append((x + size * (0.82 * t + 0.1 * (b - 0.5)), y))
        ridge.append((x + size * (0.16 * (c - 0.45) + 0.1 * t), y))
    night = mood.dim * 1.4
    sunny = _ROCK.but(base=0.74 + pale - night, bright=0.95 - night, dark=0.2 + 2 * pale, angle=-58, hue=0.1)
    shady = _ROCK.but(base=0.3 + pale - 0.5 * night, bright=0.6 + pale - night, dark=0.06 + 2 * pale, angle=58, hue=0.2)
    bench.part(left + ridge[::-1], sunny, bevel=5)
    bench.part(right + ridge[::-1], shady, bevel=5)
    cap = 5 if mood.weather == "snow" else 3
    white = BONE.but(hue=0.05, base=0.96 - night, bright=1.0 - night, dark=0.6, angle=-58)
    hem = [
        ((lx + (rx - lx) * f), ly + size * (0.07 if i % 2 else -0.03))
        for (lx, ly), (rx, _) in [(left[cap], ridge[cap])]
        for i, f in enumerate((0.0, 0.2, 0.4, 0.6, 0.8, 1.0))
    ]
    bench.part([*left[: cap + 1], *hem, *ridge[: cap + 1][::-1]], white, bevel=4, outline=1.2)
    hem = [
        ((lx + (rx - lx) * f), ly + size * (0.05 if i % 2 else -0.03))
        for (lx, ly), (rx, _) in [(right[cap - 1], ridge[cap - 1])]
        for i, f in enumerate((0.0, 0.25, 0.5, 0.75, 1.0))
    ]
    bench.part(
        [*right[:cap], *hem, *ridge[:cap][::-1]],
        white.but(base=0.6 - night, angle=58, bright=0.8),
        bevel=4,
        outline=1.2,
    )


def cactus(bench: Bench, *, x: float, foot: float, size: float, mood: Mood) -> None:
    """Draw a cactus with two arms."""
    green = Material(hue=0.5, dark=0.1, bright=0.6, pitch=6.8, angle=90, base=0.44 - mood.dim)
    pose = Pose(x=x, y=foot, size=size / 200)
    bench.shadow([rectangle(-20, -20, 120, 0)], pose=pose, blur=10, shift=(30, 8))
    for arm in ([(0, -90), (-60, -96), (-64, -170)], [(0, -60), (56, -66), (60, -130)]):
        line = curve(arm, closed=False)
        bench.part(band(line, [30] * len(line)), green, pose=pose, bevel=12)
    trunk = [(-22, 0), (-22, -190), *oval(0, -190, 22, 26, start=180, stop=360, steps=10), (22, 0)]
    bench.part(trunk, green, pose=pose, bevel=14)
