"""Asks for the admin's pages in this process, again and again, and prints how long each took: median and longest.

Only to be imported when Django is set up. As much is filled as there can be: every slot of
the tallies, for four engines and several outcomes.
"""

import statistics
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import connection, reset_queries
from django.db.models import Count
from django.test import Client
from django.urls import reverse

from bench.web import rows
from imagesvc.health import metrics
from imagesvc.statistics.figures import Span, figures, standing
from imagesvc.statistics.histograms import EMPTY
from imagesvc.statistics.models import BEGINNING, FOR_EVER, KEPT, LogPosition, Tally, What
from imagesvc.statistics.reader import Counter, slot_start
from jobs import lifecycle
from jobs.clock import database_time
from jobs.events import newest_id
from jobs.lifecycle import NewJob
from jobs.models import Job

ROUNDS = 15
EVENTS = 5_000
ENGINES = ("left", "right", "openai", "pillow")
OUTCOMES = (
    (What.COMPLETED, ""),
    (What.FAILED, "out_of_memory"),
    (What.FAILED, "refused"),
    (What.TIMEOUT, "timeout"),
    (What.RETRYING, "unreachable"),
    (What.RETRYING, "connection_lost"),
)


def main(count: int) -> None:
    rows.prepare(count)
    _fill_tallies()
    client = Client(HTTP_HOST="localhost")
    client.force_login(User.objects.create_superuser("bench"))
    middle = Job.objects.order_by("id").values_list("id", flat=True)[count // 2]
    jobs = reverse("admin:jobs_job_changelist")
    print("| what | median ms | longest ms | queries |\n|---|---|---|---|")
    _measure("figures of the hour", lambda: figures(Span.HOUR))
    _measure("figures of the day", lambda: figures(Span.DAY))
    _measure("figures of the week", lambda: figures(Span.WEEK))
    _measure("how the queue stands", standing)
    _measure("all three spans and the queue", lambda: ([figures(span) for span in Span], standing()))
    _measure("the same of a day without tallies", _count_a_day)
    for name, path in {
        "first page, hour": reverse("admin:index"),
        "first page, day": f"{reverse('admin:index')}?span=day",
        "first page, week": f"{reverse('admin:index')}?span=week",
        "jobs, first page": jobs,
        "jobs, from the middle": f"{jobs}?before={middle}",
        "jobs, failed": f"{jobs}?q=status:failed",
        "jobs, of one client": f"{jobs}?q=clientId:client7",
        "jobs, words of the prompt": f"{jobs}?q=lighthouse",
        "jobs, words that are nowhere": f"{jobs}?q=dragon",
        "one job": reverse("admin:jobs_job_change", args=[middle]),
        "images": reverse("admin:images_image_changelist"),
        "/readyz": "/readyz",
        "/metrics": "/metrics",
    }.items():
        _measure(name, lambda path=path: _get(client, path))
    print(f"\n{_count_events():,.0f} events a second are counted")


def _count_a_day() -> None:
    """Count the last day as the page would have to: all jobs, by engine and status."""
    day = Job.objects.filter(ended_at__gt=database_time() - timedelta(days=1)).order_by()
    list(day.values_list("engine", "status").annotate(number=Count("id")))


def _get(client: Client, path: str) -> None:
    metrics.queue.forget()
    response = client.get(path)
    assert response.status_code in (200, 503), (path, response.status_code, response.headers)


def _measure(name: str, act: Callable[[], object]) -> None:
    act()
    connection.force_debug_cursor = True
    reset_queries()
    act()
    queries = len(connection.queries)
    connection.force_debug_cursor = False
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        act()
        times.append(1000 * (time.perf_counter() - began))
    print(f"| {name} | {statistics.median(times):.1f} | {max(times):.1f} | {queries} |", flush=True)


def _fill_tallies() -> None:
    now = database_time()
    filled = [bucket * 7 % 100 for bucket in range(len(EMPTY))]
    for slot_seconds, age in KEPT.items():
        number = age // timedelta(seconds=slot_seconds)
        current = slot_start(now, slot_seconds=slot_seconds)
        _add(slot_seconds, [current - timedelta(seconds=slot_seconds) * each for each in range(number)], filled)
    _add(FOR_EVER, [BEGINNING], filled)


def _add(slot_seconds: int, starts: list[datetime], filled: list[int]) -> None:
    Tally.objects.bulk_create(
        Tally(
            slot_seconds=slot_seconds,
            starts_at=start,
            engine=engine,
            what=what,
            error_code=code,
            count=100,
            waits=filled,
            runs=filled,
        )
        for start in starts
        for engine in ENGINES
        for what, code in OUTCOMES
    )


def _count_events() -> float:
    """Write some thousand events and count them; return how many a second were counted."""
    LogPosition.objects.update_or_create(id=1, defaults={"event_id": newest_id()})
    for number in range(EVENTS):
        wish = NewJob(prompt="A lighthouse.", width=64, height=64, seed=1, client_id=f"client{number % 8}")
        lifecycle.submit(wish)
    counter, began = Counter(), time.perf_counter()
    while counter.count_next():
        pass
    return EVENTS / (time.perf_counter() - began)
