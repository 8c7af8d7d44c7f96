"""Creatures that creep and swarm; their words stand in `vocabulary/people.py` (CREATURES)."""

from math import cos, pi, sin

import numpy as np

from imagesvc.engines.pillow.parts import Bench, Pose, curve, oval
from imagesvc.engines.pillow.scenes.figures.anatomy import (
    FLESH,
    GLOW,
    PALE,
    SHELL,
    Creature,
    blob,
    bristles,
    eye,
    ink,
    limb,
)


def _spider(bench: Bench, pose: Pose) -> None:
    for side in (-1, 1):
        for k, (knee, foot) in enumerate(
            (((250, -260), (390, 60)), ((330, -150), (440, 220)), ((300, -20), (400, 380)), ((200, 60), (250, 430)))
        ):
            path = [(90 * side, -10 + 26 * k), (knee[0] * side, knee[1]), (foot[0] * side, foot[1])]
            limb(bench, pose, [path[0], path[1]], (40, 30), SHELL)
            limb(
                bench,
                pose,
                [path[1], ((knee[0] + foot[0]) / 2 * side + 30 * side, (knee[1] + foot[1]) / 2), path[2]],
                (30, 20, 6),
                SHELL.but(base=0.44),
            )
            bench.ball(path[1][0], path[1][1], 19, SHELL, pose=pose)
    blob(
        bench,
        pose,
        [(0, -330), (150, -290), (200, -160), (130, -40), (0, -10), (-130, -40), (-200, -160), (-150, -290)],
        SHELL,
        bevel=120,
    )
    bristles(bench, pose, 0, -180, 170, 130, count=260, length=30)
    mark = [(0, -300), (44, -220), (14, -180), (50, -110), (0, -70), (-50, -110), (-14, -180), (-44, -220)]
    bench.part(mark, GLOW.but(base=0.6), pose=pose, bevel=14, outline=3)
    blob(
        bench,
        pose,
        [(0, -70), (100, -50), (130, 40), (80, 130), (0, 156), (-80, 130), (-130, 40), (-100, -50)],
        SHELL.but(base=0.56),
        bevel=70,
    )
    bristles(bench, pose, 0, 0, 110, 60, count=90, length=24)
    for side in (-1, 1):
        for x, y, size in ((30, 60, 24), (78, 44, 17), (58, 12, 12), (26, 16, 11)):
            eye(bench, pose, x * side, y, size)
        limb(
            bench,
            pose,
            [(34 * side, 120), (66 * side, 180), (40 * side, 236), (18 * side, 262)],
            (44, 40, 24, 4),
            SHELL.but(base=0.4),
        )


def _beetle(bench: Bench, pose: Pose) -> None:
    for side in (-1, 1):
        for path in (
            [(130, -60), (280, -150), (330, -300)],
            [(170, 60), (330, 40), (400, 160)],
            [(150, 190), (290, 240), (320, 420)],
        ):
            points = [(x * side, y) for x, y in path]
            limb(bench, pose, points, (34, 26, 10), SHELL.but(base=0.4))
            for t in (0.5, 0.7):
                x, y = (
                    points[1][0] + (points[2][0] - points[1][0]) * t,
                    points[1][1] + (points[2][1] - points[1][1]) * t,
                )
                bench.line([(x, y), (x + 22 * side, y + 6)], [6, 1], pose=pose)
        limb(bench, pose, [(50 * side, -270), (120 * side, -360), (60 * side, -440)], (40, 34, 6), SHELL)
        limb(bench, pose, [(26 * side, -250), (140 * side, -330), (220 * side, -420)], (8, 6, 4), SHELL)
    blob(
        bench,
        pose,
        [(0, -300), (80, -280), (96, -220), (60, -170), (-60, -170), (-96, -220), (-80, -280)],
        SHELL,
        bevel=40,
    )
    blob(
        bench,
        pose,
        [(0, -214), (120, -200), (170, -120), (130, -60), (-130, -60), (-170, -120), (-120, -200)],
        SHELL.but(base=0.56),
        bevel=60,
    )
    for side in (1, -1):
        wing = [
            (4 * side, -80),
            (130 * side, -70),
            (210 * side, 60),
            (190 * side, 260),
            (90 * side, 400),
            (4 * side, 430),
        ]
        blob(bench, pose, wing, SHELL.but(angle=70 * side, base=0.56), bevel=110)
        for k in range(3):
            ink(
                bench,
                pose,
                [
                    ((50 + 46 * k) * side, -40 + 20 * k),
                    ((60 + 46 * k) * side, 160),
                    ((40 + 30 * k) * side, 360 - 30 * k),
                ],
                5,
            )
        bench.cuts([oval(96 * side - 20, 20, 12, 60, steps=20)], pose=pose)
        eye(bench, pose, 78 * side, -236, 18)
    bench.line([(0, -70), (0, 420)], 6, pose=pose)


def _swarm(bench: Bench, pose: Pose) -> None:
    draws = bench.rng.random((64, 4)).tolist()
    for a, b, c, d in sorted(draws, key=lambda row: row[2]):
        turn, far = a * 2 * pi, 430 * b**0.5
        size = 0.6 + 0.9 * c
        here = Pose(x=far * cos(turn), y=far * sin(turn) * 0.95, turn=360 * d, size=size)
        ((x, y),) = pose.at([(here.x, here.y)])
        one = Pose(x=x, y=y, turn=here.turn, size=pose.size * size)
        for side in (-1, 1):
            wing = curve([(0, -10), (50 * side, -46), (84 * side, -20), (60 * side, 16), (8 * side, 12)], steps=4)
            bench.part(wing, PALE.but(hue=0.0, base=0.84), pose=one, bevel=6, outline=2.2)
        bench.part(oval(0, 8, 17, 38, steps=20), SHELL, pose=one, bevel=9, outline=2.6)
        bench.inks([oval(0, -34, 12, 11, steps=14)], pose=one)
        for k in range(3):
            bench.line([(-15, 6 + 12 * k), (15, 6 + 12 * k)], 3.4, pose=one)


def _worm(bench: Bench, pose: Pose) -> None:
    path = curve([(260, 460), (120, 320), (-180, 330), (-280, 160), (-60, 60), (60, -60), (10, -230)], closed=False)
    count = len(path)
    for k in range(0, count, 2):
        x, y = path[k]
        size = 80 + 60 * k / count
        bench.part(
            oval(x, y, size, size * 0.86),
            FLESH.but(base=0.44 + 0.12 * k / count),
            pose=pose,
            bevel=size * 0.5,
            outline=3,
        )
    x, y = path[-1]
    bench.part(oval(x, y - 20, 160, 150), FLESH, pose=pose, bevel=50, outline=3)
    bench.inks([oval(x, y - 24, 122, 112)], pose=pose)
    for ring, radius in ((0, 118), (1, 82)):
        for k in range(14 - 4 * ring):
            t = k * 2 * pi / (14 - 4 * ring) + 0.2 * ring
            base = Pose(x=x + radius * cos(t), y=y - 24 + radius * 0.92 * sin(t), turn=float(np.degrees(t)) + 90)
            bench.part(base.at([(-15, 0), (15, 0), (0, 48 - 12 * ring)]), PALE, pose=pose, bevel=6, outline=2.6)


def _crab(bench: Bench, pose: Pose) -> None:
    for side in (-1, 1):
        for k in range(4):
            limb(
                bench,
                pose,
                [
                    (150 * side, 100 + 20 * k),
                    ((300 + 20 * k) * side, 60 + 80 * k),
                    ((330 + 24 * k) * side, 220 + 60 * k),
                ],
                (44, 32, 8),
                SHELL.but(base=0.44),
            )
        limb(bench, pose, [(170 * side, 0), (330 * side, -40), (330 * side, -170)], (60, 54, 66), SHELL)
        blob(
            bench,
            pose,
            [
                (290 * side, -170),
                (250 * side, -290),
                (300 * side, -420),
                (340 * side, -300),
                (390 * side, -400),
                (420 * side, -270),
                (380 * side, -170),
            ],
            SHELL.but(base=0.58),
            bevel=50,
        )
        limb(bench, pose, [(70 * side, -70), (84 * side, -170)], (26, 20), SHELL)
        eye(bench, pose, 84 * side, -190, 32)
    blob(
        bench,
        pose,
        [
            (0, -110),
            (150, -100),
            (260, -20),
            (230, 130),
            (110, 220),
            (-110, 220),
            (-230, 130),
            (-260, -20),
            (-150, -100),
        ],
        SHELL,
        bevel=110,
    )
    draws = bench.rng.random((34, 3)).tolist()
    bench.inks([oval((a - 0.5) * 400, -60 + 140 * b, 4 + 8 * c, steps=12) for a, b, c in draws], pose=pose)
    ink(bench, pose, [(-90, 130), (0, 160), (90, 130)], 9)
    ink(bench, pose, [(-50, 170), (0, 184), (50, 170)], 5)


CREATURES: dict[str, Creature] = {
    "spider": _spider,
    "beetle": _beetle,
    "swarm": _swarm,
    "worm": _worm,
    "crab": _crab,
}
