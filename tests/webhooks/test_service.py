"""The whole way with real processes: a request names a callback, the workers draw, and the receiver hears of it."""

import time

import httpx2
import pytest
from django.core.management import call_command

from imagesvc.webhooks.signing import secret_of_callbacks
from tests.processes import are_gone, wait_for
from tests.receivers import webhook_receiver
from tests.services import Service
from tests.test_up import free_port


@pytest.fixture
def service(installed: Service) -> Service:
    return installed


def test_receiver_hears_of_a_picture_within_seconds(service: Service) -> None:
    service.environment |= {
        "IMAGESVC_ENGINES": "dummy",
        "IMAGESVC_WORKERS": "1",
        "IMAGESVC_WEBHOOK_PRIVATE": "127.0.0.1",
    }
    port = free_port()
    up = service.start("up", "--port", port, "--no-demo")
    wait_for(lambda: "Ctrl-C stops everything." in service.output.read_text())
    with webhook_receiver() as receiver, httpx2.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        made = client.post("/api/webhooks", json={"url": f"{receiver.url}/all", "events": ["job.completed"]})
        wish = {"prompt": "A quay.", "callbackUrl": f"{receiver.url}/one"}
        job_id = client.post("/api/generate-image", json=wish).json()["jobId"]
        wait_for(lambda: client.get(f"/api/jobs/{job_id}").json()["job"]["status"] == "completed")
        ended_at = time.monotonic()
        wait_for(lambda: len(receiver.received) == 2)
        took = time.monotonic() - ended_at

        # A receiver that never answers does not hold up the end.
        receiver.go_on.clear()
        client.post("/api/generate-image", json=wish)
        wait_for(lambda: len(receiver.received) == 4)
        processes = service.processes()
        up.terminate()
        up.wait(20)

    secret = service.run("webhook_secret").stdout.strip()
    by_path = {received.path: received for received in receiver.received[:2]}
    by_path["/hook/one"].verify(secret)
    by_path["/hook/all"].verify(made.json()["secret"])
    assert by_path["/hook/one"].message["data"]["result"]["imageId"]
    assert took < 5
    assert are_gone(processes)
    assert "ERROR" not in service.output.read_text()
    assert secret not in service.output.read_text()


@pytest.mark.django_db
def test_secret_of_callbacks_is_always_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("webhook_secret")
    call_command("webhook_secret")

    assert capsys.readouterr().out.split() == [secret_of_callbacks()] * 2
