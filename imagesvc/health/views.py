"""GET /readyz and GET /metrics; /healthz is answered without Django (see alive.py)."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client.exposition import choose_encoder

from imagesvc.health.checks import run_checks
from imagesvc.health.metrics import registry


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  (Django's signature)
    """Say whether pictures can be drawn and served, and each thing that was looked at."""
    checks = run_checks()
    is_ready = all(check.ok for check in checks)
    found = {check.name: {word: value for word, value in asdict(check).items() if word != "name"} for check in checks}
    response = JsonResponse({"ok": is_ready, "checks": found}, status=200 if is_ready else 503)
    # Django would log each 503 as an error of ours; who asks every few seconds knows already.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    return HttpResponse(encode(registry), content_type=content_type)
