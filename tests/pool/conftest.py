"""An engine for the pool's tests: does what the dummy does, but counts as one that is somewhere else."""

import pytest

from imagesvc.engines import TYPES, EngineType


@pytest.fixture(autouse=True)
def remote_type(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the type `remote`: the scripted engine, with places to take and a health to lose."""
    monkeypatch.setitem(TYPES, "remote", EngineType(path="imagesvc.engines.dummy:DummyEngine"))
