"""Scenery: one large thing, in a wide land with a low horizon or in a room; what no word names is a veiled monument.

The things stand in `things` (`monuments`, `growth`, `furnishings`, `yards`, ...); how to add one stands in `item`.
"""

from collections.abc import Iterator
from dataclasses import replace

from imagesvc.engines.pillow.parts import Bench, Pose, Tracer, band
from imagesvc.engines.pillow.scenes.places import sky, terrain
from imagesvc.engines.pillow.scenes.things import chamber, stock, wear
from imagesvc.engines.pillow.scenes.things.piece import Piece, bounds
from imagesvc.engines.pillow.sheet import UNITS, Sheet
from imagesvc.engines.pillow.vocabulary import places, things
from imagesvc.engines.pillow.words import Reading

_TALLEST = 0.8  # of the shorter side
_WIDEST = 0.88
_FOOT = 150.0  # units from the lower edge to where it stands
_LIES = 0.74  # of the shorter side, for an item that lies on the ground


def paint(sheet: Sheet, reading: Reading) -> Iterator[str]:
    """Fill the sheet, saying before each stage what comes."""
    kind = stock.scenery(reading)
    conditions = wear.conditions(reading)
    reading = replace(reading, implied=wear.colours(conditions) + stock.looks(kind, reading))
    sheet.dyes = reading.dyes
    indoors = kind.indoors and reading.score(things.OUTSIDE) == 0
    mood = sky.mood_of(reading)
    horizon = sheet.height * 0.7
    if indoors:
        yield from chamber.lay(sheet, reading, floor=sheet.height - 250)
    else:
        yield from _land(sheet, reading, mood, horizon=horizon)

    yield f"Setting up the {kind.name}"
    tracer = Tracer(sheet, rng=reading.chance("object"))
    trial = Piece(
        bench=tracer, pose=Pose(x=0, y=0, turn=0 if kind.stands else 8), reading=reading, rich=wear.rank(reading)
    )
    kind.draw(trial)
    pose = _placed(trial, tracer, sheet, stands=kind.stands)
    shapes = [[(x * pose.size + pose.x, y * pose.size + pose.y) for x, y in shape] for shape in tracer.shapes]
    bench = Bench(sheet, rng=reading.chance("object"))
    _cast(bench, shapes, foot=max(y for shape in shapes for _, y in shape) - 20)
    if "glowing" in conditions:
        wear.halo(bench, shapes)
    before = wear.remember(bench, shapes) if "broken" in conditions and not kind.stands else None
    kind.draw(replace(trial, bench=bench, pose=pose))

    if conditions:
        yield f"Making it {conditions[0]}"
        wear.apply(bench, reading, shapes, conditions=conditions, before=before)
    if not indoors:
        yield "Letting the weather in"
        _grass(Bench(sheet, rng=reading.chance("grass")))
        sky.weather(bench, reading, mood, horizon=horizon)


def _land(sheet: Sheet, reading: Reading, mood: sky.Mood, *, horizon: float) -> Iterator[str]:
    chance = reading.chance("view")
    sun = (sheet.width * (0.2 if chance.random() < 0.5 else 0.8), horizon * (0.8 if mood.time == "dusk" else 0.26))
    yield "Printing the sky"
    sky.sky(sheet, reading, mood, horizon=horizon, sun=sun)
    yield "Raising the ridges"
    wooded = reading.score(places.SETTINGS["forest"]) > 0.3
    terrain.ridges(sheet, reading, mood, horizon=horizon, count=2, height=170, trees=wooded, craggy=0.3)
    yield "Laying the ground"
    terrain.ground(sheet, reading, mood, horizon=horizon)


def _placed(trial: Piece, tracer: Tracer, sheet: Sheet, *, stands: bool) -> Pose:
    """Size the traced thing to the picture and stand it on the ground; what is an item lies there."""
    left, top, right, bottom = bounds(tracer.shapes)
    if not stands:
        size = _LIES * UNITS / max(right - left, bottom - top)
        return replace(
            trial.pose, x=sheet.width / 2 - size * (left + right) / 2, y=sheet.height - 100 - size * bottom, size=size
        )
    size = min(_TALLEST * min(UNITS, sheet.height) / (bottom - top), _WIDEST * UNITS / (right - left), 1.25)
    # What is low stands a little farther away, so that the picture is not all sky.
    lift = max(0.0, 0.5 * UNITS - size * (bottom - top)) * 0.3
    return replace(trial.pose, x=sheet.width / 2 - size * (left + right) / 2, y=sheet.height - _FOOT - lift, size=size)


def _cast(bench: Bench, shapes: list[list[tuple[float, float]]], *, foot: float) -> None:
    """Lay the shadow of an upright thing on the ground behind it, away from the light."""
    fallen = [
        [(x + (foot - y) * 0.42, foot + 16 - (foot - y) * 0.16) for x, y in shape if y < foot + 40] for shape in shapes
    ]
    bench.shadow(fallen, blur=12, shift=(14, 6), depth=0.6)


def _grass(bench: Bench) -> None:
    sheet, shapes = bench.sheet, []
    count = int(26 * min(4.0, sheet.width / 1024))
    for a, b, c in bench.rng.random((count, 3)).tolist():
        x, y = sheet.width * a, sheet.height - 18 - 110 * b**2
        shapes += [
            band([(x + 7 * k, y), (x + 12 * k, y - 16 - 16 * c), (x + 20 * k, y - 26 - 30 * c)], [5, 3.4, 1])
            for k in (-1, 0, 1)
        ]
    bench.inks(shapes)
