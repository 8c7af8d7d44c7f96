"""Who is told what, and what becomes of those who do not listen."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar
from uuid import UUID, uuid4

from imagesvc.live.hub import MAILBOX_SIZE, Hub, Mailbox
from imagesvc.live.updates import Update
from jobs.events import Audience

T = TypeVar("T")
JOB = uuid4()


def update(number: int, *, job_id: UUID = JOB, **values: Any) -> Update:
    values = {"clients": frozenset({"tab"}), "is_for_all": True} | values
    return Update(b"{}", job_id=job_id, event_id=number, **values)


def numbers(updates: list[Update] | None) -> list[int | None] | None:
    return None if updates is None else [each.event_id for each in updates]


def run(story: Callable[[], Coroutine[Any, Any, T]]) -> T:
    return asyncio.run(story())


async def empty(box: Mailbox) -> list[int | None]:
    taken: list[int | None] = []
    while part := await box.take(seconds=0):
        taken += numbers(part) or []
    return taken


def test_update_reaches_its_clients_its_job_and_everything_once() -> None:
    hub = Hub()
    audiences = [
        Audience(client_id="tab"),
        Audience(client_id="tab"),
        Audience(client_id="attached"),
        Audience(client_id="other"),
        Audience(job_id=JOB),
        Audience(job_id=uuid4()),
        Audience(),
    ]
    boxes = [Mailbox(start=0) for _ in audiences]
    for box, audience in zip(boxes, audiences, strict=True):
        hub.attach(box, audience)

    told = [
        update(1, clients=frozenset({"tab", "attached"})),
        update(2, clients=frozenset({"attached"}), is_for_all=False),
    ]
    hub.deliver(told, position=2)

    async def empty_all() -> list[list[int | None]]:
        return [await empty(box) for box in boxes]

    assert (run(empty_all), hub.position) == ([[1], [1], [1, 2], [], [1], [], [1]], 2)


def test_listener_that_has_left_is_told_nothing() -> None:
    hub, box = Hub(), Mailbox(start=0)
    for audience in (Audience(client_id="tab"), Audience(job_id=JOB), Audience()):
        hub.attach(box, audience)
        hub.detach(box, audience)

    hub.deliver([update(1)], position=1)

    assert run(lambda: empty(box)) == []


def test_full_mailbox_leaves_out_the_oldest_progress_and_nothing_else() -> None:
    box = Mailbox(start=0)
    for number in range(MAILBOX_SIZE + 10):
        box.hear(update(number, is_progress=number % 2 == 0))

    left_out = list(range(0, 20, 2))
    assert run(lambda: empty(box)) == [number for number in range(MAILBOX_SIZE + 10) if number not in left_out]


def test_mailbox_full_of_what_nobody_may_miss_is_closed() -> None:
    box = Mailbox(start=0)
    for number in range(MAILBOX_SIZE + 1):
        box.hear(update(number))

    assert run(box.take) is None


def test_reader_is_woken_by_what_comes_and_by_the_end() -> None:
    async def read() -> list[list[int | None] | None]:
        hub, box = Hub(), Mailbox(start=0)
        hub.attach(box, Audience())
        first = asyncio.create_task(box.take(seconds=60))
        await asyncio.sleep(0)
        hub.deliver([update(1), update(2)], position=2)
        taken = [numbers(await first), numbers(await box.take(seconds=0))]
        last = asyncio.create_task(box.take())
        await asyncio.sleep(0)
        hub.close()
        return [*taken, numbers(await last)]

    assert run(read) == [[1, 2], [], None]


def test_what_can_be_told_at_once_never_overtakes_what_waits() -> None:
    async def listen() -> tuple[list[int | None], list[int | None]]:
        box, told, at_once = Mailbox(start=0), list[int | None](), list[int | None]()
        can_be_told = True

        def tell_at_once(update: Update) -> bool:
            if can_be_told:
                told.append(update.event_id)
                at_once.append(update.event_id)
            return can_be_told

        async def read() -> None:
            while (updates := await box.take()) is not None:
                told.extend(each.event_id for each in updates)

        box.at_once = tell_at_once
        box.hear(update(1))  # nobody waits yet
        reading = asyncio.create_task(read())
        await asyncio.sleep(0)
        for number in (2, 3):
            box.hear(update(number))
        can_be_told = False
        box.hear(update(4))
        can_be_told = True
        box.hear(update(5))  # the reader is only just being woken for the one before
        await asyncio.sleep(0)
        box.hear(update(6))
        box.close()
        box.hear(update(7))
        await reading
        return told, at_once

    assert run(listen) == ([1, 2, 3, 4, 5, 6], [2, 3, 6])
