"""Weapons, as objects about 800 units long around their pose."""

from dataclasses import replace

from imagesvc.engines.pillow.parts import (
    CLOTH,
    GOLD,
    IRON,
    LEATHER,
    METAL,
    WOOD,
    Bench,
    Material,
    Outline,
    Pose,
    band,
    curve,
    rectangle,
    ring,
    star,
    trace,
)
from imagesvc.engines.pillow.scenes import ornament
from imagesvc.engines.pillow.scenes.matter import Draw, body, cloth, metal
from imagesvc.engines.pillow.words import Reading

_RUNES = "rune* etched inscri* sigil* engraved infernal enchanted magic*"

_WORN = "notched nicked worn battered chipped broken cracked corroded rust* old ancient teeth"

_SHORT = "dagger knife dirk stiletto boot-dagger shiv spike small"


def blade(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a sword or dagger, point to the upper right."""
    pose = replace(pose, turn=pose.turn + 43)
    steel = metal(reading)
    short = reading.score(_SHORT) > 0.5
    trait = reading.trait("blade")
    width = 56.0 + 18 * trait.random() + (22 if short else 0)
    tip, guard, end = (-400.0, 150.0, 330.0) if short else (-505.0, 232.0, 420.0)
    if short:
        pose = replace(pose, size=pose.size * 1.1)
    curved = (70.0 if short else 110.0) * (reading.score("sabre saber scimitar katana cutlass falchion curved") > 0)

    def bend(y: float) -> float:
        return -curved * ((guard - y) / (guard - tip)) ** 2

    ys = [guard - (guard - tip) * i / 24 for i in range(25)]
    shape = [
        min(1.0, (y - tip) / (2.6 * width)) ** 0.75 * width * (0.82 + 0.18 * (y - tip) / (guard - tip)) for y in ys
    ]
    left = [(bend(y) - w, y) for y, w in zip(ys, shape, strict=True)]
    right = [(bend(y) + w, y) for y, w in zip(ys, shape, strict=True)]
    middle = [(bend(y), y) for y in ys]
    if reading.score(_WORN) > 0:
        right = _notched(right, trait.random(12).tolist())
    edge = max(steel.bright, 0.95)  # even dark iron is ground to a bright edge
    side = Material(hue=steel.hue, dark=steel.dark, bright=edge, pitch=6.6, angle=62, base=0.84, gloss=0.3)
    bench.part(left + middle[::-1], side, pose=pose, bevel=5)
    bench.part(right + middle[::-1], side.but(base=0.32, angle=-62), pose=pose, bevel=5)
    fuller = [(x, y) for x, y in middle if tip + 3.4 * width < y]
    bench.part(
        band(fuller, [width * 0.34] * len(fuller)),
        side.but(base=0.5, angle=90),
        pose=pose,
        bevel=5,
        relief=-1,
        outline=1.6,
    )
    if reading.score(_RUNES) > 0:
        ornament.runes(bench, pose, [point for point in fuller if point[1] < guard - 40], size=width * 0.3)
    _hilt(bench, pose, reading, guard=guard, end=end, reach=118.0 + 30 * trait.random())


def axe(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw an axe, double if it is great."""
    pose = replace(pose, y=pose.y + 26 * pose.size, turn=pose.turn + 28, size=pose.size * 0.9)
    steel = metal(reading)
    bench.part(rectangle(-23, -430, 23, 440), WOOD.but(angle=90), pose=pose, bevel=14)
    for y in (190, 224, 258, 292, 326, 360):
        bench.part([(-27, y), (27, y - 14), (27, y + 16), (-27, y + 30)], LEATHER, pose=pose, bevel=8)
    double = reading.score("greataxe battleaxe double massive two-handed great") > 0
    for side in (1, -1) if double else (1,):
        head = curve(
            [
                (20 * side, -350),
                (120 * side, -384),
                (238 * side, -470),
                (300 * side, -340),
                (306 * side, -240),
                (262 * side, -112),
                (150 * side, -222),
                (20 * side, -250),
            ],
            steps=6,
        )
        edge = curve([(238 * side, -470), (300 * side, -340), (306 * side, -240), (262 * side, -112)], closed=False)
        bench.part(head, steel.but(angle=8), pose=pose, bevel=24, relief=1.2)
        bench.part(
            band(edge, [12] + [40] * (len(edge) - 2) + [12]),
            steel.but(base=0.86, angle=60, pitch=6.5),
            pose=pose,
            bevel=8,
        )
        bench.line(curve([(60 * side, -300), (120 * side, -330), (190 * side, -360)], closed=False), 3, pose=pose)
        bench.line(curve([(60 * side, -296), (120 * side, -270), (190 * side, -240)], closed=False), 3, pose=pose)
    if not double:
        bench.part(trace("-20 -340, -96 -326, -112 -300, -96 -274, -20 -262"), steel, pose=pose, bevel=16)
    bench.part(rectangle(-40, -362, 40, -238), IRON, pose=pose, bevel=16)
    bench.ball(0, 440, 34, steel, pose=pose)


def hammer(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a war hammer or mace."""
    pose = replace(pose, turn=pose.turn + 30, size=pose.size * 0.94)
    steel = metal(reading, default="iron")
    bench.part(rectangle(-24, -300, 24, 440), WOOD, pose=pose, bevel=14)
    for y in (220, 262, 304, 346):
        bench.part([(-28, y), (28, y - 14), (28, y + 22), (-28, y + 36)], LEATHER, pose=pose, bevel=8)
    if reading.score("mace flail morningstar") > 0:
        for i in range(10):
            spike = Pose(x=0, y=0, turn=i * 36, size=1)
            tip = spike.at([(-26, -120), (0, -214), (26, -120)])
            bench.part([(x, y - 300) for x, y in tip], steel, pose=pose, bevel=10)
        bench.ball(0, -300, 142, steel, pose=pose)
    else:
        bench.part(
            trace("-250 -440, -60 -410, 60 -410, 250 -440, 250 -190, 60 -220, -60 -220, -250 -190"),
            steel,
            pose=pose,
            bevel=26,
        )
        for x in (-216, 180):
            bench.part(rectangle(x, -440, x + 36, -190), steel.but(base=0.7), pose=pose, bevel=8)
        bench.part(star(0, -315, 64, 28, points=4), GOLD, pose=pose, bevel=8)
    bench.ball(0, 450, 34, steel, pose=pose)


def spear(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a spear head close, its shaft leaving the picture."""
    pose = replace(pose, turn=pose.turn + 40)
    steel = metal(reading, default="iron")
    bench.part(rectangle(-20, -180, 20, 700), WOOD, pose=pose, bevel=12)
    left = curve(trace("0 -500, -74 -330, -88 -240, -34 -170, 0 -166"), closed=False)
    bench.part(left, steel.but(base=0.8, angle=62), pose=pose, bevel=6)
    bench.part([(-x, y) for x, y in left], steel.but(base=0.34, angle=-62), pose=pose, bevel=6)
    bench.turned(trace("-178 32, -60 28, -50 34, -36 28"), IRON, pose=pose)
    tassel = cloth(reading).but(hue=0.95)
    for x, y in ((-46, 130), (40, 150), (-4, 176)):
        bench.part(curve([(-22, -36), (22, -36), (x + 20, y), (x - 14, y + 8)]), tassel, pose=pose, bevel=12)
    bench.part(rectangle(-30, -56, 30, -22), LEATHER, pose=pose, bevel=10)


def bow(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a bow with an arrow, or a crossbow."""
    if reading.score("crossbow") > 0:
        _crossbow(bench, pose, reading)
        return
    pose = replace(pose, turn=pose.turn + 24)
    spine = curve(
        trace("120 -470, 40 -440, -70 -300, -128 -130, -100 0, -128 130, -70 300, 40 440, 120 470"),
        closed=False,
    )
    bench.line([(116, -462), (116, 462)], 3.5, pose=pose)
    count = len(spine)
    widths = [18 + 30 * (1 - abs(2 * i / (count - 1) - 1)) for i in range(count)]
    bench.part(band(spine, widths), WOOD.but(angle=70), pose=pose, bevel=12)
    bench.part(curve(trace("-136 -70, -76 -70, -72 70, -136 70"), steps=3), LEATHER.but(angle=8), pose=pose, bevel=14)
    for y in (-380, 380):
        bench.part(rectangle(-40, y - 14, 24, y + 14), GOLD, pose=pose, bevel=8)
    _arrow(bench, replace(pose, turn=pose.turn - 90, x=pose.x, y=pose.y))


def staff(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a staff or wand with a crowned stone; a plain one if nothing speaks of magic."""
    pose = replace(pose, turn=pose.turn + 27)
    shaft = body(reading, default="wood").but(angle=90)
    spine = curve(trace("0 -300, 12 -150, -10 30, 10 220, 0 520"), closed=False)
    bench.part(band(spine, [50] + [42] * (len(spine) - 2) + [34]), shaft, pose=pose, bevel=15)
    if reading.score("magic* wizard* arcane wand scept* rod crystal spell* enchant* rune* mage* sorcer*") > 0:
        for side in (-1, 1):
            horn = curve([(16 * side, -270), (120 * side, -330), (140 * side, -440), (60 * side, -505)], closed=False)
            bench.part(
                band(horn, [44 - 36 * i / (len(horn) - 1) for i in range(len(horn))]), shaft, pose=pose, bevel=12
            )
        ornament.crystal(bench, pose, 0, -404, 74)
    else:
        bench.part(curve(trace("-44 -310, -58 -400, -10 -460, 52 -420, 44 -310")), shaft, pose=pose, bevel=26)
    for y in (-290, -180, 420):
        bench.turned([(y, 32), (y + 10, 36), (y + 26, 36), (y + 36, 32)], metal(reading, default="iron"), pose=pose)
    for y in range(10, 150, 22):
        bench.part([(-30, y), (30, y - 12), (30, y + 8), (-30, y + 20)], LEATHER, pose=pose, bevel=7)


def gun(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a pistol, pointing left."""
    steel = metal(reading)
    pose = replace(pose, turn=pose.turn - 8)
    bench.part(
        curve(trace("150 -60, 330 -70, 400 60, 440 330, 300 370, 250 150, 130 90"), steps=6),
        WOOD.but(angle=70),
        pose=pose,
        bevel=40,
    )
    bench.part(trace("-440 -120, 260 -140, 330 -70, 300 20, 60 60, -120 30, -440 10"), steel, pose=pose, bevel=30)
    bench.part(rectangle(-470, -96, -120, -14), steel.but(base=0.66), pose=pose, bevel=22)
    for x in range(-420, -140, 56):
        bench.part(rectangle(x, -104, x + 20, -6), IRON, pose=pose, bevel=8)
    bench.part(ring(110, 100, 92, 72), IRON, pose=pose, bevel=7)
    bench.part(band([(106, 40), (98, 96), (116, 140)], [16, 14, 8]), GOLD, pose=pose, bevel=5)
    bench.part(curve(trace("230 -130, 310 -220, 350 -200, 300 -90"), steps=4), IRON, pose=pose, bevel=12)
    ornament.crystal(bench, replace(pose, turn=pose.turn + 90), -60, -60, 44)


def _hilt(bench: Bench, pose: Pose, reading: Reading, *, guard: float, end: float, reach: float) -> None:
    fittings = GOLD if reading.trait("hilt").random() < 0.65 else IRON
    bench.part(rectangle(-24, guard + 10, 24, end), LEATHER.but(dark=0.12), pose=pose, bevel=14)
    y = guard + 30
    while y < end - 14:
        bench.part(
            [(-29, y), (29, y - 15), (29, y + 3), (-29, y + 18)], LEATHER.but(base=0.6), pose=pose, bevel=7, outline=1.8
        )
        y += 30
    arms = curve(
        [
            (-reach, guard + 4),
            (-reach * 0.5, guard + 22),
            (0, guard + 8),
            (reach * 0.5, guard + 22),
            (reach, guard + 4),
        ],
        closed=False,
    )
    bench.part(
        band(arms, [26 + 20 * abs(2 * i / (len(arms) - 1) - 1) ** 3 for i in range(len(arms))]),
        fittings,
        pose=pose,
        bevel=13,
    )
    for side in (-1, 1):
        bench.ball(reach * side, guard + 4, 28, fittings, pose=pose)
    bench.ball(0, end + 26, 44, fittings, pose=pose)
    ornament.crystal(bench, pose, 0, guard + 12, 24)


def _notched(edge: Outline, draws: list[float]) -> Outline:
    result: Outline = []
    for i, (x, y) in enumerate(edge):
        result.append((x, y))
        if i % 2 == 0 and 2 < i < len(edge) - 5 and draws[i // 2 % len(draws)] < 0.6:
            result += [(x - 2, y - 6), (x - 17 * draws[i // 2 % len(draws)] - 6, y - 12), (x - 2, y - 17)]
    return result


def _crossbow(bench: Bench, pose: Pose, reading: Reading) -> None:
    pose = replace(pose, turn=pose.turn + 35)
    limbs = curve(trace("-380 -60, -230 -200, 0 -262, 230 -200, 380 -60"), closed=False)
    bench.line([(-372, -62), (0, 30), (372, -62)], 4, pose=pose)
    count = len(limbs)
    bench.part(
        band(limbs, [18 + 40 * (1 - abs(2 * i / (count - 1) - 1)) for i in range(count)]),
        metal(reading, default="iron"),
        pose=pose,
        bevel=13,
    )
    bench.part(trace("-38 -330, 38 -330, 40 120, 52 250, 74 470, -30 480, -44 200"), WOOD, pose=pose, bevel=22)
    bench.part(rectangle(-8, -320, 8, 40), IRON, pose=pose, bevel=4, relief=-1)
    bench.part(rectangle(-50, -290, 50, -236), GOLD, pose=pose, bevel=12)
    bench.part(rectangle(-30, 20, 30, 74), METAL, pose=pose, bevel=12)
    bench.part(ring(0, -386, 58, 36), IRON, pose=pose, bevel=10)
    _arrow(bench, replace(pose, size=pose.size * 0.62), top=-620.0, bottom=40.0)


def _arrow(bench: Bench, pose: Pose, *, top: float = -430.0, bottom: float = 430.0) -> None:
    bench.part(rectangle(-8, top + 60, 8, bottom), WOOD.but(base=0.6), pose=pose, bevel=5)
    bench.part([(0, top), (36, top + 96), (0, top + 74), (-36, top + 96)], METAL, pose=pose, bevel=8)
    for side in (-1, 1):
        feather = [
            (8 * side, bottom - 130),
            (48 * side, bottom - 90),
            (48 * side, bottom - 10),
            (8 * side, bottom - 30),
        ]
        bench.part(feather, CLOTH.but(hue=0.95, angle=50 * side, pitch=6.4), pose=pose, bevel=8)


OBJECTS: dict[str, Draw] = {
    "blade": blade,
    "axe": axe,
    "hammer": hammer,
    "spear": spear,
    "bow": bow,
    "staff": staff,
    "gun": gun,
}
