"""Parts: polygons with form, laid on a sheet. Everything that has an edge is made of them.

A part is a shape, a form (how its surface bulges) and a material (how it takes light, lines and colour). It works in
its own box, so small parts are cheap. Shapes are lists of points in units; the functions below make the usual ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import cos, hypot, pi, sin

import numpy as np
from PIL import Image, ImageDraw

from imagesvc.engines.pillow.fields import Field, blurred, fbm, halved, slopes, through
from imagesvc.engines.pillow.sheet import Box, Sheet

Point = tuple[float, float]
Outline = list[Point]

_SUN = (-0.6, -0.72)  # where the light comes from: upper left


@dataclass(frozen=True, kw_only=True)
class Material:
    """How a surface takes light: its place on the hue path, tones in shadow and light, and its lines."""

    hue: float = 0.5
    dark: float = 0.22  # tone of the block in shadow
    bright: float = 0.85  # tone of the block in light
    pitch: float = 7.5  # units from line to line
    angle: float = 0.0  # of the lines, degrees; 0 runs across the part
    grain: float = 0.0  # how much the lines waver, in lines
    base: float = 0.5  # light on a face that looks at us
    gloss: float = 0.0  # how much contrast and glint

    def but(self, **changes: float) -> "Material":
        """The same material with some of its properties changed."""
        return replace(self, **changes)


METAL = Material(hue=0.2, dark=0.15, bright=1.0, pitch=6.8, base=0.56, gloss=0.8)
IRON = Material(hue=0.25, dark=0.1, bright=0.8, pitch=6.8, base=0.42, gloss=0.45)
GOLD = Material(hue=0.9, dark=0.25, bright=0.95, pitch=6.8, base=0.55, gloss=0.8)
WOOD = Material(hue=0.5, dark=0.15, bright=0.75, pitch=6.6, angle=90, grain=1.6, base=0.45)
LEATHER = Material(hue=0.55, dark=0.18, bright=0.7, pitch=7.4, angle=30, grain=0.35, base=0.46)
CLOTH = Material(hue=0.5, dark=0.2, bright=0.8, pitch=7.4, angle=78, grain=0.8, base=0.52)
STONE = Material(hue=0.35, dark=0.2, bright=0.85, pitch=7.6, angle=-12, grain=0.5, base=0.5)
PARCHMENT = Material(hue=0.4, dark=0.6, bright=1.0, pitch=8.0, angle=4, grain=0.3, base=0.82)
GLASS = Material(hue=0.15, dark=0.5, bright=1.0, pitch=7.0, base=0.78, gloss=0.6)
GEM = Material(hue=1.0, dark=0.2, bright=1.0, pitch=6.5, angle=45, base=0.6, gloss=0.9)
BONE = Material(hue=0.45, dark=0.4, bright=1.0, pitch=7.0, angle=8, base=0.68, gloss=0.2)


@dataclass(frozen=True, kw_only=True)
class Pose:
    """Where an object stands: its own coordinates turned (degrees, clockwise), sized and moved to the sheet."""

    x: float
    y: float
    turn: float = 0.0
    size: float = 1.0

    def at(self, points: Sequence[Point]) -> Outline:
        """Take points from the object's coordinates to the sheet's."""
        c, s = cos(self.turn * pi / 180) * self.size, sin(self.turn * pi / 180) * self.size
        return [(self.x + px * c - py * s, self.y + px * s + py * c) for px, py in points]

    def local(self, across: Field, down: Field) -> tuple[Field, Field]:
        """Take coordinates of the sheet back to the object's."""
        c = np.float32(cos(self.turn * pi / 180) / self.size)
        s = np.float32(sin(self.turn * pi / 180) / self.size)
        dx, dy = across - np.float32(self.x), down - np.float32(self.y)
        return dx * c + dy * s, dy * c - dx * s


_UPRIGHT = Pose(x=0, y=0)


class Bench:
    """Lays parts on a sheet. Its random stream belongs to the stage that made the bench."""

    def __init__(self, sheet: Sheet, *, rng: np.random.Generator) -> None:
        self.sheet = sheet
        self.rng = rng

    def part(
        self,
        shape: Sequence[Point],
        material: Material,
        *,
        pose: Pose = _UPRIGHT,
        holes: Sequence[Sequence[Point]] = (),
        bevel: float = 14.0,
        relief: float = 1.0,
        outline: float = 2.4,
        shade: float = 0.0,
    ) -> None:
        """Lay a flat shape with an edge `bevel` units wide; `shade` darkens the whole (below 0) or lights it."""
        placed = self.mask([pose.at(shape)], [pose.at(hole) for hole in holes])
        if placed is None:
            return
        box, mask = placed
        radius = bevel * pose.size * self.sheet.scale / 2
        soft = halved(mask)
        height = blurred(soft, radius)
        across, down = slopes(height)
        lean = (across * np.float32(_SUN[0]) + down * np.float32(_SUN[1])) * np.float32(
            -2.2 * max(radius, 0.6) * relief
        )
        self._finish(box, mask, lean=lean, material=material, pose=pose, outline=outline, shade=shade)

    def turned(
        self, profile: Sequence[Point], material: Material, *, pose: Pose, outline: float = 2.4, shade: float = 0.0
    ) -> None:
        """Lay a solid of revolution about the pose's upright axis; the profile lists (y, radius) from top to bottom."""
        shape = [(r, y) for y, r in profile] + [(-r, y) for y, r in reversed(profile)]
        placed = self.mask([pose.at(shape)], [])
        if placed is None:
            return
        box, mask = placed
        knots = [(y + i * 1e-3, max(r, 0.5)) for i, (y, r) in enumerate(profile)]
        u, v = pose.local(*box.coarse())
        bulge = np.clip(u / through(knots, v), -1, 1)
        lean = -0.62 * bulge + 0.16 - 0.5 * np.maximum(bulge - 0.25, 0) + 0.35 * np.maximum(bulge - 0.86, 0)
        u, v = pose.local(*box.fine())
        radius = through(knots, v)
        depth: Field = np.sqrt(np.maximum(radius * radius - u * u, 0))
        phase: Field = (v + np.float32(0.24) * depth) * np.float32(pose.size / material.pitch)
        self._finish(box, mask, lean=lean, material=material, pose=pose, outline=outline, shade=shade, phase=phase)

    def ball(self, x: float, y: float, radius: float, material: Material, *, pose: Pose = _UPRIGHT) -> None:
        """Lay a sphere."""
        profile = [(y + radius * sin(t * pi / 24), radius * cos(t * pi / 24)) for t in range(-12, 13)]
        ((cx, cy),) = pose.at([(x, 0.0)])
        self.turned(profile, material, pose=replace(pose, x=cx, y=cy))

    def flat(
        self,
        shape: Sequence[Point],
        *,
        pose: Pose = _UPRIGHT,
        light: float,
        tone: float,
        hue: float,
        outline: float = 0.0,
    ) -> None:
        """Lay an even patch, its lines upright and swaying: a lit window, an eye, a flame."""
        placed = self.mask([pose.at(shape)], [])
        if placed is None:
            return
        box, mask = placed
        x, y = box.fine()
        phase = (x + 5 * np.sin(y * np.float32(1 / 26))) * np.float32(1 / 8)
        self.sheet.lay(box, mask, light=light, tone=tone, hue=hue, phase=phase, ink=self.edge(mask, outline))

    def line(self, points: Sequence[Point], width: float | Sequence[float], *, pose: Pose = _UPRIGHT) -> None:
        """Draw a stroke of pure ink; with several widths it swells and thins."""
        widths = [width] * len(points) if isinstance(width, (int, float)) else list(width)
        self.inks([band(points, widths)], pose=pose)

    def inks(self, shapes: Sequence[Sequence[Point]], *, pose: Pose = _UPRIGHT) -> None:
        """Print shapes in pure ink."""
        placed = self.mask([pose.at(shape) for shape in shapes], [])
        if placed is None:
            return
        box, mask = placed
        below = self.sheet.ink[box.full]
        np.maximum(below, mask, out=below)

    def cuts(
        self,
        shapes: Sequence[Sequence[Point]],
        *,
        pose: Pose = _UPRIGHT,
        light: float = 1.0,
        tone: float = 1.0,
        hue: float | None = None,
    ) -> None:
        """Cut shapes out of the ink: snow, rain, sparks, stars, glints."""
        placed = self.mask([pose.at(shape) for shape in shapes], [])
        if placed is None:
            return
        box, mask = placed
        self.sheet.lay(box, mask, light=light, tone=tone, hue=hue)

    def shadow(
        self,
        shapes: Sequence[Sequence[Point]],
        *,
        pose: Pose = _UPRIGHT,
        blur: float = 16.0,
        shift: Point = (26.0, 34.0),
        depth: float = 0.5,
    ) -> None:
        """Darken what lies under a shape, shifted away from the light."""
        moved = [[(x + shift[0], y + shift[1]) for x, y in pose.at(shape)] for shape in shapes]
        placed = self.mask(moved, [], margin=blur * 2.5)
        if placed is None:
            return
        box, mask = placed
        soft = blurred(halved(mask), blur * self.sheet.scale / 2)
        self.sheet.light[box.half] *= 1 - soft * np.float32(depth)
        self.sheet.tone[box.half] *= 1 - soft * np.float32(depth * 0.55)

    def glow(self, x: float, y: float, *, radius: float, light: float, hue: float = 0.0, tone: float = 0.0) -> None:
        """Cast light, accent and tone around a point."""
        self.sheet.glow(x, y, radius=radius, light=light, hue=hue, tone=tone)

    def mask(
        self, shapes: Sequence[Sequence[Point]], holes: Sequence[Sequence[Point]], *, margin: float = 4.0
    ) -> tuple[Box, Field] | None:
        """Rasterise at twice the resolution (more where the sheet is small) and average."""
        self.sheet.pause()
        shapes = [shape for shape in shapes if len(shape) > 2]
        if not shapes:
            return None
        xs = [x for shape in shapes for x, _ in shape]
        ys = [y for shape in shapes for _, y in shape]
        box = self.sheet.box(min(xs) - margin, min(ys) - margin, max(xs) + margin, max(ys) + margin)
        if box is None:
            return None
        fine = 2 if self.sheet.scale > 0.6 else 4
        rows, columns = box.shape
        canvas = Image.new("L", (columns * fine, rows * fine))
        pen = ImageDraw.Draw(canvas)
        zoom = self.sheet.scale * fine
        left, top = box.left * fine, box.top * fine
        for fill, group in ((255, shapes), (0, holes)):
            for shape in group:
                pen.polygon([(x * zoom - left, y * zoom - top) for x, y in shape], fill=fill)
        return box, np.asarray(canvas.reduce(fine)).astype(np.float32) * np.float32(1 / 255)

    def _finish(
        self,
        box: Box,
        mask: Field,
        *,
        lean: Field,
        material: Material,
        pose: Pose,
        outline: float,
        shade: float,
        phase: Field | None = None,
    ) -> None:
        gain = 0.75 + 0.6 * material.gloss
        lit = np.float32(material.base + shade) + lean * np.float32(gain)
        if material.gloss > 0.3:
            lit += np.float32(material.gloss * 1.1) * np.maximum(lean - np.float32(0.22), 0)
        np.clip(lit, 0.06, 1.0, out=lit)
        tone = np.float32(material.dark) + lit * np.float32(material.bright - material.dark)
        if phase is None:
            phase = self._lines(box, material=material, pose=pose)
        self.sheet.lay(box, mask, light=lit, tone=tone, hue=material.hue, phase=phase, ink=self.edge(mask, outline))

    def _lines(self, box: Box, *, material: Material, pose: Pose) -> Field:
        u, v = pose.local(*box.fine())
        turn = material.angle * pi / 180
        phase = (v * np.float32(cos(turn)) + u * np.float32(sin(turn))) * np.float32(pose.size / material.pitch)
        if material.grain:
            along = 60 * self.sheet.scale
            phase = phase + fbm(self.rng, box.shape, cell=(along, along), octaves=2) * np.float32(material.grain * 0.5)
        return phase

    def edge(self, mask: Field, width: float) -> Field | None:
        """An outline as ink: where the blurred mask is neither in nor out."""
        if width <= 0:
            return None
        radius = max(0.6, width * self.sheet.scale * 0.5)
        soft = blurred(mask, radius)
        ink: Field = np.clip((1 - np.abs(soft * 2 - 1)) * np.float32(2.7) - np.float32(1.15), 0, 1)
        return ink


class Tracer(Bench):
    """A bench that lays nothing and remembers the shapes: what a shadow needs before the object is drawn."""

    def __init__(self, sheet: Sheet, *, rng: np.random.Generator) -> None:
        super().__init__(sheet, rng=rng)
        self.shapes: list[Outline] = []

    def glow(self, x: float, y: float, *, radius: float, light: float, hue: float = 0.0, tone: float = 0.0) -> None:
        """Cast no light."""

    def mask(self, shapes: Sequence[Sequence[Point]], holes: Sequence[Sequence[Point]], *, margin: float = 4.0) -> None:  # noqa: ARG002 - a shadow has neither
        """Remember the shapes."""
        self.shapes += [list(shape) for shape in shapes if len(shape) > 2]


def trace(text: str) -> Outline:
    """Read points from "x y, x y": an outline is easier on the eye so."""
    return list(_traced(text))


@cache
def _traced(text: str) -> tuple[Point, ...]:
    return tuple((float(x), float(y)) for x, y in (pair.split() for pair in text.split(",")))


def rectangle(left: float, top: float, right: float, bottom: float) -> Outline:
    """Four corners."""
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def oval(
    x: float, y: float, rx: float, ry: float | None = None, *, start: float = 0, stop: float = 360, steps: int = 40
) -> Outline:
    """Points on an ellipse, clockwise from `start` degrees (0 is right, 90 below)."""
    ry = rx if ry is None else ry
    turns = [(start + (stop - start) * i / steps) * pi / 180 for i in range(steps + 1)]
    return [(x + rx * cos(t), y + ry * sin(t)) for t in turns]


def curve(points: Sequence[Point], *, closed: bool = True, steps: int = 8) -> Outline:
    """A Catmull-Rom spline through points."""
    count = len(points)
    spans = count if closed else count - 1
    result: Outline = []
    for i in range(spans):
        p0, p1, p2, p3 = (
            points[(i + k) % count] if closed else points[min(max(i + k, 0), count - 1)] for k in (-1, 0, 1, 2)
        )
        result += [_spline(p0, p1, p2, p3, step / steps) for step in range(steps)]
    if not closed:
        result.append(points[-1])
    return result


def _spline(p0: Point, p1: Point, p2: Point, p3: Point, t: float) -> Point:
    x, y = (
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t)
        for a, b, c, d in zip(p0, p1, p2, p3, strict=True)
    )
    return x, y


def band(points: Sequence[Point], widths: Sequence[float]) -> Outline:
    """The outline of a stroke along points with a width at each."""
    left: Outline = []
    right: Outline = []
    for i, ((x, y), width) in enumerate(zip(points, widths, strict=True)):
        (ax, ay), (bx, by) = points[max(i - 1, 0)], points[min(i + 1, len(points) - 1)]
        length = hypot(bx - ax, by - ay) or 1.0
        nx, ny = -(by - ay) / length * width / 2, (bx - ax) / length * width / 2
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    return left + right[::-1]


def ring(
    x: float, y: float, outer: float, inner: float, *, start: float = 0, stop: float = 360, squash: float = 1.0
) -> Outline:
    """A ring or a piece of one."""
    out = oval(x, y, outer, outer * squash, start=start, stop=stop)
    return out + oval(x, y, inner, inner * squash, start=start, stop=stop)[::-1]


def star(x: float, y: float, outer: float, inner: float, *, points: int, turn: float = -90) -> Outline:
    """A star."""
    return [
        (x + r * cos(t), y + r * sin(t))
        for i in range(points * 2)
        for r, t in [((outer, inner)[i % 2], (turn + 180 * i / points) * pi / 180)]
    ]
