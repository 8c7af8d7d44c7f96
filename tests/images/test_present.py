"""Which picture is an entity's present one, also when several are made so at once or a new one comes in between."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import LazySettings
from django.db import connection, transaction

from imagesvc.images import generation
from imagesvc.images.models import Image
from imagesvc.images.present import NoSubject, make_current
from jobs import lifecycle
from jobs.lifecycle import NewJob
from jobs.worker import Attempt
from tests.factories import engines, make_image
from tests.processes import wait_for

pytestmark = pytest.mark.django_db

LANTERN = {"entity_kind": "thing", "entity_type": "item", "entity_id": "thing_1"}


def current() -> list[Image]:
    return list(Image.objects.current())


def test_mark_moves_within_the_entity_alone() -> None:
    old, new = make_image(**LANTERN), make_image(**LANTERN, is_current=True)
    other = make_image(**LANTERN | {"entity_id": "thing_2"}, is_current=True)

    assert make_current(old)

    assert set(current()) == {old, other}
    assert new not in current()


def test_first_mark_of_an_entity() -> None:
    image = make_image(**LANTERN)

    assert make_current(image)

    assert current() == [image]


def test_picture_that_has_the_mark_keeps_it() -> None:
    image = make_image(**LANTERN, is_current=True)

    assert not make_current(image)

    assert current() == [image]


def test_picture_that_was_deleted_takes_no_mark() -> None:
    former = make_image(**LANTERN, is_current=True)
    gone = make_image(**LANTERN)
    Image.objects.filter(id=gone.id).delete()

    with pytest.raises(Image.DoesNotExist):
        make_current(gone)

    assert current() == [former]


def test_picture_of_a_custom_prompt_cannot_be_present() -> None:
    image = make_image()

    with pytest.raises(NoSubject):
        make_current(image)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("has_former", [True, False])
def test_many_at_once_leave_one_mark(has_former: bool) -> None:
    images = [make_image(**LANTERN, is_current=has_former and not number) for number in range(6)]
    together = threading.Barrier(len(images))

    def mark(image: Image) -> None:
        try:
            together.wait()
            make_current(image)
        finally:
            connection.close()

    do_at_once(mark, images)

    (winner,) = current()
    assert winner in images


@pytest.mark.django_db(transaction=True)
def test_picture_that_is_recorded_meanwhile_is_not_lost(settings: LazySettings) -> None:
    settings.ENGINES = engines("dummy")
    former, chosen = make_image(**LANTERN, is_current=True), make_image(**LANTERN)
    lifecycle.submit(NewJob(prompt="A lantern.", width=64, height=64, seed=1, style="item", **LANTERN))
    job = lifecycle.claim(worker="here:1")
    assert job is not None

    def draw() -> None:
        try:
            generation.run(job, Attempt(job, limit_seconds=60))
        finally:
            connection.close()

    # The mark has been moved, but not committed, when the worker records its picture.
    with ThreadPoolExecutor(1) as worker:
        with transaction.atomic():
            make_current(chosen)
            drawing = worker.submit(draw)
            wait_for(lambda: drawing.done() or is_kept_waiting())
        drawing.result()

    (winner,) = current()
    assert winner not in (former, chosen)
    assert winner.job == job


def do_at_once(do: Callable[[Image], None], images: list[Image]) -> None:
    with ThreadPoolExecutor(len(images)) as threads:
        list(threads.map(do, images))


def is_kept_waiting() -> bool:
    """Say whether the other transaction has come to the rows that this one holds."""
    if connection.vendor != "postgresql":
        return True  # it could not even begin to write
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])
