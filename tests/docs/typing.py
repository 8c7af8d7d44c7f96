"""Somebody who types the commands of the documentation into a shell, in a folder of their own."""

import os
import shlex
import subprocess
import sys
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.docs.blocks import Block, Command
from tests.processes import wait_for
from tests.services import ROOT

PATIENCE_SECONDS = 200


class Typist:
    """A folder that looks like a checkout, and the environment in which its commands run.

    `localhost:8000` is whatever port the service of the test has: curl is told by its own configuration file. Words of
    the pages that no test machine has, such as an address of another host, have stand-ins.
    """

    def __init__(self, folder: Path, *, environment: Mapping[str, str], stand_ins: Mapping[str, str]) -> None:
        self.folder = folder
        self.environment = dict(environment) | {"HOME": str(folder), "DJANGO_COLORS": "nocolor", "COLUMNS": "200"}
        self.stand_ins = stand_ins
        python = folder / ".venv" / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@"\n')
        python.chmod(0o755)
        self._python = python
        if not (folder / "manage.py").exists():
            (folder / "manage.py").symlink_to(ROOT / "manage.py")

    @contextmanager
    def warm(self) -> Iterator[None]:
        """Have `manage.py` run in a Python that has loaded the project; as long as no page changes what it reads."""
        path = self.folder / "warm.socket"
        argv = [sys.executable, "-m", "tests.docs.warm", str(path)]
        with subprocess.Popen(argv, cwd=ROOT, env=self.environment) as server:
            wait_for(path.exists)
            ask = shlex.join([sys.executable, "-I", "-S", str(ROOT / "tests" / "docs" / "warm.py"), str(path)])
            cold = self._python.read_text().partition("\n")[2]
            self._python.write_text(f'#!/bin/sh\n[ "$1" = manage.py ] && exec {ask} "$@"\n{cold}')
            try:
                yield
            finally:
                server.kill()

    def reach(self, *, port: int) -> None:
        """Have curl find the service where the pages say that it is."""
        (self.folder / ".curlrc").write_text(f"connect-to = localhost:8000:127.0.0.1:{port}\nnoproxy = *\n")

    def type_all(self, blocks: Iterable[Block]) -> None:
        """Type the blocks' commands into one shell, whose variables last, and hold each to what its page says."""
        commands = [(block.page, command) for block in blocks for command in block.commands]
        mark = uuid.uuid4().hex
        script = "set -o pipefail\n" + "".join(self._typed(command, mark=mark) for _, command in commands)
        ended = subprocess.run(
            ["bash", "-c", script],  # noqa: S607  (the reader's own)
            check=False,
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=PATIENCE_SECONDS,
        )
        answers = ended.stdout.split(f"\n{mark} ")
        printed, faults = answers[0], []
        for (page, command), answer in zip(commands, answers[1:], strict=True):
            code, _, following = answer.partition("\n")
            if int(code) != command.ends_with or not command.is_output(printed):
                faults.append(f"{page}:{command.line}: {command.text}\nended with {code} and printed\n{printed}")
            printed = following
        assert not faults, "\n\n".join(["These do something else than their pages say.", *faults])

    def _typed(self, command: Command, *, mark: str) -> str:
        text = command.text
        for word, stand_in in self.stand_ins.items():
            text = text.replace(word, stand_in)
        return f"{text}\nprintf '\\n%s %d\\n' {mark} $?\n"


def plain_environment() -> dict[str, str]:
    """Return the environment without what configures the test session."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("IMAGESVC_", "DJANGO_"))}
