"""A receiver on this machine, and the setting that lets webhooks go there."""

from collections.abc import Iterator
from ipaddress import ip_network

import pytest
from django.conf import LazySettings

from tests.receivers import WebhookReceiver, webhook_receiver


@pytest.fixture
def loopback_allowed(settings: LazySettings) -> None:
    settings.WEBHOOK_PRIVATE = (ip_network("127.0.0.0/8"),)


@pytest.fixture
def receiver(loopback_allowed: None) -> Iterator[WebhookReceiver]:
    with webhook_receiver() as running:
        yield running
