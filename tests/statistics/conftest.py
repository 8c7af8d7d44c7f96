"""What the tests of statistics share."""

import pytest

from imagesvc.statistics import reader


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have one go count everything, however busy the machine is."""
    monkeypatch.setattr(reader, "GO_SECONDS", 60.0)
