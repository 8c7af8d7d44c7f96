"""The gallery in a real browser: headless Chromium, where one is installed, before the real web server."""

import io
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeAlias
from urllib.parse import urlsplit

import pytest
from PIL import Image as Pixels
from playwright.sync_api import Locator, Page, expect, sync_playwright

from imagesvc.images import storage
from imagesvc.images.models import Image
from jobs.models import Job, JobStatus
from tests.factories import make_character, make_image, make_job, make_location
from tests.servers import RunningServer, running_server

CHROMIUM = shutil.which("chromium")
# Without these flags a fresh Chromium talks to its makers; as root it does not start without the first.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 20_000  # milliseconds; other tests run beside this one
HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script> 👑 مير'

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed: apt-get install chromium"),
]


class Visit:
    """One page of a browser, and what it said and asked for."""

    def __init__(self) -> None:
        self._playwright = sync_playwright().start()
        self._browser = self._playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        self.page = self._browser.new_page(viewport={"width": 1280, "height": 900})
        self.page.set_default_timeout(PATIENCE)
        self.complaints: list[str] = []
        self.hosts: set[str | None] = set()
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).hostname))
        # The tests turn the clock on instead of waiting for the page to ask again.
        self.page.clock.install()

    def close(self) -> None:
        self._browser.close()
        self._playwright.stop()


Browse: TypeAlias = Callable[[Callable[[Visit], object]], object]


@pytest.fixture
def browse() -> Iterator[Browse]:
    """Do something in the browser, in a thread of its own: Playwright leaves an event loop running there."""
    expect.set_options(timeout=PATIENCE)
    with ThreadPoolExecutor(1) as thread:
        visit = thread.submit(Visit).result()
        yield lambda step: thread.submit(step, visit).result()
        thread.submit(visit.close).result()


@pytest.fixture
def server(transactional_db: None) -> Iterator[RunningServer]:
    with running_server() as server:
        yield server


def hang_picture(*, width: int, height: int, **values: str) -> Image:
    image = make_image(**values)
    image.files.update(width=width, height=height)
    for suffix, scale in ((storage.PICTURE, 1), (storage.THUMBNAIL, max(width, height) / 256)):
        file = io.BytesIO()
        size = (round(width / scale), round(height / scale))
        Pixels.new("RGB", size, "teal").save(file, {"png": "PNG", "webp": "WEBP"}[suffix])
        storage.write(str(image.id), suffix, file.getvalue())
    return image


def thumbnail(page: Page, image: Image) -> Locator:
    return page.locator(f"#plate-{image.id} img")


def test_pictures_and_jobs_appear_and_advance_without_a_reload(server: RunningServer, browse: Browse) -> None:
    make_character(id="mira", name="Mira")
    make_location(id="quay", name=HOSTILE)
    portrait = hang_picture(width=512, height=768, entity_kind="character", entity_type="npc", entity_id="mira")

    def open_gallery(visit: Visit) -> None:
        visit.page.goto(server.url)
        visit.page.evaluate("window.visit = 'the first'")
        expect(thumbnail(visit.page, portrait)).to_have_js_property("naturalHeight", 256)
        expect(visit.page.locator(".job")).to_have_count(0)
        thumbnail(visit.page, portrait).locator("..").focus()

    browse(open_gallery)
    job = make_job(
        entity_kind="location",
        entity_type="location",
        entity_id="quay",
        status=JobStatus.PROCESSING,
        progress=10,
        message="Engraving",
    )

    def see_job_begin(visit: Visit) -> None:
        visit.page.clock.fast_forward(10_000)
        shown = visit.page.locator(f"#job-{job.id}")
        expect(shown.locator("h3")).to_have_text(HOSTILE)
        expect(shown.locator("progress")).to_have_js_property("value", 10)

    browse(see_job_begin)
    Job.objects.filter(id=job.id).update(progress=70, message="Printing")

    def see_job_advance(visit: Visit) -> None:
        visit.page.clock.fast_forward(2_000)
        shown = visit.page.locator(f"#job-{job.id}")
        expect(shown.locator("progress")).to_have_js_property("value", 70)
        expect(shown.locator(".message")).to_have_text("Printing")

    browse(see_job_advance)
    Job.objects.all().delete()
    landscape = hang_picture(width=640, height=360, entity_kind="location", entity_type="location", entity_id="quay")

    def see_picture(visit: Visit) -> None:
        visit.page.clock.fast_forward(2_000)
        expect(thumbnail(visit.page, landscape)).to_have_js_property("naturalWidth", 256)
        expect(visit.page.locator(".job")).to_have_count(0)
        expect(visit.page.locator(".plate h3")).to_have_text([HOSTILE, "Mira"])
        # The same page all the time, the focus still where it was, and nothing that a client wrote was run.
        expect(thumbnail(visit.page, portrait).locator("..")).to_be_focused()
        assert visit.page.evaluate("[window.visit, window.hacked]") == ["the first", None]
        assert visit.complaints == []
        assert visit.hosts == {"127.0.0.1"}

    browse(see_picture)


def test_gallery_says_so_when_the_server_is_gone_and_goes_on_when_it_is_back(
    server: RunningServer, browse: Browse
) -> None:
    def lose_and_find_server(visit: Visit) -> None:
        visit.page.goto(server.url)
        expect(visit.page.locator("#empty")).to_be_visible()
        visit.page.context.set_offline(True)
        visit.page.clock.fast_forward(10_000)
        expect(visit.page.locator("#notice")).to_be_visible()
        visit.page.context.set_offline(False)
        visit.page.clock.fast_forward(10_000)
        expect(visit.page.locator("#notice")).to_be_hidden()

    browse(lose_and_find_server)


def test_gallery_fits_a_narrow_phone_whatever_people_write(server: RunningServer, browse: Browse) -> None:
    make_character(id="mira", name="Donaudampfschifffahrt" * 9)
    hang_picture(width=512, height=768, entity_kind="character", entity_type="npc", entity_id="mira")
    hang_picture(width=640, height=360, prompt="Rindfleischetikettierung" * 9)
    make_job(status=JobStatus.PROCESSING, prompt="W" * 200, message="M" * 400)

    def look(visit: Visit) -> None:
        visit.page.set_viewport_size({"width": 360, "height": 640})
        visit.page.goto(server.url)
        expect(visit.page.locator(".plate")).to_have_count(2)
        assert visit.page.evaluate("document.documentElement.scrollWidth") == 360

    browse(look)
