"""Draws anew what an engine drew that only stood in for others, when one of those is well again."""

from django.conf import settings

from imagesvc.engines.base import ALL_KINDS
from imagesvc.images.models import Image
from imagesvc.pool import health
from imagesvc.pool.choice import is_served
from jobs import lifecycle
from jobs.lifecycle import NewJob
from jobs.models import Job, Priority

# So that what people ask for meanwhile is not behind hundreds of these.
MOST_AT_A_TIME = 20


def redraw_placeholders() -> int:
    """Queue a job for each present picture that is a placeholder, oldest first, a few at a time; return how many.

    Pictures of what clients wrote themselves stay: they belong to no entity whose present picture they could be.
    """
    if not settings.REDRAW_PLACEHOLDERS:
        return 0
    placeholders = Image.objects.current().filter(is_placeholder=True).select_related("job")
    if not placeholders.exists():
        return 0
    free = MOST_AT_A_TIME - Job.objects.active().filter(allows_stand_in=False).count()
    conditions = health.conditions()
    styles = [style for style in sorted(ALL_KINDS) if is_served(style, conditions)]
    queued = 0
    for image in placeholders.filter(job__style__in=styles).order_by("id")[: max(free, 0)]:
        assert image.job is not None, "only pictures with a job have its style"
        queued += lifecycle.submit(_wish_for(image.job)).is_new
    return queued


def _wish_for(job: Job) -> NewJob:
    """Return the wish of a job for anything but a stand-in."""
    return NewJob(
        prompt=job.prompt,
        preamble_length=job.preamble_length,
        negative_prompt=job.negative_prompt,
        width=job.width,
        height=job.height,
        seed=job.seed,
        steps=job.steps,
        style=job.style,
        entity_kind=job.entity_kind,
        entity_type=job.entity_type,
        entity_id=job.entity_id,
        owner=job.owner,
        client_id=job.client_id,
        priority=Priority.BATCH,
        parent_id=job.id,
        allows_stand_in=False,
        made_from=job.made_from,
    )
