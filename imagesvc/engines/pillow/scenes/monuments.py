"""Large things that stand for ever: stones, statues, fountains, shrines, trees; drawn from their foot upwards."""

from dataclasses import replace

from imagesvc.engines.pillow.parts import (
    BONE,
    GEM,
    GOLD,
    IRON,
    STONE,
    WOOD,
    Bench,
    Material,
    Pose,
    band,
    curve,
    oval,
    rectangle,
    ring,
    trace,
)
from imagesvc.engines.pillow.scenes import interior, ornament, standing, terrain
from imagesvc.engines.pillow.scenes.matter import Draw, body
from imagesvc.engines.pillow.words import Reading


def stone(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a standing stone with lines of writing or a device; moss, tears and cracks by words."""
    rng = reading.trait("stone")
    lean = [float(v) * 34 - 17 for v in rng.random(8)]
    shape = [
        (-236, 20),
        (-226 + lean[0], -220),
        (-200 + lean[1], -470),
        (-120 + lean[2], -620),
        (20 + lean[3], -660 + lean[4]),
        (150, -610 + lean[5]),
        (214 + lean[6], -440),
        (232 + lean[7], -200),
        (244, 20),
    ]
    bench.part(
        curve(trace("-330 46, -290 -24, 290 -24, 330 46, 200 66, -220 66"), steps=4),
        STONE.but(base=0.42),
        pose=pose,
        bevel=18,
    )
    bench.part([(x + 46, y + 4) for x, y in shape], STONE.but(base=0.2, angle=80), pose=pose, bevel=12)
    bench.part(shape, STONE.but(hue=0.3), pose=pose, bevel=44, relief=1.3, outline=3)
    if reading.score("name names carved inscri* memorial text tally write etched lines") > 0:
        for row in range(10):
            x, y = -150.0, -470 + 42.0 * row
            while x < 140:
                wide = 20 + 44 * float(rng.random())
                bench.line([(x, y), (min(x + wide, 160), y - 2)], 6.5, pose=pose)
                x += wide + 16
    else:
        glow = reading.score("rune* magic* glow* ward* protective enchanted") > 0
        ornament.device(bench, pose, reading, y=-330, size=126, glow=glow)
    if reading.score("weep* tears water damp crack*") > 0:
        for k in range(9):
            x = -170 + 42 * k + 16 * float(rng.random())
            fall = 200 + 300 * float(rng.random())
            bench.cuts(
                [band([(x, -560 + 20 * (k % 3)), (x + 5, -560 + fall * 0.6), (x - 2, -560 + fall)], [2, 5, 2])],
                pose=pose,
                hue=0.4,
            )
    if reading.score("crack* broken shatter* ruin* weathered") > 0:
        bench.line(trace("60 -650, 30 -540, 90 -430, 50 -330, 110 -240"), [10, 8, 6, 4, 1], pose=pose)
    if reading.score("moss* ivy vine* overgrown forest") > 0:
        moss = Material(hue=0.55, dark=0.1, bright=0.6, pitch=6.5, angle=40, grain=2, base=0.42)
        for k in range(7):
            bench.part(oval(-220 + 70 * k, -6 - 18 * (k % 2), 58, 30 + 10 * (k % 3)), moss, pose=pose, bevel=14)
        bench.part(
            curve(trace("-230 -300, -160 -330, -130 -240, -180 -150, -236 -190"), steps=5),
            moss,
            pose=pose,
            bevel=18,
        )


def statue(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a robed figure of stone with folded hands on a plinth."""
    stuff = body(reading, default="stone")
    for y, w, h in ((40, 250, 60), (-20, 210, 110), (-130, 230, 36)):
        bench.part(rectangle(-w, y - h, w, y), stuff.but(angle=0, base=0.42), pose=pose, bevel=14, outline=3)
    ornament.device(bench, pose, reading, y=-74, size=34, glow=False)
    robe = curve(
        trace("-150 -160, -140 -320, -170 -460, -110 -570, 0 -600, 110 -570, 170 -460, 140 -320, 150 -160"),
        steps=6,
    )
    bench.part(robe, stuff.but(angle=82), pose=pose, bevel=70, relief=1.4, outline=3)
    for x0, x1 in ((-60, -96), (-20, -36), (24, 34), (64, 100)):
        bench.line(
            curve([(x0, -420), ((x0 + x1) / 2, -300), (x1, -165)], closed=False),
            [2 + 0.4 * k for k in range(17)],
            pose=pose,
        )
    for side in (-1, 1):
        arm = curve([(130 * side, -550), (186 * side, -440), (120 * side, -370), (10 * side, -400)], closed=False)
        bench.part(band(arm, [84 - 1.6 * k for k in range(len(arm))]), stuff.but(angle=30 * side), pose=pose, bevel=24)
    bench.part(rectangle(-14, -690, 14, -160), IRON.but(base=0.6), pose=pose, bevel=8)
    bench.part(rectangle(-70, -470, 70, -440), GOLD, pose=pose, bevel=10)
    bench.part(
        curve(trace("-52 -420, 0 -440, 52 -420, 40 -350, -40 -350"), steps=4),
        stuff.but(base=0.64),
        pose=pose,
        bevel=16,
    )
    bench.part(
        curve(trace("-88 -590, -98 -690, -50 -770, 0 -786, 50 -770, 98 -690, 88 -590, 0 -560"), steps=6),
        stuff.but(base=0.42),
        pose=pose,
        bevel=36,
    )
    bench.part(
        curve(trace("-56 -610, -60 -680, 0 -730, 60 -680, 56 -610, 0 -570"), steps=6),
        stuff.but(base=0.66),
        pose=pose,
        bevel=26,
        relief=1.4,
    )
    for side in (-1, 1):
        bench.line([(12 * side, -660), (46 * side, -664)], 7, pose=pose)
    bench.line([(0, -660), (4, -630), (-6, -624)], 4, pose=pose)
    bench.line([(-20, -602), (18, -602)], 5, pose=pose)


def tree(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a great tree, bare if it is dead."""
    mood = terrain.mood_of(reading)
    if reading.score("dead bare wither* burnt stump hollow lightning") > 0 or mood.weather == "snow":
        standing.bare_tree(bench, x=pose.x, foot=pose.y + 10, size=860)
        return
    roots = [
        band(curve([(30 * k, -60), (62 * k, -8), (110 * k, 22)], closed=False), [34 - 1.8 * i for i in range(17)])
        for k in (-2, -1, 1, 2)
    ]
    for root in roots:
        bench.part(root, WOOD.but(base=0.36), pose=pose, bevel=10)
    standing.leafy_tree(bench, x=pose.x, foot=pose.y, size=830, mood=mood)


def fountain(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a fountain, or a well with its roof."""
    stuff = body(reading, default="stone")
    water = Material(hue=0.75, dark=0.5, bright=1.0, pitch=7, base=0.78, gloss=0.4)
    if reading.score("well") > 0:
        bench.turned(trace("-230 226, -40 232, 20 250, 40 250"), stuff, pose=pose)
        for row in range(4):
            for k in range(-4, 5):
                x = (k + 0.5 * (row % 2)) * 54
                if abs(x) < 215:
                    bench.line([(x, -190 + 56 * row), (x, -140 + 56 * row)], 3.4, pose=pose)
            bench.line(
                curve([(-228, -190 + 56 * row), (0, -170 + 56 * row), (228, -190 + 56 * row)], closed=False),
                3.4,
                pose=pose,
            )
        bench.turned(trace("-262 240, -252 254, -226 254, -216 236"), stuff.but(base=0.62), pose=pose)
        bench.part(oval(0, -258, 214, 44), IRON.but(base=0.14), pose=pose, bevel=10)
        for x in (-206, 176):
            bench.part(rectangle(x, -620, x + 32, -240), WOOD, pose=pose, bevel=10)
        bench.turned([(-210, 20), (210, 20)], WOOD.but(base=0.6), pose=replace(pose, y=pose.y - 480, turn=90))
        bench.line([(0, -480), (0, -320)], 7, pose=pose)
        bench.turned([(-336, 46), (-330, 52), (-252, 40)], WOOD.but(angle=0), pose=pose)
        bench.part(
            trace("-300 -590, 0 -790, 300 -590, 300 -560, 0 -756, -300 -560"),
            WOOD.but(angle=30, base=0.3),
            pose=pose,
            bevel=10,
        )
        bench.part([(-290, -590), (0, -780), (290, -590)], WOOD.but(angle=0, base=0.5), pose=pose, bevel=12)
        return
    bench.turned(trace("-130 380, -116 398, -80 396, 20 350, 40 370"), stuff, pose=pose)
    bench.part(oval(0, -128, 366, 54), water, pose=pose, bevel=14)
    bench.turned(trace("-400 60, -330 40, -200 54, -124 92"), stuff, pose=pose)
    for side in (-1, 1):
        for reach, low in ((150, -140), (250, -130), (320, -120)):
            jet = curve(
                [
                    (60 * side, -440),
                    ((60 + reach) / 1.7 * side, -480),
                    (reach * side, -300),
                    (reach * 1.04 * side, low),
                ],
                closed=False,
            )
            bench.cuts(
                [band(jet, [4 + 8 * (1 - abs(2 * i / (len(jet) - 1) - 1)) for i in range(len(jet))])],
                pose=pose,
                hue=0.5,
            )
    bench.turned(trace("-440 200, -428 212, -410 204, -380 120, -366 60"), stuff, pose=pose)
    bench.part(oval(0, -438, 192, 30), water, pose=pose, bevel=8)
    bench.turned(trace("-600 10, -570 40, -530 30, -500 50, -440 60"), stuff, pose=pose)
    for side in (-1, 1):
        jet = curve([(4 * side, -596), (60 * side, -680), (120 * side, -600), (140 * side, -440)], closed=False)
        bench.cuts(
            [band(jet, [4 + 6 * (1 - abs(2 * i / (len(jet) - 1) - 1)) for i in range(len(jet))])], pose=pose, hue=0.5
        )


def shrine(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a niche with candles, or a gate."""
    bench.part(
        trace("-290 40, -290 -520, -170 -640, 0 -720, 170 -640, 290 -520, 290 40"),
        STONE.but(base=0.46),
        pose=pose,
        bevel=26,
        outline=3,
    )
    for row in range(8):
        y = -500 + 66 * row
        for side in (-1, 1):
            bench.line([(286 * side, y), (214 * side, y + 2)], 3.4, pose=pose)
            bench.line([((236 + 24 * (row % 2)) * side, y), ((236 + 24 * (row % 2)) * side, y + 64)], 3, pose=pose)
    arch = [(-200, 0), (-200, -350), *oval(0, -350, 200, 230, start=180, stop=360), (200, -350), (200, 0)]
    bench.part(arch, STONE.but(base=0.16, dark=0.03, bright=0.5), pose=pose, bevel=34, relief=-1, outline=4)
    bench.part(
        curve(trace("-60 -80, -70 -230, -40 -330, 0 -380, 40 -330, 70 -230, 60 -80"), steps=5),
        body(reading, default="stone").but(base=0.6),
        pose=pose,
        bevel=26,
    )
    bench.ball(0, -390, 50, body(reading, default="stone").but(base=0.66), pose=pose)
    bench.part(ring(0, -390, 104, 92), GOLD, pose=pose, bevel=4)
    bench.part(rectangle(-330, -40, 330, 40), STONE.but(base=0.62), pose=pose, bevel=16, outline=3)
    for x, h in ((-150, 110), (-104, 66), (104, 80), (150, 130), (-230, 70), (240, 60)):
        at = replace(pose, x=pose.x + x * pose.size)
        bench.turned([(-36 - h, 16), (-36, 19)], BONE.but(base=0.8), pose=at)
        interior.flames(bench, x=at.x, foot=pose.y - (34 + h) * pose.size, width=22, height=64, tongues=1)
        bench.glow(at.x, pose.y - (60 + h) * pose.size, radius=60, light=0.25, hue=0.5, tone=0.25)


def crystal(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a cluster of tall crystals."""
    for x, h, w, lean in (
        (-190, 380, 74, -130),
        (200, 420, 78, 140),
        (-90, 560, 90, -50),
        (110, 600, 92, 54),
        (0, 760, 112, 6),
    ):
        tip, top = (x + lean, -h), -h * 0.8
        bench.part(
            [(x - w, 20), (x - w + lean * 0.8, top), tip, (x + lean * 0.86, top + 50), (x - 6, 30)],
            GEM.but(base=0.86, angle=70, pitch=7.5),
            pose=pose,
            bevel=5,
            outline=3,
        )
        bench.part(
            [(x - 6, 30), (x + lean * 0.86, top + 50), tip, (x + w + lean * 0.8, top + 10), (x + w, 20)],
            GEM.but(base=0.36, angle=-70, pitch=7.5),
            pose=pose,
            bevel=5,
            outline=3,
        )
    for k in range(7):
        bench.ball(-270 + 90 * k, 30, 44 + 14 * (k % 3), STONE, pose=pose)
    bench.glow(pose.x, pose.y - 360, radius=220, light=0.2, hue=0.5, tone=0.2)


def mushroom(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw giant mushrooms."""
    for x, dy, size in ((-260, -20, 300), (270, -10, 360), (-10, 20, 720), (-170, 40, 170), (170, 44, 210)):
        standing.mushroom(bench, x=pose.x + x, foot=pose.y + dy, size=size)


OBJECTS: dict[str, Draw] = {
    "stone": stone,
    "statue": statue,
    "tree": tree,
    "fountain": fountain,
    "shrine": shrine,
    "crystal": crystal,
    "mushroom": mushroom,
}
