"""The land: ridges, ground, roads and water that mirrors, for every scene that is outdoors."""

import numpy as np

from imagesvc.engines.pillow.fields import Field, bumps, fbm, resized, smoothstep
from imagesvc.engines.pillow.parts import Bench, Material, Outline
from imagesvc.engines.pillow.scenes.places.sky import Mood
from imagesvc.engines.pillow.sheet import Sheet
from imagesvc.engines.pillow.words import Reading

FLOODED = "flooded drowned submerged waterlogged underwater"
_ROCKY = 0.8  # from here on a ridge has spurs and snow on its peaks


def ridges(
    sheet: Sheet, reading: Reading, mood: Mood, *, horizon: float, count: int, height: float, trees: bool, craggy: float
) -> None:
    """Lay ridges from far to near, mist at the foot of each, the last one reaching the horizon."""
    rng = reading.chance("ridges")
    far, near = (0.74, 0.22) if mood.time in {"day", "dawn"} else (0.56, 0.1)
    if mood.time == "night":
        far, near = 0.34, 0.1
    for layer in range(count):
        depth = (layer + 1) / count  # 1 is nearest
        base = horizon - height * (1 - depth) * 0.55
        rise = height * (0.85 - 0.4 * depth if craggy < _ROCKY else 1.1 - 0.8 * depth)
        _ridge(
            sheet,
            rng,
            crest=_crest(sheet, rng, base=base, rise=rise, craggy=craggy, trees=trees and depth > 0.4, depth=depth),
            foot=horizon + 12,
            tone=far + (near - far) * depth,
            mist=mood.mist * (1 - 0.6 * depth),
            snow=(1.3 if mood.weather == "snow" else 0.9 if craggy > _ROCKY else 0.0) * (1 - 0.75 * depth),
            craggy=craggy,
        )


def ground(sheet: Sheet, reading: Reading, mood: Mood, *, horizon: float, roll: float = 10.0) -> None:
    """Lay the ground from the horizon to the lower edge."""
    box = sheet.box(0, horizon, sheet.width, sheet.height)
    if box is None:
        return
    rng = reading.chance("ground")
    x, y = box.coarse()
    unit = sheet.scale / 2
    depth = (y - np.float32(horizon)) * np.float32(1 / max(sheet.height - horizon, 1))
    patches = fbm(rng, (box.shape[0] // 2, box.shape[1] // 2), cell=(46 * unit, 260 * unit), octaves=4)
    snowy = mood.weather == "snow"
    light = (0.9 if snowy else 0.66) - (0.2 if snowy else 0.24) * depth + (0.10 if snowy else 0.13) * patches
    tone = mood.ground - 0.3 * (0.5 if snowy else 1) * depth + 0.06 * patches
    light += np.exp(depth * -9) * np.float32(mood.mist * 0.35)
    tone += np.exp(depth * -9) * np.float32(mood.mist * 0.3)
    hue = np.float32(0.28) + 0 * x + np.float32(0.12) * depth
    x, y = box.fine()
    # Smoother than the patches: finer noise would close the lines to islands.
    bent = fbm(rng, (box.shape[0] // 2, box.shape[1] // 2), cell=(64 * unit, 330 * unit), octaves=2)
    phase = resized(bent, box.shape) * np.float32(roll / 8) + y * np.float32(1 / 8.4)
    top = np.clip((y - np.float32(horizon)) * np.float32(sheet.scale) + np.float32(0.5), 0, 1)
    mask = np.broadcast_to(top, box.shape).astype(np.float32)
    sheet.lay(box, mask, light=np.clip(light, 0.12, 1), tone=tone, hue=hue, phase=phase)


def road(bench: Bench, mood: Mood, *, horizon: float, x: float, foot: float, width: float) -> None:
    """Lay a winding road from the horizon to the lower edge."""
    sheet = bench.sheet
    fall = sheet.height - horizon
    left: Outline = []
    right: Outline = []
    for i in range(25):
        t = i / 24
        middle = x + (foot - x) * t**1.5 + 70 * np.sin(t * 5.2) * t
        half = 5 + width * t**1.7
        left.append((middle - half, horizon + 2 + fall * t))
        right.append((middle + half, horizon + 2 + fall * t))
    stuff = Material(hue=0.42, dark=0.2, bright=0.95, pitch=8, angle=16, grain=1.2, base=0.78)
    if mood.weather == "snow":
        stuff = stuff.but(base=0.5, bright=0.7)
    if mood.time == "night":
        stuff = stuff.but(base=0.5, bright=0.62)
    bench.part(left + right[::-1], stuff, bevel=10, relief=0.5, outline=2.2)


def water(sheet: Sheet, reading: Reading, *, horizon: float, shore: float, sun: tuple[float, float]) -> None:
    """Mirror what stands above the horizon, with ripples that grow with nearness and a path of light."""
    box = sheet.box(0, horizon, sheet.width, shore)
    if box is None:
        return
    rng = reading.chance("water")
    rows, columns = box.shape[0] // 2, box.shape[1] // 2
    unit = sheet.scale / 2
    ripples = fbm(rng, (rows, columns), cell=(20 * unit, 130 * unit), octaves=3)
    edge = box.top // 2
    step = np.arange(rows, dtype=np.float32)[:, None]
    depth = step / max(rows, 1)
    up = np.clip(
        edge - 1 - step * np.float32(1.15) + ripples * (2 + 10 * unit * depth) * 2, 0, max(edge - 1, 0)
    ).astype(np.int32)
    over = (
        np.arange(columns, dtype=np.float32)[None, :]
        + np.float32(box.left // 2)
        + ripples * (14 * unit * (0.2 + depth))
    )
    over = np.clip(over, 0, sheet.light.shape[1] - 1).astype(np.int32)
    x, y = box.coarse()
    path = np.exp(-(((x - np.float32(sun[0])) / (60 + 200 * depth)) ** 2)) * smoothstep(-0.2, 0.9, ripples)
    light = sheet.light[up, over] * np.float32(0.86) - np.float32(0.1) * depth + np.float32(0.1) * ripples + 0.5 * path
    tone = sheet.tone[up, over] * np.float32(0.9) - np.float32(0.08) * depth + 0.3 * path
    hue = np.minimum(sheet.hue[up, over] + 0.6 * path, 1)
    x, y = box.fine()
    phase = y * np.float32(1 / 7.4) + resized(ripples, box.shape) * np.float32(0.5)
    mask = np.ones(box.shape, np.float32)
    sheet.lay(box, mask, light=np.clip(light, 0.12, 1), tone=tone, hue=hue, phase=phase)


def _crest(
    sheet: Sheet, rng: np.random.Generator, *, base: float, rise: float, craggy: float, trees: bool, depth: float
) -> Field:
    """The height (in units from the top) of a ridge over every column."""
    columns = sheet.phase.shape[1]
    x = (np.arange(columns, dtype=np.float32) + np.float32(0.5)) * np.float32(1 / sheet.scale)
    line = np.zeros(columns, np.float32)
    cell, weight = 420.0, 1.0
    for _ in range(6):
        wave = bumps(x * np.float32(1 / cell), rng)
        if craggy < 0.5:
            wave = wave * wave * (3 - 2 * wave)
        line += wave * np.float32(weight)
        cell /= 2.1
        weight *= 0.34 + 0.14 * craggy
    line *= np.float32(rise * 0.72)
    if trees:
        size = 26 + 74 * depth
        step = size * 0.36
        seat = np.floor(x * np.float32(1 / step))
        for shift in (0.0, 0.5, 0.25):
            place = x * np.float32(1 / step) + np.float32(shift)
            seat = np.floor(place)
            chance = bumps(seat, rng)
            off = np.abs(place - seat - np.float32(0.5)) * 2
            saw = np.float32(0.12) * (1 - off) * np.abs(np.sin(off * np.float32(15)))
            line = np.maximum(
                line, line * np.float32(0.6) + np.float32(size) * (0.35 + 0.9 * chance) * np.clip(1 - off + saw, 0, 1)
            )
    return np.float32(base) - line


def _ridge(
    sheet: Sheet,
    rng: np.random.Generator,
    *,
    crest: Field,
    foot: float,
    tone: float,
    mist: float,
    snow: float,
    craggy: float,
) -> None:
    box = sheet.box(0, float(crest.min()) - 4, sheet.width, foot)
    if box is None:
        return
    seen = crest[box.left : box.right]
    x, y = box.fine()
    unit = sheet.scale / 2
    above = (y - seen[None, :]) * np.float32(sheet.scale)
    cx, cy = box.coarse()
    down = cy - seen[None, ::2]
    fall = np.clip(down * np.float32(1 / max(foot - float(crest.min()), 1)), 0, 1)
    rock = fbm(rng, (box.shape[0] // 2, box.shape[1] // 2), cell=(52 * unit, 90 * unit), octaves=4)
    tilt = np.gradient(_smoothed(seen[::2], int(30 * unit) * 2 + 1), 1 / unit).astype(np.float32)[None, :]
    if craggy > _ROCKY:
        # Spurs run down from the crest both ways; each has a side in the sun and one in the shade.
        spurs = bumps((cx + down * np.float32(0.62)) * np.float32(1 / 74), rng)
        spurs -= bumps((cx - down * np.float32(0.62)) * np.float32(1 / 74), rng)
        tilt = tilt * np.float32(0.5) - spurs * np.float32(0.95)
        rock *= np.float32(0.5)
    light = np.float32(0.5) - np.float32(0.42) * tilt + np.float32(0.13) * rock - np.float32(0.12) * fall
    colour = np.float32(tone) - np.float32(0.1) * tilt + np.float32(0.06) * rock
    if snow > 0:
        cap = smoothstep(0.0, 0.14, np.float32(0.5 * snow) - fall + np.float32(0.09) * rock)
        light += cap * (np.float32(0.86) - np.float32(0.36) * tilt - light)
        colour += cap * (np.float32(0.9) - np.float32(0.22) * tilt - colour)
    veil = smoothstep(0.15, 1.0, fall) * np.float32(mist)
    light += (1 - light) * veil
    colour += (np.float32(0.85) - colour) * veil * np.float32(0.8)
    bent = resized(rock * np.float32(1.5) + tilt * np.float32(2.2 * (craggy > _ROCKY)), box.shape)
    phase = (y * np.float32(0.75) + x * np.float32(0.18)) * np.float32(1 / 7.6) + bent
    ink = np.clip(1.6 - np.abs(above) * np.float32(0.9), 0, 1) * np.float32(1 - 0.6 * mist)
    mask = np.clip(above + np.float32(0.5), 0, 1)
    sheet.lay(box, mask, light=np.clip(light, 0.1, 1), tone=np.clip(colour, 0, 1), hue=0.2, phase=phase, ink=ink)


def _smoothed(line: Field, width: int) -> Field:
    kernel = np.full(width, 1 / width, np.float32)
    padded = np.pad(line, width // 2, mode="edge")
    return np.convolve(padded, kernel, mode="valid").astype(np.float32)[: len(line)]
