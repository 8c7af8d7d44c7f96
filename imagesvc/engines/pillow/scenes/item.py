"""An item: one object, large, on a ground of rays or rings; what no word names is a wrapped and sealed parcel.

The objects stand in `arms`, `garb`, `treasures` and `wares`; a new one is a function there and a row of words in the
vocabulary.
"""

from collections.abc import Iterator

import numpy as np

from imagesvc.engines.pillow import vocabulary
from imagesvc.engines.pillow.fields import fbm
from imagesvc.engines.pillow.parts import Bench, Pose, Tracer
from imagesvc.engines.pillow.scenes import arms, garb, treasures, wares
from imagesvc.engines.pillow.scenes.matter import Draw
from imagesvc.engines.pillow.sheet import Sheet
from imagesvc.engines.pillow.words import Reading

OBJECTS: dict[str, Draw] = {**arms.OBJECTS, **garb.OBJECTS, **treasures.OBJECTS, **wares.OBJECTS}

_MAGIC = "magic* arcane rune* enchant* glow* cursed infernal blessed holy eldritch spell* shadow* lunar flame fire"
_LIGHTS = frozenset({"lantern"})


def paint(sheet: Sheet, reading: Reading) -> Iterator[str]:
    """Fill the sheet, saying before each stage what comes."""
    family = reading.subject(vocabulary.ITEMS, default="parcel")
    draw = OBJECTS[family]
    dark = family in _LIGHTS or reading.score(_MAGIC) > 0.5
    centre = (sheet.width / 2, sheet.height / 2 - 6)

    yield "Laying the ground"
    _ground(sheet, reading, centre=centre, dark=dark)

    yield "Casting the shadow"
    turn = float(reading.chance("pose").random()) * 10 - 5
    pose = Pose(x=centre[0], y=centre[1], turn=turn, size=0.96)
    tracer = Tracer(sheet, rng=reading.chance("tracer"))
    draw(tracer, pose, reading)
    bench = Bench(sheet, rng=reading.chance("object"))
    bench.shadow(tracer.shapes, depth=0.62, blur=20)

    yield f"Cutting the {family}"
    draw(bench, pose, reading)
    if dark:
        yield "Adding sparks"
        _sparks(bench, reading, centre=centre)


def _ground(sheet: Sheet, reading: Reading, *, centre: tuple[float, float], dark: bool) -> None:
    box = sheet.everything()
    x, y = box.coarse()
    dx, dy = x - np.float32(centre[0]), y - np.float32(centre[1])
    distance = np.sqrt(dx * dx + dy * dy)
    fade = np.minimum(distance * np.float32(1 / 720), 1.4)
    clouds = fbm(reading.chance("ground"), sheet.light.shape, cell=300 * sheet.scale / 2, octaves=4)
    if dark:
        sheet.light[:] = 0.62 - 0.38 * fade + 0.05 * clouds
        sheet.tone[:] = 0.46 - 0.34 * fade + 0.05 * clouds
    else:
        sheet.light[:] = 0.97 - 0.42 * fade + 0.05 * clouds
        sheet.tone[:] = 0.98 - 0.42 * fade + 0.06 * clouds
    np.clip(sheet.light, 0.14, 1, out=sheet.light)

    x, y = box.fine()
    dx, dy = x - np.float32(centre[0]), y - np.float32(centre[1])
    style = int(reading.trait("ground style").random() * 3)
    if style == 0:
        sheet.phase[:] = np.arctan2(dy, dx) * np.float32(224 / (2 * np.pi))
    elif style == 1:
        sheet.phase[:] = np.sqrt(dx * dx + dy * dy) * np.float32(1 / 9)
    else:
        warp = fbm(reading.chance("warp"), sheet.phase.shape, cell=360 * sheet.scale, octaves=3)
        sheet.phase[:] = (y + 26 * warp) * np.float32(1 / 9)


def _sparks(bench: Bench, reading: Reading, *, centre: tuple[float, float]) -> None:
    rng = reading.chance("sparks")
    for _ in range(26):
        turn, far, size = rng.random() * 2 * np.pi, 300 + 230 * rng.random(), 2.5 + 4 * rng.random() ** 2
        x, y = centre[0] + far * np.cos(turn), centre[1] + far * np.sin(turn)
        bench.cuts(
            [[(x - size, y), (x, y - size * 1.6), (x + size, y), (x, y + size * 1.6)]], light=1, tone=0.95, hue=1.0
        )
