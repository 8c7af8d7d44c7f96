"""A database of the first schema, with a game and its pictures in it, becomes today's without losing anything."""

import sqlite3
import uuid
from contextlib import closing
from typing import Any

import psycopg
import pytest

from tests.services import Service

# What there was when the first version was finished.
FIRST = {"entities": "0001", "jobs": "0002", "images": "0002"}
MIGRATE = (
    "from django.core.management import call_command\nfor names in {}: call_command('migrate', *names, verbosity=0)"
)
AT = "2026-11-23 12:00:00"
STATUSES = ("queued", "processing", "completed", "failed", "timeout", "cancelled")
JOBS = {
    status: uuid.UUID(int=(0x01A2 << 112) + (7 << 76) + (2 << 62) + number) for number, status in enumerate(STATUSES)
}
IMAGE = uuid.UUID(int=(0x01A3 << 112) + (7 << 76) + (2 << 62))

ENTITY = {
    "description": "Of old.",
    "raw": '{"kept": true}',
    "created_at": AT,
    "updated_at": AT,
    "short_description": "",
}
ROWS: list[tuple[str, dict[str, Any]]] = [
    (
        "entities_setting",
        {
            **{name: ENTITY[name] for name in ("description", "raw", "created_at", "updated_at")},
            **dict.fromkeys(("theme", "genre", "tone", "magic_level", "tech_level", "base_context_preamble"), "grim"),
            **{f"image_prompt_prefix_{kind}": "Ink: " for kind in ("character", "location", "item", "scenery")},
            "id": "setting_1",
            "name": "The Drowned Coast",
            "is_active": True,
        },
    ),
    ("entities_region", ENTITY | {"id": "region_1", "name": "The Salt Marsh", "setting_id": "setting_1"}),
    (
        "entities_location",
        ENTITY
        | {"id": "location_1", "name": "Old Quay", "is_stub": False, "region_id": "region_1", "setting_id": "setting_1"}
        | {"stub_metadata": "{}", "thing_ids": "[]", "npc_ids": "[]"},
    ),
    (
        "entities_thing",
        ENTITY
        | {"id": "thing_1", "name": "Brass Lantern", "thing_type": "item", "location_id": "location_1"}
        | {"rarity": "", "item_type_detail": "", "slot": "", "status_effects": "[]", "metadata": "{}"},
    ),
    *(
        (
            "jobs_job",
            {
                "id": job_id.hex,
                "entity_kind": "thing" if status in ("queued", "completed") else "",
                "entity_type": "item" if status in ("queued", "completed") else "",
                "entity_id": "thing_1" if status in ("queued", "completed") else "",
                "prompt": f"A lantern, {status}.",
                "preamble_length": 0,
                "prompt_preview": "A lantern",
                "negative_prompt": "",
                "width": 640,
                "height": 480,
                "seed": 7,
                "client_id": "tab",
                "priority": 10,
                "status": status,
                "attempt": 1,
                "progress": 40,
                "message": "",
                "worker": "here:1",
                "engine": "pillow",
                "error": "",
                "error_code": "",
                "created_at": AT,
                "ended_at": None if status in ("queued", "processing") else AT,
            },
        )
        for status, job_id in JOBS.items()
    ),
    *(
        (
            "jobs_jobevent",
            {"kind": status, "at": AT, "attempt": 1, "progress": 40, "message": "", "job_id": job_id.hex},
        )
        for status, job_id in JOBS.items()
    ),
    ("jobs_jobsubscription", {"client_id": "another", "job_id": JOBS["queued"].hex}),
    (
        "images_image",
        {
            "id": IMAGE.hex,
            "entity_kind": "thing",
            "entity_type": "item",
            "entity_id": "thing_1",
            "is_current": True,
            "source": "generated",
            "engine": "pillow",
            "prompt": "A lantern.",
            "negative_prompt": "",
            "width": 640,
            "height": 480,
            "seed": 7,
            "created_at": AT,
            "job_id": JOBS["completed"].hex,
        },
    ),
    (
        "images_imagefile",
        {
            "position": 0,
            "stem": str(IMAGE),
            "size": 1000,
            "width": 640,
            "height": 480,
            "content_type": "image/png",
            "sha256": "",
            "is_missing": False,
            "image_id": IMAGE.hex,
        },
    ),
]


@pytest.mark.timeout(240)
def test_first_schema_with_data_becomes_the_newest(service: Service) -> None:
    made = service.run("shell", "-v0", "-c", MIGRATE.format(list(FIRST.items())))
    assert (made.returncode, made.stderr) == (0, "")
    for table, row in ROWS:
        insert(service, table, row)
    before = kept(service)

    migrated = service.run("migrate", "-v0", "--no-input")

    assert (migrated.returncode, migrated.stderr) == (0, "")
    assert kept(service) == before
    # What came later is filled in.
    assert service.read("SELECT status, style FROM jobs_job ORDER BY id") == [
        (status, "item" if status in ("queued", "completed") else "custom") for status in STATUSES
    ]
    assert service.read("SELECT kind, status FROM jobs_jobevent ORDER BY id") == [(each, each) for each in STATUSES]
    assert service.read("SELECT status FROM jobs_job WHERE lease_until IS NOT NULL") == [("processing",)]
    assert service.read("SELECT total FROM images_imagecount WHERE total > 0") == [(1,)]
    # And it works: the job whose worker is long gone is found and put right.
    found = service.run("reconcile")
    assert found.returncode == 0, found.stderr
    assert service.read("SELECT status FROM jobs_job WHERE prompt = 'A lantern, processing.'") == [("queued",)]


def kept(service: Service) -> dict[str, list[tuple[Any, ...]]]:
    """Return the tables' rows, with the columns that there were at first."""
    return {table: service.read(f"SELECT {', '.join(row)} FROM {table} ORDER BY 1") for table, row in ROWS}  # noqa: S608  (our own words)


def insert(service: Service, table: str, row: dict[str, Any]) -> None:
    columns = ", ".join(row)
    if service.database_url:
        statement = f"INSERT INTO {table} ({columns}) VALUES ({', '.join(['%s'] * len(row))})"  # noqa: S608  (our own words)
        with psycopg.connect(service.database_url) as connection:
            connection.execute(statement, list(row.values()))
        return
    statement = f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(row))})"  # noqa: S608  (our own words)
    with closing(sqlite3.connect(service.folder / "imagesvc.sqlite3")) as connection:
        connection.execute(statement, list(row.values()))
        connection.commit()
