"""The project itself as an app: what belongs to no layer below, such as the commands `up` and `serve`."""

from django.apps import AppConfig, apps
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.core.checks import register

from imagesvc.checks import check_data_folder, check_engines, check_pictures


class ImagesvcConfig(AppConfig):
    name = "imagesvc"
    verbose_name = "imagesvc"

    def ready(self) -> None:
        register(check_engines, "engines")
        register(check_data_folder)
        register(check_pictures)


class AdminSiteConfig(AdminConfig):
    """Django's admin with our first page and name, without django-q2's own models, whose tables stay empty here."""

    default_site = "imagesvc.admin_site.AdminSite"

    def ready(self) -> None:
        super().ready()  # imports the admin module of every app, django-q2's among them
        admin.site.site_title = admin.site.site_header = "imagesvc"
        admin.site.index_title = "Worlds, jobs and pictures"
        for model in apps.get_app_config("django_q").get_models():
            if admin.site.is_registered(model):
                admin.site.unregister(model)
