"""Is it working? One sentence that says so, and why not if it is not: the first cause that explains the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from imagesvc.admin.looks import in_words
from imagesvc.pool.choice import Health
from imagesvc.pool.reporting import EngineReport
from imagesvc.statistics.figures import Standing
from jobs.amounts import counted

GOOD, BUSY, BAD, QUIET = "good", "busy", "bad", "quiet"
# Jobs that wait for a moment, while nothing is drawn, are no sign of anything.
PATIENCE = timedelta(seconds=30)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a verdict is made of. `silent_seconds` is how long ago any worker was heard of; None if none ever was."""

    standing: Standing
    workers: int
    silent_seconds: float | None
    canary_seconds: float | None
    canary_limit: float
    engines: Sequence[EngineReport]


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """How it is, in words; the tone is for the eye alone."""

    tone: str
    sentence: str
    detail: str = ""


def judge(facts: Facts) -> Verdict:
    """Say whether pictures are drawn, and if not what must be put right first."""
    causes = (_nobody_works, _paused, _nothing_moves, _engines_are_ill)
    return next((verdict for cause in causes if (verdict := cause(facts)) is not None), None) or _as_it_goes(facts)


def _nobody_works(facts: Facts) -> Verdict | None:
    if facts.workers:
        return None
    waits = _waits(facts)
    if facts.silent_seconds is None:
        return Verdict(
            tone=BAD,
            sentence="Nothing is drawn: no worker runs.",
            detail=f"Start one with manage.py up or manage.py work. {waits}",
        )
    for_so_long = in_words(facts.silent_seconds)
    return Verdict(tone=BAD, sentence=f"Nothing is drawn: no worker has been seen for {for_so_long}.", detail=waits)


def _paused(facts: Facts) -> Verdict | None:
    standing = facts.standing
    if not standing.is_paused:
        return None
    since = ""
    if standing.paused_at is not None:
        is_today = standing.now - standing.paused_at < timedelta(hours=20)
        since = f" since {standing.paused_at:{'%H:%M' if is_today else '%Y-%m-%d %H:%M'}} UTC"
    still = f" {_pictures(standing.processing)} still being drawn." if standing.processing else ""
    return Verdict(
        tone=BUSY, sentence=f"Paused by {standing.paused_by or 'somebody'}{since}.", detail=f"{_waits(facts)}{still}"
    )


def _nothing_moves(facts: Facts) -> Verdict | None:
    if facts.canary_seconds is None or facts.canary_seconds <= facts.canary_limit:
        return None
    for_so_long = in_words(facts.canary_seconds)
    return Verdict(
        tone=BAD,
        sentence=f"Nothing moves: workers are there, but none has done anything for {for_so_long}.",
        detail=_waits(facts),
    )


def _engines_are_ill(facts: Facts) -> Verdict | None:
    ill = [engine for engine in facts.engines if engine.health in (Health.AWAY, Health.OPEN)]
    if not ill or len(ill) < len(facts.engines):
        return None
    reasons = " ".join(f"{engine.name}: {engine.last_error.rstrip('.') or engine.health.value}." for engine in ill)
    return Verdict(tone=BAD, sentence="Nothing is drawn: no engine is well.", detail=f"{reasons} {_waits(facts)}")


def _as_it_goes(facts: Facts) -> Verdict:
    standing = facts.standing
    completed, failed = standing.completed_in_minute, standing.failed_in_minute
    if failed > completed:
        sentence = f"Failing: {failed:,} of the last {counted(completed + failed, 'picture')} came to nothing."
        return Verdict(tone=BAD, sentence=sentence, detail=_waits(facts))
    oldest = standing.oldest_pending_at
    if not (completed or standing.processing) and oldest is not None and standing.now - oldest > PATIENCE:
        age = in_words((standing.now - oldest).total_seconds())
        sentence = f"Nothing is drawn, although {_jobs(standing.pending)}."
        return Verdict(tone=BAD, sentence=sentence, detail=f"The oldest for {age}. {_ill(facts)}".strip())
    ill = _ill(facts)
    if completed:
        sentence = f"Working: {counted(completed, 'picture')} in the last minute."
        return Verdict(tone=GOOD, sentence=sentence, detail=ill or _waits(facts))
    if standing.processing:
        return Verdict(tone=GOOD, sentence=f"Working: {_pictures(standing.processing)} being drawn.", detail=ill)
    if standing.pending:
        return Verdict(tone=BUSY, sentence=f"About to begin: {_jobs(standing.pending)}.", detail=ill)
    well = "All is well; workers are waiting."
    return Verdict(tone=QUIET, sentence="Idle: there is nothing to draw.", detail=ill or well)


def _waits(facts: Facts) -> str:
    return f"{_jobs(facts.standing.pending).capitalize()}." if facts.standing.pending else "No job waits."


def _ill(facts: Facts) -> str:
    """Name the engines that are not well although others are."""
    return " ".join(
        f"{engine.name} is left alone: {engine.last_error.rstrip('.') or engine.health.value}."
        for engine in facts.engines
        if engine.health in (Health.AWAY, Health.OPEN)
    )


def _jobs(number: int) -> str:
    return f"{counted(number, 'job')} {'waits' if number == 1 else 'wait'}"


def _pictures(number: int) -> str:
    return f"{counted(number, 'picture')} {'is' if number == 1 else 'are'}"
