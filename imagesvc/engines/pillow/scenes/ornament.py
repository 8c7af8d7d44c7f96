"""Ornaments that many objects share: cut stones, emblems, seals, runes."""

from math import cos, pi, sin

from imagesvc.engines.pillow.parts import (
    GEM,
    STONE,
    Bench,
    Material,
    Outline,
    Pose,
    band,
    curve,
    oval,
    ring,
    star,
)
from imagesvc.engines.pillow.words import Reading

WAX = Material(hue=1.0, dark=0.2, bright=0.6, pitch=6.5, angle=30, base=0.45, gloss=0.4)


def emblem(bench: Bench, pose: Pose, reading: Reading, *, x: float, y: float, size: float, material: Material) -> None:
    """Draw a device that belongs to the words: sun, flower, knot or eye."""
    points = 5 + int(reading.trait("emblem").random() * 5)
    style = int(reading.trait("emblem style").random() * 3)
    bench.part(ring(x, y, size, size * 0.86), material, pose=pose, bevel=4, outline=1.6)
    if style == 0:
        bench.part(star(x, y, size * 0.78, size * 0.34, points=points), material, pose=pose, bevel=8, outline=1.8)
        bench.part(oval(x, y, size * 0.26), GEM, pose=pose, bevel=7)
        return
    if style == 1:
        for i in range(points):
            turn = 2 * pi * i / points
            cx, cy = x + size * 0.45 * cos(turn), y + size * 0.45 * sin(turn)
            bench.part(oval(cx, cy, size * 0.27), material, pose=pose, bevel=8, outline=1.8)
        bench.part(oval(x, y, size * 0.24), GEM, pose=pose, bevel=7)
        return
    eye = curve([(x - size * 0.72, y), (x, y - size * 0.46), (x + size * 0.72, y), (x, y + size * 0.46)], steps=8)
    bench.part(eye, material.but(base=0.8), pose=pose, bevel=8, outline=2.2)
    bench.part(oval(x, y, size * 0.32), GEM, pose=pose, bevel=8)
    bench.inks([oval(x, y, size * 0.13)], pose=pose)


def seal(bench: Bench, pose: Pose, reading: Reading, *, x: float, y: float, size: float) -> None:
    """Drop a blob of wax and press an emblem in it."""
    blob = [
        (
            x + size * (1 + 0.08 * ((i * 7) % 3 - 1)) * cos(i * pi / 6),
            y + size * (1 + 0.08 * ((i * 5) % 3 - 1)) * sin(i * pi / 6),
        )
        for i in range(12)
    ]
    bench.part(curve(blob, steps=4), WAX, pose=pose, bevel=14)
    emblem(bench, pose, reading, x=x, y=y, size=size * 0.7, material=WAX.but(base=0.6))


def crystal(bench: Bench, pose: Pose, x: float, y: float, size: float) -> None:
    """Set a cut crystal of six facets."""
    crown = [
        (x - size * 0.62, y - size * 0.2),
        (x, y - size),
        (x + size * 0.62, y - size * 0.2),
        (x + size * 0.5, y + size * 0.45),
        (x, y + size),
        (x - size * 0.5, y + size * 0.45),
    ]
    middle = (x - size * 0.08, y - size * 0.05)
    bases = (0.95, 0.5, 0.3, 0.36, 0.6, 0.85)
    for i, base in enumerate(bases):
        bench.part(
            [crown[i], crown[(i + 1) % 6], middle], GEM.but(base=base, angle=i * 60.0), pose=pose, bevel=3, outline=1.6
        )


def facets(bench: Bench, pose: Pose, *, x: float, y: float, rx: float, ry: float) -> None:
    """Set a brilliant."""
    outer = oval(x, y, rx, ry, steps=8)[:-1]
    inner = oval(x, y - ry * 0.06, rx * 0.55, ry * 0.52, start=22, stop=382, steps=8)[:-1]
    for i in range(8):
        # Facets that look to the upper left (between 180 and 270 degrees) are the lightest.
        base = (0.38, 0.26, 0.34, 0.55, 0.85, 0.98, 0.9, 0.55)[i]
        stuff = GEM.but(base=base, angle=45.0 * i, pitch=6)
        bench.part([outer[i], outer[(i + 1) % 8], inner[i]], stuff, pose=pose, bevel=2, outline=1.4)
        bench.part(
            [inner[i], outer[(i + 1) % 8], inner[(i + 1) % 8]],
            stuff.but(base=min(base + 0.12, 1)),
            pose=pose,
            bevel=2,
            outline=1.2,
        )
    bench.part(inner, GEM.but(base=0.78, angle=-30, pitch=6), pose=pose, bevel=4, outline=1.6)
    bench.cuts(
        [
            [
                (x - rx * 0.34, y - ry * 0.1),
                (x - rx * 0.1, y - ry * 0.4),
                (x + rx * 0.06, y - ry * 0.38),
                (x - rx * 0.24, y + ry * 0.04),
            ]
        ],
        pose=pose,
        hue=0.7,
    )


def device(bench: Bench, pose: Pose, reading: Reading, *, y: float, size: float, glow: bool) -> None:
    """Carve a star in a ring, or let it glow."""
    points = 5 + int(reading.trait("device").random() * 4)
    shapes = [ring(0, y, size, size * 0.88), star(0, y, size * 0.8, size * 0.36, points=points)]
    if glow:
        for shape in shapes:
            bench.cuts([shape], pose=pose, hue=1.0)
        bench.glow(pose.x, pose.y + y * pose.size, radius=size, light=0.25, hue=0.6, tone=0.2)
        return
    bench.inks(shapes[:1], pose=pose)
    bench.part(shapes[1], STONE.but(base=0.3), pose=pose, bevel=8, relief=-1)
    bench.inks([oval(0, y, size * 0.16)], pose=pose)


def runes(bench: Bench, pose: Pose, spine: Outline, *, size: float) -> None:
    """Cut glowing runes along a line."""
    marks = (
        [(-0.5, -1), (0.5, 0), (-0.5, 1)],
        [(0, -1), (0, 1)],
        [(-0.5, -0.8), (0.5, 0.8)],
        [(0.5, -0.9), (-0.5, 0), (0.5, 0.9)],
    )
    for i, (x, y) in enumerate(spine[1::2]):
        mark = marks[i % len(marks)]
        points = [(x + px * size, y + py * size * 0.9) for px, py in mark]
        bench.cuts([band(points, [7.5] * len(points))], pose=pose, light=1, tone=0.98, hue=1.0)
