"""The project's settings with a data folder of the test session's own; which database is decided by the environment."""

import atexit
import os
import shutil
import tempfile

if "IMAGESVC_DATA_DIR" not in os.environ:
    # xdist's workers inherit the folder of the process that was called.
    os.environ["IMAGESVC_DATA_DIR"] = tempfile.mkdtemp(prefix="imagesvc-tests-")
    atexit.register(shutil.rmtree, os.environ["IMAGESVC_DATA_DIR"], ignore_errors=True)

from imagesvc.settings import *  # noqa: F403  (only after the data folder is named)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405  (from the settings above)
    # A file, as in real life: SQLite in memory knows neither WAL nor waiting for a lock.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}  # noqa: F405  (from the settings above)

# For the command that empties tables.
INSTALLED_APPS = [*INSTALLED_APPS, "tests"]  # noqa: F405  (from the settings above)
