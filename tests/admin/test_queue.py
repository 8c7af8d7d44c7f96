"""The admin's list of chores: whether each waits, is under way, and for how long, or has failed."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from jobs.models import Chore

pytestmark = pytest.mark.django_db


def test_chores_say_how_they_are(admin_client: Client) -> None:
    now = timezone.now()
    Chore.objects.all().delete()
    Chore.objects.create(
        name="reconcile pictures", started_at=now - timedelta(hours=3), held_until=now + timedelta(hours=1)
    )
    Chore.objects.create(name="tidy", started_at=now, ended_at=now, error="OSError: no space")
    Chore.objects.create(name="reap", started_at=now, held_until=now - timedelta(seconds=1))

    html = admin_client.get("/admin/jobs/chore/").content.decode()

    states = re.findall(r'<td class="field-state">(.*?)</td>', html)
    assert states == [
        '<span class="state state-waiting">waits</span>',
        '<span class="state state-processing">under way</span> 3 h',
        '<span class="state state-failed">failed</span>',
    ]
