"""Whom a proxy speaks for is believed where the proxy is one of ours; anybody else speaks for themselves."""

import pytest
from django.conf import LazySettings

from tests.servers import running_server
from tests.web import views

pytestmark = pytest.mark.once

# What a stranger has written before it, and what our two proxies have added.
FORWARDED = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9, 10.0.0.2", "X-Forwarded-Proto": "https"}


@pytest.mark.parametrize(
    ("trusted_proxies", "address", "scheme"),
    [
        ((), "127.0.0.1", "http"),
        (("10.0.0.0/8", "::1"), "127.0.0.1", "http"),
        (("127.0.0.1",), "10.0.0.2", "https"),
        (("127.0.0.0/8", "10.0.0.0/8"), "203.0.113.9", "https"),
    ],
)
def test_forwarded_headers_count_from_trusted_proxies_alone(
    transactional_db: None, settings: LazySettings, trusted_proxies: tuple[str, ...], address: str, scheme: str
) -> None:
    settings.ROOT_URLCONF = "tests.web.views"
    views.reset()

    with running_server(trusted_proxies=trusted_proxies) as server:
        seen = server.get("/echo", headers=FORWARDED).json()

    assert (seen["meta"]["REMOTE_ADDR"], seen["scheme"]) == (address, scheme)


def test_forged_scheme_is_redirected_to_https(transactional_db: None, settings: LazySettings) -> None:
    settings.SECURE_SSL_REDIRECT = True

    with running_server() as server:
        response = server.get("/", headers=FORWARDED)

    assert (response.status_code, response.headers["location"]) == (301, f"https://127.0.0.1:{server.port}/")
