"""Rows as jobs, pictures and batches leave them, and texts that a page must not take for its own."""

from typing import Any
from uuid import uuid4

from django.utils import timezone

from imagesvc.audit.actors import Actor
from imagesvc.audit.models import Via
from imagesvc.batches import running
from imagesvc.batches.action import Options
from imagesvc.batches.models import Batch
from imagesvc.webhooks.models import Delivery, Receiver
from jobs.models import Job, JobStatus
from jobs.search import parse_search
from tests.factories import make_job

SCRIPT = '"><img src=x onerror=alert(1)><script>alert(1)</script>'
AWKWARD = (SCRIPT, "{{7*7}} {% csrf_token %}", "'single' \"double\" `tick`", "👑 queen", "مير \u202e desrever")
ALICE = Actor(name="alice", via=Via.ADMIN, address="10.0.0.7")


def make_ended_job(**values: Any) -> Job:
    return make_job(**{"status": JobStatus.COMPLETED, "progress": 100, "ended_at": timezone.now()} | values)


def make_failed_job(**values: Any) -> Job:
    return make_ended_job(**{"status": JobStatus.FAILED, "error": "Out of ink.", "error_code": "out_of_ink"} | values)


def make_batch(action: str = "requeue", search: str = "status:failed", **options: Any) -> Batch:
    return running.start(action, parse_search(search), Options(**options), actor=ALICE, here=False)


def make_delivery(job: Job, **values: Any) -> Delivery:
    receiver = Receiver.objects.create(url=f"https://example.org/{uuid4()}", is_subscription=True)
    now = timezone.now()
    values = {"kind": "completed", "status": "completed", "message": "Done", "state": "delivered"} | values
    return Delivery.objects.create(
        receiver=receiver,
        job=job,
        event_id=1,
        at=now,
        attempt=1,
        progress=100,
        tries=1,
        last_status=200,
        expires_at=now,
        ended_at=now,
        **values,
    )
