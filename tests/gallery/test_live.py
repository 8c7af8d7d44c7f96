"""The gallery comes alive, in a real browser before the real web server: nothing here reloads a page."""

import io

import pytest
from PIL import Image as Pixels
from playwright.sync_api import Page, expect

from imagesvc.images.models import Image, Preview
from jobs import lifecycle
from jobs.lifecycle import Failure
from jobs.models import Job, JobStatus
from tests.factories import make_character, make_image
from tests.gallery.browsing import Browser, Visit
from tests.gallery.drawing import begin, finish, hang_picture, report
from tests.servers import RunningServer, running_server

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]

MIRA = {"entity_kind": "character", "entity_type": "npc", "entity_id": "mira"}


def remember(visit: Visit) -> None:
    """Leave something in the page that a reload would take away."""
    visit.do(lambda page: page.evaluate("window.visit = 'the first'"))


def check_undisturbed(visit: Visit) -> None:
    """See that it is still the same page, that it said nothing in its console, and asked nobody but us."""
    assert visit.do(lambda page: page.evaluate("window.visit")) == "the first"
    assert visit.complaints == []
    assert visit.hosts == {"127.0.0.1"}


def webp(pixels: Pixels.Image) -> bytes:
    file = io.BytesIO()
    pixels.save(file, "WEBP")
    return file.getvalue()


def ask_for(visit: Visit, prompt: str) -> None:
    def write_and_send(page: Page) -> None:
        if page.locator("details.own:not([open])").count():
            page.get_by_text("Try a prompt", exact=True).click()
        page.get_by_label("What to draw").fill(prompt)
        page.get_by_role("button", name="Draw it").click()
        expect(page.locator("#messages")).to_have_text("Your prompt is queued.")

    visit.do(write_and_send)


def test_prompt_becomes_a_job_advances_and_turns_into_a_picture(server: RunningServer, browser: Browser) -> None:
    with browser.visit(server.url) as visit:
        visit.go()
        visit.follows()
        remember(visit)

        ask_for(visit, "A lighthouse at dusk.")
        job = Job.objects.get()
        visit.do(lambda page: expect(page.locator(f"#job-{job.id} .state")).to_have_text("Waiting"))

        job = begin()
        report(job, 40, "Cutting the block")

        def see_it_drawn(page: Page) -> None:
            card = page.locator(f"#job-{job.id}")
            expect(card.locator(".state")).to_contain_text("Being drawn 40")
            expect(card.get_by_role("progressbar", name="A lighthouse at dusk.")).to_have_js_property("value", 40)
            expect(card.locator(".message")).to_have_text("Cutting the block")

        visit.do(see_it_drawn)
        Preview.objects.create(job=job, webp=webp(Pixels.new("RGB", (8, 8), "teal")))
        report(job, 70, "Printing")

        def see_it_advance(page: Page) -> None:
            card = page.locator(f"#job-{job.id}")
            expect(card.get_by_role("progressbar")).to_have_js_property("value", 70)
            expect(card.get_by_alt_text("What it looks like so far")).to_have_js_property("naturalWidth", 8)
            card.get_by_role("button", name="Cancel").focus()

        visit.do(see_it_advance)
        image = finish(job)

        def see_it_hang(page: Page) -> None:
            expect(page.locator(f"#plate-{image.id} img")).to_have_js_property("complete", True)
            expect(page.locator(".job")).to_have_count(0)
            expect(page.locator("#news")).to_have_text("New picture: A lighthouse at dusk., Custom prompt.")
            # The button that had the focus is gone with its job; what came of the job has it now.
            expect(page.locator(f"#plate-{image.id} a")).to_be_focused()

        visit.do(see_it_hang)
        check_undisturbed(visit)


@pytest.mark.once
def test_focus_and_pictures_stay_when_others_arrive(server: RunningServer, browser: Browser) -> None:
    old = hang_picture(width=64, height=96)
    with browser.visit(server.url) as visit:
        visit.go()
        visit.follows()
        visit.do(lambda page: page.locator(f"#plate-{old.id} a").focus())
        visit.do(lambda page: page.evaluate("window.old = document.querySelector('.plate')"))

        lifecycle.submit(lifecycle.NewJob(prompt="Another", width=64, height=64, seed=1))
        new = finish(begin())

        def see_both(page: Page) -> None:
            expect(page.locator(".plate")).to_have_count(2)
            expect(page.locator(".plate").first).to_have_id(f"plate-{new.id}")
            expect(page.locator(f"#plate-{old.id} a")).to_be_focused()
            assert page.evaluate("window.old === document.querySelectorAll('.plate')[1]")

        visit.do(see_both)


@pytest.mark.once
def test_two_tabs_show_the_same(server: RunningServer, browser: Browser) -> None:
    with browser.visit(server.url) as visit:
        visit.go()
        tab = visit.open_tab("/jobs")
        visit.follows()

        ask_for(visit, "A bridge.")
        job = begin()
        report(job, 55, "Printing")

        for page in (visit.page, tab):
            visit.do(
                lambda page: expect(page.locator(f"#job-{job.id} progress")).to_have_js_property("value", 55), page=page
            )
        image = finish(job)
        visit.do(lambda page: expect(page.locator(f"#plate-{image.id}")).to_be_visible())
        visit.do(lambda page: expect(page.locator(f"#job-{job.id} .state")).to_have_text("Done"), page=tab)
        assert visit.complaints == []


@pytest.mark.once
def test_cancel_takes_the_job_away_and_the_focus_to_the_heading(server: RunningServer, browser: Browser) -> None:
    with browser.visit(server.url) as visit:
        visit.go()
        visit.follows()
        ask_for(visit, "A bridge.")
        ask_for(visit, "A tower.")
        bridge = begin()

        def cancel(page: Page) -> None:
            card = page.locator(f"#job-{bridge.id}")
            expect(card.locator("progress")).to_be_visible()
            card.get_by_role("button", name="Cancel").focus()
            page.keyboard.press("Enter")
            expect(page.locator(".job")).to_have_count(1)
            expect(page.locator("#messages")).to_have_text("The job was cancelled.")
            expect(page.get_by_role("heading", name="On the press")).to_be_focused()

        visit.do(cancel)
        bridge.refresh_from_db()
        assert bridge.status == JobStatus.CANCELLED
        assert visit.complaints == []


@pytest.mark.once
def test_failed_job_says_why_and_is_tried_again(server: RunningServer, browser: Browser) -> None:
    with browser.visit(server.url) as visit:
        visit.go()
        visit.follows()
        ask_for(visit, "A bridge.")
        job = begin()
        lifecycle.fail(job, Failure(error="The engine is out of ink.", code="no_ink"))

        def see_and_try(page: Page) -> None:
            card = page.locator(f"#job-{job.id}")
            expect(card.locator(".state")).to_have_text("Failed")
            expect(card.locator(".why")).to_have_text("The engine is out of ink.")
            expect(page.locator("#news")).to_have_text("A bridge.: failed. The engine is out of ink.")
            card.get_by_role("button", name="Try again").click()
            expect(card).to_have_count(0)
            expect(page.locator(".job .state")).to_have_text("Waiting")

        visit.do(see_and_try)
        assert list(Job.objects.order_by("-id").values_list("parent", "status")) == [
            (job.id, "queued"),
            (None, "failed"),
        ]
        assert visit.complaints == []


@pytest.mark.once
def test_page_is_right_again_after_the_server_was_away(transactional_db: None, browser: Browser) -> None:
    with running_server() as server:
        port, url = server.port, server.url
        stay = browser.visit(url)
        visit = stay.__enter__()
        visit.go()
        visit.follows()
        remember(visit)
    visit.do(lambda page: expect(page.locator("#lost")).to_be_visible())
    job = lifecycle.submit(lifecycle.NewJob(prompt="Meanwhile.", width=64, height=64, seed=1)).job

    with running_server(port=port):

        def see_what_came(page: Page) -> None:
            expect(page.locator("#lost")).to_be_hidden()
            expect(page.locator(f"#job-{job.id} .state")).to_have_text("Waiting")

        visit.do(see_what_came)
        begin()
        visit.do(lambda page: expect(page.locator(f"#job-{job.id} progress")).to_be_visible())
        assert visit.do(lambda page: page.evaluate("window.visit")) == "the first"
        # Chromium itself tells the console of connections that failed.
        assert [complaint for complaint in visit.complaints if "ERR_" not in complaint] == []
        stay.__exit__(None, None, None)


@pytest.mark.once
def test_entity_is_drawn_again_and_an_older_picture_made_current(server: RunningServer, browser: Browser) -> None:
    make_character(id="mira", name="Mira", description="A tall woman.")
    first = hang_picture(width=64, height=96, is_current=True, **MIRA)
    with browser.visit(server.url) as visit:
        visit.go("/entities/character?id=mira")
        visit.follows()
        remember(visit)

        visit.do(lambda page: page.get_by_role("button", name="Draw again").click())
        visit.do(lambda page: expect(page.locator(".job .state")).to_have_text("Waiting"))
        second = finish(begin())

        def make_first_current(page: Page) -> None:
            expect(page.locator(f"#plate-{second.id} .seal")).to_have_text("Present picture")
            expect(page.locator(f"#plate-{first.id} .seal")).to_have_count(0)
            page.locator(f"#plate-{first.id}").get_by_role("button", name="Make current").click()
            expect(page.locator(f"#plate-{first.id} .seal")).to_have_text("Present picture")
            expect(page.locator(f"#plate-{second.id} .seal")).to_have_count(0)

        visit.do(make_first_current)
        check_undisturbed(visit)
    assert list(Image.objects.current()) == [first]


@pytest.mark.once
def test_job_of_another_entity_does_not_disturb_a_page(server: RunningServer, browser: Browser) -> None:
    job_id = lifecycle.submit(lifecycle.NewJob(prompt="A bridge.", width=64, height=64, seed=1)).job.id
    make_image()
    with browser.visit(server.url) as visit:
        visit.go(f"/jobs/{job_id}")
        visit.follows()

        image = finish(begin())

        visit.do(lambda page: expect(page.get_by_role("link", name="See the picture")).to_be_visible())
        visit.do(lambda page: page.get_by_role("link", name="See the picture").click())
        visit.do(lambda page: expect(page.locator(f"#print-{image.id} img")).to_be_visible())
        assert visit.complaints == []
