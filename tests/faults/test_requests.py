"""Clients that come all at once, and answers that never arrive: one wish makes one job."""

import socket
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

import httpx2
import pytest

from tests.faults.deployment import Deployment, wish

CLIENTS = 100


@pytest.mark.faults("F13")
@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/generate-image", wish()),
        ("/api/images/request", {"entityType": "item", "entityId": "thing_1", "force": True}),
    ],
)
def test_answer_lost_after_the_commit(deployment: Deployment, path: str, body: dict[str, Any]) -> None:
    deployment.run_from_shell("from tests.factories import make_thing; make_thing(id='thing_1')")
    deployment.serve()
    key = {"Idempotency-Key": "the-one-wish"}

    with deaf_proxy(deployment.port) as port, deployment.client(port=port) as unlucky:
        for _ in range(3):
            with pytest.raises(httpx2.TransportError):
                unlucky.post(path, json=body, headers=key)
    answers = [deployment.http.post(path, json=body, headers=key) for _ in range(3)]

    [(job_id,)] = deployment.service.read("SELECT id FROM jobs_job")
    assert {(answer.status_code, deployment.key(answer.json()["jobId"])) for answer in answers} == {(200, str(job_id))}
    assert deployment.story(answers[0].json()["jobId"]) == ["queued"]
    deployment.assert_sound_while_serving()


@pytest.mark.faults("F30")
@pytest.mark.slow
def test_hundred_clients_want_one_entity_at_once(deployment: Deployment) -> None:
    deployment.run_from_shell("from tests.factories import make_thing; make_thing(id='thing_1')")
    deployment.serve()
    barrier = Barrier(CLIENTS)

    def ask(number: int) -> tuple[int, bool, bool, str]:
        body = {"entityType": "item", "entityId": "thing_1", "force": number % 2 == 0, "clientId": f"client {number}"}
        with deployment.client() as client:
            barrier.wait()
            answer = client.post("/api/images/request", json=body)
        told = answer.json()
        return answer.status_code, told["success"], told["existingJob"], told["jobId"]

    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = Counter(pool.map(ask, range(CLIENTS)))

    [(job_id,)] = deployment.service.read("SELECT id FROM jobs_job")
    told_id = next(iter(answers))[3]
    assert deployment.key(told_id) == str(job_id)
    assert answers == {(200, True, False, told_id): 1, (200, False, True, told_id): CLIENTS - 1}
    assert deployment.service.read("SELECT count(*) FROM jobs_jobsubscription") == [(CLIENTS - 1,)]
    deployment.assert_sound_while_serving()


@contextmanager
def deaf_proxy(port: int) -> Iterator[int]:
    """Pass requests on to a port, and hang up as soon as the answer begins."""
    listener = socket.create_server(("127.0.0.1", 0))

    def pass_on() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            with client, socket.create_connection(("127.0.0.1", port)) as server:
                threading.Thread(target=_copy, args=(client, server), daemon=True).start()
                server.recv(1)
                # The copying thread may be waiting for more of the request.
                client.shutdown(socket.SHUT_RDWR)

    thread = threading.Thread(target=pass_on)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def _copy(source: socket.socket, target: socket.socket) -> None:
    try:
        while part := source.recv(65_536):
            target.sendall(part)
    except OSError:
        return
