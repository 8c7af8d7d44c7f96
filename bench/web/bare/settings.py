"""The yardstick: a Django project as `startproject` makes it, with one table and two views.

Its database is set up as the product's is, so that what is compared is the code above it. `BENCH_CONNECTIONS` says how
connections are held: `kept` by threads that stay (our server), `pooled` where threads come and go (uvicorn's).
"""

import os

import dj_database_url

SECRET_KEY = "bench"  # noqa: S105  (guards nothing)
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "bench.web.bare.views"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "bench.web.bare",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates"}]
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# What our server asks of the settings.
MAX_BODY_BYTES = 2**20
SYNC_CAP = 500

_database = dj_database_url.parse(os.environ["BENCH_DATABASE_URL"])
if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
if os.environ["BENCH_CONNECTIONS"] == "kept":
    _database |= {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
elif _database["ENGINE"] == "django.db.backends.postgresql":
    _database["OPTIONS"] = _database.get("OPTIONS", {}) | {"pool": {"min_size": 8, "max_size": 8}}
DATABASES = {"default": _database}
