"""App definition of the image service: the pictures, and how a job becomes one."""

from django.apps import AppConfig


class ImagesConfig(AppConfig):
    name = "imagesvc.images"
    label = "images"
    verbose_name = "Images"
