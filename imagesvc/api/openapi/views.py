"""GET /api/schema, for programs, and GET /api/docs, the same for people: a page without scripts and foreign files."""

from django.http import HttpResponse
from django.shortcuts import render
from rest_framework.request import Request

from imagesvc.api.json import MEDIA_TYPE
from imagesvc.api.jsonview import JSONView
from imagesvc.api.openapi.generator import description_json
from imagesvc.api.openapi.reading import contents


class OpenView(JSONView):
    """A view that says how to come by a key, and so is read without one."""

    permission_classes = ()


class SchemaView(OpenView):
    """GET /api/schema: the whole API as OpenAPI 3.1."""

    def get(self, _request: Request) -> HttpResponse:
        return HttpResponse(description_json(), content_type=MEDIA_TYPE)


class DocsView(OpenView):
    """GET /api/docs: the same as a page."""

    def get(self, request: Request) -> HttpResponse:
        page = render(request._request, "api/docs.html", contents())
        page["Cache-Control"] = "no-cache"
        return page
