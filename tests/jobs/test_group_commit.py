"""What several threads write at a time is one transaction, and yet each hears of its own alone."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, get_ident
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connection

from jobs.group_commit import GroupCommit
from jobs.models import Job
from jobs.prepared import fetch
from tests.factories import make_job
from tests.processes import wait_for

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def at_once(together: GroupCommit, *writes: Callable[[], Any]) -> Iterator[list[Future[Any]]]:
    """Have all of them wait, each on a thread of its own, while another one writes."""
    is_begun, may_end = Event(), Event()

    def hold() -> None:
        is_begun.set()
        assert may_end.wait(20)

    def do(write: Callable[[], Any]) -> Any:
        try:
            return together.do(write)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(writes) + 1) as pool:
        held = pool.submit(do, hold)
        assert is_begun.wait(20)
        doings = [pool.submit(do, write) for write in writes]
        wait_for(lambda: len(together._wishes) == len(writes))
        may_end.set()
        held.result()
        yield doings


def named(prompt: str) -> Callable[[], tuple[str, int]]:
    """Return what makes a job, and says for whom and on which thread."""

    def write() -> tuple[str, int]:
        return make_job(prompt=prompt).prompt, get_ident()

    return write


def be_refused() -> None:
    fetch("INSERT INTO jobs_queueswitch (id, changed_by) VALUES (2, '')")  # there may be one alone


def break_down() -> None:
    raise OperationalError("disk I/O error")


def test_those_who_wait_are_written_by_one_and_hear_each_of_its_own() -> None:
    with at_once(GroupCommit(), named("a"), named("b"), named("c")) as doings:
        found = [doing.result() for doing in doings]

    assert [prompt for prompt, _ in found] == ["a", "b", "c"]
    assert len({thread for _, thread in found}) == 1
    assert sorted(Job.objects.values_list("prompt", flat=True)) == ["a", "b", "c"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="on PostgreSQL a failed statement ends its transaction")
def test_refused_row_fails_whoever_wanted_it_alone() -> None:
    with at_once(GroupCommit(), named("a"), be_refused, named("b")) as (first, refused, second):
        assert isinstance(refused.exception(), IntegrityError)
        assert [first.result()[0], second.result()[0]] == ["a", "b"]

    assert sorted(Job.objects.values_list("prompt", flat=True)) == ["a", "b"]


def test_failure_of_the_database_fails_all_and_leaves_nothing() -> None:
    together = GroupCommit()

    with at_once(together, named("a"), break_down, named("b")) as doings:
        errors = [doing.exception() for doing in doings]

    assert all(isinstance(error, OperationalError) and "disk I/O error" in str(error) for error in errors)
    assert not Job.objects.exists()
    assert together.do(named("later"))[0] == "later"
