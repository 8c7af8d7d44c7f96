"""What commands write: strangers' texts made fit for a terminal, tables or lines of JSON, and progress bars."""

import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Protocol

from django.core.management.base import OutputWrapper
from django.core.serializers.json import DjangoJSONEncoder
from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Column, Table
from rich.text import Text

# Whoever pipes a table wants its rows whole.
PIPE_COLUMNS = 240
UUID_LENGTH = 36
_UNPRINTABLE = ("Cc", "Cf", "Cs", "Zl", "Zp")


class Bar(Protocol):
    """Tells a person how far it is."""

    def __call__(self, done: int, of: int | None) -> None: ...


def printable(text: object) -> str:
    """Replace what moves the cursor, reorders the line or is no character at all."""
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(character) in _UNPRINTABLE else character
        for character in str(text)
    )


def write_json(stdout: OutputWrapper, row: Mapping[str, Any]) -> None:
    """Write one object on a line of its own, in plain ASCII, so that nothing in it can steer a terminal."""
    stdout.write(json.dumps(row, cls=DjangoJSONEncoder))


def table_of(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> Table:
    """Return a table of values that may come from anybody; ids stay whole, to be copied."""
    table = Table(*(Column(head, min_width=UUID_LENGTH, no_wrap=True) if head == "id" else head for head in heads))
    for row in rows:
        table.add_row(*map(_cell, row))
    return table


def show_table(console: Console, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    show(console, table_of(heads, rows))


def show(console: Console, what: RenderableType) -> None:
    """Show what is wider than a sentence; where it is piped, rows stay whole."""
    if not console.is_terminal:
        console.width = max(console.width, PIPE_COLUMNS)
    console.print(what)


def say(console: Console, sentence: str, *, style: str = "") -> None:
    """Write a sentence that may quote anybody."""
    console.print(Text(printable(sentence), style=style), soft_wrap=True)


def moment(time: datetime | None) -> str:
    """Return a time to the second, by UTC."""
    return "" if time is None else f"{time:%Y-%m-%d %H:%M:%S}"


def duration(seconds: float | None) -> str:
    """Return a span of time in its two largest units, such as `2 h 5 min`."""
    if seconds is None:
        return ""
    if seconds < 60:
        return f"{seconds:.0f} s" if seconds >= 10 else f"{seconds:.1f} s"
    for unit, length, smaller, part in (("d", 86_400, "h", 3_600), ("h", 3_600, "min", 60), ("min", 60, "s", 1)):
        if seconds >= length:
            return f"{seconds // length:.0f} {unit} {seconds % length // part:.0f} {smaller}"
    raise AssertionError("sixty seconds are a minute")


def _cell(value: object) -> Text:
    if isinstance(value, datetime):
        return Text(moment(value))
    return Text("" if value is None else printable(value))


@contextmanager
def progress_bar(title: str) -> Iterator[Bar]:
    """Show a bar on the terminal's standard error; elsewhere it would only be noise."""
    screen = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as progress:
        task = progress.add_task(title, total=None)

        def show(done: int, of: int | None) -> None:
            progress.update(task, completed=done, total=of)

        yield show
