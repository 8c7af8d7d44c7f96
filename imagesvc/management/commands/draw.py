"""`manage.py draw`: a job for each entity that has no picture, or a stale one, or whatever it has."""

from argparse import ArgumentParser
from typing import Any

from imagesvc.batches.drawing import BadSubjects, Subjects, Which, select_subjects
from imagesvc.management import batch_runs, steering
from imagesvc.management.operators import OperatorCommand
from imagesvc.management.steering import ExitCode, ended
from jobs.selection import WORD_NAMED

EXAMPLES = {
    "draw --missing --yes": "whatever has no picture, without asking",
    "draw --stale --dry-run": "look what is told differently today than when it was drawn",
    "draw --all --entity-type npc --rate 2": "all characters anew, two a second",
    "draw --missing --world setting_1 --limit 100": "a hundred of one world",
}


class Command(OperatorCommand):
    help = (
        "Queue a job for each of many entities, behind what people wait for and without regard to anybody's sight. "
        "Passed over is what has a job under way or of which nothing is said."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group()
        for each, help_text in (
            (Which.MISSING, "entities that have no picture"),
            (Which.STALE, "whose text, place, prefixes or preamble has changed since it was drawn"),
            (Which.ALL, "all, also those that have a picture"),
        ):
            which.add_argument(f"--{each.value}", dest="which", action="store_const", const=each.value, help=help_text)
        steering.add_selection(parser, names=("entityType", "entityId", "world"), noun="entities")
        batch_runs.add_batch(parser, does="drawn")
        steering.add_examples(parser, EXAMPLES)

    def handle(self, **options: Any) -> None:
        if options["resume"] is not None:
            batch_runs.go_on(self, "draw", options)
            return
        batch_runs.run_new(self, "draw", _subjects_in(options), batch_runs.batch_options(options), options)


def _subjects_in(options: dict[str, Any]) -> Subjects:
    """Return the entities that the options mean, with the ids of a file; end with code 2 at a bad word."""
    if options["which"] is None:
        raise ended(ExitCode.USAGE, "Say which entities: --missing, --stale or --all.")
    words = steering.words_in(options) | {"which": [options["which"]]}
    if options["ids_from"] is not None:
        words["entityId"] = [*words.get("entityId", []), *(line for _, line in steering.lines_of(options["ids_from"]))]
    try:
        return select_subjects(words)
    except BadSubjects as error:
        raise ended(ExitCode.USAGE, f"{WORD_NAMED[error.word].option} {error.sentence}.") from error
