"""Stars: what somebody wants to keep, whatever else is pruned."""

from collections.abc import Collection
from uuid import UUID

from imagesvc.images.models import Image


def star(image_ids: Collection[UUID], *, is_starred: bool = True) -> int:
    """Give pictures a star, or take it away; return how many have changed."""
    return Image.objects.filter(id__in=image_ids).exclude(is_starred=is_starred).update(is_starred=is_starred)
