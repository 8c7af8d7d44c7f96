"""The real application on a real port; the dummy engine draws."""

from collections.abc import Iterator

import pytest
from django.conf import LazySettings

from tests.factories import engines
from tests.servers import RunningServer, running_server


@pytest.fixture
def server(transactional_db: None, settings: LazySettings) -> Iterator[RunningServer]:
    settings.ENGINES = engines("dummy")
    with running_server() as server:
        yield server
