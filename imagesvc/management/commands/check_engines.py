"""`manage.py check_engines`: have every engine draw one small picture, and say in a table what came of it."""

import time
from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from PIL import Image
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn
from rich.table import Table

from imagesvc.engines import make_engine
from imagesvc.engines.base import Drawing, EngineError, ImageSpec
from imagesvc.engines.configuration import BadConfiguration, EngineConfig
from imagesvc.management.operators import OperatorCommand

SIDE_PIXELS = 512


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What came of one engine's drawing; `fault` is empty where all went well."""

    config: EngineConfig
    seconds: float
    drawing: Drawing | None = None
    fault: str = ""
    abilities: str = ""

    @property
    def size(self) -> str:
        pixels = self.drawing.pictures[0].pixels if self.drawing else None
        return f"{pixels.width}x{pixels.height}" if pixels else ""


class Overdue(Exception):
    """The engine took longer than its limit."""


class TerminalWatch:
    """Shows how far a drawing is, and ends it when it takes longer than its engine may."""

    def __init__(self, progress: Progress, task: TaskID, *, limit_seconds: float) -> None:
        self._progress = progress
        self._task = task
        self._ends_at = time.monotonic() + limit_seconds

    def report(self, percent: int, message: str) -> None:
        self.check()
        self._progress.update(self._task, completed=percent, message=message)

    def check(self) -> None:
        if time.monotonic() > self._ends_at:
            raise Overdue

    def preview(self, pixels: Image.Image) -> None:
        """A terminal shows no pictures."""


class Command(OperatorCommand):
    help = "Have each configured engine draw one small picture; exit with 1 if one of them cannot."
    # A bad option of an engine is what it is asked about.
    requires_system_checks = ("engines",)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("names", nargs="*", metavar="engine", help="only these; otherwise all that are configured")
        parser.add_argument("--prompt", default="A lighthouse on a cliff at dusk.", help="what to draw")
        parser.add_argument("--save", type=Path, metavar="FOLDER", help="keep the pictures there, as <engine>.png")

    def handle(self, *, names: list[str], prompt: str, save: Path | None, **options: Any) -> None:  # noqa: ARG002  (Django's)
        """Try one engine after the other, past the queue: no place at an engine is taken, and its limits not asked."""
        known = {config.name: config for config in settings.ENGINES}
        if unknown := [name for name in names if name not in known]:
            words = ", ".join(known) or "none"
            raise CommandError(f"No engine is configured as {unknown[0]!r}; there are: {words}.", returncode=2)
        trials = self.try_engines([known[name] for name in names] or list(known.values()), prompt=prompt)
        self.console.print(_table(trials))
        if save is not None:
            self.save_pictures(trials, folder=save)
        if failed := [trial.config.name for trial in trials if trial.fault]:
            raise CommandError(f"{len(failed)} of {len(trials)} engines cannot draw: {', '.join(failed)}.")

    def try_engines(self, configs: list[EngineConfig], *, prompt: str) -> list[Trial]:
        """1. Draw with each, and show how far it is on the terminal."""
        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[message]}"))
        # To stderr, or it would stand in what is piped.
        screen = Console(stderr=True)
        with Progress(*columns, console=screen, disable=not screen.is_terminal) as progress:
            return [self.try_engine(config, prompt=prompt, progress=progress) for config in configs]

    def try_engine(self, config: EngineConfig, *, prompt: str, progress: Progress) -> Trial:
        """2. Draw with one of them."""
        task = progress.add_task(config.name, total=100, message="")
        watch = TerminalWatch(progress, task, limit_seconds=config.limit_seconds)
        spec = ImageSpec(kind="custom", description=prompt, width=SIDE_PIXELS, height=SIDE_PIXELS, seed=1)
        start = time.monotonic()
        drawing, fault, abilities = None, "", ""
        try:
            engine = make_engine(config)
            abilities = engine.abilities.sizes
            drawing = engine.draw(spec, watch)
        except (EngineError, BadConfiguration) as error:
            fault = str(error)
        except Overdue:
            fault = f"Drawing took longer than {config.limit_seconds:g} seconds."
        seconds = time.monotonic() - start
        progress.update(task, completed=100, message=f"failed: {fault}" if fault else f"{seconds:.1f} s")
        return Trial(config=config, seconds=seconds, drawing=drawing, fault=fault, abilities=abilities)

    def save_pictures(self, trials: list[Trial], *, folder: Path) -> None:
        """3. Keep what was drawn."""
        folder.mkdir(parents=True, exist_ok=True)
        for trial in trials:
            if trial.drawing is not None:
                (folder / f"{trial.config.name}.png").write_bytes(trial.drawing.pictures[0].png)


def _table(trials: list[Trial]) -> Table:
    table = Table("Engine", "Type", "Result", "Seconds", "Size", "Can do", "Model")
    for trial in trials:
        result = f"[red]{escape(trial.fault)}[/]" if trial.fault else "[green]drawn[/]"
        table.add_row(
            trial.config.name,
            trial.config.type,
            result,
            f"{trial.seconds:.1f}",
            trial.size,
            escape(trial.abilities),
            escape(trial.drawing.model if trial.drawing else ""),
        )
    return table
