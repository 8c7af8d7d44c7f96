"""Fixtures that every kind of test uses."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from hypothesis import settings as hypothesis_settings

from jobs import estimates
from tests.services import Service, fresh_database

# `make fuzz`: hundreds of new cases each time.
hypothesis_settings.register_profile("fuzz", max_examples=500)


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
    estimates.kept.until = 0.0


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Tables, made once for all to copy."""
    with fresh_database() as url:
        service = Service(folder=tmp_path_factory.mktemp("migrated"), database_url=url)
        ended = service.run("migrate", "-v0")
        assert ended.returncode == 0, ended.stderr
        yield service


@pytest.fixture
def installed(tmp_path: Path, migrated: Service) -> Iterator[Service]:
    """The same as `service`, with tables."""
    with fresh_database(template=migrated.database_url) as url:
        service = Service(folder=tmp_path, database_url=url)
        if not url:
            service.take_tables(migrated.folder)
        yield service
        service.kill()


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """Commands in processes of their own; whatever they leave behind is killed."""
    with fresh_database() as url:
        service = Service(folder=tmp_path, database_url=url)
        yield service
        service.kill()
