"""HTTP to an engine that is not trusted: every call is watched, has a deadline for the whole of it and a cap on bytes.

All errors come out as EngineError in words that may be shown. Nothing is followed elsewhere, nothing is decompressed,
and no proxy of the environment is used. One thread, one call at a time; a call may make further ones while it waits.
"""

import json
import logging
import re
import ssl
import time
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import httpcore2
import httpx2

from imagesvc.engines import sockets
from imagesvc.engines.answers import ERROR_BYTES, Answer, bad_answer, failure_of, unreachable
from imagesvc.engines.base import EngineError, Watch
from imagesvc.engines.configuration import BadConfiguration, Secret
from imagesvc.engines.sockets import WatchedBackend
from imagesvc.engines.texts import clean

# It logs every address as a whole, and that of a picture may hold a signature.
logging.getLogger("httpx2").setLevel(logging.WARNING)

AGENT = "imagesvc/1"
TICK_SECONDS = sockets.TICK_SECONDS
CONNECT_SECONDS = sockets.CONNECT_SECONDS
# For answers that say how things stand; pictures have caps of their own.
CALL_SECONDS = 30.0
CALL_BYTES = 4 * 2**20

# Names, numbers, and an IPv6 address in its brackets.
_NETLOC = re.compile(r"(?:[\w.-]+|\[[0-9a-fA-F:.]+\])(?::\d{1,5})?")


class TooSlow(Exception):
    """A call took longer in all than it may."""


class TooLarge(Exception):
    """An answer has more bytes than it may."""


@dataclass(frozen=True, kw_only=True)
class Guard:
    """What holds for the call that is being made."""

    watch: Watch | None
    ends_at: float  # time.monotonic()
    most_bytes: int
    on_tick: Callable[[], None] | None

    def check(self) -> None:
        """Let the watch raise."""
        if self.watch is not None:
            self.watch.check()

    def tick(self) -> None:
        """Let the watch raise, and whoever uses the time; raise TooSlow when it is over."""
        self.check()
        if self.on_tick is not None:
            self.on_tick()
        if time.monotonic() > self.ends_at:
            raise TooSlow


class GuardedTransport(httpx2.HTTPTransport):
    """httpx2's transport, under the guard that `guard` sets for the calls of its block; for any client of httpx2."""

    def __init__(self) -> None:
        super().__init__(verify=_tls(), trust_env=False)
        self._guards: list[Guard] = []
        # httpx2 has no parameter for the backend; its pool is made here as it makes it, and closed by it.
        self._pool = httpcore2.ConnectionPool(
            ssl_context=_tls(),
            max_connections=4,
            # Shorter than what servers have (5 s is usual): what they are about to close must not be used again.
            keepalive_expiry=2.0,
            network_backend=WatchedBackend(lambda: self.current),
        )

    @contextmanager
    def guard(
        self,
        *,
        watch: Watch | None,
        seconds: float,
        most_bytes: int,
        on_tick: Callable[[], None] | None = None,
    ) -> Iterator[None]:
        """Watch over the calls made in the block: together they may take so long, each may bring so much.

        `on_tick` is called every tenth of a second while nothing arrives; what it raises ends the call.
        """
        ends_at = time.monotonic() + seconds
        self._guards.append(Guard(watch=watch, ends_at=ends_at, most_bytes=most_bytes, on_tick=on_tick))
        try:
            yield
        finally:
            self._guards.pop()

    @property
    def current(self) -> Guard:
        return self._guards[-1]

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        guard = self.current
        # A compressed answer may be any size when it is unpacked.
        request.headers["Accept-Encoding"] = "identity"
        request.headers.pop("Origin", None)
        guard.check()
        response = super().handle_request(request)
        # Nothing that an engine says is repeated to it later.
        response.headers.pop("Set-Cookie", None)
        length = response.headers.get("Content-Length", "")
        if response.headers.get("Content-Encoding", "identity").strip().lower() not in ("identity", ""):
            response.close()
            raise bad_answer("The engine answered compressed although it was asked not to.")
        if length.isdecimal() and int(length[:20]) > guard.most_bytes and request.method != "HEAD":
            response.close()
            raise TooLarge
        assert isinstance(response.stream, httpx2.SyncByteStream)
        response.stream = _CappedStream(response.stream, most_bytes=guard.most_bytes)
        return response


class Server:
    """The HTTP server of an engine at its configured address."""

    def __init__(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        login: tuple[str, str] | None = None,
        secrets: Iterable[Secret] = (),
    ) -> None:
        """Open no connection yet; raise BadConfiguration for a bad address. `secrets` are repeated in no error."""
        self.url = checked_url(url)
        self.transport = GuardedTransport()
        self._secrets = tuple(secrets)
        self._client = httpx2.Client(
            transport=self.transport,
            headers={"User-Agent": AGENT} | dict(headers or {}),
            auth=login,
            timeout=httpx2.Timeout(None, connect=CONNECT_SECONDS, pool=CONNECT_SECONDS),
            follow_redirects=False,
        )
        # Engines are forgotten when their configuration changes; so are their connections then.
        weakref.finalize(self, self._client.close)

    def get(self, path: str, *, params: Mapping[str, str] | None = None, **limits: Any) -> Answer:
        """GET a path below the address, see `call`."""
        return self.call("GET", path, params=params, **limits)

    def post(self, path: str, body: object, **limits: Any) -> Answer:
        """POST a JSON body to a path below the address, see `call`."""
        return self.call("POST", path, json=body, **limits)

    def call(
        self,
        method: str,
        path: str,
        *,
        watch: Watch | None = None,
        seconds: float = CALL_SECONDS,
        most_bytes: int = CALL_BYTES,
        on_tick: Callable[[], None] | None = None,
        accept: Iterable[int] = (200,),
        **request: Any,
    ) -> Answer:
        """Make one call and return its whole answer, whose status is one of `accept`.

        Raise EngineError for everything else: see `failure_of` for what a status means, and let through what the
        watch and `on_tick` raise.
        """
        url = path if path.startswith(("http://", "https://")) else self.url + path
        if "json" in request:
            # With escapes: httpx2 itself cannot send half of a surrogate pair, which an engine may have named.
            request["content"] = json.dumps(request.pop("json"), allow_nan=False).encode("ascii")
            request["headers"] = {"Content-Type": "application/json"} | dict(request.get("headers", {}))
        with (
            self.guarding(watch=watch, seconds=seconds, most_bytes=most_bytes, on_tick=on_tick),
            self._client.stream(method, url, **request) as response,
        ):
            is_accepted = response.status_code in accept
            # An error is read to its beginning: what it says stands there.
            body = _read(response, beginning_bytes=None if is_accepted else ERROR_BYTES)
        answer = Answer(status=response.status_code, headers=response.headers, body=body)
        if not is_accepted:
            raise failure_of(answer, secrets=self._secrets)
        return answer

    @contextmanager
    def guarding(
        self,
        *,
        watch: Watch | None,
        seconds: float,
        most_bytes: int,
        on_tick: Callable[[], None] | None = None,
    ) -> Iterator[None]:
        """Guard the calls that the block makes through `transport`, and turn what the network does to EngineErrors."""
        try:
            with self.transport.guard(watch=watch, seconds=seconds, most_bytes=most_bytes, on_tick=on_tick):
                yield
        except TooSlow as error:
            raise EngineError(
                f"The engine did not finish its answer within {seconds:g} seconds.", is_retryable=True, code="too_slow"
            ) from error
        except TooLarge as error:
            megabytes = max(1, most_bytes // 2**20)
            raise EngineError(
                f"The engine answered with more than {megabytes} MiB.", is_retryable=True, code="too_large"
            ) from error
        except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
            raise unreachable(self.url, reason=str(error), secrets=self._secrets) from error
        except (httpx2.TransportError, httpx2.DecodingError) as error:
            reason = clean(str(error), secrets=self._secrets)
            raise EngineError(
                f"The connection to the engine broke off: {reason or type(error).__name__}.",
                is_retryable=True,
                code="connection_lost",
            ) from error

    def close(self) -> None:
        self._client.close()


def fetch(url: str, *, allowed_hosts: Iterable[str], watch: Watch | None, seconds: float, most_bytes: int) -> Answer:
    """GET a picture that an engine's answer names, without any key; only from hosts that somebody has allowed.

    A host is `name`, `name:port` or `*.domain`; where no port is named, only the scheme's own is allowed.
    """
    try:
        parts = urlsplit(url)
        server = Server(f"{parts.scheme}://{parts.netloc}")
        httpx2.URL(url)
    except (ValueError, BadConfiguration, httpx2.InvalidURL) as error:
        raise bad_answer("The engine names its picture by something that is no address.") from error
    if not _is_allowed(parts.netloc, allowed_hosts, scheme=parts.scheme):
        raise EngineError(
            f"The engine keeps its picture at {clean(parts.netloc)!r}, which is not among the allowed hosts; "
            "add it to allowed_hosts if you trust it.",
            is_retryable=False,
            code="host_not_allowed",
        )
    try:
        # Its query may be a signature, so an error must not repeat it: errors name the address without it.
        return server.call("GET", url, watch=watch, seconds=seconds, most_bytes=most_bytes)
    finally:
        server.close()


def checked_url(url: str) -> str:
    """Return an http(s) address without the slash at its end; raise BadConfiguration without repeating a password."""
    try:
        parts = urlsplit(url)
        # Both parsers must agree where it leads; httpx2's is the one that counts.
        is_good = (
            parts.scheme in ("http", "https")
            and _NETLOC.fullmatch(parts.netloc) is not None
            and parts.port != 0
            and httpx2.URL(url).host == (parts.hostname or "")
        )
    except (ValueError, httpx2.InvalidURL):
        is_good = False
    if not is_good or parts.query or parts.fragment:
        raise BadConfiguration("its url must look like http://host:port, without a name and a password")
    return url.rstrip("/")


def _read(response: httpx2.Response, *, beginning_bytes: int | None) -> bytes:
    # One growing buffer: pieces that are joined at the end would be there twice.
    file = BytesIO()
    for chunk in response.iter_raw():
        file.write(chunk)
        if beginning_bytes is not None and file.tell() >= beginning_bytes:
            file.truncate(beginning_bytes)
            break
    return file.getvalue()


@cache
def _tls() -> ssl.SSLContext:
    """Return the one context of the process: to read all certificates takes 30 ms each time."""
    return httpx2.create_ssl_context(trust_env=False)


def _is_allowed(netloc: str, allowed_hosts: Iterable[str], *, scheme: str) -> bool:
    standard = {"http": ":80", "https": ":443"}[scheme]
    host = netloc.lower().removesuffix(standard)
    for allowed in allowed_hosts:
        pattern = allowed.strip().lower().removesuffix(standard)
        if pattern.startswith("*.") and ":" not in pattern and host.endswith(pattern[1:]) and ":" not in host:
            return True
        if host == pattern:
            return True
    return False


class _CappedStream(httpx2.SyncByteStream):
    """The bytes of an answer, until there are too many."""

    def __init__(self, stream: httpx2.SyncByteStream, *, most_bytes: int) -> None:
        self._stream = stream
        self._most_bytes = most_bytes

    def __iter__(self) -> Iterator[bytes]:
        received = 0
        for chunk in self._stream:
            received += len(chunk)
            if received > self._most_bytes:
                raise TooLarge
            yield chunk

    def close(self) -> None:
        self._stream.close()
