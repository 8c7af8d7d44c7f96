"""What tells one beast from another: muzzle and eyes, stripes and tusks, manes and horns."""

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, pi, sin

import numpy as np

from imagesvc.engines.pillow.parts import Bench, Material, Outline, Pose, band, curve, oval
from imagesvc.engines.pillow.scenes.figures import horns
from imagesvc.engines.pillow.scenes.figures.burin import swelling
from imagesvc.engines.pillow.scenes.figures.face import ACCENT, HAIR, SKIN, WHITE
from imagesvc.engines.pillow.scenes.figures.strands import Lie, flow

FUR = Material(hue=SKIN, dark=0.1, bright=0.98, base=0.55)
MANE = Material(hue=HAIR, dark=0.08, bright=0.92, base=0.52)
TUSK = Material(hue=WHITE, dark=0.3, bright=1.0, base=0.76, pitch=6.5)
LEATHERY = Material(hue=SKIN, dark=0.0, bright=0.25, base=0.3, pitch=6)


@dataclass(frozen=True, kw_only=True)
class Beast:
    """How a beast's head differs from others."""

    half: str  # half the outline, crown to chin, "x y, x y"
    ear: str  # outline of the right ear
    muzzle: tuple[float, float, float, float] = (0.0, 110.0, 58.0, 52.0)  # x, y, width, height
    eye: tuple[float, float, float, float] = (66.0, -30.0, 22.0, 0.3)  # x, y, size, slant
    pupil: str = "slit"  # or round, bar
    nose: tuple[float, float] = (34.0, 22.0)  # half width, half height
    snout: str = "pads"  # or disc, lips
    fur: str = "grey"
    mane: str = "black"
    features: frozenset[str] = frozenset()
    spacing: float = 12.0  # of the fur
    smooth: float = 0.0  # how sleek: short hair makes a smooth outline


def points_of(text: str) -> Outline:
    return [(float(x), float(y)) for x, y in (pair.split() for pair in text.split(","))]


def eye(bench: Bench, pose: Pose, beast: Beast, side: int, *, glow: bool) -> None:
    x, y, size, slant = beast.eye
    tilt = size * slant * 0.6

    def at(dx: float, dy: float) -> tuple[float, float]:
        return (x + dx) * side, y + dy

    lid = curve(
        [
            at(-size * 1.25, size * 0.45),
            at(-size * 0.3, -size * 0.72),
            at(size * 0.6, -size * 0.66 - tilt * 0.6),
            at(size * 1.25, -tilt),
            at(size * 0.3, size * 0.62),
            at(-size * 0.5, size * 0.66),
        ],
        steps=5,
    )
    rim = [(x * side + (px - x * side) * 1.28, y + (py - y) * 1.4) for px, py in lid]
    bench.inks([rim], pose=pose)
    bench.flat(lid, pose=pose, light=1, tone=0.86, hue=ACCENT)
    cx, cy = at(-1, 0)
    pupils = {
        "slit": oval(cx, cy, size * 0.2, size * 0.66, steps=16),
        "round": oval(cx, cy, size * 0.48, size * 0.52, steps=18),
        "bar": oval(cx, cy, size * 0.66, size * 0.3, steps=18),
    }
    if not glow:
        bench.inks([pupils[beast.pupil]], pose=pose)
        bench.cuts([oval(cx - size * 0.25, cy - size * 0.3, size * 0.2, steps=10)], pose=pose, hue=WHITE)
    else:
        ((gx, gy),) = pose.at([(cx, cy)])
        bench.glow(gx, gy, radius=44, light=0.3, tone=0.3)
    brow = curve(
        [at(-size * 1.5, size * 0.1 - 6), at(-size * 0.2, -size * 1.2), at(size * 1.5, -size * 1.1 - tilt)],
        closed=False,
    )
    bench.line(brow, swelling(len(brow), 1, 7), pose=pose)


def muzzle(bench: Bench, pose: Pose, beast: Beast) -> None:
    _mx, my, mw, mh = beast.muzzle
    w, h = beast.nose
    if beast.snout == "disc":
        disc = oval(0, my + 6, w, h)
        bench.part(disc, LEATHERY.but(bright=0.7, base=0.5, pitch=6.4), pose=pose, bevel=16, outline=3)
        bench.inks([oval(s * w * 0.42, my + 6, w * 0.16, h * 0.34, steps=16) for s in (-1, 1)], pose=pose)
        bench.line(curve([(-w, my + h + 30), (0, my + h + 16), (w, my + h + 30)], closed=False), 5, pose=pose)
        return
    ny = my - mh * 0.45
    if beast.snout == "lips":
        ny = my
        bench.part(
            oval(0, my + 4, mw, mh), LEATHERY.but(bright=0.6, base=0.5, pitch=6.2), pose=pose, bevel=22, outline=0
        )
        for s in (-1, 1):
            nostril = curve(
                [(s * w * 0.3, ny + 6), (s * w * 0.6, ny - h * 0.7), (s * w, ny - 4), (s * w * 0.7, ny + h * 0.5)],
                steps=5,
            )
            bench.inks([nostril], pose=pose)
        bench.line(
            curve([(-mw * 0.8, my + mh * 0.5), (0, my + mh * 0.66), (mw * 0.8, my + mh * 0.5)], closed=False),
            6,
            pose=pose,
        )
        return
    nose = curve(
        [
            (-w, ny - h * 0.5),
            (0, ny - h * 0.8),
            (w, ny - h * 0.5),
            (w * 0.62, ny + h * 0.6),
            (0, ny + h),
            (-w * 0.62, ny + h * 0.6),
        ],
        steps=5,
    )
    bench.part(nose, LEATHERY.but(gloss=0.9, base=0.34), pose=pose, bevel=10, outline=3)
    bench.inks([oval(s * w * 0.46, ny + h * 0.12, w * 0.2, h * 0.24, steps=12) for s in (-1, 1)], pose=pose)
    y = my + mh * 0.34
    bench.line([(0, ny + h), (0, y)], 5, pose=pose)
    for s in (-1, 1):
        smile = curve([(0, y), (s * mw * 0.5, y + 18), (s * mw * 1.05, y - 8)], closed=False)
        bench.line(smile, swelling(len(smile), 2, 7), pose=pose)
        dots = [oval(s * (mw * 0.4 + 13 * k), y - 22 + 11 * r, 3, steps=8) for k in range(3) for r in range(2)]
        bench.inks(dots, pose=pose)


def behind(bench: Bench, pose: Pose, beast: Beast) -> None:
    """Draw what is behind the skull: mane, crest, horns."""
    if "mane" in beast.features:
        _lions_mane(bench, pose)
    if "crest" in beast.features:
        guides = [[(x, -130), (x * 1.3, -200), (x * 1.5, -240)] for x in (-70, -30, 0, 30, 70)]
        flow(bench, pose, guides, MANE, Lie(ragged=0.4, stray=2.0, sheen=0.5, taper=0.06))
    for kind in ("antlers", "bull", "ram"):
        if kind in beast.features:
            horns.grow(bench, pose, kind=kind, stuff=TUSK.but(base=0.6))


def _lions_mane(bench: Bench, pose: Pose) -> None:
    for layer, reach in ((0, 1.0), (1, 0.8)):
        guides = []
        for k in range(21):
            t = (k / 20 * 2 - 1) * 2.75
            far = (300 + 26 * sin(k * 2.3)) * reach
            root = (120 * sin(t), -20 - 130 * cos(t))
            tip = (sin(t) * far, 10 - cos(t) * far + (60 if abs(t) > 1.6 else 0))
            guides.append([root, ((root[0] + tip[0]) / 2 + 14, (root[1] + tip[1]) / 2), tip])
        dark = 0.4 * (1 - layer)
        lie = Lie(wave=9, length=90, ragged=0.3, sheen=0.5, stray=2.2, taper=0.06, dark=dark, spread=0.8)
        flow(bench, pose, guides, MANE, lie)


def _mask(bench: Bench, pose: Pose, beast: Beast) -> None:
    """Pale cheeks and muzzle."""
    _mx, my, _mw, mh = beast.muzzle
    for side in (-1, 1):
        guides = [
            [(side * 34, my - 30), (side * 90, my - 20), (side * 176, 66)],
            [(side * 30, my + 10), (side * 80, my + 24), (side * 130, 116)],
            [(side * 16, my + mh * 0.9), (side * 40, my + mh), (side * 66, 158)],
        ]
        flow(
            bench,
            pose,
            guides,
            Material(hue=WHITE, dark=0.3, bright=1.0, base=0.8),
            Lie(ragged=0.3, stray=1.6, sheen=-1, taper=0.06, spread=0.8),
        )
    muzzle(bench, pose, beast)


def _bare(bench: Bench, pose: Pose, beast: Beast) -> None:
    """A face without fur."""
    skin = LEATHERY.but(bright=0.7, base=0.5, pitch=6.6)
    face = [(0, -74), (60, -96), (112, -60), (100, 20), (112, 120), (70, 190), (0, 200)]
    bench.part(
        curve([*face, *[(-x, y) for x, y in reversed(face[1:-1])]], steps=6), skin, pose=pose, bevel=40, outline=0
    )
    for side in (-1, 1):
        eye(bench, pose, beast, side, glow=False)
        ridge = curve([(4 * side, -58), (60 * side, -86), (112 * side, -50)], closed=False)
        bench.line(ridge, swelling(len(ridge), 3, 15), pose=pose)
    muzzle(bench, pose, beast)


def _stripes(bench: Bench, pose: Pose, beast: Beast) -> None:
    shapes = []
    for side in (-1, 1):
        for path in (
            [(14, -140), (18, -110), (12, -84)],
            [(44, -140), (40, -112), (28, -92)],
            [(84, -126), (66, -104), (46, -88)],
            [(150, -40), (124, -30), (106, -36)],
            [(160, 10), (128, 14), (104, 6)],
            [(158, 60), (124, 52), (100, 40)],
            [(130, 108), (104, 88), (84, 80)],
        ):
            line = curve([(x * side, y) for x, y in path], closed=False)
            shapes.append(band(line, [13 * (1 - k / (len(line) - 1)) + 1 for k in range(len(line))]))
    bench.inks(shapes, pose=pose)


def _whiskers(bench: Bench, pose: Pose, beast: Beast) -> None:
    _, my, mw, _ = beast.muzzle
    shapes = []
    for side in (-1, 1):
        for k in range(4):
            line = curve(
                [
                    (side * mw * 0.6, my - 8 + 9 * k),
                    (side * (mw + 80), my - 30 + 20 * k),
                    (side * (mw + 170), my - 20 + 40 * k),
                ],
                closed=False,
            )
            shapes.append(band(line, [4 * (1 - 0.8 * i / len(line)) for i in range(len(line))]))
    bench.cuts(shapes, pose=pose, hue=WHITE)


def _fangs(bench: Bench, pose: Pose, beast: Beast) -> None:
    _, my, mw, mh = beast.muzzle
    y = my + mh * 0.34 + 8
    jaw = curve(
        [(-mw * 0.9, y), (0, y + 8), (mw * 0.9, y), (mw * 0.5, y + mh * 0.8), (0, y + mh), (-mw * 0.5, y + mh * 0.8)],
        steps=5,
    )
    bench.inks([jaw], pose=pose)
    for side in (-1, 1):
        bench.part(
            [(side * mw * 0.6, y), (side * mw * 0.36, y + 6), (side * mw * 0.5, y + 42)], TUSK, pose=pose, bevel=4
        )
        bench.part(
            [(side * mw * 0.5, y + mh * 0.8), (side * mw * 0.3, y + mh * 0.86), (side * mw * 0.36, y + mh * 0.3)],
            TUSK,
            pose=pose,
            bevel=4,
        )
    tongue = curve(
        [(-mw * 0.3, y + mh * 0.6), (0, y + mh * 0.45), (mw * 0.3, y + mh * 0.6), (0, y + mh * 0.95)], steps=5
    )
    bench.part(tongue, Material(hue=ACCENT, dark=0.1, bright=0.7, base=0.5), pose=pose, bevel=8)


def _tongue(bench: Bench, pose: Pose, beast: Beast) -> None:
    _, my, _mw, mh = beast.muzzle
    y = my + mh * 0.34 + 14
    bench.part(
        curve([(-22, y), (22, y), (26, y + 60), (0, y + 84), (-24, y + 60)], steps=5),
        Material(hue=ACCENT, dark=0.1, bright=0.7, base=0.55),
        pose=pose,
        bevel=12,
        outline=3,
    )
    bench.line([(0, y + 6), (2, y + 60)], [4, 1], pose=pose)


def _tusks(bench: Bench, pose: Pose, beast: Beast) -> None:
    _, my, _mw, _ = beast.muzzle
    for side in (-1, 1):
        line = curve([(side * 50, my + 62), (side * 96, my + 60), (side * 118, my), (side * 96, my - 50)], closed=False)
        bench.part(
            band(line, [32 * (1 - 0.9 * k / len(line)) for k in range(len(line))]),
            TUSK,
            pose=pose,
            bevel=10,
            outline=3,
        )


def _teeth(bench: Bench, pose: Pose, beast: Beast) -> None:
    _, my, _, mh = beast.muzzle
    y = my + mh * 0.34 + 8
    for side in (-1, 1):
        bench.part([(side * 1, y), (side * 14, y), (side * 12, y + 32), (side * 2, y + 32)], TUSK, pose=pose, bevel=4)


def _forelock(bench: Bench, pose: Pose, beast: Beast) -> None:
    for side in (-1, 1):
        guides = [
            [(side * 20, -210), (side * 120, -160), (side * 150, 20), (side * 170, 260)],
            [(side * 50, -190), (side * 150, -100), (side * 210, 80), (side * 230, 300)],
        ]
        if side > 0:
            flow(bench, pose, guides, MANE, Lie(wave=7, length=110, ragged=0.3, sheen=0.3, taper=0.1, stray=1.5))
    guides = [
        [(-30, -214), (-50, -150), (-40, -60)],
        [(10, -220), (0, -140), (6, -40)],
        [(40, -210), (36, -140), (30, -80)],
    ]
    flow(bench, pose, guides, MANE, Lie(wave=5, length=80, ragged=0.3, sheen=0.4, taper=0.08, stray=1.5))
    blaze = curve([(-12, -60), (0, -80), (12, -60), (18, 120), (0, 160), (-18, 120)], steps=5)
    bench.part(blaze, Material(hue=WHITE, dark=0.3, bright=1.0, base=0.8), pose=pose, bevel=14, outline=0)


def _ring(bench: Bench, pose: Pose, beast: Beast) -> None:
    _, my, _, _mh = beast.muzzle
    line = [(30 * cos(t), my + 30 + 36 * sin(t)) for t in np.linspace(-0.5, pi + 0.5, 24).tolist()]
    bench.part(
        band(line, [11] * len(line)),
        Material(hue=ACCENT, dark=0.2, bright=1.0, base=0.7, gloss=0.7),
        pose=pose,
        bevel=4,
        outline=2.6,
    )


def _beard(bench: Bench, pose: Pose, beast: Beast) -> None:
    y = points_of(beast.half)[-1][1]
    guides = [[(x, y - 30), (x * 0.8, y + 50), (x * 0.3, y + 150)] for x in (-40, 0, 40)]
    flow(bench, pose, guides, MANE, Lie(wave=5, length=80, ragged=0.2, sheen=0.4, taper=0.08))


def _horn(bench: Bench, pose: Pose, beast: Beast) -> None:
    bench.part(
        [(-24, -150), (24, -150), (4, -440), (-2, -440)],
        TUSK.but(hue=ACCENT, dark=0.4, base=0.72),
        pose=pose,
        bevel=16,
        outline=3,
    )
    for k in range(8):
        y, w = -166 - 32 * k, 23 * (1 - k / 9)
        bench.line([(-w, y), (w, y - 18)], [1.4, 4], pose=pose)


FEATURES: dict[str, Callable[[Bench, Pose, Beast], None]] = {
    "mask": _mask,
    "bare": _bare,
    "stripes": _stripes,
    "fangs": _fangs,
    "tongue": _tongue,
    "teeth": _teeth,
    "tusks": _tusks,
    "whiskers": _whiskers,
    "forelock": _forelock,
    "ring": _ring,
    "beard": _beard,
    "horn": _horn,
}
