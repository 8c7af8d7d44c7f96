"""Durations in buckets, and percentiles of them."""

import pytest

from imagesvc.statistics.histograms import BOUNDS, EMPTY, added, bucket_of, percentile

pytestmark = pytest.mark.once


def histogram_of(*durations: float) -> list[int]:
    counts = list(EMPTY)
    for seconds in durations:
        counts[bucket_of(seconds)] += 1
    return counts


@pytest.mark.parametrize(
    ("seconds", "bounds"),
    [(0.0, (0.0, BOUNDS[0])), (1.0, (2**-0.5, 1.0)), (1.01, (1.0, 2**0.5)), (3600.0, (2**11.5, 4096.0))],
)
def test_a_duration_is_in_the_bucket_of_the_next_larger_bound(seconds: float, bounds: tuple[float, float]) -> None:
    number = bucket_of(seconds)

    assert ((BOUNDS[number - 1] if number else 0.0), BOUNDS[number]) == pytest.approx(bounds)


def test_percentiles_are_interpolated_in_their_bucket() -> None:
    histogram = histogram_of(*[0.9] * 50, *[3.0] * 40, *[20.0] * 10)

    assert percentile(histogram, 0.5) == 1.0
    assert percentile(histogram, 0.95) == pytest.approx((16 + 16 * 2**0.5) / 2)


def test_nothing_has_no_percentile_and_what_took_longest_the_last_bound() -> None:
    assert percentile(EMPTY, 0.5) is None
    assert percentile(histogram_of(1e9), 0.5) == BOUNDS[-1]


def test_histograms_are_added_up_whether_they_have_buckets_or_not() -> None:
    assert added([]) == EMPTY
    assert added([[], histogram_of(1.0), histogram_of(1.0, 2.0)]) == histogram_of(1.0, 1.0, 2.0)
