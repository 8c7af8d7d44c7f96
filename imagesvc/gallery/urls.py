"""Addresses of the gallery: pages to be read, and below them what can be done there."""

from django.urls import path, re_path, register_converter
from django.urls.converters import StringConverter

from imagesvc.gallery import actions, views
from imagesvc.images.storage import STEM


class PictureIdConverter(StringConverter):
    """The id of a picture, ours or a game's: what may name a file."""

    regex = STEM.pattern


register_converter(PictureIdConverter, "picture")

urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("pictures/<picture:image_id>", views.picture, name="picture"),
    path("pictures/<picture:image_id>/current", actions.make_current, name="make-current"),
    path("entities/<str:kind>", views.entity, name="entity"),
    path("entities/<str:kind>/draw", actions.draw, name="draw"),
    path("jobs", views.jobs, name="jobs"),
    path("jobs/<uuid:job_id>", views.job, name="job"),
    path("jobs/<uuid:job_id>/cancel", actions.cancel, name="cancel"),
    path("jobs/<uuid:job_id>/again", actions.try_again, name="try-again"),
    path("prompt", actions.prompt, name="prompt"),
    path("appearance", actions.choose_appearance, name="appearance"),
    re_path(r"^(?:pictures|entities|jobs)/", views.nothing),
]
