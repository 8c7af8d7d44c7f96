"""One POST on a real socket: it comes back in time whatever the other side does, and goes nowhere else."""

import socket
import ssl
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from ipaddress import ip_address
from pathlib import Path
from threading import Event

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import LazySettings

from imagesvc.webhooks import addresses, sending
from imagesvc.webhooks.sending import ANSWER_CHARACTERS, Outcome, post, retry_after
from tests.receivers import Reply, WebhookReceiver, bare_server, webhook_receiver

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("loopback_allowed")]

HEADERS = {"webhook-id": "msg_1"}


def send(url: str, *, seconds: float = 10.0) -> Outcome:
    return post(url, headers=HEADERS, body=b'{"type":"job.completed"}', seconds=seconds)


def test_post_carries_body_and_headers_and_nothing_of_the_environment(
    receiver: WebhookReceiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")

    outcome = send(f"{receiver.url}?a=b%2Fc")

    assert outcome == Outcome(status=200, answer="thanks")
    assert outcome.is_delivered
    [received] = receiver.received
    assert (received.path, received.body) == ("/hook?a=b%2Fc", b'{"type":"job.completed"}')
    assert received.headers == {
        "host": receiver.url.split("/")[2],
        "content-type": "application/json",
        "content-length": "24",
        "user-agent": "imagesvc/1",
        "connection": "close",
        "webhook-id": "msg_1",
    }


@pytest.mark.parametrize("status", [201, 204, 299])
def test_every_2xx_is_delivered(receiver: WebhookReceiver, status: int) -> None:
    receiver.answers = [Reply(status=status, body=b"")]

    assert send(receiver.url).is_delivered


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect_is_not_followed(receiver: WebhookReceiver, status: int) -> None:
    with webhook_receiver() as elsewhere:
        receiver.answers = [Reply(status=status, headers={"Location": elsewhere.url})]

        outcome = send(receiver.url)

        assert outcome == Outcome(status=status, error=f"The receiver answered {status}.", answer="thanks")
        assert elsewhere.received == []


def test_answer_is_cut_short_and_loses_its_controls(receiver: WebhookReceiver) -> None:
    receiver.answers = [Reply(status=500, body=b"\x1b[31mno\x00 \xff" + b"x" * 10**6)]

    outcome = send(receiver.url)

    assert outcome.answer.startswith("[31mno  \N{REPLACEMENT CHARACTER}xxx")
    assert len(outcome.answer) == ANSWER_CHARACTERS


def never_answer(connection: socket.socket, is_over: Event) -> None:
    is_over.wait()


def drip_head(connection: socket.socket, is_over: Event) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while not is_over.wait(0.02):
        connection.sendall(b"X: y\r\n")


def say_continue_for_ever(connection: socket.socket, is_over: Event) -> None:
    while not is_over.is_set():
        connection.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100)


def endless_line(connection: socket.socket, is_over: Event) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    while not is_over.is_set():
        connection.sendall(b"y" * 10_000)


def speak_nonsense(connection: socket.socket, is_over: Event) -> None:
    connection.recv(1000)
    connection.sendall(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")
    is_over.wait()


def hang_up(connection: socket.socket, is_over: Event) -> None:
    connection.recv(1000)


@pytest.mark.parametrize(
    ("speak", "error"),
    [
        (never_answer, "There was no answer within 0.5 seconds."),
        (drip_head, "There was no answer within 0.5 seconds."),
        (say_continue_for_ever, "There was no answer within 0.5 seconds."),
        (endless_line, "The connection broke off: "),
        (speak_nonsense, "The connection broke off: "),
        (hang_up, "The connection broke off: "),
    ],
)
def test_receiver_that_does_not_answer_holds_nobody(speak: Callable[[socket.socket, Event], None], error: str) -> None:
    with bare_server(speak) as url:
        began = time.monotonic()

        outcome = send(url, seconds=0.5)

        took = time.monotonic() - began
    assert outcome.error.startswith(error)
    assert outcome.status is None
    assert not outcome.is_delivered
    assert took < 2


def test_answer_that_never_ends_is_delivered_by_its_head(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "ANSWER_SECONDS", 0.2)

    def drip_body(connection: socket.socket, is_over: Event) -> None:
        connection.recv(10_000)
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while not is_over.wait(0.05):
            connection.sendall(b"x")

    with bare_server(drip_body) as url:
        outcome = send(url)

    assert outcome.is_delivered
    assert set(outcome.answer) == {"x"}


def test_port_that_nobody_listens_on(loopback_allowed: None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    assert send(f"http://127.0.0.1:{port}/").error == "No connection: [Errno 111] Connection refused."


def test_address_is_checked_at_every_post(
    receiver: WebhookReceiver, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that led to a good address when it was checked, and leads to us now, is refused."""
    settings.WEBHOOK_PRIVATE = ()
    monkeypatch.setattr(addresses, "resolve", lambda host, port: ["93.184.215.14"])
    url = receiver.url.replace("127.0.0.1", "rebinding.org")
    addresses.route_to(url)
    monkeypatch.setattr(addresses, "resolve", lambda host, port: ["127.0.0.1"])

    outcome = send(url)

    assert outcome.error == "The address is refused: rebinding.org leads to 127.0.0.1, which is not public."
    assert receiver.received == []


def test_connection_goes_to_the_address_that_was_checked(
    receiver: WebhookReceiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is asked for once; whatever it would say a second time is not heard."""
    answers = [["127.0.0.1"]]
    monkeypatch.setattr(addresses, "resolve", lambda host, port: answers.pop(0))

    outcome = send(receiver.url.replace("127.0.0.1", "once.org"))

    assert outcome.is_delivered
    assert receiver.received[0].headers["host"].startswith("once.org:")


def test_next_address_is_tried_when_one_does_not_answer(
    receiver: WebhookReceiver, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WEBHOOK_PRIVATE = ("two.org",)
    monkeypatch.setattr(addresses, "resolve", lambda host, port: ["::1", "127.0.0.1"])

    assert send(receiver.url.replace("127.0.0.1", "two.org")).is_delivered


# --- TLS -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for `good.org` and 127.0.0.1, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "good.org")])
    names = x509.SubjectAlternativeName([x509.DNSName("good.org"), x509.IPAddress(ip_address("127.0.0.1"))])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "certificate.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return file


def server_side(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.mark.parametrize(("host", "is_delivered"), [("good.org", True), ("127.0.0.1", True), ("other.org", False)])
def test_certificate_is_held_against_the_name_and_not_the_address(
    certificate: Path, monkeypatch: pytest.MonkeyPatch, host: str, is_delivered: bool
) -> None:
    monkeypatch.setattr(addresses, "resolve", lambda host, port: ["127.0.0.1"])
    monkeypatch.setattr(sending, "tls", lambda: ssl.create_default_context(cafile=certificate))

    with webhook_receiver(tls=server_side(certificate)) as receiver:
        outcome = send(receiver.url.replace("127.0.0.1", host))

    assert outcome.is_delivered is is_delivered
    assert len(receiver.received) == is_delivered
    assert ("certificate" in outcome.error.lower()) is not is_delivered


def test_certificate_of_an_unknown_authority_is_refused(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with webhook_receiver(tls=server_side(certificate)) as receiver:
        outcome = send(receiver.url)

    assert outcome.status is None
    assert outcome.error.startswith("No connection: ")
    assert "certificate" in outcome.error.lower()


def test_handshake_that_hangs_holds_nobody() -> None:
    with bare_server(never_answer) as url:
        began = time.monotonic()

        outcome = send(url.replace("http://", "https://"), seconds=0.5)

        assert time.monotonic() - began < 2
    assert outcome.status is None


# --- Retry-After -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        ("-5", None),
        ("", None),
        ("soon", None),
        ("\u0661", None),
        ("1e9", None),
        ("9" * 400, 10**12 - 1),
    ],
)
def test_retry_after_in_seconds(value: str, seconds: float | None) -> None:
    assert retry_after(value) == seconds


def test_retry_after_as_a_date() -> None:
    value = format_datetime(datetime.now(UTC) + timedelta(seconds=100), usegmt=True)

    assert retry_after(value) == pytest.approx(100, abs=3)


@pytest.mark.parametrize(("status", "seconds"), [(429, 7), (503, 7), (500, None), (200, None)])
def test_only_429_and_503_ask_us_to_wait(receiver: WebhookReceiver, status: int, seconds: float | None) -> None:
    receiver.answers = [Reply(status=status, headers={"Retry-After": "7"})]

    assert send(receiver.url).retry_after_seconds == seconds
