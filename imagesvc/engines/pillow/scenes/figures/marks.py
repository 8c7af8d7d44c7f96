"""What years, fights and needles have left on a face, each a function; words: `vocabulary/people.py` (MARKS)."""

from imagesvc.engines.pillow.parts import Bench, Material, Pose, band, curve, oval
from imagesvc.engines.pillow.scenes.figures.burin import stroke, swelling
from imagesvc.engines.pillow.scenes.figures.face import ACCENT, HAIR, MOUTH, WHITE, Look, edge, on, place


def _scar(bench: Bench, pose: Pose, look: Look) -> None:
    side = -1 if look.turn > 0 else 1
    path = curve(
        on(look, [(92 * side, -84), (78 * side, -28), (86 * side, 34), (70 * side, 100)], rise=4), closed=False
    )
    bench.cuts([band(path, swelling(len(path), 2, 7))], pose=pose, light=0.98, tone=min(1.0, look.skin.bright + 0.1))
    bench.line([(x + 4, y) for x, y in path], swelling(len(path), 0.6, 2.4), pose=pose)
    for k in range(3, len(path) - 2, 5):
        x, y = path[k]
        bench.line(
            [(x - 10, y - 3), (x + 10, y + 4)],
            [
                1,
                2.4,
            ][:2],
            pose=pose,
        )


def _burn(bench: Bench, pose: Pose, look: Look) -> None:
    side = -1 if look.turn > 0 else 1
    for k in range(9):
        x, y = 92 + 9 * (k % 3) + 3 * (k % 2), -40 + 21 * k
        patch = [(x, y), (x + 26, y - 6), (x + 34, y + 8), (x + 8, y + 14)]
        bench.cuts(
            [on(look, curve([(a * side, b) for a, b in patch], steps=4))], pose=pose, light=0.9, tone=look.skin.bright
        )
        bench.line(on(look, [(x * side, y + 15), ((x + 30) * side, y + 10)]), [1.0, 2.6], pose=pose)


def _tattoo(bench: Bench, pose: Pose, look: Look) -> None:
    side = -1 if look.turn > 0 else 1
    for path in (
        [(112, -72), (104, -10), (112, 44), (84, 96)],
        [(124, -40), (120, 20), (104, 84)],
        [(60, 20), (78, 40), (70, 66), (48, 60)],
        [(40, -92), (70, -120), (104, -104)],
    ):
        stroke(bench, pose, on(look, [(x * side, y) for x, y in path]), 1.5, 8)
    bench.inks([oval(*place(look, 58 * side, 42), 5, steps=10)], pose=pose)


def _paint(bench: Bench, pose: Pose, look: Look) -> None:
    for side in (-1, 1):
        for k in range(3):
            stripe = on(
                look,
                [
                    ((34 + 8 * k) * side, 30 + 22 * k),
                    ((84 - 2 * k) * side, 20 + 22 * k),
                    ((126 - 12 * k) * side, 2 + 24 * k),
                ],
            )
            placed = curve(stripe, closed=False)
            bench.flat(band(placed, swelling(len(placed), 4, 13)), pose=pose, light=0.7, tone=0.45, hue=ACCENT)


def _freckles(bench: Bench, pose: Pose, look: Look) -> None:
    draws = bench.rng.random((46, 2)).tolist()
    dots = [place(look, (a * 2 - 1) * 108, 24 + 46 * b + 12 * abs(a * 2 - 1), 6) for a, b in draws]
    bench.inks([oval(x, y, 2.2, 1.9, steps=8) for x, y in dots], pose=pose)


def _stubble(bench: Bench, pose: Pose, look: Look) -> None:
    draws = bench.rng.random((300, 2)).tolist()
    dots = []
    for a, b in draws:
        x, y = (a * 2 - 1) * 122 * (1 - 0.4 * b), 84 + 124 * b
        if abs(x) > 52 or y > MOUTH + 20 or 104 < y < MOUTH - 12:
            dots.append(on(look, [(x - 1.6, y), (x + 0.6, y + 8), (x + 1.9, y)]))
    bench.inks(dots, pose=pose)


def _runes(bench: Bench, pose: Pose, look: Look) -> None:
    for side in (-1, 1):
        for path in (
            [(100, -60), (112, -10), (98, 30), (110, 80)],
            [(112, -10), (84, 20)],
            [(24, -150), (40, -110), (20, -90)],
        ):
            line = curve(on(look, [(x * side, y) for x, y in path]), closed=False)
            bench.cuts([band(line, [6.0] * len(line))], pose=pose, hue=ACCENT)
    x, y = pose.at([place(look, 0, -120)])[0]
    bench.glow(x, y, radius=60, light=0.2, tone=0.15)


def _stitches(bench: Bench, pose: Pose, look: Look) -> None:
    path = curve(on(look, [(-120, -120), (-60, -150), (20, -140), (70, -164)]), closed=False)
    bench.line(path, 3, pose=pose)
    for k in range(2, len(path), 4):
        x, y = path[k]
        bench.line([(x - 3, y - 13), (x + 3, y + 13)], 2.6, pose=pose)


def _gills(bench: Bench, pose: Pose, look: Look) -> None:
    """Fins for ears, and scales on the cheeks: the people of the sea."""
    for side in (-1, 1):
        x = edge(look, side, 0) - 8 * side
        for k in range(4):
            tip = (x + (110 - 14 * k) * side, -90 + 62 * k)
            bench.part(
                [(x, -40 + 24 * k), tip, (x, -6 + 24 * k)],
                Material(hue=HAIR, dark=0.2, bright=0.9, base=0.6),
                pose=pose,
                bevel=8,
                outline=2.6,
            )
    arcs = []
    for row in range(4):
        for k in range(4 - row % 2):
            for side in (-1, 1):
                cx, cy = (112 - 15 * k - 7 * (row % 2)) * side, 30 + 15 * row
                arcs.append(
                    band(
                        on(look, oval(cx, cy, 8, 8, start=10, stop=170, steps=8)), [1, 1.6, 2, 2.4, 2.4, 2.4, 2, 1.6, 1]
                    )
                )
    bench.inks(arcs, pose=pose)


def _bandages(bench: Bench, pose: Pose, look: Look) -> None:
    strips = (
        (-200, -150),
        (-160, -176),
        (-120, -100),
        (-84, -128),
        (46, 20),
        (84, 110),
        (118, 96),
        (160, 170),
        (190, 172),
    )
    for k, (left, right) in enumerate(strips):
        low, high = (edge(look, side, (left + right) / 2) - 2 * side for side in (-1, 1))
        path = curve([(low, left), ((low + high) / 2, (left + right) / 2 + 14), (high, right)], closed=False)
        cloth = Material(hue=WHITE, dark=0.3, bright=0.95, base=0.74 - 0.05 * (k % 3), angle=80, pitch=6.5)
        bench.part(band(path, [38] * len(path)), cloth, pose=pose, bevel=9, outline=2.6)


def _seams(bench: Bench, pose: Pose, look: Look) -> None:
    """A face that can be taken off."""
    for side in (-1, 1):
        for seam in ([(140, -90), (100, -70), (104, 20), (130, 60)], [(112, 150), (84, 96), (60, 60)]):
            line = curve(on(look, [(x * side, y) for x, y in seam]), closed=False)
            bench.line(line, 3.0, pose=pose)
        bench.cuts([oval(*place(look, 104 * side, 20), 7, steps=12)], pose=pose, hue=ACCENT)
    bench.line(on(look, [(0, -212), (0, -150), (30, -120), (30, -80)]), 3.0, pose=pose)


MARKS = {
    "freckles": _freckles,
    "stubble": _stubble,
    "tattoo": _tattoo,
    "paint": _paint,
    "burn": _burn,
    "scar": _scar,
    "runes": _runes,
    "stitches": _stitches,
    "gills": _gills,
    "bandages": _bandages,
    "seams": _seams,
}
