"""A face: a landscape of heights with light across it, turned to one side as its owner looks.

A face's own coordinates have their origin between the eyes and the mouth, x to the right and y down, the head about
300 units wide and 430 high, seen from the front; `place` says where a point of it is seen when the head is turned.
`Look` says what kind of face it is. It knows nothing of hair or clothes; eyes and mouth are drawn by `features`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

import numpy as np

from imagesvc.engines.pillow.fields import Field, resized, slopes, smoothstep, through
from imagesvc.engines.pillow.palette import SPOTS
from imagesvc.engines.pillow.parts import Bench, Material, Outline, Point, Pose, curve
from imagesvc.engines.pillow.sheet import Box

EYE = (60.0, -14.0)
MOUTH = 130.0
CLOTH, SKIN, HAIR, ACCENT = 0.25, 0.5, 0.75, 1.0  # the hues of a portrait (see `pigments`); 0 is the ground
WHITE, LEATHER = SPOTS
_DEPTH = 118.0  # of the face before the ears
_AXIS = 40.0  # how far before the ears the head turns
_YAW = 27 * pi / 180


@dataclass(frozen=True, kw_only=True)
class Look:
    """What a face is like: all from the words and what the words leave open. Amounts are about 0 to 1."""

    skin: Material
    turn: float = 0.6  # -1 to 1: where it looks
    width: float = 1.0  # of the whole head
    jaw: float = 0.5  # 0 pointed, 1 square
    chin: float = 0.5  # how long
    cheek: float = 0.5  # 0 hollow, 1 full
    age: float = 0.3  # 0 young, 1 old
    soft: float = 0.4  # 0 rugged, 1 soft
    nose: float = 0.5  # how large
    nose_wide: float = 0.5
    bridge: float = 0.0  # -1 snub, 1 hooked
    lips: float = 0.4  # how full
    mouth_wide: float = 0.5
    smile: float = 0.0  # -1 corners down, 1 up
    bared: bool = False  # teeth are seen
    eye: float = 0.5  # how large
    slant: float = 0.0  # outer corners up
    lids: float = 0.6  # how far open
    iris: float = 0.35  # tone
    brow: float = 0.0  # -1 raised, 1 lowered
    worry: float = 0.0  # inner ends of the brows raised
    brow_thick: float = 0.5
    kind: str = "flesh"  # or skull, machine, bark, stone, ghost, alien
    tusks: float = 0.0
    fangs: bool = False
    glow: bool = False  # eyes of light
    marks: frozenset[str] = frozenset()  # scar, tattoo, paint, freckles, stubble, runes, stitches, patch


def place(look: Look, x: float, y: float, rise: float = 0.0) -> Point:
    """Where a point of the face is seen; `rise` is how far it stands out from the rounding of the head."""
    yaw = look.turn * _YAW
    depth = _DEPTH * max(0.0, 1 - (x / 172) ** 2) ** 0.5 + rise - _AXIS
    return (x * cos(yaw) + depth * sin(yaw)) * look.width, y


def on(look: Look, points: Sequence[Point], rise: float = 0.0) -> Outline:
    """Where a shape drawn on the face is seen."""
    return [place(look, x, y, rise) for x, y in points]


def edge(look: Look, side: int, y: float) -> float:
    """How far the head reaches to one side at a height."""
    return _edges(look, y, _half(look, y))[0 if side < 0 else 1]


def outline(look: Look) -> Outline:
    """The outline of the head as it is seen."""
    half = curve(_front(look), closed=False, steps=6)
    left, right = zip(*(_sides(look, x, y) for x, y in half), strict=True)
    return [*right, *reversed(left)]


def paint(bench: Bench, pose: Pose, look: Look) -> None:
    """Model the head without its features."""
    placed = bench.mask([pose.at(outline(look))], [])
    if placed is None:
        return
    box, mask = placed
    u, v = pose.local(*box.coarse())
    height, rim = _relief(u, v, look)
    light = _lighting(height, rim, u, v, box=box, pose=pose, look=look)
    skin = look.skin
    tone = np.float32(skin.dark) + light * np.float32(skin.bright - skin.dark)
    fu, fv = pose.local(*box.fine())
    lean = np.float32(-0.3 if look.turn > 0 else 0.3)
    bent = fv * np.float32(0.82) + fu * lean - resized(height, box.shape) * np.float32(0.62)
    bench.sheet.lay(
        box,
        mask,
        light=light,
        tone=tone,
        hue=skin.hue,
        phase=bent * np.float32(pose.size / skin.pitch),
        ink=bench.edge(mask, 2.6),
    )


def _front(look: Look) -> Outline:
    """Half the outline of the head from the front, crown to chin."""
    if look.kind == "skull":
        return [
            (0, -228),
            (60, -220),
            (110, -190),
            (147, -122),
            (152, -40),
            (134, 30),
            (120, 72),
            (92, 106),
            (84, 178),
            (0, 214),
        ]
    if look.kind == "alien":
        return [(0, -262), (112, -234), (172, -146), (170, -50), (140, 40), (92, 130), (50, 186), (0, 208)]
    jaw, full = look.jaw, look.cheek
    return [
        (0.0, -223.0),
        (52, -216),
        (100, -190),
        (136, -130),
        (149, -34),
        (138 + 16 * full, 44),
        (96 + 34 * jaw + 28 * full, 122),
        (46 + 46 * jaw + 20 * full, 176 + 8 * look.chin),
        (0, 200 + 22 * look.chin),
    ]


def _half(look: Look, y: float) -> float:
    rows = sorted((py, px) for px, py in _front(look))
    return float(np.interp(y, [r[0] for r in rows], [r[1] for r in rows]))


def _edges(look: Look, y: float, half: float) -> tuple[float, float]:
    """How far the turned head reaches to the left and right where it is `half` wide from the front."""
    yaw = abs(look.turn) * _YAW
    # How far the skull reaches behind the ears, and the face before them; both round off to the crown.
    behind = float(np.interp(y, [-230, -205, -150, -40, 60, 150], [0, 80, 158, 186, 120, 30]))
    before = _DEPTH * min(1.0, half / 130)
    share = min(1.0, half / 60)
    near = -_AXIS * sin(yaw) - ((half * cos(yaw)) ** 2 + (behind * sin(yaw)) ** 2) ** 0.5 * share
    far = -_AXIS * sin(yaw) + ((half * cos(yaw)) ** 2 + (before * sin(yaw)) ** 2) ** 0.5 * share
    # Brow, socket and cheekbone stand against the ground on the far side.
    for at, wide, amount in ((-58, 20, 4), (-22, 20, -8), (30, 26, 7), (96, 26, -5), (160, 30, 4)):
        far += amount * abs(look.turn) * float(np.exp(-(((y - at) / wide) ** 2)))
    left, right = (near, far) if look.turn >= 0 else (-far, -near)
    return left * look.width, right * look.width


def _sides(look: Look, x: float, y: float) -> tuple[Point, Point]:
    if x < 60:  # crown and chin are one point, carried along by the turn
        middle = place(look, 0, y, -70 if y < 0 else 0)[0] * (1 - x / 60)
        left, right = _edges(look, y, max(x, 1e-3))
        at_sixty = _edges(look, y, 60.0)
        share = x / 60
        return (middle + at_sixty[0] * share, y), (middle + at_sixty[1] * share, y)
    left, right = _edges(look, y, x)
    return (left, y), (right, y)


def _relief(u: Field, v: Field, look: Look) -> tuple[Field, Field]:
    """Return the height of the face in its own units and how near each point is to the outline (0..1)."""
    rows = [(y, _sides(look, x, y)) for x, y in curve(_front(look), closed=False, steps=6)]
    left = through([(y, side[0][0]) for y, side in rows], v)
    right = through([(y, side[1][0]) for y, side in rows], v)
    half = np.maximum((right - left) * np.float32(0.5), 8)
    rim = np.abs(u - (left + right) * np.float32(0.5)) / half
    height = np.sqrt(np.clip(1 - rim * rim, 0.0, 1)) * np.float32(_DEPTH)
    height = height * np.sqrt(np.clip(1 - ((v + 6) / np.float32(238)) ** 2, 0.02, 1))
    for x, y, wide, tall, amount in _bumps(look):
        rise = max(0.0, amount) if abs(x) < 30 else 0.0
        px, py = place(look, x, y, rise)
        narrow = abs(place(look, x + 6, y)[0] - place(look, x - 6, y)[0]) / 12
        across = wide * max(0.45, narrow)
        du, dv = (u - np.float32(px)) * np.float32(1 / across), (v - np.float32(py)) * np.float32(1 / tall)
        height = height + np.float32(amount) * (np.exp(-np.float32(0.5) * dv * dv) * np.exp(-np.float32(0.5) * du * du))
    if look.age > 0.45 and look.kind == "flesh":
        middle = place(look, 0, -110)[0]
        furrow = np.sin((v + 0.06 * np.abs(u - middle)) * np.float32(0.32))
        fade = np.exp(-(((v + 116) / 40) ** 2)) * np.exp(-(((u - middle) / 80) ** 2))
        height = height + furrow * fade * np.float32(3.6 * look.age)
    return height.astype(np.float32), rim.astype(np.float32)


def _bumps(look: Look) -> list[tuple[float, float, float, float, float]]:
    """Gaussians: x, y, width, height, amount."""
    if look.kind == "skull":
        pairs = [(60.0, -14.0, 40.0, 38.0, -66.0), (88, 48, 38, 18, 30), (60, -66, 50, 14, 16), (96, 96, 24, 40, -30)]
        middle = [(0.0, 52.0, 18.0, 30.0, -46.0), (0, 150, 70, 40, 20), (0, -150, 90, 50, 8)]
    elif look.kind == "alien":
        pairs = [(66.0, 0.0, 50.0, 44.0, -30.0), (70, -90, 50, 60, 10), (80, 90, 36, 40, -12)]
        middle = [(0.0, 90.0, 12.0, 14.0, 8.0), (0, 150, 30, 12, 8)]
    else:
        pairs, middle = _flesh(look)
    return [(x * side, y, w, h, a) for x, y, w, h, a in pairs for side in (-1, 1)] + middle


_Bumps = list[tuple[float, float, float, float, float]]


def _flesh(look: Look) -> tuple[_Bumps, _Bumps]:
    rugged = 1 - look.soft
    nose, wide = 0.55 + 0.9 * look.nose, 0.6 + 0.8 * look.nose_wide
    pairs: _Bumps = [
        (58, -52, 44, 15, 7 + 15 * rugged + 5 * max(0.0, look.brow)),
        (60, -20, 38, 24, -24 - 6 * rugged),
        (60, -14, 22, 15, 14),
        (88, 46, 40, 30, 9 + 9 * look.cheek + 6 * max(0.0, look.smile) + 5 * rugged),
        (76, 98, 34, 30, -16 + 18 * look.cheek - 8 * look.age),
        (20 * wide, 80, 11 * wide, 11, 13 * nose),
        (132, -90, 26, 50, -10),
        (94, 156, 30, 26, 8 * look.jaw),
        (100, 128, 24, 34, -10 * rugged * (1 - look.cheek)),
    ]
    if look.age > 0.3:
        pairs += [(34 + 7 * k, 90 + 13 * k, 8, 12, -9 * look.age) for k in range(4)]
        pairs += [(60, 8, 26, 6, 6 * look.age), (60, 17, 28, 5, -6 * look.age)]
    middle: _Bumps = []
    for i in range(9):
        t = i / 8
        hook = look.bridge * 9 * float(np.exp(-(((t - 0.4) / 0.25) ** 2)))
        middle.append((0, -46 + 14.2 * i, (11 + 1.2 * i) * (0.8 + 0.2 * wide), 13, (4 + 24 * t) * nose + hook))
    tip = 74 - 6 * min(0.0, look.bridge) * -1 + 5 * max(0.0, look.bridge)
    middle += [
        (0, tip, 15 * wide + 3, 15, 17 * nose),
        (0, 100, 18, 9, -13),
        (0, MOUTH - 10, 34, 8, 5 + 6 * look.lips),
        (0, MOUTH + 11, 28, 9, 7 + 7 * look.lips),
        (0, MOUTH, 42, 4, -8),
        (0, MOUTH + 32, 32, 9, -11),
        (0, 184 + 10 * look.chin, 30 + 10 * look.jaw, 19, 14 + 8 * look.jaw - 5 * look.soft),
        (0, -32, 13, 16, -5 - 3 * rugged),
    ]
    if look.cheek > 0.9:  # a double chin
        middle += [(0, 206, 60, 8, -16), (0, 188, 70, 26, 14)]
    if look.tusks:
        middle.append((0, MOUTH + 26, 60, 26, 16 * look.tusks))
    return pairs, middle


def _lighting(height: Field, rim: Field, u: Field, v: Field, *, box: Box, pose: Pose, look: Look) -> Field:
    step = 2 / (box.scale * pose.size)  # face units per half-resolution pixel
    across, down = slopes(height)
    across, down = across * np.float32(1 / step), down * np.float32(1 / step)
    across = np.clip(across, -3, 3)
    norm = 1 / np.sqrt(across * across + down * down + 1)
    lit = (np.float32(0.56) * across + np.float32(0.5) * down + np.float32(0.64)) * norm
    light = np.float32(0.29) + np.float32(0.78) * np.clip(lit, 0, 1) * (1 - np.float32(0.5) * _cast(height, step))
    light += np.float32((look.skin.base - 0.5) * 0.6)
    # Light from behind, so that the dark side stands out from the ground.
    back = smoothstep(0.84, 0.99, rim) * (u > 0) * smoothstep(-210, -60, v) * (1 - smoothstep(120, 200, v))
    lighted: Field = np.clip(light + np.float32(0.5) * back, 0.1, 1).astype(np.float32)
    return lighted


def _cast(height: Field, step: float) -> Field:
    """Where something nearer the light stands higher, its shadow falls; eight steps towards the light."""
    shade = np.zeros_like(height)
    for k in range(1, 9):
        rows, columns = max(1, round(4.6 * k / step)), max(1, round(5.4 * k / step))
        if rows >= height.shape[0] or columns >= height.shape[1]:
            break
        over = height[:-rows, :-columns] - height[rows:, columns:] - np.float32(6.2 * k)
        np.maximum(shade[rows:, columns:], over, out=shade[rows:, columns:])
    fallen: Field = np.clip(shade * np.float32(1 / 9), 0, 1)
    return fallen
