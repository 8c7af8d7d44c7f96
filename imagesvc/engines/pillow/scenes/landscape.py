"""A location: outdoors a sky, ridges, ground and what stands on it; indoors a room, a vault or a cave, all by words."""

from collections.abc import Iterator

from imagesvc.engines.pillow import vocabulary
from imagesvc.engines.pillow.parts import BONE, STONE, WOOD, Bench, Material, Pose, band, curve, oval, rectangle
from imagesvc.engines.pillow.scenes import cave, interior, standing, terrain
from imagesvc.engines.pillow.scenes.terrain import Mood
from imagesvc.engines.pillow.sheet import Sheet
from imagesvc.engines.pillow.words import Reading


def paint(sheet: Sheet, reading: Reading) -> Iterator[str]:
    """Fill the sheet, saying before each stage what comes."""
    place = reading.subject(vocabulary.SETTINGS, default="")
    if not place:
        place = ("forest", "village", "mountains", "water")[int(reading.trait("place").random() * 4)]
    mood = terrain.mood_of(reading)
    if place == "vault":
        yield from interior.vault(sheet, reading)
    elif place in {"cave", "mushrooms"}:
        yield from cave.paint(sheet, reading)
    elif place == "tavern" and not reading.score("exterior outside street square") > 0.5:
        yield from interior.room(sheet, reading)
    else:
        yield from outdoors(sheet, reading, mood, place=place)


def outdoors(sheet: Sheet, reading: Reading, mood: Mood, *, place: str) -> Iterator[str]:
    """Draw the open air."""
    chance = reading.chance("view")
    horizon = sheet.height * (0.6 if place in {"village", "graves", "forest"} else 0.56)
    sun = (sheet.width * (0.28 + 0.44 * float(chance.random())), horizon * (0.82 if mood.time == "dusk" else 0.34))
    wet = place in {"water", "swamp"} or reading.score(vocabulary.SETTINGS["water"]) > 0.5
    wet = wet and place not in {"village", "graves"}

    yield "Printing the sky"
    terrain.sky(sheet, reading, mood, horizon=horizon, sun=sun)

    yield "Raising the ridges"
    high = place in {"mountains", "castle"}
    terrain.ridges(
        sheet,
        reading,
        mood,
        horizon=horizon,
        count={"city": 1, "desert": 2, "water": 2}.get(place, 3),
        height=sheet.height * {"mountains": 0.5, "castle": 0.34, "desert": 0.12, "water": 0.16}.get(place, 0.22),
        trees=place in {"forest", "swamp"} or reading.score(vocabulary.SETTINGS["forest"]) > 0.3,
        craggy=0.95 if high else 0.3,
    )
    bench = Bench(sheet, rng=reading.chance("standing"))
    far = _FAR.get(place)
    if far is not None:
        yield "Building in the distance"
        far(bench, reading, mood, horizon=horizon)

    yield "Laying the ground"
    if wet:
        terrain.ground(sheet, reading, mood, horizon=horizon)
        terrain.water(sheet, reading, horizon=horizon, shore=sheet.height, sun=sun)
        if place != "swamp":
            _shore(bench, mood)
    else:
        terrain.ground(sheet, reading, mood, horizon=horizon, roll=34 if place == "desert" else 10)
        if place in {"village", "graves", "castle", "forest", "mountains"}:
            vanishing = sheet.width * (0.46 + 0.12 * float(chance.random()))
            terrain.road(bench, mood, horizon=horizon, x=vanishing, foot=vanishing - 40, width=sheet.width * 0.13 + 30)

    near = _NEAR.get(place)
    if near is not None:
        yield "Setting up what stands there"
        near(bench, reading, mood, horizon=horizon)
    yield "Letting the weather in"
    terrain.weather(bench, reading, mood, horizon=horizon)


def _shore(bench: Bench, mood: Mood) -> None:
    sheet = bench.sheet
    w, h = sheet.width, sheet.height
    for k in range(9):
        x = w * (0.02 + 0.028 * k) if k < 5 else w * (0.86 + 0.03 * (k - 5))
        tall = 60 + 26 * ((k * 5) % 4)
        bench.line([(x, h), (x + 6, h - tall * 0.6), (x + 16 - 4 * (k % 3), h - tall)], [7, 4, 1])
    x, y = w * 0.66, h * 0.77
    boat = [(x - 120, y - 20), (x - 96, y + 22), (x + 90, y + 22), (x + 128, y - 26), (x, y - 10)]
    bench.shadow([boat], blur=12, shift=(0, 26), depth=0.5)
    bench.part(boat, WOOD.but(angle=4, base=0.34, dark=0.05), bevel=14)
    bench.line([(x, y - 10), (x, y - 230)], [8, 5])
    sail = BONE.but(angle=80, base=0.5 if mood.time == "night" else 0.8)
    bench.part([(x + 8, y - 224), (x + 104, y - 60), (x + 8, y - 36)], sail, bevel=16)
    bench.part([(x - 8, y - 200), (x - 76, y - 56), (x - 8, y - 40)], sail.but(base=sail.base - 0.16), bevel=16)


def _far_village(bench: Bench, reading: Reading, mood: Mood, *, horizon: float) -> None:
    sheet = bench.sheet
    count = min(14, max(4, int(sheet.width / 190)))
    for k in range(count):
        seed = float(bench.rng.random())
        x = sheet.width * (k + 0.5) / count
        size = 90 + 60 * seed
        standing.house(
            bench,
            x=x,
            foot=horizon + 12 + 8 * seed,
            size=size,
            mood=mood,
            facing=1 if x < sheet.width / 2 else -1,
            seed=seed,
        )
    if reading.score("church temple cathedral shrine castle tower") > 0:
        standing.tower(bench, x=sheet.width * 0.4, foot=horizon + 10, size=300, mood=mood, pointed=True)


def _far_city(bench: Bench, reading: Reading, mood: Mood, *, horizon: float) -> None:
    sheet = bench.sheet
    for row, (low, high, foot) in enumerate(((140, 330, 0), (90, 420, 16))):
        count = min(26, max(5, int(sheet.width / (78 + 26 * row))))
        for k in range(count):
            a, b, c = (float(v) for v in bench.rng.random(3))
            middle = abs(k / count - 0.5) * 2
            size = low + (high - low) * (0.35 + 0.65 * a) * (0.45 + 0.65 * middle if row else 1 - 0.4 * middle)
            standing.skyscraper(
                bench,
                x=sheet.width * (k + 0.3 + 0.4 * b) / count,
                foot=horizon + foot,
                size=size,
                width=70 + 60 * c,
                mood=mood,
            )


def _far_castle(bench: Bench, reading: Reading, mood: Mood, *, horizon: float) -> None:
    x = bench.sheet.width * 0.6
    foot = horizon + 8
    pointed = reading.score("ruin* fortress keep wall") == 0
    stone = STONE.but(base=0.4 if mood.time == "night" else 0.52, bright=0.6 if mood.time == "night" else 0.85)
    for dx, size in ((-40, 430), (110, 380), (20, 500)):
        standing.tower(bench, x=x + dx, foot=foot - 30, size=size, mood=mood, pointed=pointed)
    bench.part(rectangle(x - 240, foot - 150, x + 260, foot), stone, bevel=8)
    for k in range(13):
        bench.part(rectangle(x - 240 + 40 * k, foot - 172, x - 240 + 40 * k + 22, foot - 148), stone, bevel=4)
    for dx, size in ((-240, 300), (260, 280)):
        standing.tower(bench, x=x + dx, foot=foot, size=size, mood=mood, pointed=pointed)
    gate = [
        (x - 44, foot),
        (x - 44, foot - 64),
        *oval(x, foot - 64, 44, 40, start=180, stop=360, steps=14),
        (x + 44, foot),
    ]
    bench.flat(
        gate, light=1.0 if mood.lit else 0.15, tone=0.8 if mood.lit else 0.1, hue=1.0 if mood.lit else 0.3, outline=4
    )


def _near_village(bench: Bench, reading: Reading, mood: Mood, *, horizon: float) -> None:
    sheet = bench.sheet
    fall = sheet.height - horizon
    for t in (0.12, 0.3, 0.62):
        for side in (-1, 1):
            seed = float(bench.rng.random())
            x = sheet.width * (0.5 + side * (0.2 + 0.36 * t**0.7))
            standing.house(
                bench, x=x, foot=horizon + fall * t * 0.8, size=190 + 560 * t, mood=mood, facing=side, seed=seed
            )
    if reading.score("market bazaar stall* merchant trade*") > 0.2:
        for k, (dx, t) in enumerate(((-0.2, 0.5), (0.2, 0.55), (-0.3, 0.86), (0.33, 0.9))):
            standing.stall(bench, x=sheet.width * (0.5 + dx), foot=horizon + fall * t, size=150 + 130 * t, seed=0.3 * k)


def _near_forest(bench: Bench, reading: Reading, mood: Mood, *, horizon: float) -> None:
    sheet = bench.sheet
    fall = sheet.height - horizon
    fir = mood.weather == "snow" or reading.trait("firs").random() < 0.45
    swampy = reading.score("swamp* dead wither* bog haunted cursed dark") > 0
    for t in (0.06, 0.2, 0.5, 0.85):
        for side in (-1, 1):
            for k in range(2 if t > 0.1 else 3):
                jitter = float(bench.rng.random())
                x = sheet.width * (0.5 + side * (0.2 + 0.13 * k + 0.2 * t + 0.07 * jitter))
                foot, size = horizon + fall * t, 210 + 560 * t + 60 * jitter
                if swampy:
                    standing.bare_tree(bench, x=x, foot=foot, size=size)
                elif fir:
                    standing.conifer(bench, x=x, foot=foot, size=size * 1.05, mood=mood)
                else:
                    standing.leafy_tree(bench, x=x, foot=foot, size=size, mood=mood)


def _near_graves(bench: Bench, reading: Reading, mood: Mood, *, horizon: float) -> None:
    sheet = bench.sheet
    fall = sheet.height - horizon
    for side in (-1, 1):
        standing.bare_tree(bench, x=sheet.width * (0.5 + 0.38 * side), foot=horizon + 34, size=430)
    for row, t in enumerate((0.06, 0.14, 0.28, 0.5, 0.84)):
        count = min(22, max(3, int(sheet.width / (90 + 190 * t))))
        for k in range(count):
            seed = float(bench.rng.random())
            x = sheet.width * (k + 0.25 + 0.5 * seed + 0.2 * (row % 2)) / count
            if abs(x - sheet.width / 2) > 46 + sheet.width * 0.13 * t:
                standing.gravestone(bench, x=x, foot=horizon + fall * t, size=64 + 210 * t, seed=seed)


def _near_swamp(bench: Bench, reading: Reading, mood: Mood, *, horizon: float) -> None:
    sheet = bench.sheet
    fall = sheet.height - horizon
    for place, t in ((0.08, 0.3), (0.24, 0.08), (0.72, 0.12), (0.92, 0.5), (0.84, 0.1)):
        standing.bare_tree(bench, x=sheet.width * place, foot=horizon + fall * t, size=360 + 420 * t)
    for k in range(24):
        a, b = (float(v) for v in bench.rng.random(2))
        x, foot = sheet.width * a, horizon + fall * (0.3 + 0.7 * b)
        bench.inks([band([(x + d, foot), (x + d * 1.6, foot - 40 - 60 * b)], [4, 1]) for d in (-10 - k % 3, 0, 9)])


def _near_desert(bench: Bench, reading: Reading, mood: Mood, *, horizon: float) -> None:
    sheet = bench.sheet
    cactus = Material(hue=0.5, dark=0.1, bright=0.6, pitch=6.8, angle=90, base=0.42)
    for place, foot, size in ((0.2, 0.3, 1.0), (0.78, 0.62, 1.5)):
        x, y = sheet.width * place, horizon + (sheet.height - horizon) * foot
        pose = Pose(x=x, y=y, size=size)
        bench.shadow([rectangle(-20, -20, 120, 0)], pose=pose, blur=10, shift=(30, 8))
        for arm in ([(0, -90), (-60, -96), (-64, -170)], [(0, -60), (56, -66), (60, -130)]):
            line = curve(arm, closed=False)
            bench.part(band(line, [30] * len(line)), cactus, pose=pose, bevel=12)
        bench.part(
            [(-22, 0), (-22, -190), *oval(0, -190, 22, 26, start=180, stop=360, steps=10), (22, 0)],
            cactus,
            pose=pose,
            bevel=14,
        )


_FAR = {"village": _far_village, "city": _far_city, "castle": _far_castle}
_NEAR = {
    "village": _near_village,
    "forest": _near_forest,
    "graves": _near_graves,
    "swamp": _near_swamp,
    "desert": _near_desert,
}
