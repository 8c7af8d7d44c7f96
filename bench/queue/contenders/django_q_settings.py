"""A Django project that is nothing but stock django-q2 with its ORM broker, tuned for speed."""

import os

import dj_database_url

SECRET_KEY = "bench"  # noqa: S105  (guards nothing)
INSTALLED_APPS = ["django_q"]
DATABASES = {"default": dj_database_url.parse(os.environ["DATABASE_URL"], conn_max_age=None)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
Q_CLUSTER = {
    "orm": "default",
    "workers": 2,
    "poll": 0.02,
    "bulk": 20,
    "save_limit": -1,
    "timeout": 60,
    "retry": 120,
    "scheduler": False,
    "log_level": "WARNING",
}
