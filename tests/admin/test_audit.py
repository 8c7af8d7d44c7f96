"""The audit log in the admin: read, filtered, never changed; and what leaves a line in it."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries

from imagesvc.audit.actors import Actor
from imagesvc.audit.models import AuditEntry, Via
from imagesvc.audit.trail import record
from tests.admin.rows import ALICE, AWKWARD, make_batch

pytestmark = pytest.mark.django_db

LIST = "/admin/audit/auditentry/"


def actions(client: Client, query: str = "") -> list[str]:
    response = client.get(f"{LIST}?{query}")
    return [entry.action for entry in response.context["cl"].result_list]


def test_log_is_filtered_and_searched(admin_client: Client) -> None:
    record(ALICE, action="cancel", subject="job 1", outcome="The job was cancelled.")
    record(Actor(name="bob", via=Via.COMMAND, address="gpu-box"), action="prune", subject="pictures")

    assert actions(admin_client) == ["prune", "cancel"]
    assert actions(admin_client, "who=alice") == ["cancel"]
    assert actions(admin_client, "action=prune") == ["prune"]
    assert actions(admin_client, "via__exact=command") == ["prune"]
    assert actions(admin_client, "q=cancelled") == ["cancel"]
    assert actions(admin_client, "q=gpu-box") == ["prune"]


def test_entry_of_a_batch_leads_to_it(admin_client: Client) -> None:
    batch = make_batch()

    html = admin_client.get(LIST).content.decode()

    assert f'href="/admin/batches/batch/{batch.id}/change/"' in html
    assert "under way" in html


def test_log_costs_the_same_queries_for_any_number_of_entries(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        record(ALICE, action=f"action {number}", subject="x")

    # The session, the user; the names and actions of the filters; the page's keys, its rows, how many there are.
    with django_assert_num_queries(7):
        admin_client.get(LIST)


def test_nobody_adds_edits_or_deletes_an_entry(admin_client: Client) -> None:
    entry = record(ALICE, action="cancel")

    answers = [
        admin_client.post(f"{LIST}add/", {"who": "x"}),
        admin_client.post(f"{LIST}{entry.id}/change/", {"who": "x"}),
        admin_client.post(f"{LIST}{entry.id}/delete/", {"post": "yes"}),
        admin_client.post(LIST, {"action": "delete_selected", "_selected_action": [entry.id], "post": "yes"}),
    ]

    assert [answer.status_code for answer in answers[:3]] == [403, 403, 403]
    assert AuditEntry.objects.get().who == "alice"


@pytest.mark.parametrize("text", AWKWARD)
def test_what_somebody_wrote_is_inert(admin_client: Client, text: str) -> None:
    actor = Actor(name=text, via=Via.API, address=text)
    entry = record(actor, action="cancel", subject=text, selection={"prompt": [text]}, outcome=text)

    for address in (LIST, f"{LIST}{entry.id}/change/"):
        page = admin_client.get(address).content.decode()
        assert "<script>alert" not in page
        assert escape(text.replace("\u202e", " ")) in page


def test_changes_to_users_are_told_without_their_passwords(admin_client: Client) -> None:
    user = User.objects.create_user("bob", password="long-and-secret-1")
    new = {"password1": "another-long-secret-2", "password2": "another-long-secret-2", "usable_password": "true"}

    admin_client.post(f"/admin/auth/user/{user.pk}/password/", new)

    assert list(AuditEntry.objects.values_list("who", "action", "subject", "outcome")) == [
        ("admin", "change", f"user {user.pk} (bob)", "changes: Changed password.")
    ]
