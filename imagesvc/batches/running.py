"""The one place where a batch moves: started, advanced by a chunk, stopped, resumed, taken over from a dead process.

A chunk is one transaction: it takes or keeps the batch's lease, acts, and moves the cursor and the counts. So whoever
is killed leaves the batch before or after a chunk, and whoever goes on does nothing twice. A batch is run by the
process that started it, or by the chore below; both leave the database to others for as long as they used it.
"""

import logging
import os
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from imagesvc.audit import trail
from imagesvc.audit.actors import Actor, the_service
from imagesvc.batches.action import MOST_COUNTED, Action, Options, Sayable, Step
from imagesvc.batches.actions import ACTIONS
from imagesvc.batches.models import Batch, BatchStatus, LongSelection
from imagesvc.engines.texts import clean
from imagesvc.keys import quotas
from imagesvc.keys.quotas import QuotaExceeded
from jobs.hosts import host_name, is_dead
from jobs.places import places

logger = logging.getLogger(__name__)

# Who has not moved a batch for so long is taken for dead.
LEASE = timedelta(seconds=30)
# What a chunk aims to take: on SQLite everybody else who writes waits for it.
CHUNK_SECONDS = 0.03
# How often a paced batch is looked at, and how long a database is waited for.
LOOK_SECONDS = 0.5
PATIENCE_SECONDS = 60.0
# How long the chore goes on at a time; shorter than the lease.
RUN_SECONDS = 20.0
# However slowly somebody wants it: a year.
LONGEST_PAUSE_SECONDS = 31_536_000
# A chunk whose rows were deleted under its hands is done again.
MOST_RACES = 3
MOST_UNDER_WAY = 100


class NotResumable(Exception):
    """The batch is done, or it is being run."""


class NoSuchBatch(Exception):
    """There is no batch with this id."""


# --- Beginning and ending --------------------------------------------------------------------------------------------


def start(
    action: str, selection: Sayable, options: Options, *, actor: Actor, here: bool, charged_to: UUID | None = None
) -> Batch:
    """Begin an action on a selection, with its audit entry; with `here` the caller runs it, else a worker will.

    `charged_to` is the key whose quotas the new jobs count for.
    """
    doing = ACTIONS[action]
    words = selection.words()
    expected = doing.count(selection, most=MOST_COUNTED)
    with transaction.atomic():
        batch = Batch.objects.create(
            action=action,
            selection=trail.shortened(words),
            options=options.as_json(),
            bound=doing.bound(),
            who=actor.name,
            user_id=actor.user_id,
            via=actor.via,
            address=actor.address,
            charged_to=charged_to,
            expected=expected,
            **_held(here=here),
        )
        if long := {word: values for word, values in words.items() if not trail.is_short(values)}:
            LongSelection.objects.create(batch=batch, words=long)
        subject = f"more than {doing.amount(MOST_COUNTED)}" if expected is None else doing.amount(expected)
        trail.record(actor, action=action, subject=subject, selection=words, batch_id=batch.id)
    return Batch.objects.get(id=batch.id)


def stop(batch_id: UUID, *, actor: Actor) -> bool:
    """Have no further chunk begun; return whether it was under way."""
    with transaction.atomic():
        is_stopped = bool(
            Batch.objects.under_way()
            .filter(id=batch_id)
            .update(status=BatchStatus.STOPPED, holder="", held_until=None, ended_at=Now())
        )
        if is_stopped:
            _conclude(batch_id, outcome=f"stopped by {actor.name}")
    return is_stopped


def resume(batch_id: UUID, *, actor: Actor, here: bool) -> Batch:
    """Go on where a batch was stopped, failed, or was left by a process that died; with its own audit entry.

    Raise NotResumable or NoSuchBatch.
    """
    with transaction.atomic():
        batch = _locked(batch_id)
        if batch.status == BatchStatus.DONE:
            raise NotResumable("The batch is done.")
        if batch.is_under_way:
            if _is_held_by_another(batch):
                raise NotResumable("The batch is being run.")
            _conclude(batch_id, outcome="interrupted")
        Batch.objects.filter(id=batch_id).update(
            status=BatchStatus.READY, error="", ended_at=None, next_at=Now(), **_held(here=here)
        )
        _record_going_on(batch, actor=actor)
    return _read(batch_id)


# --- Running ---------------------------------------------------------------------------------------------------------


def run(batch_id: UUID, *, actor: Actor, on_progress: Callable[[Batch], None] = lambda _batch: None) -> Batch:
    """Run a batch to its end, in this process, and return it; on Ctrl-C stop it, so that it can be resumed.

    Returns early when somebody else stopped it or took it over.
    """
    pace = _Pace()
    try:
        while True:
            batch = _patiently(lambda: pace.advance(batch_id))
            on_progress(batch)
            if not batch.is_under_way or batch.holder != _me():
                return batch
            time.sleep(min(LOOK_SECONDS, max(pace.took, _seconds_until(batch.next_at))))
    except KeyboardInterrupt:
        stop(batch_id, actor=actor)
        raise


def run_batches() -> None:
    """Run the batches that nobody runs, a chunk of each in turn; `settings.CHORES` names this function."""
    until = time.monotonic() + RUN_SECONDS
    paces: defaultdict[UUID, _Pace] = defaultdict(_Pace)
    try:
        while runnable := _runnable():
            due = [batch.id for batch in runnable if batch.is_due]
            for batch_id in due:
                if places().is_draining() or time.monotonic() > until:
                    return
                paces[batch_id].advance(batch_id)
                time.sleep(paces[batch_id].took)
            if not due:
                time.sleep(min(LOOK_SECONDS, _seconds_until(min(batch.next_at for batch in runnable))))
            if places().is_draining() or time.monotonic() > until:
                return
    finally:
        # Whoever does the chore next need not wait for the lease.
        Batch.objects.under_way().filter(holder=_me()).update(holder="", held_until=None)


def advance(batch_id: UUID, *, size: int | None = None) -> Batch:
    """Do the next chunk of a batch that is under way, due, and nobody else's; return how it is then."""
    for races_left in reversed(range(MOST_RACES)):
        try:
            return _advance(batch_id, size=size)
        except IntegrityError:
            if not races_left:
                raise
        except (OperationalError, InterfaceError):
            raise
        except QuotaExceeded as refusal:
            return _fail(batch_id, error=str(refusal))
        except Exception as fault:
            logger.exception("batch %s failed", batch_id)
            return _fail(batch_id, error=clean(f"{type(fault).__name__}: {fault}"))
    raise AssertionError("the last round returns or raises")


def _advance(batch_id: UUID, *, size: int | None) -> Batch:
    # Before anybody waits for the transaction: it may take seconds, once.
    _selection_of(batch_id)
    with transaction.atomic():
        batch = _take(batch_id)
        if batch is None:
            return _read(batch_id)
        action = ACTIONS[batch.action]
        if action.is_atomic:
            step = _step(action, batch, size=size)
            if batch.charged_to is not None and step.done:
                quotas.charge_requeued(batch.charged_to, jobs=step.done, pixels=step.pixels)
            _move(batch, step)
            return _read(batch_id)
    step = _step(action, batch, size=size)
    with transaction.atomic():
        _move(_locked(batch_id), step)
    return _read(batch_id)


def _take(batch_id: UUID) -> Batch | None:
    """Lock a batch and take or keep its lease; return None if there is nothing to do, or not for us."""
    batch = _locked(batch_id)
    if not batch.is_under_way or _is_held_by_another(batch):
        return None
    if batch.holder not in ("", _me()):
        _conclude(batch_id, outcome="interrupted")
        _record_going_on(batch, actor=the_service())
    Batch.objects.filter(id=batch_id).update(
        status=BatchStatus.RUNNING, started_at=Coalesce("started_at", Now()), **_held(here=True)
    )
    return batch if batch.is_due else None  # type: ignore[attr-defined]  # annotated by _locked


def _step(action: Action[Any], batch: Batch, *, size: int | None) -> Step:
    options = Options(**batch.options)
    mosts = [] if options.limit is None else [options.limit - batch.done]
    if options.rate is not None:
        # About one chunk in a second.
        mosts.append(max(1, int(options.rate)))
    if batch.charged_to is not None:
        left = quotas.jobs_left(batch.charged_to, pixels_each=settings.PIXELS_PER_REQUEST)
        if left is not None:
            # Where nothing is left the next one has the batch fail, with the quota's own words.
            mosts.append(max(1, left))
    return action.step(
        _selection_of(batch.id),
        options,
        cursor=batch.cursor,
        bound=batch.bound,
        size=min(size or action.first_size, action.most_size),
        most=min(mosts, default=None),
        by=batch.who,
    )


def _move(batch: Batch, step: Step) -> None:
    """Write down what a chunk came to; it counts even if the batch was stopped meanwhile."""
    options = Options(**batch.options)
    done, reasons = batch.done + step.done, Counter(batch.reasons)
    reasons.update(step.skipped)
    reasons.update(step.failed)
    skipped, failed = sum(step.skipped.values()), sum(step.failed.values())
    changes: dict[str, Any] = {
        "cursor": step.cursor,
        "done": done,
        "skipped": batch.skipped + skipped,
        "failed": batch.failed + failed,
        # So many were looked at.
        "matched": batch.matched + step.done + skipped + failed,
        "reasons": dict(reasons),
        "moved_at": Now(),
    }
    if options.rate is not None:
        changes["next_at"] = Now() + timedelta(seconds=min(step.done / options.rate, LONGEST_PAUSE_SECONDS))
    is_done = step.is_end or (options.limit is not None and done >= options.limit)
    if is_done:
        changes |= {"status": BatchStatus.DONE, "ended_at": Now(), "holder": "", "held_until": None}
    Batch.objects.filter(id=batch.id).update(**changes)
    if is_done:
        _conclude(batch.id, outcome="done")


def _fail(batch_id: UUID, *, error: str) -> Batch:
    with transaction.atomic():
        Batch.objects.under_way().filter(id=batch_id).update(
            status=BatchStatus.FAILED, error=error, ended_at=Now(), holder="", held_until=None
        )
        _conclude(batch_id, outcome=f"failed: {error}")
    return _read(batch_id)


# --- Whose it is -----------------------------------------------------------------------------------------------------


def _me() -> str:
    return f"{host_name()}:{os.getpid()}"


def _held(*, here: bool) -> dict[str, Any]:
    return {"holder": _me(), "held_until": Now() + LEASE} if here else {"holder": "", "held_until": None}


def _is_held_by_another(batch: Batch) -> bool:
    """Say whether somebody else runs it, as far as is known: not if his lease is over or he is known to be dead."""
    if batch.holder in ("", _me()) or batch.is_expired:  # type: ignore[attr-defined]  # annotated by _locked
        return False
    return not is_dead(batch.holder)


def _locked(batch_id: UUID) -> Batch:
    """Lock a batch and say by the database's clock whether its lease is over and whether it is due."""
    found: Batch | None = _with_times().select_for_update().filter(id=batch_id).first()
    if found is None:
        raise NoSuchBatch
    return found


def _with_times() -> Any:
    return Batch.objects.annotate(
        is_expired=Q(held_until__isnull=True) | Q(held_until__lt=Now()), is_due=Q(next_at__lte=Now())
    )


def _read(batch_id: UUID) -> Batch:
    return Batch.objects.get(id=batch_id)


@lru_cache(maxsize=16)
def _selection_of(batch_id: UUID) -> Sayable:
    batch = Batch.objects.filter(id=batch_id).select_related("long_selection").first()
    if batch is None:
        raise NoSuchBatch
    long = batch.long_selection.words if hasattr(batch, "long_selection") else {}
    selection: Sayable = ACTIONS[batch.action].select(batch.selection | long)
    return selection


def _runnable() -> list[Any]:
    """Return the batches that this process may run, with their times; those that are not due yet are among them."""
    batches = _with_times().under_way().order_by("moved_at", "id")[:MOST_UNDER_WAY]
    return [batch for batch in batches if not _is_held_by_another(batch)]


# --- What the audit is told ------------------------------------------------------------------------------------------


def _conclude(batch_id: UUID, *, outcome: str) -> None:
    trail.conclude(batch_id, counts=_read(batch_id).counts, outcome=outcome)


def _record_going_on(batch: Batch, *, actor: Actor) -> None:
    subject = f"after {ACTIONS[batch.action].amount(batch.matched)}"
    trail.record(actor, action=f"resume {batch.action}", subject=subject, selection=batch.selection, batch_id=batch.id)


# --- How fast --------------------------------------------------------------------------------------------------------


class _Pace:
    """Sizes the chunks of a batch by how long the last ones took; leave the database alone for as long as that."""

    def __init__(self) -> None:
        self.took = 0.0
        self._size: int | None = None

    def advance(self, batch_id: UUID) -> Batch:
        began = time.perf_counter()
        batch = advance(batch_id, size=self._size)
        self.took = time.perf_counter() - began
        action = ACTIONS[batch.action]
        size = self._size or action.first_size
        # Half of the way at once: one slow chunk says little.
        wanted = (size + size * CHUNK_SECONDS / self.took) / 2
        self._size = max(action.least_size, min(action.most_size, int(wanted)))
        return batch


def _seconds_until(time: datetime) -> float:
    return max(0.0, (time - timezone.now()).total_seconds())


def _patiently(call: Callable[[], Batch]) -> Batch:
    """Wait for a database that does not answer, but not for ever."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return call()
        except (OperationalError, InterfaceError):
            if time.monotonic() > until:
                raise
            connection.close()
            time.sleep(LOOK_SECONDS)
