"""Jobs that go the ways that are counted, through the real lifecycle."""

from jobs import lifecycle
from jobs.lifecycle import Failure, NewJob
from jobs.models import Job


def submit() -> Job:
    return lifecycle.submit(NewJob(prompt="A lighthouse.", width=64, height=64, seed=1)).job


def end(job: Job, how: str, *, engine: str, code: str = "") -> None:
    """Claim a job, which must be the only one that is queued, and have its attempt end."""
    claimed = lifecycle.claim(worker="here:1")
    assert claimed is not None
    assert claimed.id == job.id
    attempt = claimed.attempt
    lifecycle.report(job.id, attempt=attempt, progress=0, message="Drawing", engine=engine)
    match how:
        case "completed":
            lifecycle.complete(job.id, attempt=attempt, engine=engine)
        case "failed" | "retrying":
            lifecycle.fail(claimed, Failure(error="No.", code=code, is_retryable=how == "retrying"))
        case "timeout":
            lifecycle.time_out(job.id, attempt=attempt, error="Too slow.")
        case "lost":
            # Queued again, it would be in the way.
            lifecycle.lose(claimed)
            lifecycle.cancel(job.id)
