"""Which picture of an entity is its present one, the one that the game shows."""

from django.db import IntegrityError, transaction

from imagesvc.images.models import Image
from jobs.models import Job

# A race that is lost to another picture shows who has won when looked again; who loses this often has another fault.
MOST_RACES = 10


class NoSubject(ValueError):
    """The picture shows no entity, so it cannot be anything's present one."""


def make_current(image: Image) -> bool:
    """Make a picture the present one of its entity; say whether that is a change. Raise NoSubject, Image.DoesNotExist.

    That an entity has one present picture at most, also when several are made so at once, is the database's doing:
    `image_one_current_per_entity`. Whoever comes last has it.
    """
    if not image.entity_id:
        raise NoSubject(f"Image {image} is of a custom prompt.")
    for races_left in reversed(range(MOST_RACES)):
        try:
            return _move_mark(image)
        except IntegrityError:
            if not races_left:
                raise
    raise AssertionError("the last round returns or raises")


def _move_mark(image: Image) -> bool:
    of_entity = {"kind": image.entity_kind, "entity_id": image.entity_id}
    with transaction.atomic():
        # A worker that records a new picture begins with its job's row: waiting for each other here, we see its
        # picture or it sees our mark. Otherwise it would be the one that fails, and its picture would be lost.
        list(Job.objects.active().of_entity(**of_entity).select_for_update().values_list("id"))
        if Image.objects.current().filter(id=image.id).exists():
            return False
        Image.objects.of_entity(**of_entity).current().update(is_current=False)
        if not Image.objects.filter(id=image.id).update(is_current=True):
            raise Image.DoesNotExist(f"Image {image} was deleted meanwhile.")
        return True
