"""/ws as the original game's client knows it."""

import json
import time
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.utils import timezone
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import ConnectionClosed, InvalidStatus

from imagesvc.images import generation
from jobs import lifecycle
from jobs.lifecycle import Failure, NewJob
from jobs.models import Job
from jobs.worker import Attempt
from tests.factories import make_character, make_job
from tests.live.listening import Socket, socket
from tests.processes import wait_for
from tests.servers import RunningServer, running_server

FRAME = [
    "type",
    "eventId",
    "jobId",
    "status",
    "cancelled",
    "phase",
    "progress",
    "message",
    "createdAt",
    "startedAt",
    "completedAt",
    "error",
    "result",
    "attempt",
    "engine",
    "prompt",
    "payload",
]
WHAT_IT_SHOWS = ("isPlayerPortrait", "isLocationScene", "isThingImage", "isLocationExitImage", "isCustomImage")


def submit(**values: str) -> Job:
    return lifecycle.submit(NewJob(prompt="A lighthouse.", width=64, height=64, seed=1, **values)).job


def claim() -> Job:
    job = lifecycle.claim(worker="here:1")
    assert job is not None
    return job


def draw() -> None:
    job = claim()
    generation.run(job, Attempt(job, limit_seconds=60))


def is_end(frame: dict[str, Any]) -> bool:
    return frame.get("status") in ("completed", "failed", "timeout")


def open_socket_is_told(socket: Socket) -> None:
    assert socket.hear()["type"] == "connection_ack"


def test_socket_is_told_each_change_and_the_last_one_twice(server: RunningServer) -> None:
    with socket(server, "?clientId=tab") as tab:
        ack = tab.hear()
        job = submit(client_id="tab")
        draw()

        frames = tab.hear_until(is_end)
        ended_at = time.monotonic()
        again = tab.hear()
        later = time.monotonic() - ended_at

    answer = server.get(f"/api/jobs/{job.id}").json()
    assert ack == {"type": "connection_ack", "clientId": "tab", "assigned": False, "serverTime": ack["serverTime"]}
    assert ack["serverTime"].endswith("Z")
    assert [list(frame) for frame in frames] == [FRAME] * len(frames)
    assert [frame["phase"] for frame in frames] == ["queued", "processing", "progress", "completed"]
    assert [frame["status"] for frame in frames] == ["queued", "processing", "processing", "completed"]
    assert frames[-1] == {
        "type": "image_job_update",
        "eventId": frames[0]["eventId"] + 3,
        "jobId": str(job.id),
        "status": "completed",
        "cancelled": False,
        "phase": "completed",
        "progress": 100,
        "message": "Done",
        "createdAt": answer["job"]["createdAt"],
        "startedAt": answer["job"]["startedAt"],
        "completedAt": answer["job"]["completedAt"],
        "error": None,
        "result": answer["result"],
        "attempt": 1,
        "engine": "dummy",
        "prompt": "A lighthouse.",
        "payload": {
            "entityType": None,
            "entityId": None,
            "isPlayerPortrait": False,
            "isLocationScene": False,
            "isThingImage": False,
            "isLocationExitImage": False,
            "isCustomImage": True,
        },
    }
    assert frames[0]["startedAt"] is frames[0]["completedAt"] is None
    assert again == frames[-1]
    assert 0.9 < later < 10  # between one and two seconds, on a machine with nothing else to do


@pytest.mark.parametrize(
    ("end", "status", "cancelled", "phase", "error"),
    [
        (lambda job: lifecycle.fail(job, Failure(error="No ink.", code="x")), "failed", False, "failed", "No ink."),
        (lambda job: lifecycle.time_out(job.id, attempt=1, error="Slow."), "timeout", False, "timeout", "Slow."),
        (lambda job: lifecycle.cancel(job.id), "failed", True, "cancelled", "Job cancelled by user"),
    ],
)
def test_end_in_vain_says_why(
    server: RunningServer, end: Any, status: str, cancelled: bool, phase: str, error: str
) -> None:
    submit(client_id="tab")
    job = claim()
    with socket(server, "?clientId=tab") as tab:
        open_socket_is_told(tab)

        end(job)

        frame = tab.hear_until(is_end)[-1]
    told = [frame[name] for name in ("status", "cancelled", "phase", "error", "result")]
    assert told == [status, cancelled, phase, error, None]


def test_failure_that_is_tried_again_is_queued_and_no_error(server: RunningServer) -> None:
    submit(client_id="tab")
    job = claim()
    with socket(server, "?clientId=tab") as tab:
        open_socket_is_told(tab)
        assert tab.hear()["phase"] == "snapshot"

        lifecycle.fail(job, Failure(error="Busy.", code="busy", is_retryable=True))

        frame = tab.hear()
    assert [frame[name] for name in ("status", "phase", "error")] == ["queued", "retrying", None]
    assert frame["message"].endswith("s: Busy.")


def test_job_that_was_moved_in_the_queue_is_queued_as_before(server: RunningServer) -> None:
    job = submit(client_id="tab")
    with socket(server, "?clientId=tab") as tab:
        open_socket_is_told(tab)
        assert tab.hear()["phase"] == "snapshot"

        lifecycle.raise_to_front(job.id, by="anna")

        frame = tab.hear()
    assert [frame[name] for name in ("jobId", "status", "phase", "message", "error")] == [
        str(job.id),
        "queued",
        "queued",
        "Waiting for a worker",
        None,
    ]
    assert "anna" not in str(frame)


@pytest.mark.parametrize(
    ("entity_type", "flag"),
    [
        ("player", "isPlayerPortrait"),
        ("npc", "isPlayerPortrait"),
        ("location", "isLocationScene"),
        ("item", "isThingImage"),
        ("scenery", "isThingImage"),
        ("location-exit", "isLocationExitImage"),
    ],
)
def test_payload_says_what_the_picture_shows(server: RunningServer, entity_type: str, flag: str) -> None:
    submit(client_id="tab", entity_kind="x", entity_type=entity_type, entity_id="one")
    with socket(server, "?clientId=tab") as tab:
        open_socket_is_told(tab)

        payload = tab.hear()["payload"]

    flags = {name: name == flag for name in WHAT_IT_SHOWS}
    assert payload == {"entityType": entity_type, "entityId": "one", **flags}


def test_two_tabs_are_told_the_same_and_another_client_nothing(server: RunningServer) -> None:
    with (
        socket(server, "?clientId=tab") as one,
        socket(server, "?clientId=tab") as two,
        socket(server, "?clientId=other") as other,
    ):
        for each in (one, two, other):
            open_socket_is_told(each)
        job = submit(client_id="tab")
        lifecycle.cancel(job.id)

        frames = one.hear_until(is_end)
        assert two.hear_until(is_end) == frames
        other.say('{"type": "ping"}')
        assert other.hear()["type"] == "pong"


def test_another_servers_sockets_are_told_the_same(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imagesvc.web.server.SocketConnection", WebSocketsSansIOProtocol)
    with running_server() as server, socket(server, "?clientId=tab") as tab:
        open_socket_is_told(tab)
        job = submit(client_id="tab")
        lifecycle.cancel(job.id)

        frames = [*tab.hear_until(is_end), tab.hear()]

    assert [frame["phase"] for frame in frames] == ["queued", "cancelled", "cancelled"]


def test_socket_is_told_how_its_jobs_are_when_it_opens(server: RunningServer) -> None:
    long_ago = timezone.now() - timedelta(minutes=6)
    make_job(client_id="tab", status="failed", ended_at=long_ago)
    ended = submit(client_id="tab")
    lifecycle.cancel(ended.id)
    foreign = submit(client_id="other", entity_kind="thing", entity_type="item", entity_id="lamp")
    lifecycle.subscribe(foreign, client_id="tab")
    active = submit(client_id="tab")
    submit(client_id="other")

    with socket(server, "?clientId=tab") as tab:
        open_socket_is_told(tab)
        frames = [tab.hear() for _ in range(3)]
        # What is in a snapshot is not told again, and the end once more.
        repeated = tab.hear()

    assert [(frame["jobId"], frame["phase"], frame["status"], frame["eventId"]) for frame in frames] == [
        (str(ended.id), "snapshot", "failed", None),
        (str(foreign.id), "snapshot", "queued", None),
        (str(active.id), "snapshot", "queued", None),
    ]
    assert [list(frame) for frame in frames] == [FRAME] * 3
    assert repeated == frames[0]


def test_client_that_asks_for_the_same_is_told_how_the_job_is(server: RunningServer) -> None:
    entity = make_character(id="mira")
    path, body = "/api/images/request", {"entityType": "npc", "entityId": entity.id, "clientId": "tab"}
    with server.client() as client, socket(server, "?clientId=tab") as tab, socket(server, "?clientId=other") as other:
        open_socket_is_told(tab)
        open_socket_is_told(other)
        made = client.post(path, json=body).json()
        assert [made["existingJob"], tab.hear()["phase"]] == [False, "queued"]

        attached = client.post(path, json=body | {"clientId": "other"}).json()
        frames = [other.hear()]
        lifecycle.cancel(Job.objects.get().id)
        frames += other.hear_until(is_end)

        # The other's snapshot is nobody else's business; asking again gets one's own.
        told = tab.hear()
    assert [attached["existingJob"], attached["jobId"]] == [True, made["jobId"]]
    assert [(frame["phase"], frame["status"], frame["jobId"]) for frame in frames] == [
        ("snapshot", "queued", made["jobId"]),
        ("cancelled", "failed", made["jobId"]),
    ]
    assert told["phase"] == "cancelled"


def test_client_that_is_attached_to_a_job_that_has_just_ended_is_told_its_end(server: RunningServer) -> None:
    job = submit(client_id="tab", entity_kind="thing", entity_type="item", entity_id="lamp")
    with socket(server, "?clientId=late") as late, socket(server, "?clientId=tab") as tab:
        open_socket_is_told(late)
        lifecycle.cancel(job.id)
        tab.hear_until(is_end)  # so that all have been told

        # The look for an active job, before this, found it.
        lifecycle.subscribe(job, client_id="late")

        frame, again = late.hear(), late.hear()
    assert [frame[name] for name in ("phase", "status", "cancelled")] == ["snapshot", "failed", True]
    assert frame["completedAt"] is not None
    assert again == frame


@pytest.mark.parametrize("query", ["", "?clientId=", "?clientId=%20", f"?clientId={'x' * 129}", "?clientId=a%00b"])
def test_client_without_a_usable_name_is_assigned_one(server: RunningServer, query: str) -> None:
    with socket(server, query) as tab:
        ack = tab.hear()
        submit(client_id=ack["clientId"])
        frame = tab.hear()

    assert ack["assigned"] is True
    assert (len(ack["clientId"]), frame["phase"]) == (36, "queued")


def test_ping_is_answered_and_nonsense_is_ignored(server: RunningServer) -> None:
    with socket(server, "?clientId=tab") as tab:
        open_socket_is_told(tab)
        for nonsense in ("", "hello", "[]", '"ping"', '{"type": "pang"}', b"\xff\x00", "[" * 1000, '{"type": null}'):
            tab.say(nonsense)
        tab.say(json.dumps({"type": "ping"}))

        pong = tab.hear()

    assert pong == {"type": "pong", "serverTime": pong["serverTime"]}
    assert pong["serverTime"].endswith("Z")


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
)
def test_foreign_page_is_refused_before_the_socket_opens(server: RunningServer, headers: dict[str, str]) -> None:
    with pytest.raises(InvalidStatus) as refused, socket(server, "?clientId=tab", additional_headers=headers):
        pass

    response = refused.value.response
    assert response.status_code == 403
    assert json.loads(response.body or b"") == {
        "success": False,
        "error": "Pages of other web sites may not write here.",
        "code": "foreign-origin",
    }


def test_our_own_page_and_an_allowed_one_are_let_in(server: RunningServer, settings: LazySettings) -> None:
    settings.ALLOWED_ORIGINS = ["http://localhost:7777"]
    for origin in (f"http://127.0.0.1:{server.port}", "http://localhost:7777"):
        with socket(server, "?clientId=tab", additional_headers={"Origin": origin}) as tab:
            open_socket_is_told(tab)


def test_unknown_host_is_refused(server: RunningServer, settings: LazySettings) -> None:
    settings.ALLOWED_HOSTS = ["pictures.example.org"]
    with pytest.raises(InvalidStatus) as refused, socket(server):
        pass

    assert refused.value.response.status_code == 400


def test_one_socket_too_many_is_refused(server: RunningServer, settings: LazySettings) -> None:
    settings.STREAM_CAP = 1
    with socket(server) as first:
        open_socket_is_told(first)
        with pytest.raises(InvalidStatus) as refused, socket(server):
            pass

    response = refused.value.response
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    wait_for(lambda: server.count_requests() == 0)
    with socket(server) as again:
        open_socket_is_told(again)


def test_frame_that_is_too_long_ends_the_socket(server: RunningServer) -> None:
    with socket(server) as tab:
        open_socket_is_told(tab)
        tab.say("x" * 70_000)
        with pytest.raises(ConnectionClosed) as closed:
            tab.hear()

    assert closed.value.sent is not None
    assert closed.value.sent.code == 1009


def test_server_that_stops_says_that_it_comes_back(transactional_db: None) -> None:
    with running_server() as server, socket(server, "?clientId=tab") as tab:
        open_socket_is_told(tab)
        stopped_at = time.monotonic()
        server.stop()
        with pytest.raises(ConnectionClosed) as closed:
            tab.hear()
        seconds = time.monotonic() - stopped_at

    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1012
    assert seconds < 2


def test_progress_never_goes_back_for_a_client_that_joins_meanwhile(server: RunningServer) -> None:
    submit(client_id="tab")
    job = claim()
    for percent in (10, 20, 30):
        lifecycle.report(job.id, attempt=1, progress=percent, message="Drawing", engine="dummy")

    with socket(server, "?clientId=tab") as tab:
        open_socket_is_told(tab)
        lifecycle.report(job.id, attempt=1, progress=40, message="Drawing", engine="dummy")
        told = [tab.hear()["progress"] for _ in range(2)]

    assert told == [30, 40]
