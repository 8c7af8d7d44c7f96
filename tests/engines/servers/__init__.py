"""Fake engines, one module per protocol: faithful where a client looks, and scripted where things go wrong.

with running(server := make_server("comfyui")) as url: ...
python -m tests.engines.servers comfyui --port 8188
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.engines.servers.asgi import Application

TYPES = {
    "a1111": "tests.engines.servers.a1111:A1111Server",
    "comfyui": "tests.engines.servers.comfyui:ComfyUIServer",
    "horde": "tests.engines.servers.horde:HordeServer",
    "openai": "tests.engines.servers.openai:OpenAIServer",
}


def make_server(type_name: str, **script: Any) -> "Application":
    """Make the fake of a type of engine, with a script of its class."""
    module, _, attribute = TYPES[type_name].partition(":")
    made = getattr(importlib.import_module(module), attribute)
    server: Application = made(made.Script(**script))
    return server
