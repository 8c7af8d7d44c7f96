"""What all tests of the API have in common: whatever it answers to them, the description must say so."""

from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponseBase
from django.test import Client

from tests.api.truth import assert_is_described


@pytest.fixture(autouse=True)
def answers_are_described(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold every answer against /api/schema."""
    ask = Client.request

    def ask_and_compare(client: Client, **request: Any) -> HttpResponseBase:
        response: HttpResponseBase = ask(client, **request)
        # Some tests bring addresses of their own.
        if request["PATH_INFO"].startswith("/api/") and settings.ROOT_URLCONF == "imagesvc.urls":
            assert_is_described(request["REQUEST_METHOD"], request["PATH_INFO"], response)
        return response

    monkeypatch.setattr(Client, "request", ask_and_compare)
