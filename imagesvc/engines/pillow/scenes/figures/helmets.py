"""Helmets, hoods and crowns, each a function of a Head; their words stand in `vocabulary/clothing.py` (HATS)."""

from collections.abc import Callable
from math import cos, sin

from imagesvc.engines.pillow.parts import Bench, Outline, Pose, band, curve, oval, ring, star
from imagesvc.engines.pillow.scenes.figures.burin import swelling
from imagesvc.engines.pillow.scenes.figures.face import CLOTH, WHITE
from imagesvc.engines.pillow.scenes.figures.headgear import Head, dome, plume, rim
from imagesvc.engines.pillow.scenes.figures.stuffs import DARK, FABRIC, LINEN, TRIM


def inside_of_hood(bench: Bench, pose: Pose) -> None:
    """Lay the dark inside of a hood, behind the face."""
    lining = curve(
        [
            (0, -246),
            (140, -208),
            (196, -60),
            (186, 120),
            (120, 300),
            (-120, 300),
            (-186, 120),
            (-196, -60),
            (-140, -208),
        ],
        steps=6,
    )
    bench.part(lining, DARK.but(dark=0.0, bright=0.2, base=0.22), pose=pose, bevel=40, relief=-0.6)


def _hood(head: Head) -> None:
    f, w = head.front * 0.7, head.person.breadth
    opening = curve(
        [
            (f, -206),
            (104 + f, -172),
            (150 + f, -60),
            (144 + f * 0.8, 90),
            (98 + f * 0.5, 214),
            (f * 0.4, 300),
            (-98 + f * 0.5, 214),
            (-144 + f * 0.8, 90),
            (-150 + f, -60),
            (-104 + f, -172),
        ],
        steps=6,
    )
    head.bench.shadow(
        [curve([(-160, -240), (160, -240), (140, -110), (0, -146), (-140, -110)], steps=4)],
        pose=head.pose,
        blur=30,
        shift=(16, 18),
        depth=0.75,
    )
    outer = [
        (0, -312),
        (96, -290),
        (190, -200),
        (232, -60),
        (240, 90),
        (254 * w, 250),
        (340 * w, 350),
        (120, 430),
        (0, 408),
        (-120, 430),
        (-340 * w, 350),
        (-254 * w, 250),
        (-240, 90),
        (-232, -60),
        (-190, -200),
        (-96, -290),
    ]
    head.panel(outer, FABRIC.but(angle=74), bevel=54, holes=[opening])
    rim = [(f + (x - f) * 1.12, y * 1.09 - 2) for x, y in opening]
    head.bench.part(rim, FABRIC.but(base=0.68, angle=60), pose=head.pose, bevel=16, holes=[opening], outline=3)
    for side in (-1, 1):
        for t in (0.2, 0.5, 0.8):
            head.fold(
                [
                    (50 * side * t + f, -290 + 20 * t),
                    ((176 + 34 * t) * side, -90),
                    ((178 + 44 * t) * side, 110),
                    ((164 + 80 * t) * side, 310),
                ],
                6,
            )


def _nasal(head: Head) -> None:
    head.shade()
    dome(head, head.steel)
    f = head.front
    head.panel(
        [(-12 + f * 0.4, -302), (14 + f * 0.4, -302), (20 + f * 0.8, -96), (-18 + f * 0.8, -96)],
        head.steel.but(base=0.66),
        bevel=8,
    )
    rim(head, TRIM)
    for k in range(9):
        x = -156 + 39 * k
        head.bench.ball(x, -116 + (x / 170) ** 2 * 36, 7, head.steel, pose=head.pose)
    for side in (-1, 1):
        head.panel(
            [
                (170 * side, -64),
                (176 * side, 50),
                (134 * side, 160),
                (104 * side, 130),
                (128 * side, 40),
                (138 * side, -64),
            ],
            head.steel.but(base=0.46),
            bevel=20,
        )
    head.panel(
        [(-15 + f, -104), (15 + f, -104), (17 + f * 1.3, 40), (f * 1.35, 58), (-15 + f * 1.3, 40)],
        head.steel.but(base=0.62),
        bevel=9,
    )


def _great(head: Head) -> None:
    f = head.front
    head.panel(
        [
            (-176, 190),
            (-184, -40),
            (-158, -206),
            (-70, -268),
            (70, -268),
            (158, -206),
            (184, -40),
            (176, 190),
            (60, 252),
            (-60, 252),
        ],
        head.steel.but(base=0.56),
        bevel=110,
    )
    head.panel([(-13 + f, -264), (13 + f, -264), (17 + f, 236), (-17 + f, 236)], TRIM, bevel=8, round_=False)
    head.panel([(-176, -60), (f, -44), (176, -60), (176, -10), (f, 6), (-176, -10)], TRIM, bevel=8, round_=False)
    for side in (-1, 1):
        slit = [(f + 26 * side, -38), (f + 26 * side, -18), (152 * side + f * 0.2, -26), (150 * side + f * 0.2, -48)]
        head.bench.inks([slit], pose=head.pose)
        head.bench.inks(
            [oval(f + side * (44 + 34 * c), 56 + 40 * r, 9, 12, steps=12) for r in range(4) for c in range(3)],
            pose=head.pose,
        )
    if head.person.look.glow:
        for side in (-1, 1):
            head.bench.cuts([oval(f + 76 * side, -30, 11, 7)], pose=head.pose, hue=1.0)
            ((x, y),) = head.pose.at([(f + 76 * side, -30)])
            head.bench.glow(x, y, radius=30, light=0.25, tone=0.2)
    plume(head, x=0, y=-262)


def _kettle(head: Head) -> None:
    head.shade(-90)
    dome(head, head.steel, low=-110, tall=292, wide=160)
    f = head.front
    head.panel(
        [(-262, -64), (-150, -138), (f * 0.4, -152), (150, -138), (262, -64), (150, -82), (f * 0.4, -92), (-150, -82)],
        head.steel.but(base=0.62),
        bevel=18,
    )
    for k in range(7):
        head.bench.ball(-138 + 46 * k, -128 + abs(k - 3) * 3, 7, TRIM, pose=head.pose)
    head.fold([(f * 0.4, -290), (f * 0.6, -220), (f * 0.7, -156)], 5)


def _horned(head: Head) -> None:
    for side in (-1, 1):
        path = curve([(150 * side, -180), (230 * side, -200), (270 * side, -280), (240 * side, -360)], closed=False)
        head.bench.part(
            band(path, [60 * (1 - 0.9 * k / len(path)) for k in range(len(path))]),
            LINEN,
            pose=head.pose,
            bevel=18,
            outline=3,
        )
        for k in range(3, len(path) - 6, 4):
            x, y = path[k]
            head.bench.line([(x - 16, y - 14), (x + 14, y + 12)], [1.2, 3.4], pose=head.pose)
    _nasal(head)


def _crown(head: Head) -> None:
    f = head.front
    points: Outline = []
    for k in range(7):
        x = -158.0 + 52.6 * k
        points += [(x * 1.06, -258 - 46 * (1 - abs(k - 3) / 3)), (x + 26, -198)]
    head.panel([(-154, -128), *points[:-1], (154, -128), (f, -154)], TRIM, bevel=16, round_=False)
    head.strip(
        [(-156, -136), (-80 + f * 0.3, -158), (f * 0.6, -166), (80 + f * 0.3, -158), (156, -136)],
        42,
        TRIM.but(base=0.7),
        bevel=10,
    )
    stone = TRIM.but(hue=CLOTH, dark=0.2, bright=0.7, gloss=0.9)
    for k in range(5):
        x = -108 + 54 * k
        head.bench.ball(x + f * 0.4, -160 + abs(k - 2) * 5, 13, stone, pose=head.pose)
    for k in range(7):
        x, y = points[2 * k]
        head.bench.ball(x, y - 4, 11, TRIM, pose=head.pose)


def _tiara(head: Head) -> None:
    f = head.front * 0.7
    for k in range(7):
        t = k - 3
        x, top = f + 34 * t, -232 - 14 * (3 - abs(t)) ** 1.2
        head.panel([(x - 17, -166 + abs(t) * 4), (x, top), (x + 17, -166 + abs(t) * 4)], TRIM, bevel=7, round_=False)
        head.bench.ball(x, top - 2, 7, LINEN, pose=head.pose)
    head.strip([(-140, -128), (f - 80, -156), (f, -166), (f + 80, -156), (140, -128)], 18, TRIM)
    head.bench.part(star(f, -192, 22, 12, points=4), TRIM.but(hue=CLOTH, gloss=0.9), pose=head.pose, bevel=6)


def _circlet(head: Head) -> None:
    f = head.front
    head.strip([(-152, -96), (f * 0.5 - 80, -120), (f * 0.9, -126), (f * 0.5 + 80, -120), (152, -96)], 17, TRIM)
    head.bench.part(
        oval(f * 0.9, -122, 15, 21),
        TRIM.but(hue=CLOTH, dark=0.2, bright=0.8, gloss=0.9),
        pose=head.pose,
        bevel=7,
        outline=3,
    )


def _laurel(head: Head) -> None:
    f = head.front
    for side in (-1, 1):
        for k in range(8):
            t = k / 7
            x, y = f * (1 - t) * 0.9 + side * (20 + 140 * sin(t * 1.5)), -134 - 26 * cos(t * 2.4)
            for lean in (-1, 1):
                leaf = Pose(x=x, y=y, turn=side * (60 + 30 * t) + 40 * lean)
                shape = curve([(0, 0), (10, -24), (0, -54), (-10, -24)], steps=4)
                head.bench.part(leaf.at(shape), TRIM.but(base=0.6), pose=head.pose, bevel=6, outline=2.4)


def _mitre(head: Head) -> None:
    f = head.front
    head.panel(
        [(-150, -128), (-168, -290), (f * 0.4, -452), (168, -290), (150, -128), (f * 0.6, -152)],
        FABRIC.but(base=0.66),
        bevel=40,
        round_=False,
    )
    head.strip([(-152, -140), (f * 0.6, -166), (152, -140)], 46, TRIM)
    head.panel(
        [(f * 0.6 - 17, -180), (f * 0.6 + 17, -180), (f * 0.4 + 12, -420), (f * 0.4 - 12, -420)],
        TRIM,
        bevel=6,
        round_=False,
    )
    head.panel(
        [(f * 0.5 - 60, -296), (f * 0.5 + 60, -296), (f * 0.5 + 60, -268), (f * 0.5 - 60, -268)],
        TRIM,
        bevel=6,
        round_=False,
    )


def _space(head: Head) -> None:
    bench, pose = head.bench, head.pose
    # A bubble of glass: what is inside shows through it.
    for start, stop, width, inset in ((-170, -110, 16, 26), (-60, -30, 9, 22), (100, 150, 7, 24)):
        arc = oval(0, -20, 262 - inset, 272 - inset, start=start, stop=stop, steps=24)
        bench.cuts([band(arc, swelling(len(arc), 1, width))], pose=pose, tone=1.0, hue=WHITE)
    bench.part(ring(0, -20, 268, 250), head.steel.but(base=0.66), pose=pose, bevel=8, outline=3)
    for side in (-1, 1):
        head.panel([(236 * side, -60), (292 * side, -50), (292 * side, 50), (236 * side, 60)], head.steel, bevel=14)
        bench.flat(oval(266 * side, 0, 13), pose=pose, light=1, tone=0.95, hue=1.0, outline=2.6)


HATS: dict[str, Callable[[Head], None]] = {
    "hood": _hood,
    "nasal": _nasal,
    "great": _great,
    "kettle": _kettle,
    "horned": _horned,
    "crown": _crown,
    "tiara": _tiara,
    "circlet": _circlet,
    "laurel": _laurel,
    "mitre": _mitre,
    "space": _space,
}
