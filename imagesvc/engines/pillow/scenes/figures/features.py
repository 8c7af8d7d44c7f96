"""The features of a face in ink and patches: eyes, brows, nose and mouth; the holes of a skull."""

from math import pi, sin

from imagesvc.engines.pillow.parts import Bench, Outline, Point, Pose, curve, oval
from imagesvc.engines.pillow.scenes.figures.burin import stroke, swelling
from imagesvc.engines.pillow.scenes.figures.face import ACCENT, EYE, MOUTH, WHITE, Look, on, place
from imagesvc.engines.pillow.scenes.figures.marks import MARKS
from imagesvc.engines.pillow.scenes.figures.stuffs import DARK, TEETH


def paint(bench: Bench, pose: Pose, look: Look) -> None:
    """Draw what a face of flesh, wood or stone has."""
    for side in (-1, 1):
        _eye(bench, pose, look, side)
        _brow(bench, pose, look, side)
    _nose(bench, pose, look)
    _mouth(bench, pose, look)
    for mark, draw in MARKS.items():
        if mark in look.marks:
            draw(bench, pose, look)


def _eye(bench: Bench, pose: Pose, look: Look, side: int) -> None:
    x, y = EYE
    wide = 27.0 + 8 * look.eye
    tall = (7.0 + 9 * look.eye) * (0.35 + 0.9 * look.lids)
    tilt = 9 * look.slant

    def at(dx: float, dy: float) -> Point:
        return place(look, (x + dx) * side, y + dy)

    top = curve(
        [at(-wide, 4 + tilt * 0.4), at(-10, -tall), at(12, -tall - tilt * 0.4), at(wide, -1 - tilt)], closed=False
    )
    low = curve([at(wide, -1 - tilt), at(9, tall * 0.7 - tilt * 0.3), at(-13, tall * 0.62), at(-wide, 4)], closed=False)
    gaze = 5 * look.turn * side
    middle = at(gaze, -1 - tall * 0.12)
    if look.glow:
        bench.flat(top + low, pose=pose, light=1, tone=1.0, hue=ACCENT, outline=2.6)
        ((gx, gy),) = pose.at([middle])
        bench.glow(gx, gy, radius=30 * pose.size, light=0.22, hue=0.0, tone=0.22)
        bench.inks([oval(*middle, 3.4, tall * 0.8, steps=14)], pose=pose)
    else:
        bench.flat(top + low, pose=pose, light=0.97, tone=0.95, hue=WHITE)
        radius = 9.5 + 3.5 * look.eye
        iris = [(px, max(py, middle[1] - tall)) for px, py in oval(*middle, radius, steps=18)]
        bench.flat(iris, pose=pose, light=0.72, tone=look.iris, hue=ACCENT, outline=2.6)
        bench.inks([oval(*middle, radius * 0.48, steps=14)], pose=pose)
        bench.cuts([oval(middle[0] - 4, middle[1] - 4.5, 3.1, steps=10)], pose=pose)
    lid = [2.6 + (4.4 + 2.4 * look.soft) * sin(pi * (0.12 + 0.82 * k / (len(top) - 1))) for k in range(len(top))]
    bench.line(top, lid, pose=pose)
    bench.line(low, swelling(len(low), 1.0, 2.2), pose=pose)
    crease = (13 - 5 * look.lids) + 2
    stroke(bench, pose, [at(-wide + 4, -tall), at(0, -tall - crease), at(wide + 2, -tall * 0.6 - tilt)], 0.8, 2.4)
    if look.soft > 0.7:  # lashes
        for dx, dy in ((wide - 2, -3), (wide - 9, -7)):
            bench.line([at(dx, dy - tilt), at(dx + 9, dy - 8 - tilt)], [3.2, 0.8], pose=pose)
    if look.age > 0.5:
        for k in (-1, 0, 1):
            bench.line([at(wide + 6, 4 * k), at(wide + 20, 10 * k - 1)], [2.2, 0.8], pose=pose)
    if look.age > 0.55 or look.lids < 0.45:
        stroke(bench, pose, [at(-wide + 4, tall + 4), at(0, tall + 12), at(wide - 4, tall + 6)], 0.6, 2.2)


def _brow(bench: Bench, pose: Pose, look: Look, side: int) -> None:
    drop, worry = 11 * look.brow, 12 * look.worry
    y = EYE[1] - 33 - 5 * look.eye + 3 * look.brow
    tilt = 8 * look.slant
    points = curve(
        on(
            look,
            [
                (23 * side, y + 5 + drop - worry),
                (50 * side, y - 5 + drop * 0.4 - worry * 0.3),
                (80 * side, y - 8 - drop * 0.3 - tilt * 0.5 + worry * 0.3),
                (106 * side, y + 6 - drop * 0.4 - tilt + worry * 0.5),
            ],
            rise=8,
        ),
        closed=False,
    )
    thick = 4.5 + 13 * look.brow_thick
    count = len(points)
    widths = [
        thick * (0.45 + 0.6 * sin(pi * (0.2 + 0.72 * k / (count - 1)))) * (1 - 0.6 * k / count) + 1
        for k in range(count)
    ]
    bench.line(points, widths, pose=pose)
    lean = 9 * side
    for k in range(0, count - 3, 3):
        px, py = points[k]
        bench.line([(px, py + thick * 0.3), (px + lean, py - thick * 0.7)], [2.6, 0.8], pose=pose)
    if look.brow > 0.5:
        stroke(bench, pose, on(look, [(9 * side, y + 24), (11 * side, y + 8), (7 * side, y - 8)], rise=10), 0.8, 3.4)


def _nose(bench: Bench, pose: Pose, look: Look) -> None:
    if look.kind == "alien":
        bench.inks([oval(*place(look, 8 * side, 92, 8), 3, 5, steps=10) for side in (-1, 1)], pose=pose)
        return
    wide, big = 0.6 + 0.8 * look.nose_wide, 0.55 + 0.9 * look.nose
    for side in (-1, 1):
        x, y = place(look, 13 * wide * side, 92, 22 * big)
        bench.inks([curve([(x - 7 * wide, y + 3), (x, y - 3), (x + 7 * wide, y + 2), (x, y + 5)], steps=4)], pose=pose)
        wing = [place(look, (d + 22 * wide) * side, y, 8 * big) for d, y in ((0, 70), (7, 83), (0, 96))]
        stroke(bench, pose, wing, 1.0, 3.2)
    if abs(look.turn) > 0.3:  # the far side of the ridge is an edge
        side = 1 if look.turn > 0 else -1
        ridge = [
            place(look, d * side, y, r * big) for d, y, r in ((12, -36, 8), (8, 10, 18), (9, 56, 34), (12, 84, 36))
        ]
        line = curve(ridge, closed=False)
        bench.line(line, [0.6 + 2.6 * k / (len(line) - 1) for k in range(len(line))], pose=pose)


def _mouth(bench: Bench, pose: Pose, look: Look) -> None:
    w = 34 + 18 * look.mouth_wide
    smile = 9.0 * look.smile
    full = 4 + 11 * look.lips
    y = MOUTH

    def lips(points: Outline) -> Outline:
        return on(look, curve(points, steps=4), rise=6)

    upper = lips(
        [
            (-w * 0.92, y - smile),
            (-w * 0.3, y - full * 0.9),
            (0, y - full * 0.55),
            (w * 0.3, y - full * 0.9),
            (w * 0.92, y - smile),
            (0, y + 3),
        ]
    )
    lower = lips(
        [
            (-w * 0.8, y + 2 - smile * 0.7),
            (-w * 0.3, y + full * 1.2),
            (0, y + full * 1.35),
            (w * 0.3, y + full * 1.2),
            (w * 0.8, y + 2 - smile * 0.7),
            (0, y + 4),
        ]
    )
    lip = look.skin.but(pitch=5.2, angle=84, bright=look.skin.bright - 0.12 * look.lips)
    bench.part(upper, lip.but(base=look.skin.base - 0.22), pose=pose, bevel=5, outline=0)
    bench.part(lower, lip.but(base=look.skin.base - 0.02), pose=pose, bevel=6, outline=0)
    if look.bared:
        _bared(bench, pose, look, w=w, smile=smile)
    else:
        points = [
            (-w, y + 1 - smile),
            (-w * 0.4, y - 2 + smile * 0.3),
            (0, y + 2 + smile * 0.4),
            (w * 0.4, y - 2 + smile * 0.3),
            (w, y + 1 - smile),
        ]
        stroke(bench, pose, on(look, points, rise=6), 2, 5.4)
    for side in (-1, 1):  # the corners tell the mood
        x = (w + 4) * side
        stroke(
            bench,
            pose,
            on(look, [(x, y - 6 - smile), (x + 4 * side, y + 1 - smile), (x + 1 * side, y + 8 - smile * 1.6)]),
            0.6,
            2.8,
        )
        if abs(look.smile) > 0.4:
            fold = [
                (w * 0.62 * side + 4 * side, 92),
                (w * 0.98 * side + 8 * side, 110),
                (w * 1.1 * side + 12 * side, y + 6 - smile),
            ]
            stroke(bench, pose, on(look, fold, rise=4), 0.6, 3.0)
        if look.tusks:
            _tusk(bench, pose, look, side, w=w)
    stroke(bench, pose, on(look, [(x, y + full * 1.5 + 6) for x in (-15, 0, 15)], rise=4), 0.8, 3)


def _bared(bench: Bench, pose: Pose, look: Look, *, w: float, smile: float) -> None:
    y = MOUTH
    gap = on(
        look,
        curve(
            [
                (-w * 0.9, y - smile),
                (0, y - 5 + smile * 0.3),
                (w * 0.9, y - smile),
                (w * 0.5, y + 9),
                (0, y + 13 + smile * 0.4),
                (-w * 0.5, y + 9),
            ],
            steps=5,
        ),
        rise=6,
    )
    bench.inks([gap], pose=pose)
    teeth = on(
        look,
        curve(
            [
                (-w * 0.74, y - smile * 0.6),
                (0, y - 3 + smile * 0.3),
                (w * 0.74, y - smile * 0.6),
                (w * 0.4, y + 5),
                (0, y + 8 + smile * 0.3),
                (-w * 0.4, y + 5),
            ],
            steps=5,
        ),
        rise=6,
    )
    bench.part(teeth, TEETH, pose=pose, bevel=3, outline=1.4)
    for k in range(-3, 4):
        bench.line(on(look, [(k * w * 0.19, y - 5), (k * w * 0.18, y + 9)], rise=6), 1.6, pose=pose)
    if look.fangs:
        for side in (-1, 1):
            x, top = place(look, w * 0.45 * side, y, 6)
            bench.part([(x - 5, top - 2), (x + 5, top - 2), (x, top + 20)], TEETH, pose=pose, bevel=3, outline=2.2)


def _tusk(bench: Bench, pose: Pose, look: Look, side: int, *, w: float) -> None:
    x, y = place(look, w * 0.72 * side, MOUTH + 8, 10)
    tall = 22 + 26 * look.tusks
    broken = "broken" in look.marks and side > 0
    tip = [(x + 3 * side, y - tall * 0.5), (x + 8 * side, y - tall * 0.4)] if broken else [(x + 5 * side, y - tall)]
    shape = [
        (x - 10, y + 4),
        (x - 8 + 2 * side, y - tall * 0.45),
        *tip,
        (x + 9 + 2 * side, y - tall * 0.4),
        (x + 10, y + 4),
    ]
    bench.part(shape if broken else curve(shape, steps=4), TEETH, pose=pose, bevel=5, outline=2.6)


def skull(bench: Bench, pose: Pose, look: Look) -> None:
    """Draw the sockets, nose and teeth of a skull."""
    for side in (-1, 1):
        socket = [(22, -14), (52, -46), (96, -34), (100, 8), (62, 28), (26, 14)]
        bench.inks([on(look, curve([(x * side, y) for x, y in socket], steps=6))], pose=pose)
        if look.glow:
            x, y = place(look, 62 * side, -8)
            bench.cuts([oval(x, y, 9, 10)], pose=pose, hue=ACCENT)
            ((gx, gy),) = pose.at([(x, y)])
            bench.glow(gx, gy, radius=32 * pose.size, light=0.3, tone=0.3)
            bench.cuts(
                [
                    oval(x, y, 26, 24),
                ],
                pose=pose,
                light=0.5,
                tone=0.62,
                hue=ACCENT,
            )
            bench.cuts([oval(x, y, 9, 10)], pose=pose, hue=ACCENT)
        nose = [(3, 86), (6, 42), (26, 76), (16, 90)]
        bench.inks([on(look, curve([(x * side, y) for x, y in nose], steps=4))], pose=pose)
        stroke(bench, pose, on(look, [(128 * side, 44), (100 * side, 82), (90 * side, 150)]), 1.4, 5)
        stroke(bench, pose, on(look, [(134 * side, -96), (120 * side, -60), (128 * side, -10)]), 0.8, 3)
    for y0, y1 in ((108, 144), (148, 182)):
        for k in range(8):
            x = -64 + 16 * k
            tooth = curve([(x, y0), (x + 15, y0), (x + 14, y1), (x + 1, y1)], steps=3)
            bench.part(on(look, tooth), TEETH.but(base=0.8), pose=pose, bevel=4, outline=2.6)
    bench.line(on(look, [(-72, 146), (72, 146)]), 5, pose=pose)
    bench.line(on(look, [(36, -206), (52, -150), (32, -112), (56, -76)]), [5, 4, 3, 1], pose=pose)


def big_eyes(bench: Bench, pose: Pose, look: Look) -> None:
    """The eyes of one who came from the stars, and a slit of a mouth."""
    for side in (-1, 1):
        almond = [(16, 26), (40, -40), (96, -74), (122, -54), (110, 0), (62, 40)]
        bench.part(
            on(look, curve([(x * side, y) for x, y in almond], steps=6)),
            DARK.but(hue=ACCENT if look.glow else 0.0, dark=0.0, bright=0.5, base=0.24, gloss=0.9),
            pose=pose,
            bevel=22,
            outline=3.4,
        )
        bench.cuts([on(look, oval(60 * side - 8, -26, 13, 8, steps=14))], pose=pose)
        bench.inks([oval(*place(look, 8 * side, 92, 6), 3, 6, steps=10)], pose=pose)
    mouth = curve(on(look, [(-30, MOUTH + 12), (0, MOUTH + 15), (30, MOUTH + 12)], 4), closed=False)
    bench.line(mouth, swelling(len(mouth), 1, 4.4), pose=pose)
