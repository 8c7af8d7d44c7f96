"""The AI Horde engine in the conformance suite, with a key and without any patience between two looks."""

from tests.engines.conformance import FETCHING, Adapter
from tests.engines.servers.asgi import Application


def _was_told(server: Application, phase: str) -> bool:
    hung_up = any(path.startswith("/stable-horde/") for path in server.hung_up)
    return bool(server.cancelled) and (hung_up or phase != FETCHING)


GOOD_BODY = {
    "done": True,
    "faulted": False,
    "wait_time": 0,
    "queue_position": 0,
    "is_possible": True,
}

ADAPTER = Adapter(
    type="horde",
    options={"check_seconds": 0.02},
    mapped_size=(1024, 704),
    three_by_options={"pictures": 3},
    was_told=_was_told,
    fail="faulted",
    failed_code="engine_failed",
    good_body=GOOD_BODY,
    cannot={"probe_finds_it_ill[key]": "its heartbeat needs no key"},
)
