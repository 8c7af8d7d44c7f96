"""The sky and what falls from it: mood of time and weather, sun, moon and stars, clouds, snow, rain, lightning, fog."""

from dataclasses import dataclass

import numpy as np

from imagesvc.engines.pillow.fields import fbm, resized, smoothstep
from imagesvc.engines.pillow.parts import Bench, Material, Outline, Point, band, oval
from imagesvc.engines.pillow.sheet import Sheet
from imagesvc.engines.pillow.words import Reading


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
        return self.time in {"dusk", "night"} or self.weather in {"snow", "rain", "storm", "fog"}

    @property
    def dim(self) -> float:
        """How much darker things are than by day."""
        return {"night": 0.16, "dusk": 0.05}.get(self.time, 0.0) + (0.05 if self.weather == "storm" else 0.0)


def mood_of(reading: Reading) -> Mood:
    """Judge time and weather."""
    time, weather = reading.time, reading.weather
    zenith, skyline, light, glow, ground = {
        "dawn": (0.56, 1.0, 0.84, 0.75, 0.66),
        "day": (0.52, 0.98, 0.86, 0.25, 0.78),
        "dusk": (0.34, 0.98, 0.74, 0.8, 0.5),
        "night": (0.16, 0.52, 0.5, 0.45, 0.3),
    }[time]
    if weather == "snow":
        ground, zenith = 0.97 if time != "night" else 0.74, zenith + 0.06
    if weather == "rain":
        zenith, skyline, light = zenith * 0.8, skyline * 0.75, light - 0.12
    if weather == "storm":
        zenith, skyline, light, ground = zenith * 0.5, skyline * 0.66, light - 0.26, ground * 0.75
    if reading.mood == "grim" and not weather:
        zenith, light = zenith * 0.75, light - 0.1
    mist = {"fog": 1.0, "snow": 0.6, "rain": 0.6, "storm": 0.35, "wind": 0.7}.get(weather, 0.45)
    return Mood(
        time=time,
        weather=weather,
        zenith=zenith,
        skyline=skyline,
        light=light,
        glow=glow,
        ground=ground,
        mist=min(1.0, mist + (0.3 if reading.mood == "eerie" else 0)),
    )


def sky(sheet: Sheet, reading: Reading, mood: Mood, *, horizon: float, sun: Point) -> None:
    """Fill the sheet with sky: rings of light around sun or moon that bend around the clouds."""
    rng = reading.chance("sky")
    box = sheet.everything()
    x, y = box.coarse()
    unit = sheet.scale / 2
    clouds = fbm(rng, box.half_shape, cell=(95 * unit, 420 * unit), octaves=4)
    warp = fbm(rng, box.half_shape, cell=190 * unit, octaves=2)
    dx, dy = x - np.float32(sun[0]), y - np.float32(sun[1])
    distance = np.sqrt(dx * dx + dy * dy)
    height = np.clip(y * np.float32(1 / horizon), 0, 1)
    near = np.exp(distance * np.float32(-1 / 250))
    bank = smoothstep(0.25, 1.3, clouds)
    cover = 0.6 if mood.weather else 0.34
    if mood.weather == "storm":
        near *= np.float32(0.35)
        bank = -1.3 * smoothstep(-0.6, 0.9, clouds) + np.float32(0.25)

    tone = mood.zenith + (mood.skyline - mood.zenith) * height**1.4 + 0.34 * near
    tone += bank * np.float32(0.16 * cover / 0.34 if mood.time != "night" else 0.06)
    light = mood.light - 0.34 * (1 - height) ** 1.3 + 0.42 * near
    light += bank * np.float32(cover) - np.float32(0.05) * clouds
    sheet.tone[box.half] = tone
    sheet.light[box.half] = np.clip(light, 0.16, 1)
    sheet.hue[box.half] = np.minimum(near * np.float32(mood.glow * 1.2), 0.85)
    if mood.time in {"dusk", "dawn"}:
        sheet.hue[box.half] += 0.22 * height**3
    phase = (np.float32(0.225) * y + np.float32(0.75) * distance + 15 * clouds + 10 * warp) * np.float32(1 / 8)
    sheet.phase[box.full] = resized(phase, box.shape)
    bench = Bench(sheet, rng=rng)
    if mood.weather == "storm":
        _lightning(bench, x=sun[0], horizon=horizon)
    else:
        _sun(bench, mood, sun=sun, horizon=horizon)
    if mood.time in {"day", "dawn"} and mood.weather in {"", "wind"}:
        _birds(bench, horizon=horizon)


def weather(bench: Bench, reading: Reading, mood: Mood, *, horizon: float) -> None:
    """Let snow, rain or fog fall over everything."""
    bench = Bench(bench.sheet, rng=reading.chance("weather"))
    crowd = min(3.0, bench.sheet.width * bench.sheet.height / 1024**2)
    if mood.weather == "snow":
        _snow(bench, count=int(330 * crowd))
    if mood.weather in {"rain", "storm"}:
        _rain(bench, count=int(300 * crowd))
    if mood.weather == "fog" or (reading.mood == "eerie" and not mood.weather):
        _fog(bench, horizon=horizon, thick=0.8 if mood.weather else 0.5)


def moon(bench: Bench, x: float, y: float, r: float, *, hue: float = 0.85) -> None:
    """Draw a moon, a quarter of it in shadow."""
    bench.flat(oval(x, y, r), light=1.0, tone=1.0, hue=hue, outline=2.0)
    dark = [
        *oval(x, y, r, start=-60, stop=120, steps=24),
        *oval(x - 0.26 * r, y - 0.16 * r, 0.89 * r, start=100, stop=-50, steps=24),
    ]
    bench.part(dark, Material(hue=0.5, dark=0.25, bright=0.8, pitch=6.5, angle=40, base=0.6), bevel=6, outline=0)
    for cx, cy, size in ((-0.32, -0.23, 0.18), (0.13, 0.26, 0.13), (-0.42, 0.32, 0.11), (0.23, -0.35, 0.1)):
        bench.flat(oval(x + cx * r, y + cy * r, size * r, steps=14), light=0.8, tone=0.82, hue=hue - 0.15, outline=1.2)


def stars(bench: Bench, *, bottom: float, count: int, avoid: Point = (-999, -999)) -> None:
    """Cut stars out of the sky, a few of them bright."""
    sheet = bench.sheet
    shapes = []
    for x, y, s in bench.rng.random((int(count * min(3.0, sheet.width / 1024)), 3)).tolist():
        px, py, r = x * sheet.width, y * bottom, 1.6 + 4.6 * s**4
        if (px - avoid[0]) ** 2 + (py - avoid[1]) ** 2 > 120**2:
            shapes.append([(px - r, py), (px, py - r * 1.7), (px + r, py), (px, py + r * 1.7)])
    bench.cuts(shapes, light=1, tone=1, hue=0.75)


def _sun(bench: Bench, mood: Mood, *, sun: Point, horizon: float) -> None:
    x, y = sun
    if mood.time == "night":
        stars(bench, bottom=horizon * 0.86, count=110, avoid=sun)
        moon(bench, x, y, 62)
    elif mood.weather not in {"rain", "fog"}:
        bench.flat(oval(x, y, 52 if mood.time == "day" else 74), light=1.0, tone=1.0, hue=0.92, outline=2.4)


def _birds(bench: Bench, *, horizon: float) -> None:
    """A few birds far away: they give the sky its size."""
    draws = bench.rng.random((7, 3)).tolist()
    x0, y0 = bench.sheet.width * (0.2 + 0.6 * draws[0][0]), horizon * (0.24 + 0.24 * draws[0][1])
    for a, b, c in draws[1:]:
        x, y, r = x0 + 190 * (a - 0.5), y0 + 90 * (b - 0.5), 7 + 9 * c
        bench.line(
            [
                (x - r, y - r * 0.5),
                (x - r * 0.4, y - r * 0.62),
                (x, y),
                (x + r * 0.4, y - r * 0.62),
                (x + r, y - r * 0.42),
            ],
            [0.8, 2.6, 3.2, 2.6, 0.8],
        )


def _lightning(bench: Bench, *, x: float, horizon: float) -> None:
    bolts: list[Outline] = []
    for start, width in ((0.0, 9.0), (0.45, 5.0)):
        y = horizon * start
        points = [(x + (40 if start else 0), y)]
        while points[-1][1] < horizon * (0.96 if not start else 0.86):
            a, b = (float(v) for v in bench.rng.random(2))
            points.append((points[-1][0] + (a - 0.46) * 90 + (30 if start else 0), points[-1][1] + 30 + 46 * b))
        bolts.append(band(points, [width * (1 - 0.7 * i / len(points)) for i in range(len(points))]))
    bench.glow(x, horizon * 0.4, radius=170, light=0.4, hue=0.5, tone=0.5)
    bench.cuts(bolts, light=1, tone=1, hue=0.9)


def _snow(bench: Bench, *, count: int) -> None:
    w, h = bench.sheet.width, bench.sheet.height
    flakes = [oval(x * w, y * h, 1.8 + 5 * s**3, steps=7) for x, y, s in bench.rng.random((count, 3)).tolist()]
    bench.cuts(flakes, light=1, tone=1, hue=0.05)


def _rain(bench: Bench, *, count: int) -> None:
    w, h = bench.sheet.width, bench.sheet.height
    drops = [
        band([(x * w, y * h), (x * w - 14 - 18 * s, y * h + 40 + 50 * s)], [1.5, 3.2])
        for x, y, s in bench.rng.random((count, 3)).tolist()
    ]
    bench.cuts(drops, light=0.95, tone=0.85)


def _fog(bench: Bench, *, horizon: float, thick: float) -> None:
    sheet = bench.sheet
    box = sheet.box(0, horizon - 260, sheet.width, horizon + 260)
    if box is None:
        return
    _, y = box.coarse()
    veil = np.exp(-(((y - np.float32(horizon)) / 130) ** 2))
    banks = fbm(bench.rng, (box.shape[0] // 2, box.shape[1] // 2), cell=60 * sheet.scale)
    veil = veil * np.clip(0.75 + 0.25 * banks, 0, 1) * np.float32(thick)
    sheet.light[box.half] += (0.94 - sheet.light[box.half]) * veil
    sheet.tone[box.half] += (0.9 - sheet.tone[box.half]) * veil
    sheet.ink[box.full] *= 1 - resized(veil * np.float32(0.88), box.shape)
