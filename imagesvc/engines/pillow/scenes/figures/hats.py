"""Hats, caps and cloths, each a function of a Head; their words stand in `vocabulary/clothing.py` (HATS)."""

from collections.abc import Callable
from math import cos, sin

from imagesvc.engines.pillow.parts import Material, curve, oval, ring, star
from imagesvc.engines.pillow.scenes.figures.face import CLOTH, HAIR, WHITE
from imagesvc.engines.pillow.scenes.figures.headgear import Head, brim, dome, plume, ribbon
from imagesvc.engines.pillow.scenes.figures.strands import Lie, flow
from imagesvc.engines.pillow.scenes.figures.stuffs import DARK, FABRIC, LINEN, RIBBON, TRIM


def _pointed(head: Head) -> None:
    bend = 1 if head.front > 0 else -1
    head.panel(
        [
            (-150, -150),
            (-116, -260),
            (-70 * 1.0, -370),
            (10 * bend, -470),
            (110 * bend, -496),
            (88 * bend, -430),
            (84, -330),
            (124, -240),
            (152, -150),
            (0, -180),
        ],
        FABRIC.but(angle=70),
        bevel=54,
    )
    for y, x in ((-330, -60), (-390, -30), (-260, 70)):
        head.fold([(x, y), (x + 40, y + 14), (x + 84, y - 8)], 6)
    head.bench.part(star(-10, -292, 34, 14, points=5), TRIM, pose=head.pose, bevel=7)
    head.bench.part(star(54, -364, 17, 7, points=5), TRIM, pose=head.pose, bevel=4)
    brim(head, FABRIC, wide=292)
    ribbon(head, RIBBON)
    head.bench.part(ring(head.front * 0.6, -182, 24, 13), TRIM, pose=head.pose, bevel=5)


def _wide(head: Head) -> None:
    head.panel(
        [(-142, -150), (-132, -256), (-70, -300), (0, -284), (70, -300), (132, -256), (142, -150), (0, -180)],
        FABRIC,
        bevel=46,
    )
    brim(head, FABRIC, wide=286, curl=16)
    ribbon(head, RIBBON)
    plume(head, x=120, y=-190)


def _cowboy(head: Head) -> None:
    head.panel(
        [(-136, -150), (-126, -268), (-84, -312), (0, -278), (84, -312), (126, -268), (136, -150), (0, -176)],
        FABRIC,
        bevel=46,
    )
    head.fold([(0, -276), (6, -240), (0, -210)], 7)
    brim(head, FABRIC, wide=290, curl=54, thick=26)
    ribbon(head, RIBBON, wide=138)


def _fedora(head: Head) -> None:
    head.panel(
        [(-138, -150), (-134, -246), (-76, -288), (0, -266), (76, -288), (134, -246), (138, -150), (0, -176)],
        FABRIC,
        bevel=46,
    )
    head.fold([(-60, -276), (0, -250), (60, -276)], 7)
    brim(head, FABRIC, wide=246, curl=10, thick=30)
    ribbon(head, DARK, wide=138)


def _tricorn(head: Head) -> None:
    f = head.front
    dome(head, FABRIC, low=-130, tall=282, wide=150)
    left = [(-268, -206), (-200, -128), (-60 + f * 0.6, -96), (f, -120), (f - 10, -214), (-120, -240)]
    right = [(268, -206), (200, -128), (60 + f * 0.6, -96), (f, -120), (f + 10, -214), (120, -240)]
    head.bench.shadow([curve(left, steps=4), curve(right, steps=4)], pose=head.pose, blur=18, shift=(6, 30), depth=0.6)
    for points in (left, right):
        head.panel(points, FABRIC.but(base=0.56), bevel=20)
        head.strip([points[0], points[1], points[2], points[3]], 13, TRIM, bevel=4)
    if head.person.dress == "pirate":
        x = f * 0.6 + (-76 if f < 0 else 76)
        head.bench.part(oval(x, -168, 24, 22), LINEN, pose=head.pose, bevel=6)
        head.bench.inks([oval(x - 9, -168, 6), oval(x + 9, -168, 6)], pose=head.pose)
        head.bench.line([(x - 30, -138), (x + 30, -124)], 7, pose=head.pose)
        head.bench.line([(x + 30, -138), (x - 30, -124)], 7, pose=head.pose)


def _cap(head: Head) -> None:
    f = head.front
    head.shade(-104)
    head.panel(
        [(-180, -112), (-190, -196), (-90, -268), (60, -262), (180, -204), (178, -116), (f, -142)], FABRIC, bevel=50
    )
    side = 1 if f > 0 else -1
    head.panel(
        [
            (f - 110, -122),
            (f, -146),
            (f + 110, -122),
            (f + 96 + 30 * side, -92),
            (f + 20 * side, -84),
            (f - 96 + 30 * side, -92),
        ],
        FABRIC.but(base=0.42),
        bevel=14,
    )
    for t in (-80, 0, 80):
        head.fold([(0, -262), (t, -210), (t * 1.4, -140)], 3.4)
    head.bench.ball(0, -266, 12, FABRIC, pose=head.pose)


def _peaked(head: Head) -> None:
    f = head.front
    head.shade(-100)
    head.panel(
        [(-160, -126), (-216, -206), (-120, -276), (f * 0.4, -292), (120, -276), (216, -206), (160, -126), (0, -150)],
        FABRIC,
        bevel=46,
    )
    head.strip([(-158, -124), (f * 0.5, -158), (158, -124)], 44, RIBBON)
    head.panel(
        [(f - 118, -118), (f, -146), (f + 118, -118), (f + 84, -76), (f, -62), (f - 84, -76)],
        DARK.but(gloss=0.9, base=0.4),
        bevel=16,
    )
    head.bench.part(star(f * 0.9, -196, 36, 16, points=8), TRIM, pose=head.pose, bevel=7)


def _tophat(head: Head) -> None:
    head.panel(
        [(-132, -150), (-140, -400), (0, -420), (140, -400), (132, -150), (0, -176)],
        FABRIC.but(gloss=0.7, base=0.44),
        bevel=46,
        round_=False,
    )
    brim(head, FABRIC.but(gloss=0.7, base=0.44), wide=216, curl=20, thick=26)
    ribbon(head, RIBBON, wide=134)


def _turban(head: Head) -> None:
    f = head.front * 0.6
    head.shade(-100)
    dome(head, FABRIC.but(base=0.46), low=-120, tall=290, wide=170)
    for k in range(4):
        for side in (1, -1):
            y = -110 - 30 * k
            head.strip(
                [
                    (188 * side * (1 - 0.1 * k), y - 20),
                    (110 * side, y - 60 - 8 * k),
                    (f - 20 * side, y - 30 - 30 * k * 0.6),
                ],
                52,
                FABRIC.but(base=0.62 - 0.03 * k, angle=30 * side),
                bevel=22,
            )
    head.bench.part(oval(f, -196, 24, 30), TRIM.but(gloss=0.9), pose=head.pose, bevel=9, outline=3)
    head.panel(
        [(f - 12, -220), (f + 12, -220), (f + 26, -330), (f, -372), (f - 20, -320)],
        TRIM.but(angle=70, gloss=0.1),
        bevel=10,
    )


def _bandana(head: Head) -> None:
    f = head.front
    knot = -176 if f > 0 else 176
    side = 1 if knot > 0 else -1
    for dx, dy in ((60, 110), (30, 160)):
        head.panel(
            [
                (knot, -110),
                (knot + dx * side, -60),
                (knot + (dx - 20) * side, dy - 60),
                (knot + (dx - 60) * side, dy - 90),
            ],
            RIBBON,
            bevel=12,
        )
    head.panel(
        [
            (-166, -100),
            (-164, -180),
            (-90, -246),
            (0, -254),
            (90, -246),
            (164, -180),
            (166, -100),
            (f + 60, -128),
            (f, -136),
            (f - 60, -128),
        ],
        RIBBON,
        bevel=46,
    )
    for t in (-90, -30, 40, 100):
        head.fold([(knot * 0.9, -112), (t * 0.8, -190), (t, -226)], 3.4)
    head.strip([(-168, -98), (f - 60, -126), (f, -134), (f + 60, -126), (168, -98)], 30, RIBBON.but(base=0.6))
    spots = [(-110, -160), (-50, -200), (20, -180), (84, -214), (120, -150), (-20, -150), (60, -148)]
    head.bench.cuts([oval(x, y, 9, 9, steps=12) for x, y in spots], pose=head.pose, tone=1.0, hue=WHITE)


def _scarf(head: Head) -> None:
    f = head.front * 0.6
    opening = curve(
        [
            (f, -172),
            (96 + f, -142),
            (138 + f, -50),
            (132 + f, 90),
            (84 + f, 190),
            (f, 226),
            (-84 + f, 190),
            (-132 + f, 90),
            (-138 + f, -50),
            (-96 + f, -142),
        ],
        steps=6,
    )
    outer = [
        (0, -262),
        (110, -240),
        (188, -130),
        (196, 40),
        (184, 200),
        (150, 320),
        (0, 356),
        (-150, 320),
        (-184, 200),
        (-196, 40),
        (-188, -130),
        (-110, -240),
    ]
    stuff = {"habit": FABRIC, "gown": LINEN}.get(head.person.dress, RIBBON)
    head.panel(outer, stuff.but(angle=76), bevel=40, holes=[opening])
    head.bench.part(
        [(f + (x - f) * 1.09, y * 1.06) for x, y in opening],
        LINEN,
        pose=head.pose,
        bevel=10,
        holes=[opening],
        outline=2.6,
    )
    for side in (-1, 1):
        for t in (0.3, 0.7):
            head.fold(
                [
                    (40 * side + f, -250),
                    ((150 + 20 * t) * side, -110),
                    ((146 + 40 * t) * side, 100),
                    ((110 + 30 * t) * side, 310),
                ],
                5,
            )


def _straw(head: Head) -> None:
    straw = TRIM.but(gloss=0.1, dark=0.3, pitch=6, grain=0.6)
    head.panel(
        [(-136, -150), (-124, -250), (0, -286), (124, -250), (136, -150), (0, -176)], straw.but(angle=20), bevel=46
    )
    brim(head, straw, wide=290)
    for k in range(13):
        x = -270 + 45 * k
        head.bench.line([(x * 0.6, -150), (x, -116)], [1, 3], pose=head.pose)
    ribbon(head, RIBBON.but(hue=CLOTH))


def _chef(head: Head) -> None:
    for k in (0, 6, 1, 5, 2, 4, 3):
        x = -150 + 50 * k
        head.panel(
            [(x - 56, -230), (x - 50, -330), (x, -372 + abs(k - 3) * 12), (x + 50, -330), (x + 56, -230)],
            LINEN.but(base=0.84),
            bevel=24,
        )
    head.panel(
        [(-150, -120), (-154, -226), (154, -226), (150, -120), (head.front * 0.5, -150)],
        LINEN.but(base=0.9),
        bevel=20,
        round_=False,
    )


def _fur(head: Head) -> None:
    fur = Material(hue=HAIR, dark=0.1, bright=0.9, base=0.55)
    dome(head, FABRIC, low=-130, tall=296, wide=164)
    lie = Lie(ragged=0.4, stray=2.4, sheen=0.5, taper=0.05, spread=1.3)
    guides = []
    for k in range(13):
        t = (k / 12 * 2 - 1) * 1.5
        x = 168 * sin(t)
        y = -128 - 44 * cos(t)
        guides.append([(x * 0.94, y - 20), (x * 1.05, y + 6), (x * 1.14, y + 60)])
    flow(head.bench, head.pose, guides, fur, lie)
    for side in (-1, 1):
        guides = [[(x * side, -110), (x * 1.05 * side, 20), (x * side, 160)] for x in (134, 164, 196)]
        flow(head.bench, head.pose, guides, fur, lie)


HATS: dict[str, Callable[[Head], None]] = {
    "pointed": _pointed,
    "wide": _wide,
    "fedora": _fedora,
    "cowboy": _cowboy,
    "tricorn": _tricorn,
    "cap": _cap,
    "peaked": _peaked,
    "tophat": _tophat,
    "turban": _turban,
    "bandana": _bandana,
    "scarf": _scarf,
    "straw": _straw,
    "chef": _chef,
    "fur": _fur,
}
