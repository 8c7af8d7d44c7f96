"""What can be wrong with engines and places before the first picture is drawn, each fault in one sentence."""

import tempfile
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.files.storage import InvalidStorageError

from imagesvc.engines import make_engine
from imagesvc.engines.configuration import BadConfiguration
from imagesvc.images.storage import pictures


def check_engines(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001  (Django's)
    """Make every engine that is configured, which reads its options; no connection is opened."""
    faults: list[CheckMessage] = []
    for config in settings.ENGINES:
        try:
            make_engine(config)
        except BadConfiguration as error:
            faults.append(Error(f"IMAGESVC_ENGINES: {error}.", id="imagesvc.E001"))
    return faults


def check_data_folder(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001  (Django's)
    """Write to the data folder."""
    try:
        tempfile.TemporaryFile(dir=settings.DATA_DIR).close()
    except OSError as error:
        sentence = f"IMAGESVC_DATA_DIR: {settings.DATA_DIR} cannot be written to: {error.strerror}."
        return [Error(sentence, id="imagesvc.E002")]
    return []


def check_pictures(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001  (Django's)
    """Look at the place for pictures."""
    try:
        fault = pictures().fault()
    except InvalidStorageError as error:
        fault = f"S3 needs `pip install imagesvc[s3]`: {error}"
    return [Error(f"IMAGESVC_PICTURES: {fault}", id="imagesvc.E003")] if fault else []
