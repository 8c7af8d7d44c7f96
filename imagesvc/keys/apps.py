"""API keys as a Django app."""

from django.apps import AppConfig


class KeysConfig(AppConfig):
    name = "imagesvc.keys"
    label = "keys"
    verbose_name = "API keys"
