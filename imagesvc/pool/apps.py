"""App definition of the pool: which engine draws which job, and how well each of them is."""

from django.apps import AppConfig


class PoolConfig(AppConfig):
    name = "imagesvc.pool"
    label = "pool"
    verbose_name = "Engines"
