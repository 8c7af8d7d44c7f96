"""Pictures that cannot be stored, or are gone: jobs say so, the service stays up, and all is well when it is mended."""

import pytest

from tests.faults.conftest import Recovery
from tests.faults.deployment import Deployment
from tests.faults.disks import mounted

HEALED_SECONDS = 30.0


@pytest.mark.slow
@pytest.mark.faults("F15")
def test_disk_full_when_a_picture_is_stored(deployment: Deployment, recovery: Recovery) -> None:
    with mounted(deployment.pictures, kibibytes=256) as disk:
        deployment.up()
        [before] = deployment.submit()
        deployment.wait_until_ended([before])
        disk.fill()

        [meanwhile] = deployment.submit()
        deployment.wait_until_ended([meanwhile])

        assert deployment.ending(meanwhile) == ("failed", "storage_full", 3, 3)
        assert deployment.stored_stems() == deployment.known_stems() | {"filler"}
        with recovery.within(HEALED_SECONDS):
            disk.empty()
            [afterwards] = deployment.submit()
            deployment.wait_until_ended([afterwards])
        assert deployment.status(afterwards) == "completed"
        deployment.assert_sound()


@pytest.mark.faults("F17")
@pytest.mark.slow
def test_folder_of_pictures_replaced_by_a_file(deployment: Deployment, recovery: Recovery) -> None:
    deployment.up()
    [before] = deployment.submit()
    deployment.wait_until_ended([before])
    [picture] = deployment.http.get(f"/api/jobs/{before}").json()["result"]["images"]
    away = deployment.pictures.rename(deployment.pictures.with_name("away"))
    deployment.pictures.touch()

    [meanwhile] = deployment.submit()
    deployment.wait_until_ended([meanwhile])

    assert deployment.ending(meanwhile) == ("failed", "storage_failed", 3, 3)
    assert deployment.http.get(picture["url"]).status_code in {404, 503}
    assert deployment.http.get("/api/images").status_code == 200
    with recovery.within(HEALED_SECONDS):
        deployment.pictures.unlink()
        away.rename(deployment.pictures)
        [afterwards] = deployment.submit()
        deployment.wait_until_ended([afterwards])
    assert deployment.status(afterwards) == "completed"
    assert deployment.http.get(picture["url"]).status_code == 200
    deployment.assert_sound()


@pytest.mark.faults("F17")
@pytest.mark.slow
def test_disk_of_pictures_becomes_read_only(deployment: Deployment, recovery: Recovery) -> None:
    with mounted(deployment.pictures, kibibytes=256) as disk:
        deployment.up()
        deployment.wait_until_ended(deployment.submit())
        disk.set_writable(is_writable=False)

        [meanwhile] = deployment.submit()
        deployment.wait_until_ended([meanwhile])

        assert deployment.ending(meanwhile) == ("failed", "storage_failed", 3, 3)
        with recovery.within(HEALED_SECONDS):
            disk.set_writable(is_writable=True)
            [afterwards] = deployment.submit()
            deployment.wait_until_ended([afterwards])
        assert deployment.status(afterwards) == "completed"
        deployment.assert_sound()


@pytest.mark.faults("F17")
@pytest.mark.slow
def test_folder_of_pictures_is_gone(deployment: Deployment, recovery: Recovery) -> None:
    deployment.up()
    [before] = deployment.submit()
    deployment.wait_until_ended([before])
    [picture] = deployment.http.get(f"/api/jobs/{before}").json()["result"]["images"]
    deployment.pictures.rename(deployment.pictures.with_name("away"))

    with recovery.within(HEALED_SECONDS):
        assert deployment.http.get(picture["url"]).status_code in {404, 503}
        [meanwhile] = deployment.submit()
        deployment.wait_until_ended([meanwhile])

    assert deployment.status(meanwhile) in {"completed", "failed"}
    deployment.assert_sound()


@pytest.mark.faults("F19")
@pytest.mark.slow
def test_picture_deleted_by_hand(deployment: Deployment) -> None:
    deployment.run_from_shell("from tests.factories import make_thing; make_thing(id='thing_1')")
    deployment.up()
    wish = {"entityType": "item", "entityId": "thing_1"}
    first = deployment.http.post("/api/images/request", json=wish).json()["jobId"]
    deployment.wait_until_ended([first])
    [picture] = deployment.http.get(f"/api/jobs/{first}").json()["result"]["images"]
    image_id = picture["imageId"]
    (deployment.pictures / image_id[-2:] / f"{image_id}.png").unlink()

    answer = deployment.http.get(picture["url"])
    deployment.reconcile()

    assert (answer.status_code, answer.json()["success"]) == (404, False)
    [told] = deployment.http.get(f"/api/images/{image_id}").json()["metadata"]["images"]
    assert told["missing"] is True
    again = deployment.http.post("/api/images/request", json=wish).json()
    assert (again["success"], again["skipped"], again["existingJob"]) == (True, False, False)
    deployment.wait_until_ended([again["jobId"]])
    assert deployment.http.post("/api/images/request", json=wish).json()["reason"] == "image-exists"
    deployment.assert_sound()
