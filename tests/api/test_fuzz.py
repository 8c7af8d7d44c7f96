"""What schemathesis makes up from /api/schema, right and wrong: nothing of it may be answered as it is not described.

A few cases for each operation, the same ones each time, besides those that the shapes' own edges suggest; `make fuzz`
makes up hundreds of new ones. Streams, sockets and files are not made of views, and have their tests elsewhere.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis import Case, HookContext
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import ServerError
from schemathesis.openapi.checks import RejectedPositiveData
from schemathesis.specs.openapi.checks import ignored_auth

from imagesvc.api.openapi.examples import JOB_ID
from imagesvc.api.openapi.generator import description
from imagesvc.webhooks import addresses
from tests.factories import engines, make_job, make_setting

IS_LONG = settings.get_current_profile_name() == "fuzz"
described = schemathesis.openapi.from_dict(dict(description()), config=SchemathesisConfig())
described.app = WSGIHandler()
operations = described.include(path_regex="^/(api/|metrics)").exclude(path_regex="/events$")
if not IS_LONG:
    # All kinds of entities go through the same code.
    operations = operations.exclude(path_regex="^/api/(regions|exits|characters|things)")


@pytest.fixture(autouse=True)
def one_connection(db: None) -> Iterator[None]:
    """Keep the test's connection, and so its transaction, over many requests, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(autouse=True)
def a_world(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have something behind the ids of the examples, an engine, and no network."""
    settings.ENGINES = engines("dummy")
    monkeypatch.setattr(addresses, "resolve", lambda host, port: ["93.184.215.14"])
    make_setting(id="setting_17")
    make_job(id=JOB_ID)


# What no shape can say, and so may be refused although it has the right one: by field, and by code.
SAID_IN_WORDS = {
    "cursor",  # must have been given by an earlier page
    "url", "callbackUrl",  # must lead to a public address
    "id",  # of a body must be the one in the address, and of a list no two the same
    "settingId",  # must be that of a world that is here
    "prompt", "entityId",  # of them something must be visible
    "width", "height", "seed",  # are bounded in a text of digits, too
    "exits",  # are objects of the game's, as deep as in its saves
}  # fmt: skip
STATES = {"ended", "not-resumable"}
SENTENCES = (
    "Say which jobs",
    "Only one world",
    "The body is nested",
    "The body must not contain NUL",
    # To JSON Schema 5.0 is whole, to us it is not.
    "must be a text, or a list of",
    "must be a whole number",
)


@operations.hook
def filter_failure(_context: HookContext, failure: Any, _case: Case, response: Any) -> bool:
    """Keep what is a fault."""
    if isinstance(failure, ServerError) and response.status_code == 503:
        # Who wants to wait for the picture waits for nothing here: nobody draws.
        return bool(json.loads(response.content)["code"] != "still-running")
    if not isinstance(failure, RejectedPositiveData):
        return True
    refusal = json.loads(response.content)
    said = {part for name in refusal.get("fields", ()) for part in name.split(".")}
    is_known = said & SAID_IN_WORDS or refusal["code"] in STATES or any(each in refusal["error"] for each in SENTENCES)
    return not is_known


@operations.parametrize()
@settings(
    max_examples=500 if IS_LONG else 6,
    derandomize=not IS_LONG,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_nothing_is_answered_that_is_not_described(case: Case) -> None:
    # Without keys everything is open, whatever is sent with it.
    case.call_and_validate(excluded_checks=[ignored_auth])
