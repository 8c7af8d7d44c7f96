"""Fixtures that every kind of test uses."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.cache import cache


@pytest.fixture(autouse=True)
def pictures(settings: LazySettings, tmp_path: Path) -> Path:
    """Give every test a picture folder of its own."""
    folder = tmp_path / "pictures"
    storages = {**settings.STORAGES}
    storages["pictures"] = {"BACKEND": "imagesvc.images.storage.PictureFolder", "OPTIONS": {"location": folder}}
    settings.STORAGES = storages
    return folder


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Let no test see what another one measured."""
    cache.clear()
