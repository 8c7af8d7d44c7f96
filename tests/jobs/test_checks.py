"""What is wrong with the configuration, in one sentence."""

import pytest
from django.conf import LazySettings
from django.core.checks import Error

from jobs.checks import check_upward_pointers, count_pending_migrations, database_fault, first_fault
from tests.services import Service


@pytest.mark.django_db
def test_this_configuration_has_no_fault() -> None:
    assert (database_fault(), first_fault(), count_pending_migrations()) == (None, None, 0)


@pytest.mark.once
def test_job_runner_must_be_importable(settings: LazySettings) -> None:
    settings.JOB_RUNNER = "imagesvc.images.generation.runn"

    assert check_upward_pointers(None) == [
        Error(
            "settings.JOB_RUNNER cannot be imported: "
            'Module "imagesvc.images.generation" does not define a "runn" attribute/class',
            id="jobs.E001",
        )
    ]


@pytest.mark.once
def test_work_says_that_nobody_answers_at_the_databases_address(service: Service) -> None:
    # Nobody listens on port 1.
    ended = service.run("work", DATABASE_URL="postgresql://somebody@127.0.0.1:1/pictures")

    sentence = (
        "CommandError: DATABASE_URL: the database cannot be opened: connection failed: "
        'connection to server at "127.0.0.1", port 1 failed: Connection refused.\n'
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", sentence)


@pytest.mark.once
def test_work_says_that_tables_are_missing(service: Service) -> None:
    ended = service.run("work")

    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.endswith(" migrations: `manage.py migrate` prepares it.\n")
