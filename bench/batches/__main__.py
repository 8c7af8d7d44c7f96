"""How fast many jobs are requeued, and how the API answers meanwhile; prints Markdown, on both databases.

`python -m bench.batches [--jobs 100000]`, from the project's folder: a web server and a cluster as their operator has
them, with the queue paused so that nothing is drawn. Two clients ask at a steady pace, before and meanwhile.
"""

import argparse
import http.client
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.queue import servers
from bench.web.site import Kind, Site, running

CALM_SECONDS = 10.0
GET_EVERY_SECONDS = 0.02
POST_EVERY_SECONDS = 0.1
LOOK_SECONDS = 0.25


@dataclass(frozen=True, kw_only=True)
class Latencies:
    """How long answers took, in milliseconds, and how many were none."""

    times: list[float]
    errors: int

    def __str__(self) -> str:
        ranks = statistics.quantiles(self.times, n=100)
        errors = f", {self.errors} errors" if self.errors else ""
        return f"{ranks[49]:.1f} / {ranks[98]:.0f} / {max(self.times):.0f} ms{errors}"


class Client(threading.Thread):
    """Sends one request after the other at a steady pace until it is stopped."""

    def __init__(self, port: int, *, every_seconds: float, method: str, path: str, body: object = None) -> None:
        super().__init__(daemon=True)
        self._port = port
        self._every_seconds = every_seconds
        self._words = (method, path, None if body is None else json.dumps(body))
        self._is_over = threading.Event()
        self._times: list[float] = []
        self._errors = 0

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        while not self._is_over.wait(self._every_seconds):
            began = time.perf_counter()
            connection.request(*self._words, headers={"Content-Type": "application/json"})
            response = connection.getresponse()
            response.read()
            self._times.append(1000 * (time.perf_counter() - began))
            self._errors += response.status != 200

    def finish(self) -> Latencies:
        self._is_over.set()
        self.join()
        return Latencies(times=self._times, errors=self._errors)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.batches", description=__doc__)
    parser.add_argument("--jobs", type=int, default=100_000)
    count = parser.parse_args().jobs
    # However it is ended, nothing that it started stays behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    print(f"{count:,} failed jobs requeued; GET /api/jobs/<id> and POST /api/generate-image: p50 / p99 / longest\n")
    print("| database | seconds | jobs/s | twice | GET before | GET meanwhile | POST before | POST meanwhile |")
    print("|---|---|---|---|---|---|---|---|")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-batches-")))
        postgresql = stack.enter_context(servers.postgresql(folder))
        addresses = {"SQLite": f"sqlite:///{folder}/jobs.sqlite3", "PostgreSQL": postgresql.database("jobs")}
        for name, address in addresses.items():
            environment = {
                "DJANGO_SETTINGS_MODULE": "imagesvc.settings",
                "IMAGESVC_DATA_DIR": str(folder / name),
                "DATABASE_URL": address,
                "IMAGESVC_QUEUE_CAP": "1000000",
                "IMAGESVC_LOG_LEVEL": "WARNING",
            }
            print(f"| {name} | {' | '.join(_measure(environment, count=count))} |", flush=True)


def _measure(environment: Mapping[str, str], *, count: int) -> Iterator[str]:
    command = ("manage.py", "serve", "--port", "PORT")
    kind = Kind(command=command, environment=environment, rows="bench.batches.rows", history=count)
    with running(kind) as site, _cluster(environment):
        before = _ask(site)
        time.sleep(CALM_SECONDS)  # the answers without a batch are what is measured meanwhile: it ends by time alone
        calm = [client.finish() for client in before]
        meanwhile = _ask(site)
        began = time.monotonic()
        batch = _request(site, "POST", "/api/jobs/requeue", {"status": "failed"})["batch"]
        while batch["status"] in {"ready", "running"}:
            time.sleep(LOOK_SECONDS)  # a page asks at a pace, too; faster would be load of its own
            batch = _request(site, "GET", f"/api/batches/{batch['id']}")["batch"]
        seconds = time.monotonic() - began
        busy = [client.finish() for client in meanwhile]
        assert (batch["status"], batch["done"]) == ("done", count), batch
        yield f"{seconds:.1f}"
        yield f"{count / seconds:,.0f}"
        yield str(site.ask("doubles", 0))
        for quiet, loud in zip(calm, busy, strict=True):
            yield str(quiet)
            yield str(loud)


def _ask(site: Site) -> list[Client]:
    wish = {"prompt": "A quay.", "clientId": "bench"}
    clients = [
        Client(site.port, every_seconds=GET_EVERY_SECONDS, method="GET", path=f"/api/jobs/{site.ids['failed'][0]}"),
        Client(site.port, every_seconds=POST_EVERY_SECONDS, method="POST", path="/api/generate-image", body=wish),
    ]
    for client in clients:
        client.start()
    return clients


def _request(site: Site, method: str, path: str, body: object = None) -> Any:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    connection.request(method, path, json.dumps(body), headers={"Content-Type": "application/json"})
    return json.loads(connection.getresponse().read())


@contextmanager
def _cluster(environment: Mapping[str, str]) -> Iterator[None]:
    command = [sys.executable, "manage.py", "work", "--workers", "1"]
    cluster = subprocess.Popen(command, env=os.environ | environment, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        cluster.terminate()
        cluster.wait(30)


if __name__ == "__main__":
    main()
