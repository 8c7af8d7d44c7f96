"""Server-Sent Events: the log itself, from any number on, whatever is cut meanwhile."""

import gc
import time

import pytest
from django.conf import LazySettings
from django.http import HttpRequest

from imagesvc.images import generation
from imagesvc.live import streams
from jobs import lifecycle
from jobs.events import newest_id
from jobs.lifecycle import NewJob
from jobs.models import Job, JobEvent
from jobs.worker import Attempt
from tests.factories import make_job
from tests.live.listening import Stream, socket, stream
from tests.processes import wait_for
from tests.servers import RunningServer, running_server


def submit(**values: str) -> Job:
    return lifecycle.submit(NewJob(prompt="A lighthouse.", width=64, height=64, seed=1, **values)).job


def draw(job: Job) -> None:
    claimed = lifecycle.claim(worker="here:1")
    assert claimed is not None
    assert claimed.id == job.id
    generation.run(claimed, Attempt(claimed, limit_seconds=60))


def numbers(stream: Stream) -> list[int | None]:
    return [told.number for told in stream.told]


def test_stream_of_all_jobs_says_what_a_socket_says(server: RunningServer) -> None:
    with stream(server, "/api/events") as everything, socket(server, "?clientId=tab") as tab:
        tab.hear()
        head = {
            name: everything.response.headers[name] for name in ("cache-control", "x-accel-buffering", "content-type")
        }
        job = submit(client_id="tab")
        draw(job)

        told = everything.wait(count=4)
        frames = [tab.hear() for _ in told]

    assert head == {"cache-control": "no-cache", "x-accel-buffering": "no", "content-type": "text/event-stream"}
    assert [event.says for event in told] == frames
    assert [event.number for event in told] == [frame["eventId"] for frame in frames]
    assert [event.says["phase"] for event in told] == ["queued", "processing", "progress", "completed"]
    assert told[-1].says["result"] == server.get(f"/api/jobs/{job.id}").json()["result"]


def test_stream_of_one_job_begins_with_its_first_event_and_ends_with_its_last(server: RunningServer) -> None:
    submit(client_id="other")
    job = submit(entity_kind="thing", entity_type="item", entity_id="lamp")
    lifecycle.subscribe(job, client_id="tab")  # is no event of the job's own
    with stream(server, f"/api/jobs/{job.id}/events") as events:
        assert events.phases(count=1) == ["queued"]

        lifecycle.cancel(job.id)

        assert events.has_ended.wait(60)
        assert events.phases(count=2) == ["queued", "cancelled"]
        assert len(events.told) == 2


def test_stream_of_a_job_that_has_ended_says_all_and_ends(server: RunningServer) -> None:
    job = submit()
    lifecycle.cancel(job.id)
    with stream(server, f"/api/jobs/{job.id}/events/") as events:
        assert events.has_ended.wait(60)

    assert events.phases(count=2) == ["queued", "cancelled"]


def test_browser_that_has_heard_a_jobs_end_is_told_not_to_come_back(server: RunningServer) -> None:
    job = submit()
    lifecycle.cancel(job.id)
    end = newest_id()

    responses = [
        server.get(f"/api/jobs/{job.id}/events", headers={"Last-Event-ID": str(end)}),
        server.get(f"/api/jobs/{job.id}/events?since={end + 5}"),
    ]

    assert [(response.status_code, response.content) for response in responses] == [(204, b"")] * 2


def test_stream_of_a_client_begins_with_how_its_jobs_are(server: RunningServer) -> None:
    job = submit(client_id="tab")
    submit(client_id="other")
    with stream(server, "/api/events?clientId=tab") as events:
        [snapshot] = events.wait(count=1)
        lifecycle.cancel(job.id)
        told = events.wait(count=2)

    assert [snapshot.number, snapshot.says["phase"], snapshot.says["jobId"]] == [None, "snapshot", str(job.id)]
    assert [told[1].number, told[1].says["phase"]] == [newest_id(), "cancelled"]


def test_cut_stream_is_resumed_without_loss_or_repetition(server: RunningServer) -> None:
    with stream(server, "/api/events?clientId=tab") as before:
        jobs = [submit(client_id="tab") for _ in range(3)]
        before.wait(count=3)
    assert before.last_number is not None
    for job in jobs:
        lifecycle.cancel(job.id)
    submit(client_id="other")
    with stream(server, "/api/events?clientId=tab", since=before.last_number) as after:
        after.wait(count=3)
        last = submit(client_id="tab")
        after.wait(count=4)

    mine = JobEvent.objects.filter(job__client_id="tab").order_by("id").values_list("id", flat=True)
    assert numbers(before) + numbers(after) == list(mine)
    assert after.told[-1].says["jobId"] == str(last.id)


def test_stream_is_resumed_after_the_server_was_restarted(transactional_db: None) -> None:
    jobs = [submit() for _ in range(2)]
    start = newest_id()
    with running_server() as server, stream(server, "/api/events") as before:
        jobs += [submit()]
        before.wait(count=1)
        stopped_at = time.monotonic()
        server.stop()
        assert before.has_ended.wait(60)
        assert time.monotonic() - stopped_at < 2
    for job in jobs:
        lifecycle.cancel(job.id)
    with running_server() as server, stream(server, "/api/events", since=before.last_number) as after:
        after.wait(count=3)
        submit()
        after.wait(count=4)

    assert numbers(before) + numbers(after) == list(range(start + 1, start + 6))


def test_browsers_number_goes_before_the_addresss(server: RunningServer) -> None:
    for _ in range(3):
        submit()
    last = newest_id()
    with stream(server, f"/api/events?since={last - 2}") as first:
        first.wait(count=2)
    with stream(server, f"/api/events?since={last - 2}", since=last - 1) as again:
        again.wait(count=1)

    assert [numbers(first), numbers(again)] == [[last - 1, last], [last]]


def test_long_past_is_read_page_by_page(server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobs.events.EVENTS_PER_READ", 2)
    for _ in range(5):
        submit()
    with stream(server, "/api/events", since=0) as events:
        events.wait(count=5)
        submit()
        events.wait(count=6)

    assert numbers(events) == list(range(newest_id() - 5, newest_id() + 1))


def test_number_that_was_never_given_counts_as_now(server: RunningServer) -> None:
    submit()
    with stream(server, "/api/events?since=999999999999999999") as events:
        assert events.last_number == newest_id()
        submit()
        events.wait(count=1)

    assert numbers(events) == [newest_id()]


def test_number_of_another_process_that_is_further_is_believed(server: RunningServer) -> None:
    with stream(server, "/api/events") as ours:
        submit()
        ours.wait(count=1)
        # It was told by another process, before this one has read it.
        with stream(server, "/api/events", since=newest_id()) as events:
            submit()
            events.wait(count=1)

    assert numbers(events) == [newest_id()]


def test_quiet_stream_says_where_it_is(server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "HEARTBEAT_SECONDS", 0.05)
    with stream(server, "/api/events?clientId=tab") as events:
        submit(client_id="other")
        wait_for(lambda: events.last_number == newest_id())

    assert (events.beats > 0, events.told) == (True, [])


@pytest.mark.parametrize("since", ["x", "-1", "1.5", "1" * 19, "²", "%00"])
def test_number_that_is_none_is_refused(server: RunningServer, since: str) -> None:
    response = server.get(f"/api/events?since={since}")

    body = response.json()
    assert (response.status_code, body["success"], body["code"], list(body["fields"])) == (
        400,
        False,
        "invalid",
        ["since"],
    )
    assert body["error"].startswith("since must be ")


def test_name_that_is_too_long_is_refused(server: RunningServer) -> None:
    response = server.get(f"/api/events?clientId={'x' * 129}")

    assert (response.status_code, response.json()["error"]) == (
        400,
        "clientId must not be longer than 128 characters.",
    )


@pytest.mark.parametrize("job_id", ["01a216d4-3b09-7106-ae30-c0fbd605ba93", "x", "1", "%00", "..%2f"])
def test_unknown_job_is_not_found(server: RunningServer, job_id: str) -> None:
    response = server.get(f"/api/jobs/{job_id}/events")

    assert (response.status_code, response.headers["content-type"]) == (404, "application/json")
    assert response.json()["success"] is False


def test_stream_can_only_be_read(server: RunningServer) -> None:
    with server.client() as client:
        response = client.post("/api/events", json={})

    assert (response.status_code, response.headers["allow"], response.json()) == (
        405,
        "GET",
        {"success": False, "error": "Events can only be read, with GET.", "code": "method-not-allowed"},
    )


def test_unknown_host_is_refused(server: RunningServer) -> None:
    response = server.get("/api/events", headers={"Host": "evil.example"})

    assert (response.status_code, response.json()["code"]) == (400, "unknown-host")


def test_one_stream_too_many_is_refused(server: RunningServer, settings: LazySettings) -> None:
    settings.STREAM_CAP = 1
    with stream(server, "/api/events"):
        response = server.get("/api/events")

    assert (response.status_code, response.headers["retry-after"], response.json()) == (
        503,
        "5",
        {"success": False, "error": "Too many listen already; try again later.", "code": "too-many-streams"},
    )
    wait_for(lambda: server.count_requests() == 0)
    with stream(server, "/api/events"):
        pass


def test_client_that_hangs_up_is_forgotten(server: RunningServer) -> None:
    with stream(server, "/api/events"), stream(server, "/api/events?clientId=tab"):
        assert server.count_requests() == 2

    wait_for(lambda: server.count_requests() == 0)


def test_nothing_is_kept_of_the_request_while_somebody_listens(server: RunningServer) -> None:
    """There are thousands of them, and Django's request takes a quarter of what one of them does."""

    def requests() -> int:
        gc.collect()
        return sum(isinstance(each, HttpRequest) for each in gc.get_objects())

    before = requests()
    with stream(server, "/api/events?clientId=tab"), socket(server, "?clientId=tab") as listener:
        listener.hear()

        assert requests() == before


def test_client_that_does_not_read_holds_up_nobody_and_is_cut_loose(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("imagesvc.web.server.UNREAD_SECONDS", 1)
    job = make_job()
    with running_server() as server, stream(server, "/api/events") as reader:
        with server.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n"):
            wait_for(lambda: server.count_requests() == 2)

            def tell_more_and_ask() -> bool:
                events = [JobEvent(job=job, kind="queued", status="queued", attempt=0, message="x" * 100_000)] * 10
                JobEvent.objects.bulk_create(events)
                return server.count_requests() == 1

            wait_for(tell_more_and_ask)
        wait_for(lambda: reader.told[-1].number == newest_id())

    assert numbers(reader) == list(JobEvent.objects.order_by("id").values_list("id", flat=True))
