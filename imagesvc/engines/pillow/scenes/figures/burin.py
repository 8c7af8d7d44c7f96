"""Strokes of the burin: lines that swell and thin."""

from math import pi, sin

from imagesvc.engines.pillow.parts import Bench, Outline, Pose, curve


def swelling(count: int, least: float, most: float) -> list[float]:
    """Widths of a stroke that swells towards its middle."""
    return [least + (most - least) * sin(pi * k / (count - 1)) for k in range(count)]


def stroke(bench: Bench, pose: Pose, points: Outline, least: float, most: float) -> None:
    """Draw a curved line in ink that swells towards its middle."""
    line = curve(points, closed=False)
    bench.line(line, swelling(len(line), least, most), pose=pose)
