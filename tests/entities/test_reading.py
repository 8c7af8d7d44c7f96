"""The table of keys and columns: what becomes of right values, of wrong ones and of what no database stores."""

from typing import Any

import pytest

from entities.reading import columns_of, is_game_id, listed_exits, merge_exit
from entities.save_format import FORMATS

pytestmark = pytest.mark.once


def read(kind: str, raw: dict[str, Any], *, partial: bool = False) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the columns but `raw`, and the complaints by key."""
    complaints: dict[str, str] = {}
    columns = columns_of(FORMATS[kind], raw, report=complaints.__setitem__, partial=partial)
    del columns["raw"]
    return columns, complaints


def test_character_columns() -> None:
    raw = {
        "name": "Íris",
        "class": "Diver",
        "isNPC": False,
        "level": 3,
        "currentLocation": "quay",
        "inventory": ["lantern", None],
        "gear": {
            "Head": {"slotType": "head", "itemId": "helmet", "item": {"id": "helmet"}},
            "Feet": "boot",
            "Neck": None,
        },
        "aliases": None,
        "unknown": "kept in raw only",
    }

    answer = read("character", raw)

    assert answer == (
        {
            "name": "Íris",
            "description": "",
            "short_description": "",
            "setting_id": None,
            "is_npc": False,
            "character_class": "Diver",
            "race": "",
            "gender": "",
            "level": 3,
            "is_dead": False,
            "is_hostile": False,
            "aliases": [],
            "attributes": {},
            "personality": {},
            "status_effects": [],
            "current_location_id": "quay",
            "inventory": ["lantern"],
            "gear": {"Head": "helmet", "Feet": "boot"},
            "party_members": [],
        },
        {},
    )


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        ({"ownerId": "iris", "playerId": "zhou"}, {"owner_id": "iris"}),
        ({"ownerId": None, "playerId": "zhou"}, {"owner_id": "zhou"}),
        ({"locationId": "quay"}, {"location_id": "quay"}),
        ({"rarity": "Epic"}, {"rarity": "Epic"}),
        ({"level": 4, "slot": "head"}, {"level": 4, "slot": "head"}),
    ],
)
def test_thing_facts_come_from_its_metadata(metadata: dict[str, Any], expected: dict[str, Any]) -> None:
    plain, _ = read("thing", {"rarity": "Common"})

    answer = read("thing", {"rarity": "Common", "metadata": metadata})

    assert answer == (plain | {"metadata": metadata} | expected, {})


def test_partial_columns_are_those_that_were_sent() -> None:
    answer = read("thing", {"name": "Bell", "level": None, "metadata": {"ownerId": "iris"}}, partial=True)

    assert answer == ({"name": "Bell", "level": None, "metadata": {"ownerId": "iris"}, "owner_id": "iris"}, {})


ID_RULE = "a text of 1 to 200 characters without controls"


@pytest.mark.parametrize(
    ("kind", "key", "value", "column", "stored", "complaint"),
    [
        ("thing", "name", 5, "name", "", "must be a text"),
        ("thing", "name", "a\0b\ud800c", "name", "abc", "must not contain NUL characters or lone surrogates"),
        ("thing", "level", "3", "level", 3, "must be a whole number, not a text"),
        ("thing", "level", "many", "level", None, "must be a whole number"),
        ("thing", "level", True, "level", None, "must be a whole number"),
        ("thing", "level", 2.5, "level", None, "must be a whole number"),
        ("thing", "level", 2**40, "level", None, "must be between -2147483648 and 2147483647"),
        ("thing", "level", float("inf"), "level", None, "must not contain NaN or infinite numbers"),
        ("thing", "thingType", "relic", "thing_type", "item", "must be one of item, scenery"),
        ("thing", "metadata", [], "metadata", {}, "must be an object"),
        ("thing", "ownerId", "a\nb", "owner_id", None, f"must be an id, {ID_RULE}, or null"),
        ("thing", "ownerId", "x" * 201, "owner_id", None, f"must be an id, {ID_RULE}, or null"),
        ("character", "isNPC", "yes", "is_npc", True, "must be true or false"),
        ("character", "aliases", "Cork", "aliases", [], "must be a list"),
        ("character", "inventory", "all", "inventory", [], "must be a list of ids"),
        ("character", "inventory", ["a", 5], "inventory", ["a"], f"must be a list of ids, each {ID_RULE}"),
        ("character", "gear", [], "gear", {}, "must be an object of slots"),
        ("character", "gear", {"Head": 5}, "gear", {}, f"must name the thing in each slot by its id, {ID_RULE}"),
    ],
)
def test_wrong_value_is_reported_and_replaced(
    kind: str, key: str, value: Any, column: str, stored: Any, complaint: str
) -> None:
    columns, complaints = read(kind, {key: value})

    assert (columns[column], complaints) == (stored, {key: complaint})


def test_whole_number_may_be_written_with_a_point() -> None:
    columns, complaints = read("location", {"baseLevel": 3.0})

    assert (columns["base_level"], complaints) == (3, {})


def test_raw_keeps_everything_that_can_be_stored() -> None:
    deep: list[Any] = []
    for _ in range(500):
        deep = [deep]
    raw = {"na\0me": {"te\0xt": ["\udfff!", float("nan"), 1, None]}, "deep": deep}
    complaints: list[tuple[str, str]] = []

    columns = columns_of(FORMATS["region"], raw, report=lambda *complaint: complaints.append(complaint))

    assert columns["raw"]["name"] == {"text": ["!", None, 1, None]}
    assert complaints == [
        ("name", "must not contain NUL characters or lone surrogates"),
        ("name", "must not contain NaN or infinite numbers"),
        ("deep", "must not be nested deeper than 100 levels"),
        ("name", "must be a text"),
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [("a", True), ("老 周", True), ("x" * 200, True), ("x" * 201, False), ("", False), (None, False), (5, False),
     ("a\0", False), ("a\x85", False), ("\ud800", False)],
)  # fmt: skip
def test_game_id_is_short_and_has_no_controls(value: object, expected: bool) -> None:
    assert is_game_id(value) is expected


def test_merge_exit_takes_each_key_from_the_first_that_knows_it() -> None:
    registry = {"id": "stair", "name": "Stair", "destinationRegion": None}
    entry = {"id": "stair", "name": "Other", "destinationRegion": "marsh", "exitObject": {"big": True}}

    merged = merge_exit(registry, entry)

    assert merged == {"id": "stair", "name": "Stair", "destinationRegion": "marsh"}


def test_listed_exits_are_one_object_each_and_what_is_wrong_is_told_by_its_place() -> None:
    exits = {
        "up": {"id": "stair", "name": None, "origin": "moon", "exitObject": {"id": "stair", "name": "Stair"}},
        "down": {"id": "hatch", "exitObject": "hatch"},
        "north": {"name": "no id", "exitObject": {"id": None}},
        "south": {"id": 5},
        "east": "gate",
        "west": None,
    }
    complaints: dict[str, str] = {}

    listed = list(listed_exits({"exits": exits}, location_id="quay", report=complaints.__setitem__))

    assert listed == [
        {"id": "stair", "name": "Stair", "origin": "quay", "direction": "up"},
        {"id": "hatch", "origin": "quay", "direction": "down"},
    ]
    assert complaints == {
        "exits.down.exitObject": "must be an object",
        "exits.north.id": "is required",
        "exits.south.id": "must be a text of 1 to 200 characters without controls",
        "exits.east": "must be an object",
    }


@pytest.mark.parametrize(
    ("location", "complaints"),
    [
        ({}, []),
        ({"exits": None}, []),
        ({"exits": {}}, []),
        ({"exits": []}, [("exits", "must be an object of exits")]),
        ({"exits": 5}, [("exits", "must be an object of exits")]),
    ],
)
def test_location_may_list_no_exits(location: dict[str, Any], complaints: list[tuple[str, str]]) -> None:
    told: list[tuple[str, str]] = []

    listed = list(listed_exits(location, location_id="quay", report=lambda *complaint: told.append(complaint)))

    assert (listed, told) == ([], complaints)
