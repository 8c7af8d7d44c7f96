"""What can be wrong with engines and folders before the first picture is drawn, each fault in one sentence."""

import tempfile
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error

from imagesvc.engines import ENGINES


def check_engines(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001
    """Know every engine that is named."""
    known = ", ".join(sorted(ENGINES))
    return [
        Error(f"IMAGESVC_ENGINES: there is no engine {name!r}; there are {known}.", id="imagesvc.E001")
        for name in settings.ENGINES
        if name not in ENGINES
    ]


def check_folders(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001
    """Write to the data folder, and to the pictures' where that is there already."""
    faults: list[CheckMessage] = []
    for folder in (settings.DATA_DIR, settings.PICTURES_DIR):
        if folder == settings.PICTURES_DIR and not folder.exists():
            continue
        try:
            tempfile.TemporaryFile(dir=folder).close()
        except OSError as error:
            faults.append(
                Error(f"IMAGESVC_DATA_DIR: {folder} cannot be written to: {error.strerror}.", id="imagesvc.E002")
            )
    return faults
