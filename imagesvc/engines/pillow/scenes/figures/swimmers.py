"""Creatures of seas and ponds; their words stand in `vocabulary/people.py` (CREATURES)."""

from math import cos, sin

from imagesvc.engines.pillow.parts import Bench, Pose, curve, oval
from imagesvc.engines.pillow.scenes.figures.anatomy import FLESH, PALE, SHELL, Creature, blob, eye, ink, limb
from imagesvc.engines.pillow.scenes.figures.face import CLOTH, HAIR


def _fish(bench: Bench, pose: Pose) -> None:
    fin = FLESH.but(hue=HAIR, base=0.5, angle=60)
    blob(bench, pose, [(300, -30), (430, -200), (410, 0), (440, 190), (300, 40)], fin, bevel=30)
    bench.part([(-60, -130), (40, -330), (110, -300), (150, -90)], fin, pose=pose, bevel=30, outline=3)
    body = [
        (-440, -10),
        (-340, -110),
        (-150, -170),
        (80, -150),
        (260, -60),
        (340, 0),
        (260, 60),
        (80, 140),
        (-150, 160),
        (-330, 100),
    ]
    blob(bench, pose, body, FLESH, bevel=120)
    belly = [(-400, 40), (-200, 80), (60, 70), (290, 20), (240, 66), (80, 136), (-150, 154), (-320, 96)]
    bench.part(curve(belly, steps=6), PALE.but(base=0.84), pose=pose, bevel=40, outline=0)
    bench.part(curve([(-130, 90), (-40, 110), (40, 300), (-60, 260)], steps=5), fin, pose=pose, bevel=26, outline=3)
    for k in range(4):
        ink(bench, pose, [(-190 + 30 * k, -70), (-166 + 30 * k, 0), (-184 + 30 * k, 70)], 7)
    mouth = curve([(-424, 22), (-350, 40), (-270, 90), (-300, 110), (-380, 80)], steps=6)
    bench.inks([mouth], pose=pose)
    for k in range(8):
        x, y = -404 + 18 * k, 30 + 7 * k * (1 + 0.05 * k)
        bench.part([(x - 8, y - 4), (x + 9, y), (x + 3, y + 24)], PALE, pose=pose, bevel=4, outline=2)
    eye(bench, pose, -310, -34, 21)
    for k in range(9):
        x = -120 + 46 * k
        ink(bench, pose, [(x, -40 + k), (x + 20, -34), (x + 36, -42)], 4)
    for x, y, r in ((-420, -240, 22), (-360, -300, 13), (-440, -330, 9), (340, 320, 12), (-200, 330, 16)):
        bench.part(oval(x, y, r), PALE.but(hue=0.0), pose=pose, bevel=8, outline=2.4)


def _octopus(bench: Bench, pose: Pose) -> None:
    for k in range(8):
        side = -1 if k % 2 else 1
        t = k // 2
        path = [
            ((40 + 26 * t) * side, 60),
            ((150 + 60 * t) * side, 170 - 20 * t),
            ((230 + 50 * t) * side, 340 - 150 * t),
            ((330 + 30 * t) * side, 380 - 210 * t),
            ((300 + 30 * t) * side, 300 - 190 * t),
        ]
        limb(bench, pose, path, (86, 70, 46, 26, 6), FLESH.but(base=0.46 + 0.03 * t, angle=40 * side))
        line = curve(path, closed=False)
        for i in range(5, len(line) - 6, 3):
            x, y = line[i]
            size = 13 * (1 - i / len(line)) + 3
            bench.part(
                oval(x - 8 * side, y + size * 1.2, size, size * 0.8, steps=16), PALE, pose=pose, bevel=4, outline=2
            )
    blob(
        bench,
        pose,
        [
            (0, -410),
            (150, -370),
            (214, -230),
            (170, -80),
            (150, 60),
            (60, 140),
            (-60, 140),
            (-150, 60),
            (-170, -80),
            (-214, -230),
            (-150, -370),
        ],
        FLESH,
        bevel=130,
    )
    for side in (-1, 1):
        eye(bench, pose, 92 * side, 20, 36, slit=True)
        ink(bench, pose, [(40 * side, -24), (96 * side, -50), (150 * side, -8)], 12)
    draws = bench.rng.random((26, 3)).tolist()
    bench.inks(
        [
            oval((a - 0.5) * 300, -370 + 280 * b, 5 + 11 * c, 4 + 8 * c, steps=14)
            for a, b, c in draws
            if abs(a - 0.5) < 0.25 + 0.2 * b
        ],
        pose=pose,
    )
    for k in range(3):
        ink(bench, pose, [(-50 + 10 * k, 80 + 20 * k), (0, 92 + 22 * k), (50 - 10 * k, 80 + 20 * k)], 5)


def _toad(bench: Bench, pose: Pose) -> None:
    for side in (-1, 1):
        blob(
            bench,
            pose,
            [(150 * side, 100), (330 * side, 90), (400 * side, 260), (330 * side, 390), (180 * side, 380)],
            FLESH.but(base=0.44),
            bevel=70,
        )
        limb(bench, pose, [(120 * side, 180), (170 * side, 320), (150 * side, 410)], (90, 66, 60), FLESH)
        for k in range(4):
            limb(bench, pose, [(150 * side, 400), ((110 + 34 * k) * side, 440)], (20, 10), FLESH)
    blob(
        bench,
        pose,
        [(0, -150), (200, -110), (270, 60), (230, 260), (110, 370), (-110, 370), (-230, 260), (-270, 60), (-200, -110)],
        FLESH,
        bevel=130,
    )
    bench.part(
        curve([(-170, 120), (0, 160), (170, 120), (150, 290), (0, 350), (-150, 290)], steps=6),
        PALE.but(base=0.82),
        pose=pose,
        bevel=50,
        outline=0,
    )
    for side in (-1, 1):
        bench.part(oval(140 * side, -150, 82), FLESH, pose=pose, bevel=40, outline=3)
        eye(bench, pose, 144 * side, -156, 50)
        bench.inks([oval(144 * side, -156, 42, 12)], pose=pose)
        bench.inks([oval(26 * side, -60, 8, 5)], pose=pose)
    ink(bench, pose, [(-250, 20), (-120, 90), (0, 104), (120, 90), (250, 20)], 13)
    draws = bench.rng.random((40, 3)).tolist()
    for a, b, c in draws:
        x, y = (a - 0.5) * 480, -110 + 150 * b
        if abs(x) < 230 - 0.6 * abs(y):
            bench.part(oval(x, y, 7 + 11 * c), FLESH.but(base=0.62), pose=pose, bevel=5, outline=2)


def _turtle(bench: Bench, pose: Pose) -> None:
    for side in (-1, 1):
        blob(
            bench,
            pose,
            [(180 * side, 130), (340 * side, 160), (390 * side, 330), (300 * side, 380), (210 * side, 290)],
            FLESH.but(base=0.46),
            bevel=40,
        )
    shell = [
        (0, -260),
        (190, -220),
        (320, -40),
        (350, 140),
        (240, 250),
        (0, 280),
        (-240, 250),
        (-350, 140),
        (-320, -40),
        (-190, -220),
    ]
    blob(bench, pose, shell, SHELL.but(hue=CLOTH), bevel=150)
    for row in range(3):
        for k in range(4):
            x, y = -210 + 140 * k + (70 if row % 2 else 0) - 35, -140 + 120 * row
            if (x / 320) ** 2 + (y / 270) ** 2 < 0.72:
                plate = [(x + 66 * cos(t), y + 60 * sin(t)) for t in (0.52, 1.57, 2.62, 3.67, 4.71, 5.76)]
                bench.part(plate, SHELL.but(hue=CLOTH, base=0.58), pose=pose, bevel=16, outline=3.4)
    blob(
        bench,
        pose,
        [(0, 60), (120, 90), (150, 210), (100, 330), (0, 370), (-100, 330), (-150, 210), (-120, 90)],
        FLESH.but(base=0.58),
        bevel=70,
    )
    for side in (-1, 1):
        eye(bench, pose, 72 * side, 190, 25)
        bench.inks([oval(20 * side, 290, 6, 9)], pose=pose)
        ink(bench, pose, [(40 * side, 160), (76 * side, 146), (116 * side, 170)], 9)
    ink(bench, pose, [(-96, 300), (0, 328), (96, 300)], 8)


CREATURES: dict[str, Creature] = {
    "fish": _fish,
    "octopus": _octopus,
    "toad": _toad,
    "turtle": _turtle,
}
