"""The demo world: a small saved game of our own, loaded where there is no world yet so that a first start has pictures.

Never touches a database that holds anything of a world already.
"""

from pathlib import Path
from uuid import UUID

from django.db import transaction

from entities.importer import import_save
from entities.kinds import MODELS, EntityKind
from entities.models import Region, Setting
from entities.saves import read_save
from imagesvc.images.admission import request_image
from jobs.models import Priority

FOLDER = Path(__file__).resolve().parent / "demo_world"


def load() -> list[UUID]:
    """Import the demo world and request a picture of everything in it; return the jobs' ids, none if a world is there.

    Both or neither: a start that is interrupted leaves an empty database to the next one.
    """
    if any(model._default_manager.exists() for model in (Setting, Region, *MODELS.values())):
        return []
    with transaction.atomic():
        import_save(read_save(FOLDER), progress=lambda _: None)
        admissions = [
            request_image(kind=kind, entity_id=entity_id, force=True, priority=Priority.BATCH)
            for kind in EntityKind
            for entity_id in MODELS[kind]._default_manager.order_by("pk").values_list("pk", flat=True)
        ]
    return [admission.job.id for admission in admissions if admission.job is not None]
