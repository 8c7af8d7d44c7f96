"""What must be well: each thing that is not is a reason, and told in words."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.functions import Now
from django.test import Client

from imagesvc.health import checks
from jobs import chores
from jobs.models import Chore, Cluster

pytestmark = pytest.mark.django_db


@pytest.fixture
def well() -> None:
    """Have workers that were just heard of and have just done their chores."""
    Cluster.objects.create(host="here", pid=1, workers=2)
    Cluster.objects.create(host="there", pid=1, workers=3)
    chores.schedule()
    Chore.objects.filter(name="canary").update(ended_at=Now())


def ask(client: Client) -> tuple[int, bool, dict[str, tuple[bool, str]]]:
    response = client.get("/readyz")
    found = response.json()
    assert all(0 <= check["seconds"] < 60 for check in found["checks"].values())
    assert response.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    details = {name: (check["ok"], check["detail"]) for name, check in found["checks"].items()}
    return response.status_code, found["ok"], details


def faults(client: Client) -> dict[str, str]:
    status, ok, details = ask(client)
    assert (status, ok) == (503, False)
    return {name: detail for name, (is_well, detail) in details.items() if not is_well}


def test_all_is_well(client: Client, well: None, pictures: Path) -> None:
    status, ok, details = ask(client)

    ago = details["canary"][1]
    assert (status, ok, details) == (
        200,
        True,
        {
            "database": (True, "It answers."),
            "storage": (True, "A file can be written and removed."),
            "migrations": (True, "All are applied."),
            "workers": (True, "5 on 2 hosts."),
            "canary": (True, ago),
        },
    )
    assert re.fullmatch(r"A worker did a chore \d+ s ago\.", ago)
    assert [path for path in pictures.rglob("*") if path.is_file()] == []


def test_no_worker_runs(client: Client) -> None:
    assert faults(client) == {
        "workers": "No worker runs: start `manage.py up` or `manage.py work`.",
        "canary": "No worker has done a chore yet.",
    }


def test_workers_are_silent(client: Client, well: None) -> None:
    Cluster.objects.update(seen_at=Now() - timedelta(seconds=180))

    assert [re.sub(r"18\d", "180", fault) for fault in faults(client).values()] == ["No worker was seen for 180 s."]


def test_canary_is_silent_although_its_cluster_is_not(client: Client, well: None) -> None:
    Chore.objects.filter(name="canary").update(ended_at=Now() - timedelta(seconds=61))

    [fault] = faults(client).values()
    assert re.fullmatch(r"Workers have done no chore for 6\d s; at most 60 s are well\.", fault)


def test_the_canary_is_a_chore_that_workers_do(well: None, client: Client) -> None:
    Chore.objects.filter(name="canary").update(ended_at=None)

    chores.do("canary")

    assert ask(client)[0] == 200


def test_a_migration_is_missing(client: Client, well: None) -> None:
    MigrationRecorder.Migration.objects.filter(app="statistics").delete()

    assert faults(client) == {
        "migrations": "1 migrations are not applied, such as statistics 0001_first_schema: run `manage.py migrate`."
    }


def test_storage_cannot_be_written_to(client: Client, well: None, pictures: Path) -> None:
    pictures.write_text("in the way of the folder")

    assert list(faults(client)) == ["storage"]


def test_storage_is_not_written_to_with_each_question(client: Client, well: None, pictures: Path) -> None:
    ask(client)
    pictures.rename(pictures.with_name("away"))
    pictures.write_text("in the way of the folder")

    assert ask(client)[0] == 200


def test_database_is_away_and_says_nothing_of_where_it_is(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise OperationalError("connection to server at 10.0.0.7 failed for user secret")

    monkeypatch.setattr(checks.connection, "cursor", fail)

    assert faults(client) == {
        "database": "The database does not answer (OperationalError).",
        "migrations": "The database does not answer.",
        "workers": "The database does not answer.",
        "canary": "The database does not answer.",
    }


@pytest.mark.parametrize("path", ["/readyz", "/metrics"])
@pytest.mark.once
def test_they_are_only_read(client: Client, path: str) -> None:
    response = client.post(path)

    assert (response.status_code, response.headers["Allow"], response.content) == (405, "GET, HEAD", b"")
