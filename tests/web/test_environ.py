"""The head of a request as Django reads it."""

from io import BytesIO

import pytest

from imagesvc.web.environ import make_environ

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("application/json", "application/json"),
        ("application/json; charset=utf-8", "application/json; charset=utf-8"),
        ("application/json; charset*=bogus'en'x", None),
    ],
)
def test_content_type_that_django_cannot_read_is_none(sent: str, read: str | None) -> None:
    scope = {
        "method": "POST",
        "raw_path": b"/api/things",
        "query_string": b"",
        "http_version": "1.1",
        "scheme": "http",
        "headers": [(b"content-type", sent.encode())],
    }

    assert make_environ(scope, BytesIO()).get("CONTENT_TYPE") == read
