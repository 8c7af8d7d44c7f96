"""Sends one message over HTTP to an address that was checked, within a time for the whole of it; trusts nothing back.

No redirect is followed, no proxy of the environment used, nothing decompressed, and no connection kept.
"""

import logging
import re
import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any

import httpcore2
import httpx2

from imagesvc.webhooks import addresses
from imagesvc.webhooks.addresses import AddressRefused, Route

logger = logging.getLogger(__name__)

AGENT = "imagesvc/1"
DEADLINE_SECONDS = 10.0
CONNECT_SECONDS = 5.0
# What an answer says counts for nothing, but its beginning helps people: so much of it, and so long.
ANSWER_BYTES = 4096
ANSWER_SECONDS = 1.0
ANSWER_CHARACTERS = 500
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How one try went: the answer's status and beginning, or why there was none."""

    status: int | None = None
    error: str = ""
    answer: str = ""
    # What an answer 429 or 503 asks for, as it was said: may be negative, or years.
    retry_after_seconds: float | None = None

    @property
    def is_delivered(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class _TooSlow(Exception):
    """The time for the whole is over."""


def post(url: str, *, headers: Mapping[str, str], body: bytes, seconds: float = DEADLINE_SECONDS) -> Outcome:
    """POST a JSON body and say how it went, whatever happens, after `seconds` at the latest."""
    deadline = _Deadline(seconds=seconds)
    try:
        route = addresses.route_to(url, seconds=min(deadline.left(), addresses.RESOLVING_SECONDS))
        return _post(route, headers=headers, body=body, deadline=deadline)
    except AddressRefused as refused:
        return Outcome(error=f"The address is refused: {refused.reason}.")
    except _TooSlow:
        return Outcome(error=f"There was no answer within {seconds:g} seconds.")
    except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
        return Outcome(error=f"No connection: {_reason(error)}.")
    except (httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError) as error:
        return Outcome(error=f"The connection broke off: {_reason(error)}.")


def retry_after(value: str) -> float | None:
    """Return the seconds that a Retry-After header names, as a number or a date (RFC 9110, 10.2.3); None for junk."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:12])
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    date = date if date.tzinfo else date.replace(tzinfo=UTC)
    return (date - datetime.now(UTC)).total_seconds()


class _Deadline:
    """When all must be over."""

    def __init__(self, *, seconds: float) -> None:
        self._ends_at = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left; raise _TooSlow when none are."""
        left = self._ends_at - time.monotonic()
        if left <= 0:
            raise _TooSlow
        return left

    def shorten(self, *, seconds: float) -> None:
        self._ends_at = min(self._ends_at, time.monotonic() + seconds)


def _post(route: Route, *, headers: Mapping[str, str], body: bytes, deadline: _Deadline) -> Outcome:
    target = route.target
    url = httpcore2.URL(
        scheme=target.scheme.encode(), host=target.host.encode(), port=target.port, target=target.target.encode()
    )
    ours = {
        "Host": target.netloc,
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "User-Agent": AGENT,
        "Connection": "close",
    }
    with (
        httpcore2.ConnectionPool(
            ssl_context=tls(), max_connections=1, network_backend=_CheckedRoute(route, deadline=deadline)
        ) as pool,
        pool.stream("POST", url, headers=[*ours.items(), *headers.items()], content=body) as response,
    ):
        deadline.shorten(seconds=ANSWER_SECONDS)
        return Outcome(
            status=response.status,
            error="" if 200 <= response.status < 300 else f"The receiver answered {response.status}.",
            answer=_clean(_beginning(response)),
            retry_after_seconds=_wish(response) if response.status in (429, 503) else None,
        )


@cache
def tls() -> ssl.SSLContext:
    """Return how certificates are judged: against the name in the address, whatever address was connected to."""
    return httpx2.create_ssl_context(trust_env=False)


def _beginning(response: httpcore2.Response) -> bytes:
    """Return the first bytes of an answer, or what came of them: the receiver has said all that counts."""
    beginning = b""
    try:
        for chunk in response.iter_stream():
            beginning += chunk
            if len(beginning) >= ANSWER_BYTES:
                break
    except (_TooSlow, httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError) as error:
        logger.debug("an answer broke off: %r", error)
    return beginning[:ANSWER_BYTES]


def _clean(answer: bytes) -> str:
    return _CONTROL.sub(" ", answer.decode("utf-8", "replace")).strip()[:ANSWER_CHARACTERS]


def _wish(response: httpcore2.Response) -> float | None:
    value = next((value for name, value in response.headers if name.lower() == b"retry-after"), b"")
    return retry_after(value.decode("ascii", "replace"))


def _reason(error: Exception) -> str:
    return _CONTROL.sub(" ", str(error)).strip(" .")[:ANSWER_CHARACTERS] or type(error).__name__


class _CheckedRoute(httpcore2.SyncBackend):
    """httpcore2's sockets, which connect to the addresses that were checked and to no other, under the deadline."""

    def __init__(self, route: Route, *, deadline: _Deadline) -> None:
        self._route = route
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002  (the deadline stands for it)
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Try one address after the other; the last one's failure is the name's."""
        assert (host, port) == (self._route.target.host, self._route.target.port), "a route leads to one place"
        *others, last = self._route.addresses
        for address in others:
            try:
                return self._connect(address, port, local_address=local_address, socket_options=socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                logger.debug("%s does not answer: %s", address, error)
        return self._connect(last, port, local_address=local_address, socket_options=socket_options)

    def _connect(self, address: str, port: int, **options: Any) -> httpcore2.NetworkStream:
        seconds = min(self._deadline.left(), CONNECT_SECONDS)
        stream = super().connect_tcp(address, port, timeout=seconds, **options)
        return _TimedStream(stream, deadline=self._deadline)


class _TimedStream(httpcore2.NetworkStream):
    """A connection on which nothing lasts longer than the deadline, however slowly the other side drips."""

    def __init__(self, stream: httpcore2.NetworkStream, *, deadline: _Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002  (see the class)
        try:
            return self._stream.read(max_bytes, timeout=self._deadline.left())
        except httpcore2.ReadTimeout as error:
            raise _TooSlow from error

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002  (see the class)
        # In pieces that a socket's buffer takes, so that a receiver that does not read is noticed between them.
        for start in range(0, len(buffer), 2**16):
            try:
                self._stream.write(buffer[start : start + 2**16], timeout=self._deadline.left())
            except httpcore2.WriteTimeout as error:
                raise _TooSlow from error

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002  (see the class)
    ) -> httpcore2.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, timeout=self._deadline.left())
        return _TimedStream(stream, deadline=self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
