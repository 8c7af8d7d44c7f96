"""What all commands are that people run by hand: quick to start, and with one sentence for a database that fails."""

from typing import Any

from django.core.management.base import CommandError
from django.db import Error as DatabaseFault
from django.db import connection
from django_rich.management import RichCommand

from jobs.checks import database_fault, migrations_fault
from jobs.supervisor import MISCONFIGURED


class OperatorCommand(RichCommand):
    # They take half a second, and no engine's bad option may keep anybody from looking at the queue.
    requires_system_checks: tuple[str, ...] = ()

    def execute(self, *arguments: Any, **options: Any) -> str | None:
        """Run the command; where the database was to blame, say what is wrong with it."""
        try:
            result: str | None = super().execute(*arguments, **options)
        except DatabaseFault as error:
            if not connection.in_atomic_block:
                connection.close()
                if fault := database_fault():
                    raise CommandError(fault, returncode=MISCONFIGURED) from error
                if fault := migrations_fault():
                    raise CommandError(fault) from error
            raise
        return result
