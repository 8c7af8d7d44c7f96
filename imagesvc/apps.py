"""The project itself as an app: what belongs to no layer below, such as the commands `up` and `serve`."""

from django.apps import AppConfig
from django.core.checks import register

from imagesvc.checks import check_engines, check_folders


class ImagesvcConfig(AppConfig):
    name = "imagesvc"
    verbose_name = "imagesvc"

    def ready(self) -> None:
        register(check_engines)
        register(check_folders)
