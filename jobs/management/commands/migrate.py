"""`manage.py migrate`: Django's, which begins anew where a table is in use for longer than others may be held up."""

import time
from typing import Any

from django.core.management.commands import migrate
from django.db import OperationalError

from jobs.live_migrations import is_lock_taken

TRIES = 100
# What others get done in between.
PAUSE_SECONDS = 0.5


class Command(migrate.Command):
    def handle(self, *arguments: Any, **options: Any) -> None:
        for tried in range(1, TRIES + 1):
            try:
                super().handle(*arguments, **options)
            except OperationalError as error:
                if tried == TRIES or not is_lock_taken(error):
                    raise
            else:
                return
            if options["verbosity"] >= 1:
                self.stdout.write("  A table is in use; trying again.")
            time.sleep(PAUSE_SECONDS)
