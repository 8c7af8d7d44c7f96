"""Django's threads return what was asked for, or raise it, and leave nothing behind."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import pytest

from imagesvc.web import threads as kept_threads
from imagesvc.web.threads import THREADS, DjangoThreads, Overloaded

pytestmark = pytest.mark.once

T = TypeVar("T")


def run(story: Callable[[DjangoThreads], Coroutine[Any, Any, T]]) -> T:
    async def tell() -> T:
        threads = DjangoThreads()
        try:
            return await story(threads)
        finally:
            await threads.stop()

    return asyncio.run(tell())


def django_threads() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if thread.name.startswith("django-")}


def test_threads_begin_with_the_first_call_and_end_with_the_stop() -> None:
    before = django_threads()

    async def call(threads: DjangoThreads) -> tuple[int, str, set[threading.Thread]]:
        waiting = len(django_threads() - before)
        name = await threads.run(lambda suffix: threading.current_thread().name + suffix, "!")
        return waiting, name, django_threads() - before

    waiting, name, running = run(call)

    assert (waiting, len(running)) == (0, THREADS)
    assert name in {f"{thread.name}!" for thread in running}
    for thread in running:
        thread.join(60)
    assert not any(thread.is_alive() for thread in running)


@pytest.mark.parametrize(
    ("raised", "expected", "message"),
    [
        (ValueError("wrong"), ValueError, "wrong"),
        (SystemExit(3), RuntimeError, "SystemExit on a thread of Django's"),
        (KeyboardInterrupt(), RuntimeError, "KeyboardInterrupt on a thread of Django's"),
    ],
)
def test_what_is_raised_reaches_the_caller_and_ends_nothing(
    raised: BaseException, expected: type[Exception], message: str
) -> None:
    def fail() -> None:
        raise raised

    async def call(threads: DjangoThreads) -> int:
        for _ in range(2 * THREADS):
            with pytest.raises(expected, match=message):
                await threads.run(fail)
        return await threads.run(lambda: 1)

    assert run(call) == 1


def test_call_that_has_not_begun_is_dropped_with_its_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.Event()
    begun: list[str] = []

    async def call(threads: DjangoThreads) -> bool:
        busy = [asyncio.create_task(threads.run(gate.wait, 60)) for _ in range(THREADS)]
        await asyncio.sleep(0)  # so that the others come behind them
        dropped = asyncio.create_task(threads.run(begun.append, "dropped"))
        await asyncio.sleep(0)
        dropped.cancel()
        monkeypatch.setattr(kept_threads, "MOST_WAITING", 1)
        with pytest.raises(Overloaded):
            await threads.run(begun.append, "too many")
        gate.set()
        return all(await asyncio.gather(*busy))

    assert run(call) is True
    assert begun == []


def test_stop_does_not_wait_for_what_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_threads, "STOP_SECONDS", 0.1)
    gate = threading.Event()

    async def call(threads: DjangoThreads) -> asyncio.Task[bool]:
        hanging = asyncio.create_task(threads.run(gate.wait, 60))
        await asyncio.sleep(0)
        return hanging

    hanging = run(call)

    assert hanging.cancelled()
    gate.set()
