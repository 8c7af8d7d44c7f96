"""The settings of several things: from the environment, from a TOML file, from files that hold secrets."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from imagesvc.env import read_networks, read_sections


def read() -> dict[str, dict[str, object]]:
    return read_sections("IMAGESVC_ENGINES", "pillow", prefix="IMAGESVC_ENGINE_")


def test_sections_are_the_names_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMAGESVC_ENGINES", " gpu, openai ,pillow")
    monkeypatch.setenv("IMAGESVC_ENGINE_GPU_TYPE", "comfyui")
    monkeypatch.setenv("IMAGESVC_ENGINE_GPU_URL", " http://gpu:8188 ")
    monkeypatch.setenv("IMAGESVC_ENGINE_OTHER_URL", "http://nobody")

    assert list(read().items()) == [
        ("gpu", {"type": "comfyui", "url": "http://gpu:8188"}),
        ("openai", {}),
        ("pillow", {}),
    ]


def test_sections_with_names_that_begin_alike_keep_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMAGESVC_ENGINES", "gpu,gpu-2")
    monkeypatch.setenv("IMAGESVC_ENGINE_GPU_URL", "http://one")
    monkeypatch.setenv("IMAGESVC_ENGINE_GPU_2_URL", "http://two")

    assert read() == {"gpu": {"url": "http://one"}, "gpu-2": {"url": "http://two"}}


def test_sections_are_the_default_where_nothing_is_set() -> None:
    assert read() == {"pillow": {}}


def test_section_reads_its_key_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("sk-1234567890\n")
    monkeypatch.setenv("IMAGESVC_ENGINES", "openai")
    monkeypatch.setenv("IMAGESVC_ENGINE_OPENAI_KEY_FILE", str(tmp_path / "key"))

    assert read() == {"openai": {"key": "sk-1234567890"}}


def test_toml_file_has_a_table_for_each_and_variables_win(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("sk-1234567890\n")
    (tmp_path / "engines.toml").write_text(
        f'[gpu]\ntype = "comfyui"\nconcurrency = 2\nkinds = ["item"]\n[openai]\nkey_file = "{tmp_path / "key"}"\n'
    )
    monkeypatch.setenv("IMAGESVC_ENGINES", str(tmp_path / "engines.toml"))
    monkeypatch.setenv("IMAGESVC_ENGINE_GPU_CONCURRENCY", "3")

    assert read() == {
        "gpu": {"type": "comfyui", "concurrency": "3", "kinds": ["item"]},
        "openai": {"key": "sk-1234567890"},
    }


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[gpu", "IMAGESVC_ENGINES: {path} is no TOML: "),
        ('gpu = "comfyui"', "IMAGESVC_ENGINES: {path} must hold tables alone, and gpu is none."),
        (
            '[gpu]\nkey = "sk-secret"',
            "IMAGESVC_ENGINES: a key does not belong into {path}: name its file with key_file.",
        ),
        (
            '[gpu]\nkey_file = "/nowhere/key"',
            "IMAGESVC_ENGINES: key_file of gpu: cannot read /nowhere/key: No such file or directory.",
        ),
        (None, "IMAGESVC_ENGINES: cannot read {path}: No such file or directory."),
    ],
)
def test_wrong_toml_file_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str | None, sentence: str
) -> None:
    path = tmp_path / "engines.toml"
    if text is not None:
        path.write_text(text)
    monkeypatch.setenv("IMAGESVC_ENGINES", str(path))

    with pytest.raises(ImproperlyConfigured) as refusal:
        read()

    assert str(refusal.value).startswith(sentence.format(path=path))
    assert "sk-secret" not in str(refusal.value)


def test_networks_are_addresses_or_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMAGESVC_PROXIES", "10.0.0.0/8, ::1")
    monkeypatch.setenv("IMAGESVC_WRONG", "127.0.0.1,*")

    assert read_networks("IMAGESVC_PROXIES") == ("10.0.0.0/8", "::1")
    with pytest.raises(ImproperlyConfigured, match="IMAGESVC_WRONG must be addresses or networks"):
        read_networks("IMAGESVC_WRONG")
