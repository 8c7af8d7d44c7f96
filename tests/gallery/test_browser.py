"""The gallery in a real browser: keys, light and dark, phones, no JavaScript, and a check of its accessibility."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from jobs import lifecycle
from jobs.models import Job, JobStatus
from tests.factories import make_character, make_job
from tests.gallery.browsing import Browser, serious_faults
from tests.gallery.drawing import hang_picture
from tests.servers import RunningServer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]

MIRA = {"entity_kind": "character", "entity_type": "npc", "entity_id": "mira"}
HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script> 👑 مير'
PHONE = {"viewport": {"width": 360, "height": 640}, "is_mobile": True, "has_touch": True}


@pytest.fixture
def addresses(server: RunningServer) -> dict[str, str]:
    """Make a world with one of everything; return a page of each kind by what it is."""
    make_character(id="mira", name="Mira", description="A tall woman in grey.")
    done = make_job(**MIRA, status=JobStatus.COMPLETED, ended_at=timezone.now(), prompt="Mira: tall.", client_id="me")
    lifecycle.statements.record(done.id, lifecycle.EventKind.COMPLETED)
    image = hang_picture(width=256, height=384, job=done, is_current=True, **MIRA)
    hang_picture(width=256, height=384, **MIRA)
    hang_picture(width=384, height=216, prompt="A storm over the quay, seen from the lighthouse.")
    hang_picture(width=256, height=256, prompt="A missing picture.").files.update(is_missing=True)
    make_job(status=JobStatus.PROCESSING, progress=40, message="Printing")
    make_job()
    failed = make_job(status=JobStatus.FAILED, ended_at=timezone.now(), error="The engine is out of ink.")
    lifecycle.pause(by="a test")
    return {
        "gallery": "/",
        "search": "/?q=mira",
        "nothing": "/?q=dragons",
        "jobs": "/jobs",
        "job": f"/jobs/{failed.id}",
        "picture": f"/pictures/{image.id}",
        "entity": "/entities/character?id=mira",
        "prompt": "/prompt",
        "missing": "/pictures/nothing",
    }


def focused(page: Page) -> object:
    return page.evaluate("document.activeElement.closest('.plate')?.id ?? document.activeElement.id")


# --- Keys ------------------------------------------------------------------------------------------------------------


def test_arrows_go_from_print_to_print(server: RunningServer, browser: Browser) -> None:
    images = [hang_picture(width=64, height=64) for _ in range(8)][::-1]
    ids = [f"plate-{image.id}" for image in images]
    with browser.visit(server.url) as visit:
        visit.go()

        def walk(page: Page) -> None:
            assert page.locator(".print[tabindex='0']").count() == 1
            page.locator(".print").first.focus()
            seen = []
            for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp", "End", "Home", "ArrowLeft"):
                page.keyboard.press(key)
                seen.append(focused(page))
            heights = page.evaluate("[...document.querySelectorAll('.plate')].map((plate) => plate.offsetTop)")
            per_row = heights.count(heights[0])
            assert seen == [ids[1], ids[2], ids[1], ids[1 + per_row], ids[1], ids[7], ids[0], ids[0]]
            # One print is reached by Tab, the next Tab leaves the wall.
            assert page.locator(".print[tabindex='0']").count() == 1
            page.keyboard.press("Tab")
            assert page.evaluate("!document.activeElement.closest('.plates')")
            page.keyboard.press("/")
            assert focused(page) == "q"
            page.keyboard.type("/")
            expect(page.locator("#q")).to_have_value("/")

        visit.do(walk)
        assert visit.complaints == []


def test_arrows_go_from_picture_to_picture_and_escape_goes_back(server: RunningServer, browser: Browser) -> None:
    old, new = hang_picture(width=64, height=64), hang_picture(width=64, height=64)
    with browser.visit(server.url) as visit:
        visit.go(f"/pictures/{new.id}")

        def walk(page: Page) -> None:
            page.keyboard.press("ArrowRight")
            expect(page.locator(f"#print-{old.id}")).to_be_visible()
            page.keyboard.press("ArrowLeft")
            expect(page.locator(f"#print-{new.id}")).to_be_visible()
            page.keyboard.press("Escape")
            expect(page.locator(".plate")).to_have_count(2)

        visit.do(walk)
        assert visit.complaints == []


def test_search_finds_while_one_types(server: RunningServer, browser: Browser) -> None:
    storm = hang_picture(width=64, height=64, prompt="A storm")
    hang_picture(width=64, height=64, prompt="A bridge")
    with browser.visit(server.url) as visit:
        visit.go()

        def type_and_clear(page: Page) -> None:
            page.locator("#q").press_sequentially("storm")
            expect(page.locator(".plate")).to_have_count(1)
            expect(page.locator(f"#plate-{storm.id}")).to_be_visible()
            expect(page.locator("#news")).to_have_text("1 found on this page.")
            expect(page.locator("#q")).to_be_focused()
            assert page.url == f"{server.url}/?q=storm"
            page.locator("#q").fill("")
            expect(page.locator(".plate")).to_have_count(2)
            assert page.url == f"{server.url}/"

        visit.do(type_and_clear)
        assert visit.complaints == []


def test_fault_in_a_prompt_is_said_beside_it(server: RunningServer, browser: Browser) -> None:
    with browser.visit(server.url) as visit:
        visit.go()

        def send_twice(page: Page) -> None:
            page.get_by_text("Try a prompt", exact=True).click()
            page.get_by_label("What to draw").fill("A bridge.")
            page.get_by_label("Seed").fill("many")
            page.get_by_role("button", name="Draw it").click()
            expect(page.locator(".field.seed .error")).to_have_text("A seed is a whole number from 0 to 4294967295.")
            expect(page.get_by_label("Seed")).to_be_focused()
            expect(page.get_by_label("What to draw")).to_have_value("A bridge.")
            page.get_by_label("Seed").fill("7")
            page.get_by_role("button", name="Draw it").click()
            expect(page.locator("#messages")).to_have_text("Your prompt is queued.")
            expect(page.locator(".field .error")).to_have_count(0)

        visit.do(send_twice)
    assert Job.objects.values_list("prompt", "seed").get() == ("A bridge.", 7)


# --- Light and dark --------------------------------------------------------------------------------------------------


def background(page: Page) -> object:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_light_and_dark_follow_the_system_until_somebody_chooses(server: RunningServer, browser: Browser) -> None:
    with browser.visit(server.url, color_scheme="light") as visit:
        visit.go()

        def choose(page: Page) -> None:
            light = background(page)
            page.emulate_media(color_scheme="dark")
            dark = background(page)
            page.get_by_role("button", name="Light").click()
            expect(page.get_by_role("button", name="Dark")).to_be_focused()
            chosen = background(page)
            page.reload()
            kept = background(page)
            page.get_by_role("button", name="Dark").click()
            page.reload()
            page.emulate_media(color_scheme="light")
            assert (dark != light, chosen, kept, background(page)) == (True, light, light, light)

        visit.do(choose)
        assert visit.complaints == []


# --- Phones, and what people write -----------------------------------------------------------------------------------


def test_pages_fit_a_narrow_phone(server: RunningServer, browser: Browser, addresses: dict[str, str]) -> None:
    make_character(id="long", name="Donaudampfschifffahrt" * 9)
    hang_picture(width=64, height=96, entity_kind="character", entity_type="npc", entity_id="long")
    hang_picture(width=64, height=36, prompt="Rindfleischetikettierung" * 9)
    make_job(status=JobStatus.PROCESSING, prompt="W" * 200, message="M" * 400)
    with browser.visit(server.url, **PHONE) as visit:
        widths = {}
        for name, address in [*addresses.items(), ("long", "/entities/character?id=long")]:
            visit.go(address)
            widths[name] = visit.do(lambda page: page.evaluate("document.documentElement.scrollWidth"))

        assert widths == dict.fromkeys(widths, 360)


def test_nothing_that_a_client_wrote_is_run(server: RunningServer, browser: Browser) -> None:
    make_character(id="mira", name=HOSTILE, description=HOSTILE)
    job = make_job(**MIRA, prompt=HOSTILE, status=JobStatus.PROCESSING, message=HOSTILE)
    image = hang_picture(width=64, height=64, prompt=HOSTILE, **MIRA)
    with browser.visit(server.url) as visit:
        for address in ("/", f"/jobs/{job.id}", f"/pictures/{image.id}", "/entities/character?id=mira"):
            visit.go(address)
            visit.follows()
            lifecycle.report(job.id, attempt=0, progress=40, message=HOSTILE + address, engine="dummy")

            assert HOSTILE in visit.do(lambda page: page.locator("#live").inner_text())
            assert visit.do(lambda page: page.evaluate("window.hacked")) is None
        assert visit.complaints == []
        assert visit.hosts == {"127.0.0.1"}


# --- Without JavaScript ----------------------------------------------------------------------------------------------


def test_everything_can_be_done_without_javascript(server: RunningServer, browser: Browser) -> None:
    make_character(id="mira", name="Mira", description="A tall woman.")
    old = hang_picture(width=64, height=96, **MIRA)
    hang_picture(width=64, height=96, is_current=True, **MIRA)
    with browser.visit(server.url, java_script_enabled=False, color_scheme="light") as visit:
        visit.go()

        def look_around(page: Page) -> None:
            page.locator("#q").fill("mira")
            page.get_by_role("button", name="Search").click()
            page.get_by_role("link", name="Mira Character").click()
            page.locator(f"#plate-{old.id}").get_by_role("button", name="Make current").click()
            expect(page.locator("#messages")).to_have_text("This is the present picture now.")
            page.get_by_role("button", name="Draw again").click()
            page.get_by_role("button", name="Cancel").click()
            expect(page.locator("#messages")).to_have_text("The job was cancelled.")
            page.get_by_role("button", name="Dark").click()
            page.get_by_role("link", name="imagesvc").click()
            page.get_by_text("Try a prompt", exact=True).click()
            page.get_by_label("What to draw").fill("A bridge.")
            page.get_by_role("button", name="Draw it").click()
            expect(page.locator(".job .state")).to_have_text("Waiting")
            expect(page.locator("html")).to_have_attribute("data-appearance", "dark")

        visit.do(look_around)
    assert list(Job.objects.order_by("id").values_list("status", "entity_id")) == [
        ("cancelled", "mira"),
        ("queued", ""),
    ]


# --- Accessibility ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_serious_fault_of_accessibility(
    server: RunningServer, browser: Browser, addresses: dict[str, str], scheme: str
) -> None:
    pages = addresses | {"documentation of the API": "/api/docs"}
    with browser.visit(server.url, color_scheme=scheme) as visit:
        faults = dict(serious_faults(visit, pages))

    assert faults == {name: [] for name in pages}
