"""Caves: layers of rock around a light, with mushrooms, crystals, lava, timber or stairs between them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from imagesvc.engines.pillow.fields import Field, bumps, fbm, halved, resized
from imagesvc.engines.pillow.parts import GOLD, STONE, WOOD, Bench, Outline, Point, band, curve, oval, rectangle
from imagesvc.engines.pillow.scenes.places import terrain
from imagesvc.engines.pillow.scenes.places.solid import View
from imagesvc.engines.pillow.scenes.things import standing
from imagesvc.engines.pillow.sheet import Sheet
from imagesvc.engines.pillow.words import Reading

_LAYERS = 5
_WATER = "water* lake* river* pool* flooded sunken subterranean-lake"
_LAVA = "lava magma fire* molten volcan* infernal burning"
_FUNGI = "mushroom* fung* spore* mycel* biolum* toadstool*"
_HOARD = "gold golden treasure* hoard riches coins"
_CRYSTALS = "crystal* gem* quartz amethyst geode diamond* glitter*"


def paint(sheet: Sheet, reading: Reading, place: str) -> Iterator[str]:
    """Draw a cave: layers of rock around a light, and what the words put between them."""
    yield "Opening the cave"
    rng = reading.chance("cave")
    cx, cy = sheet.width * (0.44 + 0.12 * float(rng.random())), sheet.height * 0.48
    _glow(sheet, rng, centre=(cx, cy))
    bench = Bench(sheet, rng=rng)
    hollow = Hollow(bench=bench, reading=reading, x=cx, y=cy)
    draw = CAVES[place]
    for layer in range(_LAYERS):
        yield f"Cutting rock, layer {layer + 1}"
        depth = (layer + 1) / _LAYERS
        _rock(sheet, rng, centre=(cx, cy), depth=depth)
        draw(hollow, layer, depth)
    if reading.score(_WATER) > 0:
        yield "Letting water in"
        terrain.water(sheet, reading, horizon=sheet.height * 0.74, shore=sheet.height, sun=(cx, cy))


def _glow(sheet: Sheet, rng: np.random.Generator, *, centre: Point) -> None:
    """The light at the end, from which everything else recedes."""
    box = sheet.everything()
    x, y = box.coarse()
    distance = np.sqrt((x - np.float32(centre[0])) ** 2 + ((y - np.float32(centre[1])) * np.float32(1.15)) ** 2)
    near = np.exp(distance * np.float32(-1 / 230))
    mist = fbm(rng, box.half_shape, cell=(70 * sheet.scale / 2, 200 * sheet.scale / 2), octaves=3)
    sheet.light[box.half] = np.clip(0.56 + 0.6 * near + 0.06 * mist, 0.3, 1)
    sheet.tone[box.half] = np.clip(0.5 + 0.6 * near + 0.06 * mist, 0, 1)
    sheet.hue[box.half] = np.clip(1.15 * near, 0, 1)
    sheet.phase[box.full] = resized((distance + 12 * mist) * np.float32(1 / 8.4), box.shape)


@dataclass(frozen=True, kw_only=True)
class Hollow:
    """The cave being drawn: its light is at (x, y)."""

    bench: Bench
    reading: Reading
    x: float
    y: float

    @property
    def sheet(self) -> Sheet:
        return self.bench.sheet

    def foot(self, depth: float) -> float:
        """Where the floor lies at a depth of 0 (far) to 1 (near)."""
        return self.y + 70 + self.sheet.height * 0.36 * depth


def _cave(hollow: Hollow, layer: int, depth: float) -> None:
    if hollow.reading.score(_LAVA) > 0:
        if layer == 3:
            _lava(hollow)
    elif hollow.reading.score(_FUNGI) > 0:
        _mushroom_cave(hollow, layer, depth)
    elif hollow.reading.score(_HOARD) > 0:
        if layer == 3:
            _hoard(hollow)
    elif layer in {2, 3} and hollow.reading.score(_CRYSTALS) > 0:
        _crystals(hollow, depth=depth)
    elif layer == 2:
        _figures(hollow, depth=depth)


def _mushroom_cave(hollow: Hollow, layer: int, depth: float) -> None:
    if layer in {1, 2, 3}:
        _mushrooms(hollow, depth=depth)


def _mine(hollow: Hollow, layer: int, depth: float) -> None:
    """Props of timber in each layer, rails on the floor, a lantern."""
    bench, sheet = hollow.bench, hollow.sheet
    view = View(x=hollow.x, horizon=hollow.y, fall=sheet.height * 0.5)
    if layer in {1, 2, 3}:
        near = 0.2 + 0.62 * depth**1.6
        wood = WOOD.but(base=0.44 - 0.16 * depth)
        for side in (-1, 1):
            (x, foot), (_, top) = view.at(side * 420, 0, near), view.at(side * 420, sheet.height * 0.86, near)
            bench.part(
                [
                    (x - 34 * near, foot),
                    (x - 28 * near - side * 20 * near, top),
                    (x + 28 * near - side * 20 * near, top),
                    (x + 34 * near, foot),
                ],
                wood,
                bevel=14 * near,
            )
        (x0, y), (x1, _) = view.at(-500, sheet.height * 0.86, near), view.at(500, sheet.height * 0.86, near)
        bench.part(rectangle(x0, y - 34 * near, x1, y + 34 * near), wood.but(angle=0), bevel=14 * near)
        if layer == 3:
            bench.line([(hollow.x + 60, y), (hollow.x + 60, y + 60)], 4)
            bench.flat(oval(hollow.x + 60, y + 84, 20, 26), light=1, tone=0.95, hue=1.0, outline=4)
            bench.glow(hollow.x + 60, y + 84, radius=130, light=0.4, hue=0.8, tone=0.4)
    if layer == _LAYERS - 1:
        bench.inks([view.floor((s * 150 - 9, s * 150 + 9), 0, (1.2, 0.12)) for s in (-1, 1)])
        bench.inks(
            [view.floor((-210, 210), 0, (n, n * 0.955)) for n in (0.15, 0.19, 0.24, 0.3, 0.38, 0.48, 0.6, 0.76, 0.94)]
        )


def _stair_cave(hollow: Hollow, layer: int, depth: float) -> None:
    if layer == 1:
        _stairs(
            hollow.bench, cx=hollow.x, top=hollow.y + 60, bottom=hollow.sheet.height, width=hollow.sheet.width * 0.42
        )
    if layer == 3:
        _figures(hollow, depth=0.5)


def _figures(hollow: Hollow, *, depth: float) -> None:
    """Somebody small with a light: it gives the cave its size."""
    x, foot, s = hollow.x + hollow.sheet.width * 0.07, hollow.foot(depth) - 20, 50 + 70 * depth
    body = curve(
        [
            (x - s * 0.2, foot),
            (x - s * 0.16, foot - s * 0.6),
            (x, foot - s * 0.78),
            (x + s * 0.16, foot - s * 0.6),
            (x + s * 0.22, foot),
        ],
        steps=4,
    )
    hollow.bench.inks(
        [
            body,
            oval(x, foot - s * 0.86, s * 0.12, steps=14),
            band([(x + s * 0.1, foot - s * 0.6), (x + s * 0.4, foot - s * 0.74)], [s * 0.08] * 2),
            band([(x + s * 0.42, foot - s * 0.7), (x + s * 0.42, foot - s * 0.9)], [s * 0.04] * 2),
        ]
    )
    hollow.bench.cuts([oval(x + s * 0.42, foot - s * 0.96, s * 0.09, s * 0.13, steps=12)], hue=1.0)
    hollow.bench.glow(x + s * 0.42, foot - s * 0.9, radius=s * 0.9, light=0.4, hue=0.8, tone=0.4)


def _lava(hollow: Hollow) -> None:
    """A river of fire that winds from the light towards us."""
    sheet, y = hollow.sheet, hollow.y + 80
    left: Outline = []
    right: Outline = []
    for k in range(17):
        t = k / 16
        middle = hollow.x + sheet.width * 0.13 * float(np.sin(t * 6.5)) * (0.3 + t)
        half = 24 + sheet.width * 0.16 * t**1.4
        left.append((middle - half, y + (sheet.height - y) * t))
        right.append((middle + half, y + (sheet.height - y) * t))
    hollow.bench.flat(left + right[::-1], light=0.95, tone=0.56, hue=1.0, outline=5)
    for inset, tone in ((0.22, 0.9), (0.4, 1.0)):
        core = [(lx + (rx - lx) * inset, ly) for (lx, ly), (rx, _) in zip(left, right, strict=True)]
        far = [(rx - (rx - lx) * inset, ly) for (lx, ly), (rx, _) in zip(left, right, strict=True)]
        hollow.bench.cuts([core + far[::-1]], hue=1.0, tone=tone)
    hollow.bench.glow(hollow.x, sheet.height * 0.8, radius=230, light=0.34, hue=0.8, tone=0.34)


def _hoard(hollow: Hollow) -> None:
    """A heap of gold that shines by itself."""
    bench, sheet = hollow.bench, hollow.sheet
    x, foot, w = hollow.x, hollow.foot(0.75), sheet.width * 0.3
    bench.glow(x, foot - 60, radius=190, light=0.4, hue=0.8, tone=0.4)
    heap = [
        (x - w, foot),
        (x - w * 0.6, foot - 90),
        (x - w * 0.2, foot - 190),
        (x + w * 0.1, foot - 150),
        (x + w * 0.5, foot - 100),
        (x + w, foot),
        (x, foot + 40),
    ]
    bench.part(curve(heap, steps=5), GOLD, bevel=50)
    for a, b, c in sorted(bench.rng.random((60, 3)).tolist(), key=lambda draw: draw[1]):
        side = a * 2 - 1
        y = foot + 30 - (1 - abs(side)) * 170 * (1 - b)
        bench.part(oval(x + w * side * 0.94, y, 15 + 9 * c, 8 + 5 * c, steps=14), GOLD, bevel=4, outline=2)


def _rock(sheet: Sheet, rng: np.random.Generator, *, centre: tuple[float, float], depth: float) -> None:
    """One frame of rock around the opening: ceiling with stalactites, floor with fewer, walls at both sides."""
    cx, cy = centre
    columns = sheet.phase.shape[1]
    x = (np.arange(columns, dtype=np.float32) + np.float32(0.5)) * np.float32(1 / sheet.scale)
    wide = sheet.width * (0.14 + 0.42 * depth)
    off = np.clip((x - np.float32(cx)) * np.float32(1 / wide), -1.6, 1.6)
    dome = np.sqrt(np.clip(1 - off * off, 0, 1)) - np.float32(1.6) * np.maximum(np.abs(off) - 1, 0)
    spikes = _spikes(x, rng, pitch=52 + 110 * depth) * np.float32(80 + 190 * depth)
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
    ceiling, floor = ceiling[box.left : box.right], floor[box.left : box.right]
    over = (ceiling[None, :] - fy) * np.float32(sheet.scale)
    under = (fy - floor[None, :]) * np.float32(sheet.scale)
    inside = np.maximum(over, under)
    mask = np.clip(inside + np.float32(0.5), 0, 1)
    ink = np.clip(2.4 - np.abs(inside) * np.float32(0.85), 0, 1)
    unit = sheet.scale / 2
    rock = fbm(rng, box.half_shape, cell=(120 * unit, 64 * unit), octaves=4)
    deepness = halved(np.clip(inside, 0, None)) * np.float32(1 / sheet.scale)
    rim = np.exp(deepness * np.float32(-1 / (14 + 26 * depth)))
    light = np.float32(0.7 - 0.44 * depth) + np.float32(0.1) * rock + np.float32(0.28) * rim
    tone = np.float32(0.66 - 0.52 * depth) + np.float32(0.05) * rock + np.float32(0.16) * rim
    hue = np.clip(np.float32(0.3) * rim + 0.3 * (1 - depth), 0, 1)
    phase = np.where(over > under, over, under) * np.float32(0.4 / sheet.scale / 8) + (
        fy * np.float32(0.7) + fx * np.float32(0.12)
    ) * np.float32(1 / 8)
    phase = phase + resized(rock, box.shape) * np.float32(0.7)
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


def _mushrooms(hollow: Hollow, *, depth: float) -> None:
    bench, sheet = hollow.bench, hollow.sheet
    count = max(3, int(7 * min(3.0, sheet.width / 1024)))
    for place, tall, low in sorted(bench.rng.random((count, 3)).tolist(), key=lambda row: row[2]):
        foot = hollow.foot(depth) + 60 * low
        standing.mushroom(
            bench, x=sheet.width * (0.06 + 0.88 * place), foot=foot, size=(50 + 130 * depth) * (0.5 + 0.7 * tall)
        )


def _crystals(hollow: Hollow, *, depth: float) -> None:
    bench, sheet = hollow.bench, hollow.sheet
    for place, tall, low in bench.rng.random((6, 3)).tolist():
        side = 0.08 + 0.24 * place if low < 0.5 else 0.68 + 0.24 * place
        x, foot = sheet.width * side, hollow.foot(depth) + 20
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


CAVES: dict[str, Callable[[Hollow, int, float], None]] = {
    "cave": _cave,
    "mine": _mine,
    "stairs": _stair_cave,
    "mushrooms": _mushroom_cave,
}
