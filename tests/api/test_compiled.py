"""Compiled rows are the same as `.values_list()` gives, in every column and however many are asked for."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from imagesvc.api.compiled import Children, CompiledRows
from imagesvc.images.models import Image, ImageFile
from jobs.models import Job, new_id
from tests.factories import make_image, make_job

pytestmark = pytest.mark.django_db

FILES = Children(model=ImageFile, parent="image", columns=("stem", "is_missing", "image_id"), order_by="position")


def all_columns(model: type[Job | Image | ImageFile]) -> list[str]:
    return [str(field.attname) for field in model._meta.concrete_fields]


def as_listed(rows: Iterable[Any]) -> list[list[Any]]:
    return [list(row) for row in rows]


@pytest.mark.parametrize("number", [1, 2, 5])
def test_rows_are_as_values_list_returns_them(number: int) -> None:
    keys = [make_image(job=make_job(), engine_settings={"sampler": "euler"}).id for _ in range(5)][:number]
    columns = all_columns(Image)

    rows = CompiledRows(Image, columns=columns).of_keys(keys)

    assert rows == as_listed(Image.objects.filter(id__in=keys).order_by("-id").values_list(*columns))
    assert [key for key, *_ in rows] == keys[::-1]


def test_jobs_are_as_values_list_returns_them_in_every_state() -> None:
    now = timezone.now()
    jobs = [
        make_job(),
        make_job(status="processing", started_at=now.replace(microsecond=0)),
        make_job(status="completed", started_at=now, ended_at=now),
    ]
    keys, columns = [job.id for job in jobs], all_columns(Job)

    rows = CompiledRows(Job, columns=columns).of_keys(keys)

    assert rows == as_listed(Job.objects.order_by("-id").values_list(*columns))


def test_texts_come_back_whatever_is_in_them() -> None:
    """They travel as JSON, of which each of these says something."""
    texts = ['"', "\\", '"],["', "\n\r\t\b\f\x01\x1f\x7f", "\u2028 \U0001f432 ä", "%s %(id)s {} ?", ""]
    settings = [{"text": text, "numbers": [0.1, 1e300, 2**53 - 1, -0.5], "no": None, text: True} for text in texts]
    keys = [
        make_image(job=make_job(), prompt=text, engine_settings=each).id
        for text, each in zip(texts, settings, strict=True)
    ]

    rows = CompiledRows(Image, columns=("id", "prompt", "engine_settings")).of_keys(keys)

    assert rows[::-1] == [list(row) for row in zip(keys, texts, settings, strict=True)]


def test_page_is_what_a_query_set_finds_with_the_children_of_each_in_their_order() -> None:
    images = [make_image() for _ in range(4)]
    second = ImageFile.objects.create(image=images[1], position=1, stem=f"{images[1].id}-2", is_missing=True)
    ImageFile.objects.filter(image=images[2]).delete()
    rows = CompiledRows(Image, columns=("id",), children=FILES)

    page = rows.of_page(Image.objects.filter(id__gt=images[0].id).order_by("-id")[:2])
    rest = rows.of_page(Image.objects.filter(id__lt=images[2].id).order_by("-id")[:10])

    def file(image: Image) -> list[object]:
        return [str(image.id), False, image.id]

    assert page == [[images[3].id, [file(images[3])]], [images[2].id, []]]
    assert rest == [
        [images[1].id, [file(images[1]), [second.stem, True, images[1].id]]],
        [images[0].id, [file(images[0])]],
    ]
    assert rows.of_page(Image.objects.none()) == []


def test_rows_are_found_by_the_key_of_another_table() -> None:
    job = make_job()
    image = make_image(job=job)
    make_image(job=make_job())

    assert CompiledRows(Image, columns=("id", "job_id")).of_keys([job.id], key="job") == [[image.id, job.id]]


def test_keys_may_be_unknown_or_come_twice() -> None:
    job = make_job()
    jobs = CompiledRows(Job, columns=("id", "created_at"))

    assert jobs.of_keys([job.id, new_id(), job.id]) == [[job.id, Job.objects.get().created_at]]
    assert jobs.of_keys([UUID(int=0)]) == []


def test_no_keys_ask_nothing() -> None:
    with CaptureQueriesContext(connection) as queries:
        assert CompiledRows(Job, columns=("id",)).of_keys([]) == []

    assert queries.captured_queries == []
