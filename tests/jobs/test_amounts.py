"""Numbers with their nouns."""

import pytest

from jobs.amounts import counted

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 jobs"), (1, "1 job"), (2, "2 jobs"), (4000, "4,000 jobs")], ids=str
)
def test_one_is_no_plural(number: int, words: str) -> None:
    assert counted(number, "job") == words


def test_plural_that_no_s_makes() -> None:
    assert (counted(1, "entity", many="entities"), counted(2, "entity", many="entities")) == ("1 entity", "2 entities")
