"""ComfyUI in the conformance suite, with the workflow that needs no model."""

from tests.engines.conformance import FETCHING, Adapter
from tests.engines.servers.asgi import Application
from tests.engines.servers.comfyui import PROMPT_ID


def _was_told(server: Application, phase: str) -> bool:
    """Say whether the prompt was deleted or interrupted; one that has been drawn cannot be, and is only asked after."""
    if phase == FETCHING:
        return any((request.method, request.path) == ("POST", "/queue") for request in server.seen)
    return len(server.cancelled) == 1


_IMAGE = {"filename": "check_00001_.png", "subfolder": "imagesvc", "type": "output"}

ADAPTER = Adapter(
    type="comfyui",
    options={"workflow": "check"},
    mapped_size=(1000, 700),
    three_by_script={"pictures": 3},
    was_told=_was_told,
    failed_code="out_of_memory",
    finds_lost_reply=True,
    good_body={
        PROMPT_ID.decode(): {
            "outputs": {"3": {"images": [_IMAGE]}},
            "status": {"status_str": "success", "completed": True, "messages": [["execution_success", {}]]},
        }
    },
)
