"""Places with walls: a room with a hearth and a vaulted passage, each ending where its light comes from.

One-point perspective: every pixel's ray meets a wall at a depth of one over its largest scaled coordinate, so stones
shrink evenly. Nothing gets darker than a fifth of the light, or rooms turn to mud.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from imagesvc.engines.pillow.fields import Field, fbm, resized
from imagesvc.engines.pillow.parts import (
    CLOTH,
    GOLD,
    IRON,
    LEATHER,
    STONE,
    WOOD,
    Bench,
    Material,
    Pose,
    curve,
    oval,
    rectangle,
    trace,
)
from imagesvc.engines.pillow.sheet import Sheet
from imagesvc.engines.pillow.words import Reading


@dataclass(frozen=True, kw_only=True)
class _Walls:
    """What the ray through every pixel meets: `depth` is 1 at the picture's edge and grows inwards (logarithm)."""

    depth: Field
    across: Field  # along the section of a wall, -1..1
    side: Field  # 1 on side walls, 0 on floor and ceiling
    floor: Field  # 1 on the floor


def room(sheet: Sheet, reading: Reading) -> Iterator[str]:
    """Draw a room with beams, a hearth, tables and lamps; shelves of books if it is for reading."""
    yield "Raising the walls"
    cx, cy = sheet.width / 2, sheet.height * 0.47
    hw, hh = sheet.width * 0.53, sheet.height * 0.56
    back = 0.36
    stone = reading.score("stone dungeon crypt barracks prison") > reading.score("wood* oak tavern inn timber")
    _walls(sheet, reading, centre=(cx, cy), half=(hw, hh), back=back, stone=stone)
    bench = Bench(sheet, rng=reading.chance("room"))
    bw, bh = hw * back, hh * back
    bench.part(
        rectangle(cx - bw, cy - bh, cx + bw, cy + bh),
        (STONE if stone else WOOD).but(angle=0, base=0.36, dark=0.12, bright=0.6),
        bevel=8,
        outline=3,
    )

    yield "Laying the beams"
    for k in range(4):
        m = back * (1.0 + 0.02) * (1 / back) ** ((k + 0.5) / 4)
        y = cy - hh * m
        thick = 34 * m + 6
        bench.part(
            rectangle(cx - hw * m * 1.02, y, cx + hw * m * 1.02, y + thick),
            WOOD.but(angle=0, base=0.34 - 0.05 * k, dark=0.1),
            bevel=6 + 8 * m,
        )

    yield "Lighting the hearth"
    sheet.glow(cx, cy + bh * 0.4, radius=hh * 0.36, light=0.3, hue=0.5, tone=0.3)
    if reading.score("library study book* archive office scriptorium") > 0:
        _shelves(bench, cx, cy, bw, bh)
    else:
        _hearth(bench, cx=cx, foot=cy + bh, size=bh * 1.5)

    yield "Setting the tables"
    for side in (-1, 1):
        _table(bench, reading, x=cx + side * hw * 0.6, foot=cy + hh * 0.8, size=hh * 0.34, side=side)
    for side in (-1, 1):
        _lamp(bench, x=cx + side * hw * 0.56, y=cy - hh * 0.26, size=46)


def vault(sheet: Sheet, reading: Reading) -> Iterator[str]:
    """Draw a vaulted passage with ribs and torches, towards a light at its end."""
    yield "Raising the vault"
    centre = (sheet.width / 2, sheet.height * 0.54)
    reach = min(sheet.width, sheet.height * 1.25) * 0.56, sheet.height * 0.62
    walls, section = _tunnel(sheet, centre=centre, reach=reach)
    ribs, joints, shade = _masonry(walls, rows=9, rate=4.6, salt=reading.chance("stones"))
    rng = reading.chance("vault")
    dirt = fbm(rng, sheet.light.shape, cell=70 * sheet.scale / 2, octaves=4)
    glow = np.exp(-section * 3.2)
    light = np.float32(0.30) + np.float32(0.16) * shade + np.float32(0.2) * ribs + np.float32(0.07) * dirt + 0.75 * glow
    light -= np.float32(0.1) * walls.floor
    sheet.light[:] = np.clip(light, 0.2, 1)
    sheet.tone[:] = np.clip(0.2 + 0.14 * shade + 0.14 * ribs + 0.05 * dirt + 0.85 * glow, 0, 1)
    sheet.hue[:] = np.clip(1.5 * glow - 0.1, 0, 0.9) + 0.2 * (1 - np.clip(1.5 * glow, 0, 1))
    _, y = sheet.everything().fine()
    rings = resized(section, sheet.phase.shape) * np.float32(reach[1] / 8.2)
    floor = resized(walls.floor, sheet.phase.shape) > 0.5
    sheet.phase[:] = np.where(floor, y * np.float32(1 / 8), rings) + resized(dirt, sheet.phase.shape) * np.float32(0.35)
    sheet.ink[:] = resized(joints * np.clip(1.25 - 1.2 * glow, 0, 1), sheet.phase.shape)

    yield "Hanging the torches"
    bench = Bench(sheet, rng=rng)
    _far_end(bench, centre=centre, reach=reach)
    for step in (0.62, 0.3):
        for side in (-1, 1):
            _torch(
                bench,
                x=centre[0] + side * reach[0] * step * 0.99,
                y=centre[1] - reach[1] * step * 0.18,
                size=120 * step,
            )


def flames(bench: Bench, *, x: float, foot: float, width: float, height: float, tongues: int) -> None:
    """Draw licking flames: outer tongues in the accent, lighter ones within them."""
    rng = bench.rng
    for shell, (scale, tone, light) in enumerate(((1.0, 0.44, 0.66), (0.74, 0.68, 0.9), (0.46, 0.98, 1.0))):
        order = sorted(range(tongues), key=lambda k: -abs(k - (tongues - 1) / 2))
        for k in order:
            draws = rng.random(5).tolist()
            off = (k - (tongues - 1) / 2) / max(tongues - 1, 1)
            cx = x + off * width * 0.8
            tall = height * scale * (1.0 - 1.1 * off * off) * (0.78 + 0.36 * draws[0])
            half = width * scale * 0.62 / tongues**0.72
            sway = half * (draws[1] - 0.5) * 1.6
            tip = cx + sway * 1.6 - off * width * 0.12
            shape = curve(
                [
                    (cx - half * 0.6, foot),
                    (cx - half, foot - tall * 0.2),
                    (cx - half * 0.62 + sway * 0.2, foot - tall * 0.48),
                    (cx - half * 0.32 + sway, foot - tall * 0.72),
                    (tip, foot - tall),
                    (cx + half * 0.2 + sway, foot - tall * 0.66),
                    (cx + half * 0.75 + sway * 0.3, foot - tall * 0.42),
                    (cx + half, foot - tall * 0.18),
                    (cx + half * 0.6, foot),
                ],
                steps=5,
            )
            bench.flat(shape, light=light, tone=tone, hue=1.0, outline=2.2 if shell < 2 else 0)


def _walls(
    sheet: Sheet, reading: Reading, *, centre: tuple[float, float], half: tuple[float, float], back: float, stone: bool
) -> None:
    x, y = sheet.everything().coarse()
    dx, dy = (
        (x - np.float32(centre[0])) * np.float32(1 / half[0]),
        (y - np.float32(centre[1])) * np.float32(1 / half[1]),
    )
    ax, ay = np.abs(dx) + 0 * dy, np.abs(dy) + 0 * dx
    m = np.maximum(np.maximum(ax, ay), np.float32(0.02))
    side = (ax > ay).astype(np.float32)
    floor = ((dy > 0) & (ax <= ay)).astype(np.float32)
    across = np.where(ax > ay, dy / np.maximum(ax, 1e-3), dx / np.maximum(ay, 1e-3)).astype(np.float32)
    walls = _Walls(depth=-np.log(m), across=across, side=side, floor=floor)
    _, joints, shade = _masonry(
        walls, rows=5 if stone else 7, rate=3.4 if stone else 0.9, salt=reading.chance("stones")
    )
    dirt = fbm(reading.chance("dirt"), sheet.light.shape, cell=90 * sheet.scale / 2, octaves=4)
    fire = np.exp(-np.maximum(m - np.float32(back), 0) * np.float32(2.6))
    light = 0.26 + 0.13 * shade + 0.06 * dirt + 0.34 * fire + 0.1 * floor - 0.05 * side
    sheet.light[:] = np.clip(light, 0.22, 1)
    sheet.tone[:] = np.clip(0.16 + 0.12 * shade + 0.42 * fire + 0.05 * dirt + 0.06 * floor, 0, 1)
    sheet.hue[:] = np.clip(0.25 + 0.45 * fire, 0, 1)
    x, y = sheet.everything().fine()
    dx, dy = (
        (x - np.float32(centre[0])) * np.float32(1 / half[0]),
        (y - np.float32(centre[1])) * np.float32(1 / half[1]),
    )
    on_side = np.abs(dx) > np.abs(dy)
    flat = y * np.float32(1 / 7.6) + 0 * x
    beside = np.where(on_side, (y + np.float32(0.35) * np.abs(x - np.float32(centre[0]))) * np.float32(1 / 7.6), flat)
    sheet.phase[:] = beside + resized(dirt, sheet.phase.shape) * np.float32(0.6)
    sheet.ink[:] = resized(joints, sheet.phase.shape) * np.float32(0.9)


def _tunnel(sheet: Sheet, *, centre: tuple[float, float], reach: tuple[float, float]) -> tuple[_Walls, Field]:
    x, y = sheet.everything().coarse()
    dx, dy = (
        (x - np.float32(centre[0])) * np.float32(1 / reach[0]),
        (y - np.float32(centre[1])) * np.float32(1 / reach[1]),
    )
    dx, dy = dx + 0 * dy, dy + 0 * dx
    above = np.sqrt(dx * dx + np.minimum(dy, 0) ** 2)
    below = np.maximum(np.abs(dx), dy * np.float32(1.7))
    section = np.maximum(np.where(dy < 0, above, below), np.float32(0.03)).astype(np.float32)
    floor = ((dy > 0) & (dy * np.float32(1.7) >= np.abs(dx))).astype(np.float32)
    turn = np.where(dy < 0, np.arctan2(-dy, dx) / np.float32(np.pi) * 2 - 1, np.float32(0))
    upright = np.where(
        dx > 0, np.float32(-1) - dy / np.maximum(section, 0.05), np.float32(1) + dy / np.maximum(section, 0.05)
    )
    across = np.where(dy < 0, turn, upright)
    across = np.where(floor > 0.5, dx / np.maximum(dy * np.float32(1.7), 0.02), across).astype(np.float32)
    return _Walls(depth=-np.log(section), across=across, side=1 - floor, floor=floor), section


def _masonry(walls: _Walls, *, rows: int, rate: float, salt: np.random.Generator) -> tuple[Field, Field, Field]:
    """Return where ribs stand (0..1), where joints run (0..1) and how light each stone is (-1..1)."""
    ring = walls.depth * np.float32(rate)
    row = np.floor((walls.across + 1) * np.float32(rows / 2))
    place = ring + row * np.float32(0.5)
    column = np.floor(place)
    table = salt.random(1024, dtype=np.float32)
    index = (row.astype(np.int32) * 37 + column.astype(np.int32) * 101 + walls.floor.astype(np.int32) * 53) & 1023
    shade = table.take(index) * 2 - 1
    up = (walls.across + 1) * np.float32(rows / 2) - row
    along = place - column
    edge = np.minimum(np.minimum(up, 1 - up) * np.float32(1.6), np.minimum(along, 1 - along) * np.float32(4.6 / rate))
    size = np.exp(-walls.depth)
    joints = np.clip(
        (0.075 / np.maximum(size + 0.35, 0.1) - edge) * np.float32(16) * np.minimum(size * 2 + 0.25, 1), 0, 1
    )
    span = ring * np.float32(0.5) - np.floor(ring * np.float32(0.5))
    ribs = ((span < 0.3) & (walls.floor < 0.5)).astype(np.float32)
    return ribs, joints.astype(np.float32), shade


def _far_end(bench: Bench, *, centre: tuple[float, float], reach: tuple[float, float]) -> None:
    w, h = reach[0] * 0.085, reach[1] * 0.085
    x, y = centre
    arch = [(x - w, y + h * 0.75), (x - w, y), *oval(x, y, w, h, start=180, stop=360, steps=16), (x + w, y + h * 0.75)]
    bench.flat(arch, light=1.0, tone=1.0, hue=0.9, outline=2)


def _torch(bench: Bench, *, x: float, y: float, size: float) -> None:
    bench.glow(x, y - size * 0.3, radius=size * 1.5, light=0.42, hue=0.75, tone=0.4)
    bench.part(
        [
            (x - size * 0.07, y),
            (x + size * 0.07, y),
            (x + size * 0.03, y + size * 0.7),
            (x - size * 0.03, y + size * 0.7),
        ],
        WOOD.but(base=0.3),
        bevel=4,
    )
    bench.part(rectangle(x - size * 0.12, y - size * 0.02, x + size * 0.12, y + size * 0.12), IRON, bevel=4)
    flames(bench, x=x, foot=y, width=size * 0.3, height=size * 0.75, tongues=3)


def _hearth(bench: Bench, *, cx: float, foot: float, size: float) -> None:
    w = size * 0.56
    bench.part(
        [
            (cx - w, foot),
            (cx - w, foot - size),
            (cx - w * 0.6, foot - size * 1.34),
            (cx + w * 0.6, foot - size * 1.34),
            (cx + w, foot - size),
            (cx + w, foot),
        ],
        STONE.but(base=0.4),
        bevel=12,
    )
    for row in range(6):
        y = foot - size * (0.16 * row + 0.12)
        for k in range(-3, 4):
            at = cx + (k + 0.5 * (row % 2)) * w * 0.36
            if abs(at - cx) < w * 0.9:
                bench.line([(at, y), (at, y + size * 0.13)], 2.2)
        bench.line([(cx - w, y), (cx + w, y)], 2.2)
    bench.part(
        rectangle(cx - w * 1.12, foot - size * 0.86, cx + w * 1.12, foot - size * 0.76),
        WOOD.but(angle=0, base=0.5),
        bevel=6,
    )
    mouth = [
        (cx - w * 0.62, foot),
        (cx - w * 0.62, foot - size * 0.4),
        *oval(cx, foot - size * 0.4, w * 0.62, size * 0.24, start=180, stop=360, steps=14),
        (cx + w * 0.62, foot),
    ]
    bench.flat(mouth, light=0.12, tone=0.12, hue=0.8, outline=4)
    for k in range(4):
        at = cx + (k - 1.5) * w * 0.24
        bench.part(
            oval(at, foot - size * 0.04, w * 0.16, size * 0.045, steps=14), WOOD.but(base=0.3), bevel=4, outline=2
        )
    bench.glow(cx, foot - size * 0.2, radius=size * 0.5, light=0.4, hue=0.7, tone=0.4)
    flames(bench, x=cx, foot=foot - size * 0.05, width=w * 0.95, height=size * 0.44, tongues=5)


def _shelves(bench: Bench, cx: float, cy: float, bw: float, bh: float) -> None:
    rng = bench.rng
    for row in range(4):
        bottom = cy - bh + bh * 2 * (row + 1) / 4 - 4
        x = cx - bw + 8
        while x < cx + bw - 16:
            wide, tall, hue = (float(v) for v in rng.random(3))
            w = bw * (0.035 + 0.05 * wide)
            bench.part(
                rectangle(x, bottom - bh * (0.3 + 0.14 * tall), min(x + w, cx + bw - 6), bottom),
                LEATHER.but(hue=0.4 + 0.6 * hue, angle=90, base=0.35 + 0.3 * tall),
                bevel=4,
                outline=1.8,
            )
            x += w
        bench.part(rectangle(cx - bw, bottom, cx + bw, bottom + 9), WOOD.but(angle=0, base=0.6), bevel=4)


def _table(bench: Bench, reading: Reading, *, x: float, foot: float, size: float, side: int) -> None:
    w, deep = size * 1.02, size * 0.34
    top = foot - size * 0.62
    bench.shadow([rectangle(x - w, foot - size * 0.1, x + w, foot + size * 0.06)], blur=20, shift=(0, 0), depth=0.5)
    for dx, dy in ((-0.86, -0.12), (0.86, -0.12), (-0.92, 0.0), (0.92, 0.0)):
        bench.part(
            rectangle(x + dx * w - size * 0.05, top, x + dx * w + size * 0.05, foot + dy * size),
            WOOD.but(base=0.32),
            bevel=6,
        )
    lean = -side * deep * 0.5
    bench.part(
        [(x - w + lean, top - deep), (x + w + lean, top - deep), (x + w, top), (x - w, top)],
        WOOD.but(angle=2, base=0.62, bright=0.85),
        bevel=6,
    )
    bench.part(rectangle(x - w, top, x + w, top + size * 0.1), WOOD.but(angle=0, base=0.34), bevel=5)
    props = reading.trait(f"table {side}").random((4, 2)).tolist()
    for k, (a, b) in enumerate(props):
        pose = Pose(x=x + (-0.66 + 0.44 * k + 0.1 * a) * w, y=top - deep * (0.25 + 0.4 * b), size=size / 330)
        if a < 0.45:
            bench.turned([(-84, 26), (-76, 30), (0, 34)], GOLD.but(hue=0.7), pose=pose)
            bench.part(oval(0, -84, 27, 8), LEATHER.but(base=0.2), pose=pose, bevel=3)
        elif a < 0.75:
            bench.turned(
                trace("-110 9, -60 10, -50 30, -10 36, 0 32"),
                Material(hue=0.2, dark=0.2, bright=0.8, base=0.5, gloss=0.5),
                pose=pose,
            )
        else:
            bench.turned([(-70, 10), (0, 11)], CLOTH.but(bright=1.0, base=0.8), pose=pose)
            flames(bench, x=pose.x, foot=pose.y - 70 * pose.size, width=12, height=34, tongues=1)
            bench.glow(pose.x, pose.y - 80 * pose.size, radius=42, light=0.4, hue=0.6, tone=0.3)


def _lamp(bench: Bench, *, x: float, y: float, size: float) -> None:
    bench.line([(x, y - size * 1.6), (x, y - size * 0.8)], 4)
    bench.part([(x - size * 0.5, y - size * 0.5), (x, y - size * 0.9), (x + size * 0.5, y - size * 0.5)], IRON, bevel=5)
    bench.flat(
        rectangle(x - size * 0.36, y - size * 0.5, x + size * 0.36, y + size * 0.4),
        light=1,
        tone=0.94,
        hue=1.0,
        outline=3,
    )
    bench.line([(x, y - size * 0.5), (x, y + size * 0.4)], 3.4)
    bench.part(rectangle(x - size * 0.46, y + size * 0.38, x + size * 0.46, y + size * 0.56), IRON, bevel=4)
    bench.glow(x, y, radius=105, light=0.42, hue=0.8, tone=0.42)
