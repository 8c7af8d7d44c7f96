"""App definition of the job queue."""

from django.apps import AppConfig
from django.core.checks import register
from django.db.models.signals import post_migrate, pre_migrate

from jobs.checks import check_upward_pointers
from jobs.live_migrations import begin_to_migrate, end_to_migrate


class JobsConfig(AppConfig):
    name = "jobs"
    verbose_name = "Jobs"

    def ready(self) -> None:
        register(check_upward_pointers)
        pre_migrate.connect(begin_to_migrate, sender=self)
        post_migrate.connect(end_to_migrate, sender=self)
