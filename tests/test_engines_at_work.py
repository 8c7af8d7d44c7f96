"""The whole service with engines that are somewhere else: small servers that speak their protocols, in processes."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx2
import pytest

from tests.processes import wait_for
from tests.services import ROOT, Service
from tests.test_up import ENDED, free_port

QUICK = '{"draw_seconds": 0.3}'


@pytest.fixture
def service(installed: Service) -> Service:
    return installed


@contextmanager
def engine_server(type_name: str, *, port: int) -> Iterator[subprocess.Popen[bytes]]:
    argv = [sys.executable, "-m", "tests.engines.servers", type_name, "--port", str(port), "--script", QUICK]
    with subprocess.Popen(argv, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        try:
            wait_for(lambda: is_answering(port))
            yield process
        finally:
            process.kill()


def is_answering(port: int) -> bool:
    try:
        httpx2.get(f"http://127.0.0.1:{port}/", timeout=1)
    except httpx2.TransportError:
        return False
    return True


@contextmanager
def up(service: Service, *words: str, **environment: str) -> Iterator[httpx2.Client]:
    """Run the service until the block ends, and see that Ctrl-C ends it well."""
    port = free_port()
    process = service.start("up", "--no-demo", "--port", port, *words, **environment)
    wait_for(lambda: "Ctrl-C stops everything." in service.output.read_text())
    with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
        yield client
    process.send_signal(signal.SIGINT)
    assert process.wait(15) == 0
    assert service.processes() == []


def jobs_of(client: httpx2.Client) -> list[dict[str, Any]]:
    jobs: list[dict[str, Any]] = client.get("/api/jobs").json()["jobs"]
    return jobs


@pytest.mark.slow
@pytest.mark.once
def test_engine_demo_draws_with_a_server_that_speaks_the_protocol(service: Service) -> None:
    with up(service, "--engine-demo", "comfyui") as client:
        answer = client.post(
            "/api/generate-image", json={"prompt": "a lantern", "async": False, "width": 512, "height": 256, "seed": 5}
        ).json()
        picture = client.get(answer["images"][0]["url"])
        state = client.get("/api/engines").json()["engines"][0]

    metadata = answer["metadata"]
    assert (metadata["engine"], metadata["workflow"], metadata["placeholder"]) == ("comfyui", "sdxl", False)
    assert (metadata["images"][0]["width"], metadata["images"][0]["height"]) == (512, 256)
    assert (picture.status_code, picture.headers["Content-Type"]) == (200, "image/png")
    assert (state["name"], state["state"], state["lastError"]) == ("comfyui", "healthy", None)


@pytest.mark.slow
def test_pool_goes_on_when_one_of_its_servers_dies(service: Service) -> None:
    left, right = free_port(), free_port()
    environment = {
        "IMAGESVC_ENGINES": "left,right,pillow",
        "IMAGESVC_ENGINE_LEFT_TYPE": "comfyui",
        "IMAGESVC_ENGINE_LEFT_URL": f"http://127.0.0.1:{left}",
        "IMAGESVC_ENGINE_RIGHT_TYPE": "comfyui",
        "IMAGESVC_ENGINE_RIGHT_URL": f"http://127.0.0.1:{right}",
    }
    with (
        engine_server("comfyui", port=left),
        engine_server("comfyui", port=right) as dying,
        up(service, **environment) as client,
    ):
        for number in range(10):
            client.post("/api/generate-image", json={"prompt": f"lantern {number}", "width": 64, "height": 64})
        wait_for(lambda: {"left", "right"} <= set(engines_of_completed(client)))
        dying.kill()
        wait_for(lambda: all(job["status"] in ENDED for job in jobs_of(client)), seconds=40)
        engines = engines_of_completed(client)
        states = {each["name"]: each["state"] for each in client.get("/api/engines").json()["engines"]}

    assert len(engines) == 10, "every job ended well, and once"
    assert set(engines) == {"left", "right"}, "the other one was well, so nobody stood in"
    assert (states["left"], states["pillow"]) == ("healthy", "healthy")
    placeholders = service.read("SELECT count(*), count(DISTINCT job_id) FROM images_image WHERE NOT is_placeholder")
    assert [tuple(row) for row in placeholders] == [(10, 10)]


def engines_of_completed(client: httpx2.Client) -> list[str]:
    images = client.get("/api/images").json()["images"]
    return [image["engine"] for image in images]


@pytest.mark.once
def test_check_engines_draws_with_each_and_fails_if_one_cannot(service: Service) -> None:
    port = free_port()
    environment = {
        "IMAGESVC_ENGINES": "away,gpu,pillow",
        "IMAGESVC_ENGINE_AWAY_TYPE": "a1111",
        "IMAGESVC_ENGINE_AWAY_URL": f"http://127.0.0.1:{free_port()}",
        "IMAGESVC_ENGINE_GPU_TYPE": "comfyui",
        "IMAGESVC_ENGINE_GPU_URL": f"http://127.0.0.1:{port}",
        "COLUMNS": "200",
    }
    with engine_server("comfyui", port=port):
        checked = service.run("check_engines", **environment)
        without = service.run("check_engines", "gpu", "pillow", "--save", str(service.folder / "drawn"), **environment)
        unknown = service.run("check_engines", "nobody", **environment)

    # Lines are drawn as the terminal's encoding can.
    cells = [re.split(r"\s*[│|]\s*", line) for line in checked.stdout.splitlines()]
    rows = {words[1]: words[3] for words in cells if len(words) > 4}
    assert set(rows) == {"away", "gpu", "pillow"}
    assert "cannot be reached" in rows["away"]
    assert (rows["gpu"], rows["pillow"]) == ("drawn", "drawn")
    assert (checked.returncode, checked.stderr) == (1, "CommandError: 1 of 3 engines cannot draw: away.\n")
    assert (without.returncode, without.stderr) == (0, "")
    assert sorted(path.name for path in (service.folder / "drawn").iterdir()) == ["gpu.png", "pillow.png"]
    assert (unknown.returncode, unknown.stderr) == (
        2,
        "CommandError: No engine is configured as 'nobody'; there are: away, gpu, pillow.\n",
    )
