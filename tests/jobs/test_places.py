"""Places are taken by processes and freed by their end, however they end."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress

import pytest

from jobs.places import Places
from tests.processes import wait_for

pytestmark = pytest.mark.once


InChild = Callable[[Callable[[], AbstractContextManager[bool] | None]], int]


@pytest.fixture
def in_child() -> Iterator[InChild]:
    """Fork a process that acts, and holds what it took until it is killed; return its id once it has acted."""
    pids = []

    def fork(act: Callable[[], AbstractContextManager[bool] | None]) -> int:
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            held = act()
            if held is not None:
                held.__enter__()
            os.write(write, b"done")
            os.close(1)
            signal.pause()
            os._exit(0)
        pids.append(pid)
        os.read(read, 4)
        return pid

    yield fork
    for pid in pids:
        end(pid)


def end(pid: int) -> None:
    with suppress(ProcessLookupError, ChildProcessError):
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def test_place_is_free_again_when_its_process_was_killed(in_child: InChild) -> None:
    places = Places(drawing=1)
    pid = in_child(places.take_one)

    with places.take_one() as is_taken:
        was_free = is_taken
    busy = places.count_busy()
    end(pid)

    assert (was_free, busy) == (False, 1)
    wait_for(places.has_free)
    assert places.count_busy() == 0


def test_places_are_as_many_as_may_draw_and_one_for_chores(in_child: InChild) -> None:
    places = Places(drawing=2)
    in_child(places.take_one)
    in_child(places.take_one)

    drawing = (places.has_free(), places.has_free_chore(), places.count_busy())
    in_child(places.take_chore)

    assert drawing == (False, True, 2)
    assert (places.has_free_chore(), places.count_busy()) == (False, 3)


def test_drain_and_tickets_are_seen_by_all_processes(in_child: InChild) -> None:
    places = Places(drawing=1)
    before = places.is_draining()

    in_child(places.drain)

    assert not before
    assert places.is_draining()
    assert places.seconds_since_ticket() < 60


def test_holder_of_a_place_that_gives_no_sign_of_life_is_found(in_child: InChild) -> None:
    places = Places(drawing=2)
    pid = in_child(places.take_one)
    in_child(places.take_chore)

    at_first = places.hung_process(silent_seconds=60)
    hung = wait_for(lambda: places.hung_process(silent_seconds=0.1))
    end(pid)

    assert (at_first, hung) == (None, pid)
    # What is chored may take its time.
    wait_for(places.has_free)
    assert places.hung_process(silent_seconds=0.1) is None


def test_former_holder_of_a_place_is_not_taken_for_one_that_hangs(in_child: InChild) -> None:
    places = Places(drawing=1)

    def take_and_leave() -> None:
        with places.take_one():
            pass

    in_child(take_and_leave)
    # As a holder is in the moment before its first sign.
    in_child(lambda: places._lock(0) and None)

    assert places.count_busy() == 1
    assert places.hung_process(silent_seconds=0) is None
