"""Picture files are served from the storage alone: whole or in part, or not at all because the client has them."""

import os
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from django.conf import LazySettings

from imagesvc.images import storage
from tests.servers import RunningServer, running_server
from tests.web.test_bridge import answer_on
from tests.web.test_protection import PROTECTING

pytestmark = pytest.mark.once

STEM = "img_20260304_165514_cd2bvwu0"
URL = f"/generated-images/{STEM}.png"
PNG = b"\x89PNG" + os.urandom(600_000)
WEBP = b"RIFF thumbnail"
MODIFIED_AT = 1_790_000_000.5
LAST_MODIFIED = "Mon, 21 Sep 2026 14:13:20 GMT"
ETAG = f'"{int(MODIFIED_AT * 1_000_000):x}-{len(PNG):x}"'
FOR_EVER = "public, max-age=31536000, immutable"
NOT_FOUND = {"success": False, "error": "There is no such picture.", "code": "not-found"}


@pytest.fixture
def server(pictures: Path) -> Iterator[RunningServer]:
    storage.write(STEM, storage.PICTURE, PNG)
    storage.write(STEM, storage.THUMBNAIL, WEBP)
    os.utime(pictures / "u0" / f"{STEM}.png", (MODIFIED_AT, MODIFIED_AT))
    with running_server() as server:
        yield server


def headers_of(response: httpx2.Response) -> dict[str, str]:
    return {name: value for name, value in response.headers.items() if name not in {"date", *PROTECTING}}


def test_picture_is_sent_whole_and_for_ever(server: RunningServer) -> None:
    response = server.get(URL)

    assert (response.status_code, response.content == PNG) == (200, True)
    assert headers_of(response) == {
        "content-type": "image/png",
        "content-length": str(len(PNG)),
        "content-disposition": f'inline; filename="{STEM}.png"',
        "etag": ETAG,
        "last-modified": LAST_MODIFIED,
        "cache-control": FOR_EVER,
        "accept-ranges": "bytes",
    }


def test_thumbnail_lies_beside_it(server: RunningServer) -> None:
    response = server.get(f"/generated-images/{STEM}.webp")

    assert (response.status_code, response.headers["content-type"], response.content) == (200, "image/webp", WEBP)


def test_head_says_the_same_without_the_picture(server: RunningServer) -> None:
    with server.client() as client:
        asked = client.head(URL)

    assert (asked.status_code, asked.content) == (200, b"")
    assert headers_of(asked) == headers_of(server.get(URL))


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "known",
    [
        {"If-None-Match": ETAG},
        {"If-None-Match": f"W/{ETAG}"},
        {"If-None-Match": f'"other", W/"more" , {ETAG}'},
        {"If-None-Match": "*"},
        {"If-None-Match": ETAG, "If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
        {"If-Modified-Since": LAST_MODIFIED},
        {"If-Modified-Since": "Tue, 22 Sep 2026 14:13:20 GMT"},
    ],
)
def test_known_picture_is_not_sent_again(server: RunningServer, method: str, known: dict[str, str]) -> None:
    with server.client() as client:
        response = client.request(method, URL, headers=known)

    assert (response.status_code, response.content) == (304, b"")
    assert headers_of(response) == {"etag": ETAG, "cache-control": FOR_EVER}


@pytest.mark.parametrize(
    "known",
    [
        {"If-None-Match": '"other"'},
        {"If-None-Match": ETAG.strip('"')},
        {"If-None-Match": '"other"', "If-Modified-Since": LAST_MODIFIED},
        {"If-Modified-Since": "Sun, 20 Sep 2026 14:13:20 GMT"},
        {"If-Modified-Since": "yesterday"},
    ],
)
def test_picture_that_differs_is_sent(server: RunningServer, known: dict[str, str]) -> None:
    response = server.get(URL, headers=known)

    assert (response.status_code, response.content == PNG) == (200, True)


@pytest.mark.parametrize(
    ("asked", "first", "behind"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=10-300009", 10, 300_010),
        ("bytes=600000-", 600_000, len(PNG)),
        ("bytes=-5", len(PNG) - 5, len(PNG)),
        ("bytes=-9999999", 0, len(PNG)),
        ("bytes=5-99999999", 5, len(PNG)),
    ],
)
def test_range_is_sent_alone(server: RunningServer, asked: str, first: int, behind: int) -> None:
    response = server.get(URL, headers={"Range": asked})

    assert (response.status_code, response.content == PNG[first:behind]) == (206, True)
    assert response.headers["content-range"] == f"bytes {first}-{behind - 1}/{len(PNG)}"
    assert response.headers["content-length"] == str(behind - first)


@pytest.mark.parametrize("asked", ["bytes=600004-", "bytes=600004-600010", "bytes=-0"])
def test_range_behind_the_end_is_refused(server: RunningServer, asked: str) -> None:
    response = server.get(URL, headers={"Range": asked})

    assert (response.status_code, response.headers["content-range"], response.json()) == (
        416,
        "bytes */600004",
        {
            "success": False,
            "error": "The picture has 600,004 bytes; the range begins behind them.",
            "code": "range-not-satisfiable",
        },
    )


@pytest.mark.parametrize(
    "asked",
    [
        {"Range": "bytes=0-1,5-6"},
        {"Range": "bytes=-"},
        {"Range": "bytes=6-5"},
        {"Range": "lines=1-2"},
        {"Range": "bytes=0-0", "If-Range": '"other"'},
        {"Range": "bytes=0-0", "If-Range": f"W/{ETAG}"},
    ],
)
def test_range_that_cannot_be_served_gets_the_whole(server: RunningServer, asked: dict[str, str]) -> None:
    response = server.get(URL, headers=asked)

    assert (response.status_code, response.content == PNG) == (200, True)


@pytest.mark.parametrize("validator", [ETAG, LAST_MODIFIED])
def test_range_of_the_same_picture_goes_on(server: RunningServer, validator: str) -> None:
    response = server.get(URL, headers={"Range": "bytes=1-3", "If-Range": validator})

    assert (response.status_code, response.content) == (206, b"PNG")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "img_20260304_165514_unknown0.png",
        "short.png",
        f"{STEM}",
        f"{STEM}.PNG",
        f"{STEM}.gif",
        f"{STEM}.png.",
        f"{STEM}.png%20",
        f"{STEM}.png%0a",
        f"{STEM}.png%00",
        f"{STEM}%00.png",
        f"{STEM}%2Emeta",
        f"{STEM}.png/",
        f"u0/{STEM}.png",
        f"u0%2f{STEM}.png",
        f"u0%5c{STEM}.png",
        f"..%2f{STEM}.png",
        f"../generated-images/../{STEM}.png",
        "..%2f..%2f..%2fetc%2fpasswd",
        "%2e%2e/%2e%2e/secret_key",
        "%252e%252e%252fsecret_key.png",
        "C:%5cwindows%5cwin.ini",
        "//etc/passwd",
        f"{'x' * 111}.png",
        f"{'%C3%A9' * 10}.png",
        "%ff%ff%ff%ff%ff%ff%ff%ff.png",
    ],
)
def test_any_other_name_is_not_found(server: RunningServer, name: str) -> None:
    # Just as it stands: a client library would tidy the path up.
    request = f"GET /generated-images/{name} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"

    status, headers, body = answer_on(server.send(request))

    assert (status, headers["content-type"], httpx2.Response(200, content=body).json()) == (
        404,
        "application/json",
        NOT_FOUND,
    )


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_pictures_can_only_be_read(server: RunningServer, method: str) -> None:
    with server.client() as client:
        response = client.request(method, URL)

    assert (response.status_code, response.headers["allow"], response.json()) == (
        405,
        "GET, HEAD",
        {"success": False, "error": "A picture can only be read, with GET or HEAD.", "code": "method-not-allowed"},
    )


def test_picture_that_cannot_be_read_is_no_missing_one(server: RunningServer, pictures: Path) -> None:
    # A folder where a file should be: even root cannot read it.
    (pictures / storage.file_name("abcdefgh", storage.PICTURE)).mkdir(parents=True)

    response = server.get("/generated-images/abcdefgh.png")

    assert (response.status_code, response.headers["retry-after"], response.json()) == (
        503,
        "5",
        {
            "success": False,
            "error": "The storage of pictures does not answer; try again in a few seconds.",
            "code": "storage-unavailable",
        },
    )


@pytest.mark.parametrize("is_near", [True, False])
def test_folder_on_another_machine_serves_as_well(
    server: RunningServer, settings: LazySettings, pictures: Path, is_near: bool
) -> None:
    options = {"location": pictures, "is_near": is_near}
    folder = {"BACKEND": "imagesvc.images.storage.PictureFolder", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "pictures": folder}

    whole, missing = server.get(URL), server.get("/generated-images/img_20260304_165514_unknown0.png")

    assert (whole.status_code, whole.content == PNG, whole.headers["etag"]) == (200, True, ETAG)
    assert (missing.status_code, missing.json()) == (404, NOT_FOUND)


def test_client_that_leaves_in_the_middle_harms_nobody(server: RunningServer) -> None:
    connection = server.send(f"GET {URL} HTTP/1.1\r\nHost: localhost\r\n\r\n")

    assert connection.recv(10) == b"HTTP/1.1 2"
    connection.close()

    assert server.get(URL).status_code == 200
