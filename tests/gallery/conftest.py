"""The gallery on a real port, and a browser before it."""

from collections.abc import Iterator

import pytest
from django.conf import LazySettings

from tests.factories import engines
from tests.gallery.browsing import CHROMIUM, Browser
from tests.servers import RunningServer, running_server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no browser to test the gallery with: apt-get install chromium")
    browser = Browser()
    yield browser
    browser.close()


@pytest.fixture
def server(transactional_db: None, settings: LazySettings) -> Iterator[RunningServer]:
    settings.ENGINES = engines("dummy")
    with running_server() as server:
        yield server
