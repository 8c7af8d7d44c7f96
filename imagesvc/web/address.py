"""Where the web server listens: whether it may, whether it can, and whether it answers there."""

import errno
import http.client
import ipaddress
import socket
from typing import Any
from urllib.parse import urlsplit

ANSWER_SECONDS = 2.0
NEEDS_KEYS = (
    "needs keys: make one with `manage.py api_keys create <name>` and set IMAGESVC_AUTH=keys, "
    "or set IMAGESVC_AUTH=none to let everybody in."
)


class AddressRefused(Exception):
    """The web server cannot listen there. `is_misconfigured` tells a wrong wish from a port that is just taken."""

    def __init__(self, message: str, *, is_misconfigured: bool = True) -> None:
        super().__init__(message)
        self.is_misconfigured = is_misconfigured


def check_address(host: str, *, port: int, is_public_allowed: bool, public_url: str = "") -> None:
    """Raise AddressRefused if the web server may not or cannot listen there.

    At a `public_url` of another host a proxy lets others in, wherever we listen.
    """
    if not 1 <= port <= 65_535:
        raise AddressRefused(f"The port must be between 1 and 65535, not {port}.")
    if not is_public_allowed and not _is_of_this_machine(urlsplit(public_url).hostname or "localhost"):
        raise AddressRefused(f"Being reached at {public_url} {NEEDS_KEYS}")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        raise AddressRefused(f"The host {host!r} is no address of this machine.") from error
    for family, kind, protocol, _, address in found:
        if not is_public_allowed and not ipaddress.ip_address(str(address[0]).partition("%")[0]).is_loopback:
            raise AddressRefused(f"Listening on {host} {NEEDS_KEYS}")
        _try_to_listen(family, kind, protocol, address)


def url_of(host: str, *, port: int) -> str:
    """Return the URL at which this machine reaches a server that listens there."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104  (asked, not bound)
    return f"http://[{reachable}]:{port}" if ":" in reachable else f"http://{reachable}:{port}"


def is_answering(url: str) -> bool:
    """Say whether a web server answers there, be it with a redirect or a refusal."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=ANSWER_SECONDS)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _is_of_this_machine(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


def _try_to_listen(family: int, kind: int, protocol: int, address: tuple[Any, ...]) -> None:
    with socket.socket(family, kind, protocol) as listener:
        # As the web server does: what a former one left in TIME_WAIT is no obstacle.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
        except OSError as error:
            host, port = address[0], address[1]
            if error.errno == errno.EADDRINUSE:
                message = f"Port {port} is taken: stop what runs there, or choose another with --port."
                raise AddressRefused(message, is_misconfigured=False) from error
            raise AddressRefused(f"Nothing can listen on {host}, port {port}: {error.strerror}.") from error
