"""Django behind ASGI, but called as under WSGI: each request runs from first to last on one kept thread.

Django's own ASGI handler hops between threads for each middleware and opens its database connections anew for each
request, which makes it several times slower. Nothing that waits (for a body, for a job, for a free thread) holds a
thread; only a streamed response does, until its reader has it all.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from imagesvc.web.deferred import DeferredResponse
from imagesvc.web.environ import BodyTooLarge, BodyTooSlow, make_environ, read_body
from imagesvc.web.protocol import (
    ClientGone,
    Headers,
    Message,
    Receive,
    Scope,
    Send,
    hang_up,
    send_error,
    send_whole,
    unless_gone,
)
from imagesvc.web.seats import SEAT, Seat, Seats
from imagesvc.web.threads import DjangoThreads, Overloaded

OVERLOADED_RETRY_SECONDS = 5
# Whoever takes nothing of a stream for so long gives its thread back.
STALLED_READER_SECONDS = 30
# Django reads files by 4 KiB, and each part costs two turns of the event loop.
FILE_BLOCK_BYTES = 256 * 1024
# How long, and how much, the sender of a refused body may go on; cut off at once, it might never read the answer.
LINGER_SECONDS = 2
LINGER_BYTES = 4 * 2**20

# What returns whether that happened in time which a response waits for.
Wait = Callable[[DeferredResponse], Coroutine[Any, Any, bool]]


class Bridge:
    """An ASGI application for HTTP. Build it after `django.setup()`: it loads the middlewares."""

    def __init__(self, *, threads: DjangoThreads, wait: Wait) -> None:
        self._threads = threads
        self._wait = wait
        self._seats = Seats()
        self._django: Callable[..., HttpResponseBase] = WSGIHandler()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            with Seat(self._seats) as seat:
                await self._answer(scope, receive, send, seat=seat)
        except ClientGone:
            pass
        except BodyTooLarge:
            sentence = f"The body is larger than the {settings.MAX_BODY_BYTES:,} bytes that this server accepts."
            await _refuse_body(scope, receive, send, 413, sentence, code="body-too-large")
        except BodyTooSlow:
            sentence = "The body took too long to arrive."
            await _refuse_body(scope, receive, send, 408, sentence, code="body-too-slow")
        except Overloaded:
            sentence = "The server has more to do than it can; try again in a few seconds."
            retry = (b"retry-after", b"%d" % OVERLOADED_RETRY_SECONDS)
            await send_error(scope, send, 503, sentence, code="overloaded", headers=[retry])

    async def _answer(self, scope: Scope, receive: Receive, send: Send, *, seat: Seat) -> None:
        """1. Read the body. 2. Have Django answer. 3. Wait, if it answers later. 4. Send what has not been streamed."""
        body = await read_body(scope, receive, limit=settings.MAX_BODY_BYTES)
        stream = partial(_stream, scope=scope, receive=receive, send=send, loop=asyncio.get_running_loop())
        work = self._threads.run(self._call_django, make_environ(scope, body) | {SEAT: seat}, stream)
        # Watching for a hang-up is a twentieth of a small request: only where there is a queue to be dropped from.
        response = await (unless_gone(receive, work) if self._threads.is_busy else work)
        if isinstance(response, DeferredResponse):
            happened = await unless_gone(receive, self._wait(response))
            response = await self._threads.run(_settle, response, happened)
        if isinstance(response, HttpResponse):
            response.headers.setdefault("Content-Length", str(len(response.content)))
            content = b"" if scope["method"] == "HEAD" else response.content
            await send_whole(send, response.status_code, _headers(response), content)

    def _call_django(
        self, environ: dict[str, Any], stream: Callable[[StreamingHttpResponse], None]
    ) -> HttpResponseBase:
        """Run one request on this thread, streaming included; closed, a response keeps only its content."""
        with environ["wsgi.input"]:
            response = self._django(environ, _take_no_head)
            try:
                if isinstance(response, StreamingHttpResponse):
                    stream(response)
            finally:
                response.close()
        return response


def _take_no_head(status: str, headers: list[tuple[str, str]]) -> None:
    """Be WSGI's start_response; the response itself says all this again."""


def _stream(
    response: StreamingHttpResponse, *, scope: Scope, receive: Receive, send: Send, loop: asyncio.AbstractEventLoop
) -> None:
    """Send a response from Django's thread, no faster than the client reads; stop when it hangs up."""

    async def send_part(message: Message) -> None:
        await send(message)

    def wait_for(step: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(step, loop).result(timeout=STALLED_READER_SECONDS)

    if isinstance(response, FileResponse):
        response.block_size = FILE_BLOCK_BYTES
    gone = asyncio.run_coroutine_threadsafe(hang_up(receive), loop)
    try:
        head = {"type": "http.response.start", "status": response.status_code, "headers": _headers(response)}
        wait_for(send_part(head))
        for chunk in () if scope["method"] == "HEAD" else response:
            wait_for(send_part({"type": "http.response.body", "body": chunk, "more_body": True}))
            if gone.done():
                return
        wait_for(send_part({"type": "http.response.body"}))
    finally:
        gone.cancel()


def _settle(response: DeferredResponse, happened: bool) -> HttpResponse:
    close_old_connections()
    final = response.settle(happened=happened)
    final.close()
    return final


def _headers(response: HttpResponseBase) -> Headers:
    headers = [(name.lower(), value) for name, value in response.items()]
    headers += [("set-cookie", cookie.output(header="").strip()) for cookie in response.cookies.values()]
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]


async def _refuse_body(scope: Scope, receive: Receive, send: Send, status: int, sentence: str, *, code: str) -> None:
    """1. Answer in full. 2. Throw away what still comes for a moment, so that the answer is read. 3. Hang up."""

    async def send_and_go_on(message: Message) -> None:
        await send({**message, "more_body": True} if message["type"] == "http.response.body" else message)

    await send_error(scope, send_and_go_on, status, sentence, code=code, headers=[(b"connection", b"close")])
    with suppress(TimeoutError):
        async with asyncio.timeout(LINGER_SECONDS):
            left = LINGER_BYTES
            while left > 0 and (message := await receive()).get("more_body"):
                left -= len(message["body"])
    await send({"type": "http.response.body"})
