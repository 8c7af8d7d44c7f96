"""What is done for the engines every few seconds, by one host: probes, and an end to what waited in vain for them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Now

from imagesvc.engines import TYPES, make_engine
from imagesvc.engines.base import EngineError
from imagesvc.engines.configuration import EngineConfig
from imagesvc.pool import health
from imagesvc.pool.gate import what_engines_are_waited_for, what_is_waited_for
from imagesvc.pool.models import EnginePlace, EngineState
from jobs import lifecycle
from jobs.models import Job, JobStatus

# An engine that answered is asked again after this long; one that is away every time.
PROBE_SECONDS = 30
MOST_AT_A_TIME = 8
MOST_EXPIRED = 500


def look_after() -> None:
    """Probe the engines whose turn it is, end jobs that have waited too long, forget places that nobody gave back."""
    probe_engines()
    expire_jobs()
    EnginePlace.objects.forgotten().delete()


def probe_engines() -> None:
    """Ask each remote engine that was not asked lately, or is away, whether it is there; side by side."""
    due = _due_for_a_probe()
    if not due:
        return
    with ThreadPoolExecutor(max_workers=MOST_AT_A_TIME) as threads:
        # The threads touch no database: only what they found comes back.
        for config, error in zip(due, threads.map(probe, due), strict=True):
            health.note_probe(config, error)


def probe(config: EngineConfig) -> EngineError | None:
    """Ask an engine whether it is there; return why it could not draw, if so."""
    try:
        make_engine(config).probe()
    except EngineError as error:
        return error
    return None


def expire_jobs() -> int:
    """End the jobs that have waited for the settings' limit while no engine of theirs took up any; return how many.

    A long queue that moves is no reason: its jobs wait for their turn, not for an engine.
    """
    ended = 0
    for (style, allows_stand_in), reason in what_is_waited_for().items():
        names = [config.name for config in settings.ENGINES if style in config.kinds]
        ended += _expire(
            Q(style=style, allows_stand_in=allows_stand_in, wanted_engine=""), engines=names, reason=reason
        )
    for name, reason in what_engines_are_waited_for().items():
        ended += _expire(Q(wanted_engine=name), engines=[name], reason=reason)
    return ended


def _expire(wish: Q, *, engines: list[str], reason: str) -> int:
    limit = Now() - timedelta(seconds=settings.WAIT_LIMIT_SECONDS)
    if EngineState.objects.filter(name__in=engines, taken_at__gt=limit).exists():
        return 0
    waiting = Job.objects.filter(wish, status__in=JobStatus.PENDING, created_at__lt=limit)
    hours = settings.WAIT_LIMIT_SECONDS / 3600
    return sum(
        lifecycle.expire(job_id, error=f"It waited {hours:g} h. {reason}.")
        for job_id in waiting.values_list("id", flat=True)[:MOST_EXPIRED]
    )


def _due_for_a_probe() -> list[EngineConfig]:
    remote = [config for config in settings.ENGINES if not TYPES[config.type].is_embedded]
    if not remote:
        return []
    states = health.states_of(remote)
    long_ago = Q(probed_at=None) | Q(probed_at__lt=Now() - timedelta(seconds=PROBE_SECONDS)) | Q(is_away=True)
    due = set(EngineState.objects.filter(long_ago, name__in=states).values_list("name", flat=True))
    return [config for config in remote if config.name in due]
