"""Sizes that an engine can do: the nearest to what was asked, above all in shape."""

import math
from collections.abc import Iterable

from imagesvc.engines.base import Size


def nearest_in_grid(
    wanted: Size, *, multiple: int, shortest: int, longest: int, most_pixels: int | None = None
) -> Size:
    """Return the nearest size whose sides are multiples within [shortest, longest], shrunk or enlarged as a whole.

    The shape is kept as well as the grid allows; where the sides cannot both be within the bounds, the shape gives way.
    """
    width, height = wanted
    assert shortest % multiple == 0, (shortest, multiple)
    assert longest % multiple == 0, (longest, multiple)
    scale = 1.0
    if most_pixels is not None and width * height > most_pixels:
        scale = math.sqrt(most_pixels / (width * height))
    scale = min(scale, longest / max(width, height))
    scale = max(scale, min(shortest / min(width, height), longest / max(width, height)))
    fitted = _on_grid((width * scale, height * scale), multiple=multiple, shortest=shortest, longest=longest)
    while most_pixels is not None and fitted[0] * fitted[1] > most_pixels:
        # Rounding up went over the edge: one step down on the longer side.
        width, height = fitted
        fitted = (width - multiple, height) if width >= height else (width, height - multiple)
    return fitted


def nearest_of(wanted: Size, sizes: Iterable[Size]) -> Size:
    """Return the one of the sizes that is nearest in shape and, among equals, in pixels."""

    def distance(size: Size) -> tuple[float, float]:
        shape = abs(math.log((size[0] / size[1]) / (wanted[0] / wanted[1])))
        pixels = abs(math.log((size[0] * size[1]) / (wanted[0] * wanted[1])))
        return round(shape, 6), pixels

    return min(sizes, key=distance)


def _on_grid(size: tuple[float, float], *, multiple: int, shortest: int, longest: int) -> Size:
    width, height = (min(max(round(side / multiple) * multiple, shortest), longest) for side in size)
    return width, height
