"""What the commands that steer jobs share: whom they mean, when they ask, and how they end.

Every command says the same words for the same things, does nothing without `--yes` where nobody can be asked, and tells
by its exit code what came of it.
"""

import argparse
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from enum import IntEnum
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.core.management.base import CommandError, DjangoHelpFormatter
from django.db import transaction
from rich.console import Console
from rich.text import Text

from imagesvc.audit.actors import actor_of_command
from imagesvc.audit.trail import record
from imagesvc.management.operators import OperatorCommand
from imagesvc.management.terminal import printable, say, write_json
from jobs import lifecycle
from jobs.amounts import counted
from jobs.models import Job
from jobs.selection import WORD_NAMED, WORDS, BadSelection, Selection, select
from jobs.statements import among
from jobs.values import id_in

STDIN = Path("-")
# Of a line that is refused so much is shown.
SHOWN_CHARACTERS = 80
IDS_PER_LOOK = 10_000


class ExitCode(IntEnum):
    """What came of a command."""

    DONE = 0
    SOME_FAILED = 1
    USAGE = 2
    NOTHING_MATCHED = 3
    NEEDS_YES = 4
    INTERRUPTED = 130


def ended(code: ExitCode, sentence: str) -> CommandError:
    """Return what to raise to end with an exit code and a sentence that says why."""
    return CommandError(printable(sentence), returncode=code)


# --- Options ---------------------------------------------------------------------------------------------------------


class _Formatter(DjangoHelpFormatter):
    """Leaves texts of several lines, such as the examples, as they are."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return text if "\n" in text else super()._fill_text(text, width, indent)


def add_examples(parser: ArgumentParser, examples: Mapping[str, str]) -> None:
    """Have `--help` end with examples: what to type, and what that does."""
    parser.formatter_class = _Formatter
    lines = [f"  {does}\n    manage.py {words}" for words, does in examples.items()]
    parser.epilog = "\n".join(["examples:", *lines])


def add_selection(
    parser: ArgumentParser, *, names: Sequence[str] = tuple(WORD_NAMED), noun: str = "jobs"
) -> argparse._ArgumentGroup:
    """Add the words that say which are meant."""
    group = parser.add_argument_group(f"which {noun}", "All that is said must hold; of one option repeated, either.")
    for word in WORDS:
        if word.name in names:
            text = f"{word.help} For example {word.option} {word.example}"
            group.add_argument(
                word.option, dest=word.name, action="append", metavar="VALUE", help=text.replace("%", "%%")
            )
    group.add_argument("--ids-from", type=Path, metavar="FILE", help="one id a line, blank lines left out; - is stdin")
    return group


def add_all(group: argparse._ArgumentGroup) -> None:
    """Add the word that must be said where nothing else is, so that nobody means everything by accident."""
    group.add_argument("--all", dest="is_all", action="store_true", help="every job there is; instead of the above")


def add_answers(parser: ArgumentParser, *, does: str) -> None:
    """Add how to look first, how much to do at most, and how to tell what came of it."""
    parser.add_argument("--dry-run", action="store_true", help=f"only show what would be {does}")
    parser.add_argument("--limit", type=at_least_one, metavar="N", help=f"have at most so many {does}")
    parser.add_argument("--yes", action="store_true", help="do not ask; needed where there is no terminal")
    add_json(parser)


def add_json(parser: ArgumentParser) -> None:
    parser.add_argument("--json", dest="as_json", action="store_true", help="write JSON, one object a line")


def at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is not at least 1")
    return number


def above_zero(text: str) -> float:
    number = float(text)
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not above 0")
    return number


# --- Whom is meant ---------------------------------------------------------------------------------------------------


def words_in(options: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the words of a selection that were given as options."""
    return {word.name: options[word.name] for word in WORDS if options.get(word.name)}


def selection_in(options: Mapping[str, Any]) -> Selection:
    """Return the selection that the options mean, with the ids of a file; end with code 2 if one is not understood."""
    selection = selection_of(words_in(options))
    if options.get("ids_from") is None:
        return selection
    ids = [_job_id(number, line) for number, line in lines_of(options["ids_from"])]
    if not ids:
        raise ended(ExitCode.NOTHING_MATCHED, f"There is no id in {options['ids_from']}.")
    starts = range(0, len(ids), IDS_PER_LOOK)
    known = [job_id for start in starts for job_id in _known_among(ids[start : start + IDS_PER_LOOK])]
    if len(known) < len(ids):
        say(Console(stderr=True), f"No job has these: {len(ids) - len(known):,} of {counted(len(ids), 'id')}.")
    if not known and not selection.ids:
        raise ended(ExitCode.NOTHING_MATCHED, "No jobs match.")
    return replace(selection, ids=(*selection.ids, *known))


def selection_or_all(options: Mapping[str, Any]) -> Selection:
    """Return the selection that the options mean; end with code 2 if all is meant, but nobody said `--all`."""
    selection = selection_in(options)
    if selection.is_everything != options["is_all"]:
        sentence = "--all leaves no room for other words." if options["is_all"] else "Say which jobs, or --all."
        raise ended(ExitCode.USAGE, sentence)
    return selection


def selection_of(words: Mapping[str, Sequence[str]]) -> Selection:
    """Return the selection that the words mean; end with code 2 where one is not understood."""
    try:
        return select(words)
    except BadSelection as error:
        raise ended(ExitCode.USAGE, f"{WORD_NAMED[error.word].option} {error.sentence}.") from error


def lines_of(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of a file that say something, with their numbers; end with code 2 if it cannot be read."""
    try:
        with _opened(path) as file:
            for number, line in enumerate(file, start=1):
                if text := line.strip():
                    yield number, text
    except OSError as error:
        raise ended(ExitCode.USAGE, f"{path} cannot be read: {error.strerror}.") from error


@contextmanager
def _opened(path: Path) -> Iterator[IO[str]]:
    source = sys.stdin.fileno() if path == STDIN else path
    # What is no text at all is refused as a line, and not with a trace; a byte order mark is Windows' own.
    with open(source, encoding="utf-8-sig", errors="replace", closefd=path != STDIN) as file:
        yield file


def _job_id(number: int, text: str) -> UUID:
    found = id_in(text)
    if found is None:
        raise ended(ExitCode.USAGE, f"Line {number} is not the id of a job: {text[:SHOWN_CHARACTERS]!r}.")
    return found


def _known_among(ids: Sequence[UUID]) -> list[UUID]:
    """Return those that are jobs', so that a batch is not kept looking for the others."""
    found = set(Job.objects.filter(id__in=among(ids)).values_list("id", flat=True))
    return [job_id for job_id in ids if job_id in found]


# --- Asking ----------------------------------------------------------------------------------------------------------


def is_terminal() -> bool:
    """Say whether there is somebody to be asked."""
    return sys.stdin is not None and sys.stdin.isatty()


def make_sure(question: str, *, is_sure: bool, console: Console) -> None:
    """Ask on a terminal; end with code 4 where nobody can be asked, or says anything but yes."""
    if is_sure:
        return
    if not is_terminal():
        raise ended(ExitCode.NEEDS_YES, "Nothing was done: without a terminal, say --yes.")
    console.print(Text(f"{question} [y/N] "), end="")
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise ended(ExitCode.NEEDS_YES, "Nothing was done.")


@contextmanager
def interruptible(sentence: str) -> Iterator[None]:
    """End with code 130 and a sentence on Ctrl-C."""
    try:
        yield
    except KeyboardInterrupt as interrupt:
        raise ended(ExitCode.INTERRUPTED, sentence) from interrupt


# --- The switch of the whole queue -----------------------------------------------------------------------------------


def add_switch(parser: ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="only say whether anything would change")
    parser.add_argument("--yes", action="store_true", help="not needed; the other commands know it")
    add_json(parser)


def switch_queue(command: OperatorCommand, *, is_paused: bool, options: Mapping[str, Any]) -> None:
    """Pause or resume the whole queue, unless it is so already, and leave an audit entry."""
    actor, word = actor_of_command(), "paused" if is_paused else "resumed"
    is_changed = lifecycle.is_paused() != is_paused
    if is_changed and not options["dry_run"]:
        with transaction.atomic():
            (lifecycle.pause if is_paused else lifecycle.resume)(by=actor.name)
            record(actor, action="pause" if is_paused else "resume", subject="the queue", outcome="done")
    if options["as_json"]:
        write_json(command.stdout, {"dryRun": options["dry_run"], "paused": is_paused, "changed": is_changed})
    elif not is_changed:
        say(command.console, f"The queue is {'paused' if is_paused else 'running'} already.")
    else:
        say(command.console, f"The queue {'would be' if options['dry_run'] else 'is'} {word}.")
