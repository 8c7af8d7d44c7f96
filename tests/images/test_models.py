"""The rules of the pictures' tables that the database keeps."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum

from imagesvc.images.models import Image, ImageCount

pytestmark = pytest.mark.django_db


def test_image_count_follows_inserts_and_deletes() -> None:
    Image.objects.bulk_create(Image(prompt=str(number)) for number in range(5))
    Image.objects.create(prompt="one more")
    Image.objects.filter(prompt__in=["1", "2"]).delete()

    assert ImageCount.objects.aggregate(Sum("total")) == {"total__sum": 4}


def test_entity_has_one_current_image() -> None:
    Image.objects.create(entity_kind="thing", entity_id="a", is_current=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        Image.objects.create(entity_kind="thing", entity_id="a", is_current=True)
