"""How many streams and sockets a key has open, counted over web processes, and who is not counted at all."""

import asyncio
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from django.conf import LazySettings
from django.test import RequestFactory

from imagesvc.keys import listeners
from imagesvc.keys.models import Listeners
from imagesvc.live.doorkeeper import Doorkeeper
from imagesvc.live.hub import Mailbox
from imagesvc.web.threads import DjangoThreads
from tests.keys.asking import KeyClient, client_with
from tests.live.listening import socket, stream
from tests.live.test_access import bearer, ticket
from tests.processes import PATIENCE_SECONDS, wait_for
from tests.servers import RunningServer, running_server
from tests.services import Service
from tests.test_up import free_port


@pytest.fixture
def servers(transactional_db: None, settings: LazySettings) -> Iterator[tuple[RunningServer, RunningServer]]:
    settings.AUTH, settings.STREAMS_PER_KEY = "keys", 2
    with running_server() as first, running_server() as second:
        yield first, second


def address(client: KeyClient) -> str:
    return f"/api/events?ticket={ticket(client)}"


def status(server: RunningServer, client: KeyClient) -> int:
    """Return what one more stream is answered, and close it."""
    with server.client(headers=bearer(client)) as http, http.stream("GET", "/api/events") as response:
        return response.status_code


def test_key_has_no_more_open_on_all_servers_than_on_one(servers: tuple[RunningServer, RunningServer]) -> None:
    first, second = servers
    mine, other = client_with(), client_with()
    with stream(first, address(mine)):
        with socket(second, f"?ticket={ticket(mine)}") as open_socket:
            open_socket.hear()
            assert [status(server, mine) for server in servers] == [429, 429]
            with stream(first, address(other)):
                pass

        # What was closed on one server is free on the other one.
        wait_for(lambda: status(first, mine) == 200)
    wait_for(lambda: set(Listeners.objects.values_list("amount", flat=True)) == {0})


def test_server_that_stops_is_counted_no_more(transactional_db: None, settings: LazySettings) -> None:
    settings.AUTH = "keys"
    client = client_with()

    with running_server() as server, ExitStack() as open_streams:
        open_streams.enter_context(stream(server, address(client)))
        assert Listeners.objects.get().amount == 1
        server.stop()

    assert not Listeners.objects.exists()


def test_open_streams_give_signs_of_life_and_a_dead_server_s_lapse(
    servers: tuple[RunningServer, RunningServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listeners, "SIGN_SECONDS", 0.2)
    monkeypatch.setattr(listeners, "LIFE", timedelta(seconds=2))
    client = client_with()
    name = f"key {client.key.id}"
    dead = uuid4()
    with stream(servers[0], address(client)):
        listeners.write_down({name: 1}, process=dead)
        assert status(servers[1], client) == 429
        wait_for(lambda: status(servers[1], client) == 200)

        # One is open since more than its life by now, and counts.
        time.sleep(2)
        assert not listeners.make_room(name, process=uuid4(), amount=2, allowance=2)


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_killed_server_leaves_its_places_to_the_others(service: Service) -> None:
    assert service.run("migrate", "-v0").returncode == 0
    token = service.run("api_keys", "create", "game").stdout.split()[-1]
    with serve(service) as (doomed, doomed_url), serve(service) as (_, url), ExitStack() as open_streams:
        for server_url in (doomed_url, url):
            assert open_streams.enter_context(opened(server_url, token=token)).status_code == 200
        for server_url in (doomed_url, url):
            with opened(server_url, token=token) as refused:
                assert (refused.status_code, refused.headers["Retry-After"]) == (429, "5")

        doomed.send_signal(signal.SIGKILL)
        killed_at = time.monotonic()

        def is_let_in() -> bool:
            with opened(url, token=token) as response:
                return response.status_code == 200

        wait_for(is_let_in)
        assert time.monotonic() - killed_at < listeners.LIFE.total_seconds() + 5
        # The other one has been open all the time.
        with opened(url, token=token), opened(url, token=token) as third:
            assert third.status_code == 429


@contextmanager
def serve(service: Service) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    port = free_port()
    server = service.start("serve", "--port", port, IMAGESVC_AUTH="keys", IMAGESVC_STREAMS_PER_KEY="2")
    wait_for(lambda: f"Listening on http://127.0.0.1:{port}" in service.output.read_text())
    try:
        yield server, f"http://127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()


@contextmanager
def opened(url: str, *, token: str) -> Iterator[httpx2.Response]:
    headers = {"Authorization": f"Bearer {token}"}
    with (
        httpx2.Client(trust_env=False, timeout=PATIENCE_SECONDS) as client,
        client.stream("GET", f"{url}/api/events", headers=headers) as response,
    ):
        yield response


class _NoThreads(DjangoThreads):
    """Stands where threads are, and may not be asked for one: they are where the database is."""

    async def run(self, *_: object) -> Any:
        raise AssertionError("the database is asked")


def test_on_loopback_without_keys_nothing_is_counted(rf: RequestFactory, settings: LazySettings) -> None:
    settings.AUTH, settings.STREAMS_PER_KEY = "loopback", 1
    doorkeeper = Doorkeeper(threads=_NoThreads())
    request = rf.get("/api/events", REMOTE_ADDR="127.0.0.1")

    async def come_twice() -> None:
        guests = [await doorkeeper.let_in(request) for _ in range(2)]
        boxes = [Mailbox(start=0) for _ in range(2)]
        async with doorkeeper.hosting(guests[0], boxes[0]), doorkeeper.hosting(guests[1], boxes[1]):
            pass
        await doorkeeper.stop()

    asyncio.run(come_twice())
