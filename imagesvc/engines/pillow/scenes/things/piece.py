"""One object while it is drawn: its bench, its pose and the words about it, so that a drawing names only its parts.

A drawing is a function of a Piece. It thinks in its own units, about 800 high around (0, 0) or, for scenery, above
its foot at (0, 0); how large it is in the picture is decided later. What varies comes from `trait`, never from the
bench's stream, for every object is traced once before it is drawn.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from imagesvc.engines.pillow.parts import Bench, Material, Outline, Point, Pose
from imagesvc.engines.pillow.scenes.things import matter
from imagesvc.engines.pillow.scenes.things.forms import flipped
from imagesvc.engines.pillow.words import Reading

_GEM_NOUNS = "gem gems gemstone stone stones jewel jewels ruby emerald sapphire diamond amethyst topaz pearl onyx opal"


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Lays parts in the coordinates of one object."""

    bench: Bench
    pose: Pose
    reading: Reading
    rich: int = 0  # 0 plain, 1 precious, 2 legendary

    def says(self, words: str) -> bool:
        """Does the text speak of any of these words?"""
        return self.reading.score(words) > 0

    def trait(self, stage: str) -> np.random.Generator:
        """The random stream for what stays the same under every seed."""
        return self.reading.trait(stage)

    def draws(self, stage: str, count: int) -> list[float]:
        """So many numbers 0..1 that belong to the text."""
        return [float(number) for number in self.trait(stage).random(count)]

    def scatter(self, stage: str, count: int) -> list[tuple[float, float, float]]:
        """So many triples of numbers 0..1: where something lies and how large it is."""
        return [(float(a), float(b), float(c)) for a, b, c in self.trait(stage).random((count, 3))]

    def pick(self, stage: str, choices: int) -> int:
        """One of so many variants, by the text."""
        return int(self.trait(stage).random() * choices)

    def metal(self, default: str = "steel") -> Material:
        """The metal the words name."""
        return matter.metal(self.reading, default=default)

    def body(self, default: str) -> Material:
        """Whatever solid matter the words name."""
        return matter.body(self.reading, default=default)

    def wood(self) -> Material:
        """What a haft or a handle is of: wood, or bone if the words say so, whatever the rest is of."""
        return matter.haft(self.reading)

    def cloth(self, nouns: str = "") -> Material:
        """Cloth in the colour named of one of these nouns, or of the thing itself."""
        return matter.cloth(self.reading, nouns=nouns)

    def hue(self, nouns: str, *, default: float) -> float:
        """Where a colour named of one of these nouns is printed."""
        return self.reading.hue(nouns, default=default)

    def own_hue(self, nouns: str, *, default: float) -> float:
        """The same for the body of the thing: the colour named of it, else the one it has by itself."""
        reading = self.reading
        colour = reading.named(nouns) or reading.own_colour or reading.side_colour or next(iter(reading.implied), "")
        return reading.print_hue(colour, default=default)

    def gem_hue(self, nouns: str = _GEM_NOUNS) -> float:
        """Where a stone set in it is printed."""
        return matter.gem(self.reading, nouns=nouns)

    def moved(self, x: float = 0, y: float = 0, *, turn: float = 0, size: float = 1) -> "Piece":
        """The same object with its coordinates moved, then turned and sized: for a part drawn upright elsewhere."""
        ((px, py),) = self.pose.at([(x, y)])
        pose = Pose(x=px, y=py, turn=self.pose.turn + turn, size=self.pose.size * size)
        return replace(self, pose=pose)

    def part(
        self,
        shape: Sequence[Point],
        stuff: Material,
        *,
        bevel: float = 14.0,
        relief: float = 1.0,
        outline: float = 2.4,
        shade: float = 0.0,
        holes: Sequence[Sequence[Point]] = (),
    ) -> None:
        """Lay a flat shape with an edge `bevel` units wide."""
        self.bench.part(
            shape, stuff, pose=self.pose, holes=holes, bevel=bevel, relief=relief, outline=outline, shade=shade
        )

    def both(
        self, shape: Sequence[Point], stuff: Material, *, bevel: float = 14.0, relief: float = 1.0, outline: float = 2.4
    ) -> None:
        """Lay a shape and its mirror image; lines on it slant the other way there."""
        self.part(shape, stuff, bevel=bevel, relief=relief, outline=outline)
        self.part(flipped(shape), stuff.but(angle=-stuff.angle), bevel=bevel, relief=relief, outline=outline)

    def turned(self, profile: Sequence[Point], stuff: Material, *, outline: float = 2.4, shade: float = 0.0) -> None:
        """Lay a solid of revolution; the profile lists (y, radius) from top to bottom."""
        self.bench.turned(profile, stuff, pose=self.pose, outline=outline, shade=shade)

    def ball(self, x: float, y: float, radius: float, stuff: Material) -> None:
        """Lay a sphere."""
        self.bench.ball(x, y, radius, stuff, pose=self.pose)

    def flat(self, shape: Sequence[Point], *, light: float, tone: float, hue: float, outline: float = 0.0) -> None:
        """Lay an even patch: glass before the dark, a lit window, paint."""
        self.bench.flat(shape, pose=self.pose, light=light, tone=tone, hue=hue, outline=outline)

    def line(self, points: Sequence[Point], width: float | Sequence[float]) -> None:
        """Draw a stroke of pure ink."""
        self.bench.line(points, width, pose=self.pose)

    def inks(self, shapes: Sequence[Sequence[Point]]) -> None:
        """Print shapes in pure ink."""
        self.bench.inks(shapes, pose=self.pose)

    def cuts(
        self, shapes: Sequence[Sequence[Point]], *, light: float = 1.0, tone: float = 1.0, hue: float | None = None
    ) -> None:
        """Cut shapes out of the ink: glints, sparks, glowing signs."""
        self.bench.cuts(shapes, pose=self.pose, light=light, tone=tone, hue=hue)

    def shadow(self, shape: Sequence[Point], *, blur: float = 8.0, shift: Point = (10.0, 14.0)) -> None:
        """Darken what lies under a shape that is laid next."""
        size = self.pose.size
        self.bench.shadow([shape], pose=self.pose, blur=blur * size, shift=(shift[0] * size, shift[1] * size))

    def glow(self, x: float, y: float, radius: float, *, light: float = 0.3, hue: float = 0.6) -> None:
        """Cast light and accent around a point."""
        ((px, py),) = self.pose.at([(x, y)])
        self.bench.glow(px, py, radius=radius * self.pose.size, light=light, hue=hue, tone=light * 0.9)


Draw = Callable[[Piece], None]


def bounds(shapes: Sequence[Outline]) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of shapes."""
    xs = [x for shape in shapes for x, _ in shape]
    ys = [y for shape in shapes for _, y in shape]
    return min(xs), min(ys), max(xs), max(ys)
