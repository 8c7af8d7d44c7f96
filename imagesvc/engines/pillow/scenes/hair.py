"""Hair and beards: masses of strands that spring from a crown, and locks laid over them one by one."""

from math import cos, sin

import numpy as np

from imagesvc.engines.pillow.fields import Field, bumps
from imagesvc.engines.pillow.parts import Bench, Material, Outline, Point, Pose, band, curve, oval, trace
from imagesvc.engines.pillow.scenes.face import MOUTH, Look, place


def mass(
    bench: Bench,
    pose: Pose,
    shape: Outline,
    material: Material,
    *,
    origin: Point,
    reach: float = 175.0,
    sheen: float = 150.0,
    wave: float = 0.05,
    shade: float = 0.0,
) -> None:
    """Lay a shape filled with strands that run away from an origin; `reach` is how far from it most of them are."""
    placed = bench.mask([pose.at(shape)], [])
    if placed is None:
        return
    box, mask = placed
    u, v = pose.local(*box.coarse())
    turn, far = _polar(u, v, origin, wave)
    coarse, fine = np.float32(reach / 4.6), np.float32(reach / 1.8)
    strands = bumps(turn * coarse, bench.rng) + np.float32(0.6) * bumps(
        turn * fine + far * np.float32(0.004), bench.rng
    )
    light = np.float32(material.base + shade - 0.32) + np.float32(0.42) * strands
    ring = np.exp(-(((far - np.float32(sheen) - 26 * strands) / 34) ** 2))
    light = light + ring * np.float32(0.3 + 0.3 * material.gloss)
    light = light - np.float32(0.22) * (u > 60) * np.clip((u - 60) / 110, 0, 1)
    np.clip(light, 0.1, 1, out=light)
    tone = np.float32(material.dark) + light * np.float32(material.bright - material.dark)
    u, v = pose.local(*box.fine())
    turn, far = _polar(u, v, origin, wave)
    phase = turn * np.float32(reach / 6.4 * pose.size) + np.sin(far * np.float32(0.03)) * np.float32(0.25)
    bench.sheet.lay(box, mask, light=light, tone=tone, hue=material.hue, phase=phase, ink=bench.edge(mask, 2.4))


def locks(bench: Bench, pose: Pose, paths: list[Outline], material: Material, *, width: float) -> None:
    """Lay single locks: curved, swelling and tapering, light and dark by turns."""
    for k, path in enumerate(paths):
        line = curve(path, closed=False, steps=6)
        count = len(line)
        widths = [width * (0.25 + 0.75 * np.sin(np.pi * min(1.0, 0.12 + 0.9 * i / (count - 1)))) for i in range(count)]
        (x0, y0), (x1, y1) = line[0], line[-1]
        angle = float(np.degrees(np.arctan2(y1 - y0, x1 - x0)))
        shade = 0.16 * ((k * 7) % 3 - 1) - (0.12 if x1 > 40 else 0)
        # Lines of a part run across its angle, so along the lock they need a right angle less.
        bench.part(
            band(line, [float(w) for w in widths]),
            material.but(angle=-angle, pitch=5.6, grain=0.3),
            pose=pose,
            bevel=width * 0.3,
            shade=shade,
            outline=2.0,
        )


def crop(look: Look, *, wild: float, draws: list[float]) -> Outline:
    """The outline of short hair: over the skull from ear to ear, with a ragged fringe."""
    w = look.width
    outer = [
        (-158 * w, 10),
        (-168 * w, -90),
        (-138 * w, -190),
        (-60, -246 - 20 * wild),
        (30, -254 - 20 * wild),
        (120 * w, -206),
        (166 * w, -100),
        (158 * w, 10),
    ]
    ragged = []
    for k, (x, y) in enumerate(curve(outer, closed=False, steps=4)):
        push = 1 + wild * 0.16 * (draws[k % len(draws)] - 0.2) * (k % 2)
        ragged.append((x * push, y * push))
    line = trace("140 -30, 132 -92, 96 -128, 40 -146, -20 -128, -84 -142, -126 -96, -140 -30")
    fringe = []
    for k, (x, y) in enumerate(curve(line, closed=False, steps=3)):
        fringe.append((x * w, y + (16 * draws[(k + 5) % len(draws)] if k % 2 else -4)))
    return ragged + fringe


def sweep(look: Look, *, parting: float, draws: list[float], low: float) -> list[Outline]:
    """Paths of locks from a parting over the forehead to both sides, down to `low`; the front ones come last."""
    w = look.width
    paths: list[Outline] = []
    for k in range(6):
        t = 1 - k / 5  # 1 at the back of the head, 0 at the fringe
        d = (draws[k % len(draws)] - 0.5) * 18
        for side in (-1, 1):
            start = parting + 5 * side
            arch = -158 - 92 * t
            paths.append(
                [
                    (start, -168 - 74 * t),
                    (start + (92 * side - start) * 0.62, arch - 6 + d),
                    (128 * w * side, arch + 52 + d),
                    ((154 + 6 * t) * w * side, -56 - 34 * t),
                    ((158 + 8 * t) * w * side, low - 30 * (1 - t) + d),
                ]
            )
    return paths


def curtain(look: Look, *, side: int, length: float, draws: list[float]) -> Outline:
    """The outline of long hair that falls from one temple in front of the shoulder, ending in points."""
    w = look.width * side
    inner = [(132.0, -96.0), (140, 20), (128 + 20 * draws[2], 150), (112 + 40 * draws[4], 290), (118, length - 40)]
    outer = [(150.0, -130.0), (184, -20), (206, 120), (196 + 30 * draws[5], 260), (206 + 20 * draws[6], length - 60)]
    tips = [(206 - 15 * k, length + (70 - 12 * k) * (1 if k % 2 else 0.35)) for k in range(1, 6)]
    return [(x * w, y) for x, y in [*curve(outer, closed=False), *tips, *reversed(curve(inner, closed=False))]]


def tufts(draws: list[float]) -> list[Outline]:
    """Paths of unruly locks that stand out all around the skull."""
    paths: list[Outline] = []
    for k in range(13):
        turn = (k / 12 - 0.5) * 3.3
        x, y = 120 * sin(turn), -50 - 100 * cos(turn)
        reach = 1.32 + 0.28 * draws[k]
        tip = (x * reach + 26 * (draws[k] - 0.5), y * reach - 60)
        paths.append([(x, y - 60), (x * 1.16 + 10, y * 1.2 - 60), tip])
    return paths


def fall(look: Look, *, length: float, flare: float, draws: list[float]) -> Outline:
    """The outline of long hair behind head and shoulders, ending in points."""
    w = look.width
    side = [(0.0, -258.0), (100, -232), (166, -140), (182 + flare * 0.4, 0), (186 + flare, 150), (176 + flare, length)]
    right = curve([(x * w, y) for x, y in side], closed=False)
    tips = []
    for k in range(9):
        x = (176 + flare) * w * (1 - 2 * k / 8)
        tips.append((x, length + (44 * draws[k % len(draws)] + 14 if k % 2 == 0 else -30)))
    return right + tips + [(-x, y) for x, y in reversed(right)]


def braid(bench: Bench, pose: Pose, material: Material, *, x: float, top: float, bottom: float) -> None:
    """Plait a braid from top to bottom."""
    count = max(3, int((bottom - top) / 44))
    for k in range(count):
        y = top + (bottom - top) * k / count
        size = 36 - 10 * k / count
        for side in (1, -1):
            lobe = curve(
                [
                    (x, y),
                    (x + side * size * 0.9, y + 8),
                    (x + side * size, y + 34),
                    (x + side * size * 0.2, y + 60),
                    (x - side * size * 0.3, y + 36),
                ],
                steps=4,
            )
            bench.part(lobe, material.but(angle=35 * side, pitch=5.6), pose=pose, bevel=11, outline=2.4)
    bench.part(oval(x, bottom + 12, 20, 13), Material(hue=1.0, dark=0.2, bright=0.9, base=0.6), pose=pose, bevel=6)
    locks(
        bench,
        pose,
        [
            [(x - 6, bottom + 14), (x - 10, bottom + 50), (x - 4, bottom + 76)],
            [(x + 6, bottom + 14), (x + 8, bottom + 46), (x + 2, bottom + 70)],
        ],
        material,
        width=22,
    )


def beard(bench: Bench, pose: Pose, look: Look, material: Material, *, length: float, draws: list[float]) -> None:
    """Lay a beard from ear to ear with its moustache; `length` reaches below the chin."""
    w = look.width
    tips = []
    for k in range(11):
        t = 1 - 2 * k / 10
        reach = 216 + length * (1 - abs(t) ** 1.6)
        tips.append(
            (132 * t * w * (1 - 0.0006 * length), reach + (15 if k % 2 == 0 else -12) + 14 * draws[k % len(draws)])
        )
    shape = [
        (-150 * w, 0),
        (-136 * w, 66),
        (-98 * w, 106),
        (-58, MOUTH - 18),
        (-50, MOUTH + 6),
        (-30, MOUTH + 24),
        (0, MOUTH + 20),
        (30, MOUTH + 24),
        (50, MOUTH + 6),
        (58, MOUTH - 18),
        (98 * w, 106),
        (136 * w, 66),
        (150 * w, 0),
        (150 * w, 110),
        *tips,
        (-150 * w, 110),
    ]
    placed = [place(look, x, y) if abs(x) < 100 and y < 200 else (x, y) for x, y in shape]
    mass(bench, pose, placed, material, origin=(0, -60), reach=250, sheen=262, wave=0.07)
    paths = [
        [(70 * t, MOUTH + 44), (92 * t, 200 + length * 0.4 * (1 - abs(t))), (60 * t, 206 + length * (1 - t * t))]
        for t in (-0.9, -0.55, -0.2, 0.15, 0.5, 0.85)
    ]
    locks(bench, pose, paths, material, width=26)
    for side in (-1, 1):
        path = [
            place(look, 2 * side, 112),
            place(look, 32 * side, 112),
            place(look, 60 * side, 128),
            place(look, 78 * side, 154),
        ]
        locks(
            bench,
            pose,
            [path, [place(look, 4 * side, 106), place(look, 30 * side, 104), place(look, 64 * side, 120)]],
            material,
            width=19,
        )


def _polar(u: Field, v: Field, origin: Point, wave: float) -> tuple[Field, Field]:
    du, dv = u - np.float32(origin[0]), v - np.float32(origin[1])
    far = np.sqrt(du * du + dv * dv)
    return np.arctan2(du, dv) + np.sin(far * np.float32(1 / 34)) * np.float32(wave), far
