"""Charts as numbers: where each bar, line and mark stands, for a template to draw as SVG.

Drawn on the server, without a script and without a style inside the page, which the admin's policy would refuse.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from imagesvc.admin.looks import in_words
from imagesvc.statistics.figures import Figures, Percentiles, Slot, Span

WIDTH, HEIGHT = 440, 180
LEFT, RIGHT, TOP, BOTTOM = 38, 6, 10, 22
GAP = 1.2
# A label on the axis of time for each moment that can be divided by this, and how it is written.
_TIMES = {
    Span.HOUR: (timedelta(minutes=10), "%H:%M"),
    Span.DAY: (timedelta(hours=4), "%H:%M"),
    Span.WEEK: (timedelta(days=1), "%a %d"),
}
# Durations that read well on an axis.
_SECONDS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400, 172800)


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A label on an axis and where it stands."""

    at: float
    label: str


@dataclass(frozen=True, kw_only=True)
class Bar:
    """Part of a column."""

    x: float
    y: float
    width: float
    height: float
    series: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line through moments that follow each other; a moment alone is a dot."""

    points: str
    series: str
    dot: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class Hint:
    """What is said of a slot to whoever points at it."""

    x: float
    width: float
    text: str


@dataclass(frozen=True, kw_only=True)
class Chart:
    """One chart; `legend` says for each series its name and a figure of the whole span."""

    name: str
    title: str
    description: str
    legend: Sequence[tuple[str, str, str]]
    times: Sequence[Mark]
    values: Sequence[Mark]
    bars: Sequence[Bar] = ()
    lines: Sequence[Line] = ()
    hints: Sequence[Hint] = ()

    width, height = WIDTH, HEIGHT
    left, right, top, bottom = LEFT, WIDTH - RIGHT, TOP, HEIGHT - BOTTOM
    plot_height = HEIGHT - BOTTOM - TOP

    @property
    def is_empty(self) -> bool:
        return not (self.bars or self.lines)


def charts_of(figures: Figures) -> list[Chart]:
    """Return what is drawn of a span's figures."""
    return [
        throughput(figures),
        durations(figures, name="wait", title="Time in the queue", which=lambda slot: slot.wait, whole=figures.wait),
        durations(figures, name="run", title="Time to draw", which=lambda slot: slot.run, whole=figures.run),
    ]


def throughput(figures: Figures) -> Chart:
    """Draw how many jobs ended: columns of completed ones, with those that failed on top."""
    slots = figures.slots
    top, values = _scale_of_counts(max(slot.completed + slot.failed for slot in slots))
    bars = []
    for number, slot in enumerate(slots):
        below = 0
        for series, count in (("completed", slot.completed), ("failed", slot.failed)):
            if count:
                y = _y(below + count, top=top)
                x, width = _column(number, slots)
                bars.append(Bar(x=x, y=y, width=width, height=round(_y(below, top=top) - y, 2), series=series))
            below += count
    busiest = max(slots, key=lambda slot: slot.completed + slot.failed)
    peak = f"{busiest.completed + busiest.failed:,} in the {_length(figures.span)} from {_when(busiest, figures)}"
    total = f"{figures.completed:,} completed and {figures.failed:,} failed"
    return Chart(
        name="throughput",
        title=f"Pictures per {_length(figures.span)}",
        description=f"{total}{f', at most {peak}' if bars else ''}.",
        legend=[
            ("completed", "completed", f"{figures.completed:,}"),
            ("failed", "failed", f"{figures.failed:,}"),
        ],
        times=list(_times(figures)),
        values=values,
        bars=bars,
        hints=[
            _hint(number, slots, f"{_when(slot, figures)}: {slot.completed:,} completed, {slot.failed:,} failed")
            for number, slot in enumerate(slots)
            if slot.completed + slot.failed
        ],
    )


def durations(
    figures: Figures, *, name: str, title: str, which: Callable[[Slot], Percentiles], whole: Percentiles
) -> Chart:
    """Draw the median and the 95th percentile of how long something took."""
    slots = figures.slots
    highest = max((which(slot).p95 or 0.0 for slot in slots), default=0.0)
    top, values = _scale_of_seconds(highest)
    lines = [
        line
        for series in ("p95", "p50")
        for line in _lines([getattr(which(slot), series) for slot in slots], slots=slots, top=top, series=series)
    ]
    return Chart(
        name=name,
        title=title,
        description=f"Half took at most {spoken(whole.p50)}, all but one in twenty at most {spoken(whole.p95)}.",
        legend=[("p50", "p50", spoken(whole.p50)), ("p95", "p95", spoken(whole.p95))],
        times=list(_times(figures)),
        values=values,
        lines=lines,
        hints=[
            _hint(
                number,
                slots,
                f"{_when(slot, figures)}: p50 {spoken(which(slot).p50)}, p95 {spoken(which(slot).p95)}",
            )
            for number, slot in enumerate(slots)
            if which(slot).p50 is not None
        ],
    )


def spoken(seconds: float | None) -> str:
    """Return a duration in words; a dash where there is none."""
    return "–" if seconds is None else in_words(seconds)


def _lines(values: Sequence[float | None], *, slots: Sequence[Slot], top: float, series: str) -> Iterator[Line]:
    """Draw one line for each run of slots that have a value: nothing is known of what lies between."""
    run: list[tuple[float, float]] = []
    for number, value in enumerate([*values, None]):
        if value is not None:
            x, width = _column(number, slots)
            run.append((round(x + width / 2, 1), _y(value, top=top)))
        elif run:
            dot = run[0] if len(run) == 1 else None
            yield Line(points=" ".join(f"{x},{y}" for x, y in run), series=series, dot=dot)
            run = []


def _column(number: int, slots: Sequence[Slot]) -> tuple[float, float]:
    step = (WIDTH - LEFT - RIGHT) / len(slots)
    return round(LEFT + number * step, 2), round(step - GAP, 2)


def _y(value: float, *, top: float) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * min(1.0, value / top), 1)


def _hint(number: int, slots: Sequence[Slot], text: str) -> Hint:
    x, width = _column(number, slots)
    return Hint(x=x, width=width + GAP, text=text)


def _times(figures: Figures) -> Iterator[Mark]:
    every, form = _TIMES[figures.span]
    midnight = figures.slots[0].starts_at.replace(hour=0, minute=0)
    for number, slot in enumerate(figures.slots):
        if not (slot.starts_at - midnight) % every:
            x, width = _column(number, figures.slots)
            if LEFT + 14 < x < WIDTH - RIGHT - 12:
                yield Mark(at=round(x + width / 2, 1), label=f"{slot.starts_at:{form}}")


def _when(slot: Slot, figures: Figures) -> str:
    return f"{slot.starts_at:{'%a %H:%M' if figures.span is Span.WEEK else '%H:%M'}}"


def _length(span: Span) -> str:
    return {Span.HOUR: "minute", Span.DAY: "quarter of an hour", Span.WEEK: "two hours"}[span]


def _scale_of_counts(highest: int) -> tuple[float, list[Mark]]:
    """Return what the top of the axis stands for and its marks, at round whole numbers."""
    step = 1
    for step in _round_numbers():
        if highest <= 4 * step:
            break
    top = step * max(1, math.ceil(highest / step))
    return top, _marks(
        (number * step for number in range(top // step + 1)), top=top, label=lambda value: f"{value:,.0f}"
    )


def _round_numbers() -> Iterator[int]:
    magnitude = 1
    while True:
        yield from (magnitude, 2 * magnitude, 5 * magnitude)
        magnitude *= 10


def _scale_of_seconds(highest: float) -> tuple[float, list[Mark]]:
    step = next((each for each in _SECONDS if highest <= 4 * each), highest / 4)
    top = step * max(1, math.ceil(highest / step))
    return top, _marks((number * step for number in range(round(top / step) + 1)), top=top, label=_short)


def _marks(values: Iterable[float], *, top: float, label: Callable[[float], str]) -> list[Mark]:
    return [Mark(at=_y(value, top=top), label=label(value)) for value in values]


def _short(seconds: float) -> str:
    """Write a duration into the width of an axis."""
    for unit, name in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= unit:
            return f"{seconds / unit:.2g} {name}"
    return f"{seconds:.2g} s" if seconds else "0"


def moments_of(figures: Figures) -> list[tuple[datetime, Slot]]:
    """Return the slots in which something ended, the last one first: the charts as a table."""
    return [(slot.starts_at, slot) for slot in reversed(figures.slots) if slot.completed + slot.failed]
