"""docs/configuration.md says what the settings say."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs import reference
from tests.docs.typing import plain_environment
from tests.services import ROOT

pytestmark = pytest.mark.once


def test_every_variable_is_read_beside_a_comment_that_explains_it() -> None:
    variables = reference.read_variables()

    names = set(re.findall(r'"((?:IMAGESVC|DATABASE)_[A-Z_0-9]+)"', reference.SETTINGS.read_text(encoding="utf-8")))
    # What begins the names of others.
    names -= {"IMAGESVC_ENGINE_"}
    assert names - {each.name for each in variables} == set()
    assert [each.name for each in variables if not each.meaning] == []


def test_page_is_current(tmp_path: Path) -> None:
    # In a process of its own: the tests' own settings have a folder for data.
    environment = plain_environment() | {"IMAGESVC_DATA_DIR": str(tmp_path)}
    environment.pop("DATABASE_URL", None)

    page = subprocess.run(
        [sys.executable, "-m", "tests.docs.reference"],
        check=True,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    ).stdout

    assert page == (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8"), "`make reference` writes it anew"
