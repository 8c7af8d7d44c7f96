"""Creatures that nobody has dissected; their words stand in `vocabulary/people.py` (CREATURES)."""

from math import cos, sin

from imagesvc.engines.pillow.parts import Bench, Material, Pose, curve, oval
from imagesvc.engines.pillow.scenes.figures.anatomy import FLESH, GLOW, PALE, Creature, blob, eye, ink, limb
from imagesvc.engines.pillow.scenes.figures.face import ACCENT, CLOTH, SKIN, WHITE
from imagesvc.engines.pillow.scenes.figures.strands import Lie, flow


def _slime(bench: Bench, pose: Pose) -> None:
    body = [
        (0, -300),
        (150, -250),
        (230, -90),
        (300, 90),
        (410, 250),
        (390, 350),
        (200, 330),
        (120, 400),
        (-60, 350),
        (-220, 400),
        (-380, 340),
        (-400, 250),
        (-290, 100),
        (-240, -90),
        (-150, -250),
    ]
    bench.shadow([curve(body, steps=6)], pose=pose, blur=26, shift=(10, 40), depth=0.5)
    stuff = FLESH.but(gloss=0.9, dark=0.2, base=0.62, pitch=9)
    blob(bench, pose, body, stuff, bevel=150)
    for x, y, r in (
        (-110, 120, 34),
        (120, 190, 46),
        (20, 260, 24),
        (-190, 250, 26),
        (180, 30, 20),
        (-40, -160, 22),
        (240, 270, 22),
    ):
        bench.part(oval(x, y, r), stuff.but(base=0.74), pose=pose, bevel=r * 0.5, outline=2.4)
        bench.cuts([oval(x - r * 0.36, y - r * 0.4, r * 0.2, steps=12)], pose=pose, hue=WHITE)
    bench.part(oval(-30, 190, 42, 38), PALE, pose=pose, bevel=16, outline=2.6)  # what it has eaten
    bench.inks([oval(-46, 186, 9, 11), oval(-14, 186, 9, 11), [(-34, 204), (-26, 204), (-30, 192)]], pose=pose)
    for side in (-1, 1):
        eye(bench, pose, 84 * side, -80, 40)
    bench.inks([curve([(-120, 20), (0, 50), (120, 20), (70, 84), (0, 98), (-70, 84)], steps=6)], pose=pose)
    bench.cuts(
        [curve([(-120, -240), (-60, -276), (-20, -270), (-90, -200)], steps=5), oval(-160, -150, 14, 34, steps=16)],
        pose=pose,
        hue=WHITE,
    )
    for x, y, r in ((-330, 20, 17), (350, 90, 22), (-250, -260, 12), (300, -180, 14)):
        bench.part(oval(x, y, r, r * 1.3), stuff, pose=pose, bevel=r * 0.5, outline=2.4)


def _eye_beast(bench: Bench, pose: Pose) -> None:
    for k in range(11):
        t = (k / 10 * 2 - 1) * 1.7
        tip = (390 * sin(t), -60 - 350 * cos(t))
        bend = 40 if k % 2 else -40
        limb(
            bench,
            pose,
            [(200 * sin(t), -40 - 200 * cos(t)), (300 * sin(t) + bend, -60 - 290 * cos(t)), tip],
            (44, 26, 20),
            FLESH.but(base=0.46),
        )
        bench.part(oval(tip[0], tip[1], 36), FLESH, pose=pose, bevel=14, outline=3)
        eye(bench, pose, tip[0], tip[1] + 2, 23, slit=True)
    blob(bench, pose, oval(0, 20, 300, 290, steps=12)[:-1], FLESH, bevel=150)
    draws = bench.rng.random((40, 3)).tolist()
    bench.inks(
        [
            oval(250 * (a - 0.5) * 2, 20 + 240 * (b - 0.5) * 2, 4 + 9 * c, 3 + 7 * c, steps=12)
            for a, b, c in draws
            if (a - 0.5) ** 2 + (b - 0.5) ** 2 < 0.24
        ],
        pose=pose,
    )
    lid = [(-170, -40), (-60, -150), (60, -150), (170, -40), (60, 50), (-60, 50)]
    bench.inks([curve([(x * 1.1, -50 + (y + 50) * 1.16) for x, y in lid], steps=6)], pose=pose)
    bench.part(curve(lid, steps=6), PALE.but(base=0.9), pose=pose, bevel=30, outline=3)
    eye(bench, pose, 0, -50, 74, slit=True)
    ink(bench, pose, [(-190, -70), (-60, -190), (60, -190), (190, -70)], 17)
    bench.inks([curve([(-210, 120), (0, 170), (210, 120), (150, 240), (0, 276), (-150, 240)], steps=6)], pose=pose)
    for k in range(9):
        x = -176 + 44 * k
        top = 128 + 34 * (1 - (x / 190) ** 2)
        bench.part([(x - 18, top), (x + 18, top), (x, top + 56)], PALE, pose=pose, bevel=6, outline=2.6)
        if 0 < k < 8:
            low = 222 + 46 * (1 - (x / 190) ** 2)
            bench.part([(x + 4, low), (x + 36, low - 2), (x + 20, low - 46)], PALE, pose=pose, bevel=6, outline=2.6)


def _plant(bench: Bench, pose: Pose) -> None:
    stem = FLESH.but(base=0.46, angle=80)
    for k in range(6):
        side = -1 if k % 2 else 1
        reach = 200 + 60 * (k // 2)
        path = [
            (20 * side, 330),
            (reach * 0.6 * side, 260 - 60 * (k // 2)),
            (reach * side, 120 - 110 * (k // 2)),
            ((reach + 90) * side, 170 - 120 * (k // 2)),
            ((reach + 40) * side, 220 - 120 * (k // 2)),
        ]
        limb(bench, pose, path, (40, 32, 24, 14, 4), stem)
        line = curve(path, closed=False)
        for i in range(6, len(line) - 4, 5):
            x, y = line[i]
            bench.part([(x - 6, y), (x + 8, y + 4), (x + 16 * side, y - 30)], PALE, pose=pose, bevel=4, outline=2)
    limb(bench, pose, [(0, 460), (-50, 300), (30, 150), (0, 10)], (120, 90, 76, 90), stem.but(base=0.52))
    for side in (1, -1):
        for k in range(3):
            leaf = [
                (0, 40),
                ((140 + 40 * k) * side, -40 + 100 * k),
                ((300 + 20 * k) * side, 20 + 120 * k),
                ((150 + 30 * k) * side, 90 + 90 * k),
            ]
            blob(bench, pose, leaf, FLESH.but(angle=40 * side), bevel=26)
            ink(
                bench,
                pose,
                [(20 * side, 44), ((150 + 34 * k) * side, 24 + 90 * k), ((280 + 20 * k) * side, 24 + 118 * k)],
                5,
            )
    blob(
        bench,
        pose,
        [
            (0, -20),
            (180, -60),
            (270, -220),
            (200, -380),
            (120, -300),
            (0, -330),
            (-120, -300),
            (-200, -380),
            (-270, -220),
            (-180, -60),
        ],
        FLESH.but(hue=CLOTH),
        bevel=80,
    )
    bench.inks([curve([(-200, -250), (0, -290), (200, -250), (140, -110), (0, -66), (-140, -110)], steps=6)], pose=pose)
    for k in range(9):
        x = -180 + 45 * k
        top = -246 - 36 * (1 - (x / 190) ** 2)
        bench.part([(x - 15, top), (x + 15, top), (x, top + 64)], PALE, pose=pose, bevel=6, outline=2.6)
        low = -126 + 52 * (1 - (x / 190) ** 2)
        if 1 < k < 8:
            bench.part([(x - 30, low), (x - 4, low), (x - 18, low - 54)], PALE, pose=pose, bevel=6, outline=2.6)
    limb(bench, pose, [(0, -110), (20, -150), (70, -170), (120, -140)], (50, 40, 26, 8), GLOW.but(base=0.5))


def _flame(bench: Bench, pose: Pose) -> None:
    for layer, (scale, base, hue) in enumerate(
        ((1.0, 0.5, SKIN), (0.78, 0.66, SKIN), (0.54, 0.82, ACCENT), (0.3, 0.95, ACCENT))
    ):
        guides = []
        for k in range(9):
            t = k / 8 * 2 - 1
            wave = 60 * sin(k * 2.1 + layer)
            tip = (
                t * 250 * scale + wave * scale,
                -460 * scale + 330 * abs(t) * scale - 40 * (k % 2) + 120 * (1 - scale),
            )
            guides.append(
                [(t * 190 * scale, 400 - 30 * layer), (t * 330 * scale, 150), (t * 250 * scale - wave * 0.7, -60), tip]
            )
        stuff = Material(hue=hue, dark=0.3 + 0.1 * layer, bright=1.0, base=base)
        flow(
            bench,
            pose,
            guides,
            stuff,
            Lie(wave=14, length=190, ragged=0.3, sheen=0.3, taper=0.04, stray=1.6, spread=0.5),
        )
    bench.glow(*pose.at([(0.0, 40.0)])[0], radius=230 * pose.size, light=0.16, tone=0.2)
    for side in (-1, 1):
        bench.inks(
            [curve([(26 * side, 70), (70 * side, -20), (150 * side, -40), (130 * side, 50), (70 * side, 90)], steps=5)],
            pose=pose,
        )
        bench.cuts([oval(88 * side, 24, 14, 18)], pose=pose, hue=WHITE)
    bench.inks([curve([(-110, 170), (0, 140), (110, 170), (70, 250), (0, 214), (-70, 250)], steps=5)], pose=pose)


def _wave(bench: Bench, pose: Pose) -> None:
    for layer, scale in enumerate((1.0, 0.74, 0.5)):
        guides = []
        for k in range(9):
            t = k / 8 * 2 - 1
            guides.append(
                [
                    (t * 400 * scale, 440),
                    (t * 190 * scale + 60, 200),
                    (t * 210 * scale - 50, -40),
                    (t * 150 * scale + 110 * scale, -330 * scale),
                    (t * 60 + 250 * scale, -300 * scale + 60 * t),
                ]
            )
        flow(
            bench,
            pose,
            guides,
            Material(hue=SKIN, dark=0.1 + 0.14 * layer, bright=1.0, base=0.54 + 0.1 * layer),
            Lie(wave=10, length=150, ragged=0.16, sheen=0.45, taper=0.1, stray=0.6, spread=0.6),
        )
    for side in (-1, 1):
        eye(bench, pose, 66 * side + 10, -70, 24)
    bench.inks([curve([(-50, 20), (10, 44), (80, 20), (40, 70), (-10, 70)], steps=5)], pose=pose)
    for x, y, r in ((300, -340, 16), (350, -260, 11), (-320, -120, 13), (-260, -260, 9), (380, 20, 12)):
        bench.part(oval(x, y, r), PALE.but(hue=0.0), pose=pose, bevel=6, outline=2.4)


def _wind(bench: Bench, pose: Pose) -> None:
    for k in range(7):  # rings of a whirl, from its foot up
        y, wide = 400 - 118 * k, 70.0 + 48 * k
        lean = 30 * sin(k * 1.3)
        guides = []
        for t in (0.0, 0.34, 0.67, 1.0):
            reach, tall = wide * (1 - 0.3 * t), (34 + 9 * k) * (1 - 0.2 * t)
            arc = oval(lean, y - 40 * t, reach, tall, start=200, stop=-80, steps=12)
            guides.append(arc)
        stuff = Material(hue=SKIN, dark=0.2, bright=1.0, base=0.5 + 0.04 * k)
        flow(bench, pose, guides, stuff, Lie(ragged=0.24, sheen=0.45, taper=0.05, stray=1.4, wave=4, length=120))
    for side in (-1, 1):
        bench.inks([curve([(40 * side, -190), (120 * side, -250), (140 * side, -200), (80 * side, -160)])], pose=pose)
        bench.cuts([oval(94 * side, -204, 12, 14)], pose=pose, hue=ACCENT)


CREATURES: dict[str, Creature] = {
    "slime": _slime,
    "eye": _eye_beast,
    "plant": _plant,
    "flame": _flame,
    "wave": _wave,
    "wind": _wind,
}
