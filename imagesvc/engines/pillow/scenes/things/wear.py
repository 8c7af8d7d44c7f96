"""What time and fate did to a thing: rust, cracks, moss, blood, a glow; laid over any object within its outline.

The words stand in `vocabulary/things.py` (CONDITIONS, RANKS); a new condition is a row there and a function here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PIL import Image

from imagesvc.engines.pillow.fields import Field, blurred, fbm, halved, smoothstep
from imagesvc.engines.pillow.palette import PATH_LEVELS, SPOTS
from imagesvc.engines.pillow.parts import Bench, Outline, Point, band, curve, oval
from imagesvc.engines.pillow.scenes.things.piece import bounds
from imagesvc.engines.pillow.sheet import Box
from imagesvc.engines.pillow.vocabulary import things
from imagesvc.engines.pillow.words import Reading

_OWN = 0.56  # a score from which on a word speaks of the thing itself, not of its story
_NAMED = 0.75  # and from which on it stands in the name or right behind it
_MOST = 2  # conditions shown at once


def conditions(reading: Reading) -> list[str]:
    """The conditions the words speak of, the strongest first."""
    scores = {name: reading.score(words) for name, words in things.CONDITIONS.items()}
    told = sorted((name for name in scores if scores[name] >= _OWN), key=lambda name: (-scores[name], name))
    return told[:_MOST]


def colours(told: Sequence[str]) -> tuple[str, ...]:
    """The colours that conditions bring with them."""
    return tuple(COLOURS[name] for name in told if name in COLOURS)


def rank(reading: Reading) -> int:
    """How precious the words make it: 0 plain, 1 precious, 2 legendary."""
    own = [int(row) for row, words in things.OWN_RANKS.items() if reading.score(words) >= _NAMED]
    return max([int(reading.best(things.RANKS, default="0")), *own])


@dataclass(frozen=True, kw_only=True)
class Over:
    """The finished object as what lies over it sees it."""

    bench: Bench
    reading: Reading
    rng: np.random.Generator
    box: Box
    mask: Field
    frame: tuple[float, float, float, float]  # left, top, right, bottom in units
    before: "Before | None"

    def point(self, across: float, down: float) -> Point:
        """A point of the frame, both 0..1."""
        left, top, right, bottom = self.frame
        return left + (right - left) * across, top + (bottom - top) * down

    def noise(self, cell: float, octaves: int = 3) -> Field:
        """Noise over the box at half resolution."""
        rows, columns = self.box.shape
        return fbm(self.rng, (rows // 2, columns // 2), cell=max(2.0, cell * self.box.scale / 2), octaves=octaves)

    def tint(self, cover: Field, *, light: float = 0, tone: float = 0, hue: float | None = None) -> None:
        """Shift light and tone where the cover (0..1, half resolution) lies within the object."""
        sheet, cover = self.bench.sheet, cover * halved(self.mask)
        sheet.light[self.box.half] += cover * np.float32(light)
        sheet.tone[self.box.half] += cover * np.float32(tone)
        if hue is not None:
            self._colour(cover, hue)
        np.clip(sheet.light, 0.06, 1, out=sheet.light)

    def _colour(self, cover: Field, hue: float) -> None:
        sheet = self.bench.sheet
        covered = np.repeat(np.repeat(cover > 0.5, 2, axis=0), 2, axis=1)
        is_spot = hue >= SPOTS[0]
        np.copyto(sheet.spot[self.box.full], PATH_LEVELS + int(hue - SPOTS[0]) if is_spot else 0, where=covered)
        if not is_spot:
            part = sheet.hue[self.box.half]
            part += (np.float32(hue) - part) * cover

    def hue(self, colour: str, *, default: float) -> float:
        """Where on the hue path a colour is printed."""
        return self.reading.print_hue(colour, default=default)

    def ink(self, shapes: Sequence[Outline]) -> None:
        """Print shapes in ink, within the object only."""
        sheet = self.bench.sheet
        kept = sheet.ink[self.box.full].copy()
        self.bench.inks(shapes)
        part = sheet.ink[self.box.full]
        part[:] = kept + (part - kept) * self.mask


@dataclass(frozen=True, kw_only=True)
class Before:
    """The ground where the object will be."""

    light: Field
    tone: Field
    hue: Field
    phase: Field
    ink: Field


def remember(bench: Bench, shapes: Sequence[Outline]) -> Before | None:
    """Keep the ground, to be seen through the gap of what is broken."""
    placed = bench.mask(shapes, [])
    if placed is None:
        return None
    (box, _), sheet = placed, bench.sheet
    light, tone, hue = (field[box.half].copy() for field in (sheet.light, sheet.tone, sheet.hue))
    return Before(light=light, tone=tone, hue=hue, phase=sheet.phase[box.full].copy(), ink=sheet.ink[box.full].copy())


def halo(bench: Bench, shapes: Sequence[Outline]) -> None:
    """Let light stand around the outline of what glows, before it is drawn."""
    placed = bench.mask(shapes, [], margin=130)
    if placed is None:
        return
    box, mask = placed
    soft = blurred(halved(mask), 46 * box.scale / 2)
    bench.sheet.light[box.half] += soft * np.float32(0.85)
    bench.sheet.tone[box.half] += soft * np.float32(0.55)
    part = bench.sheet.hue[box.half]
    part += (1 - part) * np.minimum(soft * np.float32(1.3), 1)


def apply(
    bench: Bench, reading: Reading, shapes: Sequence[Outline], *, conditions: Sequence[str], before: Before | None
) -> None:
    """Lay the conditions over the object, one after the other."""
    placed = bench.mask(shapes, [])
    if placed is None:
        return
    box, mask = placed
    for name in conditions:
        over = Over(
            bench=bench,
            reading=reading,
            rng=reading.trait(name),
            box=box,
            mask=mask,
            frame=bounds(shapes),
            before=before,
        )
        CONDITIONS[name](over)


def rusty(over: Over) -> None:
    """Eat blotches into it, warm in colour and dull, with pits."""
    blotch = smoothstep(0.1, 1.0, over.noise(120, octaves=4))
    over.tint(blotch, light=-0.24, tone=-0.16, hue=over.hue("orange", default=0.86))
    pits = []
    for a, b, c in over.rng.random((60, 3)).tolist():
        x, y = over.point(a, b)
        pits.append(oval(x, y, 2 + 5 * c**2, 2 + 4 * c**2, steps=7))
    over.ink(pits)


def cracked(over: Over) -> None:
    """Let cracks run and fork."""
    shapes = []
    for start, lean in ((0.3, 0.5), (0.72, -0.4), (0.5, 0.1)):
        x, y = over.point(start, 0.02)
        line, step = [(x, y)], (over.frame[3] - over.frame[1]) / 14
        for a, b in over.rng.random((9, 2)).tolist():
            x, y = x + (a - 0.5 + lean * 0.4) * step * 1.9, y + (0.5 + b) * step
            line.append((x, y))
        shapes.append(band(line, [9 - 0.9 * i for i in range(len(line))]))
        fx, fy = line[4]
        side = -1 if lean > 0 else 1
        fork = [
            (fx, fy),
            (fx + side * step, fy + step * 0.7),
            (fx + side * step * 1.2, fy + step * 1.8),
            (fx + side * step * 2.1, fy + step * 2.3),
        ]
        shapes.append(band(fork, [5, 4, 3, 1]))
    for shape in shapes:
        over.ink([shape])


def broken(over: Over) -> None:
    """Break a jagged gap across it, through which the ground is seen."""
    if over.before is None:
        cracked(over)
        return
    (x0, y0), (x1, y1) = over.point(-0.1, 0.66), over.point(1.1, 0.36)
    count = 17
    jags = over.rng.random((count, 2)).tolist()
    upper, lower = [], []
    for i, (a, b) in enumerate(jags):
        t = i / (count - 1)
        x, y = x0 + (x1 - x0) * t, y0 + (y1 - y0) * t + (26 if i % 2 else -26) * (0.4 + a)
        upper.append((x, y - 8))
        lower.append((x + 6, y + 26 + 34 * b))
    cover = _within(over, [upper + lower[::-1]])
    if cover is None:
        return
    before, sheet = over.before, over.bench.sheet
    sheet.lay(
        over.box,
        cover,
        light=before.light,
        tone=before.tone,
        hue=before.hue,
        phase=before.phase,
        ink=before.ink * cover,
    )
    over.ink([band(upper, [5.0] * count), band(lower, [6.0] * count)])


def mossy(over: Over) -> None:
    """Let moss creep up from below and hang from the upper edges."""
    x, y = over.box.coarse()
    _, top, _, bottom = over.frame
    low = (y - np.float32(top)) * np.float32(1 / (bottom - top))
    cover = smoothstep(0.55, 1.15, over.noise(90, octaves=4) * 0.42 + low * np.float32(1.0) + 0 * x)
    over.tint(cover, light=-0.2, tone=-0.16, hue=over.hue("green", default=0.5))
    tufts = []
    for a, b, c in over.rng.random((70, 3)).tolist():
        px, py = over.point(a, 1 - 0.62 * b**2)
        tufts += [band([(px + k * 5, py), (px + k * 9, py - 8 - 12 * c)], [3, 0.8]) for k in (-1, 0, 1)]
    over.ink(tufts)


def dusty(over: Over) -> None:
    """Let dust lie on it, and a cobweb span its upper corner."""
    cover = smoothstep(-0.4, 1.2, over.noise(150))
    over.tint(cover, light=0.22, tone=0.14)
    x0, y0 = over.point(0.97, 0.04)
    reach = 0.34 * min(over.frame[2] - over.frame[0], over.frame[3] - over.frame[1]) + 60
    turns = [np.deg2rad(turn) for turn in (96, 114, 132, 150, 168)]
    threads = [
        band([(x0, y0), (x0 + reach * float(np.cos(t)), y0 + reach * float(np.sin(t)))], [2, 1.6]) for t in turns
    ]
    for share in (0.3, 0.52, 0.74, 0.94):
        knots = [(x0 + reach * share * float(np.cos(t)), y0 + reach * share * float(np.sin(t))) for t in turns]
        for (ax, ay), (bx, by) in pairwise(knots):
            sag = (ax + bx) / 2 + (x0 - (ax + bx) / 2) * 0.12, (ay + by) / 2 + (y0 - (ay + by) / 2) * 0.12
            threads.append(band([(ax, ay), sag, (bx, by)], [1.6, 1.6, 1.6]))
    for thread in threads:
        over.bench.cuts([thread], light=1, tone=0.95)


def bloody(over: Over) -> None:
    """Splash it and let it run down."""
    shapes: list[Outline] = []
    for a, b, c, d in over.rng.random((15, 4)).tolist():
        x, y = over.point(0.15 + 0.7 * a, 0.08 + 0.6 * b)
        r = 12 + 36 * c**2
        blot = [
            (
                x + r * (0.7 + 0.6 * ((k * 5 + 2) % 7) / 7) * float(np.cos(k * 0.7)),
                y + r * (0.7 + 0.6 * ((k * 3) % 7) / 7) * float(np.sin(k * 0.7)),
            )
            for k in range(9)
        ]
        shapes.append(curve(blot, steps=4))
        if c > 0.4:
            shapes.append(
                curve(
                    [
                        (x - r * 0.35, y),
                        (x + r * 0.35, y),
                        (x + r * 0.2, y + 60 + 110 * d),
                        (x, y + 74 + 120 * d),
                        (x - r * 0.2, y + 60 + 110 * d),
                    ],
                    steps=4,
                )
            )
    cover = _within(over, shapes)
    if cover is not None:
        over.bench.sheet.lay(
            over.box, cover, light=0.5, tone=0.34, hue=over.hue("red", default=1.0), ink=over.bench.edge(cover, 2)
        )


def worn(over: Over) -> None:
    """Scratch it."""
    scratches = []
    for a, b, c in over.rng.random((26, 3)).tolist():
        x, y = over.point(a, b)
        long = 14 + 46 * c
        scratches.append(band([(x, y), (x + long * 0.5, y - long * 0.42), (x + long, y - long * 0.7)], [0.8, 3, 0.8]))
    over.ink(scratches[::2])
    cover = _within(over, scratches[1::2])
    if cover is not None:
        over.bench.sheet.lay(over.box, cover, light=1.0, tone=0.95)


def glowing(over: Over) -> None:
    """Light it from within."""
    heart = halved(over.mask)
    soft = blurred(heart, 40 * over.box.scale / 2)
    over.tint(soft * smoothstep(-0.6, 1.4, over.noise(160)), light=0.26, tone=0.2, hue=0.9)


def pristine(over: Over) -> None:
    """Let it gleam: stars of light on it."""
    for a, b, c in over.rng.random((4, 3)).tolist():
        x, y = over.point(0.2 + 0.6 * a, 0.12 + 0.6 * b)
        arm = 26 + 34 * c
        for shape in (
            band([(x - arm, y), (x, y), (x + arm, y)], [0.8, 10, 0.8]),
            band([(x, y - arm * 1.5), (x, y), (x, y + arm * 1.5)], [0.8, 10, 0.8]),
        ):
            over.bench.cuts([shape], light=1, tone=1, hue=0.8)


def frozen(over: Over) -> None:
    """Frost it and hang icicles from it."""
    cover = smoothstep(-0.3, 1.0, over.noise(110, octaves=4))
    over.tint(cover, light=0.3, tone=0.26, hue=0.1)
    for a, c in over.rng.random((9, 2)).tolist():
        x, y = over.point(0.1 + 0.8 * a, 0.98)
        y -= 30
        over.bench.flat([(x - 9, y), (x + 9, y), (x + 1, y + 50 + 70 * c)], light=0.95, tone=0.96, hue=0.1, outline=2)


def burnt(over: Over) -> None:
    """Char it from below, with embers along the edge."""
    x, y = over.box.coarse()
    _, top, _, bottom = over.frame
    low = (y - np.float32(top)) * np.float32(1 / (bottom - top)) + 0 * x
    burn = over.noise(110, octaves=4) * np.float32(0.22) + low
    over.tint(smoothstep(0.55, 0.7, burn), light=-0.4, tone=-0.4)
    ember = smoothstep(0.5, 0.58, burn) * (1 - smoothstep(0.58, 0.66, burn))
    over.tint(ember, light=0.5, tone=0.45, hue=1.0)


def wet(over: Over) -> None:
    """Let drops run down it and fall."""
    drops = []
    for a, b, c in over.rng.random((22, 3)).tolist():
        x, y = over.point(a, 0.1 + 0.86 * b)
        long = 16 + 40 * c
        drops.append(curve([(x, y - long), (x + 5, y - 4), (x, y + 5), (x - 5, y - 4)], steps=3))
    cover = _within(over, drops)
    if cover is not None:
        over.bench.sheet.lay(over.box, cover, light=1.0, tone=0.97, hue=0.3, ink=over.bench.edge(cover, 1.4))


def _within(over: Over, shapes: Sequence[Outline]) -> Field | None:
    """Rasterise shapes on the box of the object, and only within it."""
    rows, columns = over.box.shape
    placed = over.bench.mask(shapes, [])
    if placed is None:
        return None
    box, mask = placed
    whole = Image.new("F", (columns, rows))
    whole.paste(Image.fromarray(mask), (box.left - over.box.left, box.top - over.box.top))
    cover: Field = np.asarray(whole) * over.mask
    return cover


CONDITIONS: dict[str, Callable[[Over], None]] = {
    "bloody": bloody,
    "broken": broken,
    "burnt": burnt,
    "cracked": cracked,
    "dusty": dusty,
    "frozen": frozen,
    "glowing": glowing,
    "mossy": mossy,
    "pristine": pristine,
    "rusty": rusty,
    "wet": wet,
    "worn": worn,
}

COLOURS = {"bloody": "red", "mossy": "green", "rusty": "orange"}
