"""App definition of the webhooks: who wants to be told of which events, and what became of telling them."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "imagesvc.webhooks"
    label = "webhooks"
    verbose_name = "Webhooks"
