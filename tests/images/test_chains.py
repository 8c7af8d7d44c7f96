"""A job's way through a chain of engines: who draws it, what counts, and what the record says."""

import pytest
from django.conf import LazySettings

from imagesvc.engines import TYPES, EngineType
from imagesvc.images import redrawing
from imagesvc.images.models import Image
from imagesvc.pool import health
from imagesvc.pool.gate import PoolGate
from imagesvc.pool.models import EnginePlace
from jobs.models import Job, JobEvent
from jobs.worker import run
from tests.factories import engines, make_job

# The watchdog looks at jobs by a connection of its own, and can see only what was committed.
pytestmark = pytest.mark.django_db(transaction=True)

LANTERN = {"entity_kind": "thing", "entity_type": "item", "entity_id": "thing_1", "style": "item"}


@pytest.fixture(autouse=True)
def remote_types(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make two types of engines somewhere else: one does what the prompt says, the other always draws."""
    monkeypatch.setitem(TYPES, "scripted", EngineType(path="imagesvc.engines.dummy:DummyEngine"))
    monkeypatch.setitem(TYPES, "steady", EngineType(path="imagesvc.engines.pillow.engine:PillowEngine"))


def work() -> Job | None:
    job = PoolGate().claim(worker="here:1")
    if job is not None:
        run(job)
        job.refresh_from_db()
    return job


@pytest.mark.parametrize(
    ("script", "status", "engine"),
    [
        ("dummy: fail=retryable", "completed", "steady"),
        ("dummy: fail=away", "completed", "steady"),
        ("dummy: fail=busy after=9", "completed", "steady"),
        ("dummy: fail=permanent", "failed", "scripted"),
        ("dummy: fail=request", "failed", "scripted"),
        ("a lantern", "completed", "scripted"),
    ],
)
def test_failure_that_may_pass_leads_to_the_next_engine(
    settings: LazySettings, script: str, status: str, engine: str
) -> None:
    settings.ENGINES = engines("scripted", "steady")
    make_job(prompt=script)

    job = work()

    assert job is not None
    assert (job.status, job.engine, job.attempt) == (status, engine, 1)
    assert EnginePlace.objects.count() == 0
    assert [image.engine for image in Image.objects.all()] == ([engine] if status == "completed" else [])


def test_one_round_through_the_chain_is_one_try(settings: LazySettings) -> None:
    settings.ENGINES = engines("left", "right", type="scripted")
    make_job(prompt="dummy: fail=retryable")

    job = work()

    assert job is not None
    assert (job.status, job.failures, job.error_code) == ("waiting", 1, "scripted")
    states = health.states_of(settings.ENGINES)
    assert {name: state.failures for name, state in states.items()} == {"left": 1, "right": 1}


def test_engine_that_asks_us_to_wait_uses_up_no_try(settings: LazySettings) -> None:
    settings.ENGINES = engines("scripted")
    make_job(prompt="dummy: fail=busy after=9")
    make_job(prompt="a lantern")

    job = work()

    assert job is not None
    assert (job.status, job.failures) == ("waiting", 0)
    # The others leave it alone as well.
    assert work() is None


def test_attempt_has_the_time_of_its_engine(settings: LazySettings) -> None:
    settings.ENGINES = engines("scripted", time_limit=0.1)
    make_job(prompt="dummy: seconds=9")

    job = work()

    assert job is not None
    assert (job.status, job.error) == ("timeout", "Drawing took longer than 0.1 seconds.")
    assert health.states_of(settings.ENGINES)["scripted"].failures == 1


def test_stand_in_draws_a_placeholder_which_is_drawn_anew_when_the_engine_is_back(settings: LazySettings) -> None:
    settings.ENGINES = (*engines("scripted"), *engines("pillow"))
    make_job(prompt="dummy: fail=away", **LANTERN)
    work()
    placeholder = Image.objects.get()
    while_away = redrawing.redraw_placeholders()

    Job.objects.update(prompt="a lantern")
    health.note_probe(settings.ENGINES[0], None)
    when_back = redrawing.redraw_placeholders(), redrawing.redraw_placeholders()
    again = work()

    assert (placeholder.engine, placeholder.is_placeholder, while_away, when_back) == ("pillow", True, 0, (1, 0))
    assert again is not None
    assert (again.status, again.engine, again.parent_id) == ("completed", "scripted", placeholder.job_id)
    current = Image.objects.current().get()
    assert (current.engine, current.is_placeholder) == ("scripted", False)
    assert redrawing.redraw_placeholders() == 0


def test_placeholder_of_a_custom_prompt_stays(settings: LazySettings) -> None:
    settings.ENGINES = (*engines("scripted"), *engines("pillow"))
    make_job(prompt="dummy: fail=away")
    work()
    health.note_probe(settings.ENGINES[0], None)

    assert Image.objects.get().is_placeholder
    assert redrawing.redraw_placeholders() == 0


def test_placeholders_stay_where_the_settings_say_so(settings: LazySettings) -> None:
    settings.ENGINES = (*engines("scripted"), *engines("pillow"))
    settings.REDRAW_PLACEHOLDERS = False
    make_job(prompt="dummy: fail=away", **LANTERN)
    work()
    health.note_probe(settings.ENGINES[0], None)

    assert redrawing.redraw_placeholders() == 0


def test_busy_engine_is_no_reason_for_a_stand_in(settings: LazySettings) -> None:
    settings.ENGINES = (*engines("scripted"), *engines("pillow"))
    make_job(), make_job()
    drawing = PoolGate().claim(worker="here:1")

    assert drawing is not None
    assert work() is None


def test_events_of_an_attempt_name_the_engine_that_drew(settings: LazySettings) -> None:
    settings.ENGINES = engines("scripted", "steady")
    make_job(prompt="dummy: fail=retryable")

    work()

    kinds = JobEvent.objects.order_by("id").values_list("kind", "engine")
    assert [kind for kind in kinds if kind[0] != "progress"] == [("processing", ""), ("completed", "steady")]
