"""The open air: sky with sun or moon, ridges, ground, water and weather, for every scene that is outdoors."""

from dataclasses import dataclass

import numpy as np

from imagesvc.engines.pillow.fields import Field, bumps, fbm, resized, smoothstep
from imagesvc.engines.pillow.parts import Bench, Material, Outline, band, oval
from imagesvc.engines.pillow.sheet import Sheet
from imagesvc.engines.pillow.words import Reading

_ROCKY = 0.8  # from here on a ridge has spurs and snow on its peaks


@dataclass(frozen=True, kw_only=True)
class Mood:
    """What time and weather do to the open air."""

    time: str
    weather: str
    zenith: float  # tone of the sky above
    skyline: float  # tone of the sky at the horizon
    light: float  # how few lines the sky has
    glow: float  # how far the accent spreads around the sun
    ground: float  # tone of the ground
    mist: float  # how much the distance pales

    @property
    def lit(self) -> bool:
        """Are the windows lit?"""
        return self.time != "day" or self.weather in {"snow", "rain", "fog"}


def mood_of(reading: Reading) -> Mood:
    """Judge time and weather."""
    time, weather = reading.time, reading.weather
    zenith, skyline, light, glow, ground = {
        "day": (0.52, 0.98, 0.86, 0.25, 0.78),
        "dusk": (0.34, 0.98, 0.74, 0.8, 0.5),
        "night": (0.16, 0.52, 0.5, 0.45, 0.3),
    }[time]
    if weather == "snow":
        ground, zenith = 0.97 if time != "night" else 0.74, zenith + 0.06
    if weather == "rain":
        zenith, skyline, light = zenith * 0.8, skyline * 0.75, light - 0.12
    return Mood(
        time=time,
        weather=weather,
        zenith=zenith,
        skyline=skyline,
        light=light,
        glow=glow,
        ground=ground,
        mist={"fog": 1.0, "snow": 0.6, "rain": 0.6}.get(weather, 0.45),
    )


def sky(sheet: Sheet, reading: Reading, mood: Mood, *, horizon: float, sun: tuple[float, float]) -> None:
    """Fill the sheet with sky: rings of light around sun or moon that bend around the clouds."""
    rng = reading.chance("sky")
    box = sheet.everything()
    x, y = box.coarse()
    unit = sheet.scale / 2
    clouds = fbm(rng, sheet.light.shape, cell=(95 * unit, 420 * unit), octaves=4)
    warp = fbm(rng, sheet.light.shape, cell=190 * unit, octaves=2)
    dx, dy = x - np.float32(sun[0]), y - np.float32(sun[1])
    distance = np.sqrt(dx * dx + dy * dy)
    height = np.clip(y * np.float32(1 / horizon), 0, 1)
    near = np.exp(distance * np.float32(-1 / 250))
    bank = smoothstep(0.25, 1.3, clouds)
    cover = 0.6 if mood.weather else 0.34

    sheet.tone[:] = mood.zenith + (mood.skyline - mood.zenith) * height**1.4 + 0.34 * near
    sheet.tone += bank * np.float32(0.16 * cover / 0.34 if mood.time != "night" else 0.06)
    sheet.light[:] = mood.light - 0.34 * (1 - height) ** 1.3 + 0.42 * near
    sheet.light += bank * np.float32(cover) - np.float32(0.05) * clouds
    np.clip(sheet.light, 0.16, 1, out=sheet.light)
    sheet.hue[:] = np.minimum(near * np.float32(mood.glow * 1.2), 0.85)
    if mood.time == "dusk":
        sheet.hue += 0.22 * height**3
    phase = (np.float32(0.225) * y + np.float32(0.75) * distance + 15 * clouds + 10 * warp) * np.float32(1 / 8)
    sheet.phase[:] = resized(phase, sheet.phase.shape)
    _sun(Bench(sheet, rng=rng), mood, sun=sun, horizon=horizon)


def ridges(
    sheet: Sheet, reading: Reading, mood: Mood, *, horizon: float, count: int, height: float, trees: bool, craggy: float
) -> None:
    """Lay ridges from far to near, mist at the foot of each, the last one reaching the horizon."""
    rng = reading.chance("ridges")
    far, near = (0.74, 0.22) if mood.time == "day" else (0.56, 0.1)
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


def weather(bench: Bench, reading: Reading, mood: Mood, *, horizon: float) -> None:
    """Let snow, rain or fog fall over everything."""
    sheet = bench.sheet
    rng = reading.chance("weather")
    crowd = min(3.0, sheet.width * sheet.height / 1024**2)
    if mood.weather == "snow":
        flakes = rng.random((int(330 * crowd), 3)).tolist()
        bench.cuts(
            [oval(x * sheet.width, y * sheet.height, 1.8 + 5 * s**3, steps=7) for x, y, s in flakes],
            light=1,
            tone=1,
            hue=0.05,
        )
    if mood.weather == "rain":
        drops = rng.random((int(300 * crowd), 3)).tolist()
        bench.cuts(
            [
                band(
                    [
                        (x * sheet.width, y * sheet.height),
                        (x * sheet.width - 14 - 18 * s, y * sheet.height + 40 + 50 * s),
                    ],
                    [1.5, 3.2],
                )
                for x, y, s in drops
            ],
            light=0.95,
            tone=0.85,
        )
    if mood.weather == "fog":
        box = sheet.box(0, horizon - 260, sheet.width, horizon + 260)
        if box is None:
            return
        _, y = box.coarse()
        veil = np.exp(-(((y - np.float32(horizon)) / 130) ** 2))
        veil = veil * np.clip(
            0.75 + 0.25 * fbm(rng, (box.shape[0] // 2, box.shape[1] // 2), cell=60 * sheet.scale), 0, 1
        )
        sheet.light[box.half] += (0.94 - sheet.light[box.half]) * veil * np.float32(0.8)
        sheet.tone[box.half] += (0.9 - sheet.tone[box.half]) * veil * np.float32(0.75)
        sheet.ink[box.full] *= 1 - resized(veil * np.float32(0.7), box.shape)


def _sun(bench: Bench, mood: Mood, *, sun: tuple[float, float], horizon: float) -> None:
    x, y = sun
    if mood.time == "night":
        _stars(bench, horizon=horizon, avoid=sun)
        bench.flat(oval(x, y, 62), light=1.0, tone=1.0, hue=0.85, outline=2.0)
        bench.part(
            [*oval(x, y, 62, start=-60, stop=120, steps=24), *oval(x - 16, y - 10, 55, start=100, stop=-50, steps=24)],
            Material(hue=0.5, dark=0.25, bright=0.8, pitch=6.5, angle=40, base=0.6),
            bevel=6,
            outline=0,
        )
        for cx, cy, r in ((-20, -14, 11), (8, 16, 8), (-26, 20, 7), (14, -22, 6)):
            bench.flat(oval(x + cx, y + cy, r, steps=14), light=0.8, tone=0.82, hue=0.7, outline=1.2)
        return
    if mood.weather in {"rain", "fog"}:
        return
    bench.flat(oval(x, y, 74 if mood.time == "dusk" else 52), light=1.0, tone=1.0, hue=0.92, outline=2.4)


def _stars(bench: Bench, *, horizon: float, avoid: tuple[float, float]) -> None:
    sheet = bench.sheet
    shapes = []
    for x, y, s in bench.rng.random((int(110 * min(3.0, sheet.width / 1024)), 3)).tolist():
        px, py, r = x * sheet.width, y * horizon * 0.86, 1.6 + 4.6 * s**4
        if (px - avoid[0]) ** 2 + (py - avoid[1]) ** 2 > 120**2:
            shapes.append([(px - r, py), (px, py - r * 1.7), (px + r, py), (px, py + r * 1.7)])
    bench.cuts(shapes, light=1, tone=1, hue=0.75)


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
