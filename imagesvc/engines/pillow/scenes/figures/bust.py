"""The bust that every dress is cut for: neck, shoulders and chest, and the pieces most dresses are made of.

A dress is one function of a Bust in `armoury`, `finery` or `workwear`. Coordinates are the face's: the chin at 214, the
shoulders from 300 down.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sin

from imagesvc.engines.pillow.parts import Bench, Material, Outline, Pose, band, curve, oval, ring, star, trace
from imagesvc.engines.pillow.scenes.figures.burin import swelling
from imagesvc.engines.pillow.scenes.figures.cast import Person
from imagesvc.engines.pillow.scenes.figures.face import HAIR
from imagesvc.engines.pillow.scenes.figures.strands import Lie, flow
from imagesvc.engines.pillow.scenes.figures.stuffs import HIDE, LINEN, TRIM


@dataclass(frozen=True, kw_only=True)
class Bust:
    """Whom a dress is laid on, and how wide and deep he is."""

    bench: Bench
    pose: Pose
    person: Person
    bottom: float

    @property
    def w(self) -> float:
        """How broad the shoulders are; 1 is usual."""
        return self.person.breadth

    def panel(
        self,
        points: Sequence[tuple[float, float]],
        stuff: Material,
        *,
        bevel: float = 20,
        round_: bool = False,
        outline: float = 3.0,
    ) -> None:
        """Lay one piece of cloth, leather or metal."""
        shape = curve(points, steps=5) if round_ else list(points)
        self.bench.part(shape, stuff, pose=self.pose, bevel=bevel, relief=1.2, outline=outline)

    def strip(self, points: Outline, width: float | Sequence[float], stuff: Material, *, bevel: float = 8) -> None:
        """Lay a band along a line: a strap, a collar, a seam."""
        line = curve(points, closed=False) if len(points) > 2 else points
        widths = [width] * len(line) if isinstance(width, (int, float)) else _resampled(width, len(line))
        self.bench.part(band(line, widths), stuff, pose=self.pose, bevel=bevel, outline=2.6)

    def fold(self, points: Outline, most: float = 5.0) -> None:
        """Draw a fold in ink, swelling in the middle."""
        line = curve(points, closed=False)
        self.bench.line(line, swelling(len(line), 0.8, most), pose=self.pose)

    def knob(self, x: float, y: float, radius: float, stuff: Material = TRIM) -> None:
        """A button, rivet or bead."""
        self.bench.ball(x, y, radius, stuff, pose=self.pose)

    def knobs(self, places: Outline, radius: float, stuff: Material = TRIM) -> None:
        """Several of them."""
        for x, y in places:
            self.knob(x, y, radius, stuff)

    def down(self, start: float, step: float) -> list[float]:
        """Heights from `start` to the bottom."""
        return [start + step * k for k in range(max(0, int((self.bottom - start) / step) + 1))]

    def emblem(self, x: float, y: float, size: float) -> None:
        """A star with a stone: whose side one is on."""
        self.bench.part(star(x, y, size, size * 0.42, points=8), TRIM, pose=self.pose, bevel=8)
        self.bench.part(oval(x, y, size * 0.3), TRIM.but(dark=0.1, bright=0.6), pose=self.pose, bevel=5)


def _resampled(widths: Sequence[float], count: int) -> list[float]:
    span = len(widths) - 1
    result = []
    for k in range(count):
        at = span * k / (count - 1)
        low = min(int(at), span - 1)
        result.append(widths[low] + (widths[low + 1] - widths[low]) * (at - low))
    return result


def neck(bust: Bust) -> None:
    """Draw the neck and the shadow of the chin on it."""
    look, w = bust.person.look, 0.8 + 0.2 * bust.w
    shift = -16 * look.turn
    shape = [
        (-88 * w + shift, 90),
        (-86 * w + shift, 210),
        (-104 * w, 268),
        (-190 * bust.w, 330),
        (190 * bust.w, 330),
        (104 * w, 268),
        (86 * w + shift, 210),
        (88 * w + shift, 90),
    ]
    skin = look.skin
    bust.bench.part(
        curve(shape, closed=False), skin.but(base=skin.base - 0.1, angle=6), pose=bust.pose, bevel=50, relief=1.3
    )
    bust.bench.shadow(
        [curve(trace("-104 90, 0 190, 104 90, 100 180, 0 236, -100 180"), steps=4)],
        pose=bust.pose,
        blur=20,
        shift=(16, 26),
        depth=0.62,
    )
    for side in (-1, 1):
        bust.fold([(70 * side * w + shift, 206), (44 * side * w, 262), (14 * side, 318)], 3.4)
    bust.fold([(-70, 322), (-20, 332), (-4, 340)], 3)
    bust.fold([(70, 322), (20, 332), (4, 340)], 3)


def body(bust: Bust, stuff: Material, *, neckline: float = 352.0, reach: float = 112.0, puff: float = 0.0) -> None:
    """Lay shoulders and chest; `neckline` is how deep it is open, `reach` how wide, `puff` how full the sleeves."""
    w, bottom = bust.w, bust.bottom
    side = [
        (-reach, 258.0),
        (-190 * w, 292 - 20 * puff),
        (-300 * w, 330 - 40 * puff),
        (-(376 + 40 * puff) * w, 430 - 20 * puff),
        (-(416 + 30 * puff) * w, 640),
        (-436 * w, max(bottom, 700)),
    ]
    left = curve(side, closed=False)
    collar = [(reach * 0.62, (258 + neckline) / 2 + 10), (0, neckline), (-reach * 0.62, (258 + neckline) / 2 + 10)]
    bust.bench.part(
        [*left, *[(-x, y) for x, y in reversed(left)], *collar], stuff, pose=bust.pose, bevel=80, relief=1.35, outline=3
    )
    for s in (-1, 1):
        arm = curve([(244 * s * w, 392), (232 * s * w, 520), (262 * s * w, max(bottom, 700))], closed=False)
        bust.bench.part(
            band(arm, [5 + 26 * k / (len(arm) - 1) for k in range(len(arm))]),
            stuff.but(base=stuff.base - 0.24),
            pose=bust.pose,
            bevel=14,
            outline=0,
        )
        bust.bench.line(arm, [1 + 0.34 * k for k in range(len(arm))], pose=bust.pose)
        for t in (0.2, 0.5, 0.8):
            bust.fold(
                [((126 + 70 * t) * s, 316 + 20 * t), ((118 + 90 * t) * s * w, 460), ((70 + 150 * t) * s * w, bottom)],
                4.2,
            )
        bust.fold([(330 * s * w, 380), (352 * s * w, 470), (330 * s * w, 600)], 4)


def lapels(bust: Bust, stuff: Material, *, low: float = 500, wide: float = 1.0) -> None:
    """Turn a collar over on both sides of the opening."""
    for side in (1, -1):
        points = [
            (82 * side, 226),
            (150 * side * wide, 288),
            (132 * side * wide, 400),
            (4 * side, low),
            (52 * side, 380),
        ]
        bust.panel(points, stuff.but(angle=40 * side), bevel=14)


def shirt(bust: Bust, *, low: float = 480, stuff: Material = LINEN) -> None:
    """Show a shirt in the opening."""
    bust.panel([(-96, 250), (96, 250), (70, 330), (0, low), (-70, 330)], stuff, bevel=16)
    for side in (-1, 1):
        bust.panel(
            [(20 * side, 330), (84 * side, 244), (98 * side, 270), (60 * side, 366)],
            stuff.but(base=0.9, angle=60 * side),
            bevel=8,
        )
    bust.fold([(2, 340), (4, 400), (0, low)], 3)


def stand_collar(bust: Bust, stuff: Material, *, tall: float = 64) -> None:
    """A collar that stands around the neck."""
    bust.strip([(-116, 240), (-70, 300), (0, 322), (70, 300), (116, 240)], tall, stuff, bevel=18)


def round_collar(bust: Bust, stuff: Material, *, wide: float = 40, low: float = 352) -> None:
    """A band along a round neckline."""
    bust.strip([(-122, 252), (-84, 318), (0, low), (84, 318), (122, 252)], wide, stuff, bevel=12)


def strap(bust: Bust, stuff: Material = HIDE) -> None:
    """A strap from the shoulder across the chest, with a buckle."""
    w = bust.w
    bust.strip([(236 * w, 326), (60, 520), (-200 * w, 820)], 46, stuff.but(base=0.36), bevel=10)
    bust.bench.part(ring(64, 516, 38, 25), TRIM, pose=bust.pose, bevel=6)


def cloak(bust: Bust, stuff: Material) -> None:
    """Lay a cloak around the shoulders, with its clasp."""
    w, bottom = bust.w, bust.bottom
    for side in (-1, 1):
        path = [
            (96 * side, 236),
            (212 * side, 256),
            (346 * side * w, 322),
            (446 * side * w, 470),
            (490 * side * w, bottom),
            (262 * side * w, bottom),
            (190 * side * w, 560),
            (132 * side, 400),
            (52 * side, 326),
        ]
        bust.bench.part(curve(path, steps=5), stuff.but(angle=82), pose=bust.pose, bevel=56, relief=1.35, outline=3)
        for t in (0.15, 0.4, 0.65, 0.9):
            bust.fold(
                [((120 + 90 * t) * side, 290), ((190 + 160 * t) * side * w, 470), ((250 + 200 * t) * side * w, bottom)],
                5.5,
            )
        bust.strip([(104 * side, 296), (30 * side, 334)], [17, 12], TRIM, bevel=4)
    bust.bench.part(oval(0, 336, 36), TRIM, pose=bust.pose, bevel=10)
    bust.bench.part(oval(0, 336, 17), TRIM.but(dark=0.0, bright=0.5, gloss=0.9), pose=bust.pose, bevel=6)


def pelt(bust: Bust, stuff: Material | None = None, *, spots: bool = False) -> None:
    """Lay fur over the shoulders."""
    fur = stuff or Material(hue=HAIR, dark=0.1, bright=0.95, base=0.55)
    w = bust.w
    for row in (1, 0):
        guides = []
        for k in range(13):
            t = k / 12 * 2 - 1
            x, y = t * (150 + 40 * row), 246 + 86 * (1 - t * t) + 20 * row
            far = (t * (330 + 50 * row) * w, 400 + 50 * row + 86 * (1 - t * t) - 40 * abs(t) + (20 if k % 2 else 0))
            guides.append([(x, y), ((x + far[0]) / 2 * 1.06, (y + far[1]) / 2 - 20 * abs(t)), far])
        flow(
            bust.bench,
            bust.pose,
            guides,
            fur,
            Lie(ragged=0.34, stray=2.2, sheen=0.5, taper=0.08, wave=5, length=50, dark=0.3 * row),
        )
    if spots:
        shapes = [oval((k - 3.5) * 62 * w, 372 + 40 * (k % 2) + 26 * sin(k * 1.7), 6, 17, steps=10) for k in range(8)]
        bust.bench.inks(shapes, pose=bust.pose)
