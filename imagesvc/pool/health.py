"""How well the engines are: what their answers say about them is written here, and read, by the database's clock.

The circuit breaker: after three failures in a row an engine is left alone, for twice as long each time; then one
attempt finds out. (Nygard, "Release It!", 2nd edition, 2018, section 5.2.)
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import DateTimeField, ExpressionWrapper
from django.db.models.functions import Now

from imagesvc.engines import TYPES
from imagesvc.engines.base import EngineError, Fault
from imagesvc.engines.configuration import EngineConfig
from imagesvc.pool.choice import Condition, Health
from imagesvc.pool.models import EnginePlace, EngineState

logger = logging.getLogger(__name__)

FAILURES_TO_OPEN = 3
FIRST_OPEN_SECONDS = 15.0
LONGEST_OPEN_SECONDS = 300.0
# What an engine may ask us to wait; without a wish of its own, this long.
SHORTEST_BUSY_SECONDS = 1.0
LONGEST_BUSY_SECONDS = 3_600.0
BUSY_SECONDS = 5.0


def conditions(*, is_locked: bool = False) -> list[Condition]:
    """Return how each configured engine stands, in order, by three reads.

    With `is_locked`, in a transaction, nobody else can take a place before it ends.
    """
    states = _states(settings.ENGINES, is_locked=is_locked)
    taken = EnginePlace.objects.count_by_engine()
    return [_condition(config, states[config.name], taken=taken.get(config.name, 0)) for config in settings.ENGINES]


def note_success(config: EngineConfig) -> None:
    """Write down that an engine drew: it is there, and its breaker is closed."""
    EngineState.objects.filter(name=config.name).update(
        is_away=False, failures=0, openings=0, open_until=None, busy_until=None, drew_at=Now()
    )


def note_failure(config: EngineConfig, error: EngineError) -> None:
    """Write down what a failure says about its engine; one that is the request's says nothing."""
    if error.fault is Fault.REQUEST or TYPES[config.type].is_embedded:
        return
    with transaction.atomic():
        state = _states([config], is_locked=True)[config.name]
        changes: dict[str, object] = {"last_error": str(error), "last_error_code": error.code, "failed_at": Now()}
        match error.fault:
            case Fault.AWAY:
                changes |= {"is_away": True}
            case Fault.BUSY:
                wish = BUSY_SECONDS if error.retry_after_seconds is None else error.retry_after_seconds
                seconds = min(max(wish, SHORTEST_BUSY_SECONDS), LONGEST_BUSY_SECONDS)
                changes |= {"busy_until": Now() + timedelta(seconds=seconds)}
            case Fault.ENGINE:
                changes |= _count_failure(state)
        EngineState.objects.filter(name=config.name).update(**changes)


def note_timeout(config: EngineConfig, *, error: str) -> None:
    """Write down that an attempt took longer than its engine's limit."""
    note_failure(config, EngineError(error, is_retryable=False, code="timeout"))


def note_probe(config: EngineConfig, error: EngineError | None) -> None:
    """Write down what a probe found: whether somebody is there. That it draws, too, only a drawing shows."""
    changes: dict[str, object] = {"probed_at": Now()}
    if error is None:
        changes |= {"is_away": False}
    else:
        # A key that is refused is for the jobs to tell of; the engine is there.
        is_away = error.is_retryable and error.fault is not Fault.BUSY
        changes |= {"is_away": is_away, "last_error": str(error), "last_error_code": error.code, "failed_at": Now()}
    EngineState.objects.update_or_create(name=config.name, defaults=changes)


def _count_failure(state: EngineState) -> dict[str, object]:
    failures = state.failures + 1
    if failures < FAILURES_TO_OPEN and state.open_until is None:
        return {"failures": failures}
    seconds = min(LONGEST_OPEN_SECONDS, FIRST_OPEN_SECONDS * 2 ** min(state.openings, 10))
    logger.warning("engine %s failed %d times in a row and is left alone for %d s", state.name, failures, seconds)
    return {
        "failures": failures,
        "openings": state.openings + 1,
        "open_until": Now() + timedelta(seconds=seconds),
    }


def states_of(configs: Sequence[EngineConfig]) -> dict[str, EngineState]:
    """Return the rows of engines by their names, made where there is none; each has `now`, the database's clock."""
    return _states(configs, is_locked=False)


def _states(configs: Sequence[EngineConfig], *, is_locked: bool) -> dict[str, EngineState]:
    names = [config.name for config in configs]
    clock = ExpressionWrapper(Now(), output_field=DateTimeField())
    # In one order, so that two who lock several never wait for each other.
    rows = EngineState.objects.filter(name__in=names).annotate(now=clock).order_by("name")
    if is_locked:
        rows = rows.select_for_update()
    states: dict[str, EngineState] = {state.name: state for state in rows}
    if len(states) < len(names):
        EngineState.objects.bulk_create((EngineState(name=name) for name in names), ignore_conflicts=True)
        states = {state.name: state for state in rows.all()}
    return states


def _condition(config: EngineConfig, state: EngineState, *, taken: int) -> Condition:
    now: datetime = state.now  # type: ignore[attr-defined]  # (annotated above)
    return Condition(
        config=config,
        health=_health(state, now=now),
        taken=taken,
        busy_seconds=max(0.0, (state.busy_until - now).total_seconds()) if state.busy_until else 0.0,
        last_error=state.last_error,
    )


def _health(state: EngineState, *, now: datetime) -> Health:
    if state.is_away:
        return Health.AWAY
    if state.open_until is None:
        return Health.HEALTHY
    return Health.OPEN if state.open_until > now else Health.HALF_OPEN
