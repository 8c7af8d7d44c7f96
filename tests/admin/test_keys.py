"""API keys in the admin."""

import re
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from imagesvc.audit.models import AuditEntry
from imagesvc.keys.callers import NotKnown, key_of
from imagesvc.keys.models import ApiKey, Scope

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r"isvc_[a-z0-9]{10}_[A-Za-z0-9_-]{43}")


def make(client: Client, **values: str) -> str:
    """Make a key by the form, and return what the page says."""
    response = client.post(reverse("admin:keys_apikey_add"), {"name": "game", "can_read": "on", **values})
    assert response.status_code == 200
    return response.content.decode()


def test_key_is_shown_on_the_page_after_and_nowhere_else(client_of: Callable[[str], Client]) -> None:
    admin, rows = client_of("admin"), StringIO()

    [token] = TOKEN.findall(make(admin, jobs_per_hour="10"))

    key = key_of(token)
    assert (key.scopes, key.jobs_per_hour, key.created_by) == ({Scope.READ}, 10, "admin-of-us")
    call_command("dumpdata", stdout=rows)
    pages = [admin.get(reverse(f"admin:keys_apikey_{page}", args=ids)).content.decode() for page, ids in (
        ("changelist", []), ("change", [key.pk]), ("history", [key.pk])
    )]  # fmt: skip
    assert token[-43:] not in rows.getvalue() + "".join(pages)
    assert AuditEntry.objects.values_list("who", "action").get() == ("admin-of-us", "add")


def test_name_that_is_taken_and_a_key_that_is_changed_make_no_token(client_of: Callable[[str], Client]) -> None:
    admin = client_of("admin")
    [token] = TOKEN.findall(make(admin))

    again = make(admin)
    changed = admin.post(
        reverse("admin:keys_apikey_change", args=[ApiKey.objects.get().pk]), {"name": "other", "can_operate": "on"}
    )

    assert (TOKEN.findall(again), changed.status_code) == ([], 302)
    assert (key_of(token).name, key_of(token).scopes) == ("other", {Scope.OPERATE})


def test_key_is_revoked_with_a_button_once(client_of: Callable[[str], Client]) -> None:
    admin = client_of("admin")
    [token] = TOKEN.findall(make(admin))
    key = ApiKey.objects.get()

    admin.post(reverse("admin:keys_apikey_revoke", args=[key.pk]))

    with pytest.raises(NotKnown):
        key_of(token)
    page = admin.get(reverse("admin:keys_apikey_change", args=[key.pk])).content.decode()
    assert ("revoked" in page, "/revoke/" in page) == (True, False)
    assert AuditEntry.objects.order_by("id").last().outcome == "The key game opens nothing any more."
