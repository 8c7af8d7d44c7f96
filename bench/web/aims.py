"""What the figures should be, on SQLite and on PostgreSQL, and whether they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from bench.web.measured import Listening, Requests, p99
from bench.web.questions import BARE, BARE_ON_STOCK, CROWDED, GENERATE, IMAGES, JOB, JOB_304, JOBS, PICTURE_304


@dataclass(frozen=True, kw_only=True)
class Aim:
    """A figure, and what it should be at most or, `is_least`, at least; each on both databases."""

    title: str
    values: Sequence[float]
    bounds: tuple[float, float]
    is_least: bool = False

    def cells(self) -> list[str]:
        sign = "≥" if self.is_least else "≤"
        return [
            f"{value:.3g} ({sign} {bound:g}){'' if self._is_met(value, bound) else ' **missed**'}"
            for value, bound in zip(self.values, self.bounds, strict=True)
        ]

    def _is_met(self, value: float, bound: float) -> bool:
        return value >= bound if self.is_least else value <= bound


def all_aims(measured: Sequence[Requests], listening: Listening) -> list[Aim]:
    return [*_of_rates(measured), *_of_requests(measured), *_of_listening(listening)]


def _of_rates(measured: Sequence[Requests]) -> list[Aim]:
    wanted = [
        *((title, BARE, (0.7, 0.7)) for title in JOB.values()),
        *((title, BARE_ON_STOCK, (3.5, 3.5)) for title in JOB.values()),
        (GENERATE, BARE, (0.6, 0.45)),
    ]
    return [
        Aim(
            title=f"{title}: rate, x {base}",
            values=[each.rate_to(base, title) for each in measured],
            bounds=bounds,
            is_least=True,
        )
        for title, base, bounds in wanted
    ]


def _of_requests(measured: Sequence[Requests]) -> list[Aim]:
    cpu = [
        Aim(title=f"{title}: CPU, x {BARE}", values=[each.cpu_to(BARE, title) for each in measured], bounds=bounds)
        for title, bounds in (
            (JOBS, (3.5, 3.5)),
            (IMAGES, (3.5, 3.5)),
            (JOB_304, (0.1, 0.1)),
            (PICTURE_304, (0.1, 0.1)),
        )
    ]
    spread = [max(each.spread(title) for title in JOB.values()) for each in measured]
    errors = [each.figures[CROWDED].errors for each in measured]
    growth = [max(each.growth(title) for title in each.pages) for each in measured]
    return [
        *cpu,
        Aim(title="GET /api/jobs/<id>: p99, x p50, the worst", values=spread, bounds=(6, 6)),
        Aim(title=f"{CROWDED}: errors", values=errors, bounds=(0, 0)),
        Aim(title="a page with many rows: p50, x with few, the worst", values=growth, bounds=(1.5, 3)),
    ]


def _of_listening(listening: Listening) -> list[Aim]:
    ours, channels = listening.ours, median(listening.channels.last)
    last = [median(heard.last) / channels for heard in ours]
    return [
        Aim(title="commit to a socket, p99 ms", values=[p99(heard.socket) * 1e3 for heard in ours], bounds=(10, 5)),
        Aim(title="commit to a stream, p99 ms", values=[p99(heard.stream) * 1e3 for heard in ours], bounds=(10, 5)),
        Aim(title="last of the crowd, x Channels", values=last, bounds=(0.25, 0.25)),
        Aim(title="CPU at rest, % of a core", values=[heard.idle_cpu * 100 for heard in ours], bounds=(4, 1)),
        Aim(title="KiB per socket", values=[each / 1024 for each in listening.sockets], bounds=(30, 30)),
        Aim(title="KiB per stream", values=[each / 1024 for each in listening.streams], bounds=(15, 15)),
    ]
