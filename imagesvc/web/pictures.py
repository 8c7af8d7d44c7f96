"""The picture files, straight from the picture storage and without Django: a 304 costs one look at the folder.

Serves GET and HEAD of /generated-images/<stem>.png and .webp (the thumbnail) and nothing else; any other name is 404.
"""

import asyncio
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import IO, Any

from django.core.files.storage import Storage
from django.utils.http import http_date, parse_etags, parse_http_date_safe

from imagesvc.images import storage as picture_storage
from imagesvc.web.protocol import (
    NO_SNIFFING,
    PICTURES_PREFIX,
    Receive,
    Scope,
    Send,
    header,
    send_error,
    send_whole,
)

CHUNK_BYTES = 256 * 1024

CONTENT_TYPES = {picture_storage.PICTURE: b"image/png", picture_storage.THUMBNAIL: b"image/webp"}
FILENAME = re.compile(rf"({picture_storage.STEM.pattern})\.({'|'.join(CONTENT_TYPES)})")
SINGLE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)

# A name is never used twice, so a copy never grows old.
FOR_EVER = (b"cache-control", b"public, max-age=31536000, immutable")
PROTECTION = (
    NO_SNIFFING,
    # Should a picture ever be opened as a page, it may do nothing.
    (b"content-security-policy", b"sandbox; default-src 'none'"),
    # The game's pages, which have another origin than ours, show our pictures; whoever knows an address may see them.
    (b"cross-origin-resource-policy", b"cross-origin"),
)


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A file that is there. `modified_at` is in seconds since 1970; `open` blocks and may raise FileNotFoundError."""

    filename: str
    content_type: bytes
    size: int
    modified_at: float
    open: Callable[[], IO[bytes]]

    @property
    def etag(self) -> str:
        return f'"{int(self.modified_at * 1_000_000):x}-{self.size:x}"'

    @property
    def last_modified(self) -> str:
        return http_date(self.modified_at)


class RangeNotSatisfiable(Exception):
    """The bytes that are asked for begin behind the end."""


async def serve_picture(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001  (it is an application)
    """Answer one HTTP request below /generated-images/."""
    if scope["method"] not in ("GET", "HEAD"):
        allow = (b"allow", b"GET, HEAD")
        sentence = "A picture can only be read, with GET or HEAD."
        await send_error(scope, send, 405, sentence, code="method-not-allowed", headers=[allow])
        return
    try:
        picture = await _find(scope["path"].removeprefix(PICTURES_PREFIX))
        if _is_known(picture, scope):
            # What else the copy came with is still true of it.
            await send_whole(send, 304, [(b"etag", picture.etag.encode()), FOR_EVER], b"")
        else:
            await _send_content(picture, scope, send)
    except FileNotFoundError:
        await send_error(scope, send, 404, "There is no such picture.", code="not-found")
    except RangeNotSatisfiable:
        whole = (b"content-range", b"bytes */%d" % picture.size)
        sentence = f"The picture has {picture.size:,} bytes; the range begins behind them."
        await send_error(scope, send, 416, sentence, code="range-not-satisfiable", headers=[whole])


async def _find(filename: str) -> Picture:
    """Return the picture of that name; raises FileNotFoundError."""
    match = FILENAME.fullmatch(filename)
    if match is None:
        raise FileNotFoundError(filename)
    stem, suffix = match.groups()
    about: dict[str, Any] = {"filename": filename, "content_type": CONTENT_TYPES[suffix]}
    storage, name = picture_storage.pictures(), picture_storage.file_name(stem, suffix)
    try:
        path = storage.path(name)
    except NotImplementedError:
        return await asyncio.to_thread(_find_elsewhere, storage, name, about)
    # Not on a thread: this is a local folder, and the hop would cost several times the look.
    found = os.stat(path)  # noqa: PTH116  (so would a Path)
    return Picture(size=found.st_size, modified_at=found.st_mtime, open=lambda: open(path, "rb"), **about)  # noqa: PTH123


def _find_elsewhere(storage: Storage, name: str, about: dict[str, Any]) -> Picture:
    """Find a picture in a storage whose files are not on this machine."""
    size, modified_at = storage.size(name), storage.get_modified_time(name).timestamp()
    return Picture(size=size, modified_at=modified_at, open=partial(storage.open, name), **about)


def _is_known(picture: Picture, scope: Scope) -> bool:
    """Say whether the client's copy is the picture (RFC 9110, 13.2.2)."""
    known_tags = header(scope, b"if-none-match")
    if known_tags:
        tags = [tag.removeprefix("W/") for tag in parse_etags(known_tags)]
        return "*" in tags or picture.etag in tags
    known_since = parse_http_date_safe(header(scope, b"if-modified-since"))
    return known_since is not None and int(picture.modified_at) <= known_since


async def _send_content(picture: Picture, scope: Scope, send: Send) -> None:
    part = _asked_range(picture, scope) if scope["method"] == "GET" else None
    first, behind = part or (0, picture.size)
    headers = [
        (b"etag", picture.etag.encode()),
        (b"last-modified", picture.last_modified.encode()),
        FOR_EVER,
        *PROTECTION,
        (b"accept-ranges", b"bytes"),
        (b"content-type", picture.content_type),
        (b"content-length", b"%d" % (behind - first)),
        (b"content-disposition", f'inline; filename="{picture.filename}"'.encode()),
    ]
    if scope["method"] == "HEAD":
        await send_whole(send, 200, headers, b"")
        return
    if part:
        headers.append((b"content-range", b"bytes %d-%d/%d" % (first, behind - 1, picture.size)))
    await _send_bytes(picture, first, behind, send, {"status": 206 if part else 200, "headers": headers})


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
        raise RangeNotSatisfiable
    return start, behind


async def _send_bytes(picture: Picture, first: int, behind: int, send: Send, head: dict[str, Any]) -> None:
    def open_and_read() -> tuple[IO[bytes], bytes]:
        file = picture.open()
        file.seek(first)
        return file, file.read(min(CHUNK_BYTES, behind - first))

    file, chunk = await asyncio.to_thread(open_and_read)
    with file:
        await send({"type": "http.response.start", **head})
        left = behind - first - len(chunk)
        while left > 0 and chunk:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
            chunk = await asyncio.to_thread(file.read, min(CHUNK_BYTES, left))
            left -= len(chunk)
        await send({"type": "http.response.body", "body": chunk})
