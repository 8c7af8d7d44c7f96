"""A running service to be hurt: real processes, known by what they do, and clients that remember every answer."""

import signal
import subprocess
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from threading import Event
from typing import Any

import httpx2
import psutil

from tests.faults.invariants import ENDED, Answer, Invariants, Witness
from tests.processes import PATIENCE_SECONDS, are_gone, wait_for
from tests.services import Service
from tests.test_up import free_port

READY = "Ctrl-C stops everything."
# Whatever ends sooner than this after its first start counts as unable to start, and `up` gives up.
PROVEN_SECONDS = 6.0


@dataclass(frozen=True, kw_only=True)
class Crew:
    """The processes of one cluster."""

    main: psutil.Process
    sentinel: psutil.Process
    workers: Sequence[psutil.Process]
    monitor: psutil.Process
    pusher: psutil.Process

    def all(self) -> list[psutil.Process]:
        return [self.main, self.sentinel, *self.workers, self.monitor, self.pusher]


class Deployment:
    """The service in a folder and a database of its own, with an engine that does as the prompt tells it."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.workers = 2
        self.port = free_port()
        self._started: list[subprocess.Popen[bytes]] = []
        self.witness = Witness()
        self.pictures = service.folder / "pictures"
        self.invariants = Invariants(read=service.read, pictures=self.pictures, reconcile=self.reconcile)
        service.environment |= {"IMAGESVC_ENGINES": "dummy"}

    # --- Its processes -----------------------------------------------------------------------------------------------

    def up(self, **environment: str) -> psutil.Process:
        """Start everything and wait until it answers."""
        told = self.output().count(READY)
        up = self.start("up", "--no-demo", "--port", self.port, "--workers", self.workers, **environment)
        wait_for(lambda: self.output().count(READY) > told or self._has_ended(up))
        return up

    def serve(self, *, clock_off_seconds: float = 0) -> psutil.Process:
        """Start the web server alone: nothing is drawn."""
        server = self.start_shifted("serve", "--port", self.port, clock_off_seconds=clock_off_seconds)
        wait_for(lambda: self.answers() or self._has_ended(server))
        return server

    def work(self, *, workers: int = 2, **environment: str) -> psutil.Process:
        """Start a host that only works, and return when it could."""
        work = self.start("work", "--workers", workers, **environment)
        self.crew(work, workers=workers)
        return work

    def crew(self, parent: psutil.Process, *, workers: int | None = None) -> Crew:
        """Return the processes of the cluster below `up` or `work`, once they are complete."""
        # One for chores and one for each of the three long ones beside those that draw.
        count = (self.workers if workers is None else workers) + 4

        def find() -> Crew | None:
            for main in children(parent, word="cluster"):
                for sentinel in main.children():
                    # In the order in which the sentinel made them; nobody was replaced yet.
                    made = sorted(sentinel.children(), key=lambda process: process.pid)
                    if len(made) == count + 2:
                        return Crew(
                            main=main, sentinel=sentinel, workers=made[:count], monitor=made[-2], pusher=made[-1]
                        )
            return None

        def find_alive() -> Crew | None:
            try:
                return find()
            except psutil.NoSuchProcess:
                return None

        crew = wait_for(find_alive)
        assert crew is not None
        return crew

    def busy_worker(self, job_id: str) -> psutil.Process:
        """Return the process that draws a job, as soon as one does."""

        query = f"SELECT status, worker FROM jobs_job WHERE id = '{self.key(job_id)}'"

        def find() -> str:
            [(status, worker)] = self.service.read(query)
            assert status not in ENDED, "it ended before anybody looked"
            return str(worker) if status == "processing" else ""

        return psutil.Process(int(wait_for(find).rpartition(":")[2]))

    def output(self) -> str:
        return self.service.output.read_text() if self.service.output.exists() else ""

    def submit_from_shell(self, script: str = "", *, count: int = 1) -> list[str]:
        """Queue jobs while no server runs; return their ids."""
        job_ids = self.run_from_shell(
            f"from tests.faults.dying import submit; submit({script!r}, count={count})"
        ).split()
        self.witness.accepted.update(job_ids)
        return job_ids

    def run_from_shell(self, code: str) -> str:
        """Run code in a process of the project; return what it said."""
        ended = self.service.run("shell", "-v0", "-c", code)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    def start_dying(self, point: str, *, number: int, **environment: str) -> psutil.Process:
        """Start a worker that is struck by a signal at some point of storing."""
        code = f"from tests.faults.dying import work; work(point={point!r}, number={int(number)})"
        return self.start("shell", "-v0", "-c", code, **environment)

    def start_shifted(self, *words: str | int, clock_off_seconds: float, **environment: str) -> psutil.Process:
        """Start a command whose clock is wrong."""
        if not clock_off_seconds:
            return self.start(*words, **environment)
        arguments = [str(word) for word in words]
        code = f"from tests.faults.shifted import run; run(*{arguments!r}, seconds={clock_off_seconds})"
        return self.start("shell", "-v0", "-c", code, **environment)

    def reconcile(self) -> None:
        ended = self.service.run("reconcile", "--young-seconds", 0)
        assert ended.returncode == 0, ended.stderr

    def close(self) -> None:
        """Kill whatever is left, and forget it."""
        self.http.close()
        self.service.kill()
        for process in self._started:
            process.wait()

    def start(self, *words: str | int, **environment: str) -> psutil.Process:
        self._started.append(self.service.start(*words, **environment))
        return psutil.Process(self._started[-1].pid)

    def _has_ended(self, process: psutil.Process) -> bool:
        assert not are_gone([process]), self.output()
        return False

    # --- Its clients -------------------------------------------------------------------------------------------------

    def client(self, *, port: int | None = None) -> httpx2.Client:
        """Return a client whose answers are remembered."""
        return httpx2.Client(
            base_url=f"http://127.0.0.1:{port or self.port}",
            trust_env=False,
            timeout=PATIENCE_SECONDS,
            event_hooks={"response": [self._remember]},
        )

    @cached_property
    def http(self) -> httpx2.Client:
        return self.client()

    def submit(self, script: str = "", *, count: int = 1, **more: Any) -> list[str]:
        """Ask for pictures over HTTP; return the jobs' ids."""
        answers = [self.http.post("/api/generate-image", json=wish(script, **more)) for _ in range(count)]
        assert {answer.status_code for answer in answers} == {200}, answers[0].text
        return [answer.json()["jobId"] for answer in answers]

    def job(self, job_id: str) -> dict[str, Any]:
        job: dict[str, Any] = self.http.get(f"/api/jobs/{job_id}").json()["job"]
        return job

    @contextmanager
    def load(self, *, clients: int, per_second: float) -> Iterator["Load"]:
        """Have clients ask for pictures while the block runs."""
        load = Load()
        with ThreadPoolExecutor(clients) as pool:
            running = [pool.submit(load.run, self.client(), pause_seconds=clients / per_second) for _ in range(clients)]
            try:
                yield load
            finally:
                load.is_over.set()
        for each in running:
            each.result()

    def cancel(self, job_id: str) -> int:
        return self.http.delete(f"/api/jobs/{job_id}").status_code

    def answers(self) -> bool:
        try:
            return httpx2.get(f"http://127.0.0.1:{self.port}/api/jobs?limit=1", trust_env=False).status_code == 200
        except httpx2.TransportError:
            return False

    def _remember(self, response: httpx2.Response) -> None:
        response.read()
        request = f"{response.request.method} {response.request.url.path}"
        retry_after = response.headers.get("retry-after")
        self.witness.answers.append(Answer(request=request, status=response.status_code, retry_after=retry_after))
        if (response.request.method, response.status_code) == ("POST", 200):
            self.witness.accepted.add(response.json()["jobId"])

    # --- Its rows ----------------------------------------------------------------------------------------------------

    def key(self, job_id: str) -> str:
        return job_id if self.service.database_url else job_id.replace("-", "")

    def count_by_status(self) -> dict[str, int]:
        return dict(self.service.read("SELECT status, count(*) FROM jobs_job GROUP BY status"))

    def status(self, job_id: str) -> str:
        [(status,)] = self.service.read(f"SELECT status FROM jobs_job WHERE id = '{self.key(job_id)}'")
        return str(status)

    def story(self, job_id: str) -> list[str]:
        """Return what happened to a job, without how far it was."""
        query = f"SELECT kind FROM jobs_jobevent WHERE job_id = '{self.key(job_id)}' AND kind <> 'progress' ORDER BY id"
        return [kind for (kind,) in self.service.read(query)]

    def ending(self, job_id: str) -> tuple[Any, ...]:
        """Return status, error code, failures and attempts of a job."""
        query = f"SELECT status, error_code, failures, attempt FROM jobs_job WHERE id = '{self.key(job_id)}'"
        return self.service.read(query)[0]

    def known_stems(self) -> set[str]:
        """Return the names of the pictures that have a row."""
        return {stem for (stem,) in self.service.read("SELECT stem FROM images_imagefile")}

    def stored_stems(self) -> set[str]:
        """Return the names of the files that are there, drafts included."""
        return {path.stem for path in self.pictures.rglob("*") if path.is_file()}

    def wait_until_ended(self, job_ids: Iterable[str], *, seconds: float = PATIENCE_SECONDS) -> None:
        asked = list(job_ids)
        wait_for(lambda: not self.invariants.unfinished(asked), seconds=seconds)

    # --- What must hold ----------------------------------------------------------------------------------------------

    def assert_sound(self) -> None:
        """Check all invariants; everything that was accepted has to end first, if somebody is there to end it."""
        self.wait_until_ended(self.witness.accepted, seconds=2 * PATIENCE_SECONDS)
        self.assert_sound_while_serving()

    def assert_sound_while_serving(self) -> None:
        """Check all invariants while nothing moves, because all has ended or nobody works."""
        queue = self.http.get("/api/jobs?limit=1").json()["queue"]
        assert self.invariants.broken(witness=self.witness, queue=queue) == []

    def assert_sound_while_stopped(self) -> None:
        """Check the invariants after a clean stop: jobs may still be queued, but nobody's hands are on one."""
        self.assert_sound_even_if_processing()
        assert set(self.count_by_status()) <= {"queued", "waiting", *ENDED}

    def assert_sound_even_if_processing(self) -> None:
        """Check the invariants after a stop that left nobody the time to hand jobs back."""
        assert self.service.processes() == []
        assert self.invariants.broken(witness=self.witness) == []


class Load:
    """Clients that go on asking, whatever they are told."""

    def __init__(self) -> None:
        self.is_over = Event()
        self.took: list[float] = []
        self.broken_off = 0
        self._began = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began

    def run(self, client: httpx2.Client, *, pause_seconds: float) -> None:
        with client:
            while not self.is_over.wait(pause_seconds):
                began = time.monotonic()
                try:
                    client.post("/api/generate-image", json=wish())
                except httpx2.TransportError:
                    self.broken_off += 1
                self.took.append(time.monotonic() - began)


def wish(script: str = "", **more: Any) -> dict[str, Any]:
    """Return the body of a request for a small picture."""
    return {"prompt": f"A lighthouse. dummy: {script}", "width": 64, "height": 64} | more


def children(parent: psutil.Process, *, word: str) -> list[psutil.Process]:
    """Return the child processes with a word in their command line."""
    return [child for child in parent.children() if child.is_running() and word in child.cmdline()]


def kill(process: psutil.Process) -> None:
    process.send_signal(signal.SIGKILL)


def wait_until_proven(process: psutil.Process) -> None:
    """Wait until a process has run for so long that its end is not taken for a failed start."""
    wait_for(lambda: time.time() - process.create_time() > PROVEN_SECONDS)
