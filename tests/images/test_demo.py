"""The demo world: what is in it, that all of it is requested, and that it comes only where nothing is."""

from collections import Counter
from collections.abc import Callable

import pytest
from django.conf import LazySettings

from entities.importer import import_save
from entities.kinds import MODELS, EntityKind, type_of
from entities.models import Setting
from entities.saves import read_save
from imagesvc import demo
from jobs.models import Job, JobStatus, Priority
from tests import factories

pytestmark = pytest.mark.django_db


def test_demo_world_has_every_kind() -> None:
    demo.load()

    entities = [entity for kind in EntityKind for entity in MODELS[kind]._default_manager.all()]
    assert Counter(map(type_of, entities)) == {
        "player": 1, "npc": 2, "location": 3, "location-exit": 2, "item": 4, "scenery": 2,
    }  # fmt: skip
    active = Setting.objects.active()
    assert active is not None
    assert active.name == "The Almanac Isles"


def test_demo_world_requests_a_picture_of_everything() -> None:
    job_ids = demo.load()

    jobs = Job.objects.in_bulk(job_ids)
    drawn = {(job.entity_kind, job.entity_id) for job in jobs.values()}
    assert drawn == {(kind.value, entity.id) for kind in EntityKind for entity in MODELS[kind]._default_manager.all()}
    assert {(job.status, job.priority, job.client_id) for job in jobs.values()} == {
        (JobStatus.QUEUED, Priority.BATCH, "")
    }
    preamble = "[The Almanac Isles: a seafaring folk tale of islands that each keep one season, where weather is caught"
    assert all(job.preamble.startswith(preamble) for job in jobs.values())


def test_demo_world_is_whole_and_consistent() -> None:
    save = read_save(demo.FOLDER)

    report = import_save(save, progress=lambda _: None)

    assert [remark.text for remark in report.remarks] == ["images.json is missing"]
    totals = {
        "character": "totalPlayers", "thing": "totalThings", "location": "totalLocations", "exit": "totalLocationExits",
        "region": "totalRegions",
    }  # fmt: skip
    assert {kind: len(save.objects[kind]) for kind in totals} == {
        kind: save.metadata[key] for kind, key in totals.items()
    }
    for kind, objects in save.objects.items():
        assert {raw["id"] for raw in objects.values()} == set(objects), kind


def test_second_load_changes_nothing() -> None:
    demo.load()
    before = Job.objects.count()

    assert demo.load() == []
    assert Job.objects.count() == before


@pytest.mark.parametrize(
    "make", [factories.make_setting, factories.make_region, factories.make_thing, factories.make_exit]
)
def test_demo_world_keeps_away_from_a_world(make: Callable[[], object]) -> None:
    make()

    assert demo.load() == []
    assert Job.objects.count() == 0
    assert not Setting.objects.filter(name="The Almanac Isles").exists()


def test_interrupted_load_leaves_nothing_behind(settings: LazySettings) -> None:
    settings.SIZES = {key: size for key, size in settings.SIZES.items() if key != "scenery"}

    with pytest.raises(KeyError, match="scenery"):
        demo.load()

    assert (Setting.objects.count(), Job.objects.count()) == (0, 0)
