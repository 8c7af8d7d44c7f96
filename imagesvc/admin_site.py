"""Django's admin site with a first page of its own, and what can be done there.

It stands beside the package `imagesvc.admin`, whose modules register with it: it has to be there before they are
imported.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path


class AdminSite(admin.AdminSite):
    """What `admin.site` is."""

    index_template = "admin/index.html"

    def get_urls(self) -> list[URLResolver | URLPattern]:
        from imagesvc.admin import overview  # noqa: PLC0415  (that package is imported only after this site is made)

        own: list[URLResolver | URLPattern] = [
            path("queue/pause/", self.admin_view(overview.pause_queue), name="queue_pause"),
            path("queue/resume/", self.admin_view(overview.resume_queue), name="queue_resume"),
        ]
        return [*own, *super().get_urls()]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        from imagesvc.admin.login import LoginForm, with_wait  # noqa: PLC0415  (that package is imported only after this site is made)

        self.login_form = LoginForm
        return with_wait(request, super().login(request, extra_context))

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Show how all is to whoever may see jobs, and below it the list of everything."""
        from imagesvc.admin import overview  # noqa: PLC0415  (that package is imported only after this site is made)

        seen = overview.overview(request) if request.user.has_perm("jobs.view_job") else {}
        return super().index(request, {**seen, **(extra_context or {})})
