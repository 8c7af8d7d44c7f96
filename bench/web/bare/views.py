"""The two views that everything is measured by: one query by key, and one row inserted."""

import json
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from bench.web.bare.models import Wish


def read(_request: HttpRequest, key: UUID) -> JsonResponse:
    wish = Wish.objects.get(id=key)
    return JsonResponse(
        {
            "id": wish.id,
            "clientId": wish.client_id,
            "prompt": wish.prompt,
            "status": wish.status,
            "progress": wish.progress,
            "message": wish.message,
            "createdAt": wish.created_at,
            "endedAt": wish.ended_at,
        }
    )


@csrf_exempt
def create(request: HttpRequest) -> JsonResponse:
    body = json.loads(request.body)
    wish = Wish.objects.create(prompt=body["prompt"], client_id=body["clientId"])
    return JsonResponse({"id": wish.id, "status": wish.status})


urlpatterns = [path("wishes/<uuid:key>", read), path("wishes", create)]
