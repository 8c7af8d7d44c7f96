"""`manage.py import_save DIR`: take a saved game in, or say with one sentence why that cannot be.

What comes from a save reaches the terminal without its control characters. A bad path or JSON is exit code 2.
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from rich.console import Console
from rich.progress import Progress
from rich.table import Column, Table
from rich.text import Text

from entities.importer import Progress as Step
from entities.importer import Upserted
from entities.save_format import FORMATS
from entities.saves import Remark, Save, SaveError, Topic, read_save
from imagesvc.images.importing import GameReport, import_game, steps_of
from imagesvc.management.operators import OperatorCommand
from imagesvc.management.terminal import printable
from jobs.checks import migrations_fault

# How the save's metadata calls its own counts.
TOTALS = {
    "region": "totalRegions",
    "location": "totalLocations",
    "exit": "totalLocationExits",
    "character": "totalPlayers",
    "thing": "totalThings",
}
PICTURES_TOTAL = "totalGeneratedImages"
REMARKS_SHOWN = 10


class Command(OperatorCommand):
    help = "Imports a saved game: its world, and the pictures that go with it. Running it again changes nothing."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "save", metavar="DIR", type=Path, help="the folder of a save, or one with saves/ or autosaves/ (the newest)"
        )
        parser.add_argument("--images-dir", type=Path, help="the game's generated-images, if it is not near the save")
        parser.add_argument("--dry-run", action="store_true", help="read and count everything, write nothing")

    def handle(self, *, save: Path, images_dir: Path | None, dry_run: bool, **options: Any) -> None:
        """Import a save.

        1. Read it, and import it with a progress bar.
        2. Show what became of it, against the save's own counts.
        3. Show what is to be said about it, by topic.
        """
        if fault := migrations_fault():
            raise CommandError(fault)
        try:
            game = read_save(save)
            with _progress_bar(steps_of(game)) as step:
                report = import_game(game, images_dir=images_dir, progress=step, dry_run=dry_run)
        except SaveError as error:
            raise CommandError(printable(str(error)), returncode=2) from error
        except OSError as error:
            raise CommandError(printable(f"Nothing was imported: {error}."), returncode=1) from error
        except KeyboardInterrupt as error:
            raise CommandError("Interrupted: nothing was imported.", returncode=130) from error
        self._show_counts(game, report)
        self._show_remarks(report, at_most=REMARKS_SHOWN if options["verbosity"] < 2 else sys.maxsize)
        if dry_run:
            self.console.print("This was a dry run: nothing was written.")

    def _show_counts(self, save: Save, report: GameReport) -> None:
        numbers = [Column(word, justify="right") for word in ("created", "updated", "unchanged", "in all", "save says")]
        table = Table("", *numbers)
        for kind, entity_format in FORMATS.items():
            said = save.metadata.get(TOTALS.get(kind, ""))
            table.add_row(entity_format.plural, *_counts(report.entities[kind], said=said))
        table.add_row("pictures", *_counts(report.pictures, said=save.metadata.get(PICTURES_TOTAL)))
        self.console.print(Text(printable(str(save.folder))), soft_wrap=True)
        self.console.print(table)

    def _show_remarks(self, report: GameReport, *, at_most: int) -> None:
        topics = list(Topic)
        by_topic = sorted(report.remarks, key=lambda remark: topics.index(remark.topic))
        for topic, group in groupby(by_topic, key=lambda remark: remark.topic):
            self._show_group(topic, list(group), at_most=at_most)

    def _show_group(self, topic: Topic, remarks: list[Remark], *, at_most: int) -> None:
        self.console.print(Text(f"\n{topic.value}: {len(remarks)}", style="bold"))
        for remark in remarks[:at_most]:
            self.console.print(Text(f"  {printable(remark.text)}"), soft_wrap=True)
        if len(remarks) > at_most:
            self.console.print(Text(f"  and {len(remarks) - at_most} more (-v 2 shows all)"))


@contextmanager
def _progress_bar(steps: int) -> Iterator[Step]:
    """Show a bar on the terminal's standard error; elsewhere it would only be noise."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Reading", total=steps)

        def step(done: str) -> None:
            bar.update(task, advance=1, description=done.capitalize())

        yield step


def _counts(upserted: Upserted, *, said: object) -> tuple[str, ...]:
    counts = [len(ids) for ids in (upserted.created, upserted.updated, upserted.unchanged)]
    return (*(str(count) for count in (*counts, sum(counts))), str(said) if isinstance(said, int) else "-")
