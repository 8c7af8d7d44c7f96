"""What a run has measured, with the ratios that tables and aims are made of."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles

from bench.web.live import Heard
from bench.web.questions import Figures


@dataclass(kw_only=True)
class Requests:
    """What was measured on one database; of pages with few rows and with many."""

    database: str
    many_rows: int
    figures: dict[str, Figures] = field(default_factory=dict)
    pages: dict[str, tuple[Figures, Figures]] = field(default_factory=dict)

    def rate(self, title: str) -> float:
        return median(self.figures[title].rates)

    def cpu(self, title: str) -> float:
        return median(self.figures[title].cpu_seconds)

    def rate_to(self, base: str, title: str) -> float:
        """Return how many times the rate of the base a question had, round by round: the machine has moods."""
        return _median_ratio(self.figures[title].rates, self.figures[base].rates)

    def cpu_to(self, base: str, title: str) -> float:
        return _median_ratio(self.figures[title].cpu_seconds, self.figures[base].cpu_seconds)

    def spread(self, title: str) -> float:
        """Return how many times the median a hundredth of the answers took, or longer."""
        latencies = self.figures[title].latencies
        return p99(latencies) / median(latencies)

    def growth(self, title: str) -> float:
        """Return how many times as long a page takes with many rows."""
        few, many = self.pages[title]
        return median(many.latencies) / median(few.latencies)


@dataclass(frozen=True, kw_only=True)
class Listening:
    """What was measured of sockets and streams: of ours on each database, and of Channels."""

    ours: Sequence[Heard]
    channels: Heard
    crowd: int
    # Bytes of each of so many, on each database.
    sockets: Sequence[float]
    streams: Sequence[float]
    weighed: int


def p99(seconds: Sequence[float]) -> float:
    return quantiles(seconds, n=100)[98]


def _median_ratio(values: Sequence[float], bases: Sequence[float]) -> float:
    return median(value / base for value, base in zip(values, bases, strict=True))
