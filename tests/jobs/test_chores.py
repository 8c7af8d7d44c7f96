"""Chores are done when they are due, by one at a time, and a broken one keeps no other from being done."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.db.models.functions import Now

from jobs import chores
from jobs.models import Chore

pytestmark = pytest.mark.django_db

done: list[str] = []


def sweep() -> None:
    done.append("sweep")


def break_down() -> None:
    done.append("break down")
    raise ZeroDivisionError("no water")


@pytest.fixture(autouse=True)
def household(settings: LazySettings) -> None:
    done.clear()
    settings.CHORES = {"sweep": (f"{__name__}.sweep", 60), "break down": (f"{__name__}.break_down", 60)}
    chores.schedule()


def test_due_chores_are_done_once_in_their_period() -> None:
    chores.work()
    chores.work()

    assert sorted(done) == ["break down", "sweep"]
    assert chores.due_chores() == []


def test_broken_chore_is_recorded() -> None:
    chores.work()

    errors = dict(Chore.objects.values_list("name", "error"))
    assert errors == {"sweep": "", "break down": "ZeroDivisionError: no water"}
    assert not Chore.objects.filter(ended_at=None).exists()
    assert not Chore.objects.exclude(held_until=None).exists()


def test_chore_that_somebody_does_is_left_to_them() -> None:
    Chore.objects.filter(name="sweep").update(held_until=Now() + timedelta(seconds=60))

    assert not chores.do("sweep")
    assert chores.due_chores() == ["break down"]


def test_chore_of_a_dead_holder_is_done_by_the_next() -> None:
    Chore.objects.filter(name="sweep").update(held_until=Now() - timedelta(seconds=1))

    assert chores.do("sweep")
    assert done == ["sweep"]


def test_schedule_leaves_what_is_there() -> None:
    chores.work()

    chores.schedule()

    assert Chore.objects.count() == 2
    assert chores.due_chores() == []
