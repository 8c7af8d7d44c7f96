"""Nothing that an earlier test has seen is kept."""

import pytest

from imagesvc.health import checks, metrics


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    checks._storage.forget()
    metrics.queue.forget()
