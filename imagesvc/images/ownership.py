"""Whose jobs and pictures are whose: what a caller may see, as conditions; what is not seen is not found.

A key sees what it asked for, and what was there when it asked for the same entity. Where no keys are asked for, and for
whoever may operate, everything is there.
"""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q

from imagesvc.images.models import Image, ImageFile
from imagesvc.keys.callers import Caller
from imagesvc.keys.models import Grant
from jobs.models import Job


def jobs_of(caller: Caller) -> Sequence[Q]:
    """Return the conditions of which one holds for each job that is there for a caller; no two hold at once."""
    if caller.sees_everything:
        return (Q(),)
    granted = Grant.objects.filter(key=caller.key).values("thing")
    return Q(owner=caller.owner), Q(id__in=granted) & ~Q(owner=caller.owner)


def images_of(caller: Caller) -> Sequence[Q]:
    """Return the same for images: also those that came of a job it may see."""
    if caller.sees_everything:
        return (Q(),)
    granted = Grant.objects.filter(key=caller.key).values("thing")
    of_others = ~Q(owner=caller.owner)
    # Apart, so that an index finds either.
    return (
        Q(owner=caller.owner),
        Q(id__in=granted) & of_others,
        Q(job__in=granted) & ~Q(id__in=granted) & of_others,
    )


def among(conditions: Sequence[Q]) -> Q:
    """Return one condition for all of these."""
    return reduce(or_, conditions)


def may_see_job(caller: Caller, job_id: UUID) -> bool:
    """Say whether a job is there for a caller."""
    if caller.sees_everything:
        return True
    return any(Job.objects.filter(condition, id=job_id).exists() for condition in jobs_of(caller))


def owns_job(caller: Caller, job_id: UUID) -> bool:
    """Say whether a job is a caller's own, or one that it may steer like its own."""
    return caller.sees_everything or Job.objects.filter(owner=caller.owner, id=job_id).exists()


def may_see_file(caller: Caller, stem: str) -> bool:
    """Say whether a picture's file is there for a caller."""
    if caller.sees_everything:
        return True
    images = ImageFile.objects.filter(stem=stem).values("image")
    return any(Image.objects.filter(condition, id__in=images).exists() for condition in images_of(caller))


def share(caller: Caller, thing: UUID, *, owner: UUID | None) -> None:
    """Let a caller see a job or an image of somebody else's from now on."""
    if caller.key is not None and owner != caller.owner:
        Grant.objects.get_or_create(key=caller.key, thing=thing)
