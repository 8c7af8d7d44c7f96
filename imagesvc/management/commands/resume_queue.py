"""`manage.py resume_queue`: has jobs begun again after `pause_queue`."""

from argparse import ArgumentParser
from typing import Any

from imagesvc.management import steering
from imagesvc.management.operators import OperatorCommand

EXAMPLES = {"resume_queue": "begin jobs again", "resume_queue --dry-run": "say only whether it is paused"}


class Command(OperatorCommand):
    help = "Have jobs begun again, on all hosts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        steering.add_switch(parser)
        steering.add_examples(parser, EXAMPLES)

    def handle(self, **options: Any) -> None:
        steering.switch_queue(self, is_paused=False, options=options)
