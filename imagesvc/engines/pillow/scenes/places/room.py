"""A room while it is drawn: its bench, its words, and its own measures in one-point perspective."""

from dataclasses import dataclass

from imagesvc.engines.pillow.parts import (
    Bench,
    Material,
    Outline,
    Point,
    Pose,
)
from imagesvc.engines.pillow.scenes.places.sky import Mood
from imagesvc.engines.pillow.scenes.places.solid import Span, View, block
from imagesvc.engines.pillow.scenes.things.piece import Piece
from imagesvc.engines.pillow.words import Reading


@dataclass(frozen=True, kw_only=True)
class Room:
    """A room in one-point perspective: x runs from wall (-1) to wall (1), up from the floor (0) to the ceiling (2)."""

    bench: Bench
    reading: Reading
    view: View
    half: float  # units from its middle to a wall, at nearness 1
    back: float  # nearness of the wall at the end
    mood: Mood

    def at(self, x: float, up: float, near: float) -> Point:
        """A point of the room on the sheet."""
        return self.view.at(x * self.half, up * self.view.fall, near)

    def front(self, x: Span, up: Span, near: float) -> Outline:
        """A rectangle that faces us."""
        return self.view.front(
            (x[0] * self.half, x[1] * self.half), (up[0] * self.view.fall, up[1] * self.view.fall), near
        )

    def wall(self, x: float, up: Span, near: Span) -> Outline:
        """A rectangle along a side wall."""
        return self.view.wall(x * self.half, (up[0] * self.view.fall, up[1] * self.view.fall), near)

    def floor(self, x: Span, up: float, near: Span) -> Outline:
        """A level rectangle."""
        return self.view.floor((x[0] * self.half, x[1] * self.half), up * self.view.fall, near)

    def block(self, x: Span, up: Span, near: Span, stuff: Material, *, top: Material | None = None) -> None:
        """A block with three faces."""
        h, f = self.half, self.view.fall
        block(self.bench, self.view, x=(x[0] * h, x[1] * h), up=(up[0] * f, up[1] * f), near=near, stuff=stuff, top=top)

    def piece(self, x: float, up: float, near: float, *, size: float = 1.0) -> Piece:
        """A place for an object of its own; 1000 of its units are the room's height at that nearness."""
        px, py = self.at(x, up, near)
        return Piece(
            bench=self.bench, pose=Pose(x=px, y=py, size=size * near * self.view.fall / 500), reading=self.reading
        )

    def draws(self, count: int, values: int) -> list[list[float]]:
        """Rows of random numbers."""
        rows: list[list[float]] = self.bench.rng.random((count, values)).tolist()
        return rows
