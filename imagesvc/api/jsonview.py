"""The view that every address below /api/ is made of. (Not in json.py, which DRF's own view imports.)"""

from typing import Any

from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.views import APIView


class JSONView(APIView):
    """A view whose `request.data` is an object, or also a list where `accepts_list` says so."""

    @property
    def accepts_list(self) -> bool:
        return False

    def initialize_request(self, request: HttpRequest, *_: Any, **__: Any) -> Request:
        return JSONRequest(
            request,
            parsers=self.get_parsers(),
            authenticators=self.get_authenticators(),
            negotiator=self.get_content_negotiator(),
            parser_context=self.get_parser_context(request),
        )


class JSONRequest(Request):
    """DRF takes a body of unknown length for an absent one and never shows it to a parser; here the parser decides."""

    @property
    def stream(self) -> HttpRequest:
        return self._request
