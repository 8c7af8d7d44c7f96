"""Lets a job be claimed only together with a place at an engine that draws it, so that limits hold across all hosts.

`settings.JOB_GATE` names the class. Where nothing but embedded engines is configured there is nothing to decide, and
nothing is asked.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models.functions import Now

from imagesvc.engines import TYPES, engines_for
from imagesvc.engines.base import ALL_KINDS
from imagesvc.engines.configuration import EngineConfig
from imagesvc.pool import health
from imagesvc.pool.choice import Choice, Condition, choose
from imagesvc.pool.models import EnginePlace, EngineState
from jobs import lifecycle
from jobs.models import Closed, Job

# Lists of jobs ask what is waited for; that it is a second old does no harm.
KEEP_SECONDS = 1
_CACHE_KEY = "pool.waits"


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where an attempt draws."""

    config: EngineConfig
    is_stand_in: bool


class PoolGate:
    """What the queue asks before a claim: see jobs.gate.Gate."""

    def is_open(self) -> bool:
        return _is_all_embedded()

    def has_work(self) -> bool:
        if self.is_open():
            return lifecycle.has_work()
        # The look at the engines only when there is somebody to ask for.
        return lifecycle.has_queued() and lifecycle.has_work(closed=_closed(health.conditions()))

    def claim(self, *, worker: str) -> Job | None:
        if self.is_open():
            return lifecycle.claim(worker=worker)
        if not lifecycle.has_queued():
            return None
        with transaction.atomic():
            conditions = health.conditions(is_locked=True)
            job = lifecycle.claim(worker=worker, closed=_closed(conditions))
            if job is not None:
                _take(job, _choose_for(job, conditions))
        return job


def engines_of(job: Job) -> tuple[EngineConfig, ...]:
    """Return the engines that may draw a job, in the order in which they are tried."""
    configs = engines_for(job.style, configs=settings.ENGINES)
    return tuple(config for config in configs if job.wanted_engine in ("", config.name))


def place_of(job: Job) -> Place | None:
    """Return where the attempt that has claimed a job draws; None where nobody can: none is configured for it, or its
    place was not taken with it, because the configuration has changed, and now there is none.
    """
    configs = engines_of(job)
    if not configs:
        return None
    if _is_all_embedded():
        return Place(config=configs[0], is_stand_in=False)
    name = EnginePlace.objects.filter(job=job, attempt=job.attempt).values_list("engine", flat=True).first()
    config = next((config for config in configs if config.name == name), None)
    if config is not None:
        return Place(config=config, is_stand_in=_is_stand_in(config, job=job))
    return next_place(job, tried=())


def next_place(job: Job, *, tried: tuple[str, ...]) -> Place | None:
    """Move the attempt to the next engine that can draw its job now, if there is one that it has not tried."""
    if _is_all_embedded():
        return None
    with transaction.atomic():
        conditions = health.conditions(is_locked=True)
        choice = _choose_for(job, conditions, but=tried)
        EnginePlace.objects.filter(job=job, attempt=job.attempt).delete()
        if choice.config is None:
            return None
        _take(job, choice)
    return Place(config=choice.config, is_stand_in=choice.is_stand_in)


def leave(job: Job) -> None:
    """Give the place of an attempt back."""
    if not _is_all_embedded():
        EnginePlace.objects.filter(job=job, attempt=job.attempt).delete()


def what_is_waited_for() -> dict[tuple[str, bool], str]:
    """Return what the queued jobs wait for that nobody can draw at present, in one sentence.

    The keys are a job's style and whether it allows a stand-in.
    """
    if _is_all_embedded():
        return {}
    waits: dict[tuple[str, bool], str] | None = cache.get(_CACHE_KEY)
    if waits is None:
        conditions = health.conditions()
        choices = {
            (style, allows): choose(style, conditions, allows_stand_in=allows)
            for style in _served()
            for allows in (True, False)
        }
        waits = {wish: choice.waits_for for wish, choice in choices.items() if choice.config is None}
        cache.set(_CACHE_KEY, waits, KEEP_SECONDS)
    return waits


def what_engines_are_waited_for() -> dict[str, str]:
    """Return what those jobs wait for that want one engine, by its name, where it can draw nothing at present."""
    if _is_all_embedded():
        return {}
    conditions = health.conditions()
    choices = {name: _choose_engine(name, conditions) for name in _names()}
    return {name: choice.waits_for for name, choice in choices.items() if choice.config is None}


def _choose_for(job: Job, conditions: list[Condition], *, but: tuple[str, ...] = ()) -> Choice:
    return choose(job.style, conditions, but=but, allows_stand_in=job.allows_stand_in, wanted=job.wanted_engine)


def _choose_engine(name: str, conditions: list[Condition]) -> Choice:
    """Choose that engine for whatever it draws, if it has a place."""
    kinds = next(config.kinds for config in settings.ENGINES if config.name == name)
    return choose(min(kinds), conditions, wanted=name)


def _names() -> list[str]:
    return [config.name for config in settings.ENGINES if config.kinds]


def _closed(conditions: list[Condition]) -> Closed:
    """Return the styles that nobody can draw now; those that nobody ever could are open, and fail when claimed."""
    styles = _served()
    return Closed(
        styles=tuple(style for style in styles if choose(style, conditions).config is None),
        strict_styles=tuple(
            style for style in styles if choose(style, conditions, allows_stand_in=False).config is None
        ),
        engines=tuple(name for name in _names() if _choose_engine(name, conditions).config is None),
    )


def _served() -> list[str]:
    return [style for style in sorted(ALL_KINDS) if engines_for(style, configs=settings.ENGINES)]


def _take(job: Job, choice: Choice) -> None:
    if choice.config is None:
        return  # no engine is configured for it; its attempt says so
    EnginePlace.objects.create(engine=choice.config.name, job=job, attempt=job.attempt)
    EngineState.objects.filter(name=choice.config.name).update(taken_at=Now())


def _is_stand_in(config: EngineConfig, *, job: Job) -> bool:
    configs = engines_of(job)
    return len(configs) > 1 and config == configs[-1] and TYPES[config.type].is_stand_in


def _is_all_embedded() -> bool:
    return all(TYPES[config.type].is_embedded and config.concurrency is None for config in settings.ENGINES)
