"""Pictures that are not finished: taken from an engine, small and seldom, for whoever waits."""

import io
import time
from uuid import UUID

from django.db.models import F
from PIL import Image as Pixels

from imagesvc.images.models import Preview
from jobs.models import Job
from jobs.worker import Attempt

# Each is a write of some ten kilobytes.
SECONDS_BETWEEN = 1.0
SIDE_PIXELS = 384


class DrawingWatch:
    """An attempt as its engine sees it (engines.base.Watch): the attempt's own reports, and the previews kept here."""

    def __init__(self, job: Job, attempt: Attempt) -> None:
        self._job = job
        self._attempt = attempt
        self._shown_at = 0.0
        self.report = attempt.report
        self.check = attempt.check

    def preview(self, pixels: Pixels.Image) -> None:
        """Keep what the picture looks like so far, at most once a second; raise AttemptEnded as the others do."""
        self.check()
        now = time.monotonic()
        if now - self._shown_at < SECONDS_BETWEEN:
            return
        self._shown_at = now
        values = {"webp": _small(pixels)}
        if not Preview.objects.filter(job=self._job).update(number=F("number") + 1, **values):
            Preview.objects.create(job=self._job, **values)


def forget(job: Job) -> None:
    """Remove the preview of a job, if there is one."""
    Preview.objects.filter(job=job).delete()


def preview_of(job_id: UUID) -> Preview | None:
    """Return the preview of a job that is being drawn, if its engine has shown one."""
    return Preview.objects.filter(job=job_id).first()


def _small(pixels: Pixels.Image) -> bytes:
    small = pixels.convert("RGB")
    small.thumbnail((SIDE_PIXELS, SIDE_PIXELS))
    file = io.BytesIO()
    small.save(file, "WEBP", quality=70, method=2)
    return file.getvalue()
