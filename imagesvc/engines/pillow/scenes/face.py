"""A face: a landscape of heights with light across it, and the ink of eyes, brows and mouth in the same coordinates.

A face's own coordinates have their origin between the eyes and the mouth, x to the right and y down, the head about
300 units wide and 430 high; `Look` says what kind of face it is. It knows nothing of hair or clothes.
"""

from dataclasses import dataclass

import numpy as np

from imagesvc.engines.pillow.fields import Field, resized, slopes, smoothstep, through
from imagesvc.engines.pillow.parts import Bench, Material, Outline, Point, Pose, band, curve, oval, trace
from imagesvc.engines.pillow.sheet import Box

EYE = (62.0, -16.0)
MOUTH = 132.0


@dataclass(frozen=True, kw_only=True)
class Look:
    """What a face is like: all from the words and what the words leave open."""

    jaw: float  # 0.6 pointed to 1 square
    width: float  # of the whole head, 1 is usual
    turn: float  # -1 to 1: where it looks
    age: float  # 0 young, 1 old
    soft: float  # 0 rugged, 1 soft
    lips: float  # how full
    nose: float  # how large
    brow: float  # -1 kind to 1 stern
    skin: Material
    tusks: bool = False
    skull: bool = False
    machine: bool = False
    glow: bool = False  # eyes of light
    scar: bool = False
    stubble: bool = False


def outline(look: Look) -> Outline:
    """The outline of the head."""
    half = [
        (0.0, -216.0),
        (84, -196),
        (134, -128),
        (150, -30),
        (146, 46),
        (146 * (0.52 + 0.46 * look.jaw), 128),
        (58 + 52 * look.jaw, 186),
        (0, 214),
    ]
    if look.skull:
        half = trace("0 -216, 96 -196, 146 -120, 152 -40, 132 30, 126 66, 96 100, 92 180, 58 214, 0 220")
    points = [(x * look.width, y) for x, y in half]
    return curve(points + [(-x, y) for x, y in reversed(points[1:-1])], steps=6)


def paint(bench: Bench, pose: Pose, look: Look) -> None:
    """Model the face and draw its features."""
    placed = bench.mask([pose.at(outline(look))], [])
    if placed is None:
        return
    box, mask = placed
    u, v = pose.local(*box.coarse())
    height, edge = _relief(u, v, look)
    light, hue = _lighting(height, edge, u, v, box=box, pose=pose, look=look)
    skin = look.skin
    tone = np.float32(skin.dark) + light * np.float32(skin.bright - skin.dark)
    fu, fv = pose.local(*box.fine())
    bent = fv * np.float32(0.82) + fu * np.float32(0.3) - resized(height, box.shape) * np.float32(0.62)
    bench.sheet.lay(
        box, mask, light=light, tone=tone, hue=hue, phase=bent * np.float32(pose.size / 7.2), ink=bench.edge(mask, 2.6)
    )
    if look.skull:
        _skull_ink(bench, pose, look)
    elif look.machine:
        _machine_ink(bench, pose, look)
    else:
        _eyes(bench, pose, look)
        _nose_and_mouth(bench, pose, look)


def place(look: Look, x: float, y: float) -> Point:
    """Where a feature goes when the head turns: what is in the middle moves most."""
    return x * look.width + look.turn * 30 * (1 - (x / 175) ** 2), y


def _relief(u: Field, v: Field, look: Look) -> tuple[Field, Field]:
    """Return the height of the face in its own units and how near each point is to the outline (0..1)."""
    half = sorted((y, x) for x, y in outline(look) if x >= 0)
    edge = np.abs(u) / np.maximum(through([(y, max(x, 8.0)) for y, x in half], v), 8)
    dome = np.sqrt(np.clip(1 - edge * edge, 0.0, 1)) * np.float32(120)
    height = dome * np.sqrt(np.clip(1 - ((v + 6) / np.float32(236)) ** 2, 0.02, 1))
    for x, y, wide, tall, amount in _bumps(look):
        px, py = place(look, x, y)
        du, dv = (u - np.float32(px)) * np.float32(1 / wide), (v - np.float32(py)) * np.float32(1 / tall)
        height = height + np.float32(amount) * np.exp(-np.float32(0.5) * (du * du + dv * dv))
    if look.age > 0.45 and not look.skull:
        furrow = np.sin((v + 0.06 * np.abs(u)) * np.float32(0.32)) * np.exp(-(((v + 112) / 42) ** 2) - (u / 84) ** 2)
        height = height + furrow * np.float32(3.4 * look.age)
    return height.astype(np.float32), edge.astype(np.float32)


def _bumps(look: Look) -> list[tuple[float, float, float, float, float]]:
    """Gaussians: x, y, width, height, amount."""
    rugged = 1 - look.soft
    nose = look.nose
    if look.skull:
        pairs = [
            (62.0, -14.0, 40.0, 38.0, -70.0),
            (86, 48, 38, 18, 26),
            (60, -66, 50, 14, 14),
            (120, -60, 26, 60, -22),
            (96, 96, 24, 40, -26),
        ]
        middle = [(0.0, 48.0, 18.0, 30.0, -46.0), (0, 150, 70, 40, 18), (0, -150, 90, 50, 8)]
    else:
        pairs = [
            (60, -54, 46, 15, 9 + 11 * rugged),
            (62, -20, 38, 24, -25),
            (62, -15, 22, 15, 15),
            (86, 50, 40, 34, 15 + 3 * rugged),
            (70, 100, 34, 30, -7 - 7 * look.age),
            (22 + 3 * nose, 82, 12, 11, 15 * nose),
            (130, -90, 26, 50, -9),
            (96, 160, 30, 26, 6 * look.jaw),
        ]
        if look.age > 0.3:
            pairs += [(36 + 7 * k, 92 + 13 * k, 8, 12, -7.5 * look.age) for k in range(4)]
            pairs += [(62, 6, 26, 6, 5 * look.age), (62, 15, 28, 5, -5 * look.age)]
        middle = [(0, -44 + 14.5 * i, 12 + 1.1 * i, 13, (4.5 + 2.7 * i) * nose) for i in range(9)]
        middle += [
            (0, 74, 17 + 3 * nose, 16, 17 * nose),
            (0, 100, 18, 9, -12),
            (0, MOUTH - 10, 34, 8, 8 + 6 * look.lips),
            (0, MOUTH + 11, 28, 9, 9 + 8 * look.lips),
            (0, MOUTH, 42, 4, -8),
            (0, MOUTH + 32, 32, 9, -10),
            (0, 188, 32, 20, 17 - 5 * look.soft),
            (0, -30, 13, 16, -4),
        ]
    return [(x * side, y, w, h, a) for x, y, w, h, a in pairs for side in (-1, 1)] + list(middle)


def _lighting(
    height: Field, edge: Field, u: Field, v: Field, *, box: Box, pose: Pose, look: Look
) -> tuple[Field, Field]:
    step = 2 / (box.scale * pose.size)  # face units per half-resolution pixel
    across, down = slopes(height)
    across, down = across * np.float32(1 / step), down * np.float32(1 / step)
    across = np.clip(across, -3, 3)
    norm = 1 / np.sqrt(across * across + down * down + 1)
    lit = (np.float32(0.56) * across + np.float32(0.5) * down + np.float32(0.64)) * norm
    # Where something nearer the light stands higher, its shadow falls; eight steps towards the light.
    shade = np.zeros_like(height)
    for k in range(1, 9):
        rows, columns = max(1, round(4.6 * k / step)), max(1, round(5.4 * k / step))
        if rows >= height.shape[0] or columns >= height.shape[1]:
            break
        over = height[:-rows, :-columns] - height[rows:, columns:] - np.float32(6.2 * k)
        np.maximum(shade[rows:, columns:], over, out=shade[rows:, columns:])
    shade = np.clip(shade * np.float32(1 / 9), 0, 1)
    light = np.float32(0.17) + np.float32(0.84) * np.clip(lit, 0, 1) * (1 - np.float32(0.62) * shade)
    light += np.float32((look.skin.base - 0.5) * 0.6)
    rim = smoothstep(0.8, 0.99, edge) * (u > 0) * smoothstep(-210, -60, v) * (1 - smoothstep(120, 200, v))
    light = light + np.float32(0.5) * rim
    hue = np.float32(look.skin.hue) + np.float32(0.34) * rim * np.float32(1 - look.skin.hue)
    blush = np.exp(-(((np.abs(u) - 84) / 34) ** 2) - ((v - 60) / 30) ** 2) * np.float32(0.16 * look.soft)
    if look.skull or look.machine:
        blush = blush * 0
    return np.clip(light, 0.1, 1).astype(np.float32), np.clip(hue + blush, 0, 1).astype(np.float32)


def _eyes(bench: Bench, pose: Pose, look: Look) -> None:
    open_ = 10.5 + 3.5 * look.soft - 2.5 * look.age - (2 if look.brow > 0.4 else 0)
    for side in (-1, 1):
        cx, cy = place(look, EYE[0] * side, EYE[1])
        w = 31.0
        inner, outer = cx - w * side, cx + w * side
        upper = curve(
            [(inner, cy + 4), (cx - 12 * side, cy - open_), (cx + 12 * side, cy - open_), (outer, cy - 1)], closed=False
        )
        lower = curve(
            [(outer, cy - 1), (cx + 8 * side, cy + open_ * 0.72), (cx - 14 * side, cy + open_ * 0.66), (inner, cy + 4)],
            closed=False,
        )
        gaze = cx + 4 * look.turn
        if look.glow:
            bench.flat(upper + lower, pose=pose, light=1, tone=1.0, hue=1.0, outline=2.6)
            ((gx, gy),) = pose.at([(cx, cy)])
            bench.glow(gx, gy, radius=34 * pose.size, light=0.3, hue=0.7, tone=0.25)
            bench.inks([oval(gaze, cy - 1, 3.2, open_ * 0.8, steps=14)], pose=pose)
        else:
            bench.flat(upper + lower, pose=pose, light=0.97, tone=0.94, hue=0.3)
            bench.flat(
                oval(gaze, cy - 1.5, 11.5, min(11.5, open_ + 1), steps=18),
                pose=pose,
                light=0.62,
                tone=0.55,
                hue=0.9,
                outline=2.4,
            )
            bench.inks([oval(gaze, cy - 1.5, 5.6, steps=14)], pose=pose)
            bench.cuts([oval(gaze - 4, cy - 6, 2.9, steps=10)], pose=pose, hue=0.2)
        count = len(upper)
        lid = [3 + (4.2 + 1.6 * look.soft) * np.sin(np.pi * (0.15 + 0.8 * k / (count - 1))) for k in range(count)]
        bench.line(upper, [float(x) for x in lid], pose=pose)
        bench.line(
            lower, [1.2 + 1.1 * float(np.sin(np.pi * k / (len(lower) - 1))) for k in range(len(lower))], pose=pose
        )
        bench.line(
            curve(
                [(inner + 5 * side, cy - open_ + 1), (cx, cy - open_ - 8), (outer + 2 * side, cy - open_ + 2)],
                closed=False,
            ),
            [1, 1, 1.6, 2, 2, 2.2, 2.2, 2.2, 2.2, 2.2, 2, 2, 2, 1.6, 1, 1, 1],
            pose=pose,
        )
        _brow(bench, pose, look, side=side, cx=cx, cy=cy - open_ - 20)
        if look.age > 0.5:
            for k in (-1, 0, 1):
                bench.line(
                    [(outer + 5 * side, cy + 4 * k), (outer + 18 * side, cy + 10 * k - 1)], [2.2, 0.8], pose=pose
                )


def _brow(bench: Bench, pose: Pose, look: Look, *, side: int, cx: float, cy: float) -> None:
    drop = 9 * look.brow
    points = curve(
        [
            (cx - 40 * side, cy + 4 + drop),
            (cx - 10 * side, cy - 6 + drop * 0.4),
            (cx + 20 * side, cy - 9 - drop * 0.3),
            (cx + 46 * side, cy + 4 - drop * 0.4),
        ],
        closed=False,
    )
    thick = 13 - 6.5 * look.soft
    widths = [
        thick * (0.45 + 0.6 * float(np.sin(np.pi * (0.2 + 0.72 * k / (len(points) - 1))))) * (1 - 0.6 * k / len(points))
        + 1
        for k in range(len(points))
    ]
    bench.line(points, widths, pose=pose)
    for k in range(0, len(points) - 3, 3):
        x, y = points[k]
        bench.line([(x, y + thick * 0.3), (x + 9 * side, y - thick * 0.62)], [2.6, 0.8], pose=pose)


def _nose_and_mouth(bench: Bench, pose: Pose, look: Look) -> None:
    for side in (-1, 1):
        x, y = place(look, (13 + 4 * look.nose) * side, 91)
        bench.inks([curve([(x - 7, y + 3), (x, y - 3), (x + 7, y + 2), (x, y + 5)], steps=4)], pose=pose)
        wing = [
            place(look, (22 + 5 * look.nose) * side, 72),
            place(look, (29 + 5 * look.nose) * side, 84),
            place(look, (22 + 3 * look.nose) * side, 95),
        ]
        bench.line(
            curve(wing, closed=False), [1, 1.6, 2.2, 2.6, 3, 3, 3, 3, 3, 2.8, 2.6, 2.4, 2, 1.8, 1.4, 1, 0.8], pose=pose
        )
    w = 44 - 5 * look.soft
    smile = -4.5 * look.brow
    line = [
        (-w, MOUTH + 1 - smile),
        (-w * 0.4, MOUTH - 2 + smile * 0.4),
        (0, MOUTH + 2 + smile * 0.5),
        (w * 0.4, MOUTH - 2 + smile * 0.4),
        (w, MOUTH + 1 - smile),
    ]
    points = [place(look, x, y) for x, y in curve(line, closed=False)]
    full = 6 + 8 * look.lips
    upper = [
        place(look, x, y)
        for x, y in curve(
            [
                (-w * 0.9, MOUTH),
                (-w * 0.3, MOUTH - full * 0.95),
                (0, MOUTH - full * 0.6),
                (w * 0.3, MOUTH - full * 0.95),
                (w * 0.9, MOUTH),
                (0, MOUTH + 3),
            ],
            steps=4,
        )
    ]
    lower = [
        place(look, x, y)
        for x, y in curve(
            [
                (-w * 0.8, MOUTH + 2),
                (-w * 0.3, MOUTH + full * 1.2),
                (0, MOUTH + full * 1.35),
                (w * 0.3, MOUTH + full * 1.2),
                (w * 0.8, MOUTH + 2),
                (0, MOUTH + 4),
            ],
            steps=4,
        )
    ]
    lip = look.skin.but(hue=min(1.0, look.skin.hue + 0.3 * look.lips), pitch=5.2, angle=84)
    bench.part(upper, lip.but(base=0.36), pose=pose, bevel=5, outline=0)
    bench.part(lower, lip.but(base=0.64), pose=pose, bevel=6, outline=0)
    bench.line(points, [2 + 3.4 * float(np.sin(np.pi * k / (len(points) - 1))) for k in range(len(points))], pose=pose)
    bench.line([place(look, x, MOUTH + full * 1.5 + 5) for x in (-15, 0, 15)], [0.8, 3, 0.8], pose=pose)
    if look.tusks:
        for side in (-1, 1):
            x, y = place(look, 27 * side, MOUTH + 7)
            tusk = curve(
                [(x - 9, y), (x - 7 + 3 * side, y - 20), (x + 5 * side, y - 36), (x + 9, y - 16), (x + 9, y)], steps=4
            )
            bench.part(
                tusk, Material(hue=0.3, dark=0.5, bright=1.0, pitch=6, base=0.82), pose=pose, bevel=5, outline=2.6
            )
    if look.scar:
        scar = [place(look, 96, -76), place(look, 84, -20), place(look, 92, 40), place(look, 78, 96)]
        bench.cuts(
            [band(curve(scar, closed=False), [5] * 25)],
            pose=pose,
            light=0.95,
            tone=look.skin.bright,
            hue=min(1.0, look.skin.hue + 0.25),
        )
        for t in (0, 1, 2):
            x, y = scar[t]
            bench.line([(x - 12, y + 16), (x + 10, y + 20)], [1, 2.6], pose=pose)
    if look.stubble:
        draws = bench.rng.random((230, 2)).tolist()
        dots = []
        for a, b in draws:
            x, y = (a * 2 - 1) * 118 * (1 - 0.35 * b), 92 + 112 * b
            if abs(x) > 50 or y > MOUTH + 22 or y < MOUTH - 14:
                dots.append([place(look, x + dx, y + dy) for dx, dy in ((-1.6, 0), (0.6, 7), (1.8, 0))])
        bench.inks(dots, pose=pose)


def _skull_ink(bench: Bench, pose: Pose, look: Look) -> None:
    for side in (-1, 1):
        cx, cy = place(look, EYE[0] * side, -12)
        socket = curve(
            [
                (cx - 40 * side, cy - 10),
                (cx - 8 * side, cy - 38),
                (cx + 34 * side, cy - 26),
                (cx + 38 * side, cy + 18),
                (cx, cy + 34),
                (cx - 36 * side, cy + 18),
            ],
            steps=6,
        )
        bench.inks([socket], pose=pose)
        if look.glow:
            ((gx, gy),) = pose.at([(cx, cy)])
            bench.cuts([oval(cx, cy, 8, 9)], pose=pose, hue=1.0)
            bench.glow(gx, gy, radius=30 * pose.size, light=0.3, hue=0.9, tone=0.3)
        bench.inks([curve([(3 * side, 84), (8 * side, 38), (26 * side, 72), (18 * side, 88)], steps=4)], pose=pose)
        bench.line(curve([(126 * side, 50), (96 * side, 84), (84 * side, 150)], closed=False), 4, pose=pose)
    for row, y0, y1 in ((0, 112, 148), (1, 150, 184)):
        for k in range(8):
            x = -66 + 16.6 * k
            bench.part(
                curve([(x, y0), (x + 15, y0), (x + 14, y1), (x + 1, y1)], steps=3),
                look.skin.but(base=0.8, pitch=6),
                pose=pose,
                bevel=4,
                outline=2.6,
            )
        if row == 0:
            bench.line([(-72, 149), (74, 149)], 4.5, pose=pose)
    bench.line(trace("40 -206, 58 -150, 36 -110, 60 -76"), [5, 4, 3, 1], pose=pose)


def _machine_ink(bench: Bench, pose: Pose, look: Look) -> None:
    for side in (-1, 1):
        cx, cy = place(look, EYE[0] * side, EYE[1])
        bench.part(oval(cx, cy, 38), look.skin.but(base=0.3), pose=pose, bevel=10, outline=3)
        bench.flat(oval(cx, cy, 24), pose=pose, light=1, tone=0.95, hue=1.0, outline=3)
        bench.inks([oval(cx, cy, 8)], pose=pose)
        ((gx, gy),) = pose.at([(cx, cy)])
        bench.glow(gx, gy, radius=44 * pose.size, light=0.3, hue=0.8, tone=0.25)
        bench.line(
            curve([(146 * side, -90), (100 * side, -70), (96 * side, 20), (120 * side, 60)], closed=False),
            3.4,
            pose=pose,
        )
        bench.line(curve([(110 * side, 170), (84 * side, 100), (40 * side, 96)], closed=False), 3.4, pose=pose)
        for y in (-150, 150):
            bench.inks([oval(92 * side, y, 6)], pose=pose)
    bench.line([(0, -214), (0, -90)], 3.4, pose=pose)
    bench.line([(-96, -96), (96, -96)], 3.4, pose=pose)
    for k in range(7):
        bench.line([(-42 + 14 * k, 124), (-42 + 14 * k, 156)], 6, pose=pose)
    bench.line(trace("-54 116, 54 116, 54 164, -54 164, -54 116"), 3.4, pose=pose)
