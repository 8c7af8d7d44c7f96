"""What people raised, far or near: ships, mills, lighthouses, tents, columns, ruins, pyramids."""

from math import cos, pi, sin

from imagesvc.engines.pillow.parts import (
    BONE,
    CLOTH,
    STONE,
    WOOD,
    Bench,
    Outline,
    Pose,
    band,
    curve,
    oval,
    rectangle,
)
from imagesvc.engines.pillow.scenes.places.sky import Mood


def sailing_ship(bench: Bench, *, x: float, foot: float, size: float, mood: Mood, facing: int = 1) -> None:
    """Draw a ship of three masts under sail, seen from the side; `size` is the height of its main mast."""
    hull = WOOD.but(angle=3, base=0.36 - mood.dim, dark=0.04)
    sail = BONE.but(angle=82, base=0.84 - 2 * mood.dim, hue=0.35, bright=1.0 - mood.dim)

    def at(points: Outline) -> Outline:
        return [(x + facing * px * size, foot - py * size) for px, py in points]

    for mast, tall in ((-0.3, 0.78), (0.02, 1.0), (0.32, 0.82)):
        bench.line(at([(mast, 0.1), (mast, tall)]), [size * 0.022, size * 0.01])
        for low, high, wide in ((0.3, 0.58, 0.17), (0.6, 0.82, 0.13)):
            a, b, w = low * tall, high * tall, wide * (0.7 + 0.4 * tall)
            shape = curve(
                [
                    (mast - w * 0.86, b),
                    (mast, b + 0.006),
                    (mast + w * 0.86, b),
                    (mast + w * 1.18, (a + b) / 2),
                    (mast + w, a),
                    (mast, a + 0.05),
                    (mast - w, a),
                    (mast - w * 0.72, (a + b) / 2),
                ],
                steps=5,
            )
            bench.part(at(shape), sail, bevel=size * 0.035)
            bench.line(at([(mast - w, b), (mast + w, b)]), size * 0.012)
        flag = [(mast, tall), (mast - 0.11, tall - 0.02), (mast, tall - 0.05)]
        bench.part(at(flag), CLOTH.but(hue=1.0), bevel=3, outline=1.4)
    jib = [(0.34, 0.66), (0.62, 0.2), (0.38, 0.2)]
    bench.part(at(jib), sail.but(base=sail.base - 0.1), bevel=size * 0.03)
    rope = [
        [(-0.3, 0.78), (-0.5, 0.16)],
        [(0.02, 1.0), (-0.3, 0.5)],
        [(0.32, 0.82), (0.7, 0.24)],
        [(0.02, 1.0), (0.32, 0.6)],
    ]
    bench.inks([band(at(points), [size * 0.005] * 2) for points in rope])
    bench.line(at([(0.4, 0.12), (0.72, 0.25)]), [size * 0.024, size * 0.01])
    body = curve(
        [
            (-0.56, 0.24),
            (-0.5, 0.02),
            (-0.4, -0.04),
            (0.36, -0.04),
            (0.46, 0.06),
            (0.56, 0.16),
            (0.3, 0.12),
            (-0.1, 0.1),
            (-0.3, 0.12),
            (-0.34, 0.2),
        ],
        steps=4,
    )
    bench.part(at(body), hull, bevel=size * 0.05)
    bench.inks(
        [band(at([(-0.54, 0.15 - d), (0.0, 0.06 - d), (0.5, 0.1 - d)]), [size * 0.008] * 3) for d in (0.0, 0.05)]
    )
    ports = [at(oval(-0.3 + 0.12 * k, 0.035, 0.014, steps=8)) for k in range(6)]
    if mood.lit:
        bench.cuts(ports, hue=1.0, tone=0.9)
    else:
        bench.inks(ports)


def boat(bench: Bench, *, x: float, foot: float, size: float, mood: Mood, sail: bool) -> None:
    """Draw a small boat, with a sail or empty."""
    shape = curve(
        [
            (x - size * 0.5, foot - size * 0.16),
            (x - size * 0.4, foot + size * 0.06),
            (x + size * 0.36, foot + size * 0.06),
            (x + size * 0.54, foot - size * 0.2),
            (x, foot - size * 0.08),
        ],
        steps=4,
    )
    bench.shadow([shape], blur=size * 0.05, shift=(0, size * 0.12), depth=0.5)
    if sail:
        cloth = BONE.but(angle=80, base=0.8 - 2 * mood.dim)
        bench.line([(x, foot - size * 0.05), (x, foot - size)], [size * 0.03, size * 0.02])
        bench.part(
            [
                (x + size * 0.03, foot - size),
                (x + size * 0.46, foot - size * 0.26),
                (x + size * 0.03, foot - size * 0.16),
            ],
            cloth,
            bevel=size * 0.05,
        )
        bench.part(
            [
                (x - size * 0.03, foot - size * 0.86),
                (x - size * 0.32, foot - size * 0.22),
                (x - size * 0.03, foot - size * 0.18),
            ],
            cloth.but(base=cloth.base - 0.16),
            bevel=size * 0.05,
        )
    bench.part(shape, WOOD.but(angle=4, base=0.36 - mood.dim, dark=0.05), bevel=size * 0.06)
    bench.inks(
        [band([(x - size * 0.44, foot - size * 0.06), (x + size * 0.46, foot - size * 0.08)], [size * 0.014] * 2)]
    )


def windmill(bench: Bench, *, x: float, foot: float, size: float, mood: Mood) -> None:
    """Draw a windmill with four sails of cloth."""
    pose = Pose(x=x, y=foot)
    bench.turned([(-size * 0.62, size * 0.1), (0, size * 0.17)], STONE.but(base=0.62 - mood.dim, hue=0.2), pose=pose)
    bench.turned(
        [(-size * 0.78, 2), (-size * 0.68, size * 0.1), (-size * 0.61, size * 0.12)],
        WOOD.but(base=0.32 - mood.dim),
        pose=pose,
    )
    bench.part(rectangle(x - size * 0.04, foot - size * 0.14, x + size * 0.04, foot), WOOD.but(base=0.22), bevel=4)
    hub = (x, foot - size * 0.64)
    turn = float(bench.rng.random()) * 50 + 20
    for k in range(4):
        t = (turn + 90 * k) * pi / 180
        c, s = cos(t), sin(t)
        blade = [
            (hub[0] + (c * u - s * v) * size, hub[1] + (s * u + c * v) * size)
            for u, v in ((0.08, 0.0), (0.5, 0.0), (0.5, 0.1), (0.08, 0.08))
        ]
        bench.part(blade, BONE.but(base=0.8 - mood.dim, angle=turn + 90 * k), bevel=4)
        bars = [
            [
                (hub[0] + (c * u) * size, hub[1] + (s * u) * size),
                (hub[0] + (c * u - s * 0.1) * size, hub[1] + (s * u + c * 0.1) * size),
            ]
            for u in (0.16, 0.24, 0.32, 0.4, 0.48)
        ]
        bench.inks(
            [
                band(bar, [size * 0.007] * 2)
                for bar in [*bars, [hub, (hub[0] + c * size * 0.52, hub[1] + s * size * 0.52)]]
            ]
        )
    bench.ball(hub[0], hub[1], size * 0.022, WOOD)


def lighthouse(bench: Bench, *, x: float, foot: float, size: float, mood: Mood) -> None:
    """Draw a banded lighthouse; at dusk and by night its beam goes out over the sea."""
    if mood.lit:
        for side in (-1, 1):
            beam = [
                (x, foot - size * 0.86),
                (x + side * size * 4, foot - size * 1.46),
                (x + side * size * 4, foot - size * 0.54),
            ]
            bench.cuts([beam], light=0.96, tone=0.82, hue=0.7)
    pose = Pose(x=x, y=foot)
    for k in range(5):
        low, high = size * 0.16 * k, size * 0.16 * (k + 1)
        bench.turned(
            [(-high, size * (0.115 - 0.008 * (k + 1))), (-low, size * (0.115 - 0.008 * k))],
            STONE.but(base=0.8 - mood.dim if k % 2 else 0.5 - mood.dim, hue=0.2 if k % 2 else 1.0),
            pose=pose,
            outline=1.8,
        )
    bench.turned([(-size * 0.82, size * 0.1), (-size * 0.79, size * 0.1)], STONE.but(base=0.3), pose=pose)
    bench.flat(
        rectangle(x - size * 0.05, foot - size * 0.91, x + size * 0.05, foot - size * 0.82),
        light=1,
        tone=1,
        hue=1.0,
        outline=3,
    )
    bench.turned([(-size, 1.5), (-size * 0.91, size * 0.075)], WOOD.but(base=0.3), pose=pose)
    bench.glow(x, foot - size * 0.86, radius=size * 0.16, light=0.4, hue=0.8, tone=0.5)


def tent(bench: Bench, *, x: float, foot: float, size: float, mood: Mood, hue: float) -> None:
    """Draw a ridge tent, its door open towards us."""
    cloth = CLOTH.but(hue=hue, base=0.62 - mood.dim, bright=0.9 - mood.dim)
    w = size * 0.62
    back = (x + size * 0.5, foot - size * 0.86)
    bench.shadow(
        [[(x - w, foot - 8), (x + w * 2, foot - 8), (x + w * 2.3, foot + 16), (x - w, foot + 14)]],
        blur=10,
        shift=(0, 0),
    )
    bench.part(
        [(x, foot - size), back, (x + size * 1.12, foot - size * 0.1), (x + w, foot)],
        cloth.but(angle=60, base=cloth.base - 0.14),
        bevel=8,
    )
    bench.part([(x, foot - size), (x - w, foot), (x + w, foot)], cloth.but(angle=100), bevel=10)
    mouth = [(x, foot - size * 0.82), (x - w * 0.3, foot), (x + w * 0.3, foot)]
    bench.flat(
        mouth, light=0.9 if mood.lit else 0.12, tone=0.8 if mood.lit else 0.08, hue=1.0 if mood.lit else 0.2, outline=3
    )
    flap = [(x, foot - size * 0.82), (x + w * 0.3, foot), (x + w * 0.56, foot - size * 0.06)]
    bench.part(flap, cloth.but(base=cloth.base + 0.1), bevel=6)
    bench.inks(
        [
            band([a, b], [size * 0.016] * 2)
            for a, b in (((x, foot - size), (x, foot - size * 1.08)), ((x, foot - size), (x - w * 1.3, foot + 6)))
        ]
    )


def column(bench: Bench, *, x: float, foot: float, size: float, mood: Mood, broken: bool) -> None:
    """Draw a fluted column, whole or broken off."""
    stone = STONE.but(base=0.6 - mood.dim, hue=0.3, bright=0.95 - mood.dim)
    r = size * 0.09
    top = size * (0.5 + 0.3 * float(bench.rng.random())) if broken else size
    bench.part(rectangle(x - r * 1.5, foot - size * 0.05, x + r * 1.5, foot), stone, bevel=5)
    bench.turned([(-top + size * 0.06, r * 0.86), (-size * 0.05, r)], stone.but(angle=90), pose=Pose(x=x, y=foot))
    bench.inks(
        [
            band([(x + r * t, foot - size * 0.06), (x + r * t * 0.88, foot - top + size * 0.08)], [size * 0.01] * 2)
            for t in (-0.55, -0.1, 0.35, 0.7)
        ]
    )
    if broken:
        ragged = [
            (x - r, foot - top + size * 0.07),
            (x - r * 0.5, foot - top - size * 0.02),
            (x - r * 0.1, foot - top + size * 0.03),
            (x + r * 0.4, foot - top - size * 0.05),
            (x + r, foot - top + size * 0.07),
        ]
        bench.part(ragged, stone.but(base=stone.base + 0.1), bevel=4)
    else:
        bench.part(
            [
                (x - r, foot - size * 0.93),
                (x - r * 1.6, foot - size),
                (x + r * 1.6, foot - size),
                (x + r, foot - size * 0.93),
            ],
            stone,
            bevel=4,
        )


def broken_arch(bench: Bench, *, x: float, foot: float, size: float, mood: Mood) -> None:
    """Draw a wall with an arch whose one side has fallen."""
    stone = STONE.but(base=0.52 - mood.dim, hue=0.3)
    s = size
    shape = [
        (-0.5, 0),
        (-0.52, 0.74),
        (-0.4, 0.92),
        (-0.28, 0.86),
        (-0.14, 1.0),
        (0.04, 0.9),
        (0.16, 0.94),
        (0.24, 0.74),
        (0.36, 0.72),
        (0.34, 0.5),
        (0.46, 0.44),
        (0.5, 0.2),
        (0.58, 0.14),
        (0.6, 0),
    ]
    hole = [
        (-0.22, 0),
        (-0.22, 0.4),
        *[(0.24 * cos(t * pi / 12), 0.4 + 0.26 * sin(t * pi / 12)) for t in range(11, 0, -1)],
        (0.26, 0.4),
        (0.26, 0),
    ]
    bench.part(
        [(x + px * s, foot - py * s) for px, py in shape],
        stone,
        holes=[[(x + px * s, foot - py * s) for px, py in hole]],
        bevel=s * 0.03,
    )
    marks = []
    for a, b in bench.rng.random((22, 2)).tolist():
        px, py = (-0.5 + 0.26 * a, 0.9 * b) if b < 0.75 else (-0.3 + 0.5 * a, 0.7 + 0.16 * a)
        marks.append(band([(x + px * s, foot - py * s), (x + (px + 0.09) * s, foot - py * s)], [s * 0.006] * 2))
    bench.inks(marks)


def pyramid(bench: Bench, *, x: float, foot: float, size: float, mood: Mood) -> None:
    """Draw a pyramid, one side in the sun."""
    sand = STONE.but(hue=0.35, base=0.7 - mood.dim, angle=0, grain=0.8)
    bench.part([(x, foot - size), (x - size * 0.9, foot), (x + size * 0.34, foot)], sand, bevel=6)
    bench.part(
        [(x, foot - size), (x + size * 0.34, foot), (x + size * 0.86, foot - size * 0.06)],
        sand.but(base=0.3 - mood.dim, bright=0.6),
        bevel=6,
    )
    bench.inks(
        [
            band(
                [(x - size * 0.9 * t, foot - size * (1 - t)), (x + size * 0.34 * t, foot - size * (1 - t))],
                [size * 0.005] * 2,
            )
            for t in (0.2, 0.34, 0.48, 0.62, 0.76, 0.9)
        ]
    )
