"""The embedded engine draws what it drew before, to within what other processors and libraries round otherwise."""

import numpy as np
import pytest
from PIL import Image

from tests.engines import goldens

pytestmark = pytest.mark.once

# Another processor moves a line's edge by a pixel here and there; another picture has other pixels almost everywhere.
PIXELS_MOVED = 0.01
FAR_APART = 48  # of 255, in any channel


@pytest.mark.parametrize("name", goldens.CASES)
def test_picture_is_as_it_was(name: str) -> None:
    with Image.open(goldens.path_of(name)) as kept:
        before = np.asarray(kept.convert("RGB"), np.int16)

    after = np.asarray(goldens.draw(name), np.int16)

    assert after.shape == before.shape
    moved = np.abs(after - before).max(axis=2) > FAR_APART
    assert moved.mean() < PIXELS_MOVED


def test_there_is_no_picture_without_a_case() -> None:
    assert {path.stem for path in goldens.FOLDER.iterdir()} == set(goldens.CASES)


def test_other_words_are_another_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    """The measure that finds no difference above does find one."""
    before = np.asarray(goldens.draw("potion"), np.int16)
    monkeypatch.setitem(goldens.CASES, "potion", ("item", "A red potion"))

    after = np.asarray(goldens.draw("potion"), np.int16)

    assert (np.abs(after - before).max(axis=2) > FAR_APART).mean() > PIXELS_MOVED
