"""How much a key may have drawn: jobs and pixels in an hour and a day, and jobs at a time."""

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
    if key.jobs_at_once is not None and Job.objects.active().filter(owner=key_id).count() > key.jobs_at_once:
        sentence = f"This key may have {key.jobs_at_once} jobs at a time; wait until one has ended."
        raise QuotaExceeded(sentence, retry_after_seconds=AGAIN_SECONDS)
    for words, allowance, window, amount in (
        ("jobs an hour", key.jobs_per_hour, HOUR, 1),
        ("jobs a day", key.jobs_per_day, DAY, 1),
        ("pixels an hour", key.pixels_per_hour, HOUR, pixels),
        ("pixels a day", key.pixels_per_day, DAY, pixels),
    ):
        if allowance is None:
            continue
        spent = spend(f"{words} {key_id}", allowance=allowance, window_seconds=window, amount=amount)
        if spent.is_over:
            raise _exceeded(spent, words=words)


def _exceeded(spent: Spent, *, words: str) -> QuotaExceeded:
    sentence = f"This key may use {spent.allowance:,} {words}, and this would be more."
    return QuotaExceeded(sentence, retry_after_seconds=max(1, spent.resets_in_seconds))
