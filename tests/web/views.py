"""Addresses for the tests of the web server; what a view did or waits for stands in this module."""

import hashlib
import threading
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.db import connection
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from imagesvc.web.deferred import DeferredResponse
from jobs.models import Job

# Views at /gate wait for it.
gate = threading.Event()
# What has happened, one word each.
happened: list[str] = []


ECHOED = ("PATH_INFO", "SCRIPT_NAME", "QUERY_STRING", "CONTENT_TYPE", "CONTENT_LENGTH", "REMOTE_ADDR")


def reset() -> None:
    gate.clear()
    happened.clear()


@csrf_exempt
def echo(request: HttpRequest) -> HttpResponse:
    headers = {name: value for name, value in request.META.items() if name.startswith("HTTP_X_")}
    return JsonResponse(
        {
            "method": request.method,
            "scheme": request.scheme,
            "cookies": request.COOKIES,
            "meta": {name: request.META.get(name) for name in ECHOED},
            "headers": headers,
            "body": request.body.decode("latin-1"),
        }
    )


@csrf_exempt
def digest(request: HttpRequest) -> HttpResponse:
    return HttpResponse(hashlib.sha256(request.body).hexdigest())


def ping(request: HttpRequest) -> HttpResponse:
    return HttpResponse("pong")


def count_jobs(request: HttpRequest) -> HttpResponse:
    """Use the database and say which connection that was."""
    assert Job.objects.count() == 0
    return HttpResponse(f"{threading.current_thread().name} {id(connection.connection)}")


def wait_at_gate(request: HttpRequest) -> HttpResponse:
    happened.append("arrived")
    assert gate.wait(60)
    return HttpResponse("passed")


def crash(request: HttpRequest) -> HttpResponse:
    raise SystemExit("a view must not end the server")


class Tap:
    """Chunks without end, or as many as asked for; remembers how many were drawn and on which threads."""

    def __init__(self, *, chunks: int, size: int = 65_536, breaks: bool = False) -> None:
        self.chunks, self.size, self.breaks = chunks, size, breaks
        self.drawn = 0
        self.threads: set[str] = set()
        self.is_closed = threading.Event()

    def __iter__(self) -> Iterator[bytes]:
        while self.drawn < self.chunks:
            self.threads.add(threading.current_thread().name)
            self.drawn += 1
            yield b"x" * self.size
        if self.breaks:
            raise RuntimeError("the tap breaks")

    def close(self) -> None:
        self.is_closed.set()


taps: dict[str, Tap] = {}


def stream(request: HttpRequest, name: str) -> HttpResponseBase:
    return StreamingHttpResponse(taps[name], content_type="application/octet-stream")


def send_source(request: HttpRequest) -> HttpResponseBase:
    return FileResponse(Path(__file__).open("rb"))


def stream_halves(request: HttpRequest) -> HttpResponseBase:
    def halves() -> Iterator[bytes]:
        yield b"one "
        assert gate.wait(60)
        yield b"half"

    return StreamingHttpResponse(halves(), content_type="text/plain")


def wait_for_job(request: HttpRequest, job_id: UUID, seconds: int) -> HttpResponse:
    def answer(ended: bool) -> HttpResponse:
        happened.append("answered")
        return JsonResponse({"status": Job.objects.get(id=job_id).status, "ended": ended}, status=200 if ended else 503)

    def has_ended() -> bool:
        happened.append("looked")
        return not Job.objects.active().filter(id=job_id).exists()

    happened.append("asked")
    return DeferredResponse(
        job_id=job_id,
        for_end=True,
        timeout_seconds=seconds,
        is_due=has_ended,
        answer=answer,
        meanwhile=HttpResponse("later", status=503, headers={"Retry-After": "10"}),
    )


def wait_and_crash(request: HttpRequest, job_id: UUID) -> HttpResponse:
    def answer(ended: bool) -> HttpResponse:
        raise RuntimeError("no answer")

    return DeferredResponse(
        job_id=job_id,
        for_end=True,
        timeout_seconds=60,
        is_due=lambda: True,
        answer=answer,
        meanwhile=HttpResponse(),
    )


urlpatterns = [
    path("echo", echo),
    path("api/echo", echo),
    path("digest", digest),
    path("ping", ping),
    path("jobs", count_jobs),
    path("gate", wait_at_gate),
    path("crash", crash),
    path("api/crash", crash),
    path("stream/<str:name>", stream),
    path("halves", stream_halves),
    path("source", send_source),
    path("wait/<uuid:job_id>/<int:seconds>", wait_for_job),
    path("api/wait-and-crash/<uuid:job_id>", wait_and_crash),
]

handler500 = "imagesvc.api.errors.server_error"
