"""How much a key may have drawn: jobs and pixels in an hour and a day, and jobs at a time."""

from collections.abc import Iterator
from uuid import UUID

from imagesvc.keys.models import ApiKey
from imagesvc.keys.spending import Spent, spend
from jobs.models import Job

HOUR = 3_600
DAY = 86_400
# When one of its jobs may have ended.
AGAIN_SECONDS = 10


class QuotaExceeded(Exception):
    """A key has used up what it may; `retry_after_seconds` is when that may be different."""

    def __init__(self, sentence: str, *, retry_after_seconds: int) -> None:
        super().__init__(sentence)
        self.retry_after_seconds = retry_after_seconds


def charge(key_id: UUID, *, pixels: int) -> None:
    """Count one new job for its key; raise QuotaExceeded.

    Call it in the transaction that adds the job: refused, neither the job nor the count stays. The key's row is locked
    until then, so that two that come together do not both take the last.
    """
    key = ApiKey.objects.select_for_update().get(id=key_id)
    if key.jobs_at_once is not None and _count_active(key_id) > key.jobs_at_once:
        sentence = f"This key may have {key.jobs_at_once} jobs at a time; wait until one has ended."
        raise QuotaExceeded(sentence, retry_after_seconds=AGAIN_SECONDS)
    _spend(key, jobs=1, pixels=pixels)


def charge_requeued(key_id: UUID, *, jobs: int, pixels: int) -> None:
    """Count jobs that a key has had drawn once more, whosever they are; raise QuotaExceeded. As `charge` otherwise.

    They are not among the jobs that it may have at a time: those are its own.
    """
    key = ApiKey.objects.select_for_update().filter(id=key_id).first()
    if key is not None:
        _spend(key, jobs=jobs, pixels=pixels)


def jobs_left(key_id: UUID, *, pixels_each: int) -> int | None:
    """Return how many jobs a key may certainly have drawn now; None where nothing says how many."""
    key = ApiKey.objects.filter(id=key_id).first()
    if key is None:
        return None
    left = [
        spend(f"{words} {key_id}", allowance=allowance, window_seconds=window, amount=0).left // each
        for words, allowance, window, each in _windows(key, jobs=1, pixels=pixels_each)
    ]
    return min(left, default=None)


def _count_active(key_id: UUID) -> int:
    # What somebody who operates has requeued goes on the owner's name, but was not the owner's wish.
    return Job.objects.active().filter(owner=key_id, parent__isnull=True).count()


def _windows(key: ApiKey, *, jobs: int, pixels: int) -> Iterator[tuple[str, int, int, int]]:
    """Yield what is limited: in words, how much of it there is, in how many seconds, and how much is used of it."""
    for words, allowance, window, amount in (
        ("jobs an hour", key.jobs_per_hour, HOUR, jobs),
        ("jobs a day", key.jobs_per_day, DAY, jobs),
        ("pixels an hour", key.pixels_per_hour, HOUR, pixels),
        ("pixels a day", key.pixels_per_day, DAY, pixels),
    ):
        if allowance is not None:
            yield words, allowance, window, amount


def _spend(key: ApiKey, *, jobs: int, pixels: int) -> None:
    for words, allowance, window, amount in _windows(key, jobs=jobs, pixels=pixels):
        spent = spend(f"{words} {key.id}", allowance=allowance, window_seconds=window, amount=amount)
        if spent.is_over:
            raise _exceeded(spent, words=words)


def _exceeded(spent: Spent, *, words: str) -> QuotaExceeded:
    sentence = f"This key may use {spent.allowance:,} {words}, and this would be more."
    return QuotaExceeded(sentence, retry_after_seconds=max(1, spent.resets_in_seconds))
