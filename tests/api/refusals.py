"""What a refusal is: the contract's shape with a sentence that helps, and not a row of ours changed."""

import json
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.test import Client

JSON = "application/json"


def rows() -> dict[str, list[Any]]:
    models = [model for app in ("entities", "jobs", "images") for model in apps.get_app_config(app).get_models()]
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}


def send(client: Client, method: str, address: str, body: Any, content_type: str = JSON) -> Any:
    content = body if isinstance(body, str | bytes) else json.dumps(body)
    # Django's client leaves the type of an empty body away, unless it is named so.
    return client.generic(method, address, content, content_type, CONTENT_TYPE=content_type)


def assert_refused(response: Any, status: int, error: str) -> None:
    assert_all_refused([("it", response, status, error)])


def assert_all_refused(answers: Iterable[tuple[Any, Any, int, str]]) -> None:
    """Take (what was sent, the response, its status, the beginning of its sentence) of each."""
    differences = [
        (ascii(sent)[:200], difference)
        for sent, response, status, error in answers
        if (difference := _difference(response, status, error))
    ]
    assert differences == [], differences


def _difference(response: Any, status: int, error: str) -> Any:
    """Return what is not the contract's shape with that beginning of a sentence, and nothing of ours behind it."""
    body = response.json()
    sentences = [body["error"], *(each for several in body.get("fields", {}).values() for each in several)]
    is_right = (
        (response.status_code, response["Content-Type"], body["success"]) == (status, JSON, False)
        and set(body) <= {"success", "error", "code", "fields"}
        and body["error"].startswith(error)
        and all(sentence.endswith(".") and sentence.isprintable() for sentence in sentences)
        and "Traceback" not in body["error"]
    )
    return None if is_right else (response.status_code, body)
