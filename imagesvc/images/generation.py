"""What a worker does with a claimed job: have an engine draw it, store the files, record the picture.

A result that nobody owns any more is thrown away: its files are removed and no row names them.
"""

import errno
import logging
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction

from imagesvc.engines import engine_named, engines_for
from imagesvc.engines.base import EngineError, ImageSpec, Picture
from imagesvc.images import files
from imagesvc.images.files import PreparedFile
from imagesvc.images.models import Image, ImageFile
from jobs.lifecycle import Failure
from jobs.models import Job, new_id
from jobs.worker import Attempt, AttemptFailed

logger = logging.getLogger(__name__)

_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def run(job: Job, attempt: Attempt) -> None:
    """Draw a job's picture and complete the job; `settings.JOB_RUNNER` names this function.

    Raise AttemptEnded when the picture is not wanted any more, AttemptFailed when it cannot be had.
    """
    pictures = _draw(job, attempt)
    image = _describe(job, engine=attempt.engine)
    prepared = files.prepare(pictures, stem=image.public_id)
    _store(prepared)
    try:
        _record(job, attempt, image=image, prepared=prepared)
    except BaseException:
        _discard(image, prepared=prepared)
        raise


def style_of(job: Job) -> str:
    """Return what a job is drawn as: character, location, exit, item, scenery or custom."""
    if not job.entity_id:
        return "custom"
    return job.entity_type if job.entity_kind == "thing" else job.entity_kind


def _draw(job: Job, attempt: Attempt) -> list[Picture]:
    style = style_of(job)
    names = engines_for(style, names=settings.ENGINES)
    if not names:
        raise AttemptFailed(Failure(error=f"No engine is configured that can draw {style}.", code="no_engine"))
    attempt.engine = names[0]
    spec = ImageSpec(
        kind=style,
        description=job.description,
        preamble=job.preamble,
        negative_prompt=job.negative_prompt,
        width=job.width,
        height=job.height,
        seed=job.seed,
    )
    attempt.report(0, "Drawing")
    try:
        pictures = engine_named(attempt.engine).draw(spec, attempt)
    except EngineError as error:
        raise AttemptFailed(_failure_of(error)) from error
    if not pictures:
        raise AttemptFailed(Failure(error="The engine returned no picture.", code="no_picture", is_retryable=True))
    return pictures


def _failure_of(error: EngineError) -> Failure:
    return Failure(
        error=str(error),
        code=error.code,
        is_retryable=error.is_retryable,
        counts=error.counts,
        retry_after_seconds=error.retry_after_seconds,
    )


def _describe(job: Job, *, engine: str) -> Image:
    """Make the row, unsaved; its id is this attempt's own, so no other attempt can write to its names."""
    return Image(
        id=new_id(),
        job=job,
        entity_kind=job.entity_kind,
        entity_type=job.entity_type,
        entity_id=job.entity_id,
        is_current=bool(job.entity_id),
        engine=engine,
        prompt=job.prompt,
        negative_prompt=job.negative_prompt,
        width=job.width,
        height=job.height,
        seed=job.seed,
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
