"""A place in the open air while it is drawn: its bench, its words, its mood and its lines of depth."""

from dataclasses import dataclass

import numpy as np

from imagesvc.engines.pillow.parts import Bench, Outline, Pose, band, oval
from imagesvc.engines.pillow.scenes.places.sky import Mood
from imagesvc.engines.pillow.scenes.places.solid import View
from imagesvc.engines.pillow.scenes.things.piece import Piece
from imagesvc.engines.pillow.words import Reading


@dataclass(frozen=True, kw_only=True)
class Site:
    """All that a place's functions need."""

    bench: Bench
    reading: Reading
    mood: Mood
    view: View  # its vanishing point is where the road goes

    @property
    def width(self) -> float:
        return self.bench.sheet.width

    @property
    def horizon(self) -> float:
        return self.view.horizon

    @property
    def fall(self) -> float:
        """From the horizon to the lower edge."""
        return self.view.fall

    def piece(self, x: float, foot: float, *, size: float = 1.0) -> Piece:
        """A place to set an object of the scenery: its foot and its size."""
        return Piece(bench=self.bench, pose=Pose(x=x, y=foot, size=size), reading=self.reading)

    def draws(self, count: int, values: int) -> list[list[float]]:
        """Rows of random numbers."""
        rows: list[list[float]] = self.bench.rng.random((count, values)).tolist()
        return rows

    def scattered(self, count: int, *, gap: float = 0.16) -> list[tuple[float, float]]:
        """Places on the ground from far to near, none on the road: x in the picture, nearness."""
        found = []
        for a, b in self.draws(count, 2):
            near = 0.06 + 0.86 * b * b
            side = a * 2 - 1
            x = self.view.x + (np.sign(side) * gap + side) * self.width * (0.42 + 0.3 * near)
            found.append((float(x), near))
        return sorted(found, key=lambda place: place[1])

    def undergrowth(self, count: int, *, flowers: bool = True) -> None:
        """Tufts of grass beside the road, and by daylight a few flowers."""
        blades: list[Outline] = []
        blossoms: list[Outline] = []
        crowd = int(count * min(3.0, self.width / 1024))
        for (x, near), (a, b) in zip(self.scattered(crowd, gap=0.14), self.draws(crowd, 2), strict=True):
            foot, s = self.horizon + self.fall * near, 16 + 62 * near
            blades += [
                band(
                    [
                        (x + 4 * k, foot),
                        (x + s * k * 0.22, foot - s * 0.6),
                        (x + s * k * 0.5, foot - s * (0.8 + 0.3 * a)),
                    ],
                    [s * 0.09 + 1, s * 0.06 + 0.6, 0.8],
                )
                for k in (-1, 0, 1)
            ]
            if b < 0.25:
                blossoms.append(oval(x + s * 0.4, foot - s * 0.9, s * 0.11 + 1, steps=9))
        self.bench.inks(blades)
        if flowers and self.mood.time in {"day", "dawn"} and self.mood.weather != "snow":
            self.bench.cuts(blossoms, light=1, tone=0.9, hue=1.0)
