"""The real application with a few addresses of the tests' own."""

from collections.abc import Iterator

import pytest
from django.conf import LazySettings

from tests.servers import RunningServer, running_server
from tests.web import views


@pytest.fixture
def server(transactional_db: None, settings: LazySettings) -> Iterator[RunningServer]:
    settings.ROOT_URLCONF = "tests.web.views"
    views.reset()
    with running_server() as server:
        yield server
        views.gate.set()
