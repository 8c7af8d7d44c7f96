"""The side that submits, in a process of its own, because two Django projects do not fit into one.

Reads lines of JSON, [verb, argument, ...], and answers each with one. What it submits through is the module that the
command line names.
"""

import importlib
import json
import sys
import time
from types import ModuleType
from typing import Any


def main() -> None:
    contender = importlib.import_module(sys.argv[1])
    # Whatever a library prints must not look like an answer.
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        verb, *arguments = json.loads(line)
        answers.write(json.dumps(_do(contender, verb, arguments)) + "\n")
        answers.flush()


def _do(contender: ModuleType, verb: str, arguments: list[Any]) -> Any:
    ours = {"enqueue": _enqueue, "pace": _pace}
    return ours[verb](contender, *arguments) if verb in ours else getattr(contender, verb)(*arguments)


def _enqueue(contender: ModuleType, numbers: list[int]) -> float:
    """Submit jobs one by one; return how many seconds it took."""
    start = time.monotonic()
    for number in range(*numbers):
        contender.submit(number)
    return time.monotonic() - start


def _pace(contender: ModuleType, numbers: list[int], every_seconds: float) -> list[int]:
    """Submit jobs at a steady pace; return when each was committed, in nanoseconds of the monotonic clock."""
    committed = []
    for number in range(*numbers):
        time.sleep(every_seconds)  # the pace that is measured
        contender.submit(number)
        committed.append(time.monotonic_ns())
    return committed


if __name__ == "__main__":
    main()
