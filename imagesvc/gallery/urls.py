"""Addresses of the gallery."""

from django.urls import path

from imagesvc.gallery import views

urlpatterns = [
    path("", views.gallery, name="gallery"),
]
