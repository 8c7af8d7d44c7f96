"""What must hold after every fault, whatever it was: I1 to I8, checked from outside by plain SQL, files and answers.

One checker for the whole suite. It knows nothing of the project's code, so that the two cannot err together.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PIL import Image

ENDED = ("completed", "failed", "timeout", "cancelled")
ACTIVE = ("queued", "waiting", "processing")
# What the reaping chore takes at most: its period, the broker's look for chores, and a busy machine.
REAPER_SECONDS = 20.0


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One HTTP answer as a client got it."""

    request: str
    status: int
    retry_after: str | None


@dataclass(frozen=True, kw_only=True)
class Witness:
    """What clients saw: every answer, and the id of every job that was promised to them."""

    answers: list[Answer] = field(default_factory=list)
    accepted: set[str] = field(default_factory=set)


@dataclass(frozen=True, kw_only=True)
class Invariants:
    """`read` runs a query. `reconcile` is called if files and rows differ, because I4 may need it after a crash."""

    read: Callable[[str], list[tuple[Any, ...]]]
    pictures: Path
    tries: int = 3
    reconcile: Callable[[], object] = lambda: None

    def broken(self, *, witness: Witness | None = None, queue: dict[str, int] | None = None) -> list[str]:
        """Return a sentence for whatever does not hold; nothing may move meanwhile.

        Jobs that were promised may be active still; ask `unfinished` where all must have ended.
        """
        witness = witness or Witness()
        return [
            *self._jobs_without_owner(),
            *self._promises_broken(witness.accepted),
            *self._ends_that_are_not_one(),
            *self._pictures_broken_after_reconciling(),
            *self._entities_with_several_active_jobs(),
            *self._wrong_queue_numbers(queue),
            *self._jobs_tried_too_often(),
            *_server_errors(witness.answers),
        ]

    def unfinished(self, accepted: Iterable[str]) -> list[str]:
        """Return which of the jobs have not ended."""
        ended = {_hex(job_id) for (job_id,) in self.read(f"SELECT id FROM jobs_job WHERE status IN {ENDED}")}
        return [job_id for job_id in accepted if _hex(job_id) not in ended]

    # I1
    def _jobs_without_owner(self) -> Iterator[str]:
        long_ago = datetime.now(UTC) - timedelta(seconds=REAPER_SECONDS)
        query = (
            f"SELECT id FROM jobs_job WHERE status = 'processing' AND lease_until < '{long_ago:%Y-%m-%d %H:%M:%S}+00'"
        )
        for (job_id,) in self.read(query):
            yield f"I1: job {job_id} is processed by nobody"

    # I2
    def _promises_broken(self, accepted: set[str]) -> Iterator[str]:
        status_of = {_hex(job_id): status for job_id, status in self.read("SELECT id, status FROM jobs_job")}
        for job_id in accepted:
            if status_of.get(_hex(job_id)) not in (*ACTIVE, *ENDED):
                yield f"I2: job {job_id} was promised and is {status_of.get(_hex(job_id))}"

    # I2, I3
    def _ends_that_are_not_one(self) -> Iterator[str]:
        ends = Counter(self.read(f"SELECT job_id, kind FROM jobs_jobevent WHERE kind IN {ENDED}"))
        expected = Counter(self.read(f"SELECT id, status FROM jobs_job WHERE status IN {ENDED}"))
        for end in (ends - expected) | (expected - ends):
            yield f"I3: {end} has {ends[end]} final events and {expected[end]} final states"

    # I4
    def _pictures_broken_after_reconciling(self) -> list[str]:
        if not list(self._pictures_broken()):
            return []
        self.reconcile()
        return list(self._pictures_broken())

    def _pictures_broken(self) -> Iterator[str]:
        stems = set()
        for stem, size, sha256, is_missing in self.read("SELECT stem, size, sha256, is_missing FROM images_imagefile"):
            stems.add(stem)
            path = self.pictures / stem[-2:] / f"{stem}.png"
            if path.is_file() == bool(is_missing):
                yield f"I4: {stem} is there: {path.is_file()}; its row says missing: {bool(is_missing)}"
            elif not is_missing:
                yield from _file_broken(path, size=size, sha256=sha256)
        for path in _files_in(self.pictures):
            if path.stem not in stems:
                yield f"I4: {path.name} has no row"
        imaged = "SELECT job_id FROM images_image WHERE job_id IS NOT NULL"
        for job_id, number in Counter(self.read(imaged)).items():
            if number > 1:
                yield f"I4: job {job_id[0]} has {number} images"
        for (job_id,) in self.read(f"SELECT id FROM jobs_job WHERE status <> 'completed' AND id IN ({imaged})"):
            yield f"I4: job {job_id} has an image and did not complete"
        for (job_id,) in self.read(f"SELECT id FROM jobs_job WHERE status = 'completed' AND id NOT IN ({imaged})"):
            yield f"I4: job {job_id} completed without an image"

    # I5
    def _entities_with_several_active_jobs(self) -> Iterator[str]:
        query = (
            f"SELECT entity_kind, entity_id FROM jobs_job WHERE status IN {ACTIVE} AND entity_id <> '' "
            "GROUP BY entity_kind, entity_id HAVING count(*) > 1"
        )
        for kind, entity_id in self.read(query):
            yield f"I5: {kind} {entity_id} has several active jobs"

    # I6
    def _wrong_queue_numbers(self, queue: dict[str, int] | None) -> Iterator[str]:
        if queue is None:
            return
        counts = dict(self.read("SELECT status, count(*) FROM jobs_job GROUP BY status"))
        pending = counts.get("queued", 0) + counts.get("waiting", 0)
        if (queue["pending"], queue["processing"]) != (pending, counts.get("processing", 0)):
            yield f"I6: the API says {queue}, the table {counts}"

    # I7
    def _jobs_tried_too_often(self) -> Iterator[str]:
        for job_id, failures in self.read(f"SELECT id, failures FROM jobs_job WHERE failures > {self.tries}"):
            yield f"I7: job {job_id} failed {failures} times"


# I8
def _server_errors(answers: Iterable[Answer]) -> Iterator[str]:
    for answer in answers:
        if answer.status >= 500 and (answer.status, bool(answer.retry_after)) != (503, True):
            yield f"I8: {answer}"


def _file_broken(path: Path, *, size: int, sha256: str) -> Iterator[str]:
    content = path.read_bytes()
    if (len(content), hashlib.sha256(content).hexdigest()) != (size, sha256):
        yield f"I4: {path.name} has {len(content)} bytes and is not what its row says"
    for picture in (path, path.with_suffix(".webp")):
        try:
            with Image.open(picture) as pixels:
                pixels.load()
        except OSError as error:
            yield f"I4: {picture.name} cannot be read: {error}"


def _files_in(pictures: Path) -> list[Path]:
    return [path for path in pictures.rglob("*") if path.is_file()] if pictures.is_dir() else []


def _hex(job_id: object) -> str:
    """SQLite keeps a UUID as 32 characters, PostgreSQL as itself, and on the wire it has hyphens."""
    return str(job_id).replace("-", "")
