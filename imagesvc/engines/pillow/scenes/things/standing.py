"""What stands in a landscape besides trees and buildings: graves, mushrooms, stalls, fences; each from its foot up."""

from imagesvc.engines.pillow.parts import (
    BONE,
    LEATHER,
    STONE,
    WOOD,
    Bench,
    Outline,
    Pose,
    band,
    curve,
    oval,
    rectangle,
    trace,
)


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


def stall(bench: Bench, *, x: float, foot: float, size: float, seed: float, hue: float = 0.95) -> None:
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
        stripe = LEATHER.but(hue=hue if k % 2 else 0.4, base=0.6 if k % 2 else 0.86, angle=90)
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
