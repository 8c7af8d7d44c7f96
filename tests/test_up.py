"""The whole service from its first command to Ctrl-C, as somebody sees it who has never seen the project."""

import signal
import socket
import stat
from pathlib import Path
from typing import Any

import httpx2
import psutil
import pytest

from tests.processes import wait_for
from tests.services import ROOT, Service

REAL_SAVE = ROOT.parent / "shared" / "airpg-save"
SMALL_SAVE = ROOT / "tests" / "data" / "small_save"
ENDED = ("completed", "failed", "timeout")
# Where one of each type is found, and how it is told from its kin.
TYPES: dict[str, tuple[str, dict[str, object]]] = {
    "player": ("characters", {"isNPC": False}),
    "npc": ("characters", {"isNPC": True}),
    "location": ("locations", {}),
    "location-exit": ("exits", {}),
    "item": ("things", {"thingType": "item"}),
    "scenery": ("things", {"thingType": "scenery"}),
}


@pytest.mark.timeout(240)
def test_up_draws_the_demo_and_a_saved_game_until_interrupted(service: Service) -> None:
    port = free_port()
    up = service.start("up", "--port", port)
    wait_for(lambda: "Ctrl-C stops everything." in service.output.read_text())

    with httpx2.Client(base_url=f"http://127.0.0.1:{port}") as client:
        jobs = wait_for_jobs(client)
        assert {job["status"] for job in jobs} == {"completed"}
        assert {job["entityType"] for job in jobs} == set(TYPES)
        for image in client.get("/api/images").json()["images"]:
            assert_is_served(client, image)

        imported = service.run("import_save", str(REAL_SAVE if REAL_SAVE.is_dir() else SMALL_SAVE))
        assert imported.returncode == 0, imported.stderr
        wanted = [ask_for_picture(client, entity_type=entity_type) for entity_type in TYPES]
        jobs = wait_for_jobs(client)
        assert {job["id"]: job["status"] for job in jobs if job["id"] in wanted} == dict.fromkeys(wanted, "completed")
        for job_id in wanted:
            assert_is_served(client, client.get(f"/api/jobs/{job_id}").json()["result"]["metadata"])

        assert client.get("/").status_code == 200
        assert client.get("/admin/login/").status_code == 200

    up.send_signal(signal.SIGINT)

    assert up.wait(15) == 0
    assert service.processes() == []
    password = service.folder / "admin_password"
    assert stat.S_IMODE(password.stat().st_mode) == 0o600
    output = service.output.read_text()
    assert str(password) in output
    assert password.read_text().strip() not in output


@pytest.mark.once
def test_second_start_keeps_what_is_there(service: Service) -> None:
    port = free_port()
    addresses = [
        f"Gallery  http://127.0.0.1:{port}/",
        f"Admin    http://127.0.0.1:{port}/admin/",
        f"API      http://127.0.0.1:{port}/api/jobs",
        "Ctrl-C stops everything.",
    ]

    first, second = [start_and_stop(service, port=port, output=service.folder / name) for name in ("first", "second")]

    migrations = service.read("SELECT id FROM django_migrations")
    assert first == [
        f"Set up the database ({len(migrations)} migrations).",
        f"Made the user admin; the password stands in {service.folder / 'admin_password'}",
        *addresses,
        "Stopping. Once more stops at once.",
    ]
    assert second == [*addresses, "Stopping. Once more stops at once."]
    assert service.read("SELECT username FROM auth_user") == [("admin",)]
    assert service.read("SELECT count(*) FROM entities_character") == [(0,)]


@pytest.mark.once
def test_killed_children_are_replaced_and_a_killed_up_leaves_nobody(installed: Service) -> None:
    up = installed.start("up", "--port", free_port(), "--no-demo")
    wait_for(lambda: "Ctrl-C stops everything." in installed.output.read_text())

    for name in ("serve", "cluster"):
        [killed] = children_named(up.pid, name)
        killed.kill()
        wait_for(lambda name=name, killed=killed: children_named(up.pid, name) not in ([], [killed]))
    # Itself, the web server, and the cluster's main process, sentinel, six workers, monitor and pusher.
    wait_for(lambda: len(installed.processes()) == 12)
    up.kill()

    up.wait()
    wait_for(lambda: installed.processes() == [])


@pytest.mark.once
@pytest.mark.parametrize(
    ("words", "environment", "exit_code", "sentence"),
    [
        (
            ["--host", "0.0.0.0"],  # noqa: S104  (it is refused)
            {},
            2,
            (
                "CommandError: Listening on 0.0.0.0 needs keys: make one with `manage.py api_keys create <name>` "
                "and set IMAGESVC_AUTH=keys, or set IMAGESVC_AUTH=none to let everybody in."
            ),
        ),
        (
            [],
            {"IMAGESVC_PUBLIC_URL": "https://pictures.example.org"},
            2,
            (
                "CommandError: Being reached at https://pictures.example.org needs keys: make one with "
                "`manage.py api_keys create <name>` and set IMAGESVC_AUTH=keys, "
                "or set IMAGESVC_AUTH=none to let everybody in."
            ),
        ),
        (["--port", "0"], {}, 2, "CommandError: The port must be between 1 and 65535, not 0."),
        (
            [],
            {"IMAGESVC_ENGINES": "pillow,crayon"},
            2,
            "IMAGESVC_ENGINES: there is no engine 'crayon'; there are a1111, comfyui, dummy, horde, openai, pillow.",
        ),
        (
            [],
            {"DATABASE_URL": "sqlite:////nowhere/at.all"},
            2,
            "CommandError: DATABASE_URL: the database cannot be opened: unable to open database file.",
        ),
        (
            [],
            {"DATABASE_URL": "mysql://localhost/pictures"},
            2,
            "DATABASE_URL must name SQLite or PostgreSQL; no other database is supported.",
        ),
        (
            [],
            {"IMAGESVC_DATA_DIR": "/dev/null/data"},
            2,
            "IMAGESVC_DATA_DIR: cannot make /dev/null/data: Not a directory.",
        ),
        ([], {"IMAGESVC_WORKERS": "many"}, 2, "IMAGESVC_WORKERS must be a whole number, not 'many'."),
    ],
)
def test_wrong_configuration_is_one_sentence(
    service: Service, words: list[str], environment: dict[str, str], exit_code: int, sentence: str
) -> None:
    ended = service.run("up", *words, **environment)

    assert (ended.returncode, ended.stdout, ended.stderr) == (exit_code, "", f"{sentence}\n")


@pytest.mark.once
def test_taken_port_is_one_sentence(service: Service) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        ended = service.run("up", "--port", port)

    sentence = f"CommandError: Port {port} is taken: stop what runs there, or choose another with --port.\n"
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, "", sentence)


@pytest.mark.once
def test_production_mode_passes_djangos_deployment_checks(service: Service) -> None:
    ended = service.run("check", "--deploy", "--fail-level", "INFO", IMAGESVC_PUBLIC_URL="https://pictures.example.org")

    assert (ended.returncode, ended.stderr) == (0, "")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def start_and_stop(service: Service, *, port: int, output: Path) -> list[str]:
    """Run `up` until it is ready, and return what it said, without what is logged."""
    service.output = output
    up = service.start("up", "--port", port, "--no-demo")
    wait_for(lambda: "Ctrl-C stops everything." in output.read_text())
    up.terminate()
    assert up.wait(15) == 0
    return [line for line in output.read_text().splitlines() if " INFO " not in line]


def wait_for_jobs(client: httpx2.Client) -> list[dict[str, Any]]:
    """Return all jobs once none is active."""

    def ask() -> list[dict[str, Any]]:
        jobs: list[dict[str, Any]] = client.get("/api/jobs").json()["jobs"]
        return jobs if all(job["status"] in ENDED for job in jobs) else []

    return wait_for(ask)


def ask_for_picture(client: httpx2.Client, *, entity_type: str) -> str:
    """Ask for a picture of the first entity of a type that has no job; return the job's id."""
    plural, traits = TYPES[entity_type]
    entities = client.get(f"/api/{plural}").json()[plural]
    drawn = {job["entityId"] for job in client.get("/api/jobs").json()["jobs"]}
    entity = next(
        entity
        for entity in entities
        if entity["id"] not in drawn and all(entity[trait] == value for trait, value in traits.items())
    )
    answer = client.post(
        "/api/images/request", json={"entityType": entity_type, "entityId": entity["id"], "force": True}
    ).json()
    assert (answer["success"], answer["entityType"]) == (True, entity_type), answer
    return str(answer["jobId"])


def assert_is_served(client: httpx2.Client, image: dict[str, Any]) -> None:
    [file] = image["images"]
    picture = client.get(file["url"])
    thumbnail = client.get(file["thumbnailUrl"])
    assert (picture.status_code, picture.headers["content-type"], len(picture.content)) == (
        200,
        "image/png",
        file["size"],
    )
    assert (thumbnail.status_code, thumbnail.headers["content-type"]) == (200, "image/webp")


def children_named(pid: int, name: str) -> list[psutil.Process]:
    return [child for child in psutil.Process(pid).children() if name in _command_line(child)]


def _command_line(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return []
