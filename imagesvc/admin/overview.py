"""The first page: whether it is working, in one sentence and in figures; and the two buttons for the whole queue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.safestring import SafeString

from imagesvc.admin.charts import charts_of, moments_of, spoken
from imagesvc.admin.looks import badge, in_words
from imagesvc.admin.verdict import Facts, judge
from imagesvc.audit.actors import actor_of
from imagesvc.audit.trail import record
from imagesvc.batches.models import Batch
from imagesvc.health import canary
from imagesvc.pool.choice import Health
from imagesvc.pool.reporting import EngineReport, report
from imagesvc.statistics.figures import Span, Standing, figures, standing
from jobs import lifecycle
from jobs.estimates import SILENT_SECONDS
from jobs.models import Cluster, Job, JobStatus
from jobs.worker import PROCESS_NAME as WORKER

OPERATING = "jobs.operate_job"
REFRESH_SECONDS = 5
MOST_BATCHES = 5
# A page of workers is not read; those of further hosts stand in the list of clusters.
MOST_CLUSTERS = 20
TONES = {Health.HEALTHY: "completed", Health.AWAY: "failed", Health.OPEN: "failed", Health.HALF_OPEN: "waiting"}
HEALTH_WORDS = {
    Health.HEALTHY: "well",
    Health.AWAY: "away",
    Health.OPEN: "left alone",
    Health.HALF_OPEN: "on trial",
}


@dataclass(frozen=True, kw_only=True)
class ShownEngine:
    """One engine, with how its breaker stands and what came of its attempts."""

    report: EngineReport
    badge: SafeString
    places: str
    note: str
    median: str


@dataclass(frozen=True, kw_only=True)
class ShownWorker:
    """One process that draws or does chores, and its job if it has one."""

    pid: int
    memory: str
    job: Job | None
    since: str


@dataclass(frozen=True, kw_only=True)
class ShownCluster:
    """The workers of one host."""

    cluster: Cluster
    host: str
    is_alive: bool
    heartbeat: str
    memory: str
    workers: Sequence[ShownWorker]
    others: int


def overview(request: HttpRequest) -> dict[str, Any]:
    """Return what the first page shows besides Django's own list of models."""
    span = next((span for span in Span if span.word == request.GET.get("span")), Span.HOUR)
    queue, engines, clusters = standing(), report(), list(Cluster.objects.order_by("-seen_at"))
    shown = figures(span, now=queue.now)
    drawing = list(
        Job.objects.filter(status=JobStatus.PROCESSING)
        .only("id", "worker", "prompt_preview", "progress", "started_at", "status")
        .order_by("id")[:500]
    )
    at_work = {job.worker: job for job in drawing}
    seen = [_cluster(cluster, jobs=at_work, now=queue.now) for cluster in clusters[:MOST_CLUSTERS]]
    return {
        "is_overview": True,
        "refresh_seconds": REFRESH_SECONDS,
        "now": queue.now,
        "verdict": judge(_facts(queue, engines=engines, clusters=clusters)),
        "queue": queue,
        "oldest": _age(queue.oldest_pending_at, now=queue.now),
        "may_operate": request.user.has_perm(OPERATING),
        "spans": [(each.word, each is span) for each in Span],
        "span": span.word,
        "charts": charts_of(shown),
        "moments": [(at, slot, [spoken(each) for each in (*slot.wait, *slot.run)]) for at, slot in moments_of(shown)],
        "failures": [(each, f"{round(100 * each.rate, 1):g}") for each in shown.engines],
        "engines": [_engine(engine, now=queue.now) for engine in engines],
        "clusters": seen,
        "lost_jobs": len(drawing) - sum(worker.job is not None for each in seen for worker in each.workers),
        "batches": list(Batch.objects.under_way().order_by("-id")[:MOST_BATCHES]),
    }


def pause_queue(request: HttpRequest) -> HttpResponse:
    """Have no job claimed any more, on any host."""
    return _switch(request, is_paused=True)


def resume_queue(request: HttpRequest) -> HttpResponse:
    """Have jobs claimed again."""
    return _switch(request, is_paused=False)


def _switch(request: HttpRequest, *, is_paused: bool) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not request.user.has_perm(OPERATING):
        raise PermissionDenied
    actor = actor_of(request)
    with transaction.atomic():
        if lifecycle.is_paused() == is_paused:
            sentence = f"The queue {'was paused' if is_paused else 'was not paused'} already."
        elif is_paused:
            lifecycle.pause(by=actor.name)
            sentence = "The queue is paused; what is being drawn is still finished."
        else:
            lifecycle.resume(by=actor.name)
            sentence = "The queue goes on."
        record(actor, action="pause" if is_paused else "resume", subject="the queue", outcome=sentence)
    messages.success(request, sentence)
    return HttpResponseRedirect(reverse("admin:index"))


def _facts(queue: Standing, *, engines: Sequence[EngineReport], clusters: Sequence[Cluster]) -> Facts:
    ages = [(queue.now - cluster.seen_at).total_seconds() for cluster in clusters]
    alive = [cluster.workers for cluster, age in zip(clusters, ages, strict=True) if age < SILENT_SECONDS]
    return Facts(
        standing=queue,
        workers=sum(alive),
        silent_seconds=min(ages, default=None),
        canary_seconds=canary.age_seconds(),
        canary_limit=settings.CANARY_LIMIT_SECONDS,
        engines=engines,
    )


def _engine(engine: EngineReport, *, now: datetime) -> ShownEngine:
    return ShownEngine(
        report=engine,
        badge=badge(HEALTH_WORDS[engine.health], tone=TONES[engine.health]),
        places=f"{engine.taken} of {engine.places}" if engine.places is not None else f"{engine.taken}",
        note=_breaker(engine, now=now),
        median="" if engine.median_seconds is None else in_words(engine.median_seconds),
    )


def _breaker(engine: EngineReport, *, now: datetime) -> str:
    """Say what the breaker and the engine's own wishes amount to."""
    match engine.health:
        case Health.OPEN if engine.open_until is not None:
            left = in_words(max(0.0, (engine.open_until - now).total_seconds()))
            return f"Breaker open after {engine.failures} failures in a row; tried again in {left}."
        case Health.HALF_OPEN:
            return "Breaker half open: one attempt at a time finds out."
        case Health.AWAY:
            return "Nobody answers there; it is asked again and again."
    if engine.busy_until is not None and engine.busy_until > now:
        return f"It asked to be left alone for {in_words((engine.busy_until - now).total_seconds())}."
    return f"Breaker closed, {engine.failures} failures in a row." if engine.failures else "Breaker closed."


def _cluster(cluster: Cluster, *, jobs: dict[str, Job], now: datetime) -> ShownCluster:
    workers = [each for each in cluster.processes if each["name"] == WORKER]
    return ShownCluster(
        cluster=cluster,
        host=cluster.host.rpartition(".")[0] or cluster.host,
        is_alive=now - cluster.seen_at < timedelta(seconds=SILENT_SECONDS),
        heartbeat=_age(cluster.seen_at, now=now),
        memory=filesizeformat(sum(each["memory"] for each in cluster.processes)),
        workers=[_worker(each, host=cluster.host, jobs=jobs, now=now) for each in workers],
        others=len(cluster.processes) - len(workers),
    )


def _worker(process: dict[str, Any], *, host: str, jobs: dict[str, Job], now: datetime) -> ShownWorker:
    job = jobs.get(f"{host}:{process['pid']}")
    since = "" if job is None or job.started_at is None else in_words((now - job.started_at).total_seconds())
    return ShownWorker(pid=process["pid"], memory=filesizeformat(process["memory"]), job=job, since=since)


def _age(at: datetime | None, *, now: datetime) -> str:
    return "" if at is None else in_words(max(0.0, (now - at).total_seconds()))
