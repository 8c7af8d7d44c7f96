"""The page of one job: its timeline, its chain, and the buttons that steer it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries

from imagesvc.admin.timeline import timeline_of
from imagesvc.audit.models import AuditEntry
from imagesvc.engines import TYPES, EngineType
from imagesvc.pool.gate import PoolGate
from jobs import lifecycle
from jobs.lifecycle import Failure, NewJob
from jobs.models import EventKind, Job, JobEvent, JobStatus, Priority
from tests.admin.rows import make_delivery, make_ended_job, make_failed_job
from tests.factories import engines, make_image, make_job

pytestmark = pytest.mark.django_db

LIST = "/admin/jobs/job/"


def press(client: Client, job: Job, button: str, **posted: Any) -> list[str]:
    """Press a button, and return what the page says then."""
    answer = client.post(f"{LIST}{job.id}/{button}/", posted, follow=True)
    return [str(message) for message in answer.context["messages"]]


def told() -> list[tuple[str, str, str]]:
    return list(AuditEntry.objects.order_by("id").values_list("who", "action", "outcome"))


def make_event(job: Job, kind: EventKind, at: datetime, **values: Any) -> None:
    event = JobEvent.objects.create(job=job, kind=kind, **{"attempt": 1} | values)
    JobEvent.objects.filter(id=event.id).update(at=at)


# --- What it tells ---------------------------------------------------------------------------------------------------


def test_timeline_tells_of_attempts_waits_webhooks_and_people() -> None:
    start = datetime(2026, 3, 4, 23, 59, 50, tzinfo=UTC)
    job = make_failed_job(attempt=1)
    make_event(job, EventKind.QUEUED, start, attempt=0, by="alice")
    make_event(job, EventKind.PROCESSING, start + timedelta(seconds=4), worker="here:1")
    make_event(job, EventKind.PROGRESS, start + timedelta(seconds=5), progress=20, message="Etching", engine="gpu")
    make_event(
        job, EventKind.FAILED, start + timedelta(seconds=12), error="Out of ink.", error_code="ink", engine="gpu"
    )
    delivery = make_delivery(job, kind="failed", tried_at=start + timedelta(seconds=14))

    entries = timeline_of(job, children=[])

    assert [(each.heading, each.detail, each.facts, each.by, each.pause, each.day) for each in entries] == [
        ("Asked for", "", (), "alice", "", "2026-03-04"),
        ("Attempt 1 began", "", ("worker here:1",), "", "4.0 s", ""),
        ("Drawing", "20 %, Etching", ("engine gpu",), "", "1.0 s", ""),
        ("Failed", "Out of ink.", ("engine gpu", "cause ink"), "", "7.0 s", "2026-03-05"),
        ("Webhook job.failed: delivered", delivery.url, ("1 try", "answer 200"), "", "2.0 s", ""),
    ]


def test_page_shows_the_frozen_wish_the_picture_and_the_chain(admin_client: Client) -> None:
    first = make_failed_job(prompt="the first")
    job = make_ended_job(parent=first, prompt="[World]\n\nA quay.", preamble_length=9, negative_prompt="blur", seed=77)
    child = make_job(parent=job, prompt="the child")
    image = make_image(job=job)
    lifecycle.subscribe(job, client_id="tab-2")

    html = admin_client.get(f"{LIST}{job.id}/change/").content.decode()

    for text in (">A quay.<", ">[World]<", ">blur<", ">77<", "tab-2", f"/generated-images/{image.id}.webp"):
        assert text in html
    for kin in (first, child):
        assert f'href="{LIST}{kin.id}/change/"' in html


def test_page_costs_a_fixed_number_of_queries(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    job = lifecycle.submit(NewJob(prompt="A quay.", width=64, height=32, seed=7, client_id="tab-1")).job
    lifecycle.subscribe(job, client_id="tab-2")
    lifecycle.claim(worker="w1")
    lifecycle.report(job.id, attempt=1, progress=40, message="Engraving", engine="pillow")
    lifecycle.fail(lifecycle.Job.objects.get(id=job.id), Failure(error="Out of ink.", code="ink"))
    for _ in range(3):
        make_job(parent=job)

    # The session, the user, the job; children, deliveries, events; pictures, subscriptions, the audit log's end.
    with django_assert_num_queries(9):
        admin_client.get(f"{LIST}{job.id}/change/")


def test_pending_job_says_where_it_stands_and_looks_again_by_itself(admin_client: Client) -> None:
    make_job()
    job = make_job()

    html = admin_client.get(f"{LIST}{job.id}/change/").content.decode()

    assert "It is number 2 in the line." in html
    assert '<div id="live" data-refresh="2">' in html


def test_job_that_wants_one_engine_says_what_it_waits_for(
    admin_client: Client, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(TYPES, "remote", EngineType(path="imagesvc.engines.dummy:DummyEngine"))
    settings.ENGINES = engines("left", "right", type="remote", concurrency=1)
    make_job(wanted_engine="left")
    job = make_job(wanted_engine="left")

    PoolGate().claim(worker="here:1")

    html = admin_client.get(f"{LIST}{job.id}/change/").content.decode()

    assert "It is number 1 in the line. Waiting for a place at left." in html


def test_unknown_job_is_not_found(admin_client: Client) -> None:
    gone = make_job()
    gone.delete()

    assert admin_client.get(f"{LIST}{gone.pk or '01a2'}/change/").status_code == 404
    assert admin_client.post(f"{LIST}nonsense/cancel/").status_code == 404


# --- What its buttons do ---------------------------------------------------------------------------------------------


def test_cancel_is_done_and_told(admin_client: Client) -> None:
    job = make_job()

    said = press(admin_client, job, "cancel")

    job.refresh_from_db()
    assert (job.status, said) == (JobStatus.CANCELLED, ["The job was cancelled."])
    assert told() == [("admin", "cancel", "The job was cancelled.")]
    assert job.events.get().by == "admin"


def test_cancel_comes_too_late_and_says_so(admin_client: Client) -> None:
    assert press(admin_client, make_ended_job(), "cancel") == ["It had ended already."]


def test_raise_to_front_makes_it_urgent(admin_client: Client) -> None:
    make_job()
    job = make_job(priority=Priority.BATCH)

    said = press(admin_client, job, "raise-to-front")

    job.refresh_from_db()
    assert (job.priority, said) == (Priority.URGENT, ["It is drawn before all others now."])
    claimed = lifecycle.claim(worker="here:1")
    assert claimed is not None
    assert claimed.id == job.id


def test_requeue_leads_to_the_new_job(admin_client: Client) -> None:
    job = make_failed_job(prompt="A quay.")

    answer = admin_client.post(f"{LIST}{job.id}/requeue/")

    child = Job.objects.get(parent=job)
    assert answer["Location"] == f"{LIST}{child.id}/change/"
    assert (child.prompt, child.status, child.events.get().by) == ("A quay.", JobStatus.QUEUED, "admin")


def test_requeue_finds_the_job_that_its_entity_has(admin_client: Client) -> None:
    entity = {"entity_kind": "thing", "entity_type": "item", "entity_id": "lamp"}
    job, active = make_failed_job(**entity), make_job(**entity)

    answer = admin_client.post(f"{LIST}{job.id}/requeue/")

    assert answer["Location"] == f"{LIST}{active.id}/change/"
    assert Job.objects.count() == 2


def test_requeue_of_what_has_not_ended_is_refused(admin_client: Client) -> None:
    assert press(admin_client, make_job(), "requeue") == ["It has not ended yet."]
    assert Job.objects.count() == 1


def test_full_queue_is_said(admin_client: Client, settings: LazySettings) -> None:
    settings.QUEUE_CAP = 1
    make_job()

    said = press(admin_client, make_failed_job(), "requeue")

    assert said == ["The queue is full; try again when some of its jobs are done."]


def test_requeue_with_changes_takes_prompt_seed_and_engine(admin_client: Client, settings: LazySettings) -> None:
    settings.ENGINES = engines("left", "right", type="dummy")
    job = make_failed_job(prompt="[World]\n\nA quay.", preamble_length=9, made_from="text:0")

    press(admin_client, job, "requeue-changed", description="A bridge.\r\nAt dusk.", seed="5", wanted_engine="right")

    child = Job.objects.get(parent=job)
    assert (child.prompt, child.seed, child.wanted_engine, child.made_from) == (
        "[World]\n\nA bridge.\nAt dusk.",
        5,
        "right",
        "",
    )


def test_requeue_with_changes_keeps_what_was_left_as_it_was(admin_client: Client) -> None:
    job = make_failed_job(prompt="[World]\n\nA quay.", preamble_length=9, made_from="text:0", seed=7)

    press(admin_client, job, "requeue-changed", description="A quay.", seed="", wanted_engine="")

    child = Job.objects.get(parent=job)
    assert (child.prompt, child.seed, child.wanted_engine, child.made_from) == (job.prompt, 7, "", "text:0")


@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({"seed": "-1"}, "Seed: Ensure this value is greater than or equal to 0."),
        ({"seed": "x"}, "Seed: Enter a whole number."),
        ({"wanted_engine": "none"}, "Engine: Select a valid choice. none is not one of the available choices."),
    ],
)
def test_changes_that_make_no_sense_are_refused(admin_client: Client, posted: dict[str, str], sentence: str) -> None:
    said = press(admin_client, make_failed_job(), "requeue-changed", **posted)

    assert said == [f"Nothing was requeued. {sentence}"]
    assert Job.objects.count() == 1


def test_name_of_whoever_did_it_is_inert(admin_client: Client, admin_user: Any) -> None:
    admin_user.username = "<b>o'hara</b>"
    admin_user.save()
    job = make_job()
    press(admin_client, job, "cancel")

    html = admin_client.get(f"{LIST}{job.id}/change/").content.decode()

    assert "<b>o'hara" not in html
    assert escape("<b>o'hara</b>") in html
