"""Estimates come from what was measured, and are unknown before."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.utils import timezone

from jobs.estimates import median_seconds, seconds_until_done
from tests.factories import make_job

pytestmark = pytest.mark.django_db


def measured(*seconds: float) -> None:
    end = timezone.now()
    for duration in seconds:
        make_job(status="completed", started_at=end - timedelta(seconds=duration), ended_at=end, progress=100)


def test_estimate_is_unknown_while_nothing_was_measured() -> None:
    assert median_seconds() is None
    assert seconds_until_done(status="queued", position=1, started_at=None) is None


@pytest.mark.parametrize(
    ("status", "position", "age", "expected"),
    [
        ("queued", 1, None, 4),
        ("queued", 2, None, 4),
        ("queued", 3, None, 8),
        ("processing", None, 1.5, 3),
        ("processing", None, 60, 1),
        ("completed", None, 60, None),
    ],
)
def test_estimate_counts_turns_and_what_is_left(
    settings: LazySettings, status: str, position: int | None, age: float | None, expected: int | None
) -> None:
    settings.WORKERS = 2
    measured(1, 4, 60)
    started_at = None if age is None else timezone.now() - timedelta(seconds=age)

    assert seconds_until_done(status=status, position=position, started_at=started_at) == expected
