"""The OpenAI engine in the conformance suite, with a model that takes any size, as LocalAI and the like have."""

import base64

import openai  # noqa: F401  (it takes a second, which no case shall have to wait for)

from tests.engines.conformance import Adapter
from tests.engines.servers.asgi import Application
from tests.engines.servers.pictures import picture


def _was_told(server: Application, phase: str) -> bool:
    """Closing the connection is all that can be said; nobody draws less for it."""
    return "/images/generations" in server.hung_up


GOOD_BODY = {
    "created": 1_700_000_000,
    "data": [
        {"b64_json": base64.b64encode(picture("good", size=(64, 64))).decode(), "revised_prompt": "A sword of iron"}
    ],
    "usage": {"input_tokens": 4},
}

ADAPTER = Adapter(
    type="openai",
    options={"model": "stablediffusion"},
    three_by_options={"pictures": 3},
    was_told=_was_told,
    # There is no job that could be asked for: the connection is the job.
    forgotten_code="connection_lost",
    fail="server_error",
    failed_code="engine_failed",
    good_body=GOOD_BODY,
)
