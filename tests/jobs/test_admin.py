"""The admin of jobs: it shows what clients wrote as text, and nobody changes there what lifecycle decides."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertInHTML

from jobs import lifecycle
from jobs.models import Job, JobStatus, JobSubscription
from tests.factories import make_character, make_exit, make_job, make_location, make_thing

pytestmark = pytest.mark.django_db

LIST = "/admin/jobs/job/"
SCRIPT = '"><img src=x onerror=alert(1)><script>alert(1)</script>'


def make_ended_job(**values: Any) -> Job:
    return make_job(**{"status": JobStatus.COMPLETED, "progress": 100, "ended_at": timezone.now()} | values)


def address_of(job: Job, *, page: str = "change") -> str:
    return f"{LIST}{job.id}/{page}/"


def test_list_shows_each_job_in_a_row(admin_client: Client) -> None:
    make_character(id="mira", name="Mira")
    make_job(
        entity_kind="character",
        entity_type="npc",
        entity_id="mira",
        status=JobStatus.PROCESSING,
        progress=40,
        attempt=2,
        engine="pillow",
        client_id="tab-1",
    )

    html = admin_client.get(LIST).content.decode()

    assertInHTML('<span class="state state-processing">Processing</span>', html)
    assertInHTML('<progress max="100" value="40" aria-label="Progress">40 %</progress>', html)
    assertInHTML(
        '<td class="field-entity"><a href="/admin/entities/character/mira/change/">Mira</a>'
        ' <span class="quiet">npc</span></td>',
        html,
    )
    assertInHTML('<td class="field-attempt">2</td>', html)


def test_list_costs_the_same_queries_for_any_number_of_jobs(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        make_job(entity_kind="character", entity_type="player", entity_id=make_character().id)
        make_job(entity_kind="location", entity_type="location", entity_id=make_location().id)
        make_job(entity_kind="exit", entity_type="location-exit", entity_id=make_exit().id)
        make_job(entity_kind="thing", entity_type="item", entity_id=make_thing().id)

    # The session, the user, one count and the page.
    with django_assert_num_queries(4):
        admin_client.get(LIST)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=queued", ["waits"]),
        ("status=completed", ["done", "of an item"]),
        ("entity_type=item", ["of an item"]),
        ("entity_type=custom", ["done", "waits"]),
        ("priority=10", ["done", "of an item", "waits"]),
        ("q=item", ["of an item"]),
        ("q=thing_lamp", ["of an item"]),
        ("q=tab-1", ["waits"]),
        ("q=broke", ["done"]),
        ("q=not-a-uuid", []),
    ],
)
def test_list_is_filtered_and_searched(admin_client: Client, query: str, found: list[str]) -> None:
    make_job(prompt="waits", client_id="tab-1")
    make_ended_job(prompt="done", error="It broke.")
    make_ended_job(prompt="of an item", entity_kind="thing", entity_type="item", entity_id="thing_lamp")

    response = admin_client.get(f"{LIST}?{query}")

    assert sorted(job.prompt for job in response.context["cl"].result_list) == found


def test_list_is_searched_by_the_id_of_a_job(admin_client: Client) -> None:
    job = make_job()
    make_job()

    response = admin_client.get(LIST, {"q": str(job.id)})

    assert list(response.context["cl"].result_list) == [job]


def test_job_page_tells_what_happened(admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    job = lifecycle.submit(lifecycle.NewJob(prompt="A quay.", width=64, height=32, seed=7, client_id="tab-1")).job
    lifecycle.subscribe(job, client_id="tab-2")
    lifecycle.claim(worker="w1")
    lifecycle.report(job.id, attempt=1, progress=40, message="Engraving", engine="pillow")
    admin_client.get(address_of(job))  # content types are looked up once per process

    # The session, the user, the job, its events, its subscriptions.
    with django_assert_num_queries(5):
        html = admin_client.get(address_of(job)).content.decode()

    for message in ("Waiting for a worker", "Starting", "Engraving"):
        assertInHTML(f'<td class="field-message"><p>{message}</p></td>', html)
    assertInHTML('<td class="field-client_id"><p>tab-2</p></td>', html)
    assertInHTML('<div class="readonly">64 x 32</div>', html)


def test_what_clients_wrote_is_inert(admin_client: Client) -> None:
    thing = make_thing(name=SCRIPT)
    job = make_job(
        prompt=SCRIPT,
        entity_kind="thing",
        entity_type="item",
        entity_id=thing.id,
        client_id=SCRIPT,
        message=SCRIPT,
        error=SCRIPT,
        engine=SCRIPT,
        negative_prompt=SCRIPT,
    )
    JobSubscription.objects.create(job=job, client_id="x" + SCRIPT)
    gone = make_job(prompt="gone", entity_kind="thing", entity_type="item", entity_id=SCRIPT)

    pages = [
        admin_client.get(address).content.decode()
        for address in (LIST, address_of(job), address_of(gone), "/admin/jobs/jobsubscription/", f"{LIST}?q={SCRIPT}")
    ]

    for page in pages:
        assert SCRIPT not in page
        assert "<img src=x" not in page
        assert escape(SCRIPT) in page


def test_nobody_adds_or_edits_a_job(admin_client: Client) -> None:
    job = make_job()

    added = admin_client.post(f"{LIST}add/", {"prompt": "x"})
    edited = admin_client.post(address_of(job), {"status": JobStatus.COMPLETED})

    job.refresh_from_db()
    assert (added.status_code, edited.status_code, job.status) == (403, 403, JobStatus.QUEUED)
    assert Job.objects.count() == 1


def test_superuser_deletes_what_has_ended(admin_client: Client) -> None:
    job = make_ended_job()
    JobSubscription.objects.create(job=job, client_id="tab-2")

    response = admin_client.post(address_of(job, page="delete"), {"post": "yes"})

    assert (response.status_code, Job.objects.count(), JobSubscription.objects.count()) == (302, 0, 0)


def test_superuser_cannot_delete_what_is_under_way(admin_client: Client) -> None:
    ended, waiting = make_ended_job(), make_job()

    alone = admin_client.post(address_of(waiting, page="delete"), {"post": "yes"})
    selected = {"action": "delete_selected", "_selected_action": [ended.id, waiting.id], "post": "yes"}
    together = admin_client.post(LIST, selected)

    assert (alone.status_code, together.status_code) == (403, 403)
    assert Job.objects.count() == 2


def test_staff_look_but_do_not_delete(client: Client) -> None:
    staff = User.objects.create_user("staff", is_staff=True)
    staff.user_permissions.set(Permission.objects.filter(content_type__app_label="jobs"))
    client.force_login(staff)
    job = make_ended_job()

    seen = client.get(address_of(job))
    deleted = client.post(address_of(job, page="delete"), {"post": "yes"})

    assert (seen.status_code, deleted.status_code, Job.objects.count()) == (200, 403, 1)


def test_front_page_bears_our_name_and_hides_the_empty_tables_of_the_queue(admin_client: Client) -> None:
    html = admin_client.get("/admin/").content.decode()

    assertInHTML("<title>Worlds, jobs and pictures | imagesvc</title>", html)
    assert not any(admin.site.is_registered(model) for model in apps.get_app_config("django_q").get_models())
