"""GET /api/engines: which engines there are, how well each is, and what it is doing."""

from collections.abc import Iterable
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from imagesvc.api.jsonview import JSONView
from imagesvc.pool.reporting import EngineReport, report


class EnginesView(JSONView):
    """The configured engines in the order in which they are tried; their addresses and keys are nobody's business."""

    def get(self, _request: Request) -> Response:
        return Response({"success": True, "engines": _rows(report())})


def _rows(reports: Iterable[EngineReport]) -> list[dict[str, Any]]:
    return [
        {
            "name": each.name,
            "type": each.type,
            "kinds": sorted(each.kinds),
            "rank": each.rank,
            "standIn": each.is_stand_in,
            "state": each.health.value,
            "load": {"drawing": each.taken, "places": each.places},
            "breaker": {"failures": each.failures, "openUntil": each.open_until},
            "busyUntil": each.busy_until,
            "lastError": (
                {"error": each.last_error, "code": each.last_error_code, "at": each.failed_at}
                if each.failed_at
                else None
            ),
            "lastDrawnAt": each.drew_at,
            "probedAt": each.probed_at,
            "medianSeconds": each.median_seconds,
            "timeLimitSeconds": each.limit_seconds,
        }
        for each in reports
    ]
