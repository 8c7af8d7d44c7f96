"""The project itself as an app: what belongs to no layer below, such as the commands `up` and `serve`."""

from django.apps import AppConfig


class ImagesvcConfig(AppConfig):
    name = "imagesvc"
    verbose_name = "imagesvc"
