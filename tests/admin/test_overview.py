"""The first page: what it says, what it shows, and what can be pressed there."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone

from imagesvc.admin.charts import HEIGHT, TOP, charts_of
from imagesvc.admin.verdict import Facts, judge
from imagesvc.audit.models import AuditEntry
from imagesvc.batches.models import Batch
from imagesvc.pool.choice import Health
from imagesvc.pool.reporting import EngineReport
from imagesvc.statistics.figures import Figures, Percentiles, Slot, Span, Standing
from imagesvc.statistics.models import Tally, What
from imagesvc.statistics.reader import slot_start
from jobs import chores, lifecycle
from jobs.clock import database_time
from jobs.models import Chore, Cluster
from tests.factories import make_job

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
Roles = Callable[[str], Client]


def an_engine(name: str, health: Health, error: str = "") -> EngineReport:
    nothing = dict.fromkeys(("open_until", "busy_until", "failed_at", "drew_at", "probed_at", "median_seconds"))
    return EngineReport(
        name=name,
        type="comfyui",
        kinds=frozenset(),
        rank=0,
        is_stand_in=False,
        health=health,
        taken=0,
        places=1,
        failures=0,
        last_error=error,
        last_error_code="",
        limit_seconds=60,
        **nothing,
    )


def facts(*, queue: dict[str, Any] | None = None, **changes: Any) -> Facts:
    standing = {
        "now": NOON,
        "pending": 0,
        "processing": 0,
        "oldest_pending_at": None,
        "is_paused": False,
        "paused_at": None,
        "paused_by": "",
        "completed_in_minute": 0,
        "failed_in_minute": 0,
        "failed_in_hour": 0,
        "completed_per_minute": 0.0,
    } | (queue or {})
    known = {
        "workers": 2,
        "silent_seconds": 1.0,
        "canary_seconds": 3.0,
        "canary_limit": 60,
        "engines": [an_engine("left", Health.HEALTHY)],
    }
    return Facts(standing=Standing(**standing), **(known | changes))


@pytest.mark.once
@pytest.mark.parametrize(
    ("found", "tone", "sentence", "detail"),
    [
        (
            facts(workers=0, silent_seconds=None),
            "bad",
            "Nothing is drawn: no worker runs.",
            "Start one with manage.py up or manage.py work. No job waits.",
        ),
        (
            facts(workers=0, silent_seconds=180.0, queue={"pending": 1, "is_paused": True}),
            "bad",
            "Nothing is drawn: no worker has been seen for 3 min.",
            "1 job waits.",
        ),
        (
            facts(
                queue={
                    "pending": 12,
                    "processing": 1,
                    "is_paused": True,
                    "paused_by": "alice",
                    "paused_at": NOON - timedelta(hours=9, minutes=46),
                }
            ),
            "busy",
            "Paused by alice since 02:14 UTC.",
            "12 jobs wait. 1 picture is still being drawn.",
        ),
        (
            facts(canary_seconds=75.0, queue={"pending": 2}),
            "bad",
            "Nothing moves: workers are there, but none has done anything for 1 min 15 s.",
            "2 jobs wait.",
        ),
        (
            facts(engines=[an_engine("left", Health.AWAY, "No route."), an_engine("right", Health.OPEN)]),
            "bad",
            "Nothing is drawn: no engine is well.",
            "left: No route. right: open. No job waits.",
        ),
        (
            facts(queue={"completed_in_minute": 1, "failed_in_minute": 9, "pending": 1_234}),
            "bad",
            "Failing: 9 of the last 10 pictures came to nothing.",
            "1,234 jobs wait.",
        ),
        (
            facts(queue={"pending": 3, "oldest_pending_at": NOON - timedelta(minutes=5)}),
            "bad",
            "Nothing is drawn, although 3 jobs wait.",
            "The oldest for 5 min.",
        ),
        (facts(queue={"completed_in_minute": 12}), "good", "Working: 12 pictures in the last minute.", "No job waits."),
        (
            facts(
                queue={"completed_in_minute": 1},
                engines=[an_engine("left", Health.HEALTHY), an_engine("right", Health.OPEN, "Out of memory.")],
            ),
            "good",
            "Working: 1 picture in the last minute.",
            "right is left alone: Out of memory.",
        ),
        (facts(queue={"processing": 2}), "good", "Working: 2 pictures are being drawn.", ""),
        (
            facts(queue={"pending": 1, "oldest_pending_at": NOON - timedelta(seconds=2)}),
            "busy",
            "About to begin: 1 job waits.",
            "",
        ),
        (facts(), "quiet", "Idle: there is nothing to draw.", "All is well; workers are waiting."),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 6 else "",
)
def test_the_verdict_is_the_first_cause(found: Facts, tone: str, sentence: str, detail: str) -> None:
    verdict = judge(found)

    assert (verdict.tone, verdict.sentence, verdict.detail) == (tone, sentence, detail)


def some_figures(*slots: tuple[int, int, float | None]) -> Figures:
    nothing = Percentiles(None, None)
    return Figures(
        span=Span.HOUR,
        slots=[
            Slot(
                starts_at=NOON + number * timedelta(minutes=1),
                completed=completed,
                failed=failed,
                wait=Percentiles(seconds, seconds),
                run=nothing,
            )
            for number, (completed, failed, seconds) in enumerate(slots)
        ],
        completed=sum(slot[0] for slot in slots),
        failed=sum(slot[1] for slot in slots),
        wait=Percentiles(1.0, 2.0),
        run=nothing,
        engines=[],
    )


@pytest.mark.once
def test_charts_of_figures() -> None:
    throughput, wait, run = charts_of(some_figures((6, 2, 1.0), (0, 0, None), (4, 0, 2.0), (4, 0, 3.0)))

    assert [mark.label for mark in throughput.values] == ["0", "2", "4", "6", "8"]
    assert [(bar.series, bar.height) for bar in throughput.bars] == [
        ("completed", 111.0),
        ("failed", 37.0),
        ("completed", 74.0),
        ("completed", 74.0),
    ]
    assert min(bar.y for bar in throughput.bars) == TOP
    assert throughput.description == "14 completed and 2 failed, at most 8 in the minute from 12:00."
    assert throughput.hints[0].text == "12:00: 6 completed, 2 failed"
    assert [mark.label for mark in wait.values] == ["0", "1 s", "2 s", "3 s"]
    assert [(line.series, line.dot is not None) for line in wait.lines] == [
        ("p95", True),
        ("p95", False),
        ("p50", True),
        ("p50", False),
    ]
    assert wait.description == "Half took at most 1.0 s, all but one in twenty at most 2.0 s."
    assert (run.is_empty, run.description) == (True, "Half took at most –, all but one in twenty at most –.")


@pytest.mark.once
def test_a_chart_of_nothing_has_an_axis_and_no_bars() -> None:
    throughput, wait, _ = charts_of(some_figures((0, 0, None), (0, 0, None)))

    assert (throughput.is_empty, wait.is_empty) == (True, True)
    assert [(mark.label, mark.at) for mark in throughput.values] == [("0", HEIGHT - 22), ("1", TOP)]


@pytest.fixture
def busy(db: None) -> None:
    """Have workers, one with a job whose words are not harmless, and something counted."""
    processes = [{"pid": 7, "name": "worker", "memory": 2**20}, {"pid": 8, "name": "helper", "memory": 2**20}]
    Cluster.objects.create(host="here.1234abcd", pid=6, workers=1, processes=processes)
    chores.schedule()
    Chore.objects.filter(name="canary").update(ended_at=Now())
    make_job(
        prompt="<script>alert(1)</script>{{7*7}}",
        status="processing",
        worker="here.1234abcd:7",
        progress=40,
        started_at=timezone.now(),
    )
    make_job(status="processing", worker="gone:1")
    Batch.objects.create(action="requeue", who="<b>bob</b>", via="admin", status="running", expected=100, matched=25)
    starts_at = slot_start(database_time(), slot_seconds=60)
    for what, engine, code, count in [
        (What.COMPLETED, "left", "", 11),
        (What.FAILED, "left", "out_of_memory", 1),
        (What.SUBMITTED, "", "", 5),
    ]:
        Tally.objects.create(
            slot_seconds=60, starts_at=starts_at, engine=engine, what=what, error_code=code, count=count
        )


def words_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def test_the_page_says_and_shows_how_it_is(client_of: Roles, busy: None) -> None:
    page = client_of("operator").get("/admin/").content.decode()

    said = words_of(page)
    for words in (
        "Working: 11 pictures in the last minute.",
        "Pending 0 Processing 2 Failed in the last hour 1",
        "left mostly out_of_memory 8.3 % 1 of 12",
        "here seen 0.0 s ago draws 1 at a time, 2.0 MB",
        "pid 7 &lt;script&gt;alert(1)&lt;/script&gt;{{7*7}} for",
        "1 job in the hands of workers that are not in this list.",
        "requeue by &lt;b&gt;bob&lt;/b&gt; 25 of 100",
        "Breaker closed.",
        "Audit log",
    ):
        assert words in re.sub(r"seen \d\.\d s", "seen 0.0 s", said.replace("\xa0", " ")), words


def test_nothing_in_the_page_needs_a_laxer_policy(client_of: Roles, busy: None) -> None:
    page = client_of("admin").get("/admin/").content.decode()

    assert re.findall(r"<[^>]*\sstyle=|<style|<[^>]*\son\w+=", page) == []
    assert all(" src=" in tag for tag in re.findall(r"<script[^>]*>", page))


@pytest.mark.parametrize("span", ["hour", "day", "week", "", "year"])
def test_spans_are_links_and_unknown_ones_the_hour(client_of: Roles, span: str) -> None:
    page = client_of("viewer").get(f"/admin/?span={span}").content.decode()

    shown = re.findall(r'<a href="\?span=(\w+)" aria-current="page">', page)
    assert shown == [span if span in ("hour", "day", "week") else "hour"]


def test_the_page_asks_few_questions(client_of: Roles, busy: None, django_assert_max_num_queries: Any) -> None:
    client = client_of("viewer")
    client.get("/admin/")

    with django_assert_max_num_queries(22):
        client.get("/admin/")


def test_a_member_of_staff_who_may_see_no_jobs_sees_no_figures(client_of: Roles, busy: None) -> None:
    client = client_of("viewer")
    User.objects.get().groups.clear()

    said = client.get("/admin/").content.decode()

    assert "verdict" not in said
    assert "don’t have permission" in said


def test_pause_and_resume_by_an_operator(client_of: Roles) -> None:
    client = client_of("operator")

    paused = client.post("/admin/queue/pause/", follow=True)
    again = client.post("/admin/queue/pause/", follow=True)
    was_paused = lifecycle.is_paused()
    resumed = client.post("/admin/queue/resume/", follow=True)

    assert "The queue is paused; what is being drawn is still finished." in paused.content.decode()
    assert "The queue was paused already." in again.content.decode()
    assert "The queue goes on." in resumed.content.decode()
    assert (was_paused, lifecycle.is_paused()) == (True, False)
    assert list(AuditEntry.objects.order_by("id").values_list("who", "action", "subject")) == [
        ("operator-of-us", "pause", "the queue"),
        ("operator-of-us", "pause", "the queue"),
        ("operator-of-us", "resume", "the queue"),
    ]


@pytest.mark.parametrize("verb", ["pause", "resume"])
def test_a_viewer_neither_sees_the_buttons_nor_presses_them(client_of: Roles, verb: str) -> None:
    client = client_of("viewer")

    page, pressed = client.get("/admin/"), client.post(f"/admin/queue/{verb}/")

    assert "/admin/queue/" not in page.content.decode()
    assert (pressed.status_code, AuditEntry.objects.count()) == (403, 0)


@pytest.mark.parametrize("verb", ["pause", "resume"])
def test_pause_and_resume_are_only_posted(client_of: Roles, verb: str) -> None:
    assert client_of("operator").get(f"/admin/queue/{verb}/").status_code == 405
