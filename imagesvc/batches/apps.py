"""App definition of batches: one action on many jobs or entities, in chunks, with its progress."""

from django.apps import AppConfig


class BatchesConfig(AppConfig):
    name = "imagesvc.batches"
    label = "batches"
    verbose_name = "Batches"
