"""App definition of the job queue."""

from django.apps import AppConfig
from django.core.checks import register

from jobs.checks import check_upward_pointers


class JobsConfig(AppConfig):
    name = "jobs"
    verbose_name = "Jobs"

    def ready(self) -> None:
        register(check_upward_pointers)
