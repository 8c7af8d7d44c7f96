"""How many streams are open, counted for several web processes together."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import F
from django.db.models.functions import Now

from imagesvc.keys.listeners import LIFE, forget, forget_dead, make_room, write_down
from imagesvc.keys.models import Listeners

HERE, THERE = uuid4(), uuid4()


def amounts() -> dict[tuple[str, str], int]:
    names = {HERE: "here", THERE: "there"}
    return {(row.name, names[row.process]): row.amount for row in Listeners.objects.all()}


def kill(process=THERE):
    """Let so much time pass without a sign of life of a process."""
    Listeners.objects.filter(process=process).update(alive_until=F("alive_until") - LIFE - timedelta(seconds=1))


@pytest.mark.django_db
def test_processes_together_have_no_more_open_than_is_allowed():
    steps = [(HERE, 1), (THERE, 1), (THERE, 2), (HERE, 2), (THERE, 3)]

    taken = [make_room("x", process=process, amount=amount, allowance=3) for process, amount in steps]

    assert taken == [True, True, True, False, False]
    assert amounts() == {("x", "here"): 1, ("x", "there"): 2}
    assert make_room("y", process=HERE, amount=3, allowance=3)


@pytest.mark.django_db
def test_what_a_dead_process_had_open_counts_no_more():
    for process in (HERE, THERE):
        write_down({"x": 2}, process=process)
    kill(THERE)

    assert not make_room("x", process=uuid4(), amount=2, allowance=3)
    assert make_room("x", process=HERE, amount=3, allowance=3)

    forget_dead()
    assert amounts() == {("x", "here"): 3}


@pytest.mark.django_db
def test_sign_of_life_brings_back_what_had_lapsed_or_was_deleted():
    write_down({"x": 2, "y": 1}, process=HERE)
    kill(HERE)
    Listeners.objects.filter(name="y").delete()

    write_down({"x": 2, "y": 1}, process=HERE)

    assert amounts() == {("x", "here"): 2, ("y", "here"): 1}
    assert Listeners.objects.filter(alive_until__gt=Now()).count() == 2


@pytest.mark.django_db
def test_process_that_ends_takes_its_own_along():
    for process in (HERE, THERE):
        write_down({"x": 1, "y": 1}, process=process)

    forget(THERE)

    assert amounts() == {("x", "here"): 1, ("y", "here"): 1}


@pytest.mark.django_db(transaction=True)
def test_last_place_is_taken_once_when_many_want_it_at_once():
    barrier = Barrier(6)

    def want(_: int) -> bool:
        barrier.wait(60)
        try:
            return make_room("x", process=uuid4(), amount=1, allowance=2)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        taken = list(pool.map(want, range(6)))

    assert (sum(taken), Listeners.objects.count()) == (2, 2)
