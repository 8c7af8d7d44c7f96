"""Requests below /api/ pass by what Django does for pages, and lose nothing by it."""

import pytest
from django.conf import LazySettings
from django.test import Client

from tests.keys.asking import logged_in

pytestmark = pytest.mark.django_db

# What the middlewares for pages add to a request.
ADDED = ("session", "_messages")


@pytest.mark.parametrize(("path", "added"), [("/api/engines", set()), ("/api", set()), ("/jobs", set(ADDED))])
def test_sessions_and_messages_are_for_pages(path: str, added: set[str]) -> None:
    request = Client().get(path).wsgi_request

    assert {name for name in ADDED if hasattr(request, name)} == added


def test_answers_that_a_session_decides_about_are_kept_for_it_alone(settings: LazySettings) -> None:
    settings.AUTH = "keys"

    answers = [client.get("/api/engines") for client in (logged_in("view_job"), Client())]

    assert [(answer.status_code, answer.headers["Vary"]) for answer in answers] == [(200, "Cookie"), (401, "Cookie")]
