"""What can be wrong with the configuration before the first job runs, each fault in one sentence."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, run_checks
from django.db import NotSupportedError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import Error as DatabaseFault
from django.utils.module_loading import import_string

from jobs.amounts import counted

OLDEST_POSTGRESQL = (15,)
# The first with RETURNING, which the claim needs.
OLDEST_SQLITE = (3, 35)


def first_fault() -> str | None:
    """Return what keeps the service from running, if anything does."""
    # First, because Django's own checks ask the database what it can do.
    if fault := database_fault():
        return fault
    faults = (message for message in run_checks(databases=["default"]) if message.is_serious())
    return next((f"{fault.msg} {fault.hint or ''}".rstrip() for fault in faults), None)


def database_fault() -> str | None:
    """Return why the configured database cannot serve us, if it cannot."""
    too_old = f"PostgreSQL {OLDEST_POSTGRESQL[0]} or newer is needed"
    try:
        connection.ensure_connection()
    except NotSupportedError:
        return f"{too_old}."
    except DatabaseFault as error:
        reason = str(error).strip().partition("\n")[0].rstrip(".")
        return f"DATABASE_URL: the database cannot be opened: {reason}."
    version = connection.get_database_version()
    words = ".".join(map(str, version))
    if connection.vendor == "postgresql" and version < OLDEST_POSTGRESQL:
        return f"{too_old}, and this is {words}."
    if connection.vendor == "sqlite" and version < OLDEST_SQLITE:
        return f"SQLite 3.35 or newer is needed, and Python has {words}."
    return None


def count_pending_migrations() -> int:
    """Return how many migrations the database lacks."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrations_fault() -> str | None:
    """Return that the database is not up to date, if it is not."""
    pending = count_pending_migrations()
    if not pending:
        return None
    return f"The database lacks {counted(pending, 'migration')}: `manage.py migrate` prepares it."


def check_upward_pointers(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001  (Django's)
    """Import what the workers will ask and run: strings name it, which no other tool checks."""
    faults: list[CheckMessage] = []
    for name in ("JOB_RUNNER", "JOB_GATE"):
        try:
            import_string(getattr(settings, name))
        except ImportError as error:
            faults.append(Error(f"settings.{name} cannot be imported: {error}", id="jobs.E001"))
    return faults
