"""Houses in perspective, with two faces, a roof, beams and windows; high houses with a hundred windows."""

from dataclasses import dataclass
from math import hypot

from imagesvc.engines.pillow.parts import (
    STONE,
    WOOD,
    Bench,
    Material,
    Outline,
    Point,
    band,
    curve,
    oval,
    rectangle,
)
from imagesvc.engines.pillow.scenes.places.sky import Mood
from imagesvc.engines.pillow.scenes.places.solid import Span, View
from imagesvc.engines.pillow.words import Reading

_WALL = Material(hue=0.4, dark=0.15, bright=0.88, pitch=7.4, angle=90, grain=0.4, base=0.56)


_ROOF = Material(hue=0.6, dark=0.06, bright=0.6, pitch=7.0, angle=20, base=0.4)


_FINE = 0.34  # nearness from which on a house shows its beams and tiles


@dataclass(frozen=True, kw_only=True)
class Style:
    """How the houses of a place are built."""

    wall: Material
    roof: Material
    is_framed: bool = True  # timber frames
    is_flat: bool = False  # flat roofs, as where it never rains
    storeys: int = 2


def style_of(reading: Reading, mood: Mood) -> Style:
    """Judge by words; colours named of walls and roofs are theirs."""
    wall = _WALL.but(base=_WALL.base - mood.dim, bright=_WALL.bright - mood.dim)
    roof = _ROOF.but(base=_ROOF.base - mood.dim)
    wall = wall.but(hue=reading.hue("wall walls house houses facade facades building buildings", default=wall.hue))
    roof = roof.but(hue=reading.hue("roof roofs tile tiles", default=roof.hue))
    if reading.score("stone granite brick marble slate") > reading.score("wood* timber* oak thatch*"):
        wall = wall.but(angle=4, grain=1.2)
    if mood.weather == "snow":
        roof = roof.but(base=0.93, bright=0.99, dark=0.4, hue=0.1)
    if reading.score("desert sand* adobe clay oasis arab* mesa") > 0.3:
        return Style(wall=wall.but(hue=0.3, grain=0.9), roof=roof, is_framed=False, is_flat=True)
    poor = reading.score("hut huts hovel* hamlet village poor humble cottage* thatch* fishing") > 0.4
    return Style(wall=wall, roof=roof, is_framed=reading.score("stone brick marble") < 0.7, storeys=1 if poor else 2)


def house(
    bench: Bench, view: View, *, x: float, near: float, width: float, style: Style, mood: Mood, seed: float
) -> None:
    """Draw a house whose front is at `near`; `seed` (0..1) decides its shape: gable or long side towards us."""
    tall = width * (0.52 + 0.42 * style.storeys + 0.2 * (seed * 5 % 1))
    peak = tall + width * (0.5 + 0.16 * (seed * 3 % 1))
    far = 1 / (1 / near + width / view.fall * (0.75 + 0.6 * (seed * 7 % 1)) / 2.4)
    span = (x - width / 2, x + width / 2)
    side = span[0] if span[0] > 0 else span[1] if span[1] < 0 else None
    shadow = view.floor((span[0] - 0.1 * width, span[1] + 0.5 * width), 0, (near * 1.03, far))
    bench.shadow([shadow], blur=14 * near, shift=(0, 0), depth=0.55)
    home = _House(bench=bench, view=view, span=span, near=(near, far), tall=tall, peak=peak, style=style, mood=mood)
    if style.is_flat:
        home.flat(side, seed=seed)
    elif seed * 11 % 1 < 0.62:
        home.gabled(side, seed=seed)
    else:
        home.eaved(side, seed=seed)
    if mood.lit:
        cx, cy = view.at(x, tall * 0.5, near)
        bench.glow(cx, cy, radius=width * near * 0.3, light=0.1, hue=0.25, tone=0.08)


@dataclass(frozen=True, kw_only=True)
class _House:
    """One house being drawn."""

    bench: Bench
    view: View
    span: Span
    near: Span  # front and back
    tall: float  # of the walls
    peak: float  # of the ridge
    style: Style
    mood: Mood

    @property
    def width(self) -> float:
        return self.span[1] - self.span[0]

    @property
    def scale(self) -> float:
        """Units of the picture for the house's width."""
        return self.width * self.near[0]

    def gabled(self, side: float | None, *, seed: float) -> None:
        """The gable towards us, the long side running into the depth."""
        (x0, x1), (near, far) = self.span, self.near
        middle, over = (x0 + x1) / 2, self.width * 0.07
        if side is not None:
            self._side_wall(side, (0, self.tall), self.near)
        out = 1 if side is None or side < 0 else -1  # where the side is
        edge = middle + out * (self.width / 2 + over)
        drop = self.tall - over * (self.peak - self.tall) / self.width * 2
        steep = (self.peak - self.tall) / (self.width / 2)
        if side is not None and self.view.fall > self.tall - abs(side) * steep:
            at = self.view.at
            self._slope(
                [at(edge, drop, near), at(middle, self.peak, near), at(middle, self.peak, far), at(edge, drop, far)],
                lit=out < 0,
            )
        self._chimney(x=middle + out * self.width * 0.2, near=near * 0.6 + far * 0.4, top=self.peak * 1.06)
        front = self.view.front(self.span, (0, self.tall), near)
        gable = [front[0], front[1], self.view.at(middle, self.peak, near), front[2], front[3]]
        self.bench.part(gable, self.style.wall, bevel=max(3.0, 6 * near))
        if self.style.is_framed and near > _FINE:
            self._frame(seed)
        for towards in (-1, 1):
            a, b = (
                self.view.at(middle, self.peak + over * 0.7, near),
                self.view.at(middle + towards * (self.width / 2 + over), drop, near),
            )
            self.bench.part(
                band([a, b], [self.scale * 0.05] * 2), self.style.roof.but(base=self.style.roof.base - 0.08), bevel=3
            )
        self._openings(seed, gable=True)

    def eaved(self, side: float | None, *, seed: float) -> None:
        """The long side and the roof's slope towards us, the gable running into the depth."""
        (x0, x1), (near, far) = self.span, self.near
        ridge, over, at = 2 * near * far / (near + far), self.width * 0.06, self.view.at
        peak = self.tall + (self.peak - self.tall) * 0.8
        if side is not None:
            gable = [
                at(side, 0, near),
                at(side, self.tall, near),
                at(side, peak, ridge),
                at(side, self.tall, far),
                at(side, 0, far),
            ]
            self.bench.part(gable, self._shaded(side), bevel=4)
            self._panes_aside(side)
        self.bench.part(self.view.front(self.span, (0, self.tall), near), self.style.wall, bevel=max(3.0, 6 * near))
        if self.style.is_framed and near > _FINE:
            self._frame(seed)
        self._openings(seed, gable=False)
        self._chimney(x=x0 + self.width * (0.25 + 0.5 * seed), near=ridge, top=peak + self.width * 0.16)
        low = self.tall - over * 0.5
        self._slope(
            [
                at(x0 - over, low, near),
                at(x0 - over * 0.4, peak, ridge),
                at(x1 + over * 0.4, peak, ridge),
                at(x1 + over, low, near),
            ],
            lit=True,
        )

    def flat(self, side: float | None, *, seed: float) -> None:
        """A flat roof with a parapet."""
        if side is not None:
            self._side_wall(side, (0, self.tall), self.near)
        if self.tall < self.view.fall:
            self.bench.part(self.view.floor(self.span, self.tall, self.near), self.style.wall.but(base=0.8), bevel=4)
        self.bench.part(self.view.front(self.span, (0, self.tall), self.near[0]), self.style.wall, bevel=8)
        self._openings(seed, gable=False)
        beams = []
        for k in range(6):
            cx, cy = self.view.at(self.span[0] + self.width * (k + 0.5) / 6, self.tall * 0.93, self.near[0])
            beams.append(oval(cx, cy, self.scale * 0.018, steps=10))
        self.bench.inks(beams)

    def _shaded(self, side: float) -> Material:
        return self.style.wall.but(base=self.style.wall.base - (0.22 if side < 0 else 0.06), angle=6)

    def _side_wall(self, side: float, up: Span, near: Span) -> None:
        self.bench.part(self.view.wall(side, up, near), self._shaded(side), bevel=4)
        self._panes_aside(side)

    def _slope(self, corners: Outline, *, lit: bool) -> None:
        """A roof's slope from eave to ridge and back, with rows of tiles: its first two corners are one edge."""
        roof = self.style.roof.but(base=self.style.roof.base + (0.08 if lit else -0.06))
        self.bench.part(corners, roof, bevel=max(3.0, 8 * self.near[0]))
        if self.near[0] < _FINE or self.mood.weather == "snow":
            return
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners
        shapes: list[Outline] = []
        rows = 7
        width = max(1.2, self.scale * 0.006)
        for k in range(1, rows):
            t = k / rows
            p, q = (ax + (bx - ax) * t, ay + (by - ay) * t), (dx + (cx - dx) * t, dy + (cy - dy) * t)
            shapes.append(band([p, q], [width, width]))
            ticks = max(3, int(hypot(q[0] - p[0], q[1] - p[1]) / max(14.0, self.scale * 0.09)))
            for i in range(ticks):
                s = (i + 0.5 * (k % 2)) / ticks
                u = (p[0] + (q[0] - p[0]) * s, p[1] + (q[1] - p[1]) * s)
                down = (
                    (ax - bx) / rows * (1 - s) + (dx - cx) / rows * s,
                    (ay - by) / rows * (1 - s) + (dy - cy) / rows * s,
                )
                shapes.append(band([u, (u[0] + down[0], u[1] + down[1])], [width * 0.8, width * 0.8]))
        self.bench.inks(shapes)

    def _frame(self, seed: float) -> None:
        """Beams: posts, rails and a few braces."""
        near, (x0, x1) = self.near[0], self.span
        w, storeys = self.width, self.style.storeys
        beam = self.scale * 0.028
        lines: list[list[Point]] = []
        rails = [self.tall * k / storeys for k in range(1, storeys + 1)]
        lines += [[self.view.at(x0, up, near), self.view.at(x1, up, near)] for up in rails]
        lines += [
            [self.view.at(x0 + w * t, 0, near), self.view.at(x0 + w * t, self.tall, near)]
            for t in (0.02, 0.34, 0.66, 0.98)
        ]
        low = rails[-2] if storeys > 1 else 0.0
        for t0, t1 in ((0.02, 0.3), (0.98, 0.7)) if seed < 0.5 else ((0.34, 0.04), (0.66, 0.96)):
            lines.append([self.view.at(x0 + w * t0, low, near), self.view.at(x0 + w * t1, self.tall, near)])
        self.bench.inks([band(points, [beam, beam]) for points in lines])

    def _openings(self, seed: float, *, gable: bool) -> None:
        """Windows of every storey, one in the gable, and a door."""
        near, (x0, _), w = self.near[0], self.span, self.width
        a = w * 0.085
        door = 0.5 if seed * 13 % 1 < 0.4 else 0.2 if seed * 13 % 1 < 0.7 else 0.8
        rise = self.tall / self.style.storeys
        for storey in range(self.style.storeys):
            for t in (0.18, 0.5, 0.82):
                if storey == 0 and abs(t - door) < 0.2:
                    continue
                up = rise * (storey + 0.58)
                self._pane(self.view.front((x0 + w * t - a, x0 + w * t + a), (up - a * 1.15, up + a * 1.15), near))
        if gable:
            up = self.tall + (self.peak - self.tall) * 0.38
            self._pane(
                self.view.front((x0 + w * 0.5 - a * 0.7, x0 + w * 0.5 + a * 0.7), (up - a * 0.8, up + a * 0.8), near)
            )
        left, right = x0 + w * door - a * 1.15, x0 + w * door + a * 1.15
        tall = rise * 0.66
        at = self.view.at
        arch = [
            at(left, 0, near),
            at(left, tall * 0.8, near),
            at(x0 + w * door, tall, near),
            at(right, tall * 0.8, near),
            at(right, 0, near),
        ]
        self.bench.part(arch, WOOD.but(base=0.24, dark=0.04), bevel=4, outline=self.scale * 0.012 + 1)

    def _panes_aside(self, side: float) -> None:
        near, far = self.near
        rise = self.tall / self.style.storeys
        for storey in range(self.style.storeys):
            for t in (0.25, 0.7):
                n0, n1 = (1 / (1 / near + (1 / far - 1 / near) * s) for s in (t - 0.1, t + 0.1))
                up = rise * (storey + 0.58)
                self._pane(self.view.wall(side, (up - rise * 0.18, up + rise * 0.18), (n0, n1)))

    def _pane(self, corners: Outline) -> None:
        lit = self.mood.lit and float(self.bench.rng.random()) < 0.8
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = corners
        line = self.scale * 0.012 + 0.8
        self.bench.flat(
            corners, light=1.0 if lit else 0.25, tone=0.9 if lit else 0.22, hue=1.0 if lit else 0.1, outline=line
        )
        if self.near[0] > _FINE * 0.6:
            cross = [
                [((x0 + x3) / 2, (y0 + y3) / 2), ((x1 + x2) / 2, (y1 + y2) / 2)],
                [((x0 + x1) / 2, (y0 + y1) / 2), ((x2 + x3) / 2, (y2 + y3) / 2)],
            ]
            self.bench.inks([band(points, [line * 0.8, line * 0.8]) for points in cross])

    def _chimney(self, *, x: float, near: float, top: float) -> None:
        half = self.width * 0.055
        stone = STONE.but(base=0.36 - self.mood.dim)
        self.bench.part(self.view.front((x - half, x + half), (self.tall, top), near), stone, bevel=4)
        if self.near[0] > _FINE * 0.7 and self.mood.lit:
            cx, cy = self.view.at(x, top, near)
            puff(self.bench, cx, cy, size=self.scale * 0.14)


def puff(bench: Bench, x: float, y: float, *, size: float) -> None:
    """Smoke that rises and drifts."""
    smoke = Material(hue=0.1, dark=0.5, bright=0.95, pitch=7, angle=30, grain=1.4, base=0.8)
    for k in range(4):
        r = size * (0.34 + 0.22 * k)
        bench.part(
            curve(
                [
                    (x + size * 0.36 * k * k * 0.5 + r * dx, y - size * (0.5 + 0.8 * k) + r * dy)
                    for dx, dy in ((-1, 0.1), (-0.3, -0.8), (0.7, -0.5), (1, 0.3), (0.1, 0.8))
                ]
            ),
            smoke,
            bevel=r * 0.5,
            outline=0,
        )


def skyscraper(bench: Bench, *, x: float, foot: float, size: float, width: float, mood: Mood) -> None:
    """Draw a high house with a grid of windows."""
    rng = bench.rng
    day = mood.time in {"day", "dawn"}
    stuff = Material(hue=0.4, dark=0.05, bright=0.62 if day else 0.42, pitch=7.4, angle=90, base=0.5 if day else 0.34)
    kind = float(rng.random())
    top = foot - size
    if kind < 0.3:
        shape = [(x - width / 2, foot), (x - width / 2, top), (x + width / 2, top - width * 0.6), (x + width / 2, foot)]
    elif kind < 0.6:
        shape = [
            (x - width / 2, foot),
            (x - width / 2, top),
            (x - width * 0.3, top),
            (x - width * 0.3, top - size * 0.08),
            (x + width * 0.3, top - size * 0.08),
            (x + width * 0.3, top),
            (x + width / 2, top),
            (x + width / 2, foot),
        ]
    else:
        shape = rectangle(x - width / 2, top, x + width / 2, foot)
    bench.part(shape, stuff, bevel=6)
    if kind > 0.4:
        bench.line([(x, top + 2), (x, top - size * 0.24)], [5, 1.5])
    columns, rows = max(2, int(width / 24)), max(3, int(size / 30))
    lit = rng.random((rows, columns)) < (0.3 if day else 0.48)
    windows = []
    for row in range(rows):
        for column in range(columns):
            if lit[row, column]:
                left = x - width / 2 + width * (column + 0.28) / columns
                y = top + size * (row + 0.25) / rows
                windows.append(rectangle(left, y, left + width * 0.46 / columns, y + size * 0.5 / rows))
    bench.cuts(windows, light=1, tone=0.82 if mood.lit else 0.6, hue=1.0)
