"""Chores are done when they are due, by one at a time, and a broken one keeps no other from being done."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.db.models.functions import Now

from jobs import chores
from jobs.models import Chore
from jobs.places import places

pytestmark = pytest.mark.django_db

done: list[object] = []


def sweep() -> None:
    done.append("sweep")


def break_down() -> None:
    done.append("break down")
    raise ZeroDivisionError("no water")


def sit() -> None:
    is_free = places().has_free_chore()
    soon, later = Now() + timedelta(seconds=50), Now() + timedelta(seconds=70)
    held = Chore.objects.filter(held_until__gt=soon, held_until__lt=later).values_list("name")
    done.extend(["sit", is_free, [(name, True) for (name,) in held]])


@pytest.fixture(autouse=True)
def household(settings: LazySettings) -> None:
    done.clear()
    settings.CHORES = {"sweep": (f"{__name__}.sweep", 60), "break down": (f"{__name__}.break_down", 60)}
    settings.LONG_CHORES = {}
    chores.schedule()


def test_due_chores_are_done_once_in_their_period() -> None:
    chores.work()
    chores.work()

    assert set(done) == {"break down", "sweep"}
    assert len(done) == 2
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


def test_long_chore_is_done_last_and_leaves_the_place_to_others(settings: LazySettings) -> None:
    settings.CHORES = {"sit": (f"{__name__}.sit", 1)} | settings.CHORES
    settings.LONG_CHORES = {"sit": 60}
    chores.schedule()
    Chore.objects.filter(name="sit").update(due_at=Now() - timedelta(seconds=60))

    chores.work()

    assert set(done[:2]) == {"break down", "sweep"}
    # What `sit` saw: the chore's place was free, and the row was held for as long as the settings say.
    assert done[2:] == ["sit", True, [("sit", True)]]


def test_of_two_long_chores_each_ticket_does_one(settings: LazySettings) -> None:
    settings.LONG_CHORES = {"sweep": 60, "break down": 60}

    chores.work()
    after_one = list(done)
    chores.work()

    assert len(after_one) == 1
    assert sorted(done) == ["break down", "sweep"]


def test_schedule_leaves_what_is_there() -> None:
    chores.work()

    chores.schedule()

    assert Chore.objects.count() == 2
    assert chores.due_chores() == []
