"""Rows that are read by keys are the same as `.values()` gives, in every column and however many are asked for."""

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from imagesvc.api.compiled import RowsByKeys
from imagesvc.images.models import Image, ImageFile
from jobs.models import Job, new_id
from tests.factories import make_image, make_job

pytestmark = pytest.mark.django_db


def all_columns(model: type[Job | Image | ImageFile]) -> list[str]:
    return [str(field.attname) for field in model._meta.concrete_fields]


@pytest.mark.parametrize("number", [1, 2, 5])
def test_rows_are_as_values_returns_them(number: int) -> None:
    keys = [make_image(job=make_job(), engine_settings={"sampler": "euler"}).id for _ in range(5)][:number]
    columns = all_columns(Image)

    rows = RowsByKeys(Image, key="id", columns=columns, order_by=("id",)).read(keys)

    assert rows == list(Image.objects.filter(id__in=keys).order_by("id").values(*columns))
    assert [row["id"] for row in rows] == keys


def test_rows_are_found_by_the_key_of_another_table_in_the_order_asked_for() -> None:
    images = [make_image(), make_image()]
    for image in images:
        ImageFile.objects.create(image=image, position=1, stem=f"{image.id}-2", is_missing=True)
    by_image = RowsByKeys(ImageFile, key="image", columns=("image_id", "position"), order_by=("image", "-position"))

    rows = by_image.read([image.id for image in reversed(images)])

    assert rows == [{"image_id": image.id, "position": position} for image in images for position in (1, 0)]


def test_keys_may_be_unknown_or_come_twice() -> None:
    job = make_job()
    jobs = RowsByKeys(Job, key="id", columns=("id", "created_at"))

    assert jobs.read([job.id, new_id(), job.id]) == [{"id": job.id, "created_at": Job.objects.get().created_at}]
    assert jobs.read([UUID(int=0)]) == []


def test_no_keys_ask_nothing() -> None:
    with CaptureQueriesContext(connection) as queries:
        assert RowsByKeys(Job, key="id", columns=("id",)).read([]) == []

    assert queries.captured_queries == []
