"""What is built to keep others out: towers, ramparts, castles, palisades, watchtowers."""

from imagesvc.engines.pillow.parts import (
    LEATHER,
    STONE,
    WOOD,
    Bench,
    Material,
    Pose,
    band,
    curve,
    oval,
    rectangle,
)
from imagesvc.engines.pillow.scenes.places.sky import Mood

_ROOF = Material(hue=0.6, dark=0.06, bright=0.6, pitch=7.0, angle=20, base=0.4)


def tower(bench: Bench, *, x: float, foot: float, size: float, mood: Mood, pointed: bool) -> None:
    """Draw a round tower with battlements or a pointed roof."""
    r = size * 0.13
    stuff = STONE.but(base=0.52 - mood.dim, bright=0.86 - 1.6 * mood.dim)
    pose = Pose(x=x, y=foot, size=1)
    bench.turned([(-size * 0.78, r * 0.94), (-size * 0.2, r), (0, r * 1.12)], stuff, pose=pose)
    if pointed:
        cap = _ROOF.but(base=0.42 - mood.dim)
        bench.turned([(-size, 1.5), (-size * 0.76, r * 1.3), (-size * 0.74, r * 1.3)], cap, pose=pose)
        bench.line([(x, foot - size), (x, foot - size * 1.08)], size * 0.008)
        flag = [(x, foot - size * 1.08), (x + size * 0.1, foot - size * 1.055), (x, foot - size * 1.03)]
        bench.part(flag, LEATHER.but(hue=1.0), bevel=3, outline=1.5)
    else:
        bench.turned([(-size * 0.86, r * 1.18), (-size * 0.76, r * 1.18), (-size * 0.72, r)], stuff, pose=pose)
        for k in (-2, -1, 0, 1, 2):
            at = x + k * r * 0.5
            bench.part(rectangle(at - r * 0.14, foot - size * 0.92, at + r * 0.14, foot - size * 0.855), stuff, bevel=4)
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


def rampart(bench: Bench, *, left: float, right: float, foot: float, tall: float, mood: Mood) -> None:
    """Draw a wall with battlements and a few courses of stone."""
    stone = STONE.but(base=0.5 - mood.dim, bright=0.85 - 1.6 * mood.dim)
    bench.part(rectangle(left, foot - tall, right, foot), stone, bevel=8)
    step = max(26.0, tall * 0.26)
    for k in range(int((right - left) / step) + 1):
        x = left + step * k
        bench.part(rectangle(x, foot - tall * 1.14, min(x + step * 0.56, right), foot - tall + 2), stone, bevel=4)
    marks = []
    for row in range(1, 5):
        y = foot - tall * row / 5
        for a in bench.rng.random(max(2, int((right - left) / 90))).tolist():
            x = left + (right - left) * a
            marks.append(band([(x, y), (x + tall * 0.2, y)], [2.0, 2.0]))
            marks.append(band([(x, y), (x, y + tall * 0.1)], [2.0, 2.0]))
    bench.inks(marks)


def castle(bench: Bench, *, x: float, foot: float, size: float, mood: Mood, pointed: bool) -> None:
    """Draw a castle with a keep, four towers and a gate; `size` is the height of the keep."""
    for dx, share in ((-0.1, 0.86), (0.24, 0.76), (0.05, 1.0)):
        tower(bench, x=x + dx * size, foot=foot - size * 0.06, size=size * share, mood=mood, pointed=pointed)
    rampart(bench, left=x - size * 0.5, right=x + size * 0.54, foot=foot, tall=size * 0.32, mood=mood)
    for dx, share in ((-0.5, 0.62), (0.54, 0.58), (-0.13, 0.46), (0.13, 0.46)):
        tower(bench, x=x + dx * size, foot=foot + 4, size=size * share, mood=mood, pointed=pointed and abs(dx) > 0.2)
    r = size * 0.075
    gate = [
        (x - r, foot),
        (x - r, foot - r * 1.4),
        *oval(x, foot - r * 1.4, r, start=180, stop=360, steps=14),
        (x + r, foot),
    ]
    lit = mood.lit
    bench.flat(gate, light=1.0 if lit else 0.15, tone=0.8 if lit else 0.1, hue=1.0 if lit else 0.3, outline=4)
    bench.inks([band([(x + r * t, foot), (x + r * t, foot - r * 2.2)], [2.4, 2.4]) for t in (-0.5, 0, 0.5)])


def palisade(bench: Bench, *, left: float, right: float, foot: float, tall: float, mood: Mood) -> None:
    """Draw a row of pointed stakes."""
    step = tall * 0.16
    for k in range(int((right - left) / step)):
        x, rise = left + step * k, tall * (0.9 + 0.14 * ((k * 7) % 5) / 4)
        stake = [
            (x, foot),
            (x, foot - rise),
            (x + step * 0.48, foot - rise - step * 0.7),
            (x + step * 0.96, foot - rise),
            (x + step * 0.96, foot),
        ]
        bench.part(stake, WOOD.but(base=0.44 - mood.dim - 0.05 * (k % 2)), bevel=6)


def watchtower(bench: Bench, *, x: float, foot: float, size: float, mood: Mood) -> None:
    """Draw a platform on four posts with a roof and a ladder."""
    w = size * 0.2
    wood = WOOD.but(base=0.42 - mood.dim)
    for dx in (-1, -0.6, 0.6, 1):
        post = band([(x + dx * w * 1.15, foot), (x + dx * w * 0.85, foot - size * 0.9)], [size * 0.032] * 2)
        bench.part(post, wood, bevel=5)
    bench.inks(
        [band([(x + s * w, foot - size * 0.1), (x - s * w, foot - size * 0.52)], [size * 0.014] * 2) for s in (-1, 1)]
    )
    bench.part(rectangle(x - w * 1.3, foot - size * 0.62, x + w * 1.3, foot - size * 0.56), wood.but(angle=0), bevel=5)
    bench.part(
        rectangle(x - w * 1.25, foot - size * 0.74, x + w * 1.25, foot - size * 0.62), wood.but(base=0.34), bevel=5
    )
    roof = [(x - w * 1.6, foot - size * 0.84), (x, foot - size), (x + w * 1.6, foot - size * 0.84)]
    bench.part(roof, _ROOF.but(base=0.9 if mood.weather == "snow" else 0.4 - mood.dim), bevel=6)
    rungs = [
        band([(x - w * 0.2, foot - size * 0.05 * k), (x + w * 0.2, foot - size * 0.05 * k)], [size * 0.012] * 2)
        for k in range(1, 12)
    ]
    rungs += [
        band([(x + s * w * 0.2, foot), (x + s * w * 0.2, foot - size * 0.6)], [size * 0.014] * 2) for s in (-1, 1)
    ]
    bench.inks(rungs)
