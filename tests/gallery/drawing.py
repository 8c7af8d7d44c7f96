"""Jobs that move, and pictures with files, as workers and engines would have it."""

import io

from PIL import Image as Pixels

from imagesvc.images import generation, storage
from imagesvc.images.models import Image
from jobs import lifecycle
from jobs.models import Job
from jobs.worker import Attempt
from tests.factories import make_image


def hang_picture(*, width: int, height: int, **values: object) -> Image:
    """Make an image whose file and thumbnail are there."""
    image = make_image(**values)
    image.files.update(width=width, height=height)
    for suffix, name in ((storage.PICTURE, "PNG"), (storage.THUMBNAIL, "WEBP")):
        file = io.BytesIO()
        Pixels.new("RGB", (width, height), "teal").save(file, name)
        storage.write(str(image.id), suffix, file.getvalue())
    return image


def begin() -> Job:
    """Have a worker take the next job."""
    job = lifecycle.claim(worker="here:1")
    assert job is not None, "no job is queued"
    return job


def report(job: Job, percent: int, message: str) -> None:
    assert lifecycle.report(job.id, attempt=job.attempt, progress=percent, message=message, engine="dummy")


def finish(job: Job) -> Image:
    """Draw what a worker has taken, and complete it."""
    attempt = Attempt(job, limit_seconds=60)
    # An attempt never says less than it has said.
    attempt.report(Job.objects.get(id=job.id).progress, "Drawing")
    generation.run(job, attempt)
    return Image.objects.get(job=job)
