"""How all engines stand, for people: in the API and in the admin."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from imagesvc.engines import TYPES
from imagesvc.pool import health
from imagesvc.pool.choice import Health
from jobs.estimates import pace
from jobs.models import Job, JobStatus


@dataclass(frozen=True, kw_only=True)
class EngineReport:
    """One engine at one moment; times are the database's."""

    name: str
    type: str
    kinds: frozenset[str]
    rank: int
    is_stand_in: bool
    health: Health
    taken: int
    places: int | None
    failures: int
    open_until: datetime | None
    busy_until: datetime | None
    last_error: str
    last_error_code: str
    failed_at: datetime | None
    drew_at: datetime | None
    probed_at: datetime | None
    median_seconds: float | None
    limit_seconds: float


def report() -> list[EngineReport]:
    """Return how each configured engine stands, in order."""
    states = health.states_of(settings.ENGINES)
    drawing = pace().drawing
    # Embedded engines take no places; what they draw is seen in the jobs.
    at_work = list(Job.objects.filter(status=JobStatus.PROCESSING).values_list("engine", flat=True))
    reports = []
    for condition in health.conditions():
        config, state = condition.config, states[condition.config.name]
        typical = drawing.get((config.name, None))
        is_embedded = TYPES[config.type].is_embedded
        reports.append(
            EngineReport(
                name=config.name,
                type=config.type,
                kinds=config.kinds,
                rank=config.rank,
                is_stand_in=TYPES[config.type].is_stand_in and config != settings.ENGINES[0],
                health=condition.health,
                taken=at_work.count(config.name) if is_embedded else condition.taken,
                places=condition.places,
                failures=state.failures,
                open_until=state.open_until,
                busy_until=state.busy_until,
                last_error=state.last_error,
                last_error_code=state.last_error_code,
                failed_at=state.failed_at,
                drew_at=state.drew_at,
                probed_at=state.probed_at,
                median_seconds=round(typical.median, 2) if typical else None,
                limit_seconds=config.limit_seconds,
            )
        )
    return reports
