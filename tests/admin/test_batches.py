"""Batches in the admin: previewed, begun, watched, stopped and resumed."""

from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertInHTML

from imagesvc.audit.models import AuditEntry
from imagesvc.batches import running
from imagesvc.batches.models import Batch
from jobs.models import Job, Priority
from tests.admin.rows import AWKWARD, make_batch, make_ended_job, make_failed_job
from tests.factories import make_character, make_job

pytestmark = pytest.mark.django_db

LIST = "/admin/batches/batch/"
REQUEUE = f"{LIST}new/requeue/?status=failed"


def said(answer: Any) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


# --- Before it is begun ----------------------------------------------------------------------------------------------


def test_preview_shows_counts_sample_and_what_would_be_passed_over(admin_client: Client) -> None:
    requeued = make_failed_job(engine="gpu")
    make_job(parent=requeued)
    make_failed_job(
        prompt="A drowned bell.", engine="gpu", entity_type="npc", entity_kind="character", entity_id="mira"
    )

    html = admin_client.get(REQUEUE).content.decode()

    assertInHTML('<strong class="figure">2</strong>', html)
    assertInHTML('<strong class="figure is-good">1</strong>', html)
    assertInHTML('<th scope="row">requeued already</th>', html)
    assertInHTML('<span class="chip"><b>status</b> <bdi>failed</bdi></span>', html)
    for text in ("A drowned bell.", "Requeue 1 job<", "<bdi>gpu</bdi>", "<bdi>npc</bdi>"):
        assert text in html
    assert (Batch.objects.count(), AuditEntry.objects.count(), Job.objects.count()) == (0, 0, 3)


def test_looking_again_with_other_options_begins_nothing(admin_client: Client) -> None:
    make_ended_job()

    html = admin_client.post(f"{LIST}new/requeue/?status=completed", {"look": "yes", "force": "on"}).content.decode()

    assertInHTML('<strong class="figure is-good">1</strong>', html)
    assert Batch.objects.count() == 0


def test_confirming_begins_a_batch_with_what_was_chosen(admin_client: Client) -> None:
    make_failed_job()
    options = {"start": "yes", "limit": "5", "rate": "0.5", "priority": "10", "force": "on"}

    answer = admin_client.post(REQUEUE, options)

    batch = Batch.objects.get()
    assert answer["Location"] == f"{LIST}{batch.id}/change/"
    assert (batch.action, batch.selection, batch.who, batch.status) == (
        "requeue",
        {"status": ["failed"]},
        "admin",
        "ready",
    )
    assert batch.options == {"limit": 5, "rate": 0.5, "priority": Priority.INTERACTIVE, "force": True}
    assert AuditEntry.objects.get().batch_id == batch.id


@pytest.mark.parametrize(
    "options", [{"limit": "0"}, {"rate": "-1"}, {"rate": "nan"}, {"priority": "7"}, {"limit": "x"}]
)
def test_options_that_make_no_sense_begin_nothing(admin_client: Client, options: dict[str, str]) -> None:
    make_failed_job()

    answer = admin_client.post(REQUEUE, options | {"start": "yes"})

    assert (answer.status_code, Batch.objects.count()) == (200, 0)
    assert "errorlist" in answer.content.decode()


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("requeue/?stauts=failed", "stauts is none of the words that are known"),
        ("requeue/?older=soon", "older must be an age such as"),
        ("draw/?which=some", "which must be one of missing, stale, all"),
    ],
)
def test_selection_that_is_not_understood_is_said_and_begins_nothing(
    admin_client: Client, address: str, sentence: str
) -> None:
    answers = [admin_client.get(LIST + "new/" + address), admin_client.post(LIST + "new/" + address, {"start": "yes"})]

    assert [answer.status_code for answer in answers] == [400, 400]
    assert all(sentence in answer.content.decode() for answer in answers)
    assert Batch.objects.count() == 0


def test_everything_is_called_everything(admin_client: Client) -> None:
    assert "no filter: every one of them" in admin_client.get(f"{LIST}new/cancel/").content.decode()


def test_unknown_action_is_not_found(admin_client: Client) -> None:
    assert admin_client.get(f"{LIST}new/explode/").status_code == 404


def test_entities_are_previewed_by_kind(admin_client: Client) -> None:
    make_character(name="Mira")

    html = admin_client.get(f"{LIST}new/draw/?which=missing").content.decode()

    assert "Draw 1 entity<" in html
    assert "Mira" in html


# --- One batch -------------------------------------------------------------------------------------------------------


def test_batch_is_followed_until_it_is_done(admin_client: Client) -> None:
    for _ in range(3):
        make_failed_job()
    batch = make_batch()
    address = f"{LIST}{batch.id}/change/"

    before = admin_client.get(address).content.decode()
    while (batch := running.advance(batch.id, size=2)).is_under_way:
        pass
    after = admin_client.get(address).content.decode()

    assert 'data-refresh="1"' in before
    assert "data-refresh" not in after
    assertInHTML('<progress max="100" value="100" aria-label="Looked at">100 %</progress>', after)
    assertInHTML("<dd>3</dd>", after, count=1)
    assert "by <bdi>alice</bdi>" in after


def test_batch_is_stopped_and_resumed(admin_client: Client) -> None:
    batch = make_batch()

    stopped = admin_client.post(f"{LIST}{batch.id}/stop/", follow=True)
    again = admin_client.post(f"{LIST}{batch.id}/stop/", follow=True)
    resumed = admin_client.post(f"{LIST}{batch.id}/resume/", follow=True)

    batch.refresh_from_db()
    assert (said(stopped), said(again), said(resumed), batch.status) == (
        ["It is stopped, and can be resumed where it was."],
        ["It had ended already."],
        ["It goes on."],
        "ready",
    )
    assert list(AuditEntry.objects.order_by("id").values_list("who", "action", "outcome")) == [
        ("alice", "requeue", "stopped by admin"),
        ("admin", "resume requeue", ""),
    ]


def test_batch_that_is_done_is_not_resumed(admin_client: Client) -> None:
    batch = make_batch()
    running.advance(batch.id)

    assert said(admin_client.post(f"{LIST}{batch.id}/resume/", follow=True)) == ["The batch is done."]


def test_list_costs_the_same_queries_for_any_number_of_batches(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(4):
        make_batch()

    # The session, the user; the page's keys, its rows, how many there are.
    with django_assert_num_queries(5):
        admin_client.get(LIST)


@pytest.mark.parametrize("text", AWKWARD)
def test_what_was_selected_is_inert(admin_client: Client, text: str) -> None:
    make_failed_job(prompt=text)
    batch = make_batch(search=f'"{text}"' if '"' not in text else "status:failed")
    Batch.objects.filter(id=batch.id).update(error=text, reasons={text: 1}, selection={"prompt": [text]})

    page = admin_client.get(f"{LIST}{batch.id}/change/").content.decode()

    assert "<script>alert" not in page
    assert page.count(escape(text)) == 3
