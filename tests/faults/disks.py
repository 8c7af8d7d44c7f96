"""Small disks that can be filled, where this system lets us mount any."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

CHUNK = bytes(1024)


class Disk:
    """A file system in memory, mounted on a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filler = folder / "filler"

    def fill(self) -> None:
        """Leave not a byte."""
        with self._filler.open("ab", buffering=0) as file:
            try:
                while True:
                    file.write(CHUNK)
            except OSError:
                return

    def empty(self) -> None:
        self._filler.unlink(missing_ok=True)

    def set_writable(self, *, is_writable: bool) -> None:
        _mount("-o", f"remount,{'rw' if is_writable else 'ro'}", str(self.folder))


@contextmanager
def mounted(folder: Path, *, kibibytes: int) -> Iterator[Disk]:
    """Mount a small disk while the block runs, or skip the test."""
    folder.mkdir(exist_ok=True)
    if _mount("-t", "tmpfs", "-o", f"size={kibibytes}k", "tmpfs", str(folder)):
        pytest.skip("nothing can be mounted here")
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)  # noqa: S607  (wherever the system has it)


def _mount(*words: str) -> int:
    try:
        return subprocess.run(["mount", *words], check=False, capture_output=True).returncode  # noqa: S607  (likewise)
    except FileNotFoundError:
        return 1
