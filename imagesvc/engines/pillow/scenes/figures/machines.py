"""Machines: busts of robots and golems, and drones that hover. Words: `vocabulary/people.py` (MACHINES)."""

from collections.abc import Callable, Sequence

from imagesvc.engines.pillow.parts import Bench, Material, Outline, Point, Pose, band, curve, oval, ring
from imagesvc.engines.pillow.scenes.figures.burin import swelling
from imagesvc.engines.pillow.scenes.figures.face import ACCENT, CLOTH, HAIR, SKIN, WHITE

Draws = list[float]
Machine = Callable[[Bench, Pose, Draws, float], None]
_PLATE = Material(hue=SKIN, dark=0.08, bright=1.0, base=0.54, pitch=6.8, gloss=0.8)
_DARK = Material(hue=HAIR, dark=0.02, bright=0.5, base=0.34, pitch=6.8, gloss=0.4)
_STONE = Material(hue=SKIN, dark=0.1, bright=0.95, base=0.5, pitch=8.2, angle=-14, grain=0.7)


def _panel(
    bench: Bench, pose: Pose, points: Sequence[Point], stuff: Material, *, bevel: float = 30, round_: bool = False
) -> None:
    shape = curve(points, steps=6) if round_ else points
    bench.part(shape, stuff, pose=pose, bevel=bevel, relief=1.35, outline=3)


def _lamp(bench: Bench, pose: Pose, x: float, y: float, radius: float) -> None:
    bench.part(oval(x, y, radius * 1.5), _DARK, pose=pose, bevel=radius * 0.3, outline=3)
    bench.flat(oval(x, y, radius), pose=pose, light=1, tone=0.96, hue=ACCENT, outline=2.6)
    bench.inks([oval(x, y, radius * 0.3)], pose=pose)
    bench.cuts([oval(x - radius * 0.4, y - radius * 0.4, radius * 0.2, steps=10)], pose=pose, hue=WHITE)
    ((gx, gy),) = pose.at([(x, y)])
    bench.glow(gx, gy, radius=radius * 2 * pose.size, light=0.2, tone=0.2)


def robot_head(bench: Bench, pose: Pose, draws: Draws) -> None:
    """Draw the head of a robot on a neck of rings: one of three makes, with eyes, mouth and antennae by lot."""
    for k in range(5):
        _panel(
            bench,
            pose,
            [(-70 + 4 * k, 190 + 26 * k), (70 - 4 * k, 190 + 26 * k), (74, 214 + 26 * k), (-74, 214 + 26 * k)],
            _DARK.but(base=0.5),
            bevel=8,
        )
    make = int(draws[0] * 3)
    shapes: list[Outline] = [
        [(-140, -150), (-110, -190), (110, -190), (140, -150), (150, 130), (100, 200), (-100, 200), (-150, 130)],
        [(-150, 60), (-150, -80), (-100, -190), (0, -220), (100, -190), (150, -80), (150, 60), (110, 190), (-110, 190)],
        [(-110, -200), (110, -200), (160, -60), (120, 120), (60, 204), (-60, 204), (-120, 120), (-160, -60)],
    ]
    for side in (-1, 1):
        _panel(
            bench,
            pose,
            [(140 * side, -50), (184 * side, -40), (184 * side, 50), (140 * side, 60)],
            _PLATE.but(base=0.4),
            bevel=10,
        )
        bench.part(oval(176 * side, 5, 26, 36), _DARK, pose=pose, bevel=10, outline=3)
        if draws[1] < 0.5:
            bench.line([(178 * side, -30), (196 * side, -230)], [9, 5], pose=pose)
            bench.ball(196 * side, -236, 13, _PLATE.but(hue=ACCENT), pose=pose)
    _panel(bench, pose, shapes[make], _PLATE, bevel=70, round_=make == 1)
    for y in (-110, 92):
        line = curve([(-146, y), (0, y + 12), (146, y)], closed=False)
        bench.line(line, 3.6, pose=pose)
    bench.line([(0, -200), (0, -104)], 3.6, pose=pose)
    if draws[2] < 0.3:  # one broad visor
        _panel(bench, pose, [(-124, -72), (124, -72), (118, 10), (-118, 10)], _DARK, bevel=14)
        bench.flat(
            [(-104, -50), (104, -50), (100, -10), (-100, -10)], pose=pose, light=1, tone=0.95, hue=ACCENT, outline=2.6
        )
        for k in range(9):
            bench.line([(-90 + 22 * k, -50), (-90 + 22 * k, -10)], 2.4, pose=pose)
    else:
        for side in (-1, 1):
            _lamp(bench, pose, 66 * side, -30, 28 + 8 * draws[3])
    if draws[4] < 0.5:
        _panel(bench, pose, [(-70, 112), (70, 112), (60, 168), (-60, 168)], _DARK, bevel=8)
        for k in range(7):
            bench.line([(-48 + 16 * k, 116), (-48 + 16 * k, 164)], 6, pose=pose)
    else:
        jaw = [(-96, 104), (96, 104), (70, 184), (-70, 184)]
        _panel(bench, pose, jaw, _PLATE.but(base=0.46), bevel=14)
        bench.line(curve([(-50, 140), (0, 148), (50, 140)], closed=False), 7, pose=pose)
    bench.inks([oval(x, y, 6) for x in (-118, 118) for y in (-84, 70, 110)], pose=pose)
    _panel(bench, pose, [(-12, 10), (12, 10), (18, 70), (-18, 70)], _PLATE.but(base=0.66), bevel=10)


def _robot(bench: Bench, pose: Pose, draws: Draws, bottom: float) -> None:
    body = [(-110, 270), (-250, 300), (-330, 380), (-340, bottom), (340, bottom), (330, 380), (250, 300), (110, 270)]
    for side in (-1, 1):
        bench.ball(360 * side, 430, 110, _PLATE.but(base=0.48), pose=pose)
        for k in range(3):
            line = curve(
                [((90 + 22 * k) * side, 230), ((150 + 26 * k) * side, 250), ((170 + 26 * k) * side, 330)], closed=False
            )
            bench.part(band(line, [13] * len(line)), _DARK.but(base=0.5), pose=pose, bevel=5, outline=2.4)
    _panel(bench, pose, body, _PLATE, bevel=60)
    for side in (-1, 1):
        _panel(
            bench,
            pose,
            [(40 * side, 350), (240 * side, 340), (270 * side, 500), (60 * side, 540)],
            _PLATE.but(base=0.62, hue=CLOTH),
            bevel=18,
        )
        bench.inks([oval(x * side, y, 7) for x, y in ((70, 374), (226, 364), (250, 486), (86, 510))], pose=pose)
    bench.part(ring(0, 440, 70, 52), _DARK.but(base=0.5), pose=pose, bevel=8, outline=3)
    _lamp(bench, pose, 0, 440, 40)
    for k in range(4):
        bench.line([(-120, 590 + 24 * k), (120, 590 + 24 * k)], 6, pose=pose)
    robot_head(bench, pose, draws)


def _golem(bench: Bench, pose: Pose, draws: Draws, bottom: float) -> None:
    blocks: list[tuple[Outline, float]] = [
        ([(-430, 470), (-410, 330), (-280, 260), (-170, 330), (-190, 520), (-330, bottom), (-440, bottom)], 0.46),
        ([(430, 470), (400, 320), (290, 270), (170, 330), (190, 520), (330, bottom), (440, bottom)], 0.4),
        ([(-200, 310), (-60, 250), (80, 256), (210, 320), (240, 520), (200, bottom), (-200, bottom), (-240, 520)], 0.5),
        (
            [
                (-150, -150),
                (-60, -220),
                (60, -216),
                (150, -160),
                (176, -20),
                (150, 130),
                (90, 230),
                (-80, 236),
                (-150, 140),
                (-170, -10),
            ],
            0.54,
        ),
        ([(-160, -90), (0, -120), (160, -96), (166, -50), (20, -30), (-166, -44)], 0.64),
        ([(-34, -40), (30, -40), (46, 70), (-48, 74)], 0.6),
        ([(-130, 120), (0, 106), (130, 118), (96, 220), (-90, 228)], 0.48),
    ]
    for points, base in blocks:
        _panel(bench, pose, points, _STONE.but(base=base, angle=-14 + 40 * base), bevel=34)
    for side in (-1, 1):
        _lamp(bench, pose, 78 * side, -8, 21)
    bench.line([(-84, 150), (0, 158), (84, 148)], [4, 9, 4], pose=pose)
    for crack in (
        [(-120, -150), (-70, -110), (-84, -70)],
        [(110, 60), (70, 100), (96, 150)],
        [(60, -210), (40, -160), (70, -130)],
        [(-160, 420), (-90, 460), (-110, 540)],
        [(300, 330), (270, 400), (310, 450)],
    ):
        bench.line(crack, [1.4, 6, 1.4], pose=pose)
    runes = [[(-10, 370), (-50, 420), (0, 470), (50, 420), (10, 370)], [(0, 470), (0, 560)], [(-40, 520), (40, 520)]]
    for rune in runes:
        bench.cuts([band(rune, [11] * len(rune))], pose=pose, hue=ACCENT)
    ((x, y),) = pose.at([(0.0, 460.0)])
    bench.glow(x, y, radius=90, light=0.2, tone=0.2)
    for k in range(9):  # moss
        px, py = -300 + 76 * k, (300, 268, 290)[k % 3]
        bench.part(
            curve([(px - 36, py), (px, py - 22), (px + 36, py + 4), (px + 8, py + 22)], steps=4),
            _STONE.but(hue=CLOTH, base=0.4, angle=70),
            pose=pose,
            bevel=10,
            outline=2.2,
        )


def _drone(bench: Bench, pose: Pose, draws: Draws, bottom: float) -> None:
    middle = Pose(x=pose.x, y=pose.y + 60 * pose.size, size=pose.size)
    for side in (-1, 1):
        _panel(
            bench,
            middle,
            [(120 * side, -60), (330 * side, -150), (340 * side, -110), (140 * side, 10)],
            _PLATE.but(base=0.44),
            bevel=18,
        )
        bench.part(oval(330 * side, -150, 130, 30), _DARK.but(base=0.6), pose=middle, bevel=12, outline=3)
        bench.cuts([band([(330 * side - 120, -154), (330 * side + 120, -150)], [2, 7])], pose=middle, hue=WHITE)
        leg = curve([(90 * side, 150), (150 * side, 260), (130 * side, 350)], closed=False)
        bench.part(band(leg, swelling(len(leg), 16, 26)), _PLATE.but(base=0.42), pose=middle, bevel=9, outline=3)
    _panel(
        bench,
        middle,
        [(0, -240), (150, -190), (210, -40), (180, 120), (80, 210), (-80, 210), (-180, 120), (-210, -40), (-150, -190)],
        _PLATE,
        bevel=110,
        round_=True,
    )
    for y in (-120, 110):
        line = curve([(-180, y), (0, y + 26), (180, y)], closed=False)
        bench.line(line, 4, pose=middle)
    bench.part(ring(0, 0, 112, 88), _DARK.but(base=0.5), pose=middle, bevel=10, outline=3)
    _lamp(bench, middle, 0, 0, 62)
    for x in (-110, 110):
        _lamp(bench, middle, x, 150, 14)
    bench.line([(40, -220), (70, -380)], [8, 4], pose=middle)
    bench.ball(71, -386, 13, _PLATE.but(hue=ACCENT), pose=middle)


MACHINES: dict[str, Machine] = {"robot": _robot, "golem": _golem, "drone": _drone}
