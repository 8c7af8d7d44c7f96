"""Heads of furred beasts, seen from the front: alone on a shaggy neck, or above a collar as beastfolk.

A beast is one row of `BEASTS`; its words stand in `vocabulary/people.py`. Coordinates are those of a face, the nose's
tip near (0, 90).
"""

from dataclasses import replace

import numpy as np

from imagesvc.engines.pillow.fields import Field, slopes, through
from imagesvc.engines.pillow.parts import Bench, Outline, Pose, curve
from imagesvc.engines.pillow.scenes.figures.face import SKIN
from imagesvc.engines.pillow.scenes.figures.muzzles import (
    FEATURES,
    FUR,
    LEATHERY,
    MANE,
    Beast,
    behind,
    eye,
    muzzle,
    points_of,
)
from imagesvc.engines.pillow.scenes.figures.strands import Lie, flow, strokes

_CAT = "0 -146, 70 -148, 128 -104, 152 -20, 160 60, 112 128, 66 170, 0 184"
_LONG = "0 -190, 58 -184, 92 -120, 96 -30, 74 70, 62 150, 70 210, 44 256, 0 264"
BEASTS: dict[str, Beast] = {
    "wolf": Beast(
        half="0 -150, 60 -152, 112 -112, 142 -40, 196 60, 138 118, 76 150, 50 196, 0 210",
        ear="38 -138, 70 -236, 112 -300, 140 -200, 140 -86",
        eye=(66, -36, 21, 0.5),
        features=frozenset({"mask", "fangs"}),
    ),
    "dog": Beast(
        half="0 -150, 70 -150, 122 -110, 140 -30, 148 50, 120 120, 84 170, 50 206, 0 214",
        ear="70 -140, 150 -150, 196 -40, 190 70, 140 40, 118 -60",
        pupil="round",
        fur="brown",
        features=frozenset({"tongue"}),
    ),
    "fox": Beast(
        half="0 -140, 60 -144, 116 -100, 146 -20, 190 60, 110 108, 52 150, 30 196, 0 206",
        ear="30 -130, 80 -260, 120 -310, 150 -190, 138 -70",
        muzzle=(0, 120, 40, 56),
        eye=(64, -24, 20, 0.5),
        nose=(22, 16),
        fur="red",
        features=frozenset({"mask"}),
    ),
    "cat": Beast(
        half=_CAT,
        ear="36 -132, 80 -230, 128 -276, 150 -170, 146 -70",
        muzzle=(0, 92, 44, 34),
        eye=(66, -16, 30, 0.35),
        nose=(18, 12),
        fur="grey",
        features=frozenset({"whiskers", "stripes"}),
    ),
    "tiger": Beast(
        half="0 -150, 80 -150, 140 -104, 166 -10, 186 80, 126 146, 76 186, 0 200",
        ear="80 -150, 110 -210, 160 -214, 178 -150, 150 -80",
        muzzle=(0, 104, 62, 46),
        eye=(68, -30, 22, 0.4),
        nose=(32, 20),
        fur="red",
        features=frozenset({"whiskers", "stripes", "fangs"}),
    ),
    "lion": Beast(
        half="0 -150, 70 -148, 126 -100, 146 -10, 140 80, 110 150, 70 192, 0 206",
        ear="80 -140, 110 -196, 158 -196, 168 -140, 140 -80",
        muzzle=(0, 108, 58, 48),
        eye=(64, -28, 20, 0.2),
        pupil="round",
        nose=(34, 20),
        fur="blond",
        mane="auburn",
        features=frozenset({"mane", "whiskers"}),
    ),
    "bear": Beast(
        half="0 -160, 90 -152, 152 -84, 176 20, 156 110, 96 176, 0 200",
        ear="96 -150, 120 -216, 178 -214, 196 -150, 156 -90",
        muzzle=(0, 104, 58, 54),
        eye=(62, -30, 15, 0.0),
        pupil="round",
        nose=(36, 24),
        fur="brown",
    ),
    "boar": Beast(
        half="0 -160, 70 -156, 118 -100, 136 0, 128 90, 90 150, 78 200, 0 212",
        ear="74 -150, 130 -240, 178 -220, 150 -110, 120 -80",
        muzzle=(0, 120, 70, 58),
        eye=(78, -40, 15, 0.4),
        pupil="round",
        snout="disc",
        nose=(60, 44),
        fur="black",
        features=frozenset({"tusks", "crest"}),
    ),
    "rat": Beast(
        half="0 -130, 60 -130, 108 -84, 126 0, 108 80, 60 140, 30 190, 0 200",
        ear="70 -116, 100 -220, 170 -230, 196 -150, 130 -60",
        muzzle=(0, 120, 34, 60),
        eye=(62, -26, 20, 0.3),
        pupil="round",
        nose=(17, 13),
        fur="grey",
        features=frozenset({"whiskers", "teeth"}),
    ),
    "rabbit": Beast(
        half="0 -130, 60 -134, 112 -90, 132 0, 126 80, 84 140, 0 166",
        ear="34 -120, 40 -280, 74 -400, 116 -360, 120 -220, 92 -104",
        muzzle=(0, 92, 46, 36),
        eye=(80, -16, 24, 0.1),
        pupil="round",
        nose=(17, 11),
        fur="white",
        features=frozenset({"whiskers", "teeth"}),
    ),
    "deer": Beast(
        half=_LONG,
        ear="70 -140, 150 -210, 236 -200, 200 -130, 110 -90",
        muzzle=(0, 190, 46, 50),
        eye=(84, -50, 19, 0.2),
        pupil="bar",
        nose=(36, 22),
        fur="auburn",
        features=frozenset({"antlers"}),
        smooth=1.0,
    ),
    "horse": Beast(
        half=_LONG,
        ear="44 -176, 66 -280, 100 -290, 112 -210, 94 -150",
        muzzle=(0, 200, 52, 56),
        eye=(86, -60, 19, 0.2),
        pupil="bar",
        snout="lips",
        nose=(40, 26),
        fur="brown",
        mane="black",
        features=frozenset({"forelock"}),
        smooth=1.0,
    ),
    "bull": Beast(
        half="0 -170, 90 -166, 130 -110, 126 -10, 96 80, 90 160, 96 210, 50 244, 0 250",
        ear="110 -130, 190 -150, 240 -110, 200 -70, 126 -84",
        muzzle=(0, 180, 70, 56),
        eye=(92, -40, 17, 0.1),
        pupil="bar",
        snout="lips",
        nose=(60, 30),
        fur="brown",
        features=frozenset({"bull", "crest", "ring"}),
    ),
    "goat": Beast(
        half="0 -170, 60 -168, 94 -110, 98 -20, 72 80, 58 160, 54 200, 0 212",
        ear="84 -110, 170 -110, 220 -50, 160 -50, 96 -70",
        muzzle=(0, 150, 44, 48),
        eye=(78, -40, 18, 0.1),
        pupil="bar",
        nose=(28, 18),
        fur="white",
        mane="white",
        features=frozenset({"ram", "beard"}),
        smooth=0.5,
    ),
    "bat": Beast(
        half="0 -120, 60 -122, 108 -80, 124 0, 110 80, 60 130, 0 152",
        ear="30 -110, 60 -300, 140 -340, 190 -230, 140 -50",
        muzzle=(0, 80, 44, 40),
        eye=(58, -20, 18, 0.3),
        pupil="round",
        snout="disc",
        nose=(28, 26),
        fur="black",
        features=frozenset({"fangs"}),
    ),
    "ape": Beast(
        half="0 -190, 80 -184, 140 -110, 158 0, 150 100, 110 180, 0 214",
        ear="150 -40, 176 -60, 186 -10, 172 30, 150 30",
        muzzle=(0, 120, 80, 60),
        eye=(54, -34, 17, 0.0),
        pupil="round",
        snout="lips",
        nose=(44, 20),
        fur="black",
        features=frozenset({"bare"}),
    ),
}
BEASTS["unicorn"] = replace(BEASTS["horse"], fur="white", mane="violet", features=frozenset({"forelock", "horn"}))


def paint(bench: Bench, pose: Pose, name: str, *, glow: bool = False) -> None:
    """Draw a head."""
    beast = BEASTS[name]
    behind(bench, pose, beast)
    for side in (-1, 1):
        _ear(bench, pose, beast, side)
    _skull(bench, pose, beast)
    muzzle(bench, pose, beast)
    for side in (-1, 1):
        eye(bench, pose, beast, side, glow=glow)
    for feature, draw in FEATURES.items():
        if feature in beast.features:
            draw(bench, pose, beast)


def neck(bench: Bench, pose: Pose, *, mane: bool, bottom: float) -> None:
    """Lay a shaggy neck and chest below a head that wears nothing."""
    stuff = MANE if mane else FUR
    for row, (y0, far) in enumerate(((150, bottom + 60), (70, 470), (20, 330))):
        guides = []
        for k in range(11):
            t = k / 10 * 2 - 1
            root = (t * 120, y0 - 120 * abs(t))
            wide = (330 - 60 * row) * (1 + 0.12 * (k % 2))
            tip = (t * wide, far - (120 + 50 * row) * abs(t) ** 1.5 + (24 if k % 2 else 0))
            guides.append([root, ((root[0] + tip[0]) / 2 + 40 * t, (root[1] + tip[1]) / 2 - 20), tip])
        lie = Lie(ragged=0.3, stray=2.2, wave=5, length=90, sheen=0.5, taper=0.06, dark=0.5 - 0.25 * row, spread=0.7)
        flow(bench, pose, guides, stuff, lie)


def _outline(beast: Beast) -> Outline:
    half = points_of(beast.half)
    smooth = curve([*half, *[(-x, y) for x, y in reversed(half[1:-1])]], steps=7)
    if beast.smooth >= 1:
        return smooth
    shaggy = []
    for k, (x, y) in enumerate(smooth):
        out = (1.0, 1.055, 0.985, 1.035)[k % 4] if y > -120 else (1.0, 1.02, 0.99, 1.015)[k % 4]
        shaggy.append((x * (1 + (out - 1) * (1 - beast.smooth)), y + (abs(out - 1) * 120 if y > 0 else 0)))
    return shaggy


def _skull(bench: Bench, pose: Pose, beast: Beast) -> None:
    outline = _outline(beast)
    placed = bench.mask([pose.at(outline)], [])
    if placed is None:
        return
    box, mask = placed
    u, v = pose.local(*box.coarse())
    height = _relief(u, v, beast)
    step = 2 / (box.scale * pose.size)
    across, down = slopes(height)
    across, down = np.clip(across / np.float32(step), -2.5, 2.5), down / np.float32(step)
    norm = 1 / np.sqrt(across * across + down * down + 1)
    light = np.clip(np.float32(0.3) + np.float32(0.75) * (0.56 * across + 0.5 * down + 0.64) * norm, 0.12, 1).astype(
        np.float32
    )
    tone = np.float32(FUR.dark) + light * np.float32(FUR.bright - FUR.dark)
    phase = np.zeros(box.shape, np.float32)
    bench.sheet.lay(
        box, mask, light=np.maximum(light, 0.4), tone=tone, hue=SKIN, phase=phase, ink=bench.edge(mask, 2.6)
    )
    _fur(bench, pose, beast, light=light, corner=(float(u.ravel()[0]), float(v.ravel()[0])), step=step)


def _relief(u: Field, v: Field, beast: Beast) -> Field:
    rows = sorted((y, x) for x, y in points_of(beast.half))
    half = through([(y, max(x, 12.0)) for y, x in rows], v)
    rim = np.clip(np.abs(u) / half, 0, 1)
    height: Field = (np.sqrt(np.clip(1 - rim * rim, 0, 1)) * np.float32(110)).astype(np.float32)
    ex, ey, es, _ = beast.eye
    _mx, my, mw, mh = beast.muzzle
    bumps = [(0.0, my, mw * 0.9, mh, 62.0), (0.0, (my + ey) / 2, mw * 0.5, 70.0, 30.0), (0.0, -90.0, 20.0, 60.0, -9.0)]
    bumps += [(s * ex, ey, es * 1.5, es * 1.2, -26.0) for s in (-1, 1)]
    bumps += [(s * ex * 0.95, ey - es * 1.7, es * 1.6, es * 0.7, 18.0) for s in (-1, 1)]
    bumps += [(s * (ex + 34), (ey + my) / 2, 40.0, 44.0, 16.0) for s in (-1, 1)]
    for x, y, w, h, a in bumps:
        dx, dy = (u - np.float32(x)) / np.float32(w), (v - np.float32(y)) / np.float32(h)
        height += np.float32(a) * (np.exp(-np.float32(0.5) * dy * dy) * np.exp(-np.float32(0.5) * dx * dx))
    return height


def _fur(bench: Bench, pose: Pose, beast: Beast, *, light: Field, corner: tuple[float, float], step: float) -> None:
    """Cut the fur stroke by stroke, away from the nose; where it is darker the strokes are wider."""
    gap = beast.spacing
    half = points_of(beast.half)
    top, low = half[0][1], half[-1][1]
    ys = np.arange(top + 6, low - 4, gap)
    xs = np.arange(-190, 191, gap)
    grid = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    grid += (bench.rng.random(grid.shape) - 0.5) * gap * 1.1
    rows = sorted((y, x) for x, y in half)
    reach = np.interp(grid[:, 1], [r[0] for r in rows], [r[1] for r in rows])
    _mx, my, mw, mh = beast.muzzle
    outside = ((grid[:, 0] / (mw * 0.8)) ** 2 + ((grid[:, 1] - my) / (mh * 0.8)) ** 2) > 0.5
    grid = grid[(np.abs(grid[:, 0]) < reach * 0.99) & outside]
    away = grid - np.array([0.0, my - 20])
    away[:, 0] *= 1.25
    away /= np.maximum(np.hypot(*away.T), 1e-6)[:, None]
    columns = np.clip(((grid[:, 0] - corner[0]) / step).astype(int), 0, light.shape[1] - 1)
    lines = np.clip(((grid[:, 1] - corner[1]) / step).astype(int), 0, light.shape[0] - 1)
    # Turned heads are hardly turned: the light's place is near enough.
    dark = 1 - light[lines, columns]
    length = gap * (1.5 + 1.2 * bench.rng.random(len(grid)))
    tips = grid + away * length[:, None]
    for low_, high, width in ((0.0, 0.3, 2.2), (0.3, 0.5, 4.0), (0.5, 0.7, 6.0), (0.7, 1.1, 8.5)):
        some = (dark >= low_) & (dark < high)
        keep = bench.rng.random(len(grid)) < (0.5 if high <= 0.3 else 1)
        chosen = some & keep
        strokes(bench, pose, grid[chosen].tolist(), tips[chosen].tolist(), width=width)


def _ear(bench: Bench, pose: Pose, beast: Beast, side: int) -> None:
    shape = [(x * side, y) for x, y in points_of(beast.ear)]
    shade = 0.1 if side > 0 else 0.0
    bench.part(
        curve(shape, steps=5),
        FUR.but(base=FUR.base - shade, pitch=6.4, angle=70 * side, grain=0.6),
        pose=pose,
        bevel=18,
        outline=3,
    )
    cx, cy = sum(x for x, _ in shape) / len(shape), sum(y for _, y in shape) / len(shape)
    inner = [(cx + (x - cx) * 0.58, cy + (y - cy) * 0.62 + 8) for x, y in shape]
    bench.part(curve(inner, steps=5), LEATHERY.but(bright=0.5, base=0.34), pose=pose, bevel=14, relief=-1.0, outline=0)
    roots, tips = [], []
    for k in range(7):
        x, y = inner[0][0] + (inner[-1][0] - inner[0][0]) * k / 6, inner[0][1] + (inner[-1][1] - inner[0][1]) * k / 6
        roots.append((x, y + 6))
        tips.append((cx + (x - cx) * 0.5, cy + 30 - 12 * (k % 3)))
    if not beast.smooth:
        strokes(bench, pose, roots, tips, width=5)
