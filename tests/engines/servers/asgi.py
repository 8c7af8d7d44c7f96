"""A tiny ASGI toolkit for fake engines: routes, answers, what went wrong by script, and records of what was seen.

    class TeapotServer(Application):
        @route("POST", "/brew/{cup}", submits=True)
        async def brew(self, request: Request) -> Answer:
            return json_answer({"cup": request.match["cup"]})

    with running(TeapotServer()) as url: ...

Every application also has `GET /-/records` and `POST /-/script`, for those that run in a process of their own.
"""

import asyncio
import base64
import dataclasses
import json
import re
import socket
import ssl
import struct
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qsl

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState

from tests.engines.servers import pictures
from tests.engines.servers.pictures import Size
from tests.engines.servers.script import Script


class HangUp(Exception):
    """Raised by a route to close the connection without an answer, or without more of one."""


@dataclass(kw_only=True, eq=False)
class Request:
    """One request, whole; of a WebSocket, the one that opened it."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]  # names in lower case
    body: bytes = b""
    match: dict[str, str] = field(default_factory=dict)  # what stands for {name} in the route's path
    # Set as soon as the client has closed the connection.
    left: asyncio.Event = field(default_factory=asyncio.Event, repr=False)
    is_answered: bool = False

    def json(self) -> Any:
        """Return the body's value; raise ValueError."""
        return json.loads(self.body)


@dataclass(kw_only=True)
class Answer:
    """A status, headers, and a body that is there or comes in pieces."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | AsyncIterator[bytes] = b""
    # The body is a picture, or holds one: while it is sent, `server.sending` counts it.
    is_picture: bool = False


def json_answer(value: object, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    headers = {"Content-Type": "application/json"} | dict(headers or {})
    return Answer(status=status, headers=headers, body=json.dumps(value).encode())


def text_answer(text: str, *, status: int = 200, media_type: str = "text/plain") -> Answer:
    return Answer(status=status, headers={"Content-Type": media_type}, body=text.encode())


async def base64_of(content: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Encode pieces to pieces of one base64 text."""
    left = b""
    async for piece in content:
        left += piece
        whole = len(left) - len(left) % 3
        if whole:
            yield base64.b64encode(left[:whole])
            left = left[whole:]
    yield base64.b64encode(left)


async def json_around(value: object, content: Mapping[str, AsyncIterator[bytes]]) -> AsyncIterator[bytes]:
    """Send a JSON value in which some texts, named by what stands in their place, are sent in pieces.

    `json_around({"images": ["PICTURE 0"]}, {"PICTURE 0": base64_of(...)})`
    """
    text = json.dumps(value)
    for place, pieces in content.items():
        before, _, text = text.partition(place)
        yield before.encode()
        async for piece in pieces:
            yield piece
    yield text.encode()


class Socket:
    """The server's end of a WebSocket."""

    def __init__(self, request: Request, receive: Any, send: Any, *, abort: Callable[[], None]) -> None:
        self.request = request
        self._receive = receive
        self._send = send
        self._abort = abort
        self.is_open = False

    async def accept(self) -> None:
        await self._send({"type": "websocket.accept"})
        self.is_open = True

    async def refuse(self, *, status: int = 403) -> None:
        """Answer the request to open it with a status instead."""
        await self._send({"type": "websocket.http.response.start", "status": status, "headers": []})
        await self._send({"type": "websocket.http.response.body", "body": b""})

    async def send(self, message: str | bytes) -> None:
        """Send a text or bytes; nothing when the client has gone."""
        kind = "text" if isinstance(message, str) else "bytes"
        try:
            await self._send({"type": "websocket.send", kind: message})
        except OSError:
            self.is_open = False

    async def send_json(self, value: object) -> None:
        await self.send(json.dumps(value))

    async def receive(self) -> str | bytes | None:
        """Return the next message, or None when the client has gone."""
        event = await self._receive()
        if event["type"] == "websocket.disconnect":
            self.is_open = False
            return None
        return event["text"] if event.get("text") is not None else event["bytes"]

    async def close(self, *, code: int = 1000) -> None:
        self.is_open = False
        await self._send({"type": "websocket.close", "code": code})

    def abort(self) -> None:
        """Close the connection as a killed server does: no close frame (1006)."""
        self.is_open = False
        self._abort()


@dataclass(frozen=True, kw_only=True)
class Route:
    method: str
    pattern: re.Pattern[str]
    name: str  # of the method of the application
    submits: bool
    tells: bool


def route(method: str, path: str, *, submits: bool = False, tells: bool = False) -> Callable[..., Any]:
    """Have a method `(request) -> Answer` answer a path, in which `{name}` stands for anything without a slash.

    `submits`: the script's `submit_*` hold for it. `tells`: where the protocol tells how things stand; `body` does.
    """

    def mark(answering: Any) -> Any:
        parts = re.split(r"\{(\w+)\}", path)
        pattern = "".join(f"(?P<{part}>[^/]+)" if index % 2 else re.escape(part) for index, part in enumerate(parts))
        made = Route(method=method, pattern=re.compile(pattern), name=answering.__name__, submits=submits, tells=tells)
        answering.routes = [*getattr(answering, "routes", ()), made]
        return answering

    return mark


def websocket(path: str) -> Callable[..., Any]:
    """Have a method `(socket) -> None` talk to a WebSocket, which it accepts or refuses."""
    return route("WEBSOCKET", path)


class Application:
    """A fake engine: an ASGI application that follows a script and remembers what it saw."""

    Script: ClassVar[type[Script]] = Script
    _routes: ClassVar[tuple[Route, ...]] = ()

    def __init__(self, script: Script | None = None) -> None:
        self.script = script or self.Script()
        # Every request, in order of arrival, those of WebSockets too.
        self.seen: list[Request] = []
        # What was really drawn to its end, by whatever the protocol knows a job by; twice if drawn twice.
        self.drawn: list[str] = []
        # What a client asked to stop.
        self.cancelled: list[str] = []
        # Paths of requests whose client left before it had the whole answer.
        self.hung_up: list[str] = []
        # What is waiting, and what is being drawn now.
        self.waiting: set[str] = set()
        self.drawing: set[str] = set()
        # The most that were drawn at a time.
        self.most_at_once = 0
        # How many pictures are on their way now.
        self.sending = 0
        # What its own code raised; a test that ends with any fails.
        self.bugs: list[BaseException] = []

    def __init_subclass__(cls) -> None:
        methods = [getattr(cls, name) for name in dir(cls)]
        cls._routes = tuple(made for method in methods for made in getattr(method, "routes", ()))

    # What fakes may change.

    def is_let_in(self, request: Request) -> bool:
        """Say whether a request has the key of the script, sent as the usual header; asked only if there is one."""
        return request.headers.get("authorization") == f"Bearer {self.script.key}"

    def refusal(self, status: int) -> Answer:
        """Return the protocol's error with a status, saying what the script says."""
        return json_answer({"error": {"message": self.script.says}}, status=status)

    # What fakes use.

    @contextmanager
    def at_work(self, job: str) -> Iterator[None]:
        """Note that a job is drawn during the block; whether it came to its end, the fake notes in `drawn`."""
        self.waiting.discard(job)
        self.drawing.add(job)
        self.most_at_once = max(self.most_at_once, len(self.drawing))
        try:
            yield
        finally:
            self.drawing.discard(job)

    def picture_answer(self, *, size: Size, seed: int = 0) -> Answer:
        """Answer with the picture of the script as a file."""
        kind = self.script.picture
        headers = {"Content-Type": pictures.media_type(kind)}
        if kind == "huge":
            headers["Content-Length"] = str(pictures.HUGE_BYTES)
        if kind not in ("drip", *pictures.ENDLESS):
            whole = pictures.picture(kind, size=size, seed=seed)
            return Answer(headers=headers, body=whole, is_picture=True)
        return Answer(headers=headers, body=pictures.chunks(kind, size=size, seed=seed), is_picture=True)

    def pictures_in_json(self, value: object, *, size: Size, seeds: Mapping[str, int]) -> Answer:
        """Answer with a JSON value in which the pictures of the script stand as base64, each in its text's place."""
        kind = self.script.picture
        headers = {"Content-Type": "application/json"}
        if kind == "huge":
            headers["Content-Length"] = str(pictures.HUGE_BYTES)
        content = {place: base64_of(pictures.chunks(kind, size=size, seed=seed)) for place, seed in seeds.items()}
        return Answer(headers=headers, body=json_around(value, content), is_picture=True)

    # For those in other processes.

    @route("GET", "/-/records")
    async def show_records(self, request: Request) -> Answer:
        names = ("drawn", "cancelled", "hung_up", "waiting", "drawing", "most_at_once", "sending")
        values = {name: getattr(self, name) for name in names}
        return json_answer({name: sorted(value) if isinstance(value, set) else value for name, value in values.items()})

    @route("POST", "/-/script")
    async def change_script(self, request: Request) -> Answer:
        for name, value in request.json().items():
            assert hasattr(self.script, name), name
            setattr(self.script, name, value.encode() if isinstance(value, str) and name == "body" else value)
        return json_answer(dataclasses.asdict(self.script) | {"body": None})

    # ASGI.

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            if scope["type"] == "http":
                await self._answer_http(scope, receive, send)
            elif scope["type"] == "websocket":
                await self._talk(scope, receive, send)
        except (AssertionError, Exception) as error:
            self.bugs.append(error)
            raise

    async def _answer_http(self, scope: Any, receive: Any, send: Any) -> None:
        request = await _read(scope, receive)
        is_ours = request.path.startswith("/-/")
        if not is_ours:
            self.seen.append(request)
        leaving = asyncio.create_task(self._notice_leaving(request, receive))
        try:
            answer = await (self._routed(request) if is_ours else self._scripted(request))
            await self._send(request, answer, send)
        except HangUp:
            scope["extensions"]["abort"]()
            # Until uvicorn knows; it would complain that nothing was answered.
            await asyncio.sleep(0)
        finally:
            request.is_answered = True
            leaving.cancel()

    async def _notice_leaving(self, request: Request, receive: Any) -> None:
        await receive()
        if not request.is_answered:
            self.hung_up.append(request.path)
            request.left.set()

    async def _scripted(self, request: Request) -> Answer:
        script = self.script
        if script.reset:
            raise HangUp
        if script.hang:
            await request.left.wait()
            raise HangUp
        if script.key is not None and not self.is_let_in(request):
            return self.refusal(401)
        return await self._routed(request)

    async def _routed(self, request: Request) -> Answer:
        found = self._find(request)
        if found is None:
            return text_answer("not found", status=404)
        script = self.script
        if found.submits and script.submit_status is not None and script.submit_times != 0:
            if script.submit_times is not None:
                script.submit_times -= 1
            answer = self.refusal(script.submit_status)
            if script.retry_after is not None:
                answer.headers["Retry-After"] = script.retry_after
            return answer
        answer: Answer = await getattr(self, found.name)(request)
        if found.submits and script.submit_lost:
            raise HangUp
        if found.tells and script.body is not None:
            return Answer(headers={"Content-Type": "application/json"}, body=script.body)
        return answer

    def _find(self, request: Request) -> Route | None:
        for each in self._routes:
            match = each.pattern.fullmatch(request.path)
            if each.method == request.method and match:
                request.match = match.groupdict()
                return each
        return None

    async def _send(self, request: Request, answer: Answer, send: Any) -> None:
        headers = {name.lower(): value for name, value in answer.headers.items()}
        if isinstance(answer.body, bytes):
            headers.setdefault("content-length", str(len(answer.body)))
        raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
        self.sending += answer.is_picture
        try:
            await send({"type": "http.response.start", "status": answer.status, "headers": raw})
            if isinstance(answer.body, bytes):
                request.is_answered = True
                await send({"type": "http.response.body", "body": answer.body})
            else:
                await self._send_pieces(request, answer.body, send)
        finally:
            self.sending -= answer.is_picture

    @staticmethod
    async def _send_pieces(request: Request, pieces: AsyncIterator[bytes], send: Any) -> None:
        leaving = asyncio.ensure_future(request.left.wait())
        try:
            while True:
                coming = asyncio.ensure_future(anext(pieces, None))
                await asyncio.wait((coming, leaving), return_when=asyncio.FIRST_COMPLETED)
                if request.left.is_set():
                    coming.cancel()
                    return
                piece = coming.result()
                if piece is None:
                    break
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        finally:
            leaving.cancel()
        request.is_answered = True
        await send({"type": "http.response.body", "body": b""})

    async def _talk(self, scope: Any, receive: Any, send: Any) -> None:
        request = _request_of(scope, method="WEBSOCKET")
        self.seen.append(request)
        abort = scope["extensions"]["abort"]
        talking = Socket(request, receive, send, abort=abort)
        assert (await receive())["type"] == "websocket.connect"
        if self.script.reset:
            abort()
            return
        if self.script.hang:
            await receive()
            return
        found = self._find(request)
        if found is None or (self.script.key is not None and not self.is_let_in(request)):
            await talking.refuse(status=404 if found is None else 401)
            return
        await getattr(self, found.name)(talking)


def _request_of(scope: Any, *, method: str) -> Request:
    return Request(
        method=method,
        path=scope["path"],
        query=dict(parse_qsl(scope["query_string"].decode(), keep_blank_values=True)),
        headers={name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]},
    )


async def _read(scope: Any, receive: Any) -> Request:
    request = _request_of(scope, method=scope["method"])
    body = bytearray()
    while True:
        event = await receive()
        body += event.get("body", b"")
        if not event.get("more_body"):
            break
    request.body = bytes(body)
    return request


# What uvicorn offers, and a way to close a connection as a crash does.


class _Abortable:
    app: Callable[..., Awaitable[None]]

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)  # type: ignore[misc]  # a mixin of asyncio's protocols
        application = self.app

        def abort() -> None:
            if transport.is_closing():
                return
            connection = transport.get_extra_info("socket")
            # No goodbye: what was not read or sent is lost, and the client gets a reset.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            transport.abort()

        async def with_abort(scope: Any, receive: Any, send: Any) -> None:
            scope.setdefault("extensions", {})["abort"] = abort
            await application(scope, receive, send)

        self.app = with_abort


class _Http(_Abortable, H11Protocol):
    pass


class _WebSocket(_Abortable, WebSocketsSansIOProtocol):
    pass


Certificate = tuple[Path, Path]  # files of the certificate and of its key


def listen(*, host: str = "127.0.0.1", port: int = 0) -> socket.socket:
    """Return a listening socket; with the protocol named, or asyncio leaves Nagle on, and answers take 40 ms longer."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(1_000)
    return listener


async def serve(
    application: Application,
    listener: socket.socket,
    *,
    stopping: asyncio.Event,
    certificate: Certificate | None = None,
) -> None:
    """Serve on a listening socket until told to stop, and then at once."""
    config = uvicorn.Config(
        application,
        http=_Http,
        ws=_WebSocket,
        ws_per_message_deflate=False,
        lifespan="off",
        log_config=None,
        access_log=False,
        ssl_certfile=certificate and str(certificate[0]),
        ssl_keyfile=certificate and str(certificate[1]),
    )
    config.load()
    state = ServerState()
    server = await asyncio.get_running_loop().create_server(
        lambda: config.http_protocol_class(config=config, server_state=state, app_state={}),
        sock=listener,
        ssl=config.ssl if isinstance(config.ssl, ssl.SSLContext) else None,
    )
    # No `async with`: it would wait for the connections.
    await stopping.wait()
    # What was accepted just now is known as a connection some turns of the loop later; asyncio loses it if its server
    # is closed in between.
    asyncio.get_running_loop().remove_reader(listener)
    for _ in range(5):
        await asyncio.sleep(0)
    server.close()
    while left := asyncio.all_tasks() - {asyncio.current_task()} | state.connections:
        for each in left:
            if isinstance(each, asyncio.Task):
                each.cancel()
            else:
                each.transport.abort()
        # Until every connection has heard that it is lost.
        await asyncio.sleep(0)


@contextmanager
def running(application: Application, *, port: int = 0, certificate: Certificate | None = None) -> Iterator[str]:
    """Run an application in a thread until the block is left, and yield its address; fail if its code had a bug."""
    listener = listen(port=port)
    address = f"http{'s' if certificate else ''}://127.0.0.1:{listener.getsockname()[1]}"
    loop = asyncio.new_event_loop()
    stopping = asyncio.Event()

    def run() -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(serve(application, listener, stopping=stopping, certificate=certificate))

    thread = threading.Thread(target=run, name=type(application).__name__)
    thread.start()
    try:
        yield address
    finally:
        loop.call_soon_threadsafe(stopping.set)
        thread.join(10)
        assert not thread.is_alive(), "the fake engine does not stop"
    if application.bugs:
        raise AssertionError("the fake engine has a bug") from application.bugs[0]
