"""Who is shown picture files, where that is not everybody."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.conf import LazySettings

from imagesvc.images import storage
from imagesvc.images.models import Image
from imagesvc.keys.models import Scope
from tests.factories import make_image
from tests.keys.asking import KeyClient, client_with, logged_in
from tests.servers import RunningServer, running_server

pytestmark = pytest.mark.once
SOMEBODY = UUID(int=7)


@pytest.fixture
def server(transactional_db: None, settings: LazySettings) -> Iterator[RunningServer]:
    settings.AUTH, settings.PICTURES_ACCESS = "keys", "keys"
    with running_server() as server:
        yield server


def picture_of(owner: UUID) -> Image:
    image = make_image(owner=owner)
    for suffix in (storage.PICTURE, storage.THUMBNAIL):
        storage.write(image.public_id, suffix, b"picture")
    return image


def status(server: RunningServer, path: str, client: KeyClient | None = None, **headers: str) -> int:
    if client is not None:
        headers["Authorization"] = f"Bearer {client.token}"
    return server.get(path, headers=headers).status_code


def test_picture_is_shown_to_its_key_to_operators_and_to_who_is_logged_in(server: RunningServer) -> None:
    mine, other = client_with(), client_with()
    operator, asks_only = client_with(Scope.READ, Scope.OPERATE), client_with(Scope.REQUEST)
    path = f"/generated-images/{picture_of(mine.key.id).public_id}.png"
    cookie = logged_in("view_job").cookies["sessionid"].OutputString()

    callers = (None, mine, other, operator, asks_only)
    assert [status(server, path, client) for client in callers] == [401, 200, 404, 200, 404]
    assert status(server, path, Cookie=cookie) == 200
    assert status(server, "/generated-images/nothing.png") == 401
    shown = server.get(path, headers={"Authorization": f"Bearer {mine.token}"})
    assert shown.headers["cache-control"] == "private, no-cache"
    again = server.get(path, headers={"Authorization": f"Bearer {mine.token}", "If-None-Match": shown.headers["etag"]})
    assert (again.status_code, again.headers["cache-control"]) == (304, "private, no-cache")


def test_signed_address_opens_its_file_for_some_hours(
    server: RunningServer, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PICTURES_ACCESS, settings.PICTURES_SIGNED_HOURS = "signed", 2
    mine = client_with()
    image, other = picture_of(mine.key.id), picture_of(SOMEBODY)
    [file] = mine.get(f"/api/images/{image.id}").json()["metadata"]["images"]
    query = file["url"].partition("?")[2]

    assert [status(server, file[name]) for name in ("url", "thumbnailUrl")] == [200, 200]
    assert status(server, f"/generated-images/{image.public_id}.webp?{query}") == 401
    assert status(server, f"/generated-images/{other.public_id}.png?{query}") == 401
    assert status(server, file["url"].replace("expires=", "expires=9")) == 401
    assert status(server, f"/generated-images/{image.public_id}.png", mine) == 200
    expires = int(query.partition("&")[0].removeprefix("expires="))
    for seconds, expected in ((-1, 200), (0, 401)):
        monkeypatch.setattr("imagesvc.images.links.time.time", lambda at=expires + seconds: at)
        assert status(server, file["url"]) == expected
