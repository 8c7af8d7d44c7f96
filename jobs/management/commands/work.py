"""`manage.py work`: the workers under supervision, for hosts that only work."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connections
from django_rich.management import RichCommand

from jobs.checks import first_fault, migrations_fault
from jobs.launcher import cluster_child, worker_count
from jobs.supervisor import MISCONFIGURED, ChildFailed, Supervisor


class Command(RichCommand):
    help = "Run the workers alone, supervised: for further hosts on one PostgreSQL. `up` runs the web server as well."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--workers", type=worker_count, default=settings.WORKERS, help="jobs done at a time")

    def handle(self, *, workers: int, **options: Any) -> None:  # noqa: ARG002  (Django's own options)
        if fault := first_fault():
            raise CommandError(fault, returncode=MISCONFIGURED)
        if fault := migrations_fault():
            raise CommandError(fault)
        # No connection may be shared with a child.
        connections.close_all()
        try:
            with Supervisor([cluster_child(workers=workers)], grace_seconds=settings.GRACE_SECONDS + 5) as supervisor:
                self.console.print(f"{workers} workers wait for jobs. Ctrl-C stops them.")
                while supervisor.watch(seconds=60):
                    pass
                self.console.print("Stopping.")
        except ChildFailed as failure:
            raise CommandError(str(failure), returncode=failure.exit_code) from failure
