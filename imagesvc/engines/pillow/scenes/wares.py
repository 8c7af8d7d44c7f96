"""Everyday things, as objects about 800 units high around their pose; the parcel stands for what has no name."""

from dataclasses import replace
from math import cos, pi, sin

from imagesvc.engines.pillow.parts import (
    BONE,
    CLOTH,
    GOLD,
    IRON,
    LEATHER,
    METAL,
    PARCHMENT,
    Bench,
    Material,
    Outline,
    Pose,
    band,
    curve,
    oval,
    rectangle,
    ring,
    star,
    trace,
)
from imagesvc.engines.pillow.scenes import ornament
from imagesvc.engines.pillow.scenes.matter import Draw, body, cloth, metal
from imagesvc.engines.pillow.words import Reading


def book(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a clasped book, seen a little from the side."""
    pose = replace(pose, turn=pose.turn - 9)
    cover = LEATHER.but(hue=0.6 if reading.score("red crimson brown") else 0.5, angle=14)
    fittings = metal(reading, default="gold")
    bench.part(
        trace("-270 -410, 280 -410, 356 -360, 356 440, -196 440, -270 390"),
        cover.but(base=0.25),
        pose=pose,
        bevel=8,
    )
    bench.part(trace("280 -392, 340 -352, 340 424, 280 384"), PARCHMENT.but(pitch=5, angle=88), pose=pose, bevel=4)
    bench.part(
        trace("-262 390, 280 384, 340 424, -196 428"),
        PARCHMENT.but(pitch=5, angle=0, base=0.6),
        pose=pose,
        bevel=4,
    )
    bench.part(
        curve(
            trace("-284 -400, -276 -418, 280 -414, 290 -400, 290 384, 280 396, -276 396, -284 380"),
            steps=3,
        ),
        cover,
        pose=pose,
        bevel=16,
    )
    bench.part(trace("-284 -414, -226 -414, -226 394, -284 394"), cover.but(base=0.34), pose=pose, bevel=22)
    for y in (-330, -180, 150, 300):
        bench.part(rectangle(-292, y, -222, y + 30), cover.but(base=0.56), pose=pose, bevel=12)
    frame = rectangle(-196, -378, 258, 358)
    bench.part(
        frame,
        fittings.but(base=0.55),
        holes=[rectangle(-186, -368, 248, 348)],
        pose=pose,
        bevel=3,
        outline=1.4,
    )
    for x, y, sx, sy in ((290, -414, -1, 1), (290, 396, -1, -1), (-222, -414, 1, 1), (-222, 396, 1, -1)):
        bench.part(
            [(x, y), (x + 104 * sx, y), (x + 60 * sx, y + 38 * sy), (x + 38 * sx, y + 60 * sy), (x, y + 104 * sy)],
            fittings,
            pose=pose,
            bevel=12,
        )
    ornament.emblem(bench, pose, reading, x=32, y=-14, size=130, material=fittings)
    for y in (-200, 150):
        bench.part(
            [(236, y), (350, y + 6), (372, y + 36), (350, y + 66), (236, y + 60), (220, y + 30)],
            fittings,
            pose=pose,
            bevel=11,
        )
    bench.part(trace("96 394, 140 394, 152 474, 126 452, 98 480"), ornament.WAX, pose=pose, bevel=6)


def scroll(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a half unrolled scroll, a map if the words say so, with a seal."""
    pose = replace(pose, turn=pose.turn - 6)
    bench.part(
        curve(trace("-270 -330, 0 -318, 270 -330, 286 0, 270 330, 0 342, -270 330, -254 0"), steps=6),
        PARCHMENT,
        pose=pose,
        bevel=40,
        relief=0.6,
    )
    if reading.score("map chart* atlas survey cartograph* blueprint") > 0:
        trait = reading.trait("map")
        for _ in range(4):
            y = -230 + 420 * trait.random()
            coast = curve([(-220 + 88 * i, y + 90 * (trait.random() - 0.5)) for i in range(6)], closed=False)
            bench.line(coast, 3.4, pose=pose)
        for _ in range(9):
            x, y = -190 + 380 * trait.random(), -230 + 440 * trait.random()
            bench.line([(x - 22, y + 16), (x, y - 18), (x + 22, y + 16)], 3.4, pose=pose)
        bench.part(star(150, 190, 74, 18, points=4), ornament.WAX, pose=pose, bevel=6)
        bench.line(trace("-150 180, -60 90, 20 120, 90 -20, 170 -120"), 6, pose=pose)
        bench.line([(150, -140), (190, -100)], 9, pose=pose)
        bench.line([(190, -140), (150, -100)], 9, pose=pose)
    else:
        for row in range(9):
            y = -236 + 46 * row
            for x0, x1 in ((-200, -90 + 37 * (row % 3)), (-60 + 37 * (row % 3), 190 - 60 * (row % 4 == 3))):
                bench.line(
                    curve([(x0, y), (x0 * 0.6 + x1 * 0.4, y - 7), (x0 * 0.3 + x1 * 0.7, y + 6), (x1, y)], closed=False),
                    5,
                    pose=pose,
                )
    for y in (-350, 350):
        side = replace(pose, turn=pose.turn + 90)
        bench.turned(
            trace("-330 26, -322 34, 322 34, 330 26"), PARCHMENT.but(base=0.7, pitch=6), pose=_shifted(side, y, 0)
        )
        for x in (-364, 364):
            bench.turned(
                [(x - 34, 20), (x - 20, 30), (x + 20, 30), (x + 34, 20)],
                metal(reading, default="gold"),
                pose=_shifted(side, y, 0),
            )
    ornament.seal(bench, pose, reading, x=-10, y=300, size=66)


def keys(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw keys on a ring."""
    iron = metal(reading, default="iron")
    bench.part(ring(0, -270, 186, 156), iron, pose=pose, bevel=12)
    many = reading.score("keyring keys dozen bunch") > 0
    for turn, size, stuff in ((34, 0.84, GOLD), (-30, 0.9, METAL), (2, 1.0, iron)) if many else ((6, 1.12, iron),):
        _key(
            bench,
            replace(pose, turn=pose.turn + turn, x=pose.x, y=pose.y - 110 * pose.size, size=pose.size * size),
            stuff,
        )


def pouch(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a drawn purse, or a satchel with flap and buckle."""
    hide = body(reading, default="leather") if reading.score("leather canvas hide") else cloth(reading)
    if reading.score("satchel kit bag backpack pack belt case instruments component*") > 0:
        _satchel(bench, pose, reading)
        return
    bench.part(
        curve(
            trace("-92 -170, 92 -170, 170 -60, 300 140, 290 320, 150 400, -150 400, -290 320, -300 140, -170 -60"),
            steps=6,
        ),
        hide.but(angle=72),
        pose=pose,
        bevel=90,
        relief=1.4,
    )
    ruff = trace("-70 -180, -170 -340, -110 -330, -80 -400, -20 -340, 20 -410, 70 -336, 130 -390, 170 -310, 70 -180")
    bench.part(curve(ruff, steps=4), hide.but(angle=80, base=0.6), pose=pose, bevel=22)
    for x in (-60, -24, 16, 56):
        bench.line(
            curve([(x, -150), (x * 1.6, -60), (x * 2.4, 60)], closed=False),
            [5, 4.5, 4, 3.5, 3, 3, 2.5, 2.5, 2, 2, 2, 1.5, 1.5, 1, 1, 1, 1],
            pose=pose,
        )
        bench.line([(x * 0.8, -200), (x * 1.5, -310)], 4, pose=pose)
    cord = curve([(-96, -176), (0, -160), (96, -176)], closed=False)
    bench.part(band(cord, [34] * len(cord)), GOLD.but(angle=60, pitch=6), pose=pose, bevel=10)
    for end in (-1, 1):
        string = curve([(60, -166), (120 + 30 * end, -60), (110 + 70 * end, 50)], closed=False)
        bench.part(band(string, [13] * len(string)), GOLD, pose=pose, bevel=4)
        bench.ball(110 + 70 * end, 60, 20, GOLD, pose=pose)
    ornament.emblem(bench, pose, reading, x=-20, y=190, size=96, material=hide.but(base=0.74, angle=20))


def rope(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a coil of rope or chain."""
    stuff = (
        metal(reading, default="iron").but(pitch=6)
        if reading.score("chain wire cable")
        else LEATHER.but(hue=0.6, base=0.6)
    )
    for k in range(5):
        r = 330 - 34 * k
        twist = stuff.but(angle=35 + 8 * k, pitch=6.2)
        bench.part(ring(0, -20 + 16 * k, r, r - 40, squash=0.86), twist, pose=pose, bevel=18, relief=1.5)
    for i in range(60):
        turn = i * pi / 30
        for k in range(5):
            r = 312 - 34 * k
            x, y = r * cos(turn), -20 + 16 * k + 0.86 * r * sin(turn)
            bench.inks(
                [
                    band(
                        [
                            (x - 13 * cos(turn + 0.7), y - 13 * sin(turn + 0.7)),
                            (x + 13 * cos(turn + 0.7), y + 13 * sin(turn + 0.7)),
                        ],
                        [3, 3],
                    )
                ],
                pose=pose,
            )
    tie = curve(trace("-40 190, 0 300, 90 380, 60 450"), closed=False)
    bench.part(band(tie, [40] * len(tie)), stuff.but(angle=60), pose=pose, bevel=16)
    bench.part(rectangle(-50, 170, 40, 330), stuff.but(angle=0, pitch=6.4), pose=pose, bevel=22)


def wheel(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a cogwheel, or a grindstone's cousin."""
    brass = metal(reading, default="gold")
    for x, y, r, teeth, stuff in ((190, 230, 190, 14, IRON), (-60, -60, 330, 20, brass)):
        shape = []
        for i in range(teeth):
            for k, far in ((0, 1.0), (0.24, 1.14), (0.56, 1.14), (0.8, 1.0)):
                turn = 2 * pi * (i + k) / teeth
                shape.append((x + r * far * cos(turn), y + r * far * sin(turn)))
        bench.part(shape, stuff, pose=pose, bevel=16)
        bench.part(ring(x, y, r * 0.84, r * 0.76), stuff.but(base=0.3), pose=pose, bevel=5, outline=1.6)
        for i in range(6):
            turn = i * pi / 3
            bench.part(
                oval(x + r * 0.52 * cos(turn), y + r * 0.52 * sin(turn), r * 0.17),
                IRON.but(base=0.14),
                pose=pose,
                bevel=8,
                relief=-1,
            )
        bench.ball(x, y, r * 0.22, GOLD if stuff is IRON else METAL, pose=pose)


def dice(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw two dice, or a small chest if the words say so."""
    if reading.score("chest box casket crate") > 0:
        _casket(bench, pose, reading)
        return
    for x, y, size, turn in ((150, -160, 0.74, 18), (-90, 110, 1.0, -8)):
        one = replace(
            pose, x=pose.x + x * pose.size, y=pose.y + y * pose.size, turn=pose.turn + turn, size=pose.size * size
        )
        stuff = body(reading, default="bone")
        bench.part(trace("0 -300, 270 -190, 0 -80, -270 -190"), stuff.but(base=0.92), pose=one, bevel=14)
        bench.part(trace("-270 -190, 0 -80, 0 240, -270 120"), stuff.but(base=0.62, angle=22), pose=one, bevel=14)
        bench.part(trace("270 -190, 0 -80, 0 240, 270 120"), stuff.but(base=0.3, angle=-22), pose=one, bevel=14)
        bench.inks([oval(0, -190, 38, 17)], pose=one)
        bench.inks([oval(-135 + 66 * d, 25 + 90 * d + 28 * d, 20, 28) for d in (-1, 0, 1)], pose=one)
        bench.inks([oval(135 + 64 * a, 25 + 80 * b - 27 * a, 20, 28) for a in (-1, 1) for b in (-1, 1)], pose=one)


def bread(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a loaf and cheese on a cloth."""
    bench.part(
        curve(trace("-420 260, -200 200, 180 210, 430 270, 300 380, 0 410, -320 380"), steps=6),
        CLOTH.but(hue=0.95),
        pose=pose,
        bevel=24,
    )
    bench.part(
        curve(
            trace("-390 150, -330 -40, -120 -150, 150 -130, 330 0, 360 170, 200 260, -260 260"),
            steps=8,
        ),
        LEATHER.but(base=0.56, angle=20, hue=0.6),
        pose=pose,
        bevel=110,
        relief=1.3,
    )
    for x in (-200, -70, 60, 190):
        cut = curve([(x - 60, -30 + abs(x) * 0.2), (x, -60 + abs(x) * 0.2), (x + 40, 40 + abs(x) * 0.1)], closed=False)
        bench.part(
            band(cut, [6 + 38 * (1 - abs(2 * i / (len(cut) - 1) - 1)) for i in range(len(cut))]),
            PARCHMENT.but(hue=0.6),
            pose=pose,
            bevel=10,
        )
    bench.part(trace("120 180, 400 120, 430 300, 150 350"), GOLD.but(gloss=0, base=0.8), pose=pose, bevel=12)
    bench.part([(120, 180), (400, 120), (260, 70)], GOLD.but(gloss=0, base=0.95), pose=pose, bevel=8)
    bench.part(oval(230, 250, 26), GOLD.but(base=0.3), pose=pose, bevel=6)
    bench.part(oval(350, 210, 18), GOLD.but(base=0.3), pose=pose, bevel=6)


def skull(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a skull."""
    bench.part(
        curve(
            trace(
                "-280 -60, -240 -290, 0 -390, 240 -290, 280 -60, 220 90, 200 190, 130 230, 120 340,"
                " 0 370, -120 340, -130 230, -200 190, -220 90"
            ),
            steps=7,
        ),
        BONE,
        pose=pose,
        bevel=120,
        relief=1.3,
    )
    for side in (-1, 1):
        bench.inks(
            [
                curve(
                    [
                        (50 * side, -20),
                        (120 * side, -76),
                        (206 * side, -40),
                        (200 * side, 56),
                        (110 * side, 90),
                        (56 * side, 50),
                    ],
                    steps=6,
                )
            ],
            pose=pose,
        )
        bench.inks([curve([(6 * side, 160), (22 * side, 84), (52 * side, 150), (34 * side, 172)], steps=4)], pose=pose)
        bench.line(curve([(250 * side, 40), (180 * side, 140), (140 * side, 220)], closed=False), 4, pose=pose)
    for i in range(8):
        bench.part(
            curve([(-116 + 30 * i, 236), (-90 + 30 * i, 236), (-92 + 30 * i, 322), (-114 + 30 * i, 322)], steps=3),
            BONE.but(base=0.85),
            pose=pose,
            bevel=7,
            outline=3,
        )
    bench.line(trace("30 -370, 50 -300, 20 -240, 56 -180"), 4, pose=pose)


def parcel(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a wrapped parcel under cord and seal, for what no word names."""
    wrap = cloth(reading).but(angle=24)
    bench.part(
        curve(trace("-330 -250, 0 -290, 330 -250, 356 0, 330 290, 0 320, -330 290, -356 0"), steps=6),
        wrap,
        pose=pose,
        bevel=70,
        relief=1.2,
    )
    for a, b in (
        ((-330, -250), (-60, -30)),
        ((330, -250), (60, -30)),
        ((-330, 290), (-70, 60)),
        ((330, 290), (70, 60)),
    ):
        bench.line([a, ((a[0] + b[0]) / 2 + 12, (a[1] + b[1]) / 2), b], [5, 3, 1], pose=pose)
    for cord in ([(-350, 20), (0, 36), (350, 16)], [(-10, -284), (8, 0), (-6, 316)]):
        line = curve(cord, closed=False)
        bench.part(band(line, [26] * len(line)), GOLD.but(angle=55, pitch=6), pose=pose, bevel=9)
    for side in (-1, 1):
        loop = curve(
            [(0, 10), (90 * side, -90), (190 * side, -96), (200 * side, -20), (90 * side, 10), (0, 24)], closed=False
        )
        bench.part(band(loop, [20] * len(loop)), GOLD.but(angle=55, pitch=6), pose=pose, bevel=7)
    ornament.seal(bench, pose, reading, x=0, y=26, size=96)


def _shifted(pose: Pose, dx: float, dy: float) -> Pose:
    ((x, y),) = pose.at([(dx, dy)])
    return replace(pose, x=x, y=y)


def _key(bench: Bench, pose: Pose, stuff: Material) -> None:
    bench.part(rectangle(-20, 40, 20, 470), stuff, pose=pose, bevel=11)
    bench.part(ring(0, -40, 110, 62), stuff, pose=pose, bevel=18)
    for turn in (45, 135, 225, 315):
        x, y = 100 * cos(turn * pi / 180), -40 + 100 * sin(turn * pi / 180)
        bench.part(ring(x, y, 40, 20), stuff, pose=pose, bevel=8)
    for y in (74, 104):
        bench.turned([(y, 30), (y + 6, 34), (y + 16, 34), (y + 22, 30)], stuff, pose=pose)
    bit: Outline = trace(
        "18 330, 130 330, 130 366, 90 366, 90 388, 130 388, 130 450, 86 450, 86 420, 56 420, 56 450, 18 450"
    )
    bench.part(bit, stuff, pose=pose, bevel=9)


def _satchel(bench: Bench, pose: Pose, reading: Reading) -> None:
    hide = body(reading, default="leather")
    pose = replace(pose, y=pose.y + 24 * pose.size, size=pose.size * 0.9)
    strap = curve(trace("-300 -120, -290 -360, -100 -470, 100 -470, 290 -360, 300 -120"), closed=False)
    bench.part(band(strap, [46] * len(strap)), hide.but(base=0.4), pose=pose, bevel=12)
    bench.part(
        curve(trace("-340 -160, 340 -160, 372 120, 350 370, 0 404, -350 370, -372 120"), steps=6),
        hide.but(angle=16),
        pose=pose,
        bevel=70,
        relief=1.2,
    )
    for side in (-1, 1):
        bench.part(
            curve([(150 * side, 160), (330 * side, 150), (340 * side, 350), (160 * side, 366)], steps=5),
            hide.but(base=0.5),
            pose=pose,
            bevel=26,
        )
        bench.part(
            curve([(150 * side, 150), (330 * side, 140), (336 * side, 220), (160 * side, 232)], steps=4),
            hide.but(base=0.64),
            pose=pose,
            bevel=14,
        )
    bench.part(
        curve(trace("-356 -190, 0 -210, 356 -190, 364 0, 290 110, 0 150, -290 110, -364 0"), steps=6),
        hide.but(base=0.58, angle=-14),
        pose=pose,
        bevel=40,
    )
    for side in (-1, 1):
        bench.part(
            rectangle(170 * side - 34, -190, 170 * side + 34, 250), hide.but(base=0.36, dark=0.1), pose=pose, bevel=12
        )
        bench.part(ring(170 * side, 160, 54, 36), metal(reading, default="gold"), pose=pose, bevel=8)
    ornament.emblem(bench, pose, reading, x=0, y=-30, size=84, material=hide.but(base=0.72))


def _casket(bench: Bench, pose: Pose, reading: Reading) -> None:
    wood, iron = body(reading, default="wood").but(angle=0), metal(reading, default="gold")
    bench.part(rectangle(-360, -40, 360, 340), wood, pose=pose, bevel=16)
    bench.part(
        curve(
            trace("-372 -50, -360 -220, -220 -310, 0 -330, 220 -310, 360 -220, 372 -50"),
            closed=False,
            steps=6,
        ),
        wood.but(base=0.62),
        pose=pose,
        bevel=60,
    )
    for x in (-372, -130, 70, 312):
        bench.part(rectangle(x, -54, x + 60, 350), iron, pose=pose, bevel=10)
        bench.part(
            curve(
                [(x, -50), (x * 0.97, -214 + abs(x) * 0.02), (x * 0.97 + 58, -214 + abs(x) * 0.02), (x + 60, -50)],
                steps=2,
            ),
            iron,
            pose=pose,
            bevel=10,
        )
    bench.part(rectangle(-378, -70, 378, -24), iron.but(base=0.6), pose=pose, bevel=12)
    bench.part(curve(trace("-70 -90, 70 -90, 80 40, 0 100, -80 40"), steps=4), iron.but(base=0.66), pose=pose, bevel=14)
    bench.inks([oval(0, -20, 17), trace("-10 -14, 10 -14, 16 44, -16 44")], pose=pose)


OBJECTS: dict[str, Draw] = {
    "book": book,
    "scroll": scroll,
    "keys": keys,
    "pouch": pouch,
    "rope": rope,
    "wheel": wheel,
    "dice": dice,
    "bread": bread,
    "skull": skull,
    "parcel": parcel,
}
