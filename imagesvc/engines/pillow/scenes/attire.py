"""What people wear on their shoulders: coat, robe, mail, plate, leather or apron, and a cloak over it."""

from math import cos, sin

from imagesvc.engines.pillow.parts import (
    CLOTH,
    GEM,
    GOLD,
    LEATHER,
    Bench,
    Material,
    Outline,
    Pose,
    band,
    curve,
    oval,
    ring,
    star,
    trace,
)
from imagesvc.engines.pillow.scenes.face import Look
from imagesvc.engines.pillow.scenes.matter import cloth, metal
from imagesvc.engines.pillow.words import Reading


def torso(bench: Bench, pose: Pose, reading: Reading, look: Look, *, dress: str, breadth: float, bottom: float) -> None:
    """Draw neck, shoulders and chest down to `bottom` (in the face's units) in the dress of a calling."""
    neck = curve(trace("-86 120, -92 220, -130 300, 130 300, 92 220, 86 120"), closed=False)
    bench.part(neck, look.skin.but(base=look.skin.base - 0.2, angle=4, pitch=7), pose=pose, bevel=40)
    bench.shadow(
        [curve(trace("-110 90, 0 200, 110 90, 100 190, 0 250, -100 190"), steps=4)],
        pose=pose,
        blur=22,
        shift=(14, 22),
        depth=0.6,
    )
    stuff = _stuff(reading, dress)
    w = breadth
    shoulders: Outline = [
        (-112, 262),
        (-190 * w, 300),
        (-300 * w, 346),
        (-370 * w, 440),
        (-410 * w, 640),
        (-430 * w, bottom),
    ]
    left = curve(shoulders, closed=False)
    shape = [*left, *[(-x, y) for x, y in reversed(left)], (70, 300), (0, 352), (-70, 300)]
    bench.part(shape, stuff, pose=pose, bevel=70, relief=1.3, outline=3)
    _folds(bench, pose, stuff, w=w, bottom=bottom)
    {"mail": _mail, "plate": _plate, "robe": _robe, "leather": _leather, "apron": _apron, "coat": _coat}[dress](
        bench, pose, reading, stuff, w, bottom
    )


def cloak(bench: Bench, pose: Pose, stuff: Material, *, breadth: float, bottom: float) -> None:
    """Lay a cloak around the shoulders, with its clasp."""
    for side in (-1, 1):
        path = [
            (120 * side, 230),
            (220 * side, 262),
            (340 * side * breadth, 330),
            (440 * side * breadth, 470),
            (480 * side * breadth, bottom),
            (250 * side * breadth, bottom),
            (190 * side, 560),
            (130 * side, 380),
            (60 * side, 318),
        ]
        bench.part(curve(path, steps=5), stuff.but(angle=80), pose=pose, bevel=50, relief=1.3, outline=3)
        for t in (0.3, 0.55, 0.8):
            fold = curve(
                [
                    (150 * side + 90 * side * t, 300),
                    ((200 + 150 * t) * side * breadth, 480),
                    ((250 + 190 * t) * side * breadth, bottom),
                ],
                closed=False,
            )
            bench.line(fold, [1.5 + 0.3 * k for k in range(len(fold))], pose=pose)
    bench.part(oval(0, 330, 34), GOLD, pose=pose, bevel=10)
    bench.part(band([(-110, 300), (-30, 330)], [16, 12]), GOLD, pose=pose, bevel=4)
    bench.part(band([(110, 300), (30, 330)], [16, 12]), GOLD, pose=pose, bevel=4)
    bench.part(oval(0, 330, 15), GEM, pose=pose, bevel=5)


def _stuff(reading: Reading, dress: str) -> Material:
    if dress in {"mail", "plate"}:
        return metal(reading, default="steel").but(angle=10, base=0.44)
    if dress == "leather":
        return LEATHER
    return cloth(reading)


def _folds(bench: Bench, pose: Pose, stuff: Material, *, w: float, bottom: float) -> None:
    for side in (-1, 1):
        arm = curve([(250 * side * w, 380), (236 * side * w, 520), (262 * side * w, bottom)], closed=False)
        bench.part(
            band(arm, [6 + 26 * k / (len(arm) - 1) for k in range(len(arm))]),
            stuff.but(base=stuff.base - 0.22),
            pose=pose,
            bevel=14,
            outline=0,
        )
        bench.line(arm, [1 + 0.4 * k for k in range(len(arm))], pose=pose)
        for t in (0.25, 0.6):
            fold = curve(
                [((120 + 60 * t) * side, 330), ((110 + 70 * t) * side * w, 470), ((70 + 130 * t) * side * w, bottom)],
                closed=False,
            )
            bench.line(fold, [0.8 + 0.2 * k for k in range(len(fold))], pose=pose)


def _coat(bench: Bench, pose: Pose, reading: Reading, stuff: Material, w: float, bottom: float) -> None:
    shirt = CLOTH.but(hue=0.35, dark=0.55, bright=1.0, base=0.74)
    bench.part(trace("-92 268, 0 470, 92 268, 60 300, 0 340, -60 300"), shirt, pose=pose, bevel=16)
    bench.line([(0, 350), (2, 470)], 3, pose=pose)
    for side in (-1, 1):
        bench.part(
            [(84 * side, 236), (150 * side, 290), (120 * side, 430), (4 * side, 500), (60 * side, 400)],
            stuff.but(base=stuff.base + 0.14, angle=40 * side),
            pose=pose,
            bevel=14,
            outline=3,
        )
    y = 540.0
    while y < bottom:
        bench.ball(10, y, 13, GOLD, pose=pose)
        y += 86
    bench.line([(0, 492), (0, bottom)], 4, pose=pose)
    if reading.score("strap bandolier satchel bag crossbow bow quiver") > 0:
        _strap(bench, pose, w=w, bottom=bottom)


def _robe(bench: Bench, pose: Pose, reading: Reading, stuff: Material, w: float, bottom: float) -> None:
    for side in (-1, 1):
        line = curve([(120 * side, 256), (70 * side, 380), (40 * side, 560), (30 * side, bottom)], closed=False)
        bench.part(band(line, [58] * len(line)), GOLD.but(gloss=0.2, angle=40 * side), pose=pose, bevel=12, outline=3)
        for k in range(4, len(line) - 1, 5):
            x, y = line[k]
            bench.inks([star(x, y, 15, 6, points=4)], pose=pose)
    bench.line(curve(trace("-90 300, -40 420, 0 470, 40 420, 90 300"), closed=False), 5, pose=pose)
    bench.part(oval(0, 500, 40), metal(reading, default="gold"), pose=pose, bevel=12)
    bench.part(star(0, 500, 30, 12, points=8), GEM, pose=pose, bevel=5)


def _mail(bench: Bench, pose: Pose, reading: Reading, stuff: Material, w: float, bottom: float) -> None:
    shapes = []
    y, row = 300.0, 0
    while y < bottom:
        reach = 110 + min(1.0, max(0.0, (y - 270) / 170)) * 270 * w
        x = -reach + (15 if row % 2 else 0)
        while x < reach:
            if abs(x) > 96 - (y - 262) * 0.75:
                shapes.append(
                    [(x + 14 * cos(a), y + 12 * sin(a)) for a in (3.3, 3.8, 4.4, 4.9, 5.5, 6.1)]
                    + [(x + 9 * cos(a), y + 7 * sin(a)) for a in (6.1, 5.5, 4.9, 4.4, 3.8, 3.3)]
                )
            x += 30
        y, row = y + 22, row + 1
    bench.inks(shapes, pose=pose)
    collar = curve(trace("-116 240, -60 300, 0 330, 60 300, 116 240"), closed=False)
    bench.part(band(collar, [46] * len(collar)), LEATHER, pose=pose, bevel=14, outline=3)
    if reading.score("tabard guard* guild crest sentinel imperial") > 0:
        tabard = cloth(reading).but(hue=0.92, angle=84)
        bench.part(
            [(-150, 380), (-90, 350), (0, 390), (90, 350), (150, 380), (170, bottom), (-170, bottom)],
            tabard,
            pose=pose,
            bevel=30,
            outline=3,
        )
        bench.part(star(0, 520, 74, 30, points=8), GOLD, pose=pose, bevel=9)
        bench.part(oval(0, 520, 22), GEM, pose=pose, bevel=6)
    else:
        _strap(bench, pose, w=w, bottom=bottom)


def _plate(bench: Bench, pose: Pose, reading: Reading, stuff: Material, w: float, bottom: float) -> None:
    bench.part(
        curve(
            [
                (-230 * w, 340),
                (0, 390),
                (230 * w, 340),
                (250 * w, 560),
                (190 * w, bottom),
                (-190 * w, bottom),
                (-250 * w, 560),
            ],
            steps=5,
        ),
        stuff.but(base=0.6),
        pose=pose,
        bevel=90,
        relief=1.5,
        outline=3,
    )
    bench.line(curve([(0, 390), (5, 560), (0, bottom)], closed=False), 4, pose=pose)
    for side in (-1, 1):
        # From the lowest lame up: each overlaps the one below it.
        for k in (3, 2, 1, 0):
            y = 286 + 62 * k
            near, far = (146 + 46 * k) * side, (330 + 34 * k) * side * w
            crest = ((near + far) / 2, y - 34 + 16 * k)
            lame = curve([(near, y + 16), crest, (far, y + 46), (far, y + 128), (near, y + 96)])
            bench.part(lame, stuff.but(angle=24 * side, base=0.64 - 0.05 * k), pose=pose, bevel=22, outline=3)
        bench.ball(210 * side, 316, 13, GOLD, pose=pose)
    gorget = curve(trace("-120 224, -66 296, 0 316, 66 296, 120 224"), closed=False)
    bench.part(band(gorget, [74] * len(gorget)), stuff.but(base=0.5), pose=pose, bevel=20, outline=3)
    _device(bench, pose, y=520)


def _leather(bench: Bench, pose: Pose, reading: Reading, stuff: Material, w: float, bottom: float) -> None:
    collar = curve(trace("-120 226, -70 300, 0 350, 70 300, 120 226"), closed=False)
    bench.part(band(collar, [64] * len(collar)), stuff.but(base=0.62), pose=pose, bevel=18, outline=3)
    y = 400.0
    while y < bottom:
        bench.line([(-26, y), (26, y + 34)], 7, pose=pose)
        bench.line([(26, y), (-26, y + 34)], 7, pose=pose)
        y += 54
    for side in (-1, 1):
        bench.part(
            curve(
                [
                    (130 * side, 300),
                    (250 * side * w, 306),
                    (350 * side * w, 400),
                    (360 * side * w, 476),
                    (240 * side * w, 430),
                    (150 * side, 380),
                ],
                steps=5,
            ),
            stuff.but(base=0.56, angle=40 * side),
            pose=pose,
            bevel=26,
            outline=3,
        )
        for k in range(5):
            bench.ball((170 + 40 * k) * side * w, 338 + 26 * k, 9, metal(reading, default="gold"), pose=pose)
        bench.line([(30 * side, 380), (30 * side, bottom)], 3, pose=pose)
    _strap(bench, pose, w=w, bottom=bottom)


def _apron(bench: Bench, pose: Pose, reading: Reading, stuff: Material, w: float, bottom: float) -> None:
    bench.part(
        trace("-92 260, 0 400, 92 260, 60 300, 0 340, -60 300"),
        CLOTH.but(hue=0.35, dark=0.55, bright=1.0, base=0.74),
        pose=pose,
        bevel=16,
    )
    hide = (
        LEATHER.but(hue=0.62)
        if reading.score("smith* weapon* forge") > 0
        else CLOTH.but(hue=0.3, dark=0.5, bright=1.0, base=0.74, angle=84)
    )
    for side in (-1, 1):
        bench.part(band([(100 * side, 266), (136 * side, 470)], [40, 44]), hide, pose=pose, bevel=10, outline=3)
        bench.ball(134 * side, 470, 17, GOLD, pose=pose)
    bench.part(
        [(-160, 452), (0, 470), (160, 452), (230 * w, 640), (240 * w, bottom), (-240 * w, bottom), (-230 * w, 640)],
        hide,
        pose=pose,
        bevel=24,
        outline=3,
    )
    bench.line(trace("-90 600, -84 690, 84 690, 90 600"), 4, pose=pose)


def _strap(bench: Bench, pose: Pose, *, w: float, bottom: float) -> None:
    line = [(230.0 * w, 330.0), (60, 520), (-190 * w, min(bottom, 800))]
    bench.part(band(line, [50, 50, 50]), LEATHER.but(base=0.34, dark=0.05), pose=pose, bevel=10, outline=3)
    bench.part(ring(62, 518, 40, 26), GOLD, pose=pose, bevel=6)


def _device(bench: Bench, pose: Pose, *, y: float) -> None:
    bench.part(star(0, y, 66, 27, points=8), GOLD, pose=pose, bevel=9)
    bench.part(oval(0, y, 22), GEM, pose=pose, bevel=6)
