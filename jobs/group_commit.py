"""Small transactions of several threads in one: whoever comes while another one writes has it done with the next.

SQLite has one writer at a time, and for each transaction it writes every page that was touched: the tables' and their
indexes' last ones, which are the same for one new row as for eight. Nobody is answered before the commit.
"""

from collections import deque
from collections.abc import Callable
from threading import Lock
from typing import Any, Generic, TypeVar

from django.db import OperationalError, connection, transaction

T = TypeVar("T")


class GroupCommit:
    """Does what threads of one process want to write. What they want must not be in a transaction already."""

    def __init__(self) -> None:
        self._writing = Lock()
        self._wishes: deque[_Wish[Any]] = deque()

    def do(self, write: Callable[[], T]) -> T:
        """Return what `write` returns, called on this thread or another, once that is committed; raises what it raises.

        It executes statements with `prepared.fetch`. They may fail by themselves, such as by a constraint; where the
        database fails, so do all that came together.
        """
        wish = _Wish(write)
        self._wishes.append(wish)
        with self._writing:
            if not wish.is_settled:
                self._write()
        return wish.outcome()

    def _write(self) -> None:
        wishes = [self._wishes.popleft() for _ in range(len(self._wishes))]
        try:
            with transaction.atomic(savepoint=False):
                for wish in wishes:
                    wish.fulfil()
        except BaseException as error:
            for wish in wishes:
                wish.fail(error)
            raise
        for wish in wishes:
            wish.is_settled = True


class _Wish(Generic[T]):
    def __init__(self, write: Callable[[], T]) -> None:
        self.is_settled = False
        self._write = write
        self._results: list[T] = []
        self._error: Exception | None = None

    def fulfil(self) -> None:
        try:
            self._results.append(self._write())
        except Exception as error:
            if isinstance(error, OperationalError) or connection.needs_rollback:
                # The transaction may be gone, with all that is in it.
                raise
            # Whoever wished for it decides; SQLite has undone that one statement.
            self._error = error

    def fail(self, error: BaseException) -> None:
        """Settle it as not done, because the transaction that it was in is not."""
        self.is_settled = True
        self._error = OperationalError(f"the transaction failed: {error}")
        self._error.__cause__ = error

    def outcome(self) -> T:
        if self._error is not None:
            raise self._error
        (result,) = self._results
        return result
