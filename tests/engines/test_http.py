"""HTTP to engines: whatever the far side does, a call ends in time, within bounds, and in words that can be shown."""

import gc
import gzip
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from imagesvc.engines import http, sockets
from imagesvc.engines.answers import Answer as Got
from imagesvc.engines.answers import failure_of, retry_after, sentence_in
from imagesvc.engines.base import EngineError, Fault
from imagesvc.engines.configuration import BadConfiguration, Secret
from imagesvc.engines.http import Server, checked_url, fetch
from tests.engines.servers.asgi import Answer, Application, Request, json_answer, route, running, text_answer
from tests.engines.watching import Cancelled, Notes
from tests.processes import wait_for

pytestmark = pytest.mark.once


class Far(Application):
    """A server with an answer for every test."""

    @route("GET", "/plain")
    async def plain(self, request: Request) -> Answer:
        return text_answer("hello")

    @route("POST", "/echo")
    async def echo(self, request: Request) -> Answer:
        return json_answer({"body": request.json(), "headers": request.headers})

    @route("GET", "/headers")
    async def headers(self, request: Request) -> Answer:
        return json_answer(request.headers, headers={"Set-Cookie": "who=you"})

    @route("GET", "/bytes/{count}")
    async def many(self, request: Request) -> Answer:
        return Answer(body=bytes(int(request.match["count"])))

    @route("GET", "/pieces/{count}")
    async def pieces(self, request: Request) -> Answer:
        return Answer(body=_pieces(int(request.match["count"])))

    @route("GET", "/status/{status}")
    async def status(self, request: Request) -> Answer:
        return text_answer("as told", status=int(request.match["status"]))

    @route("GET", "/away")
    async def away(self, request: Request) -> Answer:
        return Answer(status=302, headers={"Location": "/plain"})

    @route("GET", "/packed")
    async def packed(self, request: Request) -> Answer:
        return Answer(headers={"Content-Encoding": "gzip"}, body=gzip.compress(bytes(1_000)))

    @route("GET", "/silent")
    async def silent(self, request: Request) -> Answer:
        await request.left.wait()
        return Answer()

    @route("GET", "/drip")
    async def drip(self, request: Request) -> Answer:
        self.script.picture = "drip"
        return self.picture_answer(size=(8, 8))


async def _pieces(count: int) -> AsyncIterator[bytes]:
    for start in range(0, count, 1_000):
        yield bytes(min(1_000, count - start))


@pytest.fixture
def far() -> Iterator[tuple[Far, Server]]:
    application = Far()
    with running(application) as url:
        server = Server(url)
        yield application, server
        server.close()


@contextmanager
def peer(talk: Callable[[socket.socket], None]) -> Iterator[str]:
    """Run a server that does anything with its one connection, and yield its address without the scheme."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        # A client may be called off before it has come at all.
        listener.settimeout(5)

        def serve() -> None:
            # What the client does to it in the end is not the test's subject.
            with suppress(OSError):
                connection, _ = listener.accept()
                with connection:
                    talk(connection)

        thread = threading.Thread(target=serve, name="peer")
        thread.start()
        yield f"127.0.0.1:{listener.getsockname()[1]}"
        thread.join(10)
        assert not thread.is_alive()


@contextmanager
def black_hole() -> Iterator[str]:
    """Yield the address of a server whose door nobody opens: connections to it are never made."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        address = listener.getsockname()
        waiting = []
        for _ in range(4):
            connection = socket.socket()
            connection.setblocking(False)
            connection.connect_ex(address)
            waiting.append(connection)
        yield f"127.0.0.1:{address[1]}"
        for connection in waiting:
            connection.close()


def failure(call: Callable[[], object]) -> EngineError:
    with pytest.raises(EngineError) as caught:
        call()
    return caught.value


def in_a_moment(seconds: float = 0.3) -> Notes:
    """Return a watch that is cancelled soon."""
    ends_at = time.monotonic() + seconds
    return Notes().cancel_when(lambda: time.monotonic() > ends_at)


@contextmanager
def cancelled_in_time(watch: Notes) -> Iterator[None]:
    """Expect that the block ends by the watch, and at once."""
    with pytest.raises(Cancelled):
        yield
    assert watch.stopped_at is not None
    assert time.monotonic() - watch.stopped_at < 0.3
    assert watch.longest_silence_seconds < 0.5


def test_get_returns_status_headers_and_body(far: tuple[Far, Server]) -> None:
    _, server = far

    answer = server.get("/plain")

    assert (answer.status, answer.headers["content-type"], answer.body) == (200, "text/plain", b"hello")


def test_post_sends_json_of_every_text(far: tuple[Far, Server]) -> None:
    _, server = far
    body = {"prompt": "é 🗡️ \ud800 \x00", "numbers": [1, 2.5, None, True]}

    echoed = server.post("/echo", body).json()

    assert echoed["body"] == body
    assert echoed["headers"]["content-type"] == "application/json"


def test_request_says_who_we_are_and_nothing_else(far: tuple[Far, Server], monkeypatch: pytest.MonkeyPatch) -> None:
    _, server = far
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")

    server.get("/headers")
    headers = server.get("/headers").json()

    assert headers == {
        "host": server.url.removeprefix("http://"),
        "user-agent": http.AGENT,
        "accept": "*/*",
        "accept-encoding": "identity",
        "connection": "keep-alive",
    }


def test_headers_and_login_are_sent() -> None:
    with running(Far()) as url:
        server = Server(url, headers={"Client-Agent": "me"}, login=("user", "word"))
        headers = server.get("/headers").json()
        server.close()

    assert (headers["client-agent"], headers["authorization"]) == ("me", "Basic dXNlcjp3b3Jk")


@pytest.mark.parametrize("path", ["/bytes/1000", "/pieces/1000"])
def test_answer_of_just_as_many_bytes_as_allowed_is_taken(far: tuple[Far, Server], path: str) -> None:
    _, server = far

    assert len(server.get(path, most_bytes=1_000).body) == 1_000


@pytest.mark.parametrize("path", ["/bytes/1001", "/pieces/1001", "/pieces/100000000"])
def test_answer_of_more_bytes_is_cut_off(far: tuple[Far, Server], path: str) -> None:
    _, server = far

    error = failure(lambda: server.get(path, most_bytes=1_000))

    assert (str(error), error.code, error.is_retryable) == (
        "The engine answered with more than 1 MiB.",
        "too_large",
        True,
    )


def test_compressed_answer_is_refused(far: tuple[Far, Server]) -> None:
    _, server = far

    error = failure(lambda: server.get("/packed"))

    assert (str(error), error.code) == ("The engine answered compressed although it was asked not to.", "bad_answer")


def test_redirect_is_not_followed(far: tuple[Far, Server]) -> None:
    application, server = far

    error = failure(lambda: server.get("/away"))

    assert (str(error), error.code) == ("The engine refused the request (302).", "refused")
    assert [each.path for each in application.seen] == ["/away"]


@pytest.mark.parametrize("path", ["/silent", "/drip"])
def test_call_has_a_deadline_for_the_whole_of_it(far: tuple[Far, Server], path: str) -> None:
    _, server = far
    started_at = time.monotonic()

    error = failure(lambda: server.get(path, seconds=0.4))

    assert (str(error), error.code, error.is_retryable, error.fault) == (
        "The engine did not finish its answer within 0.4 seconds.",
        "too_slow",
        True,
        Fault.ENGINE,
    )
    assert time.monotonic() - started_at < 0.7


@pytest.mark.parametrize("path", ["/silent", "/drip"])
def test_watch_ends_a_call_and_closes_its_connection(far: tuple[Far, Server], path: str) -> None:
    application, server = far

    with cancelled_in_time(watch := in_a_moment()):
        server.get(path, watch=watch)

    assert wait_for(lambda: application.hung_up) == [path]


def test_time_of_a_long_call_can_be_used_for_further_ones(far: tuple[Far, Server]) -> None:
    _, server = far
    answers: list[bytes] = []

    def ask() -> None:
        answers.append(server.get("/plain", seconds=1).body)

    error = failure(lambda: server.get("/silent", seconds=0.55, on_tick=ask))

    assert error.code == "too_slow"
    assert answers[:3] == [b"hello"] * 3
    assert len(answers) <= 7


def test_what_the_tick_raises_ends_the_call(far: tuple[Far, Server]) -> None:
    _, server = far

    def give_up() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        server.get("/silent", on_tick=give_up)


def test_server_can_be_used_after_a_call_that_was_ended(far: tuple[Far, Server]) -> None:
    _, server = far

    with pytest.raises(Cancelled):
        server.get("/silent", watch=in_a_moment(0.1))

    assert server.get("/plain").body == b"hello"


def test_accepted_statuses_are_answers(far: tuple[Far, Server]) -> None:
    _, server = far

    answer = server.get("/status/404", accept=(200, 404))

    assert (answer.status, answer.body) == (404, b"as told")


STATUSES: Mapping[int, tuple[str, str, bool, Fault]] = {
    400: ("The engine refused the request (400): as told", "refused", False, Fault.ENGINE),
    401: ("The engine refuses our key (401): as told", "unauthorized", False, Fault.ENGINE),
    403: ("The engine refuses our key (403): as told", "unauthorized", False, Fault.ENGINE),
    404: ("The engine refused the request (404): as told", "refused", False, Fault.ENGINE),
    408: ("The engine failed (408): as told", "engine_failed", True, Fault.ENGINE),
    425: ("The engine failed (425): as told", "engine_failed", True, Fault.ENGINE),
    429: ("The engine asks us to wait: as told", "rate_limited", True, Fault.BUSY),
    500: ("The engine failed (500): as told", "engine_failed", True, Fault.ENGINE),
    503: ("The engine failed (503): as told", "engine_failed", True, Fault.ENGINE),
    599: ("The engine failed (599): as told", "engine_failed", True, Fault.ENGINE),
}


@pytest.mark.parametrize("status", STATUSES)
def test_status_says_whose_fault_it_is(far: tuple[Far, Server], status: int) -> None:
    _, server = far

    error = failure(lambda: server.get(f"/status/{status}"))

    assert (str(error), error.code, error.is_retryable, error.fault) == STATUSES[status]


def test_unavailable_server_may_say_when_to_come_again() -> None:
    error = failure_of(Got(status=503, headers={"Retry-After": "30"}, body=b""))

    assert (str(error), error.retry_after_seconds, error.counts) == ("The engine is not ready (503).", 30.0, True)


DATE = "Wed, 21 Oct 2015 07:28:00 GMT"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("5", 5.0), (" 5 ", 5.0), ("0", 0.0), ("-1", -1.0), ("0.5", 0.5), ("315360000", 315_360_000.0)],
)
def test_wish_to_wait_is_read_as_a_number(value: str, seconds: float) -> None:
    assert retry_after({"Retry-After": value}) == seconds


@pytest.mark.parametrize("value", ["", "soon", "1e400", "nan", "-inf", "9" * 5_000, "Wed, 99 Foo 2015", "\x00", "5 s"])
def test_wish_to_wait_may_be_junk(value: str) -> None:
    assert retry_after({"Retry-After": value}) is None


@pytest.mark.parametrize("value", [DATE, "Wed, 21 Oct 2015 07:28:00", "Wed, 21 Oct 2015 07:28:00 +0200"])
def test_wish_to_wait_may_be_a_date_that_is_past(value: str) -> None:
    seconds = retry_after({"Retry-After": value})

    assert seconds is not None
    assert seconds < -(10**8)


SENTENCES = {
    b"": "",
    b"plain words": "plain words",
    b"<html><h1>502</h1></html>": "",
    b'"a text"': "a text",
    b"[1]": "",
    b"{}": "",
    b'{"message": "no room"}': "no room",
    b'{"error": {"message": "bad size", "type": "x"}}': "bad size",
    b'{"error": {"type": "overloaded"}}': "overloaded",
    b'{"error": "OutOfMemoryError", "detail": "", "errors": "CUDA out of memory"}': (
        "OutOfMemoryError: CUDA out of memory"
    ),
    b'{"error": "a whole sentence", "detail": "more"}': "a whole sentence",
    b'{"detail": [{"loc": ["body", "steps"], "msg": "too many"}, {"msg": "too few"}]}': "too many; too few",
    b'{"errors": ["one", "two"]}': "one; two",
    b'{"error": 5, "message": null, "title": "A title"}': "A title",
    b'{"error": [[[[["deep"]]]]]}': "",
    b'{"error": ' + b"[" * 900 + b"]" * 900 + b"}": "",
    b"\xff\xfe": "��",
}


@pytest.mark.parametrize("body", SENTENCES)
def test_sentence_is_found_where_servers_put_it(body: bytes) -> None:
    assert sentence_in(body) == SENTENCES[body]


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 200_000, b"\xff", b"<html>", b"1" + b"0" * 5_000])
def test_body_that_is_no_json_is_a_bad_answer(body: bytes) -> None:
    error = failure(Got(status=200, headers={}, body=body).json)

    assert error.code == "bad_answer"
    assert str(error).isprintable()


def test_error_repeats_no_secret() -> None:
    said = b'{"error": "key s3cret-word is wrong for user at /home/me/x.py"}'

    error = failure_of(Got(status=500, headers={}, body=said), secrets=[Secret("s3cret-word")])

    assert str(error) == "The engine failed (500): key … is wrong for user at …"


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    error = failure(lambda: Server(f"http://127.0.0.1:{port}").get("/"))

    assert (str(error), error.code, error.is_retryable, error.fault) == (
        f"The engine at 127.0.0.1:{port} cannot be reached: [Errno 111] Connection refused.",
        "unreachable",
        True,
        Fault.AWAY,
    )


def test_connection_that_is_never_made_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "CONNECT_SECONDS", 0.3)

    with black_hole() as address:
        error = failure(lambda: Server(f"http://{address}").get("/"))

    assert (str(error), error.fault) == (f"The engine at {address} cannot be reached: no answer.", Fault.AWAY)


def test_deadline_ends_a_connection_that_is_never_made() -> None:
    started_at = time.monotonic()

    with black_hole() as address:
        error = failure(lambda: Server(f"http://{address}").get("/", seconds=0.3))

    assert error.fault is Fault.AWAY
    assert time.monotonic() - started_at < 0.6


def test_watch_ends_a_connection_that_is_never_made() -> None:
    with black_hole() as address, cancelled_in_time(watch := in_a_moment()):
        Server(f"http://{address}").get("/", watch=watch)


def test_watch_ends_the_wait_for_a_silent_name_server(monkeypatch: pytest.MonkeyPatch) -> None:
    is_over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: is_over.wait(10))

    with cancelled_in_time(watch := in_a_moment()):
        Server("http://engine.example").get("/", watch=watch)
    is_over.set()


def test_silent_name_server_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    is_over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: is_over.wait(10))
    monkeypatch.setattr(sockets, "CONNECT_SECONDS", 0.2)

    error = failure(lambda: Server("http://engine.example").get("/"))
    is_over.set()

    assert (str(error), error.fault) == (
        "The engine at engine.example cannot be reached: no answer from the name server about engine.example.",
        Fault.AWAY,
    )


def test_next_address_is_tried_when_the_first_does_not_answer(
    far: tuple[Far, Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, server = far
    port = int(server.url.rpartition(":")[2])
    with socket.socket() as deaf:
        # Bound and not listening: refused, and nobody else's for as long.
        deaf.bind(("127.0.0.1", 0))
        found = [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", each) for each in (deaf.getsockname(), ("127.0.0.1", port))
        ]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: found)

        assert Server("http://engine.example").get("/plain").body == b"hello"


def test_certificate_of_nobody_is_refused(far: tuple[Far, Server]) -> None:
    _, server = far

    error = failure(lambda: Server(server.url.replace("http:", "https:")).get("/plain"))

    assert (error.code, error.fault) == ("unreachable", Fault.AWAY)


def test_watch_ends_a_handshake_that_nobody_answers() -> None:
    is_over = threading.Event()

    with peer(lambda connection: _wait(is_over)) as address, cancelled_in_time(watch := in_a_moment()):
        try:
            Server(f"https://{address}").get("/", watch=watch)
        finally:
            is_over.set()


def _wait(event: threading.Event) -> None:
    event.wait(10)


def test_handshake_that_nobody_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "CONNECT_SECONDS", 0.3)
    is_over = threading.Event()

    with peer(lambda connection: _wait(is_over)) as address:
        error = failure(lambda: Server(f"https://{address}").get("/"))
        is_over.set()

    assert (error.code, error.fault) == ("unreachable", Fault.AWAY)


def _read_request(connection: socket.socket) -> None:
    connection.recv(2**16)


def _flood(beginning: bytes, part: bytes) -> Callable[[socket.socket], None]:
    def talk(connection: socket.socket) -> None:
        _read_request(connection)
        connection.sendall(beginning)
        while True:
            connection.sendall(part)

    return talk


def test_answer_that_never_begins_has_a_deadline() -> None:
    # Interim answers are skipped by the protocol: there is always something to read, and never an answer.
    with peer(_flood(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100)) as address:
        error = failure(lambda: Server(f"http://{address}").get("/", seconds=0.5))

    assert error.code == "too_slow"


@pytest.mark.parametrize(
    ("beginning", "part"),
    [
        (b"HTTP/1.1 200 OK\r\n", b"X-Header: 1\r\n" * 1_000),
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"x" * 10_000),
        (b"", b"\x00" * 1_000),
        (b"SSH-2.0-OpenSSH\r\n", b"\r\n" * 100),
    ],
    ids=["headers", "header", "noise", "ssh"],
)
def test_other_protocols_and_endless_headers_break_off(beginning: bytes, part: bytes) -> None:
    with peer(_flood(beginning, part)) as address:
        error = failure(lambda: Server(f"http://{address}").get("/", seconds=5))

    assert (error.code, error.is_retryable) == ("connection_lost", True)
    assert str(error).isprintable()


def test_body_that_breaks_off_is_an_error() -> None:
    def talk(connection: socket.socket) -> None:
        _read_request(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")

    with peer(talk) as address:
        error = failure(lambda: Server(f"http://{address}").get("/"))

    assert (error.code, error.is_retryable) == ("connection_lost", True)


@pytest.mark.parametrize("length", [b"-5", b"junk", b"9" * 30, b"1" * 19])
def test_odd_length_is_an_error(length: bytes) -> None:
    def talk(connection: socket.socket) -> None:
        _read_request(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: " + length + b"\r\n\r\nhello")

    with peer(talk) as address:
        error = failure(lambda: Server(f"http://{address}").get("/", seconds=2))

    assert error.code in ("connection_lost", "too_large")


def test_watch_ends_a_request_that_nobody_reads() -> None:
    is_over = threading.Event()

    with peer(lambda connection: _wait(is_over)) as address, cancelled_in_time(watch := in_a_moment()):
        try:
            Server(f"http://{address}").post("/", "x" * 30_000_000, watch=watch)
        finally:
            is_over.set()


def test_connection_is_kept_for_the_next_call() -> None:
    def talk(connection: socket.socket) -> None:
        for number in (b"1", b"2"):
            _read_request(connection)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + number)

    with peer(talk) as address:
        server = Server(f"http://{address}")
        bodies = [server.get("/").body for _ in range(2)]
        server.close()

    assert bodies == [b"1", b"2"]


def test_connection_that_was_closed_meanwhile_is_not_used_again() -> None:
    with running(Far()) as url:
        server = Server(url)
        server.get("/plain")
    with running(Far(), port=int(url.rpartition(":")[2])):
        body = server.get("/plain").body
        server.close()

    assert body == b"hello"


def test_connections_of_a_forgotten_server_are_closed() -> None:
    has_ended = threading.Event()

    def talk(connection: socket.socket) -> None:
        _read_request(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        assert connection.recv(1) == b""
        has_ended.set()

    with peer(talk) as address:
        Server(f"http://{address}").get("/")
        gc.collect()

        assert has_ended.wait(5)


ALLOWED: tuple[tuple[str, str, bool], ...] = (
    ("http://cdn.example/x.png", "cdn.example", True),
    ("http://CDN.example/x.png", "cdn.EXAMPLE", True),
    ("http://cdn.example:80/x.png", "cdn.example", True),
    ("https://cdn.example:443/x.png", "cdn.example", True),
    ("http://cdn.example/x.png", "cdn.example:80", True),
    ("http://cdn.example:81/x.png", "cdn.example", False),
    ("http://cdn.example:81/x.png", "cdn.example:81", True),
    ("http://a.cdn.example/x.png", "*.cdn.example", True),
    ("http://cdn.example/x.png", "*.cdn.example", False),
    ("http://evilcdn.example/x.png", "*.cdn.example", False),
    ("http://a.cdn.example:8080/x.png", "*.cdn.example", False),
    ("http://cdn.example.evil.example/x.png", "cdn.example", False),
    ("http://127.0.0.1/x.png", "cdn.example", False),
    ("http://[::1]/x.png", "cdn.example", False),
    ("http://[::1]:8000/x.png", "[::1]:8000", True),
)


@pytest.mark.parametrize(("url", "allowed", "is_allowed"), ALLOWED)
def test_picture_is_fetched_from_allowed_hosts_alone(
    url: str, allowed: str, is_allowed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def resolve(host: str, *args: object, **options: object) -> list[Any]:
        asked.append(host)
        raise socket.gaierror("no network in tests")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)

    error = failure(lambda: fetch(url, allowed_hosts=["other.example", allowed], watch=None, seconds=1, most_bytes=10))

    assert (error.code, bool(asked)) == (("unreachable", True) if is_allowed else ("host_not_allowed", False))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "x.png",
        "/x.png",
        "file:///etc/passwd",
        "ftp://cdn.example/x.png",
        "gopher://cdn.example/",
        "http://",
        "http://user:word@cdn.example/x.png",
        "http://@cdn.example/x.png",
        "http://cdn.example:99999/x.png",
        "http://cdn.example:port/x.png",
        "http://[::1/x.png",
        "http://evil.example\\.cdn.example/x.png",
        "http://evil.example\t.cdn.example/x.png",
        "http://cdn example/x.png",
        "data:image/png;base64,AAAA",
    ],
)
def test_address_that_is_none_is_a_bad_answer(url: str) -> None:
    hosts = ["cdn.example", "*.cdn.example"]

    error = failure(lambda: fetch(url, allowed_hosts=hosts, watch=None, seconds=1, most_bytes=10))

    assert error.code == "bad_answer"
    assert str(error).isprintable()


def test_fetch_brings_the_picture_and_repeats_no_signature(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    with running(Far()) as url:
        host = url.removeprefix("http://")
        answer = fetch(f"{url}/bytes/5?sig=s3cret", allowed_hosts=[host], watch=None, seconds=5, most_bytes=10)
        error = failure(
            lambda: fetch(f"{url}/status/403?sig=s3cret", allowed_hosts=[host], watch=None, seconds=5, most_bytes=10)
        )

    assert answer.body == bytes(5)
    assert "s3cret" not in str(error) + repr(error) + caplog.text


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:7860",
        "http://127.0.0.1:7860/",
        "https://a-b.example/path",
        "http://[::1]:80",
        "http://gpu_box",
    ],
)
def test_good_address_loses_its_slash_alone(url: str) -> None:
    assert checked_url(url) == url.rstrip("/")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "127.0.0.1:7860",
        "ftp://host",
        "http://",
        "http://user@host",
        "http://user:word@host",
        "http://host:0",
        "http://host:99999",
        "http://host:x",
        "http://host?x=1",
        "http://host#x",
        "http://ho st",
        "http://[::1",
        "http://host\n.example",
    ],
)
def test_bad_address_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(BadConfiguration) as caught:
        checked_url(url)

    assert str(caught.value) == "its url must look like http://host:port, without a name and a password"
