"""A command of manage.py in a process whose clock is wrong, with all it forks; the database's is not."""

from datetime import UTC, datetime, timedelta

import time_machine
from django.core.management import call_command


def run(*words: str, seconds: float) -> None:
    time_machine.travel(datetime.now(UTC) + timedelta(seconds=seconds), tick=True).start()
    call_command(*words)
