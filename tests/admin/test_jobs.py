"""The list of jobs in the admin: its rows, its search, its pages, and what leads from it to a batch."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertInHTML

from imagesvc.admin import keyset
from imagesvc.images.models import Preview
from jobs import listing
from jobs.models import Job, JobStatus, JobSubscription
from tests.admin.rows import AWKWARD, SCRIPT, make_ended_job, make_failed_job
from tests.factories import make_character, make_exit, make_image, make_job, make_location, make_thing

pytestmark = pytest.mark.django_db

LIST = "/admin/jobs/job/"


def shown(response: Any) -> list[str]:
    return [job.prompt for job in response.context["cl"].result_list]


def test_list_shows_each_job_in_a_row(admin_client: Client) -> None:
    make_character(id="mira", name="Mira")
    job = make_job(
        entity_kind="character",
        entity_type="npc",
        entity_id="mira",
        status=JobStatus.PROCESSING,
        progress=40,
        attempt=2,
        engine="pillow",
        client_id="tab-1",
    )
    Preview.objects.create(job=job, webp=b"", number=3)

    html = admin_client.get(LIST).content.decode()

    assertInHTML('<span class="state state-processing">Processing</span>', html)
    assertInHTML('<progress max="100" value="40" aria-label="Progress">40 %</progress>', html)
    assertInHTML(
        '<td class="field-entity"><a href="/admin/entities/character/mira/change/">Mira</a>'
        ' <span class="quiet">npc</span></td>',
        html,
    )
    assertInHTML('<td class="field-engine_name">pillow<span class="second">2 attempts</span></td>', html)
    assert f'src="/api/jobs/{job.id}/preview?number=3"' in html


def test_list_shows_the_picture_of_a_job(admin_client: Client) -> None:
    image = make_image(job=make_ended_job())

    html = admin_client.get(LIST).content.decode()

    assert f'src="/generated-images/{image.id}.webp"' in html


def test_list_costs_the_same_queries_for_any_number_of_jobs(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        make_job(entity_kind="character", entity_type="player", entity_id=make_character().id)
        make_job(entity_kind="location", entity_type="location", entity_id=make_location().id)
        make_job(entity_kind="exit", entity_type="location-exit", entity_id=make_exit().id)
        make_image(job=make_ended_job(entity_kind="thing", entity_type="item", entity_id=make_thing().id))
        make_job(status=JobStatus.PROCESSING)

    # The session, the user; the page's keys, its rows, how many there are; pictures, their files, previews.
    with django_assert_num_queries(8):
        admin_client.get(LIST)


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("status:queued", ["waits"]),
        ("status:completed", ["of an item", "done"]),
        ("entityType:item", ["of an item"]),
        ("entityType:custom status:completed", ["done"]),
        ("clientId:tab-1", ["waits"]),
        ("error:ink", ["broke"]),
        ("item", ["of an item"]),
        ("dragon", []),
    ],
)
def test_list_is_searched_in_the_words_of_selections(admin_client: Client, search: str, found: list[str]) -> None:
    make_job(prompt="waits", client_id="tab-1")
    make_failed_job(prompt="broke")
    make_ended_job(prompt="done")
    make_ended_job(prompt="of an item", entity_kind="thing", entity_type="item", entity_id="thing_lamp")

    assert shown(admin_client.get(LIST, {"q": search})) == found


@pytest.mark.parametrize(
    ("search", "sentence"),
    [
        ("stauts:failed", "stauts is no word of a search; in quotation marks it is looked for in prompts."),
        ("older:soon", "older must be an age such as 90s, 15m, 2h, 7d or 4w."),
        ("attempts:-1", "attempts must be a number of attempts such as 3, 2+ or 0-1."),
        ("id:1", "id must be the id of a job."),
    ],
)
def test_search_that_is_not_understood_is_said_in_a_sentence(admin_client: Client, search: str, sentence: str) -> None:
    make_job()

    response = admin_client.get(LIST, {"q": search})

    assert (response.status_code, shown(response)) == (200, [])
    assert escape(sentence) in response.content.decode()


@pytest.mark.parametrize("query", ["before=nonsense", "after=1", "p=2", "o=1", "all=", "e=1"])
def test_list_opens_with_any_parameter(admin_client: Client, query: str) -> None:
    make_job(prompt="one")

    assert shown(admin_client.get(f"{LIST}?{query}")) == ["one"]


def test_pages_are_found_by_key(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyset.KeysetAdmin, "list_per_page", 2)
    for number in range(5):
        make_job(prompt=str(number))

    first = admin_client.get(LIST, {"q": "status:queued"})
    second = admin_client.get(LIST + first.context["cl"].older_address)
    third = admin_client.get(LIST + second.context["cl"].older_address)
    back = admin_client.get(LIST + second.context["cl"].newer_address)

    assert [shown(page) for page in (first, second, third, back)] == [["4", "3"], ["2", "1"], ["0"], ["4", "3"]]
    assert third.context["cl"].older_address == first.context["cl"].newer_address == ""
    assert third.context["cl"].newest_address == "?q=status%3Aqueued"


def test_list_counts_no_further_than_it_must(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imagesvc.admin.jobs.MOST_COUNTED", 3)
    for _ in range(3):
        make_job()

    exactly = admin_client.get(LIST).context["cl"].summary
    make_job()
    more = admin_client.get(LIST).context["cl"].summary

    assert (exactly, more) == ("3 of 3", "4 of more than 3")


def test_search_for_words_goes_on_stretch_by_stretch(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "STRETCH", 2)
    make_job(prompt="a dragon")
    for _ in range(3):
        make_job(prompt="a quay")

    first = admin_client.get(LIST, {"q": "dragon"})
    second = admin_client.get(LIST + first.context["cl"].older_address)

    assert (shown(first), shown(second)) == ([], ["a dragon"])
    assert "Look further" in first.content.decode()


# --- What leads to a batch -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "name"),
    [("requeue", "requeue"), ("cancel_all", "cancel"), ("reprioritise", "reprioritise"), ("delete", "delete")],
)
def test_action_on_selected_jobs_leads_to_a_preview(admin_client: Client, action: str, name: str) -> None:
    chosen, _ = make_failed_job(), make_failed_job()

    answer = admin_client.post(LIST, {"action": action, "scope": "selected", "_selected_action": [chosen.id]})

    leads_to = urlsplit(answer["Location"])
    assert (leads_to.path, parse_qs(leads_to.query)) == (f"/admin/batches/batch/new/{name}/", {"id": [str(chosen.id)]})


def test_action_on_all_that_match_leads_to_a_preview_of_the_search(admin_client: Client) -> None:
    make_failed_job()

    answer = admin_client.post(f"{LIST}?q=status:failed+%22red+dragon%22", {"action": "requeue", "scope": "all"})

    assert parse_qs(urlsplit(answer["Location"]).query) == {"status": ["failed"], "prompt": ["red dragon"]}


def test_action_on_a_search_that_is_not_understood_does_nothing(admin_client: Client) -> None:
    answer = admin_client.post(f"{LIST}?q=stauts:failed", {"action": "requeue", "scope": "all"})

    assert answer["Location"] == f"{LIST}?q=stauts:failed"


def test_django_s_own_way_to_select_everything_is_not_taken(admin_client: Client) -> None:
    make_failed_job()

    answer = admin_client.post(LIST, {"action": "delete", "select_across": "1", "index": "0"}, follow=True)

    assert "Items must be selected" in answer.content.decode()
    assert Job.objects.count() == 1


# --- What is inert, and what nobody may -------------------------------------------------------------------------------


@pytest.mark.parametrize("text", AWKWARD)
def test_what_clients_wrote_is_inert(admin_client: Client, text: str) -> None:
    thing = make_thing(name=text)
    entity = {"entity_kind": "thing", "entity_type": "item", "entity_id": thing.id}
    job = make_failed_job(prompt=text, client_id=text, error=text, engine=text, negative_prompt=text, **entity)
    JobSubscription.objects.create(job=job, client_id="x" + text)
    gone = make_job(prompt="gone", entity_kind="thing", entity_type="item", entity_id=text, client_id=text)
    addresses = (
        (LIST, {}),
        (LIST, {"q": text}),
        (f"{LIST}{job.id}/change/", {}),
        (f"{LIST}{gone.id}/change/", {}),
        ("/admin/jobs/jobsubscription/", {}),
        ("/admin/batches/batch/new/requeue/", {"prompt": text}),
        ("/admin/batches/batch/new/requeue/", {"id": [str(job.id)]}),
    )

    pages = [admin_client.get(address, query).content.decode() for address, query in addresses]

    for page in pages:
        assert "<img src=x" not in page
        assert "<script>alert" not in page
        assert SCRIPT not in page
        assert escape(text) in page


def test_nobody_adds_or_edits_a_job(admin_client: Client) -> None:
    job = make_job()

    added = admin_client.post(f"{LIST}add/", {"prompt": "x"})
    edited = admin_client.post(f"{LIST}{job.id}/change/", {"status": JobStatus.COMPLETED})

    job.refresh_from_db()
    assert (added.status_code, edited.status_code, job.status) == (403, 403, JobStatus.QUEUED)
    assert Job.objects.count() == 1


def test_what_has_ended_is_deleted_with_what_belongs_to_it(admin_client: Client) -> None:
    job = make_ended_job()
    JobSubscription.objects.create(job=job, client_id="tab-2")

    response = admin_client.post(f"{LIST}{job.id}/delete/", {"post": "yes"})

    assert (response.status_code, Job.objects.count(), JobSubscription.objects.count()) == (302, 0, 0)


def test_what_is_under_way_cannot_be_deleted(admin_client: Client) -> None:
    job = make_job()

    assert admin_client.post(f"{LIST}{job.id}/delete/", {"post": "yes"}).status_code == 403
    assert Job.objects.count() == 1


def test_staff_without_a_role_see_no_job(client: Client) -> None:
    client.force_login(User.objects.create_user("staff", is_staff=True))

    assert client.get(LIST).status_code == 403


def test_viewer_is_offered_no_action(client_of: Callable[[str], Client]) -> None:
    make_job()

    html = client_of("viewer").get(LIST).content.decode()

    assert 'name="action"' not in html
