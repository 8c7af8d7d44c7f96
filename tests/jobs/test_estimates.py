"""Estimates come from what was measured, by engine and size, and are unknown before."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.utils import timezone

from jobs.estimates import Spread, pace, time_until_done
from jobs.models import Cluster
from tests.factories import make_job

pytestmark = pytest.mark.django_db


def measured(*seconds: float, **values: Any) -> None:
    end = timezone.now()
    for duration in seconds:
        make_job(status="completed", started_at=end - timedelta(seconds=duration), ended_at=end, progress=100, **values)


def left(**values: Any) -> float | None:
    asked = {"status": "queued", "position": 1, "started_at": None, "engine": "", "width": 64, "height": 64} | values
    spread = time_until_done(**asked, measured=pace())
    return None if spread is None else round(spread.median, 1)


def test_estimate_is_unknown_while_nothing_was_measured() -> None:
    assert left() is None


def test_estimate_is_a_median_with_quartiles() -> None:
    measured(1, 2, 3, 4, 100)

    assert pace().of(engine="", width=64, height=64) == Spread(low=2, median=3, high=4)


@pytest.mark.parametrize(
    ("status", "position", "age", "expected"),
    [
        ("queued", 1, None, 4),
        ("queued", 2, None, 4),
        ("queued", 3, None, 8),
        ("waiting", 5, None, 12),
        ("processing", None, 1.5, 2.5),
        ("completed", None, 60, None),
    ],
)
def test_estimate_counts_turns_and_what_is_left(
    settings: LazySettings, status: str, position: int | None, age: float | None, expected: float | None
) -> None:
    settings.WORKERS = 2
    measured(1, 4, 60)
    started_at = None if age is None else timezone.now() - timedelta(seconds=age)

    assert left(status=status, position=position, started_at=started_at) == expected


def test_estimate_counts_the_workers_of_all_hosts(settings: LazySettings) -> None:
    settings.WORKERS = 1
    measured(4)
    Cluster.objects.create(host="a", pid=1, workers=2)
    Cluster.objects.create(host="b", pid=1, workers=3)

    assert left(position=5) == 4
    assert left(position=6) == 8


def test_estimate_is_that_of_the_engine_and_the_size() -> None:
    measured(1, 1, engine="pillow")
    measured(10, 10, engine="comfyui")
    measured(40, 40, engine="comfyui", width=1024, height=1024)

    assert left(engine="pillow") == 1
    assert left(engine="comfyui") == 10
    assert left(engine="comfyui", width=1000, height=1000) == 40
    assert left(width=1024, height=1024) == 40
    assert left(engine="pillow", width=1024, height=1024) == 40
