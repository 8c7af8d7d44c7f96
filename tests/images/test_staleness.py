"""Exactly the pictures whose entity, surroundings or world are told differently today are stale, and it is said why."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.conf import LazySettings

from entities.kinds import MODELS, Drawable, EntityKind, kind_of, type_of, with_related
from entities.models import Setting
from imagesvc.images import admission
from imagesvc.images.models import Image
from imagesvc.images.prompts import compose_entity_prompt
from imagesvc.images.staleness import (
    Difference,
    Look,
    Piece,
    look_for_stale,
    prompt_difference,
    stale_among,
    staleness_of,
)
from jobs import lifecycle, worker
from jobs.models import Job
from tests import factories

pytestmark = pytest.mark.django_db

KINDS = tuple(EntityKind)


def draw(entity: Drawable, **values: Any) -> Image:
    """Give an entity a picture that was made from today's words."""
    kind = kind_of(entity)
    prompt = compose_entity_prompt(with_related(kind).get(pk=entity.pk))
    subject = {"entity_kind": kind.value, "entity_id": entity.pk, "entity_type": type_of(entity)}
    values = {"is_current": True, "prompt": prompt.text, "made_from": prompt.made_from} | subject | values
    return factories.make_image(**values)


def make_world() -> Setting:
    return factories.make_setting(
        id="world",
        base_context_preamble="[Tags: fog]",
        image_prompt_prefix_character="A portrait in oil.",
        image_prompt_prefix_location="A wide view.",
        image_prompt_prefix_item="A still life.",
        image_prompt_prefix_scenery="A sketch.",
    )


def make_one(kind: EntityKind, **values: Any) -> Drawable:
    """Make an entity with a place that its prompt speaks of."""
    quay = factories.make_location(id=f"quay of {kind}", name="Old Quay", description="A quay of black stone.")
    makers: dict[EntityKind, Callable[[], Drawable]] = {
        EntityKind.CHARACTER: lambda: factories.make_character(id="mira", current_location=quay, **values),
        EntityKind.LOCATION: lambda: factories.make_location(
            id="tower", region=factories.make_region(id="marsh", description="Salt and reeds."), **values
        ),
        EntityKind.EXIT: lambda: factories.make_exit(id="gate", origin=quay, **values),
        EntityKind.THING: lambda: factories.make_thing(id="lamp", location=quay, **values),
    }
    return makers[kind]()


def change(entity: Drawable, **values: Any) -> None:
    MODELS[kind_of(entity)]._default_manager.filter(pk=entity.pk).update(**values)


def change_place(entity: Drawable, **values: Any) -> None:
    field = {"location": "region", "character": "current_location", "exit": "origin", "thing": "location"}
    place = getattr(entity, field[kind_of(entity)])
    type(place)._default_manager.filter(pk=place.pk).update(**values)


def changed_of(entity: Drawable) -> tuple[str, ...]:
    found = staleness_of(entity)
    return found.changed if found is not None else ()


# --- What changes, for each kind ---


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_of_today_is_not_stale(kind: EntityKind) -> None:
    make_world()
    entity = make_one(kind)
    draw(entity)

    assert staleness_of(entity) is None


@pytest.mark.parametrize("kind", KINDS)
def test_changed_words_of_its_own_are_its_text(kind: EntityKind) -> None:
    make_world()
    entity = make_one(kind)
    image = draw(entity)
    change(entity, description="Something else altogether.")

    found = staleness_of(entity)

    assert found is not None
    assert (found.image, found.entity, found.changed) == (image, entity, ("text",))


@pytest.mark.parametrize("kind", KINDS)
def test_changed_words_of_where_it_is_are_its_place(kind: EntityKind) -> None:
    make_world()
    entity = make_one(kind)
    draw(entity)
    change_place(entity, description="Nothing but ashes.")

    assert changed_of(entity) == ("place",)


@pytest.mark.parametrize(
    ("kind", "column"),
    [
        (EntityKind.CHARACTER, "image_prompt_prefix_character"),
        (EntityKind.LOCATION, "image_prompt_prefix_location"),
        (EntityKind.EXIT, "image_prompt_prefix_scenery"),
        (EntityKind.THING, "image_prompt_prefix_item"),
    ],
)
def test_a_changed_prefix_makes_its_kind_stale_and_no_other(kind: EntityKind, column: str) -> None:
    world = make_world()
    entities = [make_one(each) for each in KINDS]
    for entity in entities:
        draw(entity)
    Setting.objects.filter(pk=world.pk).update(**{column: "A woodcut."})

    changed = {kind_of(entity): changed_of(entity) for entity in entities}

    assert changed == {each: ("prefix",) if each is kind else () for each in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_a_changed_preamble_makes_every_kind_stale(kind: EntityKind) -> None:
    world = make_world()
    entity = make_one(kind)
    draw(entity)
    Setting.objects.filter(pk=world.pk).update(base_context_preamble="[Tags: sun]")

    assert changed_of(entity) == ("preamble",)


def test_what_stands_in_for_a_preamble_is_one() -> None:
    world = factories.make_setting(genre="gothic")
    entity = make_one(EntityKind.THING)
    draw(entity)
    Setting.objects.filter(pk=world.pk).update(genre="pastoral")

    assert changed_of(entity) == ("preamble",)


def test_all_that_changed_is_said() -> None:
    world = make_world()
    entity = make_one(EntityKind.THING)
    draw(entity)
    change(entity, name="A broken lamp")
    change_place(entity, name="New Quay")
    Setting.objects.filter(pk=world.pk).update(base_context_preamble="", image_prompt_prefix_item="")

    assert changed_of(entity) == ("text", "place", "prefix", "preamble")


# --- What makes nothing stale ---


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_else_makes_it_stale(kind: EntityKind) -> None:
    world = make_world()
    entity = make_one(kind)
    draw(entity)
    change(entity, raw={"health": 3}, short_description="Said only where there is no description.")
    if kind is EntityKind.CHARACTER:
        change(entity, inventory=["sword"], party_members=["rook"], aliases=["The Grey"])
    Setting.objects.filter(pk=world.pk).update(name="Another name", current_player_id="rook", magic_level="none")
    draw(factories.make_thing(name="Another thing"))
    factories.make_job(entity_kind=kind.value, entity_id=entity.pk, status="queued")

    assert staleness_of(entity) is None


def test_quotes_of_another_kind_are_the_same_words() -> None:
    make_world()
    entity = make_one(EntityKind.THING, description="The smith's lamp.")
    draw(entity)
    change(entity, description="The smith\u2019s  lamp.")

    assert staleness_of(entity) is None


def test_another_world_that_is_played_makes_stale_only_what_is_its_own() -> None:
    world = make_world()
    ours, nobodys = make_one(EntityKind.THING, setting=world), make_one(EntityKind.CHARACTER)
    for entity in (ours, nobodys):
        draw(entity)
    Setting.objects.update(is_active=False)
    factories.make_setting(id="other", base_context_preamble="[Tags: sun]")

    before = changed_of(ours), changed_of(nobodys)
    change(ours, name="A broken lamp")

    assert before == ((), ("prefix", "preamble"))
    assert changed_of(ours) == ("text",)


@pytest.mark.parametrize("made_from", ["", "what is this"])
def test_a_picture_that_does_not_say_what_it_was_made_from_is_unknown(made_from: str) -> None:
    entity = make_one(EntityKind.THING)
    draw(entity, made_from=made_from)
    change(entity, name="A broken lamp")

    assert staleness_of(entity) is None


def test_a_former_picture_is_not_stale() -> None:
    entity = make_one(EntityKind.THING)
    draw(entity, is_current=False)
    change(entity, name="A broken lamp")
    draw(entity)

    assert staleness_of(entity) is None


def test_a_picture_whose_entity_is_gone_is_not_stale() -> None:
    draw(make_one(EntityKind.THING))
    MODELS[EntityKind.THING]._default_manager.all().delete()

    assert stale_among(EntityKind.THING, ["lamp"]) == []
    assert look_for_stale(most=10, looked_at=10) == Look(stale=[], after=None)


def test_an_entity_of_which_nothing_is_said_any_more_is_stale() -> None:
    entity = make_one(EntityKind.THING)
    draw(entity)
    change(entity, name="", description="")

    assert changed_of(entity) == ("text",)


# --- From the request to the picture ---


def test_job_and_picture_keep_what_they_were_made_from(settings: LazySettings) -> None:
    settings.ENGINES = factories.engines("dummy")
    make_world()
    entity = make_one(EntityKind.THING)
    admission.request_image(kind=EntityKind.THING, entity_id="lamp", force=True)
    worker.work()
    image = Image.objects.get()

    assert image.job is not None
    assert image.made_from == image.job.made_from == compose_entity_prompt(entity).made_from != ""
    assert staleness_of(entity) is None


def test_a_requeued_job_is_made_from_the_same() -> None:
    job = factories.make_job(status="failed", ended_at="2026-01-01T00:00Z", made_from="text:- place:-")

    again = lifecycle.requeue(job).job

    assert Job.objects.get(id=again.id).made_from == "text:- place:-"


# --- Looking through all ---


def make_stale(*names: str) -> list[Drawable]:
    things: list[Drawable] = [factories.make_thing(id=name) for name in names]
    for thing in things:
        draw(thing)
        change(thing, name="Changed")
    return things


def ids_in(look: Look) -> list[str]:
    return [one.entity.pk for one in look.stale]


def test_all_are_found_by_kind_and_id_a_few_at_a_time() -> None:
    make_stale("b", "d", "a")
    mira = make_one(EntityKind.CHARACTER)
    draw(mira)
    change(mira, name="Changed")
    draw(factories.make_thing(id="c"))

    first = look_for_stale(most=2, looked_at=100)
    second = look_for_stale(most=2, looked_at=100, after=first.after)

    assert (ids_in(first), first.after) == (["mira", "a"], (EntityKind.THING, "a"))
    assert (ids_in(second), second.after) == (["b", "d"], None)


def test_a_look_is_bounded_by_what_it_compares() -> None:
    for name in ("a", "b", "c"):
        draw(factories.make_thing(id=name))
    make_stale("d")

    first = look_for_stale(most=10, looked_at=2)
    second = look_for_stale(most=10, looked_at=2, after=first.after)
    third = look_for_stale(most=10, looked_at=2, after=second.after)

    assert (ids_in(first), first.after) == ([], (EntityKind.THING, "b"))
    assert (ids_in(second), second.after) == (["d"], (EntityKind.THING, "d"))
    assert (ids_in(third), third.after) == ([], None)


def test_only_the_types_that_are_asked_for() -> None:
    make_stale("item")
    statue = factories.make_thing(id="statue", thing_type="scenery")
    draw(statue)
    change(statue, name="Changed")

    assert ids_in(look_for_stale(most=10, looked_at=10, types=("scenery",))) == ["statue"]


# --- Telling the difference ---


def test_the_difference_is_told_word_by_word() -> None:
    make_world()
    entity = make_one(EntityKind.THING, name="Lamp", description="A dented <b>brass</b> lamp.")
    change(entity, location=None)
    draw(entity)
    change(entity, description="A polished <b>brass</b> lamp.")

    difference = prompt_difference(entity)

    frame = "[Tags: fog]\n\nA still life.\n\nLamp: A {} <b>brass</b> lamp."
    assert difference == Difference(former=frame.format("dented"), present=frame.format("polished"))
    assert difference.pieces == [
        Piece(text="[Tags: fog]\n\nA still life.\n\nLamp: A ", where="both"),
        Piece(text="dented ", where="former"),
        Piece(text="polished ", where="present"),
        Piece(text="<b>brass</b> lamp.", where="both"),
    ]


def test_without_a_picture_or_without_words_there_is_only_one_side() -> None:
    entity = make_one(EntityKind.THING, name="Lamp", description="A lamp.")
    change(entity, location=None)

    before = prompt_difference(entity)
    draw(entity)
    change(entity, name="", description="")
    after = prompt_difference(entity)

    assert before == Difference(former=None, present="Lamp: A lamp.")
    assert after == replace(before, former=before.present, present=None)
    assert after.pieces == [Piece(text="Lamp: A lamp.", where="former")]
