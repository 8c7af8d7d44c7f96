"""`manage.py cluster`: the workers, in one unsupervised process tree."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from jobs.launcher import run_cluster, worker_count


class Command(BaseCommand):
    help = (
        "Run the workers without supervision: nothing starts them again. This is what `up` and `work` start and look "
        "after; run it yourself only under a supervisor of your own."
    )
    # Whoever supervises it has checked, and a restart should be quick.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--workers", type=worker_count, default=settings.WORKERS, help="jobs done at a time")

    def handle(self, *, workers: int, **options: Any) -> None:  # noqa: ARG002  (Django's own options)
        if workers != settings.WORKERS:
            # django-q2 has read its configuration while Django was loading: only a new start can change it.
            os.execve(  # noqa: S606  (our own command line)
                sys.executable, [sys.executable, *sys.orig_argv[1:]], {**os.environ, "IMAGESVC_WORKERS": str(workers)}
            )
        sys.exit(run_cluster())
