"""Every case of the conformance suite, with every engine that talks to a server."""

import importlib
from pathlib import Path

import pytest

from tests.engines.conformance import CASES, Adapter

pytestmark = pytest.mark.once

ADAPTERS = sorted(file.stem for file in (Path(__file__).parent / "adapters").glob("[!_]*.py"))


def adapter_of(type_name: str) -> Adapter:
    adapter: Adapter = importlib.import_module(f"tests.engines.adapters.{type_name}").ADAPTER
    return adapter


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("type_name", ADAPTERS)
def test_engine_passes(type_name: str, case: str) -> None:
    adapter = adapter_of(type_name)
    if case in adapter.cannot:
        pytest.skip(adapter.cannot[case])

    CASES[case](adapter)


@pytest.mark.parametrize("type_name", ADAPTERS)
def test_adapter_leaves_out_only_cases_that_there_are(type_name: str) -> None:
    assert set(adapter_of(type_name).cannot) - set(CASES) == set()
