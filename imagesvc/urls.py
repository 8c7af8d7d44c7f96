"""Which address leads where, as far as Django answers it; sockets and picture files are wired in asgi.py."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
]
