"""What an engine's answers say about its health, and the circuit breaker."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.db.models import F
from django.db.models.functions import Now

from imagesvc.engines.base import EngineError, Fault
from imagesvc.engines.configuration import EngineConfig
from imagesvc.pool import health
from imagesvc.pool.choice import Health
from imagesvc.pool.models import EngineState
from tests.factories import engines

pytestmark = pytest.mark.django_db


@pytest.fixture
def engine(settings: LazySettings) -> EngineConfig:
    settings.ENGINES = engines("gpu", type="remote", concurrency=2)
    return settings.ENGINES[0]


def failure(fault: Fault = Fault.ENGINE, *, retry_after_seconds: float | None = None) -> EngineError:
    return EngineError(
        "It broke.", is_retryable=True, code="broken", fault=fault, retry_after_seconds=retry_after_seconds
    )


def pass_time(seconds: float) -> None:
    """Let the breaker's times lie so many seconds further back."""
    EngineState.objects.update(open_until=F("open_until") - timedelta(seconds=seconds))


def health_now() -> Health:
    return health.conditions()[0].health


def open_seconds() -> int:
    return round((health.states_of(engines("gpu", type="remote"))["gpu"].open_until - _now()).total_seconds())


def _now():
    return EngineState.objects.annotate(now=Now()).values_list("now", flat=True).get()


def test_engine_is_healthy_until_something_is_known(engine: EngineConfig) -> None:
    assert health_now() is Health.HEALTHY


def test_breaker_opens_after_three_failures_in_a_row_and_half_opens_by_itself(engine: EngineConfig) -> None:
    seen = []
    for _ in range(3):
        health.note_failure(engine, failure())
        seen.append(health_now())
    pass_time(15)

    assert seen == [Health.HEALTHY, Health.HEALTHY, Health.OPEN]
    assert (health_now(), health.conditions()[0].places) == (Health.HALF_OPEN, 1)


def test_success_between_failures_keeps_the_breaker_closed(engine: EngineConfig) -> None:
    for _ in range(4):
        health.note_failure(engine, failure())
        health.note_failure(engine, failure())
        health.note_success(engine)

    assert health_now() is Health.HEALTHY


def test_half_open_breaker_opens_for_twice_as_long_at_the_next_failure(engine: EngineConfig) -> None:
    for _ in range(3):
        health.note_failure(engine, failure())
    lasting = [open_seconds()]
    for _ in range(6):
        pass_time(1_000)
        health.note_failure(engine, failure())
        lasting.append(open_seconds())

    assert lasting == [15, 30, 60, 120, 240, 300, 300]


def test_half_open_breaker_closes_at_the_next_success(engine: EngineConfig) -> None:
    for _ in range(3):
        health.note_failure(engine, failure())
    pass_time(15)

    health.note_success(engine)

    assert (health_now(), health.conditions()[0].places) == (Health.HEALTHY, 2)


def test_engine_that_is_away_is_left_alone_until_a_probe_finds_it(engine: EngineConfig) -> None:
    health.note_failure(engine, failure(Fault.AWAY))
    seen = [health_now()]
    health.note_probe(engine, failure(Fault.AWAY))
    seen.append(health_now())
    health.note_probe(engine, None)
    seen.append(health_now())

    assert seen == [Health.AWAY, Health.AWAY, Health.HEALTHY]


def test_probe_does_not_close_the_breaker(engine: EngineConfig) -> None:
    for _ in range(3):
        health.note_failure(engine, failure())

    health.note_probe(engine, None)

    assert health_now() is Health.OPEN


def test_refused_key_leaves_the_engine_to_the_jobs_which_say_so(engine: EngineConfig) -> None:
    refusal = EngineError("The engine refuses our key (401).", is_retryable=False, code="unauthorized")

    health.note_probe(engine, refusal)

    assert health_now() is Health.HEALTHY
    assert health.conditions()[0].last_error == "The engine refuses our key (401)."


@pytest.mark.parametrize(("wish", "seconds"), [(7, 7), (None, 5), (0, 1), (-3, 1), (10**8, 3_600)])
def test_engine_that_asks_us_to_wait_has_no_place_meanwhile(
    engine: EngineConfig, wish: float | None, seconds: float
) -> None:
    health.note_failure(engine, failure(Fault.BUSY, retry_after_seconds=wish))

    condition = health.conditions()[0]
    assert (condition.health, condition.has_place) == (Health.HEALTHY, False)
    assert condition.busy_seconds == pytest.approx(seconds, abs=0.5)


def test_failure_of_the_request_says_nothing_about_the_engine(engine: EngineConfig) -> None:
    for _ in range(5):
        health.note_failure(engine, failure(Fault.REQUEST))

    state = health.states_of([engine])["gpu"]
    assert (health_now(), state.failures, state.last_error) == (Health.HEALTHY, 0, "")
