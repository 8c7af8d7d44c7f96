"""`manage.py cancel_jobs`: cancels what has not ended, all of it or what some words say."""

from argparse import ArgumentParser
from typing import Any

from imagesvc.management import batch_runs, steering
from imagesvc.management.operators import OperatorCommand

EXAMPLES = {
    "cancel_jobs --client-id tab-7": "what one client waits for",
    "cancel_jobs --status queued --older 1d --dry-run": "look first what has waited for a day",
    "cancel_jobs --all --yes": "the whole queue, without asking",
}


class Command(OperatorCommand):
    help = "Cancel each job that has not ended; whatever is still drawn for it is thrown away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        steering.add_all(steering.add_selection(parser))
        batch_runs.add_batch(parser, does="cancelled")
        steering.add_examples(parser, EXAMPLES)

    def handle(self, **options: Any) -> None:
        if options["resume"] is not None:
            batch_runs.go_on(self, "cancel", options)
            return
        batch_runs.run_new(
            self, "cancel", steering.selection_or_all(options), batch_runs.batch_options(options), options
        )
