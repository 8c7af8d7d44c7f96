"""Places far from home: burning mountains, other worlds, space, and a ship at sea."""

from imagesvc.engines.pillow.parts import WOOD, Material, band, oval, rectangle
from imagesvc.engines.pillow.scenes.places import rocks, sky
from imagesvc.engines.pillow.scenes.places.site import Site


def volcano_far(site: Site) -> None:
    rocks.volcano(site.bench, x=site.width * 0.54, foot=site.horizon + 20, size=site.horizon * 0.6, mood=site.mood)


def volcano(site: Site) -> None:
    for x, near in site.scattered(10, gap=0.1):
        rocks.boulder(
            site.bench, x=x, foot=site.horizon + site.fall * near, size=50 + 240 * near, mood=site.mood, hue=0.1
        )
    cracks = []
    for a, b, c in site.draws(9, 3):
        x, y, s = site.width * a, site.horizon + site.fall * (0.15 + 0.8 * b), 40 + 150 * b
        cracks.append(
            band(
                [(x, y), (x + s * 0.4, y + s * 0.1 * (c - 0.3)), (x + s * 0.7, y - s * 0.06), (x + s, y + s * 0.12)],
                [1, 5 * b + 3, 6 * b + 3, 1],
            )
        )
    site.bench.cuts(cracks, light=1, tone=0.85, hue=1.0)


def alien_far(site: Site) -> None:
    rocks.planet(site.bench, x=site.width * 0.28, y=site.horizon * 0.42, r=130, ringed=True)
    sky.moon(site.bench, site.width * 0.8, site.horizon * 0.3, 40, hue=0.9)
    rocks.rock_arch(site.bench, x=site.width * 0.66, foot=site.horizon + 20, size=260, mood=site.mood)


def alien(site: Site) -> None:
    """Spires of rock, crystals, and plants that glow."""
    for x, near in site.scattered(7, gap=0.18):
        foot, size = site.horizon + site.fall * near, 120 + 420 * near
        lean = size * 0.2 * (float(site.bench.rng.random()) - 0.5)
        spire = [
            (x - size * 0.16, foot),
            (x - size * 0.07 + lean * 0.5, foot - size * 0.5),
            (x + lean, foot - size),
            (x + size * 0.06 + lean * 0.5, foot - size * 0.44),
            (x + size * 0.18, foot),
        ]
        site.bench.part(
            spire,
            Material(hue=0.4, dark=0.06, bright=0.7, pitch=7, angle=70, grain=1.4, base=0.42),
            bevel=size * 0.05,
            relief=1.4,
        )
    for x, near in site.scattered(8, gap=0.1):
        foot, s = site.horizon + site.fall * near, 30 + 90 * near
        site.bench.inks(
            [
                band([(x, foot), (x + s * d * 0.5, foot - s * 0.7), (x + s * d, foot - s)], [5 * near + 2, 3, 2])
                for d in (-0.5, 0.1, 0.6)
            ]
        )
        site.bench.cuts([oval(x + s * d, foot - s, s * 0.13, steps=12) for d in (-0.5, 0.1, 0.6)], hue=1.0, tone=0.95)
        site.bench.glow(x, foot - s, radius=s * 0.5, light=0.2, hue=0.7, tone=0.2)


def space(site: Site) -> None:
    sheet = site.bench.sheet
    sky.stars(site.bench, bottom=sheet.height, count=150)
    rocks.planet(
        site.bench,
        x=site.width * 0.64,
        y=sheet.height * 0.6,
        r=230,
        ringed=float(site.reading.trait("ring").random()) < 0.6,
    )
    sky.moon(site.bench, site.width * 0.2, sheet.height * 0.24, 52)
    if site.reading.score("asteroid* rock* debris meteor*") > 0:
        for a, b, c in site.draws(14, 3):
            rocks.boulder(
                site.bench, x=site.width * a, foot=sheet.height * (0.2 + 0.7 * b), size=30 + 90 * c, mood=site.mood
            )


def ship(site: Site) -> None:
    """On deck: planks to the bow, rails, the mast with its sail, the sea around."""
    bench, view, mood = site.bench, site.view, site.mood
    planks = WOOD.but(base=0.6 - mood.dim, angle=88)
    tip = view.at(0, 0, 0.2)
    deck = [
        view.at(-site.width * 0.62, 0, 1.1),
        (tip[0] - 90, tip[1] + 30),
        (tip[0], tip[1]),
        (tip[0] + 90, tip[1] + 30),
        view.at(site.width * 0.62, 0, 1.1),
    ]
    bench.part(deck, planks, bevel=10)
    bench.inks(
        [
            band([(tip[0] + 13 * k, tip[1] + 26 + 0.8 * abs(k)), view.at(site.width * 0.093 * k, 0, 1.1)], [2, 5])
            for k in range(-6, 7)
        ]
    )
    for side in (-1, 1):
        rail = [view.at(side * site.width * 0.62, 150, 1.1), (tip[0] + side * 90, tip[1] - 4), (tip[0], tip[1] - 40)]
        bench.part(band(rail, [34, 13, 10]), WOOD.but(base=0.44 - mood.dim, angle=0), bevel=8)
        posts = []
        for k in range(1, 8):
            t = (k / 8) ** 1.5
            x, y = rail[1][0] + (rail[0][0] - rail[1][0]) * t, rail[1][1] + (rail[0][1] - rail[1][1]) * t
            posts.append(rectangle(x - 3 - 6 * t, y, x + 3 + 6 * t, y + 30 + 110 * t))
        bench.inks(posts)
    bench.line([(tip[0], tip[1] - 30), (tip[0] + 26, tip[1] - 170)], [16, 5])
    x, foot = view.at(0, 0, 0.5)
    bench.part([(x - 34, foot), (x - 24, 0), (x + 24, 0), (x + 34, foot)], WOOD.but(base=0.4 - mood.dim), bevel=16)
    sail = Material(
        hue=site.reading.hue("sail sails", default=0.3),
        dark=0.3,
        bright=1.0,
        pitch=7.6,
        angle=86,
        grain=0.5,
        base=0.8 - mood.dim,
    )
    low = site.horizon * 0.66
    bench.part(
        [
            (x - site.width * 0.3, 60),
            (x, 80),
            (x + site.width * 0.3, 60),
            (x + site.width * 0.34, low),
            (x, low - 50),
            (x - site.width * 0.34, low),
        ],
        sail,
        bevel=50,
    )
    bench.part(rectangle(x - site.width * 0.34, 40, x + site.width * 0.34, 68), WOOD.but(angle=0, base=0.36), bevel=8)
    bench.inks(
        [
            band([(x + s * site.width * 0.42, site.horizon + 120), (x + s * 30, -20 + 60 * k)], [4, 3])
            for s in (-1, 1)
            for k in range(3)
        ]
    )
