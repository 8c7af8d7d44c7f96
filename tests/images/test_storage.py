"""What every storage of pictures promises, a folder as well as a bucket: whole files, never replaced, all found."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.checks import Error
from django.db.models.functions import Now

from imagesvc.checks import check_pictures
from imagesvc.images import files, generation, storage
from imagesvc.images.files import PreparedFile
from imagesvc.images.models import Image, ImageFile
from imagesvc.images.reconciliation import Findings, reconcile
from imagesvc.images.storage import Found, StorageUnavailable
from jobs import lifecycle
from jobs.models import Job
from jobs.worker import Attempt, AttemptSuperseded, run
from tests.buckets import PREFIX, SECRET_KEY, S3Server, overloaded_server, s3_server
from tests.factories import engines, make_job
from tests.services import Service

# The watchdog looks at jobs by a connection of its own, and can see only what was committed.
WATCHED = pytest.mark.django_db(transaction=True)
STEM = "019ab3c4-0000-7000-8000-0000000000ab"
OTHER = "019ab3c4-0000-7000-8000-0000000000cd"
# Nobody listens on port 1.
NOBODY = "http://127.0.0.1:1"
PNG = b"\x89PNG" + bytes(range(256)) * 4_000


@pytest.fixture(scope="module")
def s3() -> Iterator[S3Server]:
    with s3_server() as server:
        yield server


@pytest.fixture
def bucket(s3: S3Server, settings: LazySettings) -> Iterator[S3Server]:
    """Have pictures stored in an empty bucket."""
    use_bucket(settings, s3)
    yield s3
    s3.empty()


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, settings: LazySettings) -> str:
    """Have pictures stored in a folder, then in a bucket."""
    if request.param == "bucket":
        request.getfixturevalue("bucket")
    return str(request.param)


def read(name: str) -> bytes:
    with storage.pictures().open(name) as file:
        content: bytes = file.read()
    return content


def claim() -> Job:
    job = lifecycle.claim(worker="here:1")
    assert job is not None
    return job


def use_bucket(settings: LazySettings, server: S3Server, **changes: str) -> None:
    options = server.storage["OPTIONS"] | changes
    settings.STORAGES = {**settings.STORAGES, "pictures": {**server.storage, "OPTIONS": options}}


# --- A folder and a bucket alike -------------------------------------------------------------------------------------


@pytest.mark.once
def test_written_file_is_there_whole(place: str) -> None:
    before = datetime.now(UTC) - timedelta(seconds=2)

    storage.write(STEM, "png", PNG)

    name, pictures = storage.file_name(STEM, "png"), storage.pictures()
    found = pictures.look(name)
    assert name == f"ab/{STEM}.png"
    assert storage.exists(STEM)
    assert read(name) == PNG
    assert pictures.size(name) == len(PNG)
    assert found == Found(size=len(PNG), modified_at=found.modified_at)
    assert found.modified_at == pytest.approx(pictures.get_modified_time(name).timestamp(), abs=0.001)
    assert before < pictures.get_modified_time(name) < datetime.now(UTC) + timedelta(seconds=2)
    assert (storage.folders(), storage.files_in("ab")) == (["ab"], [name])


@pytest.mark.once
@pytest.mark.parametrize(("first", "behind"), [(0, 1), (5, 70_000), (len(PNG) - 3, len(PNG)), (0, len(PNG))])
def test_part_of_a_file_is_read_alone(place: str, first: int, behind: int) -> None:
    storage.write(STEM, "png", PNG)

    with storage.pictures().open_part(storage.file_name(STEM, "png"), first=first, behind=behind) as file:
        part = file.read(behind - first)

    assert part == PNG[first:behind]


@pytest.mark.once
def test_missing_file_is_known_to_be_missing(place: str) -> None:
    name, pictures = storage.file_name(STEM, "png"), storage.pictures()

    assert (storage.exists(STEM), storage.folders()) == (False, [])
    storage.remove(STEM)  # harms nobody
    for ask in (pictures.look, pictures.size, pictures.get_modified_time, pictures.open):
        with pytest.raises(FileNotFoundError):
            ask(name)
    with pytest.raises(FileNotFoundError):
        pictures.open_part(name, first=0, behind=1)


@pytest.mark.once
def test_second_writer_is_refused(place: str) -> None:
    storage.write(STEM, "png", b"the first")

    with pytest.raises(FileExistsError):
        storage.write(STEM, "png", b"the second")

    assert read(storage.file_name(STEM, "png")) == b"the first"
    assert storage.files_in("ab") == [f"ab/{STEM}.png"]


@pytest.mark.once
def test_one_of_many_writers_at_once_wins(place: str) -> None:
    barrier = threading.Barrier(8)

    def write(number: int) -> int | None:
        barrier.wait()
        try:
            storage.write(STEM, "png", b"%d" % number * 100_000)
        except FileExistsError:
            return None
        return number

    with ThreadPoolExecutor(8) as pool:
        winners = [number for number in pool.map(write, range(8)) if number is not None]

    assert len(winners) == 1
    assert read(storage.file_name(STEM, "png")) == b"%d" % winners[0] * 100_000


@pytest.mark.once
def test_file_is_seen_whole_or_not_at_all(place: str) -> None:
    sizes: set[int] = set()
    is_written = threading.Event()

    def watch() -> None:
        while not is_written.is_set():
            for folder in storage.folders():
                names = [name for name in storage.files_in(folder) if not storage.is_draft(name)]
                sizes.update(storage.pictures().size(name) for name in names)

    with ThreadPoolExecutor(1) as pool:
        watching = pool.submit(watch)
        for number in range(10):
            storage.write(f"{STEM}-{number}", "png", PNG)
        is_written.set()
        watching.result()

    assert sizes <= {len(PNG)}


@pytest.mark.once
def test_remove_takes_the_thumbnail_along(place: str) -> None:
    for stem in (STEM, OTHER):
        storage.write(stem, "png", PNG)
        storage.write(stem, "webp", b"thumbnail")

    storage.remove(STEM)

    assert (storage.exists(STEM), storage.exists(OTHER)) == (False, True)
    assert sorted(storage.files_in("cd")) == [f"cd/{OTHER}.png", f"cd/{OTHER}.webp"]


@pytest.mark.once
def test_picture_whose_name_is_taken_leaves_no_thumbnail(place: str) -> None:
    storage.write(STEM, "webp", b"another's")
    prepared = PreparedFile(stem=OTHER, png=PNG, thumbnail=b"thumbnail", width=1, height=1)
    storage.write(OTHER, "png", b"another's")

    with pytest.raises(FileExistsError):
        files.write([prepared])

    assert storage.files_in("ab") == [f"ab/{STEM}.webp"]


@pytest.mark.django_db
def test_reconciliation_removes_orphans_and_marks_rows_without_files(place: str) -> None:
    image = Image.objects.create()
    kept = ImageFile.objects.create(image=image, stem=image.public_id)
    storage.write(kept.stem, "png", PNG)
    storage.write(kept.stem, "webp", b"thumbnail")
    lost = ImageFile.objects.create(image=Image.objects.create(), stem=OTHER)
    storage.write(STEM, "png", PNG)

    young = reconcile(is_dry=True)
    # A file's time is the storage's, in whole seconds at the coarsest.
    found = [reconcile(young_seconds=-2) for _ in range(2)]

    assert young == Findings(missing_files=1)
    assert found == [Findings(orphaned_files=1, missing_files=1), Findings()]
    assert (storage.exists(kept.stem), storage.exists(STEM)) == (True, False)
    assert list(ImageFile.objects.filter(is_missing=True)) == [lost]


@WATCHED
def test_job_is_drawn_into_it(place: str, settings: LazySettings) -> None:
    settings.ENGINES = engines("dummy")
    make_job(prompt="dummy:")
    job = claim()

    run(job)

    job.refresh_from_db()
    file = ImageFile.objects.get()
    assert (job.status, len(read(storage.file_name(file.stem, "png")))) == ("completed", file.size)


# --- A bucket alone --------------------------------------------------------------------------------------------------


@pytest.mark.once
def test_bucket_tells_type_and_age_to_whoever_reads_it_directly(bucket: S3Server) -> None:
    storage.write(STEM, "png", PNG)
    storage.write(STEM, "webp", b"thumbnail")

    heads = [
        bucket.client.head_object(Bucket=bucket.bucket, Key=f"{PREFIX}/ab/{STEM}.{suffix}")
        for suffix in ("png", "webp")
    ]
    acl = bucket.client.get_object_acl(Bucket=bucket.bucket, Key=f"{PREFIX}/ab/{STEM}.png")

    for_ever = "public, max-age=31536000, immutable"
    assert [(head["ContentType"], head["CacheControl"]) for head in heads] == [
        ("image/png", for_ever),
        ("image/webp", for_ever),
    ]
    assert [grant["Grantee"]["Type"] for grant in acl["Grants"]] == ["CanonicalUser"]


@pytest.mark.django_db
def test_bucket_is_listed_page_by_page_to_the_end(bucket: S3Server, monkeypatch: pytest.MonkeyPatch) -> None:
    # As real servers do after a thousand names.
    monkeypatch.setenv("MOTO_S3_DEFAULT_MAX_KEYS", "10")
    crowd = [f"00/orphaned-{number:02d}-00.png" for number in range(23)]
    folders = [f"{number:02x}" for number in range(23)]
    foreign = [f"another's-{number:02d}" for number in range(11)]
    for name in (
        crowd + [f"{folder}/orphaned-{folder}.png" for folder in folders[1:]] + [f"{each}/x" for each in foreign]
    ):
        bucket.put(name)

    assert storage.files_in("00") == crowd
    assert sorted(storage.pictures().listdir("")[0]) == folders + foreign
    assert storage.folders() == folders
    assert reconcile(young_seconds=-2) == Findings(orphaned_files=23 + 22)
    assert bucket.names() == [f"{each}/x" for each in foreign]


@pytest.mark.once
def test_bucket_without_a_prefix_is_used_from_its_root(bucket: S3Server, settings: LazySettings) -> None:
    use_bucket(settings, bucket, location="")

    storage.write(STEM, "png", PNG)

    assert bucket.names() == [f"ab/{STEM}.png"]
    assert (storage.folders(), storage.files_in("ab")) == (["ab"], [f"ab/{STEM}.png"])


@pytest.mark.django_db
@pytest.mark.parametrize("harm", ["away", "overloaded", "without the bucket"])
def test_bucket_that_cannot_be_asked_is_no_missing_file(
    bucket: S3Server, settings: LazySettings, harm: str, caplog: pytest.LogCaptureFixture
) -> None:
    ImageFile.objects.create(image=Image.objects.create(), stem=STEM)
    with overloaded_server() as overloaded:
        changes = {
            "away": {"endpoint_url": NOBODY},
            "overloaded": {"endpoint_url": overloaded},
            "without the bucket": {"bucket_name": "no-such-bucket"},
        }
        use_bucket(settings, bucket, **changes[harm])
        name, pictures = storage.file_name(STEM, "png"), storage.pictures()

        with pytest.raises(StorageUnavailable):
            storage.write(STEM, "png", PNG)
        with pytest.raises(StorageUnavailable):
            pictures.open_part(name, first=0, behind=9)
        with pytest.raises(StorageUnavailable):
            reconcile()

    assert not ImageFile.objects.get().is_missing
    assert SECRET_KEY not in caplog.text


@WATCHED
def test_job_waits_while_the_bucket_is_away_and_is_drawn_when_it_is_back(
    bucket: S3Server, settings: LazySettings
) -> None:
    settings.ENGINES = engines("dummy")
    make_job(prompt="dummy:")

    bucket.stop()
    try:
        run(claim())
    finally:
        bucket.start()
    waiting = Job.objects.get()
    Job.objects.update(due_at=Now() - timedelta(seconds=1))
    lifecycle.queue_due_jobs()
    run(claim())

    waiting_as = (waiting.status, waiting.error_code, waiting.error)
    assert waiting_as == ("waiting", "storage_failed", "The picture could not be stored.")
    waiting.refresh_from_db()
    assert (waiting.status, waiting.attempt, waiting.error) == ("completed", 2, "")
    stem = ImageFile.objects.get().stem
    assert bucket.names() == [f"{stem[-2:]}/{stem}.png", f"{stem[-2:]}/{stem}.webp"]


@pytest.mark.django_db
def test_unwanted_picture_whose_bucket_is_away_is_left_to_reconciliation(
    bucket: S3Server, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ENGINES = engines("dummy")
    make_job(prompt="dummy:")
    job = claim()
    attempt = Attempt(job, limit_seconds=60)
    complete = lifecycle.complete

    def complete_without_bucket(*args: Any, **kwargs: Any) -> bool:
        lifecycle.cancel(job.id)
        bucket.stop()
        return complete(*args, **kwargs)

    monkeypatch.setattr(lifecycle, "complete", complete_without_bucket)

    with pytest.raises(AttemptSuperseded):
        generation.run(job, attempt)

    bucket.start()
    assert len(bucket.names()) == 2
    assert reconcile(young_seconds=-2) == Findings(orphaned_files=2)


# --- Its configuration -----------------------------------------------------------------------------------------------


@pytest.mark.once
def test_place_that_is_right_has_no_fault(place: str) -> None:
    assert check_pictures(None) == []


@pytest.mark.once
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"bucket_name": "no-such-bucket"}, "IMAGESVC_PICTURES: there is no bucket no-such-bucket."),
        ({"endpoint_url": NOBODY}, None),  # it may come back, and until then jobs wait
    ],
)
def test_bucket_that_is_wrong_is_told_from_one_that_is_away(
    bucket: S3Server, settings: LazySettings, changes: dict[str, str], sentence: str | None
) -> None:
    use_bucket(settings, bucket, **changes)

    assert check_pictures(None) == ([Error(sentence, id="imagesvc.E003")] if sentence else [])


@pytest.mark.once
@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        (
            {"IMAGESVC_PICTURES": "pictures"},
            "IMAGESVC_PICTURES must be an absolute path or look like s3://bucket/prefix, not 'pictures'.",
        ),
        (
            {"IMAGESVC_PICTURES": "s3://Bucket"},
            "IMAGESVC_PICTURES must be an absolute path or look like s3://bucket/prefix, not 's3://Bucket'.",
        ),
        (
            {"IMAGESVC_PICTURES": "/nowhere/at/all"},
            "CommandError: IMAGESVC_PICTURES: /nowhere/at/all is not there; make it, or mount what belongs there.",
        ),
        (
            {"IMAGESVC_PICTURES": "s3://bucket", "IMAGESVC_S3_ENDPOINT_URL": "storage:9000"},
            "IMAGESVC_S3_ENDPOINT_URL must look like https://storage.example.org, without a name and a password.",
        ),
        (
            {"IMAGESVC_PICTURES": "s3://bucket", "IMAGESVC_S3_ACCESS_KEY": "key"},
            "IMAGESVC_S3_ACCESS_KEY and IMAGESVC_S3_SECRET_KEY must be set both, or neither.",
        ),
    ],
)
def test_wrong_configuration_is_one_sentence(service: Service, environment: dict[str, str], sentence: str) -> None:
    ended = service.run("up", **environment)

    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", f"{sentence}\n")


@pytest.mark.once
def test_secret_comes_from_a_file_as_well(service: Service, s3: S3Server) -> None:
    secret = service.folder / "secret"
    secret.write_text("from the file\n")
    environment = {**s3.environment, "IMAGESVC_S3_SECRET_KEY_FILE": str(secret)}
    script = "from imagesvc.images.storage import pictures; print(pictures().secret_key)"

    ended = service.run("shell", "-v0", "-c", script, **environment)

    assert (ended.stdout, ended.stderr) == ("from the file\n", "")


@pytest.mark.once
def test_library_for_buckets_is_loaded_for_a_bucket_alone(service: Service, s3: S3Server) -> None:
    script = "import sys; from imagesvc.images import storage; storage.folders(); print('botocore' in sys.modules)"

    ended = [service.run("shell", "-v0", "-c", script, **environment) for environment in ({}, s3.environment)]

    assert [each.stdout for each in ended] == ["False\n", "True\n"]
