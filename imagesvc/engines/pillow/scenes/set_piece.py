"""Scenery: one large thing in a wide land with a low horizon; what no word names is a standing stone with a device.

The things stand in `monuments` and `furnishings`; a new one is a function there and a row of words in the vocabulary.
"""

from collections.abc import Iterator

from imagesvc.engines.pillow import vocabulary
from imagesvc.engines.pillow.parts import Bench, Pose, Tracer, band
from imagesvc.engines.pillow.scenes import furnishings, monuments, terrain
from imagesvc.engines.pillow.scenes.matter import Draw
from imagesvc.engines.pillow.sheet import Sheet
from imagesvc.engines.pillow.words import Reading

OBJECTS: dict[str, Draw] = {**monuments.OBJECTS, **furnishings.OBJECTS}


def paint(sheet: Sheet, reading: Reading) -> Iterator[str]:
    """Fill the sheet, saying before each stage what comes."""
    family = reading.subject(vocabulary.SCENERY, default="stone")
    mood = terrain.mood_of(reading)
    chance = reading.chance("view")
    horizon = sheet.height * 0.7
    sun = (sheet.width * (0.24 if chance.random() < 0.5 else 0.76), horizon * (0.8 if mood.time == "dusk" else 0.3))

    yield "Printing the sky"
    terrain.sky(sheet, reading, mood, horizon=horizon, sun=sun)
    yield "Raising the ridges"
    wooded = reading.score(vocabulary.SETTINGS["forest"]) > 0.3
    terrain.ridges(sheet, reading, mood, horizon=horizon, count=2, height=170, trees=wooded, craggy=0.3)
    yield "Laying the ground"
    terrain.ground(sheet, reading, mood, horizon=horizon)

    yield f"Setting up the {family}"
    draw = OBJECTS[family]
    pose = Pose(x=sheet.width / 2, y=sheet.height - 138, size=1.0)
    tracer = Tracer(sheet, rng=reading.chance("tracer"))
    draw(tracer, pose, reading)
    bench = Bench(sheet, rng=reading.chance("object"))
    _cast(bench, tracer, pose)
    draw(bench, pose, reading)

    yield "Letting the weather in"
    _grass(bench, sheet)
    terrain.weather(bench, reading, mood, horizon=horizon)


def _cast(bench: Bench, tracer: Tracer, pose: Pose) -> None:
    """Lay the shadow of an upright thing on the ground behind it, away from the light."""
    fallen = [
        [(x + (pose.y - y) * 0.42, pose.y + 16 - (pose.y - y) * 0.16) for x, y in shape if y < pose.y + 40]
        for shape in tracer.shapes
    ]
    bench.shadow(fallen, blur=12, shift=(14, 6), depth=0.6)


def _grass(bench: Bench, sheet: Sheet) -> None:
    shapes = []
    count = int(26 * min(4.0, sheet.width / 1024))
    for a, b, c in bench.rng.random((count, 3)).tolist():
        x, y = sheet.width * a, sheet.height - 18 - 110 * b**2
        shapes += [
            band([(x + 7 * k, y), (x + 12 * k, y - 16 - 16 * c), (x + 20 * k, y - 26 - 30 * c)], [5, 3.4, 1])
            for k in (-1, 0, 1)
        ]
    bench.inks(shapes)
