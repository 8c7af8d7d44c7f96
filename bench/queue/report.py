"""Turns figures into Markdown, with ratios against the contenders that the aims name."""

import platform
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from statistics import median, quantiles

import psutil

from bench.queue.trial import Figures

OURS = "imagesvc, PostgreSQL"
OURS_ON_SQLITE = "imagesvc, SQLite"
PROCRASTINATE = "Procrastinate, PostgreSQL"
CELERY = "Celery, Redis, no results"

_HEADINGS = (
    "contender",
    "enqueue/s",
    "drain/s",
    "x Procrastinate",
    "x Celery",
    "CPU ms per job",
    "pick-up p50 ms",
    "p95",
    "p99",
    "p50 x Procrastinate",
    "p50 after 1.5 s of rest",
    "CPU nearly idle",
)
_NO_REDIS = f"| {CELERY} | left out: `redis-server` is not installed here |" + " |" * 10


@dataclass(frozen=True, kw_only=True)
class Growth:
    """Seconds per claim, and jobs per second, for each number of ended jobs in the table."""

    title: str
    histories: Sequence[int]
    claims: Sequence[float]
    drains: Sequence[float]


def table(measured: Sequence[tuple[str, Figures]], growths: Sequence[Growth], *, has_redis: bool) -> str:
    """Return the whole report."""
    lines = [
        _circumstances(),
        "",
        f"| {' | '.join(_HEADINGS)} |",
        "|---|" + "--:|" * (len(_HEADINGS) - 1),
    ]
    drains = {title: median(figures.drain) for title, figures in measured}
    pickups = {title: median(figures.pickup) for title, figures in measured}
    for title, figures in measured:
        cells = [
            title,
            f"{median(figures.enqueue):,.0f}",
            f"{drains[title]:,.0f}",
            _ratio(drains, title, PROCRASTINATE),
            _ratio(drains, title, CELERY),
            f"{median(figures.cpu_per_job) * 1e3:.2f}",
            f"{pickups[title] * 1e3:.1f}",
            *(f"{quantiles(figures.pickup, n=100)[percent - 1] * 1e3:.1f}" for percent in (95, 99)),
            _ratio(pickups, title, PROCRASTINATE),
            f"{median(figures.rested_pickup) * 1e3:.1f}",
            f"{figures.nearly_idle_cpu:.1%}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    if not has_redis:
        lines.append(_NO_REDIS)
    for growth in growths:
        lines += ["", *_growth(growth)]
    return "\n".join(lines)


def _circumstances() -> str:
    packages = ("Django", "django-q2", "psycopg", "procrastinate", "celery", "redis")
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    return (
        f"{psutil.cpu_count()} cores, Python {platform.python_version()}, {versions}; "
        "PostgreSQL with fsync, SQLite in WAL; two jobs at a time; medians of interleaved rounds."
    )


def _growth(growth: Growth) -> list[str]:
    return [
        f"| {growth.title}: ended jobs in the table | {' | '.join(f'{number:,}' for number in growth.histories)} |",
        "|---|" + "--:|" * len(growth.histories),
        f"| claim, µs | {' | '.join(f'{seconds * 1e6:.0f}' for seconds in growth.claims)} |",
        f"| x claim at none | {' | '.join(f'{seconds / growth.claims[0]:.2f}' for seconds in growth.claims)} |",
        f"| drain/s | {' | '.join(f'{rate:,.0f}' for rate in growth.drains)} |",
    ]


def _ratio(values: dict[str, float], title: str, base: str) -> str:
    return f"{values[title] / values[base]:.2f}" if base in values else ""
