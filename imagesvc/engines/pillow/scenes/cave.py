"""A cave: layers of rock around a light, with stairs, mushrooms or crystals by words."""

from collections.abc import Iterator

import numpy as np

from imagesvc.engines.pillow.fields import Field, bumps, fbm, halved, resized
from imagesvc.engines.pillow.parts import STONE, Bench, Outline, rectangle
from imagesvc.engines.pillow.scenes import standing
from imagesvc.engines.pillow.sheet import Sheet
from imagesvc.engines.pillow.words import Reading

_WATER = "water* lake* river* pool* flooded sunken"


def paint(sheet: Sheet, reading: Reading) -> Iterator[str]:
    """Draw a cave: five layers of rock around a light; mushrooms, stairs, crystals or water by words."""
    yield "Opening the cave"
    rng = reading.chance("cave")
    cx, cy = sheet.width * (0.44 + 0.12 * float(rng.random())), sheet.height * 0.5
    x, y = sheet.everything().coarse()
    distance = np.sqrt((x - np.float32(cx)) ** 2 + ((y - np.float32(cy)) * np.float32(1.15)) ** 2)
    near = np.exp(distance * np.float32(-1 / 230))
    mist = fbm(rng, sheet.light.shape, cell=(70 * sheet.scale / 2, 200 * sheet.scale / 2), octaves=3)
    sheet.light[:] = np.clip(0.5 + 0.6 * near + 0.06 * mist, 0.3, 1)
    sheet.tone[:] = np.clip(0.44 + 0.6 * near + 0.06 * mist, 0, 1)
    sheet.hue[:] = np.clip(1.15 * near, 0, 1)
    sheet.phase[:] = resized((distance + 12 * mist) * np.float32(1 / 8.4), sheet.phase.shape)
    bench = Bench(sheet, rng=rng)
    stairs = reading.score("stair* step steps descend*") > 0
    pool = reading.score(_WATER) > 0
    fungi = reading.score("mushroom* fung* spore* twilight mycel* biolum*") > 0
    for layer in range(5):
        yield f"Cutting rock, layer {layer + 1}"
        depth = (layer + 1) / 5
        _rock(sheet, rng, centre=(cx, cy), depth=depth)
        if layer == 1 and stairs:
            _stairs(bench, cx=cx, top=cy + 60, bottom=sheet.height, width=sheet.width * 0.5)
        if layer in {1, 2, 3} and fungi:
            _mushrooms(bench, sheet, depth=depth, cy=cy)
        if layer in {2, 3} and not (fungi or stairs):
            _crystals(bench, sheet, depth=depth, cy=cy)
    if pool:
        sheet.glow(cx, sheet.height * 0.8, radius=120, light=0.2, hue=0.4, tone=0.2)


def _rock(sheet: Sheet, rng: np.random.Generator, *, centre: tuple[float, float], depth: float) -> None:
    """One frame of rock around the opening: ceiling with stalactites, floor with fewer, walls at both sides."""
    cx, cy = centre
    columns = sheet.phase.shape[1]
    x = (np.arange(columns, dtype=np.float32) + np.float32(0.5)) * np.float32(1 / sheet.scale)
    wide = sheet.width * (0.14 + 0.42 * depth)
    off = np.clip((x - np.float32(cx)) * np.float32(1 / wide), -1.6, 1.6)
    dome = np.sqrt(np.clip(1 - off * off, 0, 1)) - np.float32(1.6) * np.maximum(np.abs(off) - 1, 0)
    spikes = _spikes(x, rng, pitch=34 + 70 * depth) * np.float32(60 + 150 * depth)
    rough = (bumps(x * np.float32(1 / 90), rng) + 0.5 * bumps(x * np.float32(1 / 31), rng) - 0.75) * np.float32(
        60 * depth + 20
    )
    ceiling = (
        np.float32(cy)
        - dome * np.float32(sheet.height * (0.14 + 0.34 * depth))
        + rough
        + spikes * np.clip(dome * 1.6, 0.15, 1)
    )
    low = _spikes(x, rng, pitch=90 + 60 * depth) * np.float32(50 + 60 * depth) * np.clip(np.abs(off) * 1.4 - 0.35, 0, 1)
    floor = (
        np.float32(cy)
        + np.float32(40)
        + np.clip(dome, -1, 1) * np.float32(sheet.height * (0.04 + 0.33 * depth))
        + rough * np.float32(0.35)
        - low
    )
    box = sheet.everything()
    fx, fy = box.fine()
    over = (ceiling[None, :] - fy) * np.float32(sheet.scale)
    under = (fy - floor[None, :]) * np.float32(sheet.scale)
    inside = np.maximum(over, under)
    mask = np.clip(inside + np.float32(0.5), 0, 1)
    ink = np.clip(1.9 - np.abs(inside) * np.float32(0.85), 0, 1)
    unit = sheet.scale / 2
    rock = fbm(rng, sheet.light.shape, cell=(120 * unit, 64 * unit), octaves=4)
    deepness = halved(np.clip(inside, 0, None)) * np.float32(1 / sheet.scale)
    rim = np.exp(deepness * np.float32(-1 / (24 + 40 * depth)))
    light = np.float32(0.52 - 0.3 * depth) + np.float32(0.13) * rock + np.float32(0.3) * rim
    tone = np.float32(0.40 - 0.32 * depth) + np.float32(0.06) * rock + np.float32(0.2) * rim
    hue = np.clip(np.float32(0.3) * rim + 0.3 * (1 - depth), 0, 1)
    phase = np.where(over > under, over, under) * np.float32(0.4 / sheet.scale / 8) + (
        fy * np.float32(0.7) + fx * np.float32(0.12)
    ) * np.float32(1 / 8)
    phase = phase + resized(rock, box.shape) * np.float32(1.2)
    sheet.lay(box, mask, light=np.clip(light, 0.16, 1), tone=np.clip(tone, 0.02, 1), hue=hue, phase=phase, ink=ink)


def _spikes(x: Field, rng: np.random.Generator, *, pitch: float) -> Field:
    """A row of spikes 0..1, each with its own height."""
    result = np.zeros_like(x)
    for shift in (0.0, 0.43):
        place = x * np.float32(1 / pitch) + np.float32(shift)
        seat = np.floor(place)
        tall = bumps(seat, rng) ** 2
        off = np.abs(place - seat - np.float32(0.5)) * 2
        result = np.maximum(result, tall * np.clip(1 - off, 0, 1) ** np.float32(1.5))
    return result


def _stairs(bench: Bench, *, cx: float, top: float, bottom: float, width: float) -> None:
    count = 11
    for k in range(count):
        t0, t1 = (k / count) ** 1.5, ((k + 1) / count) ** 1.5
        y0, y1 = top + (bottom - top) * t0, top + (bottom - top) * t1
        w0, w1 = width * (0.18 + 0.9 * t0), width * (0.18 + 0.9 * t1)
        split = y0 + (y1 - y0) * 0.52
        tread: Outline = [(cx - w0, y0), (cx + w0, y0), (cx + w1, split), (cx - w1, split)]
        bench.part(tread, STONE.but(base=0.86 - 0.4 * t1, dark=0.14, bright=0.9 - 0.3 * t1, angle=2), bevel=5)
        bench.part(
            rectangle(cx - w1, split, cx + w1, y1 + 1),
            STONE.but(base=0.34 - 0.1 * t1, dark=0.05, bright=0.5, angle=90),
            bevel=5,
        )


def _mushrooms(bench: Bench, sheet: Sheet, *, depth: float, cy: float) -> None:
    count = max(3, int(7 * min(3.0, sheet.width / 1024)))
    for place, tall, low in sorted(bench.rng.random((count, 3)).tolist(), key=lambda row: row[2]):
        foot = cy + 70 + sheet.height * 0.36 * depth + 60 * low
        standing.mushroom(
            bench, x=sheet.width * (0.06 + 0.88 * place), foot=foot, size=(50 + 130 * depth) * (0.5 + 0.7 * tall)
        )


def _crystals(bench: Bench, sheet: Sheet, *, depth: float, cy: float) -> None:
    for place, tall, low in bench.rng.random((6, 3)).tolist():
        side = 0.08 + 0.24 * place if low < 0.5 else 0.68 + 0.24 * place
        x, foot = sheet.width * side, cy + 90 + sheet.height * 0.34 * depth
        h = (50 + 130 * depth) * (0.4 + 0.8 * tall)
        lean = (place - 0.5) * h * 0.6
        face = STONE.but(hue=0.95, gloss=0.6, angle=70)
        tip, w = (x + lean, foot - h), h * 0.16
        bench.part(
            [(x - w, foot), (x - w + lean * 0.8, foot - h * 0.8), tip, (x + lean * 0.9, foot - h * 0.72), (x, foot)],
            face.but(base=0.85),
            bevel=4,
        )
        bench.part(
            [(x, foot), (x + lean * 0.9, foot - h * 0.72), tip, (x + w + lean * 0.8, foot - h * 0.78), (x + w, foot)],
            face.but(base=0.36),
            bevel=4,
        )
