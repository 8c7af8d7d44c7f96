"""What a webhook says: an event of a job, and the job in the words of the API; and the chore that has it delivered."""

from imagesvc.api import payloads
from imagesvc.api.json import to_json
from imagesvc.webhooks import courier
from imagesvc.webhooks.models import Delivery
from jobs.models import Job, JobStatus


def deliver() -> None:
    """Deliver webhooks for a while; `settings.CHORES` names this function."""
    courier.run(body_of=body_of)


def body_of(delivery: Delivery) -> bytes | None:
    """Return the body `{type, timestamp, data}`, where `data` is what GET /api/jobs/<id> said when it happened.

    What the event says comes from the event; what never changes, and the result, from the job as it is now. None when
    the job was deleted.
    """
    row = Job.objects.filter(id=delivery.job_id).values(*payloads.DETAIL_COLUMNS).first()
    if row is None:
        return None
    told = {name: getattr(delivery, name) for name in ("status", "attempt", "progress", "message", "engine", "error")}
    if delivery.status not in JobStatus.ENDED:
        told["ended_at"] = None
    if not delivery.attempt:
        told["started_at"] = None
    detail = payloads.job_detail({**row, **told}, is_past=True)
    detail.pop("success")
    return to_json({"type": delivery.event, "timestamp": delivery.at, "data": detail})
