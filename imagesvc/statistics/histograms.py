"""How long things took, as counts in fixed buckets, so that any number of them can be added up.

Bucket n counts what took at most `BOUNDS[n]` seconds and longer than the bound before it; the last one what took longer
than all bounds. The bounds grow by the square root of two, so a percentile is off by less than a fifth at the worst;
every second one is a power of two. Tallies are stored in these buckets: other bounds would need them counted anew.
"""

from bisect import bisect_left
from collections.abc import Sequence

# From a sixty-fourth of a second to a day and a half.
BOUNDS: tuple[float, ...] = tuple(2.0 ** (exponent / 2) for exponent in range(-12, 35))
EMPTY = (0,) * (len(BOUNDS) + 1)


def bucket_of(seconds: float) -> int:
    """Return the number of the bucket that counts a duration."""
    return bisect_left(BOUNDS, seconds)


def added(histograms: Sequence[Sequence[int]]) -> Sequence[int]:
    """Return the sum of histograms; those without any bucket are empty."""
    filled = [each for each in histograms if each]
    if len(filled) < 2:
        return filled[0] if filled else EMPTY
    return list(map(sum, zip(*filled, strict=True)))


def percentile(histogram: Sequence[int], share: float) -> float | None:
    """Return the duration that a share of all was shorter than, or None where nothing was counted.

    Within its bucket it is taken for spread evenly; beyond the last bound nothing is known but that bound.
    """
    rank = share * sum(histogram)
    if not rank:
        return None
    below = 0
    for number, count in enumerate(histogram):
        if below + count >= rank:
            if number == len(BOUNDS):
                return BOUNDS[-1]
            low = BOUNDS[number - 1] if number else 0.0
            return low + (BOUNDS[number] - low) * (rank - below) / count
        below += count
    return BOUNDS[-1]
