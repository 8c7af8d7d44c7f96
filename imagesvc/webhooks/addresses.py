"""Which addresses a webhook may go to: reads them strictly, resolves them, and refuses what is not public.

Whoever sends connects to the very addresses that were checked here, so that a name cannot change its mind in between.
Every refusal is the same sentence: what lies in our network is no business of those who would have to ask.
"""

import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from queue import Empty, SimpleQueue
from threading import Thread

from django.conf import settings

from imagesvc.webhooks.models import URL_LENGTH

Address = IPv4Address | IPv6Address

REFUSAL = "This field must be an http or https address that this server may send to."
RESOLVING_SECONDS = 3.0

# RFC 3986 without its odd corners: no name and password, no fragment, only ASCII.
_URL = re.compile(
    r"(?P<scheme>https?)://"
    r"(?P<host>\[[0-9a-f:.]{2,45}\]|[a-z0-9._-]{1,253})"
    r"(?::(?P<port>[0-9]{1,5}))?"
    r"(?P<target>[/?][a-z0-9._~:/?\[\]@!$&'()*+,;=%-]*)?",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
# Programs that resolve names also read these as numbers: 2130706433, 0x7f.1, 127.1, 0177.0.0.1.
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_STANDARD_PORTS = {"http": 80, "https": 443}
# Those that browsers refuse (WHATWG Fetch, "port blocking"), because other protocols live there that may be fooled.
_BAD_PORTS = frozenset(
    (1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6679, 6697, 10080, *range(6665, 6670))
)
# Global as far as `ipaddress` knows, but ways into other networks, or of the cloud that we may stand in.
_SPECIAL: tuple[IPv4Network | IPv6Network, ...] = tuple(
    ip_network(text)
    for text in (
        "168.63.129.16/32",  # Azure's own host
        "192.0.0.0/24",  # IETF protocol assignments; Oracle's metadata
        "192.88.99.0/24",  # 6to4 relays
        "::/96",  # IPv4-compatible
        "::ffff:0:0/96",  # IPv4-mapped
        "::ffff:0:0:0/96",  # IPv4-translated
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",  # NAT64, local
        "2001::/32",  # Teredo
        "2002::/16",  # 6to4
        "fec0::/10",  # once site-local
    )
)


class AddressRefused(ValueError):
    """A webhook may not go there. The text is the same for all; `reason` is for the operator's eyes."""

    def __init__(self, reason: str) -> None:
        super().__init__(REFUSAL)
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class Target:
    """An address as it was written, in its parts; `host` is a name, or an IP address without brackets."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def netloc(self) -> str:
        """Host and, unless it is the scheme's own, port: what stands in the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _STANDARD_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def server(self) -> str:
        return f"{self.scheme}://{self.netloc}"


@dataclass(frozen=True, kw_only=True)
class Route:
    """A target, and the addresses of its host, each of which was checked."""

    target: Target
    addresses: Sequence[str]


def route_to(url: str, *, seconds: float = RESOLVING_SECONDS) -> Route:
    """Return where a URL leads now; raise AddressRefused unless every address of its host may be sent to."""
    target = read(url)
    literal = _literal(target.host)
    found = [literal] if literal is not None else _resolve_within(target, seconds=seconds)
    for address in found:
        if not (is_public(address) or _is_allowed(address, host=target.host)):
            raise AddressRefused(f"{target.host} leads to {address}, which is not public")
    return Route(target=target, addresses=[str(address) for address in found])


def read(url: str) -> Target:
    """Take a URL apart; raise AddressRefused where two programs could read it in two ways, or for a wrong port."""
    match = _URL.fullmatch(url)
    if match is None or len(url) > URL_LENGTH:
        raise AddressRefused("it is not written as an address of the web")
    scheme, host = match["scheme"].lower(), match["host"].lower().strip("[]")
    port = int(match["port"] or _STANDARD_PORTS[scheme])
    if not _is_good_host(host, is_bracketed=match["host"].startswith("[")):
        raise AddressRefused("its host is neither a name nor an IP address in the one usual way of writing")
    if port not in _STANDARD_PORTS.values() and (port < 1024 or port > 65_535 or port in _BAD_PORTS):
        raise AddressRefused(f"port {port} is for other protocols")
    path = match["target"] or "/"
    return Target(scheme=scheme, host=host, port=port, target=path if path.startswith("/") else f"/{path}")


def is_public(address: Address) -> bool:
    """Say whether an IP address is one host of the public internet."""
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not any(address in network for network in _SPECIAL)
    )


def resolve(host: str, port: int) -> list[str]:
    """Ask the system for the addresses of a name, without a bound on the time; raise OSError."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _is_good_host(host: str, *, is_bracketed: bool) -> bool:
    literal = _literal(host)
    if is_bracketed or literal is not None:
        return isinstance(literal, IPv6Address if is_bracketed else IPv4Address)
    labels = host.split(".")
    return all(_LABEL.fullmatch(label) for label in labels) and not _NUMBER.fullmatch(labels[-1])


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _resolve_within(target: Target, *, seconds: float) -> list[Address]:
    """Resolve in a thread of its own: the system's resolver cannot be told how long to try."""
    answers: SimpleQueue[list[str] | Exception] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(target.host, target.port))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    Thread(target=ask, name="resolver", daemon=True).start()
    try:
        answer = answers.get(timeout=max(seconds, 0))
    except Empty:
        raise AddressRefused(f"{target.host} was not resolved in time") from None
    if isinstance(answer, Exception) or not answer:
        raise AddressRefused(f"{target.host} has no address")
    return [ip_address(text) for text in dict.fromkeys(answer)]


def _is_allowed(address: Address, *, host: str) -> bool:
    """Say whether the operator has allowed the host's name, or a network with the address in it."""
    return any(
        allowed == host if isinstance(allowed, str) else address in allowed for allowed in settings.WEBHOOK_PRIVATE
    )
