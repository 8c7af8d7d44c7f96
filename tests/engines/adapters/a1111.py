"""A1111 in the conformance suite."""

import base64
import json

from tests.engines.conformance import FETCHING, KEY, QUEUED, Adapter
from tests.engines.servers import pictures
from tests.engines.servers.asgi import Application

SIZE = (64, 64)


def was_told(server: Application, phase: str) -> bool:
    """Say whether it was interrupted while it drew; else closing the connection is all there is."""
    if phase in (QUEUED, FETCHING):
        return "/sdapi/v1/txt2img" in server.hung_up and server.cancelled == []
    return len(server.cancelled) == 1


ADAPTER = Adapter(
    type="a1111",
    key=f"tester:{KEY}",
    size=SIZE,
    three_by_options={"pictures": 3},
    was_told=was_told,
    # Its restart ends the one connection that there is.
    forgotten_code="connection_lost",
    failed_code="out_of_memory",
    good_body={
        "images": [base64.b64encode(pictures.picture("good", size=SIZE)).decode()],
        "parameters": {"prompt": "An iron sword"},
        "info": json.dumps({"steps": 25, "infotexts": ["An iron sword\nSteps: 25, Sampler: Euler"]}),
    },
)
