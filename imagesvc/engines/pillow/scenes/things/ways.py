"""What is passed, climbed or raised: doors, gates, stairs, cages, rings in the rock, bells, cranes and mills."""

from math import cos, pi, sin

from imagesvc.engines.pillow.parts import (
    IRON,
    LEATHER,
    STONE,
    WOOD,
    Outline,
    curve,
    oval,
    rectangle,
    ring,
    trace,
)
from imagesvc.engines.pillow.scenes.things import fires, ornament
from imagesvc.engines.pillow.scenes.things.forms import around, path, smooth, strip
from imagesvc.engines.pillow.scenes.things.piece import Draw, Piece


def door(piece: Piece) -> None:
    """Draw a door in its frame of stone, banded with iron; a sliding one of the future; a hatch in the floor."""
    if piece.says("airlock blast sliding bulkhead metal hatch spaceship futuristic"):
        steel = piece.metal()
        piece.part(
            trace("-400 40, -400 -760, -300 -860, 300 -860, 400 -760, 400 40"), IRON.but(base=0.4), bevel=26, outline=3
        )
        for side in (-1, 1):
            piece.part(
                [(6 * side, 30), (6 * side, -780), (270 * side, -780), (330 * side, -720), (330 * side, 30)],
                steel,
                bevel=20,
                outline=3,
            )
            piece.part(
                [(50 * side, -100), (50 * side, -330), (280 * side, -330), (280 * side, -160), (220 * side, -100)],
                steel.but(base=0.36),
                bevel=14,
            )
        piece.part(oval(0, -520, 110), IRON, bevel=18, outline=3)
        piece.flat(oval(0, -520, 64), light=1, tone=0.95, hue=1, outline=3)
        piece.glow(0, -520, 80, light=0.4)
        for k in range(7):
            piece.flat(
                [(-390 + 114 * k, 4), (-340 + 114 * k, 4), (-364 + 114 * k, 36), (-414 + 114 * k, 36)],
                light=1,
                tone=0.9,
                hue=1,
            )
        return
    stuff, wood, iron = piece.body("stone"), piece.body("wood").but(angle=90), piece.metal("iron")
    frame: Outline = [
        (-390.0, 40.0),
        (-390.0, -480.0),
        *oval(0, -480, 390, 380, start=180, stop=360, steps=24),
        (390.0, 40.0),
    ]
    piece.part(frame, STONE if stuff.hue == STONE.hue else stuff, bevel=22, outline=3)
    for k in range(11):
        c, s = cos(pi + pi * k / 10), sin(pi + pi * k / 10)
        piece.line([(300 * c, -480 + 300 * s), (388 * c, -480 + 378 * s)], 4)
    leaf: Outline = [
        (-300.0, 30.0),
        (-300.0, -480.0),
        *oval(0, -480, 300, 290, start=180, stop=360, steps=24),
        (300.0, 30.0),
    ]
    piece.part(leaf, wood.but(hue=piece.hue("door doors", default=wood.hue)), bevel=18, outline=4)
    for x in (-180, -60, 60, 180):
        piece.line([(x, -480 - (290**2 - (x * 0.966) ** 2) ** 0.5), (x, 30)], 5)
    for y in (-560, -330, -90):
        piece.part(
            smooth(
                f"-300 {y - 24}, 100 {y - 20}, 180 {y - 56}, 250 {y}, 180 {y + 56}, 100 {y + 20}, -300 {y + 24}",
                steps=3,
            ),
            iron,
            bevel=11,
        )
        for x in (-250, -120, 10):
            piece.ball(x, y, 13, iron)
    piece.part(ring(210, -220, 60, 38), piece.metal("gold"), bevel=11)
    piece.part(rectangle(-430, 20, 430, 64), stuff.but(base=0.66), bevel=12, outline=3)


def gate(piece: Piece) -> None:
    """Draw a gate: a portcullis between towers, or a barricade of stakes."""
    if piece.says("barricade palisade fence stakes spikes"):
        wood = piece.body("wood").but(angle=88)
        for k in range(9):
            x, tall = -430 + 107 * k, 520 + 70 * (k * 5 % 3)
            piece.part(
                [(x - 46, 40), (x - 42, -tall), (x, -tall - 110), (x + 42, -tall), (x + 46, 40)],
                wood.but(base=0.4 + 0.05 * (k % 3)),
                bevel=20,
                outline=3,
            )
        for y in (-420, -150):
            piece.part(strip([(-490, y), (490, y - 20)], 50), wood.but(angle=0, base=0.56), bevel=14, outline=3)
        return
    stuff = piece.body("stone")
    opening: Outline = [
        (-230.0, 40.0),
        (-230.0, -330.0),
        *oval(0, -330, 230, 250, start=180, stop=360, steps=20),
        (230.0, 40.0),
    ]
    piece.part(rectangle(-280, -680, 280, 40), stuff.but(base=0.42), bevel=16, outline=3)
    for k in range(5):
        piece.part(rectangle(-270 + 116 * k, -750, -200 + 116 * k, -670), stuff.but(base=0.46), bevel=9)
    piece.part(opening, IRON.but(base=0.06, dark=0.02), bevel=20, relief=-1, outline=4)
    iron = piece.metal("iron")
    for x in (-180, -108, -36, 36, 108, 180):
        top = -330 - (250**2 * (1 - (x / 230) ** 2)) ** 0.5
        piece.part([(x - 13, top), (x + 13, top), (x + 13, -60), (x, 0), (x - 13, -60)], iron, bevel=6)
    for y in (-440, -330, -220, -110):
        half = 226 if y > -330 else 200
        piece.part(rectangle(-half, y - 12, half, y + 12), iron.but(base=0.56), bevel=6)
    for side in (-1, 1):
        tower = piece.moved(380 * side)
        tower.turned([(-760, 130), (40, 140)], stuff)
        tower.turned([(-860, 156), (-770, 156), (-740, 132)], stuff.but(base=0.6))
        for k in (-1, 0, 1):
            tower.part(rectangle(90 * k - 34, -930, 90 * k + 34, -850), stuff, bevel=9)
        for y in (-560, -260):
            tower.inks([smooth(f"-13 {y}, 0 {y - 50}, 13 {y}, 13 {y + 60}, -13 {y + 60}", steps=3)])
        fires.flames(tower, -60 * side, -440, width=70, height=130)
        tower.glow(-60 * side, -480, 70, light=0.3)


def stairs(piece: Piece) -> None:
    """Draw stairs rising into the picture; a ladder leaning."""
    if piece.says("ladder"):
        wood = piece.body("wood").but(angle=88)
        piece = piece.moved(turn=9)
        for x in (-150, 110):
            piece.part(rectangle(x, -880, x + 42, 40), wood, bevel=12, outline=3)
        for k in range(8):
            piece.part(rectangle(-130, -800 + 106 * k, 130, -766 + 106 * k), wood.but(angle=0, base=0.6), bevel=10)
        return
    stuff = piece.body("stone").but(angle=0)
    if piece.says("voice whisper* echo* sound acoustic"):
        ornament.echo(piece, x=-60, y=-760)
    for k in range(8, -1, -1):
        half, y, rise = 440 - 26 * k, 30 - 84 * k, 60
        piece.part(rectangle(-half, y - rise, half, y), stuff.but(base=0.4 - 0.01 * k), bevel=9, outline=3)
        piece.part(
            [(-half, y - rise), (half, y - rise), (half - 20, y - rise - 26), (-half + 20, y - rise - 26)],
            stuff.but(base=0.8),
            bevel=5,
            outline=2.4,
        )
        piece.line([(-half * 0.3, y - rise), (-half * 0.34, y)], 4)
        piece.line([(half * 0.5, y - rise), (half * 0.46, y)], 4)
    for side in (-1, 1):
        piece.part(
            [(500 * side, 40), (500 * side, -90), (250 * side, -800), (210 * side, -760), (430 * side, 40)],
            stuff.but(base=0.5, angle=60 * side),
            bevel=16,
            outline=3,
        )


def cage(piece: Piece) -> None:
    """Draw a cage hanging from its beam; the stocks."""
    iron = piece.metal("iron")
    if piece.says("stocks pillory"):
        wood = piece.body("wood")
        for x in (-330, 280):
            piece.part(rectangle(x, -640, x + 60, 40), wood.but(angle=90), bevel=16, outline=3)
        for y in (-560, -430):
            piece.part(rectangle(-420, y, 420, y + 124), wood.but(angle=0, base=0.6), bevel=14, outline=3)
        piece.inks([oval(0, -433, 74), oval(-220, -433, 44), oval(220, -433, 44)])
        piece.part(ring(400, -430, 50, 28), iron, bevel=9)
        return
    piece.part(rectangle(-440, -880, -380, 40), WOOD, bevel=16, outline=3)
    piece.part(rectangle(-460, -870, 200, -816), WOOD.but(angle=0), bevel=14, outline=3)
    piece.part(strip([(-400, -640), (-210, -830)], 40), WOOD, bevel=12)
    one = piece.moved(60)
    if piece.says("gallows noose hanging-tree"):
        rope = LEATHER.but(hue=0.65, base=0.6, angle=40, pitch=6)
        one.part(strip([(0, -820), (0, -480)], 26), rope, bevel=9)
        one.part(ring(0, -350, 110, 82, squash=1.3), rope, bevel=10)
        for k in range(6):
            one.part(strip([(-30, -520 + 16 * k), (30, -526 + 16 * k)], 16), rope.but(base=0.7), bevel=5, outline=1.6)
        piece.part(rectangle(-460, 30, 330, 80), WOOD.but(angle=0, base=0.6), bevel=12, outline=3)
        return
    for k in range(3):
        one.part(ring(0, -790 + 46 * k, 26, 13), iron, bevel=7)
    for x in (-200, -120, -40, 40, 120, 200):
        one.part(strip(path(f"{x * 0.1} -660, {x * 0.8} -590, {x} -480, {x} -150"), 17), iron, bevel=6)
    for y in (-480, -320):
        one.part(strip(path(f"-208 {y}, 0 {y + 30}, 208 {y}"), 24), iron.but(base=0.6), bevel=8)
    one.part(oval(0, -150, 214, 44), iron, bevel=10, outline=3)
    if piece.says("skeleton bones dead remains skull"):
        ornament.skull_mark(one, x=10, y=-260, size=70)


def iron_ring(piece: Piece) -> None:
    """Draw a ring of iron hanging from its staple in the rock, a rope or chain through it."""
    rock = piece.body("stone")
    shape = trace("-460 40, -440 -330, -300 -640, -60 -820, 220 -790, 400 -560, 450 -200, 460 40")
    piece.part(curve(shape, steps=2), rock, bevel=70, relief=1.3, outline=3)
    for line in ("-300 -500, -180 -330, -240 -120", "260 -640, 330 -430, 290 -250"):
        piece.line(path(line), [8, 8, 7, 7, 6, 6, 5, 5, 4, 4, 3, 2, 1])
    iron = piece.metal("iron")
    piece.shadow(ring(20, -260, 210, 150))
    piece.part(ring(0, -280, 200, 146), iron, bevel=26, relief=1.3, outline=3)
    piece.part(
        smooth("-90 -430, -80 -560, 80 -560, 90 -430, 50 -430, 44 -510, -44 -510, -50 -430", steps=3),
        iron.but(base=0.6),
        bevel=16,
        outline=3,
    )
    for x in (-70, 70):
        piece.part(oval(x, -420, 34), iron.but(base=0.36), bevel=11)
    if piece.says("rope ropes securing tether"):
        piece.part(
            strip(path("-60 -100, -40 -190, 20 -160, 60 -60, 160 20, 330 30"), 40),
            LEATHER.but(hue=0.65, angle=50, pitch=6),
            bevel=14,
        )
    else:
        for i, (px, py) in enumerate(path("0 -110, 40 -40, 150 0, 300 20, 420 0", steps=3)):
            piece.part(ring(px, py, 34 if i % 2 else 25, 18 if i % 2 else 10), iron, bevel=8)


def bell_frame(piece: Piece) -> None:
    """Draw a bell in its frame, or a gong."""
    wood, bronze = piece.body("wood"), piece.metal("gold")
    for x in (-400, 340):
        piece.part(rectangle(x, -820, x + 60, 40), wood.but(angle=90), bevel=16, outline=3)
    piece.part(trace("-470 -860, 470 -860, 430 -780, -430 -780"), wood.but(angle=0, base=0.6), bevel=16, outline=3)
    if piece.says("gong"):
        for x in (-160, 160):
            piece.line([(x, -790), (x * 0.8, -600)], 8)
        piece.part(oval(0, -390, 290), bronze, bevel=30, outline=3)
        piece.part(ring(0, -390, 220, 200), bronze.but(base=0.3), bevel=6)
        piece.part(oval(0, -390, 90), bronze.but(base=0.7), bevel=40)
        return
    piece.part(rectangle(-34, -800, 34, -690), IRON, bevel=12)
    piece.ball(0, -190, 66, IRON)
    piece.turned(trace("-700 50, -686 120, -600 190, -430 220, -320 262, -240 330, -200 350, -180 344"), bronze)
    for y, r in ((-560, 200), (-330, 258)):
        piece.turned([(y, r), (y + 8, r + 8), (y + 26, r + 10), (y + 34, r + 6)], bronze.but(base=0.72))
    ornament.emblem(piece, x=0, y=-440, size=84, material=bronze.but(base=0.78))
    piece.part(strip(path("20 -170, 60 -60, 40 40"), 17), LEATHER.but(hue=0.65, angle=40), bevel=6)


def scaffold(piece: Piece) -> None:
    """Draw a crane of beams with its load; a mill with its sails."""
    wood = piece.body("wood")
    if piece.says("mill windmill"):
        piece.part(trace("-200 40, -140 -560, 140 -560, 200 40"), piece.body("stone"), bevel=60, relief=1.3, outline=3)
        piece.part(trace("-160 -550, 0 -720, 160 -550"), wood.but(base=0.36), bevel=16, outline=3)
        for k in range(4):
            sail = piece.moved(0, -560, turn=24 + 90 * k)
            sail.part(rectangle(-9, -420, 9, 0), wood, bevel=4)
            sail.part(
                rectangle(9, -410, 110, -90), piece.cloth("sail sails canvas").but(bright=1.0, base=0.75), bevel=9
            )
            for y in (-330, -250, -170):
                sail.line([(9, y), (110, y)], 4)
        piece.ball(0, -560, 34, wood)
        piece.part(
            [(-46, 40), (-46, -90), *oval(0, -90, 46, 50, start=180, stop=360, steps=10), (46, 40)],
            IRON.but(base=0.1),
            bevel=9,
        )
        return
    piece.part(rectangle(-230, -760, -170, 40), wood.but(angle=90), bevel=16, outline=3)
    piece.part(strip([(-400, 40), (-200, -400)], 44), wood, bevel=13)
    piece.part(strip([(20, 40), (-200, -400)], 44), wood, bevel=13)
    piece.part(strip([(-330, -700), (380, -860)], 50), wood.but(angle=10), bevel=15, outline=3)
    piece.part(strip([(-190, -520), (140, -790)], 34), wood, bevel=10)
    piece.part(ring(340, -800, 60, 22), piece.metal("iron"), bevel=14)
    piece.line([(398, -800), (398, -420)], 7)
    piece.line([(290, -800), (-200, -300)], 6)
    piece.part(rectangle(290, -330, 500, -140), wood.but(angle=0, base=0.5), bevel=13, outline=3)
    piece.line([(290, -330), (398, -430), (500, -330)], 6)
    piece.part(strip([(296, -146), (494, -324)], 26), wood.but(base=0.6), bevel=7)
    piece.part(oval(-200, -280, 84), wood.but(base=0.6), bevel=18)
    for px, py in around(6, 120, x=-200, y=-280):
        piece.line([(-200, -280), (px, py)], 11)


OBJECTS: dict[str, Draw] = {
    "bell-frame": bell_frame,
    "cage": cage,
    "door": door,
    "gate": gate,
    "iron-ring": iron_ring,
    "scaffold": scaffold,
    "stairs": stairs,
}
