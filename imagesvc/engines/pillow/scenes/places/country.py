"""Places without walls: coasts and lakes, forests, mountains, swamps, deserts, ruins, graves, fields, snow."""

from imagesvc.engines.pillow.parts import STONE, Material, band, oval
from imagesvc.engines.pillow.scenes.places import buildings, landmarks, rocks, trees
from imagesvc.engines.pillow.scenes.places.site import Site
from imagesvc.engines.pillow.scenes.things import standing


def coast(site: Site) -> None:
    """Cliffs at one side with a lighthouse, rocks in the surf, a sail far out."""
    bench, side = site.bench, 1 if float(site.reading.trait("coast").random()) < 0.5 else -1
    x = site.width * (0.5 + 0.24 * side)
    rock = Material(hue=0.3, dark=0.06, bright=0.8, pitch=7.4, angle=80, grain=1.4, base=0.46 - site.mood.dim)
    h, w = site.horizon, site.width
    cliff = [
        (x - side * w * 0.16, h + 60),
        (x - side * w * 0.12, h - 60),
        (x - side * w * 0.05, h - 130),
        (x + side * w * 0.06, h - 150),
        (x + side * w * 0.24, h - 190),
        (x + side * w * 0.3, h + 140),
        (x, h + 130),
    ]
    bench.part(cliff, rock, bevel=40, relief=1.4)
    grass = Material(hue=0.5, dark=0.2, bright=0.8, pitch=7, angle=8, grain=1.0, base=0.6 - site.mood.dim)
    top = [
        (x - side * w * 0.06, h - 126),
        (x + side * w * 0.06, h - 152),
        (x + side * w * 0.25, h - 194),
        (x + side * w * 0.26, h - 150),
        (x, h - 116),
    ]
    bench.part(top, grass, bevel=10)
    landmarks.lighthouse(bench, x=x - side * w * 0.01, foot=h - 122, size=330, mood=site.mood)
    landmarks.boat(bench, x=w * (0.5 - 0.26 * side), foot=h + 46, size=120, mood=site.mood, sail=True)
    for px, near in ((0.1, 0.5), (0.3, 0.84), (0.74, 0.7), (0.92, 0.95)):
        rocks.boulder(bench, x=w * px, foot=h + site.fall * near, size=90 + 150 * near, mood=site.mood)
    bench.cuts(
        [
            band([(w * a, h + site.fall * b), (w * a + 60 + 80 * b, h + site.fall * b + 3)], [2, 5 * b + 1])
            for a, b in site.draws(26, 2)
        ],
        light=1,
        tone=0.95,
    )


def lake(site: Site) -> None:
    """A far shore with trees, reeds and a boat in front."""
    bench = site.bench
    if site.reading.score("bridge ford") > 0:
        _bridge(site)
    if site.reading.score("waterfall* cascade* falls cataract") > 0:
        _waterfall(site)
    landmarks.boat(
        bench, x=site.width * 0.64, foot=site.horizon + site.fall * 0.4, size=170, mood=site.mood, sail=False
    )
    for k, x in enumerate((0.02, 0.09, 0.16, 0.86, 0.94)):
        trees.reeds(bench, x=site.width * x, foot=site.horizon + site.fall, size=170 + 60 * (k % 3))
    kind = trees.willow if float(site.reading.trait("lake").random()) < 0.5 else trees.birch
    kind(bench, x=site.width * 0.14, foot=site.horizon + site.fall * 0.44, size=620, mood=site.mood)
    bank = [
        (0, site.horizon + site.fall * 0.4),
        (site.width * 0.24, site.horizon + site.fall * 0.5),
        (site.width * 0.1, site.horizon + site.fall * 0.62),
        (0, site.horizon + site.fall * 0.6),
    ]
    bench.part(
        bank,
        Material(hue=0.5, dark=0.15, bright=0.8, pitch=7.4, angle=6, grain=1.2, base=0.55 - site.mood.dim),
        bevel=14,
    )


def _waterfall(site: Site) -> None:
    """A wall of rock across the water, and the river that falls over it."""
    h, w = site.horizon, site.width
    rock = STONE.but(base=0.46 - site.mood.dim, angle=84, grain=1.6, dark=0.06)
    top, foot = h * 0.36, h + site.fall * 0.14
    wall = [
        (-10, top - 30),
        (w * 0.2, top - 60),
        (w * 0.42, top),
        (w * 0.58, top + 6),
        (w * 0.8, top - 70),
        (w + 10, top - 20),
    ]
    site.bench.part([*wall, (w + 10, foot), (-10, foot)], rock, bevel=50, relief=1.4)
    fall = [(w * 0.42, top), (w * 0.58, top + 6), (w * 0.62, foot), (w * 0.38, foot)]
    site.bench.flat(fall, light=0.96, tone=0.95, hue=0.0, outline=3)
    drops = [
        band([(w * (0.43 + 0.14 * a), top + 30 * b), (w * (0.4 + 0.2 * a), foot - 50 * b)], [1, 4])
        for a, b in site.draws(13, 2)
    ]
    site.bench.inks(drops)
    spray = [oval(w * (0.34 + 0.32 * a), foot - 40 * b * b, 10 + 26 * b, steps=12) for a, b in site.draws(26, 2)]
    site.bench.cuts(spray, light=1, tone=0.98, hue=0.0)


def _bridge(site: Site) -> None:
    h, w = site.horizon, site.width
    stone = STONE.but(base=0.55 - site.mood.dim, hue=0.3)
    top, low = h - 70, h + 70
    deck = [(0, top + 40), (w * 0.5, top - 30), (w, top + 40), (w, low), (0, low)]
    holes = [
        [
            (w * c - w * r, low + 2),
            *oval(w * c, low, w * r, 86, start=180, stop=360, steps=20),
            (w * c + w * r, low + 2),
        ]
        for c, r in ((0.2, 0.1), (0.5, 0.14), (0.8, 0.1))
    ]
    site.bench.part(deck, stone, holes=holes, bevel=10)
    site.bench.inks(
        [
            band(
                [
                    (w * k / 20, top + 66 - 70 * (1 - abs(k / 10 - 1))),
                    (w * k / 20 + 30, top + 66 - 70 * (1 - abs(k / 10 - 1))),
                ],
                [2.4, 2.4],
            )
            for k in range(20)
        ]
    )


def forest(site: Site) -> None:
    reading, mood, bench = site.reading, site.mood, site.bench
    dead = reading.score("dead wither* haunted cursed dark bare leafless autumn") > 0.3
    lot = float(reading.trait("trees").random())
    fir = mood.weather == "snow" or reading.score("pine* fir firs taiga conifer* spruce* evergreen*") > 0
    light = reading.score("birch* white silver aspen*") > 0
    palm = reading.score("jungle tropical palm* rainforest") > 0
    for near in (0.06, 0.2, 0.46, 0.86):
        for side in (-1, 1):
            for k, (jitter,) in enumerate(site.draws(2 if near > 0.1 else 3, 1)):
                x = site.width * (0.5 + side * (0.2 + 0.13 * k + 0.2 * near + 0.07 * jitter))
                foot, size = site.horizon + site.fall * near, 210 + 560 * near + 60 * jitter
                if dead:
                    trees.bare_tree(bench, x=x, foot=foot, size=size * 1.15)
                elif fir or (lot < 0.3 and not palm and not light):
                    trees.conifer(bench, x=x, foot=foot, size=size * 1.05, mood=mood)
                elif palm:
                    trees.palm(bench, x=x, foot=foot, size=size, mood=mood)
                elif light or lot > 0.8 or (lot > 0.6 and k):
                    trees.birch(bench, x=x, foot=foot, size=size * 1.1, mood=mood)
                else:
                    trees.leafy_tree(bench, x=x, foot=foot, size=size, mood=mood)
    if reading.score("mushroom* fung* toadstool*") > 0:
        for x, near in site.scattered(6):
            standing.mushroom(bench, x=x, foot=site.horizon + site.fall * near, size=60 + 150 * near)
    site.undergrowth(26)


def mountains_far(site: Site) -> None:
    """Peaks behind peaks, each with a side in the sun and one in the shade."""
    peaks = sorted((k % 2, a, b, k) for k, (a, b) in enumerate(site.draws(7, 2)))
    for near, a, b, k in peaks:
        x = site.width * ((k + 0.2 + 0.6 * a) / 7)
        rocks.peak(
            site.bench,
            x=x,
            foot=site.horizon + 14,
            size=min(site.horizon, site.width * 0.8) * (0.5 - 0.2 * near + 0.26 * b),
            mood=site.mood,
            pale=0.0 if near else 0.14,
        )


def mountains(site: Site) -> None:
    for x, near in site.scattered(9, gap=0.12):
        if float(site.bench.rng.random()) < 0.6:
            trees.conifer(site.bench, x=x, foot=site.horizon + site.fall * near, size=90 + 380 * near, mood=site.mood)
        else:
            rocks.boulder(site.bench, x=x, foot=site.horizon + site.fall * near, size=60 + 220 * near, mood=site.mood)
    site.undergrowth(14)


def swamp(site: Site) -> None:
    for x, near in ((0.08, 0.3), (0.24, 0.08), (0.72, 0.12), (0.92, 0.5), (0.84, 0.1)):
        trees.bare_tree(site.bench, x=site.width * x, foot=site.horizon + site.fall * near, size=360 + 420 * near)
    for a, b in site.draws(14, 2):
        trees.reeds(site.bench, x=site.width * a, foot=site.horizon + site.fall * (0.3 + 0.7 * b), size=40 + 110 * b)
    for a, b in site.draws(7, 2):
        x, y = site.width * a, site.horizon + site.fall * (0.15 + 0.6 * b)
        site.bench.glow(x, y, radius=22 + 20 * b, light=0.3, hue=0.9, tone=0.4)
        site.bench.cuts([oval(x, y, 4 + 4 * b, steps=8)], hue=1.0)


def desert(site: Site) -> None:
    if site.reading.score("pyramid* tomb* ruin* temple* pharaoh*") > 0:
        landmarks.pyramid(site.bench, x=site.width * 0.66, foot=site.horizon + 30, size=330, mood=site.mood)
        landmarks.pyramid(site.bench, x=site.width * 0.3, foot=site.horizon + 16, size=180, mood=site.mood)
    palms = site.reading.score("oasis palm* water river*") > 0
    if palms:
        x, foot, wide = site.width * 0.46, site.horizon + site.fall * 0.36, min(site.width * 0.3, 420.0)
        site.bench.flat(oval(x, foot, wide, site.fall * 0.13), light=0.9, tone=0.86, hue=0.0, outline=3)
        glints = [
            band(
                [(x + wide * (a - 0.6), foot + 70 * (b - 0.5)), (x + wide * (a - 0.4), foot + 70 * (b - 0.5) + 2)],
                [1, 4],
            )
            for a, b in site.draws(14, 2)
        ]
        site.bench.inks(glints)
    for x, near, size in ((0.16, 0.3, 210), (0.84, 0.62, 320), (0.3, 0.1, 110)):
        at, foot = site.width * x, site.horizon + site.fall * near
        if palms:
            trees.palm(site.bench, x=at, foot=foot, size=size * 2, mood=site.mood)
        else:
            rocks.cactus(site.bench, x=at, foot=foot, size=size, mood=site.mood)
    rocks.boulder(site.bench, x=site.width * 0.5, foot=site.horizon + site.fall * 0.8, size=170, mood=site.mood)


def ruin(site: Site) -> None:
    bench, mood = site.bench, site.mood
    landmarks.broken_arch(bench, x=site.width * 0.6, foot=site.horizon + site.fall * 0.2, size=420, mood=mood)
    for x, near, broken in (
        (0.3, 0.16, False),
        (0.4, 0.14, True),
        (0.16, 0.4, False),
        (0.88, 0.44, True),
        (0.05, 0.8, True),
    ):
        landmarks.column(
            bench,
            x=site.width * x,
            foot=site.horizon + site.fall * near,
            size=240 + 420 * near,
            mood=mood,
            broken=broken,
        )
    for x, near in site.scattered(7):
        rocks.boulder(bench, x=x, foot=site.horizon + site.fall * near, size=40 + 130 * near, mood=mood)
    site.undergrowth(16)


def graves(site: Site) -> None:
    for side in (-1, 1):
        trees.bare_tree(site.bench, x=site.width * (0.5 + 0.38 * side), foot=site.horizon + 34, size=430)
    for row, near in enumerate((0.06, 0.14, 0.28, 0.5, 0.84)):
        count = min(22, max(3, int(site.width / (90 + 190 * near))))
        for k, (seed,) in enumerate(site.draws(count, 1)):
            x = site.width * (k + 0.25 + 0.5 * seed + 0.2 * (row % 2)) / count
            if abs(x - site.view.x) > 46 + site.width * 0.13 * near:
                standing.gravestone(
                    site.bench, x=x, foot=site.horizon + site.fall * near, size=64 + 210 * near, seed=seed
                )
    site.undergrowth(14, flowers=False)


def farm_far(site: Site) -> None:
    landmarks.windmill(site.bench, x=site.width * 0.74, foot=site.horizon + 26, size=330, mood=site.mood)


def farm(site: Site) -> None:
    """Furrows to the horizon, a barn, a fence, sheaves."""
    view, bench = site.view, site.bench
    furrows = []
    for k in range(-26, 27):
        x = k * 70.0
        if abs(x) > 120:
            furrows.append(view.floor((x - 7, x + 7), 0, (1.2, 0.05)))
    bench.cuts(furrows, light=0.5, tone=0.34 - site.mood.dim, hue=0.45)
    style = buildings.style_of(site.reading, site.mood)
    buildings.house(
        bench, view, x=-site.width * 0.62, near=0.3, width=site.fall * 1.1, style=style, mood=site.mood, seed=0.36
    )
    trees.leafy_tree(bench, x=site.width * 0.06, foot=site.horizon + site.fall * 0.3, size=330, mood=site.mood)
    straw = Material(hue=0.85, dark=0.3, bright=0.95, pitch=6.4, angle=84, grain=0.8, base=0.6 - site.mood.dim)
    for x, near in ((0.66, 0.3), (0.8, 0.34), (0.9, 0.5), (0.72, 0.62)):
        at, foot, s = site.width * x, site.horizon + site.fall * near, 110 * near + 50
        bench.part(
            [
                (at - s * 0.4, foot),
                (at - s * 0.16, foot - s * 0.7),
                (at - s * 0.3, foot - s),
                (at + s * 0.3, foot - s),
                (at + s * 0.16, foot - s * 0.7),
                (at + s * 0.4, foot),
            ],
            straw,
            bevel=8,
        )
    standing.fence(bench, left=-20, right=site.width * 0.36, foot=site.horizon + site.fall * 0.86, size=130)


def snow(site: Site) -> None:
    for x, near in site.scattered(9, gap=0.2):
        trees.conifer(site.bench, x=x, foot=site.horizon + site.fall * near, size=80 + 420 * near, mood=site.mood)
