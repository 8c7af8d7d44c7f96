"""The admin in a real browser: under its policy, in light and dark, on a phone, for those who cannot see, and live."""

import pytest
from django.contrib.admin.utils import quote
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Page, expect

from imagesvc.batches import running
from imagesvc.images.prompts import compose_entity_prompt
from jobs import lifecycle
from jobs.lifecycle import Failure
from jobs.models import JobStatus
from tests.admin.rows import make_batch, make_failed_job
from tests.factories import make_character, make_job, make_setting
from tests.gallery.browsing import Browser, Visit, serious_faults
from tests.gallery.conftest import browser, server  # noqa: F401  (fixtures)
from tests.gallery.drawing import hang_picture
from tests.servers import RunningServer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]

HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script> 👑 مير'
PHONE = {"viewport": {"width": 360, "height": 640}, "is_mobile": True, "has_touch": True}
MIRA = {"entity_kind": "character", "entity_type": "npc", "entity_id": "mira"}


@pytest.fixture
def addresses(server: RunningServer) -> dict[str, str]:  # noqa: F811  (the fixture)
    """Make one of everything, with hostile texts; return a page of each kind by what it is."""
    User.objects.create_superuser("admin", password="a-long-password")
    world = make_setting(name=HOSTILE)
    mira = make_character(id="mira", name=HOSTILE, description="A tall woman.", setting=world)
    prompt = compose_entity_prompt(mira)
    image = hang_picture(
        width=64, height=96, is_current=True, prompt=prompt.text + " Gone.", made_from=prompt.made_from, **MIRA
    )
    story = make_job(prompt=HOSTILE, client_id=HOSTILE)
    job = lifecycle.claim(worker="here:1")
    assert job is not None
    lifecycle.report(story.id, attempt=1, progress=40, message=HOSTILE, engine="dummy")
    lifecycle.fail(job, Failure(error=HOSTILE, code="hostile"))
    make_job(status=JobStatus.PROCESSING, progress=40, message="Printing")
    batch = make_batch()
    running.advance(batch.id)
    make_batch("cancel", "status:queued")
    return {
        "jobs": "/admin/jobs/job/",
        "fault": "/admin/jobs/job/?q=stauts:failed",
        "job": f"/admin/jobs/job/{story.id}/change/",
        "preview": "/admin/batches/batch/new/requeue/?status=failed",
        "batches": "/admin/batches/batch/",
        "batch": f"/admin/batches/batch/{batch.id}/change/",
        "character": "/admin/entities/character/mira/change/",
        "characters": "/admin/entities/character/",
        "world": f"/admin/entities/setting/{quote(world.pk)}/change/",
        "images": "/admin/images/image/",
        "image": f"/admin/images/image/{image.id}/change/",
        "audit": "/admin/audit/auditentry/",
    }


def log_in(visit: Visit) -> None:
    visit.go("/admin/login/")

    def fill(page: Page) -> None:
        page.get_by_label("Username").fill("admin")
        page.get_by_label("Password").fill("a-long-password")
        page.get_by_role("button", name="Log in").click()
        page.wait_for_url("**/admin/")

    visit.do(fill)


# What has colours of its own is looked at in the dark, too.
COLOURFUL = ("jobs", "job", "preview", "batch", "character")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_keep_to_the_policy_and_have_no_serious_fault_of_accessibility(
    server: RunningServer,  # noqa: F811  (the fixture)
    browser: Browser,  # noqa: F811  (the fixture)
    addresses: dict[str, str],
    scheme: str,
) -> None:
    with browser.visit(server.url, color_scheme=scheme) as visit:
        log_in(visit)
        names = COLOURFUL if scheme == "dark" else tuple(addresses)

        for name in names:
            visit.go(addresses[name])
        assert visit.complaints == []

        faults = dict(serious_faults(visit, {name: addresses[name] for name in names}))

        assert faults == {name: [] for name in names}
        assert visit.hosts == {"127.0.0.1"}
        assert visit.do(lambda page: page.evaluate("window.hacked")) is None


def test_pages_fit_a_narrow_phone(
    server: RunningServer,  # noqa: F811  (the fixture)
    browser: Browser,  # noqa: F811  (the fixture)
    addresses: dict[str, str],
) -> None:
    with browser.visit(server.url, **PHONE) as visit:
        log_in(visit)
        widths = {}
        for name, address in addresses.items():
            visit.go(address)
            widths[name] = visit.do(lambda page: page.evaluate("document.documentElement.scrollWidth"))

        assert widths == dict.fromkeys(widths, 360)


def test_failed_jobs_are_requeued_from_the_search_to_the_end_of_the_batch(
    server: RunningServer,  # noqa: F811  (the fixture)
    browser: Browser,  # noqa: F811  (the fixture)
) -> None:
    User.objects.create_superuser("admin", password="a-long-password")
    for number in range(4):
        make_failed_job(prompt=f"Tavern {number}", ended_at=timezone.now())
    with browser.visit(server.url) as visit:
        log_in(visit)
        visit.go("/admin/jobs/job/")

        def begin(page: Page) -> str:
            page.get_by_label("Search").fill("status:failed tavern")
            page.get_by_role("button", name="Search").click()
            page.get_by_label("all that match").check()
            page.get_by_label("Action:").select_option("requeue")
            page.get_by_role("button", name="Preview…").click()
            page.get_by_role("button", name="Requeue 4 jobs").click()
            page.wait_for_url("**/change/")
            return page.url.split("/")[-3]

        batch_id = visit.do(begin)
        running.advance(batch_id)
        # It looks again by itself.
        visit.do(lambda page: expect(page.locator("#live .state").first).to_have_text("Done"))
        visit.do(lambda page: expect(page.locator(".figures .is-good dd")).to_have_text("4"))

        assert visit.complaints == []
