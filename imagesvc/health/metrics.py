"""Series for Prometheus: of the queue, which are the same from every web process, and of this process.

The queue's are read from the database when somebody asks, so they are right however many processes and hosts there are;
sums over several web processes must leave all but one of them out. No label has values that a client can make up.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from threading import Lock

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.db.models import Count
from prometheus_client import CollectorRegistry
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from imagesvc.health import canary
from imagesvc.pool import health
from imagesvc.pool.choice import Health
from imagesvc.statistics.figures import living_workers, oldest_pending_at
from imagesvc.statistics.histograms import BOUNDS, added
from imagesvc.statistics.models import FOR_EVER, Tally, What
from imagesvc.statistics.reader import NOT_BEGUN, TIMED
from imagesvc.web.traffic import BOUNDS as TRAFFIC_BOUNDS
from imagesvc.web.traffic import EVENTS, NO_STATUS, Traffic, traffic
from jobs import lifecycle
from jobs.clock import database_time
from jobs.models import Job, JobStatus, Priority

# What the database says is kept for so long, however many ask.
KEEP_SECONDS = 1.0
# How a job ends; all else that is counted only ends an attempt.
JOB_ENDS = (What.COMPLETED, What.FAILED, What.TIMEOUT, What.CANCELLED)
# Every second bound of the tallies' histograms, which are the powers of two.
STEP = 2


class QueueCollector(Collector):
    """What all processes have in common."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: Sequence[Metric] = ()
        self._read_at = -KEEP_SECONDS

    def collect(self) -> Iterable[Metric]:
        with self._lock:
            if time.monotonic() - self._read_at >= KEEP_SECONDS:
                self._kept = _read()
                self._read_at = time.monotonic()
            return self._kept

    def forget(self) -> None:
        """Read anew the next time."""
        self._read_at = -KEEP_SECONDS


class TrafficCollector(Collector):
    """What this process has answered."""

    def __init__(self, counted: Traffic) -> None:
        self._traffic = counted

    def collect(self) -> Iterator[Metric]:
        requests = CounterMetricFamily(
            "imagesvc_http_requests",
            "Requests that this process has answered; status 'gone' where the client had hung up.",
            labels=["method", "route", "status"],
        )
        for (method, route, status), count in dict(self._traffic.requests).items():
            requests.add_metric([method, route, "gone" if status == NO_STATUS else str(status)], count)
        yield requests

        durations = HistogramMetricFamily(
            "imagesvc_http_request_seconds",
            "How long those took; for streams of events that is how long they were open.",
            labels=["route"],
        )
        for route, counts in dict(self._traffic.durations).items():
            durations.add_metric([route], _buckets(TRAFFIC_BOUNDS, tuple(counts)), self._traffic.seconds[route])
        yield durations

        yield _gauge("imagesvc_open_sockets", "WebSockets that this process has open.", self._traffic.open_sockets)
        streams = self._traffic.open_requests[EVENTS]
        yield _gauge("imagesvc_open_streams", "Streams of events that this process has open.", streams)
        waiting = GaugeMetricFamily(
            "imagesvc_http_requests_open", "Requests that this process is answering.", labels=["route"]
        )
        for route, count in dict(self._traffic.open_requests).items():
            waiting.add_metric([route], count)
        yield waiting


def _read() -> Sequence[Metric]:
    up = GaugeMetricFamily("imagesvc_database_up", "Whether the database answers; without it the queue's series lack.")
    try:
        metrics = [*_queue(), *_tallies(), *_engines(), *_workers()]
    except DatabaseError:
        connection.close()
        up.add_metric([], 0)
        return [up]
    up.add_metric([], 1)
    return [up, *metrics]


def _queue() -> Iterator[Metric]:
    depth = GaugeMetricFamily(
        "imagesvc_queue_jobs",
        "Jobs that have not ended; queued ones can run, waiting ones not yet.",
        labels=["state", "priority"],
    )
    counts = {status: dict.fromkeys(Priority, 0) for status in JobStatus.ACTIVE}
    for status, found in counts.items():
        # By status one at a time: then those that are queued are counted in the claim's index alone.
        rows = Job.objects.filter(status=status).order_by().values_list("priority").annotate(number=Count("id"))
        found.update({Priority(priority): number for priority, number in rows})
    for status, found in counts.items():
        for priority, number in found.items():
            depth.add_metric([status, priority.name.lower()], number)
    yield depth

    oldest = oldest_pending_at()
    age = 0.0 if oldest is None else (database_time() - oldest).total_seconds()
    yield _gauge("imagesvc_queue_oldest_seconds", "Age of the job that has been pending for the longest time.", age)
    yield _gauge("imagesvc_queue_paused", "Whether somebody has paused the queue.", lifecycle.is_paused())


def _tallies() -> Iterator[Metric]:
    """Tell what was counted since the beginning."""
    tallies = list(Tally.objects.filter(slot_seconds=FOR_EVER).order_by("engine", "what", "error_code"))

    submitted = sum(tally.count for tally in tallies if tally.what == What.SUBMITTED)
    yield CounterMetricFamily("imagesvc_jobs_submitted", "Jobs that were made.", value=submitted)

    ended = CounterMetricFamily("imagesvc_jobs_ended", "Jobs by how they ended.", labels=["outcome"])
    for what in JOB_ENDS:
        ended.add_metric([what.value], sum(tally.count for tally in tallies if tally.what == what))
    yield ended

    attempts = CounterMetricFamily(
        "imagesvc_attempts",
        "Attempts by how they ended; 'passed on' where the engine failed and the attempt went on at another one.",
        labels=["engine", "outcome", "code"],
    )
    for tally in tallies:
        if tally.what not in (What.SUBMITTED, What.CANCELLED) and tally.error_code != NOT_BEGUN:
            attempts.add_metric([tally.engine, tally.what.replace(" ", "_"), tally.error_code], tally.count)
    yield attempts

    timed = [tally for tally in tallies if tally.what in TIMED and tally.waits]
    wait = HistogramMetricFamily("imagesvc_job_wait_seconds", "From a job's making to its last attempt.")
    buckets = _buckets(BOUNDS, added([tally.waits for tally in timed]), step=STEP)
    wait.add_metric([], buckets, sum(tally.wait_seconds for tally in timed))
    yield wait

    run = HistogramMetricFamily(
        "imagesvc_job_run_seconds", "How long a job's last attempt took.", labels=["engine", "outcome"]
    )
    for engine, outcome in sorted({(tally.engine, tally.what) for tally in timed}):
        those = [tally for tally in timed if (tally.engine, tally.what) == (engine, outcome)]
        buckets = _buckets(BOUNDS, added([tally.runs for tally in those]), step=STEP)
        run.add_metric([engine, outcome], buckets, sum(tally.run_seconds for tally in those))
    yield run


def _engines() -> Iterator[Metric]:
    states = GaugeMetricFamily(
        "imagesvc_engine_state",
        "1 for the state that an engine is in; open is its breaker.",
        labels=["engine", "state"],
    )
    places = GaugeMetricFamily("imagesvc_engine_places_taken", "Attempts that have a place there.", labels=["engine"])
    for condition in health.conditions():
        for state in Health:
            states.add_metric([condition.config.name, state.value], condition.health is state)
        places.add_metric([condition.config.name], condition.taken)
    yield states
    yield places


def _workers() -> Iterator[Metric]:
    clusters = living_workers()
    yield _gauge("imagesvc_workers", "Workers that have been heard of lately, on all hosts.", sum(clusters.values()))
    yield _gauge("imagesvc_worker_hosts", "Hosts with such workers.", len(clusters))
    age = canary.age_seconds()
    yield _gauge("imagesvc_canary_age_seconds", "How long ago a worker did the canary's chore.", age or 0.0)
    yield _gauge("imagesvc_canary_limit_seconds", "What that may be.", settings.CANARY_LIMIT_SECONDS)


def _gauge(name: str, documentation: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, documentation, value=float(value))


def _buckets(bounds: Sequence[float], counts: Sequence[int], *, step: int = 1) -> list[tuple[str, float]]:
    """Return cumulative buckets as Prometheus has them, with every `step`-th of the bounds."""
    below = list(accumulate(counts))
    shown = [(str(bound), float(below[number])) for number, bound in enumerate(bounds)][::step]
    return [*shown, ("+Inf", float(below[-1]))]


queue = QueueCollector()
registry = CollectorRegistry()
registry.register(queue)
registry.register(TrafficCollector(traffic))
ProcessCollector(registry=registry)
