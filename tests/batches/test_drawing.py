"""Drawing many: whom it means, what it says before, and that a chunk that is done again makes no second job."""

from dataclasses import replace

import pytest
from django.conf import LazySettings
from django.utils import timezone

from entities.kinds import EntityKind
from entities.models import Character, Thing
from imagesvc.batches import drawing
from imagesvc.batches.action import Options
from imagesvc.batches.actions import ACTIONS
from imagesvc.batches.drawing import ASKED_FOR_SINCE, BadSubjects, Subjects, Which, select_subjects
from imagesvc.batches.models import Batch
from jobs.models import Job, JobEvent
from tests import factories
from tests.batches.doing import begin, do

pytestmark = pytest.mark.django_db

ALL = Subjects(which=Which.ALL)
MISSING = Subjects(which=Which.MISSING)


@pytest.fixture(autouse=True)
def dummy_engine(settings: LazySettings) -> None:
    settings.ENGINES = factories.engines("dummy")


def make_things(*names: str) -> None:
    for name in names:
        factories.make_thing(id=name)


def drawn() -> list[str]:
    return list(Job.objects.order_by("id").values_list("entity_id", flat=True))


def test_entities_are_drawn_by_kind_and_id_for_whoever_began_it() -> None:
    make_things("b", "a")
    factories.make_character(id="mira")
    factories.make_location(id="quay")

    batch = do("draw", ALL)

    assert drawn() == ["mira", "quay", "a", "b"]
    assert (batch.status, batch.expected, batch.matched, batch.done) == ("done", 4, 4, 4)
    assert set(JobEvent.objects.values_list("by", flat=True)) == {"anna"}


def test_a_chunk_that_is_done_again_makes_no_second_job() -> None:
    make_things("a", "b", "c")
    batch = begin("draw", ALL)
    draw, chunk = ACTIONS["draw"], {"bound": batch.bound, "size": 10, "most": None, "by": "anna"}

    first = draw.step(ALL, Options(), cursor="", **chunk)
    # They may even have been drawn meanwhile.
    Job.objects.update(status="completed", ended_at=timezone.now())
    again = draw.step(ALL, Options(), cursor="", **chunk)
    behind = draw.step(ALL, Options(), cursor=first.cursor, **chunk)

    assert (first.done, again.done, again.skipped) == (3, 0, {ASKED_FOR_SINCE: 3})
    assert (behind.done, behind.is_end) == (0, True)
    assert drawn() == ["a", "b", "c"]


def test_the_limit_of_a_chunk_is_where_the_next_one_begins() -> None:
    make_things("a", "b", "c", "d")
    draw, chunk = ACTIONS["draw"], {"bound": ACTIONS["draw"].bound(), "size": 10, "by": "anna"}

    first = draw.step(MISSING, Options(), cursor="", most=2, **chunk)
    second = draw.step(MISSING, Options(), cursor=first.cursor, most=2, **chunk)

    assert (first.cursor, second.cursor) == ("thing b", "thing d")
    assert drawn() == ["a", "b", "c", "d"]


@pytest.mark.parametrize("ids", [("c", "a", "nobody"), ()])
def test_with_ids_a_chunk_may_find_nobody_and_go_on(ids: tuple[str, ...]) -> None:
    make_things("a", "b", "c")
    subjects = replace(ALL, ids=ids)

    batch = do("draw", subjects)

    assert batch.status == "done"
    assert drawn() == [name for name in ("a", "b", "c") if name in ids or not ids]


def test_what_has_a_picture_whose_file_is_missing_has_none() -> None:
    make_things("a", "b")
    for name in ("a", "b"):
        factories.make_image(entity_kind="thing", entity_type="item", entity_id=name, is_current=True)
    Thing.objects.get(id="a")
    factories.ImageFile.objects.filter(image__entity_id="a").update(is_missing=True)

    do("draw", MISSING)

    assert drawn() == ["a"]


def test_preview_tells_the_types_and_who_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    make_things("a", "b")
    factories.make_character(id="mira", is_npc=False)
    factories.make_character(id="mute", name="", description="")

    seen = ACTIONS["draw"].preview(MISSING, Options())

    assert (seen.total, seen.is_more, seen.judged, seen.doable) == (4, False, 4, 3)
    assert (seen.by_type, seen.skipped) == ({"item": 2, "player": 1, "npc": 1}, {"nothing-to-draw": 1})
    assert [row["entity_id"] for row in seen.sample] == ["mira", "mute", "a", "b"]
    assert not Job.objects.exists()


def test_preview_judges_no_more_than_a_few_and_counts_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "MOST_JUDGED", 2)
    Thing.objects.bulk_create(Thing(id=f"thing {number:03}", name="Lamp") for number in range(150))
    Character.objects.create(id="mira", name="Mira")

    seen = ACTIONS["draw"].preview(MISSING, Options())

    assert (seen.total, seen.is_more, seen.judged < 151) == (151, False, True)


@pytest.mark.parametrize(
    ("words", "word"),
    [
        ({}, "which"),
        ({"which": ["some"]}, "which"),
        ({"which": ["all"], "entityType": ["dragon"]}, "entityType"),
        ({"which": ["all"], "entityId": [""]}, "entityId"),
        ({"which": ["all"], "world": ["x" * 201]}, "world"),
        ({"which": ["all"], "status": ["failed"]}, "status"),
    ],
)
def test_words_that_are_not_understood_are_refused(words: dict[str, list[str]], word: str) -> None:
    with pytest.raises(BadSubjects) as caught:
        select_subjects(words)

    assert caught.value.word == word


def test_words_are_read_again() -> None:
    subjects = Subjects(which=Which.STALE, types=("npc",), ids=("mira", "rook"), worlds=("world",))

    assert select_subjects(subjects.words()) == subjects
    assert Batch(selection=subjects.words()).selection["which"] == ["stale"]


def test_exits_are_meant_by_their_word_on_the_wire() -> None:
    factories.make_exit(id="gate")
    make_things("a")

    do("draw", replace(ALL, types=("exit",)))

    assert list(Job.objects.values_list("entity_kind", "entity_id")) == [(EntityKind.EXIT, "gate")]
