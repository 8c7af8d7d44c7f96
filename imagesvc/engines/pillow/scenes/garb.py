"""What is worn, as objects about 800 units high around their pose: shields, helms, armour, boots, gloves, cloaks."""

from imagesvc.engines.pillow.parts import (
    CLOTH,
    GOLD,
    LEATHER,
    WOOD,
    Bench,
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
from imagesvc.engines.pillow.scenes.matter import Draw, body, cloth, metal
from imagesvc.engines.pillow.words import Reading


def shield(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a shield with a device."""
    steel = metal(reading)
    field = cloth(reading) if reading.score("wood* painted crest heraldic") > 0 else body(reading, default="steel")
    shape = curve(trace("-330 -380, 0 -420, 330 -380, 340 -60, 220 260, 0 440, -220 260, -340 -60"), steps=8)
    inner = [(x * 0.86, y * 0.86 - 2) for x, y in shape]
    bench.part(shape, steel, pose=pose, bevel=20)
    bench.part(inner, field.but(angle=20), pose=pose, bevel=90, relief=1.1)
    bench.part(star(0, -20, 210, 84, points=8), GOLD.but(angle=30), pose=pose, bevel=16)
    bench.ball(0, -20, 74, steel, pose=pose)
    for i, (x, y) in enumerate(shape):
        if i % 8 == 4:
            bench.ball(x * 0.93, y * 0.93, 15, GOLD, pose=pose)


def helm(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a helm; a crown if the words say so."""
    if reading.score("crown circlet tiara diadem") > 0:
        _crown(bench, pose)
        return
    steel = metal(reading)
    bench.part(
        curve(
            trace(
                "-250 330, -270 60, -236 -190, -110 -352, 0 -384, 110 -352, 236 -190, 270 60, 250 330,"
                " 130 400, 0 420, -130 400"
            ),
            steps=6,
        ),
        steel,
        pose=pose,
        bevel=110,
        relief=1.3,
    )
    bench.part(
        curve(trace("-26 -396, 26 -396, 34 -60, 40 380, 0 424, -40 380, -34 -60"), steps=4),
        steel.but(base=0.66),
        pose=pose,
        bevel=12,
    )
    for side in (-1, 1):
        bench.inks(
            [
                curve(
                    [(44 * side, -36), (130 * side, -50), (216 * side, -10), (120 * side, 22), (44 * side, 14)], steps=5
                )
            ],
            pose=pose,
        )
        for row in range(4):
            bench.inks([oval(84 * side + 34 * side * (row % 2), 130 + 52 * row, 11, 15)], pose=pose)
        bench.inks([oval(150 * side, 156 + 52 * row, 11, 15) for row in range(3)], pose=pose)
    bench.part(
        band(curve(trace("-266 -104, -120 -76, 0 -70, 120 -76, 266 -104"), closed=False), [40] * 33),
        GOLD,
        pose=pose,
        bevel=10,
    )
    plume = cloth(reading).but(hue=0.95)
    bench.part(
        curve(
            trace("-10 -384, -60 -470, 60 -500, 220 -430, 330 -250, 240 -300, 120 -380, 20 -380"),
            steps=6,
        ),
        plume.but(angle=30),
        pose=pose,
        bevel=22,
    )


def armour(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a cuirass, a coat of mail or a leather jerkin."""
    mail = reading.score("chainmail mail hauberk links") > 0
    soft = not mail and reading.score("leather gambeson padded jerkin quilted hide") > 0
    stuff = LEATHER if soft else metal(reading)
    torso = curve(
        trace(
            "-170 -380, -90 -360, 0 -318, 90 -360, 170 -380, 250 -300, 236 -120, 216 60, 236 330,"
            " 120 392, 0 410, -120 392, -236 330, -216 60, -236 -120, -250 -300"
        ),
        steps=6,
    )
    for side in (-1, 1):
        sleeve = curve(
            [
                (150 * side, -390),
                (270 * side, -350),
                (380 * side, -160),
                (360 * side, -30),
                (262 * side, -40),
                (220 * side, -180),
            ],
            steps=6,
        )
        bench.part(sleeve, (CLOTH if not mail else stuff).but(angle=60 * side), pose=pose, bevel=60)
    bench.part(torso, stuff.but(angle=12), pose=pose, bevel=120, relief=1.25)
    if mail:
        _links(bench, pose)
    elif soft:
        _quilting(bench, pose)
    else:
        bench.line(curve([(0, -310), (6, -100), (0, 150)], closed=False), 3.4, pose=pose)
        for side in (-1, 1):
            bench.line(curve([(20 * side, 80), (120 * side, 40), (200 * side, -60)], closed=False), 3, pose=pose)
        for row in range(3):
            y = 190 + 66 * row
            bench.part(
                band(curve([(-226, y - 26), (0, y + 20), (226, y - 26)], closed=False), [52] * 17),
                stuff.but(base=0.5),
                pose=pose,
                bevel=14,
            )
    bench.part(
        band(curve([(-218, 96), (0, 126), (218, 96)], closed=False), [44] * 17),
        LEATHER.but(hue=0.62, dark=0.1),
        pose=pose,
        bevel=10,
    )
    bench.part(ring(0, 122, 36, 22, squash=1.0), GOLD, pose=pose, bevel=6)
    for side in (-1, 1):
        plate = curve(
            [
                (116 * side, -396),
                (220 * side, -402),
                (330 * side, -300),
                (330 * side, -236),
                (210 * side, -268),
                (130 * side, -330),
            ],
            steps=6,
        )
        bench.part(plate, (LEATHER if soft else stuff).but(angle=40 * side), pose=pose, bevel=34)


def boots(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a boot."""
    hide = body(reading, default="leather")
    bench.part(
        curve(
            trace("-170 -400, 90 -410, 100 -120, 130 60, 300 160, 390 250, 380 350, -170 350, -190 100, -150 -150"),
            steps=8,
        ),
        hide.but(angle=22),
        pose=pose,
        bevel=80,
        relief=1.3,
    )
    bench.part(
        curve(
            trace("-186 336, 392 330, 404 372, 390 400, 100 396, 60 376, -40 376, -60 410, -186 410"),
            steps=3,
        ),
        WOOD.but(dark=0.05, bright=0.4),
        pose=pose,
        bevel=12,
    )
    bench.part(
        curve(trace("-190 -420, 110 -430, 116 -330, -180 -318"), steps=5),
        hide.but(base=0.66, hue=0.62),
        pose=pose,
        bevel=20,
    )
    for y in (-200, -90, 20):
        bench.line(curve([(-40, y), (40, y + 14), (116, y - 6)], closed=False), 7, pose=pose)
    bench.part(
        band(curve([(-176, 90), (0, 130), (150, 70)], closed=False), [46] * 17),
        hide.but(dark=0.1, base=0.4),
        pose=pose,
        bevel=10,
    )
    bench.part(ring(20, 122, 40, 26), metal(reading, default="gold"), pose=pose, bevel=7)


def gloves(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a gauntlet, fingers up."""
    hide = body(reading, default="leather")
    steel = metal(reading, default="iron")
    bench.part(
        curve(trace("-120 60, -190 400, 0 440, 190 400, 120 60"), steps=6),
        hide.but(angle=15),
        pose=pose,
        bevel=60,
    )
    for x, top, lean in ((-128, -300, -26), (-44, -400, -8), (44, -380, 8), (124, -290, 24)):
        finger = [
            (x - 40, -40),
            (x - 42 + lean, top + 50),
            (x - 20 + lean, top),
            (x + 20 + lean, top),
            (x + 42 + lean, top + 50),
            (x + 40, -40),
        ]
        bench.part(curve(finger, steps=4), hide.but(angle=10), pose=pose, bevel=26)
        for i in range(3):
            y = top + 70 + (abs(top) - 90) * i / 3.2
            bench.part(
                curve(
                    [
                        (x - 44 + lean / 2, y),
                        (x + lean / 2, y - 26),
                        (x + 44 + lean / 2, y),
                        (x + 36 + lean / 2, y + 52),
                        (x - 36 + lean / 2, y + 52),
                    ],
                    steps=4,
                ),
                steel,
                pose=pose,
                bevel=14,
            )
    bench.part(
        curve(trace("140 120, 260 -20, 290 -130, 240 -150, 170 -60, 120 20"), steps=6),
        hide,
        pose=pose,
        bevel=30,
    )
    bench.part(
        curve(trace("-170 -70, 0 -110, 170 -70, 150 150, 0 180, -150 150"), steps=6),
        hide,
        pose=pose,
        bevel=50,
    )
    bench.part(
        curve(trace("-160 -66, 0 -104, 160 -66, 146 20, 0 -10, -146 20"), steps=6),
        steel,
        pose=pose,
        bevel=18,
    )
    for x in (-110, -37, 37, 110):
        bench.ball(x, -46, 20, GOLD, pose=pose)


def cloak(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a hanging cloak or robe with folds and a brooch."""
    stuff = cloth(reading)
    hem = trace("-330 400, -240 430, -150 404, -60 436, 40 408, 140 438, 240 404, 330 420")
    bench.part(
        curve(
            [(-90, -300), (0, -260), (90, -300), (200, -230), (270, 40), *hem[::-1], (-290, 40), (-200, -230)], steps=5
        ),
        stuff,
        pose=pose,
        bevel=70,
        relief=1.2,
    )
    for x0, x1, width in ((-120, -230, 30), (-60, -130, 36), (70, 150, 38), (130, 250, 30)):
        fold = curve([(x0, -200), ((x0 + x1) / 2 - 12, 90), (x1, 412)], closed=False)
        bench.part(
            band(fold, [4 + width * i / (len(fold) - 1) for i in range(len(fold))]),
            stuff.but(base=stuff.base - 0.22, angle=84),
            pose=pose,
            bevel=16,
            outline=0,
        )
        bench.line(fold, [1 + 4 * i / (len(fold) - 1) for i in range(len(fold))], pose=pose)
    bench.part(
        trace("-26 -250, 26 -250, 52 428, -44 432"),
        stuff.but(base=0.16, dark=0.02),
        pose=pose,
        bevel=12,
        outline=2,
    )
    bench.part(
        curve(
            trace("-150 -270, -170 -390, -90 -470, 0 -490, 90 -470, 170 -390, 150 -270, 60 -214, 0 -240, -60 -214"),
            steps=6,
        ),
        stuff.but(base=stuff.base + 0.08),
        pose=pose,
        bevel=50,
    )
    bench.part(
        curve(trace("-92 -300, -96 -380, 0 -430, 96 -380, 92 -300, 0 -262"), steps=6),
        stuff.but(base=0.12, dark=0.0, bright=0.4),
        pose=pose,
        bevel=16,
        relief=-1,
    )
    trim = curve(trace("-160 -262, -70 -204, 0 -226, 70 -204, 160 -262"), closed=False)
    bench.part(band(trim, [22] * len(trim)), GOLD, pose=pose, bevel=8)
    bench.part(oval(0, -220, 50), GOLD, pose=pose, bevel=14)
    ornament.facets(bench, pose, x=0, y=-220, rx=32, ry=32)


def _crown(bench: Bench, pose: Pose) -> None:
    points: Outline = []
    for i in range(5):
        x = -330.0 + 165 * i
        points += [(x, -200 - 90 * (1 - abs(i - 2) / 2)), (x + 82, 10)]
    back = [(x, y - 30) for x, y in points[:-1]]
    bench.part([*back, (300, 120), (-300, 120)], GOLD.but(base=0.3), pose=pose, bevel=12)
    bench.part([*points[:-1], (300, 190), (150, 230), (0, 244), (-150, 230), (-300, 190)], GOLD, pose=pose, bevel=26)
    bench.part(
        band(curve(trace("-308 160, -150 206, 0 220, 150 206, 308 160"), closed=False), [86] * 33),
        GOLD.but(base=0.66),
        pose=pose,
        bevel=20,
    )
    for x, y in trace("-220 188, -112 212, 0 220, 112 212, 220 188"):
        ornament.crystal(bench, pose, x, y, 34)
    for tip_x, tip_y in points[0:-1:2]:
        bench.ball(tip_x, tip_y - 14, 30, GOLD, pose=pose)


def _links(bench: Bench, pose: Pose) -> None:
    rows = [(x + (14 if row % 2 else 0), -290 + row * 22.0) for row in range(31) for x in range(-210, 211, 28)]
    shapes = [
        ring(x, y, 13, 8.5, start=200, stop=380)
        for x, y in rows
        if abs(x) < 205 - abs(y + 20) * 0.06 and y > -300 + abs(abs(x) - 110) * 0.3 - 20
    ]
    bench.inks([shape[::3] for shape in shapes], pose=pose)


def _quilting(bench: Bench, pose: Pose) -> None:
    for x in range(-160, 161, 64):
        bench.line(curve([(x * 1.1, -300 + abs(x) * 0.1), (x, 0), (x * 1.08, 380)], closed=False), 2.6, pose=pose)
    for y in range(-240, 360, 120):
        bench.inks([oval(x, y, 7) for x in range(-128, 129, 64)], pose=pose)


OBJECTS: dict[str, Draw] = {
    "shield": shield,
    "helm": helm,
    "armour": armour,
    "boots": boots,
    "gloves": gloves,
    "cloak": cloak,
}
