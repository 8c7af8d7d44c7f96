"""The first page in a real browser: it follows along by itself, says what is new, and shuts nobody out."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.db.models.functions import Now
from playwright.sync_api import Page, expect

from imagesvc.admin import overview
from jobs.models import Cluster
from tests.admin.test_browser import log_in
from tests.factories import make_job
from tests.gallery.browsing import Browser
from tests.gallery.conftest import browser, server  # noqa: F401  (fixtures)
from tests.servers import RunningServer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


def faults(page: Page) -> list[str]:
    """Return what axe finds seriously wrong."""
    found = Axe().run(page).response["violations"]
    return [each["id"] for each in found if each["impact"] in ("serious", "critical")]


def test_the_page_follows_along_and_says_what_is_new(
    browser: Browser,  # noqa: F811  (the fixture)
    server: RunningServer,  # noqa: F811  (the fixture)
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(overview, "REFRESH_SECONDS", 1)
    User.objects.create_superuser("admin", password="a-long-password")
    with browser.visit(server.url) as visit:
        log_in(visit)
        visit.do(lambda page: expect(page.locator("#verdict")).to_have_text("Nothing is drawn: no worker runs."))
        light = visit.do(faults)

        processes = [{"pid": 7, "name": "worker", "memory": 2**20}]
        Cluster.objects.create(host="here.1234abcd", pid=6, workers=1, processes=processes, seen_at=Now())
        make_job(status="processing", worker="here.1234abcd:7", progress=40)

        visit.do(lambda page: expect(page.locator("#said")).to_have_text("Working: 1 picture is being drawn."))
        visit.do(lambda page: expect(page).to_have_title("Working: 1 picture is being drawn. | imagesvc"))
        visit.do(lambda page: expect(page.locator(".workers progress")).to_have_attribute("value", "40"))
        visit.do(lambda page: page.emulate_media(color_scheme="dark"))
        dark = visit.do(faults)
        visit.do(lambda page: page.set_viewport_size({"width": 360, "height": 640}))
        width = visit.do(lambda page: page.evaluate("document.documentElement.scrollWidth"))

    assert (light, dark, width, visit.complaints) == ([], [], 360, [])
