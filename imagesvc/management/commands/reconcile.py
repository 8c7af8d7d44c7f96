"""`manage.py reconcile`: finds what a crash left behind and puts it right, as the chores do by themselves."""

from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from rich.table import Table

from imagesvc.images import reconciliation
from imagesvc.management.operators import OperatorCommand
from imagesvc.management.steering import interruptible
from imagesvc.management.terminal import progress_bar
from jobs import recovery


class Command(OperatorCommand):
    help = (
        "Put right what a crash left behind: jobs whose worker is gone, drafts and orphaned files, rows without files, "
        "ended jobs whose log does not say so. Safe at any time, twice, and on several hosts at once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count")
        parser.add_argument(
            "--young-seconds",
            type=float,
            default=reconciliation.YOUNG_SECONDS,
            help="leave files alone that are younger than this: their row may be about to be committed",
        )

    def handle(self, *, dry_run: bool, young_seconds: float, **options: Any) -> None:  # noqa: ARG002  (Django's own)
        with (
            interruptible("Interrupted: what was put right stays so, and the same command again goes through all."),
            progress_bar("Looking at files and rows") as show,
        ):
            jobs = recovery.reconcile(is_dry=dry_run)
            pictures = reconciliation.reconcile(
                is_dry=dry_run, young_seconds=young_seconds, on_progress=lambda looked_at: show(looked_at, of=None)
            )
        table = Table("found", "would be put right" if dry_run else "put right")
        for name, count in {**asdict(jobs), **asdict(pictures)}.items():
            table.add_row(name.replace("_", " "), str(count))
        self.console.print(table)
