"""Compares this project's web side with a bare Django view, and its sockets with Django Channels; prints Markdown.

`python -m bench.web [--quick] [file]`, from the project's folder, in the environment that `make bench-web` makes. All
servers run on this machine, one process each, beside their yardsticks and on both databases.
"""

import argparse
import asyncio
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from bench.queue import servers
from bench.queue.servers import Server
from bench.web import live, questions, report
from bench.web.listeners import Listener, Socket, Stream
from bench.web.measured import Listening, Requests
from bench.web.questions import World
from bench.web.site import Kind, running

STARTED = time.monotonic()
FEW_ROWS = 1_000


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How much is measured."""

    rounds: int
    seconds: float  # for each question in each round
    many_rows: int
    crowd: int
    idle_seconds: float
    events: int  # to the crowd
    news: int  # to single ones
    weighed: int


FULL = Plan(
    rounds=8, seconds=0.5, many_rows=1_000_000, crowd=1_000, idle_seconds=25, events=15, news=300, weighed=5_000
)
QUICK = Plan(rounds=2, seconds=0.3, many_rows=20_000, crowd=200, idle_seconds=3, events=5, news=50, weighed=500)


def main() -> None:
    arguments = _parse()
    # However it is ended, nothing that it started stays behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    plan = QUICK if arguments.quick else FULL
    _allow_many_connections()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-web-")))
        postgresql = stack.enter_context(servers.postgresql(folder))
        worlds = [
            _make_world(stack, "SQLite", folder=folder, server=None, plan=plan),
            _make_world(stack, "PostgreSQL", folder=folder, server=postgresql, plan=plan),
        ]
        measured = [Requests(database=world.database, many_rows=plan.many_rows) for world in worlds]
        for number in range(1, plan.rounds + 1):
            for world, requests in zip(worlds, measured, strict=True):
                _say(f"round {number} of {plan.rounds}: requests, {world.database}")
                questions.play(world, requests.figures, requests.pages, seconds=plan.seconds)
        text = report.table(measured, _listen(stack, worlds, plan=plan))
    print(text)
    if arguments.file:
        arguments.file.write_text(text + "\n")


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.web", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, help="write the tables to this file, too")
    parser.add_argument("--quick", action="store_true", help="one short round, small crowds: about a minute")
    return parser.parse_args()


def _make_world(stack: ExitStack, database: str, *, folder: Path, server: Server | None, plan: Plan) -> World:
    def address(name: str) -> str:
        return server.database(name) if server else f"sqlite:///{folder / name}.sqlite3"

    def ours(name: str, *, history: int) -> Kind:
        return Kind(
            command=("manage.py", "serve", "--port", "PORT"),
            environment={
                "DJANGO_SETTINGS_MODULE": "imagesvc.settings",
                "IMAGESVC_DATA_DIR": str(folder / f"{name} {database}"),
                "DATABASE_URL": address(name),
                "IMAGESVC_QUEUE_CAP": "1000000",
                "IMAGESVC_LOG_LEVEL": "WARNING",
            },
            rows="bench.web.rows",
            history=history,
        )

    def bare(*words: str, connections: str, rows: str | None) -> Kind:
        environment = {
            "DJANGO_SETTINGS_MODULE": "bench.web.bare.settings",
            "BENCH_DATABASE_URL": bare_address,
            "BENCH_CONNECTIONS": connections,
        }
        return Kind(command=words, environment=environment, rows=rows)

    _say(f"{database}: rows, {plan.many_rows:,} of them, and servers")
    bare_address = address("bare")
    few, many = ours("few", history=FEW_ROWS), ours("many", history=plan.many_rows)
    kept = bare("-m", "bench.web.bare.on_our_server", "PORT", connections="kept", rows="bench.web.bare.rows")
    pooled = bare(*_uvicorn("bench.web.bare.stock"), connections="pooled", rows=None)
    return World(
        database=database,
        kind=replace(few, rows=None),
        ours=stack.enter_context(running(few)),
        ours_with_history=stack.enter_context(running(many)),
        bare=stack.enter_context(running(kept)),
        bare_on_stock=stack.enter_context(running(pooled)),
    )


def _uvicorn(module: str, *words: str) -> tuple[str, ...]:
    return ("-m", "uvicorn", f"{module}:application", "--port", "PORT", "--log-level", "warning", *words)


def _listen(stack: ExitStack, worlds: Sequence[World], *, plan: Plan) -> Listening:
    # As our own server is set up.
    sockets = ("--ws", "websockets-sansio", "--ws-per-message-deflate", "false", "--ws-ping-interval", "20")
    yardstick = Kind(command=_uvicorn("bench.web.on_channels", *sockets), environment={})
    _say(f"{plan.crowd:,} sockets on each of three servers")
    *ours, channels = asyncio.run(
        live.play(
            [world.ours for world in worlds],
            stack.enter_context(running(yardstick)),
            crowd=plan.crowd,
            idle_seconds=plan.idle_seconds,
            events=plan.events,
            news=plan.news,
        )
    )
    return Listening(
        ours=ours,
        channels=channels,
        crowd=plan.crowd,
        sockets=[_weigh(Socket, world, count=plan.weighed) for world in worlds],
        streams=[_weigh(Stream, world, count=plan.weighed) for world in worlds],
        weighed=plan.weighed,
    )


def _weigh(kind: type[Listener], world: World, *, count: int) -> float:
    _say(f"memory of {count:,}: {kind.__name__.lower()}s, {world.database}")
    with running(world.kind) as fresh:
        return asyncio.run(live.weigh(kind, fresh, count=count))


def _allow_many_connections() -> None:
    """Raise the limit of open files; the servers inherit it."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _say(text: str) -> None:
    print(f"{time.monotonic() - STARTED:4.0f} s  {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
