"""What a web process counts of its own requests, seen from outside, and that it answers without a database."""

import time
from collections.abc import Iterator

import pytest
from websockets.sync.client import connect

from imagesvc.web.traffic import Traffic, route_of, traffic
from tests.processes import wait_for
from tests.servers import RunningServer, running_server

pytestmark = pytest.mark.once


@pytest.fixture
def server(transactional_db: None) -> Iterator[RunningServer]:
    with running_server() as server:
        # The one that waited for its start is counted only after it was answered.
        wait_for(lambda: not server.count_requests())
        traffic.__init__()  # type: ignore[misc]  # as when a process starts
        yield server


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/", "gallery"),
        ("/jobs", "gallery"),
        ("/generated-images/x.png", "pictures"),
        ("/static/a.css", "static"),
        ("/api/events", "events"),
        ("/api/jobs/1/events/", "events"),
        ("/api/jobs/1", "jobs"),
        ("/api/images", "api"),
        ("/admin/jobs/job/", "admin"),
        ("/readyz", "health"),
    ],
)
def test_paths_have_few_classes(path: str, route: str) -> None:
    assert route_of(path) == route


def test_the_process_is_alive_without_a_database(server: RunningServer) -> None:
    with server.client() as client:
        alive, head, posted = client.get("/healthz"), client.head("/healthz"), client.post("/healthz")
        unknown = client.get("/healthzzz")

    assert (alive.status_code, alive.json()) == (200, {"ok": True, "upSeconds": alive.json()["upSeconds"]})
    assert (alive.headers["content-type"], alive.headers["cache-control"]) == ("application/json", "no-store")
    assert (head.status_code, head.content) == (200, b"")
    assert (posted.status_code, posted.headers["allow"], posted.text) == (405, "GET, HEAD", "Only GET and HEAD.\n")
    assert unknown.status_code == 404


def test_requests_are_counted_by_method_route_and_status(server: RunningServer) -> None:
    with server.client() as client:
        for path in ("/healthz", "/healthz", "/api/nothing", "/generated-images/none.png"):
            client.get(path)
        client.patch("/healthz")
    # A request is counted when its answer is out: who has the last one may be quicker.
    wait_for(lambda: sum(traffic.requests.values()) == 5)

    assert dict(traffic.requests) == {
        ("GET", "health", 200): 2,
        ("GET", "api", 404): 1,
        ("GET", "pictures", 404): 1,
        ("PATCH", "health", 405): 1,
    }
    assert {route: sum(counts) for route, counts in traffic.durations.items()} == {"health": 3, "api": 1, "pictures": 1}


def test_what_clients_make_up_is_one_word() -> None:
    counted = Traffic()

    for method in ("BREW", "STEEP"):
        counted.note(method, "gallery", 405, seconds=0.2)

    assert dict(counted.requests) == {("other", "gallery", 405): 2}


def test_open_sockets_and_streams_are_told(server: RunningServer) -> None:
    with (
        connect(f"ws://127.0.0.1:{server.port}/ws?clientId=me") as socket,
        server.client() as client,
        client.stream("GET", "/api/events"),
    ):
        socket.recv()

        text = server.get("/metrics").text
        assert "\nimagesvc_open_sockets 1.0\n" in text
        assert "\nimagesvc_open_streams 1.0\n" in text
    wait_for(lambda: traffic.open_sockets == 0 and traffic.open_requests["events"] == 0)


def test_counting_costs_next_to_nothing() -> None:
    counted = Traffic()

    def count(number: int) -> float:
        began_at = time.perf_counter()
        for _ in range(number):
            counted.open_requests["api"] += 1
            counted.open_requests["api"] -= 1
            counted.note("GET", route_of("/api/images"), 200, seconds=0.01)
        return (time.perf_counter() - began_at) / number

    assert min(count(2_000) for _ in range(5)) < 4e-6
