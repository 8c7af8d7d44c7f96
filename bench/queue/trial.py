"""One contender under test: its client, its workers, its marks, and what is measured of them."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from bench.queue import marks
from bench.queue.servers import Server

PATIENCE_SECONDS = 120.0
PACE_SECONDS = 0.05
NEARLY_IDLE_PACE_SECONDS = 1.5
# Of a full queue the first jobs are executed while the workers are still starting.
WARM_UP_SHARE = 0.2


@dataclass(frozen=True, kw_only=True)
class Contender:
    """What takes part. `server` is None when it is not installed here."""

    title: str
    module: str
    worker: tuple[str, ...]
    environment: dict[str, str]
    server: Server | None
    jobs: int


@dataclass(kw_only=True)
class Figures:
    """What was measured of a contender, one entry per round (jobs per second) or per job (seconds)."""

    enqueue: list[float] = field(default_factory=list)
    drain: list[float] = field(default_factory=list)
    cpu_per_job: list[float] = field(default_factory=list)  # seconds, the workers' and the server's
    pickup: list[float] = field(default_factory=list)
    rested_pickup: list[float] = field(default_factory=list)
    nearly_idle_cpu: float = 0.0  # of one core, the workers' and the server's


class Trial:
    """A contender that was set up; used round after round, with workers only while its turn lasts."""

    def __init__(self, contender: Contender, *, folder: Path) -> None:
        self.contender = contender
        self.figures = Figures()
        self._marks = folder / "marks"
        self._marks.touch()
        self._output = folder / "output"
        self._environment = os.environ | contender.environment | {"BENCH_MARKS": str(self._marks)}
        self._next = 0
        # Claimed by the client itself, so without a mark.
        self._executed_here = 0
        self._client = subprocess.Popen(
            [sys.executable, "-m", "bench.queue.client", contender.module],
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.ask("prepare")

    def close(self) -> None:
        self._client.communicate()

    def ask(self, verb: str, *arguments: Any) -> Any:
        """Have the client do something and return its answer."""
        assert self._client.stdin is not None
        assert self._client.stdout is not None
        self._client.stdin.write(json.dumps([verb, *arguments]) + "\n")
        self._client.stdin.flush()
        answer = self._client.stdout.readline()
        assert answer, f"the client of {self.contender.title} ended"
        return json.loads(answer)

    def enqueue(self, count: int) -> float:
        """Submit jobs and return how many per second."""
        return count / float(self.ask("enqueue", self._numbers(count)))

    def time_claims(self, count: int) -> list[float]:
        """Have the client itself claim queued jobs; return how many seconds each claim took."""
        self.enqueue(count)
        times: list[float] = self.ask("time_claims", count)
        self._executed_here += count
        return times

    def drain(self) -> float:
        """Start workers on the full queue, wait until it is done, stop them; return jobs per second."""
        workers = self.start_workers()
        try:
            return self._wait_until_drained(workers)[0]
        finally:
            stop(workers)

    def play_round(self, *, jobs: int, paced: int, nearly_idle: int) -> None:
        """Fill the queue, start the workers on it, then give them single jobs; add to the figures."""
        figures = self.figures
        figures.enqueue.append(self.enqueue(jobs))
        workers = self.start_workers()
        try:
            rate, cpu_per_job = self._wait_until_drained(workers)
            figures.drain.append(rate)
            figures.cpu_per_job.append(cpu_per_job)
            figures.pickup += self._pick_ups(paced, every_seconds=PACE_SECONDS)
            if nearly_idle:
                start, spent = time.monotonic(), self._cpu_seconds(workers)
                figures.rested_pickup = self._pick_ups(nearly_idle, every_seconds=NEARLY_IDLE_PACE_SECONDS)
                figures.nearly_idle_cpu = (self._cpu_seconds(workers) - spent) / (time.monotonic() - start)
        finally:
            stop(workers)

    def start_workers(self) -> psutil.Popen:
        with self._output.open("ab") as output:
            return psutil.Popen(
                [sys.executable, *self.contender.worker], env=self._environment, stdout=output, stderr=output
            )

    def _numbers(self, count: int) -> tuple[int, int]:
        first, self._next = self._next, self._next + count
        return first, self._next

    def _wait_until_drained(self, workers: psutil.Popen) -> tuple[float, float]:
        """Return the rate at which executions began and the CPU seconds of each, both without the warm-up."""
        before, last = len(marks.read(self._marks)), self._next - self._executed_here
        warm = before + int((last - before) * WARM_UP_SHARE)
        self._wait_until(lambda: marks.count(self._marks) >= warm)
        counted, spent = marks.count(self._marks), self._cpu_seconds(workers)
        self._wait_until_begun()
        self._wait_until(lambda: self.ask("unfinished") == 0)
        spent = self._cpu_seconds(workers) - spent
        moments = list(marks.read(self._marks).values())[warm:]
        rate = (len(moments) - 1) / (moments[-1] - moments[0]) * 1e9
        return rate, spent / max(1, last - counted)

    def _pick_ups(self, count: int, *, every_seconds: float) -> list[float]:
        """Return how many seconds after its commit the execution of each job began."""
        numbers = self._numbers(count)
        committed = self.ask("pace", numbers, every_seconds)
        self._wait_until_begun()
        begun = marks.read(self._marks)
        return [(begun[number] - commit) / 1e9 for number, commit in zip(range(*numbers), committed, strict=True)]

    def _wait_until_begun(self) -> None:
        self._wait_until(lambda: marks.count(self._marks) >= self._next - self._executed_here)

    def _wait_until(self, is_so: Any) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while not is_so():
            assert time.monotonic() < until, f"{self.contender.title} got stuck: {self._output.read_text()[-2000:]}"
            time.sleep(0.02)  # seldom enough not to be measured itself

    def _cpu_seconds(self, workers: psutil.Popen) -> float:
        servers = [self.contender.server.process] if self.contender.server else []
        return sum(_cpu_seconds_of_tree(process) for process in (psutil.Process(workers.pid), *servers))


def stop(workers: psutil.Popen) -> None:
    """Ask the workers to end, and end what has not after some seconds."""
    tree = [*psutil.Process(workers.pid).children(recursive=True), workers]
    workers.send_signal(signal.SIGTERM)
    _, alive = psutil.wait_procs(tree, timeout=15)
    for process in alive:
        process.kill()


def _cpu_seconds_of_tree(process: psutil.Process) -> float:
    spent = 0.0
    for member in (process, *process.children(recursive=True)):
        try:
            times = member.cpu_times()
        except psutil.NoSuchProcess:
            continue
        spent += times.user + times.system
    return spent
