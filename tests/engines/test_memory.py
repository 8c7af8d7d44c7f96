"""Nothing that an engine sends takes a worker more than 300 MB over its base."""

import json
import subprocess
import sys

import pytest

from tests.engines.conformance import BAD_PICTURES, own_process
from tests.engines.test_conformance import ADAPTERS, adapter_of

pytestmark = pytest.mark.once

MOST_MEBIBYTES = 286  # 300 MB

HONEST = ("noise", "transparent_noise", "transparent", "sixteen_bit", "cmyk", "row_bomb")
BODIES = {
    "lists": "[" + "[]," * 1_300_000 + "[]]",
    "objects": "[" + "{}," * 1_300_000 + "{}]",
    "spaces": " " * 200_000_000,
    "text": '{"images": ["' + "A" * 200_000_000 + '"]}',
}


@pytest.mark.slow
@pytest.mark.parametrize("case", [*HONEST, *BAD_PICTURES, *BODIES])
@pytest.mark.parametrize("type_name", ADAPTERS)
def test_memory_stays_bounded(type_name: str, case: str) -> None:
    script = {"body": BODIES[case]} if case in BODIES else {"picture": case}

    with own_process(adapter_of(type_name)) as process:
        measured = subprocess.run(
            [sys.executable, "-m", "tests.engines.memory", type_name, process.url],
            input=json.dumps(script),
            capture_output=True,
            text=True,
            check=False,
            timeout=100,
        )

    assert measured.returncode == 0, measured.stderr
    taken = json.loads(measured.stdout)
    sys.stdout.write(f"{type_name} {case}: {taken}\n")
    assert taken["over"] < MOST_MEBIBYTES, taken
    assert (taken["ending"] == "1 pictures") == (case in HONEST), taken
