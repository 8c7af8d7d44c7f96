"""`manage.py contact_sheet`: have the embedded engine draw many pictures, and hang them on one sheet to look at."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from PIL import Image as Pixels
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from imagesvc.engines import configure, make_engine
from imagesvc.engines.base import ALL_KINDS, ImageSpec
from imagesvc.images import contact_sheet
from imagesvc.images.contact_sheet import BadPrompts, Exposure
from imagesvc.management.operators import OperatorCommand
from jobs.amounts import counted

SIDE_DRAWN = 1024  # pixels; what is judged is a picture of the usual size, made small
SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")


class PatientWatch:
    """Waits for a picture as long as it takes."""

    def report(self, percent: int, message: str) -> None:
        """The bar counts whole pictures."""

    def check(self) -> None:
        """Nobody cancels but by Ctrl+C."""

    def preview(self, pixels: Pixels.Image) -> None:
        """The sheet shows finished ones."""


class Command(OperatorCommand):
    help = (
        "Draw the world in the database, a file of prompts, or samples of all that the printmaker knows, on one sheet."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        source = parser.add_mutually_exclusive_group()
        source.add_argument("--prompts", type=Path, metavar="FILE", help="draw its lines, each `kind: prompt`")
        source.add_argument("--samples", action="store_true", help="draw one of every kind of object, person and place")
        parser.add_argument("--kind", choices=sorted(ALL_KINDS), default="", help="only pictures of this kind")
        parser.add_argument("--limit", type=int, help="no more pictures than this")
        parser.add_argument("--columns", type=int, default=8, help="pictures in a row (8)")
        parser.add_argument("--side", type=int, default=240, help="pixels of each picture's side on the sheet (240)")
        parser.add_argument("--seed", type=int, default=1, help="the seed of all pictures (1)")
        parser.add_argument(
            "--out",
            type=Path,
            default=Path("contact_sheet.jpg"),
            metavar="FILE",
            help="where to write it: JPEG, PNG or WebP by its suffix (contact_sheet.jpg)",
        )

    def handle(self, **options: Any) -> None:
        out: Path = options["out"]
        if out.suffix.lower() not in SUFFIXES:
            raise CommandError(f"{out.name!r} must end in one of {', '.join(SUFFIXES)}.", returncode=2)
        if not out.parent.is_dir():
            raise CommandError(f"{out} cannot be written: there is no folder {out.parent}.", returncode=2)
        if min(options["columns"], options["side"]) < 1:
            raise CommandError("--columns and --side must be at least 1.", returncode=2)
        exposures = self.gather(prompts=options["prompts"], samples=options["samples"], kind=options["kind"])
        exposures = exposures[: options["limit"]]
        if not exposures:
            raise CommandError("There is nothing to draw: no world, or nothing of that kind in it. Try --samples.")
        sheet = contact_sheet.compose(
            self.draw(exposures, seed=options["seed"]),
            count=len(exposures),
            columns=options["columns"],
            side=options["side"],
        )
        self.keep(sheet, out)
        self.console.print(
            f"{counted(len(exposures), 'picture')}, {sheet.width} x {sheet.height} pixels: {out}", soft_wrap=True
        )

    def gather(self, *, prompts: Path | None, samples: bool, kind: str) -> list[Exposure]:
        """1. Decide what is drawn."""
        if prompts is None and not samples:
            return contact_sheet.from_world(kind=kind)
        path = prompts or contact_sheet.SAMPLES
        try:
            return contact_sheet.from_lines(path.read_text(encoding="utf-8"), kind=kind)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{path} cannot be read: {error}", returncode=2) from error
        except BadPrompts as error:
            raise CommandError(f"{path}: {error}", returncode=2) from error

    def draw(self, exposures: list[Exposure], *, seed: int) -> Iterator[tuple[Pixels.Image, str]]:
        """2. Draw one after the other, past the queue, and show on the terminal how many are done."""
        engine = make_engine(configure("pillow", {}, limit_seconds=settings.ATTEMPT_TIMEOUT_SECONDS, rank=0))
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        # To stderr, or it would stand in what is piped.
        screen = Console(stderr=True)
        with Progress(*columns, console=screen, disable=not screen.is_terminal) as progress:
            for exposure in progress.track(exposures, description="Drawing"):
                spec = ImageSpec(
                    kind=exposure.kind,
                    description=exposure.description,
                    preamble=exposure.preamble,
                    width=SIDE_DRAWN,
                    height=SIDE_DRAWN,
                    seed=seed,
                )
                pixels = engine.draw(spec, PatientWatch()).pictures[0].pixels
                assert pixels is not None, "the embedded engine has them at hand"
                yield pixels, exposure.label

    def keep(self, sheet: Pixels.Image, out: Path) -> None:
        """3. Write the sheet."""
        try:
            contact_sheet.save(sheet, out)
        except OSError as error:
            raise CommandError(f"{out} cannot be written: {error}", returncode=2) from error
