"""What pages of the admin may load: all of them say so, and no other page is told by them."""

import re

import pytest
from django.test import Client

from imagesvc.admin.policy import CONTENT_SECURITY_POLICY
from tests.admin.rows import make_batch, make_failed_job
from tests.factories import make_character, make_image, make_setting

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", "/admin/nothing/", "/admin/jobs/job/?q=x:y"])
def test_pages_of_the_admin_have_the_policy(client: Client, address: str) -> None:
    assert client.get(address)["Content-Security-Policy"] == CONTENT_SECURITY_POLICY


def test_other_pages_keep_their_own(client: Client) -> None:
    assert client.get("/")["Content-Security-Policy"] != CONTENT_SECURITY_POLICY
    assert "Content-Security-Policy" not in client.get("/api/jobs").headers


def test_no_page_has_script_or_style_within_itself(admin_client: Client) -> None:
    make_setting(id="world")
    make_character(id="mira")
    job, batch, image = make_failed_job(), make_batch(), make_image()
    addresses = (
        "/admin/",
        "/admin/jobs/job/",
        f"/admin/jobs/job/{job.id}/change/",
        "/admin/batches/batch/",
        f"/admin/batches/batch/{batch.id}/change/",
        "/admin/batches/batch/new/requeue/?status=failed",
        "/admin/images/image/",
        f"/admin/images/image/{image.id}/change/",
        "/admin/entities/character/mira/change/",
        "/admin/entities/setting/world/change/",
        "/admin/audit/auditentry/",
        "/admin/auth/user/add/",
    )

    pages = {address: admin_client.get(address).content.decode() for address in addresses}

    for address, page in pages.items():
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", page), address
        assert not re.search(r"<script(?![^>]*\ssrc=)(?![^>]*application/json)", page), address
