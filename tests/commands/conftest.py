"""What the tests of commands use."""

import pytest

from tests.commands.calling import Caller


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Caller:
    return Caller(capsys)
