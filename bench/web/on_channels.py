"""The yardstick for sockets: Django Channels, as its tutorial has it, with the layer in memory and one group."""

import time
from typing import Any

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="bench",  # noqa: S106  (guards nothing)
    ALLOWED_HOSTS=["127.0.0.1"],
    CHANNEL_LAYERS={"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}},
)
django.setup()

from channels.generic.websocket import AsyncWebsocketConsumer  # noqa: E402  (only after Django is set up)
from channels.layers import get_channel_layer  # noqa: E402  (only after Django is set up)
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402  (only after Django is set up)
from django.urls import path  # noqa: E402  (only after Django is set up)

GROUP = "crowd"


class Crowd(AsyncWebsocketConsumer):
    groups = (GROUP,)

    async def told(self, event: dict[str, str]) -> None:
        await self.send(text_data=event["text"])


async def tell(_scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Send the body of a POST to the group; the answer is the monotonic clock just before."""
    text = (await receive())["body"].decode()
    now = b"%d" % time.monotonic_ns()
    await get_channel_layer().group_send(GROUP, {"type": "told", "text": text})
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(now))]})
    await send({"type": "http.response.body", "body": now})


application = ProtocolTypeRouter({"http": tell, "websocket": URLRouter([path("ws", Crowd.as_asgi())])})
