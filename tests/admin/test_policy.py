"""No page of the admin has script or style within itself: its policy (tests/web/test_protection.py) forbids them."""

import re

import pytest
from django.test import Client

from tests.admin.rows import make_batch, make_failed_job
from tests.factories import make_character, make_image, make_setting

pytestmark = [pytest.mark.django_db, pytest.mark.once]


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
