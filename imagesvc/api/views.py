"""Requests for pictures, jobs and images over HTTP: parse, call one function, render."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.http import HttpResponse
from django.utils.http import parse_etags
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from entities.kinds import KIND_OF_WORD, EntityKind, kind_named, types_named
from imagesvc.api import errors, payloads
from imagesvc.api.errors import ApiError
from imagesvc.api.idempotency import idempotency_in
from imagesvc.api.json import MEDIA_TYPE, to_json
from imagesvc.api.jsonview import JSONView
from imagesvc.api.pagination import page_of_listing, refused, single
from imagesvc.api.selections import selection_in
from imagesvc.api.serializers import CustomImageRequest, ImageRequest
from imagesvc.images import admission, ownership, previews
from imagesvc.images.admission import Admission, EntityNotFound, GenerationUnavailable, Verdict
from imagesvc.images.models import Image
from imagesvc.images.prompts import NothingToDraw
from imagesvc.images.storage import StorageUnavailable
from imagesvc.keys.callers import Caller, caller_in
from imagesvc.keys.quotas import QuotaExceeded
from imagesvc.web.deferred import DeferredResponse
from imagesvc.web.seats import may_wait
from imagesvc.webhooks.addresses import AddressRefused
from imagesvc.webhooks.receivers import TooManyCallbacks
from jobs import lifecycle, line
from jobs.lifecycle import IdempotencyConflict, QueueFull
from jobs.listing import Listing
from jobs.models import Job, JobStatus
from jobs.selection import WORD_NAMED

# Proxies hang up on who is silent for longer.
LONGEST_WAIT_SECONDS = 60
RETRY = {"Retry-After": "10"}
KEY_USED = ApiError(409, "This Idempotency-Key came with another request before.", code="idempotency-conflict")
TOO_MANY_WAIT = ApiError(
    503, "Too many requests wait already; do not wait, or try again later.", code="too-many-waiting", headers=RETRY
)
TOO_MANY_PICTURES = ApiError(
    503,
    "Too many requests wait for their pictures; leave out async=false, or try again later.",
    code="too-many-waiting",
    headers=RETRY | {"Deprecation": "true"},
)
STORAGE_AWAY = ApiError(
    503, "The storage of pictures does not answer; try again later.", code="storage-unavailable", headers=RETRY
)
NOT_YOURS = ApiError(403, "This job is another key's; only that one may cancel it.", code="not-yours")

# How each decision about an entity's picture goes out: status, success, skipped.
ANSWERS = {
    Verdict.NEW_JOB: (200, True, False),
    Verdict.EXISTING_JOB: (200, False, False),
    Verdict.IMAGE_EXISTS: (202, True, True),
    Verdict.DISABLED: (202, False, True),
    Verdict.NOT_IN_CONTEXT: (202, False, True),
    Verdict.NOT_VISIBLE: (202, False, True),
    Verdict.NOTHING_TO_DRAW: (409, False, False),
    Verdict.QUEUE_FULL: (409, False, False),
    Verdict.ENGINE_UNAVAILABLE: (409, False, False),
}

# How an ended job ended, in a sentence.
ENDS: dict[str, str] = {
    JobStatus.COMPLETED: "has completed",
    JobStatus.FAILED: "has failed",
    JobStatus.TIMEOUT: "has timed out",
    JobStatus.CANCELLED: "was cancelled already",
}


class RequestView(JSONView):
    """POST /api/images/request: a picture of an entity."""

    def post(self, request: Request) -> Response:
        wish = ImageRequest.read(request.data)
        try:
            decision = admission.request_image(**wish, caller=caller_in(request), idempotency=idempotency_in(request))
        except EntityNotFound as error:
            raise ApiError(404, str(error)) from error
        except IdempotencyConflict as error:
            raise KEY_USED from error
        except (AddressRefused, TooManyCallbacks) as error:
            raise errors.invalid_fields({"callbackUrl": [str(error)]}) from error
        except StorageUnavailable as error:
            raise STORAGE_AWAY from error
        except QuotaExceeded as error:
            raise _no_more(error) from error
        return _answer_to(decision)


class GenerateView(JSONView):
    """POST /api/generate-image: a picture of a prompt, at once a job or, in the old way, the picture itself."""

    def post(self, request: Request) -> HttpResponse:
        wish = CustomImageRequest.read(request.data)
        is_async = wish.pop("is_async")
        if not is_async and not may_wait(request):
            raise TOO_MANY_PICTURES
        try:
            job = admission.request_custom_image(**wish, caller=caller_in(request), idempotency=idempotency_in(request))
        except NothingToDraw as error:
            raise errors.invalid_fields({"prompt": ["This field must not be empty."]}) from error
        except GenerationUnavailable as error:
            raise ApiError(503, str(error), headers=RETRY) from error
        except QueueFull as error:
            raise ApiError(503, "The queue is full.", code="queue-full", headers=RETRY) from error
        except IdempotencyConflict as error:
            raise KEY_USED from error
        except (AddressRefused, TooManyCallbacks) as error:
            raise errors.invalid_fields({"callbackUrl": [str(error)]}) from error
        except QuotaExceeded as error:
            raise _no_more(error) from error
        return _accepted(job) if is_async else _answer_when_ended(job)


class JobViewSet(ViewSet):
    """GET /api/jobs, GET and DELETE /api/jobs/<id>."""

    def list(self, request: Request) -> HttpResponse:
        caller = caller_in(request)
        selection = selection_in(request.query_params, caller=caller)
        jobs = selection.listing(Job.objects.all(), read=payloads.summary_rows)
        jobs = replace(jobs, branches=_those_of(jobs.branches, ownership.jobs_of(caller)))
        page = page_of_listing(jobs, request=request, filters=tuple(WORD_NAMED))
        state = line.state()
        queue = {"pending": state.pending, "processing": state.processing, "paused": state.is_paused}
        jobs_on_page = payloads.job_summaries(page.rows)
        return _ok({"success": True, "jobs": jobs_on_page, "queue": queue, "next": page.next})

    def retrieve(self, request: Request, job_id: str) -> HttpResponse:
        seconds = _wait_in(request)
        known_tags = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
        caller = caller_in(request)
        job = _look_at_job(_job_id_in(job_id), caller=caller)
        if not seconds or job.has_ended or (known_tags and job.etag not in known_tags):
            return job.answer(known_tags=known_tags)
        if not may_wait(request):
            raise TOO_MANY_WAIT
        return _answer_when_changed(job, caller=caller, timeout_seconds=seconds, known_tags=known_tags)

    def destroy(self, request: Request, job_id: str) -> Response:
        key = _job_id_in(job_id)
        caller = caller_in(request)
        if not ownership.owns_job(caller, key):
            raise NOT_YOURS if ownership.may_see_job(caller, key) else _no_such_job()
        if lifecycle.cancel(key):
            return Response({"success": True, "message": "The job was cancelled."})
        status = Job.objects.filter(id=key).values_list("status", flat=True).first()
        if status is None:
            raise _no_such_job()
        raise ApiError(400, f"The job cannot be cancelled: it {ENDS[status]}.", code="ended")


class PreviewView(JSONView):
    """GET /api/jobs/<id>/preview: what the picture looks like so far, as WebP; 404 where there is nothing to see."""

    def get(self, request: Request, job_id: str) -> HttpResponse:
        key = _job_id_in(job_id)
        preview = previews.preview_of(key)
        if preview is None or not ownership.may_see_job(caller_in(request), key):
            raise ApiError(404, "There is no preview of this job at present.")
        return HttpResponse(bytes(preview.webp), content_type="image/webp", headers={"Cache-Control": "no-store"})


class ImageViewSet(ViewSet):
    """GET /api/images, GET /api/images/<id>."""

    def list(self, request: Request) -> HttpResponse:
        branches = _those_of(_entities_in(request), ownership.images_of(caller_in(request)))
        shown = Listing(rows=Image.objects.all(), branches=branches, read=payloads.image_rows)
        page = page_of_listing(shown, request=request, filters=("entityType", "entityId"))
        images = [row["metadata"] for row in page.rows]
        count = sum(Image.objects.count_where(branch) for branch in branches)
        return _ok({"success": True, "images": images, "count": count, "next": page.next})

    def retrieve(self, request: Request, image_id: str) -> Response:
        seen = ownership.among(ownership.images_of(caller_in(request)))
        rows = payloads.image_rows(Image.objects.with_public_id(image_id).filter(seen))
        if not rows:
            raise ApiError(404, "There is no image with this id.")
        return Response({"success": True, "metadata": rows[0]["metadata"]})


def _ok(body: Mapping[str, Any]) -> HttpResponse:
    """Answer with JSON; DRF's Response takes longer to see how than to do it."""
    return HttpResponse(to_json(body), content_type=MEDIA_TYPE)


def _answer_to(decision: Admission) -> Response:
    status, success, skipped = ANSWERS[decision.verdict]
    body: dict[str, Any] = {
        "success": success,
        "entityType": decision.entity_type,
        "entityId": decision.entity_id,
        "skipped": skipped,
        "reason": decision.verdict.value,
        "message": decision.message,
        "existingJob": decision.verdict is Verdict.EXISTING_JOB,
    }
    if status == 409:
        body["error"] = decision.message
    if decision.image_id is not None:
        body["imageId"] = decision.image_id
    if decision.job is not None:
        body |= {"jobId": decision.job.id, "job": payloads.job_summary(decision.job)}
    return Response(body, status=status)


def _accepted(job: Job) -> HttpResponse:
    return _ok(
        {
            "success": True,
            "jobId": job.id,
            "status": JobStatus.QUEUED,
            "message": "A job was queued; its state is at /api/jobs/<jobId>.",
            "estimatedTime": _in_words(payloads.seconds_left(job)),
        }
    )


def _answer_when_ended(job: Job) -> DeferredResponse:
    still_running = ApiError(
        503,
        "The picture is not ready yet; its job goes on.",
        code="still-running",
        headers=RETRY | {"Deprecation": "true"},
        extra={"jobId": job.id},
    )

    def answer(ended: bool) -> HttpResponse:
        return _answer_ended(job.id) if ended else errors.answer(still_running)

    return DeferredResponse(
        job_id=job.id,
        for_end=True,
        timeout_seconds=settings.SYNC_TIMEOUT_SECONDS,
        is_due=lambda: not Job.objects.active().filter(id=job.id).exists(),
        answer=answer,
        meanwhile=errors.answer(still_running),
    )


def _answer_ended(job_id: UUID) -> HttpResponse:
    job = Job.objects.get(id=job_id)
    result = payloads.job_result(job_id) if job.status == JobStatus.COMPLETED else None
    if result is None or job.ended_at is None:
        error = job.error or "The picture was deleted before it could be sent."
        failure = ApiError(500, error, code=job.error_code, headers={"Deprecation": "true"}, extra={"jobId": job_id})
        return errors.answer(failure)
    processing_time = round((job.ended_at - job.created_at).total_seconds() * 1000)
    body = {"success": True, **result, "processingTime": processing_time, "jobId": job_id}
    return HttpResponse(to_json(body), content_type="application/json", headers={"Deprecation": "true"})


@dataclass(frozen=True, kw_only=True)
class _JobAtALook:
    """A job as GET shows it. The ETag is weak: it leaves out the estimates, which change with every second."""

    body: Mapping[str, Any]
    etag: str

    @property
    def id(self) -> UUID:
        job_id: UUID = self.body["job"]["id"]
        return job_id

    @property
    def has_ended(self) -> bool:
        return self.body["job"]["completedAt"] is not None

    def answer(self, *, known_tags: Sequence[str]) -> HttpResponse:
        headers = {"ETag": self.etag, "Cache-Control": "no-cache"}
        if self.etag in known_tags or "*" in known_tags:
            return HttpResponse(status=304, headers=headers)
        return HttpResponse(to_json(self.body), content_type=MEDIA_TYPE, headers=headers)


def _look_at_job(job_id: UUID, *, caller: Caller) -> _JobAtALook:
    row = payloads.job_row(job_id)
    if row is None or not (row["owner"] == caller.owner or ownership.may_see_job(caller, job_id)):
        raise _no_such_job()
    if row["owner"] != caller.owner and not caller.sees_everything:
        # What somebody else calls their clients is no business of this one.
        row = {**row, "client_id": ""}
    body = payloads.job_detail(row)
    lasting = body | {"job": {name: value for name, value in body["job"].items() if name not in payloads.NO_ESTIMATE}}
    digest = hashlib.blake2b(to_json(lasting), digest_size=12).hexdigest()
    return _JobAtALook(body=body, etag=f'W/"{digest}"')


def _answer_when_changed(
    job: _JobAtALook, *, caller: Caller, timeout_seconds: float, known_tags: Sequence[str]
) -> DeferredResponse:
    def answer(_has_changed: bool) -> HttpResponse:
        try:
            return _look_at_job(job.id, caller=caller).answer(known_tags=known_tags)
        except ApiError as error:  # it was deleted meanwhile
            return errors.answer(error)

    def has_changed() -> bool:
        status = Job.objects.filter(id=job.id).values_list("status", flat=True).first()
        return status is None or _look_at_job(job.id, caller=caller).etag != job.etag

    return DeferredResponse(
        job_id=job.id,
        for_end=False,
        timeout_seconds=timeout_seconds,
        is_due=has_changed,
        answer=answer,
        meanwhile=job.answer(known_tags=known_tags),
    )


def _wait_in(request: Request) -> int:
    """Return how many seconds the client would wait for a change, as far as we go along."""
    text = single(request.query_params, "wait") or "0"
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise refused("wait", "This field must be a whole number of seconds.")
    return min(int(text), LONGEST_WAIT_SECONDS)


def _in_words(seconds: int | None) -> str:
    if seconds is None:
        return "unknown"
    amount, unit = (seconds, "second") if seconds < 120 else (round(seconds / 60), "minute")
    return f"about {amount} {unit}{'' if amount == 1 else 's'}"


def _those_of(branches: Sequence[Q], owned: Sequence[Q]) -> list[Q]:
    """Return the branches of a list that are left of each where one of some conditions has to hold, too."""
    return [branch & condition for branch in branches for condition in owned]


def _entities_in(request: Request) -> list[Q]:
    """Return a condition for each type of entity asked for.

    With an id the word names the family, as in requests; without one, exactly the type it says.
    """
    word = single(request.query_params, "entityType")
    entity_id = single(request.query_params, "entityId")
    kind = None if word is None else kind_named(word)
    if word is not None and kind is None:
        raise refused("entityType", f"This field must be one of {', '.join(KIND_OF_WORD)}.")
    if entity_id is not None:
        return [Q(entity_kind__in=[kind] if kind else EntityKind.values, entity_id=entity_id)]
    return [Q(entity_type=name) for name in types_named(word)] if word else [Q()]


def _job_id_in(text: str) -> UUID:
    try:
        key = UUID(text)
    except ValueError as error:
        raise _no_such_job() from error
    # UUID() also takes braces, a prefix and no hyphens.
    if str(key) != text.lower():
        raise _no_such_job()
    return key


def _no_more(error: QuotaExceeded) -> ApiError:
    return ApiError(429, str(error), code="quota", headers={"Retry-After": str(error.retry_after_seconds)})


def _no_such_job() -> ApiError:
    return ApiError(404, "There is no job with this id.")
