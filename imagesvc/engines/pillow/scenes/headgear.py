"""What heads wear and grow: hoods, helms, crowns, hats, spectacles; horns and ears."""

import numpy as np

from imagesvc.engines.pillow.parts import (
    CLOTH,
    GEM,
    GOLD,
    IRON,
    LEATHER,
    METAL,
    Bench,
    Material,
    Outline,
    Pose,
    band,
    curve,
    ring,
    star,
    trace,
)
from imagesvc.engines.pillow.scenes.face import EYE, Look, place
from imagesvc.engines.pillow.scenes.matter import metal
from imagesvc.engines.pillow.words import Reading


def inside(bench: Bench, pose: Pose) -> None:
    """Lay the dark inside of a hood, behind the face."""
    lining = curve(
        trace("0 -240, 140 -200, 190 -60, 180 120, 120 300, -120 300, -180 120, -190 -60, -140 -200"), steps=6
    )
    dark = CLOTH.but(hue=0.2, dark=0.02, bright=0.3, base=0.2, angle=80)
    bench.part(lining, dark, pose=pose, bevel=40, relief=-0.6)


def hood(bench: Bench, pose: Pose, stuff: Material, *, breadth: float) -> None:
    """Draw a hood around the face, which it shades."""
    opening = curve(
        trace("0 -208, 104 -176, 152 -60, 146 90, 100 214, 0 300, -100 214, -146 90, -152 -60, -104 -176"),
        steps=6,
    )
    bench.shadow(
        [[(x * 1.02, y - 6) for x, y in curve(trace("-160 -240, 160 -240, 140 -120, 0 -150, -140 -120"), steps=4)]],
        pose=pose,
        blur=30,
        shift=(16, 18),
        depth=0.75,
    )
    outer = curve(
        [
            (0, -306),
            (130, -272),
            (224, -120),
            (238, 60),
            (250 * breadth, 240),
            (330 * breadth, 340),
            (120, 420),
            (0, 400),
            (-120, 420),
            (-330 * breadth, 340),
            (-250 * breadth, 240),
            (-238, 60),
            (-224, -120),
            (-130, -272),
        ],
        steps=6,
    )
    _with_hole(bench, pose, outer, opening, stuff)
    rim = [(x * 1.1, y * 1.08 - 4) for x, y in opening]
    _with_hole(bench, pose, rim, opening, stuff.but(base=stuff.base + 0.14))
    for side in (-1, 1):
        for t in (0.35, 0.7):
            fold = curve(
                [
                    (60 * side * t, -290 + 30 * t),
                    ((190 + 20 * t) * side, -80),
                    ((190 + 34 * t) * side, 120),
                    ((170 + 60 * t) * side, 300),
                ],
                closed=False,
            )
            bench.line(fold, [1 + 3 * float(np.sin(np.pi * k / (len(fold) - 1))) for k in range(len(fold))], pose=pose)


def helm(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Put on an open helm with cheek guards and a nasal."""
    steel = metal(reading, default="steel")
    dome = curve(trace("-170 -60, -168 -150, -110 -246, 0 -286, 110 -246, 168 -150, 170 -60"), closed=False)
    bench.shadow([trace("-150 -100, 150 -100, 140 -50, -140 -50")], pose=pose, blur=20, shift=(8, 18), depth=0.7)
    bench.part([*dome, (120, -84), (0, -100), (-120, -84)], steel, pose=pose, bevel=60, relief=1.5, outline=3)
    bench.part(curve(trace("-14 -290, 14 -290, 20 -90, -20 -90"), steps=3), steel.but(base=0.7), pose=pose, bevel=8)
    rim = curve(trace("-176 -66, -120 -96, 0 -112, 120 -96, 176 -66"), closed=False)
    bench.part(band(rim, [34] * len(rim)), GOLD if steel is not GOLD else IRON, pose=pose, bevel=10)
    for k in range(9):
        x = -152 + 38 * k
        bench.ball(x, -110 + (x / 170) ** 2 * 42, 7, METAL, pose=pose)
    for side in (-1, 1):
        bench.part(
            curve(
                [
                    (172 * side, -60),
                    (176 * side, 60),
                    (130 * side, 170),
                    (96 * side, 130),
                    (126 * side, 40),
                    (136 * side, -60),
                ],
                steps=5,
            ),
            steel.but(base=0.44),
            pose=pose,
            bevel=20,
            outline=3,
        )
    bench.part(trace("-15 -100, 15 -100, 19 46, 0 62, -19 46"), steel.but(base=0.6), pose=pose, bevel=9, outline=3)


def crown(bench: Bench, pose: Pose) -> None:
    """Put on a crown."""
    points: Outline = []
    for k in range(7):
        x = -156.0 + 52 * k
        points += [(x, -262 - 34 * (1 - abs(k - 3) / 3)), (x + 26, -204)]
    bench.part([(-150, -132), *points[:-1], (150, -132), (0, -160)], GOLD, pose=pose, bevel=14, outline=3)
    low = curve(trace("-154 -140, -80 -160, 0 -166, 80 -160, 154 -140"), closed=False)
    bench.part(band(low, [40] * len(low)), GOLD.but(base=0.66), pose=pose, bevel=10)
    for x, y in trace("-104 -156, -52 -163, 0 -166, 52 -163, 104 -156"):
        bench.ball(x, y, 12, GEM, pose=pose)
    for k in range(7):
        x, y = points[2 * k]
        bench.ball(x, y - 4, 10, GOLD, pose=pose)


def hat(bench: Bench, pose: Pose, stuff: Material, *, pointed: bool) -> None:
    """Put on a hat with a brim; a tall pointed one for those who do magic."""
    if pointed:
        bench.part(
            curve(
                trace("-150 -150, -110 -280, -60 -400, 40 -520, 130 -540, 60 -440, 90 -300, 150 -150, 0 -190"),
                steps=5,
            ),
            stuff,
            pose=pose,
            bevel=50,
            relief=1.4,
            outline=3,
        )
        for a, b in (((-60, -330), (40, -360)), ((-20, -420), (50, -450))):
            bench.line([a, b], [5, 1.5], pose=pose)
        bench.part(star(-10, -290, 40, 17, points=5), GOLD, pose=pose, bevel=7)
    else:
        bench.part(
            curve(trace("-140 -150, -132 -260, -70 -304, 0 -288, 70 -304, 132 -260, 140 -150"), steps=5),
            stuff,
            pose=pose,
            bevel=44,
            outline=3,
        )
        plume = curve(trace("110 -190, 220 -260, 250 -360, 200 -400, 190 -300, 120 -220"), steps=5)
        bench.part(plume, CLOTH.but(hue=1.0, angle=50, pitch=6), pose=pose, bevel=14)
    brim = curve(trace("-292 -120, -160 -170, 0 -190, 160 -170, 292 -120, 170 -104, 0 -122, -170 -104"), steps=6)
    bench.shadow([brim], pose=pose, blur=18, shift=(8, 30), depth=0.6)
    bench.part(brim, stuff.but(base=stuff.base + 0.06, angle=6), pose=pose, bevel=14, outline=3)
    line = curve([(-146, -168), (0, -196), (146, -168)], closed=False)
    bench.part(band(line, [34] * len(line)), GOLD.but(gloss=0.2), pose=pose, bevel=8)


def horns(bench: Bench, pose: Pose, *, size: float, curl: float) -> None:
    """Grow a pair of ringed horns."""
    for side in (-1, 1):
        path = curve(
            [
                (86 * side, -180),
                (150 * side, -250 - 40 * size),
                (190 * side + 40 * side * curl, -330 - 60 * size),
                (150 * side + 90 * side * curl, -420 - 90 * size * (1 - curl)),
            ],
            closed=False,
        )
        count = len(path)
        bench.part(
            band(path, [62 * (1 - 0.92 * k / (count - 1)) for k in range(count)]),
            IRON.but(hue=0.35, base=0.5),
            pose=pose,
            bevel=16,
            outline=3,
        )
        for k in range(2, count - 4, 2):
            (x, y), (x2, y2) = path[k], path[k + 1]
            nx, ny = -(y2 - y), x2 - x
            length = max(1e-6, (nx * nx + ny * ny) ** 0.5)
            r = 26 * (1 - 0.92 * k / (count - 1))
            bench.line(
                [
                    (x + nx / length * r, y + ny / length * r),
                    (x + 3 * side, y + 6),
                    (x - nx / length * r, y - ny / length * r),
                ],
                [2, 4, 2],
                pose=pose,
            )


def ears(bench: Bench, pose: Pose, look: Look, *, length: float) -> None:
    """Draw both ears; `length` above 0 makes them pointed."""
    for side in (-1, 1):
        x = 148 * look.width * side
        if length > 0:
            shape = [
                (x - 8 * side, 50),
                (x + 26 * side, 30),
                (x + (42 + 60 * length) * side, -40 - 40 * length),
                (x + (58 + 110 * length) * side, -90 - 110 * length),
                (x + 20 * side, -70),
                (x - 10 * side, -44),
            ]
            inner = [
                (x + 4 * side, 24),
                (x + (26 + 30 * length) * side, -30 - 20 * length),
                (x + (40 + 74 * length) * side, -66 - 74 * length),
            ]
        else:
            shape = [
                (x - 10 * side, 56),
                (x + 16 * side, 46),
                (x + 30 * side, 0),
                (x + 28 * side, -38),
                (x + 6 * side, -52),
                (x - 10 * side, -36),
            ]
            inner = [(x + 4 * side, 34), (x + 16 * side, 2), (x + 14 * side, -26), (x + 2 * side, -32)]
        bench.part(
            curve(shape, steps=4),
            look.skin.but(base=look.skin.base - (0.14 if side > 0 else 0), pitch=6.6),
            pose=pose,
            bevel=16,
        )
        line = curve(inner, closed=False)
        bench.line(line, [1 + 3.4 * float(np.sin(np.pi * k / (len(line) - 1))) for k in range(len(line))], pose=pose)


def spectacles(bench: Bench, pose: Pose, look: Look) -> None:
    """Put on round spectacles."""
    for side in (-1, 1):
        x, y = place(look, EYE[0] * side, EYE[1] + 4)
        bench.part(ring(x, y, 55, 47), GOLD, pose=pose, bevel=3, outline=2.2)
        bench.cuts(
            [band([(x - 26, y + 14), (x - 4, y - 26)], [5, 9]), band([(x - 8, y + 22), (x + 6, y - 2)], [3, 5])],
            pose=pose,
            light=0.98,
            tone=0.98,
            hue=0.2,
        )
        bench.line([(x + 52 * side, y - 8), (150 * look.width * side, y - 20)], 6, pose=pose)
    a, b = place(look, -EYE[0] + 52, EYE[1]), place(look, EYE[0] - 52, EYE[1])
    bench.line(curve([a, ((a[0] + b[0]) / 2, a[1] - 9), b], closed=False), 7, pose=pose)


def eyepatch(bench: Bench, pose: Pose, look: Look) -> None:
    """Cover an eye."""
    x, y = place(look, EYE[0], EYE[1])
    bench.line(curve([(-150, -120), (-20, -86), (x, y - 30), (150, 0)], closed=False), 9, pose=pose)
    bench.part(
        curve([(x - 46, y - 34), (x + 44, y - 34), (x + 38, y + 24), (x, y + 42), (x - 40, y + 20)], steps=5),
        LEATHER.but(dark=0.02, bright=0.4, base=0.3),
        pose=pose,
        bevel=14,
    )


def _with_hole(bench: Bench, pose: Pose, outer: Outline, hole: Outline, stuff: Material) -> None:
    bench.part(outer, stuff.but(angle=72), pose=pose, holes=[hole], bevel=46, relief=1.3, outline=3)
