"""An HTTP request of ASGI as Django's WSGI side reads it: its body as a file, its head as an environ.

A body is read in the event loop, so that a slow sender holds no thread, and never further than the limit.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import ExitStack
from functools import lru_cache
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from urllib.parse import unquote_to_bytes

from django.utils.http import parse_header_parameters

from imagesvc.web.protocol import ClientGone, Receive, Scope, header

# Larger bodies go through a temporary file.
MEMORY_BYTES = 2**20
# A body that is longer under way than this is not coming.
BODY_SECONDS = 120


class BodyTooLarge(Exception):
    """The body is longer than the limit, by its Content-Length or by counting."""


class BodyTooSlow(Exception):
    """The body did not arrive in time."""


async def read_body(scope: Scope, receive: Receive, *, limit: int) -> IO[bytes]:
    """Return the body as a file behind its last byte; raises BodyTooLarge, BodyTooSlow or ClientGone."""
    announced = header(scope, b"content-length")
    # In HTTP/1, which is what our server speaks, a body has one header or the other.
    if announced in ("", "0") and not header(scope, b"transfer-encoding"):
        return BytesIO()
    if announced and int(announced) > limit:
        raise BodyTooLarge
    with ExitStack() as unless_whole:
        file: IO[bytes] = unless_whole.enter_context(SpooledTemporaryFile(max_size=MEMORY_BYTES))
        try:
            async with asyncio.timeout(BODY_SECONDS):
                async for part in _parts(receive, limit=limit):
                    file.write(part)
        except TimeoutError as error:
            raise BodyTooSlow from error
        unless_whole.pop_all()
    return file


async def _parts(receive: Receive, *, limit: int) -> AsyncIterator[bytes]:
    total, has_more = 0, True
    while has_more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        part: bytes = message.get("body", b"")
        total += len(part)
        if total > limit:
            raise BodyTooLarge
        yield part
        has_more = message.get("more_body", False)


def make_environ(scope: Scope, body: IO[bytes]) -> dict[str, Any]:
    """Return the request as PEP 3333 has it; text in it is bytes decoded as Latin-1."""
    root = scope.get("root_path", "").encode()
    # The decoded `path` has lost what is not UTF-8.
    path = unquote_to_bytes(scope["raw_path"]).removeprefix(root)
    host, port = scope.get("server") or ("localhost", None)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": root.decode("latin-1"),
        "PATH_INFO": path.decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 80),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": scope["client"][0] if scope.get("client") else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        _add_header(environ, name, value.decode("latin-1"))
    if "CONTENT_LENGTH" in environ or "HTTP_TRANSFER_ENCODING" in environ:
        # As counted: a chunked body announces no length, and Django reads no further than this.
        environ["CONTENT_LENGTH"] = str(body.tell())
        body.seek(0)
    try:
        parse_header_parameters(environ.get("CONTENT_TYPE", ""))
    except ValueError:
        # Django would read it before any view, and fail; without it the API answers that the type is missing.
        del environ["CONTENT_TYPE"]
    return environ


def _add_header(environ: dict[str, Any], name: bytes, value: str) -> None:
    key = _environ_key(name)
    if key is None:
        return
    if key in environ:
        value = f"{environ[key]}{';' if key == 'HTTP_COOKIE' else ','}{value}"
    environ[key] = value


@lru_cache(maxsize=256)
def _environ_key(name: bytes) -> str | None:
    # X_Forwarded_For and X-Forwarded-For would become one, and only the latter is what a proxy guards.
    if b"_" in name:
        return None
    key = name.decode("latin-1").upper().replace("-", "_")
    return key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
