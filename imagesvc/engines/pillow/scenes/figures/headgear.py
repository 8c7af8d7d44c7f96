"""Where a hat sits, and the pieces that many hats are made of.

Coordinates are the skull's: its middle at x 0, its sides at 150, its crown at -218, the brows near -60. `front` is how
far what stands above the nose is moved by the turn of the head.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from imagesvc.engines.pillow.parts import Bench, Material, Outline, Pose, band, curve
from imagesvc.engines.pillow.scenes.figures.burin import swelling
from imagesvc.engines.pillow.scenes.figures.cast import Person
from imagesvc.engines.pillow.scenes.figures.choices import OF_METAL
from imagesvc.engines.pillow.scenes.figures.face import edge, place
from imagesvc.engines.pillow.scenes.figures.strands import Lie, flow
from imagesvc.engines.pillow.scenes.figures.stuffs import IRON, STEEL


@dataclass(frozen=True, kw_only=True)
class Head:
    """Where a hat goes."""

    bench: Bench
    pose: Pose
    person: Person
    front: float

    @property
    def steel(self) -> Material:
        """Bare metal: that of the armour, if any is worn."""
        return STEEL if self.person.dress in OF_METAL else IRON

    def panel(
        self,
        points: Sequence[tuple[float, float]],
        stuff: Material,
        *,
        bevel: float = 30,
        round_: bool = True,
        holes: Sequence[Outline] = (),
    ) -> None:
        """Lay one piece."""
        shape = curve(points, steps=6) if round_ else list(points)
        self.bench.part(shape, stuff, pose=self.pose, bevel=bevel, relief=1.35, outline=3, holes=holes)

    def strip(self, points: Outline, width: float, stuff: Material, *, bevel: float = 8) -> None:
        """Lay a band."""
        line = curve(points, closed=False)
        self.bench.part(band(line, [width] * len(line)), stuff, pose=self.pose, bevel=bevel, outline=2.6)

    def fold(self, points: Outline, most: float = 5.0) -> None:
        """Draw a fold in ink."""
        line = curve(points, closed=False)
        self.bench.line(line, swelling(len(line), 0.8, most), pose=self.pose)

    def shade(self, y: float = -100) -> None:
        """Let the brim darken the face below."""
        brow = curve([(-150, y - 40), (0, y - 20), (150, y - 40), (140, y + 16), (0, y + 30), (-140, y + 16)], steps=4)
        self.bench.shadow([brow], pose=self.pose, blur=20, shift=(8, 20), depth=0.6)


def head_of(bench: Bench, pose: Pose, person: Person) -> Head:
    """The skull's place."""
    look = person.look
    middle = (edge(look, -1, -120) + edge(look, 1, -120)) / 2
    ((x, y),) = pose.at([(middle, 0.0)])
    size = pose.size * look.width
    return Head(
        bench=bench,
        pose=Pose(x=x, y=y, turn=pose.turn, size=size),
        person=person,
        front=place(look, 0, -120, 10)[0] - middle,
    )


def dome(head: Head, stuff: Material, *, low: float = -70, tall: float = 300, wide: float = 172) -> None:
    head.panel(
        [
            (-wide, low),
            (-wide + 2, low - 90),
            (-112, -tall + 44),
            (0, -tall),
            (112, -tall + 44),
            (wide - 2, low - 90),
            (wide, low),
            (0, low - 36),
        ],
        stuff,
        bevel=70,
    )


def rim(head: Head, stuff: Material, *, y: float = -74, wide: float = 178, width: float = 34) -> None:
    head.strip(
        [
            (-wide, y),
            (-120 + head.front * 0.3, y - 22),
            (head.front * 0.5, y - 32),
            (120 + head.front * 0.3, y - 22),
            (wide, y),
        ],
        width,
        stuff,
        bevel=10,
    )


def plume(head: Head, *, x: float, y: float) -> None:
    feather = Material(hue=1.0, dark=0.1, bright=0.9, base=0.55)
    guides = [
        [(x - 10, y), (x - 60, y - 90), (x + 60, y - 150), (x + 190, y - 110)],
        [(x, y), (x - 20, y - 70), (x + 80, y - 104), (x + 240, y - 20)],
        [(x + 12, y), (x + 20, y - 40), (x + 90, y - 60), (x + 200, y + 40)],
    ]
    flow(head.bench, head.pose, guides, feather, Lie(ragged=0.3, stray=2.0, sheen=0.5, taper=0.1, wave=5, length=60))


def brim(head: Head, stuff: Material, *, wide: float, y: float = -118, thick: float = 40, curl: float = 0.0) -> None:
    f = head.front * 0.4
    brim = [
        (-wide, y - 8 - curl),
        (-wide * 0.55, y - thick),
        (f, y - thick * 1.5),
        (wide * 0.55, y - thick),
        (wide, y - 8 - curl),
        (wide * 0.6, y + 14),
        (f, y + 6),
        (-wide * 0.6, y + 14),
    ]
    head.bench.shadow([curve(brim, steps=4)], pose=head.pose, blur=18, shift=(8, 34), depth=0.6)
    head.panel(brim, stuff.but(base=stuff.base + 0.06, angle=8), bevel=16)


def ribbon(head: Head, stuff: Material, *, y: float = -170, wide: float = 146) -> None:
    f = head.front * 0.4
    head.strip([(-wide, y + 10), (f, y - 20), (wide, y + 10)], 34, stuff)
