"""Precious things and vessels, as objects about 800 units high around their pose."""

import itertools
from dataclasses import replace
from math import cos, pi, sin

from imagesvc.engines.pillow.parts import (
    BONE,
    CLOTH,
    GEM,
    GLASS,
    GOLD,
    IRON,
    LEATHER,
    PARCHMENT,
    STONE,
    WOOD,
    Bench,
    Material,
    Outline,
    Pose,
    band,
    curve,
    oval,
    ring,
    star,
    trace,
)
from imagesvc.engines.pillow.scenes import ornament
from imagesvc.engines.pillow.scenes.matter import Draw, metal
from imagesvc.engines.pillow.words import Reading


def finger_ring(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a ring with a faceted stone, or a signet."""
    gold = metal(reading, default="gold")
    pose = replace(pose, y=pose.y + 60 * pose.size, turn=pose.turn + 8, size=pose.size * 1.05)
    bench.part(ring(0, 90, 292, 216, squash=1.04), gold, pose=pose, bevel=44, relief=1.5)
    inner = ring(0, 90, 232, 206, squash=1.04)
    bench.part(inner, gold.but(base=0.24), pose=pose, bevel=8, outline=1.6)
    shoulders = curve(trace("-190 -150, -120 -236, 0 -262, 120 -236, 190 -150, 90 -120, 0 -130, -90 -120"), steps=6)
    bench.part(shoulders, gold, pose=pose, bevel=30)
    if reading.score("signet seal crest") > 0:
        bench.part(oval(0, -270, 190, 150), gold, pose=pose, bevel=26)
        bench.part(oval(0, -276, 150, 114), GEM.but(dark=0.1, bright=0.5, base=0.34), pose=pose, bevel=18)
        ornament.emblem(bench, pose, reading, x=0, y=-276, size=84, material=gold)
        return
    if (
        reading.score("band simple plain inscri* runic etched") > 0
        and reading.score("gem ruby emerald sapphire stone carnelian") == 0
    ):
        for i in range(9):
            turn = (200 + 17.5 * i) * pi / 180
            x, y = 254 * cos(turn), 90 + 264 * sin(turn)
            bench.cuts(
                [band([(x - 10, y - 14), (x + 8, y), (x - 6, y + 14)], [7, 7, 7])], pose=pose, light=1, tone=0.95, hue=1
            )
        return
    ornament.facets(bench, pose, x=0, y=-290, rx=176, ry=150)
    for x, y in ((-168, -240), (168, -240), (-96, -166), (96, -166), (-100, -416), (100, -416)):
        bench.ball(x, y, 24, gold, pose=pose)


def pendant(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a medallion on a chain."""
    gold = metal(reading, default="gold")
    for side in (-1, 1):
        spine = curve(
            [(0, -110), (110 * side, -220), (210 * side, -350), (190 * side, -470), (120 * side, -560)],
            closed=False,
            steps=5,
        )
        for i, (x, y) in enumerate(spine):
            bench.part(ring(x, y, 19 if i % 2 else 15, 9 if i % 2 else 7), gold, pose=pose, bevel=5, outline=1.8)
    bench.part(ring(0, -112, 46, 26), gold, pose=pose, bevel=10)
    bench.part(oval(0, 140, 262), gold, pose=pose, bevel=34)
    bench.part(oval(0, 140, 206), gold.but(base=0.36, angle=20), pose=pose, bevel=14, relief=-1)
    for i in range(16):
        turn = i * pi / 8
        bench.ball(234 * cos(turn), 140 + 234 * sin(turn), 12, gold, pose=pose)
    if reading.score("lens* monocle spectacles glasses magnif* mirror crystal") > 0:
        bench.part(oval(0, 140, 196), GLASS.but(angle=40), pose=pose, bevel=50)
        bench.cuts(
            [band([(-120, 120), (-60, 20), (30, -20)], [6, 26, 6]), band([(-60, 160), (-10, 90)], [5, 16])],
            pose=pose,
            hue=0.4,
        )
        return
    bench.part(star(0, 140, 182, 76, points=8), gold.but(angle=45), pose=pose, bevel=14)
    ornament.facets(bench, pose, x=0, y=140, rx=84, ry=84)


def coin(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a few coins, the first large and struck with a head or emblem."""
    gold = metal(reading, default="gold")
    for x, y, r in ((230, 210, 190), (-190, 250, 200)):
        bench.part(oval(x, y, r, r * 0.92), gold.but(base=0.4), pose=pose, bevel=18)
        bench.part(ring(x, y, r * 0.84, r * 0.78, squash=0.92), gold, pose=pose, bevel=4, outline=1.4)
    bench.part(oval(0, -70, 330), gold, pose=pose, bevel=26)
    bench.part(oval(0, -70, 288), gold.but(base=0.48, angle=18), pose=pose, bevel=12, relief=-1)
    for i in range(36):
        turn = i * pi / 18
        bench.inks([oval(308 * cos(turn), -70 + 308 * sin(turn), 7)], pose=pose)
    profile = trace(
        "-60 -240, 30 -262, 100 -220, 110 -150, 134 -90, 104 -70, 108 -30, 84 -6, 84 40,"
        " 20 60, 40 130, -140 130, -104 20, -130 -100, -120 -190"
    )
    bench.part(curve(profile, steps=4), gold.but(base=0.62, angle=-20), pose=pose, bevel=26, relief=1.3)
    bench.line(curve(trace("-120 -170, -30 -206, 70 -200, 116 -170"), closed=False), 9, pose=pose)
    bench.inks([oval(56, -118, 10, 6)], pose=pose)


def gem(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a crystal, or a marked stone if the words speak of one."""
    if reading.score("stone chalk marked river-smooth rune-stone runestone orb pearl") > 0:
        stuff = GEM if reading.score("orb pearl") else STONE
        bench.part(
            curve(
                trace("-330 60, -270 -210, -60 -320, 190 -270, 340 -60, 310 190, 110 320, -190 290"),
                steps=8,
            ),
            stuff.but(angle=20),
            pose=pose,
            bevel=150,
            relief=1.3,
        )
        ornament.emblem(bench, pose, reading, x=-10, y=-10, size=150, material=GEM.but(base=0.95))
        return
    for x, y, turn, size in ((-170, 150, -26, 0.62), (180, 170, 24, 0.58), (0, 0, 2, 1.0)):
        _shard(
            bench,
            replace(
                pose, x=pose.x + x * pose.size, y=pose.y + y * pose.size, turn=pose.turn + turn, size=pose.size * size
            ),
        )
    bench.part(
        curve(trace("-330 400, -250 300, -80 330, 60 290, 240 320, 340 410, 100 440, -160 436"), steps=5),
        STONE,
        pose=pose,
        bevel=36,
    )


def bottle(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a corked bottle with liquid in it; its belly varies."""
    belly = int(reading.trait("bottle").random() * 3)
    profile = (
        trace("-250 62, -236 70, -90 64, -40 80, 60 190, 180 262, 280 276, 360 236, 392 200"),
        trace("-250 58, -236 66, -60 62, 0 82, 80 220, 190 292, 300 262, 378 170, 394 120"),
        trace("-250 66, -236 76, -120 70, -70 120, -20 186, 60 206, 340 212, 380 200, 396 170"),
    )[belly]
    bench.turned([(-372, 46), (-366, 56), (-230, 50)], WOOD.but(angle=0, hue=0.6, pitch=6), pose=pose)
    bench.turned(profile, GLASS, pose=pose, outline=4)
    level = 110.0
    liquid = [(level, _radius(profile, level) - 18)]
    liquid += [(y, _radius(profile, y) - 18) for y in range(int(level) + 20, 372, 20)] + [(376, 130)]
    bench.turned(liquid, GEM.but(base=0.55, dark=0.3, bright=0.9, pitch=7), pose=pose, outline=1.5)
    bench.part(oval(0, level, liquid[0][1], 26), GEM.but(base=0.9, dark=0.5), pose=pose, bevel=8, outline=1.5)
    bubbles = reading.trait("bubbles").random((9, 3)).tolist()
    for bx, by, br in bubbles:
        bench.ball((bx - 0.5) * 260, level + 60 + by * 170, 6 + 11 * br, GEM.but(base=0.95), pose=pose)
    glint = curve([(-0.72 * _radius(profile, y), y) for y in (70.0, 140.0, 220.0, 300.0)], closed=False)
    bench.cuts(
        [band(glint, [4 + 14 * (1 - abs(2 * i / (len(glint) - 1) - 1)) for i in range(len(glint))])], pose=pose, hue=0.3
    )
    bench.turned(trace("-262 76, -254 84, -236 84, -226 74"), GLASS.but(base=0.66), pose=pose)
    bench.line(curve([(-66, -180), (0, -164), (66, -184)], closed=False), 7, pose=pose)
    tag = trace("74 -150, 214 -196, 246 -96, 108 -48, 66 -80")
    bench.line([(60, -178), (84, -112)], 4, pose=pose)
    bench.part(tag, PARCHMENT, pose=pose, bevel=5)
    for k in range(3):
        bench.line([(112 + 8 * k, -134 + 26 * k), (206 + 8 * k, -164 + 26 * k)], 4, pose=pose)


def jar(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a preserving jar with a mushroom in it."""
    bench.turned(trace("-300 170, -286 216, -220 250, 320 256, 372 236, 386 200"), GLASS, pose=pose, outline=4)
    bench.turned(
        [(-60, 222), (320, 228), (360, 206)], GEM.but(dark=0.4, base=0.7, bright=0.95, pitch=8), pose=pose, outline=1.5
    )
    bench.part(oval(0, -60, 222, 30), GEM.but(base=0.95, dark=0.6), pose=pose, bevel=8, outline=1.5)
    bench.part(curve(trace("-34 80, 34 80, 48 250, 70 318, -70 318, -48 250"), steps=5), BONE, pose=pose, bevel=22)
    bench.part(
        curve(trace("-170 110, -130 0, 0 -46, 130 0, 170 110, 90 128, 0 134, -90 128"), steps=6),
        LEATHER.but(base=0.6),
        pose=pose,
        bevel=50,
    )
    for x, y, r in ((-70, 50, 22), (20, 20, 28), (90, 66, 18), (-10, 84, 14)):
        bench.part(oval(x, y, r, r * 0.8), BONE, pose=pose, bevel=6)
    bench.cuts([band([(-196, -180), (-204, 40), (-198, 240)], [6, 22, 6])], pose=pose, hue=0.3)
    bench.turned(trace("-404 190, -394 214, -320 214, -300 200"), metal(reading, default="gold"), pose=pose)
    bench.turned([(-300, 204), (-270, 226), (-256, 216)], CLOTH, pose=pose)


def pot(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a cauldron, or a cup if the words say so."""
    if reading.score("goblet cup chalice mug tankard stein") > 0:
        cup = metal(reading, default="gold")
        bench.turned(
            trace(
                "-330 230, -318 240, -120 232, 20 190, 110 90, 140 50, 170 62, 190 44, 320 50,"
                " 350 130, 384 220, 404 224"
            ),
            cup,
            pose=pose,
        )
        bench.part(oval(0, -328, 230, 48), GEM.but(base=0.4), pose=pose, bevel=14)
        for i in range(7):
            ornament.facets(bench, pose, x=-180 + 60 * i, y=-40 + 46 * (1 - abs(i - 3) / 3), rx=19, ry=24)
        return
    iron = metal(reading, default="iron")
    handle = curve(trace("-300 -170, -240 -380, 0 -450, 240 -380, 300 -170"), closed=False)
    bench.part(band(handle, [20] * len(handle)), iron, pose=pose, bevel=8)
    for x in (-190, 0, 190):
        bench.part(
            [(x - 34, 280), (x + 34, 280), (x + 20, 410), (x - 20, 410)], iron.but(base=0.3), pose=pose, bevel=12
        )
    bench.turned(trace("-190 270, -120 300, 40 340, 180 320, 290 230, 340 120, 350 60"), iron, pose=pose)
    bench.turned(trace("-230 300, -222 316, -190 316, -180 290"), iron.but(base=0.6), pose=pose)
    bench.part(oval(0, -226, 296, 62), iron.but(base=0.16), pose=pose, bevel=14)
    bench.part(oval(0, -206, 262, 44), GEM.but(base=0.7, dark=0.4), pose=pose, bevel=12)
    for x, y, r in ((-120, -212, 22), (30, -200, 30), (130, -216, 16)):
        bench.ball(x, y, r, GEM.but(base=0.9), pose=pose)


def bell(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a hand bell; a horn if the words say so."""
    pose = replace(pose, y=pose.y + 16 * pose.size, size=pose.size * 0.95)
    bronze = metal(reading, default="gold")
    if reading.score("horn") > 0:
        spine = curve(trace("-330 250, -160 300, 60 220, 220 0, 280 -300"), closed=False)
        count = len(spine)
        cord = curve(trace("-250 280, -330 -60, -60 -330, 220 -200"), closed=False)
        bench.part(band(cord, [14] * len(cord)), LEATHER, pose=pose, bevel=5)
        bench.part(
            band(spine, [44 + 230 * (i / (count - 1)) ** 1.6 for i in range(count)]),
            bronze.but(angle=50),
            pose=pose,
            bevel=50,
            relief=1.5,
        )
        bench.part(oval(284, -310, 142, 54), bronze.but(base=0.16), pose=pose, bevel=12)
        bench.part(band([(-352, 236), (-290, 276)], [58, 66]), GOLD, pose=pose, bevel=12)
        bench.part(band(spine[12:15], [110, 114, 118]), GOLD, pose=pose, bevel=12)
        return
    bench.turned(trace("-430 40, -400 56, -330 44, -200 40"), WOOD.but(angle=0), pose=pose)
    bench.ball(0, 350, 62, IRON, pose=pose)
    bench.turned(
        trace("-210 50, -196 110, -120 176, 60 214, 200 262, 290 346, 330 366, 350 360"),
        bronze,
        pose=pose,
    )
    for y in (-60, 196):
        r = 196 if y < 0 else 262
        bench.turned([(y, r), (y + 8, r + 8), (y + 26, r + 10), (y + 34, r + 6)], bronze.but(base=0.7), pose=pose)
    ornament.emblem(bench, pose, reading, x=-10, y=80, size=78, material=bronze.but(base=0.75))


def lantern(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a lit lantern and its light."""
    iron = metal(reading, default="iron")
    bench.part(ring(0, -390, 74, 58, start=180, stop=360), iron, pose=pose, bevel=6)
    bench.part(ring(0, -420, 40, 24), iron, pose=pose, bevel=8)
    bench.turned(trace("-372 20, -350 46, -330 40, -220 190, -200 212, -176 206"), iron, pose=pose)
    bench.turned([(-176, 168), (250, 184)], Material(hue=1.0, dark=0.6, bright=1.0, pitch=8, base=0.86), pose=pose)
    flame = curve(trace("0 -110, 46 0, 62 90, 30 160, -30 160, -62 90, -40 10"), steps=6)
    bench.flat(flame, pose=pose, light=1, tone=1.0, hue=0.9, outline=2.5)
    bench.flat([(x * 0.5, y * 0.6 + 60) for x, y in flame], pose=pose, light=1, tone=0.8, hue=1.0, outline=1.5)
    bench.turned([(150, 40), (250, 44)], BONE, pose=pose)
    for x, lean in ((-178, -4), (-70, -1), (70, 1), (178, 4)):
        bench.part(band([(x - lean, -186), (x + lean, 258)], [24, 24]), iron, pose=pose, bevel=9)
    bench.turned(trace("20 186, 28 190, 44 190, 52 186"), iron, pose=pose)
    bench.turned(
        trace("244 196, 256 220, 300 224, 316 190, 340 200, 372 236, 404 236, 410 220"),
        iron,
        pose=pose,
    )
    bench.glow(pose.x, pose.y + 60, radius=210, light=0.5, hue=0.75, tone=0.42)


def _radius(profile: Outline, y: float) -> float:
    for (y0, r0), (y1, r1) in itertools.pairwise(profile):
        if y0 <= y <= y1:
            return r0 + (r1 - r0) * (y - y0) / (y1 - y0)
    return profile[-1][1]


def _shard(bench: Bench, pose: Pose) -> None:
    tip, left, right, low_left, low_right = (-10, -420), (-130, -250), (120, -270), (-110, 330), (110, 340)
    for face, base in (
        ([tip, left, (-20, -210)], 0.98),
        ([tip, (-20, -210), right], 0.5),
        ([left, (-20, -210), (-10, 380), low_left], 0.74),
        ([(-20, -210), right, low_right, (-10, 380)], 0.34),
    ):
        bench.part(
            [(float(x), float(y)) for x, y in face],
            GEM.but(base=base, angle=70 if base > 0.6 else -70),
            pose=pose,
            bevel=4,
        )
    bench.cuts([band([(-92, -190), (-84, 120)], [5, 16])], pose=pose, hue=0.8)


OBJECTS: dict[str, Draw] = {
    "ring": finger_ring,
    "pendant": pendant,
    "coin": coin,
    "gem": gem,
    "bottle": bottle,
    "jar": jar,
    "pot": pot,
    "bell": bell,
    "lantern": lantern,
}
