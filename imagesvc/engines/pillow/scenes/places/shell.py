"""The shell of a room: walls, floor and ceiling in one-point perspective, each of its own stuff.

Every pixel's ray meets a wall at a depth of one over its largest scaled coordinate; stones and boards are laid out in
the logarithm of that depth, so they shrink evenly. Nothing gets darker than a fifth of the light, or rooms turn to mud.
"""

from dataclasses import dataclass

import numpy as np

from imagesvc.engines.pillow.fields import Field, fbm, resized
from imagesvc.engines.pillow.scenes.places.solid import View
from imagesvc.engines.pillow.sheet import Sheet
from imagesvc.engines.pillow.words import Reading


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """How a surface is jointed: rows across it, pieces along it (in its logarithm of depth); no rows, no joints."""

    rows: float
    rate: float
    bond: float = 0.5  # how far each row is moved
    contrast: float = 1.0  # between one piece and the next


STONES = Pattern(rows=5, rate=3.4)
BRICKS = Pattern(rows=9, rate=5.0)
BOARDS = Pattern(rows=1, rate=7.0, bond=0)
PLASTER = Pattern(rows=0, rate=0, contrast=0)
PANELS = Pattern(rows=3, rate=1.6, bond=0, contrast=0.6)
PLANKS = Pattern(rows=9, rate=0.8, bond=0.37)
FLAGS = Pattern(rows=6, rate=3.0)
TILES = Pattern(rows=8, rate=4.2, bond=0, contrast=1.6)
GRID = Pattern(rows=6, rate=3.4, bond=0, contrast=0.3)


@dataclass(frozen=True, kw_only=True)
class Shell:
    """What a room is built of, and how its light lies."""

    wall: Pattern
    floor: Pattern
    ceiling: Pattern = BOARDS
    back: float = 0.38  # nearness of the wall at the end
    bright: float = 0.0  # daylight everywhere
    warmth: float = 0.6  # how much accent the light at the end has


def raise_shell(sheet: Sheet, reading: Reading, shell: Shell, *, view: View, half: tuple[float, float]) -> None:
    """Fill the sheet with the room."""
    box = sheet.everything()
    x, y = box.coarse()
    dx = (x - np.float32(view.x)) * np.float32(1 / half[0]) + 0 * y
    dy = (y - np.float32(view.horizon)) * np.float32(1 / half[1]) + 0 * x
    ax, ay = np.abs(dx), np.abs(dy)
    m = np.maximum(np.maximum(ax, ay), np.float32(0.02))
    end, side, floor = m < shell.back, ax > ay, dy > 0
    across = np.where(side, dy / np.maximum(ax, 1e-3), dx / np.maximum(ay, 1e-3)).astype(np.float32)
    np.copyto(across, dy * np.float32(1 / shell.back), where=end)
    along = -np.log(m)
    np.copyto(along, dx * np.float32(0.5 / shell.back), where=end)

    surfaces = (end | side, ~end & ~side & floor, ~end & ~side & ~floor)
    joints, shade = _laid(
        across,
        along,
        size=np.where(end, np.float32(shell.back), m),
        surfaces=surfaces,
        patterns=(shell.wall, shell.floor, shell.ceiling),
        reading=reading,
    )
    dirt = fbm(reading.chance("dirt"), box.half_shape, cell=90 * sheet.scale / 2, octaves=4)
    shine = np.exp(-np.maximum(m - np.float32(shell.back), 0) * np.float32(2.4))
    level = surfaces[1].astype(np.float32)
    corner = np.exp(-np.abs(ax - ay) * np.float32(14)) * (m > shell.back)
    bright = np.float32(shell.bright)
    light = 0.27 + 0.6 * bright + 0.12 * shade + 0.06 * dirt + (0.5 - 0.3 * bright) * shine + 0.1 * level
    light -= np.float32(0.05) * side + np.float32(0.12) * corner + np.float32(0.1) * end
    sheet.light[box.half] = np.clip(light, 0.22, 1)
    tone = (
        0.17
        + 0.62 * bright
        + 0.11 * shade
        + (0.58 - 0.45 * bright) * shine
        + 0.05 * dirt
        + 0.06 * level
        - 0.06 * corner
    )
    sheet.tone[box.half] = np.clip(tone, 0, 1)
    sheet.hue[box.half] = np.clip(0.22 + np.float32(shell.warmth) * shine + np.float32(0.12) * level, 0, 1)

    fx, fy = box.fine()
    across = np.abs(fx - np.float32(view.x))
    slant = resized((side & ~end).astype(np.float32), box.shape) > 0.5
    phase = fy * np.float32(1 / 7.6) + 0 * fx
    np.add(phase, across * np.float32(0.35 / 7.6), out=phase, where=slant)
    sheet.phase[box.full] = phase + resized(dirt, box.shape) * np.float32(0.6)
    sheet.ink[box.full] = resized(joints, box.shape) * np.float32(0.9)


def _laid(
    across: Field,
    along: Field,
    *,
    size: Field,
    surfaces: tuple[np.ndarray, ...],
    patterns: tuple[Pattern, ...],
    reading: Reading,
) -> tuple[Field, Field]:
    """Return where joints run (0..1) and how light each piece is (-1..1)."""
    table = reading.chance("stones").random(1024, dtype=np.float32)
    joints = np.zeros_like(across)
    shade = np.zeros_like(across)
    for salt, (surface, pattern) in enumerate(zip(surfaces, patterns, strict=True)):
        if not pattern.rows:
            continue
        up = (across + 1) * np.float32(pattern.rows / 2)
        row = np.floor(up)
        place = along * np.float32(pattern.rate) + row * np.float32(pattern.bond)
        column = np.floor(place)
        index = (row.astype(np.int32) * 37 + column.astype(np.int32) * 101 + salt * 53) & 1023
        up -= row
        place -= column
        edge = np.minimum(
            np.minimum(up, 1 - up) * np.float32(8 / pattern.rows),
            np.minimum(place, 1 - place) * np.float32(4.6 / pattern.rate),
        )
        joint = (0.075 / (size + np.float32(0.35)) - edge) * np.float32(16) * np.minimum(size * 2 + 0.25, 1)
        np.copyto(joints, np.clip(joint, 0, 1), where=surface)
        np.copyto(shade, (table.take(index) * 2 - 1) * np.float32(pattern.contrast), where=surface)
    return joints, shade
