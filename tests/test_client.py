"""imagesvc/client.py against real servers: in this process, where a test moves the jobs, and once the whole service."""

import asyncio
import inspect
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import httpx2
import pytest
from django.conf import LazySettings
from PIL import Image as Picture

from imagesvc.client import (
    AsyncClient,
    Client,
    ConnectionLost,
    Image,
    Invalid,
    Job,
    JobFailed,
    NotAllowed,
    NotFound,
    Requested,
    Update,
    WaitedTooLong,
)
from imagesvc.images import generation
from jobs import lifecycle
from jobs.models import Job as JobRow
from jobs.worker import Attempt
from tests.docs.blocks import read_blocks
from tests.factories import engines, make_job, make_thing
from tests.processes import wait_for
from tests.servers import RunningServer, running_server
from tests.services import ROOT, Service


@pytest.fixture
def server(transactional_db: None, settings: LazySettings) -> Iterator[RunningServer]:
    settings.ENGINES = engines("dummy")
    with running_server() as server:
        yield server


@pytest.fixture
def client(server: RunningServer) -> Iterator[Client]:
    with Client(server.url) as client:
        yield client


def claim() -> JobRow:
    job = lifecycle.claim(worker="here:1")
    assert job is not None
    return job


def draw(job: JobRow) -> None:
    generation.run(job, Attempt(job, limit_seconds=60))


def test_picture_is_asked_for_waited_for_and_fetched(client: Client, tmp_path: Path) -> None:
    told: list[Update] = []

    job = client.generate("dummy: pictures=2", width=64, height=64, seed=3)
    draw(claim())
    image = client.wait(job, on_progress=told.append, timeout=30)

    content = client.download(image, to=tmp_path / "picture.png")
    with Picture.open(BytesIO(content)) as picture:
        assert picture.size == (64, 64)
    assert (tmp_path / "picture.png").read_bytes() == content
    assert [update.phase for update in told] == ["queued", "processing", "progress", "completed"]
    assert client.image(image.id) == image
    assert client.job(job.id).image == image
    assert (len(image.files), image.seed, job.status) == (2, 3, "queued")
    assert client.download(image.files[1]) != b""


def test_request_leads_to_a_job_then_to_the_same_then_to_the_picture(client: Client) -> None:
    make_thing(id="thing_17")

    first = client.request_image("item", "thing_17", client_id="me")
    second = client.request_image("item", "thing_17")
    draw(claim())
    third = client.request_image("item", "thing_17")

    assert first.job is not None
    assert second.job is not None
    assert (first.reason, second.reason, third.reason) == (None, "existing-job", "image-exists")
    assert (first.job.id, first.is_existing_job) == (second.job.id, False)
    image = client.job(first.job.id).image
    assert image is not None
    assert third == Requested(
        entity_type="item",
        entity_id="thing_17",
        reason="image-exists",
        message=third.message,
        is_existing_job=False,
        job=None,
        image_id=image.id,
    )


def test_stream_that_is_cut_goes_on_where_it_was(client: Client, server: RunningServer) -> None:
    told: list[str] = []
    job = client.generate("A lighthouse.", width=64, height=64)
    with (
        cut_after_the_first_event(server) as url,
        Client(url) as through_the_wire,
        waiting(through_the_wire, job, told=told) as outcome,
    ):
        wait_for(lambda: told == ["queued"])
        draw(claim())

    assert isinstance(outcome[0], Image)
    assert told == ["queued", "processing", "progress", "completed"]


def test_where_no_stream_comes_through_it_asks(server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def refuse(request: httpx2.Request) -> httpx2.Response:
        if request.url.path.endswith("/events"):
            raise httpx2.ReadError("cut", request=request)
        return transport.handle_request(request)

    with httpx2.HTTPTransport() as transport, Client(server.url) as client:
        client._wire.http = httpx2.Client(base_url=server.url, transport=httpx2.MockTransport(refuse), timeout=60)
        job = client.generate("A lighthouse.", width=64, height=64)
        with waiting(client, job, told=told) as outcome:
            draw(claim())

    assert isinstance(outcome[0], Image)
    assert told[-1:] in ([], ["completed"])


def test_job_that_fails_or_lasts_too_long_is_an_error(client: Client) -> None:
    job = client.generate("A lighthouse.")

    with pytest.raises(WaitedTooLong):
        client.wait(job, timeout=0.5)
    assert client.cancel(job)
    assert not client.cancel(job)
    with pytest.raises(JobFailed, match="cancelled") as failure:
        client.wait(job)

    assert (failure.value.job.status, failure.value.job.is_cancelled) == ("failed", True)


def test_refusals_are_errors_of_their_kind(client: Client) -> None:
    with pytest.raises(Invalid, match=r"width must be a whole number") as invalid:
        client.generate("A lighthouse.", width=1)
    with pytest.raises(NotFound, match="no job") as not_found:
        client.job("nonsense")
    with pytest.raises(NotFound):
        client.wait("nonsense")

    assert (invalid.value.status, invalid.value.code, list(invalid.value.fields)) == (400, "invalid", ["width"])
    assert (not_found.value.status, not_found.value.code) == (404, "not-found")


def test_lists_go_on_over_their_pages(client: Client) -> None:
    jobs = [str(make_job().id) for _ in range(5)]
    make_job(status="failed", ended_at="2026-05-31T18:00:00Z")

    assert [job.id for job in client.jobs(limit=2, status="queued")] == jobs[::-1]
    assert list(client.images()) == []


@pytest.mark.once
def test_what_may_be_repeated_is_tried_again_and_the_rest_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    pauses: list[float] = []
    monkeypatch.setattr("imagesvc.client.time.sleep", pauses.append)
    job = {
        "id": "1", "status": "queued", "progress": 0, "message": "", "prompt": "", "createdAt": "2026-11-26T08:00:00Z",
        "entityType": None, "entityId": None, "queuePosition": 1, "estimatedSeconds": None, "cancelled": False,
    }  # fmt: skip
    answers = iter(
        [
            httpx2.Response(503, json={"error": "Wait.", "code": "overloaded"}, headers={"Retry-After": "7"}),
            httpx2.Response(502, text="<h1>Bad gateway</h1>"),
            httpx2.Response(200, json={"jobId": "1"}),
            httpx2.Response(200, json={"job": job}),
            httpx2.Response(429, json={"error": "Too often.", "code": "quota"}, headers={"Retry-After": "3600"}),
        ]
    )

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.headers.get("Idempotency-Key", ""))
        return next(answers)

    client = Client("http://service")
    client._wire.http = httpx2.Client(base_url="http://service", transport=httpx2.MockTransport(answer))
    made = client.generate("A lighthouse.")
    with pytest.raises(Exception, match="Too often") as refused:
        client.job("1")

    assert isinstance(made, Job)
    assert asked[0] == asked[1] == asked[2] != ""
    assert (pauses[0], len(pauses), refused.value.retry_after) == (7.0, 2, 3600.0)


@pytest.mark.once
def test_server_that_is_away_is_an_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    with Client(f"http://127.0.0.1:{port}", tries=1) as client, pytest.raises(ConnectionLost):
        client.job("1")


def test_async_client_does_the_same(server: RunningServer) -> None:
    job = make_job(prompt="dummy: pictures=1")
    told: list[str] = []

    async def use() -> tuple[Image, bytes, list[str], list[str]]:
        async with AsyncClient(server.url) as client:
            image = await client.wait(str(job.id), on_progress=lambda update: told.append(update.phase), timeout=30)
            content = await client.download(image)
            jobs = [each.id async for each in client.jobs(limit=1)]
            images = [each.id async for each in client.images()]
            with pytest.raises(NotFound):
                await client.image("nonsense")
            return image, content, jobs, images

    draw(claim())
    image, content, jobs, images = asyncio.run(use())

    assert content.startswith(b"\x89PNG")
    assert (jobs, images) == ([str(job.id)], [image.id])
    assert told[-1] == "completed"


@pytest.mark.once
def test_both_clients_can_do_the_same() -> None:
    def operations(kind: type) -> set[str]:
        return {name for name in dir(kind) if not name.startswith("_")} - {"close", "aclose"}

    assert operations(Client) == operations(AsyncClient)
    for name in operations(Client):
        assert inspect.unwrap(getattr(Client, name)) is getattr(AsyncClient, name)


@pytest.mark.once
@pytest.mark.timeout(240)
def test_example_of_the_documentation_against_the_whole_service(
    service: Service, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(service.folder)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    up = service.start("up", "--port", port, "--no-demo", "--workers", 1, IMAGESVC_AUTH="keys")
    wait_for(lambda: "Ctrl-C stops everything." in service.output.read_text())
    key = service.run("api_keys", "create", "game").stdout.strip()
    url = f"http://127.0.0.1:{port}"

    with Client(url) as stranger, pytest.raises(NotAllowed, match="API key"):
        stranger.generate("A lighthouse.")
    run_example(client_of=f'"{url}", key="{key}"')

    with Client(url, key=key) as client:
        assert [job.status for job in client.jobs()] == ["completed"]
    assert capsys.readouterr().out.startswith("0 ")
    assert Path("lighthouse.png").read_bytes().startswith(b"\x89PNG")
    up.send_signal(signal.SIGINT)
    assert up.wait(15) == 0


def run_example(*, client_of: str) -> None:
    """Run what docs/api.md shows, with another server."""
    blocks = read_blocks(ROOT / "docs" / "api.md")
    example = next("\n".join(block.body) for block in blocks if block.language == "python")
    exec(example.replace('"http://localhost:8000"', client_of), {})  # noqa: S102  (it is ours)


@contextmanager
def waiting(client: Client, job: Job, *, told: list[str]) -> Iterator[list[object]]:
    """Wait for a job in a thread while the block does something; afterwards the list has what came of it."""
    outcome: list[object] = []

    def wait() -> None:
        try:
            outcome.append(client.wait(job, on_progress=lambda update: told.append(update.phase), timeout=60))
        except BaseException as error:  # noqa: BLE001  (the test looks at it)
            outcome.append(error)

    thread = threading.Thread(target=wait)
    thread.start()
    yield outcome
    thread.join(90)
    assert not thread.is_alive()


@contextmanager
def cut_after_the_first_event(server: RunningServer) -> Iterator[str]:
    """Pass connections on to a server; the first stream of events is cut behind its first event."""
    is_cut = threading.Event()

    def pass_on(here: socket.socket) -> None:
        there = socket.create_connection(("127.0.0.1", server.port))
        with here, there:
            asking = threading.Thread(target=_copy, args=(here, there), daemon=True)
            asking.start()
            while part := there.recv(65536):
                here.sendall(part)
                if b"data:" in part and not is_cut.is_set():
                    is_cut.set()
                    here.shutdown(socket.SHUT_RDWR)
                    return

    def accept() -> None:
        while True:
            try:
                here, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=pass_on, args=(here,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
    assert is_cut.is_set()


def _copy(source: socket.socket, target: socket.socket) -> None:
    try:
        while part := source.recv(65536):
            target.sendall(part)
    except OSError:
        pass  # one of them has hung up
