"""Logging in with wrong passwords: a few times, and then not for a while."""

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from imagesvc.admin import login
from imagesvc.audit.models import AuditEntry

pytestmark = pytest.mark.django_db

HOME, ELSEWHERE = "203.0.113.9", "203.0.113.10"
PASSWORD = "a right and long password"
WAIT = "Too many wrong passwords from here."


@pytest.fixture(autouse=True)
def window_does_not_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(login, "WINDOW_SECONDS", 10**9)


@pytest.fixture
def mira() -> User:
    return User.objects.create_user("mira", password=PASSWORD, is_staff=True)


def log_in(name: str, password: str, *, address: str = HOME) -> HttpResponse:
    form = {"username": name, "password": password, "next": "/admin/"}
    return Client(REMOTE_ADDR=address).post("/admin/login/", form)


def test_wrong_passwords_lock_a_name_at_an_address_alone(mira: User) -> None:
    User.objects.create_user("tomas", password=PASSWORD, is_staff=True)
    wrong = [log_in("mira", f"wrong {number}").status_code for number in range(login.TRIES)]

    right_but_late = log_in("MIRA", PASSWORD)

    assert wrong == [200] * login.TRIES
    assert (right_but_late.status_code, WAIT in right_but_late.content.decode()) == (429, True)
    assert int(right_but_late["Retry-After"]) > 0
    assert log_in("mira", PASSWORD, address=ELSEWHERE).status_code == 302
    assert log_in("tomas", PASSWORD).status_code == 302


def test_right_password_is_a_new_beginning(mira: User) -> None:
    for _ in range(2):
        for _ in range(login.TRIES - 1):
            log_in("mira", "wrong")

        assert log_in("mira", PASSWORD).status_code == 302


def test_address_that_tries_many_names_is_locked(mira: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(login, "TRIES_OF_ADDRESS", 3)
    for number in range(3):
        log_in(f"name {number}", "wrong", address=f"2001:db8::{number}")

    assert log_in("mira", PASSWORD, address="2001:db8::ffff").status_code == 429
    assert log_in("mira", PASSWORD, address="2001:db8:0:1::1").status_code == 302


def test_lock_is_audited_once_and_tells_no_secret(mira: User) -> None:
    for _ in range(login.TRIES + 3):
        log_in("mira", "wrong")
        log_in(PASSWORD, "typed into the wrong field")

    entries = AuditEntry.objects.order_by("id").values_list("who", "action", "subject", "outcome")
    refused = (f"somebody at {HOME}", "refuse login")
    assert list(entries) == [
        (*refused, f"user {mira.pk} (mira)", "too many wrong passwords"),
        (*refused, "a name that nobody has", "too many wrong passwords"),
    ]
