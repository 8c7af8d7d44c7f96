"""A game keeps us informed of its world over REST, in its own words."""

import json
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any, TypeVar

import pytest
from django.conf import settings as project_settings
from django.db import connection, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from entities.importer import import_save
from entities.models import Character, Location, LocationExit, Region, Setting, Thing
from entities.saves import read_save
from imagesvc.images.models import Image
from tests.factories import make_character, make_location, make_setting, make_thing

Result = TypeVar("Result")

pytestmark = pytest.mark.django_db

JSON = "application/json"
TIMES = ("createdAt", "lastUpdated")
PLURALS = ("settings", "regions", "locations", "exits", "characters", "things")
MODELS = (Setting, Region, Location, LocationExit, Character, Thing)
REAL_SAVE = Path(project_settings.BASE_DIR).parent / "shared" / "airpg-save"

FULL: dict[str, dict[str, Any]] = {
    "setting": {
        "id": "setting_1",
        "name": "The Drowned Coast",
        "description": "A coast that sinks.",
        "theme": "loss",
        "genre": "fantasy",
        "tone": "quiet",
        "magicLevel": "low",
        "techLevel": "sail",
        "baseContextPreamble": "Muted ink.",
        "imagePromptPrefixCharacter": "A portrait:",
        "imagePromptPrefixLocation": "A landscape:",
        "imagePromptPrefixItem": "An object:",
        "imagePromptPrefixScenery": "A piece of scenery:",
        "currentPlayerId": "player_1",
        "isActive": True,
    },
    "region": {
        "id": "region_1",
        "name": "The Salt Marsh",
        "description": "Reeds and fog.",
        "shortDescription": "A marsh.",
        "settingId": "world",
    },
    "location": {
        "id": "location_1",
        "name": "Old Quay",
        "description": None,
        "shortDescription": "A quay.",
        "settingId": "world",
        "regionId": "region_gone",
        "baseLevel": 3,
        "isStub": True,
        "stubMetadata": {"stubDescription": "Black stone."},
        "thingIds": ["thing_1"],
        "npcIds": ["player_2"],
    },
    "exit": {
        "id": "exit_1",
        "name": "North Gate",
        "description": "Iron bars.",
        "shortDescription": "A gate.",
        "settingId": "world",
        "origin": "location_1",
        "direction": "north",
        "destination": "location_gone",
        "destinationRegion": None,
        "bidirectional": False,
        "isVehicle": True,
        "vehicleType": "ferry",
    },
    "character": {
        "id": "player_1",
        "name": "Mira O'Dell 🕯",
        "description": "A tall woman.\r\n\tIn grey.",
        "shortDescription": "A diver.",
        "settingId": "world",
        "isNPC": False,
        "class": "Diver",
        "race": "Human",
        "gender": "female",
        "level": 4,
        "isDead": False,
        "isHostile": True,
        "aliases": ["The Heron"],
        "attributes": {"strength": 9},
        "personality": {"type": "dry"},
        "statusEffects": [{"name": "wet"}],
        "currentLocation": "location_1",
        "inventory": ["thing_1", "thing_gone"],
        "gear": {"hand": "thing_1"},
        "partyMembers": ["player_2"],
    },
    "thing": {
        "id": "thing_1",
        "name": "Brass Lantern",
        "description": "Dented.",
        "shortDescription": "A lantern.",
        "settingId": "world",
        "thingType": "item",
        "rarity": "rare",
        "itemTypeDetail": "light",
        "slot": "hand",
        "level": None,
        "statusEffects": [],
        "metadata": {"value": "12"},
        "ownerId": "player_1",
        "locationId": None,
    },
}
PLURAL_OF = {
    "setting": "settings",
    "region": "regions",
    "location": "locations",
    "exit": "exits",
    "character": "characters",
    "thing": "things",
}


@pytest.fixture
def world() -> Setting:
    return make_setting(id="world")


def put(client: Client, address: str, body: dict[str, Any]) -> Any:
    return client.put(f"/api/{address}", body, content_type=JSON)


def count_rows() -> int:
    return sum(model._default_manager.count() for model in MODELS)


def without_times(entity: dict[str, Any]) -> dict[str, Any]:
    assert all(entity[name].endswith("Z") for name in TIMES)
    return {key: value for key, value in entity.items() if key not in TIMES}


@pytest.mark.parametrize("kind", FULL)
def test_put_creates_then_replaces_and_get_gives_it_back(client: Client, world: Setting, kind: str) -> None:
    address = f"{PLURAL_OF[kind]}/{FULL[kind]['id']}"
    shown = {key: "" if key == "description" and value is None else value for key, value in FULL[kind].items()}
    shown |= {} if kind in ("setting", "region") else {"imageId": None}

    created = put(client, address, FULL[kind])
    replaced = put(client, address, FULL[kind] | {"name": "Another"})
    got = client.get(f"/api/{address}")

    assert (created.status_code, replaced.status_code, got.status_code) == (201, 200, 200)
    assert without_times(created.json()[kind]) == shown
    assert without_times(got.json()[kind]) == shown | {"name": "Another"}
    assert {**got.json(), kind: None} == {"success": True, kind: None}


@pytest.mark.parametrize("kind", FULL)
def test_what_is_got_can_be_put_back_unchanged(client: Client, world: Setting, kind: str) -> None:
    address = f"{PLURAL_OF[kind]}/{FULL[kind]['id']}"
    put(client, address, FULL[kind])
    first = client.get(f"/api/{address}").json()

    put(client, address, first[kind])

    second = client.get(f"/api/{address}").json()
    assert without_times(second[kind]) == without_times(first[kind])


def test_number_with_very_many_digits_comes_back(client: Client) -> None:
    client.put("/api/characters/c", {"id": "c", "attributes": {"mass": 1e23}}, content_type=JSON)

    one, many = client.get("/api/characters/c").json(), client.get("/api/characters").json()

    assert one["character"]["attributes"] == many["characters"][0]["attributes"] == {"mass": 1e23}


def test_put_without_a_key_gives_its_default(client: Client) -> None:
    put(client, "characters/player_1", FULL["character"] | {"settingId": None})

    response = put(client, "characters/player_1", {"name": "Mira"})

    assert without_times(response.json()["character"]) == {
        "id": "player_1",
        "name": "Mira",
        "description": "",
        "shortDescription": "",
        "settingId": None,
        "isNPC": True,
        "class": "",
        "race": "",
        "gender": "",
        "level": None,
        "isDead": False,
        "isHostile": False,
        "aliases": [],
        "attributes": {},
        "personality": {},
        "statusEffects": [],
        "currentLocation": None,
        "inventory": [],
        "gear": {},
        "partyMembers": [],
        "imageId": None,
    }


def test_unknown_keys_are_kept_as_they_were_sent_and_decide_nothing(client: Client) -> None:
    sent = {"name": "Mira", "imageId": "img_1", "quests": [{"name": "Up"}], "created_at": "1999", "raw": 1, "pk": "x"}

    response = put(client, "characters/player_1", sent)

    assert response.json()["character"]["imageId"] is None
    assert Character.objects.get().raw == sent
    assert Character.objects.get().pk == "player_1"


def test_gear_as_the_save_has_it_is_read(client: Client) -> None:
    gear = {"hand": {"slotType": "hand", "itemId": "thing_1", "item": {"id": "thing_1"}}, "head": {"itemId": None}}

    response = put(client, "characters/player_1", {"gear": gear})

    assert response.json()["character"]["gear"] == {"hand": "thing_1"}


def test_patch_changes_what_is_sent_and_null_empties(client: Client, world: Setting) -> None:
    put(client, "characters/player_1", FULL["character"])

    response = client.patch(
        "/api/characters/player_1", {"level": 5, "currentLocation": None, "mood": "grim"}, content_type=JSON
    )

    assert response.status_code == 200
    shown = FULL["character"] | {"level": 5, "currentLocation": None, "imageId": None}
    assert without_times(response.json()["character"]) == shown
    assert Character.objects.get().raw == FULL["character"] | {"level": 5, "currentLocation": None, "mood": "grim"}


def test_current_picture_is_named_by_its_public_id(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for name in ("a", "b", "c"):
        make_thing(id=name)
    Image.objects.create(entity_kind="thing", entity_id="a", is_current=False)
    ours = Image.objects.create(entity_kind="thing", entity_id="a", is_current=True)
    Image.objects.create(entity_kind="thing", entity_id="b", is_current=True, game_id="img_1")
    Image.objects.create(entity_kind="character", entity_id="c", is_current=True)

    with django_assert_num_queries(2):
        response = client.get("/api/things")

    shown = [(thing["id"], thing["imageId"]) for thing in response.json()["things"]]
    assert shown == [("c", None), ("b", "img_1"), ("a", str(ours.id))]


def test_delete_removes_the_entity_and_only_once(client: Client) -> None:
    make_thing(id="thing_1")

    first, second = client.delete("/api/things/thing_1"), client.delete("/api/things/thing_1")

    assert (first.status_code, first.json()) == (200, {"success": True})
    assert (second.status_code, second.json()) == (
        404,
        {"success": False, "error": "There is no thing with that id.", "code": "not-found"},
    )


def test_deleting_a_world_deletes_what_is_in_it_and_nothing_else(client: Client, world: Setting) -> None:
    other = make_setting(is_active=False)
    make_location(setting=world, id="gone")
    make_character(setting=world, current_location_id="gone")
    make_thing(setting=other, id="stays", location_id="gone")

    response = client.delete("/api/settings/world")

    assert response.status_code == 200
    assert count_rows() == 2
    assert (Setting.objects.get(), Thing.objects.get().location_id) == (other, "gone")


@pytest.mark.parametrize("method", ["get", "patch", "delete"])
@pytest.mark.parametrize("kind", FULL)
def test_entity_that_is_not_there_is_404(client: Client, kind: str, method: str) -> None:
    response = client.generic(method.upper(), f"/api/{PLURAL_OF[kind]}/nobody", "{}", content_type=JSON)

    assert response.status_code == 404
    assert response.json() == {"success": False, "error": f"There is no {kind} with that id.", "code": "not-found"}


# --- Worlds ----------------------------------------------------------------------------------------------------------


def test_entity_belongs_to_the_active_world_unless_it_says_otherwise(client: Client, world: Setting) -> None:
    make_setting(id="other", is_active=False)

    silent = put(client, "things/a", {"name": "A"})
    outspoken = put(client, "things/b", {"name": "B", "settingId": "other"})

    shown = [response.json()["thing"]["settingId"] for response in (silent, outspoken)]
    assert shown == ["world", "other"]


def test_world_that_becomes_active_is_the_only_one(client: Client, world: Setting) -> None:
    created = put(client, "settings/new", {"name": "New", "isActive": True})
    patched = client.patch("/api/settings/world", {"isActive": True}, content_type=JSON)

    assert (created.status_code, patched.status_code) == (201, 200)
    assert created.json()["setting"]["isActive"] is True
    assert list(Setting.objects.filter(is_active=True)) == [world]


def test_sending_a_worlds_own_file_again_does_not_forget_who_plays_it(client: Client) -> None:
    put(client, "settings/setting_1", FULL["setting"])
    from_the_save = {key: value for key, value in FULL["setting"].items() if key not in ("isActive", "currentPlayerId")}

    one = put(client, "settings/setting_1", from_the_save | {"name": "Renamed"})
    many = client.post("/api/settings", [from_the_save, {"id": "setting_2"}], content_type=JSON)

    assert without_times(one.json()["setting"]) == FULL["setting"] | {"name": "Renamed"}
    assert many.json() == {"success": True, "created": 1, "updated": 1, "unchanged": 0}
    shown = list(Setting.objects.order_by("id").values_list("id", "is_active", "current_player_id"))
    assert shown == [("setting_1", True, "player_1"), ("setting_2", False, None)]


@pytest.mark.parametrize("is_old_first", [True, False])
def test_list_that_activates_one_world_lets_the_other_go(client: Client, world: Setting, is_old_first: bool) -> None:
    sent = [{"id": "world", "name": "Old"}, {"id": "new", "name": "New", "isActive": True}]

    response = client.post("/api/settings", sent if is_old_first else sent[::-1], content_type=JSON)

    assert response.json() == {"success": True, "created": 1, "updated": 1, "unchanged": 0}
    assert list(Setting.objects.filter(is_active=True).values_list("id", flat=True)) == ["new"]


@pytest.mark.django_db(transaction=True)
def test_worlds_that_become_active_at_once_leave_one_active(world: Setting) -> None:
    names = ["a", "b", "c", "world"]

    statuses = at_once(lambda name: put(Client(), f"settings/{name}", {"isActive": True}).status_code, names)

    assert set(statuses) <= {200, 201, 409}
    assert Setting.objects.filter(is_active=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_entity_that_is_put_several_times_at_once_is_stored_once() -> None:
    statuses = at_once(lambda name: put(Client(), "characters/player_1", {"name": name}).status_code, "abcd")

    assert set(statuses) <= {200, 201}
    assert Character.objects.get().name in "abcd"


@pytest.mark.django_db(transaction=True)
def test_entity_of_a_world_that_goes_meanwhile_is_a_conflict(world: Setting) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite nobody can see that a writer waits")

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            world.delete()
            answer = threads.submit(in_thread, lambda: put(Client(), "things/a", {"settingId": "world"}))
            while not waits_for_a_lock():
                assert not answer.done()
        response = answer.result()

    assert (response.status_code, response.json()) == (
        409,
        {
            "success": False,
            "error": "Somebody else changed the same at the same moment; send it again.",
            "code": "conflict",
        },
    )
    assert count_rows() == 0


def at_once(act: Callable[[str], int], names: Iterable[str]) -> list[int]:
    """Do it for all names in as many threads, which begin together."""
    waiting = list(names)
    barrier = Barrier(len(waiting))

    def begin_together(name: str) -> int:
        barrier.wait()
        return in_thread(lambda: act(name))

    with ThreadPoolExecutor(len(waiting)) as threads:
        return list(threads.map(begin_together, waiting))


def in_thread(act: Callable[[], Result]) -> Result:
    try:
        return act()
    finally:
        connection.close()


def waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        # Within a transaction PostgreSQL shows the same picture of its sessions until it is told to forget it.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return bool(cursor.fetchone()[0])


# --- The exits that a location lists ---------------------------------------------------------------------------------

QUAY: dict[str, Any] = {
    "id": "quay",
    "name": "Old Quay",
    "exits": {
        "north": {
            "id": "gate",
            "description": "Iron bars.",
            "destination": "marsh",
            "destinationRegion": "region_1",
            "relativeName": "North Gate (in the Salt Marsh)",
            "bidirectional": False,
            "exitObject": {"id": "gate", "name": "North Gate", "destinationRegion": None, "vehicleType": None},
        },
        "up": {"id": "stair", "destination": "tower"},
        "wall": None,
    },
}
GATE = {
    "id": "gate",
    "name": "North Gate",
    "description": "Iron bars.",
    "shortDescription": "",
    "settingId": "world",
    "origin": "quay",
    "direction": "north",
    "destination": "marsh",
    "destinationRegion": "region_1",
    "bidirectional": False,
    "isVehicle": False,
    "vehicleType": "",
    "imageId": None,
}
STAIR = GATE | {
    "id": "stair",
    "name": "",
    "description": "",
    "direction": "up",
    "destination": "tower",
    "destinationRegion": None,
    "bidirectional": True,
}


def put_quay(client: Client) -> Any:
    return put(client, "locations/quay", QUAY)


def patch_quay(client: Client) -> Any:
    make_location(id="quay", setting_id="world")
    return client.patch("/api/locations/quay", {"exits": QUAY["exits"]}, content_type=JSON)


def post_quay(client: Client) -> Any:
    return client.post("/api/locations", QUAY, content_type=JSON)


def post_quay_in_a_list(client: Client) -> Any:
    return client.post("/api/locations", [{"id": "tower"}, QUAY], content_type=JSON)


def shown_exits(client: Client) -> list[dict[str, Any]]:
    return sorted(map(without_times, client.get("/api/exits").json()["exits"]), key=lambda each: str(each["id"]))


@pytest.mark.parametrize("tell", [put_quay, patch_quay, post_quay, post_quay_in_a_list])
def test_exits_that_a_location_lists_are_stored_with_it(
    client: Client, world: Setting, tell: Callable[[Client], Any]
) -> None:
    make_setting(id="other", is_active=False)

    response = tell(client)

    assert response.status_code in (200, 201)
    assert shown_exits(client) == [GATE, STAIR]
    assert Location.objects.get(pk="quay").raw["exits"] == QUAY["exits"]


def test_exits_belong_to_the_world_of_the_location_that_lists_them(client: Client, world: Setting) -> None:
    make_setting(id="other", is_active=False)
    put(client, "locations/quay", {"settingId": "other"})

    client.patch("/api/locations/quay", {"exits": QUAY["exits"]}, content_type=JSON)

    assert shown_exits(client) == [GATE | {"settingId": "other"}, STAIR | {"settingId": "other"}]


def test_listing_an_exit_changes_what_is_told_of_it_and_leaves_the_rest(client: Client, world: Setting) -> None:
    put(client, "exits/gate", FULL["exit"] | {"id": "gate", "mood": "grim"})
    put(client, "exits/elsewhere", {"name": "Elsewhere"})

    put(client, "locations/quay", {"exits": {"n": {"id": "gate", "name": "Gate", "description": None, "locked": True}}})
    put(client, "locations/quay", {"exits": {}})

    gate = FULL["exit"] | {"id": "gate", "name": "Gate", "origin": "quay", "direction": "n", "imageId": None}
    assert [each for each in shown_exits(client) if each["id"] != "elsewhere"] == [gate]
    assert LocationExit.objects.count() == 2
    told = {**FULL["exit"], "id": "gate", "name": "Gate", "origin": "quay", "direction": "n"}
    del told["destinationRegion"]  # that was null
    assert LocationExit.objects.get(pk="gate").raw == told | {"mood": "grim", "locked": True}


def test_exit_that_is_sent_by_itself_does_not_forget_where_it_is(client: Client, world: Setting) -> None:
    put_quay(client)
    by_itself = {"id": "gate", "name": "Renamed", "destination": "marsh", "destinationRegion": None}

    one = put(client, "exits/gate", by_itself)
    many = client.post("/api/exits", [by_itself, {"id": "new", "origin": "tower"}], content_type=JSON)

    renamed = GATE | {"name": "Renamed", "description": "", "bidirectional": True}
    assert without_times(one.json()["exit"]) == renamed
    assert many.json() == {"success": True, "created": 1, "updated": 0, "unchanged": 1}
    assert [(each["id"], each["origin"]) for each in shown_exits(client)] == [
        ("gate", "quay"),
        ("new", "tower"),
        ("stair", "quay"),
    ]


def test_exit_can_be_freed_of_its_origin(client: Client, world: Setting) -> None:
    put_quay(client)

    client.patch("/api/exits/gate", {"origin": None, "direction": None}, content_type=JSON)
    response = put(client, "exits/gate", {"name": "North Gate"})

    assert (response.json()["exit"]["origin"], response.json()["exit"]["direction"]) == (None, "")


def test_same_location_again_writes_no_exit(client: Client, world: Setting) -> None:
    put_quay(client)
    before = list(LocationExit.objects.order_by("id").values())

    response = post_quay(client)

    assert response.json() == {"success": True, "created": 0, "updated": 0, "unchanged": 1}
    assert list(LocationExit.objects.order_by("id").values()) == before


def test_exit_that_is_listed_twice_is_where_it_is_listed_first(client: Client, world: Setting) -> None:
    sent = [{"id": name, "exits": {"out": {"id": "gate", "name": name}, "back": {"id": "gate"}}} for name in "ba"]

    client.post("/api/locations", sent, content_type=JSON)

    shown = LocationExit.objects.values_list("id", "name", "origin_id", "direction")
    assert list(shown) == [("gate", "b", "b", "out")]


AN_ADDRESS = "must be a text of 1 to 200 characters without controls and slashes"
WRONG_EXITS: list[tuple[Any, str, str]] = [
    ([], "exits", "must be an object of exits"),
    ("north", "exits", "must be an object of exits"),
    ({"north": "gate"}, "exits.north", "must be an object"),
    ({"north": []}, "exits.north", "must be an object"),
    ({"north": {}}, "exits.north.id", "is required"),
    ({"north": {"id": None, "exitObject": {"id": None}}}, "exits.north.id", "is required"),
    ({"north": {"id": 5}}, "exits.north.id", "must be a text of 1 to 200 characters without controls"),
    ({"north": {"id": ""}}, "exits.north.id", "must be a text of 1 to 200 characters without controls"),
    ({"north": {"id": "a/b"}}, "exits.north.id", AN_ADDRESS),
    ({"north": {"id": "gate", "exitObject": "gate"}}, "exits.north.exitObject", "must be an object"),
    ({"north": {"id": "gate", "name": 5}}, "exits.north.name", "must be a text"),
    ({"north": {"id": "gate", "bidirectional": "no"}}, "exits.north.bidirectional", "must be true or false"),
    (
        {"north": {"id": "gate", "exitObject": {"destination": 5}}},
        "exits.north.destination",
        "must be an id, a text of 1 to 200 characters without controls, or null",
    ),
    ({str(number): {"id": str(number)} for number in range(20_001)}, "exits", "must not be more than 20000"),
]


@pytest.mark.parametrize(
    ("exits", "field", "complaint"), WRONG_EXITS, ids=[f"{field}-{n}" for n, (_, field, _) in enumerate(WRONG_EXITS)]
)
def test_wrong_exit_of_a_location_is_refused_by_its_place_and_nothing_stored(
    client: Client, world: Setting, exits: Any, field: str, complaint: str
) -> None:
    sent = {"name": "Old Quay", "exits": {"up": {"id": "stair"}, **exits} if isinstance(exits, dict) else exits}

    alone = put(client, "locations/quay", sent)
    in_a_list = client.post("/api/locations", [{"id": "tower"}, {"id": "quay", **sent}], content_type=JSON)

    error, fields = f"{field} {complaint}.", {field: [f"This field {complaint}."]}
    assert (alone.status_code, in_a_list.status_code) == (400, 400)
    assert alone.json() == {"success": False, "error": error, "code": "invalid", "fields": fields}
    assert in_a_list.json() == {
        "success": False,
        "error": f"Element 1: {error}",
        "code": "invalid",
        "fields": {f"1.{field}": fields[field]},
    }
    assert (Location.objects.count(), LocationExit.objects.count()) == (0, 0)


def test_patch_of_a_location_that_is_not_there_stores_no_exit(client: Client, world: Setting) -> None:
    response = client.patch("/api/locations/quay", {"exits": QUAY["exits"]}, content_type=JSON)

    assert (response.status_code, LocationExit.objects.count()) == (404, 0)


def test_locations_that_list_too_many_exits_together_are_refused(client: Client, world: Setting) -> None:
    sent = [
        {"id": str(place), "exits": {str(way): {"id": f"{place}-{way}"} for way in range(10_001)}} for place in range(2)
    ]

    response = client.post("/api/locations", sent, content_type=JSON)

    assert (response.status_code, response.json()) == (
        400,
        {"success": False, "error": "The locations must not list more than 20000 exits.", "code": "invalid"},
    )
    assert (Location.objects.count(), LocationExit.objects.count()) == (0, 0)


def test_thousand_locations_with_their_exits_are_stored_in_two_seconds(
    client: Client, world: Setting, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    entry = QUAY["exits"]["north"]
    sent = [
        FULL["location"]
        | {"id": f"location_{place}", "exits": {way: entry | {"id": f"{place}-{way}"} for way in ("north", "south")}}
        for place in range(1000)
    ]
    for place in sent:
        for exit_entry in place["exits"].values():
            exit_entry["exitObject"] = exit_entry["exitObject"] | {"id": exit_entry["id"]}
    body = json.dumps(sent)

    started = time.process_time()
    with django_assert_max_num_queries(60):
        response = client.generic("POST", "/api/locations", body, content_type=JSON)
    seconds = time.process_time() - started

    assert response.json() == {"success": True, "created": 1000, "updated": 0, "unchanged": 0}
    assert LocationExit.objects.count() == 2000
    assert seconds < 2, f"{len(body):,} bytes took {seconds} seconds"


# --- Lists -----------------------------------------------------------------------------------------------------------


def test_list_pages_by_key_until_its_end(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(5):
        make_location(id=f"location_{number}")
    address, pages = "/api/locations?limit=2", []

    while address:
        with django_assert_num_queries(2):
            body = client.get(address).json()
        pages.append([location["id"] for location in body["locations"]])
        address = body["next"]

    assert pages == [["location_4", "location_3"], ["location_2", "location_1"], ["location_0"]]


def test_list_of_one_world_keeps_to_it_on_every_page(client: Client, world: Setting) -> None:
    other = make_setting(is_active=False)
    for number in range(4):
        make_location(id=f"location_{number}", setting=world if number % 2 else other)

    first = client.get("/api/locations?settingId=world&limit=1").json()
    second = client.get(first["next"]).json()

    assert [location["id"] for location in (*first["locations"], *second["locations"])] == ["location_3", "location_1"]
    assert second["next"] is None


def test_trailing_slash_changes_nothing(client: Client) -> None:
    make_thing(id="thing_1")

    pairs = [(client.get(address), client.get(f"{address}/")) for address in ("/api/things", "/api/things/thing_1")]

    assert [(with_it.status_code, with_it.json()) for _, with_it in pairs] == [
        (200, without.json()) for without, _ in pairs
    ]


# --- Many at once ----------------------------------------------------------------------------------------------------


def test_bulk_creates_updates_and_leaves_what_is_the_same(client: Client, world: Setting) -> None:
    put(client, "things/a", {"id": "a", "name": "A"})
    put(client, "things/b", {"id": "b", "name": "B"})

    response = client.post(
        "/api/things",
        [{"id": "a", "name": "A"}, {"id": "b", "name": "Changed"}, {"id": "c", "name": "C"}],
        content_type=JSON,
    )

    assert (response.status_code, response.json()) == (
        200,
        {"success": True, "created": 1, "updated": 1, "unchanged": 1},
    )
    shown = list(Thing.objects.order_by("id").values_list("id", "name", "setting_id"))
    assert shown == [("a", "A", "world"), ("b", "Changed", "world"), ("c", "C", "world")]


def test_single_object_is_stored_like_a_list_of_one(client: Client) -> None:
    response = client.post("/api/things", {"id": "a", "name": "A"}, content_type=JSON)

    assert (response.status_code, response.json()) == (
        200,
        {"success": True, "created": 1, "updated": 0, "unchanged": 0},
    )


@pytest.mark.parametrize(
    ("wrong", "error", "field"),
    [
        ({"name": "no id"}, "Element 1: id is required.", "1.id"),
        ({"id": "x", "level": "3"}, "Element 1: level must be a whole number, not a text.", "1.level"),
        ({"id": "ok"}, "Element 1: id must not be that of an earlier element.", "1.id"),
        (
            {"id": "x", "settingId": "nowhere"},
            "Element 1: settingId must be the id of a world that is here.",
            "1.settingId",
        ),
    ],
)
def test_bulk_with_one_wrong_element_stores_nothing(
    client: Client, wrong: dict[str, Any], error: str, field: str
) -> None:
    response = client.post("/api/things", [{"id": "ok", "name": "Fine"}, wrong], content_type=JSON)

    assert response.status_code == 400
    assert response.json() == {
        "success": False,
        "error": error,
        "code": "invalid",
        "fields": {field: [error.replace(f"Element 1: {field[2:]}", "This field")]},
    }
    assert count_rows() == 0


def test_thousand_full_objects_are_stored_in_two_seconds(
    client: Client, world: Setting, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    body = json.dumps([_full_character(number) for number in range(1000)])

    # Our own time and a bound on the statements (SQLite takes few rows at a time): other tests share this machine. By
    # the clock, alone on two cores, it is about one second on either database.
    started = time.process_time()
    with django_assert_max_num_queries(30):
        response = client.generic("POST", "/api/characters", body, content_type=JSON)
    seconds = time.process_time() - started

    assert response.json() == {"success": True, "created": 1000, "updated": 0, "unchanged": 0}
    assert seconds < 2, f"{len(body):,} bytes took {seconds} seconds"


def _full_character(number: int) -> dict[str, Any]:
    """Return about 6 kB of character, with as many keys as the game sends."""
    return FULL["character"] | {
        "id": f"player_{number}",
        "description": "A tall woman in a grey coat. " * 20,
        "skills": {f"skill_{each}": each for each in range(40)},
        "quests": [{"name": f"Quest {each}", "description": "Find the bell. " * 10} for each in range(10)],
        "importantMemories": ["She heard the bell under the water. " * 3 for _ in range(20)],
    }


@pytest.mark.skipif(not REAL_SAVE.is_dir(), reason="the real save is not beside this checkout")
def test_real_save_can_be_sent_in_any_order_and_twice(client: Client) -> None:
    setting = json.loads((REAL_SAVE / "setting.json").read_text())
    game_world = json.loads((REAL_SAVE / "gameWorld.json").read_text())
    lists = {
        "things": json.loads((REAL_SAVE / "things.json").read_text()),
        "characters": json.loads((REAL_SAVE / "allPlayers.json").read_text()),
        "exits": game_world["locationExits"],
        "locations": game_world["locations"],
        "regions": game_world["regions"],
    }

    put(client, f"settings/{setting['id']}", setting | {"isActive": True})
    first, second = (
        [client.post(f"/api/{plural}", list(objects.values()), content_type=JSON).json() for plural, objects in each]
        for each in (lists.items(), lists.items())
    )

    counts = [len(objects) for objects in lists.values()]
    assert first == [{"success": True, "created": count, "updated": 0, "unchanged": 0} for count in counts]
    assert second == [{"success": True, "created": 0, "updated": 0, "unchanged": count} for count in counts]


@pytest.mark.skipif(not REAL_SAVE.is_dir(), reason="the real save is not beside this checkout")
@pytest.mark.parametrize("plurals", [["locations"], ["exits", "locations"], ["locations", "exits"]])
def test_real_saves_locations_bring_the_exits_that_its_import_brings(client: Client, plurals: list[str]) -> None:
    game_world = json.loads((REAL_SAVE / "gameWorld.json").read_text())
    lists = {"exits": game_world["locationExits"], "locations": game_world["locations"]}
    import_save(read_save(REAL_SAVE), progress=str)
    columns = ("name", "description", "origin_id", "direction", "destination_id", "destination_region_id")
    imported = set(LocationExit.objects.values_list("id", "setting_id", *columns))
    LocationExit.objects.all().delete()

    for plural in plurals:
        client.post(f"/api/{plural}", list(lists[plural].values()), content_type=JSON)

    assert len(imported) == 30
    assert set(LocationExit.objects.values_list("id", "setting_id", *columns)) == imported
