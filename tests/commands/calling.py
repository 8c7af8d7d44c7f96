"""Commands as tests call them: within this process, with what they wrote and the code that they ended with."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.management import CommandError, call_command


@dataclass(frozen=True, kw_only=True)
class Ending:
    """How a command ended; `sentence` is why, where that is not 0."""

    code: int
    output: str
    sentence: str = ""

    @property
    def lines(self) -> list[Any]:
        """What it wrote as JSON, line by line."""
        return [json.loads(line) for line in self.output.splitlines()]


class Caller:
    """Calls commands and catches what they write."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *words: str) -> Ending:
        self._capsys.readouterr()
        code, sentence = 0, ""
        try:
            call_command(*words)
        except CommandError as error:
            code, sentence = error.returncode, str(error)
        return Ending(code=code, output=self._capsys.readouterr().out, sentence=sentence)
