"""Static files, the gallery's and the admin's, as the staticfiles finders find them: nothing has to be collected."""

from typing import Any, cast

from django.conf import settings
from django.contrib.staticfiles.finders import AppDirectoriesFinder, FileSystemFinder, get_finders
from django.core.files.storage import FileSystemStorage
from servestatic import ServeStaticASGI

from imagesvc.web.protocol import Application


def serve_static(otherwise: Application) -> Application:
    """Return an ASGI application for static files; what is none goes on to `otherwise`."""
    # Both speak ASGI, but each with types of its own.
    application = ServeStaticASGI(cast("Any", otherwise), autorefresh=settings.DEBUG, allow_all_origins=False)
    # The first finder's file wins in Django, the last one that is added wins here.
    for storage in reversed(_storages()):
        application.add_files(storage.location, prefix=f"{settings.STATIC_URL}{getattr(storage, 'prefix', '')}")
    return cast("Application", application)


def _storages() -> list[FileSystemStorage]:
    finders = [each for each in get_finders() if isinstance(each, FileSystemFinder | AppDirectoriesFinder)]
    return [storage for finder in finders for storage in finder.storages.values()]
