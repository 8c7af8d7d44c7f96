"""What a worker does with a claimed job: have an engine draw it, store the files, record the picture.

A result that nobody owns any more is thrown away: its files are removed and no row names them.
"""

import errno
import logging
from collections.abc import Sequence

from django.db import transaction

from imagesvc.engines import engine_of
from imagesvc.engines.base import Drawing, Engine, EngineError, ImageSpec, Watch
from imagesvc.engines.texts import clean
from imagesvc.images import files, previews
from imagesvc.images.files import PreparedFile
from imagesvc.images.labels import label_of
from imagesvc.images.models import Image, ImageFile
from imagesvc.images.previews import DrawingWatch
from imagesvc.pool import gate, health
from imagesvc.pool.gate import Place
from jobs.lifecycle import Failure
from jobs.models import Job, new_id
from jobs.worker import Attempt, AttemptFailed, AttemptOverdue

logger = logging.getLogger(__name__)

# What an engine made of a prompt is kept, but not a novel.
REVISED_PROMPT_LENGTH = 40_000

_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def run(job: Job, attempt: Attempt) -> None:
    """Draw a job's picture and complete the job; `settings.JOB_RUNNER` names this function.

    Raise AttemptEnded when the picture is not wanted any more, AttemptFailed when it cannot be had.
    """
    try:
        drawing, place = _draw(job, attempt)
    finally:
        gate.leave(job)
        previews.forget(job)
    image = _describe(job, place=place, drawing=drawing)
    prepared = files.prepare(drawing.pictures, stem=image.public_id, label=label_of(image))
    _store(prepared)
    try:
        _record(job, attempt, image=image, prepared=prepared)
    except BaseException:
        _discard(image, prepared=prepared)
        raise


def _draw(job: Job, attempt: Attempt) -> tuple[Drawing, Place]:
    """Have the engines of the job's chain try, each once, until one has drawn it."""
    place = gate.place_of(job)
    if place is None:
        raise AttemptFailed(_nobody_for(job))
    tried: list[str] = []
    while True:
        try:
            return _draw_at(place, job, attempt), place
        except EngineError as error:
            tried.append(place.config.name)
            logger.info("job %s: %s failed (%s): %s", job.id, place.config.name, error.code, error)
            following = gate.next_place(job, tried=tuple(tried)) if error.is_retryable else None
            if following is None:
                raise AttemptFailed(_failure_of(error)) from error
            place = following


def _draw_at(place: Place, job: Job, attempt: Attempt) -> Drawing:
    """Draw at one engine, and write down what that says about it."""
    config = place.config
    spec = ImageSpec(
        kind=job.style,
        description=job.description,
        preamble=job.preamble,
        negative_prompt=job.negative_prompt,
        width=job.width,
        height=job.height,
        seed=job.seed,
        steps=job.steps,
    )
    attempt.use_engine(config.name, limit_seconds=config.limit_seconds)
    attempt.report(0, "Drawing")
    try:
        drawing = _pictures_of(engine_of(config), spec, DrawingWatch(job, attempt))
    except EngineError as error:
        health.note_failure(config, error)
        raise
    except AttemptOverdue as overdue:
        health.note_timeout(config, error=str(overdue))
        raise
    health.note_success(config)
    return drawing


def _pictures_of(engine: Engine, spec: ImageSpec, watch: Watch) -> Drawing:
    drawing = engine.draw(spec, watch)
    if not drawing.pictures:
        raise EngineError("The engine returned no picture.", is_retryable=True, code="no_picture")
    return drawing


def _nobody_for(job: Job) -> Failure:
    if gate.engines_of(job):
        sentence = "There is no place at an engine at present."
        return Failure(error=sentence, code="no_place", is_retryable=True, counts=False, retry_after_seconds=1)
    name = f" is called {job.wanted_engine!r} and" if job.wanted_engine else ""
    return Failure(error=f"No engine is configured that{name} can draw {job.style}.", code="no_engine")


def _failure_of(error: EngineError) -> Failure:
    return Failure(
        error=str(error),
        code=error.code,
        is_retryable=error.is_retryable,
        counts=error.counts,
        retry_after_seconds=error.retry_after_seconds,
    )


def _describe(job: Job, *, place: Place, drawing: Drawing) -> Image:
    """Make the row, unsaved; its id is this attempt's own, so no other attempt can write to its names."""
    return Image(
        id=new_id(),
        job=job,
        owner=job.owner,
        entity_kind=job.entity_kind,
        entity_type=job.entity_type,
        entity_id=job.entity_id,
        is_current=bool(job.entity_id),
        engine=place.config.name,
        prompt=job.prompt,
        made_from=job.made_from,
        negative_prompt=job.negative_prompt,
        width=job.width,
        height=job.height,
        seed=job.seed,
        steps=job.steps,
        model=clean(drawing.model, most=200),
        workflow=drawing.workflow[:100],
        workflow_sha256=drawing.workflow_sha256,
        revised_prompt=drawing.revised_prompt[:REVISED_PROMPT_LENGTH],
        engine_settings=dict(drawing.settings),
        is_placeholder=place.is_stand_in,
    )


def _store(prepared: Sequence[PreparedFile]) -> None:
    try:
        files.write(prepared)
    except OSError as error:
        is_full = error.errno in _NO_SPACE
        sentence = "There is no space left to store the picture." if is_full else "The picture could not be stored."
        code = "storage_full" if is_full else "storage_failed"
        logger.warning("%s %r", sentence, error)
        raise AttemptFailed(Failure(error=sentence, code=code, is_retryable=True)) from error


def _record(job: Job, attempt: Attempt, *, image: Image, prepared: Sequence[PreparedFile]) -> None:
    """Complete the job and add its picture's rows, or neither; raise AttemptSuperseded if the job is not ours."""
    with transaction.atomic():
        attempt.complete()
        if image.is_current:
            former = Image.objects.of_entity(kind=job.entity_kind, entity_id=job.entity_id).current()
            former.update(is_current=False)
        image.save(force_insert=True)
        ImageFile.objects.bulk_create(
            ImageFile(
                image=image,
                position=position,
                stem=file.stem,
                size=file.size,
                width=file.width,
                height=file.height,
                sha256=file.sha256,
            )
            for position, file in enumerate(prepared)
        )


def _discard(image: Image, *, prepared: Sequence[PreparedFile]) -> None:
    """Remove the files of a picture that was not recorded.

    A commit may have succeeded although its answer was lost, so the database is asked first; when it or the storage
    does not answer the files stay, for reconciliation to judge.
    """
    if Image.objects.filter(id=image.id).exists():
        return
    try:
        files.remove(prepared)
    except OSError as error:
        logger.warning("files of image %s cannot be removed, reconciliation will: %s", image.id, error)
