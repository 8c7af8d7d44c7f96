"""Outlines that many objects share: mirrored halves, smooth paths, strips that taper or swell, tongues of flame."""

from collections.abc import Sequence
from math import cos, pi, sin

from imagesvc.engines.pillow.parts import Outline, Point, band, curve, oval, trace


def smooth(text: str, *, steps: int = 6) -> Outline:
    """Read points and round the closed outline through them."""
    return curve(trace(text), steps=steps)


def path(text: str, *, steps: int = 6) -> Outline:
    """Read points and draw the open line through them."""
    return curve(trace(text), closed=False, steps=steps)


def flipped(shape: Sequence[Point]) -> Outline:
    """Mirror left and right."""
    return [(-x, y) for x, y in shape]


def mirrored(text: str) -> Outline:
    """Read the right half of an outline, from top to bottom, and close it with its mirror image."""
    half = trace(text)
    return half + flipped(half)[::-1]


def rounded(text: str, *, steps: int = 6) -> Outline:
    """Mirror the right half of an outline and round it."""
    return curve(mirrored(text), steps=steps)


def shifted(shape: Sequence[Point], dx: float, dy: float) -> Outline:
    """Move an outline."""
    return [(x + dx, y + dy) for x, y in shape]


def scaled(shape: Sequence[Point], factor: float, *, x: float = 0, y: float = 0) -> Outline:
    """Size an outline about a point."""
    return [(x + (px - x) * factor, y + (py - y) * factor) for px, py in shape]


def strip(line: Sequence[Point], width: float, *, end: float | None = None) -> Outline:
    """A strip along a line, as wide all along or tapering to `end`."""
    last = width if end is None else end
    count = max(len(line) - 1, 1)
    return band(line, [width + (last - width) * i / count for i in range(len(line))])


def swell(line: Sequence[Point], middle: float, *, ends: float = 4) -> Outline:
    """A strip along a line that swells in the middle: a glint, a fold, a leaf."""
    count = max(len(line) - 1, 1)
    return band(line, [ends + (middle - ends) * sin(pi * i / count) for i in range(len(line))])


def around(count: int, radius: float, *, x: float = 0, y: float = 0, start: float = -90) -> Outline:
    """So many points around a circle, clockwise from `start` degrees."""
    turns = [(start + 360 * i / count) * pi / 180 for i in range(count)]
    return [(x + radius * cos(turn), y + radius * sin(turn)) for turn in turns]


def ellipse_rim(y: float, radius: float, *, squash: float = 0.2) -> Outline:
    """The mouth of a vessel, seen a little from above."""
    return oval(0, y, radius, radius * squash)


def cog(x: float, y: float, radius: float, *, teeth: int) -> Outline:
    """A toothed wheel."""
    shape = []
    for i in range(teeth):
        for at, far in ((0, 1.0), (0.24, 1.15), (0.56, 1.15), (0.8, 1.0)):
            turn = 2 * pi * (i + at) / teeth
            shape.append((x + radius * far * cos(turn), y + radius * far * sin(turn)))
    return shape


def tongue(x: float, foot: float, width: float, height: float, *, sway: float) -> Outline:
    """One tongue of a flame, licking to the side it sways to and back again."""
    spine = curve(
        [
            (x, foot),
            (x - 0.3 * sway, foot - 0.25 * height),
            (x + 0.35 * sway, foot - 0.55 * height),
            (x - 0.1 * sway, foot - 0.8 * height),
            (x + 0.7 * sway, foot - height),
        ],
        closed=False,
        steps=5,
    )
    count = len(spine) - 1
    widths = [width * (0.55 + 0.9 * (i / count)) * (1 - i / count) ** 0.85 * 1.25 + 0.8 for i in range(count + 1)]
    return band(spine, widths)
