"""`manage.py queue_status`: is it working? Once, or again and again with `--watch`."""

import time
from argparse import ArgumentParser
from typing import Any

from rich.console import Group, RenderableType
from rich.live import Live
from rich.text import Text

from imagesvc.management import steering
from imagesvc.management.operators import OperatorCommand
from imagesvc.management.terminal import duration, printable, show, table_of, write_json
from imagesvc.pool.reporting import EngineReport, report
from imagesvc.statistics.figures import Standing, standing
from jobs.models import Cluster

EXAMPLES = {
    "queue_status": "once",
    "queue_status --watch": "again every two seconds, until Ctrl-C",
    "queue_status --watch 60 --json": "a line of JSON every minute, for a log",
}
USUAL_PAUSE_SECONDS = 2.0


class Command(OperatorCommand):
    help = "Say how the queue stands: what waits and for how long, what failed, the engines and the workers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--watch",
            type=steering.above_zero,
            nargs="?",
            const=USUAL_PAUSE_SECONDS,
            metavar="SECONDS",
            help=f"look again every so many seconds, usually {USUAL_PAUSE_SECONDS:g}",
        )
        steering.add_json(parser)
        steering.add_examples(parser, EXAMPLES)

    def handle(self, *, watch: float | None, as_json: bool, **options: Any) -> None:  # noqa: ARG002  (Django's own)
        try:
            if as_json:
                self.write_lines(pause_seconds=watch)
            elif watch is None:
                show(self.console, _picture())
            else:
                self.watch(pause_seconds=watch)
        except KeyboardInterrupt:
            return  # that is how one stops watching

    def write_lines(self, *, pause_seconds: float | None) -> None:
        """Write how it stands as JSON, once or again and again."""
        write_json(self.stdout, _as_json(standing(), report(), _clusters()))
        while pause_seconds is not None:
            self.stdout.flush()
            time.sleep(pause_seconds)
            write_json(self.stdout, _as_json(standing(), report(), _clusters()))

    def watch(self, *, pause_seconds: float) -> None:
        """Show how it stands in one place of the terminal; elsewhere, one below the other."""
        if not self.console.is_terminal:
            while True:
                show(self.console, _picture())
                time.sleep(pause_seconds)
        with Live(_picture(), console=self.console, auto_refresh=False) as live:
            while True:
                time.sleep(pause_seconds)
                live.update(_picture(), refresh=True)


def _picture() -> RenderableType:
    now = standing()
    engines = table_of(
        ("engine", "state", "drawing", "failures in a row", "breaker open until", "last error"),
        [_cells_of(engine) for engine in report()],
    )
    workers = table_of(
        ("host", "pid", "workers", "last seen"),
        [
            (each.host, each.pid, each.workers, f"{duration((now.now - each.seen_at).total_seconds())} ago")
            for each in _clusters()
        ],
    )
    return Group(Text(printable(_sentence(now)), style="bold"), Text(_numbers(now)), engines, workers)


def _sentence(now: Standing) -> str:
    if now.is_paused:
        return f"Paused by {now.paused_by or 'somebody'} since {now.paused_at:%Y-%m-%d %H:%M}."
    if not _clusters():
        return "No worker has been seen lately."
    return f"Running: {now.completed_in_minute:,} drawn and {now.failed_in_minute:,} failed in the last minute."


def _numbers(now: Standing) -> str:
    waits = duration(_oldest_seconds(now)) or "nothing"
    return (
        f"pending {now.pending:,}   processing {now.processing:,}   oldest waiting {waits}   "
        f"failed in the last hour {now.failed_in_hour:,}   drawn per minute {now.completed_per_minute:.1f}"
    )


def _oldest_seconds(now: Standing) -> float | None:
    return None if now.oldest_pending_at is None else (now.now - now.oldest_pending_at).total_seconds()


def _cells_of(engine: EngineReport) -> tuple[object, ...]:
    places = "" if engine.places is None else f" of {engine.places}"
    return (
        engine.name,
        engine.health.value,
        f"{engine.taken}{places}",
        engine.failures,
        f"{engine.open_until:%H:%M:%S}" if engine.open_until else "",
        engine.last_error,
    )


def _clusters() -> list[Cluster]:
    # Those that are silent for a minute are forgotten by a chore.
    return list(Cluster.objects.order_by("host", "pid"))


def _as_json(now: Standing, engines: list[EngineReport], clusters: list[Cluster]) -> dict[str, Any]:
    return {
        "at": now.now,
        "pending": now.pending,
        "processing": now.processing,
        "paused": now.is_paused,
        "pausedBy": now.paused_by or None,
        "oldestWaitingSeconds": _oldest_seconds(now),
        "failedInHour": now.failed_in_hour,
        "completedPerMinute": now.completed_per_minute,
        "engines": [
            {
                "name": engine.name,
                "state": engine.health.value,
                "drawing": engine.taken,
                "failures": engine.failures,
                "openUntil": engine.open_until,
                "lastError": engine.last_error or None,
            }
            for engine in engines
        ],
        "workers": [
            {"host": each.host, "pid": each.pid, "workers": each.workers, "seenAt": each.seen_at} for each in clusters
        ],
    }
