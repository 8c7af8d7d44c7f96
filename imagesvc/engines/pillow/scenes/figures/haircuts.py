"""Haircuts: where the strands spring and where they fall, in the coordinates of the face.

A cut is one function in `CUTS`; its words stand in `vocabulary/people.py`. Sides are -1 (left) and 1 (right); `d` is a
list of draws 0..1 of the person.
"""

from collections.abc import Callable

import numpy as np

from imagesvc.engines.pillow.parts import Bench, Material, Outline, Point, Pose, band, curve
from imagesvc.engines.pillow.scenes.figures.face import ACCENT, Look, edge, on, place
from imagesvc.engines.pillow.scenes.figures.plaits import plait, rope
from imagesvc.engines.pillow.scenes.figures.strands import Lie, curls, flow, strokes

Draws = list[float]
Cut = Callable[[Bench, Pose, Look, Material, Draws], None]


def _parting(look: Look, d: Draws) -> float:
    """Where hair parts: on the side towards which the head does not look."""
    return (30 + 50 * d[0]) * (-1 if look.turn > 0 else 1)


def _skin_of_hair(look: Look, side: int, lift: float, low: float, grow: float) -> Outline:
    """The outer line of hair from the crown down to one ear, `lift` above the skull."""
    top = place(look, 0, -218, -70)[0]
    reach = [(edge(look, side, y) + side * w * grow, y) for y, w in ((-190, 8), (-130, 18), (-60, 22), (10, 18))]
    return [
        (top, -216 - lift),
        (top * 0.5 + reach[0][0] * 0.62, -206 - lift * 0.9),
        *reach,
        (edge(look, side, low) + 8 * side * grow, low),
    ]


def _cap(
    bench: Bench,
    pose: Pose,
    look: Look,
    stuff: Material,
    d: Draws,
    *,
    low: float,
    lift: float,
    lie: Lie,
    line: float = -118,
) -> None:
    """Hair from a parting down over both temples; `line` is the height of the hairline."""
    part = _parting(look, d)
    grow = 0.7 + lift / 40
    for side in (1, -1) if part < 0 else (-1, 1):
        start = place(look, part, -200, -40)
        wide = abs(150 * side - part)
        front = [
            place(look, part, line - 40, 10),
            place(look, part + side * wide * 0.35, line - 14 - 10 * d[1], 22),
            place(look, part + side * wide * 0.75, line + 20, 18),
            place(look, 146 * side, -60, 16),
            (edge(look, side, 0) - 4 * side, low - 34),
        ]
        middle = [
            (start[0], start[1] - 8),
            place(look, part + side * wide * 0.42, line - 62 - lift * 0.6, 10),
            place(look, part + side * wide * 0.84, line - 22, 6),
            (edge(look, side, -50) + 2 * side, -56),
            (edge(look, side, 0) + 6 * side * grow, low - 12),
        ]
        outer = _skin_of_hair(look, side, lift, low, grow)
        outer = [(start[0], -208 - lift), *outer[1:]]
        flow(bench, pose, [outer, middle, front], stuff, lie)


def _short(bench: Bench, pose: Pose, look: Look, stuff: Material, d: Draws) -> None:
    _cap(bench, pose, look, stuff, d, low=4, lift=16 + 10 * d[2], lie=Lie(ragged=0.16, sheen=0.34, wave=2))


def _wavy(bench: Bench, pose: Pose, look: Look, stuff: Material, d: Draws) -> None:
    _cap(bench, pose, look, stuff, d, low=70, lift=26, lie=Lie(wave=8, length=84, ragged=0.2, sheen=0.36))


def _long(bench: Bench, pose: Pose, look: Look, stuff: Material, d: Draws) -> None:
    wave = 3 + 10 * d[3]
    lie = Lie(wave=wave, length=150, ragged=0.1, sheen=0.24)
    part = _parting(look, d)
    for side in (1, -1) if part < 0 else (-1, 1):
        wide = abs(150 * side - part)
        fall = 400 + 60 * d[4]
        front = [
            place(look, part, -158, 10),
            place(look, part + side * wide * 0.45, -140, 20),
            place(look, part + side * wide * 0.86, -86, 16),
            (edge(look, side, 20) - 16 * side, 10),
            (edge(look, side, 60) - 6 * side + 4 * side, 150),
            (132 * side * look.width, 280),
            (118 * side * look.width, fall),
        ]
        outer = [
            (place(look, part, -200, -40)[0], -232),
            *_skin_of_hair(look, side, 18, 20, 1.1)[1:-1],
            (edge(look, side, 20) + 34 * side, 130),
            (206 * side * look.width, 260),
            (226 * side * look.width, fall - 30),
        ]
        flow(bench, pose, [outer, front], stuff, lie)


def _swept(
    bench: Bench,
    pose: Pose,
    look: Look,
    stuff: Material,
    *,
    line: float = -116,
    lift: float = 20,
    lie: Lie | None = None,
) -> None:
    """Combed back from the brow to the crown."""
    crown = (place(look, 0, -218, -60)[0], -212.0 - lift)
    guides = []
    for x, y in (
        (-1, 10),
        (-1, -50),
        (-112, line),
        (-64, line - 20),
        (0, line - 26),
        (64, line - 20),
        (112, line),
        (1, -50),
        (1, 10),
    ):
        if abs(x) == 1:  # around the side of the skull
            near = [(edge(look, x, b) + (8 + lift * 0.4) * x, b) for b in (-90, -150)]
            if y > 0:
                near = [(a + 6 * x, b) for a, b in near]
            guides.append(
                [
                    (edge(look, x, y) - 6 * x, y),
                    *near,
                    (edge(look, x, -190) * 0.9 + crown[0] * 0.1, -196 - lift * 0.7),
                    (crown[0] + 6 * x, crown[1] - 1),
                ]
            )
        else:
            root = place(look, x, y, 8)
            bulge = root[0] * 0.86 + crown[0] * 0.14
            guides.append(
                [
                    root,
                    (bulge * 1.04, root[1] * 0.55 + crown[1] * 0.45),
                    (bulge * 0.5 + crown[0] * 0.5, crown[1] - 2 + abs(x) * 0.12),
                ]
            )
    flow(bench, pose, guides, stuff, lie or Lie(ragged=0.02, sheen=0.4, taper=0.8, stray=0.3))


def _back(bench: Bench, pose: Pose, look: Look, stuff: Material, d: Draws) -> None:
    _swept(bench, pose, look, stuff, lift=26, lie=Lie(ragged=0.1, sheen=0.35, wave=4, length=120, taper=0.6))


def _receding(bench: Bench, pose: Pose, look: Look, stuff: Material, d: Draws) -> None:
    _swept(bench, pose, look, stuff, line=-166, lift=8)
    _sides(bench, pose, look, stuff)


def _sides(bench: Bench, pose: Pose, look: Look, stuff: Material) -> None:
    """Hair around the ears only."""
    for side in (-1, 1):
        x = edge(look, side, -40)
        guides = [
            [(x - 26 * side, -112), (x - 14 * side, -60), (x - 12 * side, 0)],
            [(x - 8 * side, -120), (x + 10 * side, -60), (x + 6 * side, 16)],
            [(x - 2 * side, -130), (x + 24 * side, -66), (x + 22 * side, 24)],
        ]
        flow(bench, pose, guides, stuff, Lie(ragged=0.3, sheen=0.4, wave=3))


def _bun(bench: Bench, pose: Pose, look: Look, stuff: Material, d: Draws) -> None:
    x = place(look, 0, -218, -90)[0]
    for turn in (1, -1):
        guides = [
            [(x - 66 * turn, -228), (x - 76 * turn, -286), (x - 10 * turn, -330), (x + 40 * turn, -300)],
            [(x - 10 * turn, -226), (x - 20 * turn, -276), (x + 20 * turn, -290), (x + 36 * turn, -262)],
            [(x + 54 * turn, -226), (x + 40 * turn, -250), (x + 34 * turn, -262), (x + 20 * turn, -270)],
        ]
        flow(bench, pose, guides, stuff, Lie(ragged=0.05, sheen=0.45, taper=0.7))
    _swept(bench, pose, look, stuff, lift=14)
    bench.part(
        band([(x - 54, -226), (x, -234), (x + 54, -226)], [16, 18, 16]),
        stuff.but(hue=ACCENT, dark=0.2, bright=0.9),
        pose=pose,
        bevel=6,
    )


def _braids(bench: Bench, pose: Pose, look: Look, stuff: Material, d: Draws) -> None:
    _cap(bench, pose, look, stuff, d, low=60, lift=14, lie=Lie(ragged=0.06, sheen=0.3))
    for side in (-1, 1):
        x = edge(look, side, 20)
        plait(
            bench,
            pose,
            stuff,
            [(x - 4 * side, 40), (x + 22 * side, 150), (x + 18 * side, 270), (x + 2 * side, 400 + 30 * d[3])],
            width=56,
        )


def _dreadlocks(bench: Bench, pose: Pose, look: Look, stuff: Material, d: Draws) -> None:
    _cropped(bench, pose, look, stuff, d)
    top = place(look, 0, -214, -60)[0]
    order = sorted(range(15), key=lambda k: -abs(k - 7))
    for k in order:
        t = k / 14 * 2 - 1
        side = -1 if t < 0 else 1
        ear = edge(look, side, -40)
        start = (top + 70 * t, -214 + 26 * abs(t))
        if abs(t) < 0.3:
            path = [
                place(look, 150 * t, -190, 0),
                place(look, 330 * t + 24 * side, -150, 26),
                (ear - 16 * side, -40),
                (ear + 10 * side, 170 + 80 * d[k]),
            ]
        else:
            path = [
                start,
                (ear * (0.5 + 0.5 * abs(t)), -170 + 60 * abs(t)),
                (ear + 26 * side * abs(t), 20),
                (ear + (50 * abs(t) - 20) * side, 240 + 120 * d[k]),
            ]
        rope(bench, pose, stuff, path, width=32)


def _mohawk(bench: Bench, pose: Pose, look: Look, stuff: Material, d: Draws) -> None:
    _cropped(bench, pose, look, stuff, d)
    x = place(look, 0, -216, -30)[0]
    fx = place(look, 0, -150, 10)[0]
    guides: list[Outline] = [
        [(fx - 30, -150), (x - 60, -250), (x - 92, -300 - 20 * d[2])],
        [(fx - 20, -172), (x - 34, -270), (x - 44, -368 - 20 * d[3])],
        [(x, -196), (x, -280), (x + 4, -392 - 20 * d[4])],
        [(x + 26, -196), (x + 40, -270), (x + 60, -360)],
        [(x + 40, -190), (x + 64, -246), (x + 98, -292)],
    ]
    flow(bench, pose, guides, stuff, Lie(ragged=0.2, sheen=0.5, taper=0.1, spread=1.4))
    low = [
        [(fx - 30, -140), (fx - 34, -190), (x - 46, -240)],
        [(fx, -132), (x, -190), (x, -270)],
        [(fx + 30, -140), (x + 36, -190), (x + 48, -240)],
    ]
    flow(bench, pose, low, stuff, Lie(ragged=0.3, sheen=0.6, taper=0.1, spread=1.4))


def _cropped(bench: Bench, pose: Pose, look: Look, stuff: Material, d: Draws) -> None:
    """Shorn: the skull shows through."""
    line = [(-146, -10), (-138, -84), (-100, -130), (-40, -146), (40, -146), (100, -130), (138, -84), (146, -10)]
    heights = (-10, -70, -130, -176, -204)
    right, left = ([(edge(look, side, y) + 4 * side, y) for y in heights] for side in (1, -1))
    top = place(look, 0, -218, -60)[0]
    skull = curve([*right, (top + 40, -224), (top - 40, -224), *reversed(left)], closed=False, steps=4)
    placed = bench.mask([pose.at([*on(look, line, 4), *skull])], [])
    if placed is None:
        return
    box, mask = placed
    tone = stuff.dark + 0.4 * (stuff.bright - stuff.dark)
    bench.sheet.lay(box, mask * np.float32(0.72), light=0.62, tone=tone)
    bench.sheet.lay(box, (mask > 0.5).astype(np.float32), hue=stuff.hue)
    roots, tips = [], []
    for a, b in bench.rng.random((520, 2)).tolist():
        y = -214 + 200 * b
        low, high = edge(look, -1, y), edge(look, 1, y)
        x = low + (high - low) * a
        inner = float(np.interp(y, [-150, -130, -84, -10], [0, 100, 138, 146]))
        if y > -148 and place(look, -inner, y, 4)[0] < x < place(look, inner, y, 4)[0]:
            continue
        roots.append((x, y))
        tips.append((x + 0.05 * (x - top), y + 13))
    strokes(bench, pose, roots, tips, width=3.4)


def _wild(bench: Bench, pose: Pose, look: Look, stuff: Material, d: Draws) -> None:
    top = place(look, 0, -218, -50)[0]
    for layer, reach in ((0, 1.0), (1, 0.72)):
        guides = []
        for k in range(9):
            t = k / 8 * 2 - 1
            angle = t * 2.05
            root = (top + 96 * np.sin(angle) * (0.6 + 0.2 * layer), -110 - 84 * np.cos(angle))
            far = (178 + 64 * d[(k * 3 + layer) % len(d)]) * reach + 30
            tip = (top + np.sin(angle) * far, -60 - np.cos(angle) * far * 1.02 + 26 * (d[k] - 0.3))
            middle = ((root[0] + tip[0]) / 2 + 22 * (d[(k + 5) % len(d)] - 0.5), (root[1] + tip[1]) / 2 - 18)
            guides.append([root, middle, tip])
        flow(
            bench,
            pose,
            guides,
            stuff,
            Lie(wave=9, length=70, ragged=0.42, sheen=0.42, stray=2.6, taper=0.08, spread=1.1, dark=0.35 * (1 - layer)),
        )
    _fringe(
        bench,
        pose,
        look,
        stuff,
        d,
        low=-96,
        ragged=0.5,
        lie=Lie(wave=5, length=60, ragged=0.5, sheen=0.3, stray=2.4, taper=0.1),
    )


def _curly(
    bench: Bench, pose: Pose, look: Look, stuff: Material, d: Draws, *, grow: float = 30, low: float = 60
) -> None:
    rng = bench.rng
    places: list[Point] = []
    top = place(look, 0, -218, -60)[0]
    for ring, near in ((1.0, 0), (0.82, 1), (0.64, 2)):
        count = int(26 * ring) + 8
        for k in range(count):
            t = k / (count - 1) * 2 - 1
            angle = t * (2.15 - 0.1 * near)
            side = 1 if t > 0 else -1
            x = top * 0.6 + np.sin(angle) * (150 + grow) * ring * look.width
            y = -64 - np.cos(angle) * (170 + grow) * ring
            if (
                y > -150
                and abs(x - place(look, 0, y)[0]) < np.interp(y, [-150, -110, -60, low], [40, 118, 138, 150]) - 14
            ):
                continue
            if y < low:
                places.append((float(x + 8 * rng.random() * side), float(y + 10 * rng.random())))
    for k in range(9):
        x = -104 + 26 * k
        places.append(place(look, x, -150 + 0.0022 * x * x + 8 * d[k], 16))
    curls(bench, pose, places, stuff, size=22)


def _afro(bench: Bench, pose: Pose, look: Look, stuff: Material, d: Draws) -> None:
    _curly(bench, pose, look, stuff, d, grow=74, low=30)


def _fringe(
    bench: Bench,
    pose: Pose,
    look: Look,
    stuff: Material,
    d: Draws,
    *,
    low: float = -74,
    ragged: float = 0.1,
    lie: Lie | None = None,
) -> None:
    guides = []
    for k in range(7):
        x = -126 + 42 * k
        top = place(look, x * 0.4, -216, -40)
        guides.append(
            [
                (top[0], -214),
                place(look, x * 0.86, -160, 16),
                place(look, x, low + 30 * d[k] * ragged + 0.0016 * x * x, 20),
            ]
        )
    flow(bench, pose, guides, stuff, lie or Lie(ragged=0.06, sheen=0.55, taper=0.7))


def _bob(bench: Bench, pose: Pose, look: Look, stuff: Material, d: Draws) -> None:
    for side in (-1, 1):
        outer = [
            *_skin_of_hair(look, side, 22, 60, 1.3)[:-1],
            (edge(look, side, 40) + 34 * side, 110),
            (edge(look, side, 100) + 34 * side, 176),
        ]
        inner = [
            place(look, 10 * side, -200, 0),
            place(look, 110 * side, -140, 12),
            (edge(look, side, -20) - 18 * side, -30),
            (edge(look, side, 40) - 12 * side, 80),
            (edge(look, side, 110) - 6 * side, 186),
        ]
        flow(bench, pose, [outer, inner], stuff, Lie(ragged=0.03, sheen=0.3, taper=0.8))
    _fringe(bench, pose, look, stuff, d)


def _bald(bench: Bench, pose: Pose, look: Look, stuff: Material, d: Draws) -> None:
    """Nothing to comb."""


def _tonsure(bench: Bench, pose: Pose, look: Look, stuff: Material, d: Draws) -> None:
    guides = []
    for k in range(9):
        x = -148 + 37 * k
        y = -150 - 40 * (1 - (x / 148) ** 2)
        guides.append(
            [place(look, x * 0.8, y - 8, 0), place(look, x * 1.04, y + 40 + abs(x) * 0.1, 8)]
            if abs(x) < 120
            else [
                (edge(look, 1 if x > 0 else -1, -110) * 0.94, -140),
                (edge(look, 1 if x > 0 else -1, -10) + (10 if x > 0 else -10), 6),
            ]
        )
    flow(bench, pose, guides, stuff, Lie(ragged=0.2, sheen=-1, taper=0.5))


CUTS: dict[str, Cut] = {
    "short": _short,
    "long": _long,
    "wavy": _wavy,
    "curly": _curly,
    "afro": _afro,
    "wild": _wild,
    "braids": _braids,
    "ponytail": _back,
    "back": _back,
    "bun": _bun,
    "mohawk": _mohawk,
    "dreadlocks": _dreadlocks,
    "cropped": _cropped,
    "receding": _receding,
    "tonsure": _tonsure,
    "bob": _bob,
    "bald": _bald,
}
