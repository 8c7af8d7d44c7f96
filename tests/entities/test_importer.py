"""Entities of a save in rows: what is stored, what is said, and that doing it again changes nothing."""

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError

from entities.importer import Upserted, deactivate_others, import_save, upsert
from entities.models import Character, Location, LocationExit, Region, Setting, Thing
from entities.reading import columns_of
from entities.save_format import FORMATS
from entities.saves import Save, Topic, read_save
from tests.factories import make_setting, make_thing

pytestmark = pytest.mark.django_db

SMALL_SAVE = Path(__file__).parent.parent / "data" / "small_save"
REAL_SAVE = Path(__file__).parent.parent.parent.parent / "shared" / "airpg-save"
SETTING, REGION = "setting_1777666000000_000000000001", "region_1777666000000_000000000001"
QUAY, TOWER = "location_1777666000000_000000000001", "location_1777666000000_000000000002"
IRIS, ZHOU = "player_1777666000000_aaaaaaaaa", "player_1777666000000_bbbbbbbbb"
LANTERN, HELMET = "thing_1777666000000_000000000001", "thing_1777666000000_000000000002"


def small_save(**changes: Any) -> Save:
    return replace(read_save(SMALL_SAVE), **changes)


def counts(upserted: dict[str, Upserted]) -> dict[str, tuple[int, int, int]]:
    return {kind: (len(part.created), len(part.updated), len(part.unchanged)) for kind, part in dict(upserted).items()}


def test_import_creates_every_entity_and_then_changes_nothing() -> None:
    steps: list[str] = []

    first = import_save(small_save(), progress=steps.append)
    second = import_save(small_save(), progress=steps.append)

    wanted = {"setting": 1, "region": 1, "location": 3, "exit": 2, "character": 3, "thing": 5}
    assert counts(first.upserted) == {kind: (count, 0, 0) for kind, count in wanted.items()}
    assert counts(second.upserted) == {kind: (0, 0, count) for kind, count in wanted.items()}
    assert steps == ["settings", "regions", "locations", "exits", "characters", "things"] * 2


def test_import_says_what_was_cleaned_and_what_dangles() -> None:
    report = import_save(small_save(remarks=()), progress=str)

    tellings = [(remark.topic, remark.text) for remark in report.remarks]
    assert tellings == [
        (Topic.VALUE, f"character {ZHOU}: description must not contain NUL characters or lone surrogates"),
        (Topic.VALUE, f"character {ZHOU}: level must be a whole number, not a text"),
        (Topic.VALUE, f"character {ZHOU}: inventory must be a list of ids"),
        (Topic.VALUE, f"thing {LANTERN}: level must be a whole number, not a text"),
        (Topic.VALUE, "thing thing_1777666000000_000000000004: thingType must be one of item, scenery"),
        (
            Topic.REFERENCE,
            "location location_1777666000000_000000000003: regionId names the region region_pending",
        ),
        (
            Topic.REFERENCE,
            "exit exit_1777666000000_000000000002: destinationRegion names the region region_pending",
        ),
        (Topic.REFERENCE, f"character {ZHOU}: currentLocation names the location location_gone"),
        (Topic.REFERENCE, f"character {IRIS}: inventory names the thing thing_gone"),
    ]


def test_imported_rows_hold_what_the_save_says() -> None:
    import_save(small_save(), progress=str)

    setting = Setting.objects.get()
    iris, zhou = Character.objects.get(pk=IRIS), Character.objects.get(pk=ZHOU)
    lantern, helmet = Thing.objects.get(pk=LANTERN), Thing.objects.get(pk=HELMET)
    stair = LocationExit.objects.get(pk="exit_1777666000000_000000000001")
    assert (setting.pk, setting.is_active, setting.current_player_id) == (SETTING, True, IRIS)
    assert (iris.name, iris.is_npc, iris.current_location_id, iris.setting_id) == ("Íris", False, QUAY, SETTING)
    assert (iris.gear, iris.inventory) == ({"Head": HELMET}, [LANTERN, "thing_gone"])
    assert (zhou.name, zhou.description, zhou.level) == ("老周", "An old ferryman.", 5)
    assert (lantern.rarity, lantern.level, lantern.owner_id, lantern.location_id) == ("Uncommon", 2, IRIS, QUAY)
    assert helmet.name == "Diver's Helmet"
    assert (stair.origin_id, stair.direction, stair.destination_id, stair.destination_region_id) == (
        QUAY,
        "stair",
        TOWER,
        REGION,
    )
    assert Location.objects.get(name="Far Bank").stub_metadata == {
        "stubDescription": "A bank of reeds that nobody has come back from."
    }


def test_import_updates_what_changed_and_deletes_nothing() -> None:
    import_save(small_save(), progress=str)
    Character.objects.filter(pk=IRIS).update(name="Old name")
    mine = make_thing(name="Mine")

    report = import_save(small_save(), progress=str)

    assert report.upserted["character"].updated == (IRIS,)
    assert Character.objects.get(pk=IRIS).name == "Íris"
    assert Thing.objects.filter(pk=mine.pk).exists()


def test_imported_world_takes_the_place_of_the_active_one() -> None:
    former = make_setting(is_active=True)

    import_save(small_save(), progress=str)

    assert dict(Setting.objects.values_list("pk", "is_active")) == {former.pk: False, SETTING: True}


def test_save_without_its_world_file_still_has_a_world() -> None:
    save = small_save()

    import_save(replace(save, objects={**save.objects, "setting": {}}), progress=str)

    assert Setting.objects.values("id", "name", "is_active", "current_player_id").get() == {
        "id": SETTING,
        "name": "The Drowned Coast",
        "is_active": True,
        "current_player_id": IRIS,
    }
    assert set(Character.objects.values_list("setting_id", flat=True)) == {SETTING}


def test_missing_world_file_leaves_the_known_world_as_it_is() -> None:
    save = small_save()
    import_save(save, progress=str)

    report = import_save(replace(save, objects={**save.objects, "setting": {}}), progress=str)

    assert counts(report.upserted)["setting"] == (0, 0, 1)
    assert Setting.objects.get().theme == "Salvage"


def test_save_that_names_no_world_leaves_none_active() -> None:
    former = make_setting(is_active=True)
    save = small_save()

    import_save(replace(save, objects={**save.objects, "setting": {}}, metadata={}), progress=str)

    assert dict(Setting.objects.values_list("pk", "is_active")) == {former.pk: False}
    assert set(Character.objects.values_list("setting_id", flat=True)) == {None}


def test_failing_import_stores_nothing() -> None:
    def fail_at_the_end(done: str) -> None:
        if done == "things":
            raise DatabaseError("gone")

    former = make_setting(is_active=True)

    with pytest.raises(DatabaseError):
        import_save(small_save(), progress=fail_at_the_end)

    assert dict(Setting.objects.values_list("pk", "is_active")) == {former.pk: True}
    assert [model.objects.count() for model in (Region, Location, LocationExit, Character, Thing)] == [0] * 5


def test_dry_run_counts_and_stores_nothing() -> None:
    former = make_setting(is_active=True)

    report = import_save(small_save(), progress=str, dry_run=True)

    assert counts(report.upserted)["thing"] == (5, 0, 0)
    assert dict(Setting.objects.values_list("pk", "is_active")) == {former.pk: True}
    assert [model.objects.count() for model in (Region, Location, LocationExit, Character, Thing)] == [0] * 5


def rows_of_things(count: int, *, name: str) -> list[dict[str, Any]]:
    return [
        {"id": f"thing_{number}"} | columns_of(FORMATS["thing"], {"name": f"{name} {number}"}, report=lambda *_: None)
        for number in range(count)
    ]


def test_upsert_sorts_rows_into_created_updated_and_unchanged() -> None:
    upsert(FORMATS["thing"], rows_of_things(2, name="Bell"))
    rows = rows_of_things(3, name="Bell")
    rows[1]["name"] = "Drum"

    upserted = upsert(FORMATS["thing"], [rows[2] | {"name": "overwritten by the later"}, *rows])

    assert upserted == Upserted(created=("thing_2",), updated=("thing_1",), unchanged=("thing_0",))
    assert list(Thing.objects.order_by("id").values_list("name", flat=True)) == ["Bell 0", "Drum", "Bell 2"]


def test_upsert_writes_only_the_columns_of_the_rows() -> None:
    make_thing(id="thing_0", name="Bell", rarity="Epic")

    upsert(FORMATS["thing"], [{"id": "thing_0", "name": "Drum"}])

    assert Thing.objects.values("name", "rarity").get() == {"name": "Drum", "rarity": "Epic"}


def test_upsert_of_a_thousand_takes_less_than_two_seconds() -> None:
    rows = rows_of_things(1000, name="Bell")

    started = time.perf_counter()
    upsert(FORMATS["thing"], rows)
    upsert(FORMATS["thing"], rows_of_things(1000, name="Drum"))
    seconds = time.perf_counter() - started

    assert Thing.objects.filter(name__startswith="Drum").count() == 1000
    assert seconds / 2 < 2


def test_deactivate_others_leaves_the_one_that_is_named() -> None:
    active = make_setting(is_active=True)
    other = make_setting(is_active=False)

    deactivate_others(active.pk)
    kept = Setting.objects.get(is_active=True)
    deactivate_others(other.pk)

    assert (kept, Setting.objects.filter(is_active=True).exists()) == (active, False)


@pytest.mark.skipif(not REAL_SAVE.is_dir(), reason="the real save is not beside this checkout")
def test_real_save_is_imported_whole() -> None:
    report = import_save(read_save(REAL_SAVE), progress=str)

    wanted = {"setting": 1, "region": 2, "location": 17, "exit": 30, "character": 18, "thing": 103}
    assert counts(report.upserted) == {kind: (count, 0, 0) for kind, count in wanted.items()}
    assert {remark.topic for remark in report.remarks} == {Topic.FILE, Topic.REFERENCE}
