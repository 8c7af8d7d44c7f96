"""Many jobs at once over HTTP: POST /api/jobs/requeue, and the batches that it begins: list, look, stop, resume."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSetMixin

from imagesvc.api import payloads
from imagesvc.api.errors import ApiError
from imagesvc.api.fields import RequestSerializer, StrictBoolean, StrictInteger
from imagesvc.api.jsonview import JSONView
from imagesvc.api.pagination import page_of
from imagesvc.api.selections import selection_said
from imagesvc.audit.actors import actor_of
from imagesvc.audit.models import Via
from imagesvc.batches import running
from imagesvc.batches.action import Options, Preview
from imagesvc.batches.actions import preview
from imagesvc.batches.models import Batch, BatchStatus
from imagesvc.batches.running import NoSuchBatch, NotResumable
from imagesvc.keys.callers import caller_in
from imagesvc.keys.models import Scope
from jobs.models import Job, Priority
from jobs.selection import WORD_NAMED
from jobs.values import id_in

MOST_JOBS = 10_000_000
MOST_PER_SECOND = 10_000

# How a batch that is not under way came to be so, in a sentence.
ENDS: Mapping[str, str] = {
    BatchStatus.DONE: "is done",
    BatchStatus.STOPPED: "was stopped already",
    BatchStatus.FAILED: "has failed",
}


class PriorityField(serializers.Field[Any, Any, Any, Any]):
    """The word for a priority; becomes its number."""

    def to_internal_value(self, data: object) -> int:
        named = {priority.label.lower(): priority.value for priority in Priority}
        if not isinstance(data, str) or data not in named:
            raise serializers.ValidationError(f"This field must be one of {', '.join(named)}.")
        return named[data]


class StrictRate(serializers.FloatField):
    """A number of jobs per second, whole or not."""

    def to_internal_value(self, data: object) -> float:
        if isinstance(data, bool) or not isinstance(data, int | float) or not 0 < data <= MOST_PER_SECOND:
            raise serializers.ValidationError(f"This field must be a number above 0, up to {MOST_PER_SECOND}.")
        return float(data)


class RequeueRequest(RequestSerializer):
    """How to requeue; which jobs is said by the words of a selection, beside these keys."""

    dryRun = StrictBoolean(source="is_dry_run", default=False)  # noqa: N815  (the wire's name)
    limit = StrictInteger(low=1, high=MOST_JOBS, default=None)
    rate = StrictRate(default=None)
    force = StrictBoolean(default=False)
    priority = PriorityField(default=None)


class RequeueView(JSONView):
    """POST /api/jobs/requeue: new jobs with the wishes of ended ones; with `dryRun` only what that would come to."""

    scope = Scope.OPERATE

    def post(self, request: Request) -> Response:
        assert isinstance(request.data, dict), "JSONView refuses everything else"
        body = RequeueRequest(data=request.data)
        selection = selection_said(request.data, besides=body.fields, caller=caller_in(request))
        body.is_valid(raise_exception=True)
        if selection.is_everything:
            raise ApiError(400, f"Say which jobs, by at least one of {', '.join(WORD_NAMED)}.", code="invalid")
        wish = dict(body.validated_data)
        is_dry_run = wish.pop("is_dry_run")
        options = Options(**wish)
        if is_dry_run:
            return Response(
                {"success": True, "dryRun": True, "preview": _preview(preview("requeue", selection, options))}
            )
        actor, owner = actor_of(request, via=Via.API), caller_in(request).owner
        batch = running.start("requeue", selection, options, actor=actor, here=False, charged_to=owner)
        return Response({"success": True, "batchId": batch.id, "batch": _batch(batch)}, status=202)


class BatchViewSet(ViewSetMixin, JSONView):
    """GET /api/batches, GET and DELETE /api/batches/<id>, POST /api/batches/<id>/resume."""

    scope = Scope.OPERATE

    def list(self, request: Request) -> Response:
        page = page_of(Batch.objects.all(), request=request)
        return Response({"success": True, "batches": [_batch(batch) for batch in page.rows], "next": page.next})

    def retrieve(self, _request: Request, batch_id: str) -> Response:
        return Response({"success": True, "batch": _batch(_found(batch_id))})

    def destroy(self, request: Request, batch_id: str) -> Response:
        """Stop it: what was done stays done, and it can be resumed."""
        batch = _found(batch_id)
        if not running.stop(batch.id, actor=actor_of(request, via=Via.API)):
            batch.refresh_from_db()
            raise ApiError(400, f"The batch cannot be stopped: it {ENDS[batch.status]}.", code="ended")
        return Response({"success": True, "batch": _batch(_found(batch_id))})

    def resume(self, request: Request, batch_id: str) -> Response:
        batch = _found(batch_id)
        try:
            running.resume(batch.id, actor=actor_of(request, via=Via.API), here=False)
        except NotResumable as error:
            raise ApiError(400, str(error), code="not-resumable") from error
        except NoSuchBatch as error:
            raise _no_such_batch() from error
        return Response({"success": True, "batch": _batch(_found(batch_id))}, status=202)


def _preview(seen: Preview) -> dict[str, Any]:
    ids = [row["id"] for row in seen.sample]
    rows = {row["id"]: row for row in Job.objects.filter(id__in=ids).values(*payloads.SUMMARY_COLUMNS)}
    return {
        "total": seen.total,
        "more": seen.is_more,
        "judged": seen.judged,
        "doable": seen.doable,
        "byStatus": seen.by_status,
        "byType": seen.by_type,
        "byEngine": seen.by_engine,
        "skipped": seen.skipped,
        "sample": payloads.job_summaries([rows[job_id] for job_id in ids if job_id in rows]),
    }


def _batch(batch: Batch) -> dict[str, Any]:
    return {
        "id": batch.id,
        "action": batch.action,
        "status": batch.status,
        "selection": batch.selection,
        "options": batch.options,
        "expected": batch.expected,
        "percent": batch.percent,
        "matched": batch.matched,
        "done": batch.done,
        "skipped": batch.skipped,
        "failed": batch.failed,
        "reasons": batch.reasons,
        "error": batch.error or None,
        "createdAt": batch.created_at,
        "startedAt": batch.started_at,
        "completedAt": batch.ended_at,
    }


def _found(batch_id: str) -> Batch:
    key = id_in(batch_id)
    batch = None if key is None else Batch.objects.filter(id=key).first()
    if batch is None:
        raise _no_such_batch()
    return batch


def _no_such_batch() -> ApiError:
    return ApiError(404, "There is no batch with this id.")
