"""Compares this project's queue with Procrastinate, Celery and stock django-q2; prints a Markdown table.

`python -m bench.queue [--quick] [file]`, from the project's folder, in the environment that `make bench-queue` makes.
All contenders run on this machine, two jobs at a time, one contender after the other, round after round.
"""

import argparse
import signal
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.queue import report, servers
from bench.queue.report import Growth
from bench.queue.servers import Server
from bench.queue.trial import Contender, Trial

DJANGO = "DJANGO_SETTINGS_MODULE"
CLAIMS = 300
STARTED = time.monotonic()


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How much is measured."""

    rounds: int
    scale: float  # of the contenders' numbers of jobs
    paced: int
    nearly_idle: int
    histories: tuple[int, ...]


FULL = Plan(rounds=3, scale=1.0, paced=100, nearly_idle=7, histories=(0, 10_000, 100_000, 1_000_000))
QUICK = Plan(rounds=1, scale=0.3, paced=30, nearly_idle=2, histories=(0, 10_000))


def main() -> None:
    arguments = _parse()
    # However it is ended, nothing that it started stays behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    plan = QUICK if arguments.quick else FULL
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-queue-")))
        postgresql = stack.enter_context(servers.postgresql(folder))
        redis = stack.enter_context(servers.redis(folder))
        contenders = [c for c in _contenders(folder, postgresql=postgresql, redis=redis) if _is_wanted(c, arguments)]
        trials = [_set_up(stack, contender, folder=folder) for contender in contenders]
        for trial in trials:
            _say(f"warm-up: {trial.contender.title}")
            trial.enqueue(100)
            trial.drain()
        for number in range(1, plan.rounds + 1):
            for trial in trials:
                _say(f"round {number} of {plan.rounds}: {trial.contender.title}")
                jobs = int(trial.contender.jobs * plan.scale)
                trial.play_round(jobs=jobs, paced=plan.paced, nearly_idle=plan.nearly_idle if number == 1 else 0)
        growths = [_grow(trial, histories=plan.histories, scale=plan.scale) for trial in trials if _is_grown(trial)]
        text = report.table(
            [(trial.contender.title, trial.figures) for trial in trials], growths, has_redis=bool(redis)
        )
    print(text)
    if arguments.file:
        arguments.file.write_text(text + "\n")


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.queue", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, help="write the table to this file, too")
    parser.add_argument("--quick", action="store_true", help="one short round, short histories: under two minutes")
    parser.add_argument("--only", default="", metavar="WORDS", help="only contenders whose title contains this")
    return parser.parse_args()


def _contenders(folder: Path, *, postgresql: Server, redis: Server | None) -> list[Contender]:
    def ours(title: str, *, jobs: int, name: str, server: Server | None, runner: str | None) -> Contender:
        environment = {
            DJANGO: "bench.queue.settings",
            "IMAGESVC_DATA_DIR": str(folder / name),
            "DATABASE_URL": server.database(name) if server else "",
            "IMAGESVC_WORKERS": "2",
            "IMAGESVC_QUEUE_CAP": "20000",
        }
        return Contender(
            title=title,
            module="bench.queue.contenders.ours",
            worker=("manage.py", "cluster"),
            environment=environment | ({"BENCH_JOB_RUNNER": runner} if runner else {}),
            server=server,
            jobs=jobs,
        )

    bare = "bench.queue.drawing.complete_without_picture"
    contenders = [
        ours(report.OURS, name="ours", jobs=1500, server=postgresql, runner=bare),
        ours(f"{report.OURS}, with picture", name="ours_drawn", jobs=500, server=postgresql, runner=None),
        ours(report.OURS_ON_SQLITE, name="ours_sqlite", jobs=5000, server=None, runner=bare),
        ours(f"{report.OURS_ON_SQLITE}, with picture", name="ours_sqlite_drawn", jobs=1000, server=None, runner=None),
        Contender(
            title=report.PROCRASTINATE,
            module="bench.queue.contenders.on_procrastinate",
            worker=("-m", "bench.queue.contenders.on_procrastinate"),
            environment={"DATABASE_URL": postgresql.database("procrastinate")},
            server=postgresql,
            jobs=800,
        ),
        Contender(
            title="django-q2, stock, tuned",
            module="bench.queue.contenders.on_django_q",
            worker=("-m", "django", "qcluster"),
            environment={
                DJANGO: "bench.queue.contenders.django_q_settings",
                "DATABASE_URL": postgresql.database("django_q"),
            },
            server=postgresql,
            jobs=800,
        ),
    ]
    if redis is not None:
        celery = "-m celery -A bench.queue.contenders.on_celery worker --concurrency 2 --loglevel WARNING"
        contenders.append(
            Contender(
                title=report.CELERY,
                module="bench.queue.contenders.on_celery",
                worker=(*celery.split(), "--without-gossip", "--without-mingle", "--without-heartbeat"),
                environment={"BENCH_REDIS": redis.address},
                server=redis,
                jobs=2000,
            )
        )
    return contenders


def _is_wanted(contender: Contender, arguments: argparse.Namespace) -> bool:
    return str(arguments.only) in contender.title


def _set_up(stack: ExitStack, contender: Contender, *, folder: Path) -> Trial:
    home = folder / f"trial-{len(list(folder.glob('trial-*')))}"
    home.mkdir()
    trial = Trial(contender, folder=home)
    stack.callback(trial.close)
    return trial


def _is_grown(trial: Trial) -> bool:
    return trial.contender.title in (report.OURS, report.OURS_ON_SQLITE)


def _grow(trial: Trial, *, histories: tuple[int, ...], scale: float) -> Growth:
    """Measure claim and drain with ever more ended jobs in the table."""
    claims, drains, filled = [], [], 0
    for history in histories:
        _say(f"{history:,} ended jobs: {trial.contender.title}")
        trial.ask("fill", filled + 1, history)
        filled = history
        claims.append(median(trial.time_claims(CLAIMS)))
        trial.enqueue(int(trial.contender.jobs * scale))
        drains.append(trial.drain())
    return Growth(title=trial.contender.title, histories=histories, claims=claims, drains=drains)


def _say(text: str) -> None:
    print(f"{time.monotonic() - STARTED:4.0f} s  {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
