"""GET /readyz and GET /metrics; /healthz is answered without Django (see alive.py)."""

from collections.abc import Callable
from dataclasses import asdict
from functools import wraps

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client.exposition import choose_encoder

from imagesvc.health.checks import run_checks
from imagesvc.health.metrics import registry
from imagesvc.keys.callers import NotKnown, caller_of
from imagesvc.keys.models import Scope

View = Callable[[HttpRequest], HttpResponse]


def for_insiders(view: View) -> View:
    """Make a view one for keys and accounts that may read or operate, where keys are asked for."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        try:
            caller = caller_of(request)
        except NotKnown as error:
            headers = {"WWW-Authenticate": 'Bearer realm="imagesvc"'}
            return HttpResponse(f"{error}\n", content_type="text/plain; charset=utf-8", status=401, headers=headers)
        if caller.scopes.isdisjoint({Scope.READ, Scope.OPERATE}):
            sentence = "This needs the scope 'read' or 'operate'.\n"
            return HttpResponse(sentence, content_type="text/plain; charset=utf-8", status=403)
        return view(request)

    return guarded


@never_cache
@require_safe
@for_insiders
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  (Django's signature)
    """Say whether pictures can be drawn and served, and each thing that was looked at."""
    checks = run_checks()
    is_ready = all(check.ok for check in checks)
    found = {check.name: {word: value for word, value in asdict(check).items() if word != "name"} for check in checks}
    response = JsonResponse({"ok": is_ready, "checks": found}, status=200 if is_ready else 503)
    # Django would log each 503 as an error of ours; who asks every few seconds knows already.
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django's own mark
    return response


@never_cache
@require_safe
@for_insiders
def metrics(request: HttpRequest) -> HttpResponse:
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    return HttpResponse(encode(registry), content_type=content_type)
