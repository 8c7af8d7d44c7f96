"""Who may listen where keys are asked for, to what, how many at a time, and for how long."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.conf import LazySettings
from websockets.exceptions import ConnectionClosed, InvalidStatus

from imagesvc.keys import tickets
from imagesvc.keys.issuing import revoke
from imagesvc.keys.models import Scope
from imagesvc.live import doorkeeper
from jobs import lifecycle
from jobs.lifecycle import NewJob
from jobs.models import Job
from tests.keys.asking import KeyClient, client_with, logged_in
from tests.live.listening import Stream, socket, stream
from tests.servers import RunningServer, running_server

Open = Callable[..., AbstractContextManager[Stream]]


@pytest.fixture
def server(transactional_db: None, settings: LazySettings) -> Iterator[RunningServer]:
    settings.AUTH = "keys"
    with running_server() as server:
        yield server


def submit(client: KeyClient | None = None, client_id: str = "") -> Job:
    owned = {} if client is None else {"owner": client.key.id, "client_id": f"{client.key.prefix}/{client_id}"}
    return lifecycle.submit(NewJob(prompt="A lighthouse.", width=64, height=64, seed=1, **owned)).job


def ticket(client: KeyClient) -> str:
    return tickets.make_ticket(client.key.id)


def bearer(client: KeyClient) -> dict[str, str]:
    return {"Authorization": f"Bearer {client.token}"}


def jobs_in(stream: Stream, *, count: int) -> list[str]:
    return [event.says["jobId"] for event in stream.wait(count=count)]


def test_ticket_is_made_for_a_key_and_opens_a_stream(server: RunningServer) -> None:
    client = client_with()

    made = client.post("/api/tickets").json()

    with stream(server, f"/api/events?ticket={made['ticket']}") as events:
        job = submit(client)
        assert jobs_in(events, count=1) == [str(job.id)]
    assert (made["success"], made["expiresIn"]) == (True, 60)


def test_who_may_not_is_refused_as_the_api_refuses(server: RunningServer) -> None:
    asks_only, other = client_with(Scope.REQUEST), client_with()
    job = submit(client_with())
    answers = [
        server.get("/api/events"),
        server.get("/api/events?ticket=nonsense"),
        server.get("/api/events", headers=bearer(asks_only)),
        server.get(f"/api/jobs/{job.id}/events", headers=bearer(other)),
    ]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
        (401, "not-authenticated"),
        (401, "not-authenticated"),
        (403, "scope"),
        (404, "not-found"),
    ]
    for query in ("", "?ticket=nonsense"):
        with pytest.raises(InvalidStatus) as refused, socket(server, query):
            pass
        assert refused.value.response.status_code == 401
        assert json.loads(refused.value.response.body)["code"] == "not-authenticated"


def test_stream_without_a_client_is_of_ones_own_jobs_and_an_operator_hears_all(server: RunningServer) -> None:
    mine, other, operator = client_with(), client_with(), client_with(Scope.READ, Scope.OPERATE)
    with (
        stream(server, f"/api/events?ticket={ticket(mine)}") as of_mine,
        stream(server, f"/api/events?ticket={ticket(operator)}") as of_all,
    ):
        before = of_mine.last_number
        jobs = [str(submit(client).id) for client in (other, mine, None)]
        assert jobs_in(of_all, count=3) == jobs
        assert jobs_in(of_mine, count=1) == jobs[1:2]

    # And so does the past.
    with stream(server, f"/api/events?since={before}&ticket={ticket(mine)}") as again:
        assert jobs_in(again, count=1) == jobs[1:2]
        last = submit(mine)
        assert jobs_in(again, count=2) == [jobs[1], str(last.id)]


def test_clients_of_two_keys_have_nothing_but_their_name_in_common(server: RunningServer) -> None:
    mine, other = client_with(), client_with()
    with (
        stream(server, f"/api/events?clientId=tab&ticket={ticket(mine)}") as of_mine,
        socket(server, f"?clientId=tab&ticket={ticket(other)}") as of_other,
    ):
        assert of_other.hear()["clientId"] == "tab"
        theirs, job = submit(other, "tab"), submit(mine, "tab")
        assert of_other.hear()["jobId"] == str(theirs.id)
        assert jobs_in(of_mine, count=1) == [str(job.id)]

    with socket(server, f"?clientId=tab&ticket={ticket(mine)}") as again:
        assert [again.hear()["type"], again.hear()["jobId"]] == ["connection_ack", str(job.id)]


def test_who_is_logged_in_hears_everything(server: RunningServer) -> None:
    cookie = logged_in("view_job").cookies["sessionid"].OutputString()

    with server.client() as client, client.stream("GET", "/api/events", headers={"Cookie": cookie}) as response:
        assert response.status_code == 200


def test_key_has_no_more_streams_and_sockets_open_than_it_may(server: RunningServer, settings: LazySettings) -> None:
    settings.STREAMS_PER_KEY = 2
    mine, other = client_with(), client_with()
    address = "/api/events?ticket="
    with stream(server, address + ticket(mine)), socket(server, f"?ticket={ticket(mine)}") as open_socket:
        open_socket.hear()
        refused = server.get(address + ticket(mine))
        with stream(server, address + ticket(other)):
            pass

    assert (refused.status_code, refused.json()["code"], refused.headers["Retry-After"]) == (
        429,
        "too-many-streams",
        "5",
    )
    with stream(server, address + ticket(mine)):
        pass


def test_streams_and_sockets_of_a_revoked_key_end(server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorkeeper, "LOOK_SECONDS", 0.05)
    mine, other = client_with(), client_with()
    address = "/api/events?ticket="
    with (
        stream(server, address + ticket(mine)) as of_mine,
        stream(server, address + ticket(other)) as of_other,
        socket(server, f"?ticket={ticket(mine)}") as open_socket,
    ):
        open_socket.hear()
        revoke(mine.key)

        assert of_mine.has_ended.wait(60)
        with pytest.raises(ConnectionClosed):
            open_socket.hear()
        job = submit(other)
        assert jobs_in(of_other, count=1) == [str(job.id)]


def test_memory_of_etags_tells_a_key_nothing_of_another_ones_jobs(server: RunningServer) -> None:
    mine, other = client_with(), client_with()
    job = submit(mine)

    def ask(**headers: Any) -> int:
        return server.get(f"/api/jobs/{job.id}", headers=headers).status_code

    tag = server.get(f"/api/jobs/{job.id}", headers=bearer(mine)).headers["etag"]
    known = {"If-None-Match": tag}

    assert [ask(**bearer(mine), **known) for _ in range(2)] == [304, 304]
    assert [ask(**bearer(other), **known), ask(**known), ask(**bearer(mine), **known)] == [404, 401, 304]
