"""Reads a saved game from its folder of JSON files: its objects by kind and id, and what was wrong with them.

Whatever is missing or broken is left out with a remark, as the game's own loader does; only a save without any players
is none. Knows no database, follows no address that a save names, and writes nothing.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from entities.reading import is_game_id, listed_exits, merge_exit

PLAYERS = "allPlayers.json"


class SaveError(Exception):
    """This is no save, or nothing can be made of it. The message is one sentence for the user."""


class Topic(StrEnum):
    """What a remark is about; the values are headings."""

    FILE = "Files missing or unreadable"
    SKIPPED = "Entries skipped"
    VALUE = "Values left out or cleaned"
    REFERENCE = "References to what is not there"
    PICTURE = "Pictures not taken over"
    NEEDS_IMAGE = "Entities that need an image"


@dataclass(frozen=True, kw_only=True)
class Remark:
    """One thing that is not as it should be, though the import goes on. The text may hold whatever a save holds."""

    topic: Topic
    text: str


@dataclass(frozen=True, kw_only=True)
class Save:
    """A saved game as it was read. `objects` is {kind: {id: the game's object}}; an exit's parts are one there."""

    folder: Path
    metadata: Mapping[str, Any]
    objects: Mapping[str, Mapping[str, dict[str, Any]]]
    images: Mapping[str, dict[str, Any]]
    remarks: tuple[Remark, ...]

    @property
    def setting_id(self) -> str | None:
        """The world that is played in it."""
        current = self.metadata.get("currentSettingId")
        return next(iter(self.objects["setting"]), current if is_game_id(current) else None)

    @property
    def player_id(self) -> str | None:
        """The character whose eyes see it."""
        player = self.metadata.get("playerId")
        return player if is_game_id(player) else None


def read_save(path: Path) -> Save:
    """Read the save in that folder, or the newest one in the folder of saves; raises SaveError.

    1. Find the save's own folder.
    2. Read its files, each empty where it is missing or broken; without any player it is no save.
    3. Take the objects out of them, leaving out what is null or no object.
    """
    folder = _find_save(path)
    remarks: list[Remark] = []
    metadata = _read_object(folder / "metadata.json", remarks)
    setting = _read_object(folder / "setting.json", remarks)
    world = _read_object(folder / "gameWorld.json", remarks)
    things = _read_object(folder / "things.json", remarks)
    images = _read_object(folder / "images.json", remarks)
    characters = _entries(_read_players(folder), "character", remarks)
    if not characters:
        raise SaveError(f"{folder / PLAYERS} has no players, so there is nothing to import.")
    locations = _entries(world.get("locations"), "location", remarks)
    registry = _entries(world.get("locationExits"), "exit", remarks)
    objects = {
        "setting": _entries(
            {_text(metadata.get("currentSettingId")): setting} if setting else None, "setting", remarks
        ),
        "region": _entries(world.get("regions"), "region", remarks),
        "location": locations,
        "exit": _merge_exits(registry, locations, remarks),
        "character": characters,
        "thing": _entries(things, "thing", remarks),
    }
    records = _entries(images, "image", remarks)
    return Save(folder=folder, metadata=metadata, objects=objects, images=records, remarks=tuple(remarks))


def _find_save(path: Path) -> Path:
    if not path.is_dir():
        raise SaveError(f"{path} is not a folder." if path.exists() else f"{path} does not exist.")
    if (path / PLAYERS).is_file():
        return path
    roots = [path, path / "saves", path / "autosaves"]
    saves = [player_file.parent for root in roots for player_file in sorted(root.glob(f"*/{PLAYERS}"))]
    if not saves:
        raise SaveError(f"{path} is no saved game: there is no {PLAYERS} in it, nor in a save below it.")
    return max(saves, key=_saved_at)


def _saved_at(folder: Path) -> str:
    """Return the ISO time at which it was saved, all in UTC and so in order; empty if unknown."""
    return _text(_read_object(folder / "metadata.json", []).get("timestamp"))


def _read_players(folder: Path) -> object:
    """Read the one file without which there is no save."""
    try:
        return _parse(folder / PLAYERS)
    except (OSError, ValueError, RecursionError) as error:
        raise SaveError(f"{folder / PLAYERS} cannot be read: {_reason(error)}.") from error


def _read_object(path: Path, remarks: list[Remark]) -> dict[str, Any]:
    try:
        content = _parse(path)
    except FileNotFoundError:
        remarks.append(Remark(topic=Topic.FILE, text=f"{path.name} is missing"))
        return {}
    except (OSError, ValueError, RecursionError) as error:
        remarks.append(Remark(topic=Topic.FILE, text=f"{path.name} cannot be read: {_reason(error)}"))
        return {}
    if not isinstance(content, dict):
        remarks.append(Remark(topic=Topic.FILE, text=f"{path.name} holds no object"))
        return {}
    return content


def _parse(path: Path) -> object:
    return json.loads(path.read_text(encoding="utf-8-sig"))


def _reason(error: Exception) -> str:
    match error:
        case json.JSONDecodeError():
            return f"it is no JSON from line {error.lineno} on"
        case UnicodeDecodeError():
            return "it is not UTF-8"
        case RecursionError():
            return "it is nested too deep"
        case OSError():
            return error.strerror or type(error).__name__
        case _:
            return str(error)


def _entries(container: object, kind: str, remarks: list[Remark]) -> dict[str, dict[str, Any]]:
    """Return {id: object} of a container; the id inside counts before the key it stands under."""
    if container is None:
        return {}
    if not isinstance(container, dict):
        remarks.append(Remark(topic=Topic.FILE, text=f"the {kind}s are no object of objects"))
        return {}
    found: dict[str, dict[str, Any]] = {}
    for key, entry in container.items():
        if not isinstance(entry, dict):
            what = "is null" if entry is None else "is no object"
            remarks.append(Remark(topic=Topic.SKIPPED, text=f"{kind} {key} {what}"))
            continue
        entry_id = next((candidate for candidate in (entry.get("id"), key) if is_game_id(candidate)), None)
        if entry_id is None:
            remarks.append(Remark(topic=Topic.SKIPPED, text=f"{kind} {key!r} has no id that can be stored"))
            continue
        found[entry_id] = entry
    return found


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _merge_exits(
    registry: Mapping[str, dict[str, Any]], locations: Mapping[str, dict[str, Any]], remarks: list[Remark]
) -> dict[str, dict[str, Any]]:
    """Return the union of the exits that the world lists and those that the locations list, by id."""
    merged: dict[str, dict[str, Any]] = {}
    for listed in _listed_exits(locations, remarks):
        exit_id = listed["id"]
        if exit_id not in merged:
            merged[exit_id] = merge_exit(registry.get(exit_id, {}), listed)
    unlisted = {exit_id: merge_exit(entry) for exit_id, entry in registry.items() if exit_id not in merged}
    return merged | unlisted


def _listed_exits(locations: Mapping[str, dict[str, Any]], remarks: list[Remark]) -> Iterator[dict[str, Any]]:
    for location_id, location in locations.items():

        def report(place: str, complaint: str, location_id: str = location_id) -> None:
            remarks.append(Remark(topic=Topic.SKIPPED, text=f"location {location_id}: {place} {complaint}"))

        yield from listed_exits(location, location_id=location_id, report=report)
