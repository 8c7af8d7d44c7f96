"""Blocks in one-point perspective: what makes houses, rooms and furniture deep with a few numbers.

The world's units are the sheet's at nearness 1. A point `x` to the side of the vanishing point and `up` above the
ground is drawn at `near` times its distance from the vanishing point; nearness falls with depth, never to 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from imagesvc.engines.pillow.parts import Bench, Material, Outline, Point

Span = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class View:
    """Where the lines of depth meet, and how far below that the ground lies at nearness 1."""

    x: float
    horizon: float
    fall: float

    def at(self, x: float, up: float, near: float) -> Point:
        """Project a point of the world."""
        return self.x + x * near, self.horizon + (self.fall - up) * near

    def wall(self, x: float, up: Span, near: Span) -> Outline:
        """An upright rectangle that runs into the depth: the side of a block."""
        return [
            self.at(x, up[0], near[0]),
            self.at(x, up[1], near[0]),
            self.at(x, up[1], near[1]),
            self.at(x, up[0], near[1]),
        ]

    def front(self, x: Span, up: Span, near: float) -> Outline:
        """An upright rectangle that faces us."""
        return [
            self.at(x[0], up[0], near),
            self.at(x[0], up[1], near),
            self.at(x[1], up[1], near),
            self.at(x[1], up[0], near),
        ]

    def floor(self, x: Span, up: float, near: Span) -> Outline:
        """A level rectangle: a table's top, a carpet, a road."""
        return [
            self.at(x[0], up, near[0]),
            self.at(x[0], up, near[1]),
            self.at(x[1], up, near[1]),
            self.at(x[1], up, near[0]),
        ]

    def into(self, faces: Sequence[Point], near: float) -> Outline:
        """Points of the picture moved into the depth by a factor."""
        return [(self.x + (x - self.x) * near, self.horizon + (y - self.horizon) * near) for x, y in faces]


def block(
    bench: Bench,
    view: View,
    *,
    x: Span,
    up: Span,
    near: Span,
    stuff: Material,
    top: Material | None = None,
    bevel: float = 6.0,
    outline: float = 2.4,
) -> None:
    """Draw a block: the side we see, its top or underside, then the face towards us; `near` is front, back."""
    side = x[0] if x[0] > 0 else x[1] if x[1] < 0 else None
    lying = top or stuff.but(base=min(stuff.base + 0.2, 0.95), angle=2, bright=min(1.0, stuff.bright + 0.08))
    if side is not None:
        dark = stuff.but(base=stuff.base - (0.2 if side < 0 else 0.08), angle=stuff.angle + 8)
        bench.part(view.wall(side, up, near), dark, bevel=bevel, outline=outline)
    if up[1] < view.fall:
        bench.part(view.floor(x, up[1], near), lying, bevel=bevel, outline=outline)
    elif up[0] > view.fall:
        bench.part(view.floor(x, up[0], near), stuff.but(base=stuff.base - 0.24), bevel=bevel, outline=outline)
    bench.part(view.front(x, up, near[0]), stuff, bevel=bevel, outline=outline)
