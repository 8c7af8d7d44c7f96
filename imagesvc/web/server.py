"""The web server: uvicorn with our settings, and a stop that takes seconds whatever is still open."""

import asyncio
import gc
import logging
import resource
import socket
from collections.abc import Sequence
from types import FrameType
from typing import Any, cast

import uvicorn

from imagesvc.web.address import url_of
from imagesvc.web.connections import Connection, SocketConnection
from imagesvc.web.router import Router

logger = logging.getLogger(__name__)

# What has not ended by itself after this long is cut off; with the rest of the stop that makes less than three seconds.
GRACE_SECONDS = 2
# Each open stream is one; many systems begin with 1,024.
MOST_FILES = 65_536
PING_SECONDS = 20
# What a client may say on a socket in one frame; all that we understand is a ping.
FRAME_BYTES = 64 * 1024
# So many objects that may hold others are made before the youngest are looked through for garbage: a list's answer is
# some thousands, and reference counting frees them.
YOUNG_OBJECTS = 5_000
# A peer that takes nothing of what it is sent for so long is cut off by the kernel, whatever it asked for.
UNREAD_SECONDS = 60


class Server(uvicorn.Server):
    """Sets the application's `stopping` when asked to stop; the end of the lifespan comes too late for open streams."""

    def __init__(self, application: Router, *, host: str, port: int, trusted_proxies: Sequence[str] = ()) -> None:
        self._stopping = application.stopping
        config = uvicorn.Config(
            cast("Any", application),  # both speak ASGI, but each with types of its own
            host=host,
            port=port,
            lifespan="on",
            ws=SocketConnection,
            # With it a socket takes 56 KiB instead of 22, for messages of a few hundred bytes.
            ws_per_message_deflate=False,
            ws_ping_interval=PING_SECONDS,
            ws_max_size=FRAME_BYTES,
            http=Connection,
            # Whom these say that they speak for is believed; anybody else could claim any client's address.
            proxy_headers=bool(trusted_proxies),
            forwarded_allow_ips=list(trusted_proxies),
            server_header=False,
            access_log=False,
            # Django has set the logging up.
            log_config=None,
            log_level=logging.WARNING,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        super().__init__(config)

    def stop(self) -> None:
        """Stop soon. To be called in the event loop."""
        self._stopping.set()
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        _allow_many_files()
        await super().startup(sockets)
        if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux
            for server in self.servers:
                for listener in server.sockets:
                    # Accepted connections inherit it.
                    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD_SECONDS * 1000)
        logger.info("Listening on %s", url_of(self.config.host, port=self.config.port))

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002  (uvicorn's signature)
        # uvicorn would raise the signal once more when it has stopped; to have stopped as asked is a success.
        asyncio.get_running_loop().call_soon_threadsafe(self.stop)


def spare_the_collector() -> None:
    """Have the garbage collector leave alone what is loaded by now, and look less often.

    Looking through all that stays would hold up everybody for fifty milliseconds, again and again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)


def _allow_many_files() -> None:
    """Have as many connections open as the system lets this process have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST_FILES if hard == resource.RLIM_INFINITY else min(MOST_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
