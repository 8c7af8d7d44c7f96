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
    assert most_pixels is None or most_pixels >= shortest * shortest, (most_pixels, shortest)
    scale = 1.0
    if most_pixels is not None and width * height > most_pixels:
        scale = math.sqrt(most_pixels / (width * height))
    scale = min(scale, longest / max(width, height))
    scale = max(scale, min(shortest / min(width, height), longest / max(width, height)))
    sides = [min(max(side * scale, shortest), longest) for side in wanted]
    if most_pixels is not None and sides[0] * sides[1] > most_pixels:
        # The shorter side cannot be less: the longer one has to be.
        sides[sides.index(max(sides))] = max(most_pixels / min(sides), shortest)
    # The four corners of the grid's cell, and the cell below, where rounding goes over an edge.
    widths, heights = (
        {min(max((int(side) // multiple + step) * multiple, shortest), longest) for step in (-1, 0, 1)}
        for side in sides
    )
    sizes = [(width, height) for width in widths for height in heights]
    small_enough = [size for size in sorted(sizes) if most_pixels is None or size[0] * size[1] <= most_pixels]

    def distance(size: Size) -> float:
        return _difference_in_shape(size, wanted) + abs(math.log(size[0] * size[1] / (sides[0] * sides[1]))) / 4

    return min(small_enough, key=distance)


def nearest_of(wanted: Size, sizes: Iterable[Size]) -> Size:
    """Return the one of the sizes that is nearest in shape and, among equals, in pixels."""

    def distance(size: Size) -> tuple[float, float]:
        pixels = abs(math.log((size[0] * size[1]) / (wanted[0] * wanted[1])))
        return round(_difference_in_shape(size, wanted), 6), pixels

    return min(sizes, key=distance)


def _difference_in_shape(size: Size, other: Size) -> float:
    return abs(math.log((size[0] / size[1]) / (other[0] / other[1])))
