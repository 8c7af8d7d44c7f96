"""A location: a place in the open air, a room, a vault or a cave, by words; what no word names is open country.

Which function draws which place stands in `places.outdoors.PLACES` and in `_INSIDE`; its words stand in
`vocabulary/places.py`.
"""

from collections.abc import Callable, Iterator

from imagesvc.engines.pillow.parts import Bench
from imagesvc.engines.pillow.scenes.places import cave, chasm, interior, outdoors, sky, terrain, vault
from imagesvc.engines.pillow.scenes.places.site import Site
from imagesvc.engines.pillow.scenes.places.solid import View
from imagesvc.engines.pillow.sheet import Sheet
from imagesvc.engines.pillow.vocabulary import places
from imagesvc.engines.pillow.words import Reading

_COUNTRY = ("forest", "village", "mountains", "lake", "castle", "farm", "ruin")
_INSIDE: dict[str, Callable[[Sheet, Reading, str], Iterator[str]]] = {
    **dict.fromkeys(interior.ROOMS, interior.paint),
    **dict.fromkeys(vault.VAULTS, vault.paint),
    **dict.fromkeys(cave.CAVES, cave.paint),
    "chasm": chasm.paint,
}
PLACES = frozenset({*outdoors.PLACES, *_INSIDE})


def paint(sheet: Sheet, reading: Reading) -> Iterator[str]:
    """Fill the sheet, saying before each stage what comes."""
    yield from paint_place(sheet, reading, place=place_of(reading))


def place_of(reading: Reading) -> str:
    """The place the words name; open country if they name none."""
    place = reading.subject(places.SETTINGS, default="")
    if place in {"corridor", "room"} and reading.best(places.WALLS, default="") == "metal":
        return "station"
    return place or _COUNTRY[int(reading.trait("place").random() * len(_COUNTRY))]


def paint_place(sheet: Sheet, reading: Reading, *, place: str) -> Iterator[str]:
    """Fill the sheet with one of the places."""
    if place in _INSIDE:
        yield from _INSIDE[place](sheet, reading, place)
    else:
        yield from _open_air(sheet, reading, place)


def _open_air(sheet: Sheet, reading: Reading, name: str) -> Iterator[str]:
    place, mood = outdoors.PLACES[name], sky.mood_of(reading)
    chance = reading.chance("view")
    horizon = sheet.height * place.horizon
    low = mood.time in {"dusk", "dawn"}
    sun = (
        sheet.width * (0.28 + 0.44 * float(chance.random())),
        min(horizon, sheet.height * 0.7) * (0.82 if low else 0.34),
    )
    vanishing = sheet.width * (0.46 + 0.12 * float(chance.random()))
    wet = (
        place.water
        or reading.score(terrain.FLOODED) > 0
        or (not place.far and reading.score(f"{places.OUTDOORS['lake']} {places.OUTDOORS['coast']}") > 0.9)
    )

    yield "Printing the sky"
    sky.sky(sheet, reading, mood, horizon=horizon, sun=sun)
    if place.ridges:
        yield "Raising the ridges"
        wooded = place.trees or reading.score(places.OUTDOORS["forest"]) > 0.3
        terrain.ridges(
            sheet,
            reading,
            mood,
            horizon=horizon,
            count=place.ridges,
            height=sheet.height * place.rise,
            trees=wooded,
            craggy=place.craggy,
        )
    bench = Bench(sheet, rng=reading.chance("standing"))
    view = View(x=vanishing, horizon=horizon, fall=max(sheet.height - horizon, 1.0))
    site = Site(bench=bench, reading=reading, mood=mood, view=view)
    if place.far is not None:
        yield "Building in the distance"
        place.far(site)

    yield "Laying the ground"
    if wet:
        terrain.ground(sheet, reading, mood, horizon=horizon)
        terrain.water(sheet, reading, horizon=horizon, shore=sheet.height, sun=sun)
    elif horizon < sheet.height:
        terrain.ground(sheet, reading, mood, horizon=horizon, roll=place.roll)
    if place.road and not wet:
        width = sheet.width * 0.13 + 30
        terrain.road(bench, mood, horizon=horizon, x=vanishing, foot=vanishing - 40, width=width)

    yield "Setting up what stands there"
    place.near(site)
    yield "Letting the weather in"
    sky.weather(bench, reading, mood, horizon=min(horizon, sheet.height * 0.6))
