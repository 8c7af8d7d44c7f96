"""The picture files, straight from the picture storage and without Django: a 304 costs one look at it.

Serves GET and HEAD of /generated-images/<stem>.png and .webp (the thumbnail) and nothing else; any other name is 404.
"""

import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import IO

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db import Error as DatabaseError
from django.db import close_old_connections
from django.utils.http import http_date, parse_etags, parse_http_date_safe

from imagesvc.images import links
from imagesvc.images import storage as picture_storage
from imagesvc.images.ownership import may_see_file
from imagesvc.images.storage import CACHE_CONTROL, CONTENT_TYPES, Found, PictureStorage
from imagesvc.keys.callers import NotKnown, caller_of
from imagesvc.keys.models import Scope as KeyScope
from imagesvc.web.environ import make_environ
from imagesvc.web.protocol import (
    PICTURES_PREFIX,
    Receive,
    Scope,
    Send,
    header,
    send_error,
    send_whole,
)
from imagesvc.web.threads import DjangoThreads, Overloaded

logger = logging.getLogger(__name__)

CHUNK_BYTES = 256 * 1024
RETRY_SECONDS = 5

FILENAME = re.compile(rf"({picture_storage.STEM.pattern})\.({'|'.join(CONTENT_TYPES)})")
SINGLE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)

# Threads of their own: a storage that does not answer holds up nothing but pictures, not even the end of the process.
_threads = DjangoThreads()

FOR_EVER = (b"cache-control", CACHE_CONTROL.encode())
ASK_AGAIN = (b"cache-control", b"private, no-cache")


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A file that is there."""

    filename: str
    content_type: str
    name: str
    storage: PictureStorage
    found: Found

    @property
    def size(self) -> int:
        return self.found.size

    @property
    def etag(self) -> str:
        return f'"{int(self.found.modified_at * 1_000_000):x}-{self.size:x}"'

    @property
    def last_modified(self) -> str:
        return http_date(self.found.modified_at)


class RangeNotSatisfiable(Exception):
    """The bytes that are asked for begin behind the end."""

    def __init__(self, *, size: int) -> None:
        super().__init__()
        self.size = size


async def serve_picture(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001  (it is an application)
    """Answer one HTTP request below /generated-images/."""
    if scope["method"] not in ("GET", "HEAD"):
        allow = (b"allow", b"GET, HEAD")
        sentence = "A picture can only be read, with GET or HEAD."
        await send_error(scope, send, 405, sentence, code="method-not-allowed", headers=[allow])
        return
    try:
        answer = await _answer_to(scope)
    except NotKnown as error:
        challenge = (b"www-authenticate", b'Bearer realm="imagesvc"')
        await send_error(scope, send, 401, str(error), code="not-authenticated", headers=[challenge])
    except FileNotFoundError:
        await send_error(scope, send, 404, "There is no such picture.", code="not-found")
    except RangeNotSatisfiable as error:
        whole = (b"content-range", b"bytes */%d" % error.size)
        sentence = f"The picture has {error.size:,} bytes; the range begins behind them."
        await send_error(scope, send, 416, sentence, code="range-not-satisfiable", headers=[whole])
    except (OSError, DatabaseError, Overloaded) as error:
        # What it says may name places that are no client's business.
        logger.error("%s cannot be read: %r", scope["path"], error)  # noqa: TRY400  (no trace: it is not our fault)
        retry = (b"retry-after", b"%d" % RETRY_SECONDS)
        sentence = "The storage of pictures does not answer; try again in a few seconds."
        await send_error(scope, send, 503, sentence, code="storage-unavailable", headers=[retry])
    else:
        await answer(send)


async def _answer_to(scope: Scope) -> Callable[[Send], Awaitable[None]]:
    """Return what sends the answer; raise FileNotFoundError, RangeNotSatisfiable, or OSError if nothing can be read."""
    filename = scope["path"].removeprefix(PICTURES_PREFIX)
    if settings.PICTURES_ACCESS != "public":
        await _threads.run(_check, filename, scope)
    picture = await _find(filename)
    if _is_known(picture, scope):
        # What else the copy came with is still true of it.
        return partial(send_whole, status=304, headers=[(b"etag", picture.etag.encode()), _caching()], body=b"")
    part = _asked_range(picture, scope) if scope["method"] == "GET" else None
    first, behind = part or (0, picture.size)
    headers = _headers(picture, first=first, behind=behind)
    if scope["method"] == "HEAD":
        return partial(send_whole, status=200, headers=headers, body=b"")
    if part:
        headers.append((b"content-range", b"bytes %d-%d/%d" % (first, behind - 1, picture.size)))
    # The first chunk is read before anything is sent: what can go wrong mostly goes wrong here.
    file, chunk = await _threads.run(_open_and_read, picture, first, behind)
    status = 206 if part else 200
    return partial(_send_file, file=file, chunk=chunk, size=behind - first, status=status, headers=headers)


def _check(filename: str, scope: Scope) -> None:
    """Return if whoever asks may see a file; raise NotKnown, or FileNotFoundError where it is not theirs to see."""
    query = scope["query_string"].decode("latin-1")
    if settings.PICTURES_ACCESS == "signed" and links.is_signed(filename, query):
        return
    close_old_connections()
    caller = caller_of(WSGIRequest(make_environ(scope, BytesIO())))
    if not (caller.may(KeyScope.READ) and may_see_file(caller, filename.partition(".")[0])):
        raise FileNotFoundError(filename)


def _caching() -> tuple[bytes, bytes]:
    """Return how long a copy may be kept; where not everybody may see it, only to be shown again when we say so."""
    return FOR_EVER if settings.PICTURES_ACCESS == "public" else ASK_AGAIN


async def _find(filename: str) -> Picture:
    """Return the picture of that name; raises FileNotFoundError."""
    match = FILENAME.fullmatch(filename)
    if match is None:
        raise FileNotFoundError(filename)
    stem, suffix = match.groups()
    storage, name = picture_storage.pictures(), picture_storage.file_name(stem, suffix)
    # Near by, the hop to a thread would cost several times the look.
    found = storage.look(name) if storage.is_near else await _threads.run(storage.look, name)
    return Picture(filename=filename, content_type=CONTENT_TYPES[suffix], name=name, storage=storage, found=found)


def _is_known(picture: Picture, scope: Scope) -> bool:
    """Say whether the client's copy is the picture (RFC 9110, 13.2.2)."""
    known_tags = header(scope, b"if-none-match")
    if known_tags:
        tags = [tag.removeprefix("W/") for tag in parse_etags(known_tags)]
        return "*" in tags or picture.etag in tags
    known_since = parse_http_date_safe(header(scope, b"if-modified-since"))
    return known_since is not None and int(picture.found.modified_at) <= known_since


def _headers(picture: Picture, *, first: int, behind: int) -> list[tuple[bytes, bytes]]:
    return [
        (b"etag", picture.etag.encode()),
        (b"last-modified", picture.last_modified.encode()),
        _caching(),
        (b"accept-ranges", b"bytes"),
        (b"content-type", picture.content_type.encode()),
        (b"content-length", b"%d" % (behind - first)),
        (b"content-disposition", f'inline; filename="{picture.filename}"'.encode()),
    ]


def _asked_range(picture: Picture, scope: Scope) -> tuple[int, int] | None:
    """Return the first byte that is asked for and the one behind the last; None means all of them.

    Several ranges at once are answered with the whole, as RFC 9110 allows. Raises RangeNotSatisfiable.
    """
    match = SINGLE_RANGE.fullmatch(header(scope, b"range"))
    if match is None or header(scope, b"if-range") not in ("", picture.etag, picture.last_modified):
        return None
    first, last = match.groups()
    if not first and not last:
        return None
    if not first:
        start, behind = max(picture.size - int(last), 0), picture.size
    else:
        start, behind = int(first), min(int(last) + 1, picture.size) if last else picture.size
        if last and int(last) < int(first):
            return None
    if start >= picture.size:
        raise RangeNotSatisfiable(size=picture.size)
    return start, behind


def _open_and_read(picture: Picture, first: int, behind: int) -> tuple[IO[bytes], bytes]:
    file = picture.storage.open_part(picture.name, first=first, behind=behind)
    try:
        return file, file.read(min(CHUNK_BYTES, behind - first))
    except BaseException:
        file.close()
        raise


async def _send_file(
    send: Send, *, file: IO[bytes], chunk: bytes, size: int, status: int, headers: list[tuple[bytes, bytes]]
) -> None:
    """Send a first chunk and read on to the end, no faster than the client takes it."""
    with file:
        await send({"type": "http.response.start", "status": status, "headers": headers})
        left = size - len(chunk)
        while left > 0 and chunk:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
            chunk = await _threads.run(file.read, min(CHUNK_BYTES, left))
            left -= len(chunk)
        await send({"type": "http.response.body", "body": chunk})
