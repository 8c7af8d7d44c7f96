"""Webhooks go to public addresses alone, whatever is tried, unless the operator allows more."""

from collections.abc import Callable
from ipaddress import ip_address, ip_network
from threading import Event

import pytest
from django.conf import LazySettings
from django.core.exceptions import ImproperlyConfigured

from imagesvc.env import read_hosts
from imagesvc.webhooks import addresses
from imagesvc.webhooks.addresses import REFUSAL, AddressRefused, Target, is_public, read, route_to

pytestmark = pytest.mark.once

PUBLIC = "93.184.215.14"


def names(**known: list[str]) -> Callable[[str, int], list[str]]:
    """Return a resolver that knows these names, with `_` for their dots, and no other."""

    def resolve(host: str, port: int) -> list[str]:
        found = known.get(host.replace(".", "_"))
        if found is None:
            raise OSError("no such name")
        return found

    return resolve


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://hooks.example.org", Target(scheme="https", host="hooks.example.org", port=443, target="/")),
        ("HTTP://Hooks.Example.ORG:80/A", Target(scheme="http", host="hooks.example.org", port=80, target="/A")),
        ("https://example.org?a=b%20c", Target(scheme="https", host="example.org", port=443, target="/?a=b%20c")),
        ("http://93.184.215.14:8080/x/;y", Target(scheme="http", host=PUBLIC, port=8080, target="/x/;y")),
        ("https://[2606:2800:21f::1]/", Target(scheme="https", host="2606:2800:21f::1", port=443, target="/")),
    ],
)
def test_address_is_taken_apart(url: str, target: Target) -> None:
    assert read(url) == target


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "//example.org",
        "file:///etc/passwd",
        "gopher://example.org/",
        "ftp://example.org/",
        "javascript:alert(1)",
        "http://",
        "http:///path",
        "http://user@example.org/",
        "http://user:secret@example.org/",
        "http://example.org@127.0.0.1/",
        "http://example.org\\@127.0.0.1/",
        "http://example.org /",
        " http://example.org/",
        "http://example.org/\n",
        "http://exa\tmple.org/",
        "http://example.org/#fragment",
        "http://example.org/\u00fc",
        "http://ex\u00e4mple.org/",
        "http://\uff11\uff12\uff17.0.0.1/",
        "http://localhost./",
        "http://example.org./",
        "http://example..org/",
        "http://-example.org/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://127.1/",
        "http://0177.0.0.1/",
        "http://127.0.0.1.0/",
        "http://1.2.3.256/",
        "http://example.0x1/",
        "http://[127.0.0.1]/",
        "http://[::1%25eth0]/",
        "http://[::1/",
        "http://[v1.a]/",
        "http://::1/",
        "http://example.org:/",
        "http://example.org:0/",
        "http://example.org:22/",
        "http://example.org:25/",
        "http://example.org:443443/",
        "http://example.org:65536/",
        "http://example.org:6667/",
        "http://example.org:80:80/",
        f"http://example.org/{'x' * 2000}",
    ],
)
def test_address_that_could_be_read_in_two_ways_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        read(url)

    assert str(refused.value) == REFUSAL


@pytest.mark.parametrize(
    "text",
    [
        "0.0.0.0",  # noqa: S104  (refused, not bound)
        "10.0.0.1",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "127.255.255.254",
        "168.63.129.16",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.0.192",
        "192.168.0.1",
        "198.18.0.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:93.184.215.14",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ],
)
def test_address_in_no_public_network_is_refused(text: str) -> None:
    host = f"[{text}]" if ":" in text else text

    assert not is_public(ip_address(text))
    with pytest.raises(AddressRefused) as refused:
        route_to(f"http://{host}/")
    assert str(refused.value) == REFUSAL


@pytest.mark.parametrize("text", [PUBLIC, "1.1.1.1", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_public_address_is_taken(text: str) -> None:
    assert is_public(ip_address(text))


def test_name_is_refused_when_any_of_its_addresses_is_private(monkeypatch: pytest.MonkeyPatch) -> None:
    known = names(good_org=[PUBLIC, PUBLIC], half_org=[PUBLIC, "10.0.0.1"], bad_org=["127.0.0.1"], empty_org=[])
    monkeypatch.setattr(addresses, "resolve", known)

    assert route_to("http://good.org/").addresses == [PUBLIC]
    for host in ("half.org", "bad.org", "empty.org", "unknown.org"):
        with pytest.raises(AddressRefused) as refused:
            route_to(f"http://{host}/")
        assert str(refused.value) == REFUSAL


def test_name_that_is_not_resolved_in_time_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    is_over = Event()

    def resolve(host: str, port: int) -> list[str]:
        is_over.wait(30)
        return [PUBLIC]

    monkeypatch.setattr(addresses, "resolve", resolve)

    with pytest.raises(AddressRefused):
        route_to("http://slow.org/", seconds=0.05)
    is_over.set()


def test_operator_allows_names_addresses_and_networks(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.WEBHOOK_PRIVATE = (ip_network("10.1.0.0/16"), ip_network("::1/128"), "game.lan")
    monkeypatch.setattr(addresses, "resolve", names(game_lan=["192.168.0.7"], other_lan=["192.168.0.7"]))

    assert route_to("http://game.lan:7777/").addresses == ["192.168.0.7"]
    assert route_to("http://10.1.2.3/").addresses == ["10.1.2.3"]
    assert route_to("http://[::1]:9000/").addresses == ["::1"]
    for url in ("http://other.lan/", "http://10.2.0.1/", "http://127.0.0.1/"):
        with pytest.raises(AddressRefused):
            route_to(url)


def test_setting_is_read_as_names_and_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMAGESVC_WEBHOOK_PRIVATE", "Game.lan, 10.0.0.0/8,127.0.0.1, [::1],fd00::/8,localhost")

    assert read_hosts("IMAGESVC_WEBHOOK_PRIVATE") == (
        "game.lan",
        ip_network("10.0.0.0/8"),
        ip_network("127.0.0.1/32"),
        ip_network("::1/128"),
        ip_network("fd00::/8"),
        "localhost",
    )


@pytest.mark.parametrize("value", ["10.0.0.1/8", "10.0.0", "10.0.0.256", "http://game.lan", "*.lan", "game.lan:80"])
def test_setting_that_cannot_be_meant_stops_the_start(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("IMAGESVC_WEBHOOK_PRIVATE", value)

    with pytest.raises(ImproperlyConfigured) as stopped:
        read_hosts("IMAGESVC_WEBHOOK_PRIVATE")
    assert str(stopped.value) == (
        f"IMAGESVC_WEBHOOK_PRIVATE must be host names, addresses or networks such as 10.0.0.0/8, not {value!r}."
    )
