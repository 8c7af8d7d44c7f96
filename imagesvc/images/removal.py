"""Removes pictures, their rows and their files, so that no crash leaves a row whose file is gone or a file for ever.

The rows go first, in one transaction. Files that a crash leaves behind belong to no row; reconciliation finds them.
"""

import logging
from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from imagesvc.images import storage
from imagesvc.images.models import Image, ImageFile

logger = logging.getLogger(__name__)


def remove(image_ids: Collection[UUID], *, only_if: Q | None = None) -> int:
    """Remove those of the pictures for which the condition holds when their rows are locked; return how many."""
    with transaction.atomic():
        images = Image.objects.filter(only_if or Q(), id__in=image_ids)
        doomed = list(images.select_for_update().order_by("id").values_list("id", flat=True))
        stems = list(ImageFile.objects.filter(image__in=doomed).values_list("stem", flat=True))
        Image.objects.filter(id__in=doomed).delete()
    for stem in stems:
        _remove_file(stem)
    return len(doomed)


def _remove_file(stem: str) -> None:
    try:
        storage.remove(stem)
    except OSError as error:
        logger.warning("files of picture %s cannot be removed, reconciliation will: %s", stem, error)
