"""The WebSocket of a ComfyUI server: what it says while it draws. Opened under the watch, read frame by frame.

It only makes waiting livelier. Whatever goes wrong with it is `SocketLost`, and polling tells the same, if less often.
"""

import json
import logging
import socket
import ssl
import struct
import threading
from collections.abc import Mapping
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx2
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.sync.client import ClientConnection, connect

from imagesvc.engines.base import Watch
from imagesvc.engines.configuration import Secret
from imagesvc.engines.http import AGENT
from imagesvc.engines.sockets import TICK_SECONDS

OPEN_SECONDS = 3.0
# A server that does not answer our goodbye is not waited for.
CLOSE_SECONDS = 0.1
PING_SECONDS = 10.0
MOST_BYTES = 8 * 2**20
# Frames that wait to be read, before the server has to.
MOST_FRAMES = 4

# The library's own records of headers and frames would hold keys and prompts.
_frames_logger = logging.getLogger(f"{__name__}.frames")
_frames_logger.setLevel(logging.WARNING)

_PREVIEW, _PREVIEW_WITH_METADATA = 1, 4


class SocketLost(Exception):
    """There is no WebSocket, or none any more."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something happened: `{"type", "data"}` on the wire. Frames that cannot be understood have no type."""

    type: str = ""
    content: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What a picture looks like so far: the bytes of a file, and whose it is, if that is said."""

    image: bytes
    prompt_id: str | None = None


class Socket:
    """One connection. Its client id must be its own: the server gives up an id's place when any socket of it closes."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    def receive(self, *, seconds: float) -> Event | Preview | None:
        """Return the next frame, or None if there is none within that time; raise SocketLost."""
        try:
            frame = self._connection.recv(timeout=seconds)
        except TimeoutError:
            return None
        except (ConnectionClosed, OSError) as error:
            raise SocketLost(str(error)) from error
        return _event_in(frame) if isinstance(frame, str) else _preview_in(frame)

    def close(self) -> None:
        self._connection.close()


def open_socket(url: str, *, client_id: str, key: Secret, watch: Watch) -> Socket:
    """Connect to the server at an http(s) address; raise SocketLost, and let through what the watch raises."""
    future: Future[ClientConnection] = Future()
    # Looking up a name and shaking hands cannot be interrupted, so they are waited for from outside.
    threading.Thread(target=_connect, args=(future, url, client_id, key), daemon=True).start()
    try:
        while not wait([future], timeout=TICK_SECONDS).done:
            watch.check()
        connection = future.result()
        # The server reads what we understand only in the first message.
        connection.send(json.dumps({"type": "feature_flags", "data": {"supports_preview_metadata": True}}))
    except (OSError, WebSocketException, ValueError, EOFError) as error:
        future.add_done_callback(_close)
        raise SocketLost(str(error)) from error
    except BaseException:
        future.add_done_callback(_close)
        raise
    return Socket(connection)


def _connect(future: Future[ClientConnection], url: str, client_id: str, key: Secret) -> None:
    parts = urlsplit(url)
    is_secure = parts.scheme == "https"
    address = parts.hostname, parts.port or (443 if is_secure else 80)
    try:
        # With a socket of ours the library follows no redirect.
        connected = socket.create_connection(address, timeout=OPEN_SECONDS)
        connected.settimeout(None)
        connection = connect(
            f"{'wss' if is_secure else 'ws'}://{parts.netloc}{parts.path}/ws?{urlencode({'clientId': client_id})}",
            sock=connected,
            ssl=_tls() if is_secure else None,
            additional_headers={"Authorization": f"Bearer {key.reveal()}"} if key else None,
            user_agent_header=AGENT,
            compression=None,
            proxy=None,
            open_timeout=OPEN_SECONDS,
            close_timeout=CLOSE_SECONDS,
            ping_interval=PING_SECONDS,
            ping_timeout=PING_SECONDS,
            max_size=MOST_BYTES,
            max_queue=MOST_FRAMES,
            logger=_frames_logger,
            # It is opened in one place and closed in another, which no `with` can do.
            legacy=True,
        )
    except BaseException as error:  # noqa: BLE001  (raised again where it is waited for)
        future.set_exception(error)
    else:
        future.set_result(connection)


@cache
def _tls() -> ssl.SSLContext:
    return httpx2.create_ssl_context(trust_env=False)


def _close(future: Future[ClientConnection]) -> None:
    """Close a connection that nobody waits for any more, as soon as it is there."""
    if future.exception() is None:
        future.result().close()


def _event_in(frame: str) -> Event:
    try:
        value = json.loads(frame)
    except (ValueError, RecursionError):
        return Event()
    if not isinstance(value, dict) or not isinstance(value.get("type"), str) or not isinstance(value.get("data"), dict):
        return Event()
    return Event(type=value["type"], content=value["data"])


def _preview_in(frame: bytes) -> Event | Preview:
    """Read a binary frame: type, then format and image, or length, metadata and image (all numbers big-endian)."""
    try:
        (kind,) = struct.unpack_from(">I", frame)
        if kind == _PREVIEW:
            return Preview(image=frame[8:])
        if kind == _PREVIEW_WITH_METADATA:
            (length,) = struct.unpack_from(">I", frame, 4)
            metadata = json.loads(frame[8 : 8 + length])
            prompt_id = metadata.get("prompt_id") if isinstance(metadata, dict) else ""
            return Preview(image=frame[8 + length :], prompt_id=None if prompt_id is None else str(prompt_id))
    except (struct.error, ValueError, RecursionError):
        pass
    return Event()
