"""Reading a save: which folder is one, what is left out, and what ends it."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from entities.saves import Remark, SaveError, Topic, read_save

pytestmark = pytest.mark.once

SMALL_SAVE = Path(__file__).parent.parent / "data" / "small_save"


def write_save(folder: Path, **files: Any) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in {"allPlayers": {"p": {"name": "Mira"}}, **files}.items():
        (folder / f"{name}.json").write_text(content if isinstance(content, str) else json.dumps(content))
    return folder


def test_small_save_is_read_whole() -> None:
    save = read_save(SMALL_SAVE)

    counts = {kind: len(objects) for kind, objects in save.objects.items()}
    assert counts == {"setting": 1, "region": 1, "location": 3, "exit": 2, "character": 3, "thing": 5}
    assert len(save.images) == 5
    assert (save.setting_id, save.player_id) == (
        "setting_1777666000000_000000000001",
        "player_1777666000000_aaaaaaaaa",
    )
    assert save.remarks == (
        Remark(topic=Topic.SKIPPED, text="character player_1777666000000_ddddddddd is null"),
        Remark(topic=Topic.SKIPPED, text="region region_1777666000000_000000000002 is null"),
        Remark(topic=Topic.SKIPPED, text="image img_20260501_200600_nothing0 is null"),
    )


def test_exit_is_merged_from_all_places_that_tell_of_it() -> None:
    save = read_save(SMALL_SAVE)

    assert save.objects["exit"]["exit_1777666000000_000000000001"] == {
        "id": "exit_1777666000000_000000000001",
        "name": "Slate Stair",
        "relativeName": "Slate Stair (in the Salt Marsh)",
        "description": "A stair of wet slate",
        "origin": "location_1777666000000_000000000001",
        "direction": "stair",
        "destination": "location_1777666000000_000000000002",
        "destinationRegion": "region_1777666000000_000000000001",
        "bidirectional": True,
        "imageId": "img_20260501_200300_stairs01",
        "isVehicle": False,
        "vehicleType": None,
        "type": "two-way",
    }


@pytest.mark.parametrize("root", ["", "saves", "autosaves"])
def test_newest_save_below_a_root_is_read(tmp_path: Path, root: str) -> None:
    write_save(tmp_path / root / "z_old", metadata={"timestamp": "2026-01-01T00:00:00.000Z"})
    write_save(tmp_path / root / "a_new", metadata={"timestamp": "2026-03-01T00:00:00.000Z"})
    write_save(tmp_path / root / "undated")

    save = read_save(tmp_path)

    assert save.folder == tmp_path / root / "a_new"


def test_missing_and_broken_files_are_remarked_upon(tmp_path: Path) -> None:
    write_save(tmp_path, things="{", images="[" * 100_000, gameWorld=["no object"])
    (tmp_path / "setting.json").write_bytes(b'{"name": "\xff"}')

    save = read_save(tmp_path)

    assert save.objects["character"] == {"p": {"name": "Mira"}}
    assert [remark.text for remark in save.remarks] == [
        "metadata.json is missing",
        "setting.json cannot be read: it is not UTF-8",
        "gameWorld.json holds no object",
        "things.json cannot be read: it is no JSON from line 1 on",
        "images.json cannot be read: it is nested too deep",
    ]


def test_entries_that_cannot_be_stored_are_skipped(tmp_path: Path) -> None:
    players = {"p": {"id": "inner"}, "q": "text", "": {}, "x\ny": {"id": 5}}
    world = {"locations": {"l": {"exits": {"up": {"name": "no id"}, "down": 5}}, "m": {"exits": []}}, "regions": 5}

    save = read_save(write_save(tmp_path, allPlayers=players, gameWorld=world, metadata={}, things={}, images={}))

    assert (list(save.objects["character"]), save.objects["exit"]) == (["inner"], {})
    assert [remark.text for remark in save.remarks if remark.topic is Topic.SKIPPED] == [
        "character q is no object",
        "character '' has no id that can be stored",
        "character 'x\\ny' has no id that can be stored",
        "location l: exits.up.id is required",
        "location l: exits.down must be an object",
        "location m: exits must be an object of exits",
    ]


@pytest.mark.parametrize(
    ("players", "sentence"),
    [
        ("{}", "{path}/allPlayers.json has no players, so there is nothing to import."),
        ('{"p": null}', "{path}/allPlayers.json has no players, so there is nothing to import."),
        ('{"p": {}', "{path}/allPlayers.json cannot be read: it is no JSON from line 1 on."),
    ],
)
def test_save_without_players_is_none(tmp_path: Path, players: str, sentence: str) -> None:
    write_save(tmp_path, allPlayers=players)

    with pytest.raises(SaveError) as caught:
        read_save(tmp_path)

    assert str(caught.value) == sentence.format(path=tmp_path)


def test_path_that_is_no_save_is_refused(tmp_path: Path) -> None:
    shutil.copy(SMALL_SAVE / "things.json", tmp_path)

    sentences = []
    for path in (tmp_path / "gone", tmp_path / "things.json", tmp_path):
        with pytest.raises(SaveError) as caught:
            read_save(path)
        sentences.append(str(caught.value))

    assert sentences == [
        f"{tmp_path}/gone does not exist.",
        f"{tmp_path}/things.json is not a folder.",
        f"{tmp_path} is no saved game: there is no allPlayers.json in it, nor in a save below it.",
    ]
