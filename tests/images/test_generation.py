"""From a claimed job to a stored picture, and what becomes of a result that nobody owns any more."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from PIL import Image as Pixels

from imagesvc.images import generation, storage
from imagesvc.images.models import Image, ImageFile
from jobs import lifecycle
from jobs.models import Job
from jobs.worker import Attempt, AttemptFailed, AttemptSuperseded, run
from tests.factories import engines, make_job

pytestmark = pytest.mark.django_db
# The watchdog looks at jobs by a connection of its own, and can see only what was committed.
WATCHED = pytest.mark.django_db(transaction=True)

LANTERN = {"entity_kind": "thing", "entity_type": "item", "entity_id": "thing_1"}


@pytest.fixture(autouse=True)
def dummy_engine(settings: LazySettings) -> None:
    settings.ENGINES = engines("dummy")


def claimed(**values: Any) -> Job:
    make_job(**values)
    job = lifecycle.claim(worker="here:1")
    assert job is not None
    return job


def attempt_at(job: Job) -> Attempt:
    return Attempt(job, limit_seconds=60)


def files_below(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_run_stores_picture_and_thumbnail_and_completes_the_job(pictures: Path) -> None:
    job = claimed(**LANTERN, prompt="Preamble\n\nA lantern.", preamble_length=10, width=300, height=600, seed=7)

    generation.run(job, attempt_at(job))

    job.refresh_from_db()
    image, file = Image.objects.get(), ImageFile.objects.get()
    png = (pictures / storage.file_name(file.stem, "png")).read_bytes()
    assert (job.status, job.engine, job.progress) == ("completed", "dummy", 100)
    assert (image.job, image.is_current, image.prompt, image.seed) == (job, True, "Preamble\n\nA lantern.", 7)
    assert (image.entity_kind, image.entity_type, image.entity_id) == ("thing", "item", "thing_1")
    assert (file.image, file.stem, file.position) == (image, str(image.id), 0)
    assert (file.size, file.width, file.height) == (len(png), 300, 600)
    assert file.sha256 == hashlib.sha256(png).hexdigest()
    assert files_below(pictures) == [f"{image.id}.png", f"{image.id}.webp"]
    with Pixels.open(pictures / storage.file_name(file.stem, "webp")) as thumbnail:
        assert (thumbnail.format, thumbnail.size) == ("WEBP", (128, 256))


def test_run_keeps_every_picture_of_one_job(pictures: Path) -> None:
    job = claimed(prompt="dummy: pictures=3")

    generation.run(job, attempt_at(job))

    image = Image.objects.get()
    stems = list(ImageFile.objects.order_by("position").values_list("stem", flat=True))
    assert stems == [str(image.id), f"{image.id}-2", f"{image.id}-3"]
    assert len(files_below(pictures)) == 6
    assert not image.is_current


def test_new_picture_becomes_the_current_one() -> None:
    for _ in range(2):
        job = claimed(**LANTERN)
        generation.run(job, attempt_at(job))

    assert list(Image.objects.order_by("id").values_list("is_current", flat=True)) == [False, True]


def test_result_of_a_cancelled_job_leaves_nothing(pictures: Path) -> None:
    job = claimed(**LANTERN)
    attempt = attempt_at(job)
    attempt.report(1, "Starting")  # so that the attempt does not ask again before it is done
    lifecycle.cancel(job.id)

    with pytest.raises(AttemptSuperseded):
        generation.run(job, attempt)

    assert Image.objects.count() == 0
    assert files_below(pictures) == []


def test_run_fails_when_no_engine_draws_the_kind(settings: LazySettings) -> None:
    settings.ENGINES = ()
    job = claimed()

    with pytest.raises(AttemptFailed) as failure:
        generation.run(job, attempt_at(job))

    assert (failure.value.failure.code, failure.value.failure.is_retryable) == ("no_engine", False)


@WATCHED
def test_picture_that_cannot_be_stored_is_tried_again(pictures: Path) -> None:
    pictures.parent.mkdir(exist_ok=True)
    pictures.write_text("a file where the folder should be")
    job = claimed()

    run(job)

    job.refresh_from_db()
    assert (job.status, job.error_code, job.error) == ("waiting", "storage_failed", "The picture could not be stored.")
    assert Image.objects.count() == 0


@WATCHED
@pytest.mark.parametrize(
    ("prompt", "status", "code"),
    [
        ("dummy: fail=permanent", "failed", "scripted"),
        ("dummy: crash=1", "failed", "crash"),
        ("dummy: pictures=0", "waiting", "no_picture"),
        ("dummy: fail=retryable", "waiting", "scripted"),
        ("dummy: fail=busy", "waiting", "scripted"),
        ("dummy: seconds=9", "timeout", "timeout"),
    ],
)
def test_job_ends_as_its_engine_did(settings: LazySettings, prompt: str, status: str, code: str) -> None:
    settings.ENGINES = engines("dummy", time_limit=0.1)
    job = claimed(prompt=prompt)

    run(job)

    job.refresh_from_db()
    assert (job.status, job.error_code) == (status, code)
    assert Image.objects.count() == 0
