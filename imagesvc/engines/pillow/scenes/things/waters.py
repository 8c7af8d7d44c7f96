"""Water, and what stands in it, over it and on it: fountains, wells, ponds, bridges, boats."""

from math import cos, pi, sin

from imagesvc.engines.pillow.parts import (
    IRON,
    LEATHER,
    WOOD,
    Material,
    Outline,
    curve,
    oval,
    rectangle,
    ring,
    trace,
)
from imagesvc.engines.pillow.scenes.places import trees
from imagesvc.engines.pillow.scenes.things.forms import ellipse_rim, path, smooth, strip, swell
from imagesvc.engines.pillow.scenes.things.piece import Draw, Piece

_WATER = Material(hue=0.75, dark=0.5, bright=1.0, pitch=7, base=0.78, gloss=0.4)


def fountain(piece: Piece) -> None:
    """Draw a fountain of two bowls, playing."""
    stuff = piece.body("stone")
    dry = piece.says("dry empty waterless")
    piece.turned(trace("-130 390, -116 410, -80 408, 20 362, 40 382"), stuff)
    piece.part(oval(0, -128, 378, 56), stuff.but(base=0.2) if dry else _WATER, bevel=14)
    piece.turned(trace("-400 60, -330 42, -200 56, -124 96"), stuff)
    if not dry:
        for side in (-1, 1):
            for reach, low in ((150, -140), (250, -130), (330, -120)):
                jet = path(
                    f"{60 * side} -440, {(60 + reach) / 1.7 * side} -490, {reach * side} -300, {reach * 1.04 * side} "
                    f"{low}"
                )
                piece.cuts([swell(jet, 15, ends=4)], hue=0.5)
                piece.cuts([strip(oval(reach * 1.04 * side, low, 40, 9), 4)], hue=0.5)
    piece.turned(trace("-440 204, -428 218, -410 210, -380 124, -366 62"), stuff)
    piece.part(oval(0, -438, 196, 30), stuff.but(base=0.2) if dry else _WATER, bevel=8)
    piece.turned(trace("-620 10, -590 44, -540 32, -500 54, -440 64"), stuff)
    if not dry:
        for side in (-1, 1):
            piece.cuts(
                [swell(path(f"{4 * side} -616, {64 * side} -710, {130 * side} -620, {150 * side} -440"), 13, ends=3)],
                hue=0.5,
            )
        piece.cuts([swell([(0, -620), (0, -740)], 13, ends=3)], hue=0.5)


def well(piece: Piece) -> None:
    """Draw a well with its roof, winch and bucket."""
    stuff = piece.body("stone")
    piece.turned(trace("-230 236, -40 242, 20 260, 40 260"), stuff)
    for row in range(4):
        for k in range(-4, 5):
            x = (k + 0.5 * (row % 2)) * 56
            if abs(x) < 224:
                piece.line([(x, -190 + 56 * row), (x, -140 + 56 * row)], 4)
        piece.line(path(f"-236 {-190 + 56 * row}, 0 {-170 + 56 * row}, 236 {-190 + 56 * row}"), 4)
    piece.turned(trace("-262 250, -252 264, -226 264, -216 246"), stuff.but(base=0.62))
    piece.part(ellipse_rim(-258, 222), IRON.but(base=0.1), bevel=10)
    wood = WOOD if not piece.says("iron") else IRON
    for x in (-214, 180):
        piece.part(rectangle(x, -640, x + 36, -240), wood, bevel=10)
    piece.moved(0, -480, turn=90).turned([(-220, 22), (220, 22)], wood.but(base=0.6))
    piece.moved(0, -480, turn=90).turned([(-60, 40), (60, 40)], LEATHER.but(hue=0.65, angle=0, pitch=5))
    piece.line([(10, -460), (10, -330)], 7)
    piece.turned([(-340, 48), (-334, 56), (-254, 42)], wood.but(angle=0))
    piece.part(strip(path("214 -480, 290 -480, 300 -400"), 18), IRON, bevel=6)
    piece.part(
        trace("-320 -600, 0 -810, 320 -600, 320 -566, 0 -772, -320 -566"), wood.but(angle=30, base=0.3), bevel=10
    )
    piece.part([(-306, -600), (0, -800), (306, -600)], wood.but(angle=0, base=0.5), bevel=12)
    for k in range(1, 5):
        y, half = -800 + 42 * k, 62 * k
        piece.line([(-half, y), (half, y)], 4)


def pond(piece: Piece) -> None:
    """Draw a pool among stones and reeds, rings on its water; a fall of water from a rock, if the words say so."""
    bench, pose = piece.bench, piece.pose
    if piece.says("waterfall cascade falls"):
        piece.part(
            smooth("-330 0, -310 -500, -180 -720, 160 -740, 320 -520, 340 0", steps=3),
            piece.body("stone"),
            bevel=60,
            relief=1.3,
            outline=3,
        )
        piece.part(
            smooth("-130 -700, 130 -710, 150 -300, 190 20, -190 20, -150 -300", steps=4),
            _WATER.but(angle=90, pitch=9),
            bevel=40,
        )
        for k, draw in enumerate(piece.draws("fall", 9)):
            x = -120 + 30 * k
            piece.line([(x, -640 + 120 * draw), (x * 1.2, -300), (x * 1.3, -60 - 100 * draw)], [1, 5, 1])
    piece.part(oval(0, -20, 440, 130), piece.body("stone").but(base=0.3), bevel=20)
    piece.part(
        oval(0, -26, 410, 112),
        _WATER.but(
            hue=piece.hue("water pool pond puddle spring", default=1.0 if piece.says("lava magma") else 0.75), base=0.7
        ),
        bevel=30,
        relief=-1,
    )
    for x, y, r in ((-90, -20, 130), (120, -50, 90), (60, 20, 60)):
        for k in range(3):
            piece.cuts([ring(x, y, r - 34 * k, r - 34 * k - 6, squash=0.26)], light=1, tone=0.98)
    for k in range(13):
        turn = pi * (0.06 + 0.9 * k / 12)
        piece.ball(436 * cos(turn), -16 + 132 * sin(turn), 38 + 16 * (k * 5 % 3), piece.body("stone"))
    if piece.says("lava magma molten"):
        piece.glow(0, -40, 260, light=0.4)
        return
    for x in (-370, -320, 340, 390):
        trees.reeds(bench, x=pose.x + x * pose.size, foot=pose.y - 60 * pose.size, size=330 * pose.size)


def bridge(piece: Piece) -> None:
    """Draw a bridge over water: an arch of stone, or a hanging one of rope."""
    piece.part(oval(0, 30, 480, 60), _WATER, bevel=14)
    for k in range(6):
        piece.cuts([strip([(-330 + 120 * k, 24 + 9 * (k % 3)), (-250 + 120 * k, 24 + 9 * (k % 3))], 4)])
    if piece.says("rope hanging suspension wooden footbridge plank*"):
        for lift in (0, -150):
            line = path(
                f"-480 {-330 + lift}, -240 {-200 + lift}, 0 {-160 + lift}, 240 {-200 + lift}, 480 {-330 + lift}",
                steps=8,
            )
            piece.part(strip(line, 16), LEATHER.but(hue=0.65, angle=40), bevel=5)
            if lift == 0:
                for i in range(0, len(line) - 1, 2):
                    x, y = line[i]
                    piece.part(rectangle(x - 15, y - 14, x + 15, y + 34), WOOD.but(base=0.5), bevel=6)
                    piece.line([(x, y), (x, y - 150)], 3)
        for x in (-480, 480):
            piece.part(rectangle(x - 26, -620, x + 26, 40), WOOD, bevel=12)
        return
    stuff = piece.body("stone")
    deck: Outline = [
        (-480, -120),
        *curve([(-480, -120), (-220, -260), (0, -310), (220, -260), (480, -120)], closed=False, steps=6),
        (480, 40),
        (330, 40),
    ]
    deck += [*oval(0, 30, 320, 270, start=0, stop=-180, steps=24), (-330.0, 40.0), (-480.0, 40.0)]
    piece.part(deck, stuff, bevel=20, outline=3)
    for k in range(13):
        a, b = -180 + 180 * k / 13, -180 + 180 * (k + 1) / 13
        block = oval(0, 30, 376, 322, start=a, stop=b, steps=4) + oval(0, 30, 322, 270, start=a, stop=b, steps=4)[::-1]
        piece.part(block, stuff.but(base=0.56 + 0.06 * (k % 2)), bevel=8)
    rail = path("-490 -170, -220 -310, 0 -360, 220 -310, 490 -170", steps=8)
    piece.part(strip(rail, 46), stuff.but(base=0.66), bevel=12)
    for x, y in rail[::6]:
        piece.part(rectangle(x - 26, y - 50, x + 26, y + 60), stuff.but(base=0.6), bevel=10)


def boat(piece: Piece) -> None:
    """Draw a boat: rowed, or with a sail and a dragon's head."""
    wood = piece.body("wood").but(angle=4)
    sailing = piece.says("ship sail* longship galleon sloop")
    if sailing:
        piece.part(rectangle(-16, -860, 16, -140), wood.but(angle=90), bevel=8)
        sail = piece.cloth("sail sails").but(bright=1.0)
        piece.part(
            smooth("-260 -800, 0 -780, 260 -800, 320 -520, 270 -280, 0 -310, -270 -280, -200 -540", steps=5),
            sail,
            bevel=70,
            relief=1.3,
        )
        for x in (-140, 0, 140):
            piece.line(path(f"{x * 0.9} -790, {x + 40} -540, {x} -300"), 3.4)
        piece.part(strip([(-290, -800), (290, -800)], 24), wood, bevel=8)
        piece.part([(16, -860), (150, -830), (16, -800)], piece.cloth("flag pennant").but(hue=1.0), bevel=6)
    hull = curve(
        [
            (-470, -240),
            (-400, -90),
            (-250, 20),
            (0, 50),
            (250, 20),
            (400, -90),
            (470, -240),
            (250, -150),
            (0, -120),
            (-250, -150),
        ],
        steps=6,
    )
    if not sailing:
        piece.part(
            smooth("-440 -210, -200 -170, 0 -160, 200 -170, 440 -210, 240 -90, -240 -90", steps=5),
            wood.but(base=0.14),
            bevel=14,
        )
        for x in (-170, 110):
            piece.part(rectangle(x, -160, x + 60, -90), wood.but(base=0.6, angle=90), bevel=8)
        piece.part(strip([(-40, -170), (380, -470)], 26), WOOD.but(base=0.6), bevel=9)
        piece.part(swell([(330, -434), (420, -500), (500, -560)], 76, ends=26), WOOD.but(base=0.6), bevel=14)
    piece.part(hull, wood, bevel=50, relief=1.2, outline=3)
    for k in range(3):
        piece.line(
            path(
                f"{-430 + 40 * k} {-170 + 50 * k}, -200 {-70 + 40 * k}, 0 {-50 + 38 * k}, 200 {-70 + 40 * k}, "
                f"{430 - 40 * k} {-170 + 50 * k}"
            ),
            4,
        )
    if sailing:
        for x in (-270, -160, -50, 60, 170, 280):
            piece.part(
                oval(x, -110 + abs(x) * -0.06, 50),
                piece.cloth("shield shields").but(hue=0.9 if x % 20 else 0.5),
                bevel=16,
            )
            piece.ball(x, -110 + abs(x) * -0.06, 14, piece.metal("gold"))
        piece.part(strip(path("440 -200, 500 -340, 450 -460, 520 -500"), 60, end=34), wood, bevel=18)
    for k in range(5):
        y = 44 + 13 * (k % 3)
        piece.cuts([swell(path(f"{-480 + 200 * k} {y}, {-420 + 200 * k} {y - 16}, {-350 + 200 * k} {y}"), 12, ends=2)])


OBJECTS: dict[str, Draw] = {
    "boat": boat,
    "bridge": bridge,
    "fountain": fountain,
    "pond": pond,
    "well": well,
}
