"""Vaulted passages: corridor, sewer and crypt, each ending where its light comes from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from imagesvc.engines.pillow.fields import Field, fbm, resized
from imagesvc.engines.pillow.parts import BONE, IRON, STONE, WOOD, Bench, Pose, band, oval, rectangle
from imagesvc.engines.pillow.scenes.places import rocks, sky
from imagesvc.engines.pillow.scenes.places.solid import View, block
from imagesvc.engines.pillow.scenes.things import fires
from imagesvc.engines.pillow.scenes.things.piece import Piece
from imagesvc.engines.pillow.sheet import Sheet
from imagesvc.engines.pillow.words import Reading


@dataclass(frozen=True, kw_only=True)
class _Walls:
    """What the ray through every pixel meets: `depth` is 1 at the picture's edge and grows inwards (logarithm)."""

    depth: Field
    across: Field  # along the section of a wall, -1..1
    side: Field  # 1 on side walls, 0 on floor and ceiling
    floor: Field  # 1 on the floor


def paint(sheet: Sheet, reading: Reading, place: str) -> Iterator[str]:
    """Draw a vaulted passage with ribs, towards a light at its end, and what the place has in it."""
    yield "Raising the vault"
    box = sheet.everything()
    centre = (sheet.width / 2, sheet.height * 0.54)
    reach = min(sheet.width, sheet.height * 1.25) * 0.56, sheet.height * 0.62
    walls, section = _tunnel(sheet, centre=centre, reach=reach)
    ribs, joints, shade = _masonry(walls, rows=9, rate=4.6, salt=reading.chance("stones"))
    rng = reading.chance("vault")
    dirt = fbm(rng, box.half_shape, cell=70 * sheet.scale / 2, octaves=4)
    glow = np.exp(-section * 3.2)
    light = np.float32(0.30) + np.float32(0.16) * shade + np.float32(0.2) * ribs + np.float32(0.07) * dirt + 0.75 * glow
    light -= np.float32(0.1) * walls.floor
    sheet.light[box.half] = np.clip(light, 0.2, 1)
    sheet.tone[box.half] = np.clip(0.2 + 0.14 * shade + 0.14 * ribs + 0.05 * dirt + 0.85 * glow, 0, 1)
    sheet.hue[box.half] = np.clip(1.5 * glow - 0.1, 0, 0.9) + 0.2 * (1 - np.clip(1.5 * glow, 0, 1))
    _, y = box.fine()
    rings = resized(section, box.shape) * np.float32(reach[1] / 8.2)
    floor = resized(walls.floor, box.shape) > 0.5
    sheet.phase[box.full] = np.where(floor, y * np.float32(1 / 8), rings) + resized(dirt, box.shape) * np.float32(0.35)
    sheet.ink[box.full] = resized(joints * np.clip(1.25 - 1.2 * glow, 0, 1), box.shape)

    bench = Bench(sheet, rng=rng)
    far_end(bench, centre=centre, reach=reach)
    view = View(x=centre[0], horizon=centre[1], fall=reach[1] / 1.7)
    yield "Furnishing it"
    VAULTS[place](bench, reading, view, reach[0])


def _corridor(bench: Bench, reading: Reading, view: View, half: float) -> None:
    """Torches; here and there a door or a crack, roots or cobwebs."""
    for near in (0.34, 0.58):
        if reading.score("door* cell* room* lab*") > 0 or near < 0.4:
            for side in (-1, 1):
                _side_door(bench, view, x=side * half, near=near)
    _torches(bench, reading, view, half)
    if reading.score("rubble ruin* crumbl* collapsed broken fallen") > 0:
        for x, near in ((-0.8, 0.7), (-0.6, 0.86), (0.7, 0.8), (0.84, 0.95), (0.5, 0.5)):
            at = view.at(x * half, 0, near)
            rocks.boulder(bench, x=at[0], foot=at[1] + 20, size=130 * near, mood=sky.mood_of(reading))
    if reading.score("root* vine* nature overgrown moss* ivy") > 0:
        _roots(bench, view, half)


def _side_door(bench: Bench, view: View, *, x: float, near: float) -> None:
    front, back = near, near * 0.84
    door = [
        view.at(x * 0.99, 0, front),
        view.at(x * 0.99, view.fall * 0.9, front),
        view.at(x * 0.97, view.fall * 1.1, (front + back) / 2),
        view.at(x * 0.99, view.fall * 0.9, back),
        view.at(x * 0.99, 0, back),
    ]
    bench.part(door, WOOD.but(base=0.26, dark=0.04), bevel=6, outline=4)
    bench.inks([view.wall(x * 0.985, (view.fall * up, view.fall * (up + 0.07)), (front, back)) for up in (0.2, 0.66)])


def _roots(bench: Bench, view: View, half: float) -> None:
    shapes = []
    for a, b, c in bench.rng.random((16, 3)).tolist():
        x, y = view.x + (a * 2 - 1) * half * 0.8, view.horizon - half * (0.9 - 0.5 * abs(a * 2 - 1)) * (0.6 + 0.4 * b)
        long = 70 + 190 * c
        shapes.append(band([(x, y - 60), (x + 12 * b, y + long * 0.4), (x - 16 + 30 * a, y + long)], [7, 4, 1]))
    bench.inks(shapes)


def _sewer(bench: Bench, reading: Reading, view: View, half: float) -> None:
    """A channel of water between two walks, and pipes in the wall."""
    channel = view.floor((-half * 0.42, half * 0.42), 0, (1.7, 0.09))
    bench.flat(channel, light=0.55, tone=0.4, hue=0.6, outline=3)
    bench.cuts(
        [
            band(
                [view.at(half * 0.7 * (a - 0.5), 0, 0.1 + 1.3 * b), view.at(half * 0.7 * (a - 0.4), 0, 0.1 + 1.3 * b)],
                [1, 2 + 6 * b],
            )
            for a, b in bench.rng.random((40, 2)).tolist()
        ],
        light=1,
        tone=0.85,
        hue=0.8,
    )
    for side in (-1, 1):
        for near in (0.3, 0.62):
            x, y = view.at(side * half * 0.97, view.fall * 0.5, near)
            bench.part(oval(x, y, 36 * near, 60 * near), STONE.but(base=0.56), bevel=6)
            bench.flat(oval(x, y, 24 * near, 44 * near), light=0.1, tone=0.05, hue=0.2)
            bench.cuts(
                [
                    band(
                        [
                            (x, y + 30 * near),
                            (x - side * 16 * near, y + 160 * near),
                            (x - side * 20 * near, y + 200 * near),
                        ],
                        [16 * near, 22 * near, 30 * near],
                    )
                ],
                light=0.9,
                tone=0.7,
                hue=0.7,
            )
    _torches(bench, reading, view, half)


def _crypt(bench: Bench, reading: Reading, view: View, half: float) -> None:
    """Niches with skulls, a sarcophagus in the middle, candles."""
    for side in (-1, 1):
        for near in (0.3, 0.48, 0.8):
            for up in (0.3, 0.75):
                niche = view.wall(side * half * 0.96, (view.fall * up, view.fall * (up + 0.34)), (near, near * 0.8))
                bench.flat(niche, light=0.14, tone=0.08, hue=0.2, outline=4)
                x, y = view.at(side * half * 0.95, view.fall * (up + 0.12), near * 0.89)
                _skull(bench, x, y, 30 * near)
    stone = STONE.but(base=0.5)
    w = half * 0.3
    block(bench, view, x=(-w, w), up=(0, view.fall * 0.4), near=(0.62, 0.34), stuff=stone.but(base=0.36))
    block(bench, view, x=(-w * 1.12, w * 1.12), up=(view.fall * 0.4, view.fall * 0.5), near=(0.65, 0.33), stuff=stone)
    cross = [
        view.floor((-w * 0.1, w * 0.1), view.fall * 0.5, (0.62, 0.36)),
        view.floor((-w * 0.5, w * 0.5), view.fall * 0.5, (0.46, 0.42)),
    ]
    bench.inks(cross)
    for side in (-1, 1):
        x, y = view.at(side * w * 1.7, 0, 0.66)
        candle = Piece(bench=bench, pose=Pose(x=x, y=y, size=0.5), reading=reading)
        for k, tall in enumerate((150, 220, 110)):
            fires.candle(candle, (k - 1) * 60, 0, width=36, height=tall)


def _skull(bench: Bench, x: float, y: float, r: float) -> None:
    bench.ball(x, y - r * 0.3, r, BONE)
    bench.part(rectangle(x - r * 0.5, y + r * 0.3, x + r * 0.5, y + r * 0.85), BONE, bevel=r * 0.2)
    bench.inks([oval(x + s * r * 0.38, y - r * 0.14, r * 0.24, steps=10) for s in (-1, 1)])


def _torches(bench: Bench, reading: Reading, view: View, half: float) -> None:
    for near in (0.3, 0.62):
        for side in (-1, 1):
            torch(
                bench,
                reading,
                x=view.x + side * half * near * 0.98,
                y=view.horizon - half * near * 0.2,
                size=150 * near,
            )


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


def far_end(bench: Bench, *, centre: tuple[float, float], reach: tuple[float, float]) -> None:
    w, h = reach[0] * 0.085, reach[1] * 0.085
    x, y = centre
    arch = [(x - w, y + h * 0.75), (x - w, y), *oval(x, y, w, h, start=180, stop=360, steps=16), (x + w, y + h * 0.75)]
    bench.flat(arch, light=1.0, tone=1.0, hue=0.9, outline=2)


def torch(bench: Bench, reading: Reading, *, x: float, y: float, size: float) -> None:
    """Draw a burning torch in its ring."""
    bench.glow(x, y - size * 0.3, radius=size * 1.5, light=0.42, hue=0.75, tone=0.4)
    stick = [
        (x - size * 0.07, y),
        (x + size * 0.07, y),
        (x + size * 0.03, y + size * 0.7),
        (x - size * 0.03, y + size * 0.7),
    ]
    bench.part(stick, WOOD.but(base=0.3), bevel=4)
    bench.part(rectangle(x - size * 0.12, y - size * 0.02, x + size * 0.12, y + size * 0.12), IRON, bevel=4)
    piece = Piece(bench=bench, pose=Pose(x=x, y=y), reading=reading)
    fires.flames(piece, 0, 0, width=size * 0.36, height=size * 0.8)


VAULTS: dict[str, Callable[[Bench, Reading, View, float], None]] = {
    "corridor": _corridor,
    "sewer": _sewer,
    "crypt": _crypt,
}
