"""Where something is drawn that is seen from the side, and the pieces it is made of.

Coordinates are those of a head that looks to the right; a Side mirrors them for one that looks to the left.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from imagesvc.engines.pillow.parts import Bench, Material, Outline, Pose, band, curve, oval
from imagesvc.engines.pillow.scenes.figures.burin import swelling
from imagesvc.engines.pillow.scenes.figures.face import ACCENT, WHITE
from imagesvc.engines.pillow.scenes.figures.strands import Lie, flow

BONE = Material(hue=WHITE, dark=0.2, bright=1.0, base=0.7, pitch=6.6)


@dataclass(frozen=True, kw_only=True)
class Side:
    """Where it is drawn and where it looks."""

    bench: Bench
    pose: Pose
    look: int  # 1 to the right, -1 to the left
    bottom: float

    def at(self, points: Sequence[tuple[float, float]]) -> Outline:
        """Mirror points if need be."""
        return [(x * self.look, y) for x, y in points]

    def panel(
        self,
        points: Sequence[tuple[float, float]],
        stuff: Material,
        *,
        bevel: float = 30,
        round_: bool = True,
        outline: float = 3.0,
    ) -> None:
        """Lay one piece."""
        shape = curve(points, steps=6) if round_ else list(points)
        self.bench.part(self.at(shape), stuff, pose=self.pose, bevel=bevel, relief=1.35, outline=outline)

    def limb(
        self, points: Sequence[tuple[float, float]], widths: Sequence[float], stuff: Material, *, bevel: float = 40
    ) -> None:
        """Lay a tapering thing along a path."""
        line = curve(points, closed=False)
        wide = np.interp(np.linspace(0, 1, len(line)), np.linspace(0, 1, len(widths)), widths).tolist()
        self.bench.part(self.at(band(line, wide)), stuff, pose=self.pose, bevel=bevel, relief=1.4, outline=3)

    def ink(self, points: Outline, most: float = 5.0) -> None:
        """Draw a swelling line."""
        line = curve(self.at(points), closed=False)
        self.bench.line(line, swelling(len(line), 0.8, most), pose=self.pose)

    def flow(self, guides: Sequence[Outline], stuff: Material, lie: Lie) -> None:
        """Lay strands or feathers."""
        flow(self.bench, self.pose, [self.at(guide) for guide in guides], stuff, lie)

    def eye(self, x: float, y: float, size: float, *, slit: bool) -> None:
        """Draw an eye."""
        bench, pose = self.bench, self.pose
        ((cx, cy),) = self.at([(x, y)])
        bench.inks([oval(cx, cy, size * 1.3, size * 1.16)], pose=pose)
        bench.flat(oval(cx, cy, size, size * 0.9), pose=pose, light=1, tone=0.9, hue=ACCENT)
        bench.inks([oval(cx, cy, size * (0.2 if slit else 0.5), size * (0.8 if slit else 0.5), steps=18)], pose=pose)
        bench.cuts([oval(cx - size * 0.3, cy - size * 0.34, size * 0.18, steps=10)], pose=pose, hue=WHITE)
