"""Turns what was measured into Markdown."""

import platform
from collections.abc import Sequence
from importlib.metadata import version
from statistics import median

import psutil

from bench.web.aims import all_aims
from bench.web.measured import Listening, Requests, p99
from bench.web.questions import BARE, BARE_INSERT, BARE_ON_STOCK, GENERATE

_PER_REQUEST = (
    "8 connections",
    "req/s",
    f"x {BARE}",
    "x that on stock uvicorn",
    f"x {BARE_INSERT}",
    "CPU µs",
    f"x {BARE}'s CPU",
    "p50 ms",
    "p99 ms",
    "errors",
)


def table(measured: Sequence[Requests], listening: Listening) -> str:
    """Return the whole report."""
    lines = [_circumstances()]
    for requests in measured:
        lines += ["", f"**{requests.database}**", "", *_requests(requests), "", *_pages(requests)]
    lines += ["", "**Sockets and streams**", "", *_listening(listening)]
    aims = [[aim.title, *aim.cells()] for aim in all_aims(measured, listening)]
    lines += ["", "**Aims**", "", *_lines(["", "SQLite", "PostgreSQL"], aims)]
    return "\n".join(lines)


def _circumstances() -> str:
    packages = ("Django", "djangorestframework", "uvicorn", "websockets", "psycopg", "channels")
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    return (
        f"{psutil.cpu_count()} cores, which load and database share, Python {platform.python_version()}, {versions}; "
        "PostgreSQL with fsync, SQLite in WAL; one process each; rates, CPU and ratios are medians of interleaved "
        "rounds, percentiles of all rounds together."
    )


def _requests(requests: Requests) -> list[str]:
    rows = []
    for title, figures in requests.figures.items():
        is_insert = title in (BARE_INSERT, GENERATE)
        rows.append(
            [
                title,
                f"{requests.rate(title):,.0f}",
                f"{requests.rate_to(BARE, title):.2f}",
                f"{requests.rate_to(BARE_ON_STOCK, title):.2f}",
                f"{requests.rate_to(BARE_INSERT, title):.2f}" if is_insert else "",
                f"{requests.cpu(title) * 1e6:,.0f}",
                f"{requests.cpu_to(BARE, title):.2f}",
                _ms(median(figures.latencies)),
                _ms(p99(figures.latencies)),
                str(figures.errors),
            ]
        )
    return _lines(_PER_REQUEST, rows)


def _pages(requests: Requests) -> list[str]:
    headings = ["a page, 1 connection: p50 ms", "1,000 rows", f"{requests.many_rows:,} rows", "x"]
    rows = [
        [title, *(_ms(median(figures.latencies)) for figures in pages), f"{requests.growth(title):.2f}"]
        for title, pages in requests.pages.items()
    ]
    return _lines(headings, rows)


def _listening(listening: Listening) -> list[str]:
    ours = listening.ours
    everybody = [*ours, listening.channels]
    headings = [f"a crowd of {listening.crowd:,} sockets", "imagesvc, SQLite", "imagesvc, PostgreSQL", "Channels"]
    rows = [
        ["first of the crowd, p50 ms", *(_ms(median(heard.first)) for heard in everybody)],
        ["last of the crowd, p50 ms", *(_ms(median(heard.last)) for heard in everybody)],
        ["CPU at rest, of a core", *(f"{heard.idle_cpu:.1%}" for heard in everybody)],
        ["commit to a socket, p50 / p99 ms", *(_both(heard.socket) for heard in ours), ""],
        ["commit to a stream, p50 / p99 ms", *(_both(heard.stream) for heard in ours), ""],
        [f"KiB per socket, of {listening.weighed:,}", *(f"{each / 1024:.1f}" for each in listening.sockets), ""],
        [f"KiB per stream, of {listening.weighed:,}", *(f"{each / 1024:.1f}" for each in listening.streams), ""],
    ]
    return _lines(headings, rows)


def _lines(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return [
        f"| {' | '.join(headings)} |",
        "|---|" + "--:|" * (len(headings) - 1),
        *(f"| {' | '.join(row)} |" for row in rows),
    ]


def _ms(seconds: float) -> str:
    return f"{seconds * 1e3:.1f}"


def _both(seconds: Sequence[float]) -> str:
    return f"{_ms(median(seconds))} / {_ms(p99(seconds))}"
