"""The admin of webhooks: it shows what became of every delivery, as text, and lets those who may send it again."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertInHTML

from imagesvc.webhooks.models import Callback, Delivery, DeliveryState, Receiver
from tests.factories import make_job

pytestmark = pytest.mark.django_db

DELIVERIES = "/admin/webhooks/delivery/"
RECEIVERS = "/admin/webhooks/receiver/"
SCRIPT = '"><img src=x onerror=alert(1)><script>alert(1)</script>'


def make_receiver(**values: Any) -> Receiver:
    return Receiver.objects.create(
        **{"is_subscription": True, "url": "https://example.org/hook", "events": []} | values
    )


def make_delivery(**values: Any) -> Delivery:
    ended = {"state": DeliveryState.GIVEN_UP, "ended_at": timezone.now(), "tries": 3}
    event = {"event_id": 1, "kind": "completed", "status": "completed", "attempt": 1, "progress": 100}
    values = event | ended | {"at": timezone.now(), "expires_at": timezone.now()} | values
    values.setdefault("receiver", None)
    values["receiver"] = values["receiver"] or make_receiver()
    return Delivery.objects.create(**{"job": values.get("job") or make_job(), **values})


def make_staff(client: Client, *permissions: str) -> Client:
    staff = User.objects.create_user("staff", is_staff=True)
    staff.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(staff)
    return client


def test_log_shows_what_became_of_each_delivery(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    receiver = make_receiver()
    for number in range(3):
        make_delivery(receiver=receiver, event_id=number, last_status=500, last_error="The receiver answered 500.")

    # The session, the user, the keys of the page, its rows, and how many there are.
    with django_assert_num_queries(5):
        html = admin_client.get(DELIVERIES).content.decode()

    assertInHTML('<span class="state state-failed">Given up</span>', html, count=3)
    assertInHTML('<td class="field-tries">3</td>', html, count=3)
    assertInHTML('<td class="field-last_status">500</td>', html, count=3)


def test_receivers_show_how_they_do(admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    paused = make_receiver(failures=7, paused_until="2999-01-01T00:00Z")
    make_receiver(disabled_at=timezone.now())
    make_receiver(is_subscription=False, url="https://example.org")
    for number in range(2):
        make_delivery(
            receiver=paused, event_id=number, state=DeliveryState.PENDING, ended_at=None, next_try_at=timezone.now()
        )

    with django_assert_num_queries(4):
        html = admin_client.get(RECEIVERS).content.decode()

    for state in ("completed", "queued", "failed"):
        word = {"completed": "active", "queued": "paused", "failed": "disabled"}[state]
        assertInHTML(f'<span class="state state-{state}">{word}</span>', html)
    assertInHTML('<td class="field-waiting">2</td>', html)


def test_what_receivers_answered_is_inert(admin_client: Client) -> None:
    receiver = make_receiver(description=SCRIPT, url=f"https://example.org/{SCRIPT}")
    delivery = make_delivery(receiver=receiver, last_answer=SCRIPT, last_error=SCRIPT, message=SCRIPT)

    pages = [
        admin_client.get(address).content.decode()
        for address in (
            DELIVERIES,
            f"{DELIVERIES}{delivery.id}/change/",
            RECEIVERS,
            f"{RECEIVERS}{receiver.id}/change/",
        )
    ]

    for page in pages:
        assert SCRIPT not in page
        assert "<img src=x" not in page
        assert escape(SCRIPT) in page


def test_button_sends_a_delivery_again(admin_client: Client) -> None:
    delivery = make_delivery()
    page = admin_client.get(f"{DELIVERIES}{delivery.id}/change/").content.decode()
    address = f"{DELIVERIES}{delivery.id}/send-again/"

    answer = admin_client.post(address)

    delivery.refresh_from_db()
    assert f'<form method="post" action="{address}">' in page
    assert (answer.status_code, delivery.state, delivery.failures) == (302, DeliveryState.PENDING, 0)
    assert delivery.next_try_at is not None
    assert LogEntry.objects.get().change_message == "Sent again."
    assert "send-again" not in admin_client.get(f"{DELIVERIES}{delivery.id}/change/").content.decode()


def test_action_sends_the_selected_again_and_leaves_what_is_on_its_way(admin_client: Client) -> None:
    receiver = make_receiver()
    ended = make_delivery(receiver=receiver, state=DeliveryState.DELIVERED)
    pending = make_delivery(
        receiver=receiver, event_id=2, state=DeliveryState.PENDING, ended_at=None, next_try_at=timezone.now()
    )
    chosen = {"action": "send_again", "_selected_action": [ended.id, pending.id]}

    html = admin_client.post(DELIVERIES, chosen, follow=True).content.decode()

    ended.refresh_from_db()
    pending.refresh_from_db()
    assert "1 of 2 deliveries will be sent again." in html
    assert (ended.state, ended.tries, pending.tries) == (DeliveryState.PENDING, 3, 3)


def test_nothing_is_sent_again_to_who_is_gone(admin_client: Client) -> None:
    delivery = make_delivery(receiver=make_receiver(disabled_at=timezone.now()))

    html = admin_client.post(f"{DELIVERIES}{delivery.id}/send-again/", follow=True).content.decode()

    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.GIVEN_UP
    assert "Nothing is sent again" in html


def test_receivers_are_tried_again(admin_client: Client) -> None:
    receiver = make_receiver(failures=9, paused_until="2999-01-01T00:00Z", disabled_at=timezone.now())

    admin_client.post(RECEIVERS, {"action": "resume", "_selected_action": [receiver.id]})

    receiver.refresh_from_db()
    assert (receiver.failures, receiver.paused_until, receiver.disabled_at) == (0, None, None)


def test_who_may_only_look_changes_nothing(client: Client) -> None:
    staff = make_staff(client, "view_delivery", "view_receiver")
    delivery = make_delivery(receiver=make_receiver(failures=9))
    page = f"{DELIVERIES}{delivery.id}/change/"

    seen = staff.get(page)
    button = staff.post(f"{DELIVERIES}{delivery.id}/send-again/")
    staff.post(DELIVERIES, {"action": "send_again", "_selected_action": [delivery.id]})
    staff.post(RECEIVERS, {"action": "resume", "_selected_action": [delivery.receiver_id]})
    edited = staff.post(page, {"state": "pending"})
    deleted = staff.post(f"{DELIVERIES}{delivery.id}/delete/", {"post": "yes"})

    delivery.refresh_from_db()
    assert (seen.status_code, "send-again" in seen.content.decode()) == (200, False)
    assert (button.status_code, edited.status_code, deleted.status_code) == (403, 403, 403)
    assert (delivery.state, delivery.receiver.failures) == (DeliveryState.GIVEN_UP, 9)


def test_who_may_change_deliveries_sends_them_again(client: Client) -> None:
    staff = make_staff(client, "view_delivery", "change_delivery")
    delivery = make_delivery()

    answer = staff.post(f"{DELIVERIES}{delivery.id}/send-again/")

    delivery.refresh_from_db()
    assert (answer.status_code, delivery.state) == (302, DeliveryState.PENDING)


def test_looking_sends_nothing(admin_client: Client) -> None:
    delivery = make_delivery()

    assert admin_client.get(f"{DELIVERIES}{delivery.id}/send-again/").status_code == 405
    assert admin_client.post(f"{DELIVERIES}no-id/send-again/").status_code == 404
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.GIVEN_UP


def test_job_is_deleted_with_its_callbacks_and_deliveries(admin_client: Client) -> None:
    job = make_job(status="completed", ended_at=timezone.now())
    server = make_receiver(is_subscription=False, url="https://example.org")
    callback = Callback.objects.create(job=job, receiver=server, url="https://example.org/hook")
    make_delivery(job=job, receiver=server, callback=callback)
    make_delivery(job=job)

    answer = admin_client.post(f"/admin/jobs/job/{job.id}/delete/", {"post": "yes"})

    assert (answer.status_code, Delivery.objects.count(), Callback.objects.count()) == (302, 0, 0)


def test_delivery_is_found_by_its_ids(admin_client: Client) -> None:
    delivery = make_delivery()
    make_delivery()

    for text in (str(delivery.id), delivery.message_id, str(delivery.job_id), str(delivery.receiver_id)):
        response = admin_client.get(DELIVERIES, {"q": text})
        assert list(response.context["cl"].result_list) == [delivery]
    assert Delivery.objects.filter(ended_at__lte=Now()).count() == 2
