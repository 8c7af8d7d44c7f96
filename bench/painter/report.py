"""The figures as Markdown, each beside what it must be."""

from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.painter.measuring import DrawnJob, Run

MEDIAN_SECONDS, SLOWEST_SECONDS = 0.35, 0.7
PEAK_MEGABYTES = 160
LONGEST_GAP_SECONDS = 0.15
LARGEST = ("4096 x 4096", 12.0, 1536.0)  # seconds, megabytes


def table(*, jobs: "Sequence[DrawnJob]", gaps: Sequence[float], memory: "Sequence[Run]", sizes: "Sequence[Run]") -> str:
    """Return all tables."""
    return "\n".join([*_jobs(jobs), "", *_gaps(gaps), "", *_memory(memory), "", *_sizes(sizes)])


def _jobs(jobs: "Sequence[DrawnJob]") -> list[str]:
    lines = [
        "| a job's start to its end | pictures | median | slowest | CPU, median | CPU, most | slowest picture |",
        "| --- | ---: | ---: | ---: | ---: | ---: | --- |",
    ]
    for kind in [*sorted({job.kind for job in jobs}), "all"]:
        some = [job for job in jobs if kind in {job.kind, "all"}]
        slowest = max(some, key=lambda job: job.seconds_per_megapixel)
        middle = median(job.seconds_per_megapixel for job in some)
        cpu = [job.cpu_seconds_per_megapixel for job in some]
        figures = (middle, slowest.seconds_per_megapixel, median(cpu), max(cpu))
        row = (kind, str(len(some)), *(f"{figure:.3f} s" for figure in figures), slowest.label[:50])
        lines.append(f"| {' | '.join(row)} |")
    return [
        *lines,
        "",
        "Per megapixel, PNG, thumbnail and storing included.",
        _aims("By the clock", [job.seconds_per_megapixel for job in jobs]),
        _aims("By the process's own time", [job.cpu_seconds_per_megapixel for job in jobs]),
    ]


def _aims(measure: str, seconds: Sequence[float]) -> str:
    middle, most = _met(median(seconds) < MEDIAN_SECONDS), _met(max(seconds) < SLOWEST_SECONDS)
    return f"{measure}: median under {MEDIAN_SECONDS} s: {middle}; slowest under {SLOWEST_SECONDS} s: {most}."


def _gaps(gaps: Sequence[float]) -> list[str]:
    usual, worst = median(gaps) * 1000, max(gaps) * 1000
    aim = LONGEST_GAP_SECONDS * 1000
    said = f"A cancel takes hold within {usual:.0f} ms (median of each picture's longest gap), at worst {worst:.0f} ms."
    return [f"{said} Under {aim:.0f} ms: {_met(worst < aim)}."]


def _memory(runs: "Sequence[Run]") -> list[str]:
    lines = ["| memory at 1024 x 1024 | peak over idle |", "| --- | ---: |"]
    lines += [f"| {run.title} | {run.peak_megabytes:.0f} MB |" for run in runs]
    worst = max(run.peak_megabytes for run in runs)
    return [*lines, "", f"Under {PEAK_MEGABYTES} MB: {_met(worst < PEAK_MEGABYTES)}."]


def _sizes(runs: "Sequence[Run]") -> list[str]:
    lines = ["| size | time | peak over idle |", "| --- | ---: | ---: |"]
    lines += [f"| {run.title} | {run.seconds:.2f} s | {run.peak_megabytes:.0f} MB |" for run in runs]
    title, seconds, megabytes = LARGEST
    for run in runs:
        if run.title == title:
            is_met = run.seconds < seconds and run.peak_megabytes < megabytes
            lines += ["", f"{title} under {seconds:.0f} s and {megabytes:.0f} MB: {_met(is_met)}."]
    return lines


def _met(is_met: bool) -> str:
    return "yes" if is_met else "**no**"
