"""An exit: a way through to what lies beyond it, which is drawn first; or the open road, where both sides are outdoors.

Which frames there are stands in `frames`; here is decided which of them a text asks for, and what is seen through it.
"""

from collections.abc import Iterator
from dataclasses import replace

from imagesvc.engines.pillow.parts import LEATHER, STONE, WOOD, Bench, Outline, band, rectangle
from imagesvc.engines.pillow.scenes import landscape
from imagesvc.engines.pillow.scenes.places import archway, frames
from imagesvc.engines.pillow.scenes.places.solid import View
from imagesvc.engines.pillow.sheet import Sheet
from imagesvc.engines.pillow.vocabulary import places
from imagesvc.engines.pillow.words import Reading

_AFLOAT = frozenset({"ship", "space"})  # no road leads there
_TOWARDS = frozenset({"to", "into", "toward", "towards", "onto", "beyond"})
_STRANGE = "void unknown magic* eldritch astral ethereal fey planar dimension* dream* nexus limbo otherworld*"
# What leads to such places, and from them out into the open.
_USUAL: dict[str, frozenset[str]] = {
    "stairs": frozenset({"stairs"}),
    "cavemouth": frozenset({"cave", "mine", "chasm", "mushrooms", "volcano"}),
    "tunnel": frozenset({"corridor", "sewer", "crypt"}),
    "hatch": frozenset({"station", "space"}),
    "gate": frozenset({"castle", "outpost", "prison"}),
}
_WALLS_OF = {
    "station": "metal",
    "city": "metal",
    "space": "metal",
    "tavern": "wood",
    "room": "wood",
    "ship": "wood",
    "bedroom": "wood",
}


def paint(sheet: Sheet, reading: Reading) -> Iterator[str]:
    """Fill the sheet, saying before each stage what comes."""
    _, goal = _means_and_goal(reading)
    place = goal.subject(places.SETTINGS, default="")
    way = way_of(reading)
    if way in {"road", "bridge"}:
        yield from landscape.paint_place(sheet, reading, place=place or landscape.place_of(goal))
        yield f"Building the {way}"
        (_signpost if way == "road" else _bridge)(Bench(sheet, rng=reading.chance("way")), reading)
        return
    frame = frames.FRAMES[way]
    gap = frames.gap_of(sheet, frame)
    if way == "portal" and not place:
        yield "Opening the portal"
        archway.swirl(sheet, reading, gap)
    else:
        with sheet.window(*_bounds(frame.opening(gap))):
            yield from landscape.paint_place(sheet, reading, place=place or landscape.place_of(goal))
    yield f"Building the {way}"
    frame.draw(Bench(sheet, rng=reading.chance("wall")), reading, gap, _wall(reading))


def way_of(reading: Reading) -> str:
    """By what means the text leads on: a frame's name, or the open road."""
    means, goal = _means_and_goal(reading)
    here = reading.near.subject(places.SETTINGS, default="")
    place = goal.subject(places.SETTINGS, default="")
    told = means.subject(places.WAYS, default="") or means.subject(places.DIRECTIONS, default="")
    return _way(reading, means=told, here=here, place=place)


def _means_and_goal(reading: Reading) -> tuple[Reading, Reading]:
    """Divide "a wooden door to the cellar" into what leads and where it leads; without "to" both are the whole."""
    words = reading.words
    cut = next((i for i, word in enumerate(words[: reading.head]) if word in _TOWARDS), None)
    if cut is None:
        return replace(reading, main=reading.main.part(0, reading.head)), reading
    return replace(reading, main=reading.main.part(0, cut)), replace(
        reading, main=reading.main.part(cut + 1, len(words))
    )


def _way(reading: Reading, *, means: str, here: str, place: str) -> str:
    """The means the words name, unless it cannot lead there; else what usually leads from here to such a place."""
    open_air = place in places.OUTDOORS and place not in _AFLOAT
    if means and (means not in {"road", "bridge"} or open_air or not place):
        return means
    if reading.score(_STRANGE) > 0.5 or not place:
        return "portal"
    if open_air and here in places.OUTDOORS:
        return "road"
    usual = next((way for way, ends in _USUAL.items() if place in ends or (open_air and here in ends)), "")
    return usual or ("door", "arch")[int(reading.trait("way").random() * 2)]


def _wall(reading: Reading) -> str:
    """What the wall on this side is made of."""
    here = reading.near.subject(places.SETTINGS, default="")
    told = reading.near.best(places.WALLS, default="")
    return told or _WALLS_OF.get(here, "stone" if float(reading.trait("walls").random()) < 0.7 else "wood")


def _bounds(shape: Outline) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in shape], [y for _, y in shape]
    return min(xs) - 8, min(ys) - 8, max(xs) + 8, max(ys) + 8


def _signpost(bench: Bench, reading: Reading) -> None:
    """A post with two arms beside the road, as wayfarers find it."""
    side = 1 if float(reading.trait("post").random()) < 0.5 else -1
    x, foot = bench.sheet.width * (0.5 + 0.3 * side), bench.sheet.height - 70
    bench.shadow([rectangle(x - 20, foot - 14, x + 150, foot + 8)], blur=10, shift=(10, 0))
    bench.part(
        [(x - 17, foot), (x - 13, foot - 400), (x, foot - 420), (x + 13, foot - 400), (x + 17, foot)],
        WOOD.but(base=0.46),
        bevel=8,
    )
    for y, towards, long in ((foot - 350, -side, 190), (foot - 262, side, 140)):
        arm = [
            (x - towards * 40, y - 34),
            (x + towards * long, y - 34),
            (x + towards * (long + 44), y),
            (x + towards * long, y + 34),
            (x - towards * 40, y + 34),
        ]
        bench.part(arm, WOOD.but(angle=2, base=0.62), bevel=8, outline=3)
        bench.inks(
            [
                rectangle(
                    min(x, x + towards * long * t) + 14 * k,
                    y - 9 + 3 * k,
                    min(x, x + towards * long * t) + 14 * k + 46,
                    y - 3 + 3 * k,
                )
                for k, t in enumerate((0.2, 0.5, 0.8))
            ]
        )


def _bridge(bench: Bench, reading: Reading) -> None:
    """A bridge of planks on ropes over an abyss, from our feet to the other side."""
    w, h = bench.sheet.width, bench.sheet.height
    view = View(x=w * 0.5, horizon=h * 0.5, fall=h * 0.5)
    far = view.horizon + view.fall * 0.3
    brink = [
        (-10, far - 14),
        (w * 0.3, far + 6),
        (w * 0.5, far - 4),
        (w * 0.74, far + 8),
        (w + 10, far - 10),
        (w + 10, h + 10),
        (-10, h + 10),
    ]
    bench.part(brink, STONE.but(base=0.26, dark=0.02, bright=0.34, angle=86, hue=0.1), bevel=40)
    wood = WOOD.but(angle=1, base=0.6, hue=reading.hue("bridge plank planks", default=0.5))
    near = 0.3
    while near < 1.1:
        bench.part(view.floor((-210, 210), 40 * (near - 0.3), (near * 1.05, near)), wood, bevel=5)
        near *= 1.085
    for side in (-1, 1):
        for up, width in ((230, 9.0), (30, 12.0)):
            rope = [
                view.at(side * 215, up - 150 * (n - 0.3) * (1.15 - n), n) for n in (0.3, 0.4, 0.52, 0.68, 0.86, 1.1)
            ]
            bench.part(
                band(rope, [width * n + 2 for n in (0.3, 0.4, 0.52, 0.68, 0.86, 1.1)]), LEATHER.but(hue=0.7), bevel=4
            )
        ties = [
            [view.at(side * 215, 30, n), view.at(side * 215, 230 - 150 * (n - 0.3) * (1.15 - n), n)]
            for n in (0.36, 0.46, 0.58, 0.74, 0.94)
        ]
        bench.inks([band(tie, [5, 5]) for tie in ties])
        bench.part(view.front((side * 215 - 26, side * 215 + 26), (-20, 300), 0.3), WOOD.but(base=0.4), bevel=5)
