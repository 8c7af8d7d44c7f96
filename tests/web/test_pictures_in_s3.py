"""Pictures that lie in a bucket are served under the same addresses and with the same headers as those in a folder."""

import logging
from collections.abc import Iterator

import httpx2
import pytest
from django.conf import LazySettings

from imagesvc.images import storage
from jobs.models import Job
from tests.buckets import ACCESS_KEY, PREFIX, SECRET_KEY, S3Server, breaking_server, overloaded_server, s3_server
from tests.factories import make_image, make_thing
from tests.servers import RunningServer, running_server
from tests.web.test_protection import PROTECTING

pytestmark = pytest.mark.once

STEM = "img_20260304_165514_cd2bvwu0"
URL = f"/generated-images/{STEM}.png"
PNG = b"\x89PNG" + bytes(range(256)) * 4_000
FOR_EVER = "public, max-age=31536000, immutable"
AWAY = {
    "success": False,
    "error": "The storage of pictures does not answer; try again in a few seconds.",
    "code": "storage-unavailable",
}


@pytest.fixture
def bucket(settings: LazySettings) -> Iterator[S3Server]:
    with s3_server() as bucket:
        settings.STORAGES = {**settings.STORAGES, "pictures": bucket.storage}
        storage.write(STEM, storage.PICTURE, PNG)
        storage.write(STEM, storage.THUMBNAIL, b"thumbnail")
        yield bucket


@pytest.fixture
def server(bucket: S3Server) -> Iterator[RunningServer]:
    with running_server() as server:
        yield server


def headers_of(response: httpx2.Response) -> dict[str, str]:
    return {name: value for name, value in response.headers.items() if name not in {"date", *PROTECTING}}


def test_picture_and_thumbnail_are_sent_for_ever(server: RunningServer, bucket: S3Server) -> None:
    head = bucket.client.head_object(Bucket=bucket.bucket, Key=f"{PREFIX}/u0/{STEM}.png")
    modified_at = head["LastModified"]

    picture, thumbnail = server.get(URL), server.get(URL.replace(".png", ".webp"))

    assert (picture.status_code, picture.content == PNG) == (200, True)
    assert headers_of(picture) == {
        "content-type": "image/png",
        "content-length": str(len(PNG)),
        "content-disposition": f'inline; filename="{STEM}.png"',
        "etag": f'"{int(modified_at.timestamp() * 1_000_000):x}-{len(PNG):x}"',
        "last-modified": modified_at.strftime("%a, %d %b %Y %H:%M:%S GMT"),
        "cache-control": FOR_EVER,
        "accept-ranges": "bytes",
    }
    assert (thumbnail.status_code, thumbnail.headers["content-type"], thumbnail.content) == (
        200,
        "image/webp",
        b"thumbnail",
    )


def test_head_and_known_pictures_have_no_body(server: RunningServer) -> None:
    whole = server.get(URL)
    with server.client() as client:
        head = client.head(URL)
        known = [
            client.get(URL, headers={"If-None-Match": whole.headers["etag"]}),
            client.get(URL, headers={"If-Modified-Since": whole.headers["last-modified"]}),
        ]

    assert (head.status_code, head.content, headers_of(head)) == (200, b"", headers_of(whole))
    assert [(each.status_code, each.content) for each in known] == [(304, b"")] * 2
    assert [headers_of(each) for each in known] == [{"etag": whole.headers["etag"], "cache-control": FOR_EVER}] * 2


@pytest.mark.parametrize(("asked", "first", "behind"), [("0-0", 0, 1), ("10-600009", 10, 600_010), ("-5", -5, None)])
def test_range_is_sent_alone(server: RunningServer, asked: str, first: int, behind: int | None) -> None:
    response = server.get(URL, headers={"Range": f"bytes={asked}"})

    assert (response.status_code, response.content == PNG[first:behind]) == (206, True)


def test_picture_that_is_not_in_the_bucket_is_not_found(server: RunningServer) -> None:
    response = server.get("/generated-images/img_20260304_165514_unknown0.png")

    assert (response.status_code, response.json()) == (
        404,
        {"success": False, "error": "There is no such picture.", "code": "not-found"},
    )


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("harm", ["away", "overloaded"])
def test_bucket_that_does_not_answer_is_said_so_and_nothing_more(
    server: RunningServer,
    bucket: S3Server,
    settings: LazySettings,
    method: str,
    harm: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with overloaded_server() as overloaded, server.client() as client:
        options = bucket.storage["OPTIONS"] | ({"endpoint_url": overloaded} if harm == "overloaded" else {})
        settings.STORAGES = {**settings.STORAGES, "pictures": {**bucket.storage, "OPTIONS": options}}
        if harm == "away":
            bucket.stop()

        response = client.request(method, URL)

    assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    if method == "GET":
        assert response.json() == AWAY
    assert not {ACCESS_KEY, SECRET_KEY} & {*caplog.text.split()}
    assert [record.name for record in caplog.records if record.levelno >= logging.ERROR] == ["imagesvc.web.pictures"]


@pytest.mark.parametrize("sent", [1_000, 500_000])
def test_picture_that_breaks_off_is_never_taken_for_whole(
    server: RunningServer, bucket: S3Server, settings: LazySettings, sent: int
) -> None:
    with breaking_server(size=1_000_000, sent=sent) as url:
        options = bucket.storage["OPTIONS"] | {"endpoint_url": url}
        settings.STORAGES = {**settings.STORAGES, "pictures": {**bucket.storage, "OPTIONS": options}}

        if sent == 1_000:  # before anything was sent on there is time for an error
            assert server.get(URL).status_code == 503
        else:
            with pytest.raises(httpx2.RemoteProtocolError):
                server.get(URL)


@pytest.mark.django_db(transaction=True)
def test_request_that_needs_to_look_into_the_bucket_says_that_it_is_away(
    server: RunningServer, bucket: S3Server
) -> None:
    thing = make_thing()
    make_image(entity_kind="thing", entity_type="item", entity_id=thing.id, is_current=True)
    bucket.stop()

    with server.client() as client:
        response = client.post("/api/images/request", json={"entityType": "item", "entityId": thing.id})

    assert (response.status_code, response.headers["retry-after"]) == (503, "10")
    assert response.json() == {
        "success": False,
        "error": "The storage of pictures does not answer; try again later.",
        "code": "storage-unavailable",
    }
    assert Job.objects.count() == 0


def test_picture_is_served_again_when_the_bucket_is_back(server: RunningServer, bucket: S3Server) -> None:
    bucket.stop()
    away = server.get(URL)
    bucket.start()

    back = server.get(URL)

    assert [away.status_code, back.status_code] == [503, 200]
    assert back.content == PNG
