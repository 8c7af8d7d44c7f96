"""Ears, and what adorns a face or a neck: spectacles, masks, jewels. Words: `vocabulary/clothing.py` (WORN_ON_FACE)."""

from collections.abc import Callable

from imagesvc.engines.pillow.parts import Bench, Pose, band, curve, oval, ring
from imagesvc.engines.pillow.scenes.figures.burin import swelling
from imagesvc.engines.pillow.scenes.figures.cast import Person
from imagesvc.engines.pillow.scenes.figures.face import ACCENT, EYE, Look, edge, on, place
from imagesvc.engines.pillow.scenes.figures.stuffs import DARK, HIDE, IRON, RIBBON, TRIM


def ears(bench: Bench, pose: Pose, look: Look, *, length: float, near: bool) -> None:
    """Draw an ear: the `near` one lies on the turned head, the far one sticks out behind it; `length` makes a point."""
    for side in (-1, 1):
        is_near = look.turn * side < -_TURNED
        if is_near != near or (look.turn * side > 0.4 and length < 0.3):
            continue
        x = _ear_at(look, side)
        reach = 0.75 if look.turn * side > 0.4 else 1.0
        if length > 0:
            tip = (x + (40 + 108 * length) * side * reach, -86 - 96 * length)
            shape = [
                (x - 8 * side, 46),
                (x + 18 * side, 34),
                (x + (34 + 40 * length) * side * reach, -24 - 20 * length),
                tip,
                (x + (14 + 20 * length) * side, -74 - 20 * length),
                (x - 8 * side, -46),
            ]
            inner = [
                (x + 4 * side, 22),
                (x + (20 + 20 * length) * side, -24),
                ((x + tip[0]) / 2 + 10 * side, (-30 + tip[1]) / 2),
                (tip[0] - 6 * side, tip[1] + 12),
            ]
        else:
            shape = [
                (x - 12 * side, 52),
                (x + 12 * side, 42),
                (x + 28 * side, 0),
                (x + 28 * side, -38),
                (x + 4 * side, -54),
                (x - 12 * side, -38),
            ]
            inner = [(x + 2 * side, 34), (x + 16 * side, 2), (x + 15 * side, -26), (x + 1 * side, -36)]
        stuff = look.skin.but(base=look.skin.base + (0.16 if near else 0) - (0.12 if side > 0 else 0), pitch=6.6)
        bench.part(curve(shape, steps=5), stuff, pose=pose, bevel=15)
        line = curve(inner, closed=False)
        bench.line(line, swelling(len(line), 0.8, 5), pose=pose)
        if length <= 0:
            lobe = curve([(x + 3 * side, 18), (x - 4 * side, -2), (x + 6 * side, -16)], closed=False)
            bench.line(lobe, swelling(len(lobe), 0.6, 3), pose=pose)


_TURNED = 0.25  # from which turn on one ear lies on the head


def _ear_at(look: Look, side: int) -> float:
    return place(look, 150 * side, 0)[0] if look.turn * side < -_TURNED else edge(look, side, 0)


def earrings(bench: Bench, pose: Pose, look: Look) -> None:
    """Hang a ring from each ear that is seen."""
    for side in (-1, 1):
        if look.turn * side > 0.4:
            continue
        x = _ear_at(look, side) + 6 * side
        bench.part(ring(x, 74, 21, 13), TRIM.but(base=0.75), pose=pose, bevel=4, outline=2.4)


def _spectacles(bench: Bench, pose: Pose, look: Look) -> None:
    _lenses(bench, pose, look, sides=(-1, 1))
    a, b = place(look, -12, EYE[1] - 4, 34), place(look, 12, EYE[1] - 4, 34)
    bench.line(curve([a, ((a[0] + b[0]) / 2, a[1] - 10), b], closed=False), 7, pose=pose)


def _lenses(bench: Bench, pose: Pose, look: Look, *, sides: tuple[int, ...]) -> None:
    for side in sides:
        rim = on(look, oval(EYE[0] * side, EYE[1] + 4, 49, 46), 16)
        inner = on(look, oval(EYE[0] * side, EYE[1] + 4, 41, 38), 16)
        bench.part(rim, TRIM.but(base=0.7), pose=pose, bevel=3, outline=2.4, holes=[inner])
        x = EYE[0] * side
        glints = [
            [(x - 26, 8), (x - 6, -36), (x + 2, -36), (x - 18, 10)],
            [(x - 10, 14), (x + 6, -24), (x + 9, -24), (x - 6, 16)],
        ]
        bench.cuts([on(look, g, 16) for g in glints], pose=pose, light=0.98, tone=0.98)
        if look.turn * side < 0.4:
            bench.line(
                [place(look, (EYE[0] + 47) * side, EYE[1] - 4, 12), (edge(look, side, -20) - 12 * side, -22)],
                6,
                pose=pose,
            )


def _monocle(bench: Bench, pose: Pose, look: Look) -> None:
    side = -1 if look.turn > 0 else 1
    _lenses(bench, pose, look, sides=(side,))
    chain = curve(
        [place(look, 96 * side, 20, 10), (edge(look, side, 90) + 4 * side, 110), (120 * side, 250), (90 * side, 400)],
        closed=False,
    )
    bench.line(chain, 3.4, pose=pose)


def _goggles(bench: Bench, pose: Pose, look: Look) -> None:
    bench.part(
        band(
            curve([(edge(look, -1, -150), -134), place(look, 0, -158, 16), (edge(look, 1, -150), -134)], closed=False),
            [40] * 17,
        ),
        HIDE,
        pose=pose,
        bevel=10,
    )
    for side in (-1, 1):
        x, y = place(look, 54 * side, -146, 30)
        bench.part(oval(x, y, 50, 46), TRIM.but(base=0.6), pose=pose, bevel=12, outline=3)
        bench.part(
            oval(x, y, 36, 33),
            DARK.but(hue=0.0, dark=0.2, bright=0.9, base=0.5, gloss=0.9),
            pose=pose,
            bevel=14,
            outline=2.6,
        )
        bench.cuts([[(x - 20, y + 10), (x - 2, y - 22), (x + 6, y - 22), (x - 12, y + 12)]], pose=pose)


def _visor(bench: Bench, pose: Pose, look: Look) -> None:
    shape = on(
        look,
        curve([(-140, -50), (0, -56), (140, -50), (136, 22), (40, 30), (0, 16), (-40, 30), (-136, 22)], steps=5),
        22,
    )
    bench.part(shape, DARK.but(hue=ACCENT, dark=0.1, bright=0.9, base=0.5, gloss=0.9), pose=pose, bevel=16, outline=3)
    for row in (-34, -18, 2):
        bench.cuts([band(on(look, [(-110, row), (0, row - 4), (110, row)], 24), [3, 5, 3])], pose=pose, hue=ACCENT)
    for side in (-1, 1):
        ((x, y),) = pose.at([place(look, 70 * side, -14, 20)])
        bench.glow(x, y, radius=60, light=0.14, tone=0.16)


def _patch(bench: Bench, pose: Pose, look: Look) -> None:
    side = -1 if look.turn > 0 else 1
    x = EYE[0] * side
    bench.line(
        curve(
            [
                (edge(look, -side, -130), -120),
                place(look, 0, -96, 10),
                place(look, x, -48, 10),
                (edge(look, side, 0), 6),
            ],
            closed=False,
        ),
        9,
        pose=pose,
    )
    shape = on(look, curve([(x - 44, -48), (x + 44, -48), (x + 38, 12), (x, 32), (x - 40, 10)], steps=5), 14)
    bench.part(shape, DARK.but(base=0.36, bright=0.4), pose=pose, bevel=14)


def _mask(bench: Bench, pose: Pose, look: Look) -> None:
    shape = [
        (edge(look, -1, 30) - 2, 26),
        *on(look, [(-70, 34), (0, 20), (70, 34)], 30),
        (edge(look, 1, 30) + 2, 26),
        (edge(look, 1, 110) + 6, 120),
        place(look, 60, 216),
        place(look, 0, 238, 8),
        place(look, -60, 216),
        (edge(look, -1, 110) - 6, 120),
    ]
    bench.part(curve(shape, steps=5), DARK.but(bright=0.6, base=0.44), pose=pose, bevel=34, relief=1.4, outline=3)
    for side in (-1, 1):
        for y in (60, 110, 160):
            fold = curve(on(look, [(124 * side, y - 20), (70 * side, y), (14 * side, y + 14)], 14), closed=False)
            bench.line(fold, swelling(len(fold), 0.8, 5), pose=pose)


def _beak(bench: Bench, pose: Pose, look: Look) -> None:
    """The mask of those who walk among the plague."""
    hide = HIDE.but(base=0.46, angle=60)
    cheeks = [(-128, -70), (0, -92), (128, -70), (132, 40), (84, 140), (0, 176), (-84, 140), (-132, 40)]
    bench.part(on(look, curve(cheeks, steps=6), 8), hide, pose=pose, bevel=40, relief=1.3, outline=3)
    for side in (-1, 1):
        x, y = place(look, EYE[0] * side, EYE[1], 20)
        bench.part(oval(x, y, 42, 40), TRIM, pose=pose, bevel=10, outline=3)
        bench.part(oval(x, y, 30, 28), DARK.but(gloss=0.9, base=0.4), pose=pose, bevel=12)
        bench.cuts([oval(x - 10, y - 11, 7, 5, steps=12)], pose=pose)
    root = [place(look, -34, 0, 20), place(look, 34, 0, 20), place(look, 40, 96, 20), place(look, -40, 96, 20)]
    side = 1 if look.turn > 0 else -1
    tip = (place(look, 0, 60, 20)[0] + 150 * side, 214.0)
    beak = [root[0], root[1], (tip[0] - 40 * side, 110), tip, (tip[0] - 90 * side, 176), root[2], root[3]]
    bench.part(curve(beak, steps=6), hide.but(base=0.56), pose=pose, bevel=34, relief=1.4, outline=3)
    seam = curve([place(look, 0, 2, 20), (tip[0] - 80 * side, 120), (tip[0] - 8 * side, 200)], closed=False)
    bench.line(seam, swelling(len(seam), 1, 5), pose=pose)


def _earring(bench: Bench, pose: Pose, look: Look) -> None:
    earrings(bench, pose, look)


def _piercing(bench: Bench, pose: Pose, look: Look) -> None:
    x, y = place(look, 0, 104, 30)
    bench.part(ring(x, y, 15, 10), TRIM.but(base=0.8), pose=pose, bevel=3, outline=2.2)
    for k in range(2):
        bench.ball(*place(look, 112 - 14 * k, -74 - 10 * k, 8), 5, TRIM, pose=pose)


ON_FACE: dict[str, Callable[[Bench, Pose, Look], None]] = {
    "spectacles": _spectacles,
    "monocle": _monocle,
    "goggles": _goggles,
    "visor": _visor,
    "patch": _patch,
    "mask": _mask,
    "beak": _beak,
    "earring": _earring,
    "piercing": _piercing,
}


def necklace(bench: Bench, pose: Pose, person: Person) -> None:
    """Hang something around the neck."""
    cord = curve([(-96, 262), (-66, 360), (0, 408), (66, 360), (96, 262)], closed=False)
    if "pendant" in person.adorned:
        bench.line(cord, 5, pose=pose)
        bench.part(oval(0, 438, 34, 38), TRIM.but(base=0.66), pose=pose, bevel=10, outline=3)
        bench.part(oval(0, 438, 16, 19), TRIM.but(dark=0.0, bright=0.5, gloss=0.9), pose=pose, bevel=7)
    if "beads" in person.adorned:
        for x, y in cord[::2]:
            bench.ball(x * 1.1, y + 20, 12, HIDE.but(base=0.6, gloss=0.5), pose=pose)
    if "torc" in person.adorned:
        bench.part(
            band(curve([(-104, 226), (-60, 284), (0, 302), (60, 284), (104, 226)], closed=False), [26] * 33),
            TRIM,
            pose=pose,
            bevel=10,
        )
    if "stethoscope" in person.adorned:
        for side in (-1, 1):
            tube = curve([(104 * side, 250), (96 * side, 380), (70 * side, 500)], closed=False)
            bench.part(band(tube, [14] * len(tube)), DARK.but(base=0.4), pose=pose, bevel=5)
        bench.part(oval(-70, 514, 26), IRON, pose=pose, bevel=8)
    if "scarf" in person.adorned:
        for low, base in ((372, 0.44), (340, 0.58)):
            line = curve([(-130, 230), (-84, 312), (0, low), (84, 312), (130, 230)], closed=False)
            bench.part(band(line, [64] * len(line)), RIBBON.but(base=base, angle=20), pose=pose, bevel=24, outline=3)
        bench.part(
            curve([(30, 350), (84, 356), (110, 520), (50, 540)], steps=5),
            RIBBON.but(angle=80),
            pose=pose,
            bevel=16,
            outline=3,
        )
        for k in range(4):
            bench.line([(56 + 16 * k, 536 - 5 * k), (58 + 17 * k, 566 - 5 * k)], 5, pose=pose)
