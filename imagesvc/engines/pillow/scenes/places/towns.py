"""Places that people have built: villages, markets, cities, harbours, castles, camps and outposts."""

import numpy as np

from imagesvc.engines.pillow.parts import CLOTH, STONE, WOOD, Material, Outline, band, oval, rectangle
from imagesvc.engines.pillow.scenes.places import buildings, forts, landmarks, rocks, trees
from imagesvc.engines.pillow.scenes.places.site import Site
from imagesvc.engines.pillow.scenes.places.solid import block
from imagesvc.engines.pillow.scenes.things import fires, standing


def _houses(site: Site, *, rows: tuple[float, ...], width: float, gap: float) -> None:
    """Houses on both sides of the road, from far to near."""
    style = buildings.style_of(site.reading, site.mood)
    for near in rows:
        for side in (-1, 1):
            seed = float(site.bench.rng.random())
            wide = width * (0.85 + 0.4 * seed)
            buildings.house(
                site.bench,
                site.view,
                x=side * (gap + wide / 2),
                near=near,
                width=wide,
                style=style,
                mood=site.mood,
                seed=seed,
            )


def far_houses(site: Site) -> None:
    """A row of small houses across the end of the road, and a steeple if the words say so."""
    style = buildings.style_of(site.reading, site.mood)
    count = min(30, max(4, int(site.width / 170)))
    for k in range(count):
        seed = float(site.bench.rng.random())
        x = (site.width * (k + 0.2 + 0.6 * seed) / count - site.view.x) / 0.12
        buildings.house(
            site.bench, site.view, x=x, near=0.12, width=640 + 260 * seed, style=style, mood=site.mood, seed=seed
        )
    if site.reading.score("church temple cathedral shrine castle tower* spire* keep") > 0:
        forts.tower(site.bench, x=site.view.x + 70, foot=site.horizon + 40, size=320, mood=site.mood, pointed=True)


def village(site: Site) -> None:
    town = site.reading.score("street town* city alley lane guildhall district") > site.reading.score("village hamlet")
    gap = site.width * (0.16 if town else 0.26)
    if not town:
        site.undergrowth(16)
        for x, near in site.scattered(5, gap=0.34):
            trees.leafy_tree(
                site.bench, x=x, foot=site.horizon + site.fall * near, size=420 * near + 60, mood=site.mood
            )
    _houses(site, rows=(0.17, 0.25, 0.38, 0.6, 0.98) if town else (0.18, 0.32, 0.62), width=site.fall * 0.95, gap=gap)
    if site.reading.mood == "festive":
        _bunting(site)


def market(site: Site) -> None:
    _houses(site, rows=(0.2, 0.34, 0.6), width=site.fall * 0.9, gap=site.width * 0.36)
    if site.reading.score("fountain well statue") > 0:
        _fountain(site, near=0.34)
    awning = site.reading.hue("awning awnings canopy canopies stall stalls canvas", default=0.95)
    for near, x in ((0.3, -0.3), (0.3, 0.3), (0.46, -0.32), (0.46, 0.34), (0.8, -0.36), (0.8, 0.38)):
        at = site.view.at(x * site.width, 0, near)
        standing.stall(site.bench, x=at[0], foot=at[1], size=430 * near + 40, seed=near + x, hue=awning)
    if site.reading.mood == "festive":
        _bunting(site)


def _bunting(site: Site) -> None:
    """Strings of little flags across the street, where there is something to celebrate."""
    hue = site.reading.hue("flag flags banner banners ribbon ribbons bunting", default=1.0)
    for up, near in ((site.fall * 1.7, 0.42), (site.fall * 1.5, 0.8)):
        left, right = site.view.at(-site.width * 0.5, up, near), site.view.at(site.width * 0.5, up * 0.94, near)
        points = [
            (left[0] + (right[0] - left[0]) * t, left[1] + (right[1] - left[1]) * t + 300 * near * t * (1 - t))
            for t in (k / 16 for k in range(17))
        ]
        site.bench.inks([band(points, [3 * near + 1] * 17)])
        for k, (x, y) in enumerate(points[1:-1]):
            r = 26 * near + 4
            cloth = CLOTH.but(hue=hue if k % 2 else 0.3, base=0.7 - site.mood.dim)
            site.bench.part([(x - r, y), (x + r, y), (x, y + r * 2.2)], cloth, bevel=5, outline=1.8)


def _fountain(site: Site, *, near: float) -> None:
    x, foot = site.view.at(0, 0, near)
    s = 300 * near
    stone = STONE.but(base=0.58 - site.mood.dim)
    site.bench.part(oval(x, foot, s, s * 0.28), stone, bevel=8)
    site.bench.part(oval(x, foot - s * 0.1, s * 0.86, s * 0.2), stone.but(base=0.3), bevel=4)
    site.bench.part(rectangle(x - s * 0.12, foot - s * 0.9, x + s * 0.12, foot - s * 0.1), stone, bevel=8)
    site.bench.part(oval(x, foot - s * 0.86, s * 0.44, s * 0.12), stone.but(base=0.66), bevel=6)


def city_far(site: Site) -> None:
    bench = site.bench
    for row, (low, high, foot) in enumerate(((140, 330, 0), (90, 420, 16))):
        count = min(26, max(5, int(site.width / (78 + 26 * row))))
        for k, (a, b, c) in enumerate(site.draws(count, 3)):
            middle = abs(k / count - 0.5) * 2
            size = low + (high - low) * (0.35 + 0.65 * a) * (0.45 + 0.65 * middle if row else 1 - 0.4 * middle)
            buildings.skyscraper(
                bench,
                x=site.width * (k + 0.3 + 0.4 * b) / count,
                foot=site.horizon + foot,
                size=size,
                width=70 + 60 * c,
                mood=site.mood,
            )


def city(site: Site) -> None:
    """High fronts on both sides of a street, with signs in the accent."""
    stuff = Material(
        hue=0.35,
        dark=0.04,
        bright=0.5 if site.mood.lit else 0.8,
        pitch=7.4,
        angle=90,
        base=0.34 if site.mood.lit else 0.5,
    )
    for near, far in ((0.3, 0.2), (0.52, 0.32), (0.95, 0.56)):
        for side in (-1, 1):
            a, b = (float(v) for v in site.bench.rng.random(2))
            inner, tall = side * site.width * 0.32, site.fall * (2.2 + 1.3 * a)
            span = (inner, inner + side * 900) if side > 0 else (inner - 900, inner)
            block(site.bench, site.view, x=span, up=(0, tall), near=(near, far), stuff=stuff)
            _panes(site, inner, tall, near=(near, far), side=side)
            if b < 0.8:
                _sign(site, inner, site.fall * (0.7 + b), near=near * 0.8, side=side)


def _panes(site: Site, x: float, tall: float, *, near: tuple[float, float], side: int) -> None:
    lit: list[Outline] = []
    for row in range(9):
        for column in range(5):
            if float(site.bench.rng.random()) < 0.5:
                s, e = (
                    1 / (1 / near[0] + (1 / near[1] - 1 / near[0]) * t)
                    for t in ((column + 0.2) / 5, (column + 0.75) / 5)
                )
                up = tall * (row + 0.6) / 10
                lit.append(site.view.wall(x, (up, up + tall * 0.055), (s, e)))
                lit.append(
                    site.view.front(
                        (x + side * 160 * (column + 0.3), x + side * 160 * (column + 0.7)),
                        (up, up + tall * 0.055),
                        near[0],
                    )
                )
    site.bench.cuts(lit, light=1, tone=0.86 if site.mood.lit else 0.7, hue=1.0 if site.mood.lit else 0.2)


def _sign(site: Site, x: float, up: float, *, near: float, side: int) -> None:
    wide, tall = 130.0, 260.0
    shape = site.view.front((x - side * wide, x) if side > 0 else (x, x + wide), (up, up + tall), near)
    cx, cy = site.view.at(x - side * wide / 2, up + tall / 2, near)
    site.bench.flat(shape, light=0.95, tone=0.7, hue=1.0, outline=4)
    site.bench.inks(
        [rectangle(cx - 32 * near, cy + d * near, cx + 32 * near, cy + (d + 26) * near) for d in (-90, -40, 10, 60)]
    )
    site.bench.glow(cx, cy, radius=90 * near + 30, light=0.3, hue=0.8, tone=0.3)


def harbour(site: Site) -> None:
    """Ships at anchor, a quay with bollards and barrels in front."""
    bench, view = site.bench, site.view
    landmarks.sailing_ship(
        bench, x=site.width * 0.66, foot=site.horizon + site.fall * 0.2, size=420, mood=site.mood, facing=-1
    )
    landmarks.sailing_ship(bench, x=site.width * 0.24, foot=site.horizon + site.fall * 0.34, size=560, mood=site.mood)
    landmarks.boat(
        bench, x=site.width * 0.56, foot=site.horizon + site.fall * 0.52, size=110, mood=site.mood, sail=False
    )
    planks = WOOD.but(base=0.56 - site.mood.dim, angle=2)
    block(
        bench,
        view,
        x=(-view.x - 40, site.width),
        up=(-40, 10),
        near=(1.1, 0.78),
        stuff=planks.but(base=0.34),
        top=planks,
    )
    bench.inks([view.floor((k * 90 - 3, k * 90 + 3), 10, (1.1, 0.78)) for k in range(-9, 10)])
    for x in (-0.4, -0.1, 0.3):
        at = view.at(x * site.width, 10, 0.86)
        bench.part(
            [(at[0] - 16, at[1]), (at[0] - 14, at[1] - 62), (at[0] + 14, at[1] - 62), (at[0] + 16, at[1])],
            WOOD.but(base=0.3),
            bevel=8,
        )
        bench.part(oval(at[0], at[1] - 62, 20, 8), WOOD.but(base=0.5), bevel=4)


def castle_far(site: Site) -> None:
    broken = site.reading.score("ruin* fort wall battlement* rampart*") > 0
    forts.castle(site.bench, x=site.width * 0.56, foot=site.horizon + 20, size=470, mood=site.mood, pointed=not broken)


def castle(site: Site) -> None:
    site.undergrowth(18)
    for x, near in site.scattered(8, gap=0.2):
        trees.conifer(site.bench, x=x, foot=site.horizon + site.fall * near, size=70 + 300 * near, mood=site.mood)


def camp(site: Site) -> None:
    site.undergrowth(14)
    bench, mood = site.bench, site.mood
    _forest_edge(site)
    hue = site.reading.hue("tent tents canvas", default=0.4)
    for x, near in ((0.24, 0.22), (0.7, 0.2), (0.2, 0.56), (0.76, 0.5)):
        landmarks.tent(
            bench, x=site.width * x, foot=site.horizon + site.fall * near, size=150 + 330 * near, mood=mood, hue=hue
        )
    x, foot = site.width * 0.5, site.horizon + site.fall * 0.66
    for k in range(7):
        rocks.boulder(
            bench, x=x + 62 * float(np.cos(k * 0.9)), foot=foot + 20 + 18 * float(np.sin(k * 0.9)), size=34, mood=mood
        )
    bench.inks(
        [
            band([(x - 60, foot + 12), (x + 52, foot - 12)], [16, 12]),
            band([(x + 60, foot + 12), (x - 52, foot - 12)], [16, 12]),
        ]
    )
    bench.glow(x, foot - 40, radius=190, light=0.5, hue=0.8, tone=0.45)
    fires.flames(site.piece(x, foot + 8), 0, 0, width=170, height=250)


def _forest_edge(site: Site) -> None:
    for x, near in site.scattered(8, gap=0.3):
        if near < 0.3:
            trees.conifer(site.bench, x=x, foot=site.horizon + site.fall * near, size=240 + 260 * near, mood=site.mood)


def outpost(site: Site) -> None:
    site.undergrowth(12)
    bench, mood = site.bench, site.mood
    foot = site.horizon + site.fall * 0.26
    forts.palisade(bench, left=-20, right=site.view.x - 110, foot=foot, tall=190, mood=mood)
    forts.palisade(bench, left=site.view.x + 110, right=site.width + 20, foot=foot, tall=190, mood=mood)
    forts.watchtower(bench, x=site.view.x - 190, foot=foot + 16, size=520, mood=mood)
    for side in (-1, 1):
        x = site.view.x + side * 110
        bench.part(rectangle(x - 17, foot - 300, x + 17, foot + 10), WOOD.but(base=0.4 - mood.dim), bevel=8)
    bench.part(
        rectangle(site.view.x - 140, foot - 316, site.view.x + 140, foot - 280), WOOD.but(angle=0, base=0.4), bevel=8
    )
    board = rectangle(
        site.width * 0.76, site.horizon + site.fall * 0.1, site.width * 0.95, site.horizon + site.fall * 0.5
    )
    bench.part(
        rectangle(site.width * 0.84, board[0][1], site.width * 0.87, site.horizon + site.fall * 0.74), WOOD, bevel=6
    )
    bench.part(board, WOOD.but(angle=0, base=0.56 - mood.dim), bevel=9)
    (x0, y0), (x1, y1) = board[0], board[2]
    bench.inks(
        [
            band([(x0 + 18, y0 + (y1 - y0) * t), (x1 - 18 - 30 * (k % 2), y0 + (y1 - y0) * t)], [6, 6])
            for k, t in enumerate((0.2, 0.4, 0.6, 0.8))
        ]
    )
