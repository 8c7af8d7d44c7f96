"""What is seen of a picture before it is finished."""

import io
from uuid import uuid4

import pytest
from django.test import Client
from PIL import Image as Pixels

from imagesvc.images import previews
from imagesvc.images.models import Preview
from imagesvc.images.previews import DrawingWatch
from jobs import lifecycle
from jobs.models import Job
from jobs.worker import Attempt, AttemptEnded
from tests.factories import make_job

pytestmark = pytest.mark.django_db


def claimed() -> Job:
    make_job()
    job = lifecycle.claim(worker="here:1")
    assert job is not None
    return job


def test_preview_is_kept_small_and_served(client: Client) -> None:
    job = claimed()
    watch = DrawingWatch(job, Attempt(job, limit_seconds=60))

    watch.preview(Pixels.new("RGBA", (2_000, 1_000), "teal"))
    watch.preview(Pixels.new("RGB", (64, 64), "red"))  # too soon after the first

    response = client.get(f"/api/jobs/{job.id}/preview")
    assert (response.status_code, response["Content-Type"], response["Cache-Control"]) == (
        200,
        "image/webp",
        "no-store",
    )
    with Pixels.open(io.BytesIO(response.content)) as picture:
        assert (picture.format, picture.size) == ("WEBP", (384, 192))
    assert Preview.objects.get().number == 1


def test_later_preview_takes_the_place_of_the_former(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previews, "SECONDS_BETWEEN", 0)
    job = claimed()
    watch = DrawingWatch(job, Attempt(job, limit_seconds=60))

    for colour in ("teal", "red"):
        watch.preview(Pixels.new("RGB", (64, 64), colour))

    assert Preview.objects.get().number == 2


def test_preview_of_an_overdue_attempt_ends_it() -> None:
    job = claimed()

    with pytest.raises(AttemptEnded):
        DrawingWatch(job, Attempt(job, limit_seconds=-1)).preview(Pixels.new("RGB", (8, 8)))

    assert Preview.objects.count() == 0


def test_preview_that_is_not_there_is_not_found(client: Client) -> None:
    job = claimed()
    previews.forget(job)

    for job_id in (job.id, uuid4(), "none"):
        response = client.get(f"/api/jobs/{job_id}/preview")
        assert (response.status_code, response.json()["success"]) == (404, False)
