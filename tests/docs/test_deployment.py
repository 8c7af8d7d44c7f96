"""What the docs give to other programs is understood by them: systemd's units, and the proxies' configuration."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.blocks import read_blocks
from tests.services import ROOT

pytestmark = pytest.mark.once

UNITS = sorted((ROOT / "docs" / "systemd").glob("*.service"))
# Of 100; what is left is that it must reach the network and its own folders.
MOST_EXPOSED = 20
CERTIFICATE = "ssl_certificate"


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_unit_is_understood_and_hardened(unit: Path, tmp_path: Path) -> None:
    skip_without("systemd-analyze")
    # It looks for the program and the folder, which stand elsewhere here.
    text = unit.read_text().replace("/opt/imagesvc/.venv/bin/python", sys.executable)
    copy = tmp_path / unit.name
    copy.write_text(text.replace("/opt/imagesvc", str(ROOT)))

    assert run("systemd-analyze", "verify", "--man=no", copy) == (0, "")
    assert run("systemd-analyze", "security", "--offline=yes", f"--threshold={MOST_EXPOSED}", copy)[0] == 0


def test_nginx_understands_its_block(tmp_path: Path) -> None:
    skip_without("nginx")
    # Without the certificate, which is not here.
    lines = [line for line in block_of("nginx") if CERTIFICATE not in line]
    http = "\n".join(lines).replace("listen 443 ssl", "listen 127.0.0.1:8443")
    file = tmp_path / "nginx.conf"
    # What it would look for elsewhere, and only as root.
    folders = "".join(
        f"{name}_temp_path {tmp_path}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    file.write_text(f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ access_log off; {folders} {http} }}")

    code, said = run("nginx", "-t", "-p", tmp_path, "-c", file)

    assert code == 0, said


def test_caddy_understands_its_block(tmp_path: Path) -> None:
    skip_without("caddy")
    file = tmp_path / "Caddyfile"
    file.write_text("\n".join(block_of("caddy")) + "\n")

    code, said = run("caddy", "validate", "--adapter", "caddyfile", "--config", file)

    assert code == 0, said


def test_changelog_begins_with_the_version_of_the_package() -> None:
    [version] = [
        line.split('"')[1] for line in (ROOT / "pyproject.toml").read_text().splitlines() if line[:9] == "version ="
    ]
    headings = [line for line in (ROOT / "CHANGELOG.md").read_text().splitlines() if line.startswith("## [")]

    assert headings[0] == "## [Unreleased]"
    assert headings[1].startswith(f"## [{version}] - ")


def skip_without(program: str) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")


def block_of(language: str) -> tuple[str, ...]:
    [block] = [each for each in read_blocks(ROOT / "docs" / "operating.md") if each.language == language]
    return block.body


def run(*words: str | Path) -> tuple[int, str]:
    ended = subprocess.run(list(map(str, words)), check=False, capture_output=True, text=True, timeout=60)
    return ended.returncode, ended.stderr
