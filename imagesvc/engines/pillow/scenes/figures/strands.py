"""Hair as an engraver cuts it: strands that flow between guide lines, cut line by line, thinner where it shines.

Everything that is made of strands is laid by `flow`: hair, beards, fur, feathers, plumes. It knows nothing of heads.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from imagesvc.engines.pillow.parts import Bench, Material, Outline, Point, Pose, curve

Guide = Sequence[Point]  # from root to tip
_Paths = npt.NDArray[np.float64]  # strand, step, (x, y)
_STEPS = 14
_SPACING = 7.0  # units between two strands


@dataclass(frozen=True, kw_only=True)
class Lie:
    """How strands lie."""

    wave: float = 0.0  # units to each side
    length: float = 90.0  # of a wave
    ragged: float = 0.12  # how unequal the strands are
    spread: float = 1.0  # how many strands, 1 is usual
    sheen: float = 0.3  # where along a strand it shines, 0 root to 1 tip; below 0 nowhere
    stray: float = 0.5  # how much single strands stray
    taper: float = 0.25  # width at the tip
    dark: float = 0.0  # heavier lines: what lies in shadow


def flow(bench: Bench, pose: Pose, guides: Sequence[Guide], material: Material, lie: Lie) -> None:
    """Lay strands between guides, which are listed from one side to the other and run from root to tip."""
    rng = bench.rng
    paths = _strands(guides, lie=lie, rng=rng)
    widths = _widths(paths, lie=lie)
    placed = bench.mask(_ribbons(paths, widths * 1.35, pose=pose), [])
    if placed is None:
        return
    box, mask = placed
    base = max(0.36, material.base - 0.3 * lie.dark)
    tone = material.dark + (material.bright - material.dark) * (0.5 - 0.34 * lie.dark)
    bench.sheet.lay(
        box,
        mask,
        light=base,
        tone=tone,
        hue=material.hue,
        phase=np.zeros(box.shape, np.float32),
        ink=bench.edge(mask, 2.6),
    )
    if lie.sheen >= 0:
        _shine(bench, pose, paths, widths, material, lie)
    _cut(bench, pose, paths, widths, lie)


def curls(bench: Bench, pose: Pose, places: Sequence[tuple[float, float]], material: Material, *, size: float) -> None:
    """Lay a crowd of small curls, each a spiral; the first lie lowest."""
    draws = bench.rng.random((len(places), 3))
    rounds: list[Outline] = []
    for (x, y), (a, _, _) in zip(places, draws.tolist(), strict=True):
        r = size * (0.8 + 0.5 * a)
        rounds.append([(x + r * np.cos(t), y + r * 0.92 * np.sin(t)) for t in np.arange(14) * (np.pi / 7)])
    placed = bench.mask([pose.at(shape) for shape in rounds], [])
    if placed is None:
        return
    box, mask = placed
    tone = material.dark + (material.bright - material.dark) * 0.4
    phase = np.zeros(box.shape, np.float32)
    bench.sheet.lay(box, mask, light=0.5, tone=tone, hue=material.hue, phase=phase, ink=bench.edge(mask, 2.6))
    glints, lines = [], []
    for (x, y), (a, b, c) in zip(places, draws.tolist(), strict=True):
        r = size * (0.8 + 0.5 * a)
        turn = np.linspace(0, 1, 15)
        angle = 2 * np.pi * (b + (1.55 if c > 0.5 else -1.55) * turn)
        reach = r * (1.02 - 0.8 * turn)
        spiral = np.stack([x + reach * np.cos(angle), y + reach * 0.92 * np.sin(angle)], axis=1)
        shadow = 1.35 if x > 30 else 1.0
        lines.append(_ribbon(spiral, (0.7 + 2.4 * np.sin(np.pi * (0.1 + 0.85 * (1 - turn)))) * shadow))
        if x < 40 or c > 0.7:
            glints.append(
                [(x - r * 0.5 + r * 0.34 * np.cos(t), y - r * 0.45 + r * 0.2 * np.sin(t)) for t in np.arange(8) * 0.785]
            )
    bench.cuts([pose.at(g) for g in glints], light=0.9, tone=material.bright)
    bench.inks([pose.at(shape) for shape in lines])


def strokes(
    bench: Bench, pose: Pose, roots: Sequence[tuple[float, float]], tips: Sequence[tuple[float, float]], *, width: float
) -> None:
    """Cut short tapered strokes from roots to tips: cropped hair, fur, feathers."""
    shapes = []
    for (x, y), (a, b) in zip(roots, tips, strict=True):
        dx, dy = a - x, b - y
        n = max(1e-6, (dx * dx + dy * dy) ** 0.5)
        nx, ny = -dy / n * width / 2, dx / n * width / 2
        shapes.append([(x + nx, y + ny), (x + dx * 0.5 + nx * 0.9, y + dy * 0.5 + ny * 0.9), (a, b), (x - nx, y - ny)])
    bench.inks(shapes, pose=pose)


def _strands(guides: Sequence[Guide], *, lie: Lie, rng: np.random.Generator) -> _Paths:
    lines = np.stack([_even(guide) for guide in guides])
    # As many as the widest place of each gap needs.
    gaps = np.hypot(*np.diff(lines, axis=0).transpose(2, 0, 1)).max(axis=1)
    at = np.concatenate([[0.0], np.cumsum(gaps)])
    count = int(min(150, max(5, at[-1] / _SPACING * lie.spread)))
    where = np.interp(np.linspace(0, at[-1], count), at, np.arange(len(at)))
    paths = _between(lines, where)
    t = np.linspace(0, 1, _STEPS)[None, :]
    lengths = 1 - lie.ragged * rng.random((count, 1)) ** 1.5
    along = np.clip(t * lengths, 0, 1) * (_STEPS - 1)
    low = np.minimum(along.astype(int), _STEPS - 2)
    part = (along - low)[:, :, None]
    rows = np.arange(count)[:, None]
    paths = paths[rows, low] * (1 - part) + paths[rows, low + 1] * part
    normal = _normals(paths)
    steps = np.hypot(*np.diff(paths, axis=1).transpose(2, 0, 1))
    distance = np.concatenate([np.zeros((count, 1)), np.cumsum(steps, axis=1)], axis=1)
    slow = np.interp(np.arange(count), np.arange(count // 8 + 2) * 8, rng.random(count // 8 + 2))[:, None]
    fine = rng.random((count, 1)) - 0.5
    shift = np.sin(distance * (2 * np.pi / lie.length) + 2.6 * slow + 0.9 * fine) * lie.wave * np.minimum(1, 3 * t)
    shift = shift + lie.stray * _SPACING * fine * 2 * t
    moved: _Paths = paths + normal * shift[:, :, None]
    return moved


def _even(guide: Guide) -> npt.NDArray[np.float64]:
    points = np.asarray(curve(guide, closed=False, steps=6) if len(guide) > 2 else guide, float)
    lengths = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    at = np.linspace(0, lengths[-1], _STEPS)
    return np.stack([np.interp(at, lengths, points[:, 0]), np.interp(at, lengths, points[:, 1])], axis=1)


def _between(lines: npt.NDArray[np.float64], where: npt.NDArray[np.float64]) -> _Paths:
    """Interpolate through the guides, smoothly (Catmull-Rom)."""
    last = len(lines) - 1
    low = np.clip(where.astype(int), 0, max(0, last - 1))
    t = (where - low)[:, None, None]
    a, b, c, d = (lines[np.clip(low + k, 0, last)] for k in (-1, 0, 1, 2))
    paths: _Paths = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    return paths


def _normals(paths: _Paths) -> _Paths:
    along = np.gradient(paths, axis=1)
    length = np.maximum(np.hypot(along[..., 0], along[..., 1]), 1e-6)
    return np.stack([-along[..., 1] / length, along[..., 0] / length], axis=-1)


def _widths(paths: _Paths, *, lie: Lie) -> npt.NDArray[np.float64]:
    """How much room each strand has, root to tip."""
    gaps = np.hypot(*np.diff(paths, axis=0).transpose(2, 0, 1))
    room = np.empty(paths.shape[:2])
    room[1:-1] = (gaps[1:] + gaps[:-1]) / 2
    room[0], room[-1] = gaps[0], gaps[-1]
    room = np.clip(room, 1.5, 26)
    t = np.linspace(0, 1, paths.shape[1])
    return room * np.interp(t, [0, 0.75, 1], [1, 1, lie.taper])[None, :]


def _ribbon(path: npt.NDArray[np.float64], width: npt.NDArray[np.float64]) -> Outline:
    side = _normals(path[None])[0] * (width / 2)[:, None]
    return [(float(x), float(y)) for x, y in np.concatenate([path + side, (path - side)[::-1]])]


def _ribbons(paths: _Paths, widths: npt.NDArray[np.float64], *, pose: Pose) -> list[Outline]:
    """The outlines of ribbons along the paths, placed on the sheet (`pose.at` for very many points)."""
    side = _normals(paths) * (widths / 2)[..., None]
    shapes = np.concatenate([paths + side, (paths - side)[:, ::-1]], axis=1)
    turn = np.deg2rad(pose.turn)
    c, s = np.cos(turn) * pose.size, np.sin(turn) * pose.size
    across = pose.x + shapes[..., 0] * c - shapes[..., 1] * s
    down = pose.y + shapes[..., 0] * s + shapes[..., 1] * c
    return [list(zip(xs, ys, strict=True)) for xs, ys in zip(across.tolist(), down.tolist(), strict=True)]


def _lit(paths: _Paths) -> npt.NDArray[np.float64]:
    """How much light falls on each point of the strands: less on the right and where they run away from the light."""
    side = np.clip(0.5 - paths[..., 0] / 360, 0, 1)
    high = np.clip(0.5 - paths[..., 1] / 900, 0, 1)
    lit: npt.NDArray[np.float64] = 0.6 * side + 0.4 * high
    return lit


def _shine(
    bench: Bench, pose: Pose, paths: _Paths, widths: npt.NDArray[np.float64], material: Material, lie: Lie
) -> None:
    count, steps = widths.shape
    t = np.linspace(0, 1, steps)[None, :]
    jitter = (bench.rng.random((count, 1)) - 0.5) * 0.22
    reach = 0.1 + 0.16 * bench.rng.random((count, 1))
    band = np.clip(1 - ((t - lie.sheen - jitter) / reach) ** 2, 0, 1) * _lit(paths)
    shown = widths * band * 1.5
    keep = shown.max(axis=1) > 0.8
    tone = material.bright - 0.12 * lie.dark
    bench.cuts(_ribbons(paths[keep], shown[keep], pose=pose), light=0.97, tone=tone, hue=material.hue)


def _cut(bench: Bench, pose: Pose, paths: _Paths, widths: npt.NDArray[np.float64], lie: Lie) -> None:
    count, steps = widths.shape
    t = np.linspace(0, 1, steps)[None, :]
    rng = bench.rng
    heavy = 0.3 + 0.26 * (1 - _lit(paths)) + 0.25 * lie.dark
    shine = np.exp(-(((t - lie.sheen) / 0.17) ** 2)) * (0.75 if lie.sheen >= 0 else 0)
    ends = np.clip(np.minimum(t / 0.1, (1.04 - t) / 0.3), 0.12, 1)
    root = 1 + 0.5 * np.exp(-((t / 0.12) ** 2))
    weight = np.where(rng.random((count, 1)) < 0.16, 1.7, 0.75 + 0.5 * rng.random((count, 1)))
    ink = widths * heavy * (1 - shine) * ends * root * weight
    between = paths + _normals(paths) * (widths * 0.5)[..., None]
    bench.inks(_ribbons(between, np.minimum(ink, 11), pose=pose))
