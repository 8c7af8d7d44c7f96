"""Rooms: a shell of walls with light at its end, and what stands in it, one function for each kind of room.

A room is a row of `ROOMS`: its shell and the function that furnishes it. To add one, write both, and give the room its
words in `vocabulary/places.py`. What it is furnished with is in `fixtures`, `furniture` and `stores`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from imagesvc.engines.pillow.parts import Bench
from imagesvc.engines.pillow.scenes.places import fixtures, furniture, stores, terrain
from imagesvc.engines.pillow.scenes.places.room import Room
from imagesvc.engines.pillow.scenes.places.shell import (
    BOARDS,
    BRICKS,
    FLAGS,
    GRID,
    PANELS,
    PLANKS,
    PLASTER,
    STONES,
    TILES,
    Shell,
    raise_shell,
)
from imagesvc.engines.pillow.scenes.places.sky import mood_of
from imagesvc.engines.pillow.scenes.places.solid import View
from imagesvc.engines.pillow.sheet import Sheet
from imagesvc.engines.pillow.vocabulary.places import WALLS
from imagesvc.engines.pillow.words import Reading

_PATTERNS = {"stone": (STONES, FLAGS), "wood": (BOARDS, PLANKS), "metal": (PANELS, GRID)}
_BRIGHTER = 0.16  # how much daylight comes in by day, if the words speak of windows


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of room; `walls` is what it is built of unless the words say otherwise."""

    furnish: Callable[[Room], None]
    shell: Shell
    walls: str = ""
    beams: bool = True


def paint(sheet: Sheet, reading: Reading, place: str) -> Iterator[str]:
    """Fill the sheet with a room."""
    kind = ROOMS[place]
    shell = kind.shell
    told = reading.best(WALLS, default=kind.walls)
    if told:
        wall, floor = _PATTERNS[told]
        shell = replace(shell, wall=wall, floor=floor if kind.shell.floor is not TILES else TILES)
    if reading.time == "day" and reading.score("window windows light sunlight bright airy skylight") > 0:
        shell = replace(shell, bright=max(shell.bright, _BRIGHTER))

    yield "Raising the walls"
    shift = float(reading.trait("room").random()) - 0.5
    view = View(x=sheet.width * (0.5 + 0.1 * shift), horizon=sheet.height * 0.47, fall=sheet.height * 0.56)
    half = sheet.width * 0.54
    raise_shell(sheet, reading, shell, view=view, half=(half, view.fall))
    room = Room(
        bench=Bench(sheet, rng=reading.chance("room")),
        reading=reading,
        view=view,
        half=half,
        back=shell.back,
        mood=mood_of(reading),
    )

    yield "Laying the beams"
    if kind.beams:
        fixtures.beams(room)
    yield "Furnishing the room"
    kind.furnish(room)
    if reading.score(terrain.FLOODED) > 0:
        yield "Letting water in"
        level = view.horizon + view.fall * 0.62
        terrain.water(sheet, reading, horizon=level, shore=sheet.height, sun=(view.x, view.horizon))


def _tavern(room: Room) -> None:
    fixtures.hearth(room, x=0)
    fixtures.lamps(room)
    stores.barrels(room, x=-0.86, near=0.46)
    furniture.long_table(room, x=-0.58, near=(0.74, 0.46), laid="mugs")
    furniture.long_table(room, x=0.58, near=(0.74, 0.46), laid="mugs")


def _room(room: Room) -> None:
    fixtures.hearth(room, x=-0.4)
    fixtures.window(room, x=0.5, wide=0.36)
    fixtures.carpet(room, wide=0.34)
    furniture.long_table(room, x=0.56, near=(0.72, 0.52), laid="candles")
    fixtures.lamps(room)


def _boards(room: Room) -> None:
    for x in (-0.62, 0.0, 0.62):
        stores.board(room, x=x, wide=0.28)
    fixtures.lamps(room)
    furniture.long_table(room, x=0.62, near=(0.74, 0.54), laid="papers")
    stores.barrels(room, x=-0.8, near=0.66)


def _library(room: Room) -> None:
    stores.bookcase(room)
    for side in (-1, 1):
        stores.side_shelves(room, side=side, filled="books")
    fixtures.carpet(room, wide=0.26)
    furniture.desk(room, near=(0.76, 0.6))
    fixtures.lamps(room)


def _study(room: Room) -> None:
    fixtures.window(room, x=0.0, wide=0.5)
    stores.side_shelves(room, side=-1, filled="books")
    stores.side_shelves(room, side=1, filled="jars")
    fixtures.carpet(room, wide=0.4)
    furniture.desk(room, near=(0.72, 0.52))


def _bedroom(room: Room) -> None:
    many = room.reading.score("dormitory barracks bunkhouse cot cots ward hospital infirmary beds") > 0
    fixtures.window(room, x=0.0 if many else -0.5, wide=0.3)
    for near in ((0.44, 0.38), (0.58, 0.48), (0.82, 0.64)) if many else ((0.74, 0.5),):
        furniture.bed(room, x=0.62, near=near)
        if many:
            furniture.bed(room, x=-0.62, near=near)
    if not many:
        stores.chest(room, x=-0.6, near=(0.7, 0.6))
        fixtures.carpet(room, wide=0.3)
    fixtures.lamps(room)


def _storeroom(room: Room) -> None:
    for side in (-1, 1):
        stores.side_shelves(room, side=side, filled="goods")
    stores.arms_on_wall(room)
    stores.barrels(room, x=0.1, near=0.4)
    stores.crates(room, x=-0.3, near=0.52)
    stores.crates(room, x=0.42, near=0.72)
    fixtures.lamps(room)


def _kitchen(room: Room) -> None:
    fixtures.hearth(room, x=0, kettle=True)
    stores.hanging_pots(room)
    stores.side_shelves(room, side=1, filled="jars")
    furniture.long_table(room, x=-0.5, near=(0.78, 0.54), laid="food")
    stores.barrels(room, x=0.72, near=0.62)


def _smithy(room: Room) -> None:
    fixtures.hearth(room, x=-0.46)
    stores.arms_on_wall(room, x=0.6)
    furniture.anvil(room, x=0.22, near=0.7)
    stores.barrels(room, x=0.74, near=0.6)
    stores.crates(room, x=-0.84, near=0.86)


def _hall(room: Room) -> None:
    fixtures.window(room, x=0.0, wide=0.3, tall=0.9)
    fixtures.pillars(room)
    fixtures.banners(room)
    furniture.long_table(room, x=0.0, near=(0.8, 0.42), laid="candles", wide=0.26)


def _throne(room: Room) -> None:
    for x in (-0.55, 0.55):
        fixtures.window(room, x=x, wide=0.2, tall=1.0)
    fixtures.pillars(room)
    fixtures.banners(room)
    fixtures.carpet(room, wide=0.2)
    fixtures.dais(room)
    furniture.throne(room)


def _temple(room: Room) -> None:
    fixtures.rose_window(room)
    fixtures.pillars(room)
    fixtures.carpet(room, wide=0.14)
    fixtures.dais(room)
    furniture.altar(room)
    for near in ((0.62, 0.58), (0.8, 0.74)):
        for x in (-0.44, 0.44):
            furniture.pew(room, x=x, near=near)


def _laboratory(room: Room) -> None:
    fixtures.window(room, x=0.0, wide=0.26)
    for side in (-1, 1):
        stores.side_shelves(room, side=side, filled="jars")
    furniture.long_table(room, x=0.0, near=(0.78, 0.6), laid="glass", wide=0.5)
    fixtures.lamps(room)


def _prison(room: Room) -> None:
    fixtures.window(room, x=0.0, wide=0.14, tall=0.24, barred=True)
    furniture.bed(room, x=0.62, near=(0.7, 0.46))
    fixtures.chains(room)
    fixtures.bars(room)


def _station(room: Room) -> None:
    fixtures.viewport(room)
    for side in (-1, 1):
        furniture.console(room, side=side)
    fixtures.light_strips(room)


_SNUG = Shell(wall=STONES, floor=PLANKS)
ROOMS: dict[str, Kind] = {
    "tavern": Kind(furnish=_tavern, shell=_SNUG),
    "room": Kind(furnish=_room, shell=Shell(wall=PLASTER, floor=PLANKS, bright=0.06)),
    "boards": Kind(furnish=_boards, shell=_SNUG),
    "library": Kind(furnish=_library, shell=Shell(wall=BOARDS, floor=PLANKS, back=0.34)),
    "study": Kind(furnish=_study, shell=Shell(wall=PLASTER, floor=PLANKS, back=0.42, warmth=0.2)),
    "bedroom": Kind(furnish=_bedroom, shell=Shell(wall=PLASTER, floor=PLANKS, bright=0.1, warmth=0.4)),
    "storeroom": Kind(furnish=_storeroom, shell=Shell(wall=STONES, floor=FLAGS)),
    "kitchen": Kind(furnish=_kitchen, shell=Shell(wall=BRICKS, floor=TILES)),
    "smithy": Kind(furnish=_smithy, shell=Shell(wall=STONES, floor=FLAGS, warmth=0.7)),
    "hall": Kind(furnish=_hall, shell=Shell(wall=STONES, floor=TILES, back=0.3), beams=False),
    "throne": Kind(furnish=_throne, shell=Shell(wall=STONES, floor=TILES, back=0.34), beams=False),
    "temple": Kind(furnish=_temple, shell=Shell(wall=STONES, floor=TILES, back=0.34, bright=0.05), beams=False),
    "laboratory": Kind(furnish=_laboratory, shell=Shell(wall=STONES, floor=FLAGS)),
    "prison": Kind(
        furnish=_prison,
        shell=Shell(wall=STONES, floor=FLAGS, back=0.44, bright=0.06, warmth=0.1),
        walls="stone",
        beams=False,
    ),
    "station": Kind(
        furnish=_station,
        shell=Shell(wall=PANELS, floor=GRID, ceiling=PANELS, back=0.42, warmth=0.3),
        walls="metal",
        beams=False,
    ),
}
