"""An item: one object, large, on a ground of rays, rings or planks; what no word names is a wrapped and sealed parcel.

To add a kind of object: write a function of a Piece in the file of its subject in `things` (`arms`, `vessels`, ...),
name it in that file's OBJECTS, give its words a line in `vocabulary/things.py`, and a sample one in `samples.txt`. That
is all: the object is fitted to the frame, gets its shadow, and wears its condition and rank by itself.
`manage.py contact_sheet --samples` shows it.
"""

from collections.abc import Iterator
from dataclasses import replace

from imagesvc.engines.pillow.parts import Bench, Pose, Tracer
from imagesvc.engines.pillow.scenes.things import grounds, stock, wear
from imagesvc.engines.pillow.scenes.things.piece import Piece, bounds
from imagesvc.engines.pillow.sheet import UNITS, Sheet
from imagesvc.engines.pillow.words import Reading

_REACH = 0.83  # of the shorter side, for the longer side of an object
_AREA = 0.56  # of the square, for a bulky one


def paint(sheet: Sheet, reading: Reading) -> Iterator[str]:
    """Fill the sheet, saying before each stage what comes."""
    kind = stock.item(reading)
    conditions = wear.conditions(reading)
    reading = replace(reading, implied=wear.colours(conditions) + stock.looks(kind, reading))
    sheet.dyes = reading.dyes
    rich = wear.rank(reading)
    dark = kind.shines or "glowing" in conditions
    centre = (sheet.width / 2, sheet.height / 2 - 6)

    yield "Laying the ground"
    grounds.lay(sheet, reading, centre=centre, dark=dark, homely=kind.homely and not rich)
    if rich:
        grounds.nimbus(Bench(sheet, rng=reading.chance("nimbus")), centre=centre, rich=rich)

    yield "Casting the shadow"
    turn = float(reading.chance("pose").random()) * 8 - 4
    tracer = Tracer(sheet, rng=reading.chance("tracer"))
    trial = Piece(bench=tracer, pose=Pose(x=0, y=0, turn=turn), reading=reading, rich=rich)
    kind.draw(trial)
    pose = _fitted(trial, tracer, centre=centre)
    shapes = [[(x * pose.size + pose.x, y * pose.size + pose.y) for x, y in shape] for shape in tracer.shapes]
    bench = Bench(sheet, rng=reading.chance("object"))
    if "glowing" in conditions:
        wear.halo(bench, shapes)
    bench.shadow(shapes, depth=0.62, blur=20)
    before = wear.remember(bench, shapes) if "broken" in conditions else None

    yield f"Cutting the {kind.name}"
    kind.draw(replace(trial, bench=bench, pose=pose))

    if conditions:
        yield f"Making it {conditions[0]}"
        wear.apply(bench, reading, shapes, conditions=conditions, before=before)
    if dark or rich > 1:
        yield "Adding sparks"
        grounds.sparks(Bench(sheet, rng=reading.chance("sparks")), centre=centre, count=26)


def _fitted(trial: Piece, tracer: Tracer, *, centre: tuple[float, float]) -> Pose:
    """Size and move the traced object so that it fills the frame, whatever units it was drawn in."""
    left, top, right, bottom = bounds(tracer.shapes)
    wide, tall = right - left, bottom - top
    size = min(_REACH * UNITS / max(wide, tall), UNITS * (_AREA / (wide * tall)) ** 0.5)
    return replace(
        trial.pose, x=centre[0] - size * (left + right) / 2, y=centre[1] - size * (top + bottom) / 2, size=size
    )
