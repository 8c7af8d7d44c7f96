"""Where the log is counted from."""

import pytest
from django.db import connection

from imagesvc.statistics.models import LogPosition


@pytest.fixture(autouse=True)
def beginning(request: pytest.FixtureRequest) -> None:
    """Count from the last number that any test has used.

    Numbers that earlier tests have used up are a gap, and a test's own transaction is one that might fill it.
    """
    if request.node.get_closest_marker("once"):
        return
    request.getfixturevalue("db" if not _is_committing(request) else "transactional_db")
    event_id = 0
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM jobs_jobevent_id_seq")
            [event_id] = cursor.fetchone()
    LogPosition.objects.update_or_create(id=1, defaults={"event_id": event_id})


def _is_committing(request: pytest.FixtureRequest) -> bool:
    mark = request.node.get_closest_marker("django_db")
    return bool(mark and mark.kwargs.get("transaction"))
