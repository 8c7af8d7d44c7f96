"""`manage.py requeue_jobs`: queues anew what has failed, all of it or what some words say, and says what came of it."""

from argparse import ArgumentParser
from typing import Any

from imagesvc.management import batch_runs, steering
from imagesvc.management.operators import OperatorCommand
from jobs.models import Priority

EXAMPLES = {
    "requeue_jobs --status failed --newer 12h": "what failed tonight",
    "requeue_jobs --error timeout --engine comfyui --dry-run": "look first what would be queued",
    "requeue_jobs --status failed --rate 5 --yes": "five a second, without asking",
    "requeue_jobs --ids-from failed.txt --yes --json": "the jobs of a file, for a script",
}
PRIORITIES = {priority.name.lower(): priority for priority in Priority}


class Command(OperatorCommand):
    help = (
        "Queue a new job for each that has ended: the same wish, linked to the old job. Passed over is what was "
        "requeued already, what has a job under way or a newer picture, what is done and what somebody cancelled."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        steering.add_all(steering.add_selection(parser))
        batch_runs.add_batch(parser, does="requeued")
        parser.add_argument("--force", action="store_true", help="also what is done, cancelled or has a newer picture")
        parser.add_argument("--priority", choices=PRIORITIES, help="that of the new jobs; otherwise batch")
        steering.add_examples(parser, EXAMPLES)

    def handle(self, *, force: bool, priority: str | None, **options: Any) -> None:
        if options["resume"] is not None:
            batch_runs.go_on(self, "requeue", options)
            return
        selection = steering.selection_or_all(options)
        chosen = batch_runs.batch_options(options, force=force, priority=PRIORITIES[priority] if priority else None)
        batch_runs.run_new(self, "requeue", selection, chosen, options)
