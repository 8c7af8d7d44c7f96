"""The decision about a request for a picture: the table of /api/images/request, line by line, and custom prompts.

Returns what was decided; how that looks on the wire is the API's.
"""

import secrets
from dataclasses import dataclass
from enum import Enum
from functools import partial

from django.conf import settings
from django.db import transaction

from entities.kinds import Drawable, EntityKind, entities_with_id, kind_of, style_of, type_of
from entities.visibility import current_players, why_out_of_sight
from imagesvc.engines import engines_for
from imagesvc.images import storage
from imagesvc.images.models import Image, ImageFile
from imagesvc.images.ownership import share
from imagesvc.images.prompts import NothingToDraw, compose_custom_prompt, compose_entity_prompt
from imagesvc.keys import quotas
from imagesvc.keys.callers import ANYBODY, Caller
from imagesvc.webhooks import addresses, receivers
from jobs import lifecycle
from jobs.kept import KeptQuery
from jobs.lifecycle import Idempotency, NewJob, QueueFull, Submission
from jobs.models import Job, Priority

DEFAULT_SIDE = 1024
SEEDS = 2**32

_ENTITY = {kind: KeptQuery(partial(entities_with_id, kind), texts=1) for kind in EntityKind}
_PLAYER = KeptQuery(current_players)
_PRESENT_IMAGE = KeptQuery(
    lambda kind, entity_id: Image.objects.of_entity(kind=kind, entity_id=entity_id).current(), texts=2
)


class Verdict(Enum):
    """What was decided about a request; the value is the reason on the wire."""

    NEW_JOB = None
    EXISTING_JOB = "existing-job"
    IMAGE_EXISTS = "image-exists"
    DISABLED = "disabled"
    NOT_IN_CONTEXT = "not-in-context"
    NOT_VISIBLE = "not-visible"
    NOTHING_TO_DRAW = "nothing-to-draw"
    QUEUE_FULL = "queue-full"
    ENGINE_UNAVAILABLE = "engine-unavailable"


@dataclass(frozen=True, kw_only=True)
class Admission:
    """The decision about one request, with the job or the picture that it led to."""

    verdict: Verdict
    entity_type: str
    entity_id: str
    message: str
    job: Job | None = None
    image_id: str | None = None


class EntityNotFound(LookupError):
    """There is no entity of that kind and id."""


class GenerationUnavailable(Exception):
    """No picture can be drawn at present: switched off, or no engine is configured for it."""


def request_image(
    *,
    kind: EntityKind,
    entity_id: str,
    force: bool = False,
    client_id: str = "",
    callback_url: str | None = None,
    priority: int = Priority.INTERACTIVE,
    idempotency: Idempotency | None = None,
    caller: Caller = ANYBODY,
    by: str = "",
) -> Admission:
    """Decide about a picture of an entity, and queue a job if one is due; raise EntityNotFound, IdempotencyConflict.

    The first line that applies decides. That two requests make one job is the database's doing: the look for an
    existing job only spares the composing. Where the answer is a job, `callback_url` is told of its end; raises
    AddressRefused, TooManyCallbacks. `by` is whoever steers, where it is no client that asks.

    A new job belongs to the caller; raises QuotaExceeded. What there is already of somebody else's the caller may see
    from then on. `client_id` is what the client calls itself.
    """
    if callback_url is not None:
        addresses.route_to(callback_url)
    entity = _ENTITY[kind].first(entity_id)
    if entity is None:
        raise EntityNotFound(f"There is no {kind.value} with the id {entity_id!r}.")

    if idempotency is not None and (job := lifecycle.find_by_key(idempotency)) is not None:
        return _new_job(entity, job)
    job = lifecycle.active_job(kind=kind, entity_id=entity_id)
    if job is not None:
        if callback_url is not None:
            receivers.call_back(job, url=callback_url)
        lifecycle.subscribe(job, client_id=caller.named(client_id))
        share(caller, job.id, owner=job.owner)
        return _existing_job(entity, job)
    if not force and (image := _present_image(entity)) is not None:
        share(caller, image.id, owner=image.owner)
        return _admission(entity, Verdict.IMAGE_EXISTS, "There is a picture already.", image_id=image.public_id)
    if not settings.GENERATION_ENABLED:
        return _admission(entity, Verdict.DISABLED, "Image generation is switched off.")
    if not force and (reason := why_out_of_sight(entity, find_player=_PLAYER.first)) is not None:
        return _admission(entity, Verdict(reason), "It is out of the current player's sight.")
    return _submit(
        entity,
        caller=caller,
        client_id=client_id,
        callback_url=callback_url,
        priority=priority,
        idempotency=idempotency,
        by=by,
    )


def request_custom_image(
    *,
    prompt: str,
    negative_prompt: str | None = None,
    width: int | None = None,
    height: int | None = None,
    seed: int | None = None,
    client_id: str = "",
    callback_url: str | None = None,
    idempotency: Idempotency | None = None,
    caller: Caller = ANYBODY,
) -> Job:
    """Queue a job for a prompt of the client's own; raise GenerationUnavailable, QueueFull, IdempotencyConflict.

    `callback_url` is told of its end; raises AddressRefused, TooManyCallbacks. It belongs to the caller; raises
    QuotaExceeded.
    """
    if callback_url is not None:
        addresses.route_to(callback_url)
    if not settings.GENERATION_ENABLED:
        raise GenerationUnavailable("Image generation is switched off.")
    if not engines_for("custom", configs=settings.ENGINES):
        raise GenerationUnavailable("No engine is configured that can draw a custom prompt.")
    composed = compose_custom_prompt(prompt)
    wish = NewJob(
        prompt=composed.text,
        preamble_length=composed.preamble_length,
        negative_prompt=settings.NEGATIVE_PROMPTS["custom"] if negative_prompt is None else negative_prompt,
        width=DEFAULT_SIDE if width is None else width,
        height=DEFAULT_SIDE if height is None else height,
        seed=secrets.randbelow(SEEDS) if seed is None else seed,
        steps=settings.STEPS["custom"],
        owner=caller.owner,
        client_id=caller.named(client_id),
    )
    return _queue(wish, caller=caller, callback_url=callback_url, idempotency=idempotency).job


def _present_image(entity: Drawable) -> Image | None:
    """Return the entity's present picture, if its file is still there."""
    image = _PRESENT_IMAGE.first(kind_of(entity), entity.id)
    if image is None:
        return None
    first = ImageFile.objects.filter(image=image, is_missing=False).order_by("position").first()
    return image if first is not None and storage.exists(first.stem) else None


def _submit(
    entity: Drawable,
    *,
    caller: Caller,
    client_id: str,
    callback_url: str | None,
    priority: int,
    idempotency: Idempotency | None,
    by: str,
) -> Admission:
    style = style_of(entity)
    if not engines_for(style, configs=settings.ENGINES):
        message = f"No engine is configured that can draw this kind ({style}); add one to IMAGESVC_ENGINES."
        return _admission(entity, Verdict.ENGINE_UNAVAILABLE, message)
    try:
        prompt = compose_entity_prompt(entity)
    except NothingToDraw:
        message = "There is nothing to draw: give the entity a name or a description."
        return _admission(entity, Verdict.NOTHING_TO_DRAW, message)
    width, height = settings.SIZES[style]
    wish = NewJob(
        prompt=prompt.text,
        preamble_length=prompt.preamble_length,
        negative_prompt=settings.NEGATIVE_PROMPTS[style],
        width=width,
        height=height,
        seed=secrets.randbelow(SEEDS),
        steps=settings.STEPS[style],
        style=style,
        entity_kind=kind_of(entity).value,
        entity_type=type_of(entity),
        entity_id=entity.id,
        owner=caller.owner,
        client_id=caller.named(client_id),
        priority=priority,
        made_from=prompt.made_from,
    )
    try:
        submission = _queue(wish, caller=caller, callback_url=callback_url, idempotency=idempotency, by=by)
    except QueueFull:
        message = "The queue is full; ask again when some of its jobs are done."
        return _admission(entity, Verdict.QUEUE_FULL, message)
    share(caller, submission.job.id, owner=submission.job.owner)
    return (_new_job if submission.is_new else _existing_job)(entity, submission.job)


def _queue(
    wish: NewJob, *, caller: Caller, callback_url: str | None, idempotency: Idempotency | None, by: str = ""
) -> Submission:
    """Queue a job and, in the same transaction, count it for its key: refused, neither stays."""
    key = caller.key
    if key is None or not key.has_quotas:
        return receivers.submit(wish, callback_url=callback_url, idempotency=idempotency, by=by)
    with transaction.atomic():
        submission = receivers.submit(wish, callback_url=callback_url, idempotency=idempotency, by=by)
        if submission.is_new and not submission.is_repeated:
            quotas.charge(key.id, pixels=wish.width * wish.height)
    return submission


def _new_job(entity: Drawable, job: Job) -> Admission:
    return _admission(entity, Verdict.NEW_JOB, "A job was queued.", job=job)


def _existing_job(entity: Drawable, job: Job) -> Admission:
    return _admission(entity, Verdict.EXISTING_JOB, "A job for it is under way already.", job=job)


def _admission(
    entity: Drawable, verdict: Verdict, message: str, *, job: Job | None = None, image_id: str | None = None
) -> Admission:
    return Admission(
        verdict=verdict,
        entity_type=type_of(entity),
        entity_id=entity.id,
        message=message,
        job=job,
        image_id=image_id,
    )
