"""A real browser for tests: headless Chromium, driven in a thread of its own.

Playwright leaves an event loop running in its thread, in which Django would refuse every query; so a test gives steps
to the browser's thread, and does with the database what it does in between.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, Playwright, expect, sync_playwright

T = TypeVar("T")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
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


class Browser:
    """Chromium, once for all tests of a process; starting it costs a second."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._playwright: Playwright = self._thread.submit(lambda: sync_playwright().start()).result()
        self._chromium = self.do(
            lambda: self._playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS, timeout=PATIENCE)
        )
        expect.set_options(timeout=PATIENCE)

    def do(self, step: Callable[..., T], *arguments: Any) -> T:
        return self._thread.submit(step, *arguments).result()

    def close(self) -> None:
        self.do(self._chromium.close)
        self.do(self._playwright.stop)
        self._thread.shutdown()

    @contextmanager
    def visit(self, url: str, **options: Any) -> Iterator["Visit"]:
        """Open a window that remembers nothing of other ones, with a page of `url`."""
        options = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"} | options
        context = self.do(lambda: self._chromium.new_context(**options))
        try:
            yield Visit(self, context, url)
        finally:
            self.do(context.close)


class Visit:
    """A window: what it said and asked for, and the way to its pages."""

    def __init__(self, browser: Browser, context: BrowserContext, url: str) -> None:
        self._browser = browser
        self._context = context
        self._url = url
        self.complaints: list[str] = []
        self.hosts: set[str | None] = set()
        self.page = browser.do(self._open)

    def do(self, step: Callable[[Page], T], *, page: Page | None = None) -> T:
        """Take a step on a page, the first one if none is named."""
        return self._browser.do(step, page or self.page)

    def go(self, path: str = "/") -> None:
        self.do(lambda page: page.goto(self._url + path))

    def open_tab(self, path: str = "/") -> Page:
        tab = self._browser.do(self._open)
        self.do(lambda page: page.goto(self._url + path), page=tab)
        return tab

    def follows(self) -> None:
        """Wait until the page has looked again because its stream has opened: from now on it hears of everything."""
        self.do(lambda page: expect(page.locator("html")).to_have_attribute("data-following", "yes"))

    def _open(self) -> Page:
        page = self._context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.hosts.add(urlsplit(request.url).hostname))
        return page


def serious_faults(visit: Visit, addresses: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    """Yield what axe-core finds wrong on each page, by its name: the rule, and the first element that breaks it."""
    for name, address in addresses.items():
        visit.go(address)
        visit.do(
            lambda page: page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        )
        violations = visit.do(Axe().run).response["violations"]
        serious = [fault for fault in violations if fault["impact"] in ("serious", "critical")]
        yield name, [f"{fault['id']}: {fault['nodes'][0]['html'][:160]}" for fault in serious]
