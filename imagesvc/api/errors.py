"""Every error below /api/, whatever raised it: `{success: false, error, code, fields?}`, never a page, never a trace.

Views raise; nothing else builds an error's body. Elsewhere people get Django's own pages.
"""

import logging
import math
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest, DisallowedHost, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError
from django.utils.log import log_response
from django.views import defaults
from django.views.csrf import csrf_failure as csrf_failure_page
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions
from rest_framework.settings import api_settings

from imagesvc.api.json import MEDIA_TYPE, to_json

logger = logging.getLogger(__name__)

DATABASE_RETRY_SECONDS = 2
# How a sentence about a field begins, as DRF's own do.
THIS_FIELD = "This field"
NON_FIELD_ERRORS_KEY = api_settings.NON_FIELD_ERRORS_KEY


class ApiError(Exception):
    """A refusal: an HTTP status and one sentence that helps. The code defaults to the status's own words.

    `extra` stands beside them in the body, such as the id of a job that goes on.
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        code: str = "",
        fields: Mapping[str, list[str]] | None = None,
        headers: Mapping[str, str] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code or HTTPStatus(status).phrase.lower().replace(" ", "-")
        self.fields = fields
        self.headers = headers
        self.extra = extra


def answer(error: ApiError) -> HttpResponse:
    """Turn a refusal into its HTTP answer."""
    body: dict[str, Any] = {"success": False, "error": error.message, "code": error.code}
    if error.fields:
        body["fields"] = error.fields
    body |= error.extra or {}
    return HttpResponse(to_json(body), content_type=MEDIA_TYPE, status=error.status, headers=error.headers)


def answer_exception(exception: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """Answer whatever a view raised; DRF's exception handler."""
    error = _refusal_in(exception)
    if error is not None:
        return answer(error)
    response = answer(_CRASH)
    request = context["request"]
    # What Django does with a crash: tell who listens (its test client raises again), and log it with its trace.
    got_request_exception.send(sender=None, request=request)
    log_response(
        "%s: %s", response.reason_phrase, request.path, response=response, request=request, exception=exception
    )
    return response


def invalid_fields(fields: Mapping[str, list[str]]) -> ApiError:
    """Return the refusal of a body: its sentence names the first field; sentences about a field begin "This field"."""
    name, sentences = next(iter(fields.items()))
    return ApiError(400, _name_field(name, sentence=sentences[0]), code="invalid", fields=fields)


# --- Where Django itself answers -------------------------------------------------------------------------------------


def is_below_api(path: str) -> bool:
    return path == "/api" or path.startswith("/api/")


@csrf_exempt
def unknown_address(_request: HttpRequest) -> HttpResponse:
    """Answer every address below /api/ that leads nowhere."""
    return answer(_NOT_FOUND)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    return _answer_or_page(request, exception, page=defaults.bad_request)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    return _answer_or_page(request, exception, page=defaults.permission_denied)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    return _answer_or_page(request, exception, page=defaults.page_not_found)


def server_error(request: HttpRequest) -> HttpResponseBase:
    return answer(_CRASH) if is_below_api(request.path) else defaults.server_error(request)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    return answer(_FORBIDDEN) if is_below_api(request.path) else csrf_failure_page(request, reason=reason)


def _answer_or_page(
    request: HttpRequest, exception: Exception, *, page: Callable[[HttpRequest, Exception], HttpResponseBase]
) -> HttpResponseBase:
    if is_below_api(request.path):
        return answer(_refusal_in(exception) or _CRASH)
    return page(request, exception)


# --- Which exception is which refusal --------------------------------------------------------------------------------

_CRASH = ApiError(500, "Something went wrong on our side; it has been logged.")
_NOT_FOUND = ApiError(404, "There is nothing at this address.")
_FORBIDDEN = ApiError(403, "This is not allowed.")
_UNCLEAR = ApiError(400, "This request cannot be understood.")
_NO_DATABASE = ApiError(
    503,
    "The database does not answer; try again in a few seconds.",
    code="database-unavailable",
    headers={"Retry-After": str(DATABASE_RETRY_SECONDS)},
)
UNKNOWN_HOST = ApiError(400, "This server does not answer to that host name.", code="unknown-host")
# An exception that is not named is looked for by its parents.
_REFUSALS: dict[type, ApiError] = {
    Http404: _NOT_FOUND,
    exceptions.NotFound: _NOT_FOUND,
    PermissionDenied: _FORBIDDEN,
    BadRequest: _UNCLEAR,
    SuspiciousOperation: _UNCLEAR,
    DisallowedHost: UNKNOWN_HOST,
    RequestDataTooBig: ApiError(413, "The body is larger than this server accepts.", code="body-too-large"),
    UnreadablePostError: ApiError(400, "The body broke off before its end.", code="body-incomplete"),
    exceptions.UnsupportedMediaType: ApiError(415, "The body must be JSON, sent as Content-Type: application/json."),
    exceptions.MethodNotAllowed: ApiError(
        405, "That method is not allowed here; the Allow header names those that are."
    ),
    OperationalError: _NO_DATABASE,
    InterfaceError: _NO_DATABASE,
}


def _refusal_in(exception: Exception) -> ApiError | None:
    """Return what an exception means to a client, or None if it is a fault of ours."""
    if isinstance(exception, ApiError):
        return exception
    if isinstance(exception, exceptions.ValidationError):
        return invalid_fields(dict(_flatten(exception.detail)))
    error = next((_REFUSALS[parent] for parent in type(exception).__mro__ if parent in _REFUSALS), None)
    if error is _NO_DATABASE:
        logger.error("The database did not answer: %r", exception)
    if error is None and isinstance(exception, exceptions.APIException):
        wait = getattr(exception, "wait", None)
        headers = {"Retry-After": str(math.ceil(wait))} if wait else None
        error = ApiError(exception.status_code, str(exception.detail), headers=headers)
    return error


def _flatten(detail: Any, *, path: str = "") -> Iterator[tuple[str, list[str]]]:
    """Yield (name, sentences) from DRF's nested details; what lies deeper is named with dots."""
    if isinstance(detail, dict):
        inner = list(detail.items())
    elif any(isinstance(each, dict | list) for each in detail):
        inner = list(enumerate(detail))
    else:
        yield path or NON_FIELD_ERRORS_KEY, [str(sentence) for sentence in detail]
        return
    for key, value in inner:
        if value:
            yield from _flatten(value, path=f"{path}.{key}" if path else str(key))


def _name_field(name: str, *, sentence: str) -> str:
    if sentence.startswith(THIS_FIELD):
        return name + sentence.removeprefix(THIS_FIELD)
    return sentence if name == NON_FIELD_ERRORS_KEY else f"{name}: {sentence}"
