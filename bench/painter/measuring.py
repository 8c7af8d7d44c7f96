"""The measurements: whole jobs, gaps between two questions to the watch, memory in fresh processes, and all sizes.

To be imported when Django is set up.
"""

import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from PIL import Image as Pixels

from entities.importer import import_save
from entities.saves import read_save
from imagesvc.engines import configure, make_engine
from imagesvc.engines.base import ImageSpec
from imagesvc.images import contact_sheet
from imagesvc.images.contact_sheet import Exposure
from jobs import lifecycle, worker
from jobs.lifecycle import NewJob
from jobs.models import Job, JobStatus

SIDE = 1024
SIZES = (
    (64, 64),
    (64, 4096),
    (4096, 64),
    (512, 512),
    (1024, 1024),
    (1536, 1024),
    (1024, 1536),
    (2048, 2048),
    (4096, 4096),
)
QUICK_SIZES = SIZES[:7]


@dataclass(frozen=True, kw_only=True)
class DrawnJob:
    """One job, from its start to its end."""

    kind: str
    label: str
    seconds_per_megapixel: float
    cpu_seconds_per_megapixel: float  # of this process: what the clock would say on an idle machine


@dataclass(frozen=True, kw_only=True)
class Run:
    """What a fresh process needed: `peak_megabytes` is over what it had before its first picture."""

    title: str
    seconds: float
    peak_megabytes: float


class Asked:
    """A watch that notes for how long, of this process's own time, nobody asked it."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = time.process_time()

    def report(self, percent: int, message: str) -> None:  # noqa: ARG002  (a watch's)
        self.check()

    def check(self) -> None:
        now = time.process_time()
        self.longest = max(self.longest, now - self._last)
        self._last = now

    def preview(self, pixels: Pixels.Image) -> None:  # noqa: ARG002  (a watch's)
        self.check()


def prepare(save: Path | None, *, most: int | None) -> list[Exposure]:
    """Make the database, and take in what is to be drawn."""
    call_command("migrate", verbosity=0)
    if save is None:
        exposures = contact_sheet.from_lines(contact_sheet.SAMPLES.read_text(encoding="utf-8"))
    else:
        import_save(read_save(save), progress=lambda _: None)
        exposures = contact_sheet.from_world()
    return exposures if most is None else exposures[:: max(1, len(exposures) // most)][:most]


def jobs(exposures: Sequence[Exposure]) -> list[DrawnJob]:
    """Draw each as a job of one worker: claimed, drawn, stored with its thumbnail, completed."""
    _job(exposures[0], seed=0)  # the first of a process imports the engine
    return [_job(exposure, seed=1) for exposure in exposures]


def _job(exposure: Exposure, *, seed: int) -> DrawnJob:
    text = "\n\n".join(filter(None, (exposure.preamble, exposure.description)))
    wish = NewJob(
        prompt=text,
        width=SIDE,
        height=SIDE,
        seed=seed,
        style=exposure.kind,
        preamble_length=len(text) - len(exposure.description),
    )
    lifecycle.submit(wish)
    claimed = lifecycle.claim(worker="bench")
    assert claimed is not None, "nobody else works on this database"
    started = time.process_time()
    worker.run(claimed)
    cpu_seconds = time.process_time() - started
    job = Job.objects.get(id=claimed.id)
    assert job.status == JobStatus.COMPLETED, job.error
    assert job.started_at is not None
    assert job.ended_at is not None
    megapixels = SIDE * SIDE / 1e6
    return DrawnJob(
        kind=exposure.kind,
        label=exposure.label,
        seconds_per_megapixel=(job.ended_at - job.started_at).total_seconds() / megapixels,
        cpu_seconds_per_megapixel=cpu_seconds / megapixels,
    )


def gaps(exposures: Sequence[Exposure]) -> list[float]:
    """For each picture the longest time in which a cancel would not have been noticed, in seconds."""
    engine = make_engine(configure("pillow", {}, limit_seconds=600, rank=0))
    found = []
    for exposure in exposures:
        watch = Asked()
        engine.draw(ImageSpec(kind=exposure.kind, description=exposure.description, width=SIDE, height=SIDE), watch)
        watch.check()
        found.append(watch.longest)
    return found


def memory_of_kinds(exposures: Sequence[Exposure]) -> list[Run]:
    """For each kind what a process needs that draws some of it."""
    runs = []
    for kind in sorted({exposure.kind for exposure in exposures}):
        texts = [exposure.description for exposure in exposures if exposure.kind == kind]
        runs.append(_in_fresh_process(kind, kind=kind, texts=texts[:: max(1, len(texts) // 8)], size=(SIDE, SIDE)))
    return runs


def sizes(*, quick: bool) -> list[Run]:
    """What each size costs: a place in the open air, which is the dearest for its size."""
    return [
        _in_fresh_process(
            f"{width} x {height}", kind="location", texts=["A harbour town at dusk"], size=(width, height)
        )
        for width, height in (QUICK_SIZES if quick else SIZES)
    ]


_DRAW = """
import sys, time
from imagesvc.engines import configure, make_engine
from imagesvc.engines.base import ImageSpec
engine = make_engine(configure("pillow", {}, limit_seconds=600, rank=0))
class Watch:
    def report(self, percent, message): pass
    def check(self): pass
def peak():
    # Not of getrusage: that of a fresh process is its parent's.
    with open("/proc/self/status") as status:
        return int(next(line for line in status if line.startswith("VmHWM")).split()[1])
kind, width, height, *texts = sys.argv[1:]
engine.draw(ImageSpec(kind=kind, description="", width=64, height=64), Watch())
idle = peak()
slowest = 0.0
for text in texts:
    started = time.perf_counter()
    engine.draw(ImageSpec(kind=kind, description=text, width=int(width), height=int(height), seed=1), Watch())
    slowest = max(slowest, time.perf_counter() - started)
print(slowest, (peak() - idle) / 1024)
"""


def _in_fresh_process(title: str, *, kind: str, texts: Sequence[str], size: tuple[int, int]) -> Run:
    command = [sys.executable, "-c", _DRAW, kind, *map(str, size), *(text.replace("\0", " ") for text in texts)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return Run(title=title, seconds=float(said[0]), peak_megabytes=float(said[1]))
