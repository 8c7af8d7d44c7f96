"""What every engine that talks to a server must do, whatever its protocol: the cases, and what an engine adds to them.

An adapter (`adapters/<type>.py`) says how an engine is configured against its fake, and which cases its protocol cannot
have, with the reason. `test_conformance.py` runs every case with every adapter.
"""

import atexit
import json
import logging
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from io import BytesIO
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from PIL import Image

from imagesvc.engines import configure, make_engine
from imagesvc.engines.base import Drawing, Engine, EngineError, ImageSpec, Size
from tests.engines.servers import make_server
from tests.engines.servers.asgi import Application, Certificate, running
from tests.engines.watching import Notes
from tests.processes import wait_for

KEY = "key-of-the-tests-4711"

# The phases in which somebody may cancel.
QUEUED, DRAWING, FETCHING = "queued", "drawing", "fetching"


@dataclass(frozen=True, kw_only=True)
class Adapter:
    """How the suite uses one engine."""

    type: str
    # What is configured for all cases, beside the address and the key.
    options: Mapping[str, object] = field(default_factory=dict)
    # A key of the form that the engine wants; the fake lets it in when the script says `key=KEY`.
    key: str = KEY
    # A small size that the engine can do, and one that it cannot, with what it must ask for instead.
    size: Size = (64, 64)
    asked_size: Size = (1000, 700)
    mapped_size: Size = (1008, 704)
    # What has a job bring three pictures: options of the engine, fields of the script.
    three_by_options: Mapping[str, object] = field(default_factory=dict)
    three_by_script: Mapping[str, object] = field(default_factory=dict)
    # Whether the server learned that a job is not wanted any more, in which phase.
    was_told: Callable[[Application, str], bool]
    # The code of the error when the server forgets the job in the middle, and when it fails in the protocol's own way.
    forgotten_code: str = "engine_lost"
    fail: str = "out_of_memory"
    failed_code: str = "engine_failed"
    # Whether a job whose reply was lost is found again, and its picture returned.
    finds_lost_reply: bool = False
    # A good answer of the route that tells how things stand, as JSON: the suite replaces every part of it by nonsense.
    good_body: object = None
    # Names of cases that it cannot have: why.
    cannot: Mapping[str, str] = field(default_factory=dict)


class Bench:
    """One engine and its fake in one test."""

    def __init__(self, adapter: Adapter, *, server: Application, url: str) -> None:
        self.adapter = adapter
        self.server = server
        self.url = url

    @property
    def script(self) -> Any:
        return self.server.script

    def engine(self, *, url: str | None = None, **options: object) -> Engine:
        """Make the engine as it is configured for all cases, but for these options."""
        adapter = self.adapter
        raw = {"type": adapter.type, "url": url or self.url, "key": adapter.key, **adapter.options, **options}
        return make_engine(configure("tested", raw, limit_seconds=120, rank=0))

    def tell(self, script: Mapping[str, object]) -> None:
        """Change the script of a fake in another process."""
        httpx2.post(f"{self.url}/-/script", json=script, timeout=60).raise_for_status()

    def spec(self, **fields: Any) -> ImageSpec:
        width, height = self.adapter.size
        spec = ImageSpec(kind="item", description="An iron sword", width=width, height=height, seed=7)
        return replace(spec, **fields)

    def draw(self, watch: Notes | None = None, *, engine: Engine | None = None, **fields: Any) -> Drawing:
        return (engine or self.engine()).draw(self.spec(**fields), watch or Notes())

    def failure(self, watch: Notes | None = None, *, engine: Engine | None = None, **fields: Any) -> EngineError:
        """Draw, and return the error that it ends with; its text must be fit to be shown."""
        with pytest.raises(EngineError) as caught:
            self.draw(watch, engine=engine, **fields)
        assert_clean(caught.value)
        return caught.value


@contextmanager
def bench(adapter: Adapter, **script: Any) -> Iterator[Bench]:
    """Run the fake of an engine with a script."""
    server = make_server(adapter.type, **script)
    with running(server) as url:
        yield Bench(adapter, server=server, url=url)


def assert_clean(error: EngineError) -> None:
    """Hold the text of an error to what is promised about it."""
    text = str(error)
    assert text, "an error without words"
    assert text.isprintable(), text
    assert KEY not in repr(error), text
    assert len(text) <= 700, text
    assert "/home/" not in text, text


def assert_pictures(drawing: Drawing, *, size: Size, count: int = 1) -> None:
    """Look at what came back: PNGs of our own writing, of that size, that hold pixels and nothing else."""
    assert [chunks_of(each.png) for each in drawing.pictures] == [{b"IHDR", b"IDAT", b"IEND"}] * count
    for each in drawing.pictures:
        with Image.open(BytesIO(each.png), formats=("PNG",)) as read:
            read.load()
            assert (read.size, read.mode in ("RGB", "RGBA")) == (size, True)


def chunks_of(png: bytes) -> set[bytes]:
    """Return the names of a PNG's chunks."""
    names, position = set(), 8
    while position < len(png):
        names.add(png[position + 4 : position + 8])
        position += 12 + int.from_bytes(png[position : position + 4], "big")
    return names


# The cases: each is a function of a bench, and its name is the case's.

Case = Callable[[Adapter], None]
CASES: dict[str, Case] = {}


def case(function: Case) -> Case:
    CASES[function.__name__] = function
    return function


def each(values: Sequence[Any]) -> Callable[[Callable[[Adapter, Any], None]], None]:
    """Make a case of every value: `function[value]`."""

    def make(function: Callable[[Adapter, Any], None]) -> None:
        for value in values:
            CASES[f"{function.__name__}[{value}]"] = partial(_with_value, function, value)

    return make


def _with_value(function: Callable[[Adapter, Any], None], value: Any, adapter: Adapter) -> None:
    function(adapter, value)


@case
def draws_one(adapter: Adapter) -> None:
    watch = Notes()

    with bench(adapter) as it:
        drawing = it.draw(watch)

    assert_pictures(drawing, size=adapter.size)
    assert len(it.server.drawn) == 1
    assert it.server.cancelled == []
    assert watch.percents, "nothing was reported"
    assert watch.longest_silence_seconds < 0.5


@case
def draws_several(adapter: Adapter) -> None:
    with bench(adapter, **adapter.three_by_script) as it:
        drawing = it.draw(engine=it.engine(**adapter.three_by_options))

    assert_pictures(drawing, size=adapter.size, count=3)
    assert len({picture.png for picture in drawing.pictures}) == 3


@case
def maps_the_size(adapter: Adapter) -> None:
    with bench(adapter) as it:
        drawing = it.draw(width=adapter.asked_size[0], height=adapter.asked_size[1])

    assert_pictures(drawing, size=adapter.mapped_size)


@case
def reports_progress_that_rises(adapter: Adapter) -> None:
    watch = Notes()

    with bench(adapter, draw_seconds=1.2) as it:
        it.draw(watch)

    # That it never falls the watch itself has seen.
    assert len({percent for percent in watch.percents if 0 < percent < 100}) >= 3, watch.reports
    assert watch.longest_silence_seconds < 0.5


@case
def draws_twice_with_one_instance(adapter: Adapter) -> None:
    with bench(adapter) as it:
        engine = it.engine()
        for _ in range(2):
            assert_pictures(it.draw(engine=engine), size=adapter.size)

    assert len(it.server.drawn) == 2


@case
def says_what_it_can_do(adapter: Adapter) -> None:
    with bench(adapter) as it:
        abilities = it.engine().abilities

    assert abilities.sizes
    assert abilities.most_pictures >= 1
    assert it.server.seen == []


@each((QUEUED, DRAWING, FETCHING))
def cancel(adapter: Adapter, phase: str) -> None:
    script, has_come = {
        QUEUED: ({"others_before": 1}, lambda server: server.waiting),
        DRAWING: ({"draw_seconds": 30.0}, lambda server: server.drawing),
        FETCHING: ({"picture": "drip"}, lambda server: server.sending),
    }[phase]

    with bench(adapter, **script) as it:
        _assert_stops(it, Notes().cancel_when(lambda: has_come(it.server)), phase=phase)


@case
def deadline_while_drawing(adapter: Adapter) -> None:
    with bench(adapter, draw_seconds=30.0) as it:
        _assert_stops(it, Notes(seconds=1.0), phase=DRAWING)


def _assert_stops(it: Bench, watch: Notes, *, phase: str) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011  (which of the two is seen below)
        it.draw(watch)
    took_seconds = time.monotonic() - (watch.stopped_at or 0)

    assert type(caught.value).__module__ == Notes.__module__, repr(caught.value)
    assert took_seconds < 1.0
    assert wait_for(lambda: it.adapter.was_told(it.server, phase), seconds=2)
    assert it.server.drawn == [] or phase == FETCHING


GOOD_PICTURES = ("noise", "jpeg", "webp", "transparent", "palette", "cmyk", "sixteen_bit", "metadata", "polyglot")


@each(GOOD_PICTURES)
def takes(adapter: Adapter, kind: str) -> None:
    with bench(adapter, picture=kind) as it:
        assert_pictures(it.draw(), size=adapter.size)


BAD_PICTURES = {
    "cut_half": "bad_image",
    "cut_tail": "bad_image",
    "no_iend": "bad_image",
    "cut_jpeg": "bad_image",
    "empty": "bad_image",
    "html": "bad_image",
    "json_error": "bad_image",
    "svg": "bad_image",
    "gif": "bad_image",
    "tiff": "bad_image",
    "animated": "animated",
    "animated_webp": "animated",
    "wrong_size": "wrong_size",
    "bomb": "too_large",
    "text_bomb": "bad_image",
    "endless": "too_large",
    "huge": "too_large",
}


@each(tuple(BAD_PICTURES))
def refuses(adapter: Adapter, kind: str) -> None:
    with bench(adapter, picture=kind) as it:
        error = it.failure()

    assert (error.code, error.is_retryable, error.counts) == (BAD_PICTURES[kind], True, True), str(error)


@case
def drip_ends_by_the_deadline(adapter: Adapter) -> None:
    with bench(adapter, picture="drip") as it:
        _assert_stops(it, Notes(seconds=1.0), phase=FETCHING)


@case
def endless_answer_is_cut_off(adapter: Adapter) -> None:
    started_at = time.monotonic()

    with bench(adapter, body=b" " * 100 * 2**20) as it:
        error = it.failure()

    assert error.code == "too_large", str(error)
    assert time.monotonic() - started_at < 10


@each((500, 502, 503, 504))
def submit_fails(adapter: Adapter, status: int) -> None:
    with bench(adapter, submit_status=status) as it:
        error = it.failure()

    assert (error.code, error.fault.value, error.is_retryable) == ("engine_failed", "engine", True), str(error)
    assert it.server.drawn == []


@each((400, 404, 422))
def submit_refused(adapter: Adapter, status: int) -> None:
    with bench(adapter, submit_status=status) as it:
        error = it.failure()

    assert error.is_retryable is False, str(error)
    assert it.server.drawn == []


@case
def reset(adapter: Adapter) -> None:
    with bench(adapter, reset=True) as it:
        error = it.failure()

    assert error.is_retryable, str(error)


@case
def nobody_listens(adapter: Adapter) -> None:
    with bench(adapter) as it:
        pass
    error = it.failure()

    assert (error.code, error.fault.value, error.is_retryable) == ("unreachable", "away", True), str(error)


@case
def no_such_name(adapter: Adapter) -> None:
    with bench(adapter) as it:
        error = it.failure(engine=it.engine(url="http://no-such-name.invalid:7860"))

    assert (error.code, error.fault.value, error.is_retryable) == ("unreachable", "away", True), str(error)


@case
def no_tls_at_the_other_end(adapter: Adapter) -> None:
    with bench(adapter) as it:
        error = it.failure(engine=it.engine(url=it.url.replace("http:", "https:")))

    assert (error.code, error.fault.value, error.is_retryable) == ("unreachable", "away", True), str(error)
    assert it.server.seen == []


@case
def certificate_of_nobody(adapter: Adapter) -> None:
    server = make_server(adapter.type)
    with running(server, certificate=own_certificate()) as url:
        error = Bench(adapter, server=server, url=url).failure()

    assert (error.code, error.fault.value, error.is_retryable) == ("unreachable", "away", True), str(error)
    assert server.seen == []


@cache
def own_certificate() -> Certificate:
    """Make a certificate for this machine that nobody has signed, once per process."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    folder = Path(tempfile.mkdtemp(prefix="imagesvc-certificate-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    files = folder / "certificate.pem", folder / "key.pem"
    files[0].write_bytes(certificate.public_bytes(Encoding.PEM))
    files[1].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return files


@case
def hang_ends_by_the_deadline(adapter: Adapter) -> None:
    watch = Notes(seconds=0.5)

    with bench(adapter, hang=True) as it, pytest.raises(Exception) as caught:  # noqa: PT011  (seen below)
        it.draw(watch)
    took_seconds = time.monotonic() - (watch.stopped_at or 0)

    assert type(caught.value).__name__ == "Overdue", repr(caught.value)
    assert took_seconds < 1.5


@case
def wrong_key(adapter: Adapter) -> None:
    with bench(adapter, key="another") as it:
        error = it.failure()

    assert (error.code, error.is_retryable) == ("unauthorized", False), str(error)
    assert it.server.drawn == []


@case
def right_key(adapter: Adapter) -> None:
    with bench(adapter, key=adapter.key) as it:
        assert_pictures(it.draw(), size=adapter.size)


WAITS = {
    "7": 7.0,
    "0": 0.0,
    "-5": -5.0,
    "1.5": 1.5,
    "315360000": 315_360_000.0,
    "junk": None,
    "1e400": None,
    "nan": None,
}


@each(tuple(WAITS))
def asked_to_wait(adapter: Adapter, value: str) -> None:
    with bench(adapter, submit_status=429, retry_after=value) as it:
        error = it.failure()

    assert (error.fault.value, error.counts, error.is_retryable) == ("busy", False, True), str(error)
    assert error.retry_after_seconds == WAITS[value]
    assert it.server.drawn == []


@case
def asked_to_wait_until_a_date(adapter: Adapter) -> None:
    date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 90))

    with bench(adapter, submit_status=429, retry_after=date) as it:
        error = it.failure()

    assert (error.fault.value, error.counts) == ("busy", False), str(error)
    assert error.retry_after_seconds is not None
    assert 85 < error.retry_after_seconds <= 91


@case
def reply_of_the_submit_is_lost(adapter: Adapter) -> None:
    with bench(adapter, submit_lost=True) as it:
        if adapter.finds_lost_reply:
            assert_pictures(it.draw(), size=adapter.size)
        else:
            assert it.failure().is_retryable
        wait_for(lambda: it.server.drawn, seconds=5)

    assert len(it.server.drawn) == 1


RUBBISH = {
    "nothing": b"",
    "html": b"<html><body>502 Bad Gateway</body></html>",
    "no_json": b'{"images": [',
    "null": b"null",
    "list": b"[]",
    "object": b"{}",
    "number": b"5",
    "text": b'"a text"',
    "true": b"true",
    "error": b'{"error": "CUDA error at /home/me/webui/x.py", "detail": [], "message": null}',
    "deep": b"[" * 200_000,
    "deep_object": b'{"a":' * 100_000,
    "no_utf8": b"\xff\xfe{}",
    "surrogate": rb'"\ud800"',
    "huge_number": b"1" + b"0" * 5_000,
    "huge_float": b"1e999",
}


@each(tuple(RUBBISH))
def answers_rubbish(adapter: Adapter, kind: str) -> None:
    with bench(adapter, body=RUBBISH[kind]) as it:
        it.failure(Notes(seconds=20))


WRONG = (None, True, -1, 10**30, 1e308, "", "text", "\ud800", [], [None], [[]], {}, {"text": {}})


def corruptions(value: Any) -> Iterator[Any]:
    """Yield a JSON value with one part replaced by something of another kind, or missing: every part in every way."""
    yield from (wrong for wrong in WRONG if wrong != value)
    if isinstance(value, dict):
        for name, part in value.items():
            yield {other: each for other, each in value.items() if other != name}
            for wrong in corruptions(part):
                yield {**value, name: wrong}
    elif isinstance(value, list):
        for index, part in enumerate(value):
            for wrong in corruptions(part):
                yield [*value[:index], wrong, *value[index + 1 :]]


@case
def answers_of_wrong_types(adapter: Adapter) -> None:
    if adapter.good_body is None:
        pytest.skip("the adapter has no good_body")
    with bench(adapter) as it:
        engine = it.engine()
        for wrong in corruptions(adapter.good_body):
            it.script.body = json.dumps(wrong).encode()
            try:
                assert_pictures(it.draw(Notes(seconds=10), engine=engine), size=adapter.size)
            except EngineError as error:
                assert_clean(error)
            except BaseException as error:
                raise AssertionError(f"{json.dumps(wrong)[:500]} brought {error!r}") from error


@case
def fails_in_its_own_way(adapter: Adapter) -> None:
    with bench(adapter, fail=adapter.fail) as it:
        error = it.failure()

    assert error.code == adapter.failed_code, str(error)
    assert it.server.drawn == []


@case
def server_forgets_the_job(adapter: Adapter) -> None:
    watch = Notes(seconds=20)

    with bench(adapter, forget=True, draw_seconds=1.0) as it:
        error = it.failure(watch)

    assert (error.code, error.is_retryable) == (adapter.forgotten_code, True), str(error)
    assert watch.longest_silence_seconds < 0.5


@case
def server_is_killed_and_restarted(adapter: Adapter) -> None:
    with own_process(adapter, draw_seconds=20.0) as first:
        port = int(first.url.rpartition(":")[2])
        bench_ = Bench(adapter, server=make_server(adapter.type), url=first.url)
        engine = bench_.engine()
        killed_at: list[float] = []

        def kill_and_restart() -> bool:
            if not killed_at and first.records()["drawing"]:
                first.kill()
                killed_at.append(time.monotonic())
                first.start(port=port)
            return False

        error = bench_.failure(Notes().cancel_when(kill_and_restart), engine=engine)

        assert error.is_retryable, str(error)
        assert time.monotonic() - killed_at[0] < 8
        assert_pictures(bench_.draw(engine=engine), size=adapter.size)


@case
def keeps_its_key_to_itself(adapter: Adapter) -> None:
    says = f"\x1b[31mno such key: {adapter.key}\r\n\x00 at /home/me/webui/modules/x.py \u202e Bearer {adapter.key}"
    shown: list[str] = []

    with logging_to(shown):
        for status in (401, 403, 400, 429, 500):
            with bench(adapter, submit_status=status, says=says) as it:
                engine = it.engine()
                error = it.failure(engine=engine)
            shown += [str(error), repr(error), repr(engine), repr(engine.config), repr(vars(engine))]

    assert [text for text in shown if KEY in text or adapter.key in text] == []


@contextmanager
def logging_to(lines: list[str]) -> Iterator[None]:
    """Collect all that is logged at any level, with tracebacks; but not what the fake's own server says."""

    class Collecting(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if not record.name.startswith("uvicorn"):
                lines.append(f"{record.name}: {self.format(record)}")

    collecting = Collecting(level=logging.DEBUG)
    root = logging.getLogger()
    level = root.level
    root.addHandler(collecting)
    root.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        root.removeHandler(collecting)
        root.setLevel(level)


@case
def probe_finds_it_well_and_free_of_charge(adapter: Adapter) -> None:
    with bench(adapter) as it:
        it.engine().probe()

    assert it.server.drawn == []
    assert it.server.seen


@each(("reset", "hang", "key"))
def probe_finds_it_ill(adapter: Adapter, fault: str) -> None:
    started_at = time.monotonic()

    with (
        bench(adapter, **{fault: "another" if fault == "key" else True}) as it,
        pytest.raises(EngineError) as caught,
    ):
        it.engine().probe()

    assert_clean(caught.value)
    assert time.monotonic() - started_at < 4


@case
def probe_finds_nobody(adapter: Adapter) -> None:
    with bench(adapter) as it:
        pass
    with pytest.raises(EngineError) as caught:
        it.engine().probe()

    assert (caught.value.code, caught.value.fault.value) == ("unreachable", "away")


class OwnProcess:
    """A fake engine in a process of its own, to be killed."""

    def __init__(self, type_name: str, *, script: Mapping[str, object]) -> None:
        self._type_name = type_name
        self._script = script
        self._process: subprocess.Popen[str] | None = None
        self.url = ""

    def start(self, *, port: int = 0, **script: object) -> None:
        words = ("-m", "tests.engines.servers", self._type_name, "--port", str(port))
        script = script if port else {**self._script, **script}
        self._process = subprocess.Popen(
            [sys.executable, *words, "--script", json.dumps(script)], stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        self.url = self._process.stdout.readline().split()[-1]

    def records(self) -> dict[str, Any]:
        records: dict[str, Any] = httpx2.get(f"{self.url}/-/records", timeout=5).json()
        return records

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            assert self._process.stdout is not None
            self._process.stdout.close()
            self._process = None


@contextmanager
def own_process(adapter: Adapter, **script: object) -> Iterator[OwnProcess]:
    process = OwnProcess(adapter.type, script=script)
    process.start()
    try:
        yield process
    finally:
        process.kill()
