"""App definition of the audit: who steered what, from where, and what came of it."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "imagesvc.audit"
    label = "audit"
    verbose_name = "Audit"
