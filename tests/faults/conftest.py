"""The fault suite: `--repeat`, the table at its end, and a deployment whose tables need no migrating."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.faults.deployment import Deployment
from tests.services import Service

# What a test's report says about it.
FAULT, RECOVERY = "fault", "recovery_seconds"
logging.getLogger("httpx2").setLevel(logging.WARNING)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--repeat", type=int, default=1, help="run every fault so many times")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    repeats = metafunc.config.getoption("repeat", 1)
    if repeats > 1:
        metafunc.fixturenames.append("repetition")
        metafunc.parametrize("repetition", range(1, repeats + 1))


class Recovery:
    """How long the service took to be well again."""

    def __init__(self, tell: Callable[[str, object], None]) -> None:
        self._tell = tell

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Take the time of a block that begins with the fault and ends when it is healed."""
        began = time.monotonic()
        yield
        took = time.monotonic() - began
        self._tell(RECOVERY, took)
        assert took < seconds, f"it took {took:.1f} s"


@pytest.fixture(autouse=True)
def recovery(request: pytest.FixtureRequest, record_property: Callable[[str, object], None]) -> Recovery:
    marker = request.node.get_closest_marker("faults")
    record_property(FAULT, marker.args[0])
    return Recovery(record_property)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what was done, how often, how often everything held, and the slowest recovery."""
    rows: dict[tuple[str, str], list[pytest.TestReport]] = {}
    for outcome in ("passed", "failed", "error"):
        for report in terminalreporter.getreports(outcome):
            fault = dict(report.user_properties).get(FAULT)
            if fault and (report.when == "call" or report.failed):
                name = report.nodeid.rpartition("::")[2].partition("[")[0]
                rows.setdefault((fault, name.removeprefix("test_").replace("_", " ")), []).append(report)
    if not rows:
        return
    terminalreporter.section("faults")
    terminalreporter.line("| fault | what | repeats | held | slowest recovery |")
    terminalreporter.line("|---|---|--:|--:|--:|")
    for (fault, what), reports in sorted(rows.items(), key=lambda row: (int(row[0][0].strip("F").split(",")[0]), row)):
        seconds = [value for report in reports for key, value in report.user_properties if key == RECOVERY]
        slowest = f"{max(seconds):.1f} s" if seconds else ""
        held = sum(report.passed for report in reports)
        terminalreporter.line(f"| {fault} | {what} | {len(reports)} | {held} | {slowest} |")


@pytest.fixture
def service(installed: Service) -> Service:
    return installed


@pytest.fixture
def deployment(service: Service) -> Iterator[Deployment]:
    deployment = Deployment(service)
    yield deployment
    deployment.close()
