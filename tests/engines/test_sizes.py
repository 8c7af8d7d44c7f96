"""Sizes that an engine can do: always allowed ones, and as near as can be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagesvc.engines.base import Size
from imagesvc.engines.sizes import nearest_in_grid, nearest_of

pytestmark = pytest.mark.once

SIDES = st.integers(64, 4096)
GRIDS = st.tuples(st.sampled_from([1, 8, 16, 64]), st.sampled_from([64, 256]), st.sampled_from([1024, 3072, 4096]))


@given(wanted=st.tuples(SIDES, SIDES), grid=GRIDS, most_pixels=st.none() | st.integers(256 * 256, 4096 * 4096))
def test_size_in_grid_is_one_that_is_allowed(wanted: Size, grid: tuple[int, int, int], most_pixels: int | None) -> None:
    multiple, shortest, longest = grid

    size = nearest_in_grid(wanted, multiple=multiple, shortest=shortest, longest=longest, most_pixels=most_pixels)

    assert [side % multiple for side in size] == [0, 0]
    assert shortest <= min(size) <= max(size) <= longest
    assert size[0] * size[1] <= (most_pixels or longest * longest)


@given(wanted=st.tuples(st.integers(8, 512), st.integers(8, 512)))
def test_size_on_the_grid_stays_as_it_is(wanted: Size) -> None:
    asked = (wanted[0] * 8, wanted[1] * 8)

    assert nearest_in_grid(asked, multiple=8, shortest=64, longest=4096) == asked


@given(wanted=st.tuples(st.integers(256, 2048), st.integers(256, 2048)), most_pixels=st.integers(256 * 256, 4 * 2**20))
def test_size_in_grid_keeps_the_shape(wanted: Size, most_pixels: int) -> None:
    size = nearest_in_grid(wanted, multiple=8, shortest=64, longest=4096, most_pixels=most_pixels)

    # Half a step of the grid on the shorter side, at the most.
    off_by = (size[0] / size[1]) / (wanted[0] / wanted[1])
    assert abs(off_by - 1) <= 8 / min(size)


@given(wanted=st.tuples(SIDES, SIDES))
def test_size_lies_down_as_it_stands(wanted: Size) -> None:
    turned = nearest_in_grid(wanted[::-1], multiple=64, shortest=64, longest=2048, most_pixels=2**20)

    assert turned[::-1] == nearest_in_grid(wanted, multiple=64, shortest=64, longest=2048, most_pixels=2**20)


CASES: tuple[tuple[Size, int, int, int, int | None, Size], ...] = (
    ((1000, 700), 8, 64, 4096, None, (1008, 704)),
    ((1024, 1024), 64, 64, 3072, 512 * 512, (512, 512)),
    ((100, 100), 8, 256, 1024, None, (256, 256)),
    ((4096, 4096), 16, 256, 1024, None, (1024, 1024)),
    # Both sides cannot be within the bounds, or the pixels with them: the shape gives way.
    ((4096, 64), 64, 256, 1024, None, (1024, 256)),
    ((4096, 64), 8, 64, 4096, 64 * 64, (64, 64)),
    ((64, 4096), 8, 64, 4096, 64 * 100, (64, 96)),
)


@pytest.mark.parametrize(("wanted", "multiple", "shortest", "longest", "most_pixels", "nearest"), CASES)
def test_size_in_grid_is_the_nearest(
    wanted: Size, multiple: int, shortest: int, longest: int, most_pixels: int | None, nearest: Size
) -> None:
    size = nearest_in_grid(wanted, multiple=multiple, shortest=shortest, longest=longest, most_pixels=most_pixels)

    assert size == nearest


SIZES = ((1024, 1024), (1536, 1024), (1024, 1536), (256, 256))


@pytest.mark.parametrize(
    ("wanted", "nearest"),
    [
        ((1024, 1024), (1024, 1024)),
        ((300, 300), (256, 256)),
        ((64, 64), (256, 256)),
        ((4096, 4096), (1024, 1024)),
        ((1920, 1080), (1536, 1024)),
        ((4096, 64), (1536, 1024)),
        ((64, 4096), (1024, 1536)),
        ((1200, 1000), (1024, 1024)),
    ],
)
def test_nearest_of_some_is_nearest_in_shape_first(wanted: Size, nearest: Size) -> None:
    assert nearest_of(wanted, SIZES) == nearest
    assert nearest_of(wanted, SIZES[::-1]) == nearest
