"""Which address leads where, as far as Django answers it; sockets and picture files are wired in asgi.py."""

from django.contrib import admin
from django.urls import include, path, re_path

from imagesvc.api.errors import unknown_address
from imagesvc.health import views as health

urlpatterns = [
    # First, because nothing else is asked for as often.
    path("api/", include("imagesvc.api.urls")),
    path("", include("imagesvc.gallery.urls")),
    path("admin/", admin.site.urls),
    path("readyz", health.ready, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    re_path(r"^api\Z", unknown_address),
]

handler400 = "imagesvc.api.errors.bad_request"
handler403 = "imagesvc.api.errors.permission_denied"
handler404 = "imagesvc.api.errors.page_not_found"
handler500 = "imagesvc.api.errors.server_error"
