"""`manage.py pause_queue`: has no job begun any more, on any host."""

from argparse import ArgumentParser
from typing import Any

from imagesvc.management import steering
from imagesvc.management.operators import OperatorCommand

EXAMPLES = {"pause_queue": "begin nothing new", "pause_queue --json": "the same, for a script"}


class Command(OperatorCommand):
    help = "Have no job begun any more, on any host; those that are being drawn go on. `resume_queue` ends it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        steering.add_switch(parser)
        steering.add_examples(parser, EXAMPLES)

    def handle(self, **options: Any) -> None:
        steering.switch_queue(self, is_paused=True, options=options)
